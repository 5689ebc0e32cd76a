"""One account's single events: the documents, shipments and exchanges that drove its cost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, local_date_of, month_of, noon_of
from b2bdesk.models.account import Account
from b2bdesk.models.costing import PoolVolume
from b2bdesk.models.enums import Channel, ExchangeKind
from b2bdesk.models.exchange import Exchange, ExchangeColleague, ExchangePerson
from b2bdesk.models.ledger import AccountMonth, Product
from b2bdesk.models.people import Person
from b2bdesk.queries.counted_lines import HEADER_COUNTS, LINE_COUNTS

_A_DAY_MS = 24 * 60 * 60 * 1000
_HEADERS = (
    "FROM order_header AS h WHERE h.account_id = l.account_id AND h.document = l.document"
    f" AND {HEADER_COUNTS}"
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of an account on one of its days; money in minor units.

    ``sold``: net amount of its sale lines; ``amount`` of all its lines. ``has_header``: the ERP
    tells its dates apart, so that its shipments are rows of their own; ``lead``: days from ordered
    to required, None where they are not known.
    """

    document: str
    day: date
    month: int
    sale_lines: int
    sold_milli: int
    sold: int
    amount: int
    returns: int
    credits: int
    products: tuple[int, ...]
    has_header: bool
    lead: int | None


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment of a document on a day."""

    document: str
    day: date
    month: int


@dataclass(frozen=True, slots=True)
class ExchangeEvent:
    """An exchange of an account, and who of theirs took part; minutes None where not logged.

    ``colleagues``: how many of ours took part.
    """

    id: int
    day: date
    month: int
    channel: Channel
    kind: ExchangeKind
    subject: str
    minutes: int | None
    complaint: bool
    people: tuple[tuple[int, str], ...]
    colleagues: int


@dataclass(frozen=True, slots=True)
class ToldVolume:
    """A driver volume that the user gave for a pool, in thousandths."""

    pool: int
    months: Period
    volume_milli: int


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A ledger line; money in minor units, ``cost`` None where it is not known.

    ``currency``, ``foreign`` and ``rate_micro``: the other currency it came in, the amount as it
    came, and the rate it was converted at.
    """

    id: int
    day: date
    type: str
    product: int | None
    code: str
    name: str
    quantity_milli: int
    list_minor: int
    amount: int
    cost: int | None
    currency: str | None = None
    foreign: int | None = None
    rate_micro: int | None = None


def list_documents(session: Session, account: int, months: Period) -> list[DocumentRow]:
    """The documents of an account in some months by day, earliest first."""
    rows = session.execute(
        text(
            "SELECT l.document, l.day, l.month, sum(l.type = 'sale'),"
            " sum(CASE WHEN l.type = 'sale' AND l.quantity_milli > 0 THEN l.quantity_milli"
            " ELSE 0 END),"
            " sum(CASE WHEN l.type = 'sale' THEN l.amount_minor ELSE 0 END),"
            " sum(l.amount_minor), sum(l.type = 'return'), sum(l.type = 'credit_note'),"
            " group_concat(DISTINCT CASE WHEN l.type = 'sale' THEN l.product_id END),"
            f" EXISTS (SELECT 1 {_HEADERS}),"
            f" (SELECT min(h.required_day) - min(h.ordered_day) {_HEADERS})"
            " FROM ledger_line AS l WHERE l.account_id = :account"
            f" AND l.month BETWEEN :first AND :last AND {LINE_COUNTS}"
            " GROUP BY l.day, l.document ORDER BY l.day, l.document"
        ),
        {"account": account, "first": months.first, "last": months.last},
    )
    return [
        DocumentRow(
            document=row[0],
            day=date_of(row[1]),
            month=row[2],
            sale_lines=row[3],
            sold_milli=row[4],
            sold=row[5],
            amount=row[6],
            returns=row[7],
            credits=row[8],
            products=tuple(int(each) for each in row[9].split(",")) if row[9] else (),
            has_header=bool(row[10]),
            lead=row[11],
        )
        for row in rows
    ]


def list_shipments(session: Session, account: int, months: Period) -> list[ShipmentRow]:
    """The shipments that order headers tell of, earliest first; one of a document on a day."""
    rows = session.execute(
        text(
            "SELECT DISTINCT h.document, h.shipped_day FROM order_header AS h"
            " WHERE h.account_id = :account AND h.shipped_day IS NOT NULL"
            f" AND {HEADER_COUNTS} ORDER BY h.shipped_day, h.document"
        ),
        {"account": account},
    )
    found = [ShipmentRow(row[0], date_of(row[1]), month_of(date_of(row[1]))) for row in rows]
    return [row for row in found if months.first <= row.month <= months.last]


