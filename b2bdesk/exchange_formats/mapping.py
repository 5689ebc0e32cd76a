"""A sheet's mapping, suggested: as remembered for its layout, else as recognised."""

from __future__ import annotations

from collections.abc import Mapping

from b2bdesk.exchange_formats.choice_words import choice_words
from b2bdesk.exchange_formats.excel.model import SheetLook, WorkbookLook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.own_columns import own_name
from b2bdesk.exchange_formats.recognise import ColumnGuess, match_columns, recognise_sheet
from b2bdesk.exchange_formats.recognise_values import NOTHING_KNOWN, References
from b2bdesk.exchange_formats.remembered import (
    ADDED_TITLES,
    find_layout,
    recall,
    signature,
    to_json,
)
from b2bdesk.exchange_formats.returned import is_returned, recognise_returned
from b2bdesk.exchange_formats.sheet_mapping import (
    ColumnMap,
    Question,
    SheetMapping,
    column_map,
    field_title,
    with_meaning,
)
from b2bdesk.models.enums import OwnFieldType


def suggest(
    look: SheetLook,
    remembered: Mapping[str, str] | None = None,
    known: References = NOTHING_KNOWN,
) -> SheetMapping:
    """The mapping of a sheet: as remembered for its layout, else as recognised.

    ``remembered``: signature to stored mapping. ``known``: what the file holds already.
    """
    if is_returned(look) and not look.hidden:
        ours = recognise_returned(look, KINDS, known)
        return _mapping(look, ours.kind, ours.columns, ours.confidence, known)
    sign = find_layout(look, remembered or {})
    if sign and remembered:
        found = recall(look, remembered[sign], sign)
        if found is not None:
            return found
    guess = recognise_sheet(look, KINDS, known)
    kind = "" if look.hidden else guess.kind
    return _mapping(look, kind, guess.columns, guess.confidence, known)


def suggest_workbook(
    look: WorkbookLook,
    remembered: Mapping[str, str] | None = None,
    known: References = NOTHING_KNOWN,
) -> tuple[SheetMapping, ...]:
    """A mapping for each sheet; ``remembered``: signature to stored mapping.

    In a workbook of ours the sheets without record ids are figures, and left out.
    """
    ours = any(is_returned(sheet) for sheet in look.sheets)
    return tuple(
        _mapping(sheet, "", (), 1.0) if ours and not is_returned(sheet)
        else suggest(sheet, remembered, known)
        for sheet in look.sheets
    )  # fmt: skip


def remap(look: SheetLook, kind: str, known: References = NOTHING_KNOWN) -> SheetMapping:
    """The suggested columns of a sheet when the user says what kind it is ("" leaves it out)."""
    columns = match_columns(look, KINDS[kind], known) if kind else ()
    return _mapping(look, kind, columns, 1.0, known)


def _mapping(
    look: SheetLook,
    kind: str,
    guesses: tuple[ColumnGuess, ...],
    confidence: float,
    known: References = NOTHING_KNOWN,
) -> SheetMapping:
    by_index = {column.index: column for column in look.columns}
    types = dict(known.own_fields.get(kind, ()))
    columns = {}
    for g in guesses:
        name = own_name(g.field)
        told = types.get(name, OwnFieldType.NUMBER) if name else None
        columns[g.field] = column_map(by_index[g.index], g.confidence, told)
    mapping = SheetMapping(
        look.name,
        kind,
        look.first_row,
        look.last_row,
        look.header_row,
        columns if kind else {},
        skip_rows=look.skip_rows,
        merged="merged" in look.notes,
        confidence=confidence,
    )
    return with_meaning(mapping, look)


__all__ = [
    "ADDED_TITLES",
    "ColumnMap",
    "Question",
    "SheetMapping",
    "choice_words",
    "field_title",
    "remap",
    "signature",
    "suggest",
    "suggest_workbook",
    "to_json",
]
