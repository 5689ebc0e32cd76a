"""Numbers, dates and money as the user reads and types them: the one place in the windows.

``formats()`` is the current instance; settings replace it with ``set_formats``. Missing values
(None) come out as "–"; the minus is the true one (U+2212); nothing ever shows "−0".
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from PySide6.QtCore import QDate, QLocale

from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.money import exponent, from_minor, to_minor
from b2bdesk.core.region import set_region

MINUS = "\u2212"
MISSING = "\u2013"
_NBSP = "\u00a0"

Number = int | float | Decimal
Day = date  # so that methods may be called ``date``

_SPACE_BEFORE_PERCENT = frozenset(
    {"de", "fr", "es", "sv", "nb", "nn", "da", "fi", "cs", "sk", "ru"}
)
_DAY_WITH_DOT = frozenset({"de", "da", "nb", "nn", "fi", "cs", "sk", "et", "hr", "sl"})
_MINUSES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-", "\ufe63": "-"})
_ANY_SPACE = re.compile(r"[\s\u00a0\u202f\u2009]+")


class Formats:
    """How one user reads figures. ``currency`` is that of the file (ISO 4217)."""

    def __init__(self, locale: QLocale | str | None = None, currency: str = "USD") -> None:
        if locale is None:
            locale = QLocale.system()
        self.locale = QLocale(locale)
        self.currency = currency
        self._language = self.locale.name().split("_")[0]
        self._day = "d." if self._language in _DAY_WITH_DOT else "d"

    # Numbers -------------------------------------------------------------------------------

    def number(self, value: Number | None, decimals: int = 0) -> str:
        """``1,204,332.10`` with ``decimals`` places, halves away from zero."""
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return MISSING
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        sign = MINUS if rounded < 0 else ""
        whole, _, rest = f"{abs(rounded):f}".partition(".")
        grouped = self._group(whole)
        return f"{sign}{grouped}{self.locale.decimalPoint()}{rest}" if rest else sign + grouped

    def _group(self, digits: str) -> str:
        if len(digits) <= 3:
            return digits
        separator = self.locale.groupSeparator()
        head = len(digits) % 3 or 3
        groups = [digits[:head], *(digits[i : i + 3] for i in range(head, len(digits), 3))]
        return separator.join(groups)

    def integer(self, value: Number | None) -> str:
        """A count: ``57,851``."""
        return self.number(value, 0)

    def signed(self, value: Number | None, decimals: int = 0) -> str:
        """``+9``, ``−4``, ``0``."""
        text = self.number(value, decimals)
        if value is None or text.startswith(MINUS) or not re.search(r"[1-9]", text):
            return text
        return f"+{text}"

    def percent(self, ratio: float | None, decimals: int = 0) -> str:
        """``58%`` of 0.58."""
        if ratio is None:
            return MISSING
        gap = _NBSP if self._language in _SPACE_BEFORE_PERCENT else ""
        text = self.number(ratio * 100, decimals)
        return text if text == MISSING else f"{text}{gap}{self.locale.percent()}"

    def signed_percent(self, ratio: float | None, decimals: int = 0) -> str:
        """``+12%``, ``−14%``: a relative change."""
        text = self.percent(ratio, decimals)
        if ratio is None or text.startswith(MINUS) or not re.search(r"[1-9]", text):
            return text
        return f"+{text}"

    def points(self, ratio_change: float | None, decimals: int = 0) -> str:
        """``+3 points``: the change of a percentage, given as a change of its ratio (0.03)."""
        if ratio_change is None:
            return MISSING
        number = self.signed(ratio_change * 100, decimals)
        one = round(abs(ratio_change) * 100, decimals) == 1
        return trn("{number} point", "{number} points", 1 if one else 2, number=number)

    def short(self, value: Number | None, *, trim: bool = False) -> str:
        """``18.7 k``, ``1.71 M``; whole under 1,000. ``trim`` drops ``.0``, for axes."""
        if value is None or not math.isfinite(value):
            return MISSING
        size = abs(float(value))
        if size < 999.5:
            whole = float(value).is_integer() or size >= 100
            return self._trimmed(self.number(value, 0 if whole or not trim else 1), trim)
        if size < 999_950:
            text, unit = self.number(float(value) / 1e3, 1), tr("k")
        elif size < 999_995_000:
            text, unit = self.number(float(value) / 1e6, 2), tr("M")
        else:
            text, unit = self.number(float(value) / 1e9, 2), tr("bn")
        return f"{self._trimmed(text, trim)}{_NBSP}{unit}"

    def _trimmed(self, text: str, trim: bool) -> str:
        point = self.locale.decimalPoint()
        return text.rstrip("0").rstrip(point) if trim and point in text else text

    # Money ---------------------------------------------------------------------------------

    def money(self, minor: int | None, decimals: int = 0) -> str:
        """An amount of minor units without its currency, which stands in the header."""
        return MISSING if minor is None else self.number(self.major(minor), decimals)

    def signed_money(self, minor: int | None, decimals: int = 0) -> str:
        """``+1,328`` or ``−2,915``: a change of an amount."""
        return MISSING if minor is None else self.signed(self.major(minor), decimals)

    def money_short(self, minor: int | None, *, trim: bool = False) -> str:
        """``18.7 k``: an amount in a label, an axis or a tile caption."""
        return MISSING if minor is None else self.short(self.major(minor), trim=trim)

    def money_unit(self, minor: int | None, decimals: int = 0) -> str:
        """``34,186 USD``: an amount that stands alone in a sentence."""
        text = self.money(minor, decimals)
        return text if minor is None else f"{text}{_NBSP}{self.currency}"

    def money_exact(self, minor: int | None) -> str:
        """To the minor unit, as costing shows it."""
        return self.money(minor, exponent(self.currency))

    def money_in(self, minor: int, currency: str) -> str:
        """To the minor unit of any currency, with its code: ``12,000.00 CHF``."""
        return f"{self.number(from_minor(minor, currency), exponent(currency))} {currency}"

    def rate(self, micro: int) -> str:
        """A rate told in millionths, with two decimals at least and six at most."""
        decimals = next(p for p in range(2, 7) if micro % 10 ** (6 - p) == 0)
        return self.number(Decimal(micro) / 1_000_000, decimals)

    def major(self, minor: int) -> Decimal:
        """Minor units as major units of the file's currency."""
        return from_minor(minor, self.currency)

    # Dates ---------------------------------------------------------------------------------

    def date(self, value: Day | None, reference: Day | None = None) -> str:
        """``20 May``; with the year when it is not that of ``reference`` (default: today)."""
        if value is None:
            return MISSING
        this_year = (reference or _today()).year
        return self._date(value, "MMM" if value.year == this_year else "MMM yyyy")

    def date_full(self, value: Day | None) -> str:
        """``20 May 2020``."""
        return MISSING if value is None else self._date(value, "MMM yyyy")

    def date_long(self, value: Day | None) -> str:
        """``Monday, 1 June 2020``."""
        if value is None:
            return MISSING
        return self.locale.toString(_qdate(value), f"dddd, {self._day} MMMM yyyy")

    def weekday(self, value: Day | None, reference: Day | None = None) -> str:
        """``Thu 4 Jun``, with the year when it is not that of ``reference``."""
        if value is None:
            return MISSING
        day = self.locale.toString(_qdate(value), "ddd").rstrip(".")
        return f"{day} {self.date(value, reference)}"

    def weekday_day(self, value: Day) -> str:
        """``Wed 20``: a day within a month that stands above it."""
        day = self.locale.toString(_qdate(value), "ddd").rstrip(".")
        return f"{day} {value.day}"

    def month_letter(self, value: Day) -> str:
        """``J``: a month on an axis of twelve."""
        return self.locale.monthName(value.month, QLocale.FormatType.ShortFormat)[:1].upper()

    def month(self, value: Day | None, reference: Day | None = None) -> str:
        """``Jul 2017``; the year is left out when it is that of ``reference``, where given."""
        if value is None:
            return MISSING
        pattern = "MMM" if reference and reference.year == value.year else "MMM yyyy"
        return self.locale.toString(_qdate(value), pattern)

    def month_range(self, first: Day, last: Day) -> str:
        """``Jul 2017 – May 2020``; one month alone stands once."""
        if (first.year, first.month) == (last.year, last.month):
            return self.month(first)
        return f"{self.month(first)} {MISSING} {self.month(last)}"

    def _date(self, value: Day, rest: str) -> str:
        return self.locale.toString(_qdate(value), f"{self._day} {rest}")

    def age(self, days: int | None) -> str:
        """``12 d``; ``today`` for 0."""
        if days is None:
            return MISSING
        return tr("today") if days == 0 else tr("{days} d", days=self.integer(days))

    def days(self, count: int | None) -> str:
        """``31 days``, in words."""
        if count is None:
            return MISSING
        return trn("{count} day", "{count} days", count, count=self.integer(count))

    def minutes(self, total: int | None) -> str:
        """``20 min``, ``2 h``, ``2 h 20 min``."""
        if total is None:
            return MISSING
        hours, rest = divmod(total, 60)
        if not hours:
            return tr("{minutes} min", minutes=rest)
        shown = self.integer(hours)
        if not rest:
            return tr("{hours} h", hours=shown)
        return tr("{hours} h {minutes} min", hours=shown, minutes=rest)

    # What people type ----------------------------------------------------------------------

    def parse_number(self, text: str) -> Decimal | None:
        """The number typed in this locale; a trailing % or currency is allowed. None if none."""
        bare = _ANY_SPACE.sub("", text.translate(_MINUSES)).removesuffix("%")
        bare = bare.removesuffix(self.currency).removeprefix(self.currency)
        point, group = (
            self.locale.decimalPoint(),
            self.locale.groupSeparator().strip("\u00a0\u202f"),
        )
        groups = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|" if group else ""
        pattern = rf"([+-]?)({groups}\d+)?(?:{re.escape(point)}(\d*))?"
        found = re.fullmatch(pattern, bare)
        if found is None or not (found[2] or found[3]):
            return None
        whole = (found[2] or "0").replace(group, "") if group else (found[2] or "0")
        try:
            return Decimal(f"{found[1]}{whole}.{found[3] or '0'}")
        except InvalidOperation:  # digits of another script, for which Decimal has no value
            return None

    def parse_integer(self, text: str) -> int | None:
        """The whole number typed; None when it is none."""
        number = self.parse_number(text)
        return int(number) if number is not None and number == number.to_integral() else None

    def parse_money(self, text: str) -> int | None:
        """Minor units of the amount typed, halves to even; None when it is no amount."""
        number = self.parse_number(text)
        return None if number is None else to_minor(number, self.currency)

    def parse_date(self, text: str, reference: Day | None = None) -> Day | None:
        """The day typed: ISO, this locale's order, "20 May", today, tomorrow. None if none.

        A day without a year is the one nearest to ``reference`` (default: today).
        """
        today = reference or _today()
        bare = " ".join(text.strip().split())
        words = {tr("today"): 0, tr("tomorrow"): 1, tr("yesterday"): -1}
        if bare.casefold() in words:
            return today + timedelta(days=words[bare.casefold()])
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", bare)
        if found:
            return _valid(int(found[1]), int(found[2]), int(found[3]))
        found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?", bare)
        if found:
            first, second = int(found[1]), int(found[2])
            month, day = (first, second) if self._month_first() else (second, first)
            if found[3] is None:
                return _nearest(month, day, today)
            year = int(found[3])
            return _valid(year + 2000 if year < 100 else year, month, day)
        found = re.fullmatch(r"(\d{1,2})\.? ?([^\W\d]+)\.?(?: (\d{4}))?", bare)
        if found:
            number = self._month_number(found[2])
            if number is not None and found[3]:
                return _valid(int(found[3]), number, int(found[1]))
            if number is not None:
                return _nearest(number, int(found[1]), today)
        return None

    def _month_first(self) -> bool:
        pattern = self.locale.dateFormat(QLocale.FormatType.ShortFormat).lower()
        return pattern.find("m") < pattern.find("d")

    def _month_number(self, word: str) -> int | None:
        start = word.casefold()
        if len(start) < 3:
            return None
        for locale in (self.locale, QLocale("en")):
            for number in range(1, 13):
                if locale.monthName(number).casefold().startswith(start):
                    return number
        return None


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the user's calendar day, not an instant


def _qdate(value: date) -> QDate:
    return QDate(value.year, value.month, value.day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date) -> date | None:
    near = [_valid(today.year + step, month, day) for step in (-1, 0, 1)]
    known = [found for found in near if found is not None]
    return min(known, key=lambda found: abs((found - today).days), default=None)


_current: Formats | None = None


def formats() -> Formats:
    """The formats in use; the system's until settings choose others."""
    global _current  # noqa: PLW0603 - one user per process
    if _current is None:
        _current = Formats()
    return _current


def set_formats(chosen: Formats) -> None:
    """Use ``chosen`` everywhere from now on; the caller refreshes what is shown."""
    global _current  # noqa: PLW0603
    _current = chosen
    set_region(chosen.locale.name())
