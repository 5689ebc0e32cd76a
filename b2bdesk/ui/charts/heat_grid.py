"""A grid of shaded figures: accounts by activity, risk by profit. The figure is always written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, caption_font
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import heat_index, tokens
from b2bdesk.ui.widgets.drawing import CENTER, LEFT, draw_text, text_width
from b2bdesk.ui.widgets.marks import Mark


@dataclass(frozen=True, slots=True)
class HeatCell:
    """``value`` shades the cell (None: not known, not shaded); ``text`` and ``sub`` are written."""

    value: float | None
    text: str
    sub: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row with its id, its name, a mark before the name, and one cell per column."""

    id: int
    label: str
    cells: tuple[HeatCell, ...]
    mark: Mark | None = None


class HeatGrid(Chart):
    """Shaded from 0 to ``maximum`` (default: the largest value). ``clicked(row id, column)``."""

    clicked = Signal(object, int)

    def __init__(
        self,
        columns: Sequence[str] = (),
        rows: Sequence[HeatRow] = (),
        *,
        maximum: float | None = None,
        roomy: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[HeatRow, ...] = ()
        self._maximum = maximum
        self._roomy = roomy
        self._cursor: tuple[int, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.set_data(columns, rows, maximum=maximum)

    def set_data(
        self, columns: Sequence[str], rows: Sequence[HeatRow], *, maximum: float | None = None
    ) -> None:
        """Draw other rows; every row has one cell per column."""
        self._columns, self._rows, self._maximum = tuple(columns), tuple(rows), maximum
        self._cursor = None
        self.refresh()

    def _row_height(self) -> int:
        return theme().px(38 if self._roomy else 24)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(22) + self._row_height() * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.sizeHint().height())

    def _grid(self, box: QRectF) -> tuple[float, float, float]:
        """Width of the names, top of the first row, width of a cell."""
        look = theme()
        font = look.font("table")
        names = max((text_width(row.label, font) for row in self._rows), default=0)
        marks = look.px(20) if any(row.mark for row in self._rows) else 0
        words = min(names + marks + look.px(14), box.width() * 0.5)
        head = look.px(22) if self._columns else 0
        return words, box.top() + head, (box.width() - words) / max(1, len(self._columns))

    def _top_value(self) -> float:
        if self._maximum is not None:
            return self._maximum
        return max((c.value or 0.0 for row in self._rows for c in row.cells), default=0.0)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        words, top, width = self._grid(box)
        most = self._top_value()
        height = self._row_height()
        for number, name in enumerate(self._columns):
            spot = QRectF(box.left() + words + width * number, box.top(), width, look.px(20))
            draw_text(painter, spot, name, caption_font(), "text_2", CENTER)
        for line, row in enumerate(self._rows):
            y = top + height * line
            x = box.left()
            if row.mark is not None:
                row.mark.draw(painter, QRectF(x, y, look.px(14), height))
                x += look.px(20)
            spot = QRectF(x, y, box.left() + words - x - look.px(6), height)
            draw_text(painter, spot, row.label, look.font("table"), "text", LEFT)
            for number, cell in enumerate(row.cells):
                place = QRectF(box.left() + words + width * number, y, width, height)
                self._draw_cell(painter, place, cell, most)
                if self._cursor == (line, number) and self.hasFocus():
                    painter.setPen(QPen(look.color("focus"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(place.adjusted(1, 1, -2, -2))

    def _draw_cell(self, painter: QPainter, place: QRectF, cell: HeatCell, most: float) -> None:
        look = theme()
        index = 0 if cell.value is None else heat_index(cell.value, most)
        inner = place.adjusted(0, 0, -1, -1)
        painter.fillRect(inner, look.color(tokens().heat[index]))
        if index == 0:
            painter.setPen(QPen(look.color("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(inner.adjusted(0, 0, -1, -1))
        role = tokens().heat_text[index] if cell.value is not None else "text_3"
        if cell.sub:
            half = inner.height() / 2
            upper = QRectF(inner.left(), inner.top() + 1, inner.width(), half)
            draw_text(painter, upper, cell.text, look.font("table", "semibold"), role, CENTER)
            under = upper.translated(0, half - 2)
            draw_text(painter, under, cell.sub, caption_font(), role, CENTER)
        else:
            draw_text(painter, inner, cell.text, look.font("table"), role, CENTER)

    def _cell_at(self, spot: QPointF) -> tuple[int, int] | None:
        words, top, width = self._grid(QRectF(self.rect()))
        line = int((spot.y() - top) // self._row_height())
        number = int((spot.x() - words) // max(1.0, width))
        inside = spot.x() >= words and spot.y() >= top
        if inside and line < len(self._rows) and number < len(self._columns):
            return line, number
        return None

    def tip_at(self, spot: QPointF) -> str:
        place = self._cell_at(spot)
        return "" if place is None else self._told(place)

    def _told(self, place: tuple[int, int]) -> str:
        row = self._rows[place[0]]
        cell = row.cells[place[1]]
        return f"{row.label}, {self._columns[place[1]]}: {cell.text} {cell.sub}".strip()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._cell_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cursor = place
            self.update()
            self.clicked.emit(self._rows[place[0]].id, place[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Left: (0, -1),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None and self._rows and self._columns:
            line, number = self._cursor or (0, 0)
            if self._cursor is not None:
                line = max(0, min(len(self._rows) - 1, line + move[0]))
                number = max(0, min(len(self._columns) - 1, number + move[1]))
            self._cursor = (line, number)
            self.setAccessibleDescription(self._told(self._cursor))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.clicked.emit(self._rows[self._cursor[0]].id, self._cursor[1])
        else:
            super().keyPressEvent(event)

    def describe(self) -> str:
        return ". ".join(
            f"{row.label}: "
            + ", ".join(
                f"{name} {cell.text}" for name, cell in zip(self._columns, row.cells, strict=True)
            )
            for row in self._rows
        )

    def as_table(self) -> Table:
        rows = [
            [row.label, *(f"{cell.text} {cell.sub}".strip() for cell in row.cells)]
            for row in self._rows
        ]
        return [tr("Name"), *self._columns], rows
