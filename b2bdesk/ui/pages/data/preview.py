"""The sheet as it stands, with the field that each column fills above it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableView, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import Cell, ColumnLook, SheetLook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex
_SURE = 0.75


def cell_text(cell: Cell) -> str:
    """A raw cell as it is shown."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        day, second = cell
        shown = formats().date_full(date_of(day))
        return f"{shown} {timedelta(seconds=second)}" if second else shown
    if isinstance(cell, bool):
        return tr("Yes") if cell else tr("No")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


class PreviewModel(QAbstractTableModel):
    """Row 0 holds the mapping; the sample rows of the sheet follow."""

    def __init__(self, look: SheetLook, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.look.sample) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.look.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() == 0:
            return None
        row = self.look.sample[index.row() - 1]
        column = self.look.columns[index.column()].index
        cell = row[column] if column < len(row) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = isinstance(cell, int | float) and not isinstance(cell, bool)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            column = self.look.columns[section]
            return column.header or tr("Column {letter}", letter=column.letter)
        return tr("Field") if section == 0 else str(self.look.sample_rows[section - 1])


class SheetPreview(QTableView):
    """The mapping row with a choice for each column, and the first rows of the sheet."""

    column_chosen = Signal(int, str)  # column index in the sheet, field key or ""

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setAccessibleName(tr("First rows of the sheet, and the field each column fills"))
        self.setShowGrid(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(look.size("table_row"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self._boxes: dict[int, QComboBox] = {}
        self._model: PreviewModel | None = None

    def show_sheet(self, look: SheetLook, mapping: SheetMapping) -> None:
        """Show a sheet; the same sheet again only changes the choices."""
        if self._model is None or self._model.look is not look:
            self._boxes = {}
            old, self._model = self._model, PreviewModel(look, self)
            self.setModel(self._model)
            if old is not None:
                old.deleteLater()
            self.setRowHeight(0, theme().px(38))
            for number, column in enumerate(look.columns):
                self.setColumnWidth(number, self._width(column, mapping))
        self._fill(look, mapping)

    def box(self, column: int) -> QComboBox:
        """The choice above a column of the sheet."""
        return self._boxes[column]

    def _width(self, column: ColumnLook, mapping: SheetMapping) -> int:
        kind = KINDS.get(mapping.kind)
        titles = [
            len(tr(kind.by_key[key].title)) + 2
            for key, item in mapping.fields.items()
            if kind is not None and item.index == column.index
        ]
        texts = [len(text) for text in column.examples[:8]]
        longest = max([len(column.header), 12, *titles, *texts])
        return theme().px(min(240, 40 + longest * 7))

    def _fill(self, look: SheetLook, mapping: SheetMapping) -> None:
        model = self._model
        assert model is not None
        kind = KINDS.get(mapping.kind)
        by_column = {item.index: (key, item) for key, item in mapping.fields.items()}
        for number, column in enumerate(look.columns):
            box = self._boxes.get(column.index)
            if box is None or box.property("kind") != mapping.kind:
                box = QComboBox()
                box.setProperty("kind", mapping.kind)
                box.addItem(tr("Not used"), "")
                for field in kind.fields if kind is not None else ():
                    box.addItem(tr(field.title), field.key)
                box.activated.connect(
                    lambda _, b=box, c=column.index: self.column_chosen.emit(c, b.currentData())
                )
                self._boxes[column.index] = box
                self.setIndexWidget(model.index(0, number), box)
            key, item = by_column.get(column.index, ("", None))
            box.setCurrentIndex(max(0, box.findData(key)))
            box.setEnabled(kind is not None)
            name = column.header or tr("Column {letter}", letter=column.letter)
            box.setAccessibleName(tr("Field of {column}", column=name))
            unsure = item is not None and item.confidence < _SURE
            box.setToolTip(tr("A guess. Check that it is right.") if unsure else "")
            box.setProperty("attention", unsure)
            box.style().unpolish(box)
            box.style().polish(box)
