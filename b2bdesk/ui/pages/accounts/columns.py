"""The columns of the list of all accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from b2bdesk.core.dates import local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import Money
from b2bdesk.models.enums import WORDS, OwnFieldType
from b2bdesk.queries.accounts import AccountRow
from b2bdesk.queries.own_fields import OwnFieldRow
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.own_field_words import own_words
from b2bdesk.ui.tables.cells import Cell, CheckCell, type_cell
from b2bdesk.ui.tables.model import Column


@dataclass(frozen=True, slots=True)
class LastExchangeCell(Cell):
    """(channel's word, days ago): "Call, 12 d"."""

    def text(self, value: Any) -> str:
        if value is None:
            return MISSING
        return tr("{channel}, {age}", channel=value[0], age=formats().age(value[1]))


_OWN_WIDTHS = {
    OwnFieldType.TEXT: 140,
    OwnFieldType.NUMBER: 90,
    OwnFieldType.MONEY: 110,
    OwnFieldType.DATE: 96,
    OwnFieldType.CHOICE: 110,
    OwnFieldType.LINK: 160,
}
_FIGURES = (OwnFieldType.NUMBER, OwnFieldType.MONEY)


def columns(as_of: Callable[[], date], own: Sequence[OwnFieldRow] = ()) -> list[Column[AccountRow]]:
    """Every column, in the order they are first shown; the ``own`` fields wait in the menu."""
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
        *(_own_column(each) for each in own),
    ]


def own_text(field: OwnFieldRow, row: AccountRow) -> str | None:
    """What an account holds in an own field, in the user's formats."""
    text = row.own.get(field.id)
    return None if text is None else own_words(field, text)


def _own_column(field: OwnFieldRow) -> Column[AccountRow]:
    return Column(
        f"own:{field.id}",
        field.name,
        lambda row: own_text(field, row),
        Cell(tone="text_2", right=field.type in _FIGURES),
        width=_OWN_WIDTHS[field.type],
        tooltip=tr("{name}, a field of your own", name=field.name),
        sort_key=lambda row: _own_order(field, row.own.get(field.id)),
        optional=True,
    )


def _own_order(field: OwnFieldRow, text: str | None) -> tuple[int, Any] | None:
    """By size, by day, or by the order of the choices; what does not fit its type comes after."""
    if text is None:
        return None
    value = field.typed(text)
    if isinstance(value, Money):
        return 0, (value.currency, value.amount)
    if isinstance(value, Decimal | date):
        return 0, value
    if text in field.choices:
        return 0, field.choices.index(text)
    return 1, text.casefold()


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
