"""The choice of a model by what it would have said earlier."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from b2bdesk.analytics.retention.choose import Candidate, ChoiceReason, choose, recency_chances
from b2bdesk.analytics.retention.fit import FitFlag
from b2bdesk.analytics.retention.likelihood import ModelKind
from b2bdesk.core.errors import Cancelled

Ints = npt.NDArray[np.int64]


def portfolio(accounts: int, k: int, seed: int = 5) -> tuple[Ints, Ints]:
    """Orders of accounts that buy every 30 days on average and leave with chance 1/8."""
    rng = np.random.default_rng(seed)
    keys, days = [], []
    for account in range(accounts):
        day = float(rng.integers(0, 800))
        rate = rng.gamma(8, 1 / 8)
        while day < 900:
            keys.append(account)
            days.append(int(day))
            if rng.random() < 0.125:
                break
            day += max(1.0, rng.gamma(k, 30 / k) / rate)
    return np.array(keys), np.array(days)


@pytest.mark.parametrize("k", [1, 4])
def test_finds_the_regularity(k: int) -> None:
    choice = choose(*portfolio(400, k), 899, horizon_days=90)
    assert choice.reason is ChoiceReason.BEST_BACKTEST
    assert choice.model is not None
    found = choice.model.parameters
    assert (found.regularity > 2) == (k > 2)
    assert found.kind is ModelKind.MBG
    assert choice.validated
    assert choice.beats_baselines
    assert len(choice.scores) == 10
    losses = [score.log_loss for score in choice.scores]
    assert losses == sorted(losses)
    assert choice.origins == (725, 753, 781, 809)
    best = choice.scores[0]
    assert best.said == pytest.approx(best.happened, abs=0.03)
    assert {score.candidate for score in choice.scores if score.is_baseline} == {
        Candidate.NBD,
        Candidate.RECENCY,
    }


def test_small_portfolios_rest_on_priors_and_say_so() -> None:
    choice = choose([1, 1, 2], [0, 30, 10], 60)
    assert choice.reason is ChoiceReason.FEW_ACCOUNTS
    assert choice.model is not None
    assert choice.model.flags == (FitFlag.FEW_ACCOUNTS,)
    assert (choice.scores, choice.validated, choice.beats_baselines) == ((), False, None)


def test_short_history() -> None:
    accounts, days = portfolio(60, 1)
    choice = choose(accounts, days, 899, horizon_days=850)
    assert (choice.reason, choice.origins) == (ChoiceReason.SHORT_HISTORY, ())
    assert choice.model is not None


def test_no_orders() -> None:
    for accounts, days in (([], []), ([1, 2], [70, 80])):
        choice = choose(accounts, days, 60)
        assert (choice.reason, choice.model) == (ChoiceReason.NO_ORDERS, None)


def test_later_orders_change_nothing() -> None:
    accounts, days = portfolio(60, 1)
    early = choose(accounts[days <= 500], days[days <= 500], 500, horizon_days=90)
    assert choose(accounts, days, 500, horizon_days=90) == early


def test_can_be_stopped() -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        choose(*portfolio(60, 1), 899, horizon_days=90, check=stop)


def test_recency_learns_from_the_period_before() -> None:
    # Fifty accounts order every 50 days, fifty ordered once and never again.
    keys = np.concatenate([np.repeat(np.arange(50), 10), np.arange(50, 100)])
    days = np.concatenate([np.tile(np.arange(0, 500, 50), 50), np.zeros(50, np.int64)])
    chances = recency_chances(keys, days, 470, 100)
    assert chances[:50] == pytest.approx(np.full(50, 51 / 52))
    assert chances[50:] == pytest.approx(np.full(50, 1 / 52))
