"""What opens over or beside a page: the palette, the shortcut sheet, the history drawer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext

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

    def show_palette(self) -> None:
        """Open search and commands."""
        from b2bdesk.ui.shell.palette import Palette

        palette = Palette(self._window, self._ctx, self._actions)
        palette.closed.connect(palette.deleteLater)
        palette.show_palette()

    def show_shortcuts(self) -> None:
        """Open the sheet of all keys."""
        from b2bdesk.ui.shell.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self._window, self._actions()).show_sheet()

    def show_history(self, account: int, name: str) -> None:
        """Open the history of an account at the right."""
        from b2bdesk.ui.shell.history_panel import HistoryPanel

        if self._history is None:
            self._history = HistoryPanel(self._ctx)
            self._history.closed.connect(self._history.hide)
            self._drawer.addWidget(self._history)
        self._history.show_account(account, name)
        self._history.show()

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
