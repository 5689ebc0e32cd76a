"""Mappings the user corrected, kept in the file by the layout of the sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.ids import made_at, next_id
from b2bdesk.exchange_formats.excel.model import WorkbookLook
from b2bdesk.exchange_formats.mapping import SheetMapping, signature, suggest, to_json
from b2bdesk.exchange_formats.own_columns import OWN, OWN_KINDS, own_name
from b2bdesk.exchange_formats.remembered import declared, find_layout, read_stored
from b2bdesk.exchange_formats.words import words_of
from b2bdesk.models import ImportLayout
from b2bdesk.models.enums import OwnFieldOf

_NO_NAME = ("sheet", "tabelle", "blatt", "feuil", "hoja", "foglio", "blad", "table", "export")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Layout:
    """A remembered mapping. ``saved``: the instant it was kept at, in milliseconds."""

    signature: str
    name: str
    kind: str
    columns: int
    saved: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the user said beside the mappings; remembered with them.

    ``seen``: the workbook as it was first looked at, before header rows were pointed out.
    ``waiting``: sheets with rows that wait. Their layout is remembered in any case, because those
    rows come back in a sheet of few rows, from which less can be told.
    """

    file_name: str = ""
    currency: str = ""
    system: str = ""
    seen: WorkbookLook | None = None
    waiting: frozenset[str] = frozenset()


def stored_layouts(session: Session) -> dict[str, str]:
    """Remembered mappings by layout signature, oldest first."""
    rows = session.connection().exec_driver_sql(
        "SELECT signature, mapping FROM import_layout ORDER BY id"
    )
    return {row[0]: row[1] for row in rows}


def list_layouts(session: Session) -> tuple[Layout, ...]:
    """Remembered mappings, newest first."""
    found = []
    for row in session.scalars(select(ImportLayout).order_by(ImportLayout.id.desc())):
        if stored := read_stored(row.mapping):
            name = stored.get("name") or ", ".join(c["header"] for c in stored["columns"].values())
            found.append(
                Layout(row.signature, name[:LONGEST_NAME], stored["kind"],
                       len(stored["columns"]), made_at(row.id))
            )  # fmt: skip
    return tuple(found)


def rename_layout(session: Session, sign: str, name: str) -> str:
    """Give a remembered mapping another name; returns the mapping as it is kept now."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise DomainError(tr("A mapping needs a name."), field="name")
    row = session.scalar(select(ImportLayout).where(ImportLayout.signature == sign))
    if row is None:
        raise DomainError(tr("This mapping is not there any more."))
    row.mapping = json.dumps({**read_stored(row.mapping), "name": name}, sort_keys=True)
    session.flush()
    return row.mapping


def forget_layout(session: Session, sign: str) -> None:
    """Forget a mapping: the next sheet of its layout is recognised afresh."""
    for row in session.scalars(select(ImportLayout).where(ImportLayout.signature == sign)):
        session.delete(row)
    session.flush()


def remembered_options(look: WorkbookLook, known: Mapping[str, str]) -> tuple[str, str]:
    """The currency and the system that were set for these layouts before, "" where none was."""
    currency = system = ""
    for sheet in look.sheets:
        stored = read_stored(known.get(find_layout(sheet, known), ""))
        currency = stored.get("currency") or currency
        system = stored.get("system") or system
    return currency, system


def corrected_layouts(
    look: WorkbookLook,
    mappings: Sequence[SheetMapping],
    known: Mapping[str, str],
    told: Told | None = None,
) -> dict[str, str]:
    """The mappings that differ from what would be suggested again, to be remembered."""
    told = told or Told()
    sheets = {sheet.name: sheet for sheet in look.sheets}
    seen = {sheet.name: sheet for sheet in told.seen.sheets} if told.seen else sheets
    found: dict[str, str] = {}
    for mapping in mappings:
        sheet, first = sheets[mapping.sheet], seen.get(mapping.sheet, sheets[mapping.sheet])
        if not sheet.columns:
            continue
        again, stored = suggest(sheet, known), read_stored(known.get(find_layout(sheet, known), ""))
        beside = {
            key: value
            for key, value in (("currency", told.currency), ("system", told.system))
            if value and mapping.kind
        }
        pointed = declared(sheet, first) if sheet.header_row != first.header_row else {}
        same = to_json(mapping, sheet) == to_json(again, sheet)
        kept = all(stored.get(key) == value for key, value in (beside | pointed).items())
        waits = mapping.sheet in told.waiting and not stored
        if same and kept and not waits:
            continue
        if same and not stored and not pointed and not told.currency and not waits:
            continue  # the usual system's name alone is nothing to remember
        name = stored.get("name") or layout_name(sheet.name, told.file_name)
        found[signature(sheet)] = to_json(mapping, sheet, name=name, **beside, **pointed)
    return found


def layout_name(sheet: str, file_name: str) -> str:
    """What a layout is called at first: as its sheet, or as its file where that says nothing."""
    word = words_of(sheet).rstrip("0123456789 ")
    stem = PurePath(file_name).stem
    return (stem if word in ("", *_NO_NAME) and stem else sheet)[:LONGEST_NAME]


def store_layouts(connection: Connection, layouts: Mapping[str, str]) -> None:
    """Keep mappings for the next file of the same layout; the id tells when that was."""
    for sign, text in layouts.items():
        connection.execute(delete(ImportLayout).where(ImportLayout.signature == sign))
        connection.exec_driver_sql(
            "INSERT INTO import_layout(id, signature, mapping) VALUES (?, ?, ?)",
            (next_id(), sign, text),
        )


def rename_in_layouts(session: Session, of: OwnFieldOf, before: str, after: str) -> None:
    """Let remembered mappings follow an own field to its new name."""
    for row in session.scalars(select(ImportLayout)):
        stored = dict(read_stored(row.mapping))
        columns = stored.get("columns", {})
        if OWN_KINDS.get(stored.get("kind", "")) is of and OWN + before in columns:
            columns = {OWN + after if key == OWN + before else key: told
                       for key, told in columns.items()}  # fmt: skip
            row.mapping = json.dumps({**stored, "columns": columns}, sort_keys=True)
    session.flush()


def rename_attribute_in_layouts(session: Session, before: str, after: str) -> None:
    """Let remembered mappings of surveys, with a column each, follow an attribute to its name."""
    from b2bdesk.services.imports.lists import side_of
    from b2bdesk.services.imports.matching import folded

    def renamed(key: str) -> str:
        name, side = side_of(own_name(key)) if own_name(key) else ("", "")
        if folded(name) != folded(before):
            return key
        return f"{OWN}{after} (rival)" if side == "rival" else OWN + after

    for row in session.scalars(select(ImportLayout)):
        stored = dict(read_stored(row.mapping))
        columns = stored.get("columns", {})
        if stored.get("kind") == "surveys" and any(renamed(key) != key for key in columns):
            columns = {renamed(key): told for key, told in columns.items()}
            row.mapping = json.dumps({**stored, "columns": columns}, sort_keys=True)
    session.flush()
