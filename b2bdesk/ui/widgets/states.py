"""The four states of a page: loading, empty, error, ready; and the empty state itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.drawing import text_width
from b2bdesk.ui.widgets.text import Text

_LOADING_DELAY_MS = 300  # a quick load shows no flash of "Loading"


@dataclass(frozen=True, slots=True)
class EmptyAction:
    """A button of an empty state."""

    label: str
    run: Callable[[], object]
    keys: str = ""


class IconLabel(QWidget):
    """An icon that stands alone; drawn when painted, so it follows the theme."""

    def __init__(self, name: str, role: str = "text_2", size: int = 16) -> None:
        super().__init__()
        self._name, self._role = name, role
        side = theme().px(size)
        self.setFixedSize(side, side)

    def set_icon(self, name: str, role: str | None = None) -> None:
        """Show another icon."""
        self._name, self._role = name, role or self._role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_icon(QPainter(self), self._name, self.rect(), self._role)


class EmptyState(QWidget):
    """What will be here, one primary action, one alternative."""

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        icon_name: str = "",
        primary: EmptyAction | None = None,
        alternative: EmptyAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme()
        column = QVBoxLayout(self)
        pad = look.space(4)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(2))
        column.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        if icon_name:
            column.addWidget(IconLabel(icon_name, "text_2", 28), 0, center)
        column.addWidget(Text(title, "section"), 0, center)
        if text:
            body = Text(text, "table", "text_2", wrap=True)
            body.setAlignment(center)
            width = min(look.px(320), text_width(text, look.font("table")) + look.px(4))
            body.setFixedWidth(width)
            body.setMinimumHeight(body.heightForWidth(width))
            column.addWidget(body, 0, center)
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        row.addStretch(1)
        for action, kind in ((primary, "primary"), (alternative, "default")):
            if action is not None:
                row.addWidget(
                    Button(
                        action.label,
                        "primary" if kind == "primary" else "default",
                        keys=action.keys,
                        on_click=action.run,
                    )
                )
        row.addStretch(1)
        if primary or alternative:
            column.addSpacing(look.space(1))
            column.addLayout(row)
        column.addStretch(1)
        self.setAccessibleName(f"{title}. {text}".strip())


class StatePages(QStackedWidget):
    """Loading, empty, error or ready; ``ready`` is the page's own content.

    ``retried`` when the user asks to try again after an error.
    """

    retried = Signal()

    def __init__(self, ready: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready = ready
        self._other: QWidget | None = None
        self._state = "ready"
        self.addWidget(ready)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_LOADING_DELAY_MS)
        self._delay.timeout.connect(self._show_loading_now)
        self._loading_text = ""

    @property
    def state(self) -> str:
        """ "loading", "empty", "error" or "ready"."""
        return self._state

    def show_ready(self) -> None:
        """Show the content."""
        self._delay.stop()
        self._state = "ready"
        self._turn_to(self._ready)
        self._drop_other()

    def show_loading(self, text: str = "", *, at_once: bool = False) -> None:
        """Say what is being loaded, after a moment, so that quick loads do not flicker."""
        self._state = "loading"
        self._loading_text = text or tr("Loading")
        if at_once:
            self._show_loading_now()
        elif not self._delay.isActive():
            self._delay.start()

    def show_empty(
        self,
        title: str,
        text: str = "",
        *,
        icon_name: str = "",
        primary: EmptyAction | None = None,
        alternative: EmptyAction | None = None,
    ) -> None:
        """Say what will be here and how to begin."""
        self._state = "empty"
        self._show(
            EmptyState(title, text, icon_name=icon_name, primary=primary, alternative=alternative)
        )

    def show_error(self, title: str, text: str = "", *, retry: bool = True) -> None:
        """Say what went wrong and what is safe; with a way to try again."""
        self._state = "error"
        again = EmptyAction(tr("Try again"), self.retried.emit) if retry else None
        self._show(EmptyState(title, text, icon_name="ph.warning-circle", alternative=again))

    def show_problem(self, error: Exception) -> None:
        """Show an exception: a known problem in its own words, a bug as one."""
        if isinstance(error, B2BDeskError):
            self.show_error(error.message, error.hint)
        else:
            self.show_error(
                tr("This page could not be shown"),
                tr("A fault in the program: {error}. Your data is as it was.", error=error),
            )

    def _show_loading_now(self) -> None:
        if self._state == "loading":
            self._show(EmptyState(self._loading_text, icon_name="ph.spinner-gap"))

    def _show(self, widget: QWidget) -> None:
        self._delay.stop()
        self._drop_other()
        self._other = widget
        self.addWidget(widget)
        self._turn_to(widget)

    def _turn_to(self, widget: QWidget) -> None:
        """Show a widget. Qt would give the keyboard of a hidden one to the next in the window."""
        held = QApplication.focusWidget()
        inside = held is self or (held is not None and self.isAncestorOf(held))
        if inside and widget is not self.currentWidget():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentWidget(widget)

    def _drop_other(self) -> None:
        if self._other is not None:
            self.removeWidget(self._other)
            self._other.deleteLater()
            self._other = None
