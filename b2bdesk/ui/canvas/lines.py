"""Lines of the map: all reporting lines as one item, one item for each influence or conflict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from b2bdesk.analytics.line_routes.blocks import Blocks, Box, Point
from b2bdesk.models.enums import LineKind
from b2bdesk.queries.people import LineRow
from b2bdesk.ui.canvas.measures import CARD_HEIGHT, canvas_font
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import CENTER, draw_text, text_width

_ARROW = 8.0
_GAP = 3.0
_BARE_BELOW = 0.2  # pixels per canvas unit: an arrow or a cross would be a dot
_WIDTHS = {1: 1.4, 2: 2.0, 3: 2.8}


class ReportingLines(QGraphicsItem):
    """Every "reports to" of the unit as one orthogonal path; dotted where a role is missing."""

    def __init__(self) -> None:
        super().__init__()
        self._path = QPainterPath()
        self._dotted = QPainterPath()
        self.setZValue(1)

    def show_routes(
        self, routes: Iterable[Sequence[Point]], ghosts: Iterable[Sequence[Point]]
    ) -> None:
        """Draw these lines, dotted those of ghosts."""
        self.prepareGeometryChange()
        self._path = _path_of(routes)
        self._dotted = _path_of(ghosts)
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


def _path_of(routes: Iterable[Sequence[Point]]) -> QPainterPath:
    path = QPainterPath()
    for first, *others in routes:
        path.moveTo(*first)
        for point in others:
            path.lineTo(*point)
    return path


class RelationLine(QGraphicsItem):
    """An influence (dashed, arrow, thicker is stronger) or a conflict (dotted, a small cross)."""

    def __init__(self, row: LineRow) -> None:
        super().__init__()
        self.row = row
        self._points: list[QPointF] = []
        self._cards = Blocks(())
        self._label = QRectF()
        self._line = QPainterPath()
        self._bounds = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(3)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_row(self, row: LineRow) -> None:
        """Show the line as it is now."""
        self.row = row
        self.prepareGeometryChange()
        self._label = self._label_box()
        around = self._line.boundingRect().adjusted(-10, -10, 10, 10)
        self._bounds = around.united(self._label)
        self.update()

    def show_route(self, route: Sequence[Point], cards: Blocks) -> None:
        """Run through these corners; the label keeps off the cards."""
        self.prepareGeometryChange()
        self._points = [QPointF(*point) for point in route]
        self._line = _path_of([route])
        self._cards = cards
        self._label = self._label_box()
        around = self._line.boundingRect().adjusted(-10, -10, 10, 10)
        self._bounds = around.united(self._label)
        self.update()

    @property
    def points(self) -> tuple[QPointF, ...]:
        """The corners of the line."""
        return tuple(self._points)

    def _label_box(self) -> QRectF:
        """Beside the longest stretch where no card is, else wherever there is room."""
        if not self.row.label or len(self._points) < 2:
            return QRectF()
        width, height = text_width(self.row.label, canvas_font("caption")) + 8.0, 16.0
        pairs = sorted(pairwise(self._points), key=_length, reverse=True)
        boxes = [box for pair in pairs for box in _beside(*pair, width, height)]
        free = (box for box in boxes if not self._cards.near(_corners(box)))
        return next(free, boxes[0])

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(14)
        shape = stroker.createStroke(self._line)
        if not self._label.isEmpty():
            shape.addRect(self._label)
        return shape

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
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
        painter.drawPath(self._line)
        if option.levelOfDetailFromTransform(painter.worldTransform()) < _BARE_BELOW:
            return
        if conflict:
            self._paint_cross(painter, color)
        else:
            draw_arrow(painter, self._points[-2], self._points[-1], color)
        box = self._label
        if self.row.label and not box.isEmpty():
            painter.fillRect(box, theme().color("canvas"))
            tone = "accent" if self.isSelected() else "text_2"
            font = canvas_font("caption")
            draw_text(painter, box, self.row.label, font, tone, CENTER, elide=False)

    def _paint_cross(self, painter: QPainter, color: QColor) -> None:
        middle = self._line.pointAtPercent(0.5)
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


def _corners(box: QRectF) -> Box:
    return box.left(), box.top(), box.right(), box.bottom()


def _length(pair: tuple[QPointF, QPointF]) -> float:
    return (pair[1] - pair[0]).manhattanLength()


def _beside(start: QPointF, end: QPointF, width: float, height: float) -> Iterable[QRectF]:
    """Places for words beside a stretch, the best first."""
    middle = (start + end) / 2
    x, y = middle.x(), middle.y()
    if abs(end.x() - start.x()) > abs(end.y() - start.y()):
        yield QRectF(x - width / 2, y - height - 4, width, height)
        yield QRectF(x - width / 2, y + 4, width, height)
        # Between neighbours there is no room: the words stand above or below the gap.
        yield QRectF(x - width / 2, y - CARD_HEIGHT / 2 - height - 1, width, height)
        yield QRectF(x - width / 2, y + CARD_HEIGHT / 2 + 1, width, height)
    else:
        yield QRectF(x + 6, y - height / 2, width, height)
        yield QRectF(x - width - 6, y - height / 2, width, height)
