"""?: every action with its keys, made from the actions themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.shell.overlay import Overlay
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton, KeyCap
from b2bdesk.ui.widgets.text import Text, h_rule


class ShortcutSheet(Overlay):
    """Keys of the program and of the page that is shown."""

    def __init__(
        self, window: QWidget, actions: list[Action], page_keys: list[tuple[str, str]]
    ) -> None:
        super().__init__(window, 720, 64)
        look = theme()
        head = QFrame()
        row = QHBoxLayout(head)
        row.setContentsMargins(look.space(4), look.space(2), look.space(2), look.space(2))
        row.addWidget(Text(tr("Keyboard shortcuts"), "heading"), 1)
        close = IconButton("ph.x", tr("Close"), keys="Esc", on_click=self.close_overlay)
        row.addWidget(close)
        self.column.addWidget(head)
        self.column.addWidget(h_rule())
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(4))
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(look.px(6))
        line = 0
        groups: dict[str, list[tuple[str, str]]] = {}
        if page_keys:
            groups[tr("On this page")] = [
                (words[:1].upper() + words[1:], keys) for keys, words in page_keys
            ]
        for action in actions:
            if action.shortcut:
                line_of = (action.title, action.shortcut.replace("+", " "))
                groups.setdefault(action.group or tr("Commands"), []).append(line_of)
        for group, members in groups.items():
            grid.addWidget(Text(group, "section"), line, 0, 1, 4)
            line += 1
            for number, (words, keys) in enumerate(members):
                column = (number % 2) * 2
                grid.addWidget(Text(words, "body"), line + number // 2, column)
                cap = KeyCap(keys)
                grid.addWidget(cap, line + number // 2, column + 1, Qt.AlignmentFlag.AlignLeft)
            line += (len(members) + 1) // 2
        grid.setRowStretch(line, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        area.setMinimumHeight(min(body.sizeHint().height(), window.height() - look.px(180)))
        self.column.addWidget(area)
        self._area = area

    def show_sheet(self) -> None:
        """Open it; it goes for good when closed."""
        self.closed.connect(self.deleteLater)
        self.open()
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)
