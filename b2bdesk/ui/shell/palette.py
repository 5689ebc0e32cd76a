"""Ctrl+K: accounts, people, exchanges and every action by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.queries.search import Hit, search
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.shell.overlay import Overlay
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import KeyCap
from b2bdesk.ui.widgets.drawing import LEFT, draw_keycap, draw_text, keycap_width
from b2bdesk.ui.widgets.text import Text, h_rule

AnyIndex = QModelIndex | QPersistentModelIndex
_ICONS = {
    "account": "ph.buildings",
    "person": "ph.user",
    "exchange": "ph.chat-circle-text",
    "next_step": "ph.check-square",
}
_TABS = {"person": "people", "exchange": "exchanges", "next_step": "overview"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette; one without ``run`` is a heading."""

    title: str
    detail: str = ""
    icon: str = ""
    keys: str = ""
    run: Callable[[], object] | None = None


class PaletteModel(QAbstractListModel):
    """Headings and entries."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.typed = ""

    def set_entries(self, entries: list[Entry], typed: str) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries, self.typed = entries, typed
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


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, theme().px(36 if entry.run else 28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        look = theme()
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = QRectF(rect)
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
        for cap in reversed(entry.keys.split("+") if entry.keys else []):
            width = keycap_width(cap)
            height = look.px(18)
            top = box.top() + (box.height() - height) / 2
            draw_keycap(painter, QRectF(right - width, top, width, height), cap)
            right -= width + look.px(4)
        x = float(pad + side + look.px(12))
        typed = str(index.model().typed)  # type: ignore[attr-defined]  # PaletteModel
        x = _draw_title(painter, QRectF(x, box.top(), right - x, box.height()), entry.title, typed)
        room = QRectF(x + look.px(8), box.top(), right - x - look.px(12), box.height())
        font = look.font("table")
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(
            entry.detail, Qt.TextElideMode.ElideRight, max(0, int(room.width()))
        )
        draw_text(painter, room, shown, font, "text_3", LEFT)


def _draw_title(painter: QPainter, room: QRectF, title: str, typed: str) -> float:
    """Draw a title with what was typed set off; returns where it ends."""
    look = theme()
    at = title.lower().find(typed.lower()) if typed else -1
    parts = (
        [(title, False)]
        if at < 0
        else [
            (title[:at], False),
            (title[at : at + len(typed)], True),
            (title[at + len(typed) :], False),
        ]
    )
    x = room.left()
    for text, hit in parts:
        font = look.font("body", "semibold" if hit else "regular")
        painter.setFont(font)
        left = max(0, int(room.right() - x))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, left)
        width = painter.fontMetrics().horizontalAdvance(shown)
        box = QRectF(x, room.top(), width + 2, room.height())
        draw_text(painter, box, shown, font, "accent" if hit else "text", LEFT)
        x += width
    return x


class Palette(Overlay):
    """Search records and run actions. ``>`` asks for commands only, ``@`` for people only."""

    def __init__(
        self, window: QWidget, ctx: AppContext, actions: Callable[[], list[Action]]
    ) -> None:
        look = theme()
        super().__init__(window, 672, 112)
        self._ctx, self._actions = ctx, actions
        self._hits: list[Hit] = []
        self._searching = False
        self._run_first = False  # Enter came before the answer
        head = QFrame()
        row = QHBoxLayout(head)
        row.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(3))
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search accounts, people, exchanges, or run a command"))
        self.field.setAccessibleName(tr("Search or run a command"))
        self.field.setProperty("bare", True)
        self.field.setFrame(False)
        self.field.textChanged.connect(self._on_typed)
        row.addWidget(self.field, 1)
        row.addWidget(KeyCap("Esc"))
        self.column.addWidget(head)
        self.column.addWidget(h_rule())
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(tr("Results"))
        self.list.clicked.connect(self._on_clicked)
        self.list.entered.connect(self._on_entered)
        self.column.addWidget(self.list)
        self.column.addWidget(h_rule())
        foot = QFrame()
        foot.setProperty("surface", "sunken")
        keys = QHBoxLayout(foot)
        keys.setContentsMargins(look.space(4), look.px(6), look.space(4), look.px(6))
        for cap, words in (("↑ ↓", tr("choose")), ("Enter", lowered(tr("Open")))):
            keys.addWidget(KeyCap(cap))
            keys.addWidget(Text(words, "caption", "text_3"))
        keys.addStretch(1)
        for cap, words in ((">", tr("commands only")), ("@", tr("people only"))):
            keys.addWidget(KeyCap(cap))
            keys.addWidget(Text(words, "caption", "text_3"))
        self.column.addWidget(foot)

    def show_palette(self, start: str = "") -> None:
        """Open it with ``start`` typed."""
        self.field.setText(start)
        self._on_typed(start)
        self.open()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_typed(self, typed: str) -> None:
        self._hits = []
        self._run_first = False
        words = typed.lstrip(">@").strip()
        self._searching = False
        if words and not typed.startswith(">") and self._ctx.database is not None:
            kinds = ("person",) if typed.startswith("@") else None

            self._searching = True

            def on_hits(hits: list[Hit]) -> None:
                self._hits = hits
                self._searching = False
                self._fill(typed)
                if self._run_first:
                    self._run(self.list.currentIndex().row())

            if kinds is None:
                self._ctx.read("palette", self, lambda s: search(s, words), on_hits)
            else:
                self._ctx.read("palette", self, lambda s: search(s, words, kinds), on_hits)
        self._fill(typed)

    def _fill(self, typed: str) -> None:
        words = typed.lstrip(">@").strip()
        entries: list[Entry] = []
        groups = (
            ("account", tr("Accounts")),
            ("person", tr("People")),
            ("exchange", tr("Exchanges")),
            ("next_step", tr("Next steps")),
        )
        for kind, heading in groups:
            found = [hit for hit in self._hits if hit.kind == kind]
            if found:
                entries.append(Entry(heading))
                entries += [self._entry_of(hit) for hit in found]
        if not typed.startswith("@"):
            entries += self._commands(words)
        if not entries:
            sought = tr("Searching …")
            nothing = tr("Nothing found for “{words}”", words=words)
            entries = [Entry(sought if self._searching else nothing)]
        self.model.set_entries(entries, words)
        self._select(next((n for n, e in enumerate(entries) if e.run), -1))
        look = theme()
        wanted = sum(look.px(36 if entry.run else 28) for entry in entries) + look.px(8)
        room = self._window.height() - look.px(112 + 48 + 100)
        self.list.setFixedHeight(max(look.px(64), min(wanted, look.px(420), room)))
        if self.isVisible():
            self.place()

    def _entry_of(self, hit: Hit) -> Entry:
        target = Target("account", hit.account, _TABS.get(hit.kind, ""), hit.id)
        if hit.kind == "account":
            target = Target("account", hit.account)
        return Entry(hit.title, hit.detail, _ICONS[hit.kind], "", lambda: self._ctx.go(target))

    def _commands(self, words: str) -> list[Entry]:
        parts = words.lower().split()
        found: dict[str, list[Entry]] = {}
        for action in self._actions():
            haystack = f"{action.title} {action.keywords} {action.group}".lower()
            if all(part in haystack for part in parts) and action.enabled():
                group = action.group or tr("Commands")
                icon = action.icon or "ph.terminal-window"
                entry = Entry(action.title, "", icon, action.shortcut, action.run)
                found.setdefault(group, []).append(entry)
        return [line for group, lines in found.items() for line in (Entry(group), *lines)]

    def _select(self, row: int) -> None:
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def _move(self, step: int) -> None:
        rows = [n for n, entry in enumerate(self.model.entries) if entry.run]
        if not rows:
            return
        current = self.list.currentIndex().row()
        at = rows.index(current) if current in rows else -1
        self._select(rows[(at + step) % len(rows)])

    def _on_entered(self, index: QModelIndex) -> None:
        if self.model.entries[index.row()].run:
            self._select(index.row())

    def _on_clicked(self, index: QModelIndex) -> None:
        self._run(index.row())

    def _run(self, row: int) -> None:
        if 0 <= row < len(self.model.entries):
            run = self.model.entries[row].run
            if run is not None:
                self.close_overlay()
                run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._move(1)
        elif event.key() == Qt.Key.Key_Up:
            self._move(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._searching:
                self._run_first = True
            else:
                self._run(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)
