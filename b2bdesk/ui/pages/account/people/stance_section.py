"""The stance in the inspector: what it is, who said so when, how sure that still is, and why."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from b2bdesk.core.dates import date_of
from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import Stance
from b2bdesk.queries.exchanges import ExchangeRow
from b2bdesk.queries.people_rows import StanceRow
from b2bdesk.services.people_map import MapSeat
from b2bdesk.ui.canvas.person_words import stance_words
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.exchange_picker import ExchangeLinkRow, pick_exchange
from b2bdesk.ui.pages.account.people.section import Section
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import DateField, set_error
from b2bdesk.ui.widgets.segmented import StancePicker
from b2bdesk.ui.widgets.text import Text

# Longer than any evidence: the control cuts at 32,767 letters otherwise.
_NO_LIMIT = 2_000_000


class StanceSection(Section):
    """Picker, author, date, certainty, evidence in words and as a link to an exchange."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__(tr("Stance towards us"))
        self._edits = edits
        self._seat: MapSeat | None = None
        look = theme()
        self.picker = StancePicker()
        self.picker.changed.connect(self._on_stance)
        self.column.addWidget(self.picker)
        said = QHBoxLayout()
        said.setSpacing(look.space(2))
        self._author = Text("", "caption", "text_3", wrap=True)
        said.addWidget(self._author, 1)
        self.day = DateField(reference=lambda: edits.ctx.as_of)
        self.day.setAccessibleName(tr("Day on which the stance was seen"))
        self.day.setFixedWidth(look.px(100))
        self.day.edited.connect(self._on_day)
        said.addWidget(self.day, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(said)
        self._problem = Text("", "caption", "against_us", wrap=True)
        self._problem.hide()
        self.column.addWidget(self._problem)
        self._certainty = Text("", "caption", "text_3", wrap=True)
        self.column.addWidget(self._certainty)
        self.confirm = Button(
            tr("Confirm as of today"), "link", on_click=self._on_confirm, compact=True
        )
        self.column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        why = QHBoxLayout()
        why.setSpacing(look.space(1))
        self.evidence = QLineEdit()
        self.evidence.setMaxLength(_NO_LIMIT)
        self.evidence.setPlaceholderText(tr("What makes you think so?"))
        self.evidence.setAccessibleName(tr("Evidence of the stance"))
        self.evidence.editingFinished.connect(self._on_evidence)
        why.addWidget(self.evidence, 1)
        self.link_button = IconButton(
            "ph.link", tr("Link the exchange that shows it"), on_click=self._pick
        )
        why.addWidget(self.link_button)
        self.column.addLayout(why)
        self.link = ExchangeLinkRow(edits.ctx, self._on_unlinked)
        self.column.addWidget(self.link)

    def show_seat(self, seat: MapSeat) -> None:
        """Show the stance of a seat; what is being typed about the same one stays."""
        other = self._seat is None or self._seat.id != seat.id
        self._seat = seat
        recorded = seat.recorded
        self.picker.set_current(recorded.stance.value if recorded else Stance.UNKNOWN.value)
        self.value.setText(stance_words(seat))
        known = recorded is not None and recorded.stance is not Stance.UNKNOWN
        self.confirm.setVisible(known and (seat.confidence or 0) < 0.5)
        for part in (self.evidence, self.link_button, self.day):
            part.setVisible(recorded is not None)
        self.link.show_link(recorded.exchange if recorded else None)
        self._certainty.setVisible(known)
        if other or not (self.day.hasFocus() and self.day.isModified()):
            self._problem.hide()
        if recorded is None:
            self._author.setText(tr("Not known yet. Unknown is not neutral."))
            self._certainty.hide()
            return
        self._author.setText(
            tr("Said by {author}, seen on", author=recorded.author)
            if recorded.author
            else tr("Seen on")
        )
        self._certainty.setText(certainty_words(seat))
        self._certainty.set_tone("attention_text" if seat.stale else "text_3")
        if other or not (self.day.hasFocus() and self.day.isModified()):
            self.day.set_value(date_of(recorded.since))
        if other or not self.evidence.hasFocus():
            self.evidence.setText(recorded.evidence or "")
            self.evidence.setCursorPosition(0)
            self.evidence.setToolTip((recorded.evidence or "")[:500])

    @property
    def recorded(self) -> StanceRow | None:
        """The stance on show."""
        return self._seat.recorded if self._seat else None

    # --- changing ----------------------------------------------------------------------------

    def _on_stance(self, key: str) -> None:
        if self._seat is not None:
            self._edits.member.set_stance(self._seat, Stance(key))

    def _on_confirm(self) -> None:
        seat, recorded = self._seat, self.recorded
        if seat is not None and recorded is not None:
            self._edits.member.set_stance(seat, recorded.stance, recorded)

    def _on_day(self, day: date | None) -> None:
        seat, recorded = self._seat, self.recorded
        if seat is None or recorded is None:
            return
        if day is None:
            self.day.set_value(date_of(recorded.since))
        elif day != date_of(recorded.since):
            self._edits.member.date_stance(seat, recorded.id, day, self._on_refused)

    def _on_refused(self, error: B2BDeskError) -> None:
        set_error(self.day, True)
        self._problem.setText(str(error))
        self._problem.show()

    def _on_evidence(self) -> None:
        recorded = self.recorded
        if recorded is None or self.evidence.text().strip() == (recorded.evidence or ""):
            return
        self._write(self.evidence.text(), recorded.exchange.id if recorded.exchange else None)

    def _pick(self) -> None:
        seat = self._seat
        if seat is not None:
            pick_exchange(
                self._edits.ctx,
                self._edits.account,
                seat.row.person.id,
                self.link_button,
                self._on_picked,
            )

    def _on_picked(self, row: ExchangeRow) -> None:
        self._write(self.evidence.text(), row.id)

    def _on_unlinked(self) -> None:
        self._write(self.evidence.text(), None)

    def _write(self, words: str, exchange: int | None) -> None:
        seat, recorded = self._seat, self.recorded
        if seat is not None and recorded is not None:
            self._edits.member.set_evidence(seat, recorded.id, words, exchange)


def certainty_words(seat: MapSeat) -> str:
    """How sure a stance still is: its confidence halves every 180 days."""
    share = formats().percent(seat.confidence)
    if seat.stale:
        return tr("{share} certain: too old to count, unknown until confirmed.", share=share)
    return tr("{share} certain; that halves every 180 days.", share=share)
