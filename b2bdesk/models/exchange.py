"""Exchanges with customers, and the next steps that follow from them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import (
    TITLE_ACCOUNT,
    TITLE_NAME,
    TITLE_NOTE,
    TITLE_PERSON,
    Base,
    Edited,
    col,
    journal_info,
)
from b2bdesk.models.enums import AddressPlace, Channel, Direction, ExchangeKind, PromisedBy

_EXCHANGE_SCOPE = "(SELECT account_id FROM exchange WHERE id = OLD.exchange_id)"


class Exchange(Edited):
    """A contact in which each side gives something for something worth more to it."""

    __tablename__ = "exchange"
    __table_args__ = (
        Index(None, "account_id", "at"),
        Index(None, "at"),
        Index(None, "dmu_id"),
        Index(
            None,
            "message_id",
            sqlite_where=text("message_id IS NOT NULL"),
        ),
        # Few are complaints, and health asks for them among all exchanges of the file.
        Index("ix_exchange_complaint", "account_id", "at", sqlite_where=text("complaint = 1")),
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
    complaint: Mapped[bool] = col(
        mark("Complaint"), "yes_no", default=False, server_default=text("0")
    )
    message_id: Mapped[str | None] = col(mark("Message"))
    in_reply_to: Mapped[str | None] = col(mark("Reply to"))
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
        Index(None, "plan_id"),
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
    snoozed_until: Mapped[int | None] = col(mark("Snoozed until"), "day")
    plan_id: Mapped[int | None] = col(
        mark("Plan"), "ref:plan", ForeignKey("plan.id", ondelete="SET NULL")
    )


class Snooze(Edited):
    """An alert about an account that rests until a day; ``alert`` is its kind and record."""

    __tablename__ = "snooze"
    __table_args__ = (
        UniqueConstraint("account_id", "alert"),
        journal_info(34, mark("Snooze"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    alert: Mapped[str] = col(mark("Alert"))
    until_day: Mapped[int] = col(mark("Snoozed until"), "day")


class ExchangeAddress(Edited):
    """An address in a message that belongs to nobody known yet: a candidate for a contact."""

    __tablename__ = "exchange_address"
    __table_args__ = (
        Index(None, "exchange_id"),
        Index(None, "email"),
        journal_info(35, mark("Unknown address"), _EXCHANGE_SCOPE),
    )

    exchange_id: Mapped[int] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="CASCADE")
    )
    place: Mapped[AddressPlace] = col(mark("Place"), "enum")
    email: Mapped[str] = col(mark("Email"))
    name: Mapped[str | None] = col(TITLE_NAME)


class Attachment(Edited):
    """A file that came with an exchange; ``digest`` is the SHA-256 of its content, in hex.

    No digest means that the file was too large and only its name and size were kept.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index(None, "exchange_id"),
        journal_info(36, mark("Attachment"), _EXCHANGE_SCOPE),
    )

    exchange_id: Mapped[int] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="CASCADE")
    )
    name: Mapped[str] = col(TITLE_NAME)
    media_type: Mapped[str | None] = col(mark("Media type"))
    size: Mapped[int] = col(mark("Size, bytes"), "int")
    digest: Mapped[str | None] = col(mark("Content"))


class AttachmentContent(Base):
    """The bytes of attachments, each content once; not journalled, so undo never copies them."""

    __tablename__ = "attachment_content"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
