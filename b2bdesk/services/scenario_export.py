"""Scenarios of an account side by side, as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.decisions.what_if import WhatIf, WhatIfResult

Words = Callable[[MeasureSetting], str]
"""How a measure is written, in the user's own numbers."""


def write_scenarios(
    path: Path,
    found: WhatIf,
    scenarios: Sequence[tuple[str, Sequence[MeasureSetting]]],
    words: Words,
    *,
    count_freed: bool,
) -> None:
    """Write scenarios with what they bring, a row each, and each measure alone on a second sheet.

    ``FileError`` where the file cannot be written.
    """
    results = [
        (name, settings, found.compute(settings, count_freed=count_freed))
        for name, settings in scenarios
    ]
    today = found.compute((), count_freed=count_freed)
    write_workbook(
        path,
        [
            _side_by_side(found, [(tr("Today"), (), today), *results], words, count_freed),
            _alone(found, results, words),
        ],
        title=tr("Scenarios for {name}", name=found.name),
    )


_Row = tuple[str, Sequence[MeasureSetting], WhatIfResult]


def _side_by_side(found: WhatIf, rows: Sequence[_Row], words: Words, count_freed: bool) -> SheetOut:
    money = found.currency
    first, last = first_of_month(found.months.first), first_of_month(found.months.last)
    freed = (
        tr("Freed capacity counts as saved.")
        if count_freed
        else tr("Freed capacity does not count as saved.")
    )
    basis = tr(
        "Next 12 months, from {first} to {last}.", first=f"{first:%Y-%m}", last=f"{last:%Y-%m}"
    )
    profit = tr("Net profit") if found.costs_known else tr("Gross margin")
    return SheetOut(
        tr("Scenarios"),
        [
            ColumnOut("name", tr("Scenario"), width=30),
            ColumnOut("measures", tr("Measures"), width=60),
            ColumnOut("profit", profit, "money", 14, money),
            ColumnOut("gain", tr("Change"), "money", 14, money),
            ColumnOut("active", tr("Still active in 12 months"), "percent", 14),
            ColumnOut("loss", tr("Expected loss"), "money", 14, money),
            ColumnOut("worth", tr("Profit × still active"), "money", 14, money),
            ColumnOut("break_even", tr("Break-even volume loss"), "percent", 14),
            ColumnOut("freed", tr("Of it capacity freed"), "money", 14, money),
        ],
        [
            (
                name,
                ", ".join(words(each) for each in settings),
                _whole(result.then.profit),
                _whole(result.gain),
                result.then.still_active,
                _whole(result.then.expected_loss),
                _whole(result.then.worth),
                result.break_even_loss if settings else None,
                _whole(result.freed),
            )
            for name, settings, result in rows
        ],
        note=f"{basis} {freed}",
    )


def _alone(found: WhatIf, rows: Sequence[_Row], words: Words) -> SheetOut:
    money = found.currency
    return SheetOut(
        tr("Each change alone"),
        [
            ColumnOut("name", tr("Scenario"), width=30),
            ColumnOut("measure", tr("Measure"), width=40),
            ColumnOut("gain", tr("Change"), "money", 14, money),
            ColumnOut("active", tr("Still active, change"), "percent", 14),
            ColumnOut("worth", tr("Profit × still active"), "money", 14, money),
            ColumnOut("break_even", tr("Break-even volume loss"), "percent", 14),
        ],
        [
            (
                name,
                words(each.setting),
                _whole(each.gain),
                each.still_active,
                _whole(each.worth),
                each.break_even_loss,
            )
            for name, _settings, result in rows
            for each in result.alone
        ],
    )


def _whole(amount: float | None) -> int | None:
    return None if amount is None else round(amount)
