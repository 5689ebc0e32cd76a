"""How is this account, and what do I do next?"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.queries.contracts import ContractRow
from b2bdesk.services.health.account import AccountHealth, account_health
from b2bdesk.services.overview import AlertKind, Overview, account_overview
from b2bdesk.services.retention import AccountRetention, account_retention
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.composer.next_steps import NextSteps
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.opinions.health_inspector import HealthInspector
from b2bdesk.ui.pages.account.overview import lists, tiles
from b2bdesk.ui.pages.account.overview.alerts import AlertStrip
from b2bdesk.ui.pages.account.overview.health_panel import HealthPanel
from b2bdesk.ui.pages.account.overview.key_people import KeyPeople
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.figure_tile import FigureTile, TileRow
from b2bdesk.ui.widgets.inspector import InspectorSplit
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.ui.widgets.text import LabelValueRows, Text

_THREE_COLUMNS_FROM = 1040
_STEPS_SHOWN = 7


class OverviewTab(Page):
    """What is known so far: alerts, figures, people, next steps, last exchanges, facts."""

    key = "overview"
    watched = (
        "account",
        "external_id",
        "contract",
        "sales_target",
        "person",
        "job",
        "dmu",
        "dmu_member",
        "member_role",
        "member_stance",
        "coverage",
        "colleague",
        "exchange",
        "exchange_person",
        "exchange_colleague",
        "next_step",
        "assessment",
        "relationship_record",
        "import_batch",
        "cost_pool",
        "cost_pool_period",
        "pool_volume",
        "own_field",
        "list_price",
        "own_value",
        "perception",
        "brand_attribute",
        "file_setting",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._found: Overview | None = None
        self._build_parts()
        self._build()

    def _build_parts(self) -> None:
        ctx, look = self.ctx, theme()
        self.start = Banner(
            "info",
            tr("This account is new."),
            tr("Log an exchange, add its people or a contract, or import its orders."),
            action=tr("Log exchange"),
            on_action=self._log,
            closable=False,
        )
        self.start.hide()
        self.alerts = AlertStrip(
            {
                AlertKind.ORDER_OVERDUE: self._log,
                AlertKind.LAPSED: lambda: self._plan(tr("Win back: find out why orders stopped")),
                AlertKind.DECIDER_UNKNOWN: lambda: self._go("people"),
                AlertKind.LEFT: self._show_leaver,
                AlertKind.SINGLE_THREADED: lambda: self._plan(tr("Meet a second contact")),
                AlertKind.CONTRACT_ENDS: self._renew,
                AlertKind.SILENT: self._log,
            }
        )
        self.profit, self.risk, self.sales = FigureTile(), FigureTile(), FigureTile()
        self.profit.action_triggered.connect(lambda: self._go("profit"))
        self.sales.action_triggered.connect(self._open_sales)
        self.risk.action_triggered.connect(lambda: self._go("retention"))
        self.known = LabelValueRows(label_width=96)
        self.known_panel = Panel(tr("Known so far"), rule=True)
        self.known_panel.body.setContentsMargins(
            look.space(3), look.space(2), look.space(3), look.space(3)
        )
        self.known_panel.add(self.known)
        for part in (self.known, self.known_panel):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.health = HealthPanel()
        self.health.opened.connect(self._open_health)
        self.health.rules_asked.connect(lambda: self.ctx.go(Target("settings", tab="health")))
        self.drill = HealthInspector(ctx)
        self.drill.drill.exchange_asked.connect(lambda key: self._go("exchanges", key))
        self.people = KeyPeople()
        self.people.asked.connect(self._go)
        self.steps = NextSteps(ctx, with_account=False)
        self.steps_panel = Panel(tr("Next steps"), flush=True, rule=True)
        self.steps_panel.body.setContentsMargins(0, 0, 0, 0)
        self.steps_panel.add_action(
            Button(tr("Add"), "flat", icon_name="ph.plus", on_click=self.add_step, compact=True)
        )
        self.steps_panel.add(self.steps)
        self._no_steps = Text(tr("Nothing is planned. N adds a next step."), "table", "text_2")
        pad = look.space(3)
        self._no_steps.setContentsMargins(pad, pad, pad, pad)
        self.steps_panel.add(self._no_steps)
        self.exchanges = RowList(
            tr("Last exchanges"),
            lists.exchange_columns(lambda: ctx.as_of),
            most=6,
            empty=tr("None yet. Ctrl+L logs the first one in a line."),
        )
        self.exchanges.add_action(
            Button(tr("See all"), "link", on_click=lambda: self._go("exchanges"), compact=True)
        )
        self.exchanges.opened.connect(lambda exchange: self._go("exchanges", exchange))
        self.contracts: RowList[ContractRow] = RowList(
            tr("Contracts"),
            lists.contract_columns(lambda: ctx.as_of),
            empty=tr("No contract: no end date, no alert."),
        )
        self.contracts.add_action(
            Button(tr("Add"), "flat", icon_name="ph.plus", on_click=self.add_contract, compact=True)
        )
        self.contracts.opened.connect(self._edit_contract)
        self.facts = LabelValueRows(label_width=92)
        self.facts_panel = Panel(tr("Facts"), rule=True)
        self.facts_panel.body.setContentsMargins(
            look.space(3), look.space(2), look.space(3), look.space(3)
        )
        self.facts_panel.add_action(
            IconButton("ph.pencil-simple", tr("Edit account"), on_click=self.edit_account)
        )
        self.facts_panel.add(self.facts)
        for part in (self.facts, self.facts_panel):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _build(self) -> None:
        look = theme()
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(4))
        outer.setSpacing(look.space(3))
        outer.addWidget(self.start)
        outer.addWidget(self.alerts)
        outer.addWidget(TileRow((self.profit, self.risk, self.sales)))
        self._columns = QHBoxLayout()
        self._columns.setSpacing(look.space(4))
        self._stacks = [QVBoxLayout() for _ in range(3)]
        for stack in self._stacks:
            stack.setSpacing(look.space(3))
            self._columns.addLayout(stack, 1)
        outer.addLayout(self._columns)
        outer.addStretch(1)
        self._place(three=True)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        content = QFrame()
        content.setProperty("surface", "window")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.split = InspectorSplit(content, self.drill)
        self.drill.closed.connect(self._on_drill_closed)
        self.set_content(self.split)

    def _place(self, *, three: bool) -> None:
        """Three columns, or two where the third has no room."""
        self._three = three
        known, facts = self.known_panel, self.facts_panel
        left: tuple[QWidget, ...] = (self.health, self.people)
        middle: tuple[QWidget, ...] = (self.steps_panel, self.exchanges)
        right: tuple[QWidget, ...] = (known, self.contracts, facts)
        if not three:
            left, middle, right = (*middle, known), (*left, self.contracts, facts), ()
        for stack in self._stacks:
            # removeWidget, not takeAt: an item that Python keeps alive would keep its old sizes.
            for panel in (*left, *middle, *right):
                stack.removeWidget(panel)
            while stack.count():
                stack.takeAt(0)
        for stack, panels in zip(self._stacks, (left, middle, right), strict=True):
            for panel in panels:
                stack.addWidget(panel)
            stack.addStretch(1)
        self._columns.setStretch(2, 1 if three else 0)

    def title(self) -> str:
        return tr("Overview")

    def focus_target(self) -> QWidget:
        return self if self.steps.table.isHidden() else self.steps.table.view

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N begins a next step wherever on the page the keyboard is."""
        if event.key() == Qt.Key.Key_N and not event.modifiers() and letters_on():
            self.add_step()
        else:
            super().keyPressEvent(event)

    def shortcuts(self) -> list[tuple[str, str]]:
        return [("N", tr("next step")), ("D", tr("done")), ("S", tr("snooze"))]

    def page_actions(self) -> list[Action]:
        group = tr("Account")
        return [
            Action(
                "account.add_step", tr("Add next step"), self.add_step, icon="ph.flag", group=group
            ),
            Action(
                "account.add_contract",
                tr("Add contract"),
                self.add_contract,
                icon="ph.file-text",
                group=group,
            ),
        ]

    # --- reading -----------------------------------------------------------------------------

    def load(self) -> None:
        account, as_of, period = self.target.account, self.ctx.as_of, self.ctx.period
        if account is None:
            return
        info = self.ctx.info
        fiscal = 1 if info is None else info.fiscal_start
        if self._found is None or self._found.account.id != account:
            self.split.set_open(False)
            self._fit()
            self.states.show_loading()
            self.risk.show_loading(tr("Retention risk"), tr("Scoring"))
        self.ctx.read(
            "overview",
            self,
            lambda s: account_overview(s, account, period, as_of, fiscal),
            self._on_overview,
            self.states.show_problem,
        )

    def _on_overview(self, found: Overview) -> None:
        if found.account.id != self.target.account:
            return
        self._found = found
        self.states.show_ready()
        account, as_of, currency = found.account.id, self.ctx.as_of, self.ctx.currency
        self.start.setVisible(found.first_day)
        self.alerts.show_alerts(found, as_of)
        self.profit.show_figure(tiles.profit_figure(found, currency))
        self.sales.show_figure(tiles.sales_figure(found, currency))
        self.known.clear()
        for label, value in lists.known_facts(found, as_of):
            self.known.add_row(label, value)
        self.people.show_overview(found)
        self._show_steps(found)
        self.exchanges.show_rows({row.id: row for row in found.exchanges})
        count = found.cadence.exchanges
        self.exchanges.set_subtitle(tr("{n} in 12 months", n=count) if count else "")
        self.contracts.show_rows({row.id: row for row in found.contracts})
        self.facts.clear()
        for label, fact in lists.account_facts(found):
            self.facts.add_row(label, fact)
        self.ctx.read(
            "overview-health", self, lambda s: account_health(s, account, as_of), self._on_health
        )
        self.ctx.read(
            "overview-retention",
            self,
            lambda s: account_retention(s, account, as_of),
            self._on_retention,
        )

    def _show_steps(self, found: Overview) -> None:
        self.steps.show_steps(found.steps, self.ctx.as_of, found.account.id)
        count = len(found.steps)
        self.steps_panel.set_subtitle(tr("{n} open", n=count) if count else "")
        self.steps.table.setVisible(bool(count))
        self.steps.table.setFixedHeight(self.steps.rows_height(_STEPS_SHOWN) + 1)
        self._no_steps.setVisible(not count)

    def _on_retention(self, found: AccountRetention) -> None:
        if found.risk.account == self.target.account:
            self.risk.show_figure(tiles.risk_figure(found))

    def _on_health(self, found: AccountHealth) -> None:
        self.health.show_health(found)
        self.drill.refresh(found)

    def _open_health(self, path: tuple[str, ...]) -> None:
        self.drill.open_at(path)
        self.split.set_open(True)
        self._fit()

    # --- doing -------------------------------------------------------------------------------

    def add_step(self) -> None:
        """Open the line for a new next step."""
        self.steps.add()

    def _plan(self, what: str) -> None:
        self.steps.add()
        self.steps.editor.what.setText(what)

    def _log(self) -> None:
        from b2bdesk.ui.dialogs.quick_log import start_quick_log

        start_quick_log(self.ctx, self.window(), self.target.account)

    def _go(self, tab: str, record: int | None = None, shown: str = "") -> None:
        self.ctx.go(Target("account", self.target.account, tab, record, shown))

    def _show_leaver(self) -> None:
        if self._found is not None and self._found.leavers:
            self._go("people", self._found.leavers[0].row.person.id)

    def _open_sales(self) -> None:
        """The months of the sales, or the place to import them."""
        if self._found is not None and self._found.figures is None:
            self.ctx.go(Target("data"))
        else:
            self._go("profit")

    def add_contract(self) -> None:
        """Ask for a new contract."""
        self._open_contract(None)

    def _edit_contract(self, contract: int) -> None:
        if self._found is not None:
            rows = {row.id: row for row in self._found.contracts}
            self._open_contract(rows.get(contract))

    def _renew(self) -> None:
        if self._found is not None and self._found.renewals:
            self._open_contract(self._found.renewals[0])

    def _open_contract(self, row: ContractRow | None) -> None:
        from b2bdesk.ui.dialogs.contract_dialog import ContractDialog

        if self.target.account is not None:
            ContractDialog(self.ctx, self.target.account, row, self.window()).open()

    def edit_account(self) -> None:
        """Ask what to change of the account."""
        from b2bdesk.ui.dialogs.account_dialog import edit_account

        if self.target.account is not None:
            edit_account(self.ctx, self, self.target.account)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Place the panels by the room that an open inspector leaves."""
        look, split = theme(), self.split
        room = self.width()
        if split.is_open and not split.is_drawer:
            room -= self.drill.width()
        three = room >= look.px(_THREE_COLUMNS_FROM)
        if three != self._three:
            self._place(three=three)
        self.alerts.set_narrow(room < look.px(980))

    def _on_drill_closed(self) -> None:
        self._fit()
        if self.health.rows:
            self.health.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
