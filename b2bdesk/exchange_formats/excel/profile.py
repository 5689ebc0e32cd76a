"""What a column's cells look like, counted over all rows, in the reading process."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from b2bdesk.core.dates import day_of
from b2bdesk.exchange_formats.excel.model import Cell, ColumnLook
from b2bdesk.exchange_formats.values import (
    date_order,
    decimal_mark,
    looks_like_date,
    parse_number,
    text_of,
)

EMAIL = re.compile(r"[^@\s<>;,]+@[^@\s<>;,]+\.[^@\s<>;,]+")
_DISTINCT_MAX = 1000
_STYLE_MAX = 5000  # so many different texts decide a column's number and date style


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


def profile_column(index: int, header: str, values: list[Any]) -> tuple[ColumnLook, list[str]]:
    """The look of one column, and its different short texts (to find words such as Total)."""
    kinds = Counter(map(type, values))
    distinct = set(values)
    distinct.discard("")
    distinct.discard(None)
    texts = [v for v in distinct if isinstance(v, str) and v.strip()]
    empty = kinds.get(type(None), 0) + sum(
        1 for v in values if isinstance(v, str) and (not v or not v.strip())
    )
    numbers = kinds.get(float, 0) + kinds.get(int, 0) + kinds.get(bool, 0)
    dates = kinds.get(date, 0) + kinds.get(datetime, 0)
    styled = texts[:_STYLE_MAX]
    written_dates = {t for t in styled if looks_like_date(t)}
    written = [
        t
        for t in styled
        if t not in written_dates
        and (parse_number(t, ".") is not None or parse_number(t, ",") is not None)
    ]
    emails = {t for t in styled if EMAIL.fullmatch(t.strip())}
    mark = decimal_mark(written)
    counts = Counter(v for v in values if isinstance(v, str)) if styled else Counter[str]()
    text_numbers = sum(counts[t] for t in written)
    if mark == (",", True) and numbers > 10 * text_numbers:
        mark = (".", False)  # a few texts among real numbers: the user says what they mean
    order, order_sure = date_order(list(written_dates)) if written_dates else ("dmy", True)
    plain = [v for v in distinct if isinstance(v, (int, float)) and not isinstance(v, bool)]
    whole_only = all(isinstance(v, int) or v.is_integer() for v in plain)
    whole = (
        numbers
        if whole_only
        else sum(1 for v in values if isinstance(v, (int, float)) and float(v).is_integer())
    )
    some_negative = any(v < 0 for v in plain)
    look = ColumnLook(
        index,
        header,
        empty,
        numbers,
        whole,
        sum(1 for v in values if isinstance(v, (int, float)) and v < 0) if some_negative else 0,
        dates,
        len(values) - empty - numbers - dates,
        text_numbers,
        sum(counts[t] for t in written_dates),
        sum(counts[t] for t in emails),
        min(len(distinct), _DISTINCT_MAX),
        mark[0] if mark else ".",
        mark[1] if mark else True,
        order,
        order_sure,
        tuple(_examples(values)),
    )
    return look, [t for t in texts if len(t) <= 40]


def _examples(values: list[Any]) -> list[str]:
    found: list[str] = []
    for value in values[:500]:
        text = text_of(value)
        if text and text not in found:
            found.append(text)
            if len(found) == 3:
                break
    return found
