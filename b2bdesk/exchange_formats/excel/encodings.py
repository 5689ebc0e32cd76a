"""How a text file is encoded, told from its bytes; runs in the reading process."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from b2bdesk.exchange_formats.excel.model import SheetNotice

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How much better than Windows Western an older encoding must look to be taken: programs that
# write text tables mostly write the Windows code page of their country.
_PRIOR = {
    "cp1252": 0.0, "cp1250": 0.01, "cp1251": 0.01, "cp1253": 0.01, "cp1254": 0.004, "cp1257": 0.02,
    "iso8859_2": 0.015, "iso8859_15": 0.02, "cp850": 0.06, "cp852": 0.065, "mac_roman": 0.08,
    "koi8_r": 0.03, "cp866": 0.03, "cp932": 0.02, "gb18030": 0.03, "big5": 0.04, "cp949": 0.05,
    "euc_jp": 0.06,
}  # fmt: skip
_SAMPLE_BYTES = 32_768
_ENDS_ROW = re.compile(rb"(?<=\n)")

ENCODINGS = (
    "utf-8", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "cp850",
    "cp852", "cp866", "koi8_r", "mac_roman", "utf-16", "cp932", "euc_jp", "gb18030", "big5",
    "cp949",
)  # fmt: skip
"""What a person may choose from when the guess is wrong."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; ``sure`` is False where the encoding was guessed."""

    text: str
    encoding: str
    sure: bool
    notices: tuple[SheetNotice, ...] = ()


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of a file, in the encoding said or else found. Never fails: what cannot be decoded
    becomes a replacement mark and is told in a notice."""
    if encoding:
        text, notices = _marked(data.decode(encoding, errors="replace"))
        return Decoded(text, encoding, True, notices)
    for mark, name in _BOMS:
        if data.startswith(mark):
            text, notices = _marked(data.decode(name, errors="replace"))
            return Decoded(text, name.removesuffix("-sig"), True, notices)
    wide = _wide(data[:4096])
    if wide:
        return Decoded(data.decode(wide, errors="replace"), wide, True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError:
        return _legacy(data)


def _marked(text: str) -> tuple[str, tuple[SheetNotice, ...]]:
    """The text with a notice of its undecodable places."""
    text = text.removeprefix("\ufeff")
    at = text.find("\ufffd")
    if at < 0:
        return text, ()
    row = text.count("\n", 0, at) + 1
    return text, (SheetNotice("undecodable", row, count=text.count("\ufffd")),)


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of Western text is zero."""
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    if head[1::2].count(0) > 0.6 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.6 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return ""


def _legacy(data: bytes) -> Decoded:
    """A file that is not UTF-8 throughout: an older encoding, or parts that do not match."""
    lines = _ENDS_ROW.split(data)
    other: list[tuple[int, bytes]] = []
    valid = 0
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            valid += 1
        except UnicodeDecodeError:
            other.append((number, line))
    name = _guess(b"".join(line for _, line in other))
    if valid * 20 < len(other) or not valid:
        return Decoded(data.decode(name, errors="replace"), name, False)
    strange = {number for number, _ in other}
    text = "".join(
        line.decode(name if number in strange else "utf-8", errors="replace")
        for number, line in enumerate(lines, 1)
    )
    notice = SheetNotice("mixed_encoding", other[0][0], name, len(other))
    return Decoded(text, "utf-8", False, (notice,))


def _guess(strange: bytes) -> str:
    """The likeliest older encoding of some lines that have letters outside ASCII."""
    from charset_normalizer import from_bytes

    sample = strange[:_SAMPLE_BYTES].rpartition(b"\n")[0] or strange[:_SAMPLE_BYTES]
    best, best_score = "cp1252", 9.0
    for match in from_bytes(sample, cp_isolation=list(_PRIOR), threshold=0.5):
        for name in match.could_be_from_charset:
            score = match.chaos - 0.25 * match.coherence + _odd(str(match)) + _PRIOR.get(name, 1.0)
            if score < best_score:
                best, best_score = name, score
    return best


def _odd(text: str) -> float:
    """The share of the foreign letters that stand inside a word of small letters without being
    one: the mark of a wrong encoding, as in M⌊ller."""
    foreign = [i for i, c in enumerate(text) if not c.isascii()]
    odd = sum(
        text[i] == "¤"  # stands where newer encodings have the euro
        or "\uff61" <= text[i] <= "\uff9f"  # narrow Japanese letters: Chinese read wrongly
        or (text[i - 1 : i].isalpha() and text[i + 1 : i + 2].islower() and not text[i].islower())
        for i in foreign
    )
    return odd / max(1, len(foreign))
