"""The table header: one or two lines, figures right, the sorted column heavier with a caret."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from b2bdesk.ui.tables.delegate import PADDING
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import draw_text, text_width


class TableHeader(QHeaderView):
    """Horizontal header of a DataTable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme().px(40))
        self.setSortIndicatorShown(False)
        self.setFirstSectionMovable(False)

    def sizeHint(self) -> QSize:
        model = self.model()
        two = isinstance(model, IdTableModel) and any("\n" in c.title for c in model.columns)
        height = theme().size("table_header_two_lines" if two else "table_header")
        return QSize(super().sizeHint().width(), height)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not isinstance(model, IdTableModel):
            return
        look = theme()
        column = model.columns[section]
        painter.fillRect(rect, look.color("panel"))
        painter.fillRect(
            QRectF(rect.left(), rect.bottom(), rect.width(), 1), look.color("line_strong")
        )
        sort = model.sorting
        is_sorted = sort is not None and sort[0] == column.key
        font = look.font("caption", "semibold" if is_sorted else "medium")
        tone = "text" if is_sorted else "text_3"
        pad = look.px(PADDING)
        lines = column.title.split("\n")[:2]
        line = look.px(14)
        caret = look.px(11)
        top = rect.bottom() - look.px(5) - line * len(lines)
        if rect.height() <= look.size("table_header"):
            top = rect.top() + (rect.height() - line) // 2
        right = column.cell.right
        for number, text in enumerate(lines):
            last = number == len(lines) - 1
            room = QRectF(rect.left() + pad, top + number * line, rect.width() - 2 * pad, line)
            if is_sorted and last:
                width = min(text_width(text, font), room.width() - caret - 2)
                end = room.right() - caret if right else room.left() + width + 2
                spot = QRectF(
                    end + (1 if right else 0), room.center().y() - caret / 2, caret, caret
                )
                name = "ph.caret-down" if sort is not None and sort[1] else "ph.caret-up"
                draw_icon(painter, name, spot, "accent")
                room.setWidth(room.width() - caret - 2)
            align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, room, text, font, tone, align | Qt.AlignmentFlag.AlignVCenter)
