"""One account: its header and its tabs, each a page of its own, built when first shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.queries.account_head import AccountHead, get_account_head
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.head_figures import HeadFigures
from b2bdesk.ui.pages.account.tab_button import TabButton
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.registry import ACCOUNT_TABS
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.marks import type_mark
from b2bdesk.ui.widgets.pills import Pill, type_pill
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule

_NARROW = 1000


class AccountPage(Page):
    """Header (name, type now and recommended, path, three figures) and the tabs."""

    key = "account"
    watched = ("account", "relationship_record", "assessment")
    history_asked = Signal(object, str)  # account id, name: ids do not fit a C int
    log_asked = Signal()
    head_changed = Signal(object)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self.head: AccountHead | None = None
        self._tab = "overview"
        self._tabs: dict[str, Page] = {}
        self._pills: list[QWidget] = []
        self._narrow = False
        content = QFrame()
        content.setProperty("surface", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QWidget()
        top.setFixedHeight(look.size("account_header"))
        row = QHBoxLayout(top)
        row.setContentsMargins(look.space(4), look.space(2), look.space(4), 0)
        row.setSpacing(look.space(4))
        names = QVBoxLayout()
        names.setSpacing(0)
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(look.space(2))
        self._name = ElidedText("", "title")
        self._title_row.addWidget(self._name)
        self._title_row.addStretch(1)
        names.addLayout(self._title_row)
        self._path = ElidedText("", "table", "text_2")
        names.addWidget(self._path)
        row.addLayout(names, 1)
        self.figures = HeadFigures(ctx)
        self.figures.recommended_changed.connect(self._show_types)
        row.addWidget(self.figures)
        self.log_button = Button(tr("Log exchange"), icon_name="ph.chat-text", keys=tr("Ctrl L"))
        self.log_button.clicked.connect(self.log_asked)
        row.addWidget(self.log_button)
        more = IconButton("ph.dots-three", tr("More"))
        more.clicked.connect(lambda: self._open_menu(more))
        row.addWidget(more)
        column.addWidget(top)
        bar = QWidget()
        bar.setFixedHeight(look.size("tab_bar"))
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(look.space(4), 0, look.space(4), 0)
        tabs.setSpacing(look.space(6))
        self._group = QButtonGroup(self)
        self.tab_buttons: dict[str, TabButton] = {}
        for number, entry in enumerate(ACCOUNT_TABS, 1):
            button = TabButton(tr(entry.title), f"Ctrl+{number}")
            button.clicked.connect(lambda _=False, key=entry.key: self.choose_tab(key))
            self._group.addButton(button)
            self.tab_buttons[entry.key] = button
            tabs.addWidget(button)
        tabs.addStretch(1)
        column.addWidget(bar)
        column.addWidget(h_rule())
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.set_content(content)
        self.states.show_ready()

    def title(self) -> str:
        return self.head.name if self.head is not None else ""

    def subtitle(self) -> str:
        order = self.ctx.account_order
        if self.target.account not in order:
            return ""
        place, of = order.index(self.target.account) + 1, len(order)
        return tr("{place} of {of}", place=place, of=of)

    def shortcuts(self) -> list[tuple[str, str]]:
        page = self._tabs.get(self._tab)
        own = page.shortcuts() if page is not None else []
        count = len(ACCOUNT_TABS)
        return [
            *own,
            (f"Ctrl 1–{count}", tr("tabs")),
            ("Alt ↑ ↓", tr("previous or next account")),
        ]

    def sheet_keys(self) -> list[tuple[str, str]]:
        page = self._tabs.get(self._tab)
        return page.sheet_keys() if page is not None else []

    def page_actions(self) -> list[Action]:
        group = tr("In {account}", account=self.title()) if self.head else tr("Account")
        actions = [
            Action(
                f"account.tab.{entry.key}",
                tr("Open {tab}", tab=tr(entry.title)),
                lambda key=entry.key: self.choose_tab(key),  # type: ignore[misc]
                f"Ctrl+{number}",
                "ph.browser",
                group,
            )
            for number, entry in enumerate(ACCOUNT_TABS, 1)
        ]
        actions.append(
            Action("account.history", tr("Show history"), self.show_history, "", "ph.clock", group)
        )
        pinned = self.head is not None and self.head.pinned
        actions.append(
            Action(
                "account.pin",
                tr("Unpin account") if pinned else tr("Pin account"),
                self.toggle_pin,
                "",
                "ph.push-pin",
                group,
            )
        )
        actions.append(
            Action("account.edit", tr("Edit account"), self.edit, "", "ph.pencil-simple", group)
        )
        actions.append(
            Action(
                "account.export",
                tr("Export account to Excel"),
                self.export,
                "",
                "ph.download-simple",
                group,
            )
        )
        actions.append(
            Action(
                "account.export_template",
                tr("Export account into a template"),
                self.export_template,
                "",
                "ph.download-simple",
                group,
                "brief report workbook",
            )
        )
        page = self._tabs.get(self._tab)
        return [*actions, *(page.page_actions() if page is not None else [])]

    # --- showing ---------------------------------------------------------------------------

    def activate(self, target: Target) -> None:
        """Show an account, on the tab asked for or the one shown last."""
        if target.tab:
            self._tab = target.tab
        super().activate(target)
        self._show_tab()

    def take_focus(self) -> None:
        """The tab on show takes the keyboard, not the header."""

    def load(self) -> None:
        account, as_of = self.target.account, self.ctx.as_of
        if account is None:
            return
        self.ctx.read(
            "account-head",
            self,
            lambda s: get_account_head(s, account, as_of),
            self._on_head,
            self.states.show_problem,
        )
        self.figures.show_account(account)

    def choose_tab(self, key: str) -> None:
        """Go to a tab; it becomes a place of back and forward."""
        if self.target.account is not None:
            self.ctx.go(Target("account", self.target.account, key))

    def current_tab(self) -> Page | None:
        """The tab page on show."""
        return self._tabs.get(self._tab)

    @property
    def tab(self) -> str:
        """The key of the tab on show."""
        return self._tab

    def _show_tab(self) -> None:
        page = self._tabs.get(self._tab)
        if page is None:
            entry = next(entry for entry in ACCOUNT_TABS if entry.key == self._tab)
            page = entry.make(self.ctx)
            self._tabs[self._tab] = page
            self._stack.addWidget(page)
        self.tab_buttons[self._tab].setChecked(True)
        self.figures.setVisible(self._tab != "overview" and self.width() > theme().px(860))
        self._stack.setCurrentWidget(page)
        page.activate(self.target)

    def _on_head(self, head: AccountHead) -> None:
        self.head = head
        self.states.show_ready()
        self._name.setText(head.name)
        needed = self._name.sizeHint().width() + 2
        self._name.setMaximumWidth(needed)
        self._name.setMinimumWidth(min(needed, theme().px(260)))
        place = " · ".join(part for part in (head.place, head.segment) if part)
        path = " › ".join([*(name for _, name in head.parents), place])
        self._path.setText(path)
        self._show_types()
        self.head_changed.emit(head)

    def _show_types(self) -> None:
        if self.head is not None:
            now = self.head.type_now.value if self.head.type_now else None
            self.set_types(now, self.figures.recommended)

    def set_types(self, now: str | None, recommended: str | None) -> None:
        """Show the relationship type now, and the recommended one where it differs."""
        for pill in self._pills:
            self._title_row.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        self._pills = []
        if now is not None:
            self._add_pill(type_pill(now))
        if recommended is not None and recommended != now:
            if now is not None:
                self._add_pill(Text("→", "body", "text_3"))
            if self.width() < theme().px(_NARROW):
                # The dashed outline alone says that it is recommended, not yet true.
                short = Pill(type_mark(recommended), dashed=True)
                words = tr("{type} recommended", type=type_mark(recommended).label)
                short.setAccessibleName(words)
                short.setToolTip(words)
                self._add_pill(short)
            else:
                self._add_pill(type_pill(recommended, recommended=True))

    def _add_pill(self, pill: Pill | Text) -> None:
        self._title_row.insertWidget(self._title_row.count() - 1, pill)
        self._pills.append(pill)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._show_types()

    # --- actions ---------------------------------------------------------------------------

    def _open_menu(self, anchor: QWidget) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pinned = self.head is not None and self.head.pinned
        words = tr("Unpin account") if pinned else tr("Pin account")
        menu.addAction(words).triggered.connect(self.toggle_pin)
        menu.addAction(tr("Edit account")).triggered.connect(self.edit)
        menu.addAction(tr("Show history")).triggered.connect(self.show_history)
        menu.addAction(tr("Export to Excel")).triggered.connect(self.export)
        menu.addAction(tr("Export into a template")).triggered.connect(self.export_template)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    def show_history(self) -> None:
        """Open the history panel for this account."""
        if self.head is not None:
            self.history_asked.emit(self.head.id, self.head.name)

    def toggle_pin(self) -> None:
        """Pin this account to the rail, or take it off."""
        from b2bdesk.services.accounts import set_pinned

        head = self.head
        if head is None:
            return
        pin = not head.pinned
        words = tr("Pin {name}", name=head.name) if pin else tr("Unpin {name}", name=head.name)
        self.ctx.write(words, self, lambda s: set_pinned(s, [head.id], pin))

    def edit(self) -> None:
        """Open the account's own facts for editing."""
        from b2bdesk.ui.dialogs.account_dialog import edit_account

        if self.head is not None:
            edit_account(self.ctx, self.window(), self.head.id)

    def export(self) -> None:
        """Write the account to a workbook."""
        from b2bdesk.ui.dialogs.account_export import export_account

        if self.head is not None:
            export_account(self.ctx, self.window(), self.head.id, self.head.name)

    def export_template(self) -> None:
        """Fill a template of the user's own with the account."""
        from b2bdesk.ui.dialogs.template_export import export_account_template

        if self.head is not None:
            export_account_template(self.ctx, self.window(), self.head.id, self.head.name)
