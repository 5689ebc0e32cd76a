"""Which contacts to acquire, and what a list of them may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from b2bdesk.analytics.contact_mix import ClassShare, Diagnosis, Mix, Reason
from b2bdesk.models.enums import ContactClass

_PER_WHOLE = 10_000
"""Chances are kept in hundredths of a percent, so that products with money stay whole numbers."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What the user wants instead of what is typical; None leaves that part to the rule."""

    wanted: int | None = None
    priority: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Contacts of one class to have and to acquire. ``priority`` 1 is first, 3 can wait."""

    kind: ContactClass
    present: int
    typical: int
    wanted: int
    priority: int
    by_hand: bool
    priority_by_hand: bool
    note: str | None

    @property
    def to_acquire(self) -> int:
        """How many are missing, never under 0."""
        return max(0, self.wanted - self.present)


def wanted_contacts(mix: Mix, goals: Mapping[ContactClass, Goal]) -> tuple[Wanted, ...]:
    """One row for each class that somebody has or wants: the typical number, or the user's own.

    Priority 1 where the lack puts the account at risk (nobody decides; technical people and users
    where it leans on purchasing), 2 where nobody of the class is known, 3 where some are. At an
    account that serves another purpose nobody is wanted but whom the user wants.
    """
    grows = mix.diagnosis is not Diagnosis.OTHER_PURPOSE
    rows = {row.kind: row for row in mix.classes}
    found = []
    for kind in ContactClass:
        row, goal = rows.get(kind), goals.get(kind, Goal())
        if row is None and goal.wanted is None:
            continue
        present, typical = (row.contacts, row.typical_contacts) if row is not None else (0, 0)
        by_rule = typical if grows else min(typical, present)
        found.append(
            Wanted(
                kind,
                present,
                typical,
                by_rule if goal.wanted is None else goal.wanted,
                goal.priority or _priority(kind, row, mix),
                goal.wanted is not None,
                goal.priority is not None,
                goal.note,
            )
        )
    return tuple(found)


def _priority(kind: ContactClass, row: ClassShare | None, mix: Mix) -> int:
    if row is not None and row.reason is Reason.NO_DECISION_MAKER:
        return 1
    leans = Reason.LEANS_ON_PURCHASING in mix.reasons
    if leans and kind in (ContactClass.TECHNICAL, ContactClass.END_USER):
        return 1
    return 3 if row is not None and row.contacts else 2


@dataclass(frozen=True, slots=True)
class ListFigures:
    """The user's figures: cost of one contact, margin of what it may open, and the chance of that.

    Money in minor units; ``chance`` in hundredths of a percent (250 is 2.5 %). None: not given.
    """

    cost_minor: int | None = None
    margin_minor: int | None = None
    chance: int | None = None


@dataclass(frozen=True, slots=True)
class ListWorth:
    """What a list of contacts costs and may bring, in minor units; None where a figure is missing.

    ``break_even_minor``: chance x margin, rounded down: the most one contact may cost. ``worth``:
    whether a contact costs less than chance x margin, compared without rounding.
    """

    contacts: int
    cost_minor: int | None
    expected_minor: int | None
    net_minor: int | None
    break_even_minor: int | None
    worth: bool | None


def list_worth(contacts: int, figures: ListFigures) -> ListWorth:
    """Is a list of so many contacts worth its price?

    Expected margin = contacts x chance x margin; the list is worth it while the cost of a contact
    stays under chance x margin, the break-even cost.
    """
    cost, margin, chance = figures.cost_minor, figures.margin_minor, figures.chance
    price = None if cost is None else contacts * cost
    if margin is None or chance is None:
        return ListWorth(contacts, price, None, None, None, None)
    expected = contacts * chance * margin // _PER_WHOLE
    break_even = chance * margin // _PER_WHOLE
    if cost is None or price is None:
        return ListWorth(contacts, None, expected, None, break_even, None)
    worth = cost * _PER_WHOLE < chance * margin
    return ListWorth(contacts, price, expected, expected - price, break_even, worth)
