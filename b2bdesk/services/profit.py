"""One account from list revenue to net profit, by month, activity and product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, month_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import RelationshipType
from b2bdesk.queries.portfolio import list_current_types
from b2bdesk.queries.profit import (
    MonthRow,
    PriceNow,
    ProductSales,
    get_last_order,
    list_months,
    list_prices_of,
    list_product_sales,
    sales_by_account,
)
from b2bdesk.services.costing import CostToServe, cost_to_serve

TYPICAL_OF = 3
"""A typical value needs at least this many other accounts of the same relationship type."""


@dataclass(frozen=True, slots=True)
class ActivityCost:
    """What an activity cost an account; ``typical`` is the median share of sales, 0..1."""

    activity: str
    amount: int
    share: float | None
    typical: float | None


@dataclass(frozen=True, slots=True)
class MonthProfit:
    """One month; None where it is not known. Net profit needs both margin and cost to serve."""

    month: int
    orders: int
    sales: int
    gross_margin: int | None
    cost_to_serve: int | None

    @property
    def net_profit(self) -> int | None:
        """Gross margin less cost to serve."""
        return _less(self.gross_margin, self.cost_to_serve)


@dataclass(frozen=True, slots=True)
class IdleCost:
    """What the whole months after the last order cost, and the activities that make most of it.

    ``mostly``: the largest activities up to more than half of the amount, at most two.
    """

    months: int
    amount: int
    mostly: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductShare:
    """A product's part of the account's sales; cost and margin None where a line has no cost.

    ``price``: the list price that holds for the account on the as-of date.
    """

    product: int | None
    code: str
    name: str
    category: str | None
    quantity_milli: int
    discount: int
    sales: int
    cost: int | None
    margin: int | None
    lines: int
    price: PriceNow | None

    @property
    def paid(self) -> int | None:
        """What was paid for a unit on average, in minor units; None where none was bought."""
        if self.quantity_milli <= 0 or self.sales < 0:
            return None
        return round(Fraction(self.sales * 1000, self.quantity_milli))


@dataclass(frozen=True, slots=True)
class AccountProfit:
    """An account's profit in ``period`` up to the as-of date, in minor units.

    list revenue - discounts = sales; sales - cost of goods = gross margin; gross margin - cost to
    serve = net profit. None where it is not known, with the reason in ``margin_missing`` or
    ``cost_missing``; ``uncovered`` are the months of the period without activity cost.
    ``last_order`` is the day of the last order in the period, ``idle`` the cost after its month;
    None where that is not known or nothing.
    """

    account: int
    period: Period
    orders: int
    lines: int
    list_revenue: int
    discounts: int
    sales: int
    cost_of_goods: int | None
    uncosted: int
    activities: tuple[ActivityCost, ...] | None
    uncovered: tuple[Period, ...]
    months: tuple[MonthProfit, ...]
    products: tuple[ProductShare, ...]
    type: RelationshipType | None
    last_order: date | None
    idle: IdleCost | None

    @property
    def gross_margin(self) -> int | None:
        """Sales less cost of goods."""
        return _less(self.sales, self.cost_of_goods)

    @property
    def cost_to_serve(self) -> int | None:
        """All activity cost; None while no costs are entered for the period."""
        if self.activities is None:
            return None
        return sum(each.amount for each in self.activities)

    @property
    def net_profit(self) -> int | None:
        """Gross margin less cost to serve."""
        return _less(self.gross_margin, self.cost_to_serve)

    @property
    def margin_missing(self) -> str:
        """Why there is no gross margin; empty where there is one."""
        if not self.uncosted:
            return ""
        if self.uncosted == self.lines:
            return tr("None of the account's invoice lines has a cost of goods.")
        return trn(
            "{n} of {lines} invoice lines has no cost of goods.",
            "{n} of {lines} invoice lines have no cost of goods.",
            self.uncosted,
            lines=self.lines,
        )

    @property
    def cost_missing(self) -> str:
        """Why there is no cost to serve; empty where there is one."""
        if self.activities is not None:
            return ""
        return tr("No activity costs are entered for this period.")


def account_profit(session: Session, account: int, period: Period, as_of: date) -> AccountProfit:
    """An account's profit over whole months, ending with the as-of month at the latest."""
    if period.last > month_of(as_of) >= period.first:
        period = Period(period.first, month_of(as_of))
    rows = list_months(session, account, period)
    costs = cost_to_serve(session, period, as_of)
    kinds = list_current_types(session, day_of(as_of))
    sales = sum(row.sales for row in rows)
    list_revenue = sum(row.list_minor for row in rows)
    uncosted = sum(row.uncosted for row in rows)
    products = list_product_sales(session, account, period)
    prices = list_prices_of(session, account, day_of(as_of))
    return AccountProfit(
        account=account,
        period=period,
        orders=sum(row.orders for row in rows),
        lines=sum(row.lines for row in rows),
        list_revenue=list_revenue,
        discounts=list_revenue - sales,
        sales=sales,
        cost_of_goods=None if uncosted else sum(row.cost for row in rows),
        uncosted=uncosted,
        activities=_activities(costs, account, sales, _peers(session, account, period, kinds)),
        uncovered=costs.uncovered if costs.known else (),
        months=_months(rows, period, costs, account),
        products=tuple(_product(row, prices) for row in products),
        type=kinds.get(account),
        last_order=get_last_order(session, account, period, day_of(as_of)),
        idle=_idle(rows, costs, account, period),
    )


