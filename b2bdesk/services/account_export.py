"""One account as a workbook: itself, its people and all that hangs on it, profit and products.

Its records can be edited there and brought back. Every figure is taken from the results the
account's pages draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, local_date_of, noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.sheets import PictureOut
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models import Contract, Dmu, DmuMember, SalesTarget
from b2bdesk.models.account import ERP
from b2bdesk.queries.accounts import AccountDetails, get_account
from b2bdesk.queries.exchanges import ExchangeFilter, list_exchange_keys
from b2bdesk.queries.file_info import settings_of
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.queries.people import PeopleRow, get_people
from b2bdesk.queries.perceptions import list_scores
from b2bdesk.queries.portfolio import list_last_exchanges
from b2bdesk.services.account_report import account_report
from b2bdesk.services.opinion_sheets import (
    Opinions,
    account_opinions,
    brand_sheet,
    health_sheet,
)
from b2bdesk.services.product_months import product_months_sheet
from b2bdesk.services.profit import AccountProfit, account_profit
from b2bdesk.services.report_charts import months_sheet
from b2bdesk.services.retention import portfolio_retention
from b2bdesk.services.table_export import record_sheet


def write_account(
    session: Session,
    account: int,
    path: Path,
    period: Period,
    as_of: date,
    progress: Progress | None = None,
    pictures: Sequence[PictureOut] = (),
) -> None:
    """Write one account: its records, sheet by sheet, then its figures. ``pictures``: the maps of
    its decision-making units, for the report."""
    progress = progress or Progress()
    details = get_account(session, account)
    if details is None:
        raise DomainError(tr("The account is not there any more."))
    currency = str(settings_of(session).get("currency", "USD"))
    progress.report(tr("Computing profit"), 0.1)
    profit = account_profit(session, account, period, as_of)
    progress.report(tr("Scoring every account."), 0.3)
    risk = portfolio_retention(session, as_of).by_account.get(account)
    contact = _contact(session, account, as_of)
    people = get_people(session, account, as_of)
    opinions = account_opinions(session, people, as_of)
    progress.report(tr("Writing {name}", name=path.name), 0.7)
    report = account_report(details.name, profit, risk, contact, currency, as_of, opinions)
    write_workbook(
        path,
        [
            replace(report, pictures=pictures),
            _account_sheet(session, details, as_of),
            _people_sheet(session, account, people),
            *_related_sheets(session, account, as_of),
            health_sheet(opinions.health),
            *_brand_sheets(session, people, opinions, as_of),
            _profit_sheet(profit, currency),
            months_sheet(profit.months, currency),
            _products_sheet(profit, currency),
            product_months_sheet(session, account, period, currency),
        ],
        title=details.name,
    )


def _contact(session: Session, account: int, as_of: date) -> tuple[date | None, str, date | None]:
    """The last exchange, what comes next and when it is due."""
    last = list_last_exchanges(session, noon_of(as_of + timedelta(days=1)) - 1).get(account)
    steps = [step for step in list_next_steps(session, as_of, account=account) if not step.done]
    step = steps[0] if steps else None
    return (
        None if last is None else local_date_of(last.at),
        "" if step is None else step.what,
        None if step is None else step.due,
    )


def _account_sheet(session: Session, details: AccountDetails, as_of: date) -> SheetOut:
    """The account's own fields, and its numbers in other systems."""
    others = [(system, number) for system, number in details.numbers if system != ERP]
    return record_sheet(
        session,
        "accounts",
        [details.id],
        name=tr("Account"),
        columns=[
            ColumnOut(system, tr("{system} number", system=system), "code") for system, _ in others
        ],
        figures={details.id: dict(others)},
        note=tr("As of {as_of}.", as_of=as_of.isoformat()),
    )


def _people_sheet(session: Session, account: int, people: PeopleRow) -> SheetOut:
    persons = {seat.person.id: seat.person for seat in people.seats}
    persons |= {person.id: person for person in people.unseated}
    return record_sheet(
        session,
        "contacts",
        list(persons),
        account=account,
        name=tr("People"),
        columns=[
            ColumnOut("last", tr("Last exchange"), "date"),
            ColumnOut("count", tr("Exchanges in 12 months"), "int"),
        ],
        figures={
            person.id: {"last": person.last_exchange, "count": person.exchanges_12_months}
            for person in persons.values()
        },
    )


def _related_sheets(session: Session, account: int, as_of: date) -> list[SheetOut]:
    """What hangs on the account: seats, exchanges, next steps, contracts and targets."""
    exchanges = [
        key.id for key in list_exchange_keys(session, ExchangeFilter(account=account), as_of)
    ]
    steps = list_next_steps(session, as_of, account=account, with_done_since=date_of(0))
    seats = select(DmuMember.id).join(Dmu, DmuMember.dmu_id == Dmu.id).order_by(DmuMember.id)
    contracts = select(Contract.id).order_by(Contract.ends_day, Contract.id)
    targets = select(SalesTarget.id).order_by(SalesTarget.first_month, SalesTarget.id)
    return [
        record_sheet(
            session, "roles", session.scalars(seats.where(Dmu.account_id == account)).all()
        ),
        record_sheet(session, "exchanges", exchanges, totals=("minutes",)),
        record_sheet(session, "next_steps", [step.id for step in steps]),
        record_sheet(
            session,
            "contracts",
            session.scalars(contracts.where(Contract.account_id == account)).all(),
        ),
        record_sheet(
            session,
            "sales_targets",
            session.scalars(targets.where(SalesTarget.account_id == account)).all(),
        ),
    ]


def _brand_sheets(
    session: Session, people: PeopleRow, opinions: Opinions, as_of: date
) -> list[SheetOut]:
    """The brand of the units, and the answers it rests on; nothing where nobody answered."""
    persons = {seat.person.id for seat in people.seats} | {row.id for row in people.unseated}
    answers = list_scores(session, persons, as_of)
    ids = [row.id for person in sorted(answers) for row in answers[person]]
    if not ids:
        return []
    sheet = record_sheet(session, "surveys", ids)
    return [brand_sheet(opinions.brands, as_of), sheet] if opinions.brands else [sheet]


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
