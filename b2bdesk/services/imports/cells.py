"""Which column of a sheet a stored value belongs to, and the value as a person reads it.

With it every change that an import makes can be told cell by cell, with names instead of ids,
whatever the kind of sheet: the kinds only write records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Table

from b2bdesk.core.dates import date_of, first_of_month, local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.own_columns import OWN
from b2bdesk.models import Base
from b2bdesk.models.enums import WORDS, RelationshipPoint

Row = Mapping[str, Any]

_PERIOD = {"first_month": "from", "last_month": "to"}
_FIELDS: dict[str, dict[str, dict[str, str]]] = {
    "": {
        "external_id": {"value": "account_code"},
        "exchange": {"at": "date"},
        "exchange_person": {"person_id": "people"},
        "exchange_colleague": {"colleague_id": "owner"},
        "dmu": {"name": "dmu"},
        "member_role": {"role": "roles", "valid_from": "since"},
        "member_stance": {"valid_from": "since", "author_id": "colleague"},
        "member_line": {"to_member_id": "reports_to", "valid_from": "since"},
        "coverage": {"colleague_id": "colleague", "level": "coverage", "valid_from": "since"},
        "cost_pool": {"minutes_per_event_milli": "minutes"},
        "cost_pool_period": {**_PERIOD, "practical_capacity": "capacity"},
        "currency_rate": {"day": "from", "rate_micro": "rate"},
        "pool_volume": _PERIOD,
        "sales_target": _PERIOD,
        "assessment": {"on_day": "date"},
    },
    "accounts": {
        "external_id": {"value": "code"},
        "person": {
            "name": "contact_name", "email": "contact_email", "phone": "contact_phone",
        },
        "job": {"title": "contact_title"},
    },
    "roles": {"person": {"name": "person"}, "dmu_member": {"person_id": "person"}},
}  # fmt: skip
_TAILS = ("_id", "_minor", "_day", "_milli")


def field_of(kind: str, table: str, column: str, row: Mapping[str, Any]) -> str:
    """The key of the field of a kind of sheet that fills a stored column, "" where none does."""
    if table == "relationship_record":
        target = row["point"] == RelationshipPoint.TARGET
        of_point = {"type": ("current", "target"), "on_day": ("date", "target_date")}
        return of_point[column][target] if column in of_point else ""
    return _field_of(kind, table, column)


@cache
def _field_of(kind: str, table: str, column: str) -> str:
    fields = KINDS[kind].by_key if kind in KINDS else {}
    for named in (_FIELDS.get(kind, {}), _FIELDS[""]):
        if column in named.get(table, {}):
            return named[table][column]
    tails = [column.removesuffix(tail) for tail in _TAILS if column.endswith(tail)]
    for key in (column, *tails):
        if key in fields:
            return key
    if column == "account_id" and "account_name" in fields:
        return "account_name"
    title = Base.metadata.tables[table].columns[column].info.get("title")
    return next((key for key, each in fields.items() if each.title == title), "")


def _amount_in(minor: int | None, currency: str | None) -> Decimal | None:
    return None if minor is None or currency is None else from_minor(minor, currency)


class Words:
    """Stored values as a person reads them. ``record``: finds a row of a table by its id."""

    def __init__(
        self, currency: str, record: Callable[[str, int], Mapping[str, Any] | None]
    ) -> None:
        self._currency = currency
        self._record = record

    def field(self, kind: str, table: Table, column: str, row: Mapping[str, Any]) -> str:
        """The key of the field that fills a stored column, an own one by its name; "" for none."""
        if table.name == "own_value" and column == "value":
            return OWN + self.name("own_field", row["field_id"])
        return field_of(kind, table.name, column, row)

    def value(self, table: Table, column: str, value: Any) -> object:
        """A value: a date, an amount, a number or a text; None stays None."""
        form = str(table.columns[column].info.get("format", "text"))
        if value is None or form in ("text", "int", "year", "sentiment"):
            return value
        if form.startswith("ref:"):
            return self.name(form.removeprefix("ref:"), int(value))
        readers: dict[str, Callable[[Any], object]] = {
            "day": date_of,
            "month": lambda month: f"{first_of_month(month):%Y-%m}",
            "instant": local_date_of,
            "money": lambda minor: from_minor(minor, self._currency),
            "milli": lambda milli: Decimal(milli) / 1000,
            "micro": lambda micro: Decimal(micro) / 1_000_000,
            "yes_no": lambda yes: tr("Yes") if yes else tr("No"),
            "enum": lambda word: tr(WORDS[word]) if word in WORDS else word,
        }
        return readers[form](value) if form in readers else value

    def cell(
        self, kind: str, table: Table, column: str, row: Row, old: Any, was: Row
    ) -> tuple[str, object, object]:
        """A changed cell: its field, else what the column is called, and its value before and now.

        ``was`` is the row before.
        """
        told = self.field(kind, table, column, row) or self.title(table, column)
        if column == "foreign_minor":  # in the currency of its own row
            return told, _amount_in(old, was["currency"]), _amount_in(row[column], row["currency"])
        return told, self.value(table, column, old), self.value(table, column, row[column])

    def title(self, table: Table, column: str) -> str:
        """What a stored column is called."""
        words: str = table.columns[column].info.get("title", column)
        return tr(words)

    def name(self, table: str, record_id: int) -> str:
        """What a record is called."""
        row = self._record(table, record_id)
        return self.label(row) if row is not None else ""

    def label(self, row: Mapping[str, Any]) -> str:
        """A record by its own name, else by the one it belongs to."""
        for column in ("name", "subject", "what"):
            if row.get(column):
                return str(row[column])
        for column, other in (("exchange_id", "exchange"), ("member_id", "dmu_member"),
                              ("pool_id", "cost_pool"), ("person_id", "person"),
                              ("account_id", "account")):  # fmt: skip
            if row.get(column) is not None and (text := self.name(other, row[column])):
                return text
        return ""
