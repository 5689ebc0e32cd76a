"""Excel's number formats by kind of column.

Excel itself puts the thousands and decimal marks of the reader's computer; what it does not know
is the currency's decimals and the order in which our user reads a date.
"""

from __future__ import annotations

import re
from functools import cache

from b2bdesk.core.money import exponent
from b2bdesk.core.region import region

TEXTS = frozenset({"text", "code", "note"})
FIGURES = frozenset({"int", "number", "percent", "money"})
_PLAIN = {"int": "#,##0", "number": "#,##0.00", "percent": "0.0%", "month": "mmm yyyy"}
_ISO = "yyyy-mm-dd"


def format_of(kind: str, currency: str = "") -> str:
    """The number format of a kind of column; ``General`` where it has none."""
    if kind in TEXTS:
        return "@"
    if kind == "date":
        return date_format(region())
    if kind == "money":
        places = exponent(currency)
        digits = "#,##0" + ("." + "0" * places if places else "")
        return f"{digits};[Red]-{digits}"
    return _PLAIN.get(kind, "General")


@cache
def date_format(locale: str) -> str:
    """Day, month and four-digit year in the order and with the marks of a locale (``de_DE``)."""
    from babel.core import Locale, UnknownLocaleError

    try:
        short = Locale.parse(locale).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, TypeError):
        return _ISO
    found = re.fullmatch(r"(d+|M+|y+)([^dMy']+)(d+|M+|y+)([^dMy']+)(d+|M+|y+).*", short)
    if found is None:
        return _ISO
    first, mark, second, other, third = (
        "yyyy" if part[0] == "y" else part.lower() for part in found.groups()
    )
    return f"{first}{mark}{second}{other}{third}"


@cache
def letter_paper(locale: str) -> bool:
    """Whether a locale prints on US Letter rather than on A4."""
    return locale[-2:] in ("US", "CA", "MX", "PH", "CO", "CL", "VE", "PR")
