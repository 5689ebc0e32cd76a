"""What was imported into the file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from b2bdesk.models import Base, ImportBatch


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """One sheet of an import, with its counts."""

    sheet: str
    kind: str
    read: int
    new: int
    changed: int
    unchanged: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import; ``txn`` is the step that undo takes back, None once history was pruned."""

    id: int
    file_name: str
    at: int
    author: str | None
    txn: int | None
    sheets: tuple[ImportedSheet, ...]

    @property
    def new(self) -> int:
        """New rows of all sheets."""
        return sum(sheet.new for sheet in self.sheets)

    @property
    def changed(self) -> int:
        """Changed rows of all sheets."""
        return sum(sheet.changed for sheet in self.sheets)

    @property
    def waiting(self) -> int:
        """Rows that did not come in."""
        return sum(sheet.waiting for sheet in self.sheets)


def list_imports(session: Session) -> list[ImportRow]:
    """The imports that count, newest first."""
    steps = session.execute(
        text(
            "SELECT j.rid, t.txn, t.author FROM journal AS j JOIN journal_txn AS t"
            " ON t.txn = j.txn WHERE j.tbl = :number AND j.op = 'I' AND t.undoes IS NULL"
        ),
        {"number": Base.metadata.tables["import_batch"].info["journal"]},
    )
    by_batch = {row.rid: (row.txn, row.author) for row in steps}
    rows = []
    for batch in session.scalars(select(ImportBatch).order_by(ImportBatch.at.desc())):
        txn, author = by_batch.get(batch.id, (None, None))
        sheets = tuple(
            ImportedSheet(
                item["sheet"],
                item["kind"],
                item["read"],
                item["new"],
                item["changed"],
                item["unchanged"],
                item["rejected"] + item["ambiguous"],
            )
            for item in json.loads(batch.summary)["sheets"]
        )
        rows.append(ImportRow(batch.id, batch.file_name, batch.at, author, txn, sheets))
    return rows
