"""The ratio of a class's share to the typical one, as a bar against the line at 1.0."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import MISSING
from b2bdesk.ui.pages.account.people.contact_mix.words import ratio_text
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, text_width

_MOST = 2.5
"""The ratio at the bar's full length; a longer one ends in a break."""


class RatioBar(QWidget):
    """One bar. The accent line runs through the whole height, so that those of rows meet."""

    def __init__(self, ratio: float | None, most: float = _MOST) -> None:
        super().__init__()
        self._ratio = ratio
        self._most = max(1.25, min(most, _MOST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        told = tr("unknown") if ratio is None else ratio_text(ratio)
        self.setAccessibleName(tr("Ratio to the typical share: {ratio}", ratio=told))
        if ratio is None:
            self.setToolTip(tr("Nobody compared with has contacts of this class."))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(190), theme().px(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(110), theme().px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        font = look.font("table", "semibold")
        words = MISSING if self._ratio is None else ratio_text(self._ratio)
        room = self.width() - text_width(ratio_text(88.8), font) - look.px(12)
        unit = room / self._most
        end = 0.0
        if self._ratio is not None:
            end = unit * min(self._ratio, self._most)
            height = look.px(18)
            bar = QRectF(0, (self.height() - height) / 2, end, height)
            painter.fillRect(bar, look.color("text_2"))
            if self._ratio > self._most:
                gap = QRectF(end - look.px(9), bar.top(), look.px(3), height)
                painter.fillRect(gap, look.color("panel"))
        line = round(unit)
        painter.fillRect(QRectF(line - 1, 0, 2, self.height()), look.color("accent"))
        left = end + look.px(8)
        if left < line + look.px(6) and left + text_width(words, font) > line - look.px(4):
            left = line + look.px(8)
        box = QRectF(left, 0, self.width() - left, self.height())
        draw_text(painter, box, words, font, "text_3" if self._ratio is None else "text", LEFT)
