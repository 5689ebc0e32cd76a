"""Keep, convert or let go: what is recommended and why, what was decided, and deciding."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.decisions import DecisionRow
from b2bdesk.services.decisions.advice import Advice, account_advice
from b2bdesk.services.decisions.decide import remove_decision
from b2bdesk.services.decisions.what_if import what_if
from b2bdesk.services.profit import AccountProfit
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.decision.decision_dialog import DecisionDialog
from b2bdesk.ui.pages.account.profit.decision.option_row import OptionRow
from b2bdesk.ui.pages.account.profit.decision.words import (
    BUTTON_WORDS,
    DECISIONS,
    Option,
    decided_words,
    inputs,
    missing_words,
    option_words,
    recommended_option,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.marks import decision_mark
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.text import ElidedText, LabelValueRows, Text, h_rule

_SHOWN = 3


class DecisionPanel(Panel):
    """Four ways to go, the figures behind them on demand, and earlier decisions."""

    ladder_asked = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keep, convert or let go"), flush=True, rule=True, parent=parent)
        self.ctx = ctx
        self._account: int | None = None
        self._name = ""
        self._advice: Advice | None = None
        self._all = False
        self.decide_button = Button("", "primary", on_click=self.decide)
        self.add_action(self.decide_button)
        self._group = QButtonGroup(self)
        self.options: dict[Option, OptionRow] = {}
        self._build()
        self._show_nothing(tr("Working out what is recommended"))

    def _build(self) -> None:
        look = theme()
        pad = look.space(3)
        self._state = Text("", "table", "text_2", wrap=True)
        self._state.setContentsMargins(pad, look.px(6), pad, look.px(6))
        self.add(self._state)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, option in enumerate(Option, 1):
            row = OptionRow(number)
            row.toggled.connect(self._on_chosen)
            self._group.addButton(row)
            self.options[option] = row
            column.addWidget(row)
            column.addWidget(h_rule())
        links = QHBoxLayout()
        links.setContentsMargins(pad, look.px(2), pad, look.px(2))
        links.setSpacing(look.space(4))
        self.figures_button = Button("", "link", compact=True, on_click=self._toggle_figures)
        links.addWidget(self.figures_button)
        links.addWidget(
            Button(tr("Open the ladder"), "link", compact=True, on_click=self.ladder_asked.emit)
        )
        links.addStretch(1)
        column.addLayout(links)
        self._figures = LabelValueRows(label_width=168)
        self._figures.setContentsMargins(pad, 0, pad, look.space(2))
        column.addWidget(self._figures)
        self._show_figures(False)
        column.addWidget(h_rule())
        head = Text(tr("Earlier decisions"), "section")
        head.setContentsMargins(pad, look.px(8), pad, look.px(2))
        column.addWidget(head)
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(pad, 0, look.space(2), look.space(1))
        self._grid.setHorizontalSpacing(look.space(3))
        self._grid.setVerticalSpacing(look.px(2))
        self._grid.setColumnStretch(2, 1)
        column.addWidget(rows)
        self._more = Button("", "link", compact=True, on_click=self._toggle_all)
        more = QHBoxLayout()
        more.setContentsMargins(pad, 0, pad, look.px(4))
        more.addWidget(self._more)
        more.addStretch(1)
        column.addLayout(more)
        self.add(self._content)
        self.body.addStretch(1)

    # --- reading ---------------------------------------------------------------------------

    def show_profit(self, profit: AccountProfit) -> None:
        """Show another account, or the same one anew."""
        account, as_of = profit.account, self.ctx.as_of
        if account != self._account:
            self._account, self._advice, self._all = account, None, False
            self._show_figures(False)
            self._show_nothing(tr("Working out what is recommended"))

        def read(session: Session) -> tuple[str, Advice | None]:
            found = what_if(session, account, as_of)
            if found is None:
                return "", None
            return found.name, account_advice(session, found)

        self.ctx.read(
            "decision", self, read, lambda got: self._on_read(account, *got), self._on_failed
        )

    def _on_failed(self, error: B2BDeskError) -> None:
        self._show_nothing(str(error))

    def _show_nothing(self, words: str) -> None:
        self._state.setText(words)
        self._state.set_tone("text_2")
        self._content.hide()
        self.decide_button.hide()

    def _on_read(self, account: int, name: str, advice: Advice | None) -> None:
        if account != self._account:
            return
        if advice is None:
            self._show_nothing(
                tr("No sales, exchanges or costs in the last twelve months to decide from.")
            )
            return
        before = self._chosen() if self._advice is not None else None
        self._name, self._advice = name, advice
        self._content.show()
        self.decide_button.show()
        said = " ".join(part for part in (missing_words(advice), decided_words(advice)) if part)
        self._state.setText(said)
        self._state.set_tone("attention_text" if advice.differs else "text_2")
        wanted = recommended_option(advice)
        for option, row in self.options.items():
            row.show_words(option_words(advice, option), recommended=option is wanted)
        self.options[before or wanted or Option.KEEP].setChecked(True)
        self._on_chosen()
        self._fill_figures(advice)
        self._fill_earlier(advice)

    def _chosen(self) -> Option:
        return next(option for option, row in self.options.items() if row.isChecked())

    def _on_chosen(self) -> None:
        if any(row.isChecked() for row in self.options.values()):
            self.decide_button.setText(tr(BUTTON_WORDS[DECISIONS[self._chosen()]]))

    def _toggle_figures(self) -> None:
        self._show_figures(self._figures.isHidden())

    def _show_figures(self, on: bool) -> None:
        self._figures.setVisible(on)
        self.figures_button.setText(tr("Hide the figures") if on else tr("Show the figures"))

    def _fill_figures(self, advice: Advice) -> None:
        self._figures.clear()
        for label, value in inputs(advice):
            self._figures.add_row(label, value)

    # --- earlier ---------------------------------------------------------------------------

    def _toggle_all(self) -> None:
        self._all = not self._all
        if self._advice is not None:
            self._fill_earlier(self._advice)

    def _fill_earlier(self, advice: Advice) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not advice.earlier:
            self._grid.addWidget(Text(tr("None yet."), "table", "text_3"), 0, 0, 1, 3)
        shown = advice.earlier if self._all else advice.earlier[:_SHOWN]
        for number, row in enumerate(shown):
            self._add_earlier(number, row)
        rest = len(advice.earlier) - _SHOWN
        self._more.setVisible(rest > 0)
        words = trn("Show {n} more", "Show {n} more", max(1, rest))
        self._more.setText(tr("Show fewer") if self._all else words)

    def _add_earlier(self, number: int, row: DecisionRow) -> None:
        day = formats().date_full(row.on)
        self._grid.addWidget(Text(day, "table", "text_3"), number, 0)
        self._grid.addWidget(Pill(decision_mark(row.decision.value), plain=True), number, 1)
        parts = [row.author or "", tr("strategic") if row.strategic else "", row.reason or ""]
        words = ": ".join(part for part in parts if part)
        self._grid.addWidget(ElidedText(words, "table", "text_2"), number, 2)
        word = lowered(tr(WORDS[row.decision]))
        take_back = IconButton(
            "ph.x",
            tr("Take back the decision to {decision} of {day}", decision=word, day=day),
            on_click=lambda: self._take_back(row, day),
        )
        self._grid.addWidget(take_back, number, 3)

    def _take_back(self, row: DecisionRow, day: str) -> None:
        word = lowered(tr(WORDS[row.decision]))
        self.ctx.write(
            tr("Take back the decision to {decision} of {day}", decision=word, day=day),
            self,
            lambda session: remove_decision(session, row.id),
            toast=tr("Decision taken back"),
        )

    # --- deciding --------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """There is an account on show that can be decided about."""
        return self._advice is not None

    def decide(self) -> None:
        """Decide as chosen, with a reason."""
        advice, account = self._advice, self._account
        if advice is None or account is None:
            return
        option = self._chosen()
        why = option_words(advice, option).reason
        DecisionDialog(
            self.ctx, (account,), self._name, DECISIONS[option], why, self.window()
        ).open()
