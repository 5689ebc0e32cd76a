"""Portfolio > Policy: try rules on all accounts, and see what the portfolio would come to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.scenarios import ScenarioRow, list_scenarios
from b2bdesk.services.decisions.policy import PolicyBase, PolicyChange, PolicyResult, policy_base
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.policy_export import write_policy
from b2bdesk.services.scenarios import remove_scenario, settings_of_scenario
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, write_in_background
from b2bdesk.ui.pages.account.profit.what_if.scenario_dialog import save_scenario_as
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.policy.columns import columns
from b2bdesk.ui.pages.policy.rules_panel import RulesPanel
from b2bdesk.ui.pages.policy.words import figures, rule_text
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.figure_strip import FigureStrip
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.table_head import TableHead

_SIDE = 332
_BESIDE = 900
_ROWS_AFTER_MS = 150  # the table follows once the slider rests


class PolicyPage(Page):
    """Rules at the left; curve, figures and the accounts they change at the right."""

    key = "policy"
    watched = (
        "account",
        "cost_pool",
        "cost_pool_period",
        "cost_rate",
        "pool_volume",
        "exchange",
        "import_batch",
        "relationship_record",
        "scenario",
        "scenario_measure",
        "file_setting",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.found: PolicyBase | None = None
        self.result: PolicyResult | None = None
        self.beside: PolicyResult | None = None
        self._beside_by: tuple[PolicyBase, tuple[MeasureSetting, ...], bool] | None = None
        self._beside: ScenarioRow | None = None  # None is the portfolio as it is
        self._scenarios: tuple[ScenarioRow, ...] = ()
        self._computing = False
        self._again = False
        self._rows_timer = QTimer(self)
        self._rows_timer.setSingleShot(True)
        self._rows_timer.setInterval(_ROWS_AFTER_MS)
        self._rows_timer.timeout.connect(self._on_rested)
        self.set_content(self._build())

    # --- building --------------------------------------------------------------------------

    def _build(self) -> QWidget:
        from b2bdesk.ui.charts.chart_panel import ChartPanel
        from b2bdesk.ui.charts.policy_curve import PolicyCurve

        look = theme()
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(gap)
        self.strip = FigureStrip([""] * 5)
        column.addWidget(self.strip)
        self.curve = PolicyCurve()
        self.curve_panel = ChartPanel(tr("Whale curve"), self.curve)
        self._beside_menu = QMenu(self)
        self._beside_menu.aboutToShow.connect(self._fill_beside)
        self.beside_button = Button(tr("Compare"), "flat", menu=self._beside_menu)
        self.curve_panel.add_action(self.beside_button)
        right = QVBoxLayout()
        right.setSpacing(gap)
        right.addWidget(self.curve_panel, 4)
        right.addWidget(self._make_table(), 5)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(gap)
        self.panel = RulesPanel()
        self.panel.changed.connect(self._on_moved)
        self.panel.save_asked.connect(self.save)
        self.panel.removed.connect(self._remove)
        self._columns.addWidget(self.panel)
        self._columns.addLayout(right, 1)
        column.addLayout(self._columns, 1)
        return body

    def _make_table(self) -> QWidget:
        panel = Panel(flush=True)
        self.table: DataTable[PolicyChange] = DataTable(
            IdTableModel(columns()), name=tr("Accounts that the policy changes")
        )
        self.table.opened.connect(lambda account: self.ctx.go(Target("account", account, "profit")))
        self.head = TableHead(self.table, tr("Filter accounts"))
        self.head.filtered.connect(self._show_rows)
        self.export_button = Button(
            tr("Export"), "flat", icon_name="ph.download-simple", on_click=self.export
        )
        self.head.add_tool(self.export_button)
        panel.add(self.head)
        panel.add(self.table, 1)
        self.table.sort_by("gain", descending=True)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look, way = theme(), QBoxLayout.Direction
        beside = self.width() >= look.px(_BESIDE)
        self._columns.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.panel.setFixedWidth(look.px(_SIDE) if beside else self.width() - 2 * look.space(4))

    # --- what the shell asks ---------------------------------------------------------------

    def title(self) -> str:
        return tr("Policy")

    def focus_target(self) -> QWidget:
        return self.panel.first

    def shortcuts(self) -> list[tuple[str, str]]:
        return [(tr("← →"), tr("change a rule")), (tr("Enter"), tr("open account"))]

    def page_actions(self) -> list[Action]:
        group = tr("Policy")

        def some() -> bool:
            return bool(self.panel.settings)

        return [
            Action(
                "policy.save", tr("Save the policy as a scenario"), self.save, group=group,
                enabled=some,
            ),
            Action(
                "policy.reset", tr("Take all rules back"), self.panel.reset, group=group,
                enabled=some,
            ),
            Action(
                "policy.export", tr("Export the policy to Excel"), self.export, "Ctrl+E",
                "ph.download-simple", group, enabled=some,
            ),
        ]  # fmt: skip

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        as_of = self.ctx.as_of
        if self.found is None:
            self.states.show_loading(tr("Working out the last twelve months"))
        self.ctx.read(
            "policy",
            self,
            lambda session: (policy_base(session, as_of), tuple(list_scenarios(session, None))),
            lambda found: self._on_found(*found),
            self.states.show_problem,
        )

    def _on_found(self, found: PolicyBase, scenarios: tuple[ScenarioRow, ...]) -> None:
        kept = self.panel.settings if self.found is not None else ()
        self.found, self._scenarios = found, scenarios
        self.panel.set_scenarios(scenarios)
        self.beside_button.setVisible(bool(scenarios))
        held = None if self._beside is None else self._beside.id
        self._beside = next((row for row in scenarios if row.id == held), None)
        if not found.shown.size:
            self.states.show_empty(
                tr("No sales in the last twelve months"),
                tr("A policy is tried on what accounts bought and cost in that time."),
                primary=EmptyAction(tr("Import data"), lambda: self.ctx.go(Target("data"))),
            )
            return
        self.states.show_ready()
        self.panel.set_subtitle(tr("next 12 months, {currency}", currency=found.currency))
        self.panel.show_base(found, kept)

    # --- what is set -----------------------------------------------------------------------

    def _on_moved(self) -> None:
        """Compute beside the window; while one is under way only the newest waits."""
        found = self.found
        if found is None:
            return
        if self._computing:
            self._again = True
            return
        self._computing, self._again = True, False
        settings, freed = self.panel.settings, self.panel.counts_freed
        beside = () if self._beside is None else settings_of_scenario(self._beside)
        # What does not move is worked out once, not with every step of a slider.
        by, kept = self._beside_by, self.beside
        if by is None or by[0] is not found or by[1:] != (beside, freed):
            kept = None
        self.export_button.setEnabled(bool(settings))
        self.ctx.tasks.read(
            "policy-result",
            self,
            lambda _: (
                kept or found.compute(beside, count_freed=freed),
                found.compute(settings, count_freed=freed),
            ),
            lambda both: self._on_computed((found, beside, freed), *both),
        )

    def _on_computed(
        self,
        by: tuple[PolicyBase, tuple[MeasureSetting, ...], bool],
        beside: PolicyResult,
        result: PolicyResult,
    ) -> None:
        self._computing = False
        self._beside_by, self.beside, self.result = by, beside, result
        name = tr("as it is") if self._beside is None else self._beside.name
        self._show_basis(name)
        self.curve.set_data(beside.curve, result.curve, name)
        words = tr("now") if self._beside is None else self._beside.name
        self.strip.show_figures(figures(beside, result, self.ctx.currency, words))
        self.panel.show_freed(result.freed)
        self._rows_timer.start()
        if self._again:
            self._on_moved()

    def _show_basis(self, name: str) -> None:
        if self.found is not None:
            self.curve_panel.set_subtitle(
                tr(
                    "{currency}, measured on {months}; solid with the rules, dashed {name}",
                    currency=self.found.currency,
                    months=period_words(self.found.months),
                    name=name,
                )
            )

    def _on_rested(self) -> None:
        """The accounts, and what each rule brings alone, once nothing moves any more."""
        self._show_rows()
        found, settings, freed = self.found, self.panel.settings, self.panel.counts_freed
        if found is None:
            return
        self.ctx.tasks.read(
            "policy-alone",
            self,
            lambda _: {each.kind: found.compute((each,), count_freed=freed) for each in settings},
            self.panel.show_alone,
        )

    def _show_rows(self) -> None:
        found, beside, result = self.found, self.beside, self.result
        if found is None or beside is None or result is None:
            return
        rows = found.changes(beside, result)
        needle = self.head.needle
        shown = [
            (row.account, row) for row in rows if all(w in row.name.casefold() for w in needle)
        ]
        self.table.model.set_rows(shown)
        self.head.count.setText(trn("{n} account", "{n} accounts", len(shown)))
        self.head.caption.setText(
            tr("changed by the rules") if rows else tr("Move a rule to see whom it changes.")
        )
        self.table.fit()

    # --- by hand -----------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the rules under a name."""
        if self.panel.settings:
            save_scenario_as(self.ctx, self.window(), None, self.panel.settings)

    def _fill_beside(self) -> None:
        self._beside_menu.clear()
        choices = [(tr("As it is"), None), *((row.name, row) for row in self._scenarios)]
        for words, row in choices:
            action = self._beside_menu.addAction(words, partial(self.lay_beside, row))
            action.setCheckable(True)
            action.setChecked(row is self._beside)

    def lay_beside(self, row: ScenarioRow | None) -> None:
        """Compare with a kept scenario, or with the portfolio as it is."""
        self._beside = row
        self._on_moved()

    def _remove(self, row: ScenarioRow) -> None:
        words = tr("Remove scenario “{name}”", name=row.name)
        self.ctx.write(
            words,
            self,
            lambda session: remove_scenario(session, row.id),
            toast=tr("Scenario removed: {name}", name=row.name),
        )

    def export(self) -> None:
        """Write rules, figures and every account that changes as a workbook."""
        found, settings = self.found, self.panel.settings
        if found is None or not settings:
            return
        path = ask_workbook(self, tr("Export the policy"), tr("Policy"))
        if path is None:
            return
        freed = self.panel.counts_freed
        scenarios = [
            (tr("On the screen"), settings),
            *((row.name, settings_of_scenario(row)) for row in self._scenarios),
        ]
        write_in_background(
            self.ctx,
            self,
            path,
            tr("Exporting the policy"),
            lambda _: write_policy(path, found, scenarios, rule_text, count_freed=freed),
        )
