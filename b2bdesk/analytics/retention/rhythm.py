"""The order rhythm of each account: usual gap, spread, how late it is, when to expect an order.

Orders of one day are one order. Orders after the as-of date are left out and counted. The usual
gap is the median time between orders, the spread the median distance of the gaps from it: half of
the gaps lie within usual gap +- spread. Cycles late = (days since last order - usual gap) / usual
gap. Lapsed: no order for more than max(12 months, 6 usual gaps).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.retention.sample import DAYS_A_WEEK, Floats, OrderSample

Ints = npt.NDArray[np.int64]

ENOUGH_ORDERS = 3
_YEAR = 365
_LAPSED_GAPS = 6
# More missed windows than a strip of order times can show.
_MOST_MISSED = 12


class RhythmState(StrEnum):
    """How much an account's orders say."""

    KNOWN = "known"
    FEW_ORDERS = "few_orders"  # two orders: one gap is no rhythm yet
    ONE_ORDER = "one_order"
    NO_ORDERS = "no_orders"
    ONLY_LATER_ORDERS = "only_later_orders"  # all lie after the as-of date


@dataclass(frozen=True, slots=True)
class Window:
    """Days (as stored) in which an order is expected, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One account as of a day. Days are stored days, gaps are in days; None is not known.

    ``orders`` counts distinct order days up to the as-of day, ``later`` those after it.
    """

    account: int
    state: RhythmState
    orders: int
    later: int
    first_day: int | None
    last_day: int | None
    days_since: int | None
    usual_gap: float | None
    spread: float | None
    cycles_late: float | None
    lapsed: bool
    missed: tuple[Window, ...]
    window: Window | None


@dataclass(frozen=True, slots=True, eq=False)
class PortfolioRhythm:
    """Rhythms by account id, ascending, and what the models need of those with an order.

    ``sample`` (in weeks) goes with ``sample_ids``; accounts without an order are not in it.
    """

    as_of: int
    rhythms: tuple[Rhythm, ...]
    sample_ids: Ints
    sample: OrderSample

    def by_account(self) -> dict[int, Rhythm]:
        """Rhythms by account id."""
        return {rhythm.account: rhythm for rhythm in self.rhythms}


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    """Distinct order days up to a day, sorted by account and day, with where accounts begin."""

    accounts: Ints
    starts: Ints
    counts: Ints
    days: Ints

    @property
    def first(self) -> Ints:
        days: Ints = self.days[self.starts]
        return days

    @property
    def last(self) -> Ints:
        days: Ints = self.days[self.starts + self.counts - 1]
        return days


def statistics(
    accounts: npt.ArrayLike, days: npt.ArrayLike, as_of: int
) -> tuple[Ints, OrderSample]:
    """Account ids with an order up to ``as_of``, and x, t_x, T and litt of each in weeks."""
    keys, when = _checked(accounts, days)
    ordered = _distinct(keys, when, as_of)
    return ordered.accounts, _sample(ordered, as_of)


def compute(
    accounts: npt.ArrayLike,
    days: npt.ArrayLike,
    as_of: int,
    *,
    everyone: npt.ArrayLike = (),
) -> PortfolioRhythm:
    """Rhythms from parallel arrays of account id and order day, as of a stored day.

    ``everyone`` names accounts that are to be listed even though they have no order.
    """
    keys, when = _checked(accounts, days)
    ordered = _distinct(keys, when, as_of)
    later = _distinct(keys[when > as_of], when[when > as_of], None)
    later_of = dict(zip(later.accounts.tolist(), later.counts.tolist(), strict=True))
    place = {account: i for i, account in enumerate(ordered.accounts.tolist())}
    gaps, gap_account = _gaps(ordered)
    usual = _medians(gaps.astype(np.float64), gap_account, ordered.accounts.size)
    away = np.abs(gaps - usual[gap_account]) if gaps.size else gaps.astype(np.float64)
    spread = _medians(away, gap_account, ordered.accounts.size)
    listed = np.union1d(np.asarray(everyone, dtype=np.int64), keys)
    facts = list(
        zip(
            ordered.counts.tolist(),
            ordered.first.tolist(),
            ordered.last.tolist(),
            usual.tolist(),
            spread.tolist(),
            strict=True,
        )
    )
    rhythms = []
    for account in listed.tolist():
        i = place.get(account)
        after = later_of.get(account, 0)
        if i is None:
            rhythms.append(_without_orders(account, after))
            continue
        orders, first, last, gap, reach = facts[i]
        rhythms.append(
            _rhythm(
                account,
                orders=orders,
                later=after,
                first=first,
                last=last,
                usual=gap,
                spread=reach,
                as_of=as_of,
            )
        )
    return PortfolioRhythm(as_of, tuple(rhythms), ordered.accounts, _sample(ordered, as_of))


