"""A panel around a chart: "Show as table" (Ctrl+T), pictures out, the rest of the panel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT
from b2bdesk.ui.widgets.panel import Panel


class ChartPanel(Panel):
    """``add_action`` puts controls left of the menu. ``table_toggled`` after Ctrl+T."""

    table_toggled = Signal(bool)

    def __init__(
        self,
        title: str,
        chart: Chart,
        subtitle: str = "",
        *,
        edge: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, subtitle, edge=edge, parent=parent)
        self.chart = chart
        self._face: QWidget = chart
        chart.setAccessibleName(title)
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        self._table: QTableWidget | None = None
        self.add(self._stack, 1)
        self.table_action = QAction(tr("Show as table"), self)
        self.table_action.setCheckable(True)
        self.table_action.setShortcut(QKeySequence("Ctrl+T"))
        self.table_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table_action.toggled.connect(self._on_toggled)
        self.addAction(self.table_action)
        self._menu = QMenu(self)
        self._menu.addAction(self.table_action)
        self._menu.addSeparator()
        self._menu.addAction(tr("Save as PNG…"), lambda: self._save("png"))
        self._menu.addAction(tr("Save as SVG…"), lambda: self._save("svg"))
        self._more = IconButton("ph.dots-three", tr("Chart menu"), on_click=self._on_more)
        self._actions.addWidget(self._more)
        self._stack.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._stack.customContextMenuRequested.connect(
            lambda spot: self._menu.popup(self._stack.mapToGlobal(spot))
        )

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right of the header, before the chart's menu."""
        self._actions.insertWidget(self._actions.count() - 1, widget)

    @property
    def menu(self) -> QMenu:
        """The chart's menu, for what belongs to this chart alone."""
        return self._menu

    def show_face(self, face: QWidget | None) -> None:
        """Show something else in place of the picture; None shows the picture again."""
        self._face = face or self.chart
        if self._stack.indexOf(self._face) < 0:
            self._stack.addWidget(self._face)
        if not self.shows_table:
            self._stack.setCurrentWidget(self._face)

    @property
    def shows_table(self) -> bool:
        """True while the figures stand in a table in place of the picture."""
        return self.table_action.isChecked()

    def refresh(self) -> None:
        """The chart's data changed: bring the table up to date too."""
        self.chart.refresh()
        if self.shows_table:
            self._fill()

    def _on_toggled(self, on: bool) -> None:
        if on:
            self._fill()
            assert self._table is not None
            self._stack.setCurrentWidget(self._table)
            self._table.setFocus()
        else:
            self._stack.setCurrentWidget(self._face)
            self._face.setFocus()
        self.table_toggled.emit(on)

    def _fill(self) -> None:
        headers, rows = self.chart.as_table()
        if self._table is None:
            self._table = QTableWidget()
            self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self._table.setShowGrid(False)
            self._table.setFrameShape(QTableWidget.Shape.NoFrame)
            self._table.setAccessibleName(self.chart.accessibleName())
            self._table.verticalHeader().hide()
            self._table.verticalHeader().setDefaultSectionSize(theme().size("table_row"))
            self._table.horizontalHeader().setHighlightSections(False)
            self._stack.addWidget(self._table)
        table = self._table
        table.clear()
        table.setColumnCount(len(headers))
        table.setRowCount(len(rows))
        for column, text in enumerate(headers):
            head = QTableWidgetItem(text)
            head.setTextAlignment(LEFT if column == 0 else RIGHT)
            table.setHorizontalHeaderItem(column, head)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(LEFT if column == 0 else RIGHT)
                table.setItem(number, column, item)
        mode = QHeaderView.ResizeMode
        for column in range(len(headers)):
            fit = mode.Stretch if column == 0 else mode.ResizeToContents
            table.horizontalHeader().setSectionResizeMode(column, fit)

    def _on_more(self) -> None:
        self._menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _save(self, kind: str) -> None:
        name = self.chart.accessibleName() or tr("Chart")
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save chart"), f"{name}.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if not chosen:
            return
        path = Path(chosen).with_suffix(f".{kind}")
        if kind == "png":
            self.chart.save_png(path)
        else:
            self.chart.save_svg(path)
