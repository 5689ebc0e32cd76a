"""The ladder: each converting step with where it is, how far it goes and what it brings; then what
a customer who still does not pay is let choose from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import Decision, MeasureKind
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.advice import Advice, LadderStep
from b2bdesk.services.decisions.settings import MeasureSetting, native
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.profit.what_if.words import value_text
from b2bdesk.ui.tables.cells import Cell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


class LadderPanel(Panel):
    """Two tables. ``tried`` carries the settings to put the sliders to, ``rules_asked`` nothing."""

    tried = Signal(object)
    rules_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("The ladder"), flush=True, rule=True, parent=parent)
        self._advice: Advice | None = None
        self.try_button = Button(tr("Try in what if"), on_click=self._on_try)
        self.add_action(Button(tr("Rules"), "flat", on_click=self.rules_asked.emit))
        self.add_action(self.try_button)
        look = theme()
        pad = look.space(3)
        self.steps: DataTable[LadderStep] = DataTable(
            IdTableModel(_columns(tr("Feasible"))), name=tr("Steps of converting")
        )
        self.offers: DataTable[LadderStep] = DataTable(
            IdTableModel(_columns(tr("Offer"))), name=tr("Offers to choose from")
        )
        self._said = Text("", "table", "text_2", wrap=True)
        self._said.setContentsMargins(pad, look.space(2), pad, look.space(2))
        self.add(self._said)
        self.add(self.steps)
        self._offer_part = QWidget()
        column = QVBoxLayout(self._offer_part)
        column.setContentsMargins(0, look.space(2), 0, 0)
        head = Text(tr("Letting go: the customer chooses"), "section")
        head.setContentsMargins(pad, 0, pad, 0)
        column.addWidget(head)
        told = Text(
            tr("After converting, each of these alone; who takes none of them goes."),
            "table",
            "text_2",
            wrap=True,
        )
        told.setContentsMargins(pad, 0, pad, look.px(4))
        column.addWidget(told)
        column.addWidget(self.offers)
        self.add(self._offer_part)
        self.steps.opened.connect(self._on_opened)
        self.offers.opened.connect(self._on_offer)

    def show_advice(self, advice: Advice) -> None:
        """Show an account's ladder; the offers only where the rule lets the account go."""
        self._advice = advice
        self._said.setText(_summary(advice))
        _fill(self.steps, advice.steps, summed=True)
        self.steps.set_totals(_totals(advice))
        _fill(self.offers, advice.offers, summed=False)
        self._offer_part.setVisible(advice.by_rule is Decision.LET_GO)
        self.try_button.setEnabled(bool(self._feasible()))

    def _feasible(self) -> tuple[MeasureSetting, ...]:
        steps = () if self._advice is None else self._advice.steps
        return tuple(step.feasible for step in steps if step.feasible is not None)

    def _on_try(self) -> None:
        self.tried.emit(self._feasible())

    def _on_opened(self, number: int) -> None:
        step = self.steps.model.row(number)
        if step is not None and step.feasible is not None:
            self.tried.emit((step.feasible,))

    def _on_offer(self, number: int) -> None:
        step = self.offers.model.row(number)
        if step is None or step.feasible is None:
            return
        kept = tuple(each for each in self._feasible() if each.kind is not step.kind)
        self.tried.emit((*kept, step.feasible))


def _fill(table: DataTable[LadderStep], steps: tuple[LadderStep, ...], *, summed: bool) -> None:
    table.model.set_rows(dict(enumerate(steps, 1)))
    look = theme()
    head = table.view.horizontalHeader().sizeHint().height()
    rows = len(steps) + (1 if summed else 0)
    table.setFixedHeight(head + rows * look.size("table_row") + look.px(12))
    table.fit()


def _columns(reach: str) -> list[Column[LadderStep]]:
    return [
        Column("step", tr("Step"), lambda s: tr(WORDS[s.kind]), Cell("medium"), 150, stretch=True),
        Column("now", tr("Now"), lambda s: _now(s.now), Cell(right=True, tone="text_2"), 72),
        Column("feasible", reach, _reach, Cell(right=True), 92),
        Column("gain", tr("Effect a year"), _gain, Cell("semibold", right=True), 92),
        Column("profit", tr("Net profit then"), _profit, Cell(right=True), 104),
    ]


def _now(setting: MeasureSetting) -> str:
    value = native(setting, formats().currency)
    if not value and setting.kind is not MeasureKind.VISITS:
        return tr("none")
    return value_text(setting.kind, value)


def _reach(step: LadderStep) -> str:
    if step.feasible is None:
        return tr("not possible")
    return value_text(step.kind, native(step.feasible, formats().currency))


def _gain(step: LadderStep) -> str:
    if step.feasible is None:
        return MISSING
    return formats().signed_money(round(step.gain))


def _profit(step: LadderStep) -> str | None:
    known = step.profit == step.profit
    return formats().money(round(step.profit)) if known else None


def _totals(advice: Advice) -> dict[str, str]:
    f = formats()
    gain = advice.cheaper_gain + advice.dearer_gain
    converted = advice.converted
    return {
        "step": tr("All steps"),
        "gain": f.signed_money(round(gain)) if gain == gain else MISSING,  # noqa: PLR0124
        "profit": f.money(None if converted is None else round(converted)),
    }


def _summary(advice: Advice) -> str:
    f = formats()
    if advice.profit is None or advice.converted is None:
        return tr("Each step adds to those before it.")
    profit = f.money(round(advice.profit))
    converted = f.money(round(advice.converted))
    words = tr("From a net profit of {profit} to {converted} with every feasible step.",
               profit=profit, converted=converted)  # fmt: skip
    if advice.needed_price <= 0:
        return words
    needed = tr("After cheaper service a price {needed} higher brings it to zero.",
                needed=f.percent(advice.needed_price, 1))  # fmt: skip
    return f"{words} {needed}"
