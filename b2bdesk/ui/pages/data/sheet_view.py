"""Which lines of a sheet the preview shows for a segment, and what is marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.exchange_formats.own_columns import READ_AS
from b2bdesk.models.enums import OwnFieldType
from b2bdesk.services.imports.decisions import Decisions
from b2bdesk.services.imports.plan import SheetPlan
from b2bdesk.services.imports.reasons import reason
from b2bdesk.ui.pages.data.grid_model import Marks
from b2bdesk.ui.pages.data.issues import Issue, is_decided, issues_of, shown
from b2bdesk.ui.pages.data.sheet_lines import AllBut, SheetLines, with_neighbours


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet after a dry run, as the preview needs it. ``counts``: rows by segment."""

    issues: tuple[Issue, ...]
    marks: Marks
    counts: dict[str, int]
    rows: dict[str, Sequence[int]]
    every: range
    new: AllBut | None = None  # the new rows, where these can be told

    def lines(self, segment: str, code: str = "") -> SheetLines:
        """The lines of a segment; ``code`` narrows to one reason."""
        issues = self.issues
        rows: Sequence[int] = self.rows.get(segment, self.every)
        if segment == "new" and self.new is not None:
            rows = self.new
        if segment in ("attention", "conflicts"):
            issues = tuple(
                i for i in issues if (i.conflict is not None) == (segment != "attention")
            )
            if code:
                issues = tuple(i for i in issues if i.code == code)
                rows = [row for issue in issues for row in issue.rows]
            rows = with_neighbours(rows, self.every.start, self.every.stop - 1)
        return SheetLines(rows, issues)


def view_of(
    look: SheetLook,
    mapping: SheetMapping,
    plan: SheetPlan | None,
    decided: Decisions,
    before: SheetView | None = None,
) -> SheetView:
    """What the preview shows of a sheet: with no dry run all rows, unmarked.

    ``before``: the view at the end of the dry run, whose new rows hold until the next one.
    """
    every = range(look.first_row, look.last_row + 1)
    quiet = dict.fromkeys(look.skip_rows, tr("Left out: not a row of data"))
    cells = {(r, c): text for (s, r, c), text in decided.cells.items() if s == look.name}
    skipped = {row for sheet, row in decided.skipped if sheet == look.name}
    quiet |= dict.fromkeys(skipped, tr("You skipped this row."))
    if plan is None:
        marks = Marks(edited=cells, quiet=quiet)
        return SheetView((), marks, {"all": len(every)}, {}, every)
    issues = issues_of(plan, mapping, decided)
    said = cache(reason)
    wrong = {
        (p.row, p.column): said(p.code, p.detail)
        for issue in issues
        for p in issue.problems
        if p.column >= 0
    }
    was = _before(plan, mapping)
    for issue in issues:
        if issue.conflict is not None and issue.column >= 0:
            wrong[issue.row, issue.column] = issue.words()
    attention = _attention(plan, decided)
    rows: dict[str, Sequence[int]] = {"all": every, "attention": attention}
    rows["changed"] = sorted({change.row for change in plan.changes})
    rows["conflicts"] = sorted({i.row for i in issues if i.conflict is not None})
    rows["left"] = sorted(skipped)
    for row, code in plan.waiting_rows.items():
        quiet.setdefault(row, said(code, tr("several")))
    waiting_cells = {row for row, _ in wrong}
    for row in waiting_cells & set(plan.waiting_rows):
        quiet.pop(row, None)  # the cell itself says what is wrong
    counts = {key: len(found) for key, found in rows.items() if found or key in _ALWAYS}
    if plan.changed > len(rows["changed"]) and "changed" in counts:
        counts["changed"] = plan.changed
    asks = frozenset((i.row, i.column) for i in issues if not i.blocks)
    asks |= {(p.row, p.column) for i in issues if not i.blocks for p in i.problems}
    new = _new(plan, every, (*look.skip_rows, *skipped)) if before is None else before.new
    if new is not None:
        counts["new"] = plan.new
    marks = Marks(wrong, asks, cells, was, quiet)
    return SheetView(issues, marks, counts, rows, every, new)


_ALWAYS = ("all", "attention")


def _attention(plan: SheetPlan, decided: Decisions) -> list[int]:
    """Rows that wait or lose a cell, without those that were decided since the dry run."""
    settled: set[int] = set()
    still: set[int] = set()
    for problem in plan.problems:
        (settled if is_decided(problem, decided) else still).add(problem.row)
    return sorted(still | (set(plan.waiting_rows) - settled))


def _before(plan: SheetPlan, mapping: SheetMapping) -> dict[tuple[int, int], str]:
    """What the file holds now, at the cells that change it."""
    columns = {key: item.index for key, item in mapping.fields.items()}
    return {
        (change.row, columns[change.field]): shown(change.before)
        for change in plan.changes
        if change.field in columns
    }


def _new(plan: SheetPlan, every: range, skip: Iterable[int]) -> AllBut | None:
    """The new rows, where they can be told: those that matched no record."""
    if not plan.new:
        return None
    matched = (change.row for change in plan.changes)
    found = AllBut(every, chain(plan.waiting_rows, matched, plan.rules, skip))
    return found if len(found) == plan.new else None


def known_words(issue: Issue) -> tuple[str, ...]:
    """The words that the field of an unknown word knows, as people write them."""
    if issue.conflict is not None or issue.code != "unknown_word":
        return ()
    return tuple(word.strip() for word in issue.first.detail.split(",") if word.strip())


def field_type(mapping: SheetMapping, column: int) -> FieldType | None:
    """The type of the field that a column fills, of an own field how it is read."""
    kind = KINDS.get(mapping.kind)
    for key, item in mapping.fields.items():
        if item.index != column or kind is None:
            continue
        if key in kind.by_key:
            return kind.by_key[key].type
        return READ_AS[OwnFieldType(item.own_type or "text")]
    return None
