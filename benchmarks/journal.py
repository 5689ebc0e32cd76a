"""What recording every edit costs, and what taking an import back costs.

    python benchmarks/journal.py [rounds]

One edit: the note of an account is changed and confirmed, in a file on disk with the same durable
settings. The floor is the bare statement and its commit on a connection without the journal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from measure import SAMPLE, print_table, private_folder, rounds, timed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b2bdesk.storage.database import Database

EDITS = 200
FLOOR = "bare UPDATE and COMMIT"


def bare(path: Path, account: int) -> Callable[[], float]:
    """The statement on a connection of its own."""
    from b2bdesk.storage import driver

    connection = driver.connect(path)
    driver.set_up_writer(connection)
    numbers = iter(range(10_000_000))

    def edit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE account SET note = ? WHERE id = ?", (f"note {next(numbers)}", account)
        )
        connection.execute("COMMIT")

    return lambda: timed(lambda: [edit() for _ in range(EDITS)]) / EDITS


def through_orm(path: Path, account: int) -> Callable[[], float]:
    """The same through a mapped object, without the journal."""
    from sqlalchemy.orm import Session

    from b2bdesk.models import Account
    from b2bdesk.storage.connections import updating_engine

    engine = updating_engine(path)
    numbers = iter(range(10_000_000))

    def edit() -> None:
        with Session(engine) as session, session.begin():
            found = session.get(Account, account)
            assert found is not None
            found.note = f"orm {next(numbers)}"

    return lambda: timed(lambda: [edit() for _ in range(EDITS)]) / EDITS


def journalled(database: Database, account: int) -> Callable[[], float]:
    """The same as a labelled step of the program, with its ChangeSet."""
    from b2bdesk.models import Account

    numbers = iter(range(10_000_000))

    def change(session: Session) -> None:
        found = session.get(Account, account)
        assert found is not None
        found.note = f"step {next(numbers)}"

    def edit() -> None:
        database.write("Edit note", change)

    return lambda: timed(lambda: [edit() for _ in range(EDITS)]) / EDITS


def one_account(path: Path) -> tuple[Database, int]:
    """A new file with one account in it."""
    from b2bdesk.models import Account
    from b2bdesk.storage.database import Database

    database = Database.create(path)

    def add(session: Session) -> int:
        account = Account(name="Account")
        session.add(account)
        session.flush()
        return account.id

    return database, int(database.write("Add account", add).value)


def edits(folder: Path, number: int) -> None:
    """Print the table of one edit."""
    plain, account = one_account(folder / "plain.b2bdesk")
    plain.close()
    mapped, other = one_account(folder / "mapped.b2bdesk")
    mapped.close()
    database, third = one_account(folder / "step.b2bdesk")
    found = rounds(
        {
            FLOOR: bare(folder / "plain.b2bdesk", account),
            "through a mapped object, no journal": through_orm(folder / "mapped.b2bdesk", other),
            "as a recorded step": journalled(database, third),
        },
        number,
    )
    database.close()
    print_table(f"One edit with its commit ({EDITS} in a row)", found, FLOOR, "ms")


def undo_of_import(folder: Path, number: int) -> None:
    """Print the table of an import taken back and brought back."""
    from b2bdesk.core.progress import Progress
    from b2bdesk.exchange_formats.excel.reader import open_workbook
    from b2bdesk.exchange_formats.mapping import suggest_workbook
    from b2bdesk.services import history
    from b2bdesk.services.imports.run import ImportOptions, run_import
    from b2bdesk.storage.database import Database

    found: dict[str, list[float]] = {"import": [], "undo": [], "redo": []}
    for turn in range(number):
        database = Database.create(folder / f"import-{turn}.b2bdesk")

        def bring_in(into: Database = database) -> None:
            workbook = SAMPLE / "adventureworks_resellers.xlsx"
            with open_workbook(workbook, Progress()) as book:
                mappings = suggest_workbook(book.look())
                run_import(into, book, mappings, ImportOptions(), Progress())

        found["import"].append(timed(bring_in))
        found["undo"].append(timed(lambda made=database: history.undo(made)))  # type: ignore[misc]
        found["redo"].append(timed(lambda made=database: history.redo(made)))  # type: ignore[misc]
        database.close()
    print_table("An import of 59,702 rows, its undo and its redo", found, "import")


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with private_folder() as folder:
        edits(folder, number + 2)
        undo_of_import(folder, number)


if __name__ == "__main__":
    main()
