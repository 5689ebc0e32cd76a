"""An account of the portfolio, and sums over some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from b2bdesk.models.enums import AccountKind, Channel, RelationshipType
from b2bdesk.services.portfolio.measures import Measure


class PortfolioRow(NamedTuple):
    """An account with ledger lines in the period. Money in minor units of the file's currency.

    ``cost_of_goods`` and what follows from it are None where ``uncosted`` lines have no cost;
    ``cost_to_serve`` and ``net_profit`` are None without cost pools, ``sustaining_cost`` (the part
    that does not vary with orders) unless pools of that level and of orders both have a cost.
    ``year``, ``year_before`` and ``target`` are sales of this fiscal year up to the as-of month, of
    the same months last year, and the part of the sales targets that falls in those months.
    """

    # A named tuple: thousands of rows are made at every read, and it is made ten times as fast.
    id: int
    name: str
    place: str
    erp_numbers: tuple[str, ...]
    kind: AccountKind
    segment: str | None
    country: str | None
    owner_id: int | None
    owner: str | None
    current: RelationshipType | None
    recommended: RelationshipType | None
    lines: int
    uncosted: int
    orders: int
    sales: int
    discount: int
    cost_of_goods: int | None
    gross_margin: int | None
    cost_to_serve: int | None
    sustaining_cost: int | None
    net_profit: int | None
    year: int
    year_before: int
    target: int | None
    last_exchange: date | None
    last_channel: Channel | None
    step: str | None
    step_due: date | None

    @property
    def activity_cost(self) -> int | None:
        """Cost to serve at unit and order level; None where the levels are not told apart."""
        if self.cost_to_serve is None or self.sustaining_cost is None:
            return None
        return self.cost_to_serve - self.sustaining_cost

    @property
    def after_activities(self) -> int | None:
        """Gross margin less the cost of unit and order level."""
        if self.net_profit is None or self.sustaining_cost is None:
            return None
        return self.net_profit + self.sustaining_cost

    def amount(self, measure: Measure) -> int | None:
        """The row's amount of a measure."""
        if measure is Measure.NET_PROFIT:
            return self.net_profit
        if measure is Measure.AFTER_ACTIVITIES:
            return self.after_activities
        return self.gross_margin if measure is Measure.GROSS_MARGIN else self.sales

    @property
    def label(self) -> str:
        """Name with the ERP number that tells it from an account of the same name."""
        return f"{self.name} ({self.erp_numbers[0]})" if self.erp_numbers else self.name


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over some rows; None where a row's amount is unknown, so no sum is quietly short."""

    accounts: int
    sales: int
    discount: int
    cost_of_goods: int | None
    gross_margin: int | None
    cost_to_serve: int | None
    activity_cost: int | None
    after_activities: int | None
    sustaining_cost: int | None
    net_profit: int | None
    year: int
    year_before: int
    target: int | None


def totals_of(rows: tuple[PortfolioRow, ...]) -> Totals:
    """Sums over ``rows``."""
    targets = [r.target for r in rows if r.target is not None]
    return Totals(
        accounts=len(rows),
        sales=sum(r.sales for r in rows),
        discount=sum(r.discount for r in rows),
        cost_of_goods=_sum(r.cost_of_goods for r in rows),
        gross_margin=_sum(r.gross_margin for r in rows),
        cost_to_serve=_sum(r.cost_to_serve for r in rows),
        activity_cost=_sum(r.activity_cost for r in rows),
        after_activities=_sum(r.after_activities for r in rows),
        sustaining_cost=_sum(r.sustaining_cost for r in rows),
        net_profit=_sum(r.net_profit for r in rows),
        year=sum(r.year for r in rows),
        year_before=sum(r.year_before for r in rows),
        target=sum(targets) if targets else None,
    )


@dataclass(frozen=True, slots=True)
class TypeSummary:
    """The accounts of one relationship type (None: not set yet); shares 0..1."""

    type: RelationshipType | None
    accounts: int
    account_share: float
    sales: int
    sales_share: float | None
    amount: int | None


def types_of(rows: tuple[PortfolioRow, ...], measure: Measure) -> tuple[TypeSummary, ...]:
    """Accounts, sales and profit by current relationship type; without one comes last."""
    sales = sum(r.sales for r in rows)
    found = []
    for kind in (*RelationshipType, None):
        inside = [r for r in rows if r.current is kind]
        if not inside and kind is None:
            continue
        amount = sum(r.sales for r in inside)
        found.append(
            TypeSummary(
                type=kind,
                accounts=len(inside),
                account_share=len(inside) / len(rows) if rows else 0.0,
                sales=amount,
                sales_share=amount / sales if sales > 0 else None,
                amount=_sum(r.amount(measure) for r in inside),
            )
        )
    return tuple(found)


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = list(amounts)
    return None if None in known else sum(cast(list[int], known))
