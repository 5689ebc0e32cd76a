"""Looking at the map of another day, or without a person: what is read for it, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from b2bdesk.core.i18n import tr
from b2bdesk.services.map_changes import first_day
from b2bdesk.services.seen import Seen, see_people
from b2bdesk.storage.database import Session
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.lens import Lens

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.people_tab import PeopleTab

HARMLESS = frozenset(
    {"inspect", "details", "more", "health", "export", "workbook", "log", "as_of", "gone"}
)
"""Commands of the tab that write nothing about the map."""


class Looking(QObject):
    """Joins the lens over the map with the tab below it."""

    def __init__(self, tab: PeopleTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self.lens = Lens()
        self.lens.changed.connect(self._on_changed)
        self._seen: Seen | None = None
        tab.inspector.changes.person_asked.connect(tab.want_person)

    def open_days(self) -> None:
        """Look at the map as it stood on another day."""
        account, as_of = self._tab.target.account, self._tab.ctx.as_of
        if account is not None:
            self._tab.ctx.read(
                "people-first-day",
                self,
                lambda session: first_day(session, account),
                lambda first: self.lens.open_days(first, as_of),
            )

    def open_without(self) -> None:
        """Look at the account as if the person at hand had left."""
        person = self._tab.current_person
        if person is not None and person[0].leaver is None:
            self.lens.open_without(person[0].row.id, person[0].row.name)

    def refuses(self) -> bool:
        """Say why nothing can be changed now, where that is so."""
        words = self.lens.refusal()
        if words:
            self._tab.ctx.toast(words)
        return bool(words)

    def _on_changed(self) -> None:
        self._seen = None
        if self.lens.active:
            self._tab.commands.member.clear_selection()
            self._tab.split.set_open(True)
        self._tab.load()

    def question(self, account: int) -> Callable[[Session], Seen]:
        """What reads the people of an account as the lens stands now."""
        as_of, day, without = self._tab.ctx.as_of, self.lens.day, self.lens.without
        return lambda session: see_people(session, account, as_of, day=day, without=without)

    def take(self, seen: Seen) -> None:
        """Keep what is said in the inspector of the people on show."""
        self._seen = seen

    def show_instead(self) -> bool:
        """Show in the inspector what the lens found, in place of the unit."""
        inspector = self._tab.inspector
        seen = self._seen
        if self.lens.without is not None and seen is not None and seen.departure is not None:
            title = tr("Without {name}", name=seen.departure.name)
            inspector.show_departure(seen.departure, title)
        elif self.lens.day is not None and seen is not None and seen.changes is not None:
            since = seen.people.as_of
            title = tr("Since {day}", day=formats().date_full(since))
            inspector.show_changes(since, self._tab.ctx.as_of, seen.changes, title)
        else:
            return False
        return True
