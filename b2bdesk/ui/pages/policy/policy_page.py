"""Portfolio > Policy: try rules on all accounts, and see what the portfolio would come to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.queries.scenarios import ScenarioRow, list_scenarios
from b2bdesk.services.decisions.policy import PolicyBase, PolicyResult, policy_base
from b2bdesk.services.decisions.settings import MeasureSetting, native
from b2bdesk.services.policy_export import write_policy
from b2bdesk.services.scenarios import remove_scenario, settings_of_scenario
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, write_in_background
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.what_if.scenario_dialog import save_scenario_as
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.policy.columns import PolicyRow, columns
from b2bdesk.ui.pages.policy.reaches import rule_spec, small_order
from b2bdesk.ui.pages.policy.rule_row import RuleRow
from b2bdesk.ui.pages.policy.words import figures, rows_of, rule_text
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.figure_strip import FigureStrip
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.table_head import TableHead
from b2bdesk.ui.widgets.text import Text

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
        self._scenarios: tuple[ScenarioRow, ...] = ()
        self._computing = False
        self._again = False
        self.rules = {kind: RuleRow(kind) for kind in MeasureKind}
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
        right = QVBoxLayout()
        right.setSpacing(gap)
        right.addWidget(self.curve_panel, 4)
        right.addWidget(self._make_table(), 5)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(gap)
        self._columns.addWidget(self._make_rules())
        self._columns.addLayout(right, 1)
        column.addLayout(self._columns, 1)
        return body

    def _make_rules(self) -> QWidget:
        look = theme()
        self.panel = Panel(tr("Rules"), flush=True, rule=True)
        self.reset_button = Button(tr("Reset"), "flat", on_click=self.reset)
        self.panel.add_action(self.reset_button)
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for rule in self.rules.values():
            rule.changed.connect(self._on_moved)
            rows.addWidget(rule)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.panel.add(scroll, 1)
        foot = QVBoxLayout()
        pad = look.space(3)
        foot.setContentsMargins(pad, look.space(2), pad, pad)
        foot.setSpacing(look.space(2))
        self.freed = Text("", "caption", "text_2", wrap=True)
        self.freed.hide()
        foot.addWidget(self.freed)
        self.count_freed = QCheckBox(tr("Count freed capacity as saved"))
        self.count_freed.setChecked(True)
        self.count_freed.toggled.connect(self._on_moved)
        foot.addWidget(self.count_freed)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space(2))
        self.save_button = Button(tr("Save scenario"), on_click=self.save)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.load_button = Button(tr("Load"), menu=self._menu)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.load_button)
        buttons.addStretch(1)
        foot.addLayout(buttons)
        self.panel.add(foot)
        self.panel.setFixedWidth(look.px(_SIDE))
        return self.panel

    def _make_table(self) -> QWidget:
        panel = Panel(flush=True)
        self.table: DataTable[PolicyRow] = DataTable(
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
        return self.rules[MeasureKind.CHANNEL].lever.slider

    def shortcuts(self) -> list[tuple[str, str]]:
        return [(tr("← →"), tr("change a rule")), (tr("Enter"), tr("open account"))]

    def page_actions(self) -> list[Action]:
        group = tr("Policy")

        def some() -> bool:
            return bool(self.settings)

        return [
            Action(
                "policy.save", tr("Save the policy as a scenario"), self.save, group=group,
                enabled=some,
            ),
            Action(
                "policy.reset", tr("Take all rules back"), self.reset, group=group, enabled=some,
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
        kept = self.settings if self.found is not None else ()
        self.found, self._scenarios = found, scenarios
        self.load_button.setEnabled(bool(scenarios))
        if not found.shown.size:
            self.states.show_empty(
                tr("No sales in the last twelve months"),
                tr("A policy is tried on what accounts bought and cost in that time."),
                primary=EmptyAction(tr("Import data"), lambda: self.ctx.go(Target("data"))),
            )
            return
        self.states.show_ready()
        self.panel.set_subtitle(tr("next 12 months, {currency}", currency=found.currency))
        self.curve_panel.set_subtitle(
            tr(
                "{currency}, measured on {months}; dashed as it is, solid with the rules",
                currency=found.currency,
                months=period_words(found.months),
            )
        )
        below = small_order(found)
        for kind, rule in self.rules.items():
            rule.set_reach(rule_spec(found, kind), below, found.all_segments)
        self.set_settings(kept)

    # --- what is set -----------------------------------------------------------------------

    @property
    def settings(self) -> tuple[MeasureSetting, ...]:
        """The rules as they are set, in the order of the ladder."""
        return tuple(each for rule in self.rules.values() if (each := rule.setting) is not None)

    def set_settings(self, settings: Sequence[MeasureSetting]) -> None:
        """Put every rule where a scenario has it, the others back to today."""
        found = self.found
        if found is None:
            return
        by_kind = {each.kind: each for each in settings}
        for kind, rule in self.rules.items():
            each, spec = by_kind.get(kind), rule_spec(found, kind)
            rule.set_rule(each, spec.now if each is None else native(each, found.currency))
        self._on_moved()

    def reset(self) -> None:
        """Everything as it is today."""
        self.set_settings(())

    def _on_moved(self) -> None:
        """Compute beside the window; while one is under way only the newest waits."""
        found = self.found
        if found is None:
            return
        if self._computing:
            self._again = True
            return
        self._computing, self._again = True, False
        settings, freed = self.settings, self.count_freed.isChecked()
        for button in (self.save_button, self.reset_button, self.export_button):
            button.setEnabled(bool(settings))
        for rule in self.rules.values():
            each = rule.setting
            if each is not None:
                rule.show_reach(int(found.covers(each).size))
        self.ctx.tasks.read(
            "policy-result",
            self,
            lambda _: found.compute(settings, count_freed=freed),
            self._on_computed,
        )

    def _on_computed(self, result: PolicyResult) -> None:
        self._computing = False
        self.result = result
        self.curve.set_data(result.curve_before, result.curve_after)
        self.strip.show_figures(figures(result, self.ctx.currency))
        freed = result.freed
        self.freed.setVisible(freed >= 1)
        self.freed.setText(
            tr(
                "{amount} {currency} of the saving only frees capacity: it is spent until the"
                " capacity is cut.",
                amount=formats().money(round(freed)),
                currency=self.ctx.currency,
            )
        )
        self._rows_timer.start()
        if self._again:
            self._on_moved()

    def _on_rested(self) -> None:
        """The accounts, and what each rule brings alone, once nothing moves any more."""
        self._show_rows()
        found, settings, freed = self.found, self.settings, self.count_freed.isChecked()
        if found is None:
            return
        self.ctx.tasks.read(
            "policy-alone",
            self,
            lambda _: {
                each.kind: found.compute((each,), count_freed=freed).total_gain for each in settings
            },
            self._show_alone,
        )

    def _show_alone(self, gains: dict[MeasureKind, float | None]) -> None:
        for kind, rule in self.rules.items():
            rule.show_gain(gains.get(kind))

    def _show_rows(self) -> None:
        found, result = self.found, self.result
        if found is None or result is None:
            return
        rows = rows_of(found, result)
        needle = self.head.needle
        shown = [(key, row) for key, row in rows if all(w in row.name.casefold() for w in needle)]
        self.table.model.set_rows(shown)
        self.head.count.setText(trn("{n} account", "{n} accounts", len(shown)))
        self.head.caption.setText(
            tr("changed by the rules") if rows else tr("Move a rule to see whom it changes.")
        )
        self.table.fit()

    # --- by hand -----------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the rules under a name."""
        if self.settings:
            save_scenario_as(self.ctx, self.window(), None, self.settings)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for row in self._scenarios:
            self._menu.addAction(row.name, partial(self.set_settings, settings_of_scenario(row)))
        self._menu.addSeparator()
        away = self._menu.addMenu(tr("Remove"))
        for row in self._scenarios:
            away.addAction(row.name, partial(self._remove, row))

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
        found, settings = self.found, self.settings
        if found is None or not settings:
            return
        path = ask_workbook(self, tr("Export the policy"), tr("Policy"))
        if path is None:
            return
        freed = self.count_freed.isChecked()
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
