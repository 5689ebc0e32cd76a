"""What the user decided over a dry run; the import does the same as the dry run then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from b2bdesk.models.account import ERP


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
    workbook, case and spaces folded) that fits none or several, the account or ``NEW_RECORD``.
    ``records``: which record a row is, or ``NEW_RECORD``; of a row that is ambiguous because the
    account it names is, that account. ``conflicts``: for a field that both sides changed, (sheet,
    row, field key), whose value holds. ``kept_twice``: invoice lines that stand twice in the sheet
    and are two lines.

    Records are named by ``Choice.id``, which is the same in every dry run, also of those that the
    import is going to make.
    """

    cells: Mapping[tuple[str, int, int], str] = field(default_factory=dict)
    skipped: frozenset[tuple[str, int]] = frozenset()
    accounts: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[tuple[str, int], int] = field(default_factory=dict)
    conflicts: Mapping[tuple[str, int, str], Side] = field(default_factory=dict)
    kept_twice: frozenset[tuple[str, int]] = frozenset()

    def overrides(self, sheet: str) -> tuple[tuple[int, int, str], ...]:
        """What stands in the cells of a sheet instead, as its request takes it."""
        found = [(row, at, text) for (name, row, at), text in self.cells.items() if name == sheet]
        return tuple(sorted(found))

    def skipped_rows(self, sheet: str) -> frozenset[int]:
        """The rows of a sheet that stay out."""
        return frozenset(row for name, row in self.skipped if name == sheet)


NO_DECISIONS = Decisions()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user decides for the whole import. ``currency``: ISO 4217, "" for the file's own.

    ``erase``: empty cells empty the field, which they never do otherwise. ``system``: whose account
    numbers the sheets hold.
    """

    currency: str = ""
    today: date | None = None
    mode: Mode = Mode.BOTH
    erase: bool = False
    system: str = ERP
    decisions: Decisions = NO_DECISIONS

    @property
    def other_system(self) -> str:
        """The system where it is not the usual one, else "": its document numbers are its own."""
        return "" if self.system == ERP else self.system
