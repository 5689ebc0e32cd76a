"""Ctrl+K: accounts, people, exchanges and every action by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QWidget,
)

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.queries.search import Hit, search
from b2bdesk.queries.search_marks import marks_in, words_of
from b2bdesk.queries.search_wanted import KINDS
from b2bdesk.services.search_line import SearchLine, completions, read_search
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.shell.overlay import Overlay
from b2bdesk.ui.shell.palette_list import Entry, PaletteDelegate, PaletteModel, entry_of_hit
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import KeyCap
from b2bdesk.ui.widgets.text import Text, h_rule

TABS = {"person": "people", "exchange": "exchanges", "next_step": "overview"}
"""The tab of an account that shows a record found."""
_FILTERS_SHOWN = 6


def place_of(hit: Hit) -> Target:
    """Where a record found is shown."""
    if hit.kind == "account":
        return Target("account", hit.account)
    return Target("account", hit.account, TABS[hit.kind], hit.id)


class Palette(Overlay):
    """Search records and run actions. ``>`` asks for commands only, ``@`` for people only.

    Tab completes a filter, or goes on to what can be done with the account found first.
    """

    def __init__(
        self, window: QWidget, ctx: AppContext, actions: Callable[[], list[Action]]
    ) -> None:
        look = theme()
        super().__init__(window, 672, 112)
        self._ctx, self._actions = ctx, actions
        self._hits: list[Hit] = []
        self._searching = False
        self._run_first = False  # Enter came before the answer
        self._account_heading = ""
        head = QFrame()
        row = QHBoxLayout(head)
        row.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(3))
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search accounts, people, exchanges, or run a command"))
        self.field.setAccessibleName(tr("Search or run a command"))
        self.field.setProperty("bare", True)
        self.field.setFrame(False)
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)  # Tab leaves a field before its parent hears of it
        row.addWidget(self.field, 1)
        row.addWidget(KeyCap("Esc"))
        self.column.addWidget(head)
        self.note = Text("", "caption", "attention_text", wrap=True)
        self.note.setContentsMargins(look.space(4), 0, look.space(4), look.space(2))
        self.note.hide()
        self.column.addWidget(self.note)
        self.column.addWidget(h_rule())
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list))
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
        for cap, words in (
            ("↑ ↓", tr("choose")),
            ("Enter", lowered(tr("Open"))),
            ("Tab", tr("complete, actions")),
        ):
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

    def _read(self, typed: str) -> SearchLine:
        kinds = ("person",) if typed.startswith("@") else KINDS
        return read_search(typed.lstrip("@").strip(), self._ctx.today(), kinds)

    def _on_typed(self, typed: str) -> None:
        self._run_first = False
        self._searching = False
        line = self._read(typed)
        self.note.setText("\n".join(line.problems))
        self.note.setVisible(bool(line.problems) and not typed.startswith(">"))
        if line.wanted.empty or typed.startswith(">") or self._ctx.database is None:
            self._hits = []
        else:
            self._searching = True

            def on_hits(hits: list[Hit]) -> None:
                self._hits = hits
                self._searching = False
                self._fill(typed)
                if self._run_first:
                    self._run(self.list.currentIndex().row())

            self._ctx.read("palette", self, lambda s: search(s, line.wanted), on_hits)
            # What was found for the letters before stays until the answer is here, some
            # milliseconds later: a list that empties at each letter flickers.
            if self._hits:
                return
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
                entries += [
                    entry_of_hit(hit, lambda each=hit: self._ctx.go(place_of(each)))  # type: ignore[misc]
                    for hit in found
                ]
        if self._hits:
            every = tr("Show everything found")
            entries.append(
                Entry(every, "", "ph.magnifying-glass", "Ctrl+Enter",
                      lambda: self._ctx.go(self._everything(typed)))
            )  # fmt: skip
        if not typed.startswith(("@", ">")):
            entries += self._filters(typed)
        if not typed.startswith("@"):
            entries += self._of_account()
            entries += self._commands(words)
        if not entries:
            sought = tr("Searching …")
            nothing = tr("Nothing found for “{words}”", words=words)
            entries = [Entry(sought if self._searching else nothing)]
        self.model.set_entries(entries)
        self._select(next((n for n, e in enumerate(entries) if e.run), -1))
        look = theme()
        wanted = sum(look.px(36 if entry.run else 28) for entry in entries) + look.px(8)
        room = self._window.height() - look.px(112 + 48 + 100)
        self.list.setFixedHeight(max(look.px(64), min(wanted, look.px(420), room)))
        if self.isVisible():
            self.place()

    @staticmethod
    def _everything(typed: str) -> Target:
        line = typed.lstrip("@").strip()
        people = f" {tr('in:')}{tr('people')}" if typed.startswith("@") else ""
        return Target("search", filter=line + people)

    def _filters(self, typed: str) -> list[Entry]:
        info = self._ctx.info
        team = () if info is None else tuple(each.name for each in info.team)
        found = completions(typed, team)[:_FILTERS_SHOWN]
        entries = [
            Entry(
                each.adds, each.means, "ph.funnel", run=lambda line=each.line: self._complete(line),  # type: ignore[misc]
                stays=True,
            )
            for each in found
        ]  # fmt: skip
        return [Entry(tr("Filters")), *entries] if entries else []

    def _complete(self, line: str) -> None:
        self.field.setText(line)

    def _of_account(self) -> list[Entry]:
        """What can be done with the account found first."""
        first = next((hit for hit in self._hits if hit.kind == "account"), None)
        if first is None or self._ctx.database is None:
            return []
        account = first.account

        def log() -> None:
            from b2bdesk.ui.dialogs.quick_log import start_quick_log

            start_quick_log(self._ctx, self._window, account)

        def tab(key: str) -> Callable[[], object]:
            return lambda: self._ctx.go(Target("account", account, key))

        entries = [
            Entry(tr("Open people map"), "", "ph.tree-structure", run=tab("people")),
            Entry(tr("Show the exchanges"), "", "ph.chats", run=tab("exchanges")),
            Entry(tr("See what drives the risk"), "", "ph.trend-down", run=tab("retention")),
            Entry(tr("See where the money goes"), "", "ph.calculator", run=tab("profit")),
        ]
        if not self._ctx.database.read_only:
            entries.insert(0, Entry(tr("Log exchange"), "", "ph.chat-text", run=log))
        self._account_heading = tr("In {account}", account=first.title)
        return [Entry(self._account_heading), *entries]

    def _commands(self, words: str) -> list[Entry]:
        parts = words.lower().split()
        found: dict[str, list[Entry]] = {}
        for action in self._actions():
            haystack = f"{action.title} {action.keywords} {action.group}".lower()
            if all(part in haystack for part in parts) and action.enabled():
                group = action.group or tr("Commands")
                icon = action.icon or "ph.terminal-window"
                marks = marks_in(action.title, words_of(words))
                entry = Entry(
                    action.title, "", icon, action.shortcut, action.run, title_marks=marks
                )
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
            entry = self.model.entries[row]
            if entry.run is not None:
                if not entry.stays:
                    self.close_overlay()
                entry.run()

    def _on_tab(self) -> None:
        entries = self.model.entries
        fills = next((n for n, entry in enumerate(entries) if entry.stays), None)
        if fills is not None:
            self._run(fills)
            return
        heading = next((n for n, e in enumerate(entries) if e.title == self._account_heading), -1)
        if heading >= 0:
            self._select(heading + 1)
            self.list.scrollTo(self.model.index(heading + 1))

    def _show_everything(self) -> None:
        typed = self.field.text()
        if not self._read(typed).wanted.empty and not typed.startswith(">"):
            self.close_overlay()
            self._ctx.go(self._everything(typed))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if (
                event.type() == QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Tab
            ):
                self._on_tab()
                return True
            return False
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._move(1)
        elif event.key() == Qt.Key.Key_Up:
            self._move(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._show_everything()
            elif self._searching:
                self._run_first = True
            else:
                self._run(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)
