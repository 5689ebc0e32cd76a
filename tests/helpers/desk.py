"""A small file made by hand: a team, accounts, people, orders; and waiting for a context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, month_of
from b2bdesk.models import (
    Account,
    AccountMonth,
    Colleague,
    Dmu,
    DmuMember,
    Job,
    MemberRole,
    OrderDay,
    Person,
)
from b2bdesk.models.enums import Role
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.file_settings import set_setting
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext

TODAY = date(2020, 6, 1)


@dataclass(frozen=True)
class Desk:
    """Ids of what was made. ``lapsed`` ordered every 30 days until May 2018."""

    brakes: int
    great: int
    lapsed: int
    daniel: int
    ines: int
    lena: int
    sam: int


def fill(session: Session) -> Desk:
    """Lena is me. Brakes and Gears orders every 30 days and is late; it has two people."""
    lena, sam = Colleague(name="Lena Marsh"), Colleague(name="Sam Lee")
    brakes = Account(name="Brakes and Gears", city="Tooele", contact_every_days=12)
    great = Account(name="Great Bikes")
    lapsed = Account(name="Retail Mall", contact_every_days=30)
    daniel, ines = Person(name="Daniel Okafor"), Person(name="Ines Carvalho")
    session.add_all([lena, sam, brakes, great, lapsed, daniel, ines])
    session.flush()
    brakes.owner_id, great.owner_id, lapsed.owner_id = lena.id, sam.id, lena.id
    set_setting(session, "me", lena.id)
    set_setting(session, "as_of", TODAY.isoformat())
    unit = Dmu(account_id=brakes.id, name="Bikes")
    session.add(unit)
    session.flush()
    for person in (daniel, ines):
        session.add(Job(person_id=person.id, account_id=brakes.id, title="Buyer"))
        session.add(DmuMember(dmu_id=unit.id, person_id=person.id, influence=3))
    session.flush()
    seat = session.query(DmuMember).filter_by(person_id=daniel.id).one()
    session.add(MemberRole(member_id=seat.id, role=Role.BUYER, valid_from=0))
    add_orders(session, brakes.id, date(2019, 2, 1), date(2020, 3, 1), 30)
    add_orders(session, great.id, date(2019, 2, 1), date(2020, 5, 20), 30)
    add_orders(session, lapsed.id, date(2017, 5, 1), date(2018, 5, 1), 30)
    return Desk(brakes.id, great.id, lapsed.id, daniel.id, ines.id, lena.id, sam.id)


def add_orders(session: Session, account: int, first: date, last: date, every: int) -> None:
    """Orders of 1,000.00 with a cost of 700.00, counted back from the last one."""
    months: dict[int, int] = {}
    day = last
    while day >= first:
        session.add(OrderDay(account_id=account, day=day_of(day), orders=1, amount_minor=100_000))
        months[month_of(day)] = months.get(month_of(day), 0) + 1
        day -= timedelta(days=every)
    for month, orders in months.items():
        session.add(
            AccountMonth(
                account_id=account,
                month=month,
                list_minor=110_000 * orders,
                amount_minor=100_000 * orders,
                cost_minor=70_000 * orders,
                uncosted=0,
                lines=orders,
                orders=orders,
                deliveries=orders,
                returns=0,
                credit_notes=0,
                quantity_milli=1000 * orders,
            )
        )


def reload(ctx: AppContext, database: Database) -> None:
    """Read the file's facts and let the context use the file."""
    with database.read() as session:
        info = get_file_info(session, TODAY)
    ctx.use(database, info)


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    """Wait until nothing is under way any more, rows that came into view included."""
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)
