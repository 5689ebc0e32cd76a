"""Bow-tie or diamond, drawn: our functions at the left, theirs at the right, and their links."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.coverage_export import column_title
from b2bdesk.services.coverage_result import Sides
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text

_ROW, _MOST = 18, 12


def shape_words(sides: Sides) -> str:
    """How many functions are linked, and what that comes to."""
    shape = sides.shape
    linked = tr(
        "{ours} of our {all_ours} functions are linked with {theirs} of their {all_theirs}.",
        ours=shape.ours_linked,
        all_ours=shape.ours,
        theirs=shape.theirs_linked,
        all_theirs=shape.theirs,
    )
    return f"{linked} {_verdict(sides)}"


def shape_value(sides: Sides) -> str:
    """The figure from 0 to 1, or a dash."""
    value = sides.shape.value
    return MISSING if value is None else formats().number(value, 2)


def _verdict(sides: Sides) -> str:
    shape = sides.shape
    if not shape.pairs:
        return tr("There is no link yet.")
    if shape.value is None:
        return tr("It takes two functions on either side to tell a bow-tie from a diamond.")
    if shape.value == 0:
        return tr("All contact runs through one function: a bow-tie.")
    if shape.value == 1:
        return tr("Every function of the smaller side has a counterpart of its own: a diamond.")
    return tr(
        "{n} pairs of functions are linked that share none: between bow-tie and diamond.",
        n=len(shape.pairs),
    )


class ShapeFigure(QWidget):
    """Dots for functions, thin lines for links, heavy ones for the pairs that count."""

    def __init__(self) -> None:
        super().__init__()
        self._sides: Sides | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_sides(self, sides: Sides) -> None:
        """Draw other sides."""
        self._sides = sides
        self.setAccessibleName(tr("Bow-tie to diamond: {value}", value=shape_value(sides)))
        self.setAccessibleDescription(shape_words(sides))
        self.setToolTip(shape_words(sides))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        sides = self._sides
        rows = 1 if sides is None else max(len(sides.ours), len(sides.theirs), 1)
        return QSize(theme().px(200), theme().px(_ROW) * min(rows, _MOST) + theme().px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        sides = self._sides
        if sides is None:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = look.px(100)
        left, right = float(words + look.px(8)), float(self.width() - words - look.px(8))
        ours = self._places(len(sides.ours), left)
        theirs = self._places(len(sides.theirs), right)
        told = set(sides.shape.pairs)
        for heavy in (False, True):
            pen = QPen(look.color("accent" if heavy else "line_control"), 2.0 if heavy else 1.0)
            painter.setPen(pen)
            for one, other in sides.links:
                if ((one, other) in told) is heavy:
                    painter.drawLine(ours[one], theirs[other])
        font = look.font("caption")
        linked_ours = {one for one, _ in sides.links}
        linked_theirs = {other for _, other in sides.links}
        painter.setPen(Qt.PenStyle.NoPen)
        for places, linked in ((ours, linked_ours), (theirs, linked_theirs)):
            for number, spot in enumerate(places):
                self._dot(painter, spot, number in linked)
        height = look.px(_ROW)
        for number, spot in enumerate(ours):
            box = QRectF(0, spot.y() - height / 2, words, height)
            tone = "text" if number in linked_ours else "text_3"
            draw_text(painter, box, sides.ours[number], font, tone, RIGHT)
        for number, spot in enumerate(theirs):
            box = QRectF(right + look.px(8), spot.y() - height / 2, words, height)
            tone = "text" if number in linked_theirs else "text_3"
            draw_text(painter, box, column_title(sides.theirs[number]), font, tone, LEFT)

    def _places(self, count: int, x: float) -> list[QPointF]:
        step = self.height() / max(1, count)
        return [QPointF(x, step * (number + 0.5)) for number in range(count)]

    def _dot(self, painter: QPainter, spot: QPointF, linked: bool) -> None:
        look = theme()
        painter.setPen(QPen(look.color("accent" if linked else "line_control"), 1.5))
        painter.setBrush(look.color("accent" if linked else "panel"))
        painter.drawEllipse(spot, 3.5, 3.5)
