"""A small file with costed lines, people and pools whose every figure can be checked by hand."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, month_of, noon_of
from b2bdesk.models import (
    Account,
    Exchange,
    ExchangePerson,
    ImportBatch,
    LedgerLine,
    Person,
    Product,
    RelationshipRecord,
)
from b2bdesk.models.costing_enums import CostLevel, Driver
from b2bdesk.models.enums import (
    Channel,
    Direction,
    ExchangeKind,
    RelationshipPoint,
    RelationshipType,
)
from b2bdesk.services import summaries
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool

JAN = 2020 * 12
MONTHS = Period(JAN, JAN + 4)
AS_OF = date(2020, 5, 31)
BATCH = 900
ANNA, BERT = 501, 502


def line(
    number: int,
    account: int,
    day: date,
    amount: int,
    cost: int | None,
    product: int | None = 11,
    *,
    list_minor: int | None = None,
    kind: str = "sale",
) -> LedgerLine:
    """A ledger line of one piece; money in minor units."""
    return LedgerLine(
        id=number,
        batch_id=BATCH,
        account_id=account,
        product_id=product,
        document=f"D{number}",
        day=day_of(day),
        month=month_of(day),
        type=kind,
        quantity_milli=1000 if kind == "sale" else -1000,
        list_minor=amount if list_minor is None else list_minor,
        amount_minor=amount,
        cost_minor=cost,
        line_key=number,
        content=number,
    )


def fill_ledger(session: Session) -> None:
    """Five accounts; account 1 bought in January and February: 100,000 list, 5,000 discount."""
    for number in range(1, 6):
        session.add(Account(id=number, name=f"Account {number}"))
    session.add(Product(id=11, code="P-1", name="Pump"))
    session.add(Product(id=12, code="V-1", name="Valve"))
    session.add(ImportBatch(id=BATCH, file_name="x.xlsx", sha256="", at=0, summary="{}"))
    session.flush()
    session.add_all(
        [
            line(1, 1, date(2020, 1, 10), 57_000, 40_000, list_minor=60_000),
            line(2, 1, date(2020, 2, 11), 38_000, 30_000, 12, list_minor=40_000),
            line(3, 2, date(2020, 1, 5), 20_000, 10_000),
            line(4, 3, date(2020, 1, 6), 10_000, 9_000),
            line(5, 4, date(2020, 5, 6), 40_000, 30_000),
            line(6, 5, date(2020, 3, 7), 30_000, None),
        ]
    )
    session.flush()
    summaries.refresh(session, [BATCH])


def fill_people(session: Session) -> None:
    """Anna and Bert of account 1: a visit of both for an hour, one of Anna, a call of nobody."""
    session.add_all([Person(id=ANNA, name="Anna"), Person(id=BERT, name="Bert")])
    session.flush()
    talks = (
        (71, date(2020, 1, 15), Channel.VISIT, 60, (ANNA, BERT)),
        (72, date(2020, 4, 15), Channel.VISIT, 30, (ANNA,)),
        (73, date(2020, 4, 16), Channel.CALL, 20, ()),
        (74, date(2020, 7, 1), Channel.VISIT, 500, (BERT,)),
    )
    for number, day, channel, minutes, people in talks:
        session.add(
            Exchange(
                id=number,
                account_id=1,
                at=noon_of(day),
                direction=Direction.OUTBOUND,
                kind=ExchangeKind.COMMUNICATION,
                channel=channel,
                subject="Talk",
                minutes=minutes,
            )
        )
        session.flush()
        for person in people:
            session.add(ExchangePerson(exchange_id=number, person_id=person))
    for account in (1, 2, 3, 4):
        session.add(
            RelationshipRecord(
                account_id=account,
                point=RelationshipPoint.CURRENT,
                type=RelationshipType.VALUE_ADDED,
                on_day=day_of(date(2020, 1, 1)),
            )
        )


def fill_pools(session: Session) -> None:
    """Orders 6,000 over six orders, visits 900 over ninety minutes, rent 700 held."""
    add_pool(
        session,
        PoolDraft("Order desk", "Orders", driver=Driver.ORDERS),
        PeriodDraft(MONTHS, 6000),
    )
    add_pool(
        session,
        PoolDraft("Field visits", "Visits", CostLevel.CUSTOMER, driver=Driver.VISIT_MINUTES),
        PeriodDraft(MONTHS, 900),
    )
    add_pool(session, PoolDraft("Rent", "Rent", CostLevel.FACILITY), PeriodDraft(MONTHS, 700))
