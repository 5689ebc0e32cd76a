"""The program is killed in the middle of work: what was confirmed is there, nothing else is."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import assert_clean, assert_consistent, dump, rows_of

ROOT = Path(__file__).parents[2]
REAL = ROOT / "resources" / "sample" / "adventureworks_resellers.xlsx"
TODAY = date(2020, 6, 1)
LINES = 6_000


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Accounts and invoice lines, enough for an import of a second or so."""
    path = tmp_path_factory.mktemp("books") / "orders.xlsx"
    book = xlsxwriter.Workbook(path)
    accounts: list[list[Any]] = [["Customer no.", "Customer name", "City"]]
    accounts += [[f"C{n:04}", f"Firm {n}", "Porto"] for n in range(200)]
    lines: list[list[Any]] = [["Invoice no.", "Date", "Customer no.", "Item", "Quantity", "Amount"]]
    lines += [
        [f"I{n // 3:05}", f"2020-0{n % 5 + 1}-1{n % 9}", f"C{n % 200:04}", f"P{n % 40}", 2, 10.5]
        for n in range(LINES)
    ]
    for name, rows in (("Customers", accounts), ("Invoice lines", lines)):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


def _killed(what: str, path: Path, *more: Path, after: str, wait: float) -> list[str]:
    """Start work, kill it ``wait`` seconds after it said ``after``; returns what it said."""
    command = [sys.executable, "-m", "tests.helpers.worker", what, str(path), *map(str, more)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        said: list[str] = []
        for line in child.stdout:
            said.append(line.strip())
            if said[-1] == after:
                break
        else:
            raise AssertionError(f"it ended before it said {after}: {said}")
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        said += [line.strip() for line in child.stdout if line.endswith("\n")]
        child.wait()
    return said


def _whole(path: Path) -> Database:
    """The file as it opens after the kill."""
    database = Database.open(path)
    assert_consistent(database)
    return database


@pytest.mark.parametrize("seed", range(10))
def test_killed_while_editing(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "edits.b2bdesk"
    new_file(path).close()
    wait = random.Random(seed).uniform(0.0, 0.4)
    said = _killed("edit", path, after="confirmed 1", wait=wait)
    confirmed = int(said[-1].split()[1])
    database = _whole(path)
    names = [row[0] for row in rows_of(database, "SELECT name FROM account ORDER BY id")]
    numbers = [row[0] for row in rows_of(database, "SELECT value FROM external_id ORDER BY id")]
    labels = [row[0] for row in rows_of(database, "SELECT label FROM journal_txn ORDER BY txn")]
    database.close()
    # The step after the last that was reported may have been confirmed, not reported.
    assert len(names) in {confirmed, confirmed + 1}
    assert names == [f"Firm {n + 1}" for n in range(len(names))]
    assert numbers == [str(n + 1) for n in range(len(names))]
    assert labels == [f"Add {n + 1}" for n in range(len(names))]
    assert_clean(path, TODAY)


@pytest.mark.parametrize("seed", range(10))
def test_killed_while_importing(tmp_path: Path, workbook: Path, seed: int) -> None:
    real = seed in {0, 1}
    path = tmp_path / "imports.b2bdesk"
    database = new_file(path)
    empty = dump(database)
    database.close()
    wait = random.Random(seed).uniform(0.0, 6.0 if real else 1.6)
    said = _killed("import", path, REAL if real else workbook, after="importing", wait=wait)
    after = _whole(path)
    content = dump(after)
    lines = rows_of(after, "SELECT count(*) FROM ledger_line")[0][0]
    steps = rows_of(after, "SELECT count(*) FROM journal_txn")[0][0]
    after.close()
    if content == empty:
        assert said[-1] == "importing"
        assert (lines, steps) == (0, 0)
    else:
        assert lines == (57_851 if real else LINES)
        assert (len(content["account"]), steps) == (701 if real else 200, 1)
    assert_clean(path, TODAY)
