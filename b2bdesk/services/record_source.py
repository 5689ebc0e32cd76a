"""What the rows of records are made of: the tables they are read from, and how a kind is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from b2bdesk.core.dates import day_of, first_of_month
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.own_columns import OWN
from b2bdesk.exchange_formats.values import MICRO
from b2bdesk.models.account import ERP
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType
from b2bdesk.queries.as_of_step import Row, Tables

LIST_MARK = "; "
"""Between the names of a cell that holds several; names may have commas."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record as a row: its id, its values by field key, and the records beside it by table.

    Values are as the sheet's reader gives them: numbers and money in millionths, dates as stored
    days, choices as keys.
    """

    id: int
    values: Mapping[str, Any]
    ids: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How the rows of one kind of sheet are made. ``table`` holds the record that the id names.

    ``kept``: fields without which the record cannot be; ``lists``: fields of several names or
    words; ``together``: fields that are told together or not at all; ``follows``: what is told
    along with a field that changed; ``always``: fields that may be empty but are always told;
    ``identity``: fields that make the row another record when they change, as a seat in another
    unit is another seat; ``months``: dates of which only the month counts; ``of_all``: its rows may
    belong to no account; ``unknown``: choices that say so where they are empty; ``own``: whose own
    fields stand beside the others.
    """

    table: str
    rows: Callable[[Source, Collection[int] | None], Iterator[RecordRow]]
    fields: tuple[str, ...]
    kept: frozenset[str]
    lists: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()
    follows: Mapping[str, str] = field(default_factory=dict)
    always: frozenset[str] = frozenset()
    identity: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    of_all: bool = False
    unknown: frozenset[str] = frozenset()
    own: OwnFieldOf | None = None


@dataclass(slots=True)
class Source:
    """The tables that rows are made of, with what several kinds look up in them."""

    tables: Tables
    currency: str
    _numbers: dict[int, str] | None = field(default=None, init=False)
    _own: dict[str, dict[int, dict[int, str]]] = field(default_factory=dict, init=False)

    def name(self, table: str, row_id: int | None) -> str | None:
        """What a record is called, None where there is none."""
        row = self.tables.rows(table).get(row_id) if row_id is not None else None
        return None if row is None else str(row["name"])

    def number(self, account_id: int) -> str | None:
        """An account's ERP number; its own oldest where it has several, or got some by merging."""
        if self._numbers is None:
            rows = [row for row in self.tables.rows("external_id").values() if row["system"] == ERP]
            rows.sort(key=lambda row: (row["merged_from"] is None, -int(row["id"])))
            self._numbers = {row["account_id"]: row["value"] for row in rows}
        return self._numbers.get(account_id)

    def account(self, account_id: int) -> dict[str, Any]:
        """The two cells that name an account."""
        return {
            "account_code": self.number(account_id),
            "account_name": self.name("account", account_id),
        }

    def own_fields(self, of: OwnFieldOf) -> list[Row]:
        """The own fields of accounts, or of people, in their order."""
        rows = [row for row in self.tables.rows("own_field").values() if row["belongs_to"] == of]
        return sorted(rows, key=lambda row: (row["position"], row["id"]))

    def own_texts(self, of: OwnFieldOf, owner_id: int) -> Mapping[int, str]:
        """What an account or a person holds in own fields as it is stored, by the field's id."""
        if of not in self._own:
            side = "account_id" if of is OwnFieldOf.ACCOUNT else "person_id"
            found: dict[int, dict[int, str]] = {}
            for row in self.tables.rows("own_value").values():
                if row[side] is not None:
                    found.setdefault(row[side], {})[row["field_id"]] = row["value"]
            self._own[of] = found
        return self._own[of].get(owner_id, {})

    def own(self, of: OwnFieldOf, owner_id: int) -> Mapping[str, Any]:
        """The same as values of the row, by ``own:<id of the field>``."""
        fields = self.tables.rows("own_field")
        return {
            f"{OWN}{field}": own_value(fields[field]["type"], text)
            for field, text in self.own_texts(of, owner_id).items()
        }

    def micros(self, minor: int | None) -> int | None:
        """Millionths of an amount in minor units."""
        return None if minor is None else minor * 10 ** (6 - exponent(self.currency))

    def chosen(self, table: str, ids: Collection[int] | None) -> Iterator[Row]:
        """Rows of a table: all, or those with these ids in their order."""
        rows = self.tables.rows(table)
        yield from rows.values() if ids is None else (rows[i] for i in ids if i in rows)


def own_value(kind: str, text: str) -> Any:
    """A stored own value as the sheet's reader gives it; None where it does not fit its field."""
    try:
        if kind in (OwnFieldType.NUMBER, OwnFieldType.MONEY):
            return int((Decimal(text.partition(" ")[0]) * MICRO).to_integral_value())
        if kind == OwnFieldType.DATE:
            return day_of(date.fromisoformat(text))
    except (ValueError, InvalidOperation, IndexError):
        return None
    return text


def first_day(month: int) -> int:
    """The first day of a month."""
    return day_of(first_of_month(month))


def same(row: Row, *names: str) -> dict[str, Any]:
    """Columns that are values of the row as they are."""
    return {name: row[name] for name in names}
