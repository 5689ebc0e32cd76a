"""Draws every cell of a table: hover, selection, focused cell, hairline, then the cell itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from b2bdesk.ui.tables.cells import Cell
from b2bdesk.ui.tables.model import STATE_ROLE, VALUE_ROLE, Column, IdTableModel, Index
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme

PADDING = 8


class CellDelegate(QStyledItemDelegate):
    """One for the whole table; ``hovered_row`` is kept by the view."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        box = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.color("selected"))
        elif index.row() == self.hovered_row:
            painter.fillRect(box, look.color("hover"))
        else:
            painter.fillRect(box, look.color("panel"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), look.color("line"))
        pad = look.px(PADDING)
        inner = box.adjusted(pad, 0, -pad, -1)
        flag = index.data(STATE_ROLE)
        if flag == "error":
            edge = box.adjusted(0.5, 0.5, -0.5, -1.5)
            painter.fillRect(edge, look.color("against_us_tint"))
            painter.setPen(QPen(look.color("against_us"), 1))
            painter.drawRect(edge)
        if flag in ("error", "edited"):
            side = look.size("icon_small")
            spot = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            name, role = (
                ("ph.warning-circle", "against_us")
                if flag == "error"
                else ("ph.pencil-simple", "accent")
            )
            draw_icon(painter, name, spot, role)
            inner = inner.adjusted(side + look.px(5), 0, 0, 0)
        column = _column(index)
        value = index.data(VALUE_ROLE)
        cell = column.cell if column is not None else Cell()
        painter.save()
        painter.setClipRect(box)
        cell.draw(painter, inner, value)
        painter.restore()
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(64), theme().size("table_row"))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        column = _column(index)
        if column is not None:
            editor.setAccessibleName(column.name)
            if column.cell.right:
                editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        editor.setGeometry(option.rect)


def _column(index: Index) -> Column[object] | None:
    model = index.model()
    return model.columns[index.column()] if isinstance(model, IdTableModel) else None
