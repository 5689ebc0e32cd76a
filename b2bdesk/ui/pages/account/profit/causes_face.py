"""Profit > Causes: what makes the account cost what it costs, down to each exchange and line."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.profit_events import DocumentLine, list_document_lines
from b2bdesk.services.profit_causes import AccountCauses, account_causes
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.shown_export import as_shown, export_shown
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.cause_tables import (
    ACTIVITY,
    HABIT,
    MONTH,
    PERSON,
    CauseLine,
    Chosen,
    EventLine,
    cause_columns,
    cause_lines,
    event_columns,
    event_lines,
    line_columns,
)
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.pages.account.profit.habit_rules_bar import HabitRulesBar
from b2bdesk.ui.pages.account.profit.largest_strip import LargestStrip
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.text import Text

_STACKED = 900
_NARROW = 1080


class CausesFace(ProfitFace):
    """Causes at the left, the events of the chosen one at the right, a document's lines below."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.data: AccountCauses | None = None
        self.chosen: Chosen | None = None
        self._by = ACTIVITY
        self._filling = False
        self._document = ""
        self.causes: DataTable[CauseLine] = DataTable(
            IdTableModel(cause_columns()), name=tr("What causes the cost")
        )
        self.events: DataTable[EventLine] = DataTable(
            IdTableModel(event_columns(lambda: ctx.as_of)), name=tr("What it came from")
        )
        self.lines: DataTable[DocumentLine] = DataTable(
            IdTableModel(line_columns()), name=tr("Lines of the document")
        )
        self.set_content(self._build())
        self.causes.selection_changed.connect(self._on_cause_selected)
        self.causes.opened.connect(self._on_cause_opened)
        self.events.selection_changed.connect(self._on_event_selected)
        self.events.opened.connect(self._on_event_opened)

    # --- building --------------------------------------------------------------------------

    def _build(self) -> QWidget:
        look = theme()
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(pad, 0, pad, gap)
        outer.setSpacing(gap)
        self.largest = LargestStrip()
        self.largest.clicked.connect(self._on_largest)
        outer.addWidget(self.largest)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(gap)
        self._columns.addWidget(self._cause_panel(), 5)
        right = QVBoxLayout()
        right.setSpacing(gap)
        right.addWidget(self._events_panel(), 3)
        right.addWidget(self._lines_panel(), 2)
        self._columns.addLayout(right, 6)
        outer.addLayout(self._columns, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        return scroll

    def _cause_panel(self) -> Panel:
        panel = Panel(tr("Causes"), flush=True)
        self._switch = SegmentedControl(
            [
                Segment(ACTIVITY, tr("By activity")),
                Segment(PERSON, tr("By person")),
                Segment(HABIT, tr("By habit")),
            ],
            ACTIVITY,
            name=tr("Causes by"),
        )
        self._switch.changed.connect(self._on_by)
        panel.add_action(self._switch)
        self._none = Text("", "table", "text_2", wrap=True)
        self._none.setContentsMargins(theme().space(3), theme().space(1), theme().space(3), 0)
        panel.add(self._none)
        panel.add(self.causes, 1)
        self.rules = HabitRulesBar(self.ctx)
        panel.add(self.rules)
        panel.setMinimumHeight(theme().px(260))
        return panel

    def _events_panel(self) -> Panel:
        self._event_panel = Panel(tr("What it came from"), flush=True)
        self._all = Button(tr("Show all"), "link", on_click=lambda: self.choose(None), compact=True)
        self._event_panel.add_action(self._all)
        export = Button(
            tr("Export"), "flat", icon_name="ph.download-simple", on_click=self.export, compact=True
        )
        self._event_panel.add_action(export)
        self._event_panel.add(self.events, 1)
        self._event_panel.setMinimumHeight(theme().px(220))
        return self._event_panel

    def _lines_panel(self) -> Panel:
        self._line_panel = Panel(tr("Lines of the document"), flush=True)
        close = IconButton("ph.x", tr("Close"), on_click=lambda: self._show_lines(""))
        self._line_panel.add_action(close)
        self._line_panel.add(self.lines, 1)
        self._line_panel.setMinimumHeight(theme().px(150))
        self._line_panel.hide()
        return self._line_panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < theme().px(_STACKED)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        narrow = not stacked and self.width() < theme().px(_NARROW)
        self.causes.set_column_shown("share", not narrow)

    def focus_target(self) -> QWidget:
        return self.causes.view

    def face_actions(self) -> list[Action]:
        return [
            Action(
                "profit.export_causes",
                tr("Export the causes of cost to Excel"),
                self.export,
                icon="ph.download-simple",
                group=tr("Profit"),
                enabled=lambda: self.data is not None and bool(self.data.events),
            )
        ]

    # --- reading ---------------------------------------------------------------------------

    def show_account(self, account: int) -> None:
        if account != self.account:
            self._show_lines("")
            if self.data is not None:
                self.chosen = None
        super().show_account(account)

    def narrow(self, wanted: str) -> None:
        """``wanted`` is an activity, or "month=" with a stored month."""
        kind, _, number = wanted.partition("=")
        if kind == MONTH and number.isdigit():
            self.chosen = Chosen(MONTH, int(number))
        else:
            self.chosen = Chosen(ACTIVITY, wanted) if wanted else None
        self._by = ACTIVITY
        self._switch.set_current(ACTIVITY)
        if self.data is not None and self.data.account == self.account:
            self._show_causes(self.data)

    def load(self) -> None:
        account, period, as_of = self.account, self.ctx.period, self.ctx.as_of
        if account is None:
            return
        if period is None:
            self._show_empty()
            return
        self.ctx.read(
            "profit-causes",
            self,
            lambda session: account_causes(session, account, period, as_of),
            self._on_causes,
            self.states.show_problem,
        )

    def _show_empty(self) -> None:
        known = self.data is not None and self.data.known
        self.states.show_empty(
            tr("Nothing was charged in this period") if known else tr("No activity costs yet"),
            tr("Once activity costs are entered, every exchange and order shows what it cost."),
            icon_name="ph.calculator",
            primary=None
            if known
            else EmptyAction(tr("Enter costs"), lambda: self.ctx.go(Target("costing"))),
        )

    def _on_causes(self, data: AccountCauses) -> None:
        self.data = data
        if not data.events:
            self._show_empty()
            return
        self.states.show_ready()
        self.rules.show_rules(data.rules)
        self._show_causes(data)

    @property
    def _activity(self) -> str:
        """The activity that is looked at; "" for all of them."""
        if self.chosen is None:
            return ""
        return str(self.chosen.key) if self.chosen.by == ACTIVITY else self.chosen.within

    def _show_causes(self, data: AccountCauses) -> None:
        lines = cause_lines(data, self._by)
        self._filling = True
        self.causes.model.set_rows(enumerate(lines, start=1))
        within = "" if self.chosen is None else self.chosen.within
        sought = Chosen(ACTIVITY, within) if within else self.chosen
        wanted = next((n for n, line in enumerate(lines, 1) if line.chosen == sought), None)
        if wanted is None:
            if self.chosen is not None and self.chosen.by != MONTH:
                self.chosen = None
            self.causes.view.clearSelection()
        else:
            self.causes.select_ids([wanted])
        self._filling = False
        total = sum(line.amount for line in lines if not line.under)
        whole = self._by == ACTIVITY
        words = {ACTIVITY: tr("Cost to serve"), PERSON: tr("All exchanges")}
        totals = {"label": words.get(self._by, ""), "amount": formats().money_exact(total)}
        self.causes.set_totals(totals if lines and self._by != HABIT else {})
        self.causes.set_column_shown("each", whole)
        self.causes.fit()
        self._none.setText("" if lines else self._nothing())
        self._none.setVisible(not lines)
        self.rules.setVisible(self._by == HABIT)
        self._show_events(data)

    def _nothing(self) -> str:
        if self._by == PERSON:
            return tr("No cost of this period comes from exchanges.")
        return tr("No habit cost anything in this period.")

    def _show_events(self, data: AccountCauses) -> None:
        lines = event_lines(data, self.chosen)
        self._filling = True
        self.events.model.set_rows((line.event.id, line) for line in lines)
        self._filling = False
        total = sum(line.amount for line in lines)
        self.events.set_totals(
            {
                "day": trn("{n} event", "{n} events", len(lines)),
                "amount": formats().money_exact(total),
            }
        )
        self.events.fit()
        period = period_words(data.period)
        name = self._chosen_name(data)
        self._event_panel.set_title(name or tr("What it came from"), period)
        self._all.setVisible(self.chosen is not None)
        self.largest.show_causes(data, self._activity, self.chosen)
        if self._document and all(line.event.document != self._document for line in lines):
            self._show_lines("")

    def _chosen_name(self, data: AccountCauses) -> str:
        if self.chosen is not None and self.chosen.by == MONTH:
            return formats().month(first_of_month(int(self.chosen.key or 0)))
        if self.chosen is None:
            return ""
        plain = replace(self.chosen, within="")
        lines = cause_lines(data, plain.by)
        name = next((line.label for line in lines if line.chosen == plain), "")
        return ", ".join(part for part in (self.chosen.within, name) if part)

    # --- choosing --------------------------------------------------------------------------

    def choose(self, chosen: Chosen | None) -> None:
        """Show the events of a cause, or of all."""
        self.chosen = chosen
        if chosen is not None:
            self._by = ACTIVITY if chosen.within else chosen.by
            self._switch.set_current(self._by)
        if self.data is not None:
            self._show_causes(self.data)

    def _on_by(self, by: str) -> None:
        self._by = by
        self.chosen = None
        if self.data is not None:
            self._show_causes(self.data)

    def _on_largest(self, chosen: Chosen) -> None:
        if self.chosen == chosen:
            self.choose(Chosen(ACTIVITY, chosen.within) if chosen.within else None)
        else:
            self.choose(chosen)

    def _on_cause_selected(self, ids: list[int]) -> None:
        line = self.causes.model.row(ids[0]) if len(ids) == 1 else None
        if self._filling or line is None or self.data is None:
            return
        self.chosen = line.chosen
        self._show_events(self.data)

    def _on_cause_opened(self, number: int) -> None:
        """Enter goes to the person, else to the events."""
        line = self.causes.model.row(number)
        if line is not None and line.chosen.by == PERSON and isinstance(line.chosen.key, int):
            person = line.chosen.key
            self.ctx.go(Target("account", self.account, tab="people", record=person))
        elif line is not None:
            self.events.view.setFocus()

    def _on_event_selected(self, ids: list[int]) -> None:
        if self._filling:
            return
        line = self.events.model.row(ids[0]) if len(ids) == 1 else None
        self._show_lines("" if line is None else line.event.document)

    def _on_event_opened(self, number: int) -> None:
        """Enter goes to the exchange or the product, or into the lines of the document."""
        line = self.events.model.row(number)
        if line is None:
            return
        event = line.event
        if event.talk is not None:
            self.ctx.go(Target("account", self.account, tab="exchanges", record=event.talk.id))
        elif event.product is not None:
            product = f"products:{event.product}"
            self.ctx.go(Target("account", self.account, tab="profit", filter=product))
        elif event.document:
            self.lines.view.setFocus()

    def _show_lines(self, document: str) -> None:
        self._document = document
        self._line_panel.setVisible(bool(document))
        account = self.account
        if not document or account is None:
            return
        self._line_panel.set_title(tr("Lines of {document}", document=document), "")
        self.ctx.read(
            "profit-lines",
            self,
            lambda session: list_document_lines(session, account, document),
            self._on_lines,
        )

    def _on_lines(self, lines: list[DocumentLine]) -> None:
        self.lines.model.set_rows((row.id, row) for row in lines)
        amount = sum(row.amount for row in lines)
        words = trn("{n} line", "{n} lines", len(lines))
        self.lines.set_totals({"name": words, "amount": formats().money_exact(amount)})
        self.lines.fit()

    # --- export ----------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where, then write the causes and events as they are shown."""
        data = self.data
        if data is None:
            return
        name = tr("Causes of cost")
        tables = [
            as_shown(self.causes, name),
            as_shown(self.events, self._chosen_name(data) or tr("Events"), ("amount",)),
        ]
        if self._document:
            tables.append(as_shown(self.lines, self._document, ("amount",)))
        export_shown(self.ctx, self, name, tables, period_words(data.period))
