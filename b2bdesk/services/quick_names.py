"""Who is meant by a typed name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from b2bdesk.core.i18n import tr
from b2bdesk.services.quick_marks import (
    Field,
    Name,
    Reading,
    bare,
    face_of,
    folded,
    is_separator,
    minutes_of,
    sign_of,
)

_LONGEST_NAME = 5  # words


def matching_names(start: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """People whose name, or a word of it, begins as typed; whole names first."""
    typed = folded(start)
    exact = tuple(each for each in names if folded(each.name) == typed)
    if exact:
        return exact
    first = [each for each in names if folded(each.name).startswith(typed)]
    later = [
        each
        for each in names
        if each not in first
        and any(word.startswith(typed) for word in folded(each.name).split()[1:])
    ]
    return (*first, *later)


@lru_cache(maxsize=4)
def _directory(names: tuple[Name, ...]) -> dict[str, tuple[Name, ...]]:
    """By whole name and by each word of it."""
    found: dict[str, dict[Name, None]] = {}
    for each in names:
        whole = folded(each.name)
        for key in (whole, *whole.split()):
            found.setdefault(key, {})[each] = None
    return {key: tuple(people) for key, people in found.items()}


def called(typed: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Those with exactly this name; for one word those whose name holds it."""
    key = folded(typed)
    found = _directory(names).get(key, ())
    return tuple(each for each in found if folded(each.name) == key) or found


def read_marked_person(reading: Reading, index: int, names: tuple[Name, ...]) -> None:
    """``@name`` at a word: the longest name that fits; a beginning is enough where it is one's."""
    phrase = [reading.words[index].group()[1:], *reading.free_words(index + 1, _LONGEST_NAME - 1)]
    for used in range(len(phrase), 0, -1):
        typed = bare(" ".join(phrase[:used]))
        if not typed:
            continue
        found = (
            called(typed, names)
            if used == 1
            else tuple(each for each in called(typed, names) if folded(each.name) == typed)
        )
        if not found and used == 1:
            found = matching_names(typed, names)
        if len(found) == 1:
            reading.take(Field.PEOPLE, index, index + used - 1, found[0])
            return
        if found:
            reading.ask(phrase[0], found, index, index + used - 1)
            return
    # Somebody new: "@Bob Miller" is one name as long as its words are written as names are.
    last = index
    while (
        last - index + 1 < len(phrase) and last - index < 2 and _is_name(phrase[last - index + 1])
    ):
        last += 1
    typed = " ".join(phrase[: last - index + 1])
    reading.ask(typed.rstrip(".:?!"), (), index, last)


def read_person(reading: Reading, index: int, names: tuple[Name, ...], *, ours: bool) -> int:
    """A name in plain words at a place; how many words it has, 0 where nobody is named.

    ``ours``: our own colleagues may be meant too. A name that fits several is asked about. One
    that is to stay words is passed over.
    """
    limit = min(_LONGEST_NAME, len(reading.words) - index)
    for used in range(limit, 0, -1):
        if any(is_separator(reading.words[index + n].group()) for n in range(used)):
            continue
        typed = bare(reading.text(index, index + used - 1))
        found = called(typed, names)
        if used > 1:
            found = tuple(each for each in found if folded(each.name) == typed)
        theirs = tuple(each for each in found if not each.ours)
        choices = theirs or (found if ours else ())
        last = index + used - 1
        if len(choices) == 1:
            reading.take(Field.PEOPLE, index, last, choices[0])
            return used
        if choices:
            reading.ask(reading.text(index, last), choices, index, last)
            return used
    return 0


def read_stranger(reading: Reading, index: int, *, listed: bool) -> int:
    """Somebody who is not known, where only a name can stand; how many words the name has.

    ``listed``: a comma or "and" stands before it, so that what follows need not tell.
    """
    for used in (2, 1):
        last = index + used - 1
        if last >= len(reading.words):
            continue
        words = [reading.words[n].group() for n in range(index, last + 1)]
        if not all(_is_name(word) for word in words):
            continue
        after = reading.words[last + 1].group() if last + 1 < len(reading.words) else ""
        ends = after in (",", "،", "、") or (
            bool(after)
            and (
                minutes_of(after) is not None
                or sign_of(after) is not None
                or face_of(after) is not None
            )
        )
        if ends or (listed and used == 1 and words[0].endswith(":")):
            typed = reading.text(index, last).rstrip(".:")
            reading.ask(typed, (), index, last)
            return used
    return 0


def _is_name(word: str) -> bool:
    """Written as names are: a capital first, or a script without capitals."""
    return word[0].isalpha() and not word[0].islower() and not any(map(str.isdigit, word))


def name_list(names: Sequence[str]) -> str:
    """ "Ruth, Ines and Daniel" in the user's words."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
