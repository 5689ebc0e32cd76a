"""Numbers, dates and codes as people and programs write them, read exactly.

Numbers become integers of millionths ("micros"): exact for up to six decimals, so that no money
ever passes through float arithmetic. A float cell is taken by its shortest text (``repr``), which
is what the person who typed it saw. What cannot be read becomes a ``Bad`` with a reason code.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from b2bdesk.core.dates import day_of

MICRO = 1_000_000
_GROUP_MARKS = {ord(c): " " for c in "\u00a0\u2007\u2008\u2009\u200a\u202f\t'’´ʼ`˙"}
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d*)?")  # after _GROUP_MARKS: 1 234 567,89
_MINUS = "-−–"
_CURRENCY = re.compile(
    r"^(?:[$€£¥₹₽₩₺₴₪฿]|(?:US|CA|AU|NZ|HK|C|A|S|R)\$|SFr\.?|Fr\.?|kr\.?|zł|Kč|Ft|lei|Rs\.?|Euro|"
    r"USD|EUR|GBP|CHF|JPY|CNY|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|CAD|AUD|NZD|INR|BRL|ZAR|TRY|MXN|"
    r"SGD|HKD|ILS|AED|SAR|KRW|RUB|UAH|THB)",
    re.IGNORECASE,
)
_CURRENCY_END = re.compile(_CURRENCY.pattern[1:] + "$", re.IGNORECASE)
_NO_CENTS = re.compile(r"(?<=\d)[.,](?:[-–—]{1,2}|=)(?=\)?$|\s|[^\d]*$)")  # 12,- and 12.–
_PLAIN = re.compile(r"\d+(?:[eE][+-]?\d+)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_OF_NUMBERS = {
    "us", "ca", "au", "nz", "hk", "c", "a", "s", "r", "sfr", "fr", "kr", "zł", "kč", "ft", "lei",
    "rs", "euro", "usd", "eur", "gbp", "chf", "jpy", "cny", "sek", "nok", "dkk", "isk", "pln",
    "czk", "huf", "ron", "bgn", "cad", "aud", "nzd", "inr", "brl", "zar", "try", "mxn", "sgd",
    "hkd", "ils", "aed", "sar", "krw", "rub", "uah", "thb", "e",
}  # fmt: skip
_GROUPS = {
    # 1,234,567 and, as in India, 12,34,567
    ".": re.compile(
        r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})?(?:\.\d*)?(?:[eE][+-]?\d+)?"
    ),
    ",": re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)?(?:,\d*)?(?:[eE][+-]?\d+)?"),
}


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that could not be read as its column says; ``text`` is what stands in it."""

    code: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What a source puts in a cell that it cannot read: the code and text of its ``Bad``."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


# What spreadsheets write into a cell that holds an error, in the languages of the program.
ERROR_WORDS = {
    "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!",
    "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#N/D", "#¡DIV/0!", "#¡VALOR!", "#¡REF!",
    "#¿NOMBRE?", "#¡NUM!", "#¡NULO!", "#VALORE!", "#RIF!", "#NOME?", "#NULLO!", "#N/B",
    "#DEEL/0!", "#WAARDE!", "#VERW!", "#NAAM?", "#GETAL!", "#LEEG!", "Err:501", "Err:502",
    "Err:503", "Err:504", "Err:508", "Err:509", "Err:511", "Err:512", "Err:520", "Err:522",
    "Err:523", "Err:540",
}  # fmt: skip


def cell_error(value: Any) -> Bad | None:
    """What is wrong with a cell before its column's type is asked; None for a readable cell."""
    if isinstance(value, Unreadable):
        return Bad(value.code, value.text)
    if isinstance(value, str) and value[:1] in ("#", "E") and value.strip() in ERROR_WORDS:
        return Bad("error_cell", value.strip())
    return None


def rounded(value: int, unit: int) -> int:
    """``value`` in whole ``unit``s, halves to even."""
    whole, rest = divmod(value, unit)
    twice = rest + rest
    return whole + (1 if twice > unit or (twice == unit and whole & 1) else 0)


def micros_of_decimal(value: Decimal) -> int:
    """Millionths of a decimal, halves to even."""
    return int(value.scaleb(6).to_integral_value(ROUND_HALF_EVEN))


def may_be_number(text: str) -> bool:
    """False for texts such as document numbers and names, which no decimal mark makes a number."""
    for letters in _LETTERS.findall(text):
        if letters.lower() not in _LETTERS_OF_NUMBERS:
            return False
    return any(map(str.isdigit, text))


