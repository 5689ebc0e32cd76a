"""What events of a driver weigh: their number, their minutes by a time equation, their rates.

Everything is whole numbers: minutes in thousandths, weights of rates in thousandths, rounded half
away from zero for each event, so that the sums are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.costing import Volume
from b2bdesk.analytics.time_equation import TimeEquation
from b2bdesk.analytics.time_equation.vectors import Column, Texts, minutes_of
from b2bdesk.models.costing_enums import RateBy

Ints = npt.NDArray[np.int64]

_LARGEST = 2.0**62
_ONE = 1000

Rates = Mapping[RateBy, Mapping[str, int]]
"""Weights in thousandths, by what they differ by and its value as ``plain_text`` or stored."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The accounts (ascending ids) and months (from ``first`` on) that volumes are counted in."""

    accounts: Ints
    first: int
    months: int

    def rows(self, accounts: Ints) -> Ints:
        """The rows of some accounts of the grid."""
        if not accounts.size:
            return accounts
        # Mostly they come by account: of a million only the changes are looked up.
        new = np.ones(accounts.size, dtype=bool)
        np.not_equal(accounts[1:], accounts[:-1], out=new[1:])
        found = np.searchsorted(self.accounts, accounts[new])
        return np.repeat(found, np.diff(np.append(np.flatnonzero(new), accounts.size)))

    def table(self, rows: Ints, months: Ints, counts: Ints) -> Ints:
        """Counts added up by account and month; months outside the grid are left out."""
        columns = months - self.first
        inside = (columns >= 0) & (columns < self.months)
        if not inside.all():
            rows, columns, counts = rows[inside], columns[inside], counts[inside]
        cells = np.zeros(self.accounts.size * self.months, dtype=np.int64)
        np.add.at(cells, rows * self.months + columns, counts)
        return cells.reshape(self.accounts.size, self.months)


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What is known of the accounts of a grid, in its order: segment, kind and country."""

    texts: Mapping[str, Texts]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Events of a driver: the rows of their accounts in the grid, their months and counts.

    ``facts``: what an equation may ask of them beyond the account's traits. ``scale``: how many
    counts are one event of the driver. ``unsure``: events by month that may belong here, but
    nobody knows.
    """

    rows: Ints
    months: Ints
    counts: Ints
    facts: Mapping[str, Column] = field(default_factory=dict)
    scale: int = 1
    unsure: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """How many products accounts bought in a month and before that in month ``before`` last."""

    rows: Ints
    months: Ints
    before: Ints
    counts: Ints


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is to be said of a pool's events: how many had no dates, or counted no minutes because
    their equation gave less than zero or divided by zero."""

    undated: int = 0
    below_zero: int = 0
    by_zero: int = 0

    def __add__(self, other: Gaps) -> Gaps:
        return Gaps(
            self.undated + other.undated,
            self.below_zero + other.below_zero,
            self.by_zero + other.by_zero,
        )


@dataclass(frozen=True, eq=False)
class Weighed:
    """Events of one pool by account and month: how many, and what they weigh.

    ``unit``: what one weight is of an event, or of a minute where ``in_minutes``. ``faults`` are
    the months of events without dates, below zero, and divided by zero.
    """

    grid: Grid
    counts: Ints
    weights: Ints
    scale: int
    unit: Fraction
    in_minutes: bool
    faults: tuple[Ints, Ints, Ints]
    products: Products | None = None
    by_row: Ints | None = None
    """With products: what each account's weigh."""
    too_large: bool = False

    def volume(self, first: int, last: int) -> Volume:
        """What accounts took in some months."""
        known = self.weights[:, self._columns(first, last)]
        months = known
        if known.shape[1] <= last - first:
            # Some of the months lie before or after anything happened.
            months = np.zeros((self.grid.accounts.size, last - first + 1), dtype=np.int64)
            start = max(0, self.grid.first - first)
            months[:, start : start + known.shape[1]] = known
        if self.products is None or self.by_row is None:
            return Volume.of(months)
        return Volume(months, self._distinct(self.products, first, last) * self.by_row)

    def events(self, first: int, last: int) -> Fraction:
        """How many events of the driver happened in some months."""
        if self.products is not None:
            count = int(self._distinct(self.products, first, last).sum())
        else:
            count = int(self._month_counts[self._columns(first, last)].sum())
        return Fraction(count, self.scale)

    def used(self, first: int, last: int) -> Fraction:
        """What the events of some months weigh, in events or minutes."""
        if self.products is not None:
            return int(self.volume(first, last).by_account.sum()) * self.unit
        return int(self._month_weights[self._columns(first, last)].sum()) * self.unit

    def gaps(self, first: int, last: int) -> Gaps:
        """What is to be said of the events of some months."""
        undated, below, by_zero = (
            int(((months >= first) & (months <= last)).sum()) for months in self.faults
        )
        return Gaps(undated, below, by_zero)

    @cached_property
    def _month_counts(self) -> Ints:
        counts: Ints = self.counts.sum(axis=0)
        return counts

    @cached_property
    def _month_weights(self) -> Ints:
        weights: Ints = self.weights.sum(axis=0)
        return weights

    def _columns(self, first: int, last: int) -> slice:
        return slice(max(0, first - self.grid.first), max(0, last + 1 - self.grid.first))

    def _distinct(self, products: Products, first: int, last: int) -> Ints:
        """Products of each account in the months, each once."""
        if (first, last) not in self._distincts:
            inside = (products.months >= first) & (products.months <= last)
            inside &= products.before < first
            found = np.zeros(self.grid.accounts.size, dtype=np.int64)
            np.add.at(found, products.rows[inside], products.counts[inside])
            self._distincts[first, last] = found
        return self._distincts[first, last]

    @cached_property
    def _distincts(self) -> dict[tuple[int, int], Ints]:
        return {}


