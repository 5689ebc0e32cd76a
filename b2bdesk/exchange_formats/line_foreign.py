"""Invoice lines in another currency than the file's: converted as they come in.

A line takes the rate of its day. Its amounts stay exact to the 18th decimal of the file's currency,
so that fractions are carried from line to line as those of any other line are. The hash is that of
the amounts as they came and of their currency: a sheet that comes again is in already, whatever the
rates have become, and the same numbers in another currency are a change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.line_money import LARGEST, Worths, known
from b2bdesk.exchange_formats.line_rows import CUBE, digest
from b2bdesk.exchange_formats.values import MICRO, rounded

_CODE = re.compile(r"[A-Z]{3}")
_AMOUNTS = (("list_whole", "list_rest"), ("net_whole", "net_rest"), ("cost_whole", "cost_rest"))


class Rate(NamedTuple):
    """What one unit of a currency is worth, in millionths of the file's, and from which day on."""

    currency: str
    since: int
    micro: int


class Came(NamedTuple):
    """A line's net as it came: whole minor units of its currency and the rest in micros to the
    third, and the rate it was converted at."""

    currency: str
    whole: int
    rest: int
    since: int
    rate_micro: int


def currency_code(text: str) -> str | None:
    """The code of three letters that a cell means, None where it is none."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else None


def convert_lines(
    worths: Worths, rates: Mapping[int, Rate], own: str
) -> tuple[Worths, dict[int, Came], set[int]]:
    """What rows amount to in the file's currency ``own``, those of ``rates`` converted; the nets
    of these as they came; and the rows, counted from 0, that are too large for any amount."""
    unit = CUBE // 10 ** exponent(own)
    columns = {name: getattr(worths, name).tolist() for pair in _AMOUNTS for name in pair}
    hashes = worths.hashes.copy()
    costed = known(worths.cost_whole).tolist()
    came: dict[int, Came] = {}
    too_large: set[int] = set()
    marks = {code: digest("currency", code) for code in {rate.currency for rate in rates.values()}}
    at_all = np.array(list(rates), np.int64)
    hashes[at_all] += np.array([marks[rate.currency] for rate in rates.values()], np.uint64)
    for at, rate in rates.items():
        for whole, rest in _AMOUNTS:
            if whole == "cost_whole" and not costed[at]:
                continue
            exact = int(columns[whole][at]) * unit + int(columns[rest][at])
            if whole == "net_whole":
                foreign = CUBE // 10 ** exponent(rate.currency)
                minor, left = divmod(exact, foreign)
                came[at] = Came(rate.currency, minor, left, rate.since, rate.micro)
            now = rounded(exact * rate.micro, MICRO)
            if abs(now) >= LARGEST * CUBE:
                too_large.add(at)
                now = 0
            columns[whole][at], columns[rest][at] = divmod(now, unit)
    told: dict[str, Any] = {n: np.array(column, np.int64) for n, column in columns.items()}
    return worths._replace(hashes=hashes, **told), came, too_large


__all__ = ["Came", "Rate", "convert_lines", "currency_code"]
