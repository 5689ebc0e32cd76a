"""What stands in the way of a sheet's rows, by cause, and what the user may decide about it."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.core.i18n import tr, trn
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.services.imports.decisions import Decisions
from b2bdesk.services.imports.plan import Conflict, ProblemRow, SheetPlan
from b2bdesk.services.imports.reasons import reason
from b2bdesk.ui.formats import formats

ACCOUNT_CODES = frozenset({"unknown_account"})  # settled by saying who a number or name is
RECORD_CODES = frozenset({"ambiguous_account", "ambiguous_record", "ambiguous_person"})
NEW_CODES = frozenset({"deleted_here", "twice_here"})  # may come in as a record of their own
TWICE_SAME = "same_line_twice"
TWICE_OTHER = "twice_in_sheet"
NO_RATE = "no_rate"  # settled in the settings
_BY_COLUMN = frozenset({"decimal_mark", TWICE_SAME})


@dataclass(frozen=True, slots=True)
class Issue:
    """Rows that wait for one cause, or one field that changed on both sides.

    The first row stands for all; ``problems`` is empty for a conflict.
    """

    sheet: str
    row: int
    column: int
    problems: tuple[ProblemRow, ...] = ()
    conflict: Conflict | None = None

    @property
    def first(self) -> ProblemRow:
        """The problem that stands for all."""
        return self.problems[0]

    @property
    def code(self) -> str:
        """The reason's code."""
        return "conflict" if self.conflict is not None else self.first.code

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row that waits for this cause."""
        return tuple(p.row for p in self.problems) if self.problems else (self.row,)

    @property
    def blocks(self) -> bool:
        """False where the row comes in: without the cell, or as it is and only to be checked."""
        return self.conflict is None and self.first.effect not in ("left_out", "noted")

    @property
    def earliest(self) -> str:
        """Of rows without a rate, the currency and the first of their days: "CHF 2021-03-04"."""
        return min(problem.detail for problem in self.problems)

    def words(self) -> str:
        """What is wrong, and in how many rows."""
        if self.conflict is not None:
            here, there = shown(self.conflict.mine), shown(self.conflict.theirs)
            return tr("Changed on both sides: {mine} here, {theirs} in the workbook.",
                      mine=here, theirs=there)  # fmt: skip
        first = self.first
        said = first.reason
        count = len(self.problems)
        if first.code == NO_RATE:
            said = reason(NO_RATE, self.earliest)
        n = formats().integer(count)
        if first.code in ACCOUNT_CODES and first.value:
            said = tr("No account {value}.", value=first.value)
            return f"{said} {trn('{n} row uses it.', '{n} rows use it.', count, n=n)}"
        if first.code == TWICE_SAME and count > 1:
            return f"{said} {trn('{n} line stands twice.', '{n} lines stand twice.', count, n=n)}"
        if count > 1:
            return f"{said} {trn('{n} row like it.', '{n} rows like it.', count, n=n)}"
        return said


def shown(value: object) -> str:
    """A value of the file as it is shown; an empty one is a dash."""
    return "–" if value is None or value == "" else str(value)


def issues_of(plan: SheetPlan, mapping: SheetMapping, decided: Decisions) -> tuple[Issue, ...]:
    """The sheet's open issues by row; what was decided meanwhile is left out."""
    groups: dict[tuple[object, ...], list[ProblemRow]] = {}
    for problem in plan.problems:
        if not is_decided(problem, decided):
            groups.setdefault(_cause(problem), []).append(problem)
    found = [
        Issue(plan.sheet, members[0].row, members[0].column, tuple(members))
        for members in groups.values()
    ]
    columns = {key: item.index for key, item in mapping.fields.items()}
    found += [
        Issue(plan.sheet, each.row, columns.get(each.field, -1), conflict=each)
        for each in plan.conflicts
        if each.side is None and (each.sheet, each.row, each.field) not in decided.conflicts
    ]
    return tuple(sorted(found, key=lambda issue: (issue.row, issue.column)))


def _cause(problem: ProblemRow) -> tuple[object, ...]:
    if problem.code in _BY_COLUMN:
        return problem.code, problem.column
    if problem.code in RECORD_CODES | NEW_CODES or problem.code == TWICE_OTHER:
        return problem.code, problem.column, problem.row  # each row is a record of its own
    return problem.code, problem.column, problem.value.strip().casefold()


def is_decided(problem: ProblemRow, decided: Decisions) -> bool:
    """True where a decision was made that the dry run on show does not know yet."""
    place = (problem.sheet, problem.row)
    return (
        place in decided.skipped
        or (*place, problem.column) in decided.cells
        or (place in decided.records and problem.code in RECORD_CODES | NEW_CODES)
        or (place in decided.kept_twice and problem.code == TWICE_SAME)
        or (
            problem.code == TWICE_OTHER
            and problem.detail.isdecimal()
            and (problem.sheet, int(problem.detail)) in decided.skipped
        )
        or (problem.code in ACCOUNT_CODES and reference(problem.value) in decided.accounts)
    )


def reference(text: str) -> str:
    """A number or name of an account as decisions name it: case and spaces do not matter."""
    return " ".join(text.casefold().split())
