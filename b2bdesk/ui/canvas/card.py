"""A person's card on the map, 180 x 104: stance, name, roles, influence, how we are in touch."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, Role
from b2bdesk.services.map_folds import Fold
from b2bdesk.services.people_map import MapSeat
from b2bdesk.ui.canvas.card_pictures import CardPictures
from b2bdesk.ui.canvas.colouring import CardMark, Colouring, card_mark
from b2bdesk.ui.canvas.measures import (
    BLOCK_BELOW,
    CARD,
    PLAIN_BELOW,
    canvas_font,
    elided,
    words_width,
)
from b2bdesk.ui.canvas.person_words import age_text, card_words, fold_words, relationship_dots
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import CENTER, LEFT, RIGHT, draw_text, rounded
from b2bdesk.ui.widgets.meters import draw_dots, draw_influence

_LEFT = 15.0
_HANDLE, _HANDLE_OVER = 18.0, 4.0  # its height, and how much of it lies on the card
_NAMED = 6  # names of folded people in the tooltip
_RING = tokens().border["focus"] + tokens().border["focus_offset"]

_BOUNDS = CARD.adjusted(-_RING - 1, -_RING - 1, _RING + 1, max(_RING, _HANDLE - _HANDLE_OVER) + 1)


def _draw(
    painter: QPainter,
    box: QRectF,
    text: str,
    style: str,
    weight: str | None,
    color: str,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """A line of a card, elided where it does not fit."""
    words = elided(text, int(box.width()), style, weight)
    draw_text(painter, box, words, canvas_font(style, weight), color, align, elide=False)


class PersonCard(QGraphicsItem):
    """Draws one seat. What the pointer and the keys do is the view's business."""

    def __init__(self, seat: MapSeat, pictures: CardPictures) -> None:
        super().__init__()
        self.seat = seat
        self._pictures = pictures
        self._version = 0  # goes up with everything a picture of the card depends on
        self.focused = False
        self.fold: Fold | None = None
        self._boss = False
        self._hovered = False
        self._colouring = Colouring.STANCE
        self._mark = card_mark(self._colouring, seat)
        self._target: bool | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAcceptHoverEvents(True)
        self.setZValue(10)

    def show_seat(self, seat: MapSeat, fold: Fold | None, *, boss: bool) -> None:
        """Show the seat as it is now. ``fold``: what its branch hides; ``boss``: it has one."""
        words = card_words(seat)
        if fold is not None:
            names = ", ".join(fold.people[:_NAMED])
            more = len(fold.people) - _NAMED
            rest = trn(" and {n} more", " and {n} more", more) if more > 0 else ""
            words += f"\n{fold_words(fold)}: {names}{rest}"
        self.setToolTip(words)
        if (seat, fold, boss) != (self.seat, self.fold, self._boss):
            self.seat, self.fold, self._boss = seat, fold, boss
            self._mark = card_mark(self._colouring, seat)
            self._version += 1
            self.update()

    def set_colouring(self, colouring: Colouring) -> None:
        """Choose what edge and icon say."""
        if colouring is not self._colouring:
            self._colouring = colouring
            self._mark = card_mark(colouring, self.seat)
            self._version += 1
            self.update()

    @property
    def handle_shown(self) -> bool:
        """True while the handle that folds the branch is there."""
        at_hand = self._hovered or self.focused or self.isSelected()
        return self.fold is not None or (self._boss and at_hand)

    def handle(self) -> QRectF:
        """Where the handle takes the pointer."""
        return QRectF(CARD.center().x() - 20, CARD.bottom() - 8, 40, 28)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = True
        self.update()
        super().hoverEnterEvent(event)

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = False
        self.update()
        super().hoverLeaveEvent(event)

    def set_focused(self, focused: bool) -> None:
        """Draw the focus ring, or take it away."""
        if self.focused != focused:
            self.focused = focused
            self.update()

    def set_target(self, allowed: bool | None) -> None:
        """Say that a drag would end here: allowed, refused, or (None) not here."""
        if self._target != allowed:
            self._target = allowed
            self.update()

    def boundingRect(self) -> QRectF:
        return _BOUNDS

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(CARD)
        if self._boss:
            path.addRect(self.handle())
        return path

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        if zoom < BLOCK_BELOW:
            return  # all together are drawn by ``FarCards``
        draw = self._paint_plain if zoom < PLAIN_BELOW else self._paint_whole
        if widget is None:  # a picture of the map: lines and words, not pixels
            draw(painter)
            return
        look = (
            self._version, self.isSelected(), self.focused, self._hovered, self._target
        )  # fmt: skip
        self._pictures.paint(painter, _BOUNDS, self, look, draw, self._paint_plain)

    def _paint_whole(self, painter: QPainter) -> None:
        look = theme()
        radius = tokens().radius["panel"]
        marked = self._mark
        rounded(painter, CARD, radius, "panel")
        edge = QPainterPath()
        edge.addRoundedRect(CARD, radius, radius)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(edge)
        painter.fillRect(QRectF(0, 0, 5, CARD.height()), look.color(marked.edge))
        painter.restore()
        line, width = self._outline()
        rounded(painter, CARD, radius, None, line, width)
        if self.focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.color("focus"), tokens().border["focus"]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = CARD.adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(ring, radius + 3, radius + 3)
        draw_icon(painter, marked.icon, QRectF(CARD.right() - 27, 10, 17, 17), marked.color)
        name = QRectF(_LEFT, 8, CARD.width() - _LEFT - 32, 20)
        _draw(painter, name, self.seat.name, "body", "semibold", "text")
        self._paint_rest(painter)
        if self.handle_shown:
            self._paint_handle(painter)

    def _paint_plain(self, painter: QPainter) -> None:
        """From further away: the name, and what can still be told."""
        marked = self._mark
        line, width = self.outline()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(CARD, theme().color("panel"))
        painter.fillRect(QRectF(0, 0, 5, CARD.height()), theme().color(marked.edge))
        pen = QPen(theme().color(line), width)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(CARD)
        draw_icon(painter, marked.icon, QRectF(CARD.right() - 30, 7, 22, 22), marked.color)
        name = QRectF(_LEFT, 8, CARD.width() - _LEFT - 34, 20)
        _draw(painter, name, self.seat.name, "body", "semibold", "text")
        if self.fold is not None:
            self._paint_handle(painter)

    @property
    def mark(self) -> CardMark:
        """What edge and icon say."""
        return self._mark

    def outline(self) -> tuple[str, float]:
        """Colour and width of the frame, the focus included: for cards seen from far away."""
        return ("focus", 2.0) if self.focused else self._outline()

    def _paint_handle(self, painter: QPainter) -> None:
        """ "+5" where five people are folded in, a minus where a branch can be folded."""
        words = f"+{len(self.fold.people)}" if self.fold is not None else "−"
        font = canvas_font("caption", "medium")
        width = max(_HANDLE, words_width(words, "caption", "medium") + 12.0)
        box = QRectF(CARD.center().x() - width / 2, CARD.bottom() - _HANDLE_OVER, width, _HANDLE)
        rounded(painter, box, _HANDLE / 2, "panel", "line_control")
        draw_text(painter, box, words, font, "text", CENTER, elide=False)

    def _outline(self) -> tuple[str, float]:
        if self._target is not None:
            return ("accent" if self._target else "against_us"), 2.0
        return ("accent", 2.0) if self.isSelected() else ("line_strong", 1.0)

    def _paint_rest(self, painter: QPainter) -> None:
        look = theme()
        row = self.seat.row
        inner = CARD.width() - _LEFT - 10
        title = row.person.title or tr("No job title")
        tone = "text_2" if row.person.title else "text_3"
        _draw(painter, QRectF(_LEFT, 27, inner, 17), title, "table", None, tone)
        self._paint_roles(painter, row.roles, inner)
        painter.fillRect(QRectF(_LEFT, 79.5, inner, 1), look.color("line"))
        middle = 91.0
        draw_icon(painter, "ph.megaphone-simple", QRectF(_LEFT - 1, middle - 7, 14, 14), "text_2")
        draw_icon(painter, "ph.handshake", QRectF(_LEFT + 64, middle - 7, 14, 14), "text_2")
        painter.save()
        painter.scale(1 / look.scale, 1 / look.scale)  # the meters are drawn at the text size

        def box(left: float) -> QRectF:
            scale = look.scale
            return QRectF(left * scale, (middle - 6) * scale, 60 * scale, 12 * scale)

        most = tokens().influence_max
        draw_influence(painter, box(_LEFT + 16), row.influence or 0, most)
        draw_dots(painter, box(_LEFT + 82), relationship_dots(self.seat.contact.known), 3)
        painter.restore()
        late = self.seat.contact.overdue
        age = QRectF(CARD.right() - 66, middle - 9, 56, 18)
        weight, tone = ("medium", "attention_text") if late else (None, "text_2")
        _draw(painter, age, age_text(self.seat.contact), "table", weight, tone, RIGHT)

    def _paint_roles(self, painter: QPainter, roles: tuple[Role, ...], room: float) -> None:
        font = canvas_font("caption")
        x, top, height = _LEFT, 50.0, 20.0
        words = [tr(WORDS[role]) for role in roles]
        if not words:
            box = QRectF(x, top, room, height)
            draw_text(painter, box, tr("No role yet"), font, "text_3", LEFT)
            return
        for number, word in enumerate(words):
            rest = len(words) - number - 1
            width = words_width(word, "caption") + 12
            more = words_width(f"+{rest}", "caption") + 12 if rest else 0
            if x + width + (more + 4 if rest else 0) > _LEFT + room and number:
                tail = f"+{rest + 1}"
                self._chip(painter, QRectF(x, top, words_width(tail, "caption") + 12, height), tail)
                return
            self._chip(painter, QRectF(x, top, min(width, room), height), word)
            x += width + 5

    def _chip(self, painter: QPainter, box: QRectF, word: str) -> None:
        rounded(painter, box, tokens().radius["badge"], "sunken")
        inner = box.adjusted(4, 0, -4, 0)
        _draw(painter, inner, word, "caption", None, "text", CENTER)

    def rect_on_canvas(self) -> QRectF:
        """The card's rectangle where it lies now."""
        return CARD.translated(self.pos())

    def home(self) -> QPointF:
        """Where the card belongs as long as nobody drags it."""
        return QPointF(self.seat.x, self.seat.y)
