"""A message as Outlook saves it (.msg, MS-OXMSG): a mail, or an appointment of the calendar."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from b2bdesk.exchange_formats.messages.mail_parts import Body, Found, make_message
from b2bdesk.exchange_formats.messages.model import (
    MOST_KEPT,
    Address,
    Message,
    Place,
    Remark,
    UnreadableError,
)
from b2bdesk.exchange_formats.messages.words import decoded, first_id, last_id, to_address

if TYPE_CHECKING:
    from oxmsg.properties import Properties

# Property ids of MS-OXPROPS.
_CLASS, _SUBJECT, _BODY, _HTML = 0x001A, 0x0037, 0x1000, 0x1013
_SUBMITTED, _DELIVERED, _HEADERS, _FLAGS = 0x0039, 0x0E06, 0x007D, 0x0E07
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x1035, 0x1042, 0x1039
_START, _END = 0x0060, 0x0061
_SENT_FOR = (0x5D02, 0x0065, 0x0042)  # SMTP address, address, name: on whose behalf
_SENDER = (0x5D01, 0x0C1F, 0x0C1A)
_RECIPIENT = (0x39FE, 0x3003, 0x3001)
_RECIPIENT_TYPE, _METHOD, _DATA, _HIDDEN = 0x0C15, 0x3705, 0x3701, 0x7FFE
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _MIME, _CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x370E, 0x3712
_UNSENT = 0x8
_EMBEDDED = 5
_MAIL_HEADER, _EMBEDDED_HEADER = 32, 24
_PLACES = {1: Place.TO, 2: Place.CC, 3: Place.CC}


def read_msg(path: Path, changed_ms: int) -> Message:
    """The message of a file; ``changed_ms`` is its date where it names none."""
    return _facts(*_opened(path), changed_ms)


def part_contents(path: Path) -> Iterator[tuple[int, bytes]]:
    """The contents of a message's files, under the numbers that ``read_msg`` gave them."""
    message, left_out = _opened(path)
    body = Body()
    _collect_files(message, body, left_out)
    for number, found in enumerate(body.files):
        if found.data is not None:
            yield number, found.data


def _opened(path: Path) -> tuple[Any, dict[str, int]]:
    """The message, and the sizes of the contents that were too large to read."""
    from olefile import OleFileIO
    from oxmsg import Message as Saved
    from oxmsg.storage import Storage

    left_out: dict[str, int] = {}

    class _Limited(OleFileIO):  # type: ignore[misc]
        def openstream(self, filename: str) -> Any:
            size = self.get_size(filename)
            if size > MOST_KEPT:
                left_out[filename] = size
                return io.BytesIO()
            return super().openstream(filename)

    try:
        with _Limited(str(path)) as container:
            if not container.exists("__properties_version1.0"):
                raise UnreadableError("no_message")
            return Saved(Storage.from_ole(container)), left_out
    except OSError as error:  # also how a damaged container is told
        if not path.exists():
            raise
        raise UnreadableError("damaged") from error


