"""A desktop notification of the follow-ups due, once when a file opens and when the day changes.

It tells numbers only: a locked screen shows notifications too. Where the desktop has no tray, or
the user switched it off in the settings, nothing happens.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.theme.icons import icon

if TYPE_CHECKING:
    from b2bdesk.services.today import Due

_LOOK_EVERY_MS = 60_000
_SHOWN_MS = 10_000


class DueNotifier(QObject):
    """Watches the open file and the calendar; belongs to the window."""

    def __init__(self, ctx: AppContext, store: PreferenceStore, window: QWidget) -> None:
        super().__init__(window)
        self._ctx, self._store, self._window = ctx, store, window
        self._day: date = ctx.today()
        self._told: tuple[str, date] | None = None
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_at_the_day)
        self._timer.start()
        ctx.opened.connect(self._look)
        ctx.info_changed.connect(self._look)

    def look_at_the_day(self) -> None:
        """Read the file's date anew once a new day began; its follow-ups are told then."""
        today = self._ctx.today()
        if today != self._day:
            self._day = today
            if self._ctx.database is not None:
                self._ctx.reload_info()

    def _look(self) -> None:
        database = self._ctx.database
        if database is None or self._ctx.info is None or not self._store.value.notify_due:
            return
        from b2bdesk.services.today import Owners, due_now

        as_of, me = self._ctx.as_of, self._ctx.me
        here = (str(database.path), as_of)
        if here == self._told:
            return
        self._told = here
        owners = Owners() if me is None else Owners(frozenset({me}), unowned=True)
        self._ctx.read("due-notice", self, lambda s: due_now(s, as_of, owners), self._tell)

    def _tell(self, due: Due) -> None:
        parts = []
        if due.today:
            parts.append(
                trn("{n} follow-up is due today", "{n} follow-ups are due today", due.today)
            )
        if due.overdue:
            parts.append(trn("{n} follow-up is overdue", "{n} follow-ups are overdue", due.overdue))
        if parts:
            self.show_message(tr("B2BDesk: today"), "\n".join(parts))

    def show_message(self, title: str, text: str) -> None:
        """Show a notification where the desktop can."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("ph.sun"), self)
            self._tray.setToolTip("B2BDesk")
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(self._on_clicked)
        self._tray.show()
        self._tray.showMessage(title, text, icon("ph.sun"), _SHOWN_MS)

    def _on_clicked(self, *_: object) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        self._ctx.go(Target("today"))
