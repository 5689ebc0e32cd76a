"""Many accounts at once give what one account alone gives."""

from __future__ import annotations

import numpy as np
import pytest

from b2bdesk.analytics.risk_intervals import compute
from b2bdesk.analytics.risk_learning import update
from b2bdesk.analytics.risk_score import assess, design_row, prior_weights

ACCOUNTS: list[tuple[dict[str, float | None], float]] = [
    ({}, 0.9),
    ({"single_threaded": 1.0, "contact_cadence": -0.5}, 0.9),
    ({"contract_ends_without_talks": 1.0, "single_threaded": None}, 0.0001),
    ({"share_of_wallet": -40.0}, 1.0),
]


@pytest.mark.parametrize("learnt", [False, True])
def test_same_as_one_by_one(learnt: bool) -> None:
    rows = [design_row(values, p_order=chance) for values, chance in ACCOUNTS]
    known = [row for row in rows if row is not None]
    weights = prior_weights()
    if learnt:
        weights = update(weights, known, [False, True, True, False])
    found = compute(known, weights)
    for number, (values, chance) in enumerate(ACCOUNTS):
        score = assess(values, p_order=chance, weights=weights)
        assert found.risk[number] == pytest.approx(score.risk)
        assert found.low[number] == pytest.approx(score.low)
        assert found.high[number] == pytest.approx(score.high)


def test_nobody() -> None:
    found = compute([], prior_weights())
    assert found.risk.shape == found.low.shape == found.high.shape == (0,)
    assert np.all(found.risk == 0)
