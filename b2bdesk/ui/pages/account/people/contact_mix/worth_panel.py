"""What a list of the contacts to acquire may cost, and whether it is worth its price."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from b2bdesk.analytics.contact_mix_goals import ListFigures, ListWorth
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.money import exponent, from_minor, to_minor
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import FieldRow, NumberField
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


class WorthPanel(Panel):
    """Three figures of the user's; the break-even cost of a contact follows from two of them."""

    figure_set = Signal(str, object)  # "cost_minor", "margin_minor" or "chance"; int or None

    def __init__(self, *, narrow: bool = False) -> None:
        super().__init__(tr("What a list may cost"))
        look = theme()
        row = QVBoxLayout() if narrow else QHBoxLayout()
        row.setSpacing(look.space(2 if narrow else 4))
        self.fields: dict[str, NumberField] = {}
        self.rows: dict[str, FieldRow] = {}
        for key, hint in (
            ("cost_minor", tr("what whoever sells or finds it asks")),
            ("margin_minor", tr("of what one contact may open")),
            ("chance", tr("that one contact opens it")),
        ):
            field = NumberField(2)
            field.setFixedWidth(look.px(230))
            field.edited.connect(lambda value, k=key: self._on_edited(k, value))
            self.fields[key] = field
            self.rows[key] = FieldRow("", field, hint=hint)
            row.addWidget(self.rows[key], 0, Qt.AlignmentFlag.AlignTop)
        if not narrow:
            row.addStretch(1)
        self.add(row)
        self.verdict = Text("", "body", weight="semibold", wrap=True)
        self.detail = Text("", "table", "text_2", wrap=True)
        self.add(self.verdict)
        self.add(self.detail)
        self._worth: ListWorth | None = None

    def show_worth(self, figures: ListFigures, worth: ListWorth) -> None:
        """Show the figures in force and what they come to."""
        self._worth = worth
        code = formats().currency
        labels = {
            "cost_minor": tr("Cost per contact, {currency}", currency=code),
            "margin_minor": tr("Margin it opens, {currency}", currency=code),
            "chance": tr("Chance, percent"),
        }
        values = {
            "cost_minor": _major(figures.cost_minor),
            "margin_minor": _major(figures.margin_minor),
            "chance": None if figures.chance is None else figures.chance / 100,
        }
        for key, field in self.fields.items():
            self.rows[key].set_label(labels[key])
            if not field.hasFocus() or field.is_valid:
                field.set_value(values[key])
            self.rows[key].set_error("")
        self.verdict.setText(_verdict(worth))
        self.verdict.setVisible(bool(self.verdict.text()))
        self.detail.setText(_detail(figures, worth))

    def _on_edited(self, key: str, value: Decimal | None) -> None:
        if value is not None and value < 0:
            self.rows[key].set_error(tr("Enter an amount of 0 or more."))
            return
        if key == "chance":
            if value is not None and value > 100:
                self.rows[key].set_error(tr("A chance goes from 0 to 100%."))
                return
            told = None if value is None else round(value * 100)
        else:
            told = None if value is None else to_minor(value, formats().currency)
        self.rows[key].set_error("")
        self.figure_set.emit(key, told)


def _major(minor: int | None) -> float | None:
    return None if minor is None else float(from_minor(minor, formats().currency))


def _money(minor: int | None) -> str:
    return f"{formats().money(minor, exponent(formats().currency))} {formats().currency}"


def _verdict(worth: ListWorth) -> str:
    if worth.worth is None:
        return ""
    if worth.worth:
        return tr(
            "Worth its price: a contact may cost up to {most}.", most=_money(worth.break_even_minor)
        )
    return tr(
        "Not worth its price: a contact would have to cost under {most}.",
        most=_money(worth.break_even_minor),
    )


def _detail(figures: ListFigures, worth: ListWorth) -> str:
    """The formulas with the figures in them, as far as they are known."""
    of = formats()
    parts = []
    if worth.break_even_minor is not None and figures.chance is not None:
        parts.append(
            tr(
                "Break-even cost of a contact = chance × margin = {chance} × {margin} = {most}.",
                chance=of.percent(figures.chance / 10_000, 2),
                margin=_money(figures.margin_minor),
                most=_money(worth.break_even_minor),
            )
        )
    else:
        parts.append(
            tr(
                "Break-even cost of a contact = chance × margin. Enter both to see whether a list"
                " is worth its price."
            )
        )
    n = of.integer(worth.contacts)
    if not worth.contacts:
        parts.append(tr("There are no contacts to acquire."))
    elif worth.net_minor is not None:
        parts.append(
            trn(
                "{n} contact costs {cost} and brings {expected} on average: {net}.",
                "{n} contacts cost {cost} and bring {expected} on average: {net}.",
                worth.contacts,
                n=n,
                cost=_money(worth.cost_minor),
                expected=_money(worth.expected_minor),
                net=f"{of.signed_money(worth.net_minor, exponent(of.currency))} {of.currency}",
            )
        )
    elif worth.cost_minor is not None:
        parts.append(
            trn(
                "{n} contact costs {cost}.",
                "{n} contacts cost {cost}.",
                worth.contacts,
                n=n,
                cost=_money(worth.cost_minor),
            )
        )
    return " ".join(parts)
