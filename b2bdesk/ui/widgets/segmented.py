"""One of a few: segmented control, sentiment faces, stances. Arrow keys move, as in any radio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice; with ``icon_only`` the label is tooltip and accessible name."""

    key: str
    label: str
    icon: str = ""
    color: str = ""
    icon_only: bool = False


class _SegmentButton(QAbstractButton):
    def __init__(self, segment: Segment, first: bool, last: bool) -> None:
        super().__init__()
        self._segment, self._first, self._last = segment, first, last
        self.setCheckable(True)
        self.setText(segment.label)
        self.setAccessibleName(segment.label)
        if segment.icon_only:
            self.setToolTip(segment.label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred if segment.icon_only else policy.Fixed, policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme()
        width = 2 * look.px(9 if self._segment.icon_only else 11)
        if self._segment.icon:
            width += look.size("icon")
        if not self._segment.icon_only:
            width += text_width(self.text(), look.font("body", "semibold"))
            width += look.px(6) if self._segment.icon else 0
        return QSize(width, look.size("control"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        on = self.isChecked()
        if on or (self.underMouse() and self.isEnabled()):
            self._fill(painter, box, "selected" if on else "hover")
        if not self._last:
            painter.fillRect(QRectF(box.right() - 1, 1, 1, box.height() - 2), look.color("line"))
        color = "text" if on else "text_2"
        if not self.isEnabled():
            color = "disabled"
        font = look.font("body", "semibold" if on else "regular")
        side = look.size("icon")
        top = (box.height() - side) / 2
        if self._segment.icon_only:
            left = (box.width() - side) / 2
            draw_icon(
                painter,
                self._segment.icon,
                QRectF(left, top, side, side),
                self._segment.color if self.isEnabled() and self._segment.color else color,
            )
            return
        width = text_width(self.text(), font)
        gap = look.px(6) if self._segment.icon else 0
        x = (box.width() - width - gap - (side if self._segment.icon else 0)) / 2
        if self._segment.icon:
            draw_icon(painter, self._segment.icon, QRectF(x, top, side, side), color)
            x += side + gap
        draw_text(painter, QRectF(x, 0, width + 1, box.height()), self.text(), font, color, LEFT)

    def _fill(self, painter: QPainter, box: QRectF, role: str) -> None:
        radius = theme().radius("control") - 1
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        inner = box.adjusted(1 if self._first else 0, 1, -1 if self._last else 0, -1)
        path.addRoundedRect(inner, radius, radius)
        if not self._first:
            path.addRect(QRectF(inner.left(), inner.top(), radius, inner.height()))
        if not self._last:
            path.addRect(QRectF(inner.right() - radius, inner.top(), radius, inner.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, theme().color(role))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class SegmentedControl(QWidget):
    """Two to six choices side by side. ``changed`` carries the key the user chose."""

    changed = Signal(str)

    def __init__(
        self,
        segments: Sequence[Segment],
        current: str | None = None,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _SegmentButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, segment in enumerate(segments):
            button = _SegmentButton(segment, number == 0, number == len(segments) - 1)
            self._group.addButton(button, number)
            self._buttons[segment.key] = button
            row.addWidget(button)
        spread = QSizePolicy.Policy.Preferred if segments[0].icon_only else QSizePolicy.Policy.Fixed
        self.setSizePolicy(spread, QSizePolicy.Policy.Fixed)
        if current is not None:
            self._buttons[current].setChecked(True)
        self._last = current
        self._group.idClicked.connect(self._on_clicked)

    @property
    def current(self) -> str | None:
        """The key chosen, None while none is."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def set_current(self, key: str | None) -> None:
        """Choose ``key`` without ``changed``; None chooses none."""
        if key is None:
            self._group.setExclusive(False)
            for button in self._buttons.values():
                button.setChecked(False)
            self._group.setExclusive(True)
        else:
            self._buttons[key].setChecked(True)
        self._last = key

    def set_label(self, key: str, label: str) -> None:
        """Change a label, for example to show a count."""
        button = self._buttons[key]
        button.setText(label)
        button.setAccessibleName(label)
        button.updateGeometry()

    def button(self, key: str) -> QAbstractButton:
        """The button of one choice."""
        return self._buttons[key]

    def _on_clicked(self, _number: int) -> None:
        key = self.current
        if key is not None and key != self._last:
            self._last = key
            self.changed.emit(key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        radius = theme().radius("control")
        rounded(QPainter(self), QRectF(self.rect()), radius, "panel", "line_strong")


class SentimentPicker(SegmentedControl):
    """Five faces, -2 hostile to +2 delighted; keys 1 to 5 and arrows; ``picked`` has the value."""

    picked = Signal(int)

    def __init__(self, value: int | None = None, parent: QWidget | None = None) -> None:
        steps = tokens().sentiment
        super().__init__(
            [Segment(str(s.value), tr(s.label), s.icon, s.color, icon_only=True) for s in steps],
            None if value is None else str(value),
            name=tr("Sentiment"),
            parent=parent,
        )
        self.changed.connect(lambda key: self.picked.emit(int(key)))

    @property
    def value(self) -> int | None:
        """-2..2, None while not set."""
        return None if self.current is None else int(self.current)

    def set_value(self, value: int | None) -> None:
        """Show a value without ``picked``."""
        self.set_current(None if value is None else str(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < 5:
            self.button(str(number - 2)).click()
        else:
            super().keyPressEvent(event)


class StancePicker(SegmentedControl):
    """The five stances and unknown. ``changed`` carries the stance key."""

    def __init__(
        self, key: str | None = None, *, with_unknown: bool = True, parent: QWidget | None = None
    ) -> None:
        steps = [s for s in tokens().stance if with_unknown or s.value is not None]
        super().__init__(
            [Segment(s.key, tr(s.label), s.icon, s.color, icon_only=True) for s in steps],
            key,
            name=tr("Stance towards us"),
            parent=parent,
        )
