"""The names a user's own template can hold, what each means, and where its figure comes from.

Every figure is taken from the results that the pages draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from b2bdesk.core.i18n import mark, tr
from b2bdesk.exchange_formats.excel.filler import Filling
from b2bdesk.exchange_formats.excel.sheets import Figure
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.accounts import AccountDetails
from b2bdesk.queries.exchanges import ExchangeRow
from b2bdesk.queries.next_steps import NextStepRow
from b2bdesk.queries.people import PersonRow, SeatRow
from b2bdesk.services.portfolio import MEASURE_WORDS, PortfolioResult, PortfolioRow
from b2bdesk.services.profit import AccountProfit
from b2bdesk.services.retention.results import AccountRisk, PortfolioRetention


@dataclass(frozen=True, slots=True)
class AboutAccount:
    """What an account's templates are filled from."""

    details: AccountDetails
    owner: str | None
    profit: AccountProfit
    risk: AccountRisk | None
    people: Sequence[tuple[PersonRow, SeatRow | None]]
    steps: Sequence[NextStepRow]
    exchanges: Sequence[ExchangeRow]
    as_of: date
    currency: str


@dataclass(frozen=True, slots=True)
class AboutPortfolio:
    """What a portfolio's templates are filled from; ``rows`` are those on show."""

    result: PortfolioResult
    rows: Sequence[PortfolioRow]
    retention: PortfolioRetention | None
    currency: str


