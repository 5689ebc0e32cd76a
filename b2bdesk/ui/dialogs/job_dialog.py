"""A person's job: at which firm, as what, from when to when; also for moving to another firm."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.accounts import AccountChoice, list_account_choices
from b2bdesk.queries.people_rows import JobRow, PersonRow
from b2bdesk.services.jobs import JobDraft, add_job, edit_job, move_person, remove_job
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.dialogs.works_for import WorksFor
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import DateField, FieldRow
from b2bdesk.ui.widgets.picker import Choice, Picker


class JobDialog(RecordDialog):
    """Adds a job, edits one (``edited``), or moves the person away from an account (``leaves``)."""

    def __init__(
        self,
        ctx: AppContext,
        person: PersonRow,
        *,
        edited: JobRow | None = None,
        leaves: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._person, self._edited, self._leaves = person, edited, leaves
        self._account = edited.account_id if edited else None
        self._accounts: Sequence[AccountChoice] = ()
        super().__init__(ctx, self._title(), parent=parent)
        self._build_fields(self.column)
        self.column.addStretch(1)
        remove = None
        if edited is not None and len(person.jobs) > 1:
            remove = Button(tr("Remove job"), "destructive", on_click=self._remove)
        self.add_buttons(tr("Save"), remove)
        self.fit(440)
        if edited is None:
            ctx.read("job-accounts", self, list_account_choices, self._on_accounts)
            self.account_button.setFocus()
        else:
            self.title.setFocus()

    def _title(self) -> str:
        name = self._person.name
        if self._edited is not None:
            return tr("Job of {name} at {account}", name=name, account=self._edited.account)
        if self._leaves is not None:
            return tr("Where does {name} work now?", name=name)
        return tr("Another job of {name}", name=name)

    def _build_fields(self, column: QVBoxLayout) -> None:
        look, job = theme(), self._edited
        self.account_button = Button(tr("Choose account"), on_click=self._pick)
        self.account_button.setVisible(job is None)
        if job is None:
            self._add(column, "account", tr("Account"), self.account_button)
        self.title = QLineEdit((job.title if job else "") or "")
        self._add(column, "title", tr("Job title"), self.title)
        self.works_for = WorksFor(bool(job and job.external), job.outside_as if job else None)
        self._add(column, "works_for", tr("Works for"), self.works_for)
        as_of = self._ctx.as_of
        self.since, self.until = DateField(reference=lambda: as_of), DateField()
        if job is None:
            self.since.set_value(as_of)
        elif job.since is not None:
            self.since.set_value(date_of(job.since))
        if job is not None and job.until is not None:
            self.until.set_value(date_of(job.until))
        row = QHBoxLayout()
        row.setSpacing(look.space(4))
        for key, label, field, hint in (
            ("since", tr("Since"), self.since, ""),
            ("until", tr("Last day"), self.until, tr("Empty while it goes on")),
        ):
            self.fields[key] = FieldRow(label, field, hint=hint)
            row.addWidget(self.fields[key], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def _add(self, column: QVBoxLayout, key: str, label: str, field: QWidget) -> None:
        self.fields[key] = FieldRow(label, field)
        column.addWidget(self.fields[key])

    # --- the account -------------------------------------------------------------------------

    def _on_accounts(self, accounts: tuple[AccountChoice, ...]) -> None:
        self._accounts = accounts

    def _pick(self) -> None:
        choices = [Choice(row.id, row.label) for row in self._accounts if row.id != self._leaves]
        popup = Picker(
            tr("At which account?"),
            choices,
            self._on_picked,
            self,
            none=tr("No account fits. Add it first, on the Accounts page."),
        )
        button = self.account_button
        popup.open_at(button.mapToGlobal(button.rect().bottomLeft()))

    def _on_picked(self, choice: Choice) -> None:
        self._account = choice.key
        self.account_button.setText(choice.label)
        self.fields["account"].set_error("")
        self.title.setFocus()

    # --- saving ------------------------------------------------------------------------------

    def draft(self) -> JobDraft:
        """What the fields say; ``DomainError`` with its field where one is missing or no date."""
        if self._account is None:
            raise DomainError(tr("Choose an account."), field="account")
        for key, field in (("since", self.since), ("until", self.until)):
            if not field.is_valid:
                raise DomainError(tr("This is not a date."), field=key)
        title, job = self.title.text(), self._edited
        same = job is not None and " ".join(title.split()) == (job.title or "")
        return JobDraft(
            self._account,
            title,
            job.contact_class if job and same else None,
            self.works_for.external,
            self.works_for.outside_as,
            self.since.value,
            self.until.value,
        )

    def entry(self) -> Entry:
        draft = self.draft()
        day, person, edited, leaves = self._ctx.as_of, self._person, self._edited, self._leaves
        if edited is not None:
            label = tr("Edit a job of {name}", name=person.name)
            return Entry(label, lambda s: edit_job(s, edited.id, draft, day), label)
        if leaves is not None:
            label = tr("Move {name} to another firm", name=person.name)
            return Entry(label, lambda s: move_person(s, person.id, leaves, draft, day), label)
        label = tr("Add a job of {name}", name=person.name)
        return Entry(label, lambda s: add_job(s, person.id, draft, day), label)

    def _remove(self) -> None:
        edited = self._edited
        if edited is not None:
            label = tr("Remove a job of {name}", name=self._person.name)
            self.write(Entry(label, lambda s: remove_job(s, edited.id), label))
