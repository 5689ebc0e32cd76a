"""The picture as a table: a line for each of us, a column for each of theirs, and who is linked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from b2bdesk.core.i18n import tr
from b2bdesk.services.coverage_export import column_title, linked_words
from b2bdesk.services.coverage_result import AccountCoverage, Cell, Column, Grid, Line
from b2bdesk.ui.pages.account.people.coverage.words import (
    STRENGTH,
    cell_facts,
    cell_lines,
    column_words,
    line_below,
)

Index = QModelIndex | QPersistentModelIndex
FUNCTIONS, PEOPLE = "functions", "people"


class CoverageModel(QAbstractTableModel):
    """``coverage`` by functions or by people. The last row says how many of us are linked."""

    def __init__(self) -> None:
        super().__init__()
        self.coverage: AccountCoverage | None = None
        self.by, self.show = FUNCTIONS, STRENGTH

    def set_coverage(self, coverage: AccountCoverage, by: str, show: str) -> None:
        """Show another coverage; where the table keeps its shape nothing moves."""
        before = self._shape()
        same = before is not None and before == _shape_of(coverage, by)
        if not same:
            self.beginResetModel()
        self.coverage, self.by, self.show = coverage, by, show
        if not same:
            self.endResetModel()
        elif self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def _shape(self) -> object:
        return None if self.coverage is None else _shape_of(self.coverage, self.by)

    @property
    def grid(self) -> Grid:
        """The columns and cells on show."""
        if self.coverage is None:
            return Grid((), ())
        return self.coverage.functions if self.by == FUNCTIONS else self.coverage.people

    @property
    def lines(self) -> tuple[Line, ...]:
        """Those of us who are shown."""
        return () if self.coverage is None else self.coverage.lines

    def column(self, number: int) -> Column | None:
        """A column by its number."""
        columns = self.grid.columns
        return columns[number] if 0 <= number < len(columns) else None

    def line(self, number: int) -> Line | None:
        """One of us by row; None for the row of those linked."""
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def cell(self, index: Index) -> Cell | None:
        """The cell at an index; None in the row of those linked."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        return self.grid.cells[index.row()][index.column()]

    def place_of(self, colleague: int | None, key: str) -> QModelIndex:
        """Where one of us (None: the last row) meets a column; invalid where that is not shown."""
        rows = [n for n, line in enumerate(self.lines) if line.colleague.id == colleague]
        columns = [n for n, column in enumerate(self.grid.columns) if column.key == key]
        row = len(self.lines) if colleague is None else (rows or [-1])[0]
        return self.index(row, columns[0]) if columns and row >= 0 else QModelIndex()

    # What Qt calls ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or not self.grid.columns else len(self.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.grid.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.coverage is None:
            return None
        column, cell = self.grid.columns[index.column()], self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            if cell is None:
                return linked_words(column)
            return "\n".join(part for part in cell_lines(cell, self.show) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line(index.row())
            if cell is None or line is None:
                return f"{tr('People linked')}, {column_title(column)}: {linked_words(column)}"
            facts = ", ".join(cell_facts(cell, self.coverage.months))
            return f"{line.colleague.name}, {column_title(column)}: {facts}"
        if role == Qt.ItemDataRole.ToolTipRole and cell is not None:
            return "\n".join(cell_facts(cell, self.coverage.months))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            column = self.column(section)
            if column is None:
                return None
            if role == Qt.ItemDataRole.DisplayRole:
                return column_title(column)
            told = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
            return column_words(column) if role in told else None
        line = self.line(section)
        if line is None:
            in_last = section == len(self.lines) and role == Qt.ItemDataRole.DisplayRole
            return tr("People linked") if in_last else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.colleague.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(part for part in (line.colleague.name, line_below(line)) if part)
        return None


def _shape_of(coverage: AccountCoverage, by: str) -> object:
    grid = coverage.functions if by == FUNCTIONS else coverage.people
    lines = tuple(line.colleague.id for line in coverage.lines)
    return coverage.account_id, by, lines, tuple(column.key for column in grid.columns)
