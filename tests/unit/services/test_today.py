"""Cadence, Today and the overview as of a date, over a small file made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.desk import TODAY, Desk, fill
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, Contract, DmuMember, MemberRole, RelationshipRecord
from b2bdesk.models.enums import (
    Direction,
    ExchangeKind,
    RelationshipPoint,
    RelationshipType,
    Role,
)
from b2bdesk.services.cadence import account_cadence
from b2bdesk.services.exchanges import ExchangeDraft, log_exchange
from b2bdesk.services.next_steps import StepDraft, add_next_step
from b2bdesk.services.overview import AlertKind, Overview, account_overview
from b2bdesk.services.portfolio import Measure
from b2bdesk.services.today import Gap, Owners, Today, due_now, today
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

EVERYONE = Owners()
PERIOD = Period(month_of(date(2017, 5, 1)), month_of(TODAY))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "today.b2bdesk")
    yield made
    made.close()


@pytest.fixture
def desk(database: Database) -> Desk:
    made: Desk = database.write("Fill", fill).value
    return made


def log(session: Session, desk: Desk, on: date, **values: object) -> None:
    draft = ExchangeDraft(desk.brakes, "Call", on, people=(desk.daniel,))
    log_exchange(session, replace(draft, **values), TODAY, desk.lena)  # type: ignore[arg-type]


def read(database: Database, owners: Owners = EVERYONE, as_of: date = TODAY) -> Today:
    with database.read() as session:
        return today(session, as_of, owners)


def overview(database: Database, account: int, as_of: date = TODAY) -> Overview:
    with database.read() as session:
        return account_overview(session, account, PERIOD, as_of, 1)


def test_lapsed_accounts_are_apart_and_nowhere_else(database: Database, desk: Desk) -> None:
    found = read(database)
    assert [row.account for row in found.lapsed] == ["Retail Mall"]
    assert [row.account for row in found.overdue_orders] == ["Brakes and Gears"]
    assert found.with_rhythm == 2
    assert [row.account for row in found.silent] == ["Brakes and Gears"]  # plan 12, never in touch
    assert found.silent[0].days is None
    assert [row.account for row in found.gaps] == ["Brakes and Gears"]


def test_overdue_counts_cycles_past_the_usual_gap(database: Database, desk: Desk) -> None:
    (order,) = read(database).overdue_orders
    # 92 days since 1 March, usual gap 30: (92 - 30) / 30.
    assert order.cycles_late == pytest.approx(62 / 30)
    assert order.last_order == date(2020, 3, 1)
    # 59 days is a day short of a whole cycle late.
    assert read(database, as_of=date(2020, 4, 29)).overdue_orders == ()
    assert len(read(database, as_of=date(2020, 4, 30)).overdue_orders) == 1


def test_silence_is_measured_against_the_plan(database: Database, desk: Desk) -> None:
    database.write("Log", lambda s: log(s, desk, TODAY - timedelta(days=12)))
    assert read(database).silent == ()
    assert read(database, as_of=TODAY + timedelta(days=1)).silent[0].days == 13


def test_follow_ups_are_those_of_the_chosen_owners(database: Database, desk: Desk) -> None:
    def add(session: Session) -> None:
        for owner, days in ((desk.lena, -2), (desk.sam, 0), (desk.lena, 3), (desk.lena, 8)):
            draft = StepDraft(f"in {days}", TODAY + timedelta(days=days), owner=owner)
            add_next_step(session, draft, TODAY, None, account=desk.brakes)
        draft = StepDraft("nobody", TODAY)
        add_next_step(session, draft, TODAY, None, account=desk.brakes)

    database.write("Add", add)
    everyone = read(database)
    assert [row.what for row in everyone.steps] == ["in -2", "in 0", "nobody", "in 3"]
    assert (everyone.overdue_steps, everyone.steps_today, everyone.later_steps) == (1, 2, 1)
    mine = read(database, Owners(frozenset({desk.lena})))
    assert [row.what for row in mine.steps] == ["in -2", "in 3"]
    both = read(database, Owners(frozenset({desk.lena, desk.sam})))
    assert len(both.steps) == 3
    assert len(read(database, Owners(frozenset({desk.lena}), unowned=True)).steps) == 3
    with database.read() as session:
        assert due_now(session, TODAY, Owners()).all == 3
        assert due_now(session, TODAY, Owners(frozenset({desk.lena}))).all == 1


def test_owners_narrow_accounts_too(database: Database, desk: Desk) -> None:
    found = read(database, Owners(frozenset({desk.sam})))
    assert found.overdue_orders == ()
    assert found.lapsed == ()
    assert list(found.names.values()) == ["Great Bikes"]


def test_gaps_go_when_the_role_is_known(database: Database, desk: Desk) -> None:
    (gap,) = read(database).gaps
    assert gap.gaps == (Gap.NO_DECIDER, Gap.NO_BUDGET_HOLDER)

    def name(session: Session) -> None:
        seat = session.query(DmuMember).filter_by(person_id=desk.ines).one()
        for role in (Role.DECIDER, Role.BUDGET_HOLDER):
            session.add(MemberRole(member_id=seat.id, role=role, valid_from=day_of(TODAY)))

    database.write("Name", name)
    assert read(database).gaps == ()
    assert len(read(database, as_of=TODAY - timedelta(days=1)).gaps) == 1  # not known yesterday


def test_seventy_percent_with_one_contact_is_single_threaded(
    database: Database, desk: Desk
) -> None:
    def seven_of_ten(session: Session) -> None:
        for number in range(10):
            who = desk.daniel if number < 7 else desk.ines
            log(session, desk, TODAY - timedelta(days=number), people=(who,))

    database.write("Log", seven_of_ten)
    assert Gap.SINGLE_THREADED in read(database).gaps[0].gaps
    assert read(database).gaps[0].who == "Daniel Okafor"
    found = overview(database, desk.brakes)
    assert found.threads
    assert found.threads[0].share == pytest.approx(0.7)
    database.write("Log", lambda s: log(s, desk, TODAY, people=(desk.ines,)))
    assert overview(database, desk.brakes).threads == ()  # 7 of 11


def test_renewals_say_what_is_at_stake(database: Database, desk: Desk) -> None:
    contract = Contract(account_id=desk.great, name="Frame", ends_day=day_of(date(2020, 8, 14)))
    database.write("Add", lambda s: s.add(contract))
    found = read(database)
    assert [row.account for row in found.renewals] == ["Great Bikes"]
    with database.read() as session:
        whole = account_overview(session, desk.great, PERIOD, TODAY, 1)
    assert whole.figures is not None
    assert found.renewal_sales_minor == 1_100_000  # July to May, one order a month
    assert whole.alerts == (AlertKind.CONTRACT_ENDS,)


def test_alerts_are_only_those_that_hold(database: Database, desk: Desk) -> None:
    assert overview(database, desk.brakes).alerts == (
        AlertKind.ORDER_OVERDUE,
        AlertKind.DECIDER_UNKNOWN,
        AlertKind.SILENT,
    )
    assert overview(database, desk.great).alerts == ()
    assert overview(database, desk.lapsed).alerts == (AlertKind.LAPSED,)


def test_figures_come_from_the_portfolio(database: Database, desk: Desk) -> None:
    found = overview(database, desk.brakes).figures
    assert found is not None
    assert found.measure is Measure.GROSS_MARGIN
    # Orders from 5 February 2019 to 1 March 2020, every 30 days: 14, each with a margin of 300.
    assert (found.sales, found.amount) == (1_400_000, 420_000)
    assert (found.rank, found.ranked) == (2, 3)
    assert (found.year, found.year_before) == (300_000, 500_000)  # January to June
    assert found.points[-1] == 30_000  # March to May, whole months
    assert sum(found.points) == 420_000


def test_a_first_day_is_known_as_one(database: Database, desk: Desk) -> None:
    made = database.write("Add", _new).value
    assert overview(database, made).first_day
    assert overview(database, made).figures is None
    assert not overview(database, desk.great).first_day
    with pytest.raises(DomainError), database.read() as session:
        account_overview(session, 77, PERIOD, TODAY, 1)


def _new(session: Session) -> int:
    row = Account(name="New")
    session.add(row)
    session.flush()
    return row.id


def test_cadence_counts_talks_against_the_plan(database: Database, desk: Desk) -> None:
    def some(session: Session) -> None:
        for day in (2, 12, 20):
            log(session, desk, date(2020, 5, day), minutes=20)
        log(session, desk, date(2020, 4, 22), direction=Direction.INBOUND)
        log(session, desk, date(2019, 6, 30))
        log(session, desk, date(2019, 5, 30))  # before the twelve months

    database.write("Log", some)
    with database.read() as session:
        found = account_cadence(session, desk.brakes, TODAY)
    assert (found.talks, found.listens, found.minutes) == (3, 1, 60)
    assert [m.talks for m in found.months] == [0] * 10 + [3, 0]
    assert found.months[-1].whole is False
    assert found.plan == pytest.approx(365.25 / 12 / 12)
    assert (found.below_plan, found.whole_months) == (10, 11)  # May has three, plan is 2.5
    assert (found.median_gap, found.longest_gap, found.since_last) == (10, 10, 12)


def test_typical_needs_three_accounts_of_the_type_that_listen(
    database: Database, desk: Desk
) -> None:
    def others(session: Session, count: int) -> None:
        for number in range(count):
            row = Account(name=f"Other {number}")
            session.add(row)
            session.flush()
            _typed(session, row.id)
            for day in range(4):
                log(
                    session,
                    desk,
                    date(2020, 5, 1 + day),
                    account=row.id,
                    people=(),
                    direction=Direction.INBOUND,
                    kind=ExchangeKind.PURCHASE,
                )
            log(
                session,
                desk,
                date(2020, 5, 9),
                account=row.id,
                people=(),
                direction=Direction.INBOUND,
            )

    def _typed(session: Session, account: int) -> None:
        session.add(
            RelationshipRecord(
                account_id=account,
                point=RelationshipPoint.CURRENT,
                type=RelationshipType.VALUE_ADDED,
                on_day=0,
            )
        )

    def typical() -> list[float | None]:
        with database.read() as session:
            found = account_cadence(session, desk.brakes, TODAY)
        return [share.typical for share in found.mix]

    database.write("Type", lambda s: _typed(s, desk.brakes))
    database.write("Others", lambda s: others(s, 2))
    assert typical() == [None] * 5
    database.write("Others", lambda s: others(s, 1))
    assert typical() == [0.0, 0.0, pytest.approx(0.2), pytest.approx(0.8), 0.0]
