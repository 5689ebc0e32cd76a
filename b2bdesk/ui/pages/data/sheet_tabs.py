"""The sheets of the workbook as tabs, each with its number of rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.tab_button import TabButton
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.tab_order import tab_in_place


class SheetTabs(QScrollArea):
    """A row of tabs that scrolls sideways where there are many. ``chosen`` carries the name."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(look.px(42))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        body = QWidget()
        body.setProperty("scrollBody", True)
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(look.space(4), 0, look.space(4), 0)
        self._row.setSpacing(look.space(4))
        self.setWidget(body)
        self._tabs: dict[str, TabButton] = {}

    def show_sheets(self, sheets: Sequence[SheetLook]) -> None:
        """Show the sheets of another workbook."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._tabs = {}
        for sheet in sheets:
            words = f"{sheet.name} {formats().integer(sheet.rows)}"
            if sheet.hidden:
                words = tr("{sheet}, hidden", sheet=words)
            tab = TabButton(words, "")
            tab.setToolTip(sheet.name)
            tab.setAutoExclusive(True)
            tab.clicked.connect(lambda _=False, name=sheet.name: self.chosen.emit(name))
            self._tabs[sheet.name] = tab
            self._row.addWidget(tab)
        self._row.addStretch(1)
        tab_in_place(self)

    def set_current(self, name: str) -> None:
        """Mark the sheet that is shown."""
        self._tabs[name].setChecked(True)