@dataclass(frozen=True, slots=True)
class Named:
    """One name: its meaning in words, its kind of figure, and how to get it."""

    name: str
    meaning: str
    get: Callable[[Any], Any]
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list of which each item fills a row of its own."""

    name: str
    meaning: str
    get: Callable[[Any], Sequence[Any]]
    fields: tuple[Named, ...]


def _word(value: Any) -> str | None:
    return None if value is None else tr(WORDS[value])


def _erp(details: AccountDetails) -> str:
    return ", ".join(number for _, number in details.numbers)


ACCOUNT = (
    Named("account.name", mark("Account"), lambda a: a.details.name),
    Named("account.number", mark("ERP number"), lambda a: _erp(a.details), "code"),
    Named("account.kind", mark("Kind"), lambda a: _word(a.details.kind)),
    Named("account.type", mark("Relationship type"), lambda a: _word(a.profit.type)),
    Named("account.segment", mark("Segment"), lambda a: a.details.segment),
    Named("account.owner", mark("Owner"), lambda a: a.owner),
    Named("account.address", mark("Address"), lambda a: a.details.address),
    Named("account.postal_code", mark("Postal code"), lambda a: a.details.postal_code, "code"),
    Named("account.city", mark("City"), lambda a: a.details.city),
    Named("account.country", mark("Country"), lambda a: a.details.country),
    Named("account.phone", mark("Phone"), lambda a: a.details.phone, "code"),
    Named("account.email", mark("Email"), lambda a: a.details.email),
    Named("account.website", mark("Website"), lambda a: a.details.website),
    Named("account.note", mark("Note"), lambda a: a.details.note),
    Named("profit.orders", mark("Orders"), lambda a: a.profit.orders, "int"),
    Named("profit.list", mark("List revenue"), lambda a: a.profit.list_revenue, "money"),
    Named("profit.discounts", mark("Discounts"), lambda a: a.profit.discounts, "money"),
    Named("profit.sales", mark("Sales"), lambda a: a.profit.sales, "money"),
    Named("profit.goods", mark("Cost of goods"), lambda a: a.profit.cost_of_goods, "money"),
    Named("profit.margin", mark("Gross margin"), lambda a: a.profit.gross_margin, "money"),
    Named("profit.cost", mark("Cost to serve"), lambda a: a.profit.cost_to_serve, "money"),
    Named("profit.net", mark("Net profit"), lambda a: a.profit.net_profit, "money"),
    Named("risk.order", mark("P(order within 12 months)"),
          lambda a: a.risk and a.risk.p_order, "percent"),
    Named("risk.active", mark("Still active in 12 months"),
          lambda a: a.risk and a.risk.still_active, "percent"),
    Named("risk.loss", mark("Expected loss"),
          lambda a: a.risk and a.risk.expected_loss_minor, "money"),
    Named("report.as_of", mark("As of"), lambda a: a.as_of, "date"),
    Named("report.first", mark("First month"), lambda a: a.profit.period.first_date, "month"),
    Named("report.last", mark("Last month"), lambda a: a.profit.period.last_date, "month"),
    Named("report.currency", mark("Currency"), lambda a: a.currency),
)  # fmt: skip

ACCOUNT_LISTS = (
    NamedList("people", mark("People"), lambda a: a.people, (
        Named("name", mark("Name"), lambda r: r[0].name),
        Named("title", mark("Job title"), lambda r: r[0].title),
        Named("class", mark("Contact class"), lambda r: _word(r[0].contact_class)),
        Named("roles", mark("Roles"),
              lambda r: None if r[1] is None else ", ".join(tr(WORDS[k]) for k in r[1].roles)),
        Named("stance", mark("Stance"),
              lambda r: _word(r[1].stances[0].stance) if r[1] and r[1].stances else None),
        Named("email", mark("Email"), lambda r: r[0].email),
        Named("phone", mark("Phone"), lambda r: r[0].phone, "code"),
        Named("last", mark("Last exchange"), lambda r: r[0].last_exchange, "date"),
    )),
    NamedList("steps", mark("Next steps"), lambda a: a.steps, (
        Named("what", mark("What"), lambda r: r.what),
        Named("due", mark("Due"), lambda r: r.due, "date"),
        Named("owner", mark("Owner"), lambda r: r.owner),
    )),
    NamedList("exchanges", mark("Exchanges, the newest twenty"), lambda a: a.exchanges, (
        Named("on", mark("When"), lambda r: r.on, "date"),
        Named("kind", mark("Kind"), lambda r: _word(r.kind)),
        Named("channel", mark("Channel"), lambda r: _word(r.channel)),
        Named("subject", mark("Subject"), lambda r: r.subject),
        Named("people", mark("With"), lambda r: ", ".join(one.name for one in r.people)),
        Named("minutes", mark("Minutes"), lambda r: r.minutes, "int"),
    )),
    NamedList("activities", mark("Cost to serve by activity"),
              lambda a: a.profit.activities or (), (
        Named("name", mark("Activity"), lambda r: r.activity),
        Named("amount", mark("Amount"), lambda r: r.amount, "money"),
        Named("share", mark("Share of sales"), lambda r: r.share, "percent"),
    )),
    NamedList("products", mark("Products, most sales first"), lambda a: a.profit.products, (
        Named("code", mark("Code"), lambda r: r.code, "code"),
        Named("name", mark("Product"), lambda r: r.name),
        Named("quantity", mark("Quantity"), lambda r: r.quantity_milli / 1000, "number"),
        Named("sales", mark("Sales"), lambda r: r.sales, "money"),
        Named("margin", mark("Gross margin"), lambda r: r.margin, "money"),
    )),
)  # fmt: skip

PORTFOLIO = (
    Named("portfolio.accounts", mark("Accounts in the period"), lambda p: len(p.result.rows),
          "int"),
    Named("portfolio.sales", mark("Sales"), lambda p: p.result.totals().sales, "money"),
    Named("portfolio.discount", mark("Discount"), lambda p: p.result.totals().discount, "money"),
    Named("portfolio.goods", mark("Cost of goods"),
          lambda p: p.result.totals().cost_of_goods, "money"),
    Named("portfolio.margin", mark("Gross margin"),
          lambda p: p.result.totals().gross_margin, "money"),
    Named("portfolio.cost", mark("Cost to serve"),
          lambda p: p.result.totals().cost_to_serve, "money"),
    Named("portfolio.net", mark("Net profit"), lambda p: p.result.totals().net_profit, "money"),
    Named("portfolio.measure", mark("What the curve ranks by"),
          lambda p: tr(MEASURE_WORDS[p.result.measure])),
    Named("portfolio.peak", mark("Peak"), lambda p: p.result.curve().peak_value, "money"),
    Named("portfolio.peak_accounts", mark("Accounts up to the peak"),
          lambda p: p.result.curve().peak_position, "int"),
    Named("portfolio.losers", mark("Accounts that lose"), lambda p: p.result.curve().losers, "int"),
    Named("portfolio.loss", mark("Their loss"), lambda p: p.result.curve().losers_sum, "money"),
    Named("report.as_of", mark("As of"), lambda p: p.result.as_of, "date"),
    Named("report.first", mark("First month"), lambda p: p.result.period.first_date, "month"),
    Named("report.last", mark("Last month"), lambda p: p.result.period.last_date, "month"),
    Named("report.currency", mark("Currency"), lambda p: p.currency),
)  # fmt: skip

PORTFOLIO_LISTS = (
    NamedList("accounts", mark("The accounts on show"), lambda p: p.rows, (
        Named("name", mark("Account"), lambda r: r.name),
        Named("number", mark("ERP number"), lambda r: ", ".join(r.erp_numbers), "code"),
        Named("type", mark("Type"), lambda r: _word(r.current)),
        Named("segment", mark("Segment"), lambda r: r.segment),
        Named("place", mark("Place"), lambda r: r.place),
        Named("owner", mark("Owner"), lambda r: r.owner),
        Named("orders", mark("Orders"), lambda r: r.orders, "int"),
        Named("sales", mark("Sales"), lambda r: r.sales, "money"),
        Named("margin", mark("Gross margin"), lambda r: r.gross_margin, "money"),
        Named("cost", mark("Cost to serve"), lambda r: r.cost_to_serve, "money"),
        Named("net", mark("Net profit"), lambda r: r.net_profit, "money"),
        Named("last", mark("Last exchange"), lambda r: r.last_exchange, "date"),
        Named("step", mark("Next step"), lambda r: r.step),
        Named("due", mark("Due"), lambda r: r.step_due, "date"),
    )),
)  # fmt: skip


def filling_of(
    about: AboutAccount | AboutPortfolio,
    values: Sequence[Named],
    lists: Sequence[NamedList],
) -> Filling:
    """Every name with its present figure."""

    def figures(fields: Sequence[Named], item: Any) -> Mapping[str, Figure]:
        return {each.name: Figure(each.get(item), each.kind, about.currency) for each in fields}

    return Filling(
        values=figures(values, about),
        lists={each.name: [figures(each.fields, row) for row in each.get(about)] for each in lists},
        fields={each.name: [field.name for field in each.fields] for each in lists},
    )


def explained(values: Sequence[Named], lists: Sequence[NamedList]) -> list[tuple[str, str]]:
    """Every name with its meaning, as a template's sheet of names shows them."""
    told = [(each.name, tr(each.meaning)) for each in values]
    for group in lists:
        told += [
            (f"{group.name}.{each.name}", f"{tr(group.meaning)}: {tr(each.meaning)}")
            for each in group.fields
        ]
    return told
