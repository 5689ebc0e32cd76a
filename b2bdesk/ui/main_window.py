"""The shell: rail, top bar, the page on show, status bar, and what lies over them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.account_head import list_accounts_by_sales
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.actions.letters import set_letters_on
from b2bdesk.ui.commands import program_actions
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.messages.intake import MessageIntake
from b2bdesk.ui.pages.first_run import FirstRunPage
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.registry import entry_of
from b2bdesk.ui.shell.action_keys import ActionKeys, UndoWords, file_menu
from b2bdesk.ui.shell.banners import BannerArea
from b2bdesk.ui.shell.drops import DropTarget
from b2bdesk.ui.shell.files import FileController
from b2bdesk.ui.shell.navigation import Navigation
from b2bdesk.ui.shell.overlays import Overlays
from b2bdesk.ui.shell.rail import Rail
from b2bdesk.ui.shell.status_bar import StatusBar
from b2bdesk.ui.shell.top_bar import TopBar
from b2bdesk.ui.tasks.warm_up import warm_up_when_idle
from b2bdesk.ui.theme.theme import Mode, theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.toast import ToastHost

_COLLAPSE_UNDER = 1200
_AS_OF_PAGES = frozenset({"today", "portfolio", "accounts", "exchanges", "costing", "account"})
_PERIOD_PAGES = frozenset({"portfolio", "costing", "account"})


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(self, ctx: AppContext, store: PreferenceStore) -> None:
        super().__init__()
        self.ctx, self.store = ctx, store
        self.files = FileController(self, ctx, store)
        self.navigation = Navigation()
        self.undo = UndoWords(ctx)
        self._pages: dict[str, Page] = {}
        self.setWindowTitle("B2BDesk")
        self._drops = DropTarget(self)
        self._drops.file_dropped.connect(self.files.open)
        self._drops.spreadsheet_dropped.connect(lambda path: self.import_path(str(path)))
        self._drops.refused.connect(self._on_failed)
        self.messages = MessageIntake(ctx, self, self._drops, lambda: self._place().account)
        width, height = tokens().min_window
        self.setMinimumSize(width, height)
        self._build()
        self.overlays = Overlays(self, ctx, self.actions_now, self._drawer_row)
        self._connect()
        self.toasts = ToastHost(self)
        self.keys = ActionKeys(self, self.actions_now)
        self.keys.bind_program(program_actions(self))
        self._show_no_file()
        if store.value.geometry:
            self.restoreGeometry(QByteArray.fromBase64(store.value.geometry.encode()))
        else:
            self.resize(1440, 900)

    def _build(self) -> None:
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.rail = Rail(self._file_menu)
        middle.addWidget(self.rail)
        line = QFrame()
        line.setProperty("rule", "v")
        line.setFixedWidth(1)
        middle.addWidget(line)
        content = QFrame()
        content.setProperty("surface", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top_bar = TopBar(self.ctx)
        column.addWidget(self.top_bar)
        self.banners = BannerArea()
        column.addWidget(self.banners)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.stack = QStackedWidget()
        row.addWidget(self.stack, 1)
        self._drawer_row = row
        column.addLayout(row, 1)
        middle.addWidget(content, 1)
        whole.addLayout(middle, 1)
        self.status = StatusBar(self.ctx.tasks)
        whole.addWidget(self.status)
        self.setCentralWidget(body)
        self.first_run = FirstRunPage(
            import_file=self.start_import,
            open_sample=self.files.open_sample,
            add_account=self.add_account,
            new_file=self.files.ask_new,
            open_file=self.files.ask_open,
            open_recent=self.files.open,
        )
        self.stack.addWidget(self.first_run)

    def _connect(self) -> None:
        ctx = self.ctx
        ctx.opened.connect(self._on_opened)
        ctx.changed.connect(self._on_changed)
        ctx.info_changed.connect(self._on_info)
        ctx.navigated.connect(self._on_navigated)
        ctx.toasted.connect(self._on_toast)
        ctx.failed.connect(self._on_failed)
        ctx.account_order_changed.connect(self._show_place)
        ctx.tasks.crashed.connect(self.banners.show_crash)
        self.files.open_failed.connect(self._on_open_failed)
        self.files.backed_up.connect(lambda: self.status.set_backup(self.files.backup_words()))
        self.rail.page_chosen.connect(lambda key: ctx.go(Target(key)))
        self.rail.account_chosen.connect(lambda account: ctx.go(Target("account", account)))
        self.rail.me_chosen.connect(lambda: ctx.go(Target("settings")))
        self.top_bar.back.connect(self.go_back)
        self.top_bar.forward.connect(self.go_forward)
        self.top_bar.crumb.connect(self.go_up)
        self.top_bar.previous_account.connect(lambda: self.walk_accounts(-1))
        self.top_bar.next_account.connect(lambda: self.walk_accounts(1))
        self.top_bar.search.connect(self.overlays.show_palette)

    # --- actions ---------------------------------------------------------------------------

    def actions_now(self) -> list[Action]:
        """Every action that can be offered now: the page's first, then the program's."""
        page = self.current_page()
        return [*(page.page_actions() if page is not None else []), *program_actions(self)]

    def run_action(self, key: str) -> None:
        """Run an action by its key where it is enabled now."""
        self.keys.run(key)

    def _file_menu(self) -> QMenu:
        return file_menu(self, program_actions(self), self._recent_paths(), self.files.open)

    def _recent_paths(self) -> tuple[Path, ...]:
        return tuple(Path(name) for name in self.store.value.recent if Path(name).exists())

    def start_import(self) -> None:
        """Import a spreadsheet; a new file is made first where none is open."""
        self.import_path("")

    def import_path(self, path: str) -> None:
        """Import a given spreadsheet; empty asks for one."""
        target = Target("data", tab="import", filter=path)
        if self.ctx.database is None:
            self.files.ask_new_then(lambda: self.ctx.go(target))
        else:
            self.ctx.go(target)

    def add_account(self) -> None:
        """Add one account by hand; a new file is made first where none is open."""
        from b2bdesk.ui.dialogs.account_dialog import add_account

        if self.ctx.database is None:
            self.files.ask_new_then(lambda: add_account(self.ctx, self))
        else:
            add_account(self.ctx, self)

    def log_exchange(self) -> None:
        """Log an exchange: with the account on show, or with one that is asked for."""
        from b2bdesk.ui.dialogs.quick_log import start_quick_log

        account = self._place().account
        start_quick_log(self.ctx, self, account)

    def toggle_theme(self) -> None:
        """Switch between light and dark."""
        mode = Mode.LIGHT if theme().is_dark else Mode.DARK
        self.store.change(theme=mode.value)
        theme().set_mode(mode)

    # --- getting around --------------------------------------------------------------------

    def _place(self) -> Target:
        return self.navigation.current or Target("today")

    def current_page(self) -> Page | None:
        """The page on show; None before a file is open."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def go_back(self) -> None:
        """To the place before."""
        target = self.navigation.back()
        if target is not None:
            self._show(target)

    def go_forward(self) -> None:
        """To the place after."""
        target = self.navigation.forward()
        if target is not None:
            self._show(target)

    def go_up(self) -> None:
        """To the place that the page on show belongs to."""
        page = self.current_page()
        if page is not None and (above := page.above()) is not None:
            self.ctx.go(above)

    def walk_accounts(self, step: int) -> None:
        """To the previous or next account in the order last seen."""
        order = self.ctx.account_order
        place = self._place()
        if not order:
            return
        at = order.index(place.account) if place.account in order else -step
        number = at + step
        if 0 <= number < len(order):
            tab = place.tab if place.page == "account" else ""
            self.ctx.go(Target("account", order[number], tab))

    def _on_navigated(self, target: Target) -> None:
        if self.ctx.database is None and target.page != "settings":
            return
        self.navigation.visit(target)
        self._show(target)

    def _show(self, target: Target) -> None:
        info = self.ctx.info
        empty = target.page == "today" and info is not None and info.accounts == 0
        if empty:
            self.first_run.set_recent(self._recent_paths())
            self.stack.setCurrentWidget(self.first_run)
        else:
            page = self._page(target.page)
            self.stack.setCurrentWidget(page)
            page.activate(target)
        if target.page != "account":
            self.overlays.hide_history()
        self._show_place()
        shown = self.current_page()
        letters = self.store.value.single_letters
        set_letters_on(letters)
        self.keys.bind_page(shown.page_actions() if shown is not None else [], letters=letters)

    def _page(self, key: str) -> Page:
        page = self._pages.get(key)
        if page is None:
            page = entry_of(key).make(self.ctx)
            self._pages[key] = page
            self.stack.addWidget(page)
            if key == "account":
                from b2bdesk.ui.pages.account.account_page import AccountPage

                assert isinstance(page, AccountPage)
                page.history_asked.connect(self.overlays.show_history)
                page.log_asked.connect(self.log_exchange)
                page.head_changed.connect(lambda _: self._show_place())
        return page

    def _show_place(self) -> None:
        target = self._place()
        page = self.current_page()
        self.rail.set_current(entry_of(target.page).under or target.page, target.account)
        self.top_bar.set_history(self.navigation.can_go_back, self.navigation.can_go_forward)
        self.top_bar.set_figures(
            page is not None and target.page in _AS_OF_PAGES,
            page is not None and target.page in _PERIOD_PAGES,
        )
        if page is None:
            self.top_bar.set_place(tr("Today"))
            self.top_bar.set_tools([])
            self.status.set_keys([("Ctrl K", tr("commands")), ("?", tr("all shortcuts"))])
            return
        title, above = page.title() or tr(entry_of(target.page).title), page.above()
        crumb = tr(entry_of(above.page).title) if above is not None else ""
        walk = target.page == "account" and bool(self.ctx.account_order)
        self.top_bar.set_place(title, crumb=crumb, subtitle=page.subtitle(), walk=walk)
        tools = page.toolbar()
        self.top_bar.set_tools([tools] if tools is not None else [], page.face_switch())
        self.status.set_keys([*page.shortcuts(), ("?", tr("all shortcuts"))])

    # --- the file --------------------------------------------------------------------------

    def _show_no_file(self) -> None:
        self.first_run.set_recent(self._recent_paths())
        self.stack.setCurrentWidget(self.first_run)
        self.rail.set_file(tr("No file open"))
        self.rail.set_file_open(False)
        self.first_run.import_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rail.set_me(None)
        self.status.set_saved(None)
        self._show_place()

    def _on_opened(self) -> None:
        self.navigation.clear()
        self.banners.clear()
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        self.overlays.drop_history()
        if self.ctx.database is None:
            self._show_no_file()
            return
        self.rail.set_file_open(True)
        self.status.set_saved(None, self.ctx.database.read_only)
        self._on_info()
        self.undo.load()
        self.ctx.read("account-order", self, list_accounts_by_sales, self._on_default_order)
        self.ctx.go(Target("today"))
        warm_up_when_idle(self.ctx.tasks, self)

    def _on_info(self) -> None:
        info, database = self.ctx.info, self.ctx.database
        if info is None or database is None:
            return
        name = info.name or database.path.stem
        self.setWindowTitle(f"{name} – B2BDesk")
        self.rail.set_file(name)
        self.rail.set_me(next((row.name for row in info.team if row.id == info.me), None))
        self.rail.set_pinned(info.pinned)
        self.rail.set_count("accounts", str(info.accounts) if info.accounts else "")
        self._count_due()
        self.banners.show_notice(info.notice)
        self.banners.show_read_only(database.read_only, database.path.name)
        from b2bdesk.ui.formats import Formats, set_formats

        set_formats(Formats(self.store.value.locale or None, info.currency))
        page = self.current_page()
        if page is None and info.accounts and self._place().page == "today":
            self._show(Target("today"))
        elif page is not None:
            self._show_place()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("next_step"):
            self._count_due()
        self.status.set_saved(datetime.now().astimezone())
        self.undo.load()

    def _on_default_order(self, ids: tuple[int, ...]) -> None:
        if not self.ctx.account_order:
            self.ctx.set_account_order(ids)

    def _count_due(self) -> None:
        """Show beside Today how many follow-ups of mine wait."""
        from b2bdesk.services.today import Owners, due_now

        as_of, me = self.ctx.as_of, self.ctx.me
        owners = Owners(frozenset({me}), unowned=True) if me is not None else Owners()
        self.ctx.read(
            "rail-due",
            self,
            lambda s: due_now(s, as_of, owners),
            lambda due: self.rail.set_count("today", str(due.all) if due.all else ""),
        )

    # --- what went well and what did not ---------------------------------------------------

    def _on_toast(self, text: str, undo: bool) -> None:
        self.toasts.show_toast(text, undo=self.ctx.undo if undo else None)

    def _on_failed(self, error: B2BDeskError) -> None:
        self.banners.show_error(error.message, error.hint)

    def _on_open_failed(self, path: Path, error: B2BDeskError) -> None:
        self.banners.show_open_error(path, error, self.files)

    # --- the window ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        collapsed = self.width() < theme().px(_COLLAPSE_UNDER)
        if collapsed != self.rail.collapsed:
            self.rail.set_collapsed(collapsed)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.store.change(geometry=bytes(self.saveGeometry().toBase64().data()).decode())
        self.ctx.tasks.shut_down()
        if self.ctx.database is not None:
            self.ctx.database.close()
            self.ctx.database = None
        super().closeEvent(event)
