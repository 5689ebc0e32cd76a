"""What every chart shares: it draws a frozen object, speaks it, shows it as a table, exports it.

Charts import Qt (and one of them pyqtgraph): pages import them lazily, when they are first shown.
"""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QHelpEvent,
    QImage,
    QImageWriter,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.focus import RING_PROPERTY
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens

Table = tuple[list[str], list[list[str]]]

_EXPORT_SIZE = QSize(960, 480)


class Chart(QWidget):
    """Base of the charts. Subclasses draw in ``draw`` and say themselves in ``describe``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_keyboard = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty(RING_PROPERTY, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What a subclass gives -------------------------------------------------------------------

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw everything inside ``box``."""
        raise NotImplementedError

    def describe(self) -> str:
        """The chart in one or two sentences, for people who do not see it."""
        raise NotImplementedError

    def as_table(self) -> Table:
        """Headers and rows with the same figures as the picture."""
        raise NotImplementedError

    def tip_at(self, _spot: QPointF) -> str:
        """What the tooltip says at a point, "" for nothing."""
        return ""

    # What pages use --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what changed, and say it anew."""
        self.setAccessibleDescription(self.describe())
        self.updateGeometry()
        self.update()

    def save_png(self, path: Path, scale: float = 2.0) -> None:
        """Write the picture; FileError when the place cannot be written."""
        size = self._export_size()
        image = QImage(size * scale, QImage.Format.Format_ARGB32)
        image.fill(theme().color("panel"))
        painter = QPainter(image)
        painter.scale(scale, scale)
        self.draw(painter, QRectF(QPointF(0, 0), size.toSizeF()))
        painter.end()
        if not QImageWriter(str(path), QByteArray(b"png")).write(image):
            raise FileError(
                tr("The picture could not be written to {name}", name=path.name),
                tr("Choose another folder."),
            )

    def save_svg(self, path: Path) -> None:
        """Write the drawing as vectors; FileError when the place cannot be written."""
        size = self._export_size()
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setResolution(96)  # so that a pixel of text stays a pixel
        generator.setSize(size)
        generator.setViewBox(QRect(QPoint(0, 0), size))
        generator.setTitle(self.accessibleName())
        generator.setDescription(self.describe())
        painter = QPainter()
        if not painter.begin(generator):
            raise FileError(
                tr("The drawing could not be written to {name}", name=path.name),
                tr("Choose another folder."),
            )
        painter.fillRect(QRect(QPoint(0, 0), size), theme().color("panel"))
        self.draw(painter, QRectF(QPointF(0, 0), size.toSizeF()))
        painter.end()

    def _export_size(self) -> QSize:
        return self.size() if self.isVisible() else self.size().expandedTo(_EXPORT_SIZE)

    # What Qt calls ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter, QRectF(self.rect()))
        if self.shows_focus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().color("focus"), tokens().border["focus"]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = theme().radius("control")
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()

    @property
    def shows_focus(self) -> bool:
        """True while it has the focus and the keyboard brought it."""
        return self.hasFocus() and self._by_keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        keyboard = (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self._by_keyboard = event.reason() in keyboard
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the page


def nice_ticks(low: float, high: float, most: int | None = None) -> list[float]:
    """Round tick values that cover ``low`` to ``high``, at most ``most`` of them (6)."""
    most = most or tokens().max_ticks
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low, low + 1.0] if math.isfinite(low) else [0.0, 1.0]
    raw = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0):
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first + 1 <= most:
            break
    return [number * step for number in range(first, last + 1)]


def caption_font(weight: str = "regular") -> QFont:
    """Font of axes and direct labels."""
    return theme().font("caption", weight)


def hairline(painter: QPainter, start: QPointF, end: QPointF, role: str = "line") -> None:
    """A crisp one-pixel line."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(theme().color(role), 1))
    painter.drawLine(start, end)
    painter.restore()


def dashed_pen(role: str, width: float = 1.0, dash: tuple[float, ...] | None = None) -> QPen:
    """A dashed pen in a colour role."""
    pen = QPen(theme().color(role), width)
    pen.setDashPattern(list(dash or tokens().reference_dash))
    return pen


def label(
    painter: QPainter,
    box: QRectF,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    role: str = "text_3",
    weight: str = "regular",
) -> None:
    """A caption in ``box``, never elided: axes and direct labels have room made for them."""
    painter.setFont(caption_font(weight))
    painter.setPen(theme().color(role))
    painter.drawText(box, align | Qt.TextFlag.TextDontClip, text)
