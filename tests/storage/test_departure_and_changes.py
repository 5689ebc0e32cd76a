"""What would be lost with a person, and what a map says of two days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from b2bdesk.analytics.decision_unit import Rating
from b2bdesk.core.dates import noon_of
from b2bdesk.models import Exchange, ExchangeColleague, ExchangePerson
from b2bdesk.models.enums import (
    Channel,
    CoverageLevel,
    Direction,
    ExchangeKind,
    LineKind,
    Role,
    Stance,
)
from b2bdesk.services import decision_units, jobs, map_lines, people
from b2bdesk.services.departure import Departure
from b2bdesk.services.map_changes import Sense, first_day
from b2bdesk.services.map_health import Finding
from b2bdesk.services.seen import see_people
from tests.helpers.new_file import new_file
from tests.storage.test_people import DAY, Desk

EARLIER = date(2020, 1, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ruth decides and champions us; Daniel and Ines report to her, Lena knows Ruth alone."""
    made = Desk(new_file(tmp_path / "people.b2bdesk"))
    made.ruth = made.add("Ruth Adeyemi", roles=(Role.DECIDER, Role.BUDGET_HOLDER))
    made.daniel = made.add("Daniel Okafor", roles=(Role.BUYER,), reports_to=made.ruth.seat)
    made.ines = made.add("Ines Carvalho", roles=(Role.USER,), reports_to=made.ruth.seat)
    made.do(lambda s: decision_units.set_stance(s, made.ruth.seat, Stance.CHAMPION, EARLIER))
    made.do(
        lambda s: people.set_coverage(s, made.ruth.person, made.me, CoverageLevel.IN_DEPTH, EARLIER)
    )
    yield made
    made.database.close()


def _talk(desk: Desk, person: int, day: date) -> None:
    def add(session: object) -> None:
        row = Exchange(
            account_id=desk.account, at=noon_of(day), direction=Direction.OUTBOUND,
            kind=ExchangeKind.COMMUNICATION, channel=Channel.CALL, subject="Call",
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(ExchangePerson(exchange_id=row.id, person_id=person))
        session.add(ExchangeColleague(exchange_id=row.id, colleague_id=desk.me))

    desk.do(add)


def _without(desk: Desk, person: int) -> Departure:
    with desk.database.read() as session:
        found = see_people(session, desk.account, DAY, without=person).departure
    assert found is not None
    return found


def test_who_decides_takes_roles_reports_links_and_exchanges_along(desk: Desk) -> None:
    for day in (1, 2, 3):
        _talk(desk, desk.ruth.person, date(2020, 5, day))
    _talk(desk, desk.daniel.person, date(2020, 5, 4))
    found = _without(desk, desk.ruth.person)
    assert found.name == "Ruth Adeyemi"
    assert (found.now.rating, found.then.rating) == (Rating.GREEN, Rating.RED)
    assert {role for role, _ in found.roles} == {Role.DECIDER, Role.BUDGET_HOLDER}
    assert set(found.reports) == {"Daniel Okafor", "Ines Carvalho"}
    assert found.share == 0.75
    assert found.cut_off == ("Lena Marsh",)
    assert (found.now.covered, found.then.covered) == (1, 0)
    assert (found.now.people, found.then.people) == (3, 2)
    assert (found.now.won, found.then.won) == (1, 0)
    assert Finding.DECIDER_UNKNOWN in {finding.kind for finding in found.findings}
    assert (found.now.risk, found.then.risk) == (None, None)  # nobody ordered yet


def test_the_comparison_is_what_then_happens(desk: Desk) -> None:
    """The other side says what the account says on the day after she left."""
    said = _without(desk, desk.ruth.person).then
    desk.do(lambda s: jobs.remove_from_account(s, desk.account, desk.ruth.person, DAY))
    after = _without(desk, desk.daniel.person).now
    assert (said.rating, said.missing, said.people, said.covered, said.won) == (
        after.rating, after.missing, after.people, after.covered, after.won,
    )  # fmt: skip


def test_nothing_is_lost_with_someone_who_holds_nothing_alone(desk: Desk) -> None:
    twin = desk.add("Amy Tran", roles=(Role.USER,))
    found = _without(desk, twin.person)
    assert (found.roles, found.reports, found.cut_off, found.share) == ((), (), (), None)
    assert found.now.rating is found.then.rating is Rating.GREEN


def test_who_left_already_is_not_left_out(desk: Desk) -> None:
    desk.do(lambda s: jobs.remove_from_account(s, desk.account, desk.ines.person, DAY))
    with desk.database.read() as session:
        seen = see_people(session, desk.account, DAY, without=desk.ines.person)
    assert seen.departure is None
    assert desk.ines.person not in seen.people.contacts


def _changes(desk: Desk, since: date = date(2020, 3, 1)) -> list[tuple[str, Sense]]:
    with desk.database.read() as session:
        found = see_people(session, desk.account, DAY, day=since).changes
    assert found is not None
    return [(change.words, change.sense) for change in found]


def test_changes_are_told_in_sentences(desk: Desk) -> None:
    ruth, daniel, ines = desk.ruth.seat, desk.daniel.seat, desk.ines.seat
    later = date(2020, 4, 1)
    desk.add("Karl Weiss", title="Adviser", day=later)
    desk.do(lambda s: jobs.remove_from_account(s, desk.account, desk.ines.person, later))
    desk.do(
        lambda s: decision_units.set_stance(s, ruth, Stance.SCEPTIC, later, evidence="late frames")
    )
    desk.do(lambda s: decision_units.set_roles(s, daniel, (Role.BUYER, Role.GATEKEEPER), later))
    desk.do(lambda s: map_lines.add_line(s, daniel, ruth, LineKind.INFLUENCES, later))
    desk.do(
        lambda s: people.set_coverage(s, desk.daniel.person, desk.me, CoverageLevel.BRIEF, later)
    )
    assert ines is not None
    assert _changes(desk) == [
        ("Karl Weiss joined as Adviser", Sense.NEITHER),
        ("Ines Carvalho left", Sense.NEITHER),
        ("The map of Main purchase went from green to red", Sense.AGAINST_US),
        ("Nobody is known as user any more", Sense.AGAINST_US),
        ("The gatekeeper is known now", Sense.FOR_US),
        ("Ruth Adeyemi went from champion to sceptic (late frames)", Sense.AGAINST_US),
        ("Daniel Okafor is gatekeeper now", Sense.NEITHER),
        ("Daniel Okafor influences Ruth Adeyemi now", Sense.NEITHER),
        ("Lena Marsh and Daniel Okafor: from unknown to brief", Sense.FOR_US),
    ]


def test_a_stance_that_faded_is_told_as_faded(desk: Desk) -> None:
    with desk.database.read() as session:
        found = see_people(session, desk.account, date(2021, 2, 1), day=EARLIER).changes
    assert found is not None
    said = "Ruth Adeyemi was champion; that is too old to count"
    assert said in [change.words for change in found]


def test_between_two_equal_days_nothing_changed(desk: Desk) -> None:
    assert _changes(desk, date(2020, 5, 31)) == []


def test_the_first_day_is_that_of_the_first_dated_fact(desk: Desk) -> None:
    with desk.database.read() as session:
        assert first_day(session, desk.account) == date(2019, 1, 1)
        assert first_day(session, desk.account + 1) is None
