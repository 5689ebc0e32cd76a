"""The ledger's and the versions' face as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from b2bdesk.core.dates import Period, first_of_month, local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook
from b2bdesk.services.costing.ledger_view import GRAIN_WORDS, LedgerSums, LedgerView
from b2bdesk.services.costing.version_compare import Comparison
from b2bdesk.services.costing.versions import VersionRow

_PARTS = ("ledger", "allocated", "unused", "held", "unallocated", "difference")
_CHANGES = ("ledger", "allocated", "unused", "held", "unallocated")


def export_ledger(path: Path, view: LedgerView, months: Period, currency: str) -> None:
    """Write pools, periods, and every pool in every period; ``FileError`` where it cannot be."""
    note = tr("{months}. Amounts in {currency}.", months=_words(months), currency=currency)
    ends = [
        ColumnOut("first", tr("First month"), "month"),
        ColumnOut("last", tr("Last month"), "month"),
    ]
    name = ColumnOut("name", tr("Cost pool"))
    money = _money(currency)
    by_pool = [{"name": name, **_amounts(sums)} for _, name, sums in view.pools]
    by_period = [{**_span(span), **_amounts(sums)} for span, sums in view.spans()]
    cells = [
        {"name": cell.name, **_span(cell.months), **_amounts(cell.sums)} for cell in view.cells
    ]
    grain = tr(GRAIN_WORDS[view.grain])
    write_workbook(
        path,
        [
            SheetOut(tr("By cost pool"), [name, *money], by_pool, _PARTS, note),
            SheetOut(tr("By period"), [*ends, *money], by_period, _PARTS, f"{note} {grain}"),
            SheetOut(tr("Pools and periods"), [name, *ends, *money], cells, _PARTS, note),
        ],
    )


def export_comparison(
    path: Path,
    versions: Sequence[VersionRow],
    found: Comparison,
    words: Sequence[str],
    currency: str,
) -> None:
    """Write the versions, and what changed by pool and by account between the two compared."""
    note = " ".join(words)
    write_workbook(
        path,
        [
            _versions(versions, currency),
            _pools(found, note, currency),
            _accounts(found, note, currency),
        ],
    )


def _versions(versions: Sequence[VersionRow], currency: str) -> SheetOut:
    columns = [
        ColumnOut("number", tr("Version"), "int"),
        ColumnOut("first", tr("First month"), "month"),
        ColumnOut("last", tr("Last month"), "month"),
        ColumnOut("as_of", tr("As of"), "date"),
        ColumnOut("at", tr("Published"), "date"),
        ColumnOut("author", tr("Author")),
        ColumnOut("ledger", tr("Ledger"), "money", currency=currency),
        ColumnOut("allocated", tr("Allocated"), "money", currency=currency),
        ColumnOut("unused", tr("Unused"), "money", currency=currency),
        ColumnOut("kept", tr("Not charged"), "money", currency=currency),
        ColumnOut("note", tr("Note"), "note"),
    ]
    rows = [
        {
            **{column.key: getattr(row, column.key, None) for column in columns},
            **_span(row.months),
            "at": local_date_of(row.at),
        }
        for row in versions
    ]
    return SheetOut(tr("Versions"), columns, rows)


def _pools(found: Comparison, note: str, currency: str) -> SheetOut:
    columns = [ColumnOut("name", tr("Cost pool"))]
    titles = dict(zip(_PARTS, _titles(), strict=True))
    for part in _CHANGES:
        for side, words in (("before", tr("before")), ("after", tr("after"))):
            title = f"{titles[part]}, {words}"
            columns.append(ColumnOut(f"{part}_{side}", title, "money", currency=currency))
    columns.append(ColumnOut("accounts", tr("Accounts that change"), "int"))
    rows = []
    for row in found.pools:
        amounts: dict[str, Any] = {"name": row.name, "accounts": row.accounts}
        for part in _CHANGES:
            for side, cost in (("before", row.before), ("after", row.after)):
                amounts[f"{part}_{side}"] = None if cost is None else getattr(cost, part)
        rows.append(amounts)
    totals = [column.key for column in columns if column.kind == "money"]
    return SheetOut(tr("By cost pool"), columns, rows, totals, note)


def _accounts(found: Comparison, note: str, currency: str) -> SheetOut:
    columns = [
        ColumnOut("name", tr("Account")),
        ColumnOut("before", tr("Before"), "money", currency=currency),
        ColumnOut("after", tr("After"), "money", currency=currency),
        ColumnOut("delta", tr("Change"), "money", currency=currency),
        ColumnOut("pool", tr("Most by")),
        ColumnOut("pool_delta", tr("Change by that pool"), "money", currency=currency),
    ]
    rows = [{column.key: getattr(row, column.key) for column in columns} for row in found.accounts]
    return SheetOut(tr("By account"), columns, rows, ("before", "after", "delta"), note)


def _titles() -> tuple[str, ...]:
    return (
        tr("Ledger"),
        tr("Allocated to accounts"),
        tr("Unused capacity"),
        tr("Held at its level"),
        tr("Without volume"),
        tr("Difference"),
    )


def _money(currency: str) -> list[ColumnOut]:
    return [
        ColumnOut(part, title, "money", currency=currency)
        for part, title in zip(_PARTS, _titles(), strict=True)
    ]


def _amounts(sums: LedgerSums) -> dict[str, int]:
    return {part: getattr(sums, part) for part in _PARTS}


def _span(months: Period) -> dict[str, Any]:
    return {"first": first_of_month(months.first), "last": first_of_month(months.last)}


def _words(months: Period) -> str:
    return f"{months.first_date:%Y-%m} – {months.last_date:%Y-%m}"
