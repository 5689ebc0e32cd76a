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


_Key = tuple[Candidate, int | None]


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

    ``origins`` are stored days, ``cases`` accounts times origins, ``events`` the cases of the
    rarer outcome. Fewer than ten events: not validated. ``beats_baselines`` is None when nothing
    could be compared.
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
    stop = check if check is not None else _go_on
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
    said, happened, warm = _predictions(keys, when, origins, horizon_days, stop)
    scores = sorted(
        (_score(key, chances, happened) for key, chances in said.items()),
        key=lambda score: (score.log_loss, score.regularity or 0),
    )
    best = next(score for score in scores if not score.is_baseline)
    assert best.regularity is not None
    kind = ModelKind(best.candidate.value)
    start = warm.get((best.candidate, best.regularity))
    events = int(min(happened.sum(), happened.size - happened.sum()))
    return ModelChoice(
        model=fit(now, kind, best.regularity, start=start),
        reason=ChoiceReason.BEST_BACKTEST,
        scores=tuple(scores),
        horizon_days=horizon_days,
        origins=tuple(origins),
        cases=int(happened.size),
        events=events,
        beats_baselines=best is scores[0],
    )


def _predictions(
    keys: Ints, when: Ints, origins: list[int], horizon: int, stop: Callable[[], None]
) -> tuple[dict[_Key, Floats], Floats, dict[_Key, Parameters]]:
    said: dict[_Key, list[Floats]] = {}
    happened: list[Floats] = []
    warm: dict[_Key, Parameters] = {}
    for origin in origins:
        ids, sample = statistics(keys, when, origin)
        ahead = (when > origin) & (when <= origin + horizon)
        happened.append(np.isin(ids, keys[ahead]).astype(np.float64))
        recency = recency_chances(keys, when, origin, horizon)
        said.setdefault((Candidate.RECENCY, None), []).append(recency)
        for kind, regularities in (
            (ModelKind.NBD, (1,)),
            (ModelKind.BG, REGULARITIES),
            (ModelKind.MBG, REGULARITIES),
        ):
            before: Parameters | None = None
            for k in regularities:
                stop()
                key = (Candidate(kind.value), k)
                found = fit(sample, kind, k, start=warm.get(key, before)).parameters
                warm[key] = before = found
                chances = predict.p_order(found, sample, horizon / DAYS_A_WEEK)
                said.setdefault(key, []).append(chances)
    joined = {key: np.concatenate(parts) for key, parts in said.items()}
    return joined, np.concatenate(happened), warm


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
        candidate=key[0],
        regularity=key[1],
        log_loss=float(loss),
        brier=float(np.mean((chances - happened) ** 2)),
        said=float(chances.mean()),
        happened=float(happened.mean()),
    )


def _uncompared(model: FittedModel | None, reason: ChoiceReason, horizon: int) -> ModelChoice:
    return ModelChoice(model, reason, (), horizon, (), 0, 0, None)


def _go_on() -> None:
    """Nobody can stop this one."""
