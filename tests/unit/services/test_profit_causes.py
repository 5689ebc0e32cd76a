"""What made an account cost what it cost: every event, and the sums of them, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.costed_account import (
    ANNA,
    AS_OF,
    BATCH,
    BERT,
    JAN,
    MONTHS,
    fill_ledger,
    fill_people,
    fill_pools,
    line,
)
from sqlalchemy.orm import Session

from b2bdesk.analytics.cost_causes import Ranked, rank
from b2bdesk.core.dates import Period, day_of, noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import Exchange, LedgerLine, OrderHeader, RelationshipRecord
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.models.enums import (
    Channel,
    Direction,
    ExchangeKind,
    RelationshipPoint,
    RelationshipType,
)
from b2bdesk.queries.costing import RateRow
from b2bdesk.services import summaries
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.services.profit_causes import AccountCauses, PersonCause, account_causes
from b2bdesk.services.profit_events import EventKind
from b2bdesk.services.profit_habits import Habit, set_habit_rule
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "causes.b2bdesk")
    made.write("Ledger", fill_ledger)
    made.write("People", fill_people)
    made.write("Pools", fill_pools)
    yield made
    made.close()


def causes(database: Database, account: int = 1, period: Period = MONTHS) -> AccountCauses:
    with database.read() as session:
        return account_causes(session, account, period, AS_OF)


def test_every_cell_comes_down_to_the_events_that_made_it(database: Database) -> None:
    found = causes(database)
    assert [(each.kind, each.document, each.day, each.amount) for each in found.events] == [
        (EventKind.ORDER, "D1", date(2020, 1, 10), 1000),
        (EventKind.EXCHANGE, "", date(2020, 1, 15), 600),
        (EventKind.ORDER, "D2", date(2020, 2, 11), 1000),
        (EventKind.EXCHANGE, "", date(2020, 4, 15), 300),
    ]
    assert [(row.activity, row.amount) for row in found.activities] == [
        ("Orders", 2000),
        ("Visits", 900),
    ]
    assert [float(pool.volume or 0) for row in found.activities for pool in row.pools] == [2, 90]
    assert found.total == 2900


def test_a_person_bears_their_part_of_the_exchanges(database: Database) -> None:
    assert causes(database).persons == (
        PersonCause(ANNA, "Anna", 2, 60, 600),
        PersonCause(BERT, "Bert", 1, 30, 300),
    )


def test_a_part_of_the_period_counts_its_own_events(database: Database) -> None:
    found = causes(database, period=Period(JAN + 3, JAN + 4))
    assert [(each.kind, each.amount) for each in found.events] == [(EventKind.EXCHANGE, 300)]
    assert found.persons == (PersonCause(ANNA, "Anna", 1, 30, 300),)


def test_without_pools_nothing_is_known(tmp_path: Path) -> None:
    made = new_file(tmp_path / "bare.b2bdesk")
    made.write("Ledger", fill_ledger)
    found = causes(made)
    assert not found.known
    assert found.events == ()
    made.close()


def test_shipments_returns_and_told_volumes_are_events_of_their_own(database: Database) -> None:
    def more(session: Session) -> None:
        returned = line(7, 1, date(2020, 3, 3), -1_000, -700, kind="return")
        session.add(returned)
        session.add(
            OrderHeader(
                id=1,
                batch_id=BATCH,
                account_id=1,
                document="D1",
                ordered_day=day_of(date(2020, 1, 10)),
                shipped_day=day_of(date(2020, 2, 2)),
                line_key=1,
                content=1,
            )
        )
        session.flush()
        summaries.refresh(session, [BATCH])
        for name, driver in (
            ("Freight", Driver.DELIVERIES),
            ("Take back", Driver.RETURNS),
            ("Office", Driver.ACTIVE_ACCOUNTS),
        ):
            add_pool(session, PoolDraft(name, name, driver=driver), PeriodDraft(MONTHS, 1001))

    database.write("More", more)
    found = causes(database)
    shipped = [each for each in found.events if each.kind is EventKind.DELIVERY]
    assert [(each.document, each.day) for each in shipped] == [("D1", date(2020, 2, 2))]
    assert shipped[0].order is not None
    assert shipped[0].order.sold == 57_000
    # The second order has no header: it was delivered as it was ordered, and bears that itself.
    ordered = next(each for each in found.events if each.document == "D2")
    assert len(ordered.costs) == 2
    assert [each.document for each in found.events if each.kind is EventKind.RETURN] == ["D7"]
    assert sum(each.kind is EventKind.ACTIVE for each in found.events) == 5
    with database.read() as session:
        costs = cost_to_serve(session, MONTHS, AS_OF)
        assert found.total == costs.of(1)
        assert {row.activity: row.amount for row in found.activities} == {
            name: amount for name, amount in costs.activities_of(1).items() if amount
        }


def test_habits_are_told_by_rules_the_user_sets(database: Database) -> None:
    # Six orders of 195,000 in all: a quarter of their mean is 8,125, and none is below.
    found = causes(database)
    assert (found.rules.small_order, found.rules.visit_minutes) == (8_125, 30)
    assert {row.habit: row.amount for row in found.habits} == {Habit.VISITS: 300}

    def edit(session: Session) -> None:
        set_habit_rule(session, "small_order", 40_000)
        set_habit_rule(session, "visit_minutes", 60)

    database.write("Rules", edit)
    found = causes(database)
    assert found.rules.own == {"small_order", "visit_minutes"}
    assert {row.habit: row.amount for row in found.habits} == {
        Habit.SMALL_ORDERS: 1000,
        Habit.VISITS: 900,
    }
    database.write("Back", lambda session: set_habit_rule(session, "small_order", None))
    assert causes(database).rules.own == {"visit_minutes"}
    with pytest.raises(DomainError):
        database.write("No", lambda session: set_habit_rule(session, "visit_minutes", 0))


def test_any_visit_to_a_transactional_account_is_one_a_call_would_do(database: Database) -> None:
    def retype(session: Session) -> None:
        session.add(
            RelationshipRecord(
                account_id=1,
                point=RelationshipPoint.CURRENT,
                type=RelationshipType.TRANSACTIONAL,
                on_day=day_of(date(2020, 2, 1)),
            )
        )

    database.write("Type", retype)
    assert {row.habit: row.amount for row in causes(database).habits} == {Habit.VISITS: 900}


def test_complaints_cost_what_their_exchanges_cost(database: Database) -> None:
    def complain(session: Session) -> None:
        session.add(
            Exchange(
                account_id=1,
                at=noon_of(date(2020, 5, 4)),
                direction=Direction.INBOUND,
                kind=ExchangeKind.ENGAGEMENT,
                channel=Channel.CALL,
                subject="Late again",
                minutes=40,
                complaint=True,
            )
        )
        pool = PoolDraft("Calls", "Calls", CostLevel.CUSTOMER, driver=Driver.CALL_MINUTES)
        add_pool(session, pool, PeriodDraft(MONTHS, 600))

    database.write("Complain", complain)
    found = causes(database)
    # Forty of sixty minutes of calls; nobody of theirs was named.
    complaint = next(row for row in found.habits if row.habit is Habit.COMPLAINTS)
    assert complaint.amount == 400
    assert found.persons[-1] == PersonCause(None, "", 2, 60, 600)


def test_the_largest_causes_count_nothing_twice(database: Database) -> None:
    database.write("Rule", lambda session: set_habit_rule(session, "small_order", 50_000))
    largest = causes(database).largest()
    # Anna's visit of thirty minutes is the habit too: it counts for the one that comes first.
    assert largest == (
        Ranked(Habit.SMALL_ORDERS, 1000),
        Ranked(ANNA, 600),
        Ranked(BERT, 300),
    )
    assert causes(database).largest("Visits") == (Ranked(ANNA, 600), Ranked(BERT, 300))
    assert causes(database).largest("Orders") == (Ranked(Habit.SMALL_ORDERS, 1000),)


def test_ranking_takes_what_is_left_after_the_larger_ones() -> None:
    found = rank([5, 5, 4, 3], {"a": [0, 1], "b": [1, 2, 3], "c": [3]}, 4)
    assert found == [Ranked("b", 12), Ranked("a", 5)]
    assert rank([0, -2], {"a": [0], "b": [1]}, 4) == []


def test_a_time_equation_makes_the_long_order_bear_more(database: Database) -> None:
    def more(session: Session) -> None:
        # Four more lines on the second order: 10 + 5 * 4 minutes against 10 for the first.
        for number in range(30, 34):
            again = line(number, 1, date(2020, 2, 11), 100, 50, 12)
            again.document = "D2"
            session.add(again)
        session.flush()
        summaries.refresh(session, [BATCH])
        pool = PoolDraft(
            "Picking",
            "Picking",
            method=CostMethod.TIME_DRIVEN,
            driver=Driver.ORDERS,
            time_equation="10 + 5 * lines over 1",
        )
        # In one month, so that both orders share an amount of it.
        late = session.get(LedgerLine, 1)
        assert late is not None
        late.day, late.month = day_of(date(2020, 2, 3)), JAN + 1
        session.flush()
        summaries.rebuild(session)
        add_pool(session, pool, PeriodDraft(Period(JAN + 1, JAN + 1), 4000))

    database.write("More", more)
    found = causes(database)
    picking = next(row for row in found.activities if row.activity == "Picking")
    pool = picking.pools[0].pool.id
    assert picking.amount == 4000
    assert {e.document: e.amount_of([pool]) for e in found.events if e.document} == {
        "D1": 1000,
        "D2": 3000,
    }


def test_the_rate_of_a_channel_makes_its_exchanges_bear_more(database: Database) -> None:
    def more(session: Session) -> None:
        for number, channel in ((81, Channel.CALL), (82, Channel.VIDEO)):
            session.add(
                Exchange(
                    id=number,
                    account_id=1,
                    at=noon_of(date(2020, 3, 4)),
                    direction=Direction.OUTBOUND,
                    kind=ExchangeKind.COMMUNICATION,
                    channel=channel,
                    subject="Order by phone",
                    minutes=10,
                )
            )
        rates = (RateRow(RateBy.CHANNEL, Channel.VIDEO.value, 3000),)
        pool = PoolDraft("Calls", "Calls", CostLevel.CUSTOMER, driver=Driver.CALLS, rates=rates)
        add_pool(session, pool, PeriodDraft(Period(JAN + 2, JAN + 2), 800))

    database.write("More", more)
    found = causes(database)
    assert {e.talk.id: e.amount for e in found.events if e.talk and e.talk.id > 80} == {
        81: 200,
        82: 600,
    }


def test_an_expedited_order_is_a_habit(database: Database) -> None:
    def more(session: Session) -> None:
        for number, (document, days) in enumerate((("D1", 1), ("D2", 30)), start=1):
            session.add(
                OrderHeader(
                    id=number,
                    batch_id=BATCH,
                    account_id=1,
                    document=document,
                    ordered_day=day_of(date(2020, 1, 10)),
                    required_day=day_of(date(2020, 1, 10)) + days,
                    line_key=number,
                    content=number,
                )
            )
        session.flush()
        summaries.refresh(session, [BATCH])

    database.write("More", more)
    expedited = next(row for row in causes(database).habits if row.habit is Habit.EXPEDITED)
    assert expedited.amount == 1000
