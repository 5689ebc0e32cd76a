"""The relationship spectrum: now, recommended and target on the scale of the three types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, caption_font, dashed_pen, label
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens, type_step
from b2bdesk.ui.widgets.drawing import draw_mark, draw_text, rounded, text_width

_C = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class SpectrumData:
    """Scores 0..100, None where not known. ``recommended_range`` is its uncertainty.

    ``now_type`` and ``target_type`` are keys of types: where only a band is known, not a score, the
    mark spans the band. ``head`` and ``under`` replace the words at the recommended score.
    """

    now: float | None
    recommended: float | None
    target: float | None = None
    target_day: date | None = None
    recommended_range: tuple[float, float] | None = None
    now_type: str = ""
    target_type: str = ""
    head: str = ""
    under: str = ""


class SpectrumBar(Chart):
    """The bar with its three bands and the marks on it."""

    def __init__(self, data: SpectrumData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data or SpectrumData(None, None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme().px(128))
        self.setMinimumWidth(theme().px(320))
        self.refresh()

    def set_data(self, data: SpectrumData) -> None:
        """Draw another assessment."""
        self._data = data
        self.refresh()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        bar = QRectF(box.left() + 8, box.top() + look.px(42), box.width() - 16, look.px(28))
        painter.save()
        self._draw_bands(painter, bar)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        data = self._data
        places: list[tuple[float, float]] = []
        if data.recommended_range is not None:
            low, high = (bar.left() + bar.width() * v / 100 for v in data.recommended_range)
            whisker = QRectF(low, bar.top() - 3, high - low, 2)
            painter.fillRect(whisker, look.color("text_3"))
        under = tr("how we work today")
        if data.now is not None:
            head = f"{tr('Now')} {formats().number(data.now)}"
            self._draw_mark(painter, bar, data.now, (head, under), False, places)
        elif data.now_type:
            left, right = _band(bar, data.now_type)
            painter.fillRect(QRectF(left, bar.top() - 4, right - left, 2), look.color("text"))
            middle = 50 * (left + right - 2 * bar.left()) / bar.width()
            head = tr("Now {type}", type=_word(data.now_type))
            self._draw_mark(painter, bar, middle, (head, under), False, places, line=False)
        if data.recommended is not None:
            head = data.head or tr("Recommended")
            words = (
                f"{head} {formats().number(data.recommended)}",
                data.under or tr("from the assessment"),
            )
            self._draw_mark(painter, bar, data.recommended, words, True, places)
        if data.target is not None or data.target_type:
            self._draw_target(painter, bar)
        painter.restore()

    def _draw_bands(self, painter: QPainter, bar: QRectF) -> None:
        look = theme()
        font = look.font("table", "semibold")
        for step in tokens().relationship_type:
            left = bar.left() + bar.width() * step.score_from / 100
            right = bar.left() + bar.width() * step.score_to / 100
            band = QRectF(left + (0 if step.score_from == 0 else 1), bar.top(), 0, bar.height())
            band.setRight(right)
            rounded(painter, band, 2, f"{step.color}_tint", step.color)
            text = tr(step.label)
            width = text_width(text, font)
            side = look.px(10)
            x = band.center().x() - (width + side + 7) / 2
            draw_mark(painter, QRectF(x, band.top(), side, band.height()), step.shape, step.color)
            spot = QRectF(x + side + 7, band.top(), width + 2, band.height())
            draw_text(painter, spot, text, font, "text", elide=False)
            edge = QRectF(left - 16, bar.bottom() + look.px(3), 32, 14)
            align = _C.AlignCenter
            if step.score_from == 0:
                edge, align = QRectF(left, edge.top(), 32, 14), _C.AlignLeft
            label(painter, edge, formats().number(step.score_from), align)
        end = QRectF(bar.right() - 32, bar.bottom() + look.px(3), 32, 14)
        label(painter, end, formats().number(100), _C.AlignRight)

    def _draw_mark(
        self,
        painter: QPainter,
        bar: QRectF,
        score: float,
        words: tuple[str, str],
        hollow: bool,
        places: list[tuple[float, float]],
        *,
        line: bool = True,
    ) -> None:
        look = theme()
        head, under = words
        x = bar.left() + bar.width() * score / 100
        if line:
            painter.fillRect(QRectF(x - 1, bar.top() - 4, 2, bar.height() + 6), look.color("text"))
        painter.setPen(QPen(look.color("text"), 1.5))
        painter.setBrush(look.color("panel" if hollow else "text"))
        y = bar.top() - 6
        points = [(0, -6), (6, 0), (0, 6), (-6, 0)] if hollow else [(-6, -4), (6, -4), (0, 4)]
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in points]))
        font = look.font("table", "semibold")
        width = max(text_width(head, font), text_width(under, caption_font())) + 4
        left = min(max(x - width / 2, bar.left()), bar.right() - width)
        for taken_left, taken_right in places:
            if left < taken_right + 8 and left + width > taken_left - 8:
                left = (
                    taken_right + 12
                    if x >= (taken_left + taken_right) / 2
                    else taken_left - width - 12
                )
        left = min(max(left, bar.left()), bar.right() - width)
        places.append((left, left + width))
        top = bar.top() - look.px(44)
        draw_text(
            painter, QRectF(left, top, width, 16), head, font, "text", _C.AlignCenter, elide=False
        )
        label(painter, QRectF(left, top + 15, width, 14), under)

    def _draw_target(self, painter: QPainter, bar: QRectF) -> None:
        look, data = theme(), self._data
        y = bar.bottom() + look.px(28)
        if data.target is not None:
            x = bar.left() + bar.width() * data.target / 100
            painter.setPen(dashed_pen("accent", 2.0, (1.5, 1.0)))
            painter.drawLine(QPointF(x, bar.top() - 4), QPointF(x, y - 6))
            text = tr("Target {score}", score=formats().number(data.target))
        else:
            left, right = _band(bar, data.target_type)
            x = (left + right) / 2
            edge = QRectF(left, bar.bottom() + 2, right - left, 2)
            painter.fillRect(edge, look.color("accent"))
            painter.fillRect(
                QRectF(x - 1, edge.bottom(), 2, y - 6 - edge.bottom()), look.color("accent")
            )
            text = tr("Target {type}", type=_word(data.target_type))
        if data.target_day is not None:
            text = tr("{target} by {month}", target=text, month=formats().month(data.target_day))
        font = look.font("table", "semibold")
        width = text_width(text, font)
        left = x + 12 if x + 12 + width < bar.right() else x - width - 12
        now = data.now
        if now is not None and data.target is not None and abs(now - data.target) >= 1:
            start = bar.left() + bar.width() * now / 100
            self._draw_way(painter, start, x, y)
            go = tr("{points} to go", points=formats().number(abs(data.target - now)))
            middle = (start + x) / 2
            if abs(x - start) > text_width(go, caption_font()) + 12:
                label(painter, QRectF(middle - 40, y + 4, 80, 14), go, role="text_2")
        elif data.now_type and data.target_type and data.now_type != data.target_type:
            ends = _band(bar, data.now_type)
            self._draw_way(painter, (ends[0] + ends[1]) / 2, x, y)
            if left < x and ends[0] < x:
                left = x - width - 12
        box = QRectF(left, y - 9, width + 2, 18)
        painter.fillRect(box.adjusted(-4, 0, 4, 0), look.color("panel"))
        draw_text(painter, box, text, font, "accent", elide=False)
        painter.setPen(QPen(look.color("accent"), 2))
        painter.setBrush(look.color("panel"))
        painter.drawEllipse(QPointF(x, y), 6, 6)
        painter.setBrush(look.color("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(x, y), 2, 2)

    def _draw_way(self, painter: QPainter, start: float, end: float, y: float) -> None:
        painter.setPen(QPen(theme().color("accent"), 1.5))
        painter.drawLine(QPointF(start, y), QPointF(end, y))
        painter.drawLine(QPointF(start, y - 5), QPointF(start, y + 5))

    def describe(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.as_table()[1])

    def as_table(self) -> Table:
        data = self._data
        now = _word(data.now_type) if data.now_type else formats().number(data.now)
        rows = [
            [tr("Now"), now],
            [data.head or tr("Recommended"), formats().number(data.recommended)],
        ]
        if data.recommended_range is not None:
            low, high = (formats().number(v) for v in data.recommended_range)
            rows.append([tr("Recommended, range"), tr("{low} to {high}", low=low, high=high)])
        if data.target is not None or data.target_type:
            day = "" if data.target_day is None else f", {formats().month(data.target_day)}"
            aim = formats().number(data.target) if data.target is not None else ""
            rows.append([tr("Target"), f"{aim or _word(data.target_type)}{day}"])
        return [tr("Mark"), tr("Score, 0 to 100")], rows


def _word(key: str) -> str:
    return tr(type_step(key).label)


def _band(bar: QRectF, key: str) -> tuple[float, float]:
    """Left and right edge of a type's band."""
    step = type_step(key)
    left = bar.left() + bar.width() * step.score_from / 100
    return left, bar.left() + bar.width() * step.score_to / 100
