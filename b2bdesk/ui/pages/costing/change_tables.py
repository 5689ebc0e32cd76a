"""The tables of the versions' face: the versions, and what changed by pool and by account."""

from __future__ import annotations

from b2bdesk.core.dates import local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.version_compare import AccountChange, PoolChange
from b2bdesk.services.costing.versions import VersionRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.cells import CostChangeCell
from b2bdesk.ui.pages.costing.change_words import changed_words
from b2bdesk.ui.pages.costing.version_bar import version_words
from b2bdesk.ui.tables.cells import Cell, MoneyCell, NumberCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.widgets.period_picker import period_words

_EXACT = MoneyCell(exact=True)
_CHANGE = CostChangeCell()
_QUIET = Cell(tone="text_2")


def version_columns() -> list[Column[VersionRow]]:
    """The published versions; a note can be typed into its cell."""
    return [
        Column(
            "number",
            tr("Version"),
            lambda row: version_words(row.number, published=True),
            Cell(weight="medium"),
            width=84,
            sort_key=lambda row: row.number,
        ),
        Column(
            "months",
            tr("Months"),
            lambda row: period_words(row.months),
            width=156,
            sort_key=lambda row: (row.months.first, row.months.last),
        ),
        Column(
            "at",
            tr("Published"),
            lambda row: formats().date_full(local_date_of(row.at)),
            _QUIET,
            width=92,
            sort_key=lambda row: row.at,
        ),
        Column(
            "as_of",
            tr("As of"),
            lambda row: formats().date_full(row.as_of),
            _QUIET,
            width=92,
            sort_key=lambda row: row.as_of,
        ),
        Column("author", tr("Author"), lambda row: row.author, _QUIET, width=100),
        Column("ledger", tr("Ledger"), lambda row: row.ledger, _EXACT, width=108),
        Column("allocated", tr("Allocated"), lambda row: row.allocated, _EXACT, width=108),
        Column("unused", tr("Unused"), lambda row: row.unused, _EXACT, width=96),
        Column(
            "kept",
            tr("Not charged"),
            lambda row: row.kept,
            _EXACT,
            width=96,
            tooltip=tr("Held at product, channel or facility level, or without volume"),
        ),
        Column(
            "note",
            tr("Note"),
            lambda row: row.note or "",
            width=120,
            stretch=True,
            editable=True,
        ),
    ]


def pool_change_columns() -> list[Column[PoolChange]]:
    """What changed of each pool."""
    return [
        Column(
            "name",
            tr("Cost pool"),
            lambda row: row.name,
            Cell(weight="medium"),
            width=140,
            stretch=True,
        ),
        Column("changed", tr("What changed"), changed_words, _QUIET, width=112, stretch=True),
        Column("ledger", tr("Ledger"), lambda row: row.delta("ledger"), _CHANGE, width=84),
        Column("allocated", tr("Allocated"), lambda row: row.delta("allocated"), _CHANGE, width=84),
        Column("unused", tr("Unused"), lambda row: row.delta("unused"), _CHANGE, width=80),
        Column(
            "accounts",
            tr("Accounts"),
            lambda row: row.accounts,
            NumberCell(),
            width=66,
            tooltip=tr("Accounts that the pool charges otherwise"),
        ),
    ]


def account_change_columns() -> list[Column[AccountChange]]:
    """What changed of each account's cost to serve."""
    return [
        Column(
            "name",
            tr("Account"),
            lambda row: row.name,
            Cell(weight="medium"),
            width=140,
            stretch=True,
        ),
        Column("before", tr("Before"), lambda row: row.before, _EXACT, width=92),
        Column("after", tr("After"), lambda row: row.after, _EXACT, width=92),
        Column("delta", tr("Change"), lambda row: row.delta, _CHANGE, width=80),
        Column(
            "pool",
            tr("Most by"),
            lambda row: row.pool,
            _QUIET,
            width=110,
            tooltip=tr("The cost pool that moved the account most"),
        ),
    ]
