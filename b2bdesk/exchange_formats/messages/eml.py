"""A mail in the form it travels in (RFC 5322 and MIME): .eml of Outlook, Thunderbird, Apple Mail.

A file may be far larger than what is kept of it: lines of an attachment above the limit are
counted and dropped as they are read, so that it is never held in memory whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesFeedParser
from email.utils import parsedate_to_datetime
from os import SEEK_CUR
from pathlib import Path
from typing import Any, BinaryIO

from b2bdesk.exchange_formats.messages.mail_parts import Body, Found, make_message
from b2bdesk.exchange_formats.messages.model import MOST_KEPT, Address, Place, Remark
from b2bdesk.exchange_formats.messages.model import Message as Mail
from b2bdesk.exchange_formats.messages.words import (
    decoded,
    first_id,
    last_id,
    one_line,
    split_addresses,
    to_address,
)

_RUN = MOST_KEPT // 3 * 4 + (2 << 20)  # encoded bytes of one part; base64 makes four of three
_WHOLE = 5 * _RUN
_AT_ONCE = 1 << 16
_SKIPPED_AT_ONCE = 1 << 20
_CUT = "=_cut_here_"
_HEADS = re.compile(
    rb"^(from|to|cc|subject|date|received|return-path|message-id|mime-version|delivered-to|"
    rb"content-type|x-[a-z-]+|reply-to|sender|dkim-signature)\s*:",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_mail(head: bytes) -> bool:
    """Whether a file begins with the head of a mail."""
    top = re.split(rb"\r?\n\r?\n", head.lstrip(b"\xef\xbb\xbf\r\n \t"), maxsplit=1)[0]
    names = {name.lower() for name in _HEADS.findall(top)}
    return len(names) >= 2 or bool(names & {b"from", b"to", b"subject", b"message-id"})


def read_mail(path: Path, changed_ms: int) -> Mail:
    """The mail of a file; ``changed_ms``: when the file was last changed, for a mail without any
    date."""
    mail, cut = _parse(path)
    return _facts(mail, cut, changed_ms)


def part_contents(path: Path) -> Iterator[tuple[int, bytes]]:
    """The contents of a mail's files, under the numbers that ``read_mail`` gave them."""
    mail, cut = _parse(path)
    body = Body()
    _collect(mail, body, cut)
    for number, found in enumerate(body.files):
        if found.data is not None:
            yield number, found.data


# --- parsing -----------------------------------------------------------------------------------


def _parse(path: Path) -> tuple[Message, list[int]]:
    """The parsed mail, and the encoded bytes of each part that was too large."""
    # Structure by the old policy: the new one parses every header at every look at it.
    parser = BytesFeedParser(policy=policy.compat32)
    cut: list[int] = []
    run = whole = 0
    at_start = True
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        while line := file.readline(_AT_ONCE):
            if at_start and line.startswith(b"--"):
                run = 0
            at_start = line.endswith(b"\n")
            run += len(line.rstrip(b"\r\n"))
            whole += len(line)
            if run > _RUN or whole > _WHOLE:
                parser.feed(f"\n{_CUT}{len(cut)}\n".encode())
                cut.append(run + _skip(file))
                at_start = True
            else:
                parser.feed(line)
    return parser.close(), cut


def _skip(file: BinaryIO) -> int:
    """Go on to the next line that may be the border of a part; the bytes left out, without line
    ends."""
    left_out = 0
    while len(block := file.read(_SKIPPED_AT_ONCE)) > 2:
        border = block.find(b"\n--")
        # The border may begin in this block and end in the next.
        taken = border + 1 if border >= 0 else len(block) - 2
        file.seek(taken - len(block), SEEK_CUR)
        passed = block[:taken]
        left_out += taken - passed.count(b"\n") - passed.count(b"\r")
        if border >= 0:
            return left_out
    return left_out + len(block)


def _facts(mail: Message, cut: list[int], changed_ms: int) -> Mail:
    body = Body()
    kind = mail.get_content_type()
    if kind == "multipart/encrypted" or (kind in _SEALED and _smime(mail) != "signed-data"):
        body.remarks.append(Remark.ENCRYPTED)
    elif kind in _SEALED:
        body.remarks.append(Remark.SEALED)
    elif kind == "multipart/signed":
        body.remarks.append(Remark.SIGNED)
    _collect(mail, body, cut)
    if (_line(mail, "auto-submitted") or "no").lower() != "no" or _line(mail, "x-autoreply"):
        body.remarks.append(Remark.AUTOMATIC)
    if _line(mail, "x-unsent") == "1":
        body.remarks.append(Remark.DRAFT)
    return make_message(
        subject=_line(mail, "subject"),
        sent=_sent(mail),
        otherwise_ms=changed_ms,
        addresses=_addresses(mail),
        message_id=first_id(_line(mail, "message-id")),
        in_reply_to=first_id(_line(mail, "in-reply-to")) or last_id(_line(mail, "references")),
        body=body,
    )


# --- the head ----------------------------------------------------------------------------------


def _raw_lines(mail: Message, name: str) -> list[str]:
    """Header values as they stand; bytes beyond ASCII, which are not allowed, as UTF-8 or Western
    European."""
    found = []
    for key, value in mail.raw_items():
        if key.lower() == name:
            text = str(value)
            if any("\udc80" <= letter <= "\udcff" for letter in text):
                text, _ = decoded(text.encode("utf-8", "surrogateescape"), "utf-8")
            found.append(text)
    return found


