"""Order timing of the whole portfolio: rhythm, the model to trust, and what it says.

Choosing a model compares ten candidates on past periods, so the outcome is kept for as long as no
import came, went or returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.queries import retention as reads
from b2bdesk.services.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b2bdesk.analytics.retention.choose import ModelChoice
    from b2bdesk.analytics.retention.predict import Outlook
    from b2bdesk.analytics.retention.rhythm import Ints, PortfolioRhythm, Rhythm

DAYS_A_WEEK = 7


@dataclass(frozen=True, eq=False)
class Timing:
    """Rhythms and chances of every account as of a stored day; ``chances`` go by account id.

    ``ledger`` tells the order days it came from apart from others.
    """

    day: int
    horizon_days: int
    ledger: tuple[int, int, int]
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


_kept: Kept[Timing] = Kept(("import_batch",), 6)


def order_timing(session: Session, as_of: date, horizon_days: int) -> Timing:
    """Order timing from the order days up to ``as_of``."""
    day = day_of(as_of)
    ledger = reads.get_order_days_sum(session, day)
    key = (day, horizon_days, ledger)
    return _kept.get(session, key, lambda: _compute(session, day, horizon_days, ledger))


def _compute(session: Session, day: int, horizon_days: int, ledger: tuple[int, int, int]) -> Timing:
    import numpy as np

    from b2bdesk.analytics.retention import choose, predict, rhythm

    rows = np.array(reads.list_order_days(session, day), dtype=np.int64).reshape(-1, 2)
    accounts, days = np.ascontiguousarray(rows[:, 0]), np.ascontiguousarray(rows[:, 1])
    rhythms = rhythm.compute(accounts, days, day)
    choice = choose.choose(accounts, days, day, horizon_days=horizon_days)
    chances: Mapping[int, tuple[float, float]] = {}
    if choice.model is not None:
        outlook = predict.compute(
            choice.model.parameters, rhythms.sample, horizon_days / DAYS_A_WEEK
        )
        chances = _by_account(rhythms.sample_ids, outlook)
    return Timing(
        day, horizon_days, ledger, accounts, days, rhythms, rhythms.by_account(), choice, chances
    )


def _by_account(ids: Ints, outlook: Outlook) -> dict[int, tuple[float, float]]:
    pairs = zip(outlook.p_active.tolist(), outlook.p_order.tolist(), strict=True)
    return dict(zip(ids.tolist(), pairs, strict=True))
