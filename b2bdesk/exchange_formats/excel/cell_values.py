"""Cell values as they stand in a workbook's XML, by kind of column; nothing becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.number_formats import TEXTS

TEXT_MAX = 32_767
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_x[0-9a-fA-F]{4}_")
_EXACT = 1 << 53
_EPOCH = date(1899, 12, 30)

Encoder = Callable[[Any], str]
"""Turns a value that is neither None nor empty into what follows ``<c r="A1" s="1"``."""


def clean(text: str) -> str:
    """A text as a cell may hold it: nothing XML forbids, at most Excel's 32,767 units."""
    bare = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(bare) > TEXT_MAX // 2:
        units = bare.encode("utf-16-le")
        if len(units) > 2 * TEXT_MAX:
            bare = units[: 2 * TEXT_MAX - 2].decode("utf-16-le", "ignore") + "…"
    return bare


def serial_of(day: date) -> float | None:
    """Excel's number of a date or time; None before 1900, which Excel does not know."""
    whole = (day.date() if isinstance(day, datetime) else day) - _EPOCH
    days = whole.days if whole.days >= 61 else whole.days - 1  # its calendar has a 29 Feb 1900
    if days < 1:
        return None
    if isinstance(day, datetime):
        return days + (day.hour * 3600 + day.minute * 60 + day.second) / 86_400
    return days


def _text(value: Any) -> str:
    told = clean(value if type(value) is str else str(value))
    if "&" in told or "<" in told or ">" in told:
        told = told.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in told:  # Excel would read _x0041_ as a letter
        told = _ESCAPE.sub(lambda found: "_x005F" + found[0], told)
    return f' t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _number(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return _date(value)
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, int):
        # Excel would lose the last digits.
        return f"><v>{value}</v></c>" if -_EXACT < value < _EXACT else _text(value)
    value = float(value)
    return f"><v>{value!r}</v></c>" if isfinite(value) else ' t="e"><v>#NUM!</v></c>'


def _date(value: Any) -> str:
    if not isinstance(value, date):
        return _number(value)
    serial = serial_of(value)
    return _text(value.isoformat()) if serial is None else f"><v>{serial!r}</v></c>"


def encoder_of(kind: str, currency: str) -> Encoder:
    """What writes the values of a kind of column."""
    if kind in TEXTS:
        return _text
    if kind in ("date", "month"):
        return _date
    if kind != "money":
        return _number
    scale = 10 ** exponent(currency)

    def money(value: Any) -> str:
        return f"><v>{value / scale!r}</v></c>" if type(value) is int else _number(value)

    return money
