"""What a column's cells look like, counted over all rows, in the reading process."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from b2bdesk.core.dates import day_of
from b2bdesk.exchange_formats.excel.model import Cell, ColumnLook
from b2bdesk.exchange_formats.values import (
    Unreadable,
    cell_error,
    date_order,
    decimal_mark,
    looks_like_date,
    parse_number,
    text_of,
)

EMAIL = re.compile(r"[^@\s<>;,]+@[^@\s<>;,]+\.[^@\s<>;,]+")
_DISTINCT_MAX = 1000
_MANY = 5000  # cells of a column whose values are not counted one by one where they are numbers
_STYLE_MAX = 5000  # so many different texts decide a column's number and date style
_STYLE_SOME = 1000  # so many tell whether a column has numbers or dates among its texts at all


def as_cell(value: Any) -> Cell:
    """A cell as it can travel between processes."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, datetime):
        return day_of(value.date()), value.hour * 3600 + value.minute * 60 + value.second
    if isinstance(value, date):
        return day_of(value), 0
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


@dataclass(slots=True)
class FloatCounts:
    """What is to know of a long column of nothing but numbers, without counting each of its values.

    ``distinct`` stops mattering at ``_DISTINCT_MAX``.
    """

    numbers: int
    whole: int
    negative: int
    distinct: int

    @classmethod
    def of(cls, numbers: array[float]) -> FloatCounts:
        """The counts of a column."""
        import numpy as np

        column = np.frombuffer(numbers)
        some = len(np.unique(column[: 20 * _DISTINCT_MAX]))
        return cls(
            len(column),
            int(np.count_nonzero((np.floor(column) == column) & np.isfinite(column))),
            int(np.count_nonzero(column < 0)),
            some if some >= _DISTINCT_MAX else len(np.unique(column)),
        )

    def leave_out(self, value: float) -> None:
        """Take a value away again."""
        self.numbers -= 1
        self.whole -= float(value).is_integer()
        self.negative -= value < 0


def count_values(parts: Sequence[Sequence[Any]]) -> Counter[Any] | FloatCounts:
    """How often each value of a column occurs, which comes in parts."""
    if sum(map(len, parts)) >= _MANY:
        numbers = array("d")
        try:
            for part in parts:
                numbers.extend(part)
            return FloatCounts.of(numbers)
        except (TypeError, OverflowError):  # not only numbers
            pass
    counts: Counter[Any] = Counter()
    for part in parts:
        counts.update(part)
    return counts


def profile_column(
    index: int, header: str, counts: Counter[Any] | FloatCounts, first: Sequence[Any]
) -> tuple[ColumnLook, list[str]]:
    """The look of one column, and its different short texts (to find words such as Total).

    ``counts``: how often each value occurs, so that everything is asked of different values only;
    ``first``: some of the first values.
    """
    if isinstance(counts, FloatCounts):
        mark = decimal_mark([])
        look = ColumnLook(
            index, header, 0, counts.numbers, counts.whole, counts.negative, 0, 0, 0, 0, 0,
            min(counts.distinct, _DISTINCT_MAX), mark[0] if mark else ".",
            mark[1] if mark else True, examples=tuple(_examples(first)),
        )  # fmt: skip
        return look, []
    empty = 0
    texts: dict[str, int] = {}
    numbers = whole = negative = dates = others = errors = 0
    for value, n in counts.items():
        if type(value) is float:  # the most of a large sheet's different values
            numbers += n
            if value.is_integer():
                whole += n
            if value < 0:
                negative += n
        elif isinstance(value, str):
            if value and value[0] in "#E" and cell_error(value) is not None:
                errors += n
            elif value.strip():
                texts[value] = n
            else:
                empty += n
        elif value is None:
            empty += n
        elif isinstance(value, (int, float)):
            numbers += n
            whole += n if float(value).is_integer() else 0
            negative += n if value < 0 else 0
        elif isinstance(value, date):
            dates += n
        elif isinstance(value, Unreadable):
            errors += n
        else:
            others += n
    styled = _styled(list(texts)[:_STYLE_MAX])
    written_dates = [t for t in styled if looks_like_date(t)]
    known_dates = set(written_dates)
    written = [
        t
        for t in styled
        if t not in known_dates
        and (parse_number(t, ".") is not None or parse_number(t, ",") is not None)
    ]
    text_numbers = sum(texts[t] for t in written)
    mark = decimal_mark(written)
    if mark == (",", True) and numbers > 10 * text_numbers:
        mark = (".", False)  # a few texts among real numbers: the user says what they mean
    order, order_sure = date_order(written_dates) if written_dates else ("dmy", True)
    look = ColumnLook(
        index,
        header,
        empty,
        numbers,
        whole,
        negative,
        dates,
        sum(texts.values()) + others,
        text_numbers,
        sum(texts[t] for t in written_dates),
        sum(texts[t] for t in styled if EMAIL.fullmatch(t.strip())),
        min(len(counts) - (None in counts) - ("" in counts), _DISTINCT_MAX),
        mark[0] if mark else ".",
        mark[1] if mark else True,
        order,
        order_sure,
        tuple(_examples(first)),
        errors,
    )
    return look, [t for t in texts if len(t) <= 40]


def _styled(texts: list[str]) -> list[str]:
    """The texts to ask for numbers, dates and addresses: none where some of many are no such."""
    some = texts[:: max(1, len(texts) // _STYLE_SOME)]
    if len(some) < len(texts) and not any(
        "@" in t or looks_like_date(t) or parse_number(t) is not None
        or parse_number(t, ",") is not None
        for t in some
    ):  # fmt: skip
        return []
    return texts


def _examples(values: Sequence[Any]) -> list[str]:
    found: list[str] = []
    for value in values:
        text = text_of(value)
        if text and text not in found:
            found.append(text)
            if len(found) == 3:
                break
    return found
