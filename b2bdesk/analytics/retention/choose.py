"""Which order-timing model to trust, by what it would have said earlier (rolling origin).

At several days in the past each candidate is fitted on what was known then and asked for
P(order within the horizon); what happened decides. Baselines: the NBD (nobody ever leaves) and
plain recency (the share that ordered among accounts whose last order lay as far back). In-sample
likelihood picks the wrong regularity and is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.retention import predict
from b2bdesk.analytics.retention.fit import FEW_ACCOUNTS, FittedModel, fit
from b2bdesk.analytics.retention.likelihood import ModelKind, Parameters
from b2bdesk.analytics.retention.rhythm import Ints, statistics
from b2bdesk.analytics.retention.sample import DAYS_A_WEEK, Floats, OrderSample

REGULARITIES = (1, 2, 3, 4)
# What is taken where nothing can be compared.
FALLBACK = (ModelKind.MBG, 1)
_LEAST_CHANCE = 0.005
_LEAST_EVENTS = 10
_LEAST_HISTORY_DAYS = 90
_RECENCY_EDGES = np.array([0.125, 0.25, 0.5, 1.0, 2.0])


class Candidate(StrEnum):
    """What is compared."""

    MBG = "mbg"
    BG = "bg"
    NBD = "nbd"
    RECENCY = "recency"


# A model with its regularity; recency, which has neither, is None and 0.
_Key = tuple[ModelKind | None, int]
_RECENCY: _Key = (None, 0)
_NBD = (ModelKind.NBD, 1)
_CHOICES = tuple((kind, k) for kind in (ModelKind.BG, ModelKind.MBG) for k in REGULARITIES)


class ChoiceReason(StrEnum):
    """Why this model."""

    BEST_BACKTEST = "best_backtest"
    FEW_ACCOUNTS = "few_accounts"  # too few to compare: priors and the plainest model
    SHORT_HISTORY = "short_history"  # no horizon fits into what is known
    NO_ORDERS = "no_orders"  # nothing to fit: there is no model


@dataclass(frozen=True, slots=True)
class Score:
    """How a candidate did, per account and origin; lower is better. k is None for recency."""

    candidate: Candidate
    regularity: int | None
    log_loss: float
    brier: float
    said: float
    happened: float

    @property
    def is_baseline(self) -> bool:
        """A yardstick that is never chosen."""
        return self.candidate in (Candidate.NBD, Candidate.RECENCY)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The model to use now, and the comparison behind it, best first.

    ``origins`` are stored days, ``cases`` accounts times origins, ``events`` the accounts of the
    rarer outcome at the latest origin. Fewer than ten events: not validated. ``beats_baselines`` is
    None when nothing could be compared.
    """

    model: FittedModel | None
    reason: ChoiceReason
    scores: tuple[Score, ...]
    horizon_days: int
    origins: tuple[int, ...]
    cases: int
    events: int
    beats_baselines: bool | None

    @property
    def validated(self) -> bool:
        """The comparison rests on ten events at least."""
        return bool(self.scores) and self.events >= _LEAST_EVENTS


def choose(
    accounts: npt.ArrayLike,
    days: npt.ArrayLike,
    as_of: int,
    *,
    horizon_days: int = 365,
    most_origins: int = 4,
    check: Callable[[], None] | None = None,
) -> ModelChoice:
    """Compare BG and MBG with k = 1..4 and fit the best to all orders up to ``as_of``.

    ``check`` is called between fits and may raise to stop.
    """
    keys, when = np.asarray(accounts, dtype=np.int64), np.asarray(days, dtype=np.int64)
    keys, when = keys[when <= as_of], when[when <= as_of]
    if not keys.size:
        return _uncompared(None, ChoiceReason.NO_ORDERS, horizon_days)
    now = statistics(keys, when, as_of)[1]
    if now.size < FEW_ACCOUNTS:
        return _uncompared(fit(now, *FALLBACK), ChoiceReason.FEW_ACCOUNTS, horizon_days)
    origins = [
        origin
        for origin in _origins(int(when.min()), as_of, horizon_days, most_origins)
        if np.unique(keys[when <= origin]).size >= FEW_ACCOUNTS
    ]
    if not origins:
        return _uncompared(fit(now, *FALLBACK), ChoiceReason.SHORT_HISTORY, horizon_days)
    backtest = _Backtest(keys, when, horizon_days)
    for origin in origins:
        backtest.run(origin, check if check is not None else _go_on)
    scores = backtest.scores()
    kind, regularity = min(_CHOICES, key=lambda key: (scores[key].log_loss, key[1]))
    ranked = sorted(scores.values(), key=lambda score: (score.log_loss, score.regularity or 0))
    return ModelChoice(
        model=fit(now, kind, regularity, start=backtest.warm[kind, regularity]),
        reason=ChoiceReason.BEST_BACKTEST,
        scores=tuple(ranked),
        horizon_days=horizon_days,
        origins=tuple(origins),
        cases=sum(part.size for part in backtest.happened),
        events=backtest.events(),
        beats_baselines=not ranked[0].is_baseline,
    )