def _idle(
    rows: Sequence[MonthRow], costs: CostToServe, account: int, period: Period
) -> IdleCost | None:
    last = max((row.month for row in rows if row.orders), default=None)
    if last is None or last >= period.last or not costs.known:
        return None
    sums = costs.activities_after(account, last)
    amount = sum(sums.values())
    if amount <= 0:
        return None
    mostly: list[str] = []
    for name in sorted(sums, key=lambda each: -sums[each])[:2]:
        if 2 * sum(sums[each] for each in mostly) <= amount:
            mostly.append(name)
    return IdleCost(period.last - last, amount, tuple(mostly))


def _less(amount: int | None, cost: int | None) -> int | None:
    return None if amount is None or cost is None else amount - cost


def _peers(
    session: Session, account: int, period: Period, kinds: dict[int, RelationshipType]
) -> dict[int, int]:
    """Sales of the other accounts of the account's relationship type, where they bought."""
    kind = kinds.get(account)
    if kind is None:
        return {}
    alike = [other for other, held in kinds.items() if held is kind and other != account]
    sales = sales_by_account(session, alike, period)
    return {other: amount for other, amount in sales.items() if amount > 0}


def _activities(
    costs: CostToServe, account: int, sales: int, peers: dict[int, int]
) -> tuple[ActivityCost, ...] | None:
    if not costs.known:
        return None
    found = []
    for activity, amount in costs.activities_of(account).items():
        typical = None
        if len(peers) >= TYPICAL_OF:
            charged = costs.by_activity[activity]
            typical = median(charged.get(other, 0) / amount for other, amount in peers.items())
        share = amount / sales if sales > 0 else None
        found.append(ActivityCost(activity, amount, share, typical))
    return tuple(found)


def _months(
    rows: Sequence[MonthRow], period: Period, costs: CostToServe, account: int
) -> tuple[MonthProfit, ...]:
    by_month = {row.month: row for row in rows}
    charged = costs.months_of(account)
    empty = MonthRow(0, 0, 0, 0, 0, 0, 0)
    found = []
    for month in range(period.first, period.last + 1):
        row = by_month.get(month, empty)
        margin = None if row.uncosted else row.sales - row.cost
        cost = charged.get(month, 0) if costs.known else None
        found.append(MonthProfit(month, row.orders, row.sales, margin, cost))
    return tuple(found)


def _product(row: ProductSales, prices: Mapping[int, PriceNow]) -> ProductShare:
    cost = None if row.uncosted else row.cost
    return ProductShare(
        product=row.product,
        code=row.code,
        name=row.name or tr("Without product"),
        category=row.category,
        quantity_milli=row.quantity_milli,
        discount=row.list_minor - row.sales,
        sales=row.sales,
        cost=cost,
        margin=_less(row.sales, cost),
        lines=row.lines,
        price=None if row.product is None else prices.get(row.product),
    )
