"""What a time equation may ask of an event: the names it knows, by what is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from b2bdesk.core.i18n import in_every_language, mark
from b2bdesk.models.costing_enums import Driver
from b2bdesk.models.enums import WORDS, AccountKind, Channel, ExchangeKind


class Subject(StrEnum):
    """What one event of a driver is, which decides what is known of it."""

    ORDER = "order"
    EXCHANGE = "exchange"
    ACCOUNT = "account"  # nothing is known of the single event, only whose it is


class Measure(StrEnum):
    """What a name stands for."""

    NUMBER = "number"
    YES_NO = "yes_no"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class EquationName:
    """A name of the language. ``title`` explains it, for ``tr``.

    ``choices``: the stored values that a text takes, by the words it may be written with; None
    where any text may stand.
    """

    name: str
    measure: Measure
    title: str
    choices: tuple[tuple[str, str], ...] | None = None

    def stored(self, written: str) -> str | None:
        """The value that a written text means, None where there is no such value."""
        plain = plain_text(written)
        if self.choices is None:
            return plain
        return dict(self.choices).get(plain)


def plain_text(written: str) -> str:
    """A text as it is compared: without regard to capitals and spaces."""
    return " ".join(written.split()).casefold()


_ORDER_DRIVERS = frozenset(
    {Driver.ORDERS, Driver.ORDER_LINES, Driver.DELIVERIES, Driver.EXPEDITED_ORDERS}
)
_EXCHANGE_DRIVERS = frozenset({Driver.EXCHANGES, Driver.VISITS, Driver.CALLS, Driver.COMPLAINTS})
_MINUTE_DRIVERS = frozenset({Driver.EXCHANGE_MINUTES, Driver.VISIT_MINUTES, Driver.CALL_MINUTES})


def subject_of(driver: Driver | None) -> Subject | None:
    """What one event of a driver is; None where there is no driver or its events are minutes."""
    if driver is None or driver in _MINUTE_DRIVERS:
        return None
    if driver in _ORDER_DRIVERS:
        return Subject.ORDER
    return Subject.EXCHANGE if driver in _EXCHANGE_DRIVERS else Subject.ACCOUNT


@cache
def names_of(subject: Subject) -> tuple[EquationName, ...]:
    """The names that an equation over such events may use, the most useful first."""
    account = (
        EquationName("segment", Measure.TEXT, mark("The account's segment")),
        EquationName("kind", Measure.TEXT, mark("The kind of account"), _choices(AccountKind)),
        EquationName("country", Measure.TEXT, mark("The account's country")),
    )
    if subject is Subject.ORDER:
        return (
            EquationName("lines", Measure.NUMBER, mark("Lines of the order")),
            EquationName("units", Measure.NUMBER, mark("Units of the order")),
            EquationName("amount", Measure.NUMBER, mark("Amount of the order")),
            EquationName("new customer", Measure.YES_NO, mark("It is the account's first order")),
            EquationName("expedited", Measure.YES_NO, mark("The order is expedited")),
            *account,
        )
    if subject is Subject.EXCHANGE:
        return (
            EquationName("minutes", Measure.NUMBER, mark("Logged minutes")),
            EquationName("people", Measure.NUMBER, mark("People of theirs who took part")),
            EquationName("colleagues", Measure.NUMBER, mark("People of ours who took part")),
            EquationName("complaint", Measure.YES_NO, mark("The exchange is a complaint")),
            EquationName("channel", Measure.TEXT, mark("The channel"), _choices(Channel)),
            EquationName(
                "exchange kind", Measure.TEXT, mark("The kind of exchange"), _choices(ExchangeKind)
            ),
            *account,
        )
    return account


def _choices(vocabulary: Iterable[StrEnum]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for member in vocabulary:
        for words in (member.value.replace("_", " "), *in_every_language(WORDS[member])):
            found.setdefault(plain_text(words), member.value)
    return tuple(found.items())