def weigh(
    grid: Grid,
    traits: Traits,
    events: Events,
    equation: TimeEquation | None,
    rates: Rates,
    products: Products | None = None,
) -> Weighed:
    """Weigh events by a time equation and by rates, and add them up by account and month."""
    counts = grid.table(events.rows, events.months, events.counts)
    none = np.zeros(0, dtype=np.int64)
    faults = (events.unsure, none, none)
    if equation is None and not rates:
        by_row = None if products is None else np.ones(grid.accounts.size, dtype=np.int64)
        unit = Fraction(1, events.scale)
        return Weighed(
            grid=grid,
            counts=counts,
            weights=counts,
            scale=events.scale,
            unit=unit,
            in_minutes=False,
            faults=faults,
            products=products,
            by_row=by_row,
        )
    each = np.ones(events.rows.size, dtype=np.int64)
    unit = Fraction(1, events.scale)
    if equation is not None:
        asked = equation.names & traits.texts.keys()
        known = {name: _of_events(traits.texts[name], events.rows) for name in asked}
        minutes = minutes_of(equation, {**known, **events.facts}, events.rows.size)
        each = minutes.milli
        faults = (events.unsure, events.months[minutes.below_zero], events.months[minutes.by_zero])
        unit /= _ONE
    if rates:
        each = each * _event_rates(traits, events, rates)
        unit /= _ONE
    size = float(np.multiply(each, events.counts, dtype=np.float64).sum())
    too_large = size >= _LARGEST
    weights = counts if too_large else grid.table(events.rows, events.months, each * events.counts)
    by_row = None
    if products is not None:
        # Its events are alike for an account: traits decide, not the month.
        by_row = np.zeros(grid.accounts.size, dtype=np.int64)
        by_row[events.rows] = each
    return Weighed(
        grid=grid,
        counts=counts,
        weights=weights,
        scale=events.scale,
        unit=unit,
        in_minutes=equation is not None,
        faults=faults,
        products=products,
        by_row=by_row,
        too_large=too_large,
    )


def _of_events(text: Texts, rows: Ints) -> Texts:
    return Texts(text.codes[rows], text.words)


def _event_rates(traits: Traits, events: Events, rates: Rates) -> Ints:
    """The weight of each event in thousandths."""
    weight = np.full(events.rows.size, _ONE, dtype=np.int64)
    columns = {
        RateBy.SEGMENT: traits.texts["segment"],
        RateBy.ACCOUNT_KIND: traits.texts["kind"],
    }
    for by in RateBy:  # in one order, since every step is rounded
        values = rates.get(by)
        if values is None:
            continue
        if by is RateBy.CHANNEL:
            told = events.facts.get("channel")
            if not isinstance(told, Texts):
                continue
            column = told
        else:
            column = _of_events(columns[by], events.rows)
        factors = np.array([values.get(word, _ONE) for word in column.words], dtype=np.int64)
        # Rounded half away from zero; nothing is negative here.
        weight = (2 * weight * factors[column.codes] + _ONE) // (2 * _ONE)
    return weight
