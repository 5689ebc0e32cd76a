"""Actions bound to keys and to the file's menu; both derive from the records alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.history import UndoState, undo_state
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext


class ActionKeys:
    """The shortcuts of a window: the program's for ever, the page's while it is shown."""

    def __init__(self, window: QWidget, actions: Callable[[], list[Action]]) -> None:
        self._window, self._actions = window, actions
        self._page: list[QShortcut] = []

    def bind_program(self, actions: list[Action]) -> None:
        """Bind the program's keys, once."""
        for action in actions:
            if action.shortcut:
                self._bind(action.shortcut, action.key)
        self._bind("?", "view.shortcuts")

    def bind_page(self, actions: list[Action], *, letters: bool) -> None:
        """Bind a page's keys in place of those of the page before."""
        for shortcut in self._page:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._page = [
            self._bind(action.shortcut, action.key)
            for action in actions
            if action.shortcut and (letters or len(action.shortcut) > 1)
        ]

    def _bind(self, keys: str, key: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.activated.connect(lambda: self.run(key))
        return shortcut

    def run(self, key: str) -> None:
        """Run an action by its key where it is enabled now."""
        action = next((action for action in self._actions() if action.key == key), None)
        if action is not None and action.enabled():
            action.run()


class UndoWords(QObject):
    """What undo and redo would do now, for the menu and the palette."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._state = UndoState(None, None)

    def load(self) -> None:
        """Read it again: a step was confirmed."""
        self._ctx.read("undo-state", self, undo_state, self._on_state)

    def _on_state(self, state: UndoState) -> None:
        self._state = state

    def can_undo(self) -> bool:
        """True where there is a step to take back."""
        return self._state.undo is not None

    def can_redo(self) -> bool:
        """True where there is a step to bring back."""
        return self._state.redo is not None

    def undo_words(self) -> str:
        """What undo would take back."""
        step = self._state.undo
        return tr("Undo") if step is None else tr("Undo: {label}", label=step.label)

    def redo_words(self) -> str:
        """What redo would bring back."""
        step = self._state.redo
        return tr("Redo") if step is None else tr("Redo: {label}", label=step.label)


def file_menu(
    window: QWidget,
    actions: list[Action],
    recent: tuple[Path, ...],
    open_file: Callable[[Path], None],
) -> QMenu:
    """The menu of the file, made from the actions."""
    menu = QMenu(window)
    shown = (tr("File"), tr("Edit"), tr("View"))
    before = ""
    for action in actions:
        if action.group not in shown:
            continue
        if before and action.group != before:
            menu.addSeparator()
        before = action.group
        item = menu.addAction(action.title)
        if action.shortcut:
            item.setShortcut(QKeySequence(action.shortcut))
            # The window's shortcut does the work; the menu only says which it is.
            item.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            item.setShortcutVisibleInContextMenu(True)
        item.setEnabled(action.enabled())
        item.triggered.connect(lambda _=False, run=action.run: run())
        if action.key == "file.open":
            files = menu.addMenu(tr("Recent files"))
            for path in recent:
                files.addAction(path.stem).triggered.connect(lambda _=False, p=path: open_file(p))
            files.setEnabled(not files.isEmpty())
    return menu
