"""What came with exchanges from messages: files, and addresses that nobody is known by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import local_date_of
from b2bdesk.models import (
    Attachment,
    AttachmentContent,
    Exchange,
    ExchangeAddress,
)


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of an exchange; ``kept`` False: it was too large, only name and size are known."""

    id: int
    name: str
    media_type: str
    size: int
    kept: bool


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An unknown address in exchanges: in how many, when last, and with which account."""

    email: str
    account: int
    name: str
    exchanges: int
    last: date


def list_attachments(session: Session, exchange: int) -> tuple[AttachmentRow, ...]:
    """The files of an exchange, in their order."""
    rows = session.execute(
        select(
            Attachment.id,
            Attachment.name,
            Attachment.media_type,
            Attachment.size,
            AttachmentContent.id.is_not(None),
        )
        .outerjoin(AttachmentContent, AttachmentContent.digest == Attachment.digest)
        .where(Attachment.exchange_id == exchange)
        .order_by(Attachment.id)
    )
    return tuple(
        AttachmentRow(r, name, kind or "", size, kept) for r, name, kind, size, kept in rows
    )


def get_content(session: Session, attachment: int) -> bytes | None:
    """The content of a kept file; None where it is gone or was never kept."""
    return session.scalar(
        select(AttachmentContent.data)
        .join(Attachment, Attachment.digest == AttachmentContent.digest)
        .where(Attachment.id == attachment)
    )


def list_unknown_addresses(
    session: Session, *, account: int | None = None, exchange: int | None = None
) -> tuple[AddressRow, ...]:
    """Unknown addresses of an account or of one exchange, the most frequent first."""
    query = (
        select(
            ExchangeAddress.email,
            func.max(Exchange.account_id),
            func.max(ExchangeAddress.name),
            func.count(ExchangeAddress.exchange_id.distinct()),
            func.max(Exchange.at),
        )
        .join(Exchange, Exchange.id == ExchangeAddress.exchange_id)
        .group_by(ExchangeAddress.email)
    )
    if account is not None:
        query = query.where(Exchange.account_id == account)
    if exchange is not None:
        query = query.where(Exchange.id == exchange)
    found = [
        AddressRow(email, at, name or "", count, local_date_of(last))
        for email, at, name, count, last in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda row: (-row.exchanges, row.email)))
