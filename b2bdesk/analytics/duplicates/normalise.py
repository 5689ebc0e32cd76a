"""Names, addresses, e-mail addresses and phone numbers in the one form in which they compare.

Every function that gives words gives the same for its own result: it can be applied twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from b2bdesk.analytics.duplicates.words import (
    CONNECTORS,
    FREE_MAIL,
    LEGAL_FORMS,
    NICKNAMES,
    ROLE_MAILBOXES,
)

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = frozenset("'’´`")
_INSIDE_A_WORD = re.compile(r"(?<=\w)['’´`](?=\w)")
_UMLAUT = re.compile(r"([aou])e+")
_EXTENSION = re.compile(r"(?:\bext\b|\bextn\b|\bdw\b|[x#;]).*$", re.IGNORECASE)
_TRUNK_ZERO = re.compile(r"\(0\)")
_HOST = re.compile(r"^(?:[a-z]+://)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)
_ONLY_A_NUMBER = re.compile(r"[0-9 +./-]*").fullmatch
_NO_DIGIT = re.compile(r"[^0-9]+")
_PHONE_DIGITS_MIN = 6


def plain(text: str) -> str:
    """Letters and digits of the Latin alphabet, small: accents and other scripts transliterated."""
    folded = text.casefold()
    if not folded.isascii():
        from anyascii import anyascii

        folded = anyascii(folded).casefold()
    return _INSIDE_A_WORD.sub("", folded) if _APOSTROPHES & set(folded) else folded


def words(text: str | None) -> tuple[str, ...]:
    """The words of a text in their order; letters that stand alone in a row are one word."""
    return _settled(_WORD.findall(plain(text))) if text else ()


def firm_words(name: str | None) -> tuple[str, ...]:
    """The words of a firm's name without its legal form and without connecting words.

    A name of nothing but such words keeps them.
    """
    found = words(name)
    while True:
        told = tuple(w for w in found if w not in LEGAL_FORMS and w not in CONNECTORS) or found
        told = _settled(told)
        if told == found:
            return told
        found = told


def person_words(name: str | None) -> tuple[str, ...]:
    """The words of a person's name, short forms of given names as the full one."""
    full = _full_names()
    return tuple(full.get(word, word) for word in words(name))


@cache
def _full_names() -> dict[str, str]:
    return {
        words(short)[0]: words(full)[0]
        for full, shorts in NICKNAMES.items()
        for short in shorts.split()
    }


def sorted_key(found: tuple[str, ...]) -> str:
    """Words as one text in which their order does not matter."""
    return " ".join(sorted(found))


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """What stays of a word that was misheard or mistyped: its first letter and its consonants."""
    first, rest = word[:1], word[1:]
    rest = rest.replace("ph", "f").replace("ck", "k").replace("th", "t")
    kept = "".join(c for c in rest if c not in "aeiouyhw")
    doubled = re.sub(r"(.)\1+", r"\1", kept)
    return first + doubled.translate(_SOUNDS)


_SOUNDS = str.maketrans({"z": "s", "c": "k", "v": "f", "d": "t", "b": "p", "q": "k", "g": "k"})


def _settled(found: Sequence[str]) -> tuple[str, ...]:
    """Words as they compare: letters that stand alone joined, umlauts as their plain letter.

    Müller, Mueller and Muller are one name. Each may make room for the other, until neither does.
    """
    told = tuple(found)
    if all(len(word) > 1 and "e" not in word for word in told):
        return told
    while True:
        again = tuple(_UMLAUT.sub(r"\1", word) for word in _joined_letters(told))
        if again == told:
            return told
        told = again


def _joined_letters(found: Sequence[str]) -> tuple[str, ...]:
    joined: list[str] = []
    run = ""
    for word in found:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return tuple([*joined, run] if run else joined)


def email(text: str | None) -> str:
    """An e-mail address for comparing, "" where it is none. A tag after + is left out."""
    if not text or "@" not in text:
        return ""
    local, _, host = text.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{host}" if local and "." in host else ""


def is_role_mailbox(address: str) -> bool:
    """True for a mailbox of a function (info@, sales@), which is nobody's own."""
    return address.partition("@")[0] in ROLE_MAILBOXES


def own_domain(address: str | None, website: str | None = None) -> str:
    """A firm's own internet domain, "" where there is none: free mail domains are nobody's own."""
    if website and (found := _HOST.match(website.strip().casefold())):
        host = found[1]
    else:
        host = email(address).rpartition("@")[2]
    return "" if host in FREE_MAIL or "." not in host else host


def tax_number(text: str | None) -> str:
    """Letters and digits of a tax number."""
    return "".join(_WORD.findall(text.casefold())) if text else ""


def phone(text: str | None, country: str | None = None) -> str:
    """A phone number in its international form, digits only; "" where it is none.

    A number without an international prefix is read in ``country``; without one its own digits
    stay, zeros in front left out.
    """
    if not text:
        return ""
    told = text if _ONLY_A_NUMBER(text) else _EXTENSION.sub("", _TRUNK_ZERO.sub("", text))
    digits = _NO_DIGIT.sub("", told)
    if len(digits) < _PHONE_DIGITS_MIN:
        return ""
    if told.lstrip().startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    code, trunk = _dialling(country or "")
    if not code:
        return digits.lstrip("0")
    return code + (digits.removeprefix(trunk) if trunk else digits)


@cache
def _dialling(country: str) -> tuple[str, str]:
    """The country's calling code and the prefix of calls within it; empty where not known."""
    region = region_of(country)
    if not region:
        return "", ""
    # Parsing whole numbers costs 45 µs each, too much for every contact of a large file.
    import phonenumbers

    facts = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if facts is None:
        return "", ""
    return str(facts.country_code), facts.national_prefix or ""


@cache
def region_of(country: str) -> str:
    """The ISO code of a country named in one of the languages of European business, or ""."""
    name = " ".join(words(country))
    if len(country.strip()) == 2 and country.isalpha():
        code = country.strip().upper()
        return {"UK": "GB"}.get(code, code)
    return _regions().get(name, "")


@cache
def _regions() -> dict[str, str]:
    from babel import Locale

    found = {"usa": "US", "england": "GB", "great britain": "GB", "holland": "NL", "scotland": "GB"}
    for language in ("nl", "it", "es", "fr", "de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[" ".join(words(name))] = code
    return found
