"""Runs an import: one transaction, one undo step, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.core.dates import now_ms
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import Workbook
from b2bdesk.exchange_formats.mapping import SheetMapping, to_json
from b2bdesk.models import Base
from b2bdesk.services import merged_facts, summaries
from b2bdesk.services.imports.fact_rows import FactRows, Versions
from b2bdesk.services.imports.layouts import store_layouts
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.services.imports.resolve import ImportOptions, Resolved, resolve
from b2bdesk.storage.database import Database, Written


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came in. ``batch_id`` is None when everything was in the file already."""

    plan: ImportPlan
    batch_id: int | None
    written: Written


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do, and all it would write while that is not too much to hold.

    An import of the same book and mappings writes it without reading the book again, unless the
    file has changed since.
    """

    plan: ImportPlan
    _mappings: tuple[SheetMapping, ...]
    _options: ImportOptions
    _step: int
    _held: list[Resolved]

    def take(
        self, connection: Connection, mappings: Sequence[SheetMapping], options: ImportOptions
    ) -> Resolved | None:
        """What to write if it still holds; once, because writing uses it up."""
        held, same = self._held[:], (tuple(mappings), options) == (self._mappings, self._options)
        self._held.clear()
        return held[0] if held and same and _newest_step(connection) == self._step else None


def dry_run(
    session: Session,
    book: Workbook,
    mappings: Sequence[SheetMapping],
    options: ImportOptions,
    progress: Progress,
) -> DryRun:
    """What an import would do, ready to be done. Reads only."""
    connection = session.connection()
    step = _newest_step(connection)
    resolved = resolve(connection, book, mappings, options, progress)
    held = [resolved] if all(rows.complete for rows, _ in _facts(resolved)) else []
    return DryRun(resolved.plan, tuple(mappings), options, step, held)


def _newest_step(connection: Connection) -> int:
    """The newest step written into the file; every change of it is one."""
    found = connection.exec_driver_sql(
        "SELECT max(txn) FROM journal_txn WHERE last_seq IS NOT NULL"
    )
    return int(found.scalar() or 0)


def plan_import(
    session: Session,
    book: Workbook,
    mappings: Sequence[SheetMapping],
    options: ImportOptions,
    progress: Progress,
) -> ImportPlan:
    """What an import would do, told only. Reads only."""
    return resolve(session.connection(), book, mappings, options, progress).plan


def run_import(
    database: Database,
    book: Workbook,
    mappings: Sequence[SheetMapping],
    options: ImportOptions,
    progress: Progress,
    *,
    author: str | None = None,
    layouts: Mapping[str, str] | None = None,
    planned: DryRun | None = None,
) -> ImportResult:
    """Import as one undoable step. ``layouts``: corrected mappings to remember by signature.

    ``planned``: the dry run of this book, whose work is not done twice.

    Raises ``Cancelled``, ``FileError`` or ``DomainError``; the file is as it was then.
    """
    label = tr("Import {name}", name=book.name)

    def work(session: Session) -> tuple[ImportPlan, int | None]:
        connection = session.connection()
        resolved = planned.take(connection, mappings, options) if planned else None
        if resolved is None:
            resolved = resolve(connection, book, mappings, options, progress)
        else:
            for rows, _ in _facts(resolved):
                rows.stage(connection)
        if layouts:
            store_layouts(connection, layouts)
        if not _writes(resolved):
            return resolved.plan, None
        batch = _batch(resolved, mappings)
        resolved.pending.write(connection, progress)
        for rows, versions in _facts(resolved):
            rows.write(batch, versions, progress)
        merged_facts.place_new_facts(connection, batch)
        progress.report(tr("Updating figures"), None)
        summaries.refresh(session, [batch])
        return resolved.plan, batch

    written = database.write(label, work, author=author, progress=progress)
    plan, batch = written.value
    return ImportResult(plan, batch, written)


def _writes(resolved: Resolved) -> bool:
    return not resolved.pending.empty or any(rows.count for rows, _ in _facts(resolved))


def _facts(resolved: Resolved) -> list[tuple[FactRows, Versions]]:
    """The facts to write, in the order in which they are written."""
    found: list[tuple[FactRows, Versions]] = []
    if (lines := resolved.lines) is not None:
        found.append((lines.rows, lines.versions))
        if lines.foreign is not None:
            found.append((lines.foreign, lines.versions))
    if resolved.orders is not None:
        found.append((resolved.orders.rows, resolved.orders.versions))
    return found


def _batch(resolved: Resolved, mappings: Sequence[SheetMapping]) -> int:
    plan = resolved.plan
    stored = {m.sheet: json.loads(to_json(m)) for m in mappings if m.kind}
    summary = {
        "sheets": [
            {
                "sheet": s.sheet, "kind": s.kind, "read": s.read, "new": s.new,
                "changed": s.changed, "unchanged": s.unchanged, "rejected": s.rejected,
                "ambiguous": s.ambiguous, "amount_minor": s.amount_minor,
                "reasons": dict(s.reason_counts()),
            }
            for s in plan.sheets
        ],
        "created": dict(plan.created),
        "currency": plan.currency,
        "mappings": stored,
    }  # fmt: skip
    row: dict[str, Any] = resolved.pending.insert(
        Base.metadata.tables["import_batch"],
        {
            "file_name": plan.file_name,
            "sha256": plan.sha256,
            "at": now_ms(),
            "summary": json.dumps(summary),
        },
    )
    return int(row["id"])


__all__ = ["DryRun", "ImportOptions", "ImportResult", "dry_run", "plan_import", "run_import"]
