"""The last twelve whole months of every account: what measures are tried on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.models.costing_enums import Driver
from b2bdesk.queries import measures as reads
from b2bdesk.queries.costing import driver_volumes
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.retention.kept import Kept
from b2bdesk.services.retention.portfolio import margin_months

if TYPE_CHECKING:
    from b2bdesk.analytics.measures import Baseline, Cost, Floats, Ints
    from b2bdesk.queries.costing import VolumeRows

_CONTACT = (
    Driver.VISITS,
    Driver.VISIT_MINUTES,
    Driver.CALLS,
    Driver.CALL_MINUTES,
    Driver.EXCHANGES,
    Driver.EXCHANGE_MINUTES,
)
_TABLES = (
    "account",
    "import_batch",
    "exchange",
    "product",
    "contract",
    "cost_pool",
    "cost_pool_period",
    "cost_rate",
    "pool_volume",
    "currency_rate",
    "file_setting",
)


@dataclass(frozen=True, slots=True, eq=False)
class PortfolioBase:
    """The base of every account that bought, was served or was in contact.

    ``places`` is where each account stands in the arrays. Without ``costs_known`` there is no cost
    to serve: profit is then the gross margin.
    """

    months: Period
    base: Baseline
    places: Mapping[int, int]
    costs_known: bool


_kept: Kept[PortfolioBase] = Kept(_TABLES, 3)


def portfolio_base(session: Session, as_of: date) -> PortfolioBase:
    """The base as of a date; kept for as long as nothing it was read from changes."""
    return _kept.get(session, as_of, lambda: _read(session, as_of))


def _read(session: Session, as_of: date) -> PortfolioBase:
    import numpy as np

    from b2bdesk.analytics.measures import CALLING, VISITING, Baseline, contact_costs
    from b2bdesk.analytics.measures_orders import order_sizes

    months = margin_months(as_of)
    sums = reads.read_month_sums(session, months)
    serving = cost_to_serve(session, months, as_of)
    volumes = driver_volumes(session, _CONTACT, months, as_of)
    talked = [rows.accounts for rows in volumes.values()]
    charged = np.fromiter(serving.by_account, np.int64, len(serving.by_account))
    ids = np.unique(np.concatenate([sums[:, 0], charged, *talked]))
    count = ids.size

    def column(name: str) -> Floats:
        found = np.zeros(count)
        found[np.searchsorted(ids, sums[:, 0])] = sums[:, 1 + reads.SUMS.index(name)]
        return found

    def volume(driver: Driver) -> Floats:
        rows = volumes.get(driver)
        return np.zeros(count) if rows is None else _by_account(rows, ids)

    sales = column("amount_minor")
    margin = np.where(column("uncosted") > 0, np.nan, sales - column("cost_minor"))
    costs = _costs(serving, ids)
    total = np.zeros(count)
    if serving.known:
        total[np.searchsorted(ids, charged)] = list(serving.by_account.values())
    orders = reads.read_order_amounts(session, months)
    orders = orders[np.isin(orders[:, 0], ids)]
    visits, calls = volume(Driver.VISITS), volume(Driver.CALLS)
    visit_each, visit_minutes = contact_costs(
        _together(costs, VISITING, count), visits, volume(Driver.VISIT_MINUTES)
    )
    call_each, call_minutes = contact_costs(
        _together(costs, CALLING, count), calls, volume(Driver.CALL_MINUTES)
    )
    base = Baseline(
        ids=ids,
        sales=sales,
        list_revenue=column("list_minor"),
        margin=margin,
        cost=total,
        costs=costs,
        orders=order_sizes(np.searchsorted(ids, orders[:, 0]), orders[:, 1], count),
        deliveries=column("deliveries"),
        visits=visits,
        calls=calls,
        exchanges=volume(Driver.EXCHANGES),
        visit_each=visit_each,
        call_each=call_each,
        visit_minutes=visit_minutes,
        call_minutes=call_minutes,
        exchange_minutes=volume(Driver.EXCHANGE_MINUTES),
    )
    places = {account: number for number, account in enumerate(ids.tolist())}
    return PortfolioBase(months, base, places, serving.known)


def _by_account(rows: VolumeRows, ids: Ints) -> Floats:
    import numpy as np

    places = np.searchsorted(ids, rows.accounts)
    return np.bincount(places, weights=rows.counts, minlength=ids.size).astype(np.float64)


def _costs(serving: CostToServe, ids: Ints) -> dict[Driver, Cost]:
    """Cost by driver; what lies in pools with a practical capacity is told apart."""
    import numpy as np

    from b2bdesk.analytics.measures import Cost

    amounts: dict[Driver, Floats] = defaultdict(lambda: np.zeros(ids.size))
    capacity: dict[Driver, Floats] = defaultdict(lambda: np.zeros(ids.size))
    for row in serving.pools:
        driver, cells = row.pool.driver, serving.cells.get(row.pool.id, {})
        if driver is None or not cells:
            continue
        places = np.searchsorted(ids, np.fromiter(cells, np.int64, len(cells)))
        found = np.zeros(ids.size)
        found[places] = list(cells.values())
        amounts[driver] = amounts[driver] + found
        capacity[driver] = capacity[driver] + (found if row.capacity is not None else 0)
    return {driver: Cost(amounts[driver], capacity[driver]) for driver in amounts}


def _together(costs: Mapping[Driver, Cost], drivers: tuple[Driver, ...], count: int) -> Cost:
    import numpy as np

    from b2bdesk.analytics.measures import Cost

    found = Cost(np.zeros(count), np.zeros(count))
    for driver in drivers:
        if driver in costs:
            found = found.plus(costs[driver])
    return found
