"""The words in which behaviours are told in the whole file."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.models import Behaviour


def list_behaviour_words(session: Session) -> tuple[str, ...]:
    """Every behaviour once, the most often seen first: to be said in the same words again."""
    rows = session.execute(
        select(Behaviour.what)
        .group_by(Behaviour.what)
        .order_by(func.count().desc(), Behaviour.what)
    )
    return tuple(dict.fromkeys(what for (what,) in rows))
