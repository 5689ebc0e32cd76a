"""What if: sliders over the next twelve months of an account, and what they come to at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.queries.scenarios import ScenarioRow, list_scenarios
from b2bdesk.services.decisions.settings import MeasureSetting, native
from b2bdesk.services.decisions.what_if import WhatIf, WhatIfResult, what_if
from b2bdesk.services.profit import AccountProfit
from b2bdesk.services.scenarios import settings_of_scenario
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.account.profit.what_if.alone_bars import AloneBars
from b2bdesk.ui.pages.account.profit.what_if.lever_row import LeverRow
from b2bdesk.ui.pages.account.profit.what_if.result_grid import ResultGrid, result_lines
from b2bdesk.ui.pages.account.profit.what_if.scenario_dialog import save_scenario_as
from b2bdesk.ui.pages.account.profit.what_if.verdict import freed_words, risk_words, verdict
from b2bdesk.ui.pages.account.profit.what_if.words import (
    FIRST,
    MORE,
    lever_spec,
    small_orders_text,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.text import Text, h_rule, rich_text, v_rule


class WhatIfPanel(Panel):
    """Levers, results and buttons. ``compare_asked`` and ``plan_asked`` lead on."""

    compare_asked = Signal()
    plan_asked = Signal(object)  # the settings a plan is to be made from

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("What if"), flush=True, rule=True, parent=parent)
        self.ctx = ctx
        self._found: WhatIf | None = None
        self._account: int | None = None
        self._waiting: tuple[MeasureSetting, ...] | None = None
        self._scenarios: tuple[ScenarioRow, ...] = ()
        self.result: WhatIfResult | None = None
        self.reset_button = Button(tr("Reset"), "flat", on_click=self.reset)
        self.reset_button.setToolTip(tr("Back to today ({keys})", keys="R"))
        self.add_action(self.reset_button)
        self.rows = {kind: LeverRow(kind) for kind in (*FIRST, *MORE)}
        self._none = Text(tr("Working out the last twelve months"), "table", "text_2", wrap=True)
        self._build()
        self._show_content(False)

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        look = theme()
        pad = look.space(3)
        self._none.setContentsMargins(pad, pad, pad, pad)
        self.add(self._none)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(0)
        for kind, row in self.rows.items():
            row.changed.connect(self._on_changed)
            (column if kind in FIRST else more).addWidget(row)
        column.addWidget(self._more)
        self.more_button = Button("", "link", compact=True, on_click=self._toggle_more)
        line = QHBoxLayout()
        line.setContentsMargins(pad, look.px(2), pad, look.px(2))
        line.addWidget(self.more_button)
        line.addStretch(1)
        column.addLayout(line)
        self.grid = ResultGrid()
        column.addWidget(self.grid)
        below = QVBoxLayout()
        below.setContentsMargins(pad, pad, pad, pad)
        below.setSpacing(look.space(2))
        quote = QHBoxLayout()
        quote.setSpacing(pad)
        bar = v_rule()
        bar.setFixedWidth(look.px(2))
        quote.addWidget(bar)
        self._verdict = rich_text("", "text", "table")
        quote.addWidget(self._verdict, 1)
        below.addLayout(quote)
        self._freed = Text("", "caption", "text_2", wrap=True)
        below.addWidget(self._freed)
        self.count_freed = QCheckBox(tr("Count freed capacity as saved"))
        self.count_freed.setChecked(True)
        self.count_freed.toggled.connect(self._on_changed)
        below.addWidget(self.count_freed)
        below.addLayout(self._buttons())
        self._risk = Text("", "caption", "text_3", wrap=True)
        below.addWidget(self._risk)
        column.addLayout(below)
        self.alone = AloneBars()
        self._alone_panel = ChartPanel(tr("Each change alone"), self.alone, edge=False)
        self._alone_rule = h_rule()
        column.addWidget(self._alone_rule)
        column.addWidget(self._alone_panel)
        column.addStretch(1)
        self.add(self._content, 1)
        self._show_more(False)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().space(2))
        self.save_button = Button(tr("Save scenario"), on_click=self.save)
        self.plan_button = Button(tr("Add to plan"), on_click=self.add_to_plan)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.load_button = Button(tr("Load"), menu=self._menu)
        for button in (self.save_button, self.plan_button, self.load_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _toggle_more(self) -> None:
        self._show_more(self._more.isHidden())

    def _show_more(self, on: bool) -> None:
        self._more.setVisible(on)
        self.more_button.setText(tr("Fewer measures") if on else tr("More measures"))
        names = tr("Calls, deliveries, fees")
        self.more_button.setAccessibleDescription(names)

    def _show_content(self, on: bool) -> None:
        self._content.setVisible(on)
        self._none.setVisible(not on)
        self.reset_button.setVisible(on)

    # --- reading ---------------------------------------------------------------------------

    def show_profit(self, profit: AccountProfit) -> None:
        """Show another account, or the same one anew with what is tried out on it."""
        account, as_of = profit.account, self.ctx.as_of
        if account != self._account:
            self._account = account
            self._found = None
            self._show_content(False)
            self._none.setText(tr("Working out the last twelve months"))
        self.ctx.read(
            "what-if",
            self,
            lambda session: (
                what_if(session, account, as_of),
                tuple(list_scenarios(session, account)),
            ),
            lambda found: self._on_found(account, *found),
            self._on_failed,
        )

    def _on_failed(self, error: B2BDeskError) -> None:
        self._show_content(False)
        self._none.setText(str(error))

    def _on_found(
        self, account: int, found: WhatIf | None, scenarios: tuple[ScenarioRow, ...]
    ) -> None:
        if account != self._account:
            return
        self._scenarios = scenarios
        self.load_button.setEnabled(bool(scenarios))
        if found is None:
            self._show_content(False)
            self._none.setText(
                tr("No sales, exchanges or costs in the last twelve months to start from.")
            )
            return
        kept = self.settings if self._found is not None else ()
        if self._found is None:
            self._show_more(False)
        self._found = found
        self.set_subtitle(tr("next 12 months, {currency}", currency=found.currency))
        basis = tr("Measured on {months}", months=period_words(found.months))
        self.setToolTip(basis)
        for kind, row in self.rows.items():
            row.set_spec(lever_spec(found, kind), self._first_threshold(found))
        self._show_content(True)
        self._risk.setText(f"{basis}. {risk_words(found)}")
        wanted = kept if self._waiting is None else self._waiting
        self._waiting = None
        self.set_settings(wanted)

    def _first_threshold(self, found: WhatIf) -> int:
        """A fee for small orders begins with those under the middle one."""
        return int(found.base.orders.middle()[0])

    # --- what is set -----------------------------------------------------------------------

    @property
    def found(self) -> WhatIf | None:
        """What the measures are computed from, None until it was read."""
        return self._found

    @property
    def settings(self) -> tuple[MeasureSetting, ...]:
        """The measures as they are set, in the order of the ladder."""
        found = {kind: row.setting for kind, row in self.rows.items()}
        return tuple(each for kind in MeasureKind if (each := found[kind]) is not None)

    def try_settings(self, settings: Sequence[MeasureSetting]) -> None:
        """Put every lever where a scenario has it, now or once the account has been read."""
        self._waiting = tuple(settings)
        if self._found is not None:
            self._waiting = None
            self.set_settings(settings)

    def set_settings(self, settings: Sequence[MeasureSetting]) -> None:
        """Put every lever where a scenario has it, the others back to today."""
        if self._found is None:
            return
        by_kind = {each.kind: each for each in settings}
        for kind, row in self.rows.items():
            each = by_kind.get(kind)
            if each is None:
                row.set_value(lever_spec(self._found, kind).now)
            else:
                row.set_value(native(each, self._found.currency), each.below)
        if any(kind in by_kind for kind in MORE):
            self._show_more(True)
        self._on_changed()

    def reset(self) -> None:
        """Everything as it is today."""
        self.set_settings(())

    def _on_changed(self) -> None:
        found = self._found
        if found is None:
            return
        settings = self.settings
        result = found.compute(settings, count_freed=self.count_freed.isChecked())
        self.result = result
        by_kind = {each.setting.kind: each for each in result.alone}
        for kind, row in self.rows.items():
            row.show_effect(by_kind.get(kind), self._orders_words(found, row.setting))
        self.grid.show_lines(result_lines(found, result))
        self._verdict.setText(verdict(result))
        words = freed_words(result)
        self._freed.setText(words)
        self._freed.setVisible(bool(words))
        self.count_freed.setVisible(bool(words) or not self.count_freed.isChecked())
        for button in (self.save_button, self.plan_button):
            button.setEnabled(bool(settings))
        self.reset_button.setEnabled(bool(settings))
        self._show_alone(result)

    def _orders_words(self, found: WhatIf, setting: MeasureSetting | None) -> str:
        if setting is None or setting.below is None:
            return ""
        return small_orders_text(found, setting.below)

    def _show_alone(self, result: WhatIfResult) -> None:
        self.alone.show_result(result)
        words = tr("profit × still active") if self.alone.scored else tr("profit")
        self._alone_panel.set_subtitle(words)
        self._alone_panel.refresh()
        for widget in (self._alone_panel, self._alone_rule):
            widget.setVisible(bool(result.alone))

    # --- by hand ---------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what is set under a name."""
        if self._found is not None and self.settings:
            save_scenario_as(self.ctx, self.window(), self._found.account, self.settings)

    def add_to_plan(self) -> None:
        """Make steps of what is set."""
        if self._found is not None and self.settings:
            self.plan_asked.emit(self.settings)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for row in self._scenarios:
            settings = settings_of_scenario(row)
            self._menu.addAction(row.name, partial(self.set_settings, settings))
        self._menu.addSeparator()
        self._menu.addAction(tr("Compare side by side"), self.compare_asked.emit)