def _facts(message: Any, left_out: dict[str, int], changed_ms: int) -> Message:
    props = message.properties
    kind = _text(props, _CLASS).upper()
    if kind.startswith(("IPM.CONTACT", "IPM.DISTLIST")):
        raise UnreadableError("outlook_contact")
    if kind.startswith(("IPM.TASK", "IPM.STICKYNOTE", "IPM.ACTIVITY")):
        raise UnreadableError("no_message")
    body = Body()
    body.texts.append(_body(props, body))
    meeting = kind.startswith("IPM.APPOINTMENT")
    if ".SMIME" in kind:
        body.remarks.append(Remark.SIGNED if "MULTIPARTSIGNED" in kind else Remark.ENCRYPTED)
    _collect_files(message, body, left_out)
    flags = _number(props, _FLAGS) or 0
    if flags & _UNSENT and not meeting:
        body.remarks.append(Remark.DRAFT)
    begins, ends = _instant(props, _START), _instant(props, _END)
    minutes = None
    if meeting and begins is not None and ends is not None:
        minutes = int((ends - begins).total_seconds() // 60) or None
    sent = _instant(props, _SUBMITTED) or _instant(props, _DELIVERED)
    references = last_id(_text(props, _REFERENCES))
    return make_message(
        subject=_text(props, _SUBJECT),
        sent=begins if meeting else sent,
        otherwise_ms=changed_ms,
        addresses=_addresses(message),
        message_id=first_id(_text(props, _MESSAGE_ID)) or _header(props, "message-id"),
        in_reply_to=first_id(_text(props, _IN_REPLY_TO)) or references,
        body=body,
        meeting=meeting,
        minutes=minutes,
    )


def _addresses(message: Any) -> list[Address]:
    found: list[Address] = []
    props = message.properties
    sender = _person(props, Place.FROM, _SENT_FOR) or _person(props, Place.FROM, _SENDER)
    if sender is not None:
        found.append(sender)
    if not any(address.email for address in found):
        # Addresses of one's own Exchange server are none outside; the head may have the real one.
        real = re.search(r"[^\s<>\"]+@[^\s<>\"]+", _header(props, "from") or "")
        name = found[0].name if found else ""
        made = to_address(Place.FROM, real.group(), name) if real else None
        found = [made] if made is not None else found
    for recipient in message.recipients:
        place = _PLACES.get((_number(recipient.properties, _RECIPIENT_TYPE) or 1) & 0xF, Place.CC)
        person = _person(recipient.properties, place, _RECIPIENT)
        if person is not None:
            found.append(person)
    return found


def _person(props: Properties, place: Place, ids: tuple[int, int, int]) -> Address | None:
    smtp, other, name = ids
    email = _text(props, smtp) or _text(props, other)
    return to_address(place, email, _text(props, name))


def _header(props: Properties, name: str) -> str | None:
    """A line of the head that the mail travelled with; None where there is none."""
    from email.parser import HeaderParser

    value = HeaderParser().parsestr(_text(props, _HEADERS)).get(name)
    return None if value is None else str(value).strip("<> \r\n\t") or None


def _body(props: Properties, body: Body) -> tuple[str, bool]:
    plain = _text(props, _BODY)
    if plain.strip():
        return plain, False
    try:
        data = props.binary_prop_value(_HTML)
    except (KeyError, ValueError):
        data = None
    if data:
        try:
            charset = props.body_encoding
        except (KeyError, ValueError, LookupError):
            charset = "utf-8"
        text, sound = decoded(data, charset)
        body.broken |= not sound
        return text, True
    return _text(props, _HTML), True


def _collect_files(message: Any, body: Body, left_out: dict[str, int]) -> None:
    for attachment in message.attachments:
        props = attachment.properties
        name = next(
            (text for pid in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME) if (text := _text(props, pid))),
            "",
        )
        if _number(props, _METHOD) == _EMBEDDED:
            body.add(_inner_message(attachment, name))
            continue
        kind = _text(props, _MIME) or "application/octet-stream"
        path = f"{attachment._storage.path}/__substg1.0_{_DATA:04X}0102"
        if path in left_out:
            body.add(Found(name, kind, None, size=left_out[path]))
            continue
        try:
            data = props.binary_prop_value(_DATA)
        except KeyError:
            data = None
        if data is None:
            continue  # a link to a file elsewhere
        shown_in_text = bool(_text(props, _CONTENT_ID)) and kind.startswith("image/")
        body.add(Found(name, kind, data, inline=shown_in_text))


def _inner_message(attachment: Any, name: str) -> Found:
    """A message that is attached to the message: it cannot be taken out as a file, its text can."""
    from oxmsg.properties import Properties

    inner = next((s for s in attachment._storage.storages if s.name.startswith("__substg")), None)
    text = ""
    if inner is not None:
        props = Properties(inner, properties_header_offset=_EMBEDDED_HEADER)
        written, html = _body(props, Body())
        if html:
            from b2bdesk.exchange_formats.messages.html_text import text_of_html

            written = text_of_html(written)
        sender = _person(props, Place.FROM, _SENT_FOR) or _person(props, Place.FROM, _SENDER)
        at = _instant(props, _SUBMITTED)
        head = (
            f"{sender.name} <{sender.email}>" if sender else "",
            at.isoformat(" ", "minutes") if at else "",
            _text(props, _SUBJECT),
        )
        text = "\n".join([*(line for line in head if line), "", written])
        name = name or _text(props, _SUBJECT)
    return Found(f"{name or 'message'}.txt", "text/plain", text.encode("utf-8", "replace"))


# --- properties, of which any may be missing or damaged ------------------------------------------


def _text(props: Properties, pid: int) -> str:
    try:
        return (props.str_prop_value(pid) or "").rstrip("\0")
    except (KeyError, ValueError, LookupError):
        return ""


def _number(props: Properties, pid: int) -> int | None:
    try:
        return props.int_prop_value(pid)
    except (KeyError, ValueError):
        return None


def _instant(props: Properties, pid: int) -> datetime | None:
    try:
        found = props.date_prop_value(pid)
    except (KeyError, ValueError, OverflowError):
        return None
    if found is None:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
