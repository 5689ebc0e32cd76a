"""The columns of the list of all accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from b2bdesk.core.dates import local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.accounts import AccountRow
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.tables.cells import Cell, CheckCell, type_cell
from b2bdesk.ui.tables.model import Column


@dataclass(frozen=True, slots=True)
class LastExchangeCell(Cell):
    """(channel's word, days ago): "Call, 12 d"."""

    def text(self, value: Any) -> str:
        if value is None:
            return MISSING
        return tr("{channel}, {age}", channel=value[0], age=formats().age(value[1]))


def columns(as_of: Callable[[], date]) -> list[Column[AccountRow]]:
    """Every column, in the order they are first shown."""
    quiet = Cell(tone="text_2")

    def last(row: AccountRow) -> tuple[str, int] | None:
        if row.last_at is None or row.last_channel is None:
            return None
        days = (as_of() - local_date_of(row.last_at)).days
        return tr(WORDS[row.last_channel]), days

    return [
        Column(
            "name",
            tr("Account"),
            lambda row: row.name,
            Cell("medium"),
            width=190,
            stretch=True,
            row_tooltip=lambda row: row.label,
        ),
        Column(
            "number",
            tr("ERP number"),
            lambda row: ", ".join(row.erp_numbers) or None,
            quiet,
            width=92,
            sort_key=lambda row: _number_key(row.erp_numbers),
        ),
        Column("kind", tr("Kind"), lambda row: tr(WORDS[row.kind]), quiet, width=104),
        Column(
            "type",
            tr("Type"),
            lambda row: None if row.current is None else str(row.current.value),
            type_cell(),
            width=120,
        ),
        Column("segment", tr("Segment"), lambda row: row.segment, quiet, width=100),
        Column(
            "business",
            tr("Business type"),
            lambda row: row.business_type,
            quiet,
            width=140,
            optional=True,
        ),
        Column("place", tr("Place"), lambda row: row.place or None, quiet, width=170, stretch=True),
        Column("region", tr("Region"), lambda row: row.region, quiet, width=120, optional=True),
        Column("owner", tr("Owner"), lambda row: row.owner, quiet, width=110),
        Column("parent", tr("Belongs to"), lambda row: row.parent, quiet, width=130),
        Column(
            "last",
            tr("Last exchange"),
            last,
            LastExchangeCell(tone="text_2"),
            width=116,
            sort_key=lambda row: row.last_at,
        ),
        Column(
            "orders",
            tr("Ordered"),
            lambda row: row.has_orders,
            CheckCell(),
            width=72,
            tooltip=tr("Has ledger lines"),
        ),
        Column("pinned", tr("Pinned"), lambda row: row.pinned, CheckCell(), width=66),
    ]


# Columns that say nothing when no account has their value: they are absent then.
NEEDS: dict[str, Callable[[AccountRow], object]] = {
    "number": lambda row: row.erp_numbers or None,
    "type": lambda row: row.current,
    "segment": lambda row: row.segment,
    "business": lambda row: row.business_type,
    "place": lambda row: row.place or None,
    "region": lambda row: row.region,
    "owner": lambda row: row.owner,
    "parent": lambda row: row.parent,
    "last": lambda row: row.last_at,
}


def empty_columns(rows: Iterable[AccountRow]) -> frozenset[str]:
    """Keys of columns that no row can fill."""
    known = tuple(rows)
    return frozenset(
        key for key, value in NEEDS.items() if all(value(row) is None for row in known)
    )


def _number_key(numbers: tuple[str, ...]) -> tuple[int, str] | None:
    """Plain numbers by size, others after them by text."""
    if not numbers:
        return None
    first = numbers[0]
    return (int(first), "") if first.isdecimal() else (1 << 62, first)
