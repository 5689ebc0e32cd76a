"""Decisions on a small file whose every figure can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from b2bdesk.core.errors import DomainError
from b2bdesk.models.costing_enums import Decision, MeasureKind
from b2bdesk.queries.decisions import list_decisions, newest_decisions
from b2bdesk.services import history
from b2bdesk.services.decisions.advice import Advice, NoAdvice, account_advice, decision_states
from b2bdesk.services.decisions.baseline import portfolio_base
from b2bdesk.services.decisions.decide import DecisionDraft, remove_decision, set_decision
from b2bdesk.services.decisions.settings import (
    MeasureSetting,
    from_native,
    milli_of_money,
    money_of_milli,
    native,
)
from b2bdesk.services.decisions.what_if import WhatIf, what_if
from b2bdesk.services.profit_rules import ProfitRules, set_profit_rules
from b2bdesk.storage.database import Database, Session
from tests.helpers.costed_account import AS_OF, JAN, fill_ledger, fill_people, fill_pools
from tests.helpers.new_file import new_file


def fill(session: Session) -> None:
    fill_ledger(session)
    fill_people(session)
    fill_pools(session)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "small.b2bdesk")
    made.write("Fill", fill)
    yield made
    made.close()


def tried(file: Database, account: int) -> WhatIf:
    with file.read() as session:
        found = what_if(session, account, AS_OF)
    assert found is not None
    return found


def advised(file: Database, account: int, as_of: date = AS_OF) -> Advice:
    with file.read() as session:
        found = what_if(session, account, as_of)
        assert found is not None
        return account_advice(session, found)


def test_the_base_is_the_last_twelve_whole_months(file: Database) -> None:
    """Account 1: 95,000 of 100,000 list, goods 70,000, two orders, two visits of ninety minutes."""
    with file.read() as session:
        found = portfolio_base(session, AS_OF)
        later = portfolio_base(session, date(2020, 5, 30))
    assert (found.months.first, found.months.last) == (JAN - 7, JAN + 4)
    assert later.months.last == JAN + 3  # May is not over
    place = found.places[1]
    base = found.base
    assert base.sales[place] == 95_000
    assert base.list_revenue[place] == 100_000
    assert base.margin[place] == 25_000
    assert base.orders.take(place).amounts.tolist() == [38_000, 57_000]
    assert (base.visits[place], base.calls[place], base.exchanges[place]) == (2, 1, 3)
    assert base.visit_minutes[place] == 45
    # Orders 6,000 over six of them; visits 900 over ninety minutes, all of them its own.
    assert base.cost[place] == 2_000 + 900
    # Nobody's margin is known where a line has no cost.
    assert base.margin[found.places[5]] != base.margin[found.places[5]]


def test_measures_on_an_account_come_to_what_they_should(file: Database) -> None:
    found = tried(file, 1)
    assert found.profit == 25_000 - 2_900
    result = found.compute(
        (MeasureSetting(MeasureKind.PRICE, 2_000), MeasureSetting(MeasureKind.VISITS, 1_000))
    )
    assert result.gain == pytest.approx(1_900 + 450)
    assert result.then.profit == pytest.approx(22_100 + 2_350)
    assert [each.gain for each in result.alone] == [pytest.approx(1_900), pytest.approx(450)]
    assert result.overlap == pytest.approx(0)
    assert result.freed == 0  # no pool of this file has a capacity
    # Two orders are too few for a score: risk and what follows from it are not known.
    assert result.then.still_active is None
    assert result.then.worth is None


def test_the_curve_moves_by_what_one_account_gains(file: Database) -> None:
    found = tried(file, 2)
    before = found.profit
    assert before is not None
    result = found.compute((MeasureSetting(MeasureKind.PRICE, 10_000),))
    assert result.curve_then.total - result.curve.total == pytest.approx(2_000)
    assert result.curve_then.peak - result.curve.peak == pytest.approx(2_000)


def test_without_cost_pools_it_is_the_gross_margin(tmp_path: Path) -> None:
    made = new_file(tmp_path / "plain.b2bdesk")
    try:
        made.write("Fill", fill_ledger)
        found = tried(made, 1)
        assert not found.costs_known
        assert found.profit == 25_000
        advice = advised(made, 1)
        assert (advice.recommended, advice.missing) == (None, NoAdvice.NO_COSTS)
    finally:
        made.close()


def test_an_account_that_nothing_is_known_of_has_no_base(file: Database) -> None:
    with file.read() as session:
        assert what_if(session, 1, date(2018, 1, 31)) is None
        with pytest.raises(DomainError):
            what_if(session, 99, AS_OF)


def test_what_is_recommended_and_why(file: Database) -> None:
    assert advised(file, 1).recommended is Decision.KEEP
    # Account 3 earns 1,000 on 10,000 and its order costs 1,000: exactly zero is kept.
    assert advised(file, 3).recommended is Decision.KEEP
    file.write("Dearer", lambda s: s.connection().exec_driver_sql(
        "UPDATE cost_pool_period SET amount_minor = 8400 WHERE amount_minor = 6000"
    ))  # fmt: skip
    convert = advised(file, 3)
    assert convert.profit == -400
    assert convert.recommended is Decision.CONVERT
    assert convert.needed_price == pytest.approx(0.04)
    price = next(step for step in convert.steps if step.kind is MeasureKind.PRICE)
    assert price.feasible == MeasureSetting(MeasureKind.PRICE, 5_000)
    assert price.gain == pytest.approx(500)
    file.write("Cap", lambda s: set_profit_rules(s, replace(ProfitRules(), price_cap=300)))
    let_go = advised(file, 3)
    assert let_go.recommended is Decision.LET_GO
    assert let_go.offers[0].kind is MeasureKind.PRICE
    assert let_go.offers[0].feasible == MeasureSetting(MeasureKind.PRICE, 4_000)


def test_a_strategic_account_is_kept_against_the_figures(file: Database) -> None:
    file.write("Dearer", lambda s: s.connection().exec_driver_sql(
        "UPDATE cost_pool_period SET amount_minor = 84000 WHERE amount_minor = 6000"
    ))  # fmt: skip
    assert advised(file, 3).recommended is Decision.LET_GO
    draft = DecisionDraft(Decision.KEEP, "Opens the group", strategic=True)
    file.write("Keep", lambda s: set_decision(s, [3], draft, AS_OF))
    kept = advised(file, 3)
    assert kept.recommended is Decision.KEEP
    assert kept.by_rule is Decision.LET_GO
    assert not kept.differs
    # Where it can be converted, being strategic is no reason not to.
    file.write("Cheaper", lambda s: s.connection().exec_driver_sql(
        "UPDATE cost_pool_period SET amount_minor = 8400 WHERE amount_minor = 84000"
    ))  # fmt: skip
    assert advised(file, 3).recommended is Decision.CONVERT
    assert advised(file, 3).differs


def test_no_sales_and_no_margin_are_said(file: Database) -> None:
    assert advised(file, 5).missing is NoAdvice.NO_MARGIN
    with file.read() as session:
        states = decision_states(session, AS_OF)
    assert 5 not in states
    assert states[1].recommended is Decision.KEEP


def test_decisions_are_dated_and_the_newest_holds(file: Database) -> None:
    for day, decision, reason in (
        (date(2020, 3, 1), Decision.CONVERT, "visits down"),
        (date(2020, 5, 1), Decision.KEEP, ""),
        (date(2020, 5, 1), Decision.LET_GO, "corrected the same day"),
    ):
        draft = DecisionDraft(decision, reason)
        file.write("Decide", lambda s, d=draft, on=day: set_decision(s, [1, 2], d, on))  # type: ignore[misc]
    with file.read() as session:
        rows = list_decisions(session, AS_OF, 1)
        assert [(row.decision, row.on.month) for row in rows] == [
            (Decision.LET_GO, 5),
            (Decision.CONVERT, 3),
        ]
        assert rows[0].reason == "corrected the same day"
        assert newest_decisions(session, date(2020, 4, 30))[2].decision is Decision.CONVERT
        assert decision_states(session, AS_OF)[1].differs
    file.write("Back", lambda s: remove_decision(s, rows[0].id))
    with file.read() as session:
        assert newest_decisions(session, AS_OF)[1].decision is Decision.CONVERT


def test_several_accounts_are_one_step_to_undo(file: Database) -> None:
    draft = DecisionDraft(Decision.CONVERT)
    assert file.write("Decide", lambda s: set_decision(s, [1, 2, 3], draft, AS_OF)).value == 3
    history.undo(file)
    with file.read() as session:
        assert newest_decisions(session, AS_OF) == {}


@pytest.mark.parametrize(
    ("draft", "accounts", "field"),
    [
        (DecisionDraft(Decision.LET_GO, "x", strategic=True), [1], "strategic"),
        (DecisionDraft(Decision.KEEP, "  ", strategic=True), [1], "reason"),
        (DecisionDraft(Decision.KEEP), [], "account"),
        (DecisionDraft(Decision.KEEP), [1, 77], "account"),
    ],
)
def test_what_cannot_be_decided_is_said_at_its_field(
    file: Database, draft: DecisionDraft, accounts: list[int], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        file.write("Decide", lambda s: set_decision(s, accounts, draft, AS_OF))
    assert refused.value.field == field


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_amounts_are_kept_exactly_in_every_currency(currency: str) -> None:
    for minor in (0, 1, 199, 50_000, 10**12 + 7):
        assert money_of_milli(milli_of_money(minor, currency), currency) == minor
        setting = from_native(MeasureKind.SERVICE_FEE, float(minor), currency)
        assert native(setting, currency) == minor
    assert native(from_native(MeasureKind.PRICE, 0.015, currency), currency) == 0.015
    assert native(from_native(MeasureKind.VISITS, 12, currency), currency) == 12
