"""What the volumes of cost pools are counted from, kept in memory while the file does not change.

Each kind of row is read once and again only after a step that touched its tables, so that an edit
of a cost pool reads no volumes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Flag, auto
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import Session

from b2bdesk.analytics.time_equation import EquationError, Subject, TimeEquation, parse, subject_of
from b2bdesk.core.dates import month_of
from b2bdesk.core.money import exponent
from b2bdesk.models.costing_enums import CostMethod, Driver
from b2bdesk.queries.costing import (
    CUSTOMER_LEVELS,
    MonthCounts,
    OwnVolumes,
    PoolRow,
    read_months,
    read_own_volumes,
)
from b2bdesk.queries.costing_events import (
    ExchangeRows,
    TraitRows,
    read_exchanges,
    read_traits,
)
from b2bdesk.queries.file_info import DEFAULT_CURRENCY, settings_of
from b2bdesk.queries.orders import (
    OrderRows,
    ProductRows,
    expedited_days,
    orders_ready,
    read_deliveries,
    read_orders,
    read_products,
)
from b2bdesk.services.costing.memo import Memo
from b2bdesk.services.kept import Kept

if TYPE_CHECKING:
    from b2bdesk.analytics.costing import Charged
    from b2bdesk.analytics.costing_weights import Grid, Traits, Weighed
    from b2bdesk.services.costing.result import CostToServe

T = TypeVar("T")

_LEDGER = ("import_batch", "account_merge")
_months: Kept[MonthCounts] = Kept(_LEDGER, 2)
_orders: Kept[OrderRows] = Kept(_LEDGER, 1)
_deliveries: Kept[OrderRows] = Kept(_LEDGER, 1)
_products: Kept[ProductRows] = Kept(_LEDGER, 1)
_exchanges: Kept[ExchangeRows] = Kept(("exchange", "exchange_person", "exchange_colleague"), 2)
_own: Kept[OwnVolumes] = Kept(("pool_volume",), 2)
_traits: Kept[TraitRows] = Kept(("account",), 2)

TRAITS = frozenset({"segment", "kind", "country"})
"""Names of an equation that ask for the account and not for the event."""


class Needs(Flag):
    """Which rows some pools count; months of the ledger are always at hand."""

    EXCHANGES = auto()
    ORDERS = auto()
    DELIVERIES = auto()
    PRODUCTS = auto()
    OWN = auto()


SINGLE = Needs.ORDERS | Needs.DELIVERIES | Needs.PRODUCTS
"""What ``services.order_facts`` keeps."""


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Everything that volumes are counted from, up to ``as_of``.

    None where it was not asked for, or where orders are still being read. ``minor``: minor units
    of one of the file's currency. ``weighed``, ``charged`` and ``results`` keep what was computed.
    """

    as_of: date
    months: MonthCounts
    traits_of: TraitRows
    own: OwnVolumes | None
    exchanges: ExchangeRows | None
    orders: OrderRows | None
    deliveries: OrderRows | None
    products: ProductRows | None
    expedited_days: int
    minor: int
    grid: Grid
    traits: Traits
    weighed: Memo[Weighed | None] = field(default_factory=lambda: Memo(48))
    charged: Memo[Charged] = field(default_factory=lambda: Memo(128))
    results: Memo[CostToServe] = field(default_factory=lambda: Memo(6))


def equation_of(pool: PoolRow) -> TimeEquation | None:
    """The time equation that a pool is charged by; ``EquationError`` where it cannot be read."""
    subject = subject_of(pool.driver)
    if not pool.time_equation or subject is None or pool.method is not CostMethod.TIME_DRIVEN:
        return None
    return _parsed(pool.time_equation, subject)


@lru_cache(maxsize=256)
def _parsed(text: str, subject: Subject) -> TimeEquation:
    return parse(text, subject)


def single_orders(driver: Driver | None, equation: TimeEquation | None) -> bool:
    """Whether a driver has to look at orders or deliveries one by one."""
    if driver is Driver.EXPEDITED_ORDERS:
        return True
    return (
        equation is not None and equation.subject is Subject.ORDER and bool(equation.names - TRAITS)
    )


def needs_of(pools: Iterable[PoolRow]) -> Needs:
    """What has to be read for some pools."""
    found = Needs(0)
    for pool in pools:
        if pool.level not in CUSTOMER_LEVELS:
            continue
        try:
            equation = equation_of(pool)
        except EquationError:
            continue
        found |= _needs(pool.driver, equation)
    return found


def needs_of_drivers(drivers: Iterable[Driver]) -> Needs:
    """What has to be read to count some drivers."""
    found = Needs(0)
    for driver in drivers:
        found |= _needs(driver, None)
    return found


def _needs(driver: Driver | None, equation: TimeEquation | None) -> Needs:
    found = Needs(0)
    if single_orders(driver, equation):
        found |= Needs.DELIVERIES if driver is Driver.DELIVERIES else Needs.ORDERS
    elif driver in _EXCHANGE_DRIVERS:
        found |= Needs.EXCHANGES
    elif driver is Driver.DISTINCT_PRODUCTS:
        found |= Needs.PRODUCTS
    elif driver is Driver.OWN_VOLUMES:
        found |= Needs.OWN
    return found


