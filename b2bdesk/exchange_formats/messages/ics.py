"""Meetings of a calendar file (.ics, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from b2bdesk.exchange_formats.messages.mail_parts import Body, make_message
from b2bdesk.exchange_formats.messages.model import (
    MOST_ENTRIES,
    Address,
    Message,
    Place,
    Remark,
    UnreadableError,
)
from b2bdesk.exchange_formats.messages.words import decoded, to_address

_LONGEST_MINUTES = 24 * 60


def read_meetings(data: bytes, changed_ms: int) -> tuple[Message, ...]:
    """Every meeting once; of one that repeats the first. ``UnreadableError`` where there is none.

    Rules of repetition are never worked out: a calendar of a century would have no end.
    """
    from icalendar import Calendar

    text, sound = decoded(data, "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    try:
        calendars = Calendar.from_ical(text.lstrip("\ufeff"), multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        raise UnreadableError("damaged") from error
    found: dict[str, Message] = {}
    for calendar in calendars:
        cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        # The meeting itself before single dates of it that were moved.
        events = sorted(calendar.walk("VEVENT"), key=lambda event: "RECURRENCE-ID" in event)
        if len(found) + len(events) > MOST_ENTRIES:
            raise UnreadableError("too_many")
        for event in events:
            message = _meeting(event, cancelled, sound, changed_ms)
            found.setdefault(message.message_id, message)
    if not found:
        raise UnreadableError("damaged" if "BEGIN:VEVENT" in text.upper() else "no_meetings")
    return tuple(found.values())


def _meeting(event: Any, cancelled: bool, sound: bool, changed_ms: int) -> Message:
    body = Body(broken=not sound)
    body.texts.append((_text(event, "DESCRIPTION"), False))
    if any(name in event for name in ("RRULE", "RDATE")):
        body.remarks.append(Remark.RECURS)
    if cancelled or _text(event, "STATUS").upper() == "CANCELLED":
        body.remarks.append(Remark.CANCELLED)
    begins, whole_day = _begin(event)
    uid = _text(event, "UID")
    return make_message(
        subject=_text(event, "SUMMARY"),
        sent=begins,
        otherwise_ms=changed_ms,
        addresses=_addresses(event),
        message_id=f"uid:{uid}" if uid else None,
        in_reply_to=None,
        body=body,
        meeting=True,
        minutes=None if whole_day else _minutes(event, begins),
        where=_text(event, "LOCATION"),
    )


def _text(event: Any, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip()


def _value(event: Any, name: str) -> Any:
    """A date, a time or a duration; None where it is missing or none."""
    value = event.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return getattr(value, "dt", None) or getattr(value, "td", None)


def _begin(event: Any) -> tuple[datetime | None, bool]:
    """When it begins, and whether it has no time of day; times without a zone are local."""
    value = _value(event, "DTSTART")
    if isinstance(value, datetime):
        return value.astimezone(), False
    if isinstance(value, date):
        return datetime.combine(value, time(12)).astimezone(), True
    return None, False


def _minutes(event: Any, begins: datetime | None) -> int | None:
    length: Any = _value(event, "DURATION")
    end = _value(event, "DTEND")
    if begins is not None and isinstance(end, datetime):
        length = end.astimezone(UTC) - begins.astimezone(UTC)
    if not isinstance(length, timedelta):
        return None
    minutes = int(length.total_seconds() // 60)
    return minutes if 0 < minutes <= _LONGEST_MINUTES else None


def _addresses(event: Any) -> list[Address]:
    found: list[Address | None] = []
    organiser = event.get("ORGANIZER")
    if organiser is not None:
        found.append(_address(Place.FROM, organiser))
    attendees = event.get("ATTENDEE", [])
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        params = getattr(attendee, "params", {})
        if str(params.get("CUTYPE", "")).upper() in ("ROOM", "RESOURCE"):
            continue
        optional = str(params.get("ROLE", "")).upper() == "OPT-PARTICIPANT"
        found.append(_address(Place.CC if optional else Place.TO, attendee))
    return [address for address in found if address is not None]


def _address(place: Place, value: Any) -> Address | None:
    params = getattr(value, "params", {})
    email = str(value).removeprefix("mailto:").removeprefix("MAILTO:")
    if "@" not in email:
        email = str(params.get("EMAIL", ""))
    return to_address(place, email, str(params.get("CN", "")))
