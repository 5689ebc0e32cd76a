"""Does every ledger cent reach an account or stay where it belongs? One line that says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.costing import CostToServe
from b2bdesk.services.costing.ledger_view import Misplaced
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, text_width
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text


class _Term(QWidget):
    """A sign, a caption and its amount."""

    def __init__(self, caption: str, sign: str = "") -> None:
        super().__init__()
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space(2))
        if sign:
            row.addWidget(Text(sign, "heading", "text_3"))
        column = QVBoxLayout()
        column.setSpacing(0)
        self._caption = caption
        self._amount = Text("", "heading")
        column.addWidget(Text(caption, "caption", "text_2"))
        column.addWidget(self._amount)
        row.addLayout(column)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_amount(self, minor: int) -> None:
        words = formats().money_exact(minor)
        self._amount.setText(words)
        self._amount.set_tone("against_us" if minor < 0 else "text")
        self.setAccessibleName(f"{self._caption} {words} {formats().currency}")


class _ShareBar(QWidget):
    """The allocated share filled, unused capacity hollow, what is held or without volume grey."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[tuple[str, float, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_costs(self, costs: CostToServe) -> None:
        kept = costs.held + costs.unallocated
        amounts = (
            (tr("allocated"), costs.allocated, "text_2"),
            (tr("unused"), max(0, costs.unused), "panel"),
            (tr("not charged"), kept, "neutral_soft"),
        )
        whole = sum(max(0, amount) for _, amount, _ in amounts)
        self._parts = tuple(
            (name, max(0, amount) / whole, role) for name, amount, role in amounts if whole
        )
        said = ", ".join(f"{formats().percent(share, 1)} {name}" for name, share, _ in self._parts)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        height = look.px(20)
        x = 0.0
        caption = look.font("caption", "medium")
        for name, share, role in self._parts:
            width = share * (self.width() - 1)
            if share <= 0:
                continue
            box = QRectF(x, 0, max(2.0, width), height)
            painter.fillRect(box, look.color(role))
            painter.setPen(look.color("line_control" if role != "text_2" else role))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            words = f"{formats().percent(share, 1)} {name}"
            if role == "text_2":
                inner = box.adjusted(look.px(8), 0, -look.px(4), 0)
                if text_width(words, caption) <= inner.width():
                    draw_text(painter, inner, words, caption, "panel", LEFT)
            x += width
        rest = [part for part in self._parts[1:] if part[1] > 0]
        words = ", ".join(f"{formats().percent(share, 1)} {name}" for name, share, _ in rest)
        below = QRectF(0, height + look.px(3), self.width(), look.px(16))
        if text_width(words, look.font("caption")) <= below.width():
            draw_text(painter, below, words, look.font("caption"), "text_2", RIGHT)


class ReconciliationStrip(Panel):
    """Ledger = allocated + unused + held + without volume, to the cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        look = theme()
        self.body.setContentsMargins(look.space(4), look.space(2), look.space(4), look.space(2))
        row = QHBoxLayout()
        row.setSpacing(look.space(3))
        self._ledger = _Term(tr("Ledger"))
        self._allocated = _Term(tr("Allocated to accounts"), "=")
        self._unused = _Term(tr("Unused capacity"), "+")
        self._held = _Term(tr("Held at its level"), "+")
        self._held.setToolTip(tr("Product, channel and facility cost is never spread on accounts"))
        self._without = _Term(tr("Without volume"), "+")
        self._without.setToolTip(tr("Pools that no event of their driver reaches"))
        for term in (self._ledger, self._allocated, self._unused, self._held, self._without):
            row.addWidget(term)
        self._bar = _ShareBar()
        row.addSpacing(look.space(2))
        row.addWidget(self._bar, 1)
        row.addSpacing(look.space(2))
        self._icon = IconLabel("ph.check-circle-fill", "for_us")
        row.addWidget(self._icon)
        verdict = QVBoxLayout()
        verdict.setSpacing(0)
        self._verdict = Text("", "table", weight="semibold")
        self._difference = Text("", "caption", "text_2")
        verdict.addWidget(self._verdict)
        verdict.addWidget(self._difference)
        self._where = Text("", "caption", "against_us", wrap=True)
        self._where.hide()
        verdict.addWidget(self._where)
        row.addLayout(verdict)
        self.add(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_costs(self, costs: CostToServe, wrong: Sequence[Misplaced]) -> None:
        """Show the reconciliation of a period; ``wrong`` names where a difference sits."""
        self._ledger.set_amount(costs.ledger)
        self._allocated.set_amount(costs.allocated)
        self._unused.set_amount(costs.unused)
        self._held.set_amount(costs.held)
        self._without.set_amount(costs.unallocated)
        self._held.setVisible(costs.held != 0)
        self._without.setVisible(costs.unallocated != 0)
        self._bar.set_costs(costs)
        balanced = costs.difference == 0 and not wrong
        self._icon.set_icon(
            "ph.check-circle-fill" if balanced else "ph.warning-circle",
            "for_us" if balanced else "against_us",
        )
        self._verdict.setText(tr("Reconciled") if balanced else tr("Not reconciled"))
        amount = formats().money_exact(costs.difference)
        self._difference.setText(
            tr("difference {amount} {currency}", amount=amount, currency=formats().currency)
        )
        where = ", ".join(_place(each) for each in wrong)
        self._where.setText(where)
        self._where.setVisible(bool(where))
        said = (self._verdict.text(), self._difference.text(), where)
        self.setAccessibleName(", ".join(part for part in said if part))


def _place(each: Misplaced) -> str:
    """ "Freight, Mar 2020: 0.20"."""
    months = "" if each.months is None else f", {period_words(each.months)}"
    return f"{each.name}{months}: {formats().money_exact(each.amount)}"
