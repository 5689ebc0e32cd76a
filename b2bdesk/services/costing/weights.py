"""The volume of one pool: the events of its driver, weighed by its time equation and its rates."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from b2bdesk.analytics.time_equation import TimeEquation, plain_text
from b2bdesk.core.dates import day_of, month_of
from b2bdesk.models.costing_enums import Driver, RateBy
from b2bdesk.queries.costing import (
    EXCHANGE_CHANNELS,
    MINUTE_DRIVERS,
    MONTH_COLUMNS,
    PoolRow,
    RateRow,
    active_months,
    scale_of,
)
from b2bdesk.queries.costing_events import CHANNELS, KINDS
from b2bdesk.services.costing.sources import Sources, equation_of, single_orders

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from b2bdesk.analytics.costing_weights import Events, Products, Weighed
    from b2bdesk.analytics.time_equation.vectors import Column
    from b2bdesk.queries.orders import OrderRows

    Bools = npt.NDArray[np.bool_]


def weigh_pool(pool: PoolRow, sources: Sources) -> Weighed | None:
    """The volume of a pool; None while the orders it counts are still being read.

    ``EquationError`` where its time equation cannot be read.
    """
    own = pool.id if pool.driver is Driver.OWN_VOLUMES else 0
    equation = equation_of(pool)
    return _kept(sources, pool.driver, own, equation, pool.rates)


def _kept(
    sources: Sources,
    driver: Driver | None,
    own: int,
    equation: TimeEquation | None,
    rates: tuple[RateRow, ...],
) -> Weighed | None:
    text = None if equation is None else equation.text
    rule = driver, own, text, rates, sources.expedited_days, sources.minor
    rows = _rows_of(sources, driver, equation)
    key = sources.grid, sources.traits, sources.as_of, rows, rule
    return sources.weighed.get(key, lambda: _weigh(sources, driver, own, equation, rates))


def _rows_of(sources: Sources, driver: Driver | None, equation: TimeEquation | None) -> object:
    """The rows that a driver is counted from."""
    if driver is Driver.DISTINCT_PRODUCTS:
        return sources.products
    if driver is Driver.OWN_VOLUMES:
        return sources.own
    if driver in EXCHANGE_CHANNELS or driver is Driver.COMPLAINTS:
        return sources.exchanges
    if single_orders(driver, equation):
        return sources.deliveries if driver is Driver.DELIVERIES else sources.orders
    return sources.months


def weigh_driver(sources: Sources, driver: Driver) -> Weighed | None:
    """The events of a driver as they are; None while orders are still being read."""
    return _kept(sources, driver, 0, None, ())


def weigh_nothing(sources: Sources) -> Weighed:
    """The volume of a pool that nothing drives."""
    found = _kept(sources, None, 0, None, ())
    assert found is not None
    return found


def _weigh(
    sources: Sources,
    driver: Driver | None,
    own: int,
    equation: TimeEquation | None,
    rates: tuple[RateRow, ...],
) -> Weighed | None:
    from b2bdesk.analytics.costing_weights import weigh

    events = _events(sources, driver, own, equation)
    if events is None:
        return None
    weights: dict[RateBy, dict[str, int]] = defaultdict(dict)
    for rate in rates:
        value = plain_text(rate.value) if rate.by is RateBy.SEGMENT else rate.value
        weights[rate.by][value] = rate.weight_milli
    products = _products(sources) if driver is Driver.DISTINCT_PRODUCTS else None
    return weigh(sources.grid, sources.traits, events, equation, weights, products)


def _events(
    sources: Sources, driver: Driver | None, own: int, equation: TimeEquation | None
) -> Events | None:
    if driver is None:
        return _nothing()
    if single_orders(driver, equation):
        asked = equation is not None and "expedited" in equation.names
        return _orders(sources, driver, asked=asked)
    if driver in MONTH_COLUMNS:
        return _counted(sources, driver)
    if driver in EXCHANGE_CHANNELS or driver is Driver.COMPLAINTS:
        return _exchanged(sources, driver)
    if driver is Driver.ACTIVE_ACCOUNTS:
        return _active(sources)
    if driver is Driver.OWN_VOLUMES:
        return _told(sources, own)
    return _bought(sources)


def _nothing() -> Events:
    import numpy as np

    from b2bdesk.analytics.costing_weights import Events

    none = np.zeros(0, dtype=np.int64)
    return Events(none, none, none)


def _counted(sources: Sources, driver: Driver) -> Events:
    """Counts of the ledger's months."""
    from b2bdesk.analytics.costing_weights import Events

    rows = sources.months
    counts = rows.counts[:, MONTH_COLUMNS.index(driver)]
    some = counts > 0
    places = sources.grid.rows(rows.accounts[some])
    return Events(places, rows.months[some], counts[some], scale=scale_of(driver))


