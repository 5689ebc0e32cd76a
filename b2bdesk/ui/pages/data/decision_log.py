"""What the user decided in the guided import, one record for each decision, newest last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from b2bdesk.services.imports.decisions import NO_DECISIONS, Decisions, Side


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: in words, and what of ``Decisions`` it sets."""

    words: str
    sets: Decisions


def folded(decisions: Iterable[Decision]) -> Decisions:
    """All decisions in one; of two about the same place the later one holds."""
    cells: dict[tuple[str, int, int], str] = {}
    skipped: set[tuple[str, int]] = set()
    accounts: dict[str, int] = {}
    records: dict[tuple[str, int], int] = {}
    conflicts: dict[tuple[str, int, str], Side] = {}
    kept_twice: set[tuple[str, int]] = set()
    for decision in decisions:
        each = decision.sets
        cells |= each.cells
        skipped |= each.skipped
        accounts |= each.accounts
        records |= each.records
        conflicts |= each.conflicts
        kept_twice |= each.kept_twice
    if not (cells or skipped or accounts or records or conflicts or kept_twice):
        return NO_DECISIONS
    return Decisions(cells, frozenset(skipped), accounts, records, conflicts, frozenset(kept_twice))


class DecisionLog:
    """The decisions of one guided import; any of them can be taken back."""

    def __init__(self) -> None:
        self._made: list[Decision] = []

    @property
    def made(self) -> tuple[Decision, ...]:
        """The decisions that hold, oldest first."""
        return tuple(self._made)

    @property
    def decisions(self) -> Decisions:
        """All of them in one."""
        return folded(self._made)

    def add(self, decision: Decision) -> None:
        """Note a decision."""
        self._made.append(decision)

    def take_back(self, place: int = -1) -> Decision | None:
        """Drop the decision at a place, the newest by default; None where there is none."""
        return self._made.pop(place) if self._made else None
