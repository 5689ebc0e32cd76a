"""Exchanges with customers, and the next steps that follow from them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_ACCOUNT, TITLE_NOTE, TITLE_PERSON, Edited, col, journal_info
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, PromisedBy

_EXCHANGE_SCOPE = "(SELECT account_id FROM exchange WHERE id = OLD.exchange_id)"


class Exchange(Edited):
    """A contact in which each side gives something for something worth more to it."""

    __tablename__ = "exchange"
    __table_args__ = (
        Index(None, "account_id", "at"),
        Index(None, "at"),
        Index(None, "dmu_id"),
        journal_info(30, mark("Exchange"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    dmu_id: Mapped[int | None] = col(
        mark("Decision-making unit"), "ref:dmu", ForeignKey("dmu.id", ondelete="SET NULL")
    )
    at: Mapped[int] = col(mark("When"), "instant")
    direction: Mapped[Direction] = col(mark("Direction"), "enum")
    kind: Mapped[ExchangeKind] = col(mark("Kind"), "enum")
    channel: Mapped[Channel] = col(mark("Channel"), "enum")
    subject: Mapped[str] = col(mark("Subject"))
    note: Mapped[str | None] = col(TITLE_NOTE)
    minutes: Mapped[int | None] = col(mark("Minutes"), "int")
    sentiment: Mapped[int | None] = col(mark("Sentiment"), "sentiment")
    gave: Mapped[str | None] = col(mark("What we gave"))
    got: Mapped[str | None] = col(mark("What we got"))
    owner_id: Mapped[int | None] = col(
        mark("Owner"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )


class ExchangePerson(Edited):
    """A person of theirs who took part."""

    __tablename__ = "exchange_person"
    __table_args__ = (
        Index(None, "exchange_id"),
        Index(None, "person_id"),
        journal_info(31, mark("Participant"), _EXCHANGE_SCOPE),
    )

    exchange_id: Mapped[int] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = col(
        TITLE_PERSON, "ref:person", ForeignKey("person.id", ondelete="CASCADE")
    )


class ExchangeColleague(Edited):
    """A colleague of ours who took part."""

    __tablename__ = "exchange_colleague"
    __table_args__ = (
        Index(None, "exchange_id"),
        Index(None, "colleague_id"),
        journal_info(32, mark("Own participant"), _EXCHANGE_SCOPE),
    )

    exchange_id: Mapped[int] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="CASCADE")
    )
    colleague_id: Mapped[int] = col(
        mark("Colleague"), "ref:colleague", ForeignKey("colleague.id", ondelete="CASCADE")
    )


class NextStep(Edited):
    """What is to be done next, by whom and when; promises run both ways."""

    __tablename__ = "next_step"
    __table_args__ = (
        Index(None, "account_id"),
        Index(None, "due_day"),
        Index(None, "exchange_id"),
        Index(None, "person_id"),
        journal_info(33, mark("Next step"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    exchange_id: Mapped[int | None] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="SET NULL")
    )
    person_id: Mapped[int | None] = col(
        TITLE_PERSON, "ref:person", ForeignKey("person.id", ondelete="SET NULL")
    )
    what: Mapped[str] = col(mark("What"))
    due_day: Mapped[int | None] = col(mark("Due"), "day")
    owner_id: Mapped[int | None] = col(
        mark("Owner"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )
    promised_by: Mapped[PromisedBy] = col(mark("Promised by"), "enum", default=PromisedBy.US)
    done_day: Mapped[int | None] = col(mark("Done"), "day")
