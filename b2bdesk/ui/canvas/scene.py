"""The map as items: cards, ghosts, lines and the group outside. Reloading keeps the items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from b2bdesk.analytics.line_routes.blocks import Blocks, Box, Point
from b2bdesk.analytics.line_routes.plan import LinePlan, LineRoutes, find_routes, sketch
from b2bdesk.analytics.line_routes.routes import Router
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import LineKind, Role
from b2bdesk.services.map_folds import FoldedMap
from b2bdesk.services.people_map import MapUnit
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.card_pictures import CardPictures
from b2bdesk.ui.canvas.colouring import Colouring
from b2bdesk.ui.canvas.far_cards import FarCards
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.lines import RelationLine, ReportingLines
from b2bdesk.ui.canvas.measures import CARD, card_at
from b2bdesk.ui.canvas.outside import OutsideGroup
from b2bdesk.ui.canvas.person_words import fold_words

Elsewhere = Callable[[Callable[[], LineRoutes], Callable[[LineRoutes], None]], None]
"""Runs the first beside the window and hands what it found to the second."""
_AT_ONCE = 100  # cards among which lines find their ways within a frame
_ROOM = 3000.0  # canvas around the people, so that the view can scroll freely and never jumps


class MapScene(QGraphicsScene):
    """Items by their ids. ``unit`` is what is shown."""

    relaid = Signal()  # cards lie elsewhere, or others are there
    recoloured = Signal()  # cards say something else

    def __init__(self) -> None:
        super().__init__()
        self.unit: MapUnit | None = None
        self.cards: dict[int, PersonCard] = {}
        self.ghosts: dict[Role, GhostCard] = {}
        self.lines: dict[int, RelationLine] = {}
        self.show_reporting = True
        self.show_relations = True
        self.colouring = Colouring.STANCE
        self.elsewhere: Elsewhere | None = None  # where the ways of many lines are found
        self._plan: LinePlan | None = None  # what the lines were drawn for
        self._routes = LineRoutes()  # reporting lines by seat, ghosts below 0
        self._dragged = False  # lines follow cards that do not lie yet
        self._reporting = ReportingLines()
        self._outside = OutsideGroup()
        self.addItem(self._reporting)
        self.addItem(self._outside)
        self.pictures = CardPictures()
        self._far_cards = FarCards(self.cards)
        self.addItem(self._far_cards)

    @property
    def reporting(self) -> ReportingLines:
        """The one item of all reporting lines."""
        return self._reporting

    @property
    def outside(self) -> OutsideGroup:
        """The frame around those outside the company."""
        return self._outside

    def show_unit(self, shown: FoldedMap) -> None:
        """Show a unit; people who stay keep their items and so their selection."""
        unit = self.unit = shown.unit
        self._show_cards(shown)
        self._show_ghosts(unit)
        self._show_lines(unit)
        self.connect_all()
        self._far_cards.cover(self.content_rect().adjusted(-9, -9, 9, 9))
        self.setSceneRect(self.content_rect().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
        self.recoloured.emit()

    def set_colouring(self, colouring: Colouring) -> None:
        """Choose what edge and icon of every card say."""
        self.colouring = colouring
        for card in self.cards.values():
            card.set_colouring(colouring)
        self.recoloured.emit()

    def _show_cards(self, shown: FoldedMap) -> None:
        wanted = {seat.id: seat for seat in shown.unit.seats}
        for gone in self.cards.keys() - wanted.keys():
            self.pictures.forget(self.cards[gone])
            self.removeItem(self.cards.pop(gone))
        for seat_id, seat in wanted.items():
            card = self.cards.get(seat_id)
            if card is None:
                card = self.cards[seat_id] = PersonCard(seat, self.pictures)
                card.set_colouring(self.colouring)
                self.addItem(card)
            card.show_seat(seat, shown.folds.get(seat_id), boss=seat_id in shown.bosses)
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
        boxes = {seat: _box(rect) for seat, rect in rects.items()}
        ghosts = {role: _box(card_at(item.pos())) for role, item in self.ghosts.items()}
        pairs = {
            seat: (boxes[seat], boxes[card.seat.boss])
            for seat, card in self.cards.items()
            if card.seat.boss in boxes and card.seat.boss is not None and card.seat.boss != seat
        }
        hanging = {
            -1 - number: (ghosts[role], boxes[item.ghost.below])
            for number, (role, item) in enumerate(self.ghosts.items())
            if item.ghost.below is not None and item.ghost.below in boxes
        }
        ends = {
            number: (boxes[line.row.seat_id], boxes[line.row.to_seat_id])
            for number, line in self.lines.items()
            if line.row.seat_id in boxes and line.row.to_seat_id in boxes
        }
        plan = LinePlan((*boxes.values(), *ghosts.values()), pairs | hanging, ends)
        if self._dragged or plan != self._plan:
            self._route(plan)
            self.relaid.emit()
        self._reporting.setVisible(self.show_reporting)
        for number, line in self.lines.items():
            line.setVisible(self.show_relations and number in ends)
        outside = {s for s, card in self.cards.items() if card.seat.row.person.external}
        self._outside.frame(
            [rects[seat] for seat in rects if seat in outside],
            [rects[seat] for seat in rects if seat not in outside],
        )

    def _route(self, plan: LinePlan) -> None:
        """Find the ways of the lines: of a large map ``elsewhere``, with a sketch until then."""
        before, self._plan, self._dragged = self._plan, plan, False
        if self.elsewhere is None or len(plan.cards) <= _AT_ONCE:
            self._show_routes(find_routes(plan))
            return

        def on_found(found: LineRoutes) -> None:
            if self._plan is plan and not self._dragged:
                self._show_routes(found)

        self._show_routes(sketch(plan, before, self._routes))
        self.elsewhere(lambda: find_routes(plan), on_found)

    def _show_routes(self, routes: LineRoutes) -> None:
        self._routes = routes
        self._show_reporting(routes.reporting)
        for number, points in routes.relations.items():
            self.lines[number].show_route(points, routes.blocks)

    def connect_moved(self, seats: Iterable[int]) -> None:
        """Draw the lines of cards that are being dragged; the others wait until they lie."""
        moved = set(seats)
        rects = {seat: _box(card.rect_on_canvas()) for seat, card in self.cards.items()}
        router = Router([*rects.values(), *(_box(card_at(g.pos())) for g in self.ghosts.values())])
        pairs = {
            seat: (rects[seat], rects[card.seat.boss])
            for seat, card in self.cards.items()
            if card.seat.boss in rects
            and card.seat.boss is not None
            and (seat in moved or card.seat.boss in moved)
        }
        self._show_reporting({**self._routes.reporting, **router.reporting(pairs)})
        for line in self.lines.values():
            ends = (line.row.seat_id, line.row.to_seat_id)
            if moved.intersection(ends) and all(end in rects for end in ends):
                line.show_route(router.relation(*(rects[end] for end in ends)), Blocks(()))
        self._dragged = True

    def _show_reporting(self, routes: Mapping[int, Sequence[Point]]) -> None:
        self._reporting.show_routes(
            [points for seat, points in routes.items() if seat >= 0],
            [points for seat, points in routes.items() if seat < 0],
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

    def handle_under(self, point: QPointF) -> PersonCard | None:
        """The card whose handle, which folds its branch, is at a point of the canvas."""
        for card in self.cards.values():
            if card.handle_shown and card.handle().contains(point - card.pos()):
                return card
        return None

    def lines_in_words(self, card: PersonCard) -> list[str]:
        """What lines and folds say of a person, for those who do not see them."""
        seat, words = card.seat, []
        if seat.boss in self.cards and seat.boss is not None:
            words.append(tr("Reports to {boss}", boss=self.cards[seat.boss].seat.name))
        if below := len(self.reports_of(seat.id)):
            words.append(trn("{n} person reports directly", "{n} people report directly", below))
        if card.fold is not None:
            words.append(fold_words(card.fold))
        ends = (line for line in self.lines.values() if line.isVisible())
        words += [
            line.toolTip() for line in ends if seat.id in (line.row.seat_id, line.row.to_seat_id)
        ]
        return words

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


def _box(rect: QRectF) -> Box:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def line_words(kind: LineKind, one: str, other: str, label: str | None) -> str:
    """A line in words."""
    if kind is LineKind.CONFLICTS:
        words = tr("{one} conflicts with {other}", one=one, other=other)
    elif kind is LineKind.INFLUENCES:
        words = tr("{one} influences {other}", one=one, other=other)
    else:
        words = tr("{one} reports to {other}", one=one, other=other)
    return f"{words}: {label}" if label else words
