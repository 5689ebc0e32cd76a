"""The line typed into the search: words, "phrases" and filters such as ``type:visit``.

A filter is a name, a colon and a value; values begin what they mean, so ``type:vi`` is visits and
video calls while one types on. Names are understood in English and in the user's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from b2bdesk.core.dates import first_of_month, last_of_month
from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import WORDS, Channel, Direction, ExchangeKind
from b2bdesk.queries.search_marks import fold, raw_words_of
from b2bdesk.queries.search_wanted import KINDS, Wanted
from b2bdesk.services.quick_dates import read_day

E = TypeVar("E", bound=StrEnum)


class Filter(StrEnum):
    """What a search can be narrowed by."""

    IN = "in"
    TYPE = "type"
    KIND = "kind"
    IS = "is"
    WITH = "with"
    ACCOUNT = "account"
    BY = "by"
    SINCE = "since"
    UNTIL = "until"


_NAMES = {
    Filter.IN: (mark("in:"),),
    Filter.TYPE: (mark("type:"), mark("channel:")),
    Filter.KIND: (mark("kind:"),),
    Filter.IS: (mark("is:"),),
    Filter.WITH: (mark("with:"),),
    Filter.ACCOUNT: (mark("account:"),),
    Filter.BY: (mark("by:"), mark("from:"), mark("owner:")),
    Filter.SINCE: (mark("since:"), mark("after:")),
    Filter.UNTIL: (mark("until:"), mark("before:")),
}
_ENGLISH = {spelt.rstrip(":"): known for known, names in _NAMES.items() for spelt in names}
_MEANS = {
    Filter.IN: mark("accounts, people, exchanges or steps"),
    Filter.TYPE: mark("the channel: call, email, visit, video, message"),
    Filter.KIND: mark("the kind of exchange, for example engagement"),
    Filter.IS: mark("talk, listen, complaint, open or done"),
    Filter.WITH: mark("who took part, theirs or ours"),
    Filter.ACCOUNT: mark("a word of the account’s name"),
    Filter.BY: mark("whose it is on our side"),
    Filter.SINCE: mark("from a day, month or year on"),
    Filter.UNTIL: mark("up to a day, month or year"),
}
_PLACES = {
    mark("accounts"): "account",
    mark("people"): "person",
    mark("exchanges"): "exchange",
    mark("steps"): "next_step",
}
_IS = (
    mark("talk"),
    mark("listen"),
    mark("complaint"),
    mark("open"),
    mark("done"),
)
_FITS: dict[Filter, tuple[str, ...]] = {
    Filter.TYPE: ("exchange",),
    Filter.KIND: ("exchange",),
    Filter.WITH: ("exchange", "next_step"),
    Filter.BY: ("account", "exchange", "next_step"),
    Filter.SINCE: ("exchange", "next_step"),
    Filter.UNTIL: ("exchange", "next_step"),
}
_PART = re.compile(r'(?:(?P<name>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]*))')
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class SearchLine:
    """What a line asks for, and what of it was not understood, in words."""

    wanted: Wanted
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on: the whole line with it, what is added, and what that means."""

    line: str
    adds: str
    means: str


def read_search(typed: str, today: date, kinds: Sequence[str] = KINDS) -> SearchLine:
    """What a line typed on ``today`` asks for, among these kinds of records."""
    line = SearchLine(Wanted(kinds=tuple(kinds)))
    for found in _PART.finditer(typed):
        name, phrase, plain = found["name"], found["phrase"], found["plain"] or ""
        if not found[0]:
            continue
        if name is not None and not plain.startswith("//"):
            known = _filter(name)
            if known is not None:
                line = _narrowed(line, known, phrase if phrase is not None else plain, today)
                continue
            if phrase is not None or plain:
                line = _problem(line, _unknown(name))
        words = tuple(raw_words_of(phrase if phrase is not None else found[0]))
        if not words:
            continue
        wanted = line.wanted
        if phrase is not None and name is None:
            line = replace(line, wanted=replace(wanted, phrases=(*wanted.phrases, words)))
        else:
            if phrase is not None:
                words = (str(name), *words)
            line = replace(line, wanted=replace(wanted, words=(*wanted.words, *words)))
    if kinds and not line.wanted.kinds:
        line = _problem(line, tr("No kind of record has all of these filters."))
    return line


def completions(typed: str, team: Iterable[str]) -> tuple[Completion, ...]:
    """How the last part of a line can go on: names of filters, then their values."""
    head, _, last = typed.rpartition(" ")
    head = f"{head} " if head else ""
    name, colon, value = last.partition(":")
    if not colon:
        return tuple(
            Completion(f"{head}{tr(_NAMES[each][0])}", tr(_NAMES[each][0]), tr(_MEANS[each]))
            for each in Filter
            if name and any(_begins(spelt, name) for spelt in _NAMES[each])
        )
    known = _filter(name)
    if known is None:
        return ()
    values: list[str] = []
    if known is Filter.IN:
        values = [tr(word) for word in _PLACES]
    elif known is Filter.TYPE:
        values = [tr(WORDS[each]).split()[0].lower() for each in Channel]
    elif known is Filter.KIND:
        values = [tr(WORDS[each]).lower() for each in ExchangeKind]
    elif known is Filter.IS:
        values = [tr(word) for word in _IS]
    elif known is Filter.BY:
        values = [f'"{each}"' if " " in each else each for each in team]
    begun = fold(value.strip('"'))
    return tuple(
        Completion(f"{head}{name}:{each} ", f"{name}:{each}", tr(_MEANS[known]))
        for each in values
        if fold(each.strip('"')).startswith(begun) and each != value
    )


