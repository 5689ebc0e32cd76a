"""Bar charts drawn plainly: signed drivers, horizontal bars with a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, hairline
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, text_width

_ROW = 23


@dataclass(frozen=True, slots=True)
class SignedBar:
    """A driver: its words, its weight and how the weight is written. None is not known."""

    label: str
    value: float | None
    text: str
    detail: str = ""


class SignedBars(Chart):
    """Drivers left and right of a zero line. ``plus_against``: plus raises the risk."""

    def __init__(
        self,
        bars: Sequence[SignedBar] = (),
        *,
        plus_against: bool = False,
        value_header: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bars: tuple[SignedBar, ...] = ()
        self._plus_against = plus_against
        self._header = value_header or tr("Weight")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.set_data(bars)

    def set_data(self, bars: Sequence[SignedBar]) -> None:
        """Draw other drivers, in the order given."""
        self._bars = tuple(bars)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), max(1, len(self._bars)) * theme().px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(220), self.sizeHint().height())

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._bars:
            return
        look = theme()
        row = min(look.px(_ROW), box.height() / len(self._bars))
        font = look.font("table")
        figure = look.font("table", "medium")
        value_room: float = max(text_width(bar.text, figure) for bar in self._bars) + look.px(8)
        words: float = max(text_width(bar.label, font) for bar in self._bars) + look.px(12)
        words = min(words, box.width() * 0.64)
        field = QRectF(
            box.left() + words, box.top(), box.width() - words - value_room, box.height()
        )
        known = [bar.value for bar in self._bars if bar.value is not None]
        most = max([v for v in known if v > 0], default=0.0)
        least = min([v for v in known if v < 0], default=0.0)
        span = (most - least) or 1.0
        zero = field.left() + field.width() * (-least / span)
        for number, bar in enumerate(self._bars):
            line = QRectF(box.left(), box.top() + number * row, box.width(), row)
            words_box = QRectF(line.left(), line.top(), words - look.px(8), row)
            missing = bar.value is None
            draw_text(painter, words_box, bar.label, font, "text_3" if missing else "text", LEFT)
            draw_text(painter, line, bar.text, figure, "text_3" if missing else "text", RIGHT)
            if bar.value:
                end = zero + bar.value / span * field.width()
                against = (bar.value > 0) is self._plus_against
                thick = look.px(10)
                left = min(zero, end)
                painter.fillRect(
                    QRectF(left, line.center().y() - thick / 2, max(2.0, abs(end - zero)), thick),
                    look.color("against_us" if against else "for_us"),
                )
        bottom = box.top() + row * len(self._bars)
        hairline(painter, QPointF(zero, box.top()), QPointF(zero, bottom), "line_control")

    def tip_at(self, spot: QPointF) -> str:
        number = int(
            spot.y() // max(1.0, min(theme().px(_ROW), self.height() / max(1, len(self._bars))))
        )
        return self._bars[number].detail if 0 <= number < len(self._bars) else ""

    def describe(self) -> str:
        return ". ".join(f"{bar.label} {bar.text}" for bar in self._bars)

    def as_table(self) -> Table:
        rows = [[bar.label, bar.text] for bar in self._bars]
        return [tr("Driver"), self._header], rows


@dataclass(frozen=True, slots=True)
class BarRow:
    """One horizontal bar. ``reference`` is the accent tick (typical, plan); ``note`` the change."""

    id: int
    label: str
    value: float | None
    text: str
    reference: float | None = None
    note: str = ""
    note_role: str = "text_3"
    role: str = "text_2"
    sub: str = ""


class HorizontalBars(Chart):
    """Bars from zero with their figures at the right. ``clicked`` carries the row's id."""

    clicked = Signal(object)

    def __init__(
        self,
        rows: Sequence[BarRow] = (),
        *,
        value_header: str = "",
        clickable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows: tuple[BarRow, ...] = ()
        self._header = value_header or tr("Value")
        self._clickable = clickable
        self._cursor = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.set_data(rows)

    def set_data(self, rows: Sequence[BarRow]) -> None:
        """Draw other rows, in the order given."""
        self._rows = tuple(rows)
        self._cursor = 0
        self.refresh()

    def _row_height(self) -> float:
        two = any(row.sub for row in self._rows)
        return theme().px(38 if two else _ROW)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), round(max(1, len(self._rows)) * self._row_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.sizeHint().height())

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._rows:
            return
        look = theme()
        height = self._row_height()
        font, figure = look.font("table"), look.font("table", "medium")
        words: float = max(
            max(text_width(row.label, font), text_width(row.sub, caption_font()))
            for row in self._rows
        )
        words = min(max(words, look.px(60)) + look.px(12), box.width() * 0.45)
        notes = max(text_width(row.note, caption_font()) for row in self._rows)
        notes += look.px(10) if notes else 0
        value_room: float = max(text_width(row.text, figure) for row in self._rows) + look.px(12)
        track_width = box.width() - words - notes - value_room
        most = max(
            [v for row in self._rows for v in (row.value, row.reference) if v is not None],
            default=0.0,
        )
        for number, row in enumerate(self._rows):
            line = QRectF(box.left(), box.top() + number * height, box.width(), height)
            if self._clickable and self.hasFocus() and number == self._cursor:
                painter.fillRect(line, look.color("selected"))
            words_box = QRectF(line.left(), line.top(), words - look.px(8), height)
            if row.sub:
                half = height / 2
                top = QRectF(words_box.left(), line.top() + 2, words_box.width(), half)
                draw_text(painter, top, row.label, figure, "text", LEFT)
                under = top.translated(0, half - 4)
                draw_text(painter, under, row.sub, caption_font(), "text_3", LEFT)
            else:
                draw_text(painter, words_box, row.label, font, "text_2", LEFT)
            thick = look.px(8)
            track = QRectF(line.left() + words, line.center().y() - thick / 2, track_width, thick)
            painter.fillRect(track, look.color("sunken"))
            if row.value is not None and most > 0 and row.value > 0:
                filled = QRectF(track)
                filled.setWidth(max(1.0, track.width() * row.value / most))
                painter.fillRect(filled, look.color(row.role))
            if row.reference is not None and most > 0:
                x = track.left() + track.width() * row.reference / most
                tick = QRectF(x - 1, track.top() - look.px(3), 2, thick + look.px(6))
                painter.fillRect(tick, look.color("accent"))
            value_box = QRectF(track.right(), line.top(), value_room, height)
            draw_text(painter, value_box, row.text, figure, "text", RIGHT)
            if notes:
                note_box = QRectF(value_box.right(), line.top(), notes, height)
                draw_text(painter, note_box, row.note, caption_font(), row.note_role, RIGHT)

    def _number_at(self, y: float) -> int | None:
        number = int(y // self._row_height())
        return number if 0 <= number < len(self._rows) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().y())
        if self._clickable and number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cursor = number
            self.update()
            self.clicked.emit(self._rows[number].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if self._clickable and step is not None and self._rows:
            self._cursor = max(0, min(len(self._rows) - 1, self._cursor + step))
            row = self._rows[self._cursor]
            self.setAccessibleDescription(f"{row.label} {row.text}")
            self.update()
        elif (
            self._clickable and self._rows and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.clicked.emit(self._rows[self._cursor].id)
        else:
            super().keyPressEvent(event)

    def describe(self) -> str:
        return ". ".join(f"{row.label} {row.text} {row.note}".strip() for row in self._rows)

    def as_table(self) -> Table:
        headers = [tr("Name"), self._header]
        typical = any(row.reference is not None for row in self._rows)
        noted = any(row.note for row in self._rows)
        headers += [tr("Typical")] if typical else []
        headers += [tr("Change")] if noted else []
        rows = []
        for row in self._rows:
            line = [row.label, row.text]
            line += [formats().number(row.reference, 1)] if typical else []
            line += [row.note] if noted else []
            rows.append(line)
        return headers, rows
