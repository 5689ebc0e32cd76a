"""What a dry run converts, in words: what came, at which rate of which day, and what it became."""

from __future__ import annotations

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.imports.plan import Conversion, ImportPlan
from b2bdesk.ui.formats import formats

_SINGLY = 4
"""So many rates of a sheet are told one by one; more are told together, by currency."""


def conversion_words(plan: ImportPlan) -> list[str]:
    """A line for each rate, or for each currency of a sheet where the rates are many."""
    words: list[str] = []
    for sheet in plan.sheets:
        by_currency: dict[str, list[Conversion]] = {}
        for each in sheet.conversions:
            by_currency.setdefault(each.currency, []).append(each)
        for some in by_currency.values():
            if len(sheet.conversions) <= _SINGLY:
                words += [_line([each], plan.currency) for each in some]
            else:
                words.append(_line(some, plan.currency))
    return words


def _line(some: list[Conversion], own: str) -> str:
    currency, rows = some[0].currency, sum(each.rows for each in some)
    came = formats().money_in(sum(each.amount_minor for each in some), currency)
    now = formats().money_in(sum(each.converted_minor for each in some), own)
    said = trn("{came} in {n} row: {now}", "{came} in {n} rows: {now}", rows,
               came=came, n=formats().integer(rows), now=now)  # fmt: skip
    return f"{said}, {_rate_words(some)}."


def _rate_words(some: list[Conversion]) -> str:
    full, first = formats().date_full, some[0]
    low, high = (formats().rate(pick(each.rate_micro for each in some)) for pick in (min, max))
    if len(some) > 1:
        since = full(date_of(min(each.since for each in some)))
        return tr(
            "at {n} rates from {low} to {high}, the first of {day}",
            n=formats().integer(len(some)), low=low, high=high, day=since,
        )  # fmt: skip
    if first.until is not None:
        return tr(
            "at {rate} on average from {first} to {last}",
            rate=low, first=full(date_of(first.since)), last=full(date_of(first.until)),
        )  # fmt: skip
    return tr("at {rate}, the rate from {day}", rate=low, day=full(date_of(first.since)))
