"""Checks a file: structure, references, summaries against the ledger, costs against their pools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.counted_lines import LINE_COUNTS
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services import merged_facts, summaries
from b2bdesk.storage.database import Database
from b2bdesk.storage.search_index import SOURCES

_TITLE = 22


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; ``passed`` is False where something is wrong."""

    title: str
    passed: bool
    words: str

    def line(self) -> str:
        """The finding as a line of text."""
        mark = tr("ok") if self.passed else tr("WRONG")
        return f"{mark:<6} {self.title:<{_TITLE}} {self.words}"


def check_file(path: Path, today: date) -> list[Finding]:
    """Run every check on a file, which is not changed. Raises ``FileError`` if it cannot open."""
    database = Database.open(path, read_only=True)
    try:
        with database.read() as session:
            checks: tuple[Callable[[Session], Finding], ...] = (
                _integrity,
                _foreign_keys,
                _ledger_references,
                _foreign,
                _merges,
                _summaries,
                _order_days,
                _search,
                _journal,
                lambda s: _costs(s, today),
                _versions,
            )
            return [check(session) for check in checks]
    finally:
        database.close()


def _rows(session: Session, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.connection().exec_driver_sql(sql)]


def _count(session: Session, sql: str) -> int:
    return int(session.connection().exec_driver_sql(sql).scalar_one())


def _integrity(session: Session) -> Finding:
    found = [str(row[0]) for row in _rows(session, "PRAGMA integrity_check(20)")]
    good = found == ["ok"]
    words = tr("the database's own structure is whole") if good else "; ".join(found)
    return Finding(tr("Integrity"), good, words)


def _foreign_keys(session: Session) -> Finding:
    found = _rows(session, "PRAGMA foreign_key_check")
    words = (
        tr("every reference leads to a record")
        if not found
        else tr(
            "{n} references lead nowhere, the first in {table}", n=len(found), table=found[0][0]
        )
    )
    return Finding(tr("References"), not found, words)


def _ledger_references(session: Session) -> Finding:
    lost = _count(
        session,
        "SELECT count(*) FROM ledger_line AS l WHERE (NOT EXISTS"
        " (SELECT 1 FROM account AS a WHERE a.id = l.account_id) OR (l.product_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM product AS p WHERE p.id = l.product_id)))"
        f" AND {LINE_COUNTS}",
    )
    counted = _count(session, f"SELECT count(*) FROM ledger_line AS l WHERE {LINE_COUNTS}")
    words = (
        trn("{n} ledger line counts", "{n} ledger lines count", counted)
        if not lost
        else trn("{n} line has no account or product", "{n} lines have none", lost)
    )
    return Finding(tr("Ledger"), not lost, words)


def _foreign(session: Session) -> Finding:
    stray = _count(
        session,
        "SELECT count(*) FROM ledger_foreign AS f WHERE rate_micro <= 0 OR NOT EXISTS"
        " (SELECT 1 FROM ledger_line AS l WHERE l.id = f.line_id)",
    )
    half = _count(
        session,
        "SELECT count(*) FROM cost_pool_period WHERE (currency IS NULL) <> (foreign_minor IS NULL)",
    )
    kept = _count(session, "SELECT count(*) FROM ledger_foreign") + _count(
        session, "SELECT count(*) FROM cost_pool_period WHERE currency IS NOT NULL"
    )
    words = (
        trn("{n} converted amount, as it came", "{n} converted amounts, as they came", kept)
        if not stray + half
        else trn("{n} belongs to nothing", "{n} belong to nothing", stray + half)
    )
    return Finding(tr("Other currencies"), not stray + half, words)


def _merges(session: Session) -> Finding:
    misplaced = _count(session, merged_facts.MISPLACED)
    merged = _count(session, "SELECT count(*) FROM account_merge")
    words = (
        trn("{n} merged account", "{n} merged accounts", merged)
        if not misplaced
        else trn(
            "{n} ledger row is at the wrong account", "{n} are at the wrong account", misplaced
        )
    )
    return Finding(tr("Merges"), not misplaced, words)


