"""The map with what floats over it: tools, key and zoom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import LineKind
from b2bdesk.services.people_map import AccountPeople, MapUnit
from b2bdesk.ui.canvas.colouring import Colouring, key_marks
from b2bdesk.ui.canvas.minimap import Minimap
from b2bdesk.ui.canvas.tools import KeyLegend, ToolPalette, ZoomControl
from b2bdesk.ui.canvas.view import MapView
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text


class StartHint(QFrame):
    """What to do on an empty map: one primary action, one alternative."""

    command = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        look = theme()
        column = QVBoxLayout(self)
        pad = look.space(4)
        column.setContentsMargins(pad, look.space(3), pad, look.space(3))
        column.setSpacing(look.space(2))
        self._title = Text("", "section")
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        words = tr("Each card is a role to look for. One person may hold several.")
        column.addWidget(Text(words, "table", "text_2"), 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        row.addStretch(1)
        self.add_button = Button(
            tr("Add the first person"),
            "primary",
            keys="P",
            on_click=lambda: self.command.emit("add"),
        )
        row.addWidget(self.add_button)
        self.known_button = Button("", on_click=lambda: self.command.emit("seat_all"))
        row.addWidget(self.known_button)
        row.addStretch(1)
        column.addLayout(row)

    def fit(self) -> None:
        """Take the size the words need."""
        column = self.layout()
        if column is not None:
            column.invalidate()
            column.activate()
        self.resize(self.sizeHint())

    def show_account(self, people: AccountPeople) -> None:
        """Ask about an account; offer those who are known there."""
        self._title.setText(tr("Who decides at {account}?", account=people.account))
        count = len(people.unseated)
        self.known_button.setVisible(count > 0)
        self.known_button.setText(
            trn("Put {n} known person on the map", "Put {n} known people on the map", count)
        )


class MapPanel(QWidget):
    """Lays the overlays over the view and joins them with it."""

    def __init__(self, undo: Callable[[], object], redo: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._cover = 0
        self.view = MapView()
        column.addWidget(self.view)
        self.tools = ToolPalette(undo, redo, self)
        self.legend = KeyLegend(self)
        self.zoom = ZoomControl(self)
        self.minimap = Minimap(self.view, self)
        self.minimap.wanted_changed.connect(self._arrange)
        self.hint = StartHint(self)
        self.hint.hide()
        self.tools.chosen.connect(self._on_tool)
        self.view.tool_changed.connect(self.tools.set_tool)
        self.view.zoom_changed.connect(self.zoom.set_zoom)
        self.zoom.stepped.connect(self.view.step_zoom)
        self.zoom.reset.connect(lambda: self.view.set_zoom(1.0))
        self.zoom.fitted.connect(self.view.fit_all)
        theme().theme_changed.connect(self._arrange)
        self._arrange()

    def set_cover(self, width: int) -> None:
        """Keep people out from under a drawer that covers ``width`` px at the right."""
        if width != self._cover:
            self._cover = width
            self._arrange()
            if self.view.current is not None:
                self.view.reveal(self.view.current)

    def show_around(self, people: AccountPeople, unit: MapUnit, colouring: Colouring) -> None:
        """Explain what is drawn; say how to begin while nobody is on the map."""
        conflict = any(line.kind is LineKind.CONFLICTS for line in unit.lines)
        self.legend.show_marks(key_marks(colouring, unit.seats), conflict=conflict)
        self.hint.setVisible(not unit.seats)
        if not unit.seats:
            self.hint.show_account(people)
        self._arrange()

    def _on_tool(self, key: str) -> None:
        if key == "person":
            self.tools.set_tool(self.view.tool)
            self.view.command.emit("add")
        else:
            self.view.set_tool(key)
            self.tools.set_tool(key)
            self.view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap = theme().space(3)
        self.tools.adjustSize()
        self.tools.move(gap, gap)
        self.zoom.adjustSize()
        bottom = self.height() - gap
        self.zoom.move(self.width() - gap - self.zoom.width(), bottom - self.zoom.height())
        over_zoom = self.zoom.y() - gap // 2 - self.minimap.height()
        self.minimap.move(self.width() - gap - self.minimap.width() - self._cover, over_zoom)
        self.minimap.setVisible(self.minimap.wanted and over_zoom > 2 * gap)
        self.legend.fit(self.width() - 3 * gap - self.zoom.width())
        self.legend.move(gap, bottom - self.legend.height())
        # In a low window the tools come first: the cards' tooltips say what the key would.
        self.legend.setVisible(self.legend.y() > self.tools.geometry().bottom())
        self.hint.fit()
        over = bottom - max(self.zoom.height(), self.legend.height()) - gap - self.hint.height()
        self.hint.move((self.width() - self.hint.width()) // 2, over)
        below = max(self.zoom.height(), self.legend.height())
        self.view.margins = (
            float(self.tools.width() + 2 * gap),
            float(gap),
            float(gap + self._cover),
            float(below + 2 * gap + (self.hint.height() + gap if not self.hint.isHidden() else 0)),
        )
        self.view.refit()
        for overlay in (self.tools, self.legend, self.zoom, self.minimap, self.hint):
            overlay.raise_()
