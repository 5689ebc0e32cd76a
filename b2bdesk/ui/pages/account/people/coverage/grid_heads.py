"""The heads of the coverage, which stay while it scrolls: theirs on top, ours at the left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from b2bdesk.services.coverage_export import column_title
from b2bdesk.ui.pages.account.people.coverage.grid_model import CoverageModel
from b2bdesk.ui.pages.account.people.coverage.words import below_column, line_below
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.avatar import draw_avatar
from b2bdesk.ui.widgets.drawing import LEFT, draw_text

HEAD_WIDTH, HEAD_HEIGHT = 176, 64
"""Width of the head at the left and height of the one on top, in pixels at 100 %."""


class TheirHead(QHeaderView):
    """Functions with who is known there, or people with their job."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme().px(60))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(HEAD_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        column = model.column(section) if isinstance(model, CoverageModel) else None
        look = theme()
        painter.fillRect(rect, look.color("panel"))
        if column is None:
            return
        tone = "against_us" if not column.people and not column.outside else ""
        room = QRectF(rect.left() + look.px(6), 0, rect.width() - look.px(10), rect.height())
        title_font, below_font = look.font("table", "semibold"), look.font("caption")
        title = _wrap(column_title(column), title_font, room.width())
        below = below_column(column)
        if column.of_person:
            below = [part for text in below for part in _wrap(text, below_font, room.width())]
        rows = [(text, title_font, look.px(16), tone or "text") for text in title]
        rows += [(text, below_font, look.px(14), tone or "text_2") for text in below]
        y = rect.bottom() - look.px(4) - sum(height for _, _, height, _ in rows)
        for text, font, height, color in rows:
            spot = QRectF(room.left(), y, room.width(), height)
            draw_text(painter, spot, text, font, color, LEFT)
            y += height


def _wrap(text: str, font: QFont, width: float) -> list[str]:
    """At most two lines, broken at a blank."""
    metrics = QFontMetrics(font)
    words = text.split(" ")
    first = ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first and words:
        first = words.pop(0)
    return [part for part in (first, " ".join(words)) if part]


class OurHead(QHeaderView):
    """Colleagues with their function; the last row names what it counts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(HEAD_WIDTH), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not isinstance(model, CoverageModel):
            return
        look = theme()
        painter.fillRect(rect, look.color("panel"))
        side = look.px(24)
        x = rect.left() + side + look.px(10)
        width = rect.right() - x - look.px(6)
        line = model.line(section)
        if line is None:
            words = str(model.headerData(section, Qt.Orientation.Vertical) or "")
            spot = QRectF(x, rect.top(), width, rect.height())
            draw_text(painter, spot, words, look.font("table"), "text_2", LEFT)
            return
        middle = rect.center().y() + 1
        circle = QRectF(rect.left(), middle - side / 2, side, side)
        draw_avatar(painter, circle, line.colleague.name)
        below = line_below(line)
        height = look.px(17)
        top = middle - (height if below else height / 2)
        tone = "text" if line.colleague.active else "text_3"
        name = QRectF(x, top, width, height)
        draw_text(painter, name, line.colleague.name, look.font("table", "medium"), tone, LEFT)
        if below:
            spot = QRectF(x, top + height, width, height)
            draw_text(painter, spot, below, look.font("caption"), "text_2", LEFT)
