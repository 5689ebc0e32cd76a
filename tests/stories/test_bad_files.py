"""Files that cannot be opened as they are: said why, with a way on, and nothing else changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from b2bdesk.storage import driver
from tests.stories.conftest import Desk

HOLDER = """
import sys
from pathlib import Path
from b2bdesk.storage.database import Database
database = Database.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
database.close()
"""


@contextmanager
def another_copy(path: Path) -> Iterator[None]:
    """Another process has the file open."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        yield
        assert other.stdin is not None
        other.stdin.write("\\n")
        other.stdin.close()
        assert other.wait(timeout=60) == 0


def open_mine(desk: Desk) -> None:
    """A file with one account is open before the bad one is tried."""
    desk.new("mine.b2bdesk")
    desk.push("Add account")
    dialog = desk.dialog()
    desk.type_into(dialog, "Name", "Bolt and Nut")
    desk.push("Add account", dialog)


def still_mine(desk: Desk) -> None:
    """What was open is open as it was, and can be worked with."""
    assert desk.window.windowTitle() == "mine – B2BDesk"
    assert desk.rows("SELECT name FROM account") == [("Bolt and Nut",)]
    desk.key(Qt.Key.Key_Z)
    assert desk.rows("SELECT name FROM account") == []


def test_not_a_database(desk: Desk) -> None:
    open_mine(desk)
    path = desk.folder / "letter.b2bdesk"
    path.write_text("Dear customer,\\n" * 100, encoding="utf-8")
    desk.open(path)
    assert desk.error.startswith("letter.b2bdesk is not a B2BDesk file.")
    assert "A spreadsheet is imported, not opened." in desk.error
    assert path.read_text(encoding="utf-8").startswith("Dear customer")
    still_mine(desk)


def test_a_database_of_another_program(desk: Desk) -> None:
    open_mine(desk)
    path = desk.folder / "other.b2bdesk"
    file = driver.connect(path, mode="rwc")
    file.execute("CREATE TABLE photo(id INTEGER PRIMARY KEY, name TEXT)")
    file.close()
    before = path.read_bytes()
    desk.open(path)
    assert desk.error.startswith("other.b2bdesk is a database of another program.")
    assert "It was left as it is." in desk.error
    assert path.read_bytes() == before
    still_mine(desk)


def test_a_file_of_a_newer_version(desk: Desk, northwind: Path) -> None:
    open_mine(desk)
    file = driver.connect(northwind)
    file.execute("PRAGMA user_version = 999")
    file.close()
    before = northwind.read_bytes()
    desk.open(northwind)
    assert "northwind.b2bdesk was saved by a newer version of B2BDesk." in desk.error
    assert "Install the newest version to open it." in desk.error
    assert northwind.read_bytes() == before
    assert [p.name for p in northwind.parent.glob("northwind*")] == ["northwind.b2bdesk"]
    still_mine(desk)


def test_a_file_that_another_copy_has_open_can_be_read(desk: Desk, northwind: Path) -> None:
    with another_copy(northwind):
        desk.open(northwind)
        assert "northwind.b2bdesk is open in another running copy of B2BDesk." in desk.error
        assert "Open it read-only, or close the other copy first." in desk.error
        desk.push("Open read-only")
        assert desk.error == ""
        assert "northwind.b2bdesk is open read-only." in desk.texts()
        assert "Read-only" in desk.texts(desk.window.status)
        desk.go("portfolio")
        table = desk.table("Accounts of the portfolio")
        assert table.model.rowCount() == 89
        enabled = {a.key for a in desk.window.actions_now() if a.enabled()}
        assert "account.log_exchange" not in enabled
        desk.go("settings")
        desk.window.ctx.undo()
        desk.settle()
        assert desk.sql("SELECT count(*) FROM account") == 93
    desk.open(northwind)
    assert "is open read-only" not in desk.texts()
    assert desk.error == ""


def test_a_damaged_file_offers_its_newest_backup(desk: Desk, northwind: Path) -> None:
    desk.open(northwind)
    desk.run("file.backup")
    assert desk.said[-1].startswith("Backup written to")
    desk.new("mine.b2bdesk")
    with northwind.open("r+b") as file:
        for page in range(1, northwind.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\\xff" * 512)
    damaged = northwind.read_bytes()
    desk.open(northwind)
    assert desk.error.startswith("northwind.b2bdesk is damaged.")
    assert "the damaged file stays where it is" in desk.error
    assert desk.window.windowTitle() == "mine – B2BDesk"
    desk.push("Open backup")
    assert desk.error == ""
    assert desk.window.windowTitle() == "northwind from backup – B2BDesk"
    assert desk.sql("SELECT count(*) FROM account") == 93
    assert northwind.read_bytes() == damaged


def test_a_damaged_file_without_a_backup_says_so(desk: Desk, northwind: Path) -> None:
    lone = Path(shutil.move(northwind, northwind.with_name("lone.b2bdesk")))
    size = lone.stat().st_size
    with lone.open("r+b") as file:
        file.seek(4096)
        file.write(b"\\xff" * (size - 4096))
    desk.open(lone)
    assert "lone.b2bdesk is damaged." in desk.error
    assert "There is no backup of it on this computer." in desk.error
    assert desk.ctx.database is None


def test_a_folder_without_rights(
    desk: Desk, northwind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = desk.folder / "locked"
    locked.mkdir()
    path = Path(shutil.move(northwind, locked / "northwind.b2bdesk"))
    locked.chmod(0o555)
    if os.geteuid() == 0:  # nothing is forbidden to root: say what the system would say
        real = os.access

        def access(target: object, mode: int, **more: bool) -> bool:
            inside = Path(os.fspath(target)) == locked  # type: ignore[call-overload]
            return False if inside and mode & os.W_OK else real(target, mode, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "access", access)
    try:
        desk.open(path)
        assert desk.error == "" or "Choose a folder you may write to." in desk.error
        if desk.error:
            desk.push("Open read-only")
        assert "northwind.b2bdesk is open read-only." in desk.texts()
        assert desk.sql("SELECT count(*) FROM account") == 93
        assert [p.name for p in locked.iterdir()] == ["northwind.b2bdesk"]
    finally:
        locked.chmod(0o755)


def test_a_file_that_is_gone(desk: Desk) -> None:
    desk.open(desk.folder / "gone.b2bdesk")
    assert "gone.b2bdesk is not there." in desk.error
    assert "Choose it again." in desk.error
    assert desk.ctx.database is None


def test_a_place_where_nothing_can_be_made(desk: Desk) -> None:
    open_mine(desk)
    desk.window.files.create(desk.folder / "no such folder" / "new.b2bdesk")
    desk.settle()
    assert desk.error != ""
    assert "folder" in desk.error
    still_mine(desk)
