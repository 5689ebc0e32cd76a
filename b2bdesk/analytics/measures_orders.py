"""How large the orders of accounts are, and what a minimum order or a fee makes of them.

Small orders are joined until they reach the minimum. Where all small orders of a year together do
not reach it, they ride along with a larger order; where there is none either, they are lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Account number and amount share one sorted integer: 44 bits of amount, 19 of accounts.
_AMOUNT_BITS = 44
_LARGEST = (1 << _AMOUNT_BITS) - 1


@dataclass(frozen=True, slots=True, eq=False)
class OrderSizes:
    """The order amounts of accounts in minor units, by account (0, 1, ...) and then by size.

    ``starts`` has an entry more than there are accounts; ``keys`` hold account and amount together,
    ``sums`` what the amounts come to up to each one, beginning with 0.
    """

    starts: Ints
    amounts: Ints
    keys: Ints
    sums: Ints

    @property
    def counts(self) -> Ints:
        """Orders of each account."""
        return np.diff(self.starts)

    @property
    def totals(self) -> Ints:
        """What each account's orders come to."""
        return self.sums[self.starts[1:]] - self.sums[self.starts[:-1]]

    def below(self, threshold: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Of each account how many orders are smaller than its threshold, and their total."""
        accounts = self.starts.size - 1
        limit = np.clip(np.ceil(np.broadcast_to(threshold, accounts)), 0, _LARGEST)
        wanted = _keys(np.arange(accounts, dtype=np.int64), limit.astype(np.int64))
        ends = np.searchsorted(self.keys, wanted)
        ends = np.maximum(ends, self.starts[:-1])
        counts = ends - self.starts[:-1]
        total = self.sums[ends] - self.sums[self.starts[:-1]]
        return counts.astype(np.float64), total.astype(np.float64)

    def middle(self) -> Floats:
        """The median order of each account, the smaller of two; 0 without orders."""
        counts = self.counts
        places = self.starts[:-1] + np.maximum(counts - 1, 0) // 2
        if not self.amounts.size:
            return np.zeros(counts.size)
        found = self.amounts[np.minimum(places, self.amounts.size - 1)].astype(np.float64)
        return np.where(counts > 0, found, 0.0)

    def take(self, number: int) -> OrderSizes:
        """The orders of one account alone."""
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        amounts = self.amounts[start:end]
        return _made(np.array([0, end - start], dtype=np.int64), amounts)


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """What a minimum order leads to: orders left, the amount lost, and the orders joined ones are.

    ``joined`` orders of the average size ``joined_size`` replace ``small`` ones.
    """

    orders: Floats
    lost: Floats
    small: Floats
    joined: Floats
    joined_size: Floats


def order_sizes(accounts: npt.ArrayLike, amounts: npt.ArrayLike, count: int) -> OrderSizes:
    """Sizes of orders from the account number (0 to ``count`` - 1) and amount of each."""
    owners = np.asarray(accounts, dtype=np.int64)
    sizes = np.clip(np.asarray(amounts, dtype=np.int64), 0, _LARGEST)
    order = np.lexsort((sizes, owners))
    starts = np.searchsorted(owners[order], np.arange(count + 1, dtype=np.int64))
    return _made(starts.astype(np.int64), sizes[order])


def _made(starts: Ints, amounts: Ints) -> OrderSizes:
    owners = np.repeat(np.arange(starts.size - 1, dtype=np.int64), np.diff(starts))
    sums = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(amounts, dtype=np.int64)])
    return OrderSizes(starts, amounts, _keys(owners, amounts), sums)


def _keys(owners: Ints, amounts: Ints) -> Ints:
    return (owners << _AMOUNT_BITS) | amounts


def join_small(sizes: OrderSizes, minimum: npt.ArrayLike) -> Joined:
    """What each account's orders become under its minimum, 0 for none."""
    least = np.broadcast_to(np.asarray(minimum, dtype=np.float64), sizes.starts.size - 1)
    small, amount = sizes.below(least)
    counts = sizes.counts.astype(np.float64)
    reached = np.floor(np.divide(amount, least, out=np.zeros_like(amount), where=least > 0))
    alone = small == counts
    lost = np.where((reached == 0) & alone, amount, 0.0)
    size = np.divide(amount, reached, out=np.zeros_like(amount), where=reached > 0)
    return Joined(counts - small + reached, lost, small, reached, size)


def orders_below(sizes: OrderSizes, joined: Joined, limit: npt.ArrayLike) -> Floats:
    """How many orders of each account are still under a limit once small ones are joined."""
    under, _ = sizes.below(limit)
    bar = np.broadcast_to(np.asarray(limit, dtype=np.float64), under.size)
    merged = np.where(joined.joined_size < bar, joined.joined, 0.0)
    return np.maximum(under - joined.small, 0.0) + merged
