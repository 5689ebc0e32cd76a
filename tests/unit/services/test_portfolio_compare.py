"""Levels of profit, curves of some accounts, facts as text, and what a portfolio is laid beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, noon_of
from b2bdesk.models import Account, CostPool, CostPoolPeriod, Exchange, ScenarioMeasure
from b2bdesk.models import Scenario as ScenarioRecord
from b2bdesk.models.costing_enums import CostLevel, Driver, MeasureKind
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.services.portfolio import (
    Compared,
    Measure,
    PortfolioResult,
    Span,
    compared_period,
    curve_facts,
    other_periods,
)
from b2bdesk.services.portfolio.scenarios import compared_scenario
from b2bdesk.services.profit_rules import ProfitRules, set_profit_rules
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file
from tests.unit.services.test_portfolio import AS_OF, add, month, pool, read

YEAR = Period(2019 * 12 + 5, 2020 * 12 + 4)
BEFORE = Period(2018 * 12 + 5, 2019 * 12 + 4)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "small.b2bdesk")
    yield made
    made.close()


def add_visits(file: Database, amount: int, span: Period = YEAR) -> None:
    """A pool of customer-sustaining cost, charged by the minutes of visits."""

    def work(session: Session) -> None:
        made = CostPool(
            name="Visits",
            activity="Visits",
            level=CostLevel.CUSTOMER,
            driver=Driver.VISIT_MINUTES,
        )
        session.add(made)
        session.flush()
        session.add(
            CostPoolPeriod(
                pool_id=made.id, first_month=span.first, last_month=span.last, amount_minor=amount
            )
        )

    file.write("Pool", work)


def visit(account: int, day: date, minutes: int) -> Exchange:
    return Exchange(
        account_id=account,
        at=noon_of(day),
        direction=Direction.OUTBOUND,
        kind=ExchangeKind.COMMUNICATION,
        channel=Channel.VISIT,
        subject="s",
        minutes=minutes,
    )


def three(file: Database, *more: object) -> PortfolioResult:
    """Accounts that earn 600, 300 and lose 100 before any cost to serve; two are visited."""
    add(
        file,
        Account(id=1, name="A", segment="Road"),
        Account(id=2, name="B", segment="Road"),
        Account(id=3, name="C", segment="Touring"),
        month(1, YEAR.last, 1000, 400),
        month(2, YEAR.last, 1000, 700),
        month(3, YEAR.last, 1000, 1100),
        visit(2, date(2020, 5, 5), 30),
        visit(3, date(2020, 5, 6), 10),
        *more,
    )
    pool(file, Driver.DELIVERIES, 90, YEAR)
    add_visits(file, 80)
    return read(file, YEAR)


def test_every_level_of_profit_adds_up_to_the_next(file: Database) -> None:
    result = three(file)
    assert result.measures == tuple(Measure)
    rows = result.by_id
    assert [rows[n].activity_cost for n in (1, 2, 3)] == [30, 30, 30]
    assert [rows[n].sustaining_cost for n in (1, 2, 3)] == [0, 60, 20]
    assert [rows[n].after_activities for n in (1, 2, 3)] == [570, 270, -130]
    assert [rows[n].net_profit for n in (1, 2, 3)] == [570, 210, -150]
    totals = result.totals()
    assert totals.gross_margin == 800
    assert totals.after_activities == 800 - 90
    assert totals.net_profit == 710 - 80
    assert result.curve(Measure.AFTER_ACTIVITIES).total == 710
    assert result.curve(Measure.GROSS_MARGIN).peak_value == 900


def test_a_level_that_the_file_does_not_have_is_not_offered(file: Database) -> None:
    add(file, Account(id=1, name="A"), month(1, YEAR.last, 1000, 400))
    pool(file, Driver.DELIVERIES, 90, YEAR)
    only_orders = read(file, YEAR)
    assert only_orders.measures == (Measure.NET_PROFIT, Measure.GROSS_MARGIN, Measure.SALES)
    assert only_orders.by_id[1].after_activities is None
    assert only_orders.totals().after_activities is None
    assert only_orders.by_id[1].net_profit == 510


def test_a_curve_of_some_accounts_and_one_for_each_segment(file: Database) -> None:
    result = three(file)
    road = result.curve(Measure.NET_PROFIT, {1, 2})
    assert road.ids.tolist() == [1, 2]
    assert road.total == 780
    assert result.curve(Measure.NET_PROFIT, frozenset()).accounts == 0
    parts = {value: curve.total for value, curve in result.curves_by("segment", Measure.NET_PROFIT)}
    assert parts == {"Road": 780, "Touring": -150}
    assert sum(parts.values()) == result.curve().total


def test_the_band_and_the_lines_are_those_of_the_file(file: Database) -> None:
    result = three(file)
    assert [band.accounts for band in result.curve().bands] == [2, 0, 1]
    assert result.matrix is not None
    assert result.matrix.threshold == "median"
    rules = ProfitRules(break_even=2_100, margin_line=5_000, cost_line=100)
    file.write("Rules", lambda session: set_profit_rules(session, rules))
    told = read(file, YEAR)
    assert [band.accounts for band in told.curve().bands] == [1, 2, 0]
    assert told.matrix is not None
    assert (told.matrix.margin_threshold, told.matrix.cost_threshold) == (50, 1)


def test_facts_say_what_the_curve_draws(file: Database) -> None:
    curve = three(file).curve()
    facts = {fact.key: fact for fact in curve_facts(curve, "1%")}
    assert (facts["all"].accounts, facts["all"].amount, facts["all"].share) == (3, 630, 1.0)
    assert (facts["peak"].accounts, facts["peak"].amount) == (2, 780)
    assert facts["erosion"].amount == -150
    assert facts["erosion"].ids.tolist() == [3]
    assert facts["peak"].amount + facts["erosion"].amount == facts["all"].amount
    assert (facts["first_fifth"].accounts, facts["first_fifth"].amount) == (1, 570)
    assert facts["last_fifth"].amount == -150
    assert facts["eighty"].accounts == 1
    bands = [facts[key] for key in ("earns", "breaks_even", "loses")]
    assert [fact.accounts for fact in bands] == [2, 0, 1]
    assert sum(fact.amount for fact in bands) == 630
    assert [fact.textbook for fact in bands] == [0.2, 0.7, 0.1]
    assert "1%" in bands[1].words


def test_facts_without_a_positive_total_have_money_only(file: Database) -> None:
    result = three(file)
    facts = curve_facts(result.curve(Measure.NET_PROFIT, {3}), "1%")
    assert all(fact.share is None for fact in facts)
    assert "eighty" not in {fact.key for fact in facts}
    assert curve_facts(result.curve(Measure.NET_PROFIT, frozenset()), "1%") == ()


def beside(file: Database, period: Period = BEFORE) -> Compared:
    with file.read() as session:
        return compared_period(session, period, AS_OF, "before")


def test_another_period_has_its_own_accounts_levels_and_gaps(file: Database) -> None:
    three(file)
    add(
        file,
        Account(id=4, name="Gone", segment="Road"),
        month(1, BEFORE.last, 2000, 1000),
        month(4, BEFORE.last, 500, 100),
        month(2, BEFORE.last, 100, None),
    )
    found = beside(file)
    assert found.period == BEFORE
    assert found.amounts[Measure.SALES] == {1: 2000, 2: 100, 4: 500}
    assert found.amounts[Measure.GROSS_MARGIN] == {1: 1000, 4: 400}, "2 has a line without cost"
    assert found.amount(1, Measure.NET_PROFIT) is None, "no pool has a cost in those months"
    assert found.curve(Measure.NET_PROFIT) is None
    margin = found.curve(Measure.GROSS_MARGIN)
    assert margin is not None
    assert margin.total == 1400
    assert found.accounts[4].segment == "Road"
    only = found.curve(Measure.GROSS_MARGIN, {4, 99})
    assert only is not None
    assert only.ids.tolist() == [4]
    assert found.movement(read(file, YEAR)) is None


def test_another_period_reads_no_ledger_lines(file: Database) -> None:
    three(file)
    seen: list[str] = []
    with file.read() as session:
        event.listen(
            session.get_bind(),
            "before_cursor_execute",
            lambda *args: seen.append(str(args[2]).lower()),
        )
        compared_period(session, BEFORE, AS_OF, "before")
    assert any("account_month" in sql for sql in seen)
    assert not [sql for sql in seen if "ledger_line" in sql]


def test_accounts_are_followed_through_the_matrix(file: Database) -> None:
    pool(file, Driver.DELIVERIES, 100, BEFORE)
    before = (month(1, BEFORE.last, 1000, 1100), month(3, BEFORE.last, 1000, 500))
    result = three(file, *before)
    moves = beside(file).movement(result)
    assert moves is not None
    assert set(moves.before) == {1, 3}
    assert moves.before[1] == pytest.approx((-10, 5))
    assert (moves.to_profit, moves.to_loss) == ((1,), (3,))


def test_the_same_period_twice_is_the_portfolio_itself(file: Database) -> None:
    result = three(file)
    same = beside(file, YEAR)
    for measure in Measure:
        curve = same.curve(measure)
        assert curve is not None
        assert curve.cumulative.tolist() == result.curve(measure).cumulative.tolist()
        assert curve.band_of == result.curve(measure).band_of


def test_amounts_that_something_else_worked_out(file: Database) -> None:
    three(file)
    wish = Compared("A wish", {Measure.NET_PROFIT: {1: 600, 2: 250, 3: 0}}, {1: 1, 2: 1, 3: 1})
    curve = wish.curve(Measure.NET_PROFIT)
    assert curve is not None
    assert (curve.total, curve.losers) == (850, 0)
    assert wish.curve(Measure.SALES) is None
    assert wish.amount(3, Measure.NET_PROFIT) == 0
    assert wish.movement(read(file, YEAR)) is None


def test_a_scenario_of_the_file_is_laid_beside(file: Database) -> None:
    result = three(file)
    add(
        file,
        ScenarioRecord(id=5, name="Dearer", made_day=18_000),
        ScenarioMeasure(scenario_id=5, kind=MeasureKind.PRICE, value_milli=5_000),
    )
    with file.read() as session:
        found = compared_scenario(session, 5, AS_OF)
        assert compared_scenario(session, 6, AS_OF) is None
    assert found is not None
    assert found.words == "Dearer"
    assert found.period == YEAR
    for account in (1, 2, 3):
        net = result.by_id[account].net_profit
        assert net is not None
        # Five percent more on a turnover of 1,000 each.
        assert found.amount(account, Measure.NET_PROFIT) == net + 50


def test_only_periods_that_the_ledger_holds_are_offered() -> None:
    ledger = Period(2017 * 12 + 6, 2020 * 12 + 4)
    assert other_periods(YEAR, ledger, AS_OF, 7) == (
        (Span.BEFORE, BEFORE),
        (Span.FISCAL_YEAR, Period(2019 * 12 + 6, 2020 * 12 + 4)),
        (Span.FISCAL_YEAR, Period(2018 * 12 + 6, 2019 * 12 + 5)),
        (Span.FISCAL_YEAR, Period(2017 * 12 + 6, 2018 * 12 + 5)),
    )
    quarter = Period(2020 * 12 + 2, 2020 * 12 + 4)
    named = {span: other for span, other in other_periods(quarter, ledger, AS_OF, 1)}  # noqa: C416
    assert named[Span.BEFORE] == Period(2019 * 12 + 11, 2020 * 12 + 1)
    assert named[Span.YEAR_BEFORE] == Period(2019 * 12 + 2, 2019 * 12 + 4)
    whole = other_periods(ledger, ledger, AS_OF, 7)
    assert {span for span, _ in whole} == {Span.FISCAL_YEAR}, "nothing lies before the ledger"
    early = other_periods(Period(2019 * 12, 2019 * 12), ledger, date(2019, 3, 31), 1)
    assert all(other.last <= 2019 * 12 + 2 for _, other in early), "months to come do not count"
