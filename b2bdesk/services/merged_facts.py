"""Ledger facts of accounts that were merged: they count for the account that was kept.

A fact is named for the account it came in for. While that account stands in ``account_merge``, the
fact's ``account_id`` is the kept account and ``named_account_id`` the one it is named for; else it
is at the account it is named for. Facts are not journalled, so this is brought about anew whenever
a step changes ``account_merge``: a merge, its undo, its redo (docs/adr/0014).
"""

from __future__ import annotations

import json

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Base
from b2bdesk.queries.counted_lines import HEADER_COUNTS, LINE_COUNTS
from b2bdesk.storage.journal import end_before, image_of

_FACTS = {"ledger_line": LINE_COUNTS, "order_header": HEADER_COUNTS}
_ALIAS = {"ledger_line": "l", "order_header": "h"}  # as the fragments call them
_NAMED = "coalesce({0}.named_account_id, {0}.account_id)"
_KEPT = "(SELECT m.winner_id FROM account_merge AS m WHERE m.loser_id = {0})"

MISPLACED = (
    "SELECT count(*) FROM (SELECT account_id, named_account_id FROM ledger_line AS l"
    f" WHERE {LINE_COUNTS} UNION ALL SELECT account_id, named_account_id FROM order_header AS h"
    f" WHERE {HEADER_COUNTS}) AS f LEFT JOIN account_merge AS m"
    f" ON m.loser_id = {_NAMED.format('f')} WHERE f.account_id"
    f" IS NOT coalesce(m.winner_id, {_NAMED.format('f')}) OR f.named_account_id = f.account_id"
)
"""How many facts that count are not where the merges say; a check expects none."""


def place_new_facts(connection: Connection, batch: int) -> None:
    """Facts that just came in for merged accounts count for the accounts that were kept."""
    for table in _FACTS:
        connection.exec_driver_sql(
            f"UPDATE {table} SET named_account_id = account_id,"
            f" account_id = {_KEPT.format('account_id')} WHERE batch_id = ?"
            " AND account_id IN (SELECT loser_id FROM account_merge)",
            (batch,),
        )


def follow_merges(session: Session) -> frozenset[int]:
    """Place the facts as the running step leaves ``account_merge``; the accounts they moved
    between, whose summaries are due. Nothing where the step did not touch it.

    Raises ``DomainError`` where facts that count would be left without an account.
    """
    losers, accounts = _touched(session)
    if not losers:
        return frozenset()
    connection = session.connection()
    named = {"named": json.dumps(sorted(losers)), "places": json.dumps(sorted(accounts))}
    origin = _NAMED.format("f")
    for table, counts in _FACTS.items():
        connection.exec_driver_sql(
            f"UPDATE {table} AS f SET account_id = coalesce({_KEPT.format(origin)}, {origin}),"
            f" named_account_id = iif({_KEPT.format(origin)} IS NULL, NULL, {origin})"
            " WHERE f.account_id IN (SELECT value FROM json_each(:places))"
            f" AND {origin} IN (SELECT value FROM json_each(:named))",
            named,
        )
        alias = _ALIAS[table]
        lost = connection.exec_driver_sql(
            f"SELECT 1 FROM {table} AS {alias} WHERE {alias}.account_id IN"
            " (SELECT value FROM json_each(:places)) AND NOT EXISTS (SELECT 1 FROM account AS a"
            f" WHERE a.id = {alias}.account_id) AND {counts} LIMIT 1",
            {"places": named["places"]},
        ).first()
        if lost is not None:
            raise DomainError(
                tr("Ledger lines of a merged account would be left without an account."),
                hint=tr("Undo the merge first. Nothing was changed."),
            )
    return accounts


def _touched(session: Session) -> tuple[frozenset[int], frozenset[int]]:
    """Of the running step: accounts whose merging changed, and all that facts may move between."""
    connection = session.connection()
    running = connection.exec_driver_sql("SELECT txn FROM journal_ctx").scalar_one()
    rows = connection.exec_driver_sql(
        "SELECT j.before, j.after, m.winner_id, m.loser_id FROM journal AS j"
        " LEFT JOIN account_merge AS m ON m.id = j.rid WHERE j.tbl = ? AND j.seq > ?",
        (Base.metadata.tables["account_merge"].info["journal"], end_before(session, running)),
    )
    losers: set[int] = set()
    accounts: set[int] = set()
    for before, after, winner, loser in rows:
        images = (image_of(before), image_of(after))
        losers |= {told for told in (loser, *(i.get("loser_id") for i in images)) if told}
        accounts |= {told for told in (winner, *(i.get("winner_id") for i in images)) if told}
    return frozenset(losers), frozenset(losers | accounts)
