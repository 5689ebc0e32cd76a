"""Choosing the exchange that something is known from, and the link that opens it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.exchanges import (
    ExchangeFilter,
    ExchangeRow,
    get_exchanges,
    list_exchange_keys,
)
from b2bdesk.queries.people_rows import ExchangeLink
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.picker import Choice, Picker

_OFFERED = 400

Picked = Callable[[ExchangeRow], object]


def link_words(link: ExchangeLink) -> str:
    """An exchange in a line: "Call, 20 May 2020: damaged frames"."""
    return tr(
        "{channel}, {day}: {subject}",
        channel=tr(WORDS[link.channel]),
        day=formats().date_full(link.on),
        subject=link.subject,
    )


def open_exchange(ctx: AppContext, link: ExchangeLink) -> None:
    """Show an exchange in the timeline of its account."""
    ctx.go(Target("account", link.account_id, "exchanges", link.id))


def pick_exchange(
    ctx: AppContext, account: int, person: int, anchor: QWidget, picked: Picked
) -> None:
    """Ask which exchange of the account is meant; those with the person come first."""
    as_of = ctx.as_of

    def read(session: Session) -> list[ExchangeRow]:
        own = list_exchange_keys(session, ExchangeFilter(account=account, person=person), as_of)
        every = list_exchange_keys(session, ExchangeFilter(account=account), as_of)
        ids = list(dict.fromkeys(key.id for key in (*own, *every)))[:_OFFERED]
        rows = get_exchanges(session, ids)
        return [rows[each] for each in ids if each in rows]

    def show(rows: list[ExchangeRow]) -> None:
        by_id = {row.id: row for row in rows}
        choices = [Choice(row.id, _label(row), _detail(row)) for row in rows]
        popup = Picker(
            tr("In which exchange was it seen?"),
            choices,
            lambda choice: picked(by_id[choice.key]) if choice.key is not None else None,
            anchor,
            hint=tr("Type a word of its subject, a name or a day"),
            none=tr("No exchange with this account fits."),
        )
        popup.open_at(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    ctx.read("pick-exchange", anchor, read, show)


def _label(row: ExchangeRow) -> str:
    return tr("{day}: {subject}", day=formats().date_full(row.on), subject=row.subject)


def _detail(row: ExchangeRow) -> str:
    names = ", ".join(person.name for person in row.people)
    return ", ".join(part for part in (lowered(tr(WORDS[row.channel])), names) if part)


class ExchangeLinkRow(QWidget):
    """The linked exchange, opened by one click, with a cross that takes the link away."""

    def __init__(self, ctx: AppContext, removed: Callable[[], object]) -> None:
        super().__init__()
        self._ctx = ctx
        self._link: ExchangeLink | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.open_button = Button("", "link", compact=True, on_click=self._open)
        self.open_button.setMinimumWidth(1)
        row.addWidget(self.open_button, 1, Qt.AlignmentFlag.AlignLeft)
        self.remove_button = IconButton("ph.x", tr("Take the link away"), on_click=removed)
        row.addWidget(self.remove_button)
        self.hide()

    @property
    def link(self) -> ExchangeLink | None:
        """The exchange on show."""
        return self._link

    def show_link(self, link: ExchangeLink | None) -> None:
        """Show an exchange, or nothing."""
        self._link = link
        self.setVisible(link is not None)
        if link is not None:
            words = link_words(link)
            self.open_button.setText(words)
            self.open_button.setToolTip(words)
            self.open_button.setAccessibleName(tr("Open exchange: {words}", words=words))

    def _open(self) -> None:
        if self._link is not None:
            open_exchange(self._ctx, self._link)
