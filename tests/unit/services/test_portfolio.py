"""The portfolio's one result: real truths, as-of dates, what is missing, and one set of figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.resellers import make_reseller_file
from sqlalchemy import event
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, noon_of
from b2bdesk.models import (
    Account,
    AccountMonth,
    Assessment,
    Colleague,
    CostPool,
    CostPoolPeriod,
    Exchange,
    ExternalId,
    NextStep,
    RelationshipRecord,
    SalesTarget,
)
from b2bdesk.models.costing_enums import CostLevel, Driver
from b2bdesk.models.enums import (
    Channel,
    Direction,
    ExchangeKind,
    RelationshipPoint,
    RelationshipType,
)
from b2bdesk.services.portfolio import Measure, PortfolioResult, portfolio
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

AS_OF = date(2020, 5, 31)
WHOLE = Period(2017 * 12 + 6, 2020 * 12 + 4)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "small.b2bdesk")
    yield made
    made.close()


def month(
    account: int, at: int, amount: int, cost: int | None = 0, *, listed: int | None = None
) -> AccountMonth:
    return AccountMonth(
        account_id=account,
        month=at,
        list_minor=amount if listed is None else listed,
        amount_minor=amount,
        cost_minor=cost or 0,
        uncosted=1 if cost is None else 0,
        lines=1,
        orders=1,
        deliveries=1,
        returns=0,
        credit_notes=0,
        quantity_milli=1000,
    )


def read(database: Database, period: Period = WHOLE, as_of: date = AS_OF) -> PortfolioResult:
    with database.read() as session:
        return portfolio(session, period, as_of, 1)


def add(database: Database, *rows: object) -> None:
    def work(session: Session) -> None:
        for row in rows:  # in the order given: what is referred to comes first
            session.add(row)
            session.flush()

    database.write("Fill", work)


def pool(database: Database, driver: Driver, amount: int, span: Period = WHOLE) -> None:
    def work(session: Session) -> None:
        made = CostPool(name=driver.value, activity="x", level=CostLevel.ORDER, driver=driver)
        session.add(made)
        session.flush()
        session.add(
            CostPoolPeriod(
                pool_id=made.id, first_month=span.first, last_month=span.last, amount_minor=amount
            )
        )

    database.write("Pool", work)


def test_real_resellers_to_the_cent(tmp_path: Path) -> None:
    database = make_reseller_file(tmp_path / "real.b2bdesk")
    result = read(database)
    curve = result.curve()
    assert result.measure is Measure.GROSS_MARGIN
    assert result.measures == (Measure.GROSS_MARGIN, Measure.SALES)
    assert "before activity costs" in result.missing[0]
    assert curve.total == 96_340_740
    assert curve.peak_percent == pytest.approx(277.33, abs=0.005)
    assert (curve.peak_position, curve.accounts, curve.losers) == (305, 632, 327)
    totals = result.totals()
    assert (totals.accounts, totals.sales, totals.gross_margin) == (632, 7_754_857_020, 96_340_740)
    assert totals.cost_to_serve is None
    assert totals.net_profit is None
    assert result.matrix is None
    database.close()


def test_real_resellers_with_a_pool_lose_exactly_its_cost(tmp_path: Path) -> None:
    database = make_reseller_file(tmp_path / "real.b2bdesk")
    pool(database, Driver.ORDERS, 30_000_001)
    result = read(database)
    assert result.measure is Measure.NET_PROFIT
    totals = result.totals()
    assert totals.cost_to_serve == 30_000_001
    assert result.curve().total == 96_340_740 - 30_000_001
    assert result.curve(Measure.GROSS_MARGIN).total == 96_340_740
    assert result.matrix is not None
    assert result.matrix.ids.size == 632
    database.close()


def test_opening_reads_no_ledger_lines(tmp_path: Path) -> None:
    database = make_reseller_file(tmp_path / "real.b2bdesk")
    pool(database, Driver.ORDERS, 1_000_00)
    seen: list[str] = []
    with database.read() as session:
        engine = session.get_bind()
        event.listen(
            engine, "before_cursor_execute", lambda *args: seen.append(str(args[2]).lower())
        )
        portfolio(session, WHOLE, AS_OF, 1)
    assert seen
    assert not [sql for sql in seen if "ledger_line" in sql or "order_header" in sql]
    database.close()


def test_lines_without_cost_leave_the_margin_unknown_and_say_so(file: Database) -> None:
    add(
        file,
        Account(id=1, name="Known"),
        Account(id=2, name="Unknown"),
        month(1, WHOLE.last, 1000, 400),
        month(2, WHOLE.last, 500, None),
    )
    result = read(file)
    assert result.by_id[2].gross_margin is None
    assert result.by_id[2].cost_of_goods is None
    assert result.totals().gross_margin is None
    assert result.curve().ids.tolist() == [1]
    assert "1 account is left out" in result.missing[0]


def test_without_any_cost_accounts_are_ranked_by_sales(file: Database) -> None:
    add(
        file,
        Account(id=1, name="A"),
        Account(id=2, name="B"),
        month(1, WHOLE.last, 1000, None),
        month(2, WHOLE.last, 3000, None),
    )
    pool(file, Driver.ORDERS, 100)
    result = read(file)
    assert result.measures == (Measure.SALES,)
    assert result.curve().ids.tolist() == [2, 1]
    assert "no cost of goods" in result.missing[0]
    assert result.matrix is None


def test_months_after_the_as_of_date_do_not_count(file: Database) -> None:
    may = WHOLE.last
    add(file, Account(id=1, name="A"), month(1, may - 1, 100, 0), month(1, may, 1000, 0))
    assert read(file).by_id[1].sales == 1100
    earlier = read(file, as_of=date(2020, 4, 30))
    assert earlier.by_id[1].sales == 100
    assert earlier.period.last == may - 1
    assert read(file, Period(may, may), date(2020, 4, 30)).rows[0].sales == 100


def test_this_year_last_year_and_target(file: Database) -> None:
    year = 2020 * 12
    add(
        file,
        Account(id=1, name="A"),
        month(1, year, 10),
        month(1, year + 4, 20),
        month(1, year - 12, 7),
        month(1, year - 12 + 4, 8),
        month(1, year - 12 + 5, 1000),  # June of last year has no counterpart yet
        SalesTarget(account_id=1, first_month=year, last_month=year + 11, amount_minor=1201),
        SalesTarget(account_id=1, first_month=year - 6, last_month=year - 1, amount_minor=999),
    )
    row = read(file).by_id[1]
    assert (row.year, row.year_before) == (30, 15)
    assert row.target == 500  # five of twelve months, 500.42 rounded


def test_a_fiscal_year_that_starts_in_july(file: Database) -> None:
    july = 2019 * 12 + 6
    add(file, Account(id=1, name="A"), month(1, july - 1, 5), month(1, july, 10))
    with file.read() as session:
        result = portfolio(session, WHOLE, AS_OF, 7)
    assert result.year == Period(july, 2020 * 12 + 4)
    assert result.by_id[1].year == 10


def test_facts_are_as_of_the_date(file: Database) -> None:
    noon = noon_of(AS_OF)
    day_ms = 86_400_000
    common = {
        "account_id": 1,
        "direction": Direction.OUTBOUND,
        "kind": ExchangeKind.COMMUNICATION,
        "subject": "s",
    }
    answers = {
        "dynamism": 5, "importance": 5, "complexity": 5, "money": 5, "people": 5,
        "training": 5, "equipment": 5, "procedures": 5,
    }  # fmt: skip
    day = day_of(AS_OF)
    add(
        file,
        Colleague(id=9, name="Lena Marsh"),
        Account(id=1, name="A", city="Graz", country="Austria", owner_id=9),
        ExternalId(account_id=1, value="0042"),
        ExternalId(account_id=1, value="77"),
        month(1, WHOLE.last, 100, 40, listed=110),
        Exchange(at=noon - 3 * day_ms, channel=Channel.CALL, **common),
        Exchange(at=noon - 9 * day_ms, channel=Channel.EMAIL, **common),
        Exchange(at=noon + day_ms, channel=Channel.VISIT, **common),
        NextStep(account_id=1, what="Later", due_day=day + 9),
        NextStep(account_id=1, what="First", due_day=day + 2),
        NextStep(account_id=1, what="Done", due_day=day - 2, done_day=day - 1),
        NextStep(account_id=1, what="Whenever"),
        RelationshipRecord(
            account_id=1,
            point=RelationshipPoint.CURRENT,
            type=RelationshipType.TRANSACTIONAL,
            on_day=day - 10,
        ),
        RelationshipRecord(
            account_id=1,
            point=RelationshipPoint.CURRENT,
            type=RelationshipType.COLLABORATIVE,
            on_day=day + 1,
        ),
        RelationshipRecord(
            account_id=1,
            point=RelationshipPoint.TARGET,
            type=RelationshipType.VALUE_ADDED,
            on_day=day,
        ),
        Assessment(account_id=1, on_day=day, alternatives=1, **answers),
    )
    row = read(file).rows[0]
    assert (row.last_exchange, row.last_channel) == (date(2020, 5, 28), Channel.CALL)
    assert (row.step, row.step_due) == ("First", date(2020, 6, 2))
    assert row.current is RelationshipType.TRANSACTIONAL
    assert row.recommended is RelationshipType.COLLABORATIVE
    assert row.place == "Graz, Austria"
    assert row.erp_numbers == ("0042", "77")
    assert (row.owner, row.discount, row.gross_margin) == ("Lena Marsh", 10, 60)


def test_cost_of_accounts_without_sales_is_told_apart(file: Database) -> None:
    add(
        file,
        Account(id=1, name="Buys"),
        Account(id=2, name="Only visited"),
        month(1, WHOLE.last, 1000, 100),
        *(
            Exchange(
                account_id=account,
                at=noon_of(AS_OF),
                direction=Direction.OUTBOUND,
                kind=ExchangeKind.COMMUNICATION,
                channel=Channel.CALL,
                subject="s",
                minutes=30,
            )
            for account in (1, 2)
        ),
    )
    pool(file, Driver.EXCHANGE_MINUTES, 300, Period(WHOLE.last, WHOLE.last))
    result = read(file)
    assert [row.id for row in result.rows] == [1]
    assert result.rows[0].cost_to_serve == 150
    assert (result.apart, result.apart_cost) == (1, 150)
    assert result.missing[-1] == "34 months of the period have no cost pool."


def test_types_add_up_to_all_accounts(file: Database) -> None:
    add(
        file,
        *(Account(id=n, name=f"A{n}") for n in (1, 2, 3)),
        *(month(n, WHOLE.last, 100 * n, 0) for n in (1, 2, 3)),
        RelationshipRecord(
            account_id=3,
            point=RelationshipPoint.CURRENT,
            type=RelationshipType.VALUE_ADDED,
            on_day=0,
        ),
    )
    result = read(file)
    types = {summary.type: summary for summary in result.types()}
    assert types[RelationshipType.VALUE_ADDED].sales_share == 0.5
    assert types[None].accounts == 2
    assert sum(summary.accounts for summary in types.values()) == 3
    assert sum(summary.amount or 0 for summary in types.values()) == result.curve().total
