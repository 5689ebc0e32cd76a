"""Exporting 100,000 rows of 12 mixed columns, against openpyxl's write-only mode writing the same
cells plain: no formats, no table, no widths, which the export has.

    python benchmarks/export.py [rounds]

Both write to a local disk. Each peak of memory is that of a process of its own.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from measure import print_table, private_folder, rounds, timed

ROWS = 100_000
KINDS = ("code", "text", "code", "date", "code", "text", "int", "money", "percent", "money",
         "text", "note")  # fmt: skip
FLOOR = "openpyxl, write-only, plain cells"


def made(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows as an export gets them: money in minor units, dates as dates, some cells empty."""
    dice, first = Random(1), date(2015, 1, 1)
    for n in range(count):
        yield (
            f"C{n % 900:05d}", f"Customer name {n % 900}", f"SO{n:06d}",
            first + timedelta(days=n % 1500), f"P-{n % 300:04d}", f"Product {n % 300} of the range",
            n % 40 + 1, dice.randrange(1_000_000), dice.random() * 0.3, dice.randrange(1_000_000),
            "Germany", "Note " * (n % 4) or None,
        )  # fmt: skip


def write_plain(path: Path, count: int = ROWS) -> None:
    """The floor."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.append([f"Column {n}" for n in range(len(KINDS))])
    for row in made(count):
        sheet.append(row)
    book.save(path)


def write_table(path: Path, count: int = ROWS) -> None:
    """The program's own export."""
    from b2bdesk.exchange_formats.excel.writer import ColumnOut, SheetOut, write_workbook

    columns = [
        ColumnOut(f"c{n}", f"Column {n}", kind, currency="USD") for n, kind in enumerate(KINDS)
    ]
    write_workbook(path, [SheetOut("Rows", columns, made(count), totals=("c7", "c9"))])


def _peak(write: Any, path: Path, count: int, out: Any) -> None:
    import resource

    write(path, count)
    out.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def peak_of(write: Any, path: Path, count: int) -> float:
    """Peak memory in MB of a new process that writes ``count`` rows."""
    context = multiprocessing.get_context("spawn")
    out: Any = context.Queue()
    process = context.Process(target=_peak, args=(write, path, count, out))
    process.start()
    megabytes = float(out.get())
    process.join()
    return megabytes


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with private_folder() as folder:
        path = folder / "out.xlsx"
        found = rounds(
            {
                FLOOR: lambda: timed(lambda: write_plain(path)),
                "B2BDesk, formatted table with totals": lambda: timed(lambda: write_table(path)),
            },
            number,
        )
        print_table(f"Export of {ROWS:,} rows of {len(KINDS)} columns", found, FLOOR)
        peaks = [peak_of(write_table, path, count) for count in (1_000, ROWS)]
        print(f"\nPeak memory: {peaks[0]:.0f} MB for 1,000 rows, {peaks[1]:.0f} MB for {ROWS:,}.")


if __name__ == "__main__":
    main()
