"""Largest remainder over arrays: the same parts as ``largest_remainder.split``, in bulk.

Everything stays in 64-bit integers and is exact: with ``amount = q * total + rest`` the share of a
weight is ``q * weight + rest * weight / total``, so only ``total * weight`` has to fit. Where even
that does not, the rows concerned go through Python's whole numbers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.largest_remainder import split

_LIMIT = 2**63

Ints = npt.NDArray[np.int64]


def split_array(amount: int, weights: npt.ArrayLike) -> Ints:
    """``split`` for one amount below 2^63 over many weights."""
    row = np.asarray(weights, dtype=np.int64).reshape(1, -1)
    parts: Ints = split_rows(np.array([amount], dtype=np.int64), row)[0]
    return parts


def split_rows(amounts: npt.ArrayLike, weights: npt.ArrayLike) -> Ints:
    """``split`` of each amount over the weights of its row; amounts (n,), weights (n, m).

    A row without weight is allowed only with the amount 0. ``ValueError`` as in ``split``.
    """
    asked = np.asarray(amounts, dtype=np.int64)
    table = np.asarray(weights, dtype=np.int64)
    if table.size and int(table.min()) < 0:
        raise ValueError("weights are counts and cannot be negative")
    if table.size and float(table.sum(axis=1, dtype=np.float64).max()) >= _LIMIT / 2:
        raise OverflowError("the weights of one amount add up past 2^62")
    totals = table.sum(axis=1)
    empty = totals == 0
    if bool(np.any(empty & (asked != 0))):
        raise ValueError("an amount cannot be shared out over no weight at all")
    if not table.size:
        return np.zeros(table.shape, dtype=np.int64)
    safe = totals.astype(np.float64) * table.max(axis=1) * 1.01 < _LIMIT
    # The sort key holds remainder and position in one number, so that it needs room for both.
    safe &= totals.astype(np.float64) * (table.shape[1] + 1) * 1.01 < _LIMIT
    # The size of -2^63 does not fit into 64 bits.
    safe &= asked > np.iinfo(np.int64).min
    if bool(safe.all()):
        return _split_fitting(asked, table, totals)
    parts = np.zeros(table.shape, dtype=np.int64)
    parts[safe] = _split_fitting(asked[safe], table[safe], totals[safe])
    for row in np.flatnonzero(~safe):
        parts[row] = split(int(asked[row]), [int(weight) for weight in table[row]])
    return parts


def _split_fitting(amounts: Ints, weights: Ints, totals: Ints) -> Ints:
    columns = weights.shape[1]
    sizes = np.abs(amounts)
    divisors = np.maximum(totals, 1)
    whole, rest = np.divmod(sizes, divisors)
    products = rest[:, None] * weights
    # Division of floats is faster than of whole numbers. The quotient is below 2^32 here, so that
    # it is off by one at most, which the remainder shows.
    shares = np.divide(products, divisors[:, None]).astype(np.int64)
    remainders = products - shares * divisors[:, None]
    off = (remainders >= divisors[:, None]).astype(np.int64) - (remainders < 0)
    shares += off
    remainders -= off * divisors[:, None]
    parts: Ints = whole[:, None] * weights + shares
    left = sizes - parts.sum(axis=1)
    open_rows = np.flatnonzero((left > 0) & (totals > 0))
    if open_rows.size:
        # Larger remainder first, then position: one number per cell, all different in a row.
        keys = (divisors[open_rows, None] - remainders[open_rows]) * columns + np.arange(columns)
        last = np.take_along_axis(np.sort(keys, axis=1), left[open_rows, None] - 1, axis=1)
        parts[open_rows] += keys <= last
    return np.where(amounts[:, None] < 0, -parts, parts)
