"""Cost pools pasted from a spreadsheet: read, checked and shown before anything changes.

Columns are found by their names; without a header row they are found by what is in them. Whatever
cannot be read is said with its row, its column and what to do; the other rows still come in.
"""

from __future__ import annotations

import csv
from dataclasses import replace

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.queries.costing import list_pools
from b2bdesk.services.costing.paste_columns import find_columns
from b2bdesk.services.costing.paste_reader import PasteReader
from b2bdesk.services.costing.paste_result import Outcome, PoolPaste
from b2bdesk.services.costing.pools import add_period, add_pool, update_period, update_pool
from b2bdesk.services.currency_rates import rate_table

_MOST_ROWS = 1000


def read_pools(session: Session, pasted: str, currency: str, months: Period) -> PoolPaste:
    """Read a copied range of cells. Rows that name no months cost over ``months``."""
    cells = _cells(pasted)
    columns = find_columns(cells)
    rates = replace(rate_table(session), own=currency)
    rows, problems = PasteReader(cells, columns, list_pools(session), rates, months).read()
    named = {key: columns.title(key) for key in columns.index}
    return PoolPaste(tuple(rows), tuple(problems), named, columns.unused, columns.has_header)


def take_pools(session: Session, paste: PoolPaste) -> int:
    """Take over what was read: pools are added or changed by name; returns how many rows did."""
    taken = 0
    made: dict[str, int] = {pool.name.casefold(): pool.id for pool in list_pools(session)}
    for row in paste.rows:
        if row.outcome is Outcome.UNCHANGED:
            continue
        pool = made.get(row.draft.name.casefold())
        if pool is None:
            pool = made[row.draft.name.casefold()] = add_pool(session, row.draft)
        else:
            update_pool(session, pool, row.draft)
        held = next(each for each in list_pools(session) if each.id == pool)
        same = [each for each in held.periods if each.months == row.period.months]
        if same:
            update_period(session, same[0].id, row.period)
        else:
            add_period(session, pool, row.period)
        taken += 1
    return taken


def _cells(pasted: str) -> list[list[str]]:
    text = pasted.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    rows = csv.reader(text.split("\n"), delimiter="\t")
    return [[" ".join(cell.split()) for cell in row] for row in rows][: _MOST_ROWS + 1]