def _active(sources: Sources) -> Events:
    import numpy as np

    from b2bdesk.analytics.costing_weights import Events

    accounts, months = active_months(sources.months, month_of(sources.as_of))
    return Events(sources.grid.rows(accounts), months, np.ones_like(months))


def _exchanged(sources: Sources, driver: Driver) -> Events:
    import numpy as np

    from b2bdesk.analytics.costing_weights import Events
    from b2bdesk.analytics.time_equation.vectors import Numbers, Texts

    rows = sources.exchanges
    assert rows is not None
    some = rows.days <= day_of(sources.as_of)
    if driver is Driver.COMPLAINTS:
        some &= rows.complaints
    else:
        wanted = np.array([channel in EXCHANGE_CHANNELS[driver] for channel in CHANNELS])
        some &= wanted[rows.channels]
    minutes = rows.minutes[some]
    facts: dict[str, Column] = {
        "minutes": Numbers(minutes),
        "people": Numbers(rows.people[some]),
        "colleagues": Numbers(rows.colleagues[some]),
        "complaint": rows.complaints[some],
        "channel": Texts(rows.channels[some], [channel.value for channel in CHANNELS]),
        "exchange kind": Texts(rows.kinds[some], [kind.value for kind in KINDS]),
    }
    counts = minutes if driver in MINUTE_DRIVERS else np.ones_like(minutes)
    places = sources.grid.rows(rows.accounts[some])
    return Events(places, rows.months[some], counts, facts)


def _orders(sources: Sources, driver: Driver, *, asked: bool) -> Events | None:
    """Orders or deliveries one by one; ``asked``: the equation asks whether they are expedited."""
    import numpy as np

    from b2bdesk.analytics.costing_weights import Events
    from b2bdesk.analytics.time_equation.vectors import Numbers

    rows: OrderRows | None = sources.orders
    if driver is Driver.DELIVERIES:
        rows = sources.deliveries
    if rows is None:
        return None
    expedited: Bools = rows.dated & (rows.leads <= sources.expedited_days)
    # Kept small; multiplied, they need their full width.
    months = rows.months.astype(np.int64)
    undated = months[~rows.dated]
    some = expedited if driver is Driver.EXPEDITED_ORDERS else np.ones_like(expedited)
    lines = rows.lines[some].astype(np.int64)
    facts: dict[str, Column] = {
        "lines": Numbers(lines),
        "units": Numbers(rows.units[some], 1000),
        "amount": Numbers(rows.amounts[some], sources.minor),
        "new customer": rows.first[some],
        "expedited": expedited[some],
    }
    return Events(
        rows=sources.grid.rows(rows.accounts[some]),
        months=months[some],
        counts=lines if driver is Driver.ORDER_LINES else np.ones_like(lines),
        facts=facts,
        unsure=undated if asked or driver is Driver.EXPEDITED_ORDERS else undated[:0],
    )


def _told(sources: Sources, pool: int) -> Events:
    """The volumes that the user gave for a pool."""
    from b2bdesk.analytics.costing_weights import Events

    rows = sources.own
    assert rows is not None
    some = rows.pools == pool
    return Events(
        rows=sources.grid.rows(rows.accounts[some]),
        months=rows.months[some],
        counts=rows.counts[some],
        scale=scale_of(Driver.OWN_VOLUMES),
    )


def _bought(sources: Sources) -> Events | None:
    """Distinct products of each month."""
    from b2bdesk.analytics.costing_weights import Events

    rows = sources.products
    if rows is None:
        return None
    return Events(sources.grid.rows(rows.accounts), rows.months, rows.counts)


def _products(sources: Sources) -> Products:
    from b2bdesk.analytics.costing_weights import Products

    rows = sources.products
    assert rows is not None
    return Products(sources.grid.rows(rows.accounts), rows.months, rows.before, rows.counts)
