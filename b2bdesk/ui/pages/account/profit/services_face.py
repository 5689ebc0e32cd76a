"""Profit > Special services: what is made for this account alone, and whether it is worth it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.profit_services import ServiceRow, SpecialServices, special_services
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.month_bars import MonthBar, MonthlyBars
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.shown_export import as_shown, export_shown
from b2bdesk.ui.dialogs.special_service_dialog import SpecialServiceDialog, removal
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.pages.account.profit.service_words import (
    month_words,
    reason_words,
    rule_words,
    span_words,
    verdict_mark,
    whole_words,
)
from b2bdesk.ui.tables.cells import Cell, IconTextCell, MoneyCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.text import Text

_STACKED = 900


def service_columns() -> list[Column[ServiceRow]]:
    """Columns of the services; what the user told comes first, then what follows from it."""
    own = tr("Your own figure")
    order = {"worth_it": 0, "not_yet": 1, "never": 2}
    return [
        Column(
            "name",
            tr("Service"),
            lambda row: row.told.name,
            Cell(weight="medium"),
            width=130,
            stretch=True,
            row_tooltip=lambda row: row.told.note or row.told.name,
        ),
        Column(
            "months",
            tr("Months"),
            span_words,
            Cell(tone="text_2"),
            width=148,
            sort_key=lambda row: row.told.first_month,
        ),
        Column(
            "create",
            tr("Creating,\nyour figure"),
            lambda row: row.told.create,
            MoneyCell(),
            width=80,
            tooltip=own,
        ),
        Column(
            "deliver",
            tr("A year,\nyour figure"),
            lambda row: row.told.deliver,
            MoneyCell(),
            width=80,
            tooltip=tr("Delivering it for a year. Your own figure"),
        ),
        Column(
            "margin",
            tr("Margin a year,\nyour figure"),
            lambda row: row.told.margin,
            MoneyCell(),
            width=94,
            tooltip=tr("Gross margin it adds in a year. Your own figure"),
        ),
        Column("cost", tr("Cost\nso far"), lambda row: row.worth.cost, MoneyCell(), width=64),
        Column("added", tr("Margin\nso far"), lambda row: row.worth.margin, MoneyCell(), width=64),
        Column("net", tr("Net\nso far"), lambda row: row.worth.net, MoneyCell(), width=64),
        Column(
            "ahead",
            tr("Net at\nhorizon"),
            lambda row: row.worth.horizon_net,
            MoneyCell(),
            width=68,
        ),
        Column(
            "verdict",
            tr("Worth it?"),
            lambda row: verdict_mark(row.worth.verdict),
            IconTextCell(),
            width=98,
            sort_key=lambda row: order.get(row.worth.verdict),
            row_tooltip=reason_words,
        ),
    ]


class ServicesFace(ProfitFace):
    """The table of services, and the net of the chosen one month by month."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.data: SpecialServices | None = None
        self.table: DataTable[ServiceRow] = DataTable(
            IdTableModel(service_columns()), name=tr("Special services")
        )
        self.chart = MonthlyBars()
        self.set_content(self._build())
        self.table.opened.connect(self.edit)
        self.table.selection_changed.connect(self._on_selected)
        self.table.context_requested.connect(self._on_menu)
        remove = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        remove.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        remove.activated.connect(lambda: self.remove(self.table.current_id))

    def _build(self) -> QWidget:
        look = theme()
        gap, pad = look.space(3), look.space(4)
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QVBoxLayout(body)
        outer.setContentsMargins(pad, 0, pad, gap)
        outer.setSpacing(gap)
        self._panel = Panel(tr("Special services"), flush=True)
        self._panel.add_action(
            Button(tr("Add service"), "flat", icon_name="ph.plus", on_click=self.add_service)
        )
        self._panel.add_action(
            Button(tr("Export"), "flat", icon_name="ph.download-simple", on_click=self.export)
        )
        self._panel.add(self.table, 1)
        self._panel.setMinimumHeight(look.px(220))
        outer.addWidget(self._panel, 1)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(gap)
        self._chart_panel = ChartPanel(tr("Net so far, month by month"), self.chart)
        self.chart.setMinimumHeight(look.px(150))
        self._below.addWidget(self._chart_panel, 3)
        words = Panel(tr("Worth it?"))
        self._reason = Text("", "body", "text", wrap=True)
        self._whole = Text("", "table", "text_2", wrap=True)
        self._rule = Text(rule_words(), "caption", "text_3", wrap=True)
        for each in (self._reason, self._whole, self._rule):
            words.add(each)
        words.body.addStretch(1)
        self._below.addWidget(words, 2)
        outer.addLayout(self._below, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        return scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < theme().px(_STACKED)
        direction = QBoxLayout.Direction
        self._below.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)

    def focus_target(self) -> QWidget:
        return self.table.view

    def face_actions(self) -> list[Action]:
        def some() -> bool:
            return self.table.current_id is not None

        group = tr("Special services")
        return [
            Action(
                "profit.add_service",
                tr("Add a special service"),
                self.add_service,
                icon="ph.plus",
                group=group,
            ),
            Action(
                "profit.remove_service",
                tr("Delete the selected special service"),
                lambda: self.remove(self.table.current_id),
                icon="ph.trash",
                group=group,
                enabled=some,
            ),
            Action(
                "profit.export_services",
                tr("Export the special services to Excel"),
                self.export,
                icon="ph.download-simple",
                group=group,
                enabled=lambda: self.data is not None and bool(self.data.rows),
            ),
        ]

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        account, as_of = self.account, self.ctx.as_of
        if account is None:
            return
        self.ctx.read(
            "profit-services",
            self,
            lambda session: special_services(session, account, as_of),
            self._on_services,
            self.states.show_problem,
        )

    def _on_services(self, data: SpecialServices) -> None:
        self.data = data
        if not data.rows:
            self.states.show_empty(
                tr("No special service yet"),
                tr(
                    "A service or product made for this account alone is worth it only while the"
                    " margin it adds exceeds what it costs. Enter both, and see which it is."
                ),
                icon_name="ph.handshake",
                primary=EmptyAction(tr("Add service"), self.add_service),
            )
            return
        self.states.show_ready()
        unit = formats().currency
        as_of = formats().date_full(self.ctx.as_of)
        count = trn("{n} service", "{n} services", len(data.rows))
        self._panel.set_subtitle(
            tr("{count}, {currency}, so far: to {day}", count=count, currency=unit, day=as_of)
        )
        self.table.model.set_rows((row.id, row) for row in data.rows)
        self.table.set_totals(
            {
                "name": tr("All services"),
                "cost": formats().money(data.cost),
                "added": formats().money(data.margin),
                "net": formats().money(data.net),
            }
        )
        self.table.fit()
        self._whole.setText(whole_words(data))
        if not self.table.selected_ids:
            self.table.select_ids([data.rows[0].id])
        self._show_chosen()

    def _on_selected(self, _ids: list[int]) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        ids = self.table.selected_ids
        row = self.table.model.row(ids[0]) if len(ids) == 1 else None
        self._chart_panel.setVisible(row is not None and bool(row.nets))
        self._reason.setText("" if row is None else reason_words(row))
        if row is None or self.data is None:
            return
        first = row.told.first_month
        bars = []
        for number, net in enumerate(row.nets):
            name = month_words(first + number)
            bars.append(MonthBar(name, name, float(formats().major(net))))
        place = self.data.now - first
        note = (place, tr("as of\n{day}", day=formats().date(self.ctx.as_of, self.ctx.as_of)))
        self._chart_panel.set_title(
            tr("Net of {name}", name=row.told.name),
            tr("{currency}, added up since the first month", currency=formats().currency),
        )
        self.chart.setAccessibleName(tr("Net of {name}", name=row.told.name))
        self.chart.set_data(bars, note if 0 <= place < len(bars) else None)
        self._chart_panel.refresh()

    # --- what the user does ----------------------------------------------------------------

    def add_service(self) -> None:
        """Enter a new service."""
        if self.account is not None:
            SpecialServiceDialog(self.ctx, self.account, None, self.window()).open()

    def edit(self, service: int) -> None:
        """Edit a service."""
        row = self.table.model.row(service)
        if row is not None and self.account is not None:
            SpecialServiceDialog(self.ctx, self.account, row, self.window()).open()

    def remove(self, service: int | None) -> None:
        """Take a service away; the toast brings it back."""
        row = None if service is None else self.table.model.row(service)
        if row is not None:
            entry = removal(row)
            self.ctx.write(entry.label, self, entry.change, toast=entry.toast)

    def _on_menu(self, service: int, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Edit"), lambda: self.edit(service))
        menu.addAction(tr("Delete"), lambda: self.remove(service))
        menu.popup(spot)

    def export(self) -> None:
        """Ask where, then write the services as they are shown."""
        if self.data is None or not self.data.rows:
            return
        name = tr("Special services")
        tables = [as_shown(self.table, name, ("cost", "added", "net"))]
        note = " ".join((rule_words(), whole_words(self.data)))
        export_shown(self.ctx, self, name, tables, note)
