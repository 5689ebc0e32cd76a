"""Why rows wait, with how many; a click shows only those."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import mark, tr
from b2bdesk.services.imports.reasons import reason
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, rounded, text_width
from b2bdesk.ui.widgets.tab_order import tab_in_place

_SHORT = {
    "unknown_account": mark("Account not found"),
    "no_account": mark("No customer given"),
    "ambiguous_account": mark("Several accounts fit"),
    "ambiguous_record": mark("Several accounts fit"),
    "ambiguous_person": mark("Several people fit"),
    "unknown_person": mark("Person not found"),
    "no_such_day": mark("Not a date"),
    "not_date": mark("Not a date"),
    "decimal_mark": mark("Other decimal mark"),
    "not_number": mark("Not a number"),
    "same_line_twice": mark("Same line twice"),
    "twice_in_sheet": mark("Same record, other content"),
    "missing": mark("Empty, but needed"),
    "unknown_word": mark("Unknown word"),
    "deleted_here": mark("Deleted here meanwhile"),
    "twice_here": mark("Same record twice"),
    "other_file": mark("Written from another file"),
    "error_cell": mark("Error of the spreadsheet"),
    "no_rate": mark("No rate of the currency"),
}


def short_reason(code: str, detail: str = "") -> str:
    """A reason in a few words, for a list."""
    return tr(_SHORT[code]) if code in _SHORT else reason(code, detail or tr("several"))


class ReasonRow(QAbstractButton):
    """A reason and its count; pressed while it narrows what is shown."""

    def __init__(self, code: str, words: str, count: int) -> None:
        super().__init__()
        self.code = code
        self._count = formats().integer(count)
        self.setText(words)
        self.setCheckable(True)
        self.setToolTip(words)
        self.setAccessibleName(f"{words} {self._count}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            role = "selected" if self.isChecked() else "hover"
            rounded(painter, box, look.radius("control"), role)
        bold = look.font("table", "semibold")
        width = text_width(self._count, bold)
        room = box.adjusted(0, 0, -width - look.px(8), 0)
        draw_text(painter, room, self.text(), look.font("table"), "text_2", LEFT)
        draw_text(painter, box, self._count, bold, "text", RIGHT)


class ReasonList(QWidget):
    """``chosen`` carries the code to narrow to, "" for all."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[ReasonRow] = []

    def show_reasons(self, counts: Sequence[tuple[str, str, int]], chosen: str) -> None:
        """Show (code, detail, count) of what waits."""
        same = [row.code for row in self._rows] == [code for code, _, _ in counts]
        held = next((row.code for row in self._rows if row.hasFocus()), "")
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for code, detail, count in counts:
            row = ReasonRow(code, short_reason(code, detail), count)
            row.setChecked(code == chosen)
            row.clicked.connect(lambda on, key=code: self.chosen.emit(key if on else ""))
            self._column.addWidget(row)
            self._rows.append(row)
            if same and code == held:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
        tab_in_place(self)
