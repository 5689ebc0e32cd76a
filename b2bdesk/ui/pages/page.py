"""What a page is: one screen with four states, shown by the shell or in an account's tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.widgets.states import StatePages


class Page(QWidget):
    """Base of every page and account tab.

    A subclass builds its content in its constructor and hands it over once with
    ``self.set_content(widget)``, overrides ``load`` to start its reads through ``self.ctx.read``
    and shows the outcome with ``self.states.show_ready/show_empty/show_problem``. ``watched``
    names the tables whose changes make it reload; ``load`` must keep selection and scroll when
    called again.
    """

    key = ""
    watched: tuple[str, ...] = ()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.target = Target(self.key)
        self.stale = True
        self._focus_waits = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        ctx.changed.connect(self._on_changed)
        ctx.info_changed.connect(self._invalidate)
        ctx.period_changed.connect(self._invalidate)

    def set_content(self, content: QWidget) -> None:
        """Take the page's own content, shown in the ready state."""
        self.states = StatePages(content)
        self.states.retried.connect(self.load)
        self.states.currentChanged.connect(self._on_state_shown)
        self._layout.addWidget(self.states)

    def title(self) -> str:
        """The page's title in the top bar."""
        return ""

    def subtitle(self) -> str:
        """A quiet word beside the title."""
        return ""

    def above(self) -> Target | None:
        """The place this one belongs to, named before the title; None for one of the rail."""
        from b2bdesk.ui.pages.registry import entry_of

        under = entry_of(self.key).under
        return Target(under) if under else None

    def page_actions(self) -> list[Action]:
        """Action records that this page adds while it is shown (see ``ui.actions``)."""
        return []

    def face_switch(self) -> QWidget | None:
        """A choice among the page's faces, which the shell puts beside the title."""
        return None

    def toolbar(self) -> QWidget | None:
        """A widget the shell puts at the right of the top bar while the page is shown."""
        return None

    def shortcuts(self) -> list[tuple[str, str]]:
        """(keys, words) pairs shown in the status bar while the page is shown."""
        return []

    def sheet_keys(self) -> list[tuple[str, str]]:
        """The page's own keys for the sheet of shortcuts; by default those of the status bar."""
        return self.shortcuts()

    def focus_target(self) -> QWidget:
        """Where the keyboard is once the page came to the front: its main list.

        A page without one takes the keyboard itself: its single letters work, and Tab reaches
        its first control.
        """
        return self

    def take_focus(self) -> None:
        """Give the keyboard to the page's main list, as soon as that is on show."""
        target = self.focus_target()
        self._focus_waits = not target.isVisible()
        (self if self._focus_waits else target).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_state_shown(self) -> None:
        now = QApplication.focusWidget()
        if self.states.state != "ready":
            # What had the keyboard is hidden: it gets it back with the content.
            self._focus_waits = self._focus_waits or now is self.states
            return
        if not self._focus_waits:
            return
        self._focus_waits = False
        # Whoever went on meanwhile, into a field or a dialog, stays there.
        if now is None or now is self or self.isAncestorOf(now):
            self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)

    def activate(self, target: Target) -> None:
        """The page comes to the front for a target; reads again where it is stale."""
        if self.stale or target.account != self.target.account:
            self.stale = True
        self.target = target
        if self.stale:
            self.stale = False
            self.load()
        self.take_focus()

    def load(self) -> None:
        """Start the reads that fill the page."""

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*self.watched):
            self._invalidate()

    def _invalidate(self) -> None:
        self.stale = True
        if self.isVisible():
            self.stale = False
            self.load()
