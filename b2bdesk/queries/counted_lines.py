"""Which ledger rows count: those of an existing import, in their newest version.

SQL fragments for the summaries and for the pages that open a figure to its lines. The alias of
the ledger table is ``l`` (lines) or ``h`` (order headers).
"""

from __future__ import annotations


def _counts(alias: str, table: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM import_batch AS b WHERE b.id = {alias}.batch_id)"
        f" AND ({alias}.superseded = 0 OR NOT EXISTS (SELECT 1 FROM {table} AS newer"
        " JOIN import_batch AS nb ON nb.id = newer.batch_id"
        f" WHERE newer.line_key = {alias}.line_key AND newer.id > {alias}.id))"
    )


LINE_COUNTS = _counts("l", "ledger_line")
HEADER_COUNTS = _counts("h", "order_header")
