"""Single-threaded, two facts: one contact of theirs, or one colleague of ours, carries it all."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.analytics import decision_unit
from b2bdesk.analytics.decision_unit import SingleThread, ThreadReason
from b2bdesk.queries.retention import ContactRow, ParticipantRow


@dataclass(frozen=True, slots=True)
class Thread:
    """The one person most exchanges of twelve months hang on; ``share`` 0..1.

    ``last_one``: of those who took part nobody else is there any more.
    """

    person: int
    name: str
    share: float
    ours: bool
    last_one: bool = False


def read_side(people: tuple[ParticipantRow, ...], exchanges: int) -> SingleThread:
    """The fact of one side. Active is who took part in the twelve months and is still there."""
    return decision_unit.single_thread(
        {each.person: each.exchanges for each in people},
        exchanges,
        [each.person for each in people if each.here],
    )


def threads(row: ContactRow | None) -> tuple[Thread, ...]:
    """Who carries 70 % or more of the exchanges, or is the only one left, their side first."""
    if row is None:
        return ()
    found = []
    for people, total, ours in (
        (row.theirs, row.theirs_with, False),
        (row.ours, row.ours_with, True),
    ):
        fact = read_side(people, total)
        if fact.single and fact.share is not None:
            carrier = next(each for each in people if each.person == fact.person)
            last_one = fact.reason is ThreadReason.ONLY_ONE_ACTIVE and len(people) > 1
            found.append(Thread(carrier.person, carrier.name, fact.share, ours, last_one))
    return tuple(found)


def single_thread(row: ContactRow | None) -> Thread | None:
    """The first of the two facts that holds; None while neither does."""
    return next(iter(threads(row)), None)
