"""Pills: a mark and a word, 20 px high; a dashed outline is a recommendation, not yet true."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width
from b2bdesk.ui.widgets.marks import (
    Mark,
    decision_mark,
    risk_mark,
    stance_mark,
    type_mark,
)


class Pill(QWidget):
    """A mark and a word. ``plain`` has no outline, ``dashed`` says recommended."""

    def __init__(
        self,
        mark: Mark,
        *,
        dashed: bool = False,
        plain: bool = False,
        fill: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._dashed, self._plain, self._fill = dashed, plain, fill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._mark = mark
        self.set_mark(mark)

    def set_mark(self, mark: Mark) -> None:
        """Show another mark and word."""
        self._mark = mark
        self.setAccessibleName(mark.label)
        self.updateGeometry()
        self.update()

    def _pad(self) -> int:
        return 0 if self._plain else theme().px(7)

    def sizeHint(self) -> QSize:
        look = theme()
        gap = look.px(6) if self._mark.width else 0
        width = text_width(self._mark.label, look.font("table", self._weight()))
        total = width + self._mark.width + gap + self._pad() + look.px(0 if self._plain else 9)
        return QSize(total + 1, look.size("pill"))

    def _weight(self) -> str:
        return "regular" if self._plain else "medium"

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if not self._plain:
            fill = self._fill or self._mark.tint
            tinted = bool(fill) and not self._dashed
            line = None if tinted else "line_strong"
            radius = box.height() / 2
            rounded(painter, box, radius, fill if tinted else None, line, dashed=self._dashed)
        x = float(self._pad())
        width = self._mark.width
        if width:
            self._mark.draw(painter, QRectF(x, 0, width, box.height()))
            x += width + look.px(6)
        rest = QRectF(x, 0, box.width() - x, box.height())
        draw_text(painter, rest, self._mark.label, look.font("table", self._weight()), "text", LEFT)


def type_pill(key: str, *, recommended: bool = False) -> Pill:
    """The pill of a relationship type: "transactional", "value_added", "collaborative"."""
    mark = type_mark(key)
    if recommended:
        label = tr("{type} recommended", type=mark.label)
        mark = Mark(label, mark.color, shape=mark.shape, tint=mark.tint)
    return Pill(mark, dashed=recommended)


def stance_pill(key: str) -> Pill:
    """The pill of a stance."""
    return Pill(stance_mark(key))


def risk_pill(key: str) -> Pill:
    """Signal bars and the word of a risk class."""
    return Pill(risk_mark(key), plain=True)


def decision_pill(key: str) -> Pill:
    """Keep, convert or let go, without an outline."""
    return Pill(decision_mark(key), plain=True)
