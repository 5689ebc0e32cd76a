"""Which lines of a sheet the preview shows for a segment, and what is marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.services.imports.decisions import Decisions
from b2bdesk.services.imports.plan import SheetPlan
from b2bdesk.services.imports.reasons import reason
from b2bdesk.ui.pages.data.grid_model import Marks
from b2bdesk.ui.pages.data.issues import Issue, is_decided, issues_of, shown
from b2bdesk.ui.pages.data.sheet_lines import SheetLines, with_neighbours, without


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet after a dry run, as the preview needs it. ``counts``: rows by segment."""

    issues: tuple[Issue, ...]
    marks: Marks
    counts: dict[str, int]
    rows: dict[str, Sequence[int]]
    first: int
    last: int

    def lines(self, segment: str, code: str = "") -> SheetLines:
        """The lines of a segment; ``code`` narrows to one reason."""
        issues = self.issues
        rows = self.rows.get(segment, self.rows["all"])
        if segment in ("attention", "conflicts"):
            issues = tuple(
                i for i in issues if (i.conflict is not None) == (segment != "attention")
            )
            if code:
                issues = tuple(i for i in issues if i.code == code)
                rows = [row for issue in issues for row in issue.rows]
            rows = with_neighbours(rows, self.first, self.last)
        return SheetLines(rows, issues)


def view_of(
    look: SheetLook, mapping: SheetMapping, plan: SheetPlan | None, decided: Decisions
) -> SheetView:
    """What the preview shows of a sheet: with no dry run all rows, unmarked."""
    every = range(look.first_row, look.last_row + 1)
    quiet = dict.fromkeys(look.skip_rows, tr("Left out: not a row of data"))
    cells = {(r, c): text for (s, r, c), text in decided.cells.items() if s == look.name}
    skipped = {row for sheet, row in decided.skipped if sheet == look.name}
    quiet |= dict.fromkeys(skipped, tr("You skipped this row."))
    if plan is None:
        marks = Marks(edited=cells, quiet=quiet)
        return SheetView(
            (), marks, {"all": len(every)}, {"all": every}, every.start, every.stop - 1
        )
    issues = issues_of(plan, mapping, decided)
    wrong = {(p.row, p.column): p.reason for i in issues for p in i.problems if p.column >= 0}
    before = _before(plan, mapping)
    for issue in issues:
        if issue.conflict is not None and issue.column >= 0:
            wrong[issue.row, issue.column] = issue.words()
    attention = _attention(plan, decided)
    rows: dict[str, Sequence[int]] = {"all": every}
    rows["attention"] = attention
    rows["changed"] = sorted({change.row for change in plan.changes})
    new = _new_rows(plan, every, look.skip_rows)
    if new is not None:
        rows["new"] = new
    rows["conflicts"] = sorted({i.row for i in issues if i.conflict is not None})
    rows["left"] = sorted(skipped)
    for row, code in plan.waiting_rows.items():
        quiet.setdefault(row, reason(code, tr("several")))
    waiting_cells = {row for row, _ in wrong}
    for row in waiting_cells & set(plan.waiting_rows):
        quiet.pop(row, None)  # the cell itself says what is wrong
    counts = {key: len(found) for key, found in rows.items() if found or key in _ALWAYS}
    if plan.changed > len(rows["changed"]) and "changed" in counts:
        counts["changed"] = plan.changed
    asks = frozenset((i.row, i.column) for i in issues if not i.blocks)
    asks |= {(p.row, p.column) for i in issues if not i.blocks for p in i.problems}
    marks = Marks(wrong, asks, cells, before, quiet)
    return SheetView(issues, marks, counts, rows, every.start, every.stop - 1)


_ALWAYS = ("all", "attention")


def _attention(plan: SheetPlan, decided: Decisions) -> list[int]:
    """Rows that wait or lose a cell, without those that were decided since the dry run."""
    settled = {p.row for p in plan.problems if is_decided(p, decided)}
    still = {p.row for p in plan.problems if not is_decided(p, decided)}
    return sorted(still | (set(plan.waiting_rows) - settled))


def _before(plan: SheetPlan, mapping: SheetMapping) -> dict[tuple[int, int], str]:
    """What the file holds now, at the cells that change it."""
    columns = {key: item.index for key, item in mapping.fields.items()}
    return {
        (change.row, columns[change.field]): shown(change.before)
        for change in plan.changes
        if change.field in columns
    }


def _new_rows(plan: SheetPlan, every: range, skip: Iterable[int]) -> Sequence[int] | None:
    """The rows that are new, where they can be told: when no row is in the file already."""
    if not plan.new or plan.unchanged or plan.set_aside:
        return None
    changed = {change.row for change in plan.changes}
    if plan.changed != len(changed):
        return None
    found = without(every, {*plan.waiting_rows, *changed, *skip})
    return found if len(found) == plan.new else None


def known_words(issue: Issue) -> tuple[str, ...]:
    """The words that the field of an unknown word knows, as people write them."""
    if issue.conflict is not None or issue.code != "unknown_word":
        return ()
    return tuple(word.strip() for word in issue.first.detail.split(",") if word.strip())


def field_type(mapping: SheetMapping, column: int) -> FieldType | None:
    """The type of the field that a column fills."""
    kind = KINDS.get(mapping.kind)
    for key, item in mapping.fields.items():
        if item.index == column and kind is not None and key in kind.by_key:
            return kind.by_key[key].type
    return None
