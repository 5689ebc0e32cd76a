"""What needs me now: follow-ups, overdue orders, silence, renewals, gaps, expected loss."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.services.retention import AccountRisk, PortfolioRetention, portfolio_retention
from b2bdesk.services.today import Owners, Today, today
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.charts.bars import BarRow, HorizontalBars
from b2bdesk.ui.composer.next_steps import NextSteps
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.today.alerts import AlertActions
from b2bdesk.ui.pages.today.commands import today_actions
from b2bdesk.ui.pages.today.lists import OverdueRow, by_loss
from b2bdesk.ui.pages.today.panels import TodayPanels
from b2bdesk.ui.pages.today.strip import strip_figures
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.figure_strip import FigureStrip
from b2bdesk.ui.widgets.owner_chip import OwnerChip
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.text import Text

_TWO_COLUMNS_FROM = 900
_LOSSES = 6
_STEPS_SHOWN = 8


class TodayPage(Page):
    """Everything here is as of the file's date; lapsed accounts are apart."""

    key = "today"
    watched = (
        "account",
        "exchange",
        "exchange_person",
        "exchange_colleague",
        "next_step",
        "contract",
        "dmu",
        "dmu_member",
        "member_role",
        "job",
        "member_stance",
        "snooze",
        "import_batch",
        "cost_pool",
        "cost_pool_period",
        "pool_volume",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._today: Today | None = None
        self._risks: dict[int, AccountRisk] | None = None  # None: still being worked out
        self._owners_known_for: int | None = None
        self._losses_wanted = False
        self._toolbar: QWidget | None = None
        self.owner = OwnerChip()
        self.owner.changed.connect(self._load_today)
        self.strip = FigureStrip([""] * 6)
        self.steps = NextSteps(ctx, with_account=True)
        self.steps_panel = Panel(tr("Follow-ups due"), flush=True, rule=True)
        self.steps_panel.body.setContentsMargins(0, 0, 0, 0)
        self.steps_panel.add_action(
            Text(tr("D done, S snooze, R another day"), "caption", "text_3")
        )
        self.steps_panel.add(self.steps)
        self._no_steps = Text("", "table", "text_2", wrap=True)
        pad = look.space(3)
        self._no_steps.setContentsMargins(pad, pad, pad, pad)
        self.steps_panel.add(self._no_steps)

        self.panels = TodayPanels(lambda: ctx.as_of)
        self.overdue = self.panels.overdue
        self.losses = HorizontalBars(value_header=tr("Expected loss"), clickable=True)
        self.loss_panel = Panel(tr("Expected loss"), rule=True)
        self.loss_panel.body.setContentsMargins(pad, look.space(2), pad, look.space(2))
        self.loss_panel.add(self.losses)
        self._no_losses = Text("", "table", "text_2", wrap=True)
        self.loss_panel.add(self._no_losses)
        self.renewals, self.silent = self.panels.renewals, self.panels.silent
        self.gaps, self.lapsed = self.panels.gaps, self.panels.lapsed
        self.resting = self.panels.resting
        self.alerts = AlertActions(ctx, self, self.panels.alert_lists(), self.resting, self.plan)
        self._connect()
        self._build()

    def _build(self) -> None:
        look = theme()
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(4))
        outer.setSpacing(look.space(3))
        outer.addWidget(self.strip)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(look.space(3))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, panels in (
            (left, (self.steps_panel, self.overdue)),
            (
                right,
                (self.loss_panel, self.renewals, self.silent, self.gaps, self.lapsed, self.resting),
            ),
        ):
            column.setSpacing(look.space(3))
            for panel in panels:
                column.addWidget(panel)
            column.addStretch(1)
        self._columns.addLayout(left, 16)
        self._columns.addLayout(right, 9)
        outer.addLayout(self._columns)
        outer.addStretch(1)
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
        self.set_content(content)

    def _connect(self) -> None:
        for panel, tab in (
            (self.overdue, "retention"),
            (self.renewals, "overview"),
            (self.silent, "exchanges"),
            (self.gaps, "people"),
            (self.lapsed, "overview"),
            (self.resting, "overview"),
        ):
            panel.opened.connect(lambda row, key=tab: self._open(row, key))
        self.losses.clicked.connect(lambda account: self._open(account, "retention"))

    def title(self) -> str:
        return tr("Today")

    def toolbar(self) -> QWidget | None:
        if self._toolbar is None:
            self._toolbar = QWidget()
            row = QHBoxLayout(self._toolbar)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme().space(2))
            row.addWidget(self.owner)
            row.addWidget(
                IconButton("ph.download-simple", tr("Export to Excel"), keys="Ctrl E",
                           on_click=self.export)
            )  # fmt: skip
            row.addWidget(
                IconButton("ph.calendar-plus", tr("Follow-ups to the calendar (.ics)"),
                           on_click=self.export_calendar)
            )  # fmt: skip
            row.addWidget(
                Button(
                    tr("Log exchange"),
                    icon_name="ph.chat-text",
                    keys=tr("Ctrl L"),
                    on_click=self._log,
                )
            )
        return self._toolbar

    def page_actions(self) -> list[Action]:
        return today_actions(self)

    def focus_target(self) -> QWidget:
        steps = self.steps.table
        return (self.overdue.table if self.steps.isHidden() else steps).view

    def shortcuts(self) -> list[tuple[str, str]]:
        return [
            ("J K", tr("move")),
            ("D", tr("done")),
            ("S", tr("snooze")),
            ("R", tr("another day")),
            ("Enter", lowered(tr("Open"))),
        ]

    # --- reading -----------------------------------------------------------------------------

    def load(self) -> None:
        info, me = self.ctx.info, self.ctx.me
        self.owner.set_team(() if info is None else info.team, me)
        if me is not None and self._owners_known_for != me:
            # Mine, and what nobody took: the choice is the user's from then on.
            self._owners_known_for = me
            self.owner.choose(frozenset({me}), unowned=True)
        if self._today is None:
            self.states.show_loading(tr("Looking for what needs you"))
        self._losses_wanted = True
        self._load_today()

    def _load_today(self) -> None:
        as_of, owners = self.ctx.as_of, Owners(self.owner.ids, self.owner.unowned)
        self.ctx.read(
            "today",
            self,
            lambda s: today(s, as_of, owners),
            self._on_today,
            self.states.show_problem,
        )

    def _on_today(self, found: Today) -> None:
        self._today = found
        info = self.ctx.info
        if info is not None and not info.accounts:
            self.states.show_empty(
                tr("Nothing to do yet"),
                tr(
                    "Follow-ups, overdue orders, silent accounts and renewals come here once "
                    "there are accounts."
                ),
                icon_name="ph.sun",
                primary=EmptyAction(tr("Import data"), lambda: self.ctx.go(Target("data"))),
                alternative=EmptyAction(tr("Add account"), self._add_account),
            )
            return
        self.states.show_ready()
        self._show_steps(found)
        self.panels.show(found)
        self._show_risks()
        if self._losses_wanted:
            # After the first picture: scoring every account takes longer than all the rest.
            self._losses_wanted = False
            as_of = found.as_of
            self.ctx.read(
                "today-losses", self, lambda s: portfolio_retention(s, as_of), self._on_losses
            )

    def _on_losses(self, found: PortfolioRetention) -> None:
        self._risks = {row.account: row for row in found.accounts}
        self._show_risks()

    # --- showing -----------------------------------------------------------------------------

    def _show_steps(self, found: Today) -> None:
        self.steps.show_steps(found.steps, found.as_of)
        some = bool(found.steps)
        had_keys = self.steps.table.view.hasFocus()
        self.steps.setVisible(some)
        if had_keys and not some:
            self.take_focus()
        self.steps.table.setFixedHeight(self.steps.rows_height(_STEPS_SHOWN) + 1)
        self._no_steps.setVisible(not some)
        later = trn("{n} is due later.", "{n} are due later.", found.later_steps)
        self._no_steps.setText(
            f"{tr('Nothing is due this week.')} {later}"
            if found.later_steps
            else tr("Next steps you note with an exchange come here when they are due.")
        )
        self.steps_panel.set_subtitle(
            trn("{n} this week", "{n} this week", len(found.steps)) if some else ""
        )

    def _show_risks(self) -> None:
        """Expected loss arrives after the rest: it is merged into what is on show."""
        found = self._today
        if found is None:
            return
        risks = self._risks or {}
        rows = [OverdueRow(order, risks.get(order.account_id)) for order in found.overdue_orders]
        rows.sort(key=by_loss)
        self.overdue.show_rows({row.order.account_id: row for row in rows})
        info = self.ctx.info
        names = found.names
        losses = sorted(
            (
                (row.expected_loss_minor, row.account)
                for row in risks.values()
                if row.scored and row.expected_loss_minor and row.account in names
            ),
            reverse=True,
        )
        total = sum(amount for amount, _ in losses)
        currency = "" if info is None else info.currency
        self.loss_panel.set_subtitle(
            tr("{total} next 12 months", total=formats().money_unit(total)) if losses else ""
        )
        self.losses.setVisible(bool(losses))
        self._no_losses.setVisible(not losses)
        self._no_losses.setText(
            tr("Scoring every account.")
            if self._risks is None
            else tr("Needs orders with their cost of goods: risk times the margin at stake.")
        )
        self.losses.set_data(
            [
                BarRow(
                    account,
                    names[account],
                    float(amount),
                    formats().money(amount),
                    role="against_us",
                )
                for amount, account in losses[:_LOSSES]
            ]
        )
        self.strip.show_figures(
            strip_figures(
                found, total if losses else None, currency, scored=self._risks is not None
            )
        )

    # --- doing -------------------------------------------------------------------------------

    def _open(self, row: int, tab: str) -> None:
        account = row
        if self._today is not None:
            accounts = {each.id: each.account_id for each in self._today.renewals}
            accounts |= {each.id: each.account_id for each in self._today.resting}
            account = accounts.get(row, row)
        self.ctx.go(Target("account", account, tab))

    @property
    def ready(self) -> bool:
        """True once it is known what is due."""
        return self._today is not None

    def export(self) -> None:
        """Ask where, then write what is due for the chosen owners."""
        from b2bdesk.ui.dialogs.workbook_export import export_today

        if self.ready:
            export_today(self.ctx, self, Owners(self.owner.ids, self.owner.unowned))

    def export_calendar(self) -> None:
        """Ask where, then write the open follow-ups of the chosen owners for a calendar."""
        from b2bdesk.ui.dialogs.calendar_export import export_calendar

        if self.ready:
            owners = Owners(self.owner.ids, self.owner.unowned)
            export_calendar(self.ctx, self, owners=owners)

    def plan(self, account: int, words: str) -> None:
        """Open the line for a next step of an account, with words to begin from."""
        self.steps.show()
        self.steps.editor.add(account)
        self.steps.editor.what.setText(words)
        self.steps.editor.what.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.alerts.handle(event):
            super().keyPressEvent(event)

    def _log(self) -> None:
        from b2bdesk.ui.dialogs.quick_log import start_quick_log

        start_quick_log(self.ctx, self.window(), None)

    def _add_account(self) -> None:
        from b2bdesk.ui.dialogs.account_dialog import add_account

        add_account(self.ctx, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme().px(_TWO_COLUMNS_FROM)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
