"""What is due as a workbook: the follow-ups, which can be edited and brought back, and the lists
of Today as plain tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.file_info import settings_of
from b2bdesk.services.retention import AccountRisk, portfolio_retention
from b2bdesk.services.table_export import record_sheet
from b2bdesk.services.today import Owners, Today, today


def write_today(
    session: Session, path: Path, as_of: date, owners: Owners, progress: Progress
) -> None:
    """Write what is due for these owners, a sheet for each list that has rows.

    ``DomainError`` where nothing is due, ``FileError`` where the file cannot be written.
    """
    found = today(session, as_of, owners)
    currency = str(settings_of(session).get("currency", "USD"))
    progress.report(tr("Scoring every account."))
    risks = portfolio_retention(session, as_of).by_account
    steps = [step.id for step in found.steps]
    sheets = [
        *([record_sheet(session, "next_steps", steps, name=tr("Follow-ups due"))] if steps else []),
        _overdue(found, risks, currency),
        _losses(found, risks, currency),
        _renewals(found),
        _silent(found),
        _lapsed(found),
    ]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise DomainError(tr("Nothing is due, so there is nothing to export."))
    progress.report(tr("Writing {name}", name=path.name))
    write_workbook(path, sheets, title=tr("Today"))


def _account() -> ColumnOut:
    return ColumnOut("account", tr("Account"), width=30)


def _risk_columns(currency: str) -> list[ColumnOut]:
    loss = f"{tr('Expected loss')}, {currency}"
    return [
        ColumnOut("active", tr("Still active in 12 months"), "percent", 14),
        ColumnOut("loss", loss, "money", currency=currency),
    ]


def _note(found: Today) -> str:
    return tr("As of {as_of}.", as_of=found.as_of.isoformat())


def _overdue(found: Today, risks: dict[int, AccountRisk], currency: str) -> SheetOut:
    def of(account: int) -> tuple[float | None, int | None]:
        risk = risks.get(account)
        return (None, None) if risk is None else (risk.still_active, risk.expected_loss_minor)

    orders = sorted(
        found.overdue_orders, key=lambda row: (-(of(row.account_id)[1] or 0), -row.cycles_late)
    )
    return SheetOut(
        tr("Orders overdue"),
        [
            _account(),
            ColumnOut("late", tr("Cycles late"), "number"),
            ColumnOut("last", tr("Last order"), "date"),
            ColumnOut("gap", tr("Usual gap, days"), "int"),
            *_risk_columns(currency),
        ],
        [
            (row.account, row.cycles_late, row.last_order, round(row.usual_gap),
             *of(row.account_id))
            for row in orders
        ],
        note=_note(found),
    )  # fmt: skip


def _losses(found: Today, risks: dict[int, AccountRisk], currency: str) -> SheetOut:
    rows = [
        (found.names[account], risk.still_active, risk.expected_loss_minor)
        for account, risk in risks.items()
        if risk.scored and risk.expected_loss_minor and account in found.names
    ]
    rows.sort(key=lambda row: -(row[2] or 0))
    columns = [_account(), *_risk_columns(currency)]
    return SheetOut(tr("Expected loss"), columns, rows, totals=("loss",), note=_note(found))


def _renewals(found: Today) -> SheetOut:
    return SheetOut(
        tr("Renewals"),
        [
            _account(),
            ColumnOut("name", tr("Contract"), width=28),
            ColumnOut("state", tr("Renewal"), width=16),
            ColumnOut("ends", tr("Ends"), "date"),
            ColumnOut("left", tr("Days left"), "int"),
            ColumnOut("notice", tr("Notice by"), "date"),
        ],
        [
            (row.account, row.name, tr(WORDS[row.renewal]), row.ends, row.days_left(found.as_of),
             row.notice_by)
            for row in found.renewals
        ],
        note=_note(found),
    )  # fmt: skip


def _silent(found: Today) -> SheetOut:
    return SheetOut(
        tr("Silent accounts"),
        [
            _account(),
            ColumnOut("plan", tr("Contact plan, days"), "int"),
            ColumnOut("days", tr("Days since the last exchange"), "int"),
        ],
        [(row.account, row.plan, row.days) for row in found.silent],
        note=_note(found),
    )


def _lapsed(found: Today) -> SheetOut:
    return SheetOut(
        tr("Win back"),
        [_account(), ColumnOut("last", tr("Last order"), "date")],
        [(row.account, row.last_order) for row in found.lapsed],
        note=_note(found),
    )
