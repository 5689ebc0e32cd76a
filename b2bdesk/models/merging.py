"""What the user decided about records that look alike."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import Edited, col, journal_info
from b2bdesk.models.enums import OwnFieldOf


class AccountMerge(Edited):
    """One account that was merged into another; the merged one's own row is gone.

    While this row exists, ledger facts of ``loser_id`` count for ``winner_id``: they are not
    journalled one by one, so this row is what undo takes back.
    """

    __tablename__ = "account_merge"
    __table_args__ = (
        UniqueConstraint("loser_id"),
        journal_info(16, mark("Merged account"), "OLD.winner_id"),
    )

    winner_id: Mapped[int] = col(
        mark("Kept account"), "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    loser_id: Mapped[int] = col(mark("Merged account"), "int")
    loser_name: Mapped[str] = col(mark("Its name"))


class DistinctPair(Edited):
    """Two records that the user looked at and keeps apart; the smaller id stands first."""

    __tablename__ = "distinct_pair"
    __table_args__ = (
        UniqueConstraint("belongs_to", "first_id", "second_id"),
        journal_info(17, mark("Kept apart")),
    )

    belongs_to: Mapped[OwnFieldOf] = col(mark("Belongs to"), "enum")
    first_id: Mapped[int] = col(mark("First record"), "int")
    second_id: Mapped[int] = col(mark("Second record"), "int")
