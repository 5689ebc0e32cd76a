"""The preview of a sheet: all its rows, read as they come into view, with notes between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import Cell, ColumnLook, SheetLook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.exchange_formats.recognise import SURE
from b2bdesk.ui.pages.data.cell_text import cell_text
from b2bdesk.ui.pages.data.fixes import Fix
from b2bdesk.ui.pages.data.grid_delegate import GridDelegate, RowHeader
from b2bdesk.ui.pages.data.grid_model import GridModel, Marks
from b2bdesk.ui.pages.data.issues import Issue
from b2bdesk.ui.pages.data.mapping_box import MappingBox
from b2bdesk.ui.pages.data.mapping_header import MappingHeader
from b2bdesk.ui.pages.data.note_row import NoteRow
from b2bdesk.ui.pages.data.sheet_lines import SheetLines
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, text_width

_MEASURED = 60  # rows whose cells tell how wide a column is


class _Corner(QWidget):
    """Names the two lines of the head."""

    def sizeHint(self) -> QSize:
        return QSize(theme().px(58), theme().px(38))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        upper, width = look.px(38), self.width()
        painter.fillRect(self.rect(), look.color("panel"))
        painter.fillRect(0, 0, width, upper, look.color("window"))
        painter.fillRect(0, upper, width, 1, look.color("line"))
        painter.fillRect(width - 1, 0, 1, self.height(), look.color("line"))
        painter.fillRect(0, self.height() - 1, width, 1, look.color("line_strong"))
        font = look.font("caption", "medium")
        pad = look.px(7)
        draw_text(painter, QRectF(pad, 0, width - pad, upper), tr("Field"), font, "text_2", LEFT)
        room = QRectF(pad, upper, width - pad, self.height() - upper)
        draw_text(painter, room, tr("Row"), font, "text_2", LEFT)


class SheetGrid(QTableView):
    """``fix_chosen`` when a button of a note was pressed: issue, fix, what was typed."""

    column_chosen = Signal(int, str)
    fix_chosen = Signal(object, object, str)

    def __init__(
        self,
        fixes: Callable[[Issue], tuple[Fix, ...]],
        fits: Callable[[Issue, str], bool],
    ) -> None:
        super().__init__()
        look = theme()
        self._fixes, self._fits = fixes, fits
        self._notes: dict[int, NoteRow] = {}
        self._grid: GridModel | None = None
        self.setAccessibleName(tr("Rows of the sheet, and the field each column fills"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(GridDelegate(self))
        self.head = MappingHeader(self)
        self.head.column_chosen.connect(self.column_chosen)
        self.setHorizontalHeader(self.head)
        rows = RowHeader(self)
        rows.setFixedWidth(look.px(58))
        self.setVerticalHeader(rows)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._corner = _Corner(self)
        self._placing = QTimer(self)
        self._placing.setSingleShot(True)
        self._placing.timeout.connect(self._place_notes)
        self.verticalScrollBar().valueChanged.connect(self._place_notes)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._placing.start())

    # --- what is shown ---------------------------------------------------------------------

    @property
    def grid(self) -> GridModel | None:
        """The model on show."""
        return self._grid

    def show_sheet(
        self,
        look: SheetLook,
        mapping: SheetMapping,
        own_names: Sequence[str],
        read: Callable[[int], tuple[Cell, ...] | None],
        ask: Callable[[list[int]], object],
    ) -> None:
        """Show a sheet's mapping; another sheet also takes new columns."""
        other = self._grid is None or self._grid.look is not look
        if other:
            self._drop_notes()
            old, self._grid = self._grid, GridModel(look, read, ask)
            self._grid.setParent(self)
            self.setModel(self._grid)
            if old is not None:
                old.deleteLater()
            self._set_widths(look, mapping)
        assert self._grid is not None
        self._grid.set_mapping(mapping)
        self.head.show_mapping(mapping, own_names, other_sheet=other)

    def show_lines(self, lines: SheetLines, marks: Marks) -> None:
        """Show these lines; the row at the top and the current one stay where they are."""
        grid = self._grid
        assert grid is not None
        top, current = self._row_at_top(), self.current_row()
        column = self.currentIndex().column()
        held = self._held_note()
        self._drop_notes()
        grid.set_lines(lines, marks)
        self._make_room(lines, marks)
        line = None if top is None else lines.line_of(top)
        if line is not None:
            self.scrollTo(grid.index(line, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        line = None if current is None else lines.line_of(current)
        if line is not None:
            self._set_current(line, max(0, column))
        self._place_notes()
        if held is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_cell(self, row: int, column: int) -> None:
        """Bring a cell of the sheet into view and make it the current one."""
        assert self._grid is not None
        line, place = self._grid.lines.line_of(row), self._grid.place_of(column)
        if line is not None and place is not None:
            self._set_current(line, place)
            self.scrollTo(self._grid.index(line, place))

    def rows_arrived(self) -> None:
        """Rows that were asked for have been read."""
        if self._grid is not None:
            self._grid.rows_arrived()

    def current_row(self) -> int | None:
        """The number of the row with the keyboard."""
        index = self.currentIndex()
        return self._grid.lines.row_at(index.row()) if self._grid and index.isValid() else None

    def box(self, column: int) -> MappingBox:
        """The choice of a field over a column of the sheet, brought into view."""
        return self.head.bring(column)

    def open_mapping(self) -> None:
        """Open the choice over the current column."""
        grid = self._grid
        if grid is None or not grid.columnCount():
            return
        number = max(0, self.currentIndex().column())
        box = self.box(grid.look.columns[number].index)
        box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        box.showPopup()

    # --- issues ----------------------------------------------------------------------------

    def next_issue(self, step: int) -> Issue | None:
        """Go to the next issue, or the one before; None where there is none in that direction."""
        grid = self._grid
        if grid is None:
            return None
        notes = grid.lines.note_lines
        here = self._here()
        found = [n for n in notes if (n > here if step > 0 else n < here)]
        if not found:
            return None
        line = found[0] if step > 0 else found[-1]
        return self.go_to_line(line)

    def first_issue(self, *, last: bool = False) -> Issue | None:
        """Go to the first issue on show, or the last one."""
        notes = self._grid.lines.note_lines if self._grid is not None else ()
        return self.go_to_line(notes[-1 if last else 0]) if notes else None

    def go_to_line(self, line: int) -> Issue | None:
        """Bring a note into view and give it the keyboard."""
        grid = self._grid
        assert grid is not None
        issue = grid.lines.issue_at(line)
        if issue is None:
            return None
        place = grid.place_of(issue.column) or 0
        middle = QAbstractItemView.ScrollHint.PositionAtCenter
        self._set_current(line - 1, place)
        self.scrollTo(grid.index(line, place), middle)
        self._place_notes()
        note = self._notes.get(line)
        if note is not None:
            note.focus_first()
        return issue

    def note(self, line: int) -> NoteRow | None:
        """The note on show in a line."""
        return self._notes.get(line)

    def notes(self) -> list[NoteRow]:
        """The notes in view, from the top."""
        return [self._notes[line] for line in sorted(self._notes)]

    def _here(self) -> int:
        held = self._held_note()
        if held is not None:
            return held
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def _held_note(self) -> int | None:
        """The line of the note that has the keyboard."""
        focus = self.window().focusWidget()
        for line, note in self._notes.items():
            if focus is not None and note.isAncestorOf(focus):
                return line
        return None

    def _set_current(self, line: int, column: int) -> None:
        assert self._grid is not None
        if self._grid.lines.issue_at(line) is not None:
            line -= 1
        self.setCurrentIndex(self._grid.index(max(0, line), column))

    def _row_at_top(self) -> int | None:
        line = self.rowAt(0)
        return self._grid.lines.row_at(line) if self._grid is not None and line >= 0 else None

    # --- notes -----------------------------------------------------------------------------

    def _drop_notes(self) -> None:
        for note in self._notes.values():
            note.hide()
            note.deleteLater()
        self._notes = {}

    def _place_notes(self) -> None:
        """Make the notes in view, and let those go that left it."""
        grid = self._grid
        if grid is None:
            return
        height = self.viewport().height()
        first = max(0, self.rowAt(0))
        last = self.rowAt(height - 1)
        last = len(grid.lines) - 1 if last < 0 else last
        seen = [n for n in range(first, last + 1) if grid.lines.issue_at(n) is not None]
        held = self._held_note()
        for line in [n for n in self._notes if n not in seen and n != held]:
            note = self._notes.pop(line)
            note.hide()
            note.deleteLater()
        for line in {*seen, *self._notes}:
            note = self._notes.get(line) or self._make_note(line)
            top = self.rowViewportPosition(line)
            note.setGeometry(0, top, self.viewport().width(), self.rowHeight(line))
            note.show()
        before: QWidget = self
        for line in sorted(self._notes):
            for control in self._notes[line].controls:
                QWidget.setTabOrder(before, control)
                before = control

    def _make_note(self, line: int) -> NoteRow:
        assert self._grid is not None
        issue = self._grid.lines.issue_at(line)
        assert issue is not None
        note = NoteRow(issue, self._fixes(issue), self._fits, self.viewport())
        note.chosen.connect(lambda fix, text: self.fix_chosen.emit(issue, fix, text))
        self._notes[line] = note
        return note

    # --- layout ----------------------------------------------------------------------------

    def _set_widths(self, look: SheetLook, mapping: SheetMapping) -> None:
        """As wide as the cells and names ask for; the choices over them give way first."""
        sample = look.sample[:_MEASURED]
        wide = [self._widths(column, mapping, sample) for column in look.columns]
        spare = sum(max(pair) for pair in wide) - self.viewport().width()
        slack = [max(0, box - max(cells, theme().px(120))) for cells, box in wide]
        share = max(0.0, spare / sum(slack)) if sum(slack) else 0.0
        if share > 1:  # it scrolls sideways anyway: names stay whole
            share = 0.0
        for number, (pair, give) in enumerate(zip(wide, slack, strict=True)):
            self.setColumnWidth(number, max(pair) - round(give * share))

    def _make_room(self, lines: SheetLines, marks: Marks) -> None:
        """Let a wrong value be read whole beside its mark, and a new one beside the old."""
        assert self._grid is not None
        look = theme()
        font, extra = look.font("table"), look.px(14) + look.size("icon_small") + look.px(8)
        for issue in lines.issues[:_MEASURED]:
            place = self._grid.place_of(issue.column)
            if place is not None and issue.problems:
                asked = min(look.px(260), text_width(issue.first.value, font) + extra)
                self.setColumnWidth(place, max(self.columnWidth(place), asked))
        for (_, column), before in islice(marks.before.items(), _MEASURED):
            place = self._grid.place_of(column)
            if place is not None:
                asked = min(look.px(260), 2 * text_width(before, font) + look.px(40))
                self.setColumnWidth(place, max(self.columnWidth(place), asked))

    def _widths(
        self, column: ColumnLook, mapping: SheetMapping, sample: Sequence[tuple[Cell, ...]]
    ) -> tuple[int, int]:
        """What the cells and the name ask for, and what the choice over them does."""
        look = theme()
        kind = KINDS.get(mapping.kind)
        title, type_, mark = tr("Not used"), None, 0
        for key, item in mapping.fields.items():
            if kind is not None and item.index == column.index and key in kind.by_key:
                title, type_ = tr(kind.by_key[key].title), kind.by_key[key].type
            if item.index == column.index and item.confidence < SURE:
                mark = look.size("icon_small") + look.px(4)
        box = text_width(title, look.font("table", "medium")) + look.px(38) + mark
        head = text_width(column.header, look.font("caption")) + look.px(16)
        room = look.px(18)
        font = look.font("table")
        texts = {cell_text(row[column.index], type_) for row in sample if column.index < len(row)}
        cells = [text_width(text, font) + room for text in {*texts, *column.examples}]
        return min(look.px(260), max(look.px(64), head, *cells, 0)), box

    def updateGeometries(self) -> None:
        super().updateGeometries()
        # Called by Qt while it builds the view, before there is a corner to place.
        corner = getattr(self, "_corner", None)
        if corner is not None:
            corner.setGeometry(0, 0, self.verticalHeader().width(), self.head.height())
            corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.place()
        self._placing.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._grid is not None and not self.currentIndex().isValid() and len(self._grid.lines):
            self._set_current(max(0, self.rowAt(0)), 0)

    def viewportEvent(self, event: QEvent) -> bool:
        handled = super().viewportEvent(event)
        if event.type() == QEvent.Type.Resize:
            self._placing.start()
        return handled
