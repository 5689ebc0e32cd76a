"""Unknown addresses, each one click from being a contact."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.messages.candidates import (
    MadeContact,
    Offered,
    dismiss_address,
    make_contact,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.text import ElidedText, Text

_MOST = 8


class CandidateRows(QWidget):
    """The candidates of an account or an exchange; ``made`` carries a ``MadeContact``.

    Nothing at all where there is none.
    """

    made = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._account: int | None = None
        self._busy = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme().space(2), 0, 0)
        self._column.setSpacing(theme().px(4))
        self._column.addWidget(Text(tr("Unknown addresses"), "table", "text_2", weight="medium"))
        self._rows: list[QWidget] = []
        self.hide()

    def show_candidates(self, account: int | None, found: Sequence[Offered]) -> None:
        """Offer these at an account."""
        self._account, self._busy = account, False
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(each) for each in found[:_MOST]]
        if len(found) > _MOST:
            rest = len(found) - _MOST
            self._rows.append(Text(trn("and {n} more", "and {n} more", rest), "caption", "text_3"))
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(found) and account is not None)

    def _row(self, each: Offered) -> QWidget:
        look = theme()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedText(each.known or each.name, "body"))
        count = trn("{n} exchange", "{n} exchanges", each.exchanges)
        more = f"{count}, {each.email}" if each.exchanges > 1 else each.email
        names.addWidget(ElidedText(more, "caption", "text_3"))
        row.addLayout(names, 1)
        words = tr("Link") if each.known else tr("Add contact")
        add = Button(words, compact=True, on_click=lambda: self._make(each))
        said = (
            tr("Link {email} to {name}", email=each.email, name=each.known)
            if each.known
            else tr("Make {name}, {email}, a contact", name=each.name, email=each.email)
        )
        add.setAccessibleName(said)
        add.setToolTip(said)
        row.addWidget(add)
        drop = IconButton(
            "ph.x",
            tr("{email} is nobody to know", email=each.email),
            on_click=lambda: self._dismiss(each),
        )
        row.addWidget(drop)
        return holder

    def _make(self, each: Offered) -> None:
        account, as_of = self._account, self._ctx.as_of
        if account is None or self._busy:
            return
        self._busy = True
        since = min(each.last, as_of)
        self._ctx.write(
            tr("Add contact {name}", name=each.known or each.name),
            self,
            lambda s: make_contact(s, each.email, each.name, account, as_of, since=since),
            self._on_made,
            self._on_failed,
        )

    def _on_made(self, made: MadeContact) -> None:
        self._busy = False
        linked = trn("{n} exchange", "{n} exchanges", made.exchanges)
        said = (
            tr("{name} is a contact now, with {exchanges}", name=made.name, exchanges=linked)
            if made.new
            else tr("Linked {exchanges} to {name}", name=made.name, exchanges=linked)
        )
        self._ctx.toasted.emit(said, True)
        self.made.emit(made)

    def _dismiss(self, each: Offered) -> None:
        account = self._account
        if account is None or self._busy:
            return
        self._busy = True
        self._ctx.write(
            tr("Leave out address {email}", email=each.email),
            self,
            lambda s: dismiss_address(s, each.email, account),
            lambda _: self._on_dismissed(each.email),
            self._on_failed,
        )

    def _on_dismissed(self, email: str) -> None:
        self._busy = False
        self._ctx.toasted.emit(tr("{email} is not offered any more", email=email), True)

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        self._ctx.failed.emit(error)
