"""Logging an exchange from anywhere: first the account, as it is typed, then the line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.log_choices import AccountName, find_accounts, get_account_name
from b2bdesk.services.exchanges import ExchangeDraft
from b2bdesk.ui.composer.exchange_composer import ExchangeComposer
from b2bdesk.ui.composer.exchange_form import ExchangeForm
from b2bdesk.ui.composer.suggestions import Suggestion, SuggestionList
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.shell.overlay import Overlay
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.text import ElidedText, Text

_WIDTH = 1000
_TOP = 120
_FORM_HEIGHT = 560


def start_quick_log(
    ctx: AppContext,
    window: QWidget,
    account: int | None,
    person: tuple[int, str] | None = None,
) -> None:
    """Begin to log: in the line of the Exchanges tab where it is on show, else in an overlay.

    ``person``: id and name of someone of the account who took part.
    """
    from b2bdesk.ui.pages.account.exchanges.exchanges_tab import ExchangesTab

    for tab in window.findChildren(ExchangesTab):
        if tab.isVisible() and tab.target.account == account and account is not None:
            tab.composer.focus()
            return
    found = window.findChild(QuickLog)
    log = found if isinstance(found, QuickLog) else QuickLog(ctx, window)
    log.start(account, person)


class _AccountField(QLineEdit):
    """Type to find an account; arrows mark one, Enter or Tab takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("Which account? Type part of its name"))
        self.setAccessibleName(tr("Account"))
        self.suggestions = SuggestionList(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.suggestions.isVisible() and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.suggestions.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif self.suggestions.isVisible() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.suggestions.take()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward and self.suggestions.isVisible():
            self.suggestions.take()
            return True
        return super().focusNextPrevChild(forward)


class QuickLog(Overlay):
    """The composer over the window. Esc leaves it; logging closes it."""

    def __init__(self, ctx: AppContext, window: QWidget) -> None:
        super().__init__(window, _WIDTH, _TOP)
        self.ctx = ctx
        self._person: tuple[int, str] | None = None
        look = theme()
        self.card.setAccessibleName(tr("Log exchange"))
        column = QVBoxLayout()
        pad = look.space(4)
        column.setContentsMargins(pad, look.space(3), pad, look.space(3))
        column.setSpacing(look.space(2))
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Text(tr("Log exchange"), "section"))
        self._name = ElidedText("", "body", "text_2")
        head.addWidget(self._name, 1)
        self._change = Button(tr("Other account"), "link", on_click=self._ask_account)
        head.addWidget(self._change)
        head.addWidget(IconButton("ph.x", tr("Close"), keys=tr("Esc"), on_click=self.close_overlay))
        column.addWidget(self._head)
        self.field = _AccountField()
        self.field.textEdited.connect(self._find)
        self.field.suggestions.chosen.connect(self._on_account)
        column.addWidget(self.field)
        self.composer = ExchangeComposer(ctx)
        self.composer.left.connect(self.close_overlay)
        self.composer.logged.connect(lambda _: self.close_overlay())
        self.composer.form_asked.connect(self._show_form)
        self.composer.resized.connect(self.place)
        column.addWidget(self.composer)
        self.form = ExchangeForm(ctx)
        self.form.setMinimumWidth(0)
        self.form.setMaximumWidth(_WIDTH)
        self.form.closed.connect(self._close_form)
        self.form.saved.connect(self._on_saved)
        self.form.hide()
        column.addWidget(self.form)
        self.column.addLayout(column)
        ctx.opened.connect(self.close_overlay)

    def start(self, account: int | None, person: tuple[int, str] | None = None) -> None:
        """Open with an account, or ask for one; ``person`` of that account took part."""
        self._person = person
        self.open()
        if account is None:
            self._ask_account()
        else:
            self.ctx.read(
                "quick-log-account",
                self,
                lambda s: AccountName(account, get_account_name(s, account), ""),
                self._on_account,
            )

    def close_overlay(self) -> None:
        self.field.suggestions.hide()
        self.composer.line.suggestions.hide()
        super().close_overlay()

    def _ask_account(self) -> None:
        self._show_step(with_account=False)
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find("")

    def _find(self, typed: str) -> None:
        self.ctx.read("quick-log-find", self, lambda s: find_accounts(s, typed), self._on_found)

    def _on_found(self, rows: tuple[AccountName, ...]) -> None:
        if self.isVisible() and self.field.isVisible():
            self.field.suggestions.offer(
                [
                    Suggestion(
                        f"{row.name}  ·  {row.place}" if row.place else row.name,
                        row,
                        "ph.buildings",
                    )
                    for row in rows
                ]
            )

    def _on_account(self, row: AccountName) -> None:
        self.composer.set_account(row.id, row.name)
        if self._person is not None:
            self.composer.add_person(*self._person)
            self._person = None
        self._name.setText(tr("with {account}", account=row.name))
        self._show_step(with_account=True)
        self.composer.focus()

    def _show_form(self, draft: ExchangeDraft) -> None:
        """All there is to say about it, in place of the line."""
        self.composer.hide()
        self._head.hide()  # the form has its own
        room = self.height() - 2 * theme().px(_TOP) // 3
        self.form.setFixedHeight(min(theme().px(_FORM_HEIGHT), room))
        self.form.show()
        self.form.begin(draft)
        self.place()

    def _close_form(self) -> None:
        self.form.hide()
        self._head.show()
        self.composer.show()
        self.place()
        self.composer.focus()

    def _on_saved(self) -> None:
        self.composer.clear()
        self.form.hide()
        self.close_overlay()

    def _show_step(self, *, with_account: bool) -> None:
        self.field.setVisible(not with_account)
        self.composer.setVisible(with_account)
        self.form.hide()
        self._head.show()
        self._change.setVisible(with_account)
        if not with_account:
            self._name.setText("")
        self.place()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The Tab key stays on the card while it lies over the window."""
        if super().focusNextPrevChild(forward):
            now = self._window.focusWidget()
            if now is None or not self.isAncestorOf(now):
                first: QWidget = self.composer.way if self.composer.isVisible() else self.field
                if self.form.isVisible():
                    first = self.form.fields.subject
                (first if forward else self.composer.button).setFocus(Qt.FocusReason.TabFocusReason)
        return True
