"""The first step of the guided import: a file, a table from the clipboard, or a drop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.pages.data.step_strip import StepStrip
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text, h_rule


class StartPanel(QWidget):
    """``go_on``: back to the import that is under way, offered while there is one."""

    def __init__(
        self,
        steps: tuple[str, ...],
        *,
        choose: Callable[[], object],
        paste: Callable[[], object],
        go_on: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(StepStrip(steps))
        column.addWidget(h_rule())
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel("ph.file-arrow-up", "text_2", 28), 0, middle)
        column.addSpacing(look.space(2))
        column.addWidget(Text(tr("What shall come in?"), "section"), 0, middle)
        column.addSpacing(look.space(1))
        words = Text(
            tr(
                "A workbook or text table in any layout. You can also drop a file on the window,"
                " or copy cells in a spreadsheet and paste them here."
            ),
            "table",
            "text_2",
            wrap=True,
        )
        words.setAlignment(middle)
        words.setFixedWidth(look.px(380))
        words.setMinimumHeight(words.heightForWidth(look.px(380)))
        column.addWidget(words, 0, middle)
        column.addSpacing(look.space(3))
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        row.addStretch(1)
        self.choose_button = Button(
            tr("Choose a file"), "primary", keys=tr("Ctrl O"), on_click=choose
        )
        row.addWidget(self.choose_button)
        row.addWidget(Button(tr("Paste a table"), keys=tr("Ctrl V"), on_click=paste))
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(look.space(3))
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        row.addStretch(1)
        self._on = Button("", "link", on_click=go_on)
        row.addWidget(self._on)
        row.addWidget(Button(tr("Back to Data"), "link", on_click=leave))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        self.setFocusProxy(self.choose_button)

    def show_running(self, name: str) -> None:
        """Offer to go on with the import under way; an empty name for none."""
        self._on.setVisible(bool(name))
        self._on.setText(tr("Go on with {name}", name=name))
