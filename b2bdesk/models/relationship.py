"""The relationship with an account: the assessment, and the type it is and shall be."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_ACCOUNT, TITLE_NOTE, Edited, col, journal_info
from b2bdesk.models.enums import RelationshipPoint, RelationshipType


class Assessment(Edited):
    """Nine answers from 1 to 5 about market, purchase and switching costs; None is unanswered."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(40, mark("Assessment"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    on_day: Mapped[int] = col(mark("Assessed"), "day")
    author_id: Mapped[int | None] = col(
        mark("Author"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )
    alternatives: Mapped[int | None] = col(mark("Alternatives"), "int")
    dynamism: Mapped[int | None] = col(mark("Market dynamism"), "int")
    importance: Mapped[int | None] = col(mark("Importance"), "int")
    complexity: Mapped[int | None] = col(mark("Complexity"), "int")
    money: Mapped[int | None] = col(mark("Switching cost: money"), "int")
    people: Mapped[int | None] = col(mark("Switching cost: people"), "int")
    training: Mapped[int | None] = col(mark("Switching cost: training"), "int")
    equipment: Mapped[int | None] = col(mark("Switching cost: equipment"), "int")
    procedures: Mapped[int | None] = col(mark("Switching cost: procedures"), "int")
    note: Mapped[str | None] = col(TITLE_NOTE)


class RelationshipRecord(Edited):
    """A relationship type set by the user: the current one since a day, or a target by a day.

    ``set_day``: the day a target was set on, None where it is not known; the newest target holds.
    """

    __tablename__ = "relationship_record"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(41, mark("Relationship type"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    point: Mapped[RelationshipPoint] = col(mark("Point"), "enum")
    type: Mapped[RelationshipType] = col(mark("Type"), "enum")
    on_day: Mapped[int] = col(mark("Day"), "day")
    set_day: Mapped[int | None] = col(mark("Set on"), "day")
    author_id: Mapped[int | None] = col(
        mark("Author"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )
    reason: Mapped[str | None] = col(mark("Reason"))
