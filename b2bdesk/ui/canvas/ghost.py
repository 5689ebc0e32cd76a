"""The dashed card of a role nobody holds, with the two ways to fill it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import Role
from b2bdesk.services.people_map import Ghost
from b2bdesk.ui.canvas.measures import CARD, canvas_font
from b2bdesk.ui.canvas.person_words import role_name_in_text, role_question
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width

_PAD = 12.0


class GhostCard(QGraphicsItem):
    """ "Missing: decider", the question to ask, "Add person" and "Plan to ask"."""

    def __init__(self, ghost: Ghost) -> None:
        super().__init__()
        self.ghost = ghost
        self.focused = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setPos(ghost.x, ghost.y)
        self.setZValue(9)
        self.setToolTip(f"{self.title}\n{role_question(ghost.role)}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def role(self) -> Role:
        """The role that is missing."""
        return self.ghost.role

    @property
    def title(self) -> str:
        """What the card says first."""
        return tr("Missing: {role}", role=role_name_in_text(self.ghost.role))

    def set_focused(self, focused: bool) -> None:
        """Draw the focus ring, or take it away."""
        if self.focused != focused:
            self.focused = focused
            self.update()

    def link_at(self, point: QPointF) -> str:
        """ "add" or "ask" where a link lies at a point of the card, else ""."""
        add, ask = self._links()
        if add.contains(point):
            return "add"
        return "ask" if ask.contains(point) else ""

    def _links(self) -> tuple[QRectF, QRectF]:
        font = canvas_font("table", "medium")
        add = text_width(tr("Add person"), font)
        ask = text_width(tr("Plan to ask"), font)
        top = CARD.height() - 30
        first = QRectF(_PAD, top, add + 4, 24)
        second = QRectF(
            first.right() + 10, top, min(ask + 4, CARD.width() - first.right() - 14), 24
        )
        return first, second

    def boundingRect(self) -> QRectF:
        return CARD.adjusted(-5, -5, 5, 5)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(CARD)
        return path

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        radius = tokens().radius["panel"]
        rounded(painter, CARD, radius, "panel", "against_us", 1.0, dashed=True)
        if self.focused or self.isSelected():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = tokens().border["focus"] if self.focused else 1
            painter.setPen(QPen(theme().color("focus"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(CARD.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
        draw_icon(painter, "ph.user-focus", QRectF(_PAD, 12, 17, 17), "against_us")
        head = QRectF(_PAD + 22, 10, CARD.width() - _PAD - 22 - 6, 20)
        title = canvas_font("body", "semibold")
        if text_width(self.title, title) > head.width():
            title = canvas_font("table", "semibold")
        draw_text(painter, head, self.title, title, "against_us", LEFT)
        painter.setFont(canvas_font("caption"))
        painter.setPen(theme().color("text_2"))
        painter.drawText(
            QRectF(_PAD, 33, CARD.width() - _PAD * 2, 38),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            role_question(self.ghost.role),
        )
        font = canvas_font("table", "medium")
        for box, words in zip(self._links(), (tr("Add person"), tr("Plan to ask")), strict=True):
            draw_text(painter, box, words, font, "accent", LEFT)
