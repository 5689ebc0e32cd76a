"""The status bar: nothing leaves the computer, what is saved, what is running, and the keys."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.ui.tasks.runner import TaskRunner
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import KeyCap
from b2bdesk.ui.widgets.progress_strip import ProgressStrip
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text, h_rule


class StatusBar(QFrame):
    """24 px at the foot of the window."""

    def __init__(self, tasks: TaskRunner) -> None:
        super().__init__()
        look = theme()
        self.setProperty("surface", "window")
        self.setFixedHeight(look.size("status_bar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(3), 0, look.space(4), 0)
        row.setSpacing(look.px(6))
        row.addWidget(IconLabel("ph.shield-check", "text_3", 13))
        row.addWidget(Text(tr("Stored on this computer only"), "caption", "text_3"))
        row.addSpacing(look.px(10))
        self._saved = Text("", "caption", "text_3")
        row.addWidget(self._saved)
        row.addSpacing(look.px(10))
        self._backup = Text("", "caption", "text_3")
        row.addWidget(self._backup)
        row.addSpacing(look.px(10))
        self.progress = ProgressStrip()
        row.addWidget(self.progress)
        row.addStretch(1)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(look.px(4))
        row.addLayout(self._keys)
        self._key_widgets: list[QWidget] = []
        self._rule = h_rule(self)
        self._running: Progress | None = None
        tasks.started.connect(self._on_started)
        tasks.progressed.connect(self._on_progressed)
        tasks.ended.connect(self._on_ended)
        self.progress.cancelled.connect(self._on_cancel)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().size("status_bar"))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._rule.setGeometry(0, 0, self.width(), 1)
        for widget in self._key_widgets:
            widget.setVisible(self.width() > theme().px(1100))

    def set_saved(self, at: datetime | None, read_only: bool = False) -> None:
        """When the last step was confirmed, in local time."""
        if read_only:
            self._saved.setText(tr("Read-only"))
        else:
            self._saved.setText("" if at is None else tr("Saved {time}", time=f"{at:%H:%M}"))

    def set_backup(self, text: str) -> None:
        """When the last backup was made, in words."""
        self._backup.setText(text)

    def set_keys(self, keys: list[tuple[str, str]]) -> None:
        """Show the keys of the page: (keys separated by spaces, what they do)."""
        for widget in self._key_widgets:
            self._keys.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._key_widgets = []
        for caps, words in keys:
            for cap in caps.split():
                self._add(KeyCap(cap))
            self._add(Text(words, "caption", "text_3"))
            spacer = QWidget()
            spacer.setFixedWidth(theme().px(6))
            self._add(spacer)

    def _add(self, widget: QWidget) -> None:
        widget.setVisible(self.width() > theme().px(1100))
        self._keys.addWidget(widget)
        self._key_widgets.append(widget)

    def _on_started(self, started: tuple[Progress, str]) -> None:
        self._running, title = started
        self.progress.set_progress(title)

    def _on_progressed(self, progress: Progress, what: str, share: float | None) -> None:
        if progress is self._running:
            self.progress.set_progress(what, share)

    def _on_ended(self, progress: Progress) -> None:
        if progress is self._running:
            self._running = None
            self.progress.clear()

    def _on_cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
