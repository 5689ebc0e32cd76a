"""The line an exchange is logged in: channel, people, text, sentiment, minutes, next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Channel, Direction, ExchangeKind
from b2bdesk.queries.exchanges import ExchangeRow, get_exchanges
from b2bdesk.queries.log_choices import ContactRow, list_contacts
from b2bdesk.services.exchanges import ExchangeDraft, log_exchange, subject_and_note
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.services.quick_line import QuickLine
from b2bdesk.services.quick_marks import Name, Question
from b2bdesk.services.quick_names import name_list
from b2bdesk.services.quick_steps import default_step
from b2bdesk.storage.database import Session
from b2bdesk.ui.composer.hints import HintRow
from b2bdesk.ui.composer.line_frame import LineFrame
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.fields import set_error

_ONE_ROW_FROM = 1080


class ExchangeComposer(QWidget):
    """Logs an exchange with one account. ``logged`` carries its row; ``left`` is Esc.

    ``form_asked`` is the Tab key in the line: the ExchangeDraft as it stands, for the full form.
    """

    logged = Signal(object)
    left = Signal()
    form_asked = Signal(object)
    resized = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.account: int | None = None
        self._account_name = ""
        self._direction = Direction.OUTBOUND
        self._kind: ExchangeKind | None = None
        self._channel = Channel.CALL
        self._people: dict[int, Chip] = {}
        self._colleagues: dict[int, Chip] = {}
        self._new: dict[str, Chip] = {}
        self._busy = False
        self._build()
        self._show_way()
        log = QShortcut(QKeySequence("Ctrl+Return"), self)
        log.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        log.activated.connect(self.log)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(4))
        frame = self._frame = LineFrame(lambda: self.ctx.as_of)
        self.way, self.line, self.sentiment = frame.way, frame.line, frame.sentiment
        self.minutes, self.step, self.due = frame.minutes, frame.step, frame.due
        self.button = frame.button
        self.way.channel_chosen.connect(lambda c: self._on_marked(QuickLine("", channel=c)))
        self.way.way_chosen.connect(
            lambda w, k: self._on_marked(QuickLine("", direction=w, kind=k))
        )
        self.line.marked.connect(self._on_marked)
        self.line.left.connect(self.left)
        self.line.tab_opens = True
        self.line.tabbed.connect(lambda: self.form_asked.emit(self.draft(lenient=True)))
        self.line.textChanged.connect(self._on_text)
        frame.submitted.connect(self.log)
        column.addWidget(frame)
        self.hints = HintRow()
        self.hints.reading.replaced.connect(self._on_replaced)
        self.hints.reading.kept_plain.connect(self._on_kept_plain)
        self.hints.reading.new_person.connect(self._on_new_person)
        self.hints.reading.resized.connect(self.resized)
        self.line.down.connect(self._enter_chips)
        column.addWidget(self.hints)

    # --- whose exchange ----------------------------------------------------------------------

    def set_account(self, account: int, name: str = "") -> None:
        """Log with this account from now on; what was typed for another one is dropped."""
        if account != self.account:
            self.clear()
        self.account, self._account_name = account, name
        as_of = self.ctx.as_of
        self.ctx.read(
            f"composer-people-{id(self)}",
            self,
            lambda s: list_contacts(s, account, as_of),
            self._on_contacts,
        )

    def _on_contacts(self, rows: tuple[ContactRow, ...]) -> None:
        info = self.ctx.info
        team = () if info is None else info.team
        self.line.names = (
            *(Name(row.id, row.name) for row in rows),
            *(
                Name(row.id, row.name, ours=True)
                for row in team
                if row.active and row.id != self.ctx.me
            ),
        )
        self._on_text()

    def focus(self) -> None:
        """Put the cursor into the text."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Start over; the channel stays as it was last used."""
        chips = (*self._people.values(), *self._colleagues.values(), *self._new.values())
        for chip in chips:
            chip.deleteLater()
        for kept in (self._people, self._colleagues, self._new):
            kept.clear()
        self.line.plain.clear()
        self._direction, self._kind = Direction.OUTBOUND, None
        self.line.blockSignals(True)  # what the empty line says is shown once, at the end
        self.line.clear()
        self.line.blockSignals(False)
        self.sentiment.set_value(None)
        self.minutes.clear()
        self.step.clear()
        self.due.set_value(None)
        self._show_error(None)

    # --- what was said -----------------------------------------------------------------------

    def _on_marked(self, found: QuickLine) -> None:
        """Marks left the text: put them where they belong."""
        if found.channel is not None:
            self._channel = found.channel
        if found.direction is not None:
            self._direction, self._kind = found.direction, found.kind
        if found.minutes is not None:
            self.minutes.setText(str(found.minutes))
        if found.sentiment is not None:
            self.sentiment.set_value(found.sentiment)
        if found.steps:
            self.due.set_value(found.steps[0].due)
        for person in found.people:
            self._add_chip(self._people, person, ours=False)
        for person in found.colleagues:
            self._add_chip(self._colleagues, person, ours=True)
        self._show_way()
        self._on_text()

    def _add_chip(self, chips: dict[int, Chip], person: int, *, ours: bool) -> None:
        if person in chips:
            return
        name = next(
            (each.name for each in self.line.names if each.id == person and each.ours is ours), ""
        )
        mark = "ph.identification-card" if ours else None
        chip = Chip(name, closable=True, on=True, icon_name=mark)
        chip.closed.connect(lambda: self._drop_chip(chips, person))
        chips[person] = chip
        self._frame.chips.addWidget(chip)

    def add_person(self, person: int, name: str) -> None:
        """Someone of theirs who took part, known before a word is typed."""
        if not any(each.id == person and not each.ours for each in self.line.names):
            self.line.names = (*self.line.names, Name(person, name))
        self._add_chip(self._people, person, ours=False)

    def _drop_chip(self, chips: dict[Any, Chip], key: object) -> None:
        chip = chips.pop(key, None)
        if chip is not None:
            chip.deleteLater()
            self.focus()

    def _show_way(self, line: QuickLine | None = None) -> None:
        channel, way, kind = self._channel, self._direction, self._kind
        if line is not None:
            channel = line.channel or channel
            if line.direction is not None:
                way, kind = line.direction, line.kind
        self.way.show_way(channel, way, kind)

    def _on_text(self) -> None:
        self._show_error(None)

    def _show_reading(self, error: str = "") -> None:
        """The chips, and in each field what the line says of it while the field is empty."""
        line = self.line.read()
        self.hints.show_line(line, self.line.text(), self.line.names, self.ctx.as_of, error)
        self._show_way(line)
        step = line.steps[0] if line.steps else None
        self.minutes.setPlaceholderText(tr("min") if line.minutes is None else str(line.minutes))
        self.step.setPlaceholderText(step.what if step and step.what else tr("Next step"))
        due = formats().weekday(step.due, self.ctx.as_of) if step and step.due else tr("Due")
        self.due.setPlaceholderText(due)

    # --- what the chips change ---------------------------------------------------------------

    def _on_replaced(self, start: int, end: int, by: str) -> None:
        self.line.replace_part(start, end, by)
        self.focus()

    def _on_kept_plain(self, start: int, end: int) -> None:
        self.line.keep_plain(start, end)
        self.focus()

    def _on_new_person(self, question: Question) -> None:
        """A contact to be made when the exchange is logged."""
        name = question.typed
        self.line.replace_part(question.start, question.end, "")
        if name not in self._new:
            chip = Chip(
                tr("{name} (new)", name=name),
                closable=True, on=True, dashed=True, icon_name="ph.user-plus",
            )  # fmt: skip
            chip.closed.connect(lambda: self._drop_chip(self._new, name))
            self._new[name] = chip
            self._frame.chips.addWidget(chip)
        self.focus()

    def _enter_chips(self) -> None:
        chips = self.hints.reading.chips
        if chips:
            chips[0].setFocus(Qt.FocusReason.TabFocusReason)

    # --- logging -----------------------------------------------------------------------------

    def draft(self, *, lenient: bool = False) -> ExchangeDraft:
        """What would be logged now. ``DomainError`` names the field that is not understood.

        ``lenient``: what is not understood stays in the subject, to be seen to in the form.
        """
        line = self.line.read()
        minutes = line.minutes
        typed = self.minutes.text().strip()
        if minutes is None and typed:
            minutes = formats().parse_integer(typed)
        if not lenient:
            if line.problems:
                self.line.select(line.problems[0].start, line.problems[0].end)
                raise DomainError(line.problems[0].message, field="line")
            if line.questions:
                raise DomainError(tr("Say who is meant."), field="question")
            if minutes is None and typed:
                raise DomainError(tr("Minutes are a whole number."), field="minutes")
            if not self.due.is_valid:
                raise DomainError(tr("Not a day. Try fri, 5 jun or tomorrow."), field="due")
        way, kind = self._direction, self._kind
        if line.direction is not None:
            way, kind = line.direction, line.kind
        channel = line.channel or self._channel
        people = tuple(dict.fromkeys((*self._people, *line.people)))
        subject, note = subject_and_note(line.subject)
        assert self.account is not None
        return ExchangeDraft(
            account=self.account,
            subject=subject or self._default_subject(channel, people),
            on=line.on,
            direction=way,
            kind=kind,
            channel=channel,
            note=note,
            minutes=minutes,
            sentiment=line.sentiment if line.sentiment is not None else self.sentiment.value,
            people=people,
            colleagues=tuple(dict.fromkeys((*self._colleagues, *line.colleagues))),
            gave=line.gave,
            got=line.got,
            complaint=line.complaint,
            new_people=tuple(self._new),
            steps=self._steps(line),
        )

    def _default_subject(self, channel: Channel, people: tuple[int, ...]) -> str:
        """ "Call with Ruth Nowak" where the line says no more than that; "" without people."""
        names = [each.name for each in self.line.names if each.id in people and not each.ours]
        names += self._new
        if not names:
            return ""
        return tr("{channel} with {names}", channel=tr(WORDS[channel]), names=name_list(names))

    def _steps(self, line: QuickLine) -> tuple[StepDraft, ...]:
        """The steps of the line, and the one of the fields; a day without words is a follow-up."""
        steps = [
            StepDraft(
                each.what or default_step(line.subject), each.due, promised_by=each.promised_by
            )
            for each in line.steps
        ]
        what, due = self.step.text().strip(), self.due.value
        if what or due is not None:
            if not what and steps and steps[0].due is None:
                steps[0] = replace(steps[0], due=due)
            else:
                steps.append(StepDraft(what or default_step(line.subject), due))
        return tuple(steps)

    def log(self) -> None:
        """Log what is there, or say beside the field what is wrong."""
        if self._busy or self.account is None:
            return
        try:
            draft = self.draft()
        except DomainError as error:
            self._show_error(error)
            return
        self._busy = True
        as_of, me, typed = self.ctx.as_of, self.ctx.me, self.line.text()
        self.ctx.write(
            tr("Log exchange “{subject}”", subject=draft.subject),
            self,
            lambda s: _log(s, draft, as_of, me),
            failed=self._on_failed,
            toast=tr("Exchange logged"),
            show=lambda made: self._on_logged(made, typed),
        )

    def _on_logged(self, made: ExchangeRow, typed: str) -> None:
        self._busy = False
        self._channel = made.channel
        if self.account == made.account_id:
            next_line = self.line.text().removeprefix(typed)
            self.clear()
            if next_line:  # typed on while the last one was being written
                self.line.setText(next_line)
        self.logged.emit(made)

    def _on_failed(self, error: B2BDeskError) -> None:
        self._busy = False
        self._show_error(error)

    def _show_error(self, error: B2BDeskError | None) -> None:
        name = error.field if isinstance(error, DomainError) else ""
        fields = {"minutes": self.minutes, "due": self.due, "step": self.step}
        for key, field in fields.items():
            set_error(field, key == name)
        self._frame.wrong = error is not None
        self._frame.update()
        self._show_reading("" if error is None else str(error))
        if name == "question":
            self._enter_chips()
        elif error is not None and name not in ("line", ""):
            fields.get(name, self.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.line.hasFocus():
                self.left.emit()
            else:
                self.focus()
        else:
            super().keyPressEvent(event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        active = new is not None and self.isAncestorOf(new)
        if active != self._frame.active:
            self._frame.active = active
            self._frame.update()


def _log(session: Session, draft: ExchangeDraft, as_of: date, me: int | None) -> ExchangeRow:
    """Log it, and read it for the list in the same go."""
    made = log_exchange(session, draft, as_of, me)
    return get_exchanges(session, [made])[made]
