"""The line over a list: how many rows, a filter field, the choice of columns, further tools."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import SearchField
from b2bdesk.ui.widgets.text import ElidedText, Text


class TableHead(QWidget):
    """Belongs to one table. Typing in the table goes on in the filter field.

    Columns that no row can fill are told with ``set_absent``: they leave the table and the menu,
    and come back by themselves, while the user's own choice of columns is kept apart.
    """

    filtered = Signal()

    def __init__(
        self, table: DataTable[Any], placeholder: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        look = theme()
        self._table = table
        self._absent: frozenset[str] = frozenset()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.space(4), look.px(8), look.space(4), look.px(4))
        self._row.setSpacing(look.space(2))
        self.count = Text("", "section")
        self.caption = ElidedText("", "caption", "text_3")
        self.search = SearchField(placeholder, keys="F")
        self.search.setFixedWidth(look.px(216))
        self.search.searched.connect(lambda _text: self.filtered.emit())
        self.search.left_down.connect(table.view.setFocus)
        self.columns_button = Button(tr("Columns"), "flat", icon_name="ph.columns")
        self._menu = QMenu(self.columns_button)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.columns_button.setMenu(self._menu)
        self._row.addWidget(self.count)
        self._row.addWidget(self.caption, 1)
        self._row.addWidget(self.search)
        self._row.addWidget(self.columns_button)
        table.filter_typed.connect(self._on_typed)

    def add_tool(self, widget: QWidget) -> None:
        """Append a control at the right."""
        self._row.addWidget(widget)

    @property
    def needle(self) -> list[str]:
        """The words of the filter field, to be found in any order."""
        return self.search.text().strip().casefold().split()

    @property
    def absent(self) -> frozenset[str]:
        """Keys of the columns that no row can fill."""
        return self._absent

    def set_absent(self, absent: frozenset[str]) -> None:
        """Take these columns off the table and bring those back that can be filled again."""
        header = self._table.view.horizontalHeader()
        for key in absent ^ self._absent:
            number = self._table.model.column_number(key)
            optional = self._table.model.columns[number].optional
            header.setSectionHidden(number, key in absent or optional)
        self._absent = absent
        self._table.fit()

    def table_state(self) -> dict[str, Any]:
        """The table's state without what is hidden only because it is empty."""
        state = self._table.save_state()
        state["hidden"] = [key for key in state["hidden"] if key not in self._absent]
        return state

    def _fill_menu(self) -> None:
        self._menu.clear()
        model = self._table.model
        absent = {model.columns[model.column_number(key)].name for key in self._absent}
        for action in self._table.column_menu(self._menu).actions():
            if action.text() not in absent:
                self._menu.addAction(action)

    def _on_typed(self, text: str) -> None:
        self.search.setFocus()
        if text:
            self.search.setText(self.search.text() + text)
