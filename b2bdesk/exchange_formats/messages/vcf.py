"""Address cards (.vcf, vCard 2.1, 3.0 and 4.0)."""

from __future__ import annotations

import re
from typing import Any

from b2bdesk.exchange_formats.messages.model import MOST_ENTRIES, Card, Remark, UnreadableError
from b2bdesk.exchange_formats.messages.words import decoded, one_line, tidy

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_SURNAME_FIRST = re.compile(r"^([^,]+), ([^,]+)$")


def read_cards(data: bytes) -> tuple[Card, ...]:
    """Every card that tells who it is, or how to reach somebody; ``UnreadableError`` where none
    does."""
    import vobject

    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text, sound = decoded(data, "utf-16" if wide else "utf-8")
    cards: list[Card] = []
    try:
        for part in vobject.readComponents(
            text.lstrip("\ufeff"), ignoreUnreadable=True, allowQP=True
        ):
            if part.name == "VCARD":
                card = _card(part, sound)
                if card is not None:
                    cards.append(card)
            if len(cards) > MOST_ENTRIES:
                raise UnreadableError("too_many")
    except (vobject.base.ParseError, ValueError, IndexError, AttributeError) as error:
        if not cards:
            raise UnreadableError("damaged") from error
    if not cards:
        raise UnreadableError("no_cards")
    return tuple(cards)


def _card(part: Any, sound: bool) -> Card | None:
    emails = tuple(dict.fromkeys(found.group() for v in _texts(part, "email")
                                 if (found := _EMAIL.search(v))))  # fmt: skip
    organisation = next(iter(_texts(part, "org")), "")
    name = next(iter(_texts(part, "fn")), "") or _from_parts(part)
    remarks = [] if sound else [Remark.BROKEN_TEXT]
    if not name:
        remarks.append(Remark.NO_NAME)
    phone, mobile = _numbers(part)
    if not (name or emails):
        return None  # nobody: a card of a firm's switchboard at most
    note, _ = tidy("\n".join(_texts(part, "note", lines=True)))
    return Card(
        name=_SURNAME_FIRST.sub(r"\2 \1", name),
        title=next(iter(_texts(part, "title")), "") or next(iter(_texts(part, "role")), ""),
        organisation=organisation,
        emails=emails,
        phone=phone,
        mobile=mobile,
        website=next(iter(_texts(part, "url")), ""),
        note=note,
        remarks=tuple(remarks),
    )


def _texts(part: Any, name: str, *, lines: bool = False) -> list[str]:
    found = []
    for each in part.contents.get(name, []):
        value = each.value
        text = str(value[0] if isinstance(value, list) and value else value or "")
        text = text if lines else one_line(text)
        if text.strip():
            found.append(text.strip())
    return found


def _from_parts(part: Any) -> str:
    for each in part.contents.get("n", []):
        value = each.value
        given, family = getattr(value, "given", ""), getattr(value, "family", "")
        parts = [" ".join(p) if isinstance(p, list) else str(p) for p in (given, family)]
        if made := one_line(" ".join(parts)):
            return made
    return ""


def _numbers(part: Any) -> tuple[str, str]:
    """The first phone number that is neither a fax nor a mobile's, and the first mobile's."""
    phone = mobile = ""
    for each in part.contents.get("tel", []):
        kinds = {
            word.strip().lower()
            for value in (*each.params.get("TYPE", ()), *each.singletonparams)
            for word in str(value).split(",")
        }
        number = one_line(str(each.value).removeprefix("tel:").split(";")[0])
        if not number or kinds & {"fax", "pager", "modem"}:
            continue
        if kinds & {"cell", "mobile", "iphone"}:
            mobile = mobile or number
        else:
            phone = phone or number
    return phone, mobile