class _Backtest:
    """What each candidate said at each origin, and what happened."""

    def __init__(self, keys: Ints, when: Ints, horizon: int) -> None:
        self._keys, self._when, self._horizon = keys, when, horizon
        self._said: dict[_Key, list[Floats]] = {}
        self.happened: list[Floats] = []
        self.warm: dict[_Key, Parameters] = {}

    def run(self, origin: int, stop: Callable[[], None]) -> None:
        """Fit every candidate to what was known at the origin and let it speak."""
        ids, sample = statistics(self._keys, self._when, origin)
        ahead = (self._when > origin) & (self._when <= origin + self._horizon)
        self.happened.append(np.isin(ids, self._keys[ahead]).astype(np.float64))
        recency = recency_chances(self._keys, self._when, origin, self._horizon)
        self._said.setdefault(_RECENCY, []).append(recency)
        for key in (_NBD, *_CHOICES):
            stop()
            kind, k = key
            start = self.warm.get(key, self.warm.get((kind, k - 1)))
            found = fit(sample, kind, k, start=start).parameters
            self.warm[key] = found
            chances = predict.p_order(found, sample, self._horizon / DAYS_A_WEEK)
            self._said.setdefault(key, []).append(chances)

    def scores(self) -> dict[_Key, Score]:
        """Every candidate over all origins."""
        happened = np.concatenate(self.happened)
        return {
            key: _score(key, np.concatenate(parts), happened) for key, parts in self._said.items()
        }

    def events(self) -> int:
        """Accounts with the rarer outcome at the latest origin: earlier ones share their fate."""
        last = self.happened[-1]
        return int(min(last.sum(), last.size - last.sum()))


def recency_chances(keys: Ints, when: Ints, origin: int, horizon: int) -> Floats:
    """P(order within the horizon) from recency alone, in the order of ``statistics`` at origin.

    Learnt from the latest period before the origin that leaves as much history before it;
    recency is measured in such periods, so that a shorter one teaches the same.
    """
    first = int(when[when <= origin].min())
    period = max(1, min(horizon, (origin - first) // 2))
    earlier = origin - period
    past_ids, past = statistics(keys, when, earlier)
    again = np.isin(past_ids, keys[(when > earlier) & (when <= origin)])
    bins = _recency_bins(past, period)
    size = _RECENCY_EDGES.size + 1
    seen = np.bincount(bins, minlength=size)
    ordered = np.bincount(bins, again, minlength=size)
    # Two accounts' worth of the overall share stand in where few or none lie as far back.
    overall = (ordered.sum() + 1) / (seen.sum() + 2)
    chances = (ordered + 2 * overall) / (seen + 2)
    result: Floats = chances[_recency_bins(statistics(keys, when, origin)[1], horizon)]
    return result


def _recency_bins(sample: OrderSample, period: int) -> Ints:
    recency = (sample.age - sample.last) * DAYS_A_WEEK / period
    return np.searchsorted(_RECENCY_EDGES, recency).astype(np.int64)


def _origins(first: int, as_of: int, horizon: int, most: int) -> list[int]:
    """Days that leave a horizon after them and some history before, the earliest first."""
    step = max(28, horizon // 4)
    days = [as_of - horizon - step * number for number in range(most)]
    return sorted(day for day in days if day - first >= _LEAST_HISTORY_DAYS)


def _score(key: _Key, chances: Floats, happened: Floats) -> Score:
    held = np.clip(chances, _LEAST_CHANCE, 1 - _LEAST_CHANCE)
    loss = -np.mean(happened * np.log(held) + (1 - happened) * np.log1p(-held))
    return Score(
        candidate=Candidate.RECENCY if key[0] is None else Candidate(key[0].value),
        regularity=key[1] or None,
        log_loss=float(loss),
        brier=float(np.mean((chances - happened) ** 2)),
        said=float(chances.mean()),
        happened=float(happened.mean()),
    )


def _uncompared(model: FittedModel | None, reason: ChoiceReason, horizon: int) -> ModelChoice:
    return ModelChoice(model, reason, (), horizon, (), 0, 0, None)


def _go_on() -> None:
    """Nobody can stop this one."""
