"""What is read from a mail, a calendar file or an address card."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_KEPT = 20 << 20
"""Bytes of the largest attachment that is kept; of larger ones only name and size."""
MOST_TEXT = 100_000
"""Characters of a message's text that are kept."""
MOST_ENTRIES = 2_000
"""Meetings or cards of one file."""
SUFFIXES = (".eml", ".msg", ".ics", ".vcf")


class Place(StrEnum):
    """Where an address stands in a message; hidden copies count as copies."""

    FROM = "from"
    TO = "to"
    CC = "cc"


class Remark(StrEnum):
    """What the user should know of how something was read."""

    NO_DATE = "no_date"
    NO_SENDER = "no_sender"
    BROKEN_TEXT = "broken_text"
    NO_TEXT = "no_text"
    TEXT_CUT = "text_cut"
    ENCRYPTED = "encrypted"
    SIGNED = "signed"
    SEALED = "sealed"
    OUTLOOK_ONLY = "outlook_only"
    AUTOMATIC = "automatic"
    DRAFT = "draft"
    SMALL_PICTURES = "small_pictures"
    RECURS = "recurs"
    CANCELLED = "cancelled"
    NO_NAME = "no_name"


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody a message names; ``email`` is in small letters, "" where only a name is given."""

    place: Place
    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file inside a message. ``digest``: SHA-256 in hex, None for one above ``MOST_KEPT``,
    whose ``size`` is then an estimate."""

    number: int
    name: str
    media_type: str
    size: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, or a meeting of a calendar file.

    ``at``: UTC milliseconds. ``message_id`` is made from the content where the message has none.
    ``minutes`` and ``where`` are a meeting's.
    """

    subject: str
    at: int
    addresses: tuple[Address, ...]
    text: str
    message_id: str
    in_reply_to: str | None = None
    parts: tuple[FilePart, ...] = ()
    remarks: tuple[Remark, ...] = ()
    meeting: bool = False
    minutes: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A person as an address card tells."""

    name: str
    title: str = ""
    organisation: str = ""
    emails: tuple[str, ...] = ()
    phone: str = ""
    mobile: str = ""
    website: str = ""
    note: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds. ``stamp``: its size and time of change (ns)."""

    path: str
    stamp: tuple[int, int]
    messages: tuple[Message, ...] = ()
    cards: tuple[Card, ...] = ()


class UnreadableError(Exception):
    """A file that cannot be taken; the message is one of the reader's reasons."""
