"""What the user decided over a dry run; the import does the same as the dry run then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """Which rows come in."""

    BOTH = "both"
    NEW_ONLY = "new_only"
    CHANGES_ONLY = "changes_only"


class Side(StrEnum):
    """Which value of a conflict holds: the one in this file, or the one in the workbook."""

    MINE = "mine"
    THEIRS = "theirs"


NEW_RECORD = 0
"""Chosen in place of a record's id: make a new one."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions by place. Sheets by name, rows as in Excel, columns counted from 0.

    ``cells``: what stands in a cell instead, (sheet, row, column) to text; "" empties it.
    ``skipped``: rows that stay out. ``accounts``: for a reference (number or name as written in the
    workbook, case and spaces folded) that fits none or several, the account's id or ``NEW_RECORD``.
    ``records``: for an ambiguous row, the record it is. ``conflicts``: for a field that both sides
    changed, (sheet, row, field key), whose value holds. ``kept_twice``: invoice lines that stand
    twice in the sheet and are two lines.
    """

    cells: Mapping[tuple[str, int, int], str] = field(default_factory=dict)
    skipped: frozenset[tuple[str, int]] = frozenset()
    accounts: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[tuple[str, int], int] = field(default_factory=dict)
    conflicts: Mapping[tuple[str, int, str], Side] = field(default_factory=dict)
    kept_twice: frozenset[tuple[str, int]] = frozenset()


NO_DECISIONS = Decisions()
