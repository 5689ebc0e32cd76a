"""How wide a column must be, in characters, to show what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.number_formats import format_of

_LEAST, _MOST, _NOTE = 7, 46, 48
_FILTER = 3.5  # the header's button
_HEAD_MOST = 24


def width_of(title: str, kind: str, currency: str, values: Sequence[Any]) -> float:
    """The width of a column of which ``values`` are the first; long texts are cut, notes wrap."""
    head = min(len(title), _HEAD_MOST) + _FILTER
    if kind == "note":
        return max(head, _NOTE if any(values) else 20)
    longest = max((_length(value, kind, currency) for value in values if value is not None),
                  default=0)  # fmt: skip
    return max(_LEAST, head, min(longest + 2.0, _MOST))


def _length(value: Any, kind: str, currency: str) -> int:
    if isinstance(value, bool) or kind == "percent":
        return 6
    if isinstance(value, date):
        return 9 if kind == "month" else len(format_of("date"))
    if isinstance(value, int) and kind == "money":
        whole = len(str(abs(value) // 10 ** exponent(currency)))
        return whole + (whole - 1) // 3 + exponent(currency) + 3  # a total is a digit longer
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    if isinstance(value, int):
        digits = len(str(abs(value)))
        return digits + (digits - 1) // 3 + 2
    return len(f"{float(value):,.2f}") + 1
