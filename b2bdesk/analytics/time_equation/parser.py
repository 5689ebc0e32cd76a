"""Reads a time equation; nothing of it is ever run as a program.

    sum         product [if condition] { + or - product [if condition] }
    product     factor { * or / factor }
    factor      - factor, or: atom [over atom]
    atom        number, name, min( ... ), max( ... ), or anything in parentheses
    condition   not, and, or over comparisons, yes-or-no names, and text is "..."

A condition without parentheses ends at the next + or -, so that ``8 + 3 if new customer + 2``
reads as it sounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import TypeAlias

from b2bdesk.analytics.time_equation.names import EquationName, Measure, Subject, names_of
from b2bdesk.analytics.time_equation.nodes import (
    Both,
    Compare,
    Condition,
    Extreme,
    Flag,
    Named,
    Not,
    Number,
    Over,
    Product,
    Span,
    Sum,
    TextIs,
    Value,
    When,
    names_in,
    value_of,
)
from b2bdesk.analytics.time_equation.tokens import EquationError, Token, tokens_of
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS

_DEEPEST = 20
_LARGEST = 1_000_000
_DECIMALS = 6
_KEYWORDS = frozenset({"if", "and", "or", "not", "is", "over", "min", "max"})
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "<>"})


@dataclass(frozen=True, slots=True)
class _Text:
    """The name of a text, before what it is compared with."""

    name: EquationName
    span: Span


_Node: TypeAlias = Value | Condition | _Text


class Parser:
    """One reading of one text."""

    def __init__(self, text: str, subject: Subject) -> None:
        self._source = text
        self._tokens = tokens_of(text)
        self._place = 0
        self._depth = 0
        self._names = {name.name: name for name in names_of(subject)}

    def read(self) -> Value:
        """The whole text as a value; ``EquationError`` where it is none."""
        first = self._now
        if first.kind == "end":
            raise EquationError(tr("Say how many minutes one event takes."), 0, len(self._source))
        found = self._value(self._sum())
        if self._now.kind != "end":
            raise self._unexpected()
        return found

    # --- values ----------------------------------------------------------------------------

    def _sum(self) -> _Node:
        terms: list[tuple[int, _Node]] = [(1, self._term())]
        while self._now.text in {"+", "-"} and self._now.kind == "sign":
            sign = 1 if self._next().text == "+" else -1
            terms.append((sign, self._term()))
        if len(terms) == 1:
            return terms[0][1]
        values = tuple((sign, self._value(term)) for sign, term in terms)
        return Sum(values, (values[0][1].span[0], values[-1][1].span[1]))

    def _term(self) -> _Node:
        if self._now.kind == "word" and self._now.text == "if":
            raise EquationError(
                tr("Say how many minutes before “if”."),
                self._now.start,
                self._now.end,
                tr("For example: 3 if lines > 10."),
            )
        found = self._product()
        if not self._took("if"):
            return found
        value = self._value(found)
        condition = self._condition(self._either(self._product))
        if self._now.kind == "word" and self._now.text == "if":
            raise EquationError(
                tr("One “if” is enough for each number of minutes."),
                self._now.start,
                self._now.end,
                tr("Join conditions with “and”."),
            )
        return When(value, condition, (value.span[0], condition.span[1]))

    def _product(self) -> _Node:
        first = self._factor()
        factors: list[tuple[bool, _Node]] = [(False, first)]
        while self._now.kind == "sign" and self._now.text in {"*", "/"}:
            divides = self._next().text == "/"
            factors.append((divides, self._factor()))
        if len(factors) == 1:
            return first
        values = tuple((divides, self._value(factor)) for divides, factor in factors)
        for divides, value in values:
            if divides and not names_in(value) and value_of(value, {}) == 0:
                raise EquationError(tr("Nothing can be divided by zero."), *value.span)
        return Product(values, (values[0][1].span[0], values[-1][1].span[1]))

    def _factor(self) -> _Node:
        if self._now.kind == "sign" and self._now.text in {"+", "-"}:
            sign = self._next()
            inside = self._value(self._deeper(self._factor))
            if sign.text == "+":
                return inside
            return Sum(((-1, inside),), (sign.start, inside.span[1]))
        found = self._atom()
        if not self._took("over"):
            return found
        value, limit = self._value(found), self._value(self._atom())
        return Over(value, limit, (value.span[0], limit.span[1]))

    def _atom(self) -> _Node:
        token = self._now
        if token.kind == "number":
            self._next()
            value = Fraction(token.text)
            if value > _LARGEST or (value * 10**_DECIMALS).denominator != 1:
                raise EquationError(
                    tr("A number is at most 1,000,000, with at most six decimals."),
                    token.start,
                    token.end,
                )
            return Number(value, (token.start, token.end))
        if token.kind == "sign" and token.text == "(":
            self._next()
            inside = self._deeper(lambda: self._either(self._sum))
            closing = self._expect(")")
            # The parentheses belong to it, so that its text can stand anywhere.
            return replace(inside, span=(token.start, closing.end))
        if token.kind == "word" and token.text in {"min", "max"}:
            return self._extreme()
        if token.kind == "word" and token.text not in _KEYWORDS:
            return self._name()
        raise self._missing()

    def _extreme(self) -> Value:
        word = self._next()
        self._expect("(")
        values = [self._value(self._deeper(self._sum))]
        while self._now.kind == "sign" and self._now.text == ",":
            self._next()
            values.append(self._value(self._deeper(self._sum)))
        closing = self._expect(")")
        return Extreme(word.text == "min", tuple(values), (word.start, closing.end))

    def _name(self) -> _Node:
        first = self._next()
        second = self._now
        name = self._names.get(f"{first.text} {second.text}") if second.kind == "word" else None
        if name is not None:
            self._next()
        else:
            second = first
            name = self._names.get(first.text)
        if name is None:
            raise self._unknown(first)
        span = (first.start, second.end)
        if name.measure is Measure.NUMBER:
            return Named(name.name, span)
        return Flag(name.name, span) if name.measure is Measure.YES_NO else _Text(name, span)

    # --- conditions ------------------------------------------------------------------------

    def _either(self, operand: Callable[[], _Node]) -> _Node:
        return self._joined("or", lambda: self._joined("and", lambda: self._negated(operand)))

    def _joined(self, word: str, part: Callable[[], _Node]) -> _Node:
        found = [part()]
        while self._took(word):
            found.append(part())
        if len(found) == 1:
            return found[0]
        conditions = tuple(self._condition(each) for each in found)
        return Both(word == "and", conditions, (conditions[0].span[0], conditions[-1].span[1]))

    def _negated(self, operand: Callable[[], _Node]) -> _Node:
        token = self._now
        if not self._took("not"):
            return self._compared(operand)
        inside = self._condition(self._deeper(lambda: self._negated(operand)))
        return Not(inside, (token.start, inside.span[1]))

    def _compared(self, operand: Callable[[], _Node]) -> _Node:
        left = operand()
        token = self._now
        negated = False
        if token.kind == "word" and token.text == "is":
            self._next()
            negated = self._took("not")
            how = "="
        elif token.kind == "sign" and token.text in _COMPARISONS:
            self._next()
            how = token.text
        else:
            return left
        if isinstance(left, _Text):
            if how not in {"=", "<>"}:
                raise EquationError(
                    tr("A text can only be equal or not."),
                    token.start,
                    token.end,
                    tr('Write: {name} is "..."', name=left.name.name),
                )
            return self._text_is(left, negated or how == "<>")
        first, second = self._value(left), self._value(operand())
        span = (first.span[0], second.span[1])
        plain = {
            "<": lambda: Compare("<", first, second, span),
            "<=": lambda: Compare("<=", first, second, span),
            ">": lambda: Compare("<", second, first, span),
            ">=": lambda: Compare("<=", second, first, span),
        }
        if how in plain:
            return plain[how]()
        equal = Compare("=", first, second, span)
        return Not(equal, span) if negated or how == "<>" else equal

    def _text_is(self, left: _Text, negated: bool) -> Condition:
        token = self._now
        if token.kind != "text":
            raise EquationError(
                tr("A text in quotation marks is missing here."),
                token.start,
                max(token.end, token.start + 1),
                tr('Write: {name} is "..."', name=left.name.name),
            )
        self._next()
        stored = left.name.stored(token.text)
        if stored is None:
            assert left.name.choices is not None
            known = dict.fromkeys(value for _, value in left.name.choices)
            raise EquationError(
                tr("{title} cannot be “{text}”.", title=tr(left.name.title), text=token.text),
                token.start,
                token.end,
                tr("It is one of: {choices}.", choices=", ".join(tr(WORDS[v]) for v in known)),
            )
        found = TextIs(left.name.name, stored, (left.span[0], token.end))
        return Not(found, found.span) if negated else found

    # --- what kind of node -----------------------------------------------------------------

    def _value(self, node: _Node) -> Value:
        if isinstance(node, Number | Named | Sum | Product | Over | Extreme | When):
            return node
        if isinstance(node, _Text):
            raise self._bare_text(node)
        words = self._source[node.span[0] : node.span[1]]
        raise EquationError(
            tr("“{words}” is a condition, and a number is needed here.", words=words),
            *node.span,
            tr("Write the minutes before it: 3 if {words}.", words=words),
        )

    def _condition(self, node: _Node) -> Condition:
        if isinstance(node, Flag | TextIs | Compare | Not | Both):
            return node
        if isinstance(node, _Text):
            raise self._bare_text(node)
        if isinstance(node, Over):
            return Compare("<", node.limit, node.value, node.span)
        words = self._source[node.span[0] : node.span[1]]
        raise EquationError(
            tr("“{words}” is a number, and a condition is needed here.", words=words),
            *node.span,
            tr("Compare it, for example: {words} > 10.", words=words),
        )

    def _bare_text(self, node: _Text) -> EquationError:
        return EquationError(
            tr("“{name}” is a text: say what it is to be.", name=node.name.name),
            *node.span,
            tr('Write: {name} is "..."', name=node.name.name),
        )

    # --- moving on -------------------------------------------------------------------------

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    def _next(self) -> Token:
        token = self._tokens[self._place]
        self._place += 1
        return token

    def _took(self, word: str) -> bool:
        if self._now.kind == "word" and self._now.text == word:
            self._place += 1
            return True
        return False

    def _expect(self, sign: str) -> Token:
        if self._now.kind == "sign" and self._now.text == sign:
            return self._next()
        if self._now.kind == "end":
            raise EquationError(
                tr("A “{sign}” is missing at the end.", sign=sign), self._now.start, self._now.end
            )
        raise self._unexpected(sign)

    def _deeper(self, part: Callable[[], _Node]) -> _Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise EquationError(
                tr("This goes too deep."),
                self._now.start,
                self._now.end,
                tr("Use fewer parentheses within each other."),
            )
        found = part()
        self._depth -= 1
        return found

    # --- errors ----------------------------------------------------------------------------

    def _missing(self) -> EquationError:
        token = self._now
        if token.kind == "end":
            return EquationError(
                tr("The equation ends too early: a number or a name is missing."),
                token.start,
                token.end,
            )
        return EquationError(
            tr("A number or a name is missing before “{words}”.", words=self._words(token)),
            token.start,
            token.end,
        )

    def _unexpected(self, instead: str = "") -> EquationError:
        token = self._now
        words = self._words(token)
        if token.text == "," and token.kind == "sign":
            message, hint = tr("Write decimals with a point, as in 1.5."), ""
        elif token.text in {*_COMPARISONS, "is"}:
            message = tr("A comparison stands only after “if”.")
            hint = tr("For example: 3 if lines > 10.")
        elif token.kind == "text":
            message = tr("A text stands only after “is”.")
            hint = tr('For example: 3 if segment is "Mountain".')
        elif token.kind == "number" or (token.kind == "word" and token.text not in _KEYWORDS):
            message = tr("A sign is missing before “{words}”.", words=words)
            hint = tr("For example: + or *.")
        else:
            message, hint = tr("“{words}” does not fit here.", words=words), ""
            if instead:
                hint = tr("A “{sign}” is expected.", sign=instead)
        return EquationError(message, token.start, token.end, hint)

    def _unknown(self, token: Token) -> EquationError:
        close = get_close_matches(token.text, self._names, n=1, cutoff=0.75)
        message = tr("“{words}” is not known here.", words=self._words(token))
        if close:
            message = tr(
                "“{words}” is not known here. Did you mean “{name}”?",
                words=self._words(token),
                name=close[0],
            )
        hint = tr("It may use: {names}.", names=", ".join(self._names))
        return EquationError(message, token.start, token.end, hint)

    def _words(self, token: Token) -> str:
        return self._source[token.start : token.end]
