"""The program's commands, run as a user runs them: in processes of their own, without a display."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from b2bdesk.storage import driver

ROOT = Path(__file__).resolve().parents[2]
LINES = """Invoice,Customer ID,Customer name,StockCode,Description,Quantity,Price,InvoiceDate
536365,17850,Acme,85123A,Mug,6,2.55,2010-12-01
536366,,,71053,Lamp,6,3.39,2010-12-01
536367,13047,Bolt Ltd,84406B,Box,8,2.75,2010-12-02
C536368,13047,Bolt Ltd,84406B,Box,-1,2.75,2010-12-03
"""


@dataclass(frozen=True)
class Home:
    """A user's folders of their own, on a machine without a display."""

    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process is given; nothing of it says that there is a display."""
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_", "XDG_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        return {**kept, "HOME": str(self.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    @property
    def sample(self) -> Path:
        """The sample that the program built for this user."""
        return next(self.folder.rglob("*sample.b2bdesk"))

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one command of the program."""
        return subprocess.run(
            [sys.executable, "-m", "b2bdesk", *map(str, arguments)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A new user."""
    return Home(tmp_path)


@pytest.fixture(scope="module")
def sampled(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Home, subprocess.CompletedProcess[str]]:
    """A user who ran ``sample`` where there is no display, and what it said."""
    home = Home(tmp_path_factory.mktemp("sampled"))
    return home, home.run("sample", "--picture", home.folder / "shown.png")


def write_lines(folder: Path) -> Path:
    """Four invoice lines, one of them without a customer, one of them a credit note."""
    path = folder / "lines.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_the_sample_without_a_display_is_printed_and_pictured(
    sampled: tuple[Home, subprocess.CompletedProcess[str]],
) -> None:
    home, done = sampled
    assert done.returncode == 0, done.stderr
    assert "Net profit: 478,413.48" in done.stdout
    assert "Gross margin: 963,407.40; peak 277.33% at 305 of 632 accounts; 327 lose" in done.stdout
    assert str(home.folder / "shown.png") in done.stdout
    picture = (home.folder / "shown.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1248, 832)
    assert done.stderr == ""


def test_report_prints_the_same_table_again(
    sampled: tuple[Home, subprocess.CompletedProcess[str]],
) -> None:
    home, done = sampled
    report = home.run("report", "--db", home.sample)
    assert report.returncode == 0, report.stderr
    table = [line for line in report.stdout.splitlines() if line]
    assert "632 accounts" in report.stdout
    assert set(table) <= set(done.stdout.splitlines())


def test_check_finds_a_whole_file_whole_and_a_wrong_summary_wrong(
    sampled: tuple[Home, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    home, _ = sampled
    damaged = tmp_path / "damaged.b2bdesk"
    shutil.copy(home.sample, damaged)
    clean = home.run("check", "--db", damaged)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "WRONG" not in clean.stdout
    assert "57851 ledger lines" in clean.stdout.replace(",", "")

    file = driver.connect(damaged)
    file.execute(
        "UPDATE account_month SET amount_minor = amount_minor + 1 WHERE (account_id, month) ="
        " (SELECT account_id, month FROM account_month LIMIT 1)"
    )
    file.close()
    wrong = home.run("check", "--db", damaged)
    assert wrong.returncode == 1
    lines = [line for line in wrong.stdout.splitlines() if line.startswith("WRONG")]
    assert len(lines) == 1, wrong.stdout
    assert "1 account month differs" in lines[0]


def test_import_brings_in_what_it_can_and_writes_out_the_rest(home: Home) -> None:
    workbook = write_lines(home.folder)
    file, rejected = home.folder / "desk.b2bdesk", home.folder / "waiting.xlsx"
    done = home.run("import", workbook, "--db", file, "--rejected", rejected)
    assert done.returncode == 0, done.stderr
    assert "4 rows read: 3 new, 0 changed, 0 in already, 1 rejected" in done.stdout
    assert "total 34.55 USD" in done.stdout
    assert "1 × No customer is given." in done.stdout
    assert rejected.read_bytes().startswith(b"PK")
    report = home.run("report", "--db", file)
    assert "Acme" in report.stdout
    assert "34.55" in report.stdout

    again = home.run("import", workbook, "--db", file)
    assert again.returncode == 0, again.stderr
    assert "3 in already" in again.stdout
    assert "Nothing was changed." in again.stdout


def test_a_dry_run_leaves_no_file_behind(home: Home) -> None:
    file = home.folder / "desk.b2bdesk"
    done = home.run("import", write_lines(home.folder), "--db", file, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "3 new" in done.stdout
    assert "This was a dry run. Nothing was changed." in done.stdout
    assert not file.exists()


def test_errors_go_to_the_error_stream_with_a_way_on(home: Home) -> None:
    file = home.folder / "desk.b2bdesk"
    missing = home.run("import", home.folder / "none.xlsx", "--db", file)
    assert missing.returncode == 1
    assert missing.stdout == ""
    assert "none.xlsx is not there." in missing.stderr
    assert not file.exists()

    nothing = home.folder / "prose.csv"
    nothing.write_text("Dear all\nwe meet on Monday\n", encoding="utf-8")
    unknown = home.run("import", nothing, "--db", file)
    assert unknown.returncode == 1
    assert "Nothing was imported." in unknown.stderr
    assert not file.exists()

    strange = home.run("report", "--db", nothing)
    assert strange.returncode == 1
    assert strange.stdout == ""
    assert "prose.csv is not a B2BDesk file." in strange.stderr
    assert "Traceback" not in missing.stderr + unknown.stderr + strange.stderr


def test_help_names_every_command_and_open_says_what_works_without_a_display(home: Home) -> None:
    shown = home.run("--help")
    assert shown.returncode == 0
    for command in ("open", "sample", "import", "report", "check", "self-test"):
        assert command in shown.stdout
    opened = home.run("open")
    assert opened.returncode == 1
    assert "There is no display here" in opened.stderr
    assert "b2bdesk --help" in opened.stderr
    assert home.run("report").returncode == 2
