"""Everything about one exchange: to log it with all there is to say, or to change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import PromisedBy
from b2bdesk.queries.exchange_links import Link, UnitName, list_links, list_unit_names
from b2bdesk.queries.exchanges import ExchangeRow, get_exchanges
from b2bdesk.queries.log_choices import ContactRow, get_account_name, list_contacts
from b2bdesk.queries.next_steps import NextStepRow, list_next_steps
from b2bdesk.services.exchanges import ExchangeDraft, edit_exchange_and_steps, log_exchange
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.storage.database import Session
from b2bdesk.ui.composer.exchange_fields import ExchangeFields
from b2bdesk.ui.composer.linked_records import LinkedRecords
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.messages.exchange_parts import ExchangeParts
from b2bdesk.ui.opinions.exchange_scores import ExchangeScores
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.inspector import Inspector


@dataclass(frozen=True, slots=True)
class _Loaded:
    account: str
    contacts: tuple[ContactRow, ...]
    units: tuple[UnitName, ...]
    row: ExchangeRow | None = None
    steps: tuple[NextStepRow, ...] = ()
    links: tuple[Link, ...] = ()


class ExchangeForm(Inspector):
    """Logs or edits an exchange; ``saved`` carries its row, ``closed`` leaves it as it was."""

    saved = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Edit exchange"), parent=parent)
        self.ctx = ctx
        self.row: ExchangeRow | None = None
        self._account: int | None = None
        self._steps: dict[PromisedBy, int] = {}
        self._busy = False
        self.fields = ExchangeFields(lambda: ctx.as_of)
        self.links = LinkedRecords(ctx)
        self.parts = ExchangeParts(ctx)
        self.parts.made.connect(lambda who: self.fields.people.add_member(who.person, who.name))
        buttons = QHBoxLayout()
        self.save_button = Button(tr("Save"), "primary", keys=tr("Ctrl ↵"), on_click=self.save)
        buttons.addWidget(self.save_button)
        buttons.addWidget(Button(tr("Cancel"), on_click=self.closed.emit))
        buttons.addStretch(1)
        self.body.addWidget(self.fields)
        self.body.addWidget(self.parts)
        self.scores = ExchangeScores(ctx)
        self.body.addWidget(self.scores)
        self.body.addWidget(self.links)
        self.body.addSpacing(theme().space(1))
        self.body.addLayout(buttons)
        self.body.addStretch(1)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.save)

    # --- showing -----------------------------------------------------------------------------

    def edit(self, exchange: int, account: int) -> None:
        """Show an exchange of an account, ready to be changed."""
        as_of = self.ctx.as_of

        def look(session: Session) -> _Loaded:
            open_steps = list_next_steps(session, as_of, account=account)
            return _Loaded(
                get_account_name(session, account),
                list_contacts(session, account, as_of),
                list_unit_names(session, account),
                get_exchanges(session, [exchange]).get(exchange),
                tuple(step for step in open_steps if step.exchange_id == exchange),
                list_links(session, exchange),
            )

        self.ctx.read("exchange-form", self, look, self._on_loaded)

    def begin(self, draft: ExchangeDraft) -> None:
        """Show what is about to be logged, with room for all there is to say of it."""
        account, as_of = draft.account, self.ctx.as_of
        draft = replace(draft, on=draft.on or as_of)
        self.ctx.read(
            "exchange-form",
            self,
            lambda s: _Loaded(
                get_account_name(s, account),
                list_contacts(s, account, as_of),
                list_unit_names(s, account),
            ),
            lambda found: self._show(draft, found),
        )

    def _on_loaded(self, found: _Loaded) -> None:
        if found.row is None:
            self.closed.emit()
            return
        self._show(_draft_of(found.row, found.steps), found)

    def _show(self, draft: ExchangeDraft, found: _Loaded) -> None:
        self.row, self._account = found.row, draft.account
        # The list has the step due first first: that is the one shown of each side.
        self._steps = {step.promised_by: step.id for step in reversed(found.steps)}
        new = found.row is None
        self.set_title(tr("Log exchange") if new else tr("Edit exchange"), found.account)
        self.save_button.setText(tr("Log") if new else tr("Save"))
        info = self.ctx.info
        team = {} if info is None else {c.id: c.name for c in info.team if c.active}
        owner = self.ctx.me if new else draft.owner
        self.fields.show_draft(draft, found.row, found.contacts, found.units, team, owner)
        self.links.show_links(found.links, draft.account)
        self.parts.show_exchange(None if found.row is None else found.row.id, draft.account)
        self.scores.show_exchange(None if found.row is None else found.row.id, draft.account)
        self.fields.subject.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fields.subject.selectAll()

    # --- saving ------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what is there, or say beside the field what is wrong."""
        row, account = self.row, self._account
        if account is None or self._busy:
            return
        try:
            draft = self.fields.draft(account, None if row is None else row.on)
        except DomainError as error:
            self.fields.show_error(error)
            return
        self.fields.show_error(None)
        self._busy = True
        as_of, me, steps = self.ctx.as_of, self.ctx.me, dict(self._steps)
        new = row is None

        def change(session: Session) -> ExchangeRow:
            if row is None:
                owner = me if draft.owner is not None else None  # "No owner" is meant
                made = log_exchange(session, draft, as_of, owner)
            else:
                made = row.id
                edit_exchange_and_steps(session, made, draft, as_of, me=me, steps=steps)
            return get_exchanges(session, [made])[made]

        words = tr("Log exchange “{subject}”") if new else tr("Edit exchange “{subject}”")
        self.ctx.write(
            words.format(subject=draft.subject),
            self,
            change,
            failed=self._on_failed,
            toast=tr("Exchange logged") if new else tr("Exchange saved"),
            show=self._on_saved,
        )

    def _on_saved(self, row: ExchangeRow) -> None:
        self._busy = False
        self.saved.emit(row)

    def _on_failed(self, error: B2BDeskError) -> None:
        self._busy = False
        self.fields.show_error(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fields.set_columns(2 if self.width() >= theme().px(680) else 1)


def _draft_of(row: ExchangeRow, steps: tuple[NextStepRow, ...]) -> ExchangeDraft:
    """An exchange and its open next steps as a draft to change."""
    shown: dict[PromisedBy, date | None] = {}
    drafts: list[StepDraft] = []
    for step in steps:
        if step.promised_by not in shown:
            shown[step.promised_by] = step.due
            drafts.append(StepDraft(step.what, step.due, promised_by=step.promised_by))
    return ExchangeDraft(
        account=row.account_id,
        subject=row.subject,
        on=row.on,
        direction=row.direction,
        kind=row.kind,
        channel=row.channel,
        note=row.note or "",
        minutes=row.minutes,
        sentiment=row.sentiment,
        people=tuple(person.id for person in row.people),
        colleagues=tuple(person.id for person in row.colleagues),
        owner=None if row.owner is None else row.owner.id,
        gave=row.gave or "",
        got=row.got or "",
        dmu=row.dmu_id,
        complaint=row.complaint,
        steps=tuple(drafts),
    )
