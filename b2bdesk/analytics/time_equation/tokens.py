"""The words and signs of a time equation, with their places, and the errors that name a place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr

LONGEST = 500
"""Characters of an equation: more than that nobody reads."""

_PATTERN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<text>\"[^\"]*\"|'[^']*'|“[^”]*”|„[^“”]*[“”]|«[^»]*»|‘[^’]*’)"
    r"|(?P<sign><=|>=|<>|!=|==|≤|≥|≠|[<>=+\-−*×·/÷(),])"
)
_SAME = {
    "−": "-",
    "×": "*",
    "·": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "==": "=",
    "≠": "<>",
    "!=": "<>",
}


class EquationError(DomainError):
    """A time equation that cannot be read. ``start`` and ``end`` are where, in its text."""

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message, field="time_equation", hint=hint)
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text. ``kind``: number, word, text, sign or end; words in small letters."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The pieces of an equation with an end after them; ``EquationError`` for what is no piece."""
    if len(text) > LONGEST:
        raise EquationError(
            tr("A time equation has at most {n} characters.", n=LONGEST), LONGEST, len(text)
        )
    found = []
    place = 0
    while place < len(text):
        match = _PATTERN.match(text, place)
        if match is None:
            raise _unreadable(text, place)
        kind = str(match.lastgroup)
        piece = match.group()
        if kind == "word":
            piece = piece.casefold()
        elif kind == "text":
            piece = piece[1:-1]
        elif kind == "sign":
            piece = _SAME.get(piece, piece)
        if kind != "space":
            found.append(Token(kind, piece, match.start(), match.end()))
        place = match.end()
    found.append(Token("end", "", len(text), len(text)))
    return found


def _unreadable(text: str, place: int) -> EquationError:
    sign = text[place]
    if sign in "\"'“„«‘":
        return EquationError(tr("This text has no closing quotation mark."), place, len(text))
    return EquationError(
        tr("“{sign}” has no meaning in a time equation.", sign=sign), place, place + 1
    )
