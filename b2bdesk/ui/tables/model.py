"""The model of every table: ids in an order, and rows that arrive for them.

Sorting is done in Python on keys: a proxy over a Python model is hundreds of times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from b2bdesk.core.i18n import tr
from b2bdesk.ui.tables.cells import Cell, alignment

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_PLAIN_TEXT = Cell()
_WINDOW = 100  # rows around a missing one that are asked for with it

VALUE_ROLE = int(Qt.ItemDataRole.UserRole)
ID_ROLE = VALUE_ROLE + 1
STATE_ROLE = VALUE_ROLE + 2


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. ``title`` may have two lines ("Net\\nprofit"); its unit belongs in there.

    ``value`` takes the cell's value out of a row, ``cell`` writes and draws it, ``sort_key``
    orders it (default: the value itself; None sorts last either way). ``state`` returns "",
    "edited" or "error". ``optional`` columns start hidden and wait in the column menu.
    ``stretch`` columns share what width is left.
    """

    key: str
    title: str
    value: Callable[[R], Any]
    cell: Cell = _PLAIN_TEXT
    width: int = 96
    tooltip: str = ""
    sort_key: Callable[[R], Any] | None = None
    row_tooltip: Callable[[R], str] | None = None
    state: Callable[[R], str] | None = None
    editable: bool = False
    optional: bool = False
    stretch: bool = False

    @property
    def name(self) -> str:
        """The title on one line."""
        return " ".join(self.title.replace("-\n", "").split())  # words broken by a hyphen are whole


