"""Messages and cards before they are added: what each becomes, where, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError, FileError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.messages.model import ReadFile
from b2bdesk.exchange_formats.messages.reader import MessageReader
from b2bdesk.queries.log_choices import AccountName, find_accounts
from b2bdesk.services.messages.plan import Item, Unread, propose
from b2bdesk.services.messages.take_in import TakenIn, take_in
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.messages.item_panel import ItemPanel
from b2bdesk.ui.messages.words import done_words, item_title, review_columns
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.picker import Choice, Picker
from b2bdesk.ui.widgets.text import Text

_MOST_ACCOUNTS = 100_000


@dataclass(frozen=True, slots=True)
class Review:
    """The files that were read, what they would become, and the account on show."""

    files: tuple[ReadFile | Unread, ...]
    items: tuple[Item, ...]
    account: int | None


class ReviewDialog(QDialog):
    """Nothing is added before ``Add`` (Enter). Space takes a row in or leaves it out."""

    def __init__(self, ctx: AppContext, review: Review, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx, self._review = ctx, review
        self._chosen: dict[int, int] = {}
        self._included = {item.number for item in review.items if item.wanted}
        self._ticked: set[str] = set()
        self._accounts: tuple[AccountName, ...] = ()
        self._busy = False
        look = theme()
        title = tr("Add messages and contacts")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        pad = look.space(4)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(3))
        column.addWidget(Text(title, "heading"))
        self.summary = Text("", "body", "text_2", wrap=True)
        column.addWidget(self.summary)
        middle = QHBoxLayout()
        middle.setSpacing(look.space(4))
        self.table: DataTable[Item] = DataTable(
            IdTableModel(review_columns(self._included.__contains__)), name=title
        )
        self.table.peeked.connect(self._on_toggled)
        self.table.opened.connect(self._on_toggled)
        self.table.current_changed.connect(lambda _: self._show_item())
        middle.addWidget(self.table, 3)
        self.panel = ItemPanel()
        self.panel.account_asked.connect(self.ask_account)
        self.panel.ticked.connect(self._on_ticked)
        middle.addWidget(self.panel, 2)
        column.addLayout(middle, 1)
        column.addLayout(self._buttons())
        several = len(review.items) > 1
        self.table.setVisible(several)
        self.panel.setMinimumWidth(look.px(300))
        room = parent.window().size()
        self.resize(
            min(look.px(1120 if several else 560), room.width() - look.px(32)),
            min(look.px(600), room.height() - look.px(32)),
        )
        self.table.model.set_rows((item.number, item) for item in review.items)
        self.table.show_id(self._first_open())
        self._show()
        (self.table.view if several else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)
        ctx.read(
            "review-accounts",
            self,
            lambda s: find_accounts(s, "", _MOST_ACCOUNTS),
            self._on_accounts,
        )

    def _buttons(self) -> QHBoxLayout:
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        several = len(self._review.items) > 1
        if several:
            row.addWidget(Button(tr("Account of selected rows"), on_click=self.ask_account))
            hint = tr("Space leaves a row out, Ctrl+A selects all.")
            row.addWidget(Text(hint, "caption", "text_3"))
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), on_click=self.reject))
        self.add_button = Button(tr("Add"), "primary", on_click=self.add)
        self.add_button.setDefault(True)
        row.addWidget(self.add_button)
        return row

    # --- what is there -----------------------------------------------------------------------

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that was read, as it would be added now."""
        return self._review.items

    def included(self) -> list[Item]:
        """What is added by ``Add``: taken in, and with an account."""
        return [i for i in self.items if i.number in self._included and i.account is not None]

    def _open(self) -> list[Item]:
        return [i for i in self.items if i.number in self._included and i.account is None]

    def _first_open(self) -> int:
        waiting = self._open()
        return waiting[0].number if waiting else 0

    def _current(self) -> Item | None:
        number = self.table.current_id if len(self.items) > 1 else 0
        return self.items[number] if number is not None and number < len(self.items) else None

    def _show(self) -> None:
        ready, waiting = len(self.included()), len(self._open())
        out = len(self.items) - ready - waiting
        said = [
            trn("{n} will be added.", "{n} will be added.", ready),
            trn("{n} needs an account.", "{n} need an account.", waiting) if waiting else "",
            trn("{n} is left out.", "{n} are left out.", out) if out else "",
        ]
        self.summary.setText(" ".join(part for part in said if part))
        self.add_button.setText(tr("Add") if ready < 2 else tr("Add {n}", n=ready))
        self.add_button.setEnabled(ready > 0)
        self.table.model.update_rows({item.number: item for item in self.items})
        self._show_item()

    def _show_item(self) -> None:
        self.panel.show_item(self._current(), self._ticked.__contains__)

    # --- what the user decides -----------------------------------------------------------------

    def _on_toggled(self, number: int) -> None:
        item = self.items[number]
        if item.can_be_added:
            self._included ^= {number}
            self._show()

    def _on_ticked(self, email: str, on: bool) -> None:
        (self._ticked.add if on else self._ticked.discard)(email)

    def _on_accounts(self, rows: tuple[AccountName, ...]) -> None:
        self._accounts = rows

    def ask_account(self) -> None:
        """Choose the account of the selected rows; accounts that fit come first."""
        numbers = self.table.selected_ids if len(self.items) > 1 else [0]
        chosen = [self.items[n] for n in numbers if self.items[n].can_be_added]
        if not chosen:
            return
        fitting = {who.id: who.name for item in chosen for who in item.choices}
        first = [Choice(key, name, tr("fits")) for key, name in fitting.items()]
        rest = [Choice(a.id, a.name, a.place) for a in self._accounts if a.id not in fitting]
        picker = Picker(
            tr("Account"),
            [*first, *rest],
            lambda choice: self._on_account([i.number for i in chosen], choice.key),
            self,
            hint=tr("Type part of its name"),
            none=tr("No account is named so."),
        )
        button = self.panel.account_button
        below = button if button.isVisible() else self.add_button
        picker.open_at(below.mapToGlobal(QPoint(0, below.height())))

    def _on_account(self, numbers: Sequence[int], account: int | None) -> None:
        if account is None:
            return
        self._chosen |= dict.fromkeys(numbers, account)
        files, given, chosen = self._review.files, self._review.account, dict(self._chosen)
        as_of, today = self._ctx.as_of, self._ctx.today()
        self._ctx.read(
            "review-propose",
            self,
            lambda s: propose(s, files, as_of=as_of, today=today, account=given, chosen=chosen),
            self._on_proposed,
        )

    def _on_proposed(self, items: tuple[Item, ...]) -> None:
        self._review = Review(self._review.files, items, self._review.account)
        self._show()

    # --- adding ------------------------------------------------------------------------------

    def add(self) -> None:
        """Add what is taken in, as one step."""
        items = self.included()
        if not items or self._busy:
            return
        self._busy = True
        self.add_button.setEnabled(False)
        ticked, as_of, me = frozenset(self._ticked), self._ctx.as_of, self._ctx.me

        def change(session: Session) -> TakenIn:
            with MessageReader(Progress()) as reader:
                return take_in(session, items, ticked, reader, as_of, me)

        label = (
            tr("Add “{title}”", title=item_title(items[0]))
            if len(items) == 1
            else tr("Add {n} messages and contacts", n=len(items))
        )
        self._ctx.write(label, self, change, self._on_added, self._on_failed)

    def _on_added(self, done: TakenIn) -> None:
        undo = bool(done.exchanges or done.steps or done.contacts or done.filled_in)
        self._ctx.toasted.emit(done_words(done), undo)
        if done.left_out:
            count = trn("{n} was left out:", "{n} were left out:", len(done.left_out))
            self._ctx.failed.emit(FileError(count, "\n".join(done.left_out[:5])))
        self.accept()

    def _on_failed(self, error: B2BDeskError) -> None:
        self._busy = False
        self.summary.setText(str(error))
        self.add_button.setEnabled(True)
