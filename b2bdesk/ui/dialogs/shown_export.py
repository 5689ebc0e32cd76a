"""Saving a table as it is shown: its columns on show, its rows in their order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.workbook_export import ask_workbook
from b2bdesk.ui.tables.cells import DateCell, MoneyCell, NumberCell, PercentCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column

if TYPE_CHECKING:
    from b2bdesk.services.shown_table import ShownTable

R = TypeVar("R")

_KINDS = (
    (MoneyCell, "money"),
    (PercentCell, "percent"),
    (NumberCell, "number"),
    (DateCell, "date"),
)


def as_shown(table: DataTable[R], name: str, totals: Sequence[str] = ()) -> ShownTable:
    """A table as it stands; ``totals`` are the columns whose sum goes under them."""
    from b2bdesk.services.shown_table import ShownColumn, ShownTable

    header = table.view.horizontalHeader()
    model = table.model
    shown = [n for n in range(len(model.columns)) if not header.isSectionHidden(n)]
    shown.sort(key=header.visualIndex)
    columns = [model.columns[number] for number in shown]
    held = [model.row(model.id_at(number)) for number in range(model.rowCount())]
    return ShownTable(
        name,
        [ShownColumn(each.name, _kind(each), each.key in totals) for each in columns],
        [[_value(each, row) for each in columns] for row in held if row is not None],
    )


def _kind(column: Column[R]) -> str:
    return next((kind for cell, kind in _KINDS if isinstance(column.cell, cell)), "text")


def _value(column: Column[R], row: R) -> Any:
    value = column.value(row)
    if value is None or value == "":
        return None
    return column.cell.text(value) if _kind(column) == "text" else value


def export_shown(
    ctx: AppContext, owner: QWidget, name: str, tables: Sequence[ShownTable], note: str
) -> None:
    """Ask where, then write the tables."""
    path = ask_workbook(owner, tr("Export {name}", name=name), name)
    if path is not None:
        write_shown_to(ctx, owner, path, tables, note)


def write_shown_to(
    ctx: AppContext, owner: QWidget, path: Path, tables: Sequence[ShownTable], note: str
) -> None:
    """Write the tables in the background, and say when the workbook is there."""
    currency = ctx.currency

    def work(_progress: Progress) -> None:
        from b2bdesk.services.shown_table import write_shown

        write_shown(path, tables, currency, note)

    ctx.tasks.long(
        owner,
        tr("Exporting {name}", name=path.stem),
        work,
        lambda _none: ctx.toast(tr("Saved {name}", name=path.name)),
        ctx.failed.emit,
    )