class IdTableModel(QAbstractTableModel, Generic[R]):
    """Rows by id. Without ``request`` all rows are given with ``set_rows``.

    With ``request`` rows are lazy: it is called with the ids that came into view, and answers
    later with ``update_rows``; ordering is then the caller's (``sort_requested``).
    """

    edited = Signal(object, str, str)  # id, column key, text typed
    sort_requested = Signal(str, bool)  # column key, descending

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QObject | None = None,
        *,
        request: Callable[[list[int]], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns: tuple[Column[R], ...] = tuple(columns)
        self._request = request
        self._ids: list[int] = []
        self._positions: dict[int, int] = {}
        self._rows: dict[int, R] = {}
        self._sort: tuple[str, bool] | None = None
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._on_asking)

    # What pages call -----------------------------------------------------------------------

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids in the order shown."""
        return tuple(self._ids)

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Have other columns; a sort by one that is gone is forgotten, the order of rows stays."""
        self.beginResetModel()
        self.columns = tuple(columns)
        if self._sort is not None and all(c.key != self._sort[0] for c in self.columns):
            self._sort = None
        self.endResetModel()

    def set_rows(self, rows: Mapping[int, R] | Iterable[tuple[int, R]]) -> None:
        """Show exactly these rows, sorted as the user last asked."""
        self.beginResetModel()
        self._rows = dict(rows)
        self._place(self._sorted(list(self._rows)))
        self.endResetModel()

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these ids, in this order unless the user sorted: a filter's or a search's result."""
        self.beginResetModel()
        self._place(self._sorted(list(ids)))
        self.endResetModel()

    def update_rows(self, rows: Mapping[int, R]) -> None:
        """Replace rows that changed; selection and scroll stay, the order follows the sort."""
        self._rows.update(rows)
        self._asked.difference_update(rows)
        last = len(self.columns) - 1
        for number in sorted(self._positions[i] for i in rows if i in self._positions):
            self.dataChanged.emit(self.index(number, 0), self.index(number, last))
        if self._sort is not None and self._request is None:
            self._reorder(self._sorted(list(self._ids)))

    def forget(self, ids: Iterable[int]) -> None:
        """Rows that are gone: drop them."""
        for number in sorted((self._positions.get(i, -1) for i in ids), reverse=True):
            if number >= 0:
                self.beginRemoveRows(QModelIndex(), number, number)
                self._rows.pop(self._ids.pop(number), None)
                self._place(self._ids)
                self.endRemoveRows()

    def row(self, row_id: int) -> R | None:
        """The row of an id, None while it has not arrived."""
        return self._rows.get(row_id)

    def id_at(self, number: int) -> int:
        """The id shown at a row number."""
        return self._ids[number]

    def number_of(self, row_id: int) -> int | None:
        """The row number that shows an id, None when it is not shown."""
        return self._positions.get(row_id)

    def column_number(self, key: str) -> int:
        """The column with ``key``; StopIteration when there is none."""
        return next(n for n, column in enumerate(self.columns) if column.key == key)

    @property
    def sorting(self) -> tuple[str, bool] | None:
        """(column key, descending) of the user's sort."""
        return self._sort

    def sort_by(self, key: str | None, descending: bool = False) -> None:
        """Sort by a column, or by nothing more."""
        self._sort = None if key is None else (key, descending)
        if self._request is not None:
            if key is not None:
                self.sort_requested.emit(key, descending)
        elif key is not None:
            self._reorder(self._sorted(list(self._ids)))

    # Inside ----------------------------------------------------------------------------------

    def _place(self, ids: list[int]) -> None:
        self._ids = ids
        self._positions = {row_id: number for number, row_id in enumerate(ids)}

    def _sorted(self, ids: list[int]) -> list[int]:
        if self._sort is None or self._request is not None:
            return ids
        key, descending = self._sort
        column = self.columns[self.column_number(key)]
        measure = column.sort_key or column.value
        known: list[tuple[Any, int]] = []
        unknown: list[int] = []
        for row_id in sorted(ids):
            row = self._rows.get(row_id)
            value = None if row is None else measure(row)
            if isinstance(value, tuple) and value and value[0] is None:
                value = None
            if value is None:
                unknown.append(row_id)
            else:
                known.append((value.casefold() if isinstance(value, str) else value, row_id))
        known.sort(key=lambda pair: pair[0], reverse=descending)
        return [row_id for _, row_id in known] + unknown

    def _reorder(self, ids: list[int]) -> None:
        if ids == self._ids:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = [(self._ids[index.row()], index.column()) for index in old]
        self._place(ids)
        new = [self.index(self._positions[row_id], column) for row_id, column in kept]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _want(self, number: int) -> None:
        if self._request is None:
            return
        near = self._ids[max(0, number - _WINDOW) : number + _WINDOW]
        self._wanted.update(i for i in near if i not in self._rows and i not in self._asked)
        if self._wanted and not self._asking.isActive():
            self._asking.start()

    def _on_asking(self) -> None:
        wanted, self._wanted = sorted(self._wanted, key=self._positions.__getitem__), set()
        self._asked.update(wanted)
        if self._request is not None and wanted:
            self._request(wanted)

    # What Qt calls ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        row_id = self._ids[index.row()]
        if role == ID_ROLE:
            return row_id
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.cell)
        row = self._rows.get(row_id)
        if row is None:
            self._want(index.row())
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        if role == VALUE_ROLE:
            return column.value(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.cell.text(column.value(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.name}: {column.cell.spoken(column.value(row))}"
        if role == Qt.ItemDataRole.ToolTipRole and column.row_tooltip is not None:
            return column.row_tooltip(row)
        if role == STATE_ROLE:
            return column.state(row) if column.state is not None else ""
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hands what was typed to the page; the cell changes when the page updates the row."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        column = self.columns[index.column()]
        if column.editable and str(value) != self.data(index, Qt.ItemDataRole.EditRole):
            self.edited.emit(self._ids[index.row()], column.key, str(value))
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        given = (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )
        editable = self.columns[index.column()].editable
        return given | Qt.ItemFlag.ItemIsEditable if editable else given

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or column.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sort = ""
            if self._sort is not None and self._sort[0] == column.key:
                sort = tr("sorted downward") if self._sort[1] else tr("sorted upward")
            return ", ".join(part for part in (column.name, sort, column.tooltip) if part)
        return None
