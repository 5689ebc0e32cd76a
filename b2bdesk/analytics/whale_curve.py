"""The whale curve: cumulative profit of accounts, the best first (Kaplan and Narayanan 2001).

C_k = sum of the k largest profits / total profit; its height is the peak, what it falls by until
the end is the profit erosion. Without a positive total there are no percentages, only money.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# The textbook's split of accounts into those that earn, break even and lose, in percent.
TEXTBOOK_ACCOUNT_SHARES = (20, 70, 10)


class Band(StrEnum):
    """What an account does to the profit."""

    EARNS = "earns"
    BREAKS_EVEN = "breaks_even"
    LOSES = "loses"


_BANDS = tuple(Band)


@dataclass(frozen=True, slots=True)
class BandShare:
    """The accounts of one band; shares in percent, ``profit_share`` None where total <= 0."""

    band: Band
    accounts: int
    account_share: float
    profit: int
    profit_share: float | None


@dataclass(frozen=True, slots=True, eq=False)
class WhaleCurve:
    """Accounts by profit, descending (ties by id), with their cumulative profit.

    Money in minor units. Positions count accounts from 1; ``peak_position`` 0 means that no
    account earns anything. ``cumulative_percent`` and every percentage is None where total <= 0.
    ``eighty_position`` accounts earn 80 % of the total, None where there is no such total.
    """

    ids: Ints
    values: Ints
    cumulative: Ints
    cumulative_percent: Floats | None
    total: int
    peak_value: int
    peak_percent: float | None
    peak_position: int
    erosion_percent: float | None
    losers: int
    losers_sum: int
    first_fifth: int
    first_fifth_value: int
    first_fifth_percent: float | None
    last_fifth_value: int
    eighty_position: int | None
    bands: tuple[BandShare, ...]
    band_codes: Ints

    @property
    def accounts(self) -> int:
        """How many accounts the curve has."""
        return int(self.ids.size)

    @property
    def erosion_value(self) -> int:
        """What the curve falls by after its peak."""
        return self.peak_value - self.total

    @property
    def band_of(self) -> tuple[Band, ...]:
        """The band of each account, in the order of ``ids``."""
        return tuple(_BANDS[code] for code in self.band_codes.tolist())

    def share_of_total(self, amount: int) -> float | None:
        """An amount in percent of the total; None where total <= 0."""
        return 100 * amount / self.total if self.total > 0 else None


def compute(
    ids: npt.ArrayLike,
    values: npt.ArrayLike,
    sales: npt.ArrayLike | None = None,
    *,
    break_even_basis_points: int = 100,
) -> WhaleCurve:
    """The curve of ``values`` (profit in minor units) of the accounts ``ids``.

    An account breaks even when its profit is within ``break_even_basis_points`` (1/100 percent)
    of its sales; without ``sales`` only a profit of exactly nothing breaks even.
    """
    keys = np.asarray(ids, dtype=np.int64)
    profits = np.asarray(values, dtype=np.int64)
    if keys.shape != profits.shape or keys.ndim != 1:
        raise ValueError("ids and values go together, one by one")
    turnover = np.zeros_like(profits) if sales is None else np.asarray(sales, dtype=np.int64)
    order = np.lexsort((keys, -profits))
    keys, profits, turnover = keys[order], profits[order], turnover[order]
    cumulative = np.cumsum(profits, dtype=np.int64)
    count = int(keys.size)
    total = int(cumulative[-1]) if count else 0
    peak_position = int((profits > 0).sum())
    peak_value = int(cumulative[peak_position - 1]) if peak_position else 0
    # A fifth of few accounts is at least one of them; halves round up.
    first_fifth = max(1, (2 * count + 5) // 10) if count else 0
    first_fifth_value = int(cumulative[first_fifth - 1]) if count else 0
    positive = total > 0
    eighty = None
    if positive:
        # Up to the peak the sums only rise; 80 percent of the total is rounded up.
        rising = cumulative[:peak_position]
        eighty = int(np.searchsorted(rising, -(-4 * total // 5))) + 1
    codes = _band_codes(profits, turnover, break_even_basis_points)
    peak_percent = 100 * peak_value / total if positive else None
    losing = profits < 0
    return WhaleCurve(
        ids=keys,
        values=profits,
        cumulative=cumulative,
        cumulative_percent=100.0 * cumulative / total if positive else None,
        total=total,
        peak_value=peak_value,
        peak_percent=peak_percent,
        peak_position=peak_position,
        erosion_percent=None if peak_percent is None else peak_percent - 100,
        losers=int(losing.sum()),
        losers_sum=int(profits[losing].sum()),
        first_fifth=first_fifth,
        first_fifth_value=first_fifth_value,
        first_fifth_percent=100 * first_fifth_value / total if positive else None,
        last_fifth_value=int(profits[count - first_fifth :].sum()),
        eighty_position=eighty,
        bands=tuple(_share(code, codes, profits, total) for code in range(len(_BANDS))),
        band_codes=codes,
    )


def _band_codes(profits: Ints, sales: Ints, basis_points: int) -> Ints:
    """Places in ``Band``, compared in whole numbers that stay within 64 bits."""
    turnover = np.maximum(sales, 0)
    reach = turnover // 10_000 * basis_points + turnover % 10_000 * basis_points // 10_000
    codes = np.where(profits > 0, 0, 2)
    codes[np.abs(profits) <= reach] = 1
    return codes.astype(np.int64)


def _share(code: int, codes: Ints, profits: Ints, total: int) -> BandShare:
    inside = codes == code
    accounts = int(inside.sum())
    profit = int(profits[inside].sum())
    return BandShare(
        band=_BANDS[code],
        accounts=accounts,
        account_share=100 * accounts / codes.size if codes.size else 0.0,
        profit=profit,
        profit_share=100 * profit / total if total > 0 else None,
    )
