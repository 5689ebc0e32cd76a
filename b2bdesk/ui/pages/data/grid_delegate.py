"""Draws the cells of the preview: wrong in a frame, edited, and before beside after."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from b2bdesk.ui.pages.data.grid_model import BEFORE_ROLE, STATE_ROLE, GridModel, Index
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, text_width

PADDING = 7
_ICONS = {
    "wrong": ("ph.warning-circle", "against_us"),
    "asks": ("ph.question", "attention"),
    "edited": ("ph.pencil-simple", "accent"),
}


class GridDelegate(QStyledItemDelegate):
    """One for the whole preview."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(96), theme().size("table_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        box = QRectF(option.rect)
        state = index.data(STATE_ROLE)
        if state == "note":
            painter.fillRect(box, look.color("window"))
            return
        chosen: QStyle.StateFlag = option.state
        selected = bool(chosen & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, look.color("selected" if selected else "panel"))
        line = look.color("line")
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), line)
        painter.fillRect(QRectF(box.right() - 1, box.top(), 1, box.height()), line)
        inner = box.adjusted(look.px(PADDING), 0, -look.px(PADDING) - 1, -1)
        painter.save()
        painter.setClipRect(box)
        if state in ("wrong", "asks"):
            role = "against_us" if state == "wrong" else "attention"
            edge = box.adjusted(0.5, 0.5, -1.5, -1.5)
            painter.fillRect(edge, look.color(f"{role}_tint"))
            painter.setPen(QPen(look.color(role), 1))
            painter.drawRect(edge)
        self._write(painter, inner, index, state)
        painter.restore()
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _write(self, painter: QPainter, inner: QRectF, index: Index, state: str) -> None:
        look = theme()
        model = index.model()
        assert isinstance(model, GridModel)
        right = model.is_right(index.column())
        text = str(index.data() or "")
        font = look.font("table", "medium" if state == "edited" else "regular")
        before = index.data(BEFORE_ROLE)
        tone = "text_3" if state == "quiet" else "text"
        if state in _ICONS:
            side = look.size("icon_small")
            name, role = _ICONS[state]
            used = text_width(text, font) + look.px(5) + side
            x = inner.right() - used if right else inner.left()
            x = max(inner.left(), x)
            draw_icon(painter, name, QRectF(x, inner.center().y() - side / 2, side, side), role)
            inner = inner.adjusted(0, 0, 0, 0)
            inner.setLeft(x + side + look.px(5))
        elif before is not None:
            self._changed(painter, inner, str(before), text)
            return
        draw_text(painter, inner, text, font, tone, RIGHT if right else LEFT)

    def _changed(self, painter: QPainter, inner: QRectF, before: str, after: str) -> None:
        """What the file holds now, struck out, and what the row makes of it."""
        look = theme()
        old = look.font("table")
        old.setStrikeOut(True)
        width = min(text_width(before, old), inner.width() / 2)
        draw_text(painter, QRectF(inner.left(), inner.top(), width + 1, inner.height()), before,
                  old, "text_3", LEFT)  # fmt: skip
        rest = inner.adjusted(width + look.px(6), 0, 0, 0)
        draw_text(painter, rest, after, look.font("table", "semibold"), "accent", LEFT)


class RowHeader(QHeaderView):
    """The row numbers of the sheet; a line marks where rows are left out."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(theme().px(20))
        self.setDefaultSectionSize(theme().size("table_row"))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(58), theme().size("table_row"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not isinstance(model, GridModel):
            return
        look = theme()
        note = model.lines.issue_at(section) is not None
        painter.fillRect(rect, look.color("window" if note else "panel"))
        line = look.color("line")
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), line)
        if note:
            return
        painter.fillRect(QRectF(rect.right(), rect.top(), 1, rect.height()), line)
        if model.lines.gap_above(section):
            painter.fillRect(
                QRectF(rect.left(), rect.top() - 1, rect.width(), 2), look.color("line_control")
            )
        number = str(model.headerData(section, Qt.Orientation.Vertical))
        room = QRectF(rect).adjusted(look.px(PADDING), 0, -look.px(4), 0)
        draw_text(painter, room, number, look.font("table"), "text_2", LEFT)
