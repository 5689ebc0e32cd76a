"""One account as a workbook: facts, people, exchanges, next steps, profit, months, products.

Every figure is taken from the results the account's pages draw.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, first_of_month
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models import Account, Colleague
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.accounts import AccountDetails, get_account
from b2bdesk.queries.exchanges import ExchangeFilter, get_exchanges, list_exchange_keys
from b2bdesk.queries.file_info import settings_of
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.queries.people import PeopleRow, get_people
from b2bdesk.services.exports import facts_sheet, word
from b2bdesk.services.product_months import product_months_sheet
from b2bdesk.services.profit import AccountProfit, account_profit


def write_account(session: Session, account: int, path: Path, period: Period, as_of: date) -> None:
    """Write one account: facts, people, exchanges, next steps, profit, months, products."""
    details = get_account(session, account)
    if details is None:
        raise DomainError(tr("The account is not there any more."))
    currency = str(settings_of(session).get("currency", "USD"))
    profit = account_profit(session, account, period, as_of)
    write_workbook(
        path,
        [
            _account_sheet(session, details, currency, as_of),
            _people_sheet(get_people(session, account, as_of)),
            _exchanges_sheet(session, account, as_of),
            _steps_sheet(session, account, as_of),
            _profit_sheet(profit, currency),
            _months_sheet(profit, currency),
            _products_sheet(profit, currency),
            product_months_sheet(session, account, period, currency),
        ],
    )


def _account_sheet(
    session: Session, details: AccountDetails, currency: str, as_of: date
) -> SheetOut:
    parent = None if details.parent_id is None else session.get(Account, details.parent_id)
    owner = None if details.owner_id is None else session.get(Colleague, details.owner_id)
    annual = details.annual_sales_minor
    facts: list[tuple[str, Any]] = [
        (tr("Name"), details.name),
        (tr("Kind"), word(details.kind)),
        (tr("Segment"), details.segment),
        (tr("Belongs to"), None if parent is None else parent.name),
        (tr("Owner"), None if owner is None else owner.name),
        *((tr("{system} number", system=system), value) for system, value in details.numbers),
        (tr("Business type"), details.business_type),
        (tr("Employees"), details.employees),
        (
            tr("Their annual sales, {currency}", currency=currency),
            None if annual is None else from_minor(annual, currency),
        ),
        (tr("Year opened"), details.year_opened),
        (tr("Address"), details.address),
        (tr("Postal code"), details.postal_code),
        (tr("City"), details.city),
        (tr("Region"), details.region),
        (tr("Country"), details.country),
        (tr("Phone"), details.phone),
        (tr("Email"), details.email),
        (tr("Website"), details.website),
        (tr("Contact plan, days"), details.contact_every_days),
        (tr("Note"), details.note),
        (tr("As of"), as_of.isoformat()),
    ]
    return facts_sheet(tr("Account"), facts)


def _people_sheet(people: PeopleRow) -> SheetOut:
    units = {unit.id: unit.name for unit in people.units}
    rows: list[dict[str, Any]] = []
    seats = [(seat.person, seat) for seat in people.seats]
    for person, seat in [*seats, *((person, None) for person in people.unseated)]:
        stance = seat.stances[0] if seat is not None and seat.stances else None
        rows.append(
            {
                "name": person.name,
                "title": person.title,
                "class": word(person.contact_class),
                "unit": None if seat is None else units.get(seat.unit_id),
                "roles": "" if seat is None else ", ".join(tr(WORDS[r]) for r in seat.roles),
                "stance": None if stance is None else word(stance.stance),
                "influence": None if seat is None else seat.influence,
                "email": person.email,
                "phone": person.phone,
                "mobile": person.mobile,
                "last": person.last_exchange,
                "count": person.exchanges_12_months,
                "note": person.note,
            }
        )
    return SheetOut(
        tr("People"),
        [
            ColumnOut("name", tr("Name")),
            ColumnOut("title", tr("Job title")),
            ColumnOut("class", tr("Contact class"), width=16),
            ColumnOut("unit", tr("Decision-making unit"), width=22),
            ColumnOut("roles", tr("Roles")),
            ColumnOut("stance", tr("Stance"), width=12),
            ColumnOut("influence", tr("Influence, 1 to 5"), "int"),
            ColumnOut("email", tr("Email"), width=28),
            ColumnOut("phone", tr("Phone"), "code", 18),
            ColumnOut("mobile", tr("Mobile"), "code", 18),
            ColumnOut("last", tr("Last exchange"), "date"),
            ColumnOut("count", tr("Exchanges in 12 months"), "int"),
            ColumnOut("note", tr("Note"), "note"),
        ],
        rows,
    )


def _exchanges_sheet(session: Session, account: int, as_of: date) -> SheetOut:
    keys = list_exchange_keys(session, ExchangeFilter(account=account), as_of)
    found = get_exchanges(session, [key.id for key in keys])
    rows = [
        {
            "on": row.on,
            "direction": word(row.direction),
            "kind": word(row.kind),
            "channel": word(row.channel),
            "subject": row.subject,
            "people": ", ".join(one.name for one in row.people),
            "ours": ", ".join(one.name for one in row.colleagues),
            "minutes": row.minutes,
            "sentiment": row.sentiment,
            "gave": row.gave,
            "got": row.got,
            "note": row.note,
        }
        for key in keys
        if (row := found.get(key.id)) is not None
    ]
    return SheetOut(
        tr("Exchanges"),
        [
            ColumnOut("on", tr("When"), "date"),
            ColumnOut("direction", tr("Direction"), width=10),
            ColumnOut("kind", tr("Kind"), width=16),
            ColumnOut("channel", tr("Channel"), width=12),
            ColumnOut("subject", tr("Subject"), width=40),
            ColumnOut("people", tr("With")),
            ColumnOut("ours", tr("Of us")),
            ColumnOut("minutes", tr("Minutes"), "int"),
            ColumnOut("sentiment", tr("Sentiment, −2 to 2"), "int"),
            ColumnOut("gave", tr("What we gave")),
            ColumnOut("got", tr("What we got")),
            ColumnOut("note", tr("Note"), "note"),
        ],
        rows,
        totals=("minutes",),
    )


def _steps_sheet(session: Session, account: int, as_of: date) -> SheetOut:
    rows = [
        {
            "due": row.due,
            "what": row.what,
            "owner": row.owner,
            "person": row.person,
            "by": word(row.promised_by),
            "done": row.done,
        }
        for row in list_next_steps(session, as_of, account=account, with_done_since=date_of(0))
    ]
    return SheetOut(
        tr("Next steps"),
        [
            ColumnOut("due", tr("Due"), "date"),
            ColumnOut("what", tr("What"), width=40),
            ColumnOut("owner", tr("Owner")),
            ColumnOut("person", tr("With")),
            ColumnOut("by", tr("Promised by"), width=16),
            ColumnOut("done", tr("Done"), "date"),
        ],
        rows,
    )


def _profit_sheet(profit: AccountProfit, currency: str) -> SheetOut:
    lines: list[tuple[str, int | None, str]] = [
        (tr("List revenue"), profit.list_revenue, ""),
        (tr("Discounts"), -profit.discounts, ""),
        (tr("Sales"), profit.sales, ""),
        (
            tr("Cost of goods"),
            None if profit.cost_of_goods is None else -profit.cost_of_goods,
            "",
        ),
        (tr("Gross margin"), profit.gross_margin, profit.margin_missing),
        *((each.activity, -each.amount, "") for each in profit.activities or ()),
        (
            tr("Cost to serve"),
            None if profit.cost_to_serve is None else -profit.cost_to_serve,
            profit.cost_missing,
        ),
        (tr("Net profit"), profit.net_profit, ""),
    ]
    return SheetOut(
        tr("Profit"),
        [
            ColumnOut("line", tr("Line"), width=32),
            ColumnOut("amount", f"{tr('Amount')}, {currency}", "money", currency=currency),
            ColumnOut("note", tr("Note"), "note"),
        ],
        lines,
        note=tr(
            "{first} to {last}",
            first=profit.period.first_date.strftime("%Y-%m"),
            last=profit.period.last_date.strftime("%Y-%m"),
        ),
    )


def _months_sheet(profit: AccountProfit, currency: str) -> SheetOut:
    def money(key: str, title: str) -> ColumnOut:
        return ColumnOut(key, f"{title}, {currency}", "money", currency=currency)

    rows = [
        (
            first_of_month(row.month).strftime("%Y-%m"),
            row.orders,
            row.sales,
            row.gross_margin,
            row.cost_to_serve,
            row.net_profit,
        )
        for row in profit.months
    ]
    return SheetOut(
        tr("Months"),
        [
            ColumnOut("month", tr("Month"), "code", 10),
            ColumnOut("orders", tr("Orders"), "int"),
            money("sales", tr("Sales")),
            money("margin", tr("Gross margin")),
            money("cost", tr("Cost to serve")),
            money("net", tr("Net profit")),
        ],
        rows,
        totals=("orders", "sales", "margin", "cost", "net"),
    )


def _products_sheet(profit: AccountProfit, currency: str) -> SheetOut:
    def money(key: str, title: str) -> ColumnOut:
        return ColumnOut(key, f"{title}, {currency}", "money", currency=currency)

    rows = [
        (
            row.code,
            row.name,
            row.category,
            row.quantity_milli / 1000,
            row.lines,
            row.discount,
            row.sales,
            row.cost,
            row.margin,
        )
        for row in profit.products
    ]
    return SheetOut(
        tr("Products"),
        [
            ColumnOut("code", tr("Code"), "code"),
            ColumnOut("name", tr("Product"), width=36),
            ColumnOut("category", tr("Category"), width=18),
            ColumnOut("quantity", tr("Quantity"), "number"),
            ColumnOut("lines", tr("Lines"), "int"),
            money("discount", tr("Discount")),
            money("sales", tr("Sales")),
            money("cost", tr("Cost of goods")),
            money("margin", tr("Gross margin")),
        ],
        rows,
        totals=("lines", "discount", "sales", "cost", "margin"),
    )
