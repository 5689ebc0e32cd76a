"""Every change of the People tab as one labelled step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import (
    WORDS,
    CoverageLevel,
    DecisionPath,
    LineKind,
    PurchaseSituation,
    Role,
)
from b2bdesk.queries.people import LineRow, UnitRow
from b2bdesk.services import decision_units, map_lines, next_steps, people
from b2bdesk.services.people_map import Contact, MapSeat
from b2bdesk.ui.canvas.person_words import role_name_in_text, role_question
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.account.people.member_edits import MemberEdits

Change = Callable[[Any], Any]  # what a step does with its session
Done = Callable[[Any], None]
Failed = Callable[[B2BDeskError], None]
_ASK_WITHIN = 7  # days until a missing role should be asked for


class PeopleEdits(QObject):
    """Writes for one account; ``refused`` when a change was not accepted and nothing happened."""

    refused = Signal()

    def __init__(self, ctx: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.account = 0
        self.refusal: Callable[[], str] = lambda: ""  # why nothing can be changed now
        self.member = MemberEdits(self)

    def write(
        self,
        label: str,
        change: Change,
        toast: str = "",
        done: Done | None = None,
        refused: Failed | None = None,
    ) -> None:
        """One labelled step with a toast; what is refused is said, and read anew."""
        if words := self.refusal():
            self._on_refused(DomainError(words))
            return
        self.ctx.write(label, self, change, done, refused or self._on_refused, toast=toast or label)

    def _on_refused(self, error: B2BDeskError) -> None:
        self.ctx.toast(str(error))
        self.refused.emit()

    # --- the map -----------------------------------------------------------------------------

    def set_boss(self, seats: Iterable[MapSeat], boss: MapSeat | None) -> None:
        """Several people report to one, or to nobody."""
        moved = list(seats)
        ids = [seat.id for seat in moved]
        day, to = self.ctx.as_of, boss.id if boss else None
        names = _names(moved)
        if boss is None:
            label = tr("Take away the reporting line of {names}", names=names)
        else:
            label = tr("Let {names} report to {boss}", names=names, boss=boss.name)
        self.write(label, lambda s: map_lines.set_bosses(s, ids, to, day))

    def place(self, seats: Iterable[MapSeat], places: Mapping[int, tuple[int, int]]) -> None:
        """Put cards where the user dropped them."""
        label = tr("Move {names}", names=_names(list(seats)))
        if self.refusal():  # the card goes back to its place; dragging it about is no mistake
            self.refused.emit()
            return
        self.ctx.write(
            label, self, lambda s: decision_units.place(s, places), None, self._on_refused
        )

    def tidy(self, unit: UnitRow) -> None:
        """Let the map lay itself out."""
        self.write(
            tr("Tidy the map of {unit}", unit=unit.name), lambda s: decision_units.tidy(s, unit.id)
        )

    def add_line(self, one: MapSeat, other: MapSeat, kind: LineKind) -> None:
        """Draw an influence or a conflict."""
        day = self.ctx.as_of
        if kind is LineKind.CONFLICTS:
            label = tr("Draw conflict of {one} and {other}", one=one.name, other=other.name)
        else:
            label = tr("Draw influence of {one} on {other}", one=one.name, other=other.name)
        self.write(label, lambda s: map_lines.add_line(s, one.id, other.id, kind, day))

    def edit_line(self, line: LineRow, label: str, strength: int) -> None:
        """Words and strength of a line."""
        step = tr("Change a line")
        self.write(step, lambda s: map_lines.edit_line(s, line.id, label, strength))

    def remove_line(self, line: LineRow) -> None:
        """A line holds no longer."""
        day = self.ctx.as_of
        self.write(tr("Remove a line"), lambda s: map_lines.remove_line(s, line.id, day))

    # --- the person in the decision ----------------------------------------------------------

    def set_roles(self, seat: MapSeat, roles: Iterable[Role]) -> None:
        """The buying roles of a person."""
        wanted, day = tuple(roles), self.ctx.as_of
        self.write(
            tr("Set roles of {name}", name=seat.name),
            lambda s: decision_units.set_roles(s, seat.id, wanted, day),
            tr("Roles of {name}: {roles}", name=seat.name, roles=_role_names(wanted)),
        )

    def set_influence(self, seats: Iterable[MapSeat], influence: int | None) -> None:
        """Influence on the decision, 1 to 5."""
        chosen = list(seats)

        def change(session: Any) -> None:
            for seat in chosen:
                decision_units.set_influence(session, seat.id, influence)

        self.write(tr("Set influence of {names}", names=_names(chosen)), change)

    def set_coverage(
        self, contact: Contact, colleague: int, who: str, level: CoverageLevel
    ) -> None:
        """How well one of us knows the person."""
        day, person = self.ctx.as_of, contact.row
        self.write(
            tr("Set how well {who} knows {name}", who=who, name=person.name),
            lambda s: people.set_coverage(s, person.id, colleague, level, day),
        )

    # --- coming and going --------------------------------------------------------------------

    def seat(self, contact: Contact, unit: UnitRow | None, done: Done) -> None:
        """Put a person of the account on the map."""
        account, person, to = self.account, contact.row, unit.id if unit else None
        self.write(
            tr("Put {name} on the map", name=person.name),
            lambda s: decision_units.seat_person(s, account, person.id, to),
            done=done,
        )

    def seat_all(self, contacts: Iterable[Contact], unit: UnitRow | None) -> None:
        """Put several people of the account on the map."""
        account, to = self.account, unit.id if unit else None
        ids = [contact.row.id for contact in contacts]

        def change(session: Any) -> None:
            for person in ids:
                decision_units.seat_person(session, account, person, to)

        self.write(trn("Put {n} person on the map", "Put {n} people on the map", len(ids)), change)

    def add_step(self, contact: Contact, what: str, due: date | None, done: Done) -> None:
        """A next step with a person."""
        account, day, me, person = self.account, self.ctx.as_of, self.ctx.me, contact.row
        draft = next_steps.StepDraft(what, due, me, person.id)
        self.write(
            tr("Add next step with {name}", name=person.name),
            lambda s: next_steps.add_next_step(s, draft, day, me, account=account),
            done=done,
        )

    def finish_step(self, step: int, what: str) -> None:
        """Mark a next step as done."""
        day = self.ctx.as_of
        self.write(
            tr("Finish next step: {what}", what=what),
            lambda s: next_steps.finish_next_step(s, step, day),
        )

    def unseat(self, seats: Iterable[MapSeat]) -> None:
        """Take people off the map; they stay at the account."""
        gone = list(seats)
        ids = [seat.id for seat in gone]
        self.write(
            tr("Take {names} off the map", names=_names(gone)),
            lambda s: decision_units.unseat(s, ids),
        )

    def plan_to_ask(self, role: Role, account_name: str) -> None:
        """A next step to find out who holds a role."""
        account, day, me = self.account, self.ctx.as_of, self.ctx.me
        what = tr(
            "Find out who the {role} is: {question}",
            role=role_name_in_text(role),
            question=role_question(role),
        )
        draft = next_steps.StepDraft(what, day + timedelta(days=_ASK_WITHIN), me)
        self.write(
            tr("Plan to ask for the {role}", role=role_name_in_text(role)),
            lambda s: next_steps.add_next_step(s, draft, day, me, account=account),
            tr("Next step planned at {account}", account=account_name),
        )

    # --- units -------------------------------------------------------------------------------

    def add_unit(self, name: str, done: Done) -> None:
        """A further decision-making unit."""
        account = self.account
        self.write(
            tr("Add decision-making unit {unit}", unit=name),
            lambda s: decision_units.create_unit(s, account, name),
            done=done,
        )

    def edit_unit(
        self,
        unit: UnitRow,
        name: str,
        situation: PurchaseSituation | None,
        path: DecisionPath | None,
    ) -> None:
        """Name, purchase situation and decision path."""
        self.write(
            tr("Change decision-making unit {unit}", unit=unit.name),
            lambda s: decision_units.edit_unit(s, unit.id, name, situation, path),
        )

    def remove_unit(self, unit: UnitRow) -> None:
        """Remove a unit; its people stay at the account."""
        self.write(
            tr("Remove decision-making unit {unit}", unit=unit.name),
            lambda s: decision_units.remove_unit(s, unit.id),
        )


def _names(seats: list[MapSeat]) -> str:
    if len(seats) == 1:
        return seats[0].name
    if len(seats) == 2:
        return tr("{one} and {other}", one=seats[0].name, other=seats[1].name)
    return trn("{n} person", "{n} people", len(seats))


def _role_names(roles: tuple[Role, ...]) -> str:
    return ", ".join(tr(WORDS[role]) for role in Role if role in roles) or tr("none")