def expected_windows(
    last: int, usual_gap: float, spread: float, as_of: int
) -> tuple[tuple[Window, ...], Window]:
    """Windows that passed without an order, the latest twelve, and the one to come.

    Windows lie whole cycles after the last order and reach ``spread`` (one day at least, half a
    cycle at most) to both sides; the one to come ends today or later.
    """
    reach = min(max(1.0, spread), usual_gap / 2)
    passed = max(0, int((as_of - last - reach) // usual_gap))
    while _window(last, usual_gap, reach, passed + 1).last < as_of:
        passed += 1
    while passed and _window(last, usual_gap, reach, passed).last >= as_of:
        passed -= 1
    cycles = range(max(1, passed - _MOST_MISSED + 1), passed + 1)
    missed = tuple(_window(last, usual_gap, reach, cycle) for cycle in cycles)
    return missed, _window(last, usual_gap, reach, passed + 1)


def _window(last: int, usual_gap: float, reach: float, cycle: int) -> Window:
    middle = last + cycle * usual_gap
    return Window(math.floor(middle - reach + 0.5), math.floor(middle + reach + 0.5))


def _checked(accounts: npt.ArrayLike, days: npt.ArrayLike) -> tuple[Ints, Ints]:
    keys, when = np.asarray(accounts, dtype=np.int64), np.asarray(days, dtype=np.int64)
    if keys.shape != when.shape:
        raise ValueError("accounts and days go together, one by one")
    return keys, when


def _distinct(accounts: Ints, days: Ints, until: int | None) -> _Days:
    if until is not None:
        accounts, days = accounts[days <= until], days[days <= until]
    order = np.lexsort((days, accounts))
    accounts, days = accounts[order], days[order]
    new = np.ones(accounts.size, dtype=bool)
    new[1:] = (accounts[1:] != accounts[:-1]) | (days[1:] != days[:-1])
    accounts, days = accounts[new], days[new]
    keys, starts, counts = np.unique(accounts, return_index=True, return_counts=True)
    return _Days(keys, starts.astype(np.int64), counts.astype(np.int64), days)


def _gaps(ordered: _Days) -> tuple[Ints, Ints]:
    """Days between neighbouring orders, and the position of the account each belongs to."""
    owner = np.repeat(np.arange(ordered.accounts.size), ordered.counts)
    inside = owner[1:] == owner[:-1]
    return np.diff(ordered.days)[inside], owner[1:][inside]


def _medians(values: Floats, owner: Ints, owners: int) -> Floats:
    """Median of the values of each owner; 0 for an owner without any, who is never asked."""
    counts = np.bincount(owner, minlength=owners)
    order = np.lexsort((values, owner))
    sorted_values = np.append(values[order], 0.0)
    starts = np.cumsum(counts) - counts
    low = sorted_values[starts + np.maximum(counts - 1, 0) // 2]
    high = sorted_values[starts + counts // 2]
    return np.where(counts > 0, (low + high) / 2, 0.0)


def _sample(ordered: _Days, as_of: int) -> OrderSample:
    gaps, owner = _gaps(ordered)
    logs = np.bincount(owner, np.log(gaps / DAYS_A_WEEK), ordered.accounts.size)
    return OrderSample(
        repeats=(ordered.counts - 1).astype(np.float64),
        last=(ordered.last - ordered.first) / DAYS_A_WEEK,
        age=(as_of - ordered.first) / DAYS_A_WEEK,
        litt=logs.astype(np.float64),
    )


def _without_orders(account: int, later: int) -> Rhythm:
    state = RhythmState.ONLY_LATER_ORDERS if later else RhythmState.NO_ORDERS
    return Rhythm(
        account, state, 0, later, None, None, None, None, None, None, False, (), None
    )  # fmt: skip


def _rhythm(
    account: int,
    *,
    orders: int,
    later: int,
    first: int,
    last: int,
    usual: float,
    spread: float,
    as_of: int,
) -> Rhythm:
    since = as_of - last
    if orders == 1:
        state = RhythmState.ONE_ORDER
        return Rhythm(
            account, state, 1, later, first, last, since, None, None, None, since > _YEAR, (), None
        )
    lapsed = since > max(_YEAR, _LAPSED_GAPS * usual)
    missed: tuple[Window, ...] = ()
    window: Window | None = None
    known = orders >= ENOUGH_ORDERS
    if known and not lapsed:
        missed, window = expected_windows(last, usual, spread, as_of)
    return Rhythm(
        account=account,
        state=RhythmState.KNOWN if known else RhythmState.FEW_ORDERS,
        orders=orders,
        later=later,
        first_day=first,
        last_day=last,
        days_since=since,
        usual_gap=usual,
        spread=spread if known else None,
        cycles_late=(since - usual) / usual,
        lapsed=lapsed,
        missed=missed,
        window=window,
    )
