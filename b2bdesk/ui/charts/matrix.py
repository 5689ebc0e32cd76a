"""The customer profitability matrix: cost to serve by margin, bubbles by sales, with a brush."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import Table
from b2bdesk.ui.charts.matrix_data import Bubble, MatrixBrush, MatrixData
from b2bdesk.ui.charts.matrix_drawing import MatrixDrawing
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme

_KEYS = {
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Up: (1, 1),
    Qt.Key.Key_Down: (1, -1),
}


class MatrixChart(MatrixDrawing):
    """Drag to brush, Esc clears, double click resets, a click opens; arrows walk the bubbles.

    Left and Right go by cost to serve, Up and Down by margin; with Shift they brush from where
    they began. A click on the name of a quadrant chooses it.
    """

    brushed = Signal(object)  # MatrixBrush
    cleared = Signal()
    opened = Signal(object)  # id

    def __init__(self, data: MatrixData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(data, parent)
        self._anchor: QPointF | None = None
        self._from: int | None = None
        self._begun = False
        self._orders: tuple[list[int], list[int]] = ([], [])
        self.setMinimumSize(theme().px(260), theme().px(180))
        self.set_data(self._data)

    @property
    def data(self) -> MatrixData:
        """What is drawn."""
        return self._data

    @property
    def brush(self) -> MatrixBrush | None:
        """The rectangle brushed."""
        return self._brush

    @property
    def shows_trails(self) -> bool:
        """True while bubbles trail from where they stood."""
        return self._trails

    def set_data(self, data: MatrixData) -> None:
        """Draw another result; the brush stays, since it is in ratios."""
        self._data = data
        self._cursor = self._from = None
        places = range(len(data.bubbles))
        self._orders = (
            sorted(places, key=lambda n: (data.bubbles[n].cost_to_serve, n)),
            sorted(places, key=lambda n: (data.bubbles[n].margin, n)),
        )
        self._fit()
        self.refresh()

    def show_trails(self, on: bool) -> None:
        """Show where the bubbles stood in what they are compared with, or hide it."""
        self._trails = on
        self.refresh()

    def set_brush(self, brush: MatrixBrush | None) -> None:
        """Show a brush, or none, without a signal."""
        self._brush = brush
        self._from = None
        self.refresh()

    def set_marked(self, ids: frozenset[int] | None) -> None:
        """Make everything else pale, since these were chosen elsewhere; None ends that."""
        self._marked = ids
        self.update()

    def choose_quadrant(self, number: int) -> None:
        """Brush a corner: 0 top left, 1 top right, 2 bottom left, 3 bottom right."""
        cost, margin = self._data.split_cost, self._data.split_margin
        right, low = bool(number % 2), number >= 2
        self._brush_to(
            MatrixBrush(
                cost if right else None,
                None if right else cost,
                None if low else margin,
                margin if low else None,
            )
        )

    def selected_ids(self) -> list[int]:
        """Ids inside the brush, dots included; all when there is none."""
        brush, dots = self._brush, self._data.dots
        found = [b.id for b in self._data.bubbles if brush is None or brush.holds(b)]
        small = zip(dots.ids, dots.costs, dots.margins, strict=True)
        found += [one for one, cost, margin in small if not brush or brush.contains(cost, margin)]
        return found

    # Words -----------------------------------------------------------------------------------

    def _told(self, bubble: Bubble) -> str:
        told = tr(
            "{name}: margin {margin}, cost to serve {cost}, sales {sales}",
            name=bubble.name,
            margin=formats().percent(bubble.margin, 1),
            cost=formats().percent(bubble.cost_to_serve, 1),
            sales=formats().money_unit(bubble.sales),
        )
        if not self._trails or bubble.before is None:
            return told
        cost, margin = bubble.before
        before = tr(
            "before: margin {margin}, cost to serve {cost}",
            margin=formats().percent(margin, 1),
            cost=formats().percent(cost, 1),
        )
        return f"{told}; {before}"

    def describe(self) -> str:
        bubbles = self._data.bubbles
        good = sum(1 for b in bubbles if b.profitable)
        parts = [
            trn("{n} account", "{n} accounts", len(bubbles)),
            trn("{n} earns", "{n} earn", good),
            trn("{n} loses", "{n} lose", len(bubbles) - good),
        ]
        if self._data.dots.ids:
            small = len(self._data.dots.ids)
            parts.append(trn("{n} smaller account", "{n} smaller accounts", small))
            if away := self.outside():
                parts.append(trn("{n} of them outside", "{n} of them outside", away))
        if self._data.counts is not None:
            parts += [text for text, _, _ in self._quadrant_labels(QRectF())]
        if self._trails:
            turned = [b for b in bubbles if b.turned]
            gained = sum(1 for b in turned if b.profitable)
            parts.append(trn("{n} turned to profit", "{n} turned to profit", gained))
            parts.append(trn("{n} turned to loss", "{n} turned to loss", len(turned) - gained))
        if self._brush is not None:
            parts.append(trn("{n} brushed", "{n} brushed", len(self.selected_ids())))
        return ", ".join(parts)

    def as_table(self) -> Table:
        headers = [
            tr("Account"),
            tr("Cost to serve, % of sales"),
            tr("Net margin realised, % of sales"),
            tr("Sales, {currency}", currency=formats().currency),
        ]
        if self._trails:
            headers += [tr("Cost to serve before"), tr("Margin before")]
        rows = []
        for b in (*self._data.bubbles, *self._small()):
            row = [
                b.name,
                formats().percent(b.cost_to_serve, 1),
                formats().percent(b.margin, 1),
                formats().money(b.sales),
            ]
            if self._trails:
                cost, margin = b.before or (None, None)
                row += [formats().percent(cost, 1), formats().percent(margin, 1)]
            rows.append(row)
        return headers, rows

    def _small(self) -> list[Bubble]:
        """The dots as bubbles that are not drawn."""
        dots = self._data.dots
        columns = zip(dots.ids, dots.names, dots.costs, dots.margins, dots.sales, strict=True)
        return [
            Bubble(account, name, cost, margin, sales, margin >= cost)
            for account, name, cost, margin, sales in columns
        ]

    # Hands -----------------------------------------------------------------------------------

    def _bubble_at(self, spot: QPointF) -> Bubble | None:
        area = self._area(QRectF(self.rect()))
        for bubble in sorted(self._data.bubbles, key=lambda b: b.sales):
            x, y = self._x_of(area, bubble.cost_to_serve), self._y_of(area, bubble.margin)
            reach = max(self._radius(bubble), 4.0)
            if (spot.x() - x) ** 2 + (spot.y() - y) ** 2 <= reach**2:
                return bubble
        return self._dot_at(spot, area)

    def _dot_at(self, spot: QPointF, area: QRectF) -> Bubble | None:
        """The small account nearest to a point, no farther than a hand is sure."""
        dots, best, near = self._data.dots, None, 4.0**2
        if not area.contains(spot):
            return None
        for number, (cost, margin) in enumerate(zip(dots.costs, dots.margins, strict=True)):
            away = (spot.x() - self._x_of(area, cost)) ** 2
            if away <= near:
                away += (spot.y() - self._y_of(area, margin)) ** 2
                if away <= near:
                    best, near = number, away
        return None if best is None else self._small()[best]

    def _quadrant_at(self, spot: QPointF) -> int | None:
        labels = self._quadrant_labels(self._area(QRectF(self.rect())))
        hit = (
            n for n, (_, box, _) in enumerate(labels) if box.adjusted(-6, -6, 6, 6).contains(spot)
        )
        return next(hit, None)

    def tip_at(self, spot: QPointF) -> str:
        bubble = self._bubble_at(spot)
        return "" if bubble is None else self._told(bubble)

    def _rectangle(self, start: QPointF, end: QPointF) -> MatrixBrush:
        """Between two points; a side at the edge of the picture has no end."""
        area = self._area(QRectF(self.rect()))
        left, right = sorted((start.x(), end.x()))
        top, bottom = sorted((start.y(), end.y()))
        wide, high = self._x[-1] - self._x[0], self._y[-1] - self._y[0]

        def cost(x: float) -> float:
            return self._x[0] + (x - area.left()) / area.width() * wide

        def margin(y: float) -> float:
            return self._y[0] + (area.bottom() - y) / area.height() * high

        return MatrixBrush(
            None if left <= area.left() + 3 else cost(left),
            None if right >= area.right() - 3 else cost(right),
            None if bottom >= area.bottom() - 3 else margin(bottom),
            None if top <= area.top() + 3 else margin(top),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._anchor, self._begun = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._anchor is None:
            return
        if not self._begun and (event.position() - self._anchor).manhattanLength() < 5:
            return
        self._begun = True
        self._brush = self._rectangle(self._anchor, event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._anchor is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._anchor = None
        if self._begun and self._brush is not None:
            self._brush_to(self._brush)
        elif (bubble := self._bubble_at(event.position())) is not None:
            self.opened.emit(bubble.id)
        elif (corner := self._quadrant_at(event.position())) is not None:
            self.choose_quadrant(corner)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.clear_brush()

    def _brush_to(self, brush: MatrixBrush) -> None:
        self._brush = brush
        self.refresh()
        self.brushed.emit(brush)

    def clear_brush(self) -> None:
        """Take the brush away and say so."""
        self._from = None
        if self._brush is not None:
            self._brush = None
            self.refresh()
            self.cleared.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bubbles = self._data.bubbles
        step = _KEYS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._brush is not None:
            self.clear_brush()
        elif step is not None and bubbles:
            self._walk(*step, brushing=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.opened.emit(bubbles[self._cursor].id)
        else:
            super().keyPressEvent(event)

    def _walk(self, axis: int, step: int, *, brushing: bool) -> None:
        """To the next bubble along an axis; the largest is where walking begins."""
        order, here = self._orders[axis], self._cursor
        if here is None:
            self._cursor = 0
        else:
            place = order.index(here) + step
            self._cursor = order[max(0, min(len(order) - 1, place))]
        bubble = self._data.bubbles[self._cursor]
        if brushing:
            self._from = (
                (self._cursor if here is None else here) if self._from is None else self._from
            )
            start = self._data.bubbles[self._from]
            costs = sorted((start.cost_to_serve, bubble.cost_to_serve))
            margins = sorted((start.margin, bubble.margin))
            self._brush_to(MatrixBrush(costs[0], costs[1], margins[0], margins[1]))
        self.setAccessibleDescription(self._told(bubble))
        self.update()
