"""The steps of the guided import: done, now, and still to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width


class StepStrip(QWidget):
    """Numbered steps in a row; what is done has a tick."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._current = 0
        self.setFixedHeight(theme().size("tool_bar"))
        self.set_current(0)

    def set_current(self, step: int) -> None:
        """Show which step it is, counted from 0."""
        self._current = step
        self.setAccessibleName(
            tr(
                "Step {n} of {of}: {title}",
                n=step + 1,
                of=len(self._steps),
                title=self._steps[step],
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(420), theme().size("tool_bar"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        side = float(look.px(20))
        top = (self.height() - side) / 2
        x = float(look.space(4))
        for number, title in enumerate(self._steps):
            now, done = number == self._current, number < self._current
            mark = QRectF(x, top, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
            line = None if now else "accent" if done else "line_control"
            rounded(painter, mark, side / 2, "accent" if now else None, line)
            if done:
                draw_icon(painter, "ph.check", mark.adjusted(4, 4, -4, -4), "accent")
            else:
                font = look.font("caption", "semibold")
                color = "on_accent" if now else "text_3"
                center = Qt.AlignmentFlag.AlignCenter
                draw_text(painter, mark, str(number + 1), font, color, center)
            x += side + look.space(2)
            font = look.font("body", "semibold" if now else "regular")
            width = float(text_width(title, font))
            room = QRectF(x, 0, width + 2, self.height())
            draw_text(painter, room, title, font, "text" if now else "text_2", LEFT)
            x += width + look.space(3)
            if number < len(self._steps) - 1:
                y = self.height() / 2
                painter.fillRect(QRectF(x, y, look.px(24), 1), look.color("line_strong"))
                x += look.px(24) + look.space(3)
