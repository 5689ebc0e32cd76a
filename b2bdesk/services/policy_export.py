"""Policies of the portfolio side by side, and what the first of them does to each account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.policy import PolicyBase, PolicyResult
from b2bdesk.services.decisions.settings import MeasureSetting

Words = Callable[[MeasureSetting], str]
"""How a rule is written, in the user's own numbers."""
Policy = tuple[str, Sequence[MeasureSetting]]


def write_policy(
    path: Path,
    found: PolicyBase,
    policies: Sequence[Policy],
    words: Words,
    *,
    count_freed: bool,
) -> None:
    """Write policies with what they bring, a row each, then every account that the first changes.

    ``FileError`` where the file cannot be written.
    """
    results = [
        (name, rules, found.compute(rules, count_freed=count_freed))
        for name, rules in ((tr("Today"), ()), *policies)
    ]
    write_workbook(
        path,
        [
            _side_by_side(found, results, words, count_freed),
            _accounts(found, results[0][2], results[1][2]),
        ],
        title=tr("Policy for the portfolio"),
    )


def _side_by_side(
    found: PolicyBase,
    rows: Sequence[tuple[str, Sequence[MeasureSetting], PolicyResult]],
    words: Words,
    count_freed: bool,
) -> SheetOut:
    money, today = found.currency, rows[0][2]
    first, last = first_of_month(found.months.first), first_of_month(found.months.last)
    freed = (
        tr("Freed capacity counts as saved.")
        if count_freed
        else tr("Freed capacity does not count as saved.")
    )
    basis = tr(
        "Next 12 months, from {first} to {last}.", first=f"{first:%Y-%m}", last=f"{last:%Y-%m}"
    )
    return SheetOut(
        tr("Scenarios"),
        [
            ColumnOut("name", tr("Scenario"), width=30),
            ColumnOut("rules", tr("Rules"), width=60),
            ColumnOut("profit", tr("Net profit"), "money", 16, money),
            ColumnOut("worth", tr("Profit × still active"), "money", 16, money),
            ColumnOut("losing", tr("Accounts that lose money"), "int", 14),
            ColumnOut("changed", tr("Accounts changed"), "int", 14),
            ColumnOut("fees", tr("Fees"), "money", 14, money),
            ColumnOut("saved", tr("Cost saved"), "money", 14, money),
            ColumnOut("freed", tr("Of it capacity freed"), "money", 14, money),
            ColumnOut("lost", tr("Sales lost"), "money", 14, money),
        ],
        [
            (
                name,
                "; ".join(words(rule) for rule in rules),
                round(result.facts.total),
                round(result.worth),
                result.losing,
                int(result.changed(today).size),
                round(result.fees),
                round(result.saved),
                round(result.freed),
                round(result.lost_sales),
            )
            for name, rules, result in rows
        ],
        note=f"{basis} {freed}",
    )


def _accounts(found: PolicyBase, before: PolicyResult, after: PolicyResult) -> SheetOut:
    money = found.currency
    return SheetOut(
        tr("Accounts changed"),
        [
            ColumnOut("name", tr("Account"), width=36),
            ColumnOut("type", tr("Type"), width=16),
            ColumnOut("segment", tr("Segment"), width=16),
            ColumnOut("before", tr("Net profit now"), "money", 14, money),
            ColumnOut("after", tr("Net profit then"), "money", 14, money),
            ColumnOut("gain", tr("Change"), "money", 14, money),
            ColumnOut("active", tr("Still active now"), "percent", 14),
            ColumnOut("active_then", tr("Still active then"), "percent", 14),
        ],
        [
            (
                row.name,
                None if row.type is None else tr(WORDS[row.type]),
                row.segment,
                row.before,
                row.after,
                row.gain,
                row.active_before,
                row.active_after,
            )
            for row in found.changes(before, after)
        ],
    )
