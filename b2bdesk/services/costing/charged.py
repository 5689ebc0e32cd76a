"""What pools charged, by account and by month, from the arrays it was computed in."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from b2bdesk.core.dates import Period

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from b2bdesk.analytics.costing import Charged, PoolState

    Ints = npt.NDArray[np.int64]


class AccountAmounts(Mapping[int, int]):
    """Amounts in minor units by account id, of those that have one; also as parallel arrays."""

    def __init__(self, accounts: Ints, amounts: Ints) -> None:
        some = amounts != 0
        self.accounts: Ints = accounts[some]
        self.amounts: Ints = amounts[some]

    @cached_property
    def _found(self) -> dict[int, int]:
        return dict(zip(self.accounts.tolist(), self.amounts.tolist(), strict=True))

    def __getitem__(self, account: int) -> int:
        return self._found[account]

    def __iter__(self) -> Iterator[int]:
        return iter(self._found)

    def __len__(self) -> int:
        return int(self.accounts.size)

    # Thousands of accounts are walked through at every redrawing: not by looking each one up.
    def items(self) -> ItemsView[int, int]:
        return self._found.items()

    def values(self) -> ValuesView[int]:
        return self._found.values()


@dataclass(frozen=True, eq=False)
class ChargedSlice:
    """The ``part`` of a pool period (``months``) that lies in the chosen months, charged.

    ``even``: its cost by month of the part when it lies evenly. ``follows_volume``: there is no
    capacity, so the cost of a month is what its volume was charged. ``accounts`` are the ids of
    the rows, ``first`` the first month of what was charged.
    """

    pool: int
    months: Period
    part: Period
    even: tuple[int, ...]
    state: PoolState
    follows_volume: bool
    accounts: Ints
    first: int
    charged: Charged

    @cached_property
    def amounts(self) -> Ints:
        """What each account was charged in the part."""
        if self._columns == slice(0, self.charged.volume.months.shape[1]):
            # The whole pool period: there is no need to know its months.
            return self.charged.amounts
        found: Ints = self.by_month().sum(axis=1)
        return found

    def by_month(self) -> Ints:
        """What each account was charged in each month of the part."""
        return self.charged.by_month()[:, self._columns]

    def months_of(self, account: int) -> dict[int, int]:
        """What one account was charged in the months of the part; months without are left out."""
        row = int(self.accounts.searchsorted(account))
        if row == self.accounts.size or self.accounts[row] != account:
            return {}
        amounts = self.charged.months_of(row)[self._columns].tolist()
        return {month: amount for month, amount in enumerate(amounts, self.part.first) if amount}

    @property
    def _columns(self) -> slice:
        start = self.part.first - self.first
        return slice(start, start + self.part.months)
