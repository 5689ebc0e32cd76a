"""Where a person sits and works: units of this account, jobs at every firm, with their dates."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.people_rows import JobRow
from b2bdesk.services.people_map import AccountPeople, Contact, MapUnit
from b2bdesk.ui.context import Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.section import Section, clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import ElidedText, Text


class PlacesSection(Section):
    """Units as links to their maps, jobs as links that edit them; what can be added."""

    unit_chosen = Signal(object, object)  # unit id, seat id
    asked = Signal(str)  # "unit", "job" or "move"

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__(tr("Units and jobs"))
        self._edits = edits
        self._contact: Contact | None = None
        self._shown: object = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme().px(2))
        self.column.addLayout(self._rows)
        links = QHBoxLayout()
        links.setSpacing(theme().space(3))
        self.unit_button = Button(
            tr("Add to a unit"), "link", compact=True, on_click=lambda: self.asked.emit("unit")
        )
        self.job_button = Button(
            tr("Add job"), "link", compact=True, on_click=lambda: self.asked.emit("job")
        )
        self.move_button = Button(
            tr("Moves to another firm"),
            "link",
            compact=True,
            on_click=lambda: self.asked.emit("move"),
        )
        for button in (self.unit_button, self.job_button, self.move_button):
            links.addWidget(button)
        links.addStretch(1)
        self.column.addLayout(links)

    def show_contact(self, contact: Contact, people: AccountPeople, unit: MapUnit) -> None:
        """Show where a person of the account sits and works."""
        self._contact = contact
        seats = people.seats_of(contact.row.id)
        units = [each.row for each in people.units]
        shown = (contact.row.jobs, contact.leaver, units, [seat.id for _, seat in seats], unit.row)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._rows)
        for other, seat in seats:
            if other.row is not None:
                here = unit.row is not None and other.row.id == unit.row.id
                self._rows.addWidget(self._unit_row(other.row.id, other.row.name, seat.id, here))
        for job in contact.row.jobs:
            self._rows.addWidget(self._job_row(job))
        taken = {other.row.id for other, _ in seats if other.row is not None}
        free = [each for each in people.units if each.row is not None and each.row.id not in taken]
        gone = contact.leaver is not None
        self.unit_button.setVisible(bool(free) and not gone)
        self.move_button.setVisible(not gone)

    def _unit_row(self, unit: int, name: str, seat: int, here: bool) -> QWidget:
        words = tr("Sits in {unit}", unit=name)
        if here:
            return ElidedText(words, "table", "text_2")
        link = Button(
            words, "link", compact=True, on_click=partial(self.unit_chosen.emit, unit, seat)
        )
        link.setMinimumWidth(1)
        return link

    def _job_row(self, job: JobRow) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        here = job.account_id == self._edits.account
        words = job_words(job)
        edit = Button(words, "link", compact=True, on_click=partial(self._edit, job))
        edit.setMinimumWidth(1)
        edit.setToolTip(tr("Edit: {words}", words=words))
        row.addWidget(edit, 1, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(Text(job_dates(job), "caption", "text_3"))
        if not here and self._contact is not None:
            person = self._contact.row.id
            target = Target("account", job.account_id, "people", person)
            go = Button(
                tr("Open"), "link", compact=True, on_click=partial(self._edits.ctx.go, target)
            )
            go.setAccessibleName(tr("Open {account}", account=job.account))
            row.addWidget(go)
        return made

    def _edit(self, job: JobRow) -> None:
        from b2bdesk.ui.dialogs.job_dialog import JobDialog

        if self._contact is not None:
            JobDialog(self._edits.ctx, self._contact.row, edited=job, parent=self.window()).open()


def job_words(job: JobRow) -> str:
    """ "Purchasing Manager, Brakes and Gears"; someone from outside says as what."""
    title = job.title
    if job.outside_as is not None:
        title = title or tr(WORDS[job.outside_as])
    return f"{title}, {job.account}" if title else job.account


def job_dates(job: JobRow) -> str:
    """ "2018 to 2020", "since 2018", "until 2020"; nothing where no date is known."""
    since, until = job.since, job.until
    # Years tell a career; within one year the months do.
    within = since is not None and until is not None and date_of(since).year == date_of(until).year

    def words(day: int) -> str:
        found = date_of(day)
        return formats().month(found) if within else str(found.year)

    if since is not None and until is not None:
        return tr("{since} to {until}", since=words(since), until=words(until))
    if since is not None:
        return tr("since {since}", since=words(since))
    return tr("until {until}", until=words(until)) if until is not None else ""


def tenure_words(contact: Contact, as_of_day: int) -> str:
    """When the job here ends, for who is still there; nothing where no end is known."""
    until = contact.row.until
    if until is None or until < as_of_day:
        return ""
    return tr("leaves on {day}", day=formats().date(date_of(until), date_of(as_of_day)))
