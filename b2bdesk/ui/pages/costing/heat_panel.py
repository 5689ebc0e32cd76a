"""Cost to serve as a heat map: accounts by activities, as a share of sales or in currency."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.costing.workbench import ServedAccount, Workbench
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.costing.cells import HeatCell, TotalBarCell
from b2bdesk.ui.tables.cells import Cell, NumberCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, text_width
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl

SHARE, MONEY = "share", "money"
_FINE = 0.02  # below this top of the scale, shares of sales are shown with two decimals


class _HeatKey(QWidget):
    """The steps of the scale between 0 and its top."""

    def __init__(self) -> None:
        super().__init__()
        self._top = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_top(self, words: str) -> None:
        self._top = words
        self.setAccessibleName(tr("Colours from 0 to {top}", top=words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(f"0{self._top}", look.font("caption"))
        return QSize(width + look.px(16 + 20 * len(tokens().heat)), look.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        font = look.font("caption")
        left = text_width("0", font) + look.px(6)
        step = look.px(20)
        draw_text(painter, QRectF(0, 0, left, self.height()), "0", font, "text_2", LEFT)
        top = (self.height() - look.px(10)) / 2
        for number, role in enumerate(tokens().heat):
            box = QRectF(left + number * step, top, step, look.px(10))
            painter.fillRect(box, look.color(role))
        painter.setPen(look.color("line_strong"))
        frame = QRectF(left, top, step * len(tokens().heat), look.px(10))
        painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
        rest = QRectF(frame.right(), 0, self.width() - frame.right(), self.height())
        draw_text(painter, rest, self._top, font, "text_2", RIGHT)


class HeatPanel(Panel):
    """A cell, clicked or opened with Enter, leads to what caused it, the rest to the account.

    ``cell_opened`` carries the account and the activity, ``opened`` the account.
    """

    opened = Signal(object)
    cell_opened = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Cost to serve"), flush=True, parent=parent)
        self._bench: Workbench | None = None
        self._titles: tuple[str, ...] | None = None
        self._table: DataTable[ServedAccount] | None = None
        self._measure = SHARE
        self._decimals = 1
        self._key = _HeatKey()
        self._switch = SegmentedControl(
            [Segment(SHARE, tr("% of sales")), Segment(MONEY, formats().currency)],
            SHARE,
            name=tr("Cost to serve in"),
        )
        self._switch.changed.connect(self._on_measure)
        self.add_action(self._key)
        self.add_action(self._switch)

    @property
    def table(self) -> DataTable[ServedAccount] | None:
        """The table, once there is something to show."""
        return self._table

    def set_bench(self, bench: Workbench) -> None:
        """Show the accounts of a workbench."""
        self._bench = bench
        self._switch.set_label(MONEY, formats().currency)
        self._show()

    def _on_measure(self, key: str) -> None:
        self._measure = key
        self._show()

    def _show(self) -> None:
        bench = self._bench
        if bench is None:
            return
        if not bench.costs.known:
            self.set_subtitle(tr("No pool charges accounts in these months."))
        elif self._measure == SHARE:
            self.set_subtitle(tr("% of sales, the accounts that cost most first"))
        else:
            self.set_subtitle(formats().currency)
        top = self._top(bench, lambda row: row.activities)
        self._decimals = 2 if top < _FINE else 1
        self._key.set_top(tr("{top} and more", top=self._words(top)))
        self._key.setVisible(bench.costs.known)
        self._rebuild(bench, top)

    def _value(self, row: ServedAccount, cost: int) -> float | None:
        if self._measure == MONEY:
            return float(cost)
        return cost / row.sales if row.sales > 0 else None

    def _top(self, bench: Workbench, of: Callable[[ServedAccount], Sequence[int]]) -> float:
        """The value that a twentieth of the sales exceed, so that tiny accounts do not set it."""
        cells = sorted(
            (value, row.sales if self._measure == SHARE else 1)
            for row in bench.accounts
            for cost in of(row)
            if (value := self._value(row, cost)) is not None and value > 0
        )
        left = sum(weight for _, weight in cells) * 0.95
        for value, weight in cells:
            left -= weight
            if left <= 0:
                return value
        return 0.0

    def _words(self, value: float | None) -> str:
        if value is None:
            return MISSING
        if self._measure == MONEY:
            return formats().money(round(value))
        return formats().number(value * 100, self._decimals)

    def _rebuild(self, bench: Workbench, top: float) -> None:
        """The scale and the measure are in the columns, so a new table is made for them."""
        longest = self._top(bench, lambda row: (row.total,))
        columns = self._columns(bench.activities, top, longest)
        kept = None if self._table is None else self._table.current_id
        scroll = 0 if self._table is None else self._table.view.verticalScrollBar().value()
        sorting = None if self._table is None else self._table.model.sorting
        if self._table is not None:
            self.body.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
        model: IdTableModel[ServedAccount] = IdTableModel(columns)
        table = DataTable(model, name=tr("Cost to serve by account"))
        model.set_rows((row.id, row) for row in bench.accounts)
        if sorting is not None and sorting[0] in {column.key for column in columns}:
            table.sort_by(*sorting)
        table.opened.connect(lambda _account: self._open(table.view.currentIndex()))
        table.view.clicked.connect(self._open)
        table.set_totals(self._totals(bench))
        self.add(table, 1)
        self._table = table
        table.fit()
        if kept is not None:
            table.select_ids([kept])
        table.view.verticalScrollBar().setValue(scroll)

    def _open(self, index: QModelIndex) -> None:
        if self._bench is None or self._table is None or not index.isValid():
            return
        account = self._table.model.id_at(index.row())
        kind, _, number = self._table.model.columns[index.column()].key.partition("-")
        if kind != "activity":
            self.opened.emit(account)
            return
        self.cell_opened.emit(account, self._bench.activities[int(number)])

    def _columns(
        self, activities: Sequence[str], top: float, longest: float
    ) -> list[Column[ServedAccount]]:
        def level(number: int) -> Callable[[ServedAccount], tuple[float | None, str]]:
            def of(row: ServedAccount) -> tuple[float | None, str]:
                value = self._value(row, row.activities[number])
                share = None if value is None or top <= 0 else max(0.0, value / top)
                return share, self._words(value)

            return of

        def cost(number: int) -> Callable[[ServedAccount], float | None]:
            return lambda row: self._value(row, row.activities[number])

        def total(row: ServedAccount) -> tuple[float, str]:
            value = self._value(row, row.total)
            share = (value or 0.0) / longest if longest > 0 else 0.0
            return max(0.0, share), self._words(value)

        sales = tr("Sales, {currency}", currency=formats().currency)
        unit = tr("% of sales") if self._measure == SHARE else formats().currency
        return [
            Column(
                "name",
                tr("Account"),
                lambda row: row.name,
                Cell(weight="medium"),
                width=156,
                stretch=True,
            ),
            Column(
                "sales",
                sales,
                lambda row: formats().money_short(row.sales),
                NumberTextCell(),
                width=max(80, text_width(sales, theme().font("caption", "semibold")) + 20),
                sort_key=lambda row: row.sales,
            ),
            *(
                Column(
                    f"activity-{number}",
                    title,
                    level(number),
                    HeatCell(),
                    width=max(64, text_width(title, theme().font("caption", "semibold")) + 20),
                    sort_key=cost(number),
                    stretch=True,
                    tooltip=tr("{unit}; a cell opens what caused it", unit=unit),
                )
                for number, title in enumerate(activities)
            ),
            Column(
                "total",
                tr("Total"),
                total,
                TotalBarCell(),
                width=132,
                sort_key=lambda row: self._value(row, row.total),
            ),
        ]

    def _totals(self, bench: Workbench) -> dict[str, str | tuple[str, str]]:
        count = len(bench.accounts)
        words = trn(
            "{count} account", "All {count} accounts", count, count=formats().integer(count)
        )

        def figure(cost: int) -> str:
            if self._measure == MONEY:
                return formats().money(cost)
            return formats().number(cost / bench.sales * 100, 2) if bench.sales > 0 else MISSING

        made: dict[str, str | tuple[str, str]] = {
            "name": words,
            "sales": formats().money_short(bench.sales),
        }
        for number, cost in enumerate(bench.activity_totals):
            made[f"activity-{number}"] = figure(cost)
        made["total"] = figure(sum(bench.activity_totals))
        return made


class NumberTextCell(NumberCell):
    """A figure that comes as words already, aligned as figures are."""

    def text(self, value: object) -> str:
        return MISSING if value is None else str(value)

    def color(self, value: object) -> str:
        return "text_2" if value is not None else "text_3"
