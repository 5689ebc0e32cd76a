"""The report and the check, run as a user runs them: without a display."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from b2bdesk.storage import driver


def run(*words: object, fails: bool = False) -> str:
    """What a command printed; no display, and no platform that stands in for one."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {key: value for key, value in os.environ.items() if key not in hidden}
    command = [sys.executable, "-X", "importtime", "-m", "b2bdesk", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.returncode != 0) == fails, done.stderr[-800:]
    assert "PySide6" not in done.stderr, "no window library is loaded"
    errors = [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    return done.stdout + "\n".join(errors)


def test_report_prints_the_account_table(sample: Path) -> None:
    said = run("report", "--db", sample, "--locale", "en")
    lines = said.splitlines()
    assert "As of May 31, 2020 (the ledger ends then), money in USD" in said
    assert "invented" in said
    head = next(n for n, line in enumerate(lines) if line.startswith("Account "))
    for title in ("Sales", "margin", "serve", "profit", "12 months", "Type"):
        assert title in lines[head - 1] + lines[head]
    rows = lines[head + 2 : head + 2 + 632]
    assert all(len(line) <= 110 for line in rows)
    assert lines[head + 2 + 632].startswith("─")
    assert lines[head + 3 + 632].startswith("632 accounts")
    best = next(line for line in rows if line.startswith("Brakes and Gears"))
    assert "%" in best
    assert sum("Friendly Bike Shop" in line for line in rows) == 2
    assert "963,407.40" in said
    assert [p.name for p in sample.parent.glob("sample*")] == ["sample.b2bdesk"]


def test_check_says_what_it_found(sample: Path, tmp_path: Path) -> None:
    said = run("check", "--db", sample)
    for name in ("Integrity", "References", "Ledger", "Summaries", "Search index", "Costs"):
        assert name in said
    assert "WRONG" not in said
    assert "every cent of the ledger is placed" in said

    broken = Path(shutil.copy(sample, tmp_path / "broken.b2bdesk"))
    file = driver.connect(broken)
    file.execute(
        "UPDATE account_month SET amount_minor = amount_minor + 1"
        " WHERE account_id = (SELECT min(account_id) FROM account_month)"
    )
    file.close()
    said = run("check", "--db", broken, fails=True)
    wrong = [line for line in said.splitlines() if "WRONG" in line]
    assert len(wrong) == 1
    assert "Summaries" in wrong[0]


def test_opening_a_window_without_a_display_says_what_else_there_is(tmp_path: Path) -> None:
    said = run(fails=True)
    assert "There is no display here" in said
    assert "report" in said
    said = run("report", "--db", tmp_path / "gone.b2bdesk", fails=True)
    assert "gone.b2bdesk is not there." in said
    assert "Choose it again" in said
