"""Time equations: what one event of a cost pool takes, by what is known of it.

``8 + 3 if new customer + 2 * lines over 10`` is 8 minutes, 3 more for an account's first order and
2 for every line past the tenth. A small language of its own: numbers, + - * /, min and max,
``x over y`` for max(0, x - y), ``x if condition``, comparisons, and, or, not, ``text is "..."``.
"""

from __future__ import annotations

from b2bdesk.analytics.time_equation.equation import (
    MOST_MINUTES,
    EquationPart,
    TimeEquation,
    compose,
    number_text,
    parse,
)
from b2bdesk.analytics.time_equation.names import (
    EquationName,
    Measure,
    Subject,
    names_of,
    plain_text,
    subject_of,
)
from b2bdesk.analytics.time_equation.tokens import EquationError

__all__ = [
    "MOST_MINUTES",
    "EquationError",
    "EquationName",
    "EquationPart",
    "Measure",
    "Subject",
    "TimeEquation",
    "compose",
    "names_of",
    "number_text",
    "parse",
    "plain_text",
    "subject_of",
]
