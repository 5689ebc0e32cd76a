"""Tables as workbooks that can be edited and brought back.

Every row ends with the record's id and with the version that it was written from, both out of
sight: the import knows the record again by them and sees what was changed, and by whom.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor, to_minor
from b2bdesk.exchange_formats.excel.template import choices_of
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.exchange_formats.kinds import STAMPS, Field, FieldType, SheetKind
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.own_columns import OWN, READ_AS
from b2bdesk.exchange_formats.returned import own_title
from b2bdesk.models.enums import OwnFieldType
from b2bdesk.queries.as_of_step import Tables, newest_stamp
from b2bdesk.queries.file_info import settings_of
from b2bdesk.services.record_rows import RECORDS, shown, shown_own
from b2bdesk.services.record_source import RecordKind, Source, own_value

Figures = Mapping[int, Mapping[str, Any]]
"""What is computed for a record, by its id and the column's key."""

_FORMS = {
    FieldType.NOTE: "note", FieldType.CODE: "code", FieldType.NUMBER: "number",
    FieldType.MONEY: "money", FieldType.WHOLE: "int", FieldType.DATE: "date",
}  # fmt: skip
_WIDTHS = {"country": 16, "kind": 16, "direction": 12, "channel": 12, "postal_code": 12, "due": 12}


def write_records(session: Session, path: Path, kind: str, ids: Collection[int]) -> int:
    """Write records of one kind as a workbook, in their order; returns how many rows there are.

    ``FileError`` where the file cannot be written.
    """
    sheet = record_sheet(session, kind, ids)
    write_workbook(path, [sheet])
    return len(list(sheet.rows))


def write_people(
    session: Session, path: Path, account: int, persons: Collection[int], seats: Collection[int]
) -> None:
    """Write people of an account, and their seats where there are any."""
    sheets = [record_sheet(session, "contacts", persons, account=account)]
    if seats:
        sheets.append(record_sheet(session, "roles", seats))
    write_workbook(path, sheets)


def write_file(session: Session, path: Path) -> None:
    """Write every record of the file, a sheet for each kind that there is any of."""
    sheets = [each for kind in RECORDS if (each := record_sheet(session, kind, None)).rows]
    if not sheets:
        raise DomainError(tr("There is nothing to export yet."))
    write_workbook(path, sheets)


def record_sheet(
    session: Session,
    kind: str,
    ids: Collection[int] | None,
    *,
    account: int | None = None,
    fields: Sequence[str] = (),
    name: str = "",
    columns: Sequence[ColumnOut] = (),
    figures: Figures | None = None,
    note: str = "",
    totals: Sequence[str] = (),
) -> SheetOut:
    """A sheet of records that can be brought back.

    ``ids``: in their order; None for all there are. ``account``: only rows of that account, where
    a person works for several. ``fields``: these of the kind; without, all and the user's own.
    ``columns``: what is shown beside the record's own fields, with ``figures``; it is read over on
    the way back.
    """
    connection = session.connection()
    currency = str(settings_of(session).get("currency", "USD"))
    record, sheet_kind = RECORDS[kind], KINDS[kind]
    shown_fields = [sheet_kind.by_key[key] for key in fields or record.fields]
    stamp = newest_stamp(connection)
    source = Source(Tables(connection), currency)
    own = [] if fields or record.own is None else source.own_fields(record.own)
    rows = [
        {
            **{
                field.key: _cell(kind, field, row.values[field.key], currency)
                for field in shown_fields
            },
            **_own_cells(source, record, row.id, currency),
            **((figures or {}).get(row.id) or {}),
            "record_id": str(row.id),
            "version": stamp,
        }
        for row in record.rows(source, ids)
        if account is None or row.ids.get("account") == account
    ]
    return SheetOut(
        name or tr(sheet_kind.title),
        [
            *(_column(field, currency) for field in shown_fields),
            *(_own_column(field, sheet_kind, currency) for field in own),
            *columns,
            *(ColumnOut(field.key, tr(field.title), "code", hidden=True) for field in STAMPS),
        ],
        rows,
        totals=totals,
        note=note,
    )


def _cell(kind: str, field: Field, value: Any, currency: str) -> Any:
    cell = shown(kind, field.key, value)
    if field.type is FieldType.MONEY and isinstance(cell, Decimal):
        minor = to_minor(cell, currency)
        # An amount of another currency may have more decimals than the file's.
        return minor if from_minor(minor, currency) == cell else cell
    return cell


def _own_cells(source: Source, record: RecordKind, owner: int, currency: str) -> dict[str, object]:
    """What a record holds in own fields; an amount in another currency with that beside it."""
    if record.own is None:
        return {}
    types = source.tables.rows("own_field")
    cells: dict[str, object] = {}
    for field_id, text in source.own_texts(record.own, owner).items():
        kind = OwnFieldType(types[field_id]["type"])
        cell = shown_own(kind, own_value(kind, text))
        if kind is OwnFieldType.MONEY and isinstance(cell, Decimal):
            cell = to_minor(cell, currency) if text.endswith(f" {currency}") else text
        cells[f"{OWN}{field_id}"] = cell
    return cells


def _own_column(field: Mapping[str, Any], kind: SheetKind, currency: str) -> ColumnOut:
    read_as = READ_AS[OwnFieldType(field["type"])]
    choices = (field["choices"] or "").splitlines()
    return ColumnOut(
        f"{OWN}{field['id']}",
        own_title(field["name"], kind),
        _FORMS.get(read_as, "text"),
        currency=currency,
        choices=tuple(choices),
    )


def _column(field: Field, currency: str) -> ColumnOut:
    form = _FORMS.get(field.type, "text")
    if field.key == "year_opened":
        form = "raw"  # a year has no thousands
    return ColumnOut(
        field.key,
        tr(field.title),
        form,
        _WIDTHS.get(field.key, 0),
        currency,
        # A cell with several words takes no drop-down: Excel would refuse the second word.
        choices=() if field.type is FieldType.CHOICES else tuple(choices_of(field)),
    )
