"""A process that works on a file until it is killed; it says what was confirmed, line by line.

``python -m tests.helpers.worker edit FILE`` or ``... import FILE WORKBOOK``.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from b2bdesk.models import Account, ExternalId
from b2bdesk.storage.database import Database


def _say(*words: object) -> None:
    print(*words, flush=True)


def _edit(database: Database) -> None:
    number = 0
    while True:
        number += 1

        def work(session: Session, number: int = number) -> None:
            account = Account(name=f"Firm {number}", employees=number)
            session.add(account)
            session.flush()
            session.add(ExternalId(account_id=account.id, value=str(number)))

        database.write(f"Add {number}", work)
        _say("confirmed", number)


def _import(database: Database, workbook: Path) -> None:
    from b2bdesk.core.progress import Progress
    from b2bdesk.exchange_formats.excel.reader import open_workbook
    from b2bdesk.exchange_formats.mapping import suggest_workbook
    from b2bdesk.services.imports.resolve import ImportOptions
    from b2bdesk.services.imports.run import run_import

    progress = Progress()
    with open_workbook(workbook, progress) as book:
        mappings = suggest_workbook(book.look())
        _say("importing")
        options = ImportOptions("USD", date(2020, 6, 1))
        run_import(database, book, mappings, options, progress)
    _say("confirmed", 1)


def main() -> None:
    """Open the file and work."""
    what, path = sys.argv[1], Path(sys.argv[2])
    database = Database.open(path)
    _say("open")
    if what == "edit":
        _edit(database)
    else:
        _import(database, Path(sys.argv[3]))


if __name__ == "__main__":
    main()
