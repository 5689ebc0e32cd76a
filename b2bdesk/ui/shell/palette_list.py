"""The lines of the palette: headings, records found with their marks, filters, commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from b2bdesk.queries.search import Hit
from b2bdesk.queries.search_marks import Marks
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_keycap, draw_text, keycap_width
from b2bdesk.ui.widgets.marked_text import draw_marked

AnyIndex = QModelIndex | QPersistentModelIndex
ICONS = {
    "account": "ph.buildings",
    "person": "ph.user",
    "exchange": "ph.chat-circle-text",
    "next_step": "ph.check-square",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette; one without ``run`` is a heading. ``stays``: it goes on typing."""

    title: str
    detail: str = ""
    icon: str = ""
    keys: str = ""
    run: Callable[[], object] | None = None
    title_marks: Marks = ()
    detail_marks: Marks = ()
    stays: bool = False


def entry_of_hit(hit: Hit, run: Callable[[], object]) -> Entry:
    """A record found: its title, where it belongs, and the passage that was met."""
    when = "" if hit.on is None else formats().date(hit.on)
    detail = ", ".join(part for part in (hit.detail, when) if part)
    marks = hit.detail_marks
    if hit.passage:
        start = len(detail) + 2
        detail = f"{detail}  {hit.passage}"
        marks = (*marks, *((start + a, start + b) for a, b in hit.passage_marks))
    return Entry(
        hit.title, detail, ICONS[hit.kind], "", run, title_marks=hit.title_marks, detail_marks=marks
    )


class PaletteModel(QAbstractListModel):
    """Headings and entries."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def set_entries(self, entries: list[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.detail, entry.keys) if part)
        if role == Qt.ItemDataRole.UserRole:
            return entry
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.entries[index.row()].run is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PaletteDelegate(QStyledItemDelegate):
    """Draws them; of the chosen one the key that opens it."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, theme().px(36 if entry.run else 28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        look = theme()
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        state: QStyle.StateFlag = option.state
        box = QRectF(option.rect)
        pad = look.space(4)
        if entry.run is None:
            room = box.adjusted(pad, look.px(6), 0, 0)
            draw_text(painter, room, entry.title, look.font("caption", "semibold"), "text_3", LEFT)
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(box, look.color("selected"))
        side = look.size("icon")
        icon = QRectF(pad, box.top() + (box.height() - side) / 2, side, side)
        draw_icon(painter, entry.icon, icon, "accent" if selected else "text_2")
        right = box.right() - pad
        keys = entry.keys or ("Enter" if selected else "")
        for cap in reversed(keys.split("+") if keys else []):
            width = keycap_width(cap)
            height = look.px(18)
            top = box.top() + (box.height() - height) / 2
            draw_keycap(painter, QRectF(right - width, top, width, height), cap)
            right -= width + look.px(4)
        left = float(pad + side + look.px(12))
        room = QRectF(left, box.top(), right - left - look.px(8), box.height())
        used = draw_marked(painter, room, entry.title, entry.title_marks)
        room.setLeft(left + used + look.px(8))
        if room.width() > look.px(24):
            draw_marked(painter, room, entry.detail, entry.detail_marks, "table", "text_3")
