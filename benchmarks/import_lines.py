"""Importing the workbook with the sheet of 57,851 lines, against reading it alone.

    python benchmarks/import_lines.py [rounds]

Every measurement starts with the file on disk. The floor reads all four sheets with calamine in
this process and does nothing with them.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from pathlib import Path

from measure import SAMPLE, print_table, private_folder, rounds, timed

WORKBOOK = SAMPLE / "adventureworks_resellers.xlsx"
FLOOR = "read alone, calamine"


def read_with_calamine() -> int:
    """All cells of all sheets; returns the rows read."""
    import python_calamine

    with python_calamine.CalamineWorkbook.from_path(str(WORKBOOK)) as book:
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def read_in_a_child() -> None:
    """The same in a process that is started for it."""
    process = multiprocessing.get_context("spawn").Process(target=read_with_calamine)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("the reading process failed")


def read_with_openpyxl() -> int:
    """All cells with openpyxl in its read-only mode."""
    import openpyxl

    book = openpyxl.load_workbook(WORKBOOK, read_only=True, data_only=True)
    rows = sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))
    book.close()
    return rows


def importing(folder: Path, *, dry_run: bool) -> Callable[[], float]:
    """One dry run or import into a new, empty file, from opening the workbook to the commit."""
    numbers = iter(range(1000))

    def measure() -> float:
        from b2bdesk.core.progress import Progress
        from b2bdesk.exchange_formats.excel.reader import open_workbook
        from b2bdesk.exchange_formats.mapping import suggest_workbook
        from b2bdesk.services.imports.run import ImportOptions, plan_import, run_import
        from b2bdesk.storage.database import Database

        database = Database.create(folder / f"{dry_run}-{next(numbers)}.b2bdesk")

        def work() -> None:
            with open_workbook(WORKBOOK, Progress()) as book:
                mappings = suggest_workbook(book.look())
                if dry_run:
                    with database.read() as session:
                        plan_import(session, book, mappings, ImportOptions(), Progress())
                else:
                    run_import(database, book, mappings, ImportOptions(), Progress())

        seconds = timed(work)
        database.close()
        return seconds

    return measure


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with private_folder() as folder:
        found = rounds(
            {
                FLOOR: lambda: timed(read_with_calamine),
                "read alone, calamine in a child process": lambda: timed(read_in_a_child),
                "dry run": importing(folder, dry_run=True),
                "import, to the commit": importing(folder, dry_run=False),
                "read alone, openpyxl read-only": lambda: timed(read_with_openpyxl),
            },
            number,
        )
    print_table("Import of 59,702 rows, 57,851 of them lines", found, FLOOR)


if __name__ == "__main__":
    main()
