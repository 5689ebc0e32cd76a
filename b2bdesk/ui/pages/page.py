"""What a page is: one screen with four states, shown by the shell or in an account's tabs."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

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
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        ctx.changed.connect(self._on_changed)
        ctx.info_changed.connect(self._invalidate)
        ctx.period_changed.connect(self._invalidate)

    def set_content(self, content: QWidget) -> None:
        """Take the page's own content, shown in the ready state."""
        self.states = StatePages(content)
        self.states.retried.connect(self.load)
        self._layout.addWidget(self.states)

    def title(self) -> str:
        """The page's title in the top bar."""
        return ""

    def subtitle(self) -> str:
        """A quiet word beside the title."""
        return ""

    def page_actions(self) -> list[Action]:
        """Action records that this page adds while it is shown (see ``ui.actions``)."""
        return []

    def toolbar(self) -> QWidget | None:
        """A widget the shell puts at the right of the top bar while the page is shown."""
        return None

    def shortcuts(self) -> list[tuple[str, str]]:
        """(keys, words) pairs shown in the status bar while the page is shown."""
        return []

    def activate(self, target: Target) -> None:
        """The page comes to the front for a target; reads again where it is stale."""
        if self.stale or target.account != self.target.account:
            self.stale = True
        self.target = target
        if self.stale:
            self.stale = False
            self.load()

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
