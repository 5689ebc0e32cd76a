"""Everything about one exchange, to look at and to change, beside the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    OUTBOUND_KINDS,
    WORDS,
    Channel,
    Direction,
    ExchangeKind,
)
from b2bdesk.queries.exchanges import ContactRow, ExchangeRow, get_exchanges, list_contacts
from b2bdesk.queries.next_steps import NextStepRow, list_next_steps
from b2bdesk.services.exchanges import ExchangeDraft, edit_exchange_and_step
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.ui.composer.member_field import MemberField
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import DateField, FieldRow
from b2bdesk.ui.widgets.inspector import Inspector
from b2bdesk.ui.widgets.segmented import SentimentPicker


@dataclass(frozen=True, slots=True)
class _Loaded:
    row: ExchangeRow | None
    contacts: tuple[ContactRow, ...]
    step: NextStepRow | None


class ExchangeForm(Inspector):
    """Edits an exchange; ``saved`` when it is, ``closed`` when it is left as it was."""

    saved = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Edit exchange"), parent=parent)
        self.ctx = ctx
        self.row: ExchangeRow | None = None
        self._step: NextStepRow | None = None
        look = theme()
        self.subject = QLineEdit()
        self.channel = QComboBox()
        for channel in Channel:
            name = tokens().icons["channel"][channel.value]
            self.channel.addItem(icon(name), tr(WORDS[channel]), channel)
        self.kind = QComboBox()
        for way, kinds in (
            (Direction.OUTBOUND, OUTBOUND_KINDS),
            (Direction.INBOUND, INBOUND_KINDS),
        ):
            for kind in kinds:
                words = f"{tr(WORDS[way])}: {tr(WORDS[kind])}"
                self.kind.addItem(words, (way, kind))
        self.on = DateField(reference=lambda: ctx.as_of)
        self.minutes = QLineEdit()
        self.sentiment = SentimentPicker()
        self.people = MemberField(tr("Their people"))
        self.colleagues = MemberField(tr("Our people"))
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(look.px(72))
        self.gave, self.got = QLineEdit(), QLineEdit()
        self.owner = QComboBox()
        self.step = QLineEdit()
        self.due = DateField(reference=lambda: ctx.as_of)
        self._rows: dict[str, FieldRow] = {}
        self._field("subject", tr("Subject"), self.subject)
        self._pair(("channel", tr("Channel"), self.channel), ("on", tr("Day"), self.on))
        self._field("kind", tr("Direction and kind"), self.kind)
        self._field("people", tr("Their people"), self.people)
        self._field("colleagues", tr("Our people beside the owner"), self.colleagues)
        self._field("sentiment", tr("Sentiment"), self.sentiment)
        self._pair(("minutes", tr("Minutes"), self.minutes), ("owner", tr("Owner"), self.owner))
        self._field("note", tr("Note"), self.note)
        self._field("gave", tr("What we gave"), self.gave)
        self._field("got", tr("What we got"), self.got)
        self._pair(("step", tr("Next step"), self.step), ("due", tr("Due"), self.due))
        buttons = QHBoxLayout()
        self.save_button = Button(tr("Save"), "primary", keys=tr("Ctrl ↵"), on_click=self.save)
        buttons.addWidget(self.save_button)
        buttons.addWidget(Button(tr("Cancel"), on_click=self.closed.emit))
        buttons.addStretch(1)
        self.body.addSpacing(look.space(1))
        self.body.addLayout(buttons)
        self.body.addStretch(1)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.save)

    def _field(self, key: str, label: str, field: QWidget) -> FieldRow:
        row = FieldRow(label, field)
        self._rows[key] = row
        self.body.addWidget(row)
        return row

    def _pair(self, *fields: tuple[str, str, QWidget]) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme().space(2))
        for key, label, field in fields:
            row = FieldRow(label, field)
            self._rows[key] = row
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    # --- showing -----------------------------------------------------------------------------

    def edit(self, exchange: int, account: int) -> None:
        """Show an exchange of an account, ready to be changed."""
        as_of = self.ctx.as_of
        self.ctx.read(
            "exchange-form",
            self,
            lambda s: _Loaded(
                get_exchanges(s, [exchange]).get(exchange),
                list_contacts(s, account, as_of),
                next(
                    (
                        step
                        for step in list_next_steps(s, as_of, account=account)
                        if step.exchange_id == exchange
                    ),
                    None,
                ),
            ),
            self._on_loaded,
        )

    def _on_loaded(self, found: _Loaded) -> None:
        row = found.row
        if row is None:
            self.closed.emit()
            return
        self.row, self._step = row, found.step
        for each in self._rows.values():
            each.set_error("")
        self.set_title(tr("Edit exchange"), row.account)
        self.subject.setText(row.subject)
        self.channel.setCurrentIndex(list(Channel).index(row.channel))
        kinds = [self.kind.itemData(n) for n in range(self.kind.count())]
        self.kind.setCurrentIndex(kinds.index((row.direction, row.kind)))
        self.on.set_value(row.on)
        self.minutes.setText("" if row.minutes is None else str(row.minutes))
        self.sentiment.set_value(row.sentiment)
        offered = {person.id: person.name for person in found.contacts}
        offered |= {person.id: person.name for person in row.people}
        self.people.show_members(tuple(offered.items()), [p.id for p in row.people])
        info = self.ctx.info
        team = {} if info is None else {c.id: c.name for c in info.team if c.active}
        named = team | {person.id: person.name for person in row.colleagues}
        self.colleagues.show_members(tuple(named.items()), [p.id for p in row.colleagues])
        self.owner.clear()
        self.owner.addItem(tr("No owner"), None)
        owners = team | ({row.owner.id: row.owner.name} if row.owner else {})
        for key, name in owners.items():
            self.owner.addItem(name, key)
        wanted = None if row.owner is None else row.owner.id
        self.owner.setCurrentIndex([None, *owners].index(wanted))
        self.note.setPlainText(row.note or "")
        self.gave.setText(row.gave or "")
        self.got.setText(row.got or "")
        self.step.setText("" if found.step is None else found.step.what)
        self.due.set_value(None if found.step is None else found.step.due)
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)
        self.subject.selectAll()

    # --- saving ------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what is there, or say beside the field what is wrong."""
        row = self.row
        if row is None:
            return
        for each in self._rows.values():
            each.set_error("")
        try:
            draft = self._draft(row)
        except DomainError as error:
            self._on_failed(error)
            return
        as_of, me = self.ctx.as_of, self.ctx.me
        step = None if self._step is None else self._step.id
        self.ctx.write(
            tr("Edit exchange “{subject}”", subject=draft.subject),
            self,
            lambda s: edit_exchange_and_step(s, row.id, draft, as_of, me=me, step=step),
            lambda _: self.saved.emit(row.id),
            self._on_failed,
            toast=tr("Exchange saved"),
        )

    def _draft(self, row: ExchangeRow) -> ExchangeDraft:
        text = self.minutes.text().strip()
        minutes = formats().parse_integer(text) if text else None
        if text and minutes is None:
            raise DomainError(tr("Minutes are a whole number."), field="minutes")
        for key, field in (("on", self.on), ("due", self.due)):
            if not field.is_valid:
                raise DomainError(tr("Not a day. Try 5 jun or yesterday."), field=key)
        what, due = self.step.text().strip(), self.due.value
        way, kind = self.kind.currentData()
        return ExchangeDraft(
            account=row.account_id,
            subject=self.subject.text(),
            on=self.on.value or row.on,
            direction=Direction(way),
            kind=ExchangeKind(kind),
            channel=Channel(self.channel.currentData()),
            note=self.note.toPlainText(),
            minutes=minutes,
            sentiment=self.sentiment.value,
            people=self.people.ids,
            colleagues=self.colleagues.ids,
            owner=self.owner.currentData(),
            gave=self.gave.text(),
            got=self.got.text(),
            step=StepDraft(what, due) if what or due is not None else None,
        )

    def _on_failed(self, error: B2BDeskError) -> None:
        key = error.field if isinstance(error, DomainError) else ""
        row = self._rows.get(key, self._rows["subject"])
        row.set_error(str(error))
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
