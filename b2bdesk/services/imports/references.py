"""What the file knows, to recognise the columns of a sheet by their values."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.exchange_formats.own_columns import OWN_KINDS
from b2bdesk.exchange_formats.recognise_values import References, folded
from b2bdesk.models import Account, ExternalId, Person, Product
from b2bdesk.queries.own_fields import own_fields


def known_references(session: Session) -> References:
    """Numbers, names and codes of the file, and its own fields."""

    def texts(rows: Iterable[str | None]) -> frozenset[str]:
        return frozenset(folded(text) for text in rows if text)

    return References(
        texts(session.scalars(select(ExternalId.value))),
        texts(session.scalars(select(Account.name))),
        texts(session.scalars(select(Product.code))),
        texts(session.scalars(select(Product.name))),
        texts(session.scalars(select(Person.name))),
        {
            kind: tuple((field.name, field.type) for field in own_fields(session, of))
            for kind, of in OWN_KINDS.items()
        },
    )
