"""Health in a mark, a word and a number; and the row that opens it to what it is made of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from b2bdesk.analytics.health import Band, band
from b2bdesk.core.i18n import mark, tr
from b2bdesk.services.health.tree import Node
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.focus import RING_PROPERTY
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, rounded, text_width
from b2bdesk.ui.widgets.marks import Mark

_WORDS = {Band.WEAK: mark("Weak"), Band.MIXED: mark("Mixed"), Band.STRONG: mark("Strong")}
_LOOKS = {
    Band.WEAK: ("against_us", "ph.warning-circle"),
    Band.MIXED: ("attention", "ph.circle-half"),
    Band.STRONG: ("for_us", "ph.check-circle"),
}


def health_mark(value: float | None) -> Mark | None:
    """The mark of a health with its word; None where nothing is known."""
    if value is None:
        return None
    found = band(value)
    color, icon = _LOOKS[found]
    return Mark(tr(_WORDS[found]), color, icon=icon)


def health_text(value: float | None) -> str:
    """The number 0 to 100, or that there is none."""
    return MISSING if value is None else formats().number(value)


def spoken(node: Node) -> str:
    """A node in words: its title, what it is, and the short fact."""
    found = health_mark(node.value)
    if found is None:
        words = tr("{title}: not known", title=node.title)
    else:
        words = tr(
            "{title}: {word}, {value} of 100",
            title=node.title,
            word=found.label,
            value=health_text(node.value),
        )
    return ", ".join(part for part in (words, node.fact) if part)


class HealthRow(QAbstractButton):
    """Title, a quiet fact, and the number with its mark; a click or Enter opens it.

    ``strong`` rows are headings and say the band's word too.
    """

    def __init__(
        self, node: Node, *, strong: bool = False, fact: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.node = node
        self._strong = strong
        self._fact = (
            fact or node.fact or ("" if strong or node.value is not None else tr("not known"))
        )
        self.setAccessibleName(spoken(node))
        self.setToolTip(node.why)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RING_PROPERTY, True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(240), look.px(28 if self._strong else 24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse():
            rounded(painter, box.adjusted(-2, 0, 2, 0), look.radius("control"), "hover")
        right = self._draw_value(painter, box)
        title = look.font("body", "semibold") if self._strong else look.font("table")
        wide = box.width() * (0.6 if self._strong else 0.38)
        if not self._fact:
            wide = right - look.px(8)
        tone = "text" if self._strong else "text_2"
        draw_text(painter, QRectF(0, 0, wide, box.height()), self.node.title, title, tone, LEFT)
        if self._fact:
            left = wide + look.px(8)
            room = QRectF(left, 0, max(0.0, right - left - look.px(6)), box.height())
            known = "text" if self.node.value is not None else "text_3"
            draw_text(painter, room, self._fact, look.font("table"), known, LEFT)

    def _draw_value(self, painter: QPainter, box: QRectF) -> float:
        """Draw mark, word and number at the right; gives where they begin."""
        look = theme()
        found = health_mark(self.node.value)
        font = look.font("table", "semibold" if self._strong else "medium")
        number = QRectF(box.right() - look.px(26), 0, look.px(26), box.height())
        tone = "text_3" if found is None else "text"
        draw_text(painter, number, health_text(self.node.value), font, tone, RIGHT)
        left = number.left()
        if found is not None:
            if self._strong:
                wide = text_width(found.label, look.font("table")) + 1
                left -= wide + look.px(4)
                spot = QRectF(left, 0, wide, box.height())
                draw_text(painter, spot, found.label, look.font("table"), "text_2", LEFT)
            side = look.px(14)
            left -= side + look.px(4)
            found.draw(painter, QRectF(left, (box.height() - side) / 2, side, side))
        return left
