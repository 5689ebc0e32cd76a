"""How a cell of the coverage is painted: shade and words, the frame of a match, what is wanted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from b2bdesk.models.enums import CoverageLevel
from b2bdesk.services.coverage_result import Cell, Column
from b2bdesk.ui.pages.account.people.coverage.grid_model import CoverageModel
from b2bdesk.ui.pages.account.people.coverage.words import (
    EXCHANGES,
    RECENCY,
    cell_lines,
    is_blank,
)
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import CENTER, draw_text, rounded, text_width

GAP = 3
"""Pixels between a cell's place and its box: room for the focus ring."""

_SHADES = ("cover_1", "cover_2", "cover_3", "cover_4")
RECENT_DAYS = (30, 60, 180)
MANY_EXCHANGES = (10, 6, 3)
"""From which value a cell takes the darkest, the second and the third shade."""

_LEVELS = {
    CoverageLevel.BRIEF: 1,
    CoverageLevel.MULTIPLE: 2,
    CoverageLevel.IN_DEPTH: 3,
}


def level_shade(level: CoverageLevel) -> str | None:
    """The colour role of a level; None where nothing is painted."""
    step = _LEVELS.get(level)
    return None if step is None else next(s.color for s in tokens().coverage if s.value == step)


def shade_of(cell: Cell, show: str) -> str | None:
    """The colour role that a cell is filled with; None where nothing is painted."""
    if show == RECENCY:
        days = cell.last_days
        return None if days is None else _SHADES[3 - sum(days > most for most in RECENT_DAYS)]
    if show == EXCHANGES:
        if cell.exchanges == 0:
            return None
        return _SHADES[sum(cell.exchanges >= least for least in MANY_EXCHANGES)]
    return level_shade(cell.level)


def text_on(shade: str | None) -> str:
    """The colour role of words on a shade."""
    return "on_accent" if shade == "cover_4" else "text"


def draw_box(
    painter: QPainter, box: QRectF, shade: str | None, *, matched: bool, suggested: bool
) -> None:
    """The box of a cell: the heavier frame marks a match, the dashed one a suggestion."""
    look = theme()
    radius = look.radius("control") - 1
    inner = box
    if matched:  # a gap keeps the frame apart from a dark fill
        rounded(painter, box, radius, "panel", "text", 2.0)
        inner = box.adjusted(3, 3, -3, -3)
    if shade or not matched:
        rounded(painter, inner, radius, shade or "panel", None if shade else "line")
    if suggested:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.color(text_on(shade)), 1)
        pen.setDashPattern([3.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()


class CoverageDelegate(QStyledItemDelegate):
    """Paints the cells of a ``CoverageModel``."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered = QPersistentModelIndex()

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme().px(96), theme().px(66))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, CoverageModel):
            return
        place = QRectF(option.rect)
        cell, column = model.cell(index), model.column(index.column())
        if cell is not None:
            self._draw_cell(painter, place.adjusted(GAP, GAP, -GAP, -GAP), cell, model.show)
            if self.hovered == index:
                draw_icon(painter, "ph.caret-down", caret_box(place), "text_2")
        elif column is not None:
            _draw_linked(painter, place, column, str(model.data(index)))
        if self._view.currentIndex() == index and self._view.hasFocus():
            ring = place.adjusted(0.5, 0.5, -0.5, -0.5)
            rounded(painter, ring, theme().radius("control") + 1, None, "focus", 2.0)

    def _draw_cell(self, painter: QPainter, box: QRectF, cell: Cell, show: str) -> None:
        look = theme()
        shade = shade_of(cell, show)
        draw_box(painter, box, shade, matched=cell.matched, suggested=cell.suggested)
        first, rest, wish = cell_lines(cell, show)
        quiet = is_blank(cell) or (shade is None and cell.level is CoverageLevel.NONE)
        color = "text_3" if quiet else text_on(shade)
        weight = "regular" if quiet or cell.suggested else "semibold"
        rows = [
            (first, look.font("table", weight), look.px(17)),
            (rest, look.font("caption"), look.px(15)),
            (wish, look.font("caption"), look.px(15)),
        ]
        rows = [row for row in rows if row[0]]
        y = box.center().y() - sum(height for _, _, height in rows) / 2
        for text, font, height in rows:
            spot = QRectF(box.left() + 3, y, box.width() - 6, height)
            draw_text(painter, spot, text, font, color, CENTER)
            y += height


def caret_box(place: QRectF) -> QRectF:
    """Where the little caret of the menu stands in a cell."""
    side = theme().size("icon_small")
    return QRectF(place.right() - GAP - side - 4, place.top() + GAP + 4, side, side)


def _draw_linked(painter: QPainter, place: QRectF, column: Column, words: str) -> None:
    look = theme()
    font = look.font("table")
    icon, color = "", "text_2"
    if column.linked == 0:
        icon, color = "ph.warning-circle", "against_us"
    elif column.linked == 1:
        icon, color = "ph.warning", "attention_text"
    side = look.size("icon_small") if icon else 0
    width = min(text_width(words, font), place.width() - side - 8)
    x = place.center().x() - (width + side + (4 if icon else 0)) / 2
    if icon:
        draw_icon(painter, icon, QRectF(x, place.center().y() - side / 2, side, side), color)
        x += side + 4
    draw_text(painter, QRectF(x, place.top(), width + 1, place.height()), words, font, color)
