"""What pasting cost pools would do, before it does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft


class Outcome(StrEnum):
    """What a pasted row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PasteProblem:
    """What is wrong, where, and what to do. ``column`` "" means the row; ``row`` counts from 1.

    ``left_out``: the whole row stays out; else only this cell does.
    """

    row: int
    column: str
    value: str
    reason: str
    hint: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class PastedPool:
    """A row that can come in: the pool as it will be, and what it cost.

    ``cost``: the period's amount in minor units of the file's currency.
    """

    row: int
    outcome: Outcome
    pool: int | None
    draft: PoolDraft
    period: PeriodDraft
    cost: int


@dataclass(frozen=True, slots=True)
class PoolPaste:
    """What a paste would do. ``columns``: field key to the header or column it was found in."""

    rows: tuple[PastedPool, ...]
    problems: tuple[PasteProblem, ...]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    has_header: bool

    def count(self, outcome: Outcome) -> int:
        """How many rows come out so."""
        if outcome is Outcome.LEFT_OUT:
            return len({problem.row for problem in self.problems if problem.left_out})
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def changes(self) -> bool:
        """True when taking it over would change anything."""
        return any(row.outcome is not Outcome.UNCHANGED for row in self.rows)

    @property
    def total(self) -> int:
        """Ledger cost of the rows that come in, in minor units."""
        return sum(row.cost for row in self.rows)
