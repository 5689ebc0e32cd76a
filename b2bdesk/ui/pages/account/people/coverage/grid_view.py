"""The coverage grid: heads that stay, arrows that move, digits that set, a small menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from b2bdesk.core.i18n import tr
from b2bdesk.services.coverage_result import AccountCoverage, Cell, Column, Line
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.pages.account.people.coverage.grid_delegate import CoverageDelegate, caret_box
from b2bdesk.ui.pages.account.people.coverage.grid_heads import (
    HEAD_HEIGHT,
    HEAD_WIDTH,
    OurHead,
    TheirHead,
)
from b2bdesk.ui.pages.account.people.coverage.grid_model import CoverageModel, Index
from b2bdesk.ui.theme.theme import theme

_NARROWEST, _WIDEST, _HIGH, _LOW = 92, 132, 68, 40

# The digit of a key whose symbol a layout has on it: with Shift on most, without on French ones.
_SHIFTED = {
    "!": 1, "@": 2, '"': 2, "#": 3, "§": 3, "£": 3, "·": 3, "$": 4, "¤": 4, ")": 0, "=": 0,
}  # fmt: skip
_PLAIN = {"&": 1, "é": 2, '"': 3, "'": 4, "à": 0}
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def digit_of(event: QKeyEvent) -> tuple[int, bool] | None:
    """The digit 0 to 4 of a key, and whether Shift was held; None for any other key."""
    if event.modifiers() & _MODIFIERS:
        return None
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    number = event.key() - Qt.Key.Key_0
    if 0 <= number <= 4:
        return number, shifted
    found = (_SHIFTED if shifted else _PLAIN).get(event.text())
    return None if found is None else (found, shifted)


class CoverageView(QTableView):
    """One cell has the keyboard. What is asked for leaves by signals; the face does it."""

    level_typed = Signal(int)  # 0 to 4
    wish_typed = Signal(int)  # 0 to 4
    cleared = Signal()
    match_asked = Signal()
    opened = Signal()
    menu_asked = Signal(QPoint)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.coverage_model = CoverageModel()
        self.setModel(self.coverage_model)
        self._delegate = CoverageDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(TheirHead(self))
        self.setVerticalHeader(OurHead(self))
        self.setAccessibleName(tr("Coverage: who of us knows whom"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme().theme_changed.connect(self.fit)

    # --- what is shown -----------------------------------------------------------------------

    def show_coverage(self, coverage: AccountCoverage, by: str, show: str) -> None:
        """Show a coverage; the cell that has the keyboard keeps it where it is still there."""
        kept = self.place
        self.coverage_model.set_coverage(coverage, by, show)
        self.fit()
        index = self.coverage_model.place_of(*kept) if kept is not None else QModelIndex()
        if not index.isValid() and self.coverage_model.rowCount():
            index = self.coverage_model.index(0, 0)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    @property
    def place(self) -> tuple[int | None, str] | None:
        """Who of us (None: all who are linked) and which column have the keyboard."""
        index = self.currentIndex()
        column = self.coverage_model.column(index.column()) if index.isValid() else None
        if column is None:
            return None
        line = self.coverage_model.line(index.row())
        return (line.colleague.id if line else None), column.key

    def set_place(self, colleague: int | None, key: str) -> None:
        """Give a cell the keyboard."""
        index = self.coverage_model.place_of(colleague, key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @property
    def at_hand(self) -> tuple[Line | None, Column, Cell | None] | None:
        """One of us, the column and their cell that have the keyboard."""
        index = self.currentIndex()
        column = self.coverage_model.column(index.column()) if index.isValid() else None
        if column is None:
            return None
        return self.coverage_model.line(index.row()), column, self.coverage_model.cell(index)

    def announce(self, words: str) -> None:
        """Say something to a screen reader."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def fit(self) -> None:
        """Give columns and rows their room: as wide as fits, never narrower than words need."""
        look = theme()
        count = self.coverage_model.columnCount()
        if not count:
            return
        self.verticalHeader().setFixedWidth(look.px(HEAD_WIDTH))
        self.horizontalHeader().setFixedHeight(look.px(HEAD_HEIGHT))
        rows = self.coverage_model.rowCount()
        height = look.px(HEAD_HEIGHT) + look.px(_HIGH) * (rows - 1) + look.px(_LOW)
        wide = max(0, self.width() - look.px(HEAD_WIDTH))
        if height > self.height():
            wide -= self.verticalScrollBar().sizeHint().width()
        width = min(look.px(_WIDEST), max(look.px(_NARROWEST), wide // count))
        for number in range(count):
            self.setColumnWidth(number, width)
        for number in range(rows):
            self.setRowHeight(number, look.px(_LOW if number == rows - 1 else _HIGH))
        if width * count > wide:
            height += self.horizontalScrollBar().sizeHint().height()
        self.setMaximumHeight(max(look.px(120), height))

    # --- pointer -----------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        if index != self._delegate.hovered:
            self._delegate.hovered = QPersistentModelIndex(index)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        reach = theme().size("min_target") / 2
        corner = caret_box(QRectF(self.visualRect(index))).center()
        if abs(spot.x() - corner.x()) <= reach and abs(spot.y() - corner.y()) <= reach:
            self._ask_menu(spot)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self._ask_menu(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_menu_here()
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            self._ask_menu(event.pos())

    def _ask_menu(self, spot: QPoint) -> None:
        if self.coverage_model.cell(self.currentIndex()) is not None:
            self.menu_asked.emit(self.viewport().mapToGlobal(spot))

    def _ask_menu_here(self) -> None:
        self._ask_menu(self.visualRect(self.currentIndex()).bottomLeft())

    # --- keys --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        plain = not event.modifiers() & _MODIFIERS
        key = event.key()
        if digit is not None:
            (self.wish_typed if digit[1] else self.level_typed).emit(digit[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.opened.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.cleared.emit()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_F2) and plain:
            self._ask_menu_here()
        elif key == Qt.Key.Key_M and plain and letters_on():
            self.match_asked.emit()
        elif event.text().isprintable() and event.text() and plain:
            event.ignore()  # letters of the program
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.coverage_model.rowCount():
            self.setCurrentIndex(self.coverage_model.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
