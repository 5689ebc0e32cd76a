"""Single-threaded, two facts: one contact of theirs, or one colleague of ours, carries it all."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.analytics import decision_unit
from b2bdesk.queries.retention import ContactRow


@dataclass(frozen=True, slots=True)
class Thread:
    """The one person most exchanges of twelve months hang on; ``share`` 0..1."""

    name: str
    share: float
    ours: bool


def single_thread(row: ContactRow | None) -> Thread | None:
    """Who alone carries 70 % or more of the exchanges, their side first; None while nobody does."""
    if row is None:
        return None
    for people, total, ours in (
        (row.theirs, row.theirs_with, False),
        (row.ours, row.ours_with, True),
    ):
        fact = decision_unit.single_thread({p.person: p.exchanges for p in people}, total)
        if fact.single and fact.share is not None:
            name = next(p.name for p in people if p.person == fact.person)
            return Thread(name, fact.share, ours)
    return None
