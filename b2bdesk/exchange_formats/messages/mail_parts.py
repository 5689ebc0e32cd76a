"""A mail's text and files on their way to a ``Message``, whatever file they came in."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from datetime import UTC, datetime

from b2bdesk.exchange_formats.messages.html_text import text_of_html
from b2bdesk.exchange_formats.messages.model import (
    MOST_KEPT,
    Address,
    FilePart,
    Message,
    Place,
    Remark,
)
from b2bdesk.exchange_formats.messages.words import file_name, made_id, one_line, tidy, unique

_SMALL_PICTURE = 16 << 10  # the logos under a signature
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
_PGP = "-----BEGIN PGP MESSAGE-----"


@dataclass(slots=True)
class Found:
    """A file inside a message; ``data`` None is one too large to keep, of ``size`` bytes."""

    name: str
    media_type: str
    data: bytes | None
    size: int = 0
    inline: bool = False


@dataclass(slots=True)
class Body:
    """Texts (each with whether it is HTML) and files of a message as they are come across."""

    texts: list[tuple[str, bool]] = field(default_factory=list)
    files: list[Found] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    broken: bool = False

    def add(self, found: Found) -> None:
        """Take in a file; pictures of a signature are left out, larger files lose their data."""
        if found.data is not None:
            found.size = len(found.data)
            if found.inline and found.size < _SMALL_PICTURE:
                self.remarks.append(Remark.SMALL_PICTURES)
                return
            if found.size > MOST_KEPT:
                found.data = None
        self.files.append(found)

    def parts(self) -> tuple[FilePart, ...]:
        """The files as facts."""
        return tuple(
            FilePart(
                number,
                file_name(found.name, number + 1, _ending(found.media_type)),
                found.media_type,
                found.size,
                None if found.data is None else hashlib.sha256(found.data).hexdigest(),
            )
            for number, found in enumerate(self.files)
        )


def _ending(media_type: str) -> str:
    return mimetypes.guess_extension(media_type) or ""


def make_message(
    *,
    subject: str,
    sent: datetime | None,
    otherwise_ms: int,
    addresses: list[Address],
    message_id: str | None,
    in_reply_to: str | None,
    body: Body,
    meeting: bool = False,
    minutes: int | None = None,
    where: str = "",
) -> Message:
    """A message of what was found, with the remarks that follow from it."""
    remarks = [*body.remarks]
    text, cut = tidy(_text(body))
    if text.startswith(_PGP):
        remarks.append(Remark.ENCRYPTED)
    hidden = {Remark.ENCRYPTED, Remark.SEALED, Remark.OUTLOOK_ONLY}
    if not text and not meeting and not hidden & set(remarks):
        remarks.append(Remark.NO_TEXT)
    if body.broken:
        remarks.append(Remark.BROKEN_TEXT)
    if cut:
        remarks.append(Remark.TEXT_CUT)
    at = otherwise_ms
    if sent is None or sent < _EARLIEST:
        remarks.append(Remark.NO_DATE)
    else:
        at = round(sent.timestamp() * 1000)
    everybody = unique(addresses)
    if not meeting and not any(address.place is Place.FROM for address in everybody):
        remarks.append(Remark.NO_SENDER)
    named = one_line(subject)
    emails = [address.email for address in everybody]
    return Message(
        subject=named,
        at=at,
        addresses=everybody,
        text=text,
        message_id=message_id or made_id(named, sent, *emails, text),
        in_reply_to=in_reply_to,
        parts=body.parts(),
        remarks=tuple(dict.fromkeys(remarks)),
        meeting=meeting,
        minutes=minutes,
        where=one_line(where),
    )


def _text(body: Body) -> str:
    plain = (text_of_html(text) if html else text for text, html in body.texts)
    return "\n\n".join(text.strip() for text in plain if text.strip())
