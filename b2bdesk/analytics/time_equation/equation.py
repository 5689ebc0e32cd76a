"""A time equation that was read: its value for an event, and the parts a person sees it as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from b2bdesk.analytics.largest_remainder import round_half_away
from b2bdesk.analytics.time_equation.names import Subject
from b2bdesk.analytics.time_equation.nodes import (
    Facts,
    Product,
    Sum,
    Value,
    When,
    names_in,
    value_of,
)
from b2bdesk.analytics.time_equation.parser import Parser
from b2bdesk.analytics.time_equation.tokens import EquationError
from b2bdesk.core.i18n import tr

MOST_MINUTES = 100_000
"""What one event takes at most; an equation that gives more counts as this."""


@dataclass(frozen=True, slots=True)
class EquationPart:
    """One line of an equation after its base: ``minutes`` for each ``each``, if ``when``.

    ``each`` is "" where the minutes are added once, ``when`` is "" where always. ``minutes`` is
    None where the line cannot be told that way; then only ``text`` says what it is.
    """

    minutes: Fraction | None
    each: str = ""
    when: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class TimeEquation:
    """What one event takes, in minutes. ``text`` as it was written, ``names`` what it asks for."""

    text: str
    subject: Subject
    root: Value
    names: frozenset[str]

    def evaluate(self, facts: Facts) -> Fraction:
        """Minutes of one event, exactly; may be negative.

        ``facts`` by name: numbers, yes or no, texts as stored (closed vocabularies) or as
        ``names.plain_text``. ``ZeroDivisionError`` where it divides by zero.
        """
        return value_of(self.root, facts)

    def milli_minutes(self, facts: Facts) -> int:
        """Thousandths of minutes that an event counts: never below 0 nor past ``MOST_MINUTES``.

        An event that would divide by zero counts 0.
        """
        try:
            exact = self.evaluate(facts)
        except ZeroDivisionError:
            return 0
        return min(MOST_MINUTES * 1000, max(0, round_half_away(exact * 1000)))

    @property
    def base(self) -> Fraction:
        """The minutes that every event takes, before any condition."""
        return sum(
            (sign * value_of(term, {}) for sign, term in self._terms if not names_in(term)),
            Fraction(0),
        )

    @property
    def parts(self) -> tuple[EquationPart, ...]:
        """The lines that are added to the base."""
        return tuple(self._part(sign, term) for sign, term in self._terms if names_in(term))

    @property
    def _terms(self) -> tuple[tuple[int, Value], ...]:
        root = self.root
        # "-(8 + lines)" is one term with its parentheses, "8 + lines" two.
        if isinstance(root, Sum) and self.text[root.span[0]] != "(" and len(root.terms) > 1:
            return root.terms
        return ((1, root),)

    def _part(self, sign: int, term: Value) -> EquationPart:
        text = f"{'-' if sign < 0 else ''}{self._words(term.span)}"
        when, value = "", term
        if isinstance(term, When) and self.text[term.span[0] : term.value.span[0]] == "":
            when, value = self._words(term.condition.span), term.value
        factors = value.factors if isinstance(value, Product) else ((False, value),)
        minutes = Fraction(sign)
        each: list[str] = []
        for divides, factor in factors:
            if not names_in(factor):
                number = value_of(factor, {})
                minutes = minutes / number if divides else minutes * number
            elif divides:
                return EquationPart(None, text=text)
            else:
                each.append(self._words(factor.span))
        return EquationPart(minutes, " * ".join(each), when, text)

    def _words(self, span: tuple[int, int]) -> str:
        return " ".join(self.text[span[0] : span[1]].split())


def parse(text: str, subject: Subject) -> TimeEquation:
    """Read an equation over events of a subject; ``EquationError`` says what is wrong and where."""
    root = Parser(text, subject).read()
    names = names_in(root)
    if not names:
        minutes = value_of(root, {})
        if minutes <= 0:
            raise EquationError(tr("One event takes more than 0 minutes."), *root.span)
        if minutes > MOST_MINUTES:
            raise EquationError(tr("One event takes at most 100,000 minutes."), *root.span)
    return TimeEquation(text, subject, root, names)


def compose(base: Fraction, parts: Sequence[EquationPart]) -> str:
    """The equation of a base and its lines, to be read by ``parse`` again."""
    told = [number_text(base)] if base or not parts else []
    for part in parts:
        words = part.text
        if part.minutes is not None:
            words = number_text(part.minutes) + (f" * {part.each}" if part.each else "")
            words += f" if {part.when}" if part.when else ""
        if told and words.startswith("-"):
            told.append(f"- {words[1:]}")
        else:
            told.append(f"+ {words}" if told else words)
    return " ".join(told)


def number_text(value: Fraction) -> str:
    """A number as an equation writes it: 8, 2.5, or 1 / 3 where no decimals say it."""
    if value.denominator == 1:
        return str(value.numerator)
    for decimals in range(1, 7):
        if (value * 10**decimals).denominator == 1:
            size = str(abs(value.numerator) * 10**decimals // value.denominator).zfill(decimals + 1)
            return f"{'-' if value < 0 else ''}{size[:-decimals]}.{size[-decimals:]}"
    return f"{value.numerator} / {value.denominator}"
