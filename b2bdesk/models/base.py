"""The declarative base, and how a table and a column describe themselves.

A table that people edit carries ``journal_info(number, scope)``: its stable number in the journal
and an SQL expression over ``OLD`` for the account a deleted row belonged to. A column carries
``info={"title": ..., "format": ...}``: the words and the format under which history, import and
export show it.
"""

from __future__ import annotations

import enum
from typing import Any

from sqlalchemy import Enum, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.schema import SchemaItem

from b2bdesk.core.i18n import mark
from b2bdesk.core.ids import next_id


class Base(DeclarativeBase):
    """Base of every mapped class."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's protocol
        str: Text(),
        int: Integer(),
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=False,
            length=24,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


class Edited(Base):
    """Base of the tables that people edit: time-ordered 63-bit ids, journalled."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=next_id)


def journal_info(number: int, title: str, scope: str = "NULL") -> dict[str, Any]:
    """Table arguments of an edited table.

    ``number`` is stable for ever. ``title`` names one record of it. ``scope`` is an SQL expression
    over ``OLD.*`` that gives the account the row belonged to.
    """
    return {"info": {"journal": number, "title": title, "scope": scope}}


def col(
    title: str, fmt: str = "text", *constraints: SchemaItem, **options: Any
) -> MappedColumn[Any]:
    """A column with its title and its format.

    ``fmt``: text, int, day, month, instant, money, milli, micro, year,
    sentiment, yes_no, enum, or ``ref:<table>``.
    """
    return mapped_column(*constraints, info={"title": title, "format": fmt}, **options)


TITLE_NAME = mark("Name")
TITLE_NOTE = mark("Note")
TITLE_SINCE = mark("Since")
TITLE_UNTIL = mark("Until")
TITLE_ACCOUNT = mark("Account")
TITLE_PERSON = mark("Person")
