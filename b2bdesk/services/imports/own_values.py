"""Columns that become own fields: the fields are made where needed, and filled row by row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import date_of
from b2bdesk.core.errors import DomainError
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.exchange_formats.own_columns import OWN, OWN_KINDS, own_name
from b2bdesk.exchange_formats.values import MICRO
from b2bdesk.models import OwnField, OwnValue
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType
from b2bdesk.services.imports.pending import Known, Pending
from b2bdesk.services.imports.tally import Row, Tally
from b2bdesk.services.own_fields import checked_link, clean_name, plain_number, stored_money


def bind_own_columns(connection: Connection, mapping: SheetMapping) -> SheetMapping:
    """The mapping with its own columns read as the fields that there are; ``own:<id>`` by name."""
    of = OWN_KINDS.get(mapping.kind)
    if of is None or not any(own_name(key) for key in mapping.fields):
        return mapping
    rows = connection.exec_driver_sql(
        "SELECT id, name, type FROM own_field WHERE belongs_to = ?", (of.value,)
    ).all()
    by_name = {row.name.casefold(): row for row in rows}
    by_id = {str(row.id): row for row in rows}
    columns = {}
    for key, column in mapping.fields.items():
        name = clean_name(own_name(key))
        known = by_id.get(name) or by_name.get(name.casefold())
        if not name:
            columns[key] = column
        elif known is not None:
            columns[OWN + known.name] = replace(column, own_type=known.type)
        else:
            columns[OWN + name] = column
    return replace(mapping, columns=columns)


class OwnColumns:
    """Own fields and values of the file and of this import."""

    def __init__(self, connection: Connection, pending: Pending, currency: str) -> None:
        self._connection, self._pending, self._currency = connection, pending, currency
        self._offered: dict[int, list[str]] = {}

    @cached_property
    def _fields(self) -> Known:
        return Known(
            self._connection,
            self._pending,
            OwnField,
            lambda r: (r["belongs_to"], r["name"].casefold()),
        )

    @cached_property
    def _values(self) -> Known:
        return Known(
            self._connection,
            self._pending,
            OwnValue,
            lambda r: (r["field_id"], r["account_id"] or r["person_id"]),
        )

    def take(self, tally: Tally, number: int, row: Row, owner: int) -> None:
        """Fill the own fields that a row has columns for."""
        of = OWN_KINDS[tally.mapping.kind]
        for key in tally.keys:
            name = own_name(key)
            if not name:
                continue
            if row.get(key) is None:
                self._empty(key, of, owner)
                continue
            kind = OwnFieldType(tally.mapping.fields[key].own_type or OwnFieldType.TEXT)
            try:
                text = self._text(kind, row[key], self._currency_of(of, name, owner))
            except DomainError:
                tally.problem(number, key, "not_link", row[key], effect="left_out")
                continue
            field = self._field(of, name, kind)
            if kind is OwnFieldType.CHOICE:
                self._offer(field, text)
            side = "account_id" if of is OwnFieldOf.ACCOUNT else "person_id"
            held = self._values.find((field["id"], owner))
            values = {"field_id": field["id"], side: owner, "value": text}
            if held:
                self._values.change(held[0], values)
            else:
                self._values.add(values)

    def _empty(self, key: str, of: OwnFieldOf, owner: int) -> None:
        """Empty an own field, where the row does."""
        place = self._pending.place
        if place is None or key not in place.empty:
            return
        for held in self._held(of, own_name(key), owner):
            self._values.remove(held, ("value",))

    def _held(self, of: OwnFieldOf, name: str, owner: int) -> list[dict[str, Any]]:
        found = self._fields.find((of.value, name.casefold()))
        return self._values.find((found[0]["id"], owner))[:] if found else []

    def _currency_of(self, of: OwnFieldOf, name: str, owner: int) -> str:
        """The currency an amount is in: of a row of ours that of the amount it shows."""
        place = self._pending.place
        if place is not None and place.ids.get(of.value) == owner:
            for held in self._held(of, name, owner):
                _, _, currency = held["value"].partition(" ")
                return currency if len(currency) == 3 else self._currency
        return self._currency

    def _text(self, kind: OwnFieldType, value: Any, currency: str) -> str:
        if kind is OwnFieldType.NUMBER:
            return plain_number(Decimal(value) / MICRO)
        if kind is OwnFieldType.MONEY:
            return stored_money(Decimal(value) / MICRO, currency)
        if kind is OwnFieldType.DATE:
            return date_of(value).isoformat()
        return checked_link(str(value)) if kind is OwnFieldType.LINK else str(value)

    def _field(self, of: OwnFieldOf, name: str, kind: OwnFieldType) -> dict[str, Any]:
        found = self._fields.find((of.value, name.casefold()))
        if found:
            return found[0]
        place = sum(of.value == key[0] for key, rows in self._fields.rows.items()
                    if rows and isinstance(key, tuple))  # fmt: skip
        return self._fields.add({"belongs_to": of, "name": name, "type": kind, "position": place})

    def _offer(self, field: dict[str, Any], text: str) -> None:
        """A word met for the first time becomes one of the choices, once the sheet is read."""
        new = self._offered.setdefault(field["id"], [])
        if text not in (field["choices"] or "").splitlines() and text not in new:
            new.append(text)
            self._pending.undoing(lambda: new.remove(text))

    def finish(self) -> None:
        """Offer the words that the sheet's choices brought."""
        for field_id, words in self._offered.items():
            field = self._fields.get(field_id)
            if field is not None and words:
                known = (field["choices"] or "").splitlines()
                self._fields.change(field, {"choices": "\n".join([*known, *words])})
        self._offered.clear()
