"""What the inspector changes of one person: stance and evidence, behaviours, notes, jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Adaptability, Stance
from b2bdesk.queries.people import StanceRow, UnitRow
from b2bdesk.queries.people_rows import BehaviourRow, BehaviourTime
from b2bdesk.services import behaviours, decision_units, jobs, people
from b2bdesk.services.jobs import JobDraft
from b2bdesk.services.people_map import Contact, MapSeat

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.edits import PeopleEdits

Failed = Callable[[B2BDeskError], object]


class MemberEdits:
    """Steps about one person; refusals go to the field that asked, where there is one."""

    def __init__(self, edits: PeopleEdits) -> None:
        self._edits = edits

    @property
    def today(self) -> date:
        """The latest day on which something can have been seen."""
        ctx = self._edits.ctx
        return max(ctx.as_of, ctx.today())

    # --- stance ------------------------------------------------------------------------------

    def set_stance(self, seat: MapSeat, stance: Stance, before: StanceRow | None = None) -> None:
        """The stance, as seen by me on the as-of day; ``before`` is confirmed with its evidence."""
        day, me = self._edits.ctx.as_of, self._edits.ctx.me
        evidence = before.evidence if before and before.evidence else ""
        link = before.exchange.id if before and before.exchange else None
        self._edits.write(
            tr("Set stance of {name}", name=seat.name),
            lambda s: decision_units.set_stance(
                s, seat.id, stance, day, author=me, evidence=evidence, exchange=link
            ),
            tr("{name}: {stance}", name=seat.name, stance=tr(WORDS[stance])),
        )

    def set_evidence(self, seat: MapSeat, stance: int, words: str, exchange: int | None) -> None:
        """What a stance rests on."""
        self._edits.write(
            tr("Note evidence for the stance of {name}", name=seat.name),
            lambda s: decision_units.set_evidence(s, stance, words, exchange),
        )

    def date_stance(self, seat: MapSeat, stance: int, day: date, failed: Failed) -> None:
        """The day on which a stance was seen."""
        today = self.today
        self._step(
            tr("Date the stance of {name}", name=seat.name),
            lambda s: decision_units.date_stance(s, stance, day, today),
            failed,
        )

    def remove_stance(self, seat: MapSeat, stance: int) -> None:
        """A recorded stance was a mistake."""
        self._edits.write(
            tr("Remove a stance of {name}", name=seat.name),
            lambda s: decision_units.remove_stance(s, stance),
        )

    def set_adaptability(self, seat: MapSeat, adaptability: Adaptability | None) -> None:
        """How the person meets change."""
        self._edits.write(
            tr("Set adaptability of {name}", name=seat.name),
            lambda s: decision_units.set_adaptability(s, seat.id, adaptability),
        )

    def set_seat_note(self, seat: int, name: str, note: str) -> None:
        """Free words about the person in this unit."""
        self._edits.write(
            tr("Note about {name} in the decision", name=name),
            lambda s: decision_units.set_note(s, seat, note),
        )

    def set_person_note(self, person: int, name: str, note: str) -> None:
        """Free words about the person."""
        self._edits.write(
            tr("Note about {name}", name=name), lambda s: people.set_note(s, person, note)
        )

    # --- behaviours --------------------------------------------------------------------------

    def add_behaviour(
        self,
        seat: MapSeat,
        what: str,
        day: date,
        exchange: int | None,
        done: Callable[[object], None],
        failed: Failed,
    ) -> None:
        """Something the person was seen to do."""
        today = self.today
        self._step(
            tr("Note what {name} does: {what}", name=seat.name, what=_short(what)),
            lambda s: behaviours.add_behaviour(s, seat.id, what, day, today, exchange=exchange),
            failed,
            done,
        )

    def rename_behaviour(
        self,
        seat: MapSeat,
        row: BehaviourRow,
        what: str,
        done: Callable[[object], None],
        failed: Failed,
    ) -> None:
        """Other words for what was seen."""
        records = [time.id for time in row.times]
        self._step(
            tr("Change the words of a behaviour of {name}", name=seat.name),
            lambda s: behaviours.rename_behaviour(s, records, what),
            failed,
            done,
        )

    def remove_behaviour(self, seat: MapSeat, times: Sequence[BehaviourTime]) -> None:
        """It was not seen at these times after all."""
        records = [time.id for time in times]
        self._edits.write(
            tr("Remove a behaviour of {name}", name=seat.name),
            lambda s: behaviours.remove_behaviours(s, records),
        )

    # --- units and jobs ----------------------------------------------------------------------

    def seat_in(
        self, contact: Contact, unit: UnitRow, done: Callable[[Any], None] | None = None
    ) -> None:
        """A seat for a person of the account in a further unit."""
        account, person = self._edits.account, contact.row
        self._edits.write(
            tr("Put {name} into {unit}", name=person.name, unit=unit.name),
            lambda s: decision_units.seat_person(s, account, person.id, unit.id),
            done=done,
        )

    def leave(self, contact: Contact) -> None:
        """The person does not work at the account any more."""
        account, day, person = self._edits.account, self._edits.ctx.as_of, contact.row
        self._edits.write(
            tr("End the job of {name}", name=person.name),
            lambda s: jobs.remove_from_account(s, account, person.id, day),
            tr("{name} no longer works here", name=person.name),
        )

    def come_back(self, contact: Contact) -> None:
        """The person works at the account again, as before."""
        ctx, person = self._edits.ctx, contact.row
        day = ctx.as_of
        draft = JobDraft(
            self._edits.account,
            person.title or "",
            person.contact_class,
            person.external,
            person.outside_as,
            since=day,
        )
        self._edits.write(
            tr("{name} works here again", name=person.name),
            lambda s: jobs.add_job(s, person.id, draft, day),
        )

    def _step(
        self,
        label: str,
        change: Callable[[Any], Any],
        failed: Failed,
        done: Callable[[Any], None] | None = None,
    ) -> None:
        def refused(error: B2BDeskError) -> None:
            failed(error)

        self._edits.write(label, change, done=done, refused=refused)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
