"""Two scores on one track: ours a filled dot, the main rival's a hollow square, the gap signed."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.focus import RING_PROPERTY
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, rounded, text_width

Party = Literal["ours", "rival"]
_LOW, _HIGH = 1, 5
_LABEL_SHARE = 0.42


class Dumbbell(QWidget):
    """A label, a track from 1 to 5, and ours less the rival's.

    ``scored`` carries the side and 1..5, or None to take it back; only where ``editable``. Digits,
    arrows and a click on the track set ``party``; Space asks for the other side; the arrows up and
    down ask to ``step``.
    """

    scored = Signal(str, object)
    party_asked = Signal()
    step_asked = Signal(int)
    entered = Signal()

    def __init__(self, label: str, *, editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._editable = label, editable
        self.party: Party = "ours"
        self._scores: dict[Party, float | None] = {"ours": None, "rival": None}
        self._decimals = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RING_PROPERTY, True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if editable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def label(self) -> str:
        """What is scored."""
        return self._label

    def show_scores(
        self, ours: float | None, rival: float | None, spoken: str, *, decimals: int = 0
    ) -> None:
        """Show both sides; ``spoken`` says them in words, for the tooltip and screen readers."""
        self._scores = {"ours": ours, "rival": rival}
        self._decimals = decimals
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    @property
    def gap(self) -> float | None:
        """Ours less the rival's, None while one is missing."""
        ours, rival = self._scores["ours"], self._scores["rival"]
        return None if ours is None or rival is None else ours - rival

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().size("min_target") - theme().px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), self.sizeHint().height())

    # --- by hand -----------------------------------------------------------------------------

    def _track(self) -> QRectF:
        look = theme()
        left = self.width() * _LABEL_SHARE
        right = self.width() - look.px(44)
        return QRectF(left, self.height() / 2, max(20.0, right - left), 0)

    def _x(self, score: float) -> float:
        track = self._track()
        return track.left() + track.width() * (score - _LOW) / (_HIGH - _LOW)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        track = self._track()
        reach = theme().px(8)
        x = event.position().x()
        inside = track.left() - reach <= x <= track.right() + reach
        if self._editable and inside and event.button() == Qt.MouseButton.LeftButton:
            at = round(_LOW + (x - track.left()) / track.width() * (_HIGH - _LOW))
            self._set(at)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        number = key - Qt.Key.Key_0
        now = self._scores[self.party]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif not self._editable:
            super().keyPressEvent(event)
        elif _LOW <= number <= _HIGH:
            self._set(number)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            middle = (_LOW + _HIGH) // 2
            step = -1 if key == Qt.Key.Key_Left else 1
            self._set(middle if now is None else round(now) + step)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if now is not None:
                self.scored.emit(self.party, None)
        elif key == Qt.Key.Key_Space:
            self.party_asked.emit()
        else:
            super().keyPressEvent(event)

    def _set(self, score: int) -> None:
        score = max(_LOW, min(_HIGH, score))
        if score != self._scores[self.party]:
            self.scored.emit(self.party, score)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    # --- drawing -----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        font = look.font("table")
        track = self._track()
        room = QRectF(0, 0, track.left() - look.px(10), self.height())
        draw_text(painter, room, self._label, font, "text_2")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._line(painter, track.left(), track.right(), "line", 3)
        ours, rival, gap = self._scores["ours"], self._scores["rival"], self.gap
        role = "text_2" if not gap else "for_us" if gap > 0 else "against_us"
        if ours is not None and rival is not None:
            self._line(painter, self._x(ours), self._x(rival), role, 2)
        if rival is not None:
            draw_party(painter, QPointF(self._x(rival), track.top()), "rival")
        if ours is not None:
            draw_party(painter, QPointF(self._x(ours), track.top()), "ours")
        shown = MISSING if gap is None else formats().signed(gap, self._decimals)
        box = QRectF(self.width() - look.px(40), 0, look.px(40), self.height())
        weight = look.font("table", "medium")
        draw_text(painter, box, shown, weight, "text_3" if gap is None else role, RIGHT)

    def _line(self, painter: QPainter, left: float, right: float, role: str, width: int) -> None:
        pen = QPen(theme().color(role), theme().px(width))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        y = self.height() / 2
        painter.drawLine(QPointF(left, y), QPointF(right, y))


def draw_party(painter: QPainter, spot: QPointF, party: Party) -> None:
    """Our dot or the rival's square around a point."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if party == "ours":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("text"))
        reach = look.px(5) - 0.5
        painter.drawEllipse(spot, reach, reach)
    else:
        reach = look.px(4)
        painter.setPen(QPen(look.color("text_2"), 1.5))
        painter.setBrush(look.color("panel"))
        painter.drawRect(QRectF(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach))


class PartyKey(QAbstractButton):
    """The mark of a side and its name: the key of dumbbells, and which side is set by hand."""

    def __init__(self, party: Party, *, choice: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._party: Party = party
        self.setCheckable(choice)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if choice else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if choice:
            self.setAutoExclusive(True)
            self.setProperty(RING_PROPERTY, True)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_name(self, name: str) -> None:
        """Say whose score it is."""
        self.setText(name)
        spoken = tr("Set the score of {name}", name=name) if self.isCheckable() else name
        self.setAccessibleName(spoken)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        wide = min(look.px(92), text_width(self.text(), look.font("caption")))
        return QSize(look.px(26) + wide, look.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        if self.isChecked():
            rounded(painter, QRectF(self.rect()), look.radius("control"), "selected")
        draw_party(painter, QPointF(look.px(11), self.height() / 2), self._party)
        box = QRectF(look.px(20), 0, self.width() - look.px(22), self.height())
        tone = "text" if self.isChecked() else "text_2"
        draw_text(painter, box, self.text(), look.font("caption"), tone, LEFT)
