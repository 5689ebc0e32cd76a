"""Texts and addresses as people wrote them: cleaned of what programs put around them."""

from __future__ import annotations

import hashlib
import re
from email.utils import getaddresses

from b2bdesk.exchange_formats.messages.model import MOST_TEXT, Address, Place

# Marks that turn the direction of writing: "exe.gpj" would be shown as "jpg.exe" backwards.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMAIL = re.compile(r"[^@\s<>\"',;:()]+@[^@\s<>\"',;:()]+")
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")


def one_line(text: str) -> str:
    """A name or a subject without line breaks, controls and turned writing."""
    return " ".join(_CONTROLS.sub("", _TURNS.sub("", text)).split())


def tidy(text: str) -> tuple[str, bool]:
    """A text with plain line ends and no more than one empty line in a row; whether it was cut."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    lines = [line.rstrip() for line in plain.split("\n")]
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return whole[:MOST_TEXT].rstrip(), len(whole) > MOST_TEXT


def decoded(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Text of bytes, and whether it can be trusted: tried are the charset the message names,
    UTF-8, what the bytes look like, and Western European at last."""
    named = (charset or "utf-8").strip("'\" ").lower()
    # Many a program says ASCII or Latin 1 and writes Windows' letters.
    wider = {"us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252"}
    for name in dict.fromkeys(("utf-8" if named in wider else named, wider.get(named, "utf-8"))):
        try:
            return data.decode(name), True
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65_536]).best()
    return data.decode(best.encoding if best else "cp1252", "replace"), False


def file_name(name: str, number: int, extension: str) -> str:
    """A file's own name without its folder; numbered where it has none."""
    plain = one_line(name).replace("\\", "/").rsplit("/", 1)[-1].strip(" .")
    return plain[:200] or f"attachment-{number}{extension}"


def to_address(place: Place, email: str, name: str) -> Address | None:
    """An address in one form; None where nothing is left of it. Addresses that only an Exchange
    server understands leave the name."""
    found = _EMAIL.search(email)
    mail = found.group().lower().strip(".") if found and not email.startswith("/") else ""
    shown = one_line(name).strip("'\" ")
    if shown.lower() == mail or _EMAIL.fullmatch(shown):
        mail, shown = mail or shown.lower(), ""
    return Address(place, mail, shown) if mail or shown else None


def split_addresses(place: Place, line: str) -> list[Address]:
    """The addresses of a header line, groups included; "undisclosed-recipients:;" has none."""
    # A group's members stand between its name and a semicolon; the colon would spoil the first.
    plain = re.sub(r"(^|[,;])\s*[^,;:<>@\"]*:(?!/)", r"\1", one_line(line)).replace(";", ",")
    found = (to_address(place, email, name) for name, email in getaddresses([plain]))
    return [address for address in found if address is not None]


def unique(addresses: list[Address]) -> tuple[Address, ...]:
    """Everybody once, at the first place: the sender before receivers before copies."""
    order = {Place.FROM: 0, Place.TO: 1, Place.CC: 2}
    kept: dict[str, Address] = {}
    for address in sorted(addresses, key=lambda a: order[a.place]):
        kept.setdefault(address.email or address.name.casefold(), address)
    return tuple(kept.values())


def first_id(line: str) -> str | None:
    """The message id in a header line, without its brackets."""
    found = _ID.search(line)
    return found.group(1) if found else line.strip("<> \t") or None


def last_id(line: str) -> str | None:
    """The last message id of a line of references."""
    found = _ID.findall(line)
    return found[-1] if found else None


def made_id(*facts: object) -> str:
    """An id for a message that has none: the same message gets the same."""
    said = "\0".join(map(str, facts)).encode("utf-8", "replace")
    return f"made:{hashlib.sha256(said).hexdigest()[:32]}"