def _strip_signs(text: str) -> tuple[str, bool, bool]:
    """The digits, whether negative, whether a percentage."""
    body = _NO_CENTS.sub("", text.strip())
    negative = percent = False
    for _ in range(3):  # brackets, sign, currency and percent may come in any order
        if body.startswith("(") and body.endswith(")"):
            negative, body = True, body[1:-1].strip()
        elif body[:1] and body[0] in _MINUS:
            negative, body = not negative, body[1:].strip()
        elif body[-1:] and body[-1] in _MINUS:
            negative, body = not negative, body[:-1].strip()
        elif body.endswith("%"):
            percent, body = True, body[:-1].strip()
        elif body.startswith("+"):
            body = body[1:].strip()
        body = _CURRENCY_END.sub("", _CURRENCY.sub("", body, count=1), count=1).strip()
    body = body.translate(_GROUP_MARKS)
    return body.replace(" ", "") if _GROUPED.fullmatch(body) else body, negative, percent


def parse_number(text: str, decimal: str = ".") -> int | None:
    """Micros of a written number under one decimal mark ("." or ","); None if it is not one."""
    if text.isdecimal() and text.isascii():  # the most of numbers written as text
        whole = int(text[:40])
        return whole * MICRO if whole < 10**15 else None
    if not may_be_number(text):
        return None
    body, negative, percent = _strip_signs(text)
    if not body or (not body[-1].isdigit() and body[-1] not in ".,"):
        return None
    if not _GROUPS[decimal].fullmatch(body) or not any(c.isdigit() for c in body):
        return None
    thousands = "," if decimal == "." else "."
    try:
        value = Decimal(body.replace(thousands, "").replace(decimal, "."))
    except InvalidOperation:
        return None
    if percent:
        value /= 100
    if abs(value) >= Decimal(10) ** 15:
        return None
    return micros_of_decimal(-value if negative else value)


def read_number(value: Any, decimal: str = ".") -> int | Bad | None:
    """Micros of any cell; None when empty."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return MICRO if value else 0
    if isinstance(value, int):
        return value * MICRO
    if isinstance(value, float):
        if math.isnan(value) or abs(value) >= 1e15:
            return Bad("not_number", repr(value))
        return micros_of_decimal(Decimal(repr(value)))
    if isinstance(value, str):
        if not value.strip():
            return None
        found = parse_number(value, decimal)
        if found is not None:
            return found
        other = "," if decimal == "." else "."
        swapped = parse_number(value, other)
        if swapped is not None:
            return Bad("decimal_mark", value.strip(), str(Decimal(swapped) / MICRO))
        return Bad("not_number", value.strip())
    return Bad("date_not_number", text_of(value) or "")


def text_of(value: Any) -> str | None:
    """A cell as text: trimmed, whole numbers without decimals; None when empty."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value)) if abs(value) < 1e16 else format(Decimal(repr(value)), "f")
        return repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def read_multiline(value: Any) -> str | None:
    """A cell as text with its line breaks kept: notes and subjects."""
    if isinstance(value, str):
        return value.strip() or None
    return text_of(value)


# --- dates -------------------------------------------------------------------------------------
_TIME = r"(?:[T ,]\s*\d.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})" + _TIME)
_DAY_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|er|º)?[ \-/.]*(?:de |of )?([^\W\d_]{3,})\.?[ \-/,.'’]*"
    r"(?:de |del )?(\d{4}|\d{2})" + _TIME
)
_NAME_DAY = re.compile(
    r"([^\W\d_]{3,})\.?[ \-]*(\d{1,2})(?:st|nd|rd|th)?[ ,\-]+(\d{4}|\d{2})" + _TIME
)
_NAME_YEAR = re.compile(r"([^\W\d_]{3,})\.?(?: (?:de |del )?(\d{4})|(?:[-.]| ?['’])(\d{2}|\d{4}))")
_YEAR_NAME_DAY = re.compile(r"(\d{4})[ \-/.]([^\W\d_]{3,})\.?[ \-/.](\d{1,2})" + _TIME)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|mie|jue|vie"
    r"|sáb|sab|dom|gio|ma|wo|vr|za|zo|tues|thur|thurs|weds"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\.?,?\s+(?:den |le |el |il )?",
    re.IGNORECASE,
)
_MONTHS = (
    "jan january januar jänner jaenner jän janv janvier ene enero gen gennaio januari",
    "feb february februar feber févr févr fév fevr fev février fevrier febrero febbraio februari",
    "mar march mär mrz märz maerz mars marzo mrt maart maa",
    "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio mei",
    "jun june juni juin junio giu giugno",
    "jul july juli juil juillet julio lug luglio",
    "aug august aoû août aou aout ago agosto augustus",
    "sep sept september septembre septiembre setiembre set settembre",
    "oct october okt oktober octobre octubre ott ottobre",
    "nov november novembre noviembre",
    "dec december dez dezember déc décembre decembre dic diciembre dicembre",
)
_MONTH_OF = {word: i + 1 for i, words in enumerate(_MONTHS) for word in words.split()}
_SERIAL_FIRST, _SERIAL_LAST = 367, 73_415  # 1901 to 2100 as Excel counts days
_EXCEL_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def date_parts(text: str, order: str = "dmy") -> tuple[int, int, int] | None:
    """Year, month, day of a written date (not yet checked to exist); None if it is none.

    A month with its year (May 2020, Jan-20) is its first day. Of a time and its zone the date as
    written is taken.
    """
    body = text.strip()
    if not body[-1:].isalnum() and not body.endswith((".", ")")):
        return None
    if found := _ISO.fullmatch(body) or _COMPACT.fullmatch(body):
        return int(found[1]), int(found[2]), int(found[3])
    if not body[:1].isdigit():
        body = _WEEKDAY.sub("", body, count=1) if _WEEKDAY.match(body) else body
    if found := _PARTS.fullmatch(body):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        return (year, second, first) if order == "dmy" else (year, first, second)
    if found := _ISO.fullmatch(body):
        return int(found[1]), int(found[2]), int(found[3])
    return _named_parts(body) if any(c.isalpha() for c in body) else None


