"""What price, quantity, discount, amount and cost of invoice lines mean, by their arithmetic.

A header alone does not say whether a cost is for one unit or for the whole line, or whether a
discount of 0.05 is a share or five cents. The sample rows do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.exchange_formats.excel.model import Cell, ColumnLook, LineMeaning, SheetLook
from b2bdesk.exchange_formats.values import MICRO, read_number
from b2bdesk.exchange_formats.words import words_of

FRACTION, PERCENT, AMOUNT = "fraction", "percent", "amount"
UNIT, LINE = "unit", "line"
NET, GROSS = "net", "gross"


DEFAULT_MEANING = LineMeaning()
_Row = dict[str, int]


def read_meaning(look: SheetLook, columns: Mapping[str, int]) -> LineMeaning:
    """The meaning that fits most sample rows; ``columns``: field key to column index."""
    by_index = {column.index: column for column in look.columns}
    wanted = {
        key: by_index[columns[key]]
        for key in ("quantity", "unit_price", "discount", "amount", "cost")
        if key in columns and columns[key] in by_index
    }
    rows = [_numbers(row, wanted) for row in look.sample]
    discount, discount_share = _discount(rows, "amount" in wanted)
    amount, amount_share = _amount(rows, discount)
    cost, cost_share = _cost(rows, wanted["cost"].header if "cost" in wanted else "")
    return LineMeaning(discount, discount_share, cost, cost_share, amount, amount_share)


def _numbers(row: tuple[object, ...], wanted: Mapping[str, ColumnLook]) -> _Row:
    found: _Row = {}
    for key, column in wanted.items():
        value = row[column.index] if column.index < len(row) else None
        number = None if isinstance(value, tuple) else read_number(value, column.decimal)
        if isinstance(number, int):
            found[key] = number
    return found


def net_of(price: int, quantity: int, discount: int, form: str) -> int:
    """Net of one line in millionths of millionths of millionths (micro to the third), exact."""
    if form == AMOUNT:
        return (price * quantity - discount * MICRO) * MICRO
    rate = discount if form == FRACTION else discount // 100
    return price * quantity * (MICRO - rate)


def _discount(rows: list[_Row], has_amount: bool) -> tuple[str, float]:
    discounted = [r for r in rows if r.get("discount")]
    if not discounted:
        return FRACTION, 1.0
    if has_amount:
        full = [r for r in discounted if {"quantity", "unit_price", "amount"} <= r.keys()]
        fits = {
            form: sum(
                _close(net_of(r["unit_price"], r["quantity"], r["discount"], form), r["amount"])
                for r in full
            )
            for form in (FRACTION, PERCENT, AMOUNT)
        }
        best = max(fits, key=lambda form: fits[form])
        if full and fits[best] > 0.5 * len(full):
            return best, fits[best] / len(full)
    sizes = sorted(abs(r["discount"]) for r in discounted)
    high = sizes[min(int(0.99 * len(sizes)), len(sizes) - 1)]
    if high <= MICRO:
        return FRACTION, 1.0
    return (PERCENT, 0.8) if high <= 100 * MICRO else (AMOUNT, 0.8)


def _close(exact: int, amount: int) -> bool:
    """Equal to a cent, however the sheet rounded."""
    return abs(exact - amount * MICRO * MICRO) <= MICRO * MICRO * MICRO // 100


def _amount(rows: list[_Row], discount: str) -> tuple[str, float]:
    full = [
        r for r in rows if {"quantity", "unit_price", "amount"} <= r.keys() and r.get("discount")
    ]
    if not full:
        whole = [r for r in rows if {"quantity", "unit_price", "amount"} <= r.keys()]
        fits = sum(_close(r["unit_price"] * r["quantity"] * MICRO, r["amount"]) for r in whole)
        return NET, fits / len(whole) if whole else 1.0
    net = sum(
        _close(net_of(r["unit_price"], r["quantity"], r["discount"], discount), r["amount"])
        for r in full
    )
    gross = sum(_close(r["unit_price"] * r["quantity"] * MICRO, r["amount"]) for r in full)
    return (GROSS, gross / len(full)) if gross > net else (NET, net / len(full))


def line_amount(
    sample: Sequence[tuple[Cell, ...]], quantity: ColumnLook, price: ColumnLook, amount: ColumnLook
) -> float:
    """The share of sample rows in which a column is quantity times price, to a cent."""
    wanted = {"quantity": quantity, "unit_price": price, "amount": amount}
    rows = [row for each in sample if len(row := _numbers(each, wanted)) == len(wanted)]
    fits = sum(_close(r["unit_price"] * r["quantity"] * MICRO, r["amount"]) for r in rows)
    return fits / len(rows) if len(rows) > 2 else 0.0


def _cost(rows: list[_Row], header: str) -> tuple[str, float]:
    """Unit cost stays near the unit price whatever the quantity; line cost grows with it."""
    told: list[tuple[bool, bool]] = []
    for row in rows:
        quantity = abs(row.get("quantity", 0))
        price = row.get("unit_price")
        if price is None and quantity and "amount" in row:
            price = abs(row["amount"]) * MICRO // quantity
        if quantity > MICRO and price and row.get("cost"):
            cost, line = abs(row["cost"]), price * quantity // MICRO
            told.append((0.2 * price <= cost <= 1.5 * price, 0.2 * line <= cost <= 1.5 * line))
    unit, whole = sum(u for u, _ in told), sum(w for _, w in told)
    words = set(words_of(header).split())
    if not told or unit == whole:
        line_words = words & {"total", "line", "cogs", "goods", "amount", "wareneinsatz"}
        return (LINE if line_words else UNIT), 0.5 if header else 1.0
    return (UNIT, unit / len(told)) if unit > whole else (LINE, whole / len(told))
