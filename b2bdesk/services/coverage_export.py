"""The coverage of an account as a workbook: the picture as a table, and every pair in a list."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models.enums import WORDS, CoverageLevel
from b2bdesk.services.coverage import account_coverage
from b2bdesk.services.coverage_result import UNCLASSED, AccountCoverage, Cell, Column


def column_title(column: Column) -> str:
    """A function of theirs, or a person, by name."""
    if column.of_person:
        return column.people[0].name
    if column.outside:
        return tr("Outside")
    if column.key == UNCLASSED or column.contact_class is None:
        return tr("No class yet")
    return tr(WORDS[column.contact_class])


def level_words(cell: Cell) -> str:
    """A level; one that exchanges suggest says so; nothing where nothing is known."""
    if cell.level is CoverageLevel.UNKNOWN:
        return ""
    words = tr(WORDS[cell.level])
    return tr("{level}, suggested", level=words) if cell.suggested else words


def linked_words(column: Column) -> str:
    """How many of us know somebody there."""
    return trn("{n} of ours", "{n} of ours", column.linked) if column.linked else tr("none")


def write_coverage(
    session: Session,
    path: Path,
    account: int,
    as_of: date,
    months: int | None,
    added: tuple[int, ...] = (),
) -> None:
    """Write who of us knows whom. ``DomainError`` where we have no team, ``FileError`` where the
    file cannot be written."""
    found = account_coverage(session, account, as_of, months, added)
    if not found.lines:
        raise DomainError(tr("Nobody of us is on this table yet, so there is nothing to export."))
    sheets = [_picture(found)]
    if pairs := _pairs(found):
        sheets.append(pairs)
    write_workbook(path, sheets, title=tr("Coverage of {account}", account=found.account))


def _note(found: AccountCoverage) -> str:
    if found.months is None:
        count = tr("Exchanges are counted over all time.")
    else:
        count = trn(
            "Exchanges are counted over {n} month.",
            "Exchanges are counted over {n} months.",
            found.months,
        )
    return (
        tr("{account} as of {as_of}.", account=found.account, as_of=found.as_of.isoformat())
        + " "
        + count
    )


def _picture(found: AccountCoverage) -> SheetOut:
    functions = found.functions
    columns = [
        ColumnOut("colleague", tr("Colleague"), width=24),
        ColumnOut("function", tr("Function"), width=24),
        *(ColumnOut(each.key, column_title(each), width=20) for each in functions.columns),
    ]
    rows: list[dict[str, Any]] = []
    for line, cells in zip(found.lines, functions.cells, strict=True):
        row: dict[str, Any] = {
            "colleague": line.colleague.name,
            "function": line.colleague.function,
        }
        for column, cell in zip(functions.columns, cells, strict=True):
            row[column.key] = _cell_words(cell)
        rows.append(row)
    linked = {column.key: linked_words(column) for column in functions.columns}
    rows.append({"colleague": tr("People linked"), **linked})
    return SheetOut(tr("Coverage"), columns, rows, note=_note(found))


def _cell_words(cell: Cell) -> str:
    parts = [level_words(cell)]
    if cell.last_days is not None:
        parts.append(trn("{n} day ago", "{n} days ago", cell.last_days))
        parts.append(trn("{n} exchange", "{n} exchanges", cell.exchanges))
    if cell.desired is not None:
        parts.append(tr("wanted: {level}", level=lowered(tr(WORDS[cell.desired]))))
    if cell.matched:
        parts.append(tr("should be matched"))
    return ", ".join(part for part in parts if part)


def _pairs(found: AccountCoverage) -> SheetOut | None:
    rows = [
        {
            "colleague": line.colleague.name,
            "function": line.colleague.function,
            "person": column.people[0].name,
            "title": column.people[0].title,
            "class": tr("Outside")
            if column.outside
            else tr(WORDS[column.contact_class])
            if column.contact_class
            else None,
            "level": None
            if cell.level is CoverageLevel.UNKNOWN or cell.suggested
            else tr(WORDS[cell.level]),
            "suggested": tr(WORDS[cell.level]) if cell.suggested else None,
            "desired": tr(WORDS[cell.desired]) if cell.desired else None,
            "matched": tr("yes") if cell.matched else None,
            "last": None
            if cell.last_days is None
            else found.as_of - timedelta(days=cell.last_days),
            "exchanges": cell.exchanges,
        }
        for line, cells in zip(found.lines, found.people.cells, strict=True)
        for column, cell in zip(found.people.columns, cells, strict=True)
        if cell.level is not CoverageLevel.UNKNOWN or cell.desired is not None
    ]
    if not rows:
        return None
    columns = [
        ColumnOut("colleague", tr("Colleague"), width=24),
        ColumnOut("function", tr("Function"), width=24),
        ColumnOut("person", tr("Person"), width=24),
        ColumnOut("title", tr("Job title"), width=24),
        ColumnOut("class", tr("Contact class"), width=18),
        ColumnOut("level", tr("Coverage"), width=14),
        ColumnOut("suggested", tr("Suggested by exchanges"), width=14),
        ColumnOut("desired", tr("Desired coverage"), width=14),
        ColumnOut("matched", tr("Should be matched"), width=14),
        ColumnOut("last", tr("Last exchange"), "date"),
        ColumnOut("exchanges", tr("Exchanges"), "int"),
    ]
    return SheetOut(tr("Pairs"), columns, rows, note=_note(found))