_EXCHANGE_DRIVERS = frozenset(
    {
        Driver.EXCHANGES,
        Driver.EXCHANGE_MINUTES,
        Driver.VISITS,
        Driver.VISIT_MINUTES,
        Driver.CALLS,
        Driver.CALL_MINUTES,
        Driver.COMPLAINTS,
    }
)


def read_sources(session: Session, needs: Needs, as_of: date) -> Sources:
    """What is needed, as the session sees the file."""
    ready = not needs & SINGLE or orders_ready(session)
    told = settings_of(session)

    def kept(need: Needs, rows: Kept[T], read: Callable[[Session], T]) -> T | None:
        if not needs & need or (need & SINGLE and not ready):
            return None
        return rows.get(session, None, lambda: read(session))

    own = kept(Needs.OWN, _own, read_own_volumes)
    exchanges = kept(Needs.EXCHANGES, _exchanges, read_exchanges)
    orders = kept(Needs.ORDERS, _orders, read_orders)
    deliveries = kept(Needs.DELIVERIES, _deliveries, read_deliveries)
    products = kept(Needs.PRODUCTS, _products, read_products)
    return _joined(
        as_of,
        _months.get(session, None, lambda: read_months(session)),
        _traits.get(session, None, lambda: read_traits(session)),
        own,
        exchanges,
        orders,
        deliveries,
        products,
        expedited_days(session),
        10 ** exponent(str(told.get("currency") or DEFAULT_CURRENCY)),
    )


@lru_cache(maxsize=2)
def _joined(
    as_of: date,
    months: MonthCounts,
    traits: TraitRows,
    own: OwnVolumes | None,
    exchanges: ExchangeRows | None,
    orders: OrderRows | None,
    deliveries: OrderRows | None,
    products: ProductRows | None,
    days: int,
    minor: int,
) -> Sources:
    """The sources with the grid of all their accounts and months."""
    import numpy as np

    from b2bdesk.analytics.costing_weights import Grid

    every = [
        rows
        for rows in (months, own, exchanges, orders, deliveries, products)
        if rows is not None and rows.accounts.size
    ]
    accounts = np.zeros(0, dtype=np.int64)
    for rows in every:
        # Mostly they come by account, and of a million rows only the changes are looked at.
        new = np.r_[True, rows.accounts[1:] != rows.accounts[:-1]]
        accounts = np.union1d(accounts, rows.accounts[new])
    now = month_of(as_of)
    first = min([now, *(int(rows.months.min()) for rows in every)])
    last = max([now, *(int(rows.months.max()) for rows in every)])
    grid = Grid(accounts, first, last - first + 1)
    made = Sources(
        as_of=as_of,
        months=months,
        traits_of=traits,
        own=own,
        exchanges=exchanges,
        orders=orders,
        deliveries=deliveries,
        products=products,
        expedited_days=days,
        minor=minor,
        grid=grid,
        traits=_traits_on(grid, traits),
    )
    return _going_on(made)


_newest: list[Sources] = []


def _going_on(made: Sources) -> Sources:
    """The sources with what was computed from those before, where the ledger is the same.

    Everything that a volume depends on is in its key, so that nothing old is taken for new.
    """
    before = _newest[0] if _newest else None
    if before is not None and _continues(made, before):
        traits = before.traits if made.traits_of is before.traits_of else made.traits
        made = replace(
            made,
            grid=before.grid,
            traits=traits,
            weighed=before.weighed,
            charged=before.charged,
        )
    elif before is not None:
        # Orders of a ledger that is no more need not be kept.
        _joined.cache_clear()
    _newest[:] = [made]
    return made


def _continues(made: Sources, before: Sources) -> bool:
    ledger = (
        (made.months, before.months),
        (made.orders, before.orders),
        (made.deliveries, before.deliveries),
        (made.products, before.products),
    )
    one, other = made.grid, before.grid
    return (
        all(new is old or new is None or old is None for new, old in ledger)
        and (one.first, one.months) == (other.first, other.months)
        and one.accounts.tolist() == other.accounts.tolist()
    )


def _traits_on(grid: Grid, rows: TraitRows) -> Traits:
    import numpy as np

    from b2bdesk.analytics.costing_weights import Traits
    from b2bdesk.analytics.time_equation import plain_text
    from b2bdesk.analytics.time_equation.vectors import Texts

    places = np.searchsorted(rows.accounts, grid.accounts)
    known = places < rows.accounts.size
    known[known] = rows.accounts[places[known]] == grid.accounts[known]

    def texts(written: Collection[str], *, plain: bool) -> Texts:
        codes: dict[str, int] = {"": 0}
        every = [
            codes.setdefault(plain_text(text) if plain else text, len(codes)) for text in written
        ]
        found = np.zeros(grid.accounts.size, dtype=np.int64)
        found[known] = np.array(every, dtype=np.int64)[places[known]]
        return Texts(found, tuple(codes))

    return Traits(
        {
            "segment": texts(rows.segments, plain=True),
            "kind": texts(rows.kinds, plain=False),
            "country": texts(rows.countries, plain=True),
        }
    )
