"""What weakens a map, with whom; the same for one account, for all, and for who left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.analytics.decision_unit import Rating, RatingReason
from b2bdesk.core.dates import noon_of
from b2bdesk.models import (
    Account,
    Colleague,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
)
from b2bdesk.models.enums import Channel, CoverageLevel, Direction, ExchangeKind, Role, Stance
from b2bdesk.services import decision_units, jobs, people
from b2bdesk.services.leavers import Leaver
from b2bdesk.services.map_health import Finding, MapFinding, MapHealth
from b2bdesk.services.map_ratings import map_ratings
from b2bdesk.services.people import PersonDraft
from b2bdesk.services.people_map import AccountPeople, account_people
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

DAY = date(2020, 6, 1)
LONG_AGO = date(2018, 6, 1)


class Desk:
    """One account; Lena and Sam are ours."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.person: dict[str, int] = {}
        self.seat: dict[str, int] = {}

        def seed(session: Any) -> tuple[int, int, int]:
            rows = Account(name="Brakes"), Colleague(name="Lena"), Colleague(name="Sam")
            session.add_all(rows)
            session.flush()
            return rows[0].id, rows[1].id, rows[2].id

        self.account, self.lena, self.sam = database.write("Seed", seed).value

    def do(self, change: Any) -> Any:
        return self.database.write("Change", change).value

    def add(
        self, name: str, *roles: Role, stance: Stance | None = None, influence: int | None = None
    ) -> None:
        draft = PersonDraft(name, roles=roles)
        made = self.do(lambda s: people.add_person(s, self.account, draft, LONG_AGO))
        self.person[name], self.seat[name] = made.person, made.seat
        if stance is not None:
            self.do(lambda s: decision_units.set_stance(s, made.seat, stance, DAY))
        self.do(lambda s: decision_units.set_influence(s, made.seat, influence))

    def know(self, name: str, level: CoverageLevel = CoverageLevel.BRIEF) -> None:
        self.do(lambda s: people.set_coverage(s, self.person[name], self.lena, level, DAY))

    def talk(self, name: str, colleague: int, times: int = 1) -> None:
        def log(session: Any) -> None:
            for number in range(times):
                made = Exchange(
                    account_id=self.account,
                    at=noon_of(DAY - timedelta(days=number + 1)),
                    direction=Direction.OUTBOUND,
                    kind=ExchangeKind.COMMUNICATION,
                    channel=Channel.CALL,
                    subject="Call",
                )
                session.add(made)
                session.flush()
                session.add(ExchangePerson(exchange_id=made.id, person_id=self.person[name]))
                session.add(ExchangeColleague(exchange_id=made.id, colleague_id=colleague))

        self.do(log)

    def leave(self, name: str, day: date = DAY) -> None:
        who = self.person[name]
        self.do(lambda s: jobs.remove_from_account(s, self.account, who, day))

    def read(self, day: date = DAY) -> AccountPeople:
        with self.database.read() as session:
            return account_people(session, self.account, day)

    def leaver(self, day: date = DAY) -> Leaver:
        found = self.read(day).leavers[0].leaver
        assert found is not None
        return found

    def health(self, day: date = DAY) -> MapHealth:
        """Of the account, which must be what the portfolio reads in one go."""
        one = self.read(day).health
        with self.database.read() as session:
            assert map_ratings(session, day).get(self.account) == one
        assert one is not None
        return one

    def finding(self, kind: Finding, day: date = DAY) -> MapFinding | None:
        return next((each for each in self.health(day).findings if each.kind is kind), None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = new_file(tmp_path / "health.b2bdesk")
    yield Desk(database)
    database.close()


def test_nobody_on_a_map_has_no_health(desk: Desk) -> None:
    assert desk.read().health is None
    with desk.database.read() as session:
        assert map_ratings(session, DAY) == {}


def test_each_finding_names_the_people_it_means(desk: Desk) -> None:
    desk.add("Ruth", Role.BUDGET_HOLDER, stance=Stance.NEUTRAL)
    desk.add("Peter", Role.INFLUENCER, stance=Stance.OPPONENT, influence=4)
    desk.add("Amy", Role.USER, stance=Stance.OPPONENT, influence=2)  # not a key player
    assert desk.health().rating is Rating.RED
    assert [each.kind for each in desk.health().findings] == [
        Finding.DECIDER_UNKNOWN,
        Finding.KEY_PLAYER_AGAINST,
        Finding.BUDGET_HOLDER_NOT_COVERED,
    ]
    against = desk.finding(Finding.KEY_PLAYER_AGAINST)
    assert against is not None
    assert (against.people, against.names) == ((desk.person["Peter"],), ("Peter",))
    uncovered = desk.finding(Finding.BUDGET_HOLDER_NOT_COVERED)
    assert uncovered is not None
    assert uncovered.people == (desk.person["Ruth"],)
    desk.know("Ruth", CoverageLevel.NONE)  # to know that nobody knows her is no coverage
    assert desk.finding(Finding.BUDGET_HOLDER_NOT_COVERED) is not None
    desk.know("Ruth")
    assert desk.finding(Finding.BUDGET_HOLDER_NOT_COVERED) is None


def test_a_budget_holder_nobody_knows_of_is_another_finding(desk: Desk) -> None:
    desk.add("Ruth", Role.DECIDER, stance=Stance.CHAMPION)
    kinds = [each.kind for each in desk.health().findings]
    assert kinds == [Finding.BUDGET_HOLDER_UNKNOWN]
    assert (desk.health().rating, desk.health().reason) == (Rating.GREEN, RatingReason.SIGNER_WON)


def test_a_stance_turns_stale_and_is_told_with_its_person(desk: Desk) -> None:
    desk.add("Ruth", Role.DECIDER, Role.BUDGET_HOLDER, stance=Stance.CHAMPION)
    assert desk.finding(Finding.STALE, DAY + timedelta(days=360)) is None
    found = desk.finding(Finding.STALE, DAY + timedelta(days=361))
    assert found is not None
    assert found.names == ("Ruth",)
    assert desk.health(DAY + timedelta(days=361)).rating is Rating.RED


def test_single_threads_of_both_sides_and_who_is_the_last_one_left(desk: Desk) -> None:
    desk.add("Ruth", Role.DECIDER)
    desk.add("Amy", Role.USER)
    desk.talk("Ruth", desk.lena, 7)
    desk.talk("Amy", desk.sam, 3)
    theirs, ours = (
        desk.finding(Finding.THEIR_SIDE_SINGLE),
        desk.finding(Finding.OUR_SIDE_SINGLE),
    )
    assert theirs is not None
    assert (theirs.people, theirs.share, theirs.last_one) == ((desk.person["Ruth"],), 0.7, False)
    assert ours is not None
    assert (ours.people, ours.names, ours.share) == ((), ("Lena",), 0.7)
    desk.talk("Amy", desk.sam, 1)
    assert desk.finding(Finding.THEIR_SIDE_SINGLE) is None
    assert desk.finding(Finding.OUR_SIDE_SINGLE) is None
    desk.leave("Ruth")
    last = desk.finding(Finding.THEIR_SIDE_SINGLE)
    assert last is not None
    assert (last.names, last.last_one) == (("Amy",), True)


def test_the_worst_unit_speaks_for_the_account_and_is_named(desk: Desk) -> None:
    desk.add("Ruth", Role.DECIDER, Role.BUDGET_HOLDER, stance=Stance.CHAMPION)
    desk.know("Ruth")
    assert (desk.health().rating, desk.health().unit) == (Rating.GREEN, "")
    other = desk.do(lambda s: decision_units.create_unit(s, desk.account, "Service"))
    assert desk.health().rating is Rating.GREEN  # an empty unit says nothing
    desk.do(lambda s: decision_units.seat_person(s, desk.account, desk.person["Ruth"], other))
    assert (desk.health().rating, desk.health().unit) == (Rating.RED, "Service")
    missing = desk.finding(Finding.DECIDER_UNKNOWN)
    assert missing is not None
    assert missing.units == ("Service",)


# --- who left ------------------------------------------------------------------------------


def test_a_leaver_leaves_roles_open_and_coverage_lost(desk: Desk) -> None:
    desk.add("Ruth", Role.DECIDER, Role.USER, stance=Stance.CHAMPION)
    desk.add("Amy", Role.USER)
    desk.know("Ruth", CoverageLevel.IN_DEPTH)
    desk.leave("Ruth")
    (left,) = desk.read().leavers
    leaver = left.leaver
    assert leaver is not None
    assert (leaver.name, leaver.left, leaver.recent) == ("Ruth", DAY - timedelta(days=1), True)
    assert [(each.unit, each.role) for each in leaver.open_roles] == [
        ("Main purchase", Role.DECIDER)
    ]
    assert [each.colleague for each in leaver.coverage] == ["Lena"]
    assert leaver.stance is Stance.UNKNOWN  # said on the day after the last one
    later = DAY + timedelta(days=90)
    assert not desk.leaver(later).recent
    desk.do(lambda s: decision_units.set_roles(s, desk.seat["Amy"], [Role.DECIDER], DAY))
    assert [each.role for each in desk.leaver().open_roles] == [Role.USER]
