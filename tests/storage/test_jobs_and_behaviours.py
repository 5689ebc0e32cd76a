"""Jobs at several firms, who left, seats in several units, behaviours, evidence and bad input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.core.dates import day_of, noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, Colleague, Exchange, ExchangePerson
from b2bdesk.models.enums import (
    Adaptability,
    Channel,
    CoverageLevel,
    Direction,
    ExchangeKind,
    OutsideKind,
    Role,
    Stance,
)
from b2bdesk.queries.people import PeopleRow, SeatRow, get_people
from b2bdesk.services import behaviours, decision_units, history, jobs, people
from b2bdesk.services.jobs import JobDraft
from b2bdesk.services.people import AddedPerson, PersonDraft
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

DAY = date(2020, 6, 1)
LONG_AGO = date(2018, 6, 1)
FAR = date(2999, 1, 1)


class Desk:
    """Two accounts and one colleague."""

    def __init__(self, database: Database) -> None:
        self.database = database

        def seed(session: Any) -> tuple[int, int, int]:
            rows = (
                Account(name="Brakes and Gears"),
                Account(name="Great Bikes"),
                Colleague(name="L"),
            )
            session.add_all(rows)
            session.flush()
            return rows[0].id, rows[1].id, rows[2].id

        self.brakes, self.great, self.me = database.write("Seed", seed).value

    def do(self, change: Callable[[Any], Any]) -> Any:
        return self.database.write("Change", change).value

    def refused(self, change: Callable[[Any], Any]) -> DomainError:
        with pytest.raises(DomainError) as refused:
            self.do(change)
        return refused.value

    def add(self, name: str, **fields: Any) -> AddedPerson:
        draft = PersonDraft(name, **fields)
        made = self.do(lambda s: people.add_person(s, self.brakes, draft, LONG_AGO))
        assert isinstance(made, AddedPerson)
        return made

    def read(self, day: date = DAY, account: int | None = None) -> PeopleRow:
        with self.database.read() as session:
            return get_people(session, account or self.brakes, day)

    def shown(self, seat: int | None, day: date = DAY) -> SeatRow:
        return next(row for row in self.read(day).seats if row.id == seat)

    def talk(self, person: int, day: date) -> int:
        def log(session: Any) -> int:
            made = Exchange(
                account_id=self.brakes,
                at=noon_of(day),
                direction=Direction.INBOUND,
                kind=ExchangeKind.ENGAGEMENT,
                channel=Channel.CALL,
                subject="Two frames damaged",
            )
            session.add(made)
            session.flush()
            session.add(ExchangePerson(exchange_id=made.id, person_id=person))
            return made.id

        return int(self.do(log))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = new_file(tmp_path / "jobs.b2bdesk")
    yield Desk(database)
    database.close()


# --- several units -------------------------------------------------------------------------


def test_one_person_sits_in_two_units_and_says_something_else_in_each(desk: Desk) -> None:
    ruth = desk.add("Ruth", roles=(Role.DECIDER,))
    other = desk.do(lambda s: decision_units.create_unit(s, desk.brakes, "Service"))
    second = desk.do(lambda s: decision_units.seat_person(s, desk.brakes, ruth.person, other))
    desk.do(lambda s: decision_units.set_stance(s, second, Stance.OPPONENT, DAY))
    desk.do(lambda s: decision_units.set_adaptability(s, second, Adaptability.LAGGARD))
    desk.do(lambda s: decision_units.set_note(s, second, "Only here"))
    first, other_seat = desk.shown(ruth.seat), desk.shown(second)
    assert (first.roles, first.stances, first.adaptability) == ((Role.DECIDER,), (), None)
    assert first.note is None
    assert other_seat.roles == ()
    assert other_seat.stances[0].stance is Stance.OPPONENT
    assert other_seat.adaptability is Adaptability.LAGGARD
    assert other_seat.note == "Only here"


def test_the_same_person_twice_in_a_unit_is_refused_by_name(desk: Desk) -> None:
    ruth = desk.add("Ruth Adeyemi", email="ruth@brakes.com")
    unit = desk.read().units[0].id
    said = desk.refused(lambda s: decision_units.seat_person(s, desk.brakes, ruth.person, unit))
    assert "Ruth Adeyemi sits in Main purchase already." in str(said)
    again = PersonDraft("ruth  ADEYEMI", unit=unit)
    said = desk.refused(lambda s: people.add_person(s, desk.brakes, again, DAY))
    assert said.field == "name"
    assert "middle initial" in str(said)
    assert len(desk.read().seats) == 1
    namesake = PersonDraft("Ruth Adeyemi", email="r.adeyemi@brakes.com", unit=unit)
    desk.do(lambda s: people.add_person(s, desk.brakes, namesake, DAY))
    assert len(desk.read().seats) == 2


def test_nobody_sits_at_an_account_without_a_job_there(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    said = desk.refused(lambda s: decision_units.seat_person(s, desk.great, ruth.person))
    assert "Ruth has no job at this account." in str(said)


# --- several firms -------------------------------------------------------------------------


def test_moving_to_another_firm_keeps_the_history_of_both(desk: Desk) -> None:
    ruth = desk.add("Ruth", title="Buyer", roles=(Role.BUYER,))
    draft = JobDraft(desk.great, "Head of purchasing", since=date(2020, 3, 1))
    desk.do(lambda s: jobs.move_person(s, ruth.person, desk.brakes, draft, DAY))
    before = desk.read(date(2020, 2, 29))
    assert [seat.roles for seat in before.seats] == [(Role.BUYER,)]
    now = desk.read()
    assert now.seats == ()
    (left,) = now.leavers
    assert (left.person.name, left.left) == ("Ruth", day_of(date(2020, 2, 29)))
    assert left.seats[0].roles == (Role.BUYER,)
    assert [(job.account, job.title) for job in left.person.jobs] == [
        ("Great Bikes", "Head of purchasing"),
        ("Brakes and Gears", "Buyer"),
    ]
    (there,) = desk.read(account=desk.great).unseated
    assert there.name == "Ruth"
    history.undo(desk.database)
    assert [seat.person.name for seat in desk.read().seats] == ["Ruth"]
    assert desk.read().leavers == ()


def test_two_firms_at_once_and_a_return_to_the_first(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    desk.do(lambda s: jobs.add_job(s, ruth.person, JobDraft(desk.great, since=LONG_AGO), DAY))
    assert [row.name for row in desk.read(account=desk.great).unseated] == ["Ruth"]
    assert [row.person.name for row in desk.read().seats] == ["Ruth"]
    desk.do(lambda s: jobs.remove_from_account(s, desk.brakes, ruth.person, date(2019, 6, 1)))
    back = JobDraft(desk.brakes, "Owner", since=date(2020, 1, 1))
    desk.do(lambda s: jobs.add_job(s, ruth.person, back, DAY))
    assert [row.person.title for row in desk.read().seats] == ["Owner"]
    assert desk.read().leavers == ()
    assert [row.person.name for row in desk.read(date(2019, 9, 1)).leavers] == ["Ruth"]


def test_jobs_that_overlap_run_backwards_or_lie_in_the_far_future_are_refused(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    here, there = JobDraft(desk.brakes, since=DAY), desk.great
    said = desk.refused(lambda s: jobs.add_job(s, ruth.person, here, DAY))
    assert "Ruth works at Brakes and Gears already in that time." in str(said)
    for draft, field, words in (
        (JobDraft(there, since=FAR), "since", "too far in the future"),
        (JobDraft(there, until=FAR), "until", "too far in the future"),
        (JobDraft(there, since=date(190, 1, 1)), "since", "too long ago"),
        (JobDraft(there, since=DAY, until=LONG_AGO), "until", "ends before it begins"),
    ):
        said = desk.refused(lambda s, d=draft: jobs.add_job(s, ruth.person, d, DAY))
        assert (said.field, words in str(said)) == (field, True)
    joins = PersonDraft("Zoe", since=FAR)
    said = desk.refused(lambda s: people.add_person(s, desk.brakes, joins, DAY))
    assert said.field == "since"
    assert [row.name for row in desk.read().unseated] == []


def test_the_only_job_is_not_taken_away(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    assert "only job" in str(desk.refused(lambda s: jobs.remove_job(s, ruth.job)))
    other = desk.do(lambda s: jobs.add_job(s, ruth.person, JobDraft(desk.great), DAY))
    desk.do(lambda s: jobs.remove_job(s, other))
    assert [job.account for job in desk.shown(ruth.seat).person.jobs] == ["Brakes and Gears"]


def test_a_job_that_is_said_to_be_over_ends_its_roles(desk: Desk) -> None:
    ruth = desk.add("Ruth", roles=(Role.DECIDER,))
    over = JobDraft(desk.brakes, since=LONG_AGO, until=date(2020, 4, 30))
    desk.do(lambda s: jobs.edit_job(s, ruth.job, over, DAY))
    (left,) = desk.read().leavers
    assert left.seats[0].roles == (Role.DECIDER,)
    assert desk.shown(ruth.seat, date(2020, 4, 30)).roles == (Role.DECIDER,)
    again = JobDraft(desk.brakes, since=DAY)
    desk.do(lambda s: jobs.add_job(s, ruth.person, again, DAY))
    assert desk.shown(ruth.seat).roles == ()  # who comes back begins anew


def test_who_leaves_at_the_end_of_the_month_is_there_until_then(desk: Desk) -> None:
    ruth = desk.add("Ruth", roles=(Role.DECIDER,))
    soon = JobDraft(desk.brakes, since=LONG_AGO, until=DAY + timedelta(days=20))
    desk.do(lambda s: jobs.edit_job(s, ruth.job, soon, DAY))
    seat = desk.shown(ruth.seat)
    assert (seat.roles, seat.person.until) == ((Role.DECIDER,), day_of(DAY + timedelta(days=20)))
    assert len(desk.read(DAY + timedelta(days=21)).leavers) == 1


def test_someone_outside_is_an_adviser_a_partner_or_of_the_media(desk: Desk) -> None:
    karl = desk.add("Karl Weiss", outside_as=OutsideKind.ADVISER)
    row = desk.shown(karl.seat).person
    assert (row.external, row.outside_as) == (True, OutsideKind.ADVISER)
    inside = PersonDraft("Karl Weiss")
    desk.do(lambda s: people.edit_person(s, desk.brakes, karl.person, inside, DAY))
    row = desk.shown(karl.seat).person
    assert (row.external, row.outside_as) == (False, None)


def test_the_plan_of_the_account_is_not_taken_for_the_persons_own(desk: Desk) -> None:
    desk.do(lambda s: setattr(s.get(Account, desk.brakes), "contact_every_days", 14))
    ruth = desk.add("Ruth")
    row = desk.shown(ruth.seat).person
    assert (row.contact_every_days, row.own_plan_days) == (14, None)


# --- behaviours and evidence ---------------------------------------------------------------


def test_equal_words_count_whatever_their_case_and_the_newest_comes_first(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    assert ruth.seat is not None
    seat, call = ruth.seat, desk.talk(ruth.person, date(2020, 5, 2))
    for what, day in (
        ("Asks for three quotes", date(2020, 1, 9)),
        ("asks for  three quotes", date(2020, 5, 1)),
        ("Answers within a day", date(2020, 5, 3)),
    ):
        desk.do(lambda s, w=what, d=day: behaviours.add_behaviour(s, seat, w, d, DAY))
    desk.do(
        lambda s: behaviours.add_behaviour(
            s, seat, "Asks for three quotes", date(2020, 5, 2), DAY, exchange=call
        )
    )
    first, second = desk.shown(seat).behaviours
    assert (first.what, len(first.times)) == ("Asks for three quotes", 3)
    assert first.times[0].day == day_of(date(2020, 5, 2))
    assert first.times[0].exchange is not None
    assert first.times[0].exchange.subject == "Two frames damaged"
    assert (second.what, len(second.times)) == ("Answers within a day", 1)
    (earlier,) = desk.shown(seat, date(2020, 2, 1)).behaviours  # as it was known then
    assert len(earlier.times) == 1
    records = [time.id for time in first.times]
    desk.do(lambda s: behaviours.rename_behaviour(s, records, "Wants three offers"))
    assert desk.shown(seat).behaviours[0].what == "Wants three offers"
    desk.do(lambda s: behaviours.remove_behaviours(s, records))
    assert [row.what for row in desk.shown(seat).behaviours] == ["Answers within a day"]


def test_behaviours_without_words_too_many_or_of_tomorrow_are_refused(desk: Desk) -> None:
    seat = desk.add("Ruth").seat
    assert seat is not None
    tomorrow = DAY + timedelta(days=1)
    for what, day, field in (("  ", DAY, "what"), ("x" * 201, DAY, "what"), ("x", tomorrow, "day")):
        said = desk.refused(lambda s, w=what, d=day: behaviours.add_behaviour(s, seat, w, d, DAY))
        assert said.field == field
    said = desk.refused(lambda s: behaviours.add_behaviour(s, seat, "x", DAY, DAY, exchange=1))
    assert "exchange" in str(said)


def test_a_stance_rests_on_words_and_on_an_exchange_that_can_be_opened(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    assert ruth.seat is not None
    seat, call = ruth.seat, desk.talk(ruth.person, date(2020, 4, 22))
    record = desk.do(
        lambda s: decision_units.set_stance(
            s, seat, Stance.SCEPTIC, DAY, author=desk.me, evidence="frames", exchange=call
        )
    )
    (row,) = desk.shown(seat).stances
    assert (row.author, row.evidence) == ("L", "frames")
    assert row.exchange is not None
    assert (row.exchange.id, row.exchange.account_id) == (call, desk.brakes)
    assert row.exchange.on == date(2020, 4, 22)
    desk.do(lambda s: decision_units.date_stance(s, record, date(2020, 4, 22), DAY))
    assert desk.shown(seat, date(2020, 4, 30)).stances[0].id == record
    said = desk.refused(lambda s: decision_units.date_stance(s, record, FAR, DAY))
    assert "has not come yet" in str(said)
    desk.do(lambda s: decision_units.set_stance(s, seat, Stance.NEUTRAL, DAY))
    said = desk.refused(lambda s: decision_units.date_stance(s, record, DAY, DAY))
    assert said.field == "day"
    desk.do(lambda s: decision_units.set_evidence(s, record, "", None))
    old = desk.shown(seat).stances[1]
    assert (old.evidence, old.exchange) == (None, None)
    desk.do(lambda s: decision_units.remove_stance(s, record))
    assert [row.stance for row in desk.shown(seat).stances] == [Stance.NEUTRAL]


def test_an_exchange_that_goes_takes_neither_stance_nor_behaviour_along(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    assert ruth.seat is not None
    seat, call = ruth.seat, desk.talk(ruth.person, DAY)
    desk.do(lambda s: decision_units.set_stance(s, seat, Stance.NEUTRAL, DAY, exchange=call))
    desk.do(lambda s: behaviours.add_behaviour(s, seat, "Pays late", DAY, DAY, exchange=call))
    desk.do(lambda s: s.delete(s.get(Exchange, call)))
    row = desk.shown(seat)
    assert row.stances[0].exchange is None
    assert row.behaviours[0].times[0].exchange is None


# --- what is typed -------------------------------------------------------------------------

NAMES = (
    "משה כהן",
    "محمد العلي",
    "Zoë 🧑🏽‍🔧 Brandt",
    "田中 太郎",
    "O'Brien-Łukasiewicz, Jr.",
    "\u200fرضا\u200f",
)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_are_kept_letter_by_letter(desk: Desk, name: str) -> None:
    made = desk.add(name)
    assert desk.shown(made.seat).person.name == name


@pytest.mark.parametrize("name", ["", "   ", "\u200f\u200e", "\u200b", "\ufeff "])
def test_a_name_that_shows_nothing_is_none(desk: Desk, name: str) -> None:
    draft = PersonDraft(name)
    assert desk.refused(lambda s: people.add_person(s, desk.brakes, draft, DAY)).field == "name"


def test_a_note_of_80000_characters_is_kept_whole(desk: Desk) -> None:
    note = "".join(f"Zeile {n} – أهلا 🙂\n" for n in range(4_500)).strip()
    assert len(note) > 80_000
    ruth = desk.add("Ruth", note=note)
    assert ruth.seat is not None
    seat = ruth.seat
    desk.do(lambda s: decision_units.set_note(s, seat, note))
    row = desk.shown(seat)
    assert (row.person.note, row.note) == (note, note)


def test_a_leaver_shows_how_well_we_knew_her(desk: Desk) -> None:
    ruth = desk.add("Ruth")
    level = CoverageLevel.IN_DEPTH
    desk.do(lambda s: people.set_coverage(s, ruth.person, desk.me, level, LONG_AGO))
    desk.do(lambda s: jobs.remove_from_account(s, desk.brakes, ruth.person, DAY))
    (left,) = desk.read().leavers
    assert [row.level for row in left.person.coverage] == [level]
