"""Single-threaded, two facts: one contact of theirs, or one colleague of ours, carries it all."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.queries.retention import ContactRow
from b2bdesk.services.retention.measures import SINGLE_THREADED_SHARE

# One or two exchanges always hang on one person.
_LEAST_EXCHANGES = 3


@dataclass(frozen=True, slots=True)
class Thread:
    """The one person most exchanges of twelve months hang on; ``share`` 0..1."""

    name: str
    share: float
    ours: bool


def single_thread(row: ContactRow | None) -> Thread | None:
    """Who carries 70 % or more of the exchanges, their side first; None while nobody does."""
    if row is None:
        return None
    sides = (
        (row.theirs_with, row.theirs_most, row.theirs_name, False),
        (row.ours_with, row.ours_most, row.ours_name, True),
    )
    for total, most, name, ours in sides:
        if total >= _LEAST_EXCHANGES and most >= SINGLE_THREADED_SHARE * total:
            return Thread(name, most / total, ours)
    return None