def _line(mail: Message, name: str) -> str:
    """A header's text with its encoded words decoded; "" where there is none."""
    for raw in _raw_lines(mail, name)[:1]:
        try:
            return one_line(str(policy.default.header_factory(name, _unfolded(raw))))
        except Exception:  # the standard library stumbles over some headers that are no headers
            return one_line(raw)
    return ""


def _unfolded(raw: str) -> str:
    return re.sub(r"[\r\n]+[ \t]*", " ", raw)


def _addresses(mail: Message) -> list[Address]:
    found: list[Address] = []
    names = ((Place.FROM, "from"), (Place.TO, "to"), (Place.CC, "cc"), (Place.CC, "bcc"))
    for place, name in names:
        for raw in _raw_lines(mail, name):
            found += _of_line(place, name, _unfolded(raw))
    if not any(a.place is Place.FROM and a.email for a in found):
        for raw in _raw_lines(mail, "sender")[:1]:
            found += _of_line(Place.FROM, "sender", _unfolded(raw))
    return found


def _of_line(place: Place, name: str, raw: str) -> list[Address]:
    try:
        header = policy.default.header_factory(name, raw)
        parsed = header.addresses if name != "sender" else (header.address,)
        made = [to_address(place, a.addr_spec, a.display_name) for a in parsed if a is not None]
    except Exception:  # see _line
        return split_addresses(place, raw)
    sound = [address for address in made if address is not None]
    if any(address.email for address in sound) or "@" not in raw:
        return sound
    return split_addresses(place, raw)


def _sent(mail: Message) -> datetime | None:
    lines = [*_raw_lines(mail, "date"), *_raw_lines(mail, "delivery-date")]
    lines += [line.rsplit(";", 1)[-1] for line in _raw_lines(mail, "received")]
    for line in lines:
        try:
            found = parsedate_to_datetime(_unfolded(line).strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return None


# --- the body ----------------------------------------------------------------------------------

_SEALED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_SIGNATURES = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
)
_DEEPEST = 40


def _smime(mail: Message) -> str:
    return str(mail.get_param("smime-type") or "").lower()


def _collect(part: Message, body: Body, cut: list[int], depth: int = 0) -> None:
    """Put a part into the body: its text, or its file."""
    kind = part.get_content_type()
    payload: Any = part.get_payload()
    if kind == "message/rfc822" and isinstance(payload, list) and payload:
        name = f"{_line(payload[0], 'subject') or 'message'}.eml"
        body.add(Found(name, kind, _as_bytes(payload[0])))
    elif isinstance(payload, list) and depth < _DEEPEST:
        if kind == "multipart/alternative":
            _collect_alternative(payload, body, cut, depth)
        else:
            for inner in payload:
                _collect(inner, body, cut, depth + 1)
    elif isinstance(payload, list):
        body.add(Found("deeper-parts.eml", kind, _as_bytes(part)))
    elif kind not in _SIGNATURES:
        _collect_leaf(part, kind, body, cut)


def _collect_alternative(parts: list[Message], body: Body, cut: list[int], depth: int) -> None:
    """The same said in several ways: the plain one where it says something, else the HTML one."""
    inner = Body()
    for part in parts:
        _collect(part, inner, cut, depth + 1)
    said = [text for text in inner.texts if text[0].strip()]
    plain = [text for text in said if not text[1]]
    body.texts += plain or said
    body.broken |= inner.broken
    body.remarks += inner.remarks
    for found in inner.files:
        body.add(found)


def _collect_leaf(part: Message, kind: str, body: Body, cut: list[int]) -> None:
    name = _name(part)
    attached = part.get_content_disposition() == "attachment"
    if kind in ("text/plain", "text/html") and not attached and not name:
        data = _as_data(part)
        text, sound = decoded(data, _charset(part))
        body.broken |= not sound
        body.texts.append((text, kind == "text/html"))
        return
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        body.remarks.append(Remark.OUTLOOK_ONLY)
        name = name or "winmail.dat"
    if kind in _SEALED:
        name = name or "smime.p7m"
    inline = bool(part.get("content-id")) and not attached and kind.startswith("image/")
    payload = part.get_payload()
    tail = payload[-80:] if isinstance(payload, str) else ""
    if _CUT in tail:
        encoded = cut[int(tail.rsplit(_CUT, 1)[1].split()[0])]
        base64 = (_line(part, "content-transfer-encoding")).lower() == "base64"
        body.add(Found(name, kind, None, size=encoded * 3 // 4 if base64 else encoded))
    else:
        body.add(Found(name, kind, _as_data(part), inline=inline))


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
        # Outlook writes encoded words where a parameter's own encoding belongs.
        return one_line(str(make_header(decode_header(name))) if "=?" in name else name)
    except Exception:  # see _line
        return ""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except Exception:  # see _line
        return None


def _as_data(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except Exception:  # see _line
        data = None
    if isinstance(data, bytes):
        return data
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _as_bytes(part: Message) -> bytes:
    try:
        return part.as_bytes(policy=policy.compat32)
    except Exception:  # see _line
        return str(part.get_payload()).encode("utf-8", "replace")
