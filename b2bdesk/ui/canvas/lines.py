"""Lines of the map: all reporting lines as one item, one item for each influence or conflict."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from b2bdesk.models.enums import LineKind
from b2bdesk.queries.people import LineRow
from b2bdesk.ui.canvas.measures import CARD_HEIGHT, CARD_WIDTH, GRID, canvas_font
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import CENTER, draw_text, text_width

_ARROW = 8.0
_GAP = 3.0
_WIDTHS = {1: 1.4, 2: 2.0, 3: 2.8}


class ReportingLines(QGraphicsItem):
    """Every "reports to" of the unit as one orthogonal path; dotted where a role is missing."""

    def __init__(self) -> None:
        super().__init__()
        self._path = QPainterPath()
        self._dotted = QPainterPath()
        self.setZValue(1)

    def show_pairs(
        self, pairs: Iterable[tuple[QRectF, QRectF]], ghosts: Iterable[tuple[QRectF, QRectF]]
    ) -> None:
        """Draw lines from each card to its boss, given as (card, boss)."""
        self.prepareGeometryChange()
        self._path = _tree(pairs)
        self._dotted = _tree(ghosts)
        self.update()

    @property
    def path(self) -> QPainterPath:
        """The solid lines."""
        return self._path

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().united(self._dotted.boundingRect()).adjusted(-2, -2, 2, 2)

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        # Whole device pixels, without antialiasing: every stretch of a line is equally thick.
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme().color("line_control"), max(1, round(1.3 * zoom)))
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPath(self._path)
        pen.setDashPattern([1.0, 2.5])
        painter.setPen(pen)
        painter.drawPath(self._dotted)


def _tree(pairs: Iterable[tuple[QRectF, QRectF]]) -> QPainterPath:
    path = QPainterPath()
    columns: dict[tuple[float, float, float], list[QRectF]] = defaultdict(list)
    bosses: dict[tuple[float, float, float], QRectF] = {}
    for card, boss in pairs:
        key = (boss.x(), boss.y(), card.x())
        columns[key].append(card)
        bosses[key] = boss
    for key, cards in columns.items():
        cards.sort(key=QRectF.top)
        for number, card in enumerate(cards):
            points = _elbow(card, bosses[key], cards[0] if number else None)
            path.moveTo(points[0])
            for point in points[1:]:
                path.lineTo(point)
    return path


def _elbow(card: QRectF, boss: QRectF, stacked_under: QRectF | None) -> list[QPointF]:
    foot = QPointF(boss.center().x(), boss.bottom())
    head = QPointF(card.center().x(), card.top())
    first = stacked_under.top() if stacked_under is not None else head.y()
    if first >= foot.y() + GRID / 2:
        # One bus height for all children of a row, so that their lines run together.
        bus = first - min((first - foot.y()) / 2, 44.0)
        if stacked_under is None:
            return [foot, QPointF(foot.x(), bus), QPointF(head.x(), bus), head]
        lane = card.left() - GRID / 2
        middle = card.center().y()
        corners = [QPointF(foot.x(), bus), QPointF(lane, bus), QPointF(lane, middle)]
        return [foot, *corners, QPointF(card.left(), middle)]
    right = card.center().x() >= boss.center().x()
    side = QPointF(boss.right() if right else boss.left(), boss.center().y())
    near = QPointF(card.left() if right else card.right(), card.center().y())
    middle_x = (side.x() + near.x()) / 2
    return [side, QPointF(middle_x, side.y()), QPointF(middle_x, near.y()), near]


class RelationLine(QGraphicsItem):
    """An influence (dashed, arrow, thicker is stronger) or a conflict (dotted, a small cross)."""

    def __init__(self, row: LineRow) -> None:
        super().__init__()
        self.row = row
        self._points: list[QPointF] = []
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(3)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_row(self, row: LineRow) -> None:
        """Show the line as it is now."""
        self.row = row
        self.prepareGeometryChange()
        self.update()

    def connect_cards(self, start: QRectF, end: QRectF, others: Sequence[QRectF]) -> None:
        """Run from one card to another, around the cards between them."""
        self.prepareGeometryChange()
        self._points = route(start, end, others)
        self.update()

    @property
    def points(self) -> tuple[QPointF, ...]:
        """The corners of the line."""
        return tuple(self._points)

    def _path(self) -> QPainterPath:
        path = QPainterPath()
        if self._points:
            path.moveTo(self._points[0])
            for point in self._points[1:]:
                path.lineTo(point)
        return path

    def _label_box(self) -> QRectF:
        if not self.row.label or len(self._points) < 2:
            return QRectF()
        longest = max(
            zip(self._points, self._points[1:], strict=False),
            key=lambda pair: math.hypot(pair[1].x() - pair[0].x(), pair[1].y() - pair[0].y()),
        )
        middle = (longest[0] + longest[1]) / 2
        width = text_width(self.row.label, canvas_font("caption")) + 8.0
        flat = abs(longest[1].x() - longest[0].x()) > abs(longest[1].y() - longest[0].y())
        if not flat:
            return QRectF(middle.x() + 6, middle.y() - 8, width, 16)
        if abs(longest[1].x() - longest[0].x()) >= width:
            return QRectF(middle.x() - width / 2, middle.y() - 20, width, 16)
        # Between neighbours there is no room: the words stand above the gap.
        return QRectF(middle.x() - width / 2, middle.y() - CARD_HEIGHT / 2 - 17, width, 16)

    def boundingRect(self) -> QRectF:
        box = self._path().boundingRect().adjusted(-10, -10, 10, 10)
        return box.united(self._label_box())

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(14)
        shape = stroker.createStroke(self._path())
        if not self._label_box().isEmpty():
            shape.addRect(self._label_box())
        return shape

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        if len(self._points) < 2:
            return
        conflict = self.row.kind is LineKind.CONFLICTS
        color = theme().color("against_us" if conflict else "text")
        if self.isSelected():
            color = theme().color("accent")
        width = _WIDTHS.get(self.row.strength, 1.4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.2, 2.4] if conflict else [4.0 / width * 1.2, 3.0 / width * 1.2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path())
        if conflict:
            self._paint_cross(painter, color)
        else:
            draw_arrow(painter, self._points[-2], self._points[-1], color)
        box = self._label_box()
        if self.row.label and not box.isEmpty():
            painter.fillRect(box, theme().color("canvas"))
            tone = "accent" if self.isSelected() else "text_2"
            font = canvas_font("caption")
            draw_text(painter, box, self.row.label, font, tone, CENTER, elide=False)

    def _paint_cross(self, painter: QPainter, color: QColor) -> None:
        middle = self._path().pointAtPercent(0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("canvas"))
        painter.drawEllipse(middle, 7, 7)
        painter.setPen(QPen(color, 2))
        painter.drawLine(middle + QPointF(-4, -4), middle + QPointF(4, 4))
        painter.drawLine(middle + QPointF(-4, 4), middle + QPointF(4, -4))


def draw_arrow(painter: QPainter, start: QPointF, tip: QPointF, color: QColor) -> None:
    """A filled head at ``tip``, in the direction from ``start``."""
    angle = math.atan2(tip.y() - start.y(), tip.x() - start.x())

    def corner(turn: float) -> QPointF:
        reach = angle + math.pi + turn
        return tip + QPointF(math.cos(reach) * _ARROW, math.sin(reach) * _ARROW)

    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([tip, corner(0.42), corner(-0.42)]))


def route(start: QRectF, end: QRectF, others: Sequence[QRectF]) -> list[QPointF]:
    """Corners of a line from one card to another: straight, or over the row where cards block."""
    points = _straight(start, end)
    if not any(_crosses(points[0], points[1], box) for box in others):
        return points
    # Over the tops of both, off the middle, where the reporting lines come down.
    shift = CARD_WIDTH / 4
    side = 1 if end.center().x() >= start.center().x() else -1
    leave = QPointF(start.center().x() + side * shift, start.top())
    arrive = QPointF(end.center().x() - side * shift, end.top() - _GAP)
    height = min(leave.y(), arrive.y()) - GRID * 0.75
    return [leave, QPointF(leave.x(), height), QPointF(arrive.x(), height), arrive]


def _straight(start: QRectF, end: QRectF) -> list[QPointF]:
    if end.left() >= start.right():
        return [
            QPointF(start.right() + _GAP, start.center().y()),
            QPointF(end.left() - _GAP, end.center().y()),
        ]
    if end.right() <= start.left():
        return [
            QPointF(start.left() - _GAP, start.center().y()),
            QPointF(end.right() + _GAP, end.center().y()),
        ]
    left = max(start.left(), end.left())
    right = min(start.right(), end.right())
    x = left + (right - left) * 0.75
    if end.top() >= start.bottom():
        return [QPointF(x, start.bottom() + _GAP), QPointF(x, end.top() - _GAP)]
    return [QPointF(x, start.top() - _GAP), QPointF(x, end.bottom() + _GAP)]


def _crosses(start: QPointF, end: QPointF, box: QRectF) -> bool:
    line = QPainterPath(start)
    line.lineTo(end)
    stroker = QPainterPathStroker()
    stroker.setWidth(2)
    return stroker.createStroke(line).intersects(box)