def _differences(session: Session, when: str, computed: str, kept: str) -> int:
    """How many accounts at a ``when`` (month or day) are kept otherwise than computed."""
    return _count(
        session,
        f"SELECT count(*) FROM (SELECT account_id, {when} FROM"
        f" (SELECT * FROM ({computed}) EXCEPT {kept}) UNION SELECT account_id, {when} FROM"
        f" ({kept} EXCEPT SELECT * FROM ({computed})))",
    )


def _summaries(session: Session) -> Finding:
    wrong = _differences(session, "month", summaries.MONTHS_COMPUTED, summaries.MONTHS_KEPT)
    kept = _count(session, "SELECT count(*) FROM account_month")
    words = (
        trn("{n} account month equals its lines", "{n} account months equal their lines", kept)
        if not wrong
        else trn("{n} account month differs", "{n} account months differ", wrong)
    )
    return Finding(tr("Summaries"), not wrong, words)


def _order_days(session: Session) -> Finding:
    wrong = _differences(session, "day", summaries.DAYS_COMPUTED, summaries.DAYS_KEPT)
    total = _count(session, "SELECT coalesce(sum(orders), 0) FROM order_day")
    words = (
        trn("{n} order on its day", "{n} orders on their days", total)
        if not wrong
        else trn("{n} order day differs", "{n} order days differ", wrong)
    )
    return Finding(tr("Order days"), not wrong, words)


def _search(session: Session) -> Finding:
    missing = 0
    for source in SOURCES:
        missing += _count(
            session,
            f"SELECT count(*) FROM {source.table} AS r WHERE NOT EXISTS"
            f" (SELECT 1 FROM {source.shelf} AS s WHERE s.rowid = -r.id)",
        )
    words = (
        tr("every record can be found")
        if not missing
        else trn("{n} record is missing", "{n} records are missing", missing)
    )
    return Finding(tr("Search index"), not missing, words)


def _journal(session: Session) -> Finding:
    stray = _count(
        session,
        "SELECT count(*) FROM journal AS j WHERE NOT EXISTS (SELECT 1 FROM journal_txn AS t"
        " WHERE t.txn = j.txn AND j.seq BETWEEN t.first_seq AND t.last_seq)",
    )
    open_steps = _count(session, "SELECT count(*) FROM journal_txn WHERE last_seq IS NULL")
    steps = _count(session, "SELECT count(*) FROM journal_txn")
    good = not stray and not open_steps
    words = (
        trn("{n} step, each whole", "{n} steps, each whole", steps)
        if good
        else tr("{entries} stray entries, {steps} open steps", entries=stray, steps=open_steps)
    )
    return Finding(tr("History"), good, words)


def _costs(session: Session, today: date) -> Finding:
    from b2bdesk.queries.costing import list_pools
    from b2bdesk.services.costing import cost_to_serve

    info = get_file_info(session, today)
    pools = list_pools(session)
    spans = [(item.months.first, item.months.last) for pool in pools for item in pool.periods]
    if not spans:
        return Finding(tr("Costs"), True, tr("no cost pools yet"))
    whole = Period(min(first for first, _ in spans), max(last for _, last in spans))
    result = cost_to_serve(session, whole, info.as_of.date)
    good = result.difference == 0
    words = (
        tr("every cent of the ledger is placed")
        if good
        else tr("a difference of {minor} minor units", minor=result.difference)
    )
    return Finding(tr("Costs"), good, words)


def _versions(session: Session) -> Finding:
    from b2bdesk.services.costing.versions import list_versions, read_version

    versions = list_versions(session)
    wrong = [str(row.number) for row in versions if read_version(session, row.id).costs.difference]
    words = (
        trn("{n} costing version, whole", "{n} costing versions, each whole", len(versions))
        if not wrong
        else tr("costs of version {numbers} are missing", numbers=", ".join(wrong))
    )
    return Finding(tr("Costing versions"), not wrong, words)
