"""Counts, problems and changed cells of one sheet while it is being resolved.

A row is resolved between two steps of ``Tally.rows``: what it writes then is kept, or taken back
where the row waits or the chosen mode leaves it out. What changes is told by the records written,
so that every kind of sheet tells every cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from b2bdesk.exchange_formats.excel.model import CellProblem, Chunk
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.services.imports.cells import Words
from b2bdesk.services.imports.conversions import Conversions, Key
from b2bdesk.services.imports.decisions import NEW_RECORD, ImportOptions, Mode
from b2bdesk.services.imports.pending import Pending, Place, Status, Write
from b2bdesk.services.imports.plan import (
    DETAILS_MAX,
    ChangedCell,
    Choice,
    Conflict,
    NewAccount,
    ProblemRow,
    SheetPlan,
)
from b2bdesk.services.imports.proposals import Proposals
from b2bdesk.services.imports.three_way import RoundTrip
from b2bdesk.services.record_rows import RECORDS

Row = dict[str, Any]
NOTED = "noted"
_WAITING = ("rejected", "ambiguous")
# Records that a reference to them makes, and the kinds of sheet that list them.
_REFERRED = {"colleague": "team", "product": "products", "own_field": ""}


class Tally:
    """One sheet's rows as they are resolved: refused ones are named, the others counted."""

    def __init__(
        self,
        mapping: SheetMapping,
        pending: Pending,
        words: Words,
        round_trip: RoundTrip,
        options: ImportOptions,
    ) -> None:
        self.mapping = mapping
        self.kind = KINDS[mapping.kind]
        self.keys = mapping.keys
        self.read = 0
        self.new = self.changed_rows = self.unchanged = self.set_aside = 0
        self.effects = {"rejected": 0, "ambiguous": 0, "left_out": 0, NOTED: 0}
        self.cells_changed = 0
        self.problems: list[ProblemRow] = []
        self.changes: list[ChangedCell] = []
        self.conflicts: list[Conflict] = []
        self.new_accounts: list[NewAccount] = []
        self.rules: dict[int, str] = {}
        self.waiting: dict[int, str] = {}
        self.occurrence: dict[int, int] = {}
        self.amount: int | None = None
        self.waiting_amount: int | None = None
        self.proposals = Proposals(mapping)
        self._required = [f.key for f in self.kind.fields if f.required]
        self._pending, self._words, self._options = pending, words, options
        self._round_trip = round_trip
        self.skipped = options.decisions.skipped_rows(mapping.sheet)
        self._notes: list[ProblemRow] = []  # of the current row
        self._said: Status | None = None  # what the kind says about the current row
        self._outcome: dict[int, Status] = {}  # of the rows that come in or are in
        self._places: dict[int, Place] = {}
        self._contents: dict[tuple[Any, ...], int] = {}
        self._taken: dict[int, int] = {}  # record to the row that is it
        self.conversions = Conversions()

    # --- what a row says ---------------------------------------------------------------------

    def problem(
        self, row: int, key: str, code: str, value: object = "", *, detail: str = "",
        effect: str = "rejected", choices: Sequence[Choice] = (), proposal: str = "",
    ) -> None:  # fmt: skip
        """Note a problem of a row; ``rejected`` and ``ambiguous`` make the row wait.

        ``noted``: the row comes in as it is, but the user should look at it.
        """
        column = self.mapping.fields.get(key)
        told = ProblemRow(
            self.mapping.sheet,
            row,
            column.index if column else -1,
            column.header if column else "",
            "" if value is None else str(value),
            code,
            detail,
            effect,
            tuple(choices),
            proposal,
        )
        if self._current(row):
            self._notes.append(told)
        else:
            self._tell(told)

    def ambiguous(
        self, row: int, key: str, code: str, value: object, choices: Sequence[Choice]
    ) -> None:
        """Note a row that fits several records."""
        self.problem(
            row, key, code, value, detail=str(len(choices)), effect="ambiguous", choices=choices
        )

    def _current(self, row: int) -> bool:
        place = self._pending.place
        return place is not None and (place.sheet, place.row) == (self.mapping.sheet, row)

    def _tell(self, told: ProblemRow) -> None:
        """Keep a problem. A row waits once, for the first reason, however many are told."""
        waits = told.effect in _WAITING
        if not waits or told.row not in self.waiting:
            self.effects[told.effect] += 1
        if waits:
            self.waiting.setdefault(told.row, told.code)
        if len(self.problems) < DETAILS_MAX:
            self.problems.append(told)

    def count(self, status: Status) -> None:
        """What the row means for the file; a row in already that writes after all is a change."""
        self._said = status

    def matched(self, record_id: int, rule: str) -> None:
        """Which record the current row is, and by which rule."""
        if self._pending.place is not None:
            self._pending.place.rule = rule
            self._pending.place.owns.append(record_id)

    def is_taken(self, record_id: int) -> bool:
        """Whether an earlier row of the sheet is this record."""
        return record_id in self._taken

    def admits(self, status: Status) -> bool:
        """Whether rows of this outcome come in; what is in already always is."""
        left_out = {Mode.NEW_ONLY: Status.CHANGED, Mode.CHANGES_ONLY: Status.NEW}
        return left_out.get(self._options.mode) is not status

    def chosen(self, row: int) -> int | None:
        """The record that the user says a row is, or ``NEW_RECORD``; None where nothing is said."""
        decisions, place = self._options.decisions, (self.mapping.sheet, row)
        twice = place in decisions.kept_twice and place not in decisions.records
        return NEW_RECORD if twice else self.answered(row)

    def answered(self, row: int) -> int | None:
        """What the user said about a row that fitted none or several records, or None. That it is
        kept twice says nothing about what it refers to."""
        told = self._options.decisions.records.get((self.mapping.sheet, row))
        return told if told is None or told == NEW_RECORD else self._pending.chosen(told)

    def changed(self, row: int, record: str, before: Mapping[str, Any], after: Row) -> None:
        """Note what a row of facts changes; changes of records are told by what is written."""
        self.cells_changed += len(before)
        for name, old in before.items():
            if len(self.changes) < DETAILS_MAX:
                self.changes.append(
                    ChangedCell(self.mapping.sheet, row, record, name, old, after[name])
                )

    def converted(self, told: Key, came: int, became: int) -> None:
        """Note an amount of the current row that is converted."""
        self.conversions.add(told, came, became)
        self._pending.undoing(lambda: self.conversions.add(told, came, became, -1))

    # --- rows --------------------------------------------------------------------------------

    def cell_problems(self, chunk: Chunk) -> None:
        """Note the unreadable cells of a chunk of facts."""
        self.proposals.see(chunk)
        for found in chunk.problems:
            if found.row not in self.skipped:
                self._cell_problem(found)

    def _cell_problem(self, found: CellProblem) -> bool:
        """Note an unreadable cell; True where it refuses its row."""
        rejects = self.kind.strict or found.field in self._required
        detail = found.detail
        if found.code == "unknown_word":
            detail = self.proposals.known_words(found.field)
        self.problem(
            found.row, found.field, found.code, found.text, detail=detail,
            effect="rejected" if rejects else "left_out",
            proposal=self.proposals.proposal(found),
        )  # fmt: skip
        return rejects

    def rows(self, chunk: Chunk) -> Iterator[tuple[int, Row]]:
        """Rows of a chunk as dictionaries; refused and incomplete ones are noted and left out."""
        bad: dict[int, list[CellProblem]] = {}
        for found in chunk.problems:
            bad.setdefault(found.row, []).append(found)
        for number, *values in chunk.rows:
            assert isinstance(number, int)
            self.read += 1
            if number in self.skipped:
                self.set_aside += 1
                continue
            row = dict(zip(self.keys, values, strict=True))
            unreadable = bad.get(number, [])
            row = self._come_back(number, row, {found.field for found in unreadable})
            first = self._contents.setdefault(tuple(values), number)
            if first in self._outcome and not unreadable and self.chosen(number) is None:
                self.problem(number, "", "same_line_twice", detail=str(first), effect=NOTED)
                self._end(number)
                continue
            refused = [self._cell_problem(found) for found in unreadable]
            lacking = next((k for k in self._required if row.get(k) in (None, "")), None)
            if lacking is not None and not any(refused):
                self.problem(number, lacking, "missing")
            elif not any(note.effect in _WAITING for note in self._notes):
                yield number, row
            self._end(number)

    def _come_back(self, number: int, row: Row, unread: set[str]) -> Row:
        """Begin a row; of a row of our own exports, what is left to write (``three_way``)."""
        place = Place(self.mapping.sheet, number, self.mapping.kind)
        self._begin(place)
        if self._options.erase:
            empty = (k for k in self.keys if row[k] in (None, "") and k not in unread)
            place.empty = frozenset(empty)
        stamp = str(row.get("record_id") or "")
        if not row.get("version"):
            known = stamp.isdecimal() and len(stamp) < 20
            place.ids = {"": int(stamp)} if known else {}
            return row
        merged = self._round_trip.merge(self.mapping.kind, self.mapping.sheet, number, row, unread)
        for note in merged.notes:
            self.problem(
                number, note.key, note.code, note.value, detail=note.detail, effect=note.effect,
                choices=note.choices,
            )  # fmt: skip
        if merged.record is not None:
            place.ids = {**merged.ids, RECORDS[self.mapping.kind].table: merged.record}
            place.empty, place.removed = frozenset(merged.cleared), merged.removed
            place.conflicts += merged.conflicts
        return merged.row

    def _begin(self, place: Place) -> None:
        self._notes, self._said = [], None
        self._pending.begin(place)

    def _end(self, number: int) -> None:
        pending, place = self._pending, self._pending.place
        assert place is not None
        for key in dict.fromkeys(place.held):
            self.problem(number, key, "never_empty", effect="left_out")
        self._contested(number)
        waiting = [note for note in self._notes if note.effect in _WAITING]
        status = self._said or Status.UNCHANGED
        if status is Status.UNCHANGED and pending.writes:
            status = Status.CHANGED
        if waiting:
            pending.take_back()
        elif not self.admits(status):
            pending.take_back()
            self.set_aside += 1
            return
        else:
            pending.keep()
            self._outcome[number], self._places[number] = status, place
            self.add(status, 1)
            self._kept(number, place, status)
        for note in waiting or self._notes:
            self._tell(note)

    def _contested(self, number: int) -> None:
        """Refuse a row that would overwrite what an earlier row of the sheet says."""
        for write in self._pending.writes:
            first = self._taken.get(write.row["id"], number)
            if write.before is None or first == number:
                continue
            told = next((name for name, old in write.before.items() if old is not None), None)
            if told is not None:
                key = self._words.field(self.mapping.kind, write.table, told, write.row)
                value = self._words.value(write.table, told, write.row[told])
                self.problem(number, key, "twice_in_sheet", value, detail=str(first))
                return

    @contextmanager
    def again(self, number: int) -> Iterator[bool]:
        """Go on with a row once the sheet is read; False where it writes nothing."""
        before = self._outcome.get(number)
        if before is None:
            yield False
            return
        pending, place = self._pending, self._places[number]
        self._begin(place)
        yield True
        if before is Status.UNCHANGED and pending.writes:
            self.add(Status.UNCHANGED, -1)
            if not self.admits(Status.CHANGED):
                pending.take_back()
                self.set_aside += 1
                return
            self.add(Status.CHANGED, 1)
            self._outcome[number] = before = Status.CHANGED
        pending.keep()
        self._kept(number, place, before)
        for note in self._notes:
            self._tell(note)

    def add(self, status: Status, rows: int) -> None:
        """Count rows of facts, or a row whose outcome holds."""
        if status is Status.NEW:
            self.new += rows
        elif status is Status.CHANGED:
            self.changed_rows += rows
        else:
            self.unchanged += rows

    def _kept(self, number: int, place: Place, status: Status) -> None:
        """Tell what the row that holds now writes: its changed cells, its new accounts."""
        if place.rule and status is not Status.NEW:
            self.rules[number] = place.rule
        for record_id in (*place.owns, *(write.row["id"] for write in self._pending.writes)):
            self._taken.setdefault(record_id, number)
        self.conflicts += place.conflicts
        place.conflicts.clear()
        cells: dict[tuple[int, str], tuple[Write, Any]] = {}
        for write in self._pending.writes:
            if write.before is not None and self._pending.is_new(write.row["id"]):
                continue  # no value of the file, but of an earlier row
            if write.before is not None:
                told = write.before
            elif status is Status.NEW:
                continue
            else:
                told = self._told_of_new(write)
            for column, old in told.items():
                cells.setdefault((write.row["id"], column), (write, old))
        words = self._words
        for (_, column), (write, old) in cells.items():
            now = write.row[column]
            if now == old or (status is Status.NEW and self._pending.is_new(write.row["id"])):
                continue
            self.cells_changed += 1
            if len(self.changes) < DETAILS_MAX:
                was = {**write.row, **(write.before or {})}
                label = words.label(was)
                cell = words.cell(self.mapping.kind, write.table, column, write.row, old, was)
                self.changes.append(ChangedCell(self.mapping.sheet, number, label, *cell))

    def _told_of_new(self, write: Write) -> dict[str, None]:
        """The cells of the sheet that a record made beside a known one holds."""
        if write.table.name in _REFERRED and self.mapping.kind != _REFERRED[write.table.name]:
            return {}  # told by the cell that names it
        return {
            column: None
            for column, value in write.row.items()
            if value is not None
            and self._words.field(self.mapping.kind, write.table, column, write.row) in self.keys
        }

    def plan(self) -> SheetPlan:
        """The sheet's outcome, frozen."""
        return SheetPlan(
            self.mapping.sheet,
            self.mapping.kind,
            self.read,
            self.new,
            self.changed_rows,
            self.unchanged,
            self.effects["rejected"],
            self.effects["ambiguous"],
            self.effects["left_out"],
            tuple(self.problems),
            tuple(self.changes),
            self.waiting,
            self.occurrence,
            self.amount,
            self.waiting_amount,
            tuple(self.conflicts),
            tuple(self.new_accounts),
            self.set_aside,
            self.cells_changed,
            self.rules,
            self.mapping,
            self._options.decisions.overrides(self.mapping.sheet),
            self.conversions.told(self._options.currency),
        )
