"""What a search found, as a list by kind; the rows arrive as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from b2bdesk.core.i18n import tr
from b2bdesk.queries.search import Found, Hit
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.formats import formats
from b2bdesk.ui.shell.palette_list import ICONS
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import RIGHT, draw_text, rounded
from b2bdesk.ui.widgets.marked_text import draw_marked

Index = QModelIndex | QPersistentModelIndex
_WINDOW = 40  # rows on either side of a missing one that are read with it
_ROW = 46


@dataclass(frozen=True, slots=True)
class Line:
    """A heading where ``id`` is None, else a record found."""

    kind: str
    id: int | None = None
    words: str = ""


class ResultsModel(QAbstractListModel):
    """Headings and records. ``request`` gets a kind and the ids whose rows are needed."""

    def __init__(
        self, request: Callable[[str, list[int]], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._request = request
        self.lines: list[Line] = []
        self._hits: dict[int, Hit] = {}
        self._asked: set[int] = set()
        self._wanted: set[int] = set()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._on_asking)

    def set_found(self, found: Mapping[str, Found], headings: Mapping[str, str]) -> None:
        """Show these records under their headings."""
        self.beginResetModel()
        self.lines = []
        for kind, ids in found.items():
            if ids.ids:
                self.lines.append(Line(kind, words=headings[kind]))
                self.lines += [Line(kind, each) for each in ids.ids]
        self._hits.clear()
        self._asked.clear()
        self._wanted.clear()
        self.endResetModel()

    def give(self, hits: Iterable[Hit]) -> None:
        """Rows that were asked for have arrived; who shows them repaints."""
        self._hits.update({hit.id: hit for hit in hits})

    def hit(self, number: int) -> Hit | None:
        """The record at a place; None for a heading or what has not arrived."""
        if not 0 <= number < len(self.lines):
            return None
        found = self.lines[number].id
        if found is None:
            return None
        if found not in self._hits and found not in self._asked:
            self._wanted.add(number)
            self._asking.start()
        return self._hits.get(found)

    def _on_asking(self) -> None:
        needed: dict[str, list[int]] = {}
        for number in sorted(self._wanted):
            for line in self.lines[max(0, number - _WINDOW) : number + _WINDOW]:
                if line.id is not None and line.id not in self._asked:
                    self._asked.add(line.id)
                    needed.setdefault(line.kind, []).append(line.id)
        self._wanted.clear()
        for kind, ids in needed.items():
            self._request(kind, ids)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self.lines[index.row()]
        if line.id is None:
            return line.words
        hit = self.hit(index.row())
        if hit is None:
            return tr("Loading")
        when = "" if hit.on is None else formats().date(hit.on)
        return ", ".join(part for part in (hit.title, hit.detail, when, hit.passage) if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].id is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        model = index.model()
        assert isinstance(model, ResultsModel)
        line = model.lines[index.row()]
        box = QRectF(option.rect)
        pad = look.space(4)
        state: QStyle.StateFlag = option.state
        painter.setPen(QPen(look.color("line" if line.id is not None else "line_strong"), 1))
        y = box.bottom() - 0.5
        painter.drawLine(QPointF(box.left() + pad, y), QPointF(box.right() - pad, y))
        if line.id is None:
            room = box.adjusted(pad, look.px(14), -pad, 0)
            draw_text(painter, room, line.words, look.font("body", "semibold"))
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.color("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look.color("hover"))
        side = look.size("icon")
        left = box.left() + pad
        icon = QRectF(left, box.center().y() - side / 2, side, side)
        draw_icon(painter, ICONS[line.kind], icon, "text_2")
        left += side + look.px(12)
        hit = model.hit(index.row())
        if hit is None:
            bar = QRectF(left, box.center().y() - look.px(5), look.px(180), look.px(10))
            rounded(painter, bar, look.radius("badge"), "sunken")
            return
        right = box.right() - pad
        if hit.on is not None:
            date = QRectF(right - look.px(110), box.top(), look.px(110), box.height())
            when = formats().date(hit.on)
            draw_text(painter, date, when, look.font("table"), "text_2", RIGHT)
            right = date.left() - look.px(8)
        top = QRectF(left, box.top() + look.px(5), right - left, look.px(18))
        draw_marked(painter, top, hit.title, hit.title_marks, "body", "text", "medium")
        below = QRectF(left, top.bottom(), top.width(), look.px(17))
        used = draw_marked(painter, below, hit.detail, hit.detail_marks, "table", "text_2")
        if hit.passage:
            below.setLeft(left + used + (look.px(12) if used else 0))
            draw_marked(painter, below, hit.passage, hit.passage_marks, "table", "text_3")


class ResultsView(QListView):
    """J K move, Enter and a double click open: ``opened`` carries the record."""

    opened = Signal(object)
    find_asked = Signal()

    def __init__(self, model: ResultsModel) -> None:
        super().__init__()
        model.setParent(self)
        self.results = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(tr("Results"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def _open(self, number: int) -> None:
        hit = self.results.hit(number)
        if hit is not None:
            self.opened.emit(hit)

    def move_by(self, step: int) -> None:
        """To the next or previous record, past headings."""
        number = self.currentIndex().row() + step if self.currentIndex().isValid() else 0
        while 0 <= number < self.results.rowCount():
            if self.results.lines[number].id is not None:
                self.setCurrentIndex(self.results.index(number))
                return
            number += 1 if step >= 0 else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        letters = plain and letters_on()
        if (plain and key == Qt.Key.Key_Down) or (letters and key == Qt.Key.Key_J):
            self.move_by(1)
        elif (plain and key == Qt.Key.Key_Up) or (letters and key == Qt.Key.Key_K):
            self.move_by(-1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif letters and key == Qt.Key.Key_F:
            self.find_asked.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here, they do not jump."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.move_by(0)
