"""Orders told by invoice lines: a sheet of lines may carry required and shipped dates.

Its rows are read once more as orders, a document at a time: an order is due and shipped when its
last line is. What was shipped in the meantime makes lines that are in already count as changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.services.imports.pending import Status
from b2bdesk.services.imports.tally import Tally

_DATES = ("required_date", "shipped_date")


def orders_of(mapping: SheetMapping) -> SheetMapping | None:
    """The orders that a sheet of invoice lines tells, None where it names no such dates."""
    if mapping.kind != "invoice_lines" or mapping.fields.keys().isdisjoint(_DATES):
        return None
    known = KINDS["orders"].by_key.keys() - {"currency"}  # they tell no freight
    columns = {key: column for key, column in mapping.fields.items() if key in known}
    return replace(mapping, kind="orders", columns=columns)


def without_delivery_dates(mapping: SheetMapping) -> SheetMapping:
    """The lines themselves, which hold no such dates; other kinds of sheet as they are."""
    if mapping.kind != "invoice_lines":
        return mapping
    kept = {key: column for key, column in mapping.fields.items() if key not in _DATES}
    return replace(mapping, columns=kept) if len(kept) < len(mapping.fields) else mapping


def one_order_each(chunks: Iterable[Chunk], keys: tuple[str, ...], lines: Tally) -> Chunk:
    """A row for each document, at its first line; lines that wait tell nothing."""
    document = 1 + keys.index("document")
    latest = [1 + keys.index(key) for key in _DATES if key in keys]
    found: dict[Any, list[Any]] = {}
    open_ends: set[tuple[Any, int]] = set()
    for chunk in chunks:
        for row in chunk.rows:
            if row[document] is None or row[0] in lines.waiting:
                continue
            order = found.setdefault(row[document], list(row))
            for place in latest:
                if row[place] is None:
                    open_ends.add((row[document], place))
                elif order[place] is None or row[place] > order[place]:
                    order[place] = row[place]
    shipped = 1 + keys.index("shipped_date") if "shipped_date" in keys else None
    for name, order in found.items():
        if shipped is not None and (name, shipped) in open_ends:
            order[shipped] = None  # a line of it has not been shipped yet
    return Chunk([tuple(order) for order in found.values()])


def count_changed_orders(lines: Tally, orders: Tally) -> None:
    """Lines that are in already, but whose order is shipped now, are changed."""
    told = orders.changed_rows + (0 if lines.new else orders.new)
    moved = min(told, lines.unchanged)
    lines.add(Status.UNCHANGED, -moved)
    lines.add(Status.CHANGED, moved)
