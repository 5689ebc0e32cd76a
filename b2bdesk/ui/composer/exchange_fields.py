"""The fields of an exchange, in one column or in two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    OUTBOUND_KINDS,
    WORDS,
    Channel,
    Direction,
    ExchangeKind,
    PromisedBy,
)
from b2bdesk.queries.exchange_links import UnitName
from b2bdesk.queries.exchanges import ExchangeRow
from b2bdesk.queries.log_choices import ContactRow
from b2bdesk.services.exchanges import ExchangeDraft
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.ui.composer.member_field import MemberField
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.fields import DateField, FieldRow
from b2bdesk.ui.widgets.segmented import SentimentPicker


class ExchangeFields(QWidget):
    """Shows a draft and gives it back as changed. Days count from ``today``."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}
        self._blocks: list[QWidget] = []
        self._more: tuple[StepDraft, ...] = ()
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
        self.on = DateField(reference=today)
        self.minutes = QLineEdit()
        self.sentiment = SentimentPicker()
        self.complaint = QCheckBox(tr("This is a complaint"))
        self.people = MemberField(tr("Their people"))
        self.colleagues = MemberField(tr("Our people"))
        self.unit = QComboBox()
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme().px(72))
        self.gave, self.got = QLineEdit(), QLineEdit()
        self.owner = QComboBox()
        self.step, self.theirs = QLineEdit(), QLineEdit()
        self.due, self.their_due = DateField(reference=today), DateField(reference=today)
        self._block(("subject", tr("Subject"), self.subject))
        self._block(("channel", tr("Channel"), self.channel), ("on", tr("Day"), self.on))
        self._block(("kind", tr("Direction and kind"), self.kind))
        self._block(("people", tr("Their people"), self.people))
        self._block(("colleagues", tr("Our people beside the owner"), self.colleagues))
        self._block(("dmu", tr("Decision-making unit"), self.unit))
        self._block(("sentiment", tr("Sentiment"), self.sentiment))
        self._block(("complaint", "", self.complaint))
        self._block(("minutes", tr("Minutes"), self.minutes), ("owner", tr("Owner"), self.owner))
        self._block(("note", tr("Note"), self.note))
        self._block(("gave", tr("What we gave"), self.gave))
        self._block(("got", tr("What we got"), self.got))
        self._block(("step", tr("We promised, or next"), self.step), ("due", tr("Due"), self.due))
        self._block(
            ("their_step", tr("They promised"), self.theirs),
            ("their_due", tr("Due"), self.their_due),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(6))
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for column in self._columns:
            column.setSpacing(theme().space(2))
            row.addLayout(column, 1)
        self._count = 0
        self.set_columns(1)

    def _block(self, *fields: tuple[str, str, QWidget]) -> None:
        """One line of the form; its first field is the wider one where it takes words."""
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().space(2))
        for key, label, field in fields:
            row = FieldRow(label, field)
            self._rows[key] = row
            wide = 2 if key in ("step", "their_step") else 1
            line.addWidget(row, wide, Qt.AlignmentFlag.AlignTop)
        self._blocks.append(made)

    def set_columns(self, count: int) -> None:
        """One column, or two; reading goes down the first one and then down the second."""
        if count == self._count:
            return
        self._count = count
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        half = len(self._blocks) if count == 1 else 8
        for number, block in enumerate(self._blocks):
            self._columns[0 if number < half else 1].addWidget(block)
        for column in self._columns:
            column.addStretch(1)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.setStretch(1, 1 if count == 2 else 0)
        layout.setSpacing(theme().space(6) if count == 2 else 0)

    # --- showing -----------------------------------------------------------------------------

    def show_draft(
        self,
        draft: ExchangeDraft,
        row: ExchangeRow | None,
        contacts: Sequence[ContactRow],
        units: Sequence[UnitName],
        team: Mapping[int, str],
        owner: int | None,
    ) -> None:
        """Show a draft, ``row`` as it is stored; who has left since is still among the choices."""
        self.show_error(None)
        self.subject.setText(draft.subject)
        self.channel.setCurrentIndex(list(Channel).index(draft.channel))
        kind = draft.kind or (
            ExchangeKind.COMMUNICATION
            if draft.direction is Direction.OUTBOUND
            else ExchangeKind.ENGAGEMENT
        )
        kinds = [self.kind.itemData(n) for n in range(self.kind.count())]
        self.kind.setCurrentIndex(kinds.index((draft.direction, kind)))
        self.on.set_value(draft.on)
        self.minutes.setText("" if draft.minutes is None else str(draft.minutes))
        self.sentiment.set_value(draft.sentiment)
        self.complaint.setChecked(draft.complaint)
        offered = {each.id: each.name for each in contacts}
        offered |= {each.id: each.name for each in (() if row is None else row.people)}
        self.people.show_members(tuple(offered.items()), draft.people, draft.new_people)
        ours = dict(team) | {each.id: each.name for each in (() if row is None else row.colleagues)}
        self.colleagues.show_members(tuple(ours.items()), draft.colleagues)
        _fill(self.unit, [(None, tr("As its people tell")), *((u.id, u.name) for u in units)],
              draft.dmu)  # fmt: skip
        self._rows["dmu"].setVisible(bool(units))
        owners = dict(team)
        if row is not None and row.owner is not None:
            owners[row.owner.id] = row.owner.name
        _fill(self.owner, [(None, tr("No owner")), *owners.items()], owner)
        self.note.setPlainText(draft.note)
        self.gave.setText(draft.gave)
        self.got.setText(draft.got)
        for side, what, due in self._sides():
            step = next((each for each in draft.steps if each.promised_by is side), None)
            what.setText("" if step is None else step.what)
            due.set_value(None if step is None else step.due)
        # More than one step of a side cannot be told apart here, so they stay as they are.
        self._more = tuple(
            step
            for number, step in enumerate(draft.steps)
            if any(step.promised_by is other.promised_by for other in draft.steps[:number])
        )

    def _sides(self) -> tuple[tuple[PromisedBy, QLineEdit, DateField], ...]:
        return (
            (PromisedBy.US, self.step, self.due),
            (PromisedBy.THEM, self.theirs, self.their_due),
        )

    def draft(self, account: int, on: date | None) -> ExchangeDraft:
        """What the fields say. ``on`` holds where no day is given. ``DomainError`` has a field."""
        text = self.minutes.text().strip()
        minutes = formats().parse_integer(text) if text else None
        if text and minutes is None:
            raise DomainError(tr("Minutes are a whole number."), field="minutes")
        for key, field in (("on", self.on), ("due", self.due), ("their_due", self.their_due)):
            if not field.is_valid:
                raise DomainError(tr("Not a day. Try 5 jun or yesterday."), field=key)
        steps = [
            StepDraft(what.text().strip(), due.value, promised_by=side)
            for side, what, due in self._sides()
            if what.text().strip() or due.value is not None
        ]
        way, kind = self.kind.currentData()
        return ExchangeDraft(
            account=account,
            subject=self.subject.text(),
            on=self.on.value or on,
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
            dmu=self.unit.currentData(),
            complaint=self.complaint.isChecked(),
            new_people=self.people.new_names,
            steps=(*steps, *self._more),
        )

    def show_error(self, error: B2BDeskError | None) -> None:
        """Say beside the field what is wrong, and go there; None takes it away."""
        for each in self._rows.values():
            each.set_error("")
        if error is None:
            return
        key = error.field if isinstance(error, DomainError) else ""
        row = self._rows.get(key, self._rows["subject"])
        row.set_error(str(error))
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)


def _fill(box: QComboBox, choices: Sequence[tuple[int | None, str]], chosen: int | None) -> None:
    box.clear()
    for key, name in choices:
        box.addItem(name, key)
    keys = [key for key, _ in choices]
    box.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)
