"""A person's name from what stands beside an address, or from the address itself."""

from __future__ import annotations

import re

from b2bdesk.analytics.duplicates.words import FREE_MAIL, ROLE_MAILBOXES

_SURNAME_FIRST = re.compile(r"^([^,]+),\s+([^,]+)$")
_BEHIND = re.compile(
    r"\s*(?:\([^)]*\)|\[[^\]]*\]|\bvia\b.*|\bon behalf of\b.*|\|.*)$", re.IGNORECASE
)
_NO_REPLY = re.compile(r"no-?_?\.?reply|do-?not-?reply|mailer-daemon|postmaster|bounce|newsletter")
_USABLE = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")


def name_of(shown: str, email: str) -> str:
    """The name to give a new contact: the one shown, put in order, else the address's own words.

    "Carvalho, Ines (Purchasing)" is Ines Carvalho; "ruth.van-dam@..." is Ruth Van-Dam.
    """
    plain = _BEHIND.sub("", " ".join(shown.split())).strip("'\" ")
    if plain and "@" not in plain:
        return _SURNAME_FIRST.sub(r"\2 \1", plain)
    words = re.sub(r"\d+$", "", email.split("@", maxsplit=1)[0].split("+", maxsplit=1)[0])
    parts = [part for part in re.split(r"[._]+", words) if part]
    return " ".join(part.title() for part in parts) or email


def is_usable(email: str) -> bool:
    """Whether an address can be a contact's."""
    return _USABLE.fullmatch(email) is not None


def is_somebody(email: str) -> bool:
    """Whether an address is likely one person's: no switchboard's, no machine's."""
    local = email.split("@", maxsplit=1)[0].lower()
    return local not in ROLE_MAILBOXES and not _NO_REPLY.search(local)


def is_firms_own(domain: str) -> bool:
    """Whether a mail domain says which firm somebody belongs to."""
    return bool(domain) and domain not in FREE_MAIL
