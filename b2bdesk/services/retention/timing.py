"""Order timing of the whole portfolio: rhythm, the model to trust, and what it says.

Choosing a model compares ten candidates on past periods, so the outcome is kept for as long as the
very same order days are asked about: the key is what went in, never a name for it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.queries import retention as reads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b2bdesk.analytics.retention.choose import ModelChoice
    from b2bdesk.analytics.retention.predict import Outlook
    from b2bdesk.analytics.retention.rhythm import Ints, PortfolioRhythm, Rhythm

DAYS_A_WEEK = 7
_KEPT = 6
_guard = threading.Lock()
_kept: OrderedDict[tuple[str, int, int], Timing] = OrderedDict()


@dataclass(frozen=True, eq=False)
class Timing:
    """Rhythms and chances of every account as of a stored day; ``chances`` go by account id."""

    day: int
    horizon_days: int
    accounts: Ints
    days: Ints
    rhythm: PortfolioRhythm
    rhythms: Mapping[int, Rhythm]
    choice: ModelChoice
    chances: Mapping[int, tuple[float, float]]

    def chances_at(self, day: int) -> Mapping[int, tuple[float, float]]:
        """(P(active), P(order)) by account as of another day, said by the model of today."""
        from b2bdesk.analytics.retention import predict
        from b2bdesk.analytics.retention.rhythm import statistics

        if self.choice.model is None:
            return {}
        ids, sample = statistics(self.accounts, self.days, day)
        horizon = self.horizon_days / DAYS_A_WEEK
        return _by_account(ids, predict.compute(self.choice.model.parameters, sample, horizon))


def order_timing(session: Session, as_of: date, horizon_days: int) -> Timing:
    """Order timing from the order days up to ``as_of``."""
    import numpy as np

    day = day_of(as_of)
    rows = np.array(reads.list_order_days(session, day), dtype=np.int64).reshape(-1, 2)
    accounts, days = np.ascontiguousarray(rows[:, 0]), np.ascontiguousarray(rows[:, 1])
    print_of = hashlib.blake2b(accounts.tobytes() + days.tobytes(), digest_size=16).hexdigest()
    key = (print_of, day, horizon_days)
    # Held while computing: pages that open together wait for one result instead of making three.
    with _guard:
        found = _kept.get(key)
        if found is None:
            found = _kept[key] = _compute(accounts, days, day, horizon_days)
        _kept.move_to_end(key)
        if len(_kept) > _KEPT:
            _kept.popitem(last=False)
        return found


def _compute(accounts: Ints, days: Ints, day: int, horizon_days: int) -> Timing:
    from b2bdesk.analytics.retention import choose, predict, rhythm

    rhythms = rhythm.compute(accounts, days, day)
    choice = choose.choose(accounts, days, day, horizon_days=horizon_days)
    chances: Mapping[int, tuple[float, float]] = {}
    if choice.model is not None:
        outlook = predict.compute(
            choice.model.parameters, rhythms.sample, horizon_days / DAYS_A_WEEK
        )
        chances = _by_account(rhythms.sample_ids, outlook)
    return Timing(day, horizon_days, accounts, days, rhythms, rhythms.by_account(), choice, chances)


def _by_account(ids: Ints, outlook: Outlook) -> dict[int, tuple[float, float]]:
    pairs = zip(outlook.p_active.tolist(), outlook.p_order.tolist(), strict=True)
    return dict(zip(ids.tolist(), pairs, strict=True))
