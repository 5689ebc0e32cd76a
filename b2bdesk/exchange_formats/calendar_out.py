"""Writing follow-ups as a calendar file (RFC 5545), which other calendars update by its UIDs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr


@dataclass(frozen=True, slots=True)
class DayOut:
    """An entry of a whole day. ``uid`` stays for ever; ``sequence`` grows with each change.

    ``cancelled``: calendars that have it take it out.
    """

    uid: str
    sequence: int
    day: date
    title: str
    text: str
    cancelled: bool = False


def calendar_text(days: Sequence[DayOut], name: str, stamp: datetime) -> bytes:
    """The file's content; ``stamp`` is when it was made, in UTC."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//B2BDesk//B2BDesk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for each in days:
        event = Event()
        event.add("uid", each.uid)
        event.add("sequence", each.sequence)
        event.add("dtstamp", stamp)
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("summary", each.title)
        if each.text:
            event.add("description", each.text)
        event.add("status", "CANCELLED" if each.cancelled else "CONFIRMED")
        event.add("transp", "TRANSPARENT")  # a follow-up keeps nobody from meeting others
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def write_calendar(path: Path, days: Sequence[DayOut], name: str, stamp: datetime) -> None:
    """Write the file whole or not at all; ``FileError`` where it cannot be written."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(calendar_text(days, name, stamp))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FileError(
            tr("{name} could not be written.", name=path.name),
            tr("Choose a folder you may write to, with free space on its disk."),
        ) from error
