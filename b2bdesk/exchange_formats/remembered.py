"""Mappings as they are remembered: by header names, so that moved and added columns do no harm.

A layout is found again by its signature, else by its headers: all that its mapping uses must be
there, and hardly anything else may have come or gone. A sheet whose header row the user pointed
out, or that has none, is found by its name and width instead, as its headers say nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from b2bdesk.core.i18n import mark, tr
from b2bdesk.exchange_formats.excel.model import ColumnLook, LineMeaning, SheetLook, WorkbookLook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.own_columns import own_name
from b2bdesk.exchange_formats.sheet_mapping import ColumnMap, SheetMapping
from b2bdesk.exchange_formats.words import words_of

ADDED_TITLES = (
    mark("Occurrence"),
    mark("Row in the file"),
    mark("Reason"),
    mark("What to do"),
)
"""Columns that the export of waiting rows adds to the sheet's own."""

_MAY_DIFFER = 0.2  # of the columns that the layout had


def headers_of(look: SheetLook) -> list[str]:
    """The words of a sheet's headers, in order.

    The columns that the export of waiting rows adds do not count: it is the same report.
    """
    added = {words_of(tr(title)) for title in ADDED_TITLES}
    return [words for c in look.columns if (words := words_of(c.header)) not in added]


def signature(look: SheetLook) -> str:
    """What a layout is kept under: its header names in order; without any, its name and width."""
    names = headers_of(look) if look.header_row else ["", words_of(look.name), str(_width(look))]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]


def _width(look: SheetLook) -> int:
    return len(look.columns)


def to_json(mapping: SheetMapping, look: SheetLook | None = None, **told: object) -> str:
    """A mapping as it is remembered; ``told``: what else belongs to it, such as its name.

    A column's place only tells columns of one name apart, or stands for a name where there is none.
    """
    return json.dumps(
        {
            "kind": mapping.kind,
            "headers": headers_of(look) if look and look.header_row else [],
            "columns": {
                key: {
                    "header": c.header,
                    "index": c.index,
                    "decimal": c.decimal,
                    "date_order": c.date_order,
                    **({"own_type": c.own_type} if c.own_type else {}),
                }
                for key, c in mapping.fields.items()
            },
            "meaning": asdict(mapping.meaning),
            **told,
        },
        sort_keys=True,
    )


@lru_cache(maxsize=500)
def read_stored(text: str) -> Mapping[str, Any]:
    """A stored mapping; empty where another version wrote something else."""
    try:
        stored = json.loads(text)
    except ValueError:
        return {}
    fits = isinstance(stored, dict) and {"kind", "columns", "meaning"} <= stored.keys()
    return stored if fits and (not stored["kind"] or stored["kind"] in KINDS) else {}


def find_layout(look: SheetLook, known: Mapping[str, str]) -> str:
    """The signature of the remembered layout that a sheet has, "" for none."""
    if not look.columns:
        return ""
    exact = signature(look)
    if exact in known:
        return exact
    if not look.header_row:
        return ""
    best, least = "", 0
    for sign, text in known.items():
        stored = read_stored(text)
        used = {words_of(told["header"]) for told in stored.get("columns", {}).values()}
        differ = _differ(headers_of(look), stored.get("headers") or (), used)
        if differ is not None and (not best or differ <= least):
            best, least = sign, differ
    return best


def _differ(have: Sequence[str], stored: Sequence[str], used: set[str]) -> int | None:
    """How many headers came or went; None where that makes it another report."""
    ours, theirs = Counter(have), Counter(stored)
    differ = (ours - theirs).total() + (theirs - ours).total()
    near = bool(theirs) and differ <= max(1.0, _MAY_DIFFER * theirs.total())
    return differ if near and used <= ours.keys() else None


def declared_header_rows(look: WorkbookLook, known: Mapping[str, str]) -> dict[str, int]:
    """Header rows the user pointed out before, 0 for none, by sheet: look at these again."""
    found: dict[str, int] = {}
    for sheet in look.sheets:
        place = words_of(sheet.name), _width(sheet)
        for text in known.values():
            stored = read_stored(text)
            row, seen = stored.get("header_row"), stored.get("seen")
            if row is None or seen is None or row == sheet.header_row:
                continue
            alike = _differ(headers_of(sheet), seen, set()) == 0
            if alike or place == (stored.get("sheet"), stored.get("width")):
                found[sheet.name] = int(row)
    return found


def declared(sheet: SheetLook, seen: SheetLook) -> dict[str, object]:
    """What a layout keeps of a header row that the user pointed out: ``seen`` is the first look."""
    return {
        "header_row": sheet.header_row,
        "seen": headers_of(seen),
        "sheet": words_of(seen.name),
        "width": _width(seen),
    }


def recall(look: SheetLook, text: str, sign: str = "") -> SheetMapping | None:
    """The mapping of a sheet as it was remembered; None where it cannot be read any more."""
    stored = read_stored(text)
    if not stored:
        return None
    try:
        kind, meaning = stored["kind"], LineMeaning(**stored["meaning"])
        found = {
            key: _column(column, told)
            for key, told in stored["columns"].items()
            if not kind or own_name(key) or key in KINDS[kind].by_key
            if (column := _place(look, told)) is not None
        }
    except (KeyError, TypeError, AttributeError):
        return None
    return SheetMapping(
        look.name,
        kind,
        look.first_row,
        look.last_row,
        look.header_row,
        found,
        meaning,
        look.skip_rows,
        "merged" in look.notes,
        remembered=True,
        layout=sign,
    )


def _place(look: SheetLook, told: Mapping[str, Any]) -> ColumnLook | None:
    """The column of this name; of several, or where headers are but letters, the one in place."""
    name = words_of(told["header"])
    named = [column for column in look.columns if words_of(column.header) == name]
    first = named[0] if named else None
    return next((c for c in named if c.index == told.get("index")), first)


def _column(column: ColumnLook, told: Mapping[str, Any]) -> ColumnMap:
    """How the column was read, unless its own values leave no doubt."""
    own_decimal = column.decimal_sure and column.text_numbers
    own_order = column.date_order_sure and column.text_dates
    return ColumnMap(
        column.index,
        column.header,
        column.decimal if own_decimal else told["decimal"],
        column.date_order if own_order else told["date_order"],
        own_type=told.get("own_type", ""),
    )
