"""The pointer on the map: drag a card, draw a line, move the canvas. One gesture at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import LineKind
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.lines import RelationLine, draw_arrow
from b2bdesk.ui.canvas.measures import canvas_font, snap
from b2bdesk.ui.canvas.scene import line_words
from b2bdesk.ui.canvas.tools import HAND, SELECT
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import CENTER, draw_text, rounded, text_width

if TYPE_CHECKING:
    from b2bdesk.ui.canvas.view import MapView


@dataclass(slots=True)
class _Drag:
    start: QPointF
    homes: Mapping[int, QPointF]
    moved: bool = False


class Pointer:
    """Turns mouse events into the view's signals; events it does not want stay Qt's."""

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._pan: QPoint | None = None
        self._drag: _Drag | None = None
        self._from: PersonCard | None = None  # the first end of a line being drawn
        self._at = QPointF()
        self._target: PersonCard | None = None
        self._allowed = False

    def press(self, event: QMouseEvent) -> bool:
        """True when the press began a gesture of the map."""
        view = self._view
        spot = event.position().toPoint()
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (event.button() == Qt.MouseButton.LeftButton and view.tool == HAND):
            self._pan = spot
            view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return True
        point = view.mapToScene(spot)
        boss = view.map.handle_under(point) if view.tool == SELECT else None
        if boss is not None:
            view.fold_asked.emit(boss.seat.id, None)
            return True
        card = view.map.card_under(point)
        if card is not None:
            self._press_card(card, point, event.modifiers())
            return True
        self._from = None
        self._at = point
        for ghost in view.map.ghosts.values():
            if ghost.shape().contains(point - ghost.pos()):
                self._press_ghost(ghost, point)
                return True
        item = view.itemAt(spot)
        if isinstance(item, RelationLine):
            view.select(item)
            return True
        return view.tool != SELECT

    def _press_card(self, card: PersonCard, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self._view
        if view.tool != SELECT:
            if self._from is not None and self._from is not card:
                self._aim(point)
                self._finish_line()
            else:
                view.select(card)
                self._from, self._at = card, point
            return
        several = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if modifiers & several:
            card.setSelected(not card.isSelected())
            view.select(card if card.isSelected() else None, add=True)
            return
        view.select(card, add=card.isSelected())
        homes = {seat: view.map.cards[seat].pos() for seat in view.selected_seats}
        self._drag = _Drag(point, homes)

    def _press_ghost(self, ghost: GhostCard, point: QPointF) -> None:
        link = ghost.link_at(point - ghost.pos())
        self._view.select(ghost)
        if link:
            self._view.ghost_asked.emit(ghost.role, link)

    def move(self, event: QMouseEvent) -> bool:
        """True while a gesture of the map goes on."""
        view = self._view
        spot = event.position().toPoint()
        point = view.mapToScene(spot)
        if self._pan is not None:
            step = spot - self._pan
            self._pan = spot
            view.pan(step)
            return True
        if self._from is not None:
            self._at = point
            self._aim(point)
            view.viewport().update()
            return True
        if self._drag is None:
            return False
        self._move_cards(self._drag, point, event.modifiers())
        return True

    def _move_cards(self, drag: _Drag, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self._view
        by = point - drag.start
        far = by.manhattanLength() * view.zoom >= QApplication.startDragDistance()
        if not drag.moved and not far:
            return
        drag.moved = True
        self._at = point
        free = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        for seat, home in drag.homes.items():
            card = view.map.cards[seat]
            card.setPos(home + by if free else snap(home + by))
            card.setZValue(20)
        self._aim(point)
        for seat in drag.homes:
            view.map.cards[seat].setOpacity(0.6 if self._target is not None else 1.0)
        view.map.connect_moved(drag.homes)
        view.viewport().update()

    def release(self, event: QMouseEvent) -> bool:
        """True when the release ended a gesture of the map."""
        view = self._view
        if self._pan is not None:
            self._pan = None
            shape = Qt.CursorShape.OpenHandCursor
            view.viewport().setCursor(shape if view.tool == HAND else Qt.CursorShape.ArrowCursor)
            return True
        if self._from is not None:
            if self._target is not None:
                self._finish_line()
            return True
        drag = self._drag
        if drag is None:
            return event.button() != Qt.MouseButton.LeftButton
        target, allowed = self._target, self._allowed
        places = {
            seat: (round(view.map.cards[seat].x()), round(view.map.cards[seat].y()))
            for seat in drag.homes
        }
        moved = drag.moved
        self._settle(back=not moved or target is not None)
        if moved and target is None:
            view.placed.emit(places)
        elif moved and target is not None and allowed:
            view.bosses_drawn.emit(list(drag.homes), target.seat.id)
        return True

    def cancel(self) -> bool:
        """Give up the gesture that is under way; False when there is none."""
        active = self._from is not None or (self._drag is not None and self._drag.moved)
        self._settle(back=True)
        self._pan = None
        return active

    def _settle(self, *, back: bool) -> None:
        view = self._view
        if self._drag is not None:
            for seat, home in self._drag.homes.items():
                card = view.map.cards.get(seat)
                if card is not None:
                    card.setOpacity(1.0)
                    card.setZValue(10)
                    if back:
                        card.setPos(home)
            view.map.connect_all()
        self._drag = self._from = None
        self._set_target(None, False)
        view.viewport().update()

    # --- where it would end ------------------------------------------------------------------

    def _aim(self, point: QPointF) -> None:
        view = self._view
        if self._from is not None:
            card = view.map.card_under(point, frozenset({self._from.seat.id}))
            reports = view.tool == LineKind.REPORTS_TO
            loop = card is not None and view.map.is_under(card.seat.id, self._from.seat.id)
            self._set_target(card, not (reports and loop))
        elif self._drag is not None:
            card = view.map.card_under(point, frozenset(self._drag.homes))
            loop = card is not None and any(
                view.map.is_under(card.seat.id, seat) for seat in self._drag.homes
            )
            self._set_target(card, not loop)

    def _set_target(self, card: PersonCard | None, allowed: bool) -> None:
        if self._target is not None and self._target is not card:
            self._target.set_target(None)
        self._target, self._allowed = card, allowed
        if card is not None:
            card.set_target(allowed)

    def _finish_line(self) -> None:
        start, end, allowed = self._from, self._target, self._allowed
        kind = LineKind(self._view.tool)
        self._settle(back=False)
        if start is None or end is None or not allowed:
            return
        if kind is LineKind.REPORTS_TO:
            self._view.bosses_drawn.emit([start.seat.id], end.seat.id)
        else:
            self._view.line_drawn.emit(start.seat.id, end.seat.id, kind)

    # --- feedback ----------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """The line being drawn, and in words where the gesture would end."""
        if self._from is not None:
            self._paint_line(painter, self._from)
        words = self._words()
        if not words:
            return
        font = canvas_font("table", "medium")
        width = text_width(words, font) + 20.0
        box = QRectF(self._at.x() + 14, self._at.y() + 16, width, 26)
        rounded(painter, box, 4, "inverse" if self._allowed else "against_us")
        draw_text(painter, box, words, font, "on_inverse", CENTER, elide=False)

    def _paint_line(self, painter: QPainter, start: PersonCard) -> None:
        color = theme().color("accent" if self._target is None or self._allowed else "against_us")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color, 2)
        pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        middle = start.rect_on_canvas().center()
        painter.drawLine(middle, self._at)
        draw_arrow(painter, middle, self._at, color)

    def _words(self) -> str:
        if self._target is None:
            return ""
        other = self._target.seat.name
        if self._from is not None:
            kind = LineKind(self._view.tool)
            if self._allowed:
                return line_words(kind, self._from.seat.name, other, None)
            return tr("{other} reports to {one} already", other=other, one=self._from.seat.name)
        if self._drag is None or not self._drag.moved:
            return ""
        if self._allowed:
            return tr("Reports to {boss}", boss=other)
        return tr("{other} already reports this way", other=other)
