"""Looking at the map of another day, or without a person: what is read for it, what is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from b2bdesk.core.i18n import tr
from b2bdesk.services.departure import Departure, departure
from b2bdesk.services.map_changes import MapChange, first_day, map_changes
from b2bdesk.services.people_map import AccountPeople
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
        self._changes: tuple[date, tuple[MapChange, ...]] | None = None
        self._departure: Departure | None = None
        tab.inspector.changes.person_asked.connect(tab.want_person)

    @property
    def day(self) -> date:
        """The day of the map."""
        return self.lens.day or self._tab.ctx.as_of

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
        self._changes = self._departure = None
        if self.lens.active:
            self._tab.commands.member.clear_selection()
            self._tab.split.set_open(True)
        self._tab.load()

    def read(self) -> None:
        """Read what the lens says in the inspector."""
        account, now = self._tab.target.account, self._tab.ctx.as_of
        day, person = self.lens.day, self.lens.without
        if account is None:
            return
        if person is not None:
            self._tab.ctx.read(
                "people-without",
                self,
                lambda session: departure(session, account, person, now),
                self._on_departure,
            )
        elif day is not None:
            self._tab.ctx.read(
                "people-changes",
                self,
                lambda session: map_changes(session, account, day, now),
                lambda found: self._on_changes(day, found),
            )

    def _on_changes(self, day: date, found: tuple[AccountPeople, tuple[MapChange, ...]]) -> None:
        self._changes = day, found[1]
        self._tab.show_selection()

    def _on_departure(self, found: Departure) -> None:
        self._departure = found
        self._tab.show_selection()

    def show_instead(self) -> bool:
        """Show in the inspector what the lens found, in place of the unit."""
        inspector = self._tab.inspector
        if self.lens.without is not None and self._departure is not None:
            title = tr("Without {name}", name=self._departure.name)
            inspector.show_departure(self._departure, title)
        elif self.lens.day is not None and self._changes is not None:
            since, changes = self._changes
            title = tr("Since {day}", day=formats().date_full(since))
            inspector.show_changes(since, self._tab.ctx.as_of, changes, title)
        else:
            return False
        return True
