"""The view inside a DataTable: keys, hover, focus and the pinned first column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.tables.delegate import CellDelegate
from b2bdesk.ui.tables.header import TableHeader
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme

_RESERVED = frozenset("jkfneds?")  # single-letter actions of the program
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class TableView(QTableView):
    """Rows of an IdTableModel. Ids leave by signals, never indexes."""

    opened = Signal(object)  # id: Enter or double click
    peeked = Signal(object)  # id: Space
    typed = Signal(str)  # printable text: the start of a filter ("" for F)
    width_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        super().__init__(parent)
        self.left_letters = _RESERVED  # left to the page; any other begins to filter
        self._frozen: QTableView | None = None
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(TableHeader(self))
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setMinimumSectionSize(theme().px(20))
        rows.setDefaultSectionSize(theme().size("table_row_roomy" if roomy else "table_row"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled_sideways)
        self.doubleClicked.connect(self._on_double_clicked)

    def id_model(self) -> IdTableModel[object] | None:
        """The model, when it is one of ours."""
        model = self.model()
        return model if isinstance(model, IdTableModel) else None

    def current_id(self) -> int | None:
        """The id with the keyboard focus."""
        model, index = self.id_model(), self.currentIndex()
        return model.id_at(index.row()) if model is not None and index.isValid() else None

    def _move(self, step: int) -> None:
        model = self.id_model()
        if model is None or model.rowCount() == 0:
            return
        here = self.currentIndex()
        number = here.row() + step if here.isValid() else 0
        column = here.column() if here.isValid() else 0
        number = max(0, min(model.rowCount() - 1, number))
        self.make_current(model.index(number, column))

    def make_current(self, index: QModelIndex) -> None:
        """Select a row alone and bring it into view.

        ``setCurrentIndex`` asks which keys are held: with Ctrl it would take the row out of the
        selection, and a row that comes back after Ctrl+Z would not be selected.
        """
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # An editor hands on the keys it has no use for, Enter among them.
            event.accept()
            return
        key, row_id, letters = event.key(), self.current_id(), letters_on()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in _PLAIN
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and row_id is not None:
            index = self.currentIndex()
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
            else:
                self.opened.emit(row_id)
        elif key == Qt.Key.Key_Space and plain and row_id is not None:
            self.peeked.emit(row_id)
        elif letters and plain and key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self._move(1 if key == Qt.Key.Key_J else -1)
        elif letters and plain and key == Qt.Key.Key_F:
            self.typed.emit("")
        elif plain and event.text().isprintable() and event.text().strip():
            if event.text().casefold() in self.left_letters and letters:
                event.ignore()
            else:
                self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Typing filters; it does not jump to a row that begins so."""

    def _on_double_clicked(self, index: QModelIndex) -> None:
        model = self.id_model()
        if model is not None and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit(model.id_at(index.row()))

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()
            if self._frozen is not None:
                self._frozen.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        model = self.id_model()
        if model is not None and not self.currentIndex().isValid() and model.rowCount():
            keep = QItemSelectionModel.SelectionFlag.NoUpdate
            top = max(0, self.rowAt(0))
            self.selectionModel().setCurrentIndex(model.index(top, 0), keep)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.width_changed.emit()
        self._place_frozen()

    # Pinned first column ---------------------------------------------------------------------

    def _on_scrolled_sideways(self, value: int) -> None:
        if value > 0 and self._frozen is None:
            self._frozen = self._make_frozen()
        if self._frozen is not None:
            self._frozen.setVisible(value > 0)
            self._place_frozen()

    def _make_frozen(self) -> QTableView:
        twin = QTableView(self)
        twin.setModel(self.model())
        twin.setSelectionModel(self.selectionModel())
        twin.setItemDelegate(self._delegate)
        header = TableHeader(twin)
        twin.setHorizontalHeader(header)
        twin.verticalHeader().setVisible(False)
        twin.verticalHeader().setMinimumSectionSize(self.verticalHeader().minimumSectionSize())
        twin.verticalHeader().setDefaultSectionSize(self.verticalHeader().defaultSectionSize())
        twin.setFrameShape(QFrame.Shape.NoFrame)
        twin.setShowGrid(False)
        twin.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        twin.setSelectionBehavior(self.selectionBehavior())
        twin.setVerticalScrollMode(self.verticalScrollMode())
        for bars in (twin.setVerticalScrollBarPolicy, twin.setHorizontalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number in range(1, self.model().columnCount()):
            twin.setColumnHidden(number, True)
        self.verticalScrollBar().valueChanged.connect(twin.verticalScrollBar().setValue)
        twin.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        twin.doubleClicked.connect(self._on_double_clicked)
        header.sectionClicked.connect(self.horizontalHeader().sectionClicked)
        self.horizontalHeader().sectionResized.connect(self._place_frozen)
        return twin

    def _place_frozen(self) -> None:
        if self._frozen is None:
            return
        width = self.columnWidth(0)
        self._frozen.setColumnWidth(0, width)
        top = self.horizontalHeader().height()
        self._frozen.horizontalHeader().setFixedHeight(top)
        corner = QPoint(self.frameWidth(), self.frameWidth())
        self._frozen.setGeometry(corner.x(), corner.y(), width, self.viewport().height() + top)
        self._frozen.verticalScrollBar().setValue(self.verticalScrollBar().value())
        self._frozen.raise_()
