"""What opens over or beside a page: the palette, the shortcut sheet, the history drawer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, UndoQuestion

if TYPE_CHECKING:
    from b2bdesk.ui.shell.history_panel import HistoryPanel


class Overlays:
    """Each is imported and built when it is first asked for."""

    def __init__(
        self,
        window: QWidget,
        ctx: AppContext,
        actions: Callable[[], list[Action]],
        drawer: QHBoxLayout,
    ) -> None:
        self._window, self._ctx, self._actions, self._drawer = window, ctx, actions, drawer
        self._history: HistoryPanel | None = None
        self._before_history: QWidget | None = None
        ctx.undo_asked.connect(self._on_undo_asked)

    def show_palette(self) -> None:
        """Open search and commands."""
        from b2bdesk.ui.shell.palette import Palette

        palette = Palette(self._window, self._ctx, self._actions)
        palette.closed.connect(palette.deleteLater)
        palette.show_palette()

    def show_shortcuts(self, page_keys: list[tuple[str, str]]) -> None:
        """Open the sheet of all keys, those of the page on show first."""
        from b2bdesk.ui.shell.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self._window, self._actions(), page_keys).show_sheet()

    def show_history(self, account: int, name: str) -> None:
        """Open the history of an account at the right."""
        from b2bdesk.ui.shell.history_panel import HistoryPanel

        if self._history is None:
            self._history = HistoryPanel(self._ctx)
            self._history.closed.connect(self._on_history_closed)
            self._drawer.addWidget(self._history)
        self._history.show_account(account, name)
        if not self._history.isVisible():
            self._before_history = self._window.focusWidget()
        self._history.show()
        self._history.setFocus(Qt.FocusReason.OtherFocusReason)  # Esc closes it from here

    def _on_undo_asked(self, question: UndoQuestion) -> None:
        from b2bdesk.ui.dialogs.later_edits import LaterEditsDialog

        LaterEditsDialog(self._ctx, question, self._window).open()

    def _on_history_closed(self) -> None:
        before, self._before_history = self._before_history, None
        self.hide_history()
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_history(self) -> None:
        """Put the history away: no account is on show."""
        if self._history is not None:
            self._history.hide()

    def drop_history(self) -> None:
        """Forget the history: another file is open."""
        if self._history is not None:
            self._history.hide()
            self._history.deleteLater()
            self._history = None
