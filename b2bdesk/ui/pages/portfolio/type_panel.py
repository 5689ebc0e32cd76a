"""Accounts, sales and profit by relationship type: a bar of shares and a row for each type."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.portfolio import SHORT_WORDS, Measure, TypeSummary
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import type_step
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, text_width
from b2bdesk.ui.widgets.marks import type_mark

_ROW = 17


class TypePanel(QWidget):
    """Draws type summaries; without a type set anywhere it says so in one row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._types: tuple[TypeSummary, ...] = ()
        self._measure = Measure.SALES
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_types(self, types: Sequence[TypeSummary], measure: Measure) -> None:
        """Show these, in the order given."""
        self._types, self._measure = tuple(types), measure
        words = [
            tr(
                "{type}: {accounts} accounts, {share} of sales",
                type=self._label(row),
                accounts=row.accounts,
                share=formats().percent(row.sales_share),
            )
            for row in self._types
        ]
        self.setAccessibleName(f"{tr('Relationship type')}. " + "; ".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = len(self._types)
        return QSize(theme().px(240), theme().px(30 + _ROW * rows + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.sizeHint().height())

    def _label(self, row: TypeSummary) -> str:
        return tr("Not set") if row.type is None else type_mark(row.type.value).label

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        width = float(self.width())
        self._draw_bar(painter, QRectF(0, 0, width, look.px(8)))
        with_sales = any(row.sales_share is not None for row in self._types)
        head = look.font("caption", "medium")
        measure = tr(SHORT_WORDS[self._measure])
        last = max(look.px(58), text_width(measure, head) + look.px(8))
        right = [width - last - look.px(84), width - last - look.px(48), width - last, width]
        top = float(look.px(12))
        line = look.px(16)
        show_amount = self._measure is not Measure.SALES
        heads: list[tuple[str, float]] = [(tr("Accounts"), right[1])]
        if with_sales:
            heads.append((tr("Sales"), right[2]))
        if show_amount:
            heads.append((measure, right[3]))
        for words, edge in heads:
            draw_text(painter, QRectF(edge - 90, top, 90, line), words, head, "text_3", RIGHT)
        top += look.px(18)
        body = look.font("caption")
        strong = look.font("caption", "semibold")
        for row in self._types:
            height = float(look.px(_ROW))
            if row.type is not None:
                mark = type_mark(row.type.value)
                mark.draw(painter, QRectF(0, top, look.px(10), height))
            name = QRectF(look.px(17), top, right[0] - look.px(44), height)
            tone = "text" if row.type is not None else "text_3"
            draw_text(painter, name, self._label(row), body, tone, LEFT)
            cells: list[tuple[str, float, str, bool]] = [
                (formats().integer(row.accounts), right[0], "text", False),
                (formats().percent(row.account_share), right[1], "text_2", False),
            ]
            if with_sales:
                cells.append((formats().percent(row.sales_share), right[2], "text_2", False))
            if show_amount:
                loss = row.amount is not None and row.amount < 0
                shown = formats().money_short(row.amount)
                cells.append((shown, right[3], "against_us" if loss else "text", True))
            for text, edge, color, bold in cells:
                box = QRectF(edge - look.px(60), top, look.px(60), height)
                draw_text(painter, box, text, strong if bold else body, color, RIGHT)
            top += height

    def _draw_bar(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        x = box.left()
        filled = [row for row in self._types if row.accounts]
        for number, row in enumerate(filled):
            gap = 0 if number == len(filled) - 1 else look.px(1)
            part = box.width() * row.account_share
            role = "sunken" if row.type is None else type_step(row.type.value).color
            painter.fillRect(
                QRectF(x, box.top(), max(1.0, part - gap), box.height()), look.color(role)
            )
            x += part