def list_exchange_events(
    session: Session, account: int, months: Period, as_of: date
) -> list[ExchangeEvent]:
    """The account's exchanges of some months by local date, up to the as-of day."""
    # A little wider than the months, then exact by local date.
    span = (
        noon_of(months.first_date) - _A_DAY_MS,
        noon_of(min(months.last_date, as_of)) + _A_DAY_MS,
    )
    people: dict[int, list[tuple[int, str]]] = {}
    for exchange, person, name in session.execute(
        select(ExchangePerson.exchange_id, Person.id, Person.name)
        .join(Person, Person.id == ExchangePerson.person_id)
        .join(Exchange, Exchange.id == ExchangePerson.exchange_id)
        .where(Exchange.account_id == account, Exchange.at.between(*span))
        .order_by(ExchangePerson.exchange_id, Person.id)
    ):
        people.setdefault(exchange, []).append((person, name))
    ours: dict[int, int] = {
        row.exchange_id: row.colleagues
        for row in session.execute(
            select(
                ExchangeColleague.exchange_id,
                func.count(ExchangeColleague.colleague_id.distinct()).label("colleagues"),
            )
            .join(Exchange, Exchange.id == ExchangeColleague.exchange_id)
            .where(Exchange.account_id == account, Exchange.at.between(*span))
            .group_by(ExchangeColleague.exchange_id)
        )
    }
    rows = []
    for row in session.execute(
        select(
            Exchange.id,
            Exchange.at,
            Exchange.channel,
            Exchange.kind,
            Exchange.subject,
            Exchange.minutes,
            Exchange.complaint,
        )
        .where(Exchange.account_id == account, Exchange.at.between(*span))
        .order_by(Exchange.at, Exchange.id)
    ):
        day = local_date_of(row.at)
        if months.first <= month_of(day) <= months.last and day <= as_of:
            rows.append(
                ExchangeEvent(
                    id=row.id,
                    day=day,
                    month=month_of(day),
                    channel=row.channel,
                    kind=row.kind,
                    subject=row.subject,
                    minutes=row.minutes,
                    complaint=row.complaint,
                    people=tuple(dict.fromkeys(people.get(row.id, ()))),
                    colleagues=ours.get(row.id, 0),
                )
            )
    return rows


def list_told_volumes(session: Session, account: int, pools: Collection[int]) -> list[ToldVolume]:
    """The driver volumes that the user gave for an account, earliest first."""
    rows = session.execute(
        select(
            PoolVolume.pool_id,
            PoolVolume.first_month,
            PoolVolume.last_month,
            PoolVolume.volume_milli,
        )
        .where(PoolVolume.account_id == account, PoolVolume.pool_id.in_(list(pools)))
        .order_by(PoolVolume.first_month, PoolVolume.id)
    )
    return [ToldVolume(row[0], Period(row[1], max(row[1], row[2])), row[3]) for row in rows]


def list_document_lines(session: Session, account: int, document: str) -> list[DocumentLine]:
    """The counted lines of one document, in the order they came."""
    rows = session.execute(
        text(
            "SELECT l.id, l.day, l.type, l.product_id, p.code, p.name, l.quantity_milli,"
            " l.list_minor, l.amount_minor, l.cost_minor, f.currency, f.amount_minor,"
            " f.rate_micro FROM ledger_line AS l"
            " LEFT JOIN product AS p ON p.id = l.product_id"
            " LEFT JOIN ledger_foreign AS f ON f.line_id = l.id"
            f" WHERE l.account_id = :account AND l.document = :document AND {LINE_COUNTS}"
            " ORDER BY l.day, l.id"
        ),
        {"account": account, "document": document},
    )
    return [
        DocumentLine(
            row[0],
            date_of(row[1]),
            row[2],
            row[3],
            row[4] or "",
            row[5] or row[4] or "",
            *row[6:],
        )
        for row in rows
    ]


def mean_order(session: Session, months: Period) -> int | None:
    """Sales for each order over all accounts, in minor units; None without an order."""
    amount, orders = session.execute(
        select(func.sum(AccountMonth.amount_minor), func.sum(AccountMonth.orders))
        .join(Account, Account.id == AccountMonth.account_id)
        .where(AccountMonth.month.between(months.first, months.last))
    ).one()
    return round(amount / orders) if orders and amount > 0 else None


def list_product_names(session: Session, products: Collection[int]) -> dict[int, str]:
    """The names of some products by id."""
    rows = session.execute(select(Product.id, Product.name).where(Product.id.in_(list(products))))
    return {row.id: row.name for row in rows}


def first_order(session: Session, account: int) -> tuple[date, str] | None:
    """Day and document of an account's first order; None without any."""
    row = session.execute(
        text(
            "SELECT l.day, l.document FROM ledger_line AS l WHERE l.account_id = :account"
            f" AND l.type = 'sale' AND {LINE_COUNTS} ORDER BY l.day, l.document LIMIT 1"
        ),
        {"account": account},
    ).first()
    return None if row is None else (date_of(row[0]), row[1])


def account_traits(session: Session, account: int) -> tuple[str, str, str]:
    """Segment, kind and country of an account as stored, "" where not known."""
    row = session.execute(
        select(Account.segment, Account.kind, Account.country).where(Account.id == account)
    ).first()
    return ("", "", "") if row is None else (row.segment or "", row.kind, row.country or "")
