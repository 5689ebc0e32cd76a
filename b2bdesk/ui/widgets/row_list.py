"""A panel with a short table without a header: the first rows, and a way to see them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

R = TypeVar("R")


class RowList(Panel, Generic[R]):
    """Rows by id, ``most`` of them until the user asks for all. ``opened`` carries the id."""

    opened = Signal(object)

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[R]],
        *,
        most: int = 5,
        empty: str = "",
        header: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, flush=True, rule=True, parent=parent)
        self._most, self._all = most, False
        self._header_shown = header
        self._rows: dict[int, R] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.table: DataTable[R] = DataTable(IdTableModel(columns), name=title)
        columns_head = self.table.view.horizontalHeader()
        columns_head.setMinimumSectionSize(theme().px(24))
        columns_head.setVisible(header)
        self.table.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.opened.connect(self.opened)
        self.table.view.clicked.connect(
            lambda index: self.opened.emit(self.table.model.id_at(index.row()))
        )
        self._none = Text(empty, "table", "text_2", wrap=True)
        look = theme()
        pad = look.space(3)
        self._none.setContentsMargins(pad - look.px(4), pad, pad, pad)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._none)
        self.body.setContentsMargins(look.px(4), 0, look.px(4), 0)
        self.body.setSpacing(0)
        self.add(self._stack)
        self._more = Button("", "link", on_click=self._toggle)
        self._more_row = QWidget()
        line = QHBoxLayout(self._more_row)
        line.setContentsMargins(look.px(6), look.px(2), pad, look.px(4))
        line.addWidget(self._more)
        line.addStretch(1)
        self.add(self._more_row)
        self.show_rows({})

    def set_empty(self, text: str) -> None:
        """What is said while there are no rows."""
        self._none.setText(text)

    def show_rows(self, rows: Mapping[int, R]) -> None:
        """Show these rows, in this order."""
        self._rows = dict(rows)
        self._show()

    def _toggle(self) -> None:
        self._all = not self._all
        self._show()

    def _show(self) -> None:
        shown = dict(list(self._rows.items())[: None if self._all else self._most])
        self.table.model.set_rows(shown)
        left = len(self._rows) - self._most
        self._more_row.setVisible(left > 0)
        words = tr("Show fewer") if self._all else tr("Show all {n}", n=len(self._rows))
        self._more.setText(words)
        look = theme()
        head = look.size("table_header") if self._header_shown else 0
        if shown:
            self._stack.setCurrentWidget(self.table)
            self._stack.setFixedHeight(len(shown) * look.size("table_row") + head + 1)
        else:
            self._stack.setCurrentWidget(self._none)
            height = self._none.heightForWidth(max(look.px(260), self.width() - 2))
            self._stack.setFixedHeight(max(look.size("table_row"), height))