def _filter(name: str) -> Filter | None:
    typed = name.casefold()
    if typed in _ENGLISH:
        return _ENGLISH[typed]
    for known, spellings in _NAMES.items():
        for spelt in spellings:
            if typed == tr(spelt).rstrip(":").casefold():
                return known
    return None


def _begins(spelt: str, typed: str) -> bool:
    begun = typed.casefold()
    return spelt.startswith(begun) or tr(spelt).casefold().startswith(begun)


def _unknown(name: str) -> str:
    names = ", ".join(tr(spellings[0]) for spellings in _NAMES.values())
    return tr(
        "There is no filter “{name}:”, so it was searched as a word. Filters: {names}",
        name=name,
        names=names,
    )


def _problem(line: SearchLine, words: str) -> SearchLine:
    return line if words in line.problems else replace(line, problems=(*line.problems, words))


def _narrowed(line: SearchLine, known: Filter, value: str, today: date) -> SearchLine:
    if not value.strip():
        return line  # still being typed
    wanted = line.wanted
    if known in (Filter.SINCE, Filter.UNTIL):
        span = _span(value, today)
        if span is None:
            return _problem(line, _no_value(known, value, "2026-01, 2026-01-15"))
        wanted = (
            replace(wanted, since=span[0])
            if known is Filter.SINCE
            else replace(wanted, until=span[1])
        )
    elif known is Filter.IN:
        places = {kind for word, kind in _PLACES.items() if _meant(word, value)}
        if not places:
            return _problem(line, _no_value(known, value, ", ".join(tr(w) for w in _PLACES)))
        wanted = replace(wanted, kinds=tuple(k for k in wanted.kinds if k in places))
    elif known is Filter.TYPE:
        channels = _members(Channel, value)
        if not channels:
            return _problem(line, _no_value(known, value, _list(Channel)))
        wanted = replace(wanted, channels=channels)
    elif known is Filter.KIND:
        kinds = _members(ExchangeKind, value)
        if not kinds:
            return _problem(line, _no_value(known, value, _list(ExchangeKind)))
        wanted = replace(wanted, exchange_kinds=kinds)
    elif known is Filter.IS:
        state = _state(value)
        if state is None:
            return _problem(line, _no_value(known, value, ", ".join(tr(w) for w in _IS)))
        fits, changes = state
        wanted = replace(wanted, **changes)  # type: ignore[arg-type]
        wanted = replace(wanted, kinds=tuple(k for k in wanted.kinds if k == fits))
    else:
        names = tuple(raw_words_of(value))
        if known is Filter.WITH:
            wanted = replace(wanted, people=(*wanted.people, *names))
        elif known is Filter.ACCOUNT:
            wanted = replace(wanted, accounts=(*wanted.accounts, *names))
        else:
            wanted = replace(wanted, owners=(*wanted.owners, *names))
    fits_kinds = _FITS.get(known, KINDS)
    return replace(
        line, wanted=replace(wanted, kinds=tuple(k for k in wanted.kinds if k in fits_kinds))
    )


def _no_value(known: Filter, value: str, examples: str) -> str:
    return tr(
        "“{value}” does not fit {filter} Try {examples}.",
        value=value,
        filter=tr(_NAMES[known][0]),
        examples=examples,
    )


def _meant(word: str, value: str) -> bool:
    begun = fold(value)
    return fold(word).startswith(begun) or fold(tr(word)).startswith(begun)


def _members(words: type[E], value: str) -> tuple[E, ...]:
    return tuple(
        each for each in words if each.value.startswith(fold(value)) or _meant(WORDS[each], value)
    )


def _list(words: type[StrEnum]) -> str:
    return ", ".join(tr(WORDS[each]).lower() for each in words)


def _state(value: str) -> tuple[str, Mapping[str, object]] | None:
    for word, fits, changes in (
        (_IS[0], "exchange", {"direction": Direction.OUTBOUND}),
        (_IS[1], "exchange", {"direction": Direction.INBOUND}),
        (_IS[2], "exchange", {"complaint": True}),
        (_IS[3], "next_step", {"done": False}),
        (_IS[4], "next_step", {"done": True}),
    ):
        if _meant(word, value):
            return fits, changes
    return None


def _span(value: str, today: date) -> tuple[date, date] | None:
    found = _MONTH.fullmatch(value)
    if found:
        year, month = int(found[1]), int(found[2] or 0)
        if year not in _YEARS or month > 12 or (found[2] and not month):
            return None
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        number = year * 12 + month - 1
        return first_of_month(number), last_of_month(number)
    day = read_day(value, today, ahead=False) or read_day(value, today)
    return None if day is None or day.year not in _YEARS else (day, day)
