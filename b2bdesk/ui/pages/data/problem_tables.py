"""The rows that wait, and the cells that change, as tables."""

from __future__ import annotations

from b2bdesk.core.i18n import mark, tr
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.services.imports.plan import ChangedCell, ProblemRow, SheetPlan
from b2bdesk.ui.tables.cells import Cell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel

_EFFECTS = {
    "rejected": mark("Row left out"),
    "ambiguous": mark("Row left out: ambiguous"),
    "left_out": mark("Only this cell left out"),
}


def _cell_name(row: ProblemRow) -> str:
    return f"{row.letter}{row.row}, {row.header}" if row.letter else ""


def problem_table() -> DataTable[ProblemRow]:
    """Rows that will not come in as they are."""
    columns: tuple[Column[ProblemRow], ...] = (
        Column("row", tr("Row"), lambda r: r.row, Cell(right=True), 60),
        Column("cell", tr("Cell"), _cell_name, Cell(), 128),
        Column(
            "value",
            tr("Value"),
            lambda r: r.value,
            Cell("medium"),
            164,
            state=lambda _: "error",
            row_tooltip=lambda r: r.value,
        ),
        Column(
            "reason",
            tr("Reason"),
            lambda r: r.reason,
            Cell(),
            180,
            row_tooltip=lambda r: r.reason,
            stretch=True,
        ),
        Column(
            "hint",
            tr("What to do"),
            lambda r: r.hint,
            Cell(),
            240,
            row_tooltip=lambda r: r.hint,
            stretch=True,
        ),
        Column("effect", tr("Effect"), lambda r: tr(_EFFECTS[r.effect]), Cell(), 148),
    )
    return DataTable(IdTableModel(columns), name=tr("Rows that need attention"))


def change_table() -> DataTable[tuple[str, ChangedCell]]:
    """Values of the file that the import changes; with the kind of sheet for the field's title."""

    def title_of(item: tuple[str, ChangedCell]) -> str:
        kind, change = item
        field = KINDS[kind].by_key.get(change.field) if kind in KINDS else None
        return tr(field.title) if field is not None else change.field

    def shown(value: object) -> str:
        return "" if value is None else str(value)

    columns: tuple[Column[tuple[str, ChangedCell]], ...] = (
        Column("row", tr("Row"), lambda r: r[1].row, Cell(right=True), 64),
        Column("record", tr("Record"), lambda r: r[1].record, Cell("medium"), 220, stretch=True),
        Column("field", tr("Field"), title_of, Cell(), 160),
        Column("before", tr("Now"), lambda r: shown(r[1].before), Cell(tone="text_2"), 200),
        Column("after", tr("After the import"), lambda r: shown(r[1].after), Cell("medium"), 200),
    )
    return DataTable(IdTableModel(columns), name=tr("Values that change"))


def fill(
    problems: DataTable[ProblemRow],
    changes: DataTable[tuple[str, ChangedCell]],
    plan: SheetPlan | None,
) -> None:
    """Show the problems and changes of one sheet."""
    problems.model.set_rows(enumerate(plan.problems if plan is not None else ()))
    items = [(plan.kind, change) for change in plan.changes] if plan is not None else []
    changes.model.set_rows(enumerate(items))
