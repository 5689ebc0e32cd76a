"""One way to go: a number or the tick of what is chosen, what it is, its figure, and why."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.pages.account.profit.decision.words import OptionWords
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import CENTER, LEFT, RIGHT, draw_text, text_width


class OptionRow(QAbstractButton):
    """A choice of the panel; ``number`` is what it is called by while it is not chosen."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._words = OptionWords("", "", "")
        self._recommended = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self.update)

    def show_words(self, words: OptionWords, *, recommended: bool) -> None:
        """Say what the row is about for this account."""
        self._words, self._recommended = words, recommended
        parts = [words.title, words.figure, words.reason]
        if recommended:
            parts.insert(1, tr("recommended"))
        self.setText(words.title)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    # --- drawn -----------------------------------------------------------------------------

    def _left(self) -> int:
        return theme().px(44)

    def _head_height(self) -> int:
        return theme().px(20)

    def _reason_height(self, width: int) -> int:
        metrics = QFontMetrics(theme().font("table"))
        room = max(theme().px(60), width - self._left() - theme().px(12))
        flags = int((Qt.TextFlag.TextWordWrap).value)
        box = metrics.boundingRect(0, 0, room, 10_000, flags, self._words.reason)
        return ceil(box.height())

    def heightForWidth(self, width: int) -> int:
        return self._head_height() + self._reason_height(width) + theme().px(18)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), self.heightForWidth(theme().px(300)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(220), self._head_height() + theme().px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            painter.fillRect(box, look.color("selected" if self.isChecked() else "hover"))
        top, left, right = look.px(8), self._left(), self.width() - look.px(12)
        self._draw_mark(painter, QPointF(look.px(22), top + self._head_height() / 2))
        head = QRectF(left, top, right - left, self._head_height())
        figure, role, font = self._figure()
        room = text_width(figure, font) + look.px(10) if figure else 0
        title = look.font("body", "semibold" if self._recommended else "medium")
        draw_text(painter, head.adjusted(0, 0, -room, 0), self._words.title, title, "text", LEFT)
        draw_text(painter, head, figure, font, role, RIGHT)
        reason = QRectF(left, head.bottom(), right - left, self.height() - head.bottom())
        painter.setFont(look.font("table"))
        painter.setPen(look.color("text_2"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.drawText(reason, self._words.reason, option)

    def _figure(self) -> tuple[str, str, QFont]:
        look = theme()
        if self._recommended:
            return tr("Recommended"), "accent", look.font("table", "semibold")
        return self._words.figure, "text_2", look.font("table")

    def _draw_mark(self, painter: QPainter, middle: QPointF) -> None:
        look = theme()
        radius = look.px(9)
        ring = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            painter.drawEllipse(ring)
            inset = look.px(4)
            draw_icon(painter, "ph.check", ring.adjusted(inset, inset, -inset, -inset), "on_accent")
            return
        painter.setPen(QPen(look.color("line_control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        draw_text(
            painter, ring, str(self._number), look.font("table"), "text_2", CENTER, elide=False
        )
