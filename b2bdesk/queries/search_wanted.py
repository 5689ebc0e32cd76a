"""What a search asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.search_marks import fold

KINDS = ("account", "person", "exchange", "next_step")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: all of it must hold. Words are as typed.

    ``words`` begin a word of the record; ``phrases`` stand in it as they are. ``people``,
    ``accounts`` and ``owners`` begin a word of those names. What is None or empty does not narrow.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = KINDS
    people: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    exchange_kinds: tuple[ExchangeKind, ...] = ()
    direction: Direction | None = None
    complaint: bool = False
    done: bool | None = None
    since: date | None = None
    until: date | None = None

    @property
    def empty(self) -> bool:
        """True while nothing is asked for."""
        return self == Wanted(kinds=self.kinds)

    @property
    def begins(self) -> frozenset[str]:
        """Beginnings to mark in what is found, folded."""
        plain = (*self.words, *self.people, *self.accounts)
        return frozenset(fold(word) for word in plain)

    @property
    def whole(self) -> frozenset[str]:
        """Whole words to mark in what is found, folded."""
        return frozenset(fold(word) for phrase in self.phrases for word in phrase)
