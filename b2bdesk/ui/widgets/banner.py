"""Banner on top of the page it concerns: what happened, what is safe, one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.drawing import rounded
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text

Tone = Literal["error", "attention", "info"]

_LOOKS = {
    "error": ("against_us_tint", "against_us", "ph.warning-circle", "against_us"),
    "attention": ("attention_tint", "attention", "ph.warning", "attention"),
    "info": ("panel", "line_strong", "ph.info", "text_2"),
}


class Banner(QWidget):
    """An error stays until it is solved; a piece of information can be closed."""

    closed = Signal()

    def __init__(
        self,
        tone: Tone,
        what: str,
        detail: str = "",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        closable: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme()
        self._fill, self._line, icon_name, role = _LOOKS[tone]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(3), look.px(3), look.space(2), look.px(3))
        row.setSpacing(look.px(10))
        row.addWidget(IconLabel(icon_name, role))
        heavy = "regular" if tone == "info" else "semibold"
        row.addWidget(Text(what, "body", weight=heavy, wrap=not detail), 0 if detail else 1)
        if detail:
            row.addWidget(Text(detail, "body", "text_2", wrap=True), 1)
        if action and on_action is not None:
            row.addWidget(Button(action, "link", on_click=on_action))
            row.addSpacing(look.px(4))
        if (tone == "info") if closable is None else closable:
            row.addWidget(IconButton("ph.x", tr("Close"), on_click=self._on_close))
        self.setMinimumHeight(look.px(34))
        self.setAccessibleName(f"{what} {detail}".strip())

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        radius = theme().radius("control")
        rounded(QPainter(self), QRectF(self.rect()), radius, self._fill, self._line)
