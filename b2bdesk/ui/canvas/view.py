"""The map as the user sees it: zoom, keys, selection. The pointer's gestures are in ``pointer``.

Nothing here writes: every gesture ends in a signal, and the page turns it into one step.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.map_folds import FoldedMap
from b2bdesk.services.people_map import MapUnit
from b2bdesk.ui.canvas import keys
from b2bdesk.ui.canvas.background import draw_dots
from b2bdesk.ui.canvas.camera import Camera, ViewState
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.lines import RelationLine
from b2bdesk.ui.canvas.measures import GRID, snap
from b2bdesk.ui.canvas.person_words import card_words, role_name_in_text, role_question
from b2bdesk.ui.canvas.pointer import Pointer
from b2bdesk.ui.canvas.scene import MapScene
from b2bdesk.ui.canvas.tools import HAND, SELECT
from b2bdesk.ui.theme.theme import theme

MapItem = PersonCard | GhostCard | RelationLine


class MapView(Camera):
    """One decision-making unit on a canvas."""

    current_changed = Signal(object)  # PersonCard, GhostCard, RelationLine or None
    bosses_drawn = Signal(list, object)  # seats, and the seat they report to
    placed = Signal(object)  # {seat: (x, y)}
    line_drawn = Signal(object, object, object)  # from seat, to seat, LineKind
    ghost_asked = Signal(object, str)  # Role, "add" or "ask"
    command = Signal(str)  # "add", "boss", "influences", "conflicts", "remove", "edit", ...
    influence_typed = Signal(int)
    menu_asked = Signal(QPoint)  # for the current item, at a global position
    fold_asked = Signal(object, object)  # seat; True to fold its branch in, False out, None other
    tool_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.map = MapScene()
        super().__init__(self.map, parent)
        self.map.setParent(self)
        self.tool = SELECT
        self._current: MapItem | None = None
        self._pointer = Pointer(self)
        self.setDragMode(QGraphicsView.DragMode.RubberBandDrag)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Map of the decision-making unit"))
        theme().theme_changed.connect(self._on_theme_changed)

    # --- what is shown -----------------------------------------------------------------------

    def show_unit(self, shown: FoldedMap, state: ViewState | None = None) -> None:
        """Show a unit; selection, zoom and place survive where it is the same one."""
        old, unit = self.map.unit, shown.unit
        same = old is not None and (old.row and old.row.id) == (unit.row and unit.row.id)
        self._pointer.cancel()
        key = _key(self._current)
        if not same:
            self.map.clearSelection()
        self.map.show_unit(shown)
        self._current = None
        self._set_current(self._find(key) if same else None)
        self._tell(unit)
        if state is not None:
            self.set_state(state)
        elif not same:
            self._untouched = True
        self.refit()

    def _tell(self, unit: MapUnit) -> None:
        words = [trn("{n} person", "{n} people", len(unit.seats))]
        words += [tr("{role} missing", role=role_name_in_text(role)) for role in unit.missing]
        name = unit.row.name if unit.row else tr("Main purchase")
        self.setAccessibleName(
            tr(
                "Map of {unit}: {facts}. The list shows the same.",
                unit=name,
                facts=", ".join(words),
            )
        )

    def _find(self, key: tuple[str, object] | None) -> MapItem | None:
        if key is None:
            return None
        kind, name = key
        found: dict[str, MapItem | None] = {
            "seat": self.map.cards.get(name),  # type: ignore[call-overload]
            "ghost": self.map.ghosts.get(name),  # type: ignore[call-overload]
            "line": self.map.lines.get(name),  # type: ignore[call-overload]
        }
        return found[kind]

    def show_lines(self, reporting: bool, relations: bool) -> None:
        """Show or hide the reporting lines, and influence with conflict."""
        self.map.show_reporting, self.map.show_relations = reporting, relations
        self.map.connect_all()

    # --- selection ---------------------------------------------------------------------------

    @property
    def current(self) -> MapItem | None:
        """The item with the keyboard, if any."""
        return self._current

    @property
    def selected_seats(self) -> list[int]:
        """Seats of the selected cards, in reading order."""
        return [
            card.seat.id
            for card in self.map.reading_order()
            if isinstance(card, PersonCard) and card.isSelected()
        ]

    def select(self, item: MapItem | None, *, add: bool = False) -> None:
        """Make an item current and, unless ``add``, the only one selected."""
        if not add:
            self.map.clearSelection()
        if item is not None:
            item.setSelected(True)
        self._set_current(item)

    def select_seat(self, seat: int) -> None:
        """Select a person's card and bring it into view."""
        card = self.map.cards.get(seat)
        if card is not None:
            self.select(card)
            self.reveal(card)

    def select_seats(self, seats: list[int]) -> None:
        """Select several people's cards; the first is current and brought into view."""
        for number, seat in enumerate(seats):
            if number == 0:
                self.select_seat(seat)
            elif seat in self.map.cards:
                self.map.cards[seat].setSelected(True)

    def _set_current(self, item: MapItem | None) -> None:
        if self._current is item:
            return
        if isinstance(self._current, PersonCard | GhostCard) and self._current.scene() is self.map:
            self._current.set_focused(False)
        self._current = item
        if isinstance(item, PersonCard | GhostCard):
            item.set_focused(self.hasFocus())
        words = self._words_of(item)
        self.setAccessibleDescription(words)
        if words and self.hasFocus() and QAccessible.isActive():
            # A canvas has no items for a screen reader: it is told what the keyboard reached.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.current_changed.emit(item)

    def _words_of(self, item: MapItem | None) -> str:
        if isinstance(item, PersonCard):
            return "\n".join([card_words(item.seat), *self.map.lines_in_words(item)])
        if isinstance(item, GhostCard):
            return f"{item.title}. {role_question(item.role)}"
        return item.toolTip() if item is not None else ""

    def reveal(self, item: MapItem) -> None:
        """Scroll so far that an item is seen whole."""
        self.show_box(item.sceneBoundingRect())

    def hold_still(self, seat: int, change: Callable[[], object]) -> None:
        """Do what lays the map out anew; a card stays where it is seen unless the map fits."""
        before = self.mapFromScene(self.map.cards[seat].pos()) if seat in self.map.cards else None
        change()
        if before is not None and seat in self.map.cards and not self._untouched:
            self.pan(before - self.mapFromScene(self.map.cards[seat].pos()))

    def content(self) -> QRectF:
        return self.map.content_rect()

    def refit(self) -> None:
        """Fit again after what lies over the map changed, unless the user chose the view."""
        if self._untouched and self.map.unit is not None:
            self.fit_all()

    # --- tools ---------------------------------------------------------------------------------

    def set_tool(self, key: str) -> None:
        """Take a tool in hand: "select", "hand" or a kind of line."""
        if key != self.tool:
            self.tool = key
            self._pointer.cancel()
            banded = QGraphicsView.DragMode.RubberBandDrag
            self.setDragMode(banded if key == SELECT else QGraphicsView.DragMode.NoDrag)
            shape = Qt.CursorShape.OpenHandCursor if key == HAND else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.tool_changed.emit(key)

    # --- moving by keys ----------------------------------------------------------------------

    def step_current(self, forward: bool) -> bool:
        """Go to the next card in reading order; False at the end, where the focus leaves."""
        order = self.map.reading_order()
        if not order:
            return False
        if not isinstance(self._current, PersonCard | GhostCard):
            target = 0 if forward else len(order) - 1
        else:
            target = order.index(self._current) + (1 if forward else -1)
        if not 0 <= target < len(order):
            return False
        self.select(order[target])
        self.reveal(order[target])
        return True

    def nudge(self, dx: int, dy: int) -> None:
        """Move the selected cards by grid steps."""
        places = {}
        for seat in self.selected_seats:
            spot = snap(self.map.cards[seat].pos()) + QPointF(dx * GRID, dy * GRID)
            places[seat] = (round(spot.x()), round(spot.y()))
        if places:
            self.placed.emit(places)

    # --- what Qt calls -----------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.step_current(forward) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pointer.cancel():
            return
        if not keys.handle(self, event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if isinstance(self._current, PersonCard | GhostCard):
            self._current.set_focused(True)
        elif event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.step_current(event.reason() == Qt.FocusReason.TabFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if isinstance(self._current, PersonCard | GhostCard):
            self._current.set_focused(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.press(event):
            self._set_current(None)
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.release(event):
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.map.card_under(self.mapToScene(event.position().toPoint())) is not None:
            self.command.emit("edit")
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            card = self.map.card_under(self.mapToScene(event.pos()))
            if card is None:
                return
            if not card.isSelected():
                self.select(card)
        elif self._current is not None:
            middle = self._current.sceneBoundingRect().center()
            spot = self.viewport().mapToGlobal(self.mapFromScene(middle))
        if self._current is not None:
            self.menu_asked.emit(spot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self.map.pictures.begin_frame()
        draw_dots(painter, QRectF(rect))

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        self._pointer.paint(painter)
        if self.map.pictures.waiting:
            self.viewport().update()

    def _on_theme_changed(self) -> None:
        self._apply_zoom(self.zoom)
        self.map.pictures.forget_all()
        for item in self.map.items():
            item.update()
        self.refit()


def _key(item: MapItem | None) -> tuple[str, object] | None:
    if isinstance(item, PersonCard):
        return "seat", item.seat.id
    if isinstance(item, GhostCard):
        return "ghost", item.role
    return ("line", item.row.id) if isinstance(item, RelationLine) else None
