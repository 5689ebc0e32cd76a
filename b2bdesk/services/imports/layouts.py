"""Mappings the user corrected, kept in the file by the layout of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.core.ids import next_id
from b2bdesk.exchange_formats.excel.model import WorkbookLook
from b2bdesk.exchange_formats.mapping import SheetMapping, signature, suggest, to_json


def stored_layouts(session: Session) -> dict[str, str]:
    """Remembered mappings by layout signature."""
    rows = session.connection().exec_driver_sql("SELECT signature, mapping FROM import_layout")
    return {row[0]: row[1] for row in rows}


def corrected_layouts(
    look: WorkbookLook, mappings: Sequence[SheetMapping], known: Mapping[str, str]
) -> dict[str, str]:
    """The mappings that differ from what would be suggested again, to be remembered."""
    sheets = {sheet.name: sheet for sheet in look.sheets}
    found: dict[str, str] = {}
    for mapping in mappings:
        sheet = sheets[mapping.sheet]
        if not sheet.header_row:
            continue  # without a header there is nothing to know the layout by
        sign, text = signature(sheet), to_json(mapping)
        if text != to_json(suggest(sheet, known.get(sign))):
            found[sign] = text
    return found


def store_layouts(connection: Connection, layouts: Mapping[str, str]) -> None:
    """Keep mappings for the next file of the same layout."""
    for sign, text in layouts.items():
        updated = connection.exec_driver_sql(
            "UPDATE import_layout SET mapping = ? WHERE signature = ?", (text, sign)
        )
        if not updated.rowcount:
            connection.exec_driver_sql(
                "INSERT INTO import_layout(id, signature, mapping) VALUES (?, ?, ?)",
                (next_id(), sign, text),
            )
