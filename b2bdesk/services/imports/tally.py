"""Counts and problems of one sheet while it is being resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping, choice_words
from b2bdesk.services.imports.pending import Status
from b2bdesk.services.imports.plan import DETAILS_MAX, ChangedCell, ProblemRow, SheetPlan

Row = dict[str, Any]


class Tally:
    """One sheet's rows as they are resolved: refused ones are named, the others counted."""

    def __init__(self, mapping: SheetMapping) -> None:
        self.mapping = mapping
        self.kind = KINDS[mapping.kind]
        self.read = 0
        self.new = self.changed_rows = self.unchanged = 0
        self.effects = {"rejected": 0, "ambiguous": 0, "left_out": 0}
        self.problems: list[ProblemRow] = []
        self.changes: list[ChangedCell] = []
        self.waiting: dict[int, str] = {}
        self.occurrence: dict[int, int] = {}
        self.amount: int | None = None
        self.waiting_amount: int | None = None
        self.keys = [f.key for f in self.kind.fields if f.key in mapping.fields]
        self._required = [f.key for f in self.kind.fields if f.required]

    def problem(
        self, row: int, key: str, code: str, value: object = "", *, detail: str = "",
        effect: str = "rejected",
    ) -> None:  # fmt: skip
        """Note a problem of a row; ``rejected`` and ``ambiguous`` make the row wait."""
        if effect != "left_out":
            if row in self.waiting:
                return
            self.waiting[row] = code
        self.effects[effect] += 1
        if len(self.problems) < DETAILS_MAX:
            column = self.mapping.fields.get(key)
            text = "" if value is None else str(value)
            self.problems.append(
                ProblemRow(
                    self.mapping.sheet,
                    row,
                    column.index if column else -1,
                    column.header if column else "",
                    text,
                    code,
                    detail,
                    effect,
                )
            )

    def count(self, status: Status) -> None:
        """A row that comes in or is in."""
        if status is Status.NEW:
            self.new += 1
        elif status is Status.CHANGED:
            self.changed_rows += 1
        else:
            self.unchanged += 1

    def changed(self, row: int, record: str, before: Mapping[str, Any], after: Row) -> None:
        """Note what a row changes, cell by cell."""
        for name, old in before.items():
            if len(self.changes) < DETAILS_MAX:
                self.changes.append(
                    ChangedCell(self.mapping.sheet, row, record, name, old, after[name])
                )

    def cell_problems(self, chunk: Chunk) -> set[int]:
        """Note the unreadable cells of a chunk; returns the rows that they refuse."""
        refused: set[int] = set()
        for found in chunk.problems:
            rejects = self.kind.strict or found.field in self._required
            detail = found.detail
            if found.code == "unknown_word":
                choices = self.kind.by_key[found.field].choices
                detail = (
                    ", ".join(dict.fromkeys(key for _, key in choice_words(choices)))
                    if choices
                    else ""
                )
            self.problem(
                found.row, found.field, found.code, found.text, detail=detail,
                effect="rejected" if rejects else "left_out",
            )  # fmt: skip
            if rejects:
                refused.add(found.row)
        return refused

    def rows(self, chunk: Chunk) -> Iterator[tuple[int, Row]]:
        """Rows of a chunk as dictionaries; refused and incomplete ones are noted and left out."""
        refused = self.cell_problems(chunk)
        self.read += len(chunk.rows)
        for number, *values in chunk.rows:
            assert isinstance(number, int)
            row = dict(zip(self.keys, values, strict=True))
            if number in refused:
                continue
            lacking = next((k for k in self._required if row.get(k) in (None, "")), None)
            if lacking is not None:
                self.problem(number, lacking, "missing")
                continue
            yield number, row

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
        )
