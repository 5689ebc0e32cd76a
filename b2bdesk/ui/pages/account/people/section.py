"""Building blocks of the inspector: a titled section, a value set at the right of its title."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule


class Section(QWidget):
    """A hairline, a heading with a value at the right, and a column for the content.

    ``action`` is a link at the end of the heading, ``act`` what it does.
    """

    def __init__(
        self, title: str, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.space(1))
        column.setSpacing(look.space(1))
        column.addWidget(h_rule())
        head = QHBoxLayout()
        head.setContentsMargins(0, look.space(1), 0, 0)
        self._title = Text(title, "table", weight="semibold")
        head.addWidget(self._title)
        head.addStretch(1)
        self.value = ElidedText("", "table", "text_2")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.value, 1)
        self.action = Button(action, "link", compact=True, on_click=act)
        self.action.setVisible(bool(action))
        head.addWidget(self.action)
        column.addLayout(head)
        self.column: QBoxLayout = QVBoxLayout()
        self.column.setSpacing(look.space(1))
        column.addLayout(self.column)


def setting_row(label: str, control: QWidget, value: QWidget | None = None) -> QWidget:
    """A label at the left, a control at the right, and its value in words."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().space(2))
    row.addWidget(ElidedText(label, "table", "text_2"), 1)
    row.addWidget(control)
    if value is not None:
        row.addWidget(value)
    return made


def clear(layout: QLayout) -> None:
    """Remove and delete everything of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
