"""What came with an exchange: its files, and the addresses that nobody is known by."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.queries.messages import AttachmentRow, list_attachments
from b2bdesk.services.messages.candidates import Offered, list_candidates
from b2bdesk.storage.database import Session
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.messages.attachment_rows import AttachmentRows
from b2bdesk.ui.messages.candidate_rows import CandidateRows


class ExchangeParts(QWidget):
    """Reads for itself, and anew when something of it changed. ``made``: a ``MadeContact`` who
    took part in the exchange."""

    made = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._shown: tuple[int, int] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.files = AttachmentRows(ctx)
        self.candidates = CandidateRows(ctx)
        self.candidates.made.connect(self.made)
        column.addWidget(self.files)
        column.addWidget(self.candidates)
        ctx.changed.connect(self._on_changed)

    def show_exchange(self, exchange: int | None, account: int | None) -> None:
        """Show what came with an exchange of an account; None for one that is not logged yet."""
        self._shown = None if exchange is None or account is None else (exchange, account)
        if self._shown is None:
            self.files.show_files(())
            self.candidates.show_candidates(None, ())
        else:
            self._load()

    def _load(self) -> None:
        if self._shown is None:
            return
        exchange, account = self._shown

        def look(session: Session) -> tuple[tuple[AttachmentRow, ...], tuple[Offered, ...]]:
            return list_attachments(session, exchange), list_candidates(session, exchange=exchange)

        def on_found(found: tuple[tuple[AttachmentRow, ...], tuple[Offered, ...]]) -> None:
            self.files.show_files(found[0])
            self.candidates.show_candidates(account, found[1])

        self._ctx.read(f"exchange-parts-{id(self)}", self, look, on_found)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.touches("attachment", "exchange_address", "person"):
            self._load()


class AccountCandidates(CandidateRows):
    """The unknown addresses of all exchanges of one account."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._of: int | None = None
        ctx.changed.connect(self._on_changed)

    def show_account(self, account: int) -> None:
        """Read and offer them."""
        self._of = account
        self._ctx.read(
            f"candidates-{id(self)}",
            self,
            lambda s: list_candidates(s, account=account),
            lambda found: self.show_candidates(account, found),
        )

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._of is not None and changes.touches("exchange_address", "person", "exchange"):
            self.show_account(self._of)
