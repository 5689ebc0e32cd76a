"""The map as items: cards, ghosts, lines and the group outside. Reloading keeps the items."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QStyleOptionGraphicsItem,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import LineKind, Role
from b2bdesk.services.people_map import MapUnit
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.lines import RelationLine, ReportingLines
from b2bdesk.ui.canvas.measures import CARD, canvas_font, card_at
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import LEFT, draw_text

_ROOM = 3000.0  # canvas around the people, so that the view can scroll freely and never jumps


class OutsideGroup(QGraphicsItem):
    """The frame "Outside the company" around advisers and partners."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QRectF()
        self.setZValue(0)

    def frame(self, cards: list[QRectF]) -> None:
        """Surround these cards; no cards, no frame."""
        self.prepareGeometryChange()
        box = QRectF()
        for card in cards:
            box = box.united(card)
        self._box = QRectF() if box.isNull() else box.adjusted(-12, -28, 12, 12)
        self.setVisible(not self._box.isNull())
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-1, -1, 1, 1)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        pen = QPen(theme().color("line_control"), 1)
        pen.setDashPattern([2.0, 3.0])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = tokens().radius["panel"]
        painter.drawRoundedRect(self._box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        title = QRectF(self._box.left() + 12, self._box.top() + 5, self._box.width() - 24, 20)
        words = tr("Outside the company")
        draw_text(painter, title, words, canvas_font("table"), "text_2", LEFT)


class MapScene(QGraphicsScene):
    """Items by their ids. ``unit`` is what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.unit: MapUnit | None = None
        self.cards: dict[int, PersonCard] = {}
        self.ghosts: dict[Role, GhostCard] = {}
        self.lines: dict[int, RelationLine] = {}
        self.show_reporting = True
        self.show_relations = True
        self._reporting = ReportingLines()
        self._outside = OutsideGroup()
        self.addItem(self._reporting)
        self.addItem(self._outside)

    @property
    def reporting(self) -> ReportingLines:
        """The one item of all reporting lines."""
        return self._reporting

    def show_unit(self, unit: MapUnit) -> None:
        """Show a unit; people who stay keep their items and so their selection."""
        self.unit = unit
        self._show_cards(unit)
        self._show_ghosts(unit)
        self._show_lines(unit)
        self.connect_all()
        self.setSceneRect(self.content_rect().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))

    def _show_cards(self, unit: MapUnit) -> None:
        wanted = {seat.id: seat for seat in unit.seats}
        for gone in self.cards.keys() - wanted.keys():
            self.removeItem(self.cards.pop(gone))
        for seat_id, seat in wanted.items():
            card = self.cards.get(seat_id)
            if card is None:
                card = self.cards[seat_id] = PersonCard(seat)
                self.addItem(card)
            card.show_seat(seat)
            card.setPos(card.home())

    def _show_ghosts(self, unit: MapUnit) -> None:
        wanted = {ghost.role: ghost for ghost in unit.ghosts}
        for role in list(self.ghosts):
            if self.ghosts[role].ghost != wanted.get(role):
                self.removeItem(self.ghosts.pop(role))
        for role, ghost in wanted.items():
            if role not in self.ghosts:
                self.ghosts[role] = GhostCard(ghost)
                self.addItem(self.ghosts[role])

    def _show_lines(self, unit: MapUnit) -> None:
        wanted = {row.id: row for row in unit.lines if row.kind is not LineKind.REPORTS_TO}
        for gone in self.lines.keys() - wanted.keys():
            self.removeItem(self.lines.pop(gone))
        for line_id, row in wanted.items():
            line = self.lines.get(line_id)
            if line is None:
                line = self.lines[line_id] = RelationLine(row)
                self.addItem(line)
            line.show_row(row)
            names = (self._name(row.seat_id), self._name(row.to_seat_id))
            line.setToolTip(line_words(row.kind, names[0], names[1], row.label))

    def _name(self, seat: int) -> str:
        card = self.cards.get(seat)
        return card.seat.name if card is not None else ""

    def connect_all(self) -> None:
        """Draw all lines anew for where the cards lie now."""
        rects = {seat: card.rect_on_canvas() for seat, card in self.cards.items()}
        pairs = [
            (rects[seat], rects[card.seat.boss])
            for seat, card in self.cards.items()
            if card.seat.boss is not None and card.seat.boss in rects
        ]
        ghosts = [
            (card_at(item.pos()), rects[item.ghost.below])
            for item in self.ghosts.values()
            if item.ghost.below is not None and item.ghost.below in rects
        ]
        self._reporting.show_pairs(pairs, ghosts)
        self._reporting.setVisible(self.show_reporting)
        ghost_rects = [card_at(item.pos()) for item in self.ghosts.values()]
        for line in self.lines.values():
            ends = (line.row.seat_id, line.row.to_seat_id)
            others = [box for seat, box in rects.items() if seat not in ends] + ghost_rects
            line.connect_cards(rects[ends[0]], rects[ends[1]], others)
            line.setVisible(self.show_relations)
        self._outside.frame(
            [rects[seat] for seat, card in self.cards.items() if card.seat.row.person.external]
        )

    def content_rect(self) -> QRectF:
        """What is worth seeing: cards, ghosts and the group outside."""
        box = QRectF()
        for card in self.cards.values():
            box = box.united(card.rect_on_canvas())
        for ghost in self.ghosts.values():
            box = box.united(card_at(ghost.pos()))
        if self._outside.isVisible():
            box = box.united(self._outside.boundingRect())
        return box if not box.isNull() else QRectF(CARD)

    def card_under(
        self, point: QPointF, besides: frozenset[int] = frozenset()
    ) -> PersonCard | None:
        """The card at a point of the canvas, other than those named."""
        for seat, card in self.cards.items():
            if seat not in besides and card.rect_on_canvas().contains(point):
                return card
        return None

    def reading_order(self) -> list[PersonCard | GhostCard]:
        """Cards and ghosts as one reads them: row by row, left to right."""
        items: list[PersonCard | GhostCard] = [*self.cards.values(), *self.ghosts.values()]
        return sorted(items, key=lambda item: (round(item.y() / 48), item.x()))

    def reports_of(self, boss: int) -> list[PersonCard]:
        """The cards that report to a seat, left to right."""
        found = [card for card in self.cards.values() if card.seat.boss == boss]
        return sorted(found, key=lambda card: card.x())

    def is_under(self, seat: int, boss: int) -> bool:
        """True when ``seat`` is ``boss`` or reports to it, directly or through others."""
        walker: int | None = seat
        seen: set[int] = set()
        while walker is not None and walker not in seen:
            if walker == boss:
                return True
            seen.add(walker)
            card = self.cards.get(walker)
            walker = card.seat.boss if card is not None else None
        return False


def line_words(kind: LineKind, one: str, other: str, label: str | None) -> str:
    """A line in words."""
    if kind is LineKind.CONFLICTS:
        words = tr("{one} conflicts with {other}", one=one, other=other)
    elif kind is LineKind.INFLUENCES:
        words = tr("{one} influences {other}", one=one, other=other)
    else:
        words = tr("{one} reports to {other}", one=one, other=other)
    return f"{words}: {label}" if label else words
