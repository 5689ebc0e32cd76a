"""The sample file: real published orders, and an invented workbook on top, both imported."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.core.resources import resource_path
from b2bdesk.models import Account, Colleague, Dmu, DmuMember, MemberLine, Person
from b2bdesk.models.costing_enums import Decision
from b2bdesk.models.enums import LineKind
from b2bdesk.services.decisions.decide import DecisionDraft, set_decision
from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.profit_services import ServiceDraft, add_special_service
from b2bdesk.storage.database import Database

WORKBOOKS = ("adventureworks_resellers.xlsx", "invented.xlsx")
_ME = "Lena Marsh"
_PINNED = (
    "Brakes and Gears",
    "Vigorous Exercise Company",
    "Excellent Riding Supplies",
    "Totes & Baskets Company",
    "Bulk Discount Store",
)
_INFLUENCES = (
    ("Karl Weiss", "Ines Carvalho", "advises", 2),
    ("Nadia Szabo", "Ruth Nowak", None, 2),
    ("Noor Lund", "Marco Okafor", "costs", 1),
)
"""Who influences whom at the first pinned account, as a label says and how much: no sheet holds
such lines."""
_SINCE = date(2019, 9, 2)
_SERVICES = (
    ServiceDraft("Workshop training", 2018 * 12 + 8, None, 240_000, 120_000, 310_000),
    ServiceDraft("Own label wheel sets", 2019 * 12 + 9, None, 900_000, 150_000, 520_000),
    ServiceDraft("Night delivery", 2019 * 12 + 2, 2020 * 12 + 1, 50_000, 260_000, 180_000),
)
"""What is done for the first pinned account alone: one paid back, one not yet, one never."""
_DECISIONS = (
    (date(2019, 3, 3), DecisionDraft(Decision.CONVERT, "Visits from 24 to 18 a year")),
    (date(2019, 11, 12), DecisionDraft(Decision.KEEP, "Strategic for the group", strategic=True)),
)


def open_sample(path: Path, progress: Progress | None = None) -> Database:
    """Open the sample, and build it first where it is not there yet.

    It is built beside its place and moved there whole, so that a build that was broken off
    leaves nothing behind.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix="building-") as folder:
            unfinished = Path(folder) / path.name
            database = Database.create(unfinished)
            try:
                build_sample(database, progress or Progress())
            finally:
                database.close()
            unfinished.replace(path)
    return Database.open(path)


def build_sample(database: Database, progress: Progress) -> None:
    """Import the sample's workbooks into a new file, as a user would, and set it up."""
    from b2bdesk.exchange_formats.excel.reader import open_workbook
    from b2bdesk.exchange_formats.mapping import suggest_workbook
    from b2bdesk.services.imports.resolve import ImportOptions
    from b2bdesk.services.imports.run import run_import

    database.write(tr("Set up the sample"), _before)
    for name in WORKBOOKS:
        with open_workbook(resource_path("sample", name), progress) as book:
            mappings = suggest_workbook(book.look())
            run_import(database, book, mappings, ImportOptions(), progress)
    database.write(tr("Set up the sample"), _after)


def _before(session: Session) -> None:
    set_setting(session, "name", tr("Adventure Works"))
    set_setting(session, "currency", "USD")
    set_setting(session, "fiscal_start", 7)


def _after(session: Session) -> None:
    set_setting(session, "me", session.scalar(select(Colleague.id).where(Colleague.name == _ME)))
    set_setting(
        session,
        "notice",
        tr(
            "Sample file. Resellers, products and orders are published example data; everything"
            " else is invented: people, exchanges, costs, surveys, services, decisions."
        ),
    )
    for account in session.scalars(select(Account).where(Account.name.in_(_PINNED))):
        account.pinned = True
    _draw_influence(session)
    first = session.scalars(select(Account.id).where(Account.name == _PINNED[0])).one()
    for service in _SERVICES:
        add_special_service(session, first, service)
    for day, draft in _DECISIONS:
        set_decision(session, [first], draft, day)


def _draw_influence(session: Session) -> None:
    rows = session.execute(
        select(Person.name, DmuMember.id)
        .join(DmuMember, DmuMember.person_id == Person.id)
        .join(Dmu, Dmu.id == DmuMember.dmu_id)
        .join(Account, Account.id == Dmu.account_id)
        .where(Account.name == _PINNED[0])
    )
    seats = {row.name: row.id for row in rows}
    for who, whom, label, strength in _INFLUENCES:
        session.add(
            MemberLine(
                member_id=seats[who],
                to_member_id=seats[whom],
                kind=LineKind.INFLUENCES,
                label=label,
                strength=strength,
                valid_from=day_of(_SINCE),
            )
        )
