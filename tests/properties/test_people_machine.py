"""Any edits of people and decision-making units, undone and redone: the map stays sound."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, Colleague
from b2bdesk.models.enums import (
    Adaptability,
    CoverageLevel,
    LineKind,
    OutsideKind,
    Role,
    Stance,
)
from b2bdesk.services import behaviours, decision_units, history, jobs, map_lines, people
from b2bdesk.services.jobs import JobDraft
from b2bdesk.services.map_ratings import map_ratings
from b2bdesk.services.people import PersonDraft
from b2bdesk.services.people_map import AccountPeople, MapSeat, account_people
from b2bdesk.storage.database import Database

DAY = date(2020, 6, 1)
NAMES = ("Ruth", "Ines", "משה כהן", "Zoë 🧑🏽‍🔧", "Peter")
PLACE = st.integers(0, 11)
BACK = st.integers(0, 500).map(lambda days: DAY - timedelta(days=days))


class PeopleMachine(RuleBasedStateMachine):
    """One account and a second firm; what a rule cannot do is refused and changes nothing."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.database = Database.create(self.folder / "machine.b2bdesk")

        def seed(session: Any) -> tuple[int, int, int]:
            rows = Account(name="Brakes"), Account(name="Wheels"), Colleague(name="Lena")
            session.add_all(rows)
            session.flush()
            return rows[0].id, rows[1].id, rows[2].id

        self.account, self.other, self.me = self.database.write("Seed", seed).value
        self.states = [self.read()]
        self.undone: list[AccountPeople] = []

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            shutil.rmtree(self.folder)

    def read(self) -> AccountPeople:
        with self.database.read() as session:
            return account_people(session, self.account, DAY)

    @property
    def now(self) -> AccountPeople:
        return self.states[-1]

    def do(self, change: Callable[[Any], Any]) -> None:
        try:
            written = self.database.write("Change", change)
        except DomainError:
            written = None
        if written is None:
            assert self.read() == self.now  # refused: nothing happened
        elif written.changes.txn is not None:
            self.states.append(self.read())
            self.undone.clear()

    def seat(self, place: int) -> MapSeat | None:
        seats = [seat for unit in self.now.units for seat in unit.seats]
        return seats[place % len(seats)] if seats else None

    def person(self, place: int) -> int | None:
        found = {c.row.id for c in (*self.now.unseated, *self.now.leavers)}
        found |= {seat.row.person.id for unit in self.now.units for seat in unit.seats}
        return sorted(found)[place % len(found)] if found else None

    # --- edits -------------------------------------------------------------------------------

    @rule(
        name=st.sampled_from(NAMES),
        seated=st.booleans(),
        roles=st.sets(st.sampled_from(Role), max_size=3),
        boss=st.none() | PLACE,
        outside=st.none() | st.sampled_from(OutsideKind),
        since=BACK,
    )
    def join(
        self,
        name: str,
        seated: bool,
        roles: set[Role],
        boss: int | None,
        outside: OutsideKind | None,
        since: date,
    ) -> None:
        unit = self.now.units[0].row
        seats = self.now.units[0].seats
        reports_to = seats[boss % len(seats)].id if seats and boss is not None else None
        draft = PersonDraft(
            name,
            seated=seated,
            unit=unit.id if unit else None,
            roles=tuple(sorted(roles)),
            reports_to=reports_to,
            outside_as=outside,
            since=since,
        )
        self.do(lambda s: people.add_person(s, self.account, draft, DAY))

    @rule(name=st.sampled_from(["Service", "service ", "Bikes", " "]))
    def add_unit(self, name: str) -> None:
        self.do(lambda s: decision_units.create_unit(s, self.account, name))

    @rule(place=PLACE)
    def remove_unit(self, place: int) -> None:
        units = [unit.row for unit in self.now.units if unit.row is not None]
        if units:
            chosen = units[place % len(units)].id
            self.do(lambda s: decision_units.remove_unit(s, chosen))

    @rule(person=PLACE, unit=PLACE)
    def sit(self, person: int, unit: int) -> None:
        who, units = self.person(person), [u.row for u in self.now.units if u.row is not None]
        if who is not None and units:
            chosen = units[unit % len(units)].id
            self.do(lambda s: decision_units.seat_person(s, self.account, who, chosen))

    @rule(place=PLACE)
    def unseat(self, place: int) -> None:
        if seat := self.seat(place):
            self.do(lambda s: decision_units.unseat(s, [seat.id]))

    @rule(place=PLACE, roles=st.sets(st.sampled_from(Role), max_size=3), day=BACK)
    def set_roles(self, place: int, roles: set[Role], day: date) -> None:
        if seat := self.seat(place):
            self.do(lambda s: decision_units.set_roles(s, seat.id, roles, day))

    @rule(place=PLACE, stance=st.sampled_from(Stance), day=BACK)
    def set_stance(self, place: int, stance: Stance, day: date) -> None:
        if seat := self.seat(place):
            self.do(lambda s: decision_units.set_stance(s, seat.id, stance, day, author=self.me))

    @rule(place=PLACE, value=st.sampled_from(Adaptability), note=st.text(max_size=5))
    def describe(self, place: int, value: Adaptability, note: str) -> None:
        if seat := self.seat(place):

            def change(session: Any) -> None:
                decision_units.set_adaptability(session, seat.id, value)
                decision_units.set_note(session, seat.id, note)

            self.do(change)

    @rule(place=PLACE, what=st.sampled_from(["Pays late", "pays  LATE", ""]), day=BACK)
    def behave(self, place: int, what: str, day: date) -> None:
        if seat := self.seat(place):
            self.do(lambda s: behaviours.add_behaviour(s, seat.id, what, day, DAY))

    @rule(one=PLACE, boss=st.none() | PLACE)
    def report(self, one: int, boss: int | None) -> None:
        seat, to = self.seat(one), None if boss is None else self.seat(boss)
        if seat is not None:
            self.do(lambda s: map_lines.set_boss(s, seat.id, to.id if to else None, DAY))

    @rule(one=PLACE, other=PLACE, kind=st.sampled_from(LineKind))
    def draw(self, one: int, other: int, kind: LineKind) -> None:
        seat, to = self.seat(one), self.seat(other)
        if seat is not None and to is not None:
            self.do(lambda s: map_lines.add_line(s, seat.id, to.id, kind, DAY))

    @rule(place=PLACE, level=st.sampled_from(CoverageLevel))
    def cover(self, place: int, level: CoverageLevel) -> None:
        who = self.person(place)
        if who is not None:
            self.do(lambda s: people.set_coverage(s, who, self.me, level, DAY))

    @rule(place=PLACE, day=BACK)
    def leave(self, place: int, day: date) -> None:
        who = self.person(place)
        if who is not None:
            self.do(lambda s: jobs.remove_from_account(s, self.account, who, day))

    @rule(place=PLACE, since=BACK)
    def move(self, place: int, since: date) -> None:
        who = self.person(place)
        if who is not None:
            draft = JobDraft(self.other, "Elsewhere", since=since)
            self.do(lambda s: jobs.move_person(s, who, self.account, draft, DAY))

    @rule(place=PLACE, since=BACK)
    def come_back(self, place: int, since: date) -> None:
        who = self.person(place)
        if who is not None:
            draft = JobDraft(self.account, "Again", since=since)
            self.do(lambda s: jobs.add_job(s, who, draft, DAY))

    # --- back and forth ----------------------------------------------------------------------

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo(self) -> None:
        history.undo(self.database)
        self.undone.append(self.states.pop())
        assert self.read() == self.now

    @precondition(lambda self: bool(self.undone))
    @rule()
    def redo(self) -> None:
        history.redo(self.database)
        self.states.append(self.undone.pop())
        assert self.read() == self.now

    # --- what always holds -------------------------------------------------------------------

    @invariant()
    def nobody_sits_twice_and_no_line_runs_in_a_circle(self) -> None:
        if not hasattr(self, "states"):
            return
        gone = {contact.row.id for contact in self.now.leavers}
        for unit in self.now.units:
            sitting = [seat.row.person.id for seat in unit.seats]
            assert len(sitting) == len(set(sitting))
            assert not gone & set(sitting)
            bosses = {seat.id: seat.boss for seat in unit.seats}
            for seat, boss in bosses.items():
                above, steps = boss, 0
                while above is not None:
                    assert above != seat
                    above, steps = bosses.get(above), steps + 1
                    assert steps <= len(bosses)

    @invariant()
    def the_portfolio_says_what_the_account_says(self) -> None:
        if not hasattr(self, "states"):
            return
        with self.database.read() as session:
            assert map_ratings(session, DAY).get(self.account) == self.now.health


TestPeople = PeopleMachine.TestCase
TestPeople.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
