"""Small drawn measures: signal bars, influence, relationship dots, P(active), shares, sparkline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import active_bar_role, risk_step, tokens
from b2bdesk.ui.widgets.drawing import RIGHT, draw_text, text_width
from b2bdesk.ui.widgets.marks import draw_signal_bars

TREND_ICONS = {-1: "ph.arrow-down-right", 0: "ph.arrow-right", 1: "ph.arrow-up-right"}
TREND_WORDS = {-1: "falling", 0: "steady", 1: "rising"}


def trend_role(trend: int, good_up: bool = True) -> str:
    """Colour role of a trend arrow: for us, against us or neither."""
    if trend == 0:
        return "text_3"
    return "for_us" if (trend > 0) is good_up else "against_us"


def draw_influence(painter: QPainter, box: QRectF, value: int, maximum: int = 5) -> None:
    """``value`` of ``maximum`` filled bars, left aligned in ``box``."""
    look = theme()
    width, gap, height = look.px(7), look.px(2), look.px(7)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for number in range(maximum):
        if number in (0, value):
            painter.setBrush(look.color("text_2" if number < value else "line_strong"))
        x = box.left() + number * (width + gap)
        painter.drawRoundedRect(QRectF(x, box.center().y() - height / 2, width, height), 1, 1)
    painter.restore()


def draw_dots(painter: QPainter, box: QRectF, value: int, maximum: int = 4) -> None:
    """``value`` filled dots of ``maximum``, the rest hollow."""
    look = theme()
    side = look.px(7)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color("text_2"), 1))
    for number in range(maximum):
        painter.setBrush(look.color("text_2" if number < value else "panel"))
        x = box.left() + number * (side + look.px(1)) + side / 2
        painter.drawEllipse(QPointF(x, box.center().y()), side / 2 - 0.5, side / 2 - 0.5)
    painter.restore()


def draw_track(painter: QPainter, box: QRectF, share: float, role: str) -> None:
    """A bar filled to ``share`` (0..1) of its track."""
    painter.fillRect(box, theme().color("sunken"))
    filled = QRectF(box)
    filled.setWidth(max(2.0, box.width() * min(1.0, max(0.0, share))))
    painter.fillRect(filled, theme().color(role))


class _Drawn(QWidget):
    """Base of the fixed-size drawn measures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _told(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()


class SignalBars(_Drawn):
    """The four bars of a risk class."""

    def __init__(self, risk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = risk_step(risk)
        self.set_risk(risk)

    def set_risk(self, risk: str) -> None:
        """Show another risk class by its key."""
        self._step = risk_step(risk)
        self._told(tr("Risk: {risk}", risk=tr(self._step.label)))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(15), theme().px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = QRectF(0, 0, theme().px(14), self.height())
        draw_signal_bars(QPainter(self), box, self._step.bars, self._step.color)


class InfluenceMeter(_Drawn):
    """Influence on decisions, 1 to 5 bars; 0 is not assessed."""

    def __init__(self, value: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self.set_value(value)

    def set_value(self, value: int) -> None:
        """Show a value 0..5."""
        self._value = value
        most = tokens().influence_max
        self._told(tr("Influence {value} of {most}", value=value, most=most))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(9) * tokens().influence_max, theme().px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_influence(QPainter(self), QRectF(self.rect()), self._value, tokens().influence_max)


class DotMeter(_Drawn):
    """Strength of our relationship, 0 to ``maximum`` dots."""

    def __init__(
        self, value: int = 0, maximum: int = 4, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._value, self._maximum = value, maximum
        self._name = name or tr("Our relationship")
        self.set_value(value)

    def set_value(self, value: int) -> None:
        """Show a value 0..maximum."""
        self._value = value
        self._told(tr("{name} {value} of {most}", name=self._name, value=value, most=self._maximum))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(8) * self._maximum, theme().px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_dots(QPainter(self), QRectF(self.rect()), self._value, self._maximum)


class ActiveBar(_Drawn):
    """A probability as bar, percent and trend arrow; None is "–"."""

    def __init__(
        self,
        value: float | None = None,
        trend: int | None = None,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name or tr("P(active)")
        self._value, self._trend = value, trend
        self.set_value(value, trend)

    def set_value(self, value: float | None, trend: int | None = None) -> None:
        """Show a probability 0..1 and a trend -1, 0, 1 or None."""
        self._value, self._trend = value, trend
        told = f"{self._name} {formats().percent(value)}"
        if trend is not None:
            told += f", {tr(TREND_WORDS[trend])}"
        self._told(told)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(104), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_active(QPainter(self), QRectF(self.rect()), self._value, self._trend)


def draw_active(painter: QPainter, box: QRectF, value: float | None, trend: int | None) -> None:
    """Bar, percent and arrow, right aligned in ``box``."""
    look = theme()
    side = look.size("icon_small")
    right = box.right()
    if trend is not None:
        arrow = QRectF(right - side, box.center().y() - side / 2, side, side)
        draw_icon(painter, TREND_ICONS[trend], arrow, trend_role(trend))
    right -= side + look.px(4)
    font = look.font("table")
    room = text_width(formats().percent(1.0), font)
    text = QRectF(right - room, box.top(), room, box.height())
    draw_text(painter, text, formats().percent(value), font, "text", RIGHT, elide=False)
    width = min(look.px(44), right - room - look.px(6) - box.left())
    if value is not None and width > look.px(12):
        left = right - room - look.px(6) - width
        bar = QRectF(left, box.center().y() - look.px(3), width, look.px(6))
        draw_track(painter, bar, value, active_bar_role(value))


class SegmentBar(QWidget):
    """Shares of a whole as one bar; parts are (label, amount, colour role)."""

    def __init__(
        self,
        parts: Sequence[tuple[str, float, str]] = (),
        *,
        height: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[str, float, str], ...] = ()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_parts(parts)

    def set_parts(self, parts: Sequence[tuple[str, float, str]]) -> None:
        """Show other parts; amounts are not negative."""
        self._parts = tuple(parts)
        total = sum(amount for _, amount, _ in parts) or 1.0
        told = [f"{label} {formats().percent(amount / total)}" for label, amount, _ in parts]
        self.setAccessibleName(", ".join(told))
        self.setToolTip("\n".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(amount for _, amount, _ in self._parts)
        if total <= 0:
            painter.fillRect(self.rect(), theme().color("sunken"))
            return
        shown = [part for part in self._parts if part[1] > 0]
        room = self.width() - (len(shown) - 1)
        x = 0.0
        for _, amount, role in shown:
            width = room * amount / total
            painter.fillRect(QRectF(x, 0, width, self.height()), theme().color(role))
            x += width + 1


class Sparkline(QWidget):
    """A trend without axes; the last point is marked. None values leave a gap."""

    def __init__(
        self,
        values: Sequence[float | None] = (),
        *,
        role: str = "text_2",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values: tuple[float | None, ...] = ()
        self._role = role
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.set_values(values, name=name)

    def set_values(
        self, values: Sequence[float | None], *, name: str = "", role: str | None = None
    ) -> None:
        """Show other values; ``name`` says them in words for screen readers."""
        self._values = tuple(values)
        self._role = role or self._role
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(140), theme().px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        draw_sparkline(QPainter(self), box, self._values, self._role)


def draw_sparkline(
    painter: QPainter, box: QRectF, values: Sequence[float | None], role: str
) -> None:
    """The line in ``box``, with a dot on its last known point."""
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = box.width() / (len(values) - 1)
    path, pen_down, last = QPainterPath(), False, QPointF()
    for number, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        share = (value - low) / span if high > low else 0.5
        last = QPointF(box.left() + number * step, box.bottom() - share * box.height())
        if pen_down:
            path.lineTo(last)
        else:
            path.moveTo(last)
        pen_down = True
    color = theme().color(role)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, QPen(color, tokens().line_width))
    painter.setPen(QPen(color, 1))
    painter.setBrush(color)
    painter.drawEllipse(last, 2.5, 2.5)
    painter.restore()
