"""The model of the preview: lines of a sheet, its cells as they stand, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import Cell, SheetLook
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.cell_text import cell_text, exact_text, stands_right
from b2bdesk.ui.pages.data.sheet_lines import SheetLines

Index = QModelIndex | QPersistentModelIndex
_WINDOW = 150  # lines around a missing one that are asked for with it
STATE_ROLE = int(Qt.ItemDataRole.UserRole)
BEFORE_ROLE = STATE_ROLE + 1
EMPTY_LINES = SheetLines((), ())


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of rows and cells, (row, column of the sheet).

    ``wrong`` cells and the reason in words, of which ``asks`` only want a look; ``edited`` cells
    and the text that stands there instead; ``before``: what the file holds now where the row
    changes it; ``quiet`` rows that do not come in and why.
    """

    wrong: Mapping[tuple[int, int], str] = field(default_factory=dict)
    asks: frozenset[tuple[int, int]] = frozenset()
    edited: Mapping[tuple[int, int], str] = field(default_factory=dict)
    before: Mapping[tuple[int, int], str] = field(default_factory=dict)
    quiet: Mapping[int, str] = field(default_factory=dict)


class GridModel(QAbstractTableModel):
    """``read`` gives a row's cells, None while they are still to come; ``ask`` asks for rows."""

    def __init__(
        self,
        look: SheetLook,
        read: Callable[[int], tuple[Cell, ...] | None],
        ask: Callable[[list[int]], object],
    ) -> None:
        super().__init__()
        self.look = look
        self.lines = EMPTY_LINES
        self.marks = Marks()
        self._read, self._ask = read, ask
        self._types: dict[int, FieldType] = {}
        self._used: frozenset[int] = frozenset()
        self._places = {column.index: n for n, column in enumerate(look.columns)}
        self._right = tuple(stands_right(column) for column in look.columns)
        self._wanted: set[int] = set()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._on_asking)

    def set_mapping(self, mapping: SheetMapping) -> None:
        """Show the cells as the fields they fill are written."""
        kind = KINDS.get(mapping.kind)
        self._types = {
            item.index: kind.by_key[key].type
            for key, item in mapping.fields.items()
            if kind is not None and key in kind.by_key
        }
        self._used = frozenset(item.index for item in mapping.fields.values())
        self._all_changed()

    def set_lines(self, lines: SheetLines, marks: Marks) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines, self.marks = lines, marks
        self.endResetModel()

    def rows_arrived(self) -> None:
        """Rows that were asked for have been read."""
        self._all_changed()

    def place_of(self, column: int) -> int | None:
        """The model's column for a column of the sheet."""
        return self._places.get(column)

    def is_right(self, place: int) -> bool:
        """True where a column's figures stand at the right."""
        return self._right[place]

    def is_used(self, place: int) -> bool:
        """True where a column fills a field."""
        return self.look.columns[place].index in self._used

    def _all_changed(self) -> None:
        if self.rowCount() and self.columnCount():
            end = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), end)

    def _want(self, line: int) -> None:
        if line in self._wanted:
            return
        near = range(max(0, line - _WINDOW), min(len(self.lines), line + _WINDOW))
        self._wanted.update(near)
        if not self._asking.isActive():
            self._asking.start()

    def _on_asking(self) -> None:
        lines, self._wanted = self._wanted, set()
        rows = {self.lines.row_at(line) for line in lines if line < len(self.lines)}
        if rows:
            self._ask(sorted(rows))

    # What Qt calls ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.look.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines.issue_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        issue = self.lines.issue_at(index.row())
        if issue is not None:
            spoken = role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0
            return issue.words() if spoken else "note" if role == STATE_ROLE else None
        row = self.lines.row_at(index.row())
        column = self.look.columns[index.column()].index
        place = (row, column)
        if role == STATE_ROLE:
            return self._state(place)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if self._right[index.column()]:
                side = Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == BEFORE_ROLE:
            return self.marks.before.get(place)
        cells = self._read(row)
        if cells is None:
            self._want(index.row())
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        cell = cells[column] if column < len(cells) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.marks.edited.get(place, cell_text(cell, self._types.get(column)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(place, cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(place, cell, index.column())
        return None

    def _state(self, place: tuple[int, int]) -> str:
        if place in self.marks.edited:
            return "edited"
        if place in self.marks.wrong:
            return "asks" if place in self.marks.asks else "wrong"
        if place[0] in self.marks.quiet:
            return "quiet"
        if place in self.marks.before:
            return "changed"
        return "" if place[1] in self._used else "quiet"

    def _tooltip(self, place: tuple[int, int], cell: Cell) -> str:
        exact = exact_text(cell)
        if place in self.marks.edited:
            return tr("In the workbook: {value}", value=exact or "–")
        if place in self.marks.wrong:
            return self.marks.wrong[place]
        return self.marks.quiet.get(place[0], exact)

    def _spoken(self, place: tuple[int, int], cell: Cell, number: int) -> str:
        shown = self.marks.edited.get(place, cell_text(cell, self._types.get(place[1])))
        said = f"{self.header(number)}: {shown or tr('empty')}"
        if place in self.marks.wrong and place not in self.marks.edited:
            said = f"{said}. {self.marks.wrong[place]}"
        if place in self.marks.before:
            said = tr("{cell}, now {before}", cell=said, before=self.marks.before[place])
        return said

    def header(self, number: int) -> str:
        """A column's header in the sheet, or its letters."""
        column = self.look.columns[number]
        return column.header or tr("Column {letter}", letter=column.letter)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.header(section)
        if self.lines.issue_at(section) is not None:
            return ""
        return formats().integer(self.lines.row_at(section))