def _named_parts(body: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date whose month is a word."""
    if (found := _DAY_NAME.fullmatch(body)) and (month := _MONTH_OF.get(found[2].lower())):
        return _year(found[3]), month, int(found[1])
    if (found := _NAME_DAY.fullmatch(body)) and (month := _MONTH_OF.get(found[1].lower())):
        return _year(found[3]), month, int(found[2])
    if (found := _YEAR_NAME_DAY.fullmatch(body)) and (month := _MONTH_OF.get(found[2].lower())):
        return int(found[1]), month, int(found[3])
    if (found := _NAME_YEAR.fullmatch(body)) and (month := _MONTH_OF.get(found[1].lower())):
        return _year(found[2] or found[3]), month, 1
    return None


def read_day(value: Any, order: str = "dmy", *, date1904: bool = False) -> int | Bad | None:
    """Stored day of any cell; None when empty. Numbers are taken as Excel's day count, which
    begins in 1904 in some workbooks."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return day_of(value.date())
    if isinstance(value, date):
        return day_of(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if _SERIAL_FIRST <= value <= _SERIAL_LAST:
            return day_of((_EPOCH_1904 if date1904 else _EXCEL_EPOCH) + timedelta(days=int(value)))
        if float(value).is_integer() and (found := _COMPACT.fullmatch(str(int(value)))):
            return _checked(int(found[1]), int(found[2]), int(found[3]), str(int(value)))
        return Bad("not_date", text_of(value) or "")
    if isinstance(value, str):
        if not value.strip():
            return None
        parts = date_parts(value, order)
        if parts is None:
            if found := _SERIAL.fullmatch(value.strip()):
                return read_day(int(found[1]), date1904=date1904)
            return Bad("not_date", value.strip())
        return _checked(*parts, value.strip())
    return Bad("not_date", text_of(value) or "")


def _checked(year: int, month: int, day: int, text: str) -> int | Bad:
    if 1900 <= year <= 2100 and 1 <= month <= 12:
        try:
            return day_of(date(year, month, day))
        except ValueError:
            return Bad("no_such_day", text, f"{year}-{month:02d}")
    return Bad("not_date", text)


def date_order(texts: list[str]) -> tuple[str, bool]:
    """Whether day or month comes first in these written dates, and whether that is certain."""
    day_first = month_first = dots = numeric = 0
    for text in texts:
        if found := _PARTS.fullmatch(text.strip()):
            numeric += 1
            first, second = int(found[1]), int(found[3])
            dots += found[2] == "."
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    if day_first or month_first:
        return ("dmy" if day_first >= month_first else "mdy"), not (day_first and month_first)
    return "dmy", dots > 0 or not numeric  # 2020-05-31 and 31 May 2020 leave nothing open


def looks_like_date(text: str) -> bool:
    """True for a text that reads as a date in some order."""
    return date_parts(text, "dmy") is not None


def decimal_mark(texts: list[str]) -> tuple[str, bool] | None:
    """The decimal mark of these written numbers and whether it is certain; None if none is one."""
    dot = comma = either = 0
    for text in texts:
        as_dot, as_comma = parse_number(text, "."), parse_number(text, ",")
        if as_dot is not None and as_comma is not None:
            either += 1
        elif as_dot is not None:
            dot += 1
        elif as_comma is not None:
            comma += 1
    if dot + comma + either == 0:
        return None
    if dot == comma == 0:
        plain = all(_PLAIN.fullmatch(_strip_signs(text)[0]) for text in texts if text.strip())
        return ".", plain
    return ("." if dot >= comma else ","), not (dot and comma)
