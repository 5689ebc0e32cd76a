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
from b2bdesk.queries.orders import read_orders
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.kept import Kept
from b2bdesk.services.retention.portfolio import margin_months

if TYPE_CHECKING:
    from b2bdesk.analytics.measures import Baseline, Cost, Floats, Ints
    from b2bdesk.analytics.measures_orders import OrderSizes

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

    months = margin_months(as_of)
    sums = reads.read_month_sums(session, months)
    serving = cost_to_serve(session, months, as_of)
    contacts = reads.read_contacts(session, months, as_of)
    charged = np.fromiter(serving.by_account, np.int64, len(serving.by_account))
    ids = np.unique(np.concatenate([sums[:, 0], charged, contacts[:, 0]]))
    count = ids.size

    def spread(table: Ints, number: int) -> Floats:
        found = np.zeros(count)
        found[np.searchsorted(ids, table[:, 0])] = table[:, number]
        return found

    def column(name: str) -> Floats:
        return spread(sums, 1 + reads.SUMS.index(name))

    def contact(name: str) -> Floats:
        return spread(contacts, 1 + reads.CONTACTS.index(name))

    sales = column("amount_minor")
    margin = np.where(column("uncosted") > 0, np.nan, sales - column("cost_minor"))
    costs = _costs(serving, ids)
    total = np.zeros(count)
    if serving.known:
        total[np.searchsorted(ids, charged)] = list(serving.by_account.values())
    visits, calls = contact("visits"), contact("calls")
    visit_each, visit_minutes = contact_costs(
        _together(costs, VISITING, count), visits, contact("visit_minutes")
    )
    call_each, call_minutes = contact_costs(
        _together(costs, CALLING, count), calls, contact("call_minutes")
    )
    base = Baseline(
        ids=ids,
        sales=sales,
        list_revenue=column("list_minor"),
        margin=margin,
        cost=total,
        costs=costs,
        orders=_sizes(session, months, ids),
        deliveries=column("deliveries"),
        visits=visits,
        calls=calls,
        exchanges=contact("exchanges"),
        visit_each=visit_each,
        call_each=call_each,
        visit_minutes=visit_minutes,
        call_minutes=call_minutes,
        exchange_minutes=contact("exchange_minutes"),
    )
    places = {account: number for number, account in enumerate(ids.tolist())}
    return PortfolioBase(months, base, places, serving.known)


def _sizes(session: Session, months: Period, ids: Ints) -> OrderSizes:
    import numpy as np

    from b2bdesk.analytics.measures_orders import order_sizes

    orders = read_orders(session)
    inside = (orders.months >= months.first) & (orders.months <= months.last)
    inside &= np.isin(orders.accounts, ids)
    places = np.searchsorted(ids, orders.accounts[inside])
    return order_sizes(places, orders.amounts[inside], ids.size)


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
