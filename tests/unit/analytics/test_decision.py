"""Keep, convert or let go: the rule, the ladder in its order, and what is offered at last."""

from __future__ import annotations

import numpy as np
import pytest

from b2bdesk.analytics.decision import (
    CHEAPER,
    CODES,
    DEARER,
    Feasible,
    break_even_order,
    feasible_levers,
    ladder,
    let_go_offers,
    rounded_up,
)
from b2bdesk.analytics.measures import Baseline
from b2bdesk.models.costing_enums import Decision, MeasureKind
from tests.unit.analytics.test_measures import one


def decided(base: Baseline, rules: Feasible | None = None) -> Decision | None:
    code = int(ladder(base, rules or Feasible()).decision[0])
    return None if code < 0 else CODES[code]


def test_an_account_is_kept_from_zero_on() -> None:
    assert decided(one(margin=6_700)) is Decision.KEEP
    assert decided(one(margin=6_699)) is Decision.CONVERT


def test_it_is_converted_as_far_as_cheaper_service_and_the_capped_price_reach() -> None:
    """Calls 900, visits 440, joining 700 and 450 of deliveries, and 5,000 of price: 7,490."""
    full = ladder(one(margin=0), Feasible())
    reach = float(full.converted[0] - full.profit[0])
    assert decided(one(margin=6_700 - reach + 1)) is Decision.CONVERT
    assert decided(one(margin=6_700 - reach - 200)) is Decision.LET_GO
    # Half the price cap reaches less far.
    assert decided(one(margin=6_700 - reach + 1), Feasible(price_cap=0.025)) is Decision.LET_GO


def test_the_steps_come_in_their_order_and_add_up() -> None:
    found = ladder(one(margin=3_000), Feasible())
    assert tuple(step.kind for step in found.steps) == (*CHEAPER, *DEARER)
    total = sum(float(step.gain[0]) for step in found.steps)
    assert found.profit[0] + total == pytest.approx(found.converted[0])
    by_kind = {step.kind: step for step in found.steps}
    assert by_kind[MeasureKind.CHANNEL].gain[0] == pytest.approx(5 * 180)
    # 10 visits, a third fewer: 7, half of them calls already.
    assert by_kind[MeasureKind.VISITS].feasible[0] == 7
    assert by_kind[MeasureKind.VISITS].gain[0] == pytest.approx(3 * 0.5 * (200 + 20))


def test_discount_and_price_together_stay_within_the_cap() -> None:
    base = one(list_revenue=102_000)  # a discount of 1.96 %
    wanted = feasible_levers(base, Feasible())
    assert float(np.asarray(wanted.discount)[0]) == 0.0
    lift = 1.02 * (1 + float(np.asarray(wanted.price)[0]))
    assert lift == pytest.approx(1.05)
    large = feasible_levers(one(), Feasible())  # a discount of 20 % uses the whole cap
    assert 1 - float(np.asarray(large.discount)[0]) == pytest.approx(0.8 * 1.05)
    assert np.isnan(np.asarray(large.price)[0])
    none = feasible_levers(one(), Feasible(price_cap=0.0))
    assert np.isnan(np.asarray(none.discount)[0])
    assert np.isnan(np.asarray(none.price)[0])


def test_the_price_that_is_needed_after_cheaper_service() -> None:
    found = ladder(one(margin=3_000), Feasible())
    cheaper = sum(float(step.gain[0]) for step in found.steps[:4])
    missing = -(3_000 - 6_700 + cheaper)
    assert found.needed_price[0] == pytest.approx(missing / 100_000)
    assert ladder(one(), Feasible()).needed_price[0] == 0


def test_nothing_is_said_without_sales_or_without_a_margin() -> None:
    assert decided(one(margin=float("nan"))) is None
    assert decided(one((), list_revenue=0, margin=0)) is None


def test_an_order_pays_for_itself_from_its_margin_on() -> None:
    """(1,000 + 2,500) / 5 orders = 700 each; margin less lines 29.6 % of sales."""
    assert break_even_order(one())[0] == pytest.approx(700 / 0.296)
    assert np.isnan(break_even_order(one(margin=0))[0])


@pytest.mark.parametrize(
    ("amount", "asked"),
    [(2_364.9, 2_400), (99.2, 100), (7.2, 8), (50_000, 50_000), (1_234_567, 1_300_000)],
)
def test_amounts_are_asked_for_in_two_digits(amount: float, asked: float) -> None:
    assert rounded_up(np.array([amount]))[0] == asked


def test_a_customer_that_does_not_pay_is_let_choose() -> None:
    base = one(margin=-10_000)
    found = ladder(base, Feasible())
    assert CODES[int(found.decision[0])] is Decision.LET_GO
    offers = {step.kind: step for step in let_go_offers(base, found.levers)}
    assert list(offers) == [
        MeasureKind.PRICE,
        MeasureKind.MINIMUM_ORDER,
        MeasureKind.SERVICE_FEE,
    ]
    assert offers[MeasureKind.PRICE].profit[0] == pytest.approx(0, abs=1e-6)
    assert offers[MeasureKind.PRICE].feasible[0] > 0.05
    fee = offers[MeasureKind.SERVICE_FEE]
    assert fee.profit[0] >= 0
    assert fee.feasible[0] == rounded_up(-found.converted)[0]
    assert not offers[MeasureKind.MINIMUM_ORDER].possible[0]  # no order of it ever pays
