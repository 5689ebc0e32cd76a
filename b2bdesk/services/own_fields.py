"""Adding, renaming and removing own fields, and what an account or a person holds in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import exponent
from b2bdesk.models import OwnField, OwnValue
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType
from b2bdesk.queries.own_fields import OwnFieldRow, own_fields, own_values

LONGEST_NAME = 60
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINK = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_BARE_LINK = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def clean_name(name: str) -> str:
    """A field's name without spaces too many."""
    return " ".join(name.split())[:LONGEST_NAME]


def add_own_field(
    session: Session, of: OwnFieldOf, name: str, kind: OwnFieldType, choices: str = ""
) -> int:
    """Add an own field; returns its id. ``choices``: one a line.

    Raises ``DomainError`` with ``field`` name or choices.
    """
    last = session.scalar(select(func.max(OwnField.position)).where(OwnField.belongs_to == of))
    row = OwnField(
        belongs_to=of,
        name=_checked_name(session, of, name, None),
        type=kind,
        choices=_checked_choices(choices) if kind is OwnFieldType.CHOICE else None,
        position=0 if last is None else last + 1,
    )
    session.add(row)
    session.flush()
    return row.id


def rename_own_field(session: Session, field: int, name: str) -> None:
    """Give a field another name; remembered import mappings follow."""
    from b2bdesk.services.imports.layouts import rename_in_layouts

    row = _get(session, field)
    before, row.name = row.name, _checked_name(session, row.belongs_to, name, field)
    session.flush()
    rename_in_layouts(session, row.belongs_to, before, row.name)


def set_own_choices(session: Session, field: int, choices: str) -> None:
    """Say what may be chosen, one a line; what is chosen already stays."""
    _get(session, field).choices = _checked_choices(choices)
    session.flush()


def remove_own_field(session: Session, field: int) -> None:
    """Remove a field and everything held in it."""
    session.delete(_get(session, field))
    session.flush()


def set_own_values(session: Session, of: OwnFieldOf, owner: int, values: Mapping[int, str]) -> None:
    """What an account or a person holds, by field, in the stored form; "" empties a field.

    Raises ``DomainError`` with ``field`` ``own:<id>``.
    """
    known = {row.id: row for row in own_fields(session, of)}
    held = own_values(session, of, [owner]).get(owner, {})
    for field, told in values.items():
        row = known.get(field)
        if row is None:
            raise DomainError(tr("This field is not there any more."), field=f"own:{field}")
        if told.strip() == held.get(field, ""):
            continue  # also a choice that is not offered any more may stay
        text = checked_value(row, told)
        side = OwnValue.account_id if of is OwnFieldOf.ACCOUNT else OwnValue.person_id
        stored = session.scalar(select(OwnValue).where(OwnValue.field_id == field, side == owner))
        if stored is None and text:
            made = OwnValue(field_id=field, value=text)
            setattr(made, side.key, owner)
            session.add(made)
        elif stored is not None and text:
            stored.value = text
        elif stored is not None:
            session.delete(stored)
    session.flush()


def checked_value(field: OwnFieldRow, text: str) -> str:
    """A value in the stored form that fits its field; "" for none."""
    text = text.strip()
    if not text:
        return ""
    key = f"own:{field.id}"
    try:
        if field.type is OwnFieldType.NUMBER:
            return plain_number(Decimal(text))
        if field.type is OwnFieldType.DATE:
            return date.fromisoformat(text).isoformat()
        if field.type is OwnFieldType.MONEY:
            amount, currency = text.split()
            return stored_money(Decimal(amount), currency)
    except (ValueError, InvalidOperation):
        words = {
            OwnFieldType.NUMBER: tr("Not a number."),
            OwnFieldType.DATE: tr("Not a date."),
            OwnFieldType.MONEY: tr("Not an amount."),
        }
        raise DomainError(words[field.type], field=key) from None
    if field.type is OwnFieldType.CHOICE and text not in field.choices:
        raise DomainError(tr("Not one of the choices."), field=key, hint=", ".join(field.choices))
    if field.type is OwnFieldType.LINK:
        return checked_link(text, key)
    return text


def checked_link(text: str, key: str = "") -> str:
    """A web or mail address that can be opened; ``DomainError`` for anything else."""
    if _LINK.fullmatch(text):
        return text
    if not _SCHEME.match(text) and _BARE_LINK.fullmatch(text):
        return f"https://{text}"
    raise DomainError(
        tr("Not a web address."), field=key, hint=tr("For example https://example.com/file.")
    )


def plain_number(value: Decimal) -> str:
    """A number as it is stored: a decimal point, no exponent, no zeros at the end."""
    if not value.is_finite():
        raise ValueError("not a finite number")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def stored_money(amount: Decimal, currency: str) -> str:
    """An amount as it is stored, with the currency's decimals."""
    if not amount.is_finite() or len(currency) != 3 or not currency.isalpha():
        raise ValueError("not an amount with its currency")
    return f"{amount:.{exponent(currency.upper())}f} {currency.upper()}"


def _get(session: Session, field: int) -> OwnField:
    row = session.get(OwnField, field)
    if row is None:
        raise DomainError(tr("This field is not there any more."))
    return row


def _checked_name(session: Session, of: OwnFieldOf, name: str, field: int | None) -> str:
    name = clean_name(name)
    if not name:
        raise DomainError(tr("A field needs a name."), field="name")
    for other in own_fields(session, of):
        if other.id != field and other.name.casefold() == name.casefold():
            raise DomainError(tr("There is a field called {name} already.", name=other.name),
                              field="name")  # fmt: skip
    return name


def _checked_choices(text: str) -> str:
    found = dict.fromkeys(" ".join(line.split()) for line in text.splitlines())
    found.pop("", None)
    if not found:
        raise DomainError(tr("Type what may be chosen, one on each line."), field="choices")
    return "\n".join(found)
