"""Days as people type them: today, fri, 5 jun, in 2 weeks, 2020-06-05."""

from __future__ import annotations

import re
from datetime import date, timedelta

from b2bdesk.core.dates import first_of_month, last_of_month, month_of
from b2bdesk.core.i18n import mark, tr

_WEEKDAYS = (
    mark("monday"),
    mark("tuesday"),
    mark("wednesday"),
    mark("thursday"),
    mark("friday"),
    mark("saturday"),
    mark("sunday"),
)
_MONTHS = (
    mark("january"),
    mark("february"),
    mark("march"),
    mark("april"),
    mark("may"),
    mark("june"),
    mark("july"),
    mark("august"),
    mark("september"),
    mark("october"),
    mark("november"),
    mark("december"),
)
_UNITS = {mark("d day days"): 1, mark("w wk week weeks"): 7, mark("m month months"): 0}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2})?)?")
_IN = re.compile(r"(?:in )?(\d{1,3}|an?|one|two|three) ?([a-z]+)")
_DAY_MONTH = re.compile(r"(\d{1,2})\.? ?([^\W\d]+)\.?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?: (\d{4}))?")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


def read_day(
    text: str, today: date, *, ahead: bool = True, month_first: bool = False
) -> date | None:
    """The day meant by ``text`` as typed on ``today``; None when it is no day.

    ``ahead``: a weekday or a date without a year is the next one, else the last one.
    ``month_first``: 5/6 is the sixth of May.
    """
    typed = " ".join(text.casefold().split())
    return (
        _named(typed, today, ahead)
        or _weekday(typed, today, ahead)
        or _in_numbers(typed, today, ahead, month_first)
        or _in_words(typed, today, ahead)
        or _counted(typed, today, ahead)
    )


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on, or the month's last one where it is shorter."""
    month = month_of(day) + count
    return min(first_of_month(month) + timedelta(days=day.day - 1), last_of_month(month))


def _is(typed: str, *words: str) -> bool:
    return typed in words or typed in [tr(word) for word in words]


def _named(typed: str, today: date, ahead: bool) -> date | None:
    if _is(typed, mark("today")):
        return today
    if _is(typed, mark("tomorrow"), "tmr", "tom") and ahead:
        return today + timedelta(days=1)
    if _is(typed, mark("yesterday")) and not ahead:
        return today - timedelta(days=1)
    if _is(typed, mark("next week")) and ahead:
        return today + timedelta(days=7 - today.weekday())
    if _is(typed, mark("last week")) and not ahead:
        return today - timedelta(days=7)
    if _is(typed, mark("next month")) and ahead:
        return first_of_month(month_of(today) + 1)
    if _is(typed, mark("end of month"), "eom") and ahead:
        return last_of_month(month_of(today))
    return None


def _weekday(typed: str, today: date, ahead: bool) -> date | None:
    bare = typed.removeprefix("next ").removeprefix("last ")
    number = _position(bare, _WEEKDAYS)
    if number is None:
        return None
    if ahead:
        return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)


def _position(typed: str, names: tuple[str, ...]) -> int | None:
    if len(typed) < 2:
        return None
    for number, name in enumerate(names):
        own = tr(name)
        if typed == name or (len(typed) >= 3 and name.startswith(typed)):
            return number
        least = 2 if names is _WEEKDAYS and own != name else 3  # "fr" is how Germans write freitag
        if typed == own or (len(typed) >= least and own.startswith(typed)):
            return number
    return None


def _in_numbers(typed: str, today: date, ahead: bool, month_first: bool) -> date | None:
    found = _ISO.fullmatch(typed)
    if found:
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    found = _NUMBERS.fullmatch(typed)
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    # A dot is written day first everywhere; a slash as the user's own dates are.
    month, day = (first, second) if month_first and found[2] == "/" else (second, first)
    if found[4] is None:
        return _without_year(month, day, today, ahead)
    year = int(found[4])
    return _valid(year + 2000 if year < 100 else year, month, day)


def _in_words(typed: str, today: date, ahead: bool) -> date | None:
    found = _DAY_MONTH.fullmatch(typed)
    if found:
        day, name, year = found[1], found[2], found[3]
    else:
        found = _MONTH_DAY.fullmatch(typed)
        if not found:
            return None
        name, day, year = found[1], found[2], found[3]
    month = _position(name, _MONTHS)
    if month is None:
        return None
    if year is not None:
        return _valid(int(year), month + 1, int(day))
    return _without_year(month + 1, int(day), today, ahead)


def _counted(typed: str, today: date, ahead: bool) -> date | None:
    # English says "3 days ago"; other languages put their word before it
    bare = typed.removesuffix(" ago").removeprefix(f"{tr('ago')} ")
    found = _IN.fullmatch(bare)
    days = _unit(found[2]) if found else None
    if not found or days is None:
        return None
    if (bare != typed) == ahead:  # "ago" looks back, and nothing else does
        return None
    count = _COUNTS.get(found[1]) or int(found[1])
    sign = 1 if ahead else -1
    if days:
        return today + timedelta(days=sign * count * days)
    return add_months(today, sign * count)


def _unit(typed: str) -> int | None:
    """The days of a unit, 0 for months; None for another word."""
    for words, days in _UNITS.items():
        if typed in words.split() or typed in tr(words).split():
            return days
    return None


def _without_year(month: int, day: int, today: date, ahead: bool) -> date | None:
    years = range(today.year, today.year + 5) if ahead else range(today.year, today.year - 5, -1)
    for year in years:
        found = _valid(year, month, day)
        if found is not None and (found >= today if ahead else found <= today):
            return found
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
