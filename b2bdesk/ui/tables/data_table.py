"""The table every page uses: the view, an optional pinned totals row, state that is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.tables.delegate import PADDING
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.tables.table_view import TableView
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text

R = TypeVar("R")


class TotalsRow(QWidget):
    """The last line, which does not scroll: texts per column key, drawn under their columns."""

    def __init__(self, view: TableView) -> None:
        super().__init__()
        self._view = view
        self._texts: dict[str, tuple[str, str]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        header = view.horizontalHeader()
        header.sectionResized.connect(self.update)
        header.sectionMoved.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)

    def set_texts(self, texts: Mapping[str, str | tuple[str, str]]) -> None:
        """Texts by column key, or (text, colour role)."""
        self._texts = {
            key: (value, "text") if isinstance(value, str) else value
            for key, value in texts.items()
        }
        self.setVisible(bool(self._texts))
        self.setAccessibleName(", ".join(text for text, _ in self._texts.values()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(100), theme().size("table_row"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        model = self._view.id_model()
        if model is None:
            return
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), look.color("line_strong"))
        pad = look.px(PADDING)
        header = self._view.horizontalHeader()
        shown = [n for n in range(model.columnCount()) if not header.isSectionHidden(n)]
        shown.sort(key=header.visualIndex, reverse=True)
        for number in shown:
            column = model.columns[number]
            if column.key not in self._texts:
                continue
            text, role = self._texts[column.key]
            left = 0 if number == 0 else header.sectionViewportPosition(number)
            box = QRectF(left, 1, header.sectionSize(number), self.height() - 1)
            if number == 0 and not column.cell.right:
                box.setWidth(self._free_width(shown, left))
            align = RIGHT if column.cell.right else LEFT
            weight = "regular" if role in ("text_2", "text_3") else "semibold"
            inner = box.adjusted(pad, 0, -pad, 0)
            draw_text(painter, inner, text, look.font("table", weight), role, align)

    def _free_width(self, shown: list[int], left: int) -> int:
        """The first text may run on until the next column that has a total."""
        model = self._view.id_model()
        header = self._view.horizontalHeader()
        ends = [
            header.sectionViewportPosition(n)
            for n in shown
            if n != 0 and model is not None and model.columns[n].key in self._texts
        ]
        return max(header.sectionSize(0), min([e for e in ends if e > left], default=self.width()))


class DataTable(QWidget, Generic[R]):
    """A table over an IdTableModel.

    Keys: arrows or J and K move, Enter opens, Space peeks, typing begins a filter, Ctrl+C copies
    the selected rows. A click on a header sorts: figures downward first, texts upward first.
    """

    opened = Signal(object)  # id
    peeked = Signal(object)  # id
    selection_changed = Signal(list)  # ids, in the order shown
    current_changed = Signal(object)  # id or None
    filter_typed = Signal(str)
    state_changed = Signal()  # widths, order, hidden columns or sort: worth saving
    context_requested = Signal(object, QPoint)  # id, global position

    def __init__(
        self,
        model: IdTableModel[R],
        *,
        roomy: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self.view = TableView(self, roomy=roomy)
        self.view.setModel(model)
        self.view.setAccessibleName(name)
        self.totals = TotalsRow(self.view)
        self.totals.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.totals)
        self.setFocusProxy(self.view)
        self._own_widths: dict[str, int] = {}
        self._fitting = False
        self._kept: tuple[list[int], int | None, int, int] = ([], None, 0, 0)
        header = self.view.horizontalHeader()
        self._lay_columns()
        header.sectionClicked.connect(self._on_header_clicked)
        header.sectionResized.connect(self._on_section_resized)
        header.sectionMoved.connect(lambda *_: self.state_changed.emit())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_row_menu)
        self.view.opened.connect(self.opened)
        self.view.peeked.connect(self.peeked)
        self.view.typed.connect(self.filter_typed)
        self.view.width_changed.connect(self.fit)
        chosen = self.view.selectionModel()
        chosen.selectionChanged.connect(self._on_selection_changed)
        chosen.currentRowChanged.connect(lambda *_: self.current_changed.emit(self.current_id))
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_selection)

    # Selection -------------------------------------------------------------------------------

    @property
    def current_id(self) -> int | None:
        """The id with the keyboard focus."""
        return self.view.current_id()

    @property
    def selected_ids(self) -> list[int]:
        """The selected ids in the order shown."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.id_at(row) for row in rows]

    def select_ids(self, ids: Iterable[int], *, current: int | None = None) -> None:
        """Select these of the shown ids; the first one, or ``current``, gets the focus."""
        numbers = sorted(n for n in map(self.model.number_of, ids) if n is not None)
        chosen = QItemSelection()
        last = self.model.columnCount() - 1
        for number in numbers:
            chosen.select(self.model.index(number, 0), self.model.index(number, last))
        mode = QItemSelectionModel.SelectionFlag
        focus = None if current is None else self.model.number_of(current)
        if focus is None and numbers:
            focus = numbers[0]
        if focus is not None:
            target = self.model.index(focus, 0)
            self.view.selectionModel().setCurrentIndex(target, mode.NoUpdate)
        self.view.selectionModel().select(chosen, mode.ClearAndSelect)

    def show_id(self, row_id: int) -> None:
        """Select one id and scroll it into view."""
        number = self.model.number_of(row_id)
        if number is not None:
            self.view.make_current(self.model.index(number, 0))

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard as text a spreadsheet takes."""
        header = self.view.horizontalHeader()
        shown = [n for n in range(len(self.model.columns)) if not header.isSectionHidden(n)]
        shown.sort(key=header.visualIndex)
        lines = ["\t".join(self.model.columns[n].name for n in shown)]
        for row_id in self.selected_ids:
            number = self.model.number_of(row_id)
            if number is not None:
                texts = [str(self.model.index(number, n).data()) for n in shown]
                lines.append("\t".join(texts))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _on_selection_changed(self) -> None:
        self.selection_changed.emit(self.selected_ids)

    def _on_about_to_reset(self) -> None:
        row = self.view.currentIndex().row()
        scroll = self.view.verticalScrollBar().value()
        self._kept = (self.selected_ids, self.current_id, row, scroll)

    def _on_reset(self) -> None:
        ids, current, row, scroll = self._kept
        if ids or current is not None:
            self.select_ids(ids, current=current)
        self.view.verticalScrollBar().setValue(scroll)
        rows = self.model.rowCount()
        if rows and self.view.hasFocus() and not self.view.currentIndex().isValid():
            # The row under the keyboard is gone: the one in its place takes over, so that the
            # next key acts on something. A list that had none starts at its first row.
            mode = QItemSelectionModel.SelectionFlag
            near = self.model.index(max(0, min(row, rows - 1)), 0)
            flags = mode.ClearAndSelect | mode.Rows if current in ids else mode.NoUpdate
            self.view.selectionModel().setCurrentIndex(near, flags)

    # Totals, sorting, columns ----------------------------------------------------------------

    def set_totals(self, texts: Mapping[str, str | tuple[str, str]]) -> None:
        """Show the pinned last row: text, or (text, colour role), by column key. {} hides it."""
        self.totals.set_texts(texts)

    def sort_by(self, key: str, descending: bool = False) -> None:
        """Sort by a column as a click on its header would."""
        self.model.sort_by(key, descending)
        self.view.horizontalHeader().viewport().update()
        self.state_changed.emit()

    def _on_header_clicked(self, section: int) -> None:
        column = self.model.columns[section]
        now = self.model.sorting
        descending = not now[1] if now is not None and now[0] == column.key else column.cell.right
        self.sort_by(column.key, descending)

    def _on_section_resized(self, section: int, old: int, new: int) -> None:
        # From 0 a column only comes back on show: that is nobody's choice of a width.
        if not self._fitting and old > 0 and new > 0:
            self._own_widths[self.model.columns[section].key] = new
            self.state_changed.emit()

    def fit(self) -> None:
        """Share the free width among the stretch columns the user has not sized."""
        header = self.view.horizontalHeader()
        shown = [n for n in range(len(self.model.columns)) if not header.isSectionHidden(n)]
        if not shown:
            return
        widths = {
            n: self._own_widths.get(
                self.model.columns[n].key, theme().px(self.model.columns[n].width)
            )
            for n in shown
        }
        free = self.view.viewport().width() - sum(widths.values())
        takers = [
            n
            for n in shown
            if self.model.columns[n].stretch and self.model.columns[n].key not in self._own_widths
        ]
        if free > 0 and takers:
            share, rest = divmod(free, len(takers))
            for place, number in enumerate(takers):
                widths[number] += share + (1 if place < rest else 0)
        self._fitting = True
        for number, width in widths.items():
            header.resizeSection(number, width)
        self._fitting = False
        self.totals.update()

    def set_column_shown(self, key: str, shown: bool) -> None:
        """Show or hide a column; the first one stays."""
        number = self.model.column_number(key)
        if number > 0:
            self.view.horizontalHeader().setSectionHidden(number, not shown)
            self.fit()
            self.state_changed.emit()

    def set_columns(self, columns: Sequence[Column[R]], state: Mapping[str, Any]) -> None:
        """Have other columns, laid out as ``state`` (see ``save_state``) says of them."""
        self.model.set_columns(columns)
        self._lay_columns()
        self.restore_state(state)

    def _lay_columns(self) -> None:
        header = self.view.horizontalHeader()
        self._fitting = True
        for number, column in enumerate(self.model.columns):
            header.moveSection(header.visualIndex(number), number)
            header.resizeSection(number, theme().px(column.width))
            header.setSectionHidden(number, column.optional)
        self._fitting = False

    def column_menu(self, parent: QWidget | None = None) -> QMenu:
        """The menu that chooses the columns shown, for a button or the header."""
        menu = QMenu(parent or self)
        header = self.view.horizontalHeader()
        for number, column in enumerate(self.model.columns):
            if number == 0:
                continue
            action = QAction(column.name, menu)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(number))
            action.setToolTip(column.tooltip)
            action.toggled.connect(lambda on, key=column.key: self.set_column_shown(key, on))
            menu.addAction(action)
        menu.addSeparator()
        reset = QAction(tr("Reset columns"), menu)
        reset.triggered.connect(self.reset_columns)
        menu.addAction(reset)
        return menu

    def reset_columns(self) -> None:
        """Widths, order and choice of columns as they came."""
        self._own_widths.clear()
        self._lay_columns()
        self.fit()
        self.state_changed.emit()

    def _on_header_menu(self, spot: QPoint) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.horizontalHeader().mapToGlobal(spot))

    def _on_row_menu(self, spot: QPoint) -> None:
        index = self.view.indexAt(spot)
        if index.isValid():
            row_id = self.model.id_at(index.row())
            self.context_requested.emit(row_id, self.view.viewport().mapToGlobal(spot))

    # What is remembered ----------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """Widths, order, hidden columns and sort, as plain values that JSON takes."""
        header = self.view.horizontalHeader()
        keys: Sequence[str] = [column.key for column in self.model.columns]
        order = sorted(range(len(keys)), key=header.visualIndex)
        return {
            "widths": dict(self._own_widths),
            "order": [keys[n] for n in order],
            "hidden": [keys[n] for n in range(len(keys)) if header.isSectionHidden(n)],
            "sort": list(self.model.sorting) if self.model.sorting else None,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take back what ``save_state`` gave; columns it does not know keep their place."""
        header = self.view.horizontalHeader()
        known = {column.key: number for number, column in enumerate(self.model.columns)}
        self._own_widths = {k: int(w) for k, w in state.get("widths", {}).items() if k in known}
        saved = [key for key in state.get("order", []) if key in known]
        for place, key in enumerate(saved):
            header.moveSection(header.visualIndex(known[key]), place)
        hidden = set(state.get("hidden", []))
        for key in saved:
            header.setSectionHidden(known[key], key in hidden and known[key] > 0)
        sort = state.get("sort")
        if sort and sort[0] in known:
            self.model.sort_by(str(sort[0]), bool(sort[1]))
        self.fit()
