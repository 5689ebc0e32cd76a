"""The list of exchanges with the keyboard: J K move, E edit, D follow-up done, Delete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.exchanges import ExchangeKey, ExchangeRow
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.pages.exchanges.timeline_delegate import TimelineDelegate
from b2bdesk.ui.pages.exchanges.timeline_model import TimelineModel


class TimelineView(QListView):
    """Rows by id; ids leave by signals, never indexes."""

    edit_asked = Signal(object)
    done_asked = Signal(object)
    delete_asked = Signal(object)
    opened = Signal(object)
    find_asked = Signal()

    def __init__(
        self, model: TimelineModel, *, with_account: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.timeline = model
        model.setParent(self)
        self.setModel(model)
        self._delegate = TimelineDelegate(self, with_account=with_account)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Exchanges"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(self._on_double_clicked)

    # --- what the page calls -----------------------------------------------------------------

    def show_keys(
        self,
        keys: Sequence[ExchangeKey],
        as_of: date,
        changed: frozenset[int],
        *,
        more: bool = False,
    ) -> None:
        """Show these exchanges; selection and scroll stay where they were."""
        current, scroll = self.current_id, self.verticalScrollBar().value()
        near = self.currentIndex().row()
        self._delegate.as_of = as_of
        self.timeline.set_keys(keys, forget=changed, more=more)
        if current is not None:
            number = self.timeline.number_of(current)
            self._select(self._nearest(near) if number is None else number)
        elif self.hasFocus():
            self._move(1)  # the keyboard was here before the rows were
        self.verticalScrollBar().setValue(scroll)

    def add_row(self, row: ExchangeRow) -> None:
        """Show an exchange that was just logged, and select it."""
        self.timeline.add_row(row)
        self.show_id(row.id)

    def give_rows(self, rows: dict[int, ExchangeRow]) -> None:
        """Rows that came into view have been read."""
        self.timeline.give_rows(rows)
        self.viewport().update()

    @property
    def current_id(self) -> int | None:
        """The exchange with the keyboard focus."""
        index = self.currentIndex()
        return self.timeline.id_at(index.row()) if index.isValid() else None

    def show_id(self, exchange: int) -> None:
        """Select an exchange and scroll to it."""
        number = self.timeline.number_of(exchange)
        if number is not None:
            self._select(number)
            self.scrollTo(self.timeline.index(number))

    def _select(self, number: int | None) -> None:
        if number is not None:
            self.setCurrentIndex(self.timeline.index(number))

    def _nearest(self, number: int) -> int | None:
        """The exchange at a place or the closest one to it."""
        count = self.timeline.rowCount()
        for away in range(count):
            for place in (number + away, number - away):
                if self.timeline.id_at(place) is not None:
                    return place
        return None

    def _move(self, step: int) -> None:
        number = self.currentIndex().row() + step if self.currentIndex().isValid() else 0
        while 0 <= number < self.timeline.rowCount():
            if self.timeline.id_at(number) is not None:
                self._select(number)
                return
            number += step or 1

    def _on_double_clicked(self, index: QModelIndex) -> None:
        exchange = self.timeline.id_at(index.row())
        if exchange is not None:
            self.opened.emit(exchange)

    # --- keys and pointer --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain &= letters_on() or not event.text().isalpha()
        asked = {
            Qt.Key.Key_E: self.edit_asked,
            Qt.Key.Key_D: self.done_asked,
            Qt.Key.Key_Delete: self.delete_asked,
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
        }
        if plain and key in (Qt.Key.Key_J, Qt.Key.Key_Down):
            self._move(1)
        elif plain and key in (Qt.Key.Key_K, Qt.Key.Key_Up):
            self._move(-1)
        elif plain and key == Qt.Key.Key_F:
            self.find_asked.emit()
        elif plain and key in asked and self.current_id is not None:
            asked[key].emit(self.current_id)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here, they do not jump."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._move(1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, number: int) -> None:
        if number != self._delegate.hovered:
            self._delegate.hovered = number
            self.viewport().update()
