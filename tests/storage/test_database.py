"""Opening, refusing, locking, cancelling, running out of room: the data is as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from b2bdesk.core.errors import Cancelled, FileError
from b2bdesk.core.progress import Progress
from b2bdesk.models import Account
from b2bdesk.storage import backup, driver, migrate, opening
from b2bdesk.storage.connections import raw_connection
from b2bdesk.storage.database import Database
from b2bdesk.storage.errors import CorruptFileError, LockedFileError, NewerFileError
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import dump, rows_of

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture(autouse=True)
def backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Backups of these tests lie in their own folder."""
    folder = tmp_path / "data"
    monkeypatch.setattr(backup, "user_data_path", lambda *_, **__: folder)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed file with one account, alone in its folder."""
    folder = tmp_path / "files"
    folder.mkdir()
    with _opened(new_file(folder / "desk.b2bdesk")) as database:
        _add(database, "Firm")
    return folder / "desk.b2bdesk"


@contextmanager
def _opened(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.close()


def _add(database: Database, name: str, **values: Any) -> None:
    database.write(f"Add {name}", lambda session: session.add(Account(name=name, **values)))


def _names(database: Database) -> list[str]:
    return [row[0] for row in rows_of(database, "SELECT name FROM account ORDER BY id")]


def _state(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def _pragma(path: Path, statement: str) -> None:
    with closing(driver.connect(path)) as file:
        file.execute(f"PRAGMA {statement}").fetchall()


# --- making and opening --------------------------------------------------------------------------


def test_a_new_file_is_ours_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "new.b2bdesk"
    with _opened(Database.create(path)) as database:
        assert database.verified
        assert not database.read_only
        assert rows_of(database, "PRAGMA journal_mode") == [("wal",)]
    header = driver.header_of(path)
    assert header == driver.Header(driver.APPLICATION_ID, migrate.SCHEMA_VERSION)
    assert [file.name for file in tmp_path.iterdir()] == ["new.b2bdesk"]


def test_an_existing_file_is_not_overwritten(path: Path) -> None:
    before = _state(path.parent)
    with pytest.raises(FileError, match="exists already"):
        Database.create(path)
    assert _state(path.parent) == before


def test_a_file_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileError) as failure:
        Database.create(tmp_path / "nowhere" / "new.b2bdesk")
    assert failure.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_one_file_remains_after_closing(path: Path, read_only: bool) -> None:
    with _opened(Database.open(path, read_only=read_only)) as database:
        assert _names(database) == ["Firm"]
        if not read_only:
            _add(database, "Second")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    database.close()
    with pytest.raises(FileError, match="closed"):
        database.write("Late", lambda session: None)
    copy = path.with_name("copy.b2bdesk")
    shutil.copyfile(path, copy)
    with _opened(Database.open(copy)) as again:
        assert _names(again)[0] == "Firm"


def test_the_durable_settings_hold(path: Path) -> None:
    with _opened(Database.open(path)) as database:

        def settings(session: Session) -> dict[str, int]:
            names = ("synchronous", "foreign_keys", "recursive_triggers", "trusted_schema")
            run = session.connection().exec_driver_sql
            return {name: run(f"PRAGMA {name}").scalar_one() for name in names}

        assert database.write("Look", settings).value == {
            "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0,
        }  # fmt: skip
        with database.read() as session, pytest.raises(Exception, match=r"readonly|read-only"):
            session.connection().exec_driver_sql("DELETE FROM account")


# --- refusing ------------------------------------------------------------------------------------


def _refused(path: Path, kind: type[FileError]) -> FileError:
    before = _state(path.parent)
    for read_only in (False, True):
        with pytest.raises(kind) as failure:
            Database.open(path, read_only=read_only)
    assert failure.value.message
    assert failure.value.hint
    assert _state(path.parent) == before
    return failure.value


def test_a_newer_version_is_refused_and_untouched(path: Path) -> None:
    _pragma(path, "user_version = 999")
    assert "newer version" in str(_refused(path, NewerFileError))


def test_a_newer_version_that_lies_in_the_log_only_is_refused(path: Path) -> None:
    with closing(driver.connect(path)) as file:
        file.execute("PRAGMA user_version = 999")
        crashed = path.with_name("crashed.b2bdesk")
        shutil.copyfile(path, crashed)
        shutil.copyfile(f"{path}-wal", f"{crashed}-wal")
    content = crashed.read_bytes()
    with pytest.raises(NewerFileError):
        Database.open(crashed)
    assert crashed.read_bytes() == content
    assert not Path(f"{crashed}-lock").exists()


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = folder / "other.b2bdesk"
    with closing(driver.connect(other, mode="rwc")) as file:
        file.execute("CREATE TABLE theirs(x)")
    assert "another program" in str(_refused(other, FileError))


@pytest.mark.parametrize("content", [b"", b"Dear reader,\n" * 40, b"PK\x03\x04" + bytes(500)])
def test_what_is_no_database_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    file = folder / "letter.b2bdesk"
    file.write_bytes(content)
    assert "not a B2BDesk file" in str(_refused(file, FileError))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for place in (tmp_path / "gone.b2bdesk", tmp_path):
        with pytest.raises(FileError, match="is not there"):
            Database.open(place)


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096 * 3, len(content) - 4096, 4096):
        content[at : at + 200] = b"\xff" * 200
    path.write_bytes(bytes(content))


def test_a_damaged_file_offers_its_newest_backup(path: Path) -> None:
    with _opened(Database.open(path)) as database:
        database.back_up()
        _add(database, "Second")
        newest = database.back_up("manual")
    _damage(path)
    failure = _refused(path, CorruptFileError)
    assert isinstance(failure, CorruptFileError)
    assert failure.backup == newest
    with _opened(Database.open(newest)) as restored:
        assert _names(restored) == ["Firm", "Second"]


def test_a_damaged_file_without_a_backup_says_so(path: Path) -> None:
    _damage(path)
    failure = _refused(path, CorruptFileError)
    assert isinstance(failure, CorruptFileError)
    assert failure.backup is None
    assert "no backup" in failure.hint


def test_a_file_that_became_something_else_offers_its_backup(path: Path) -> None:
    with _opened(Database.open(path)) as database:
        newest = database.back_up()
    path.write_bytes(b"\x00" * 9000)
    failure = _refused(path, CorruptFileError)
    assert isinstance(failure, CorruptFileError)
    assert failure.backup == newest


def test_a_large_file_is_checked_once_it_is_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("b2bdesk.storage.database._CHECKED_AT_ONCE", 0)
    with _opened(Database.open(path)) as database:
        assert not database.verified
        database.verify()
        assert database.verified
    _damage(path)
    with (
        _opened(Database.open(path)) as damaged,
        pytest.raises(CorruptFileError, match="is damaged"),
    ):
        damaged.verify()


def test_backups_are_whole_and_the_newest_ten_stay(path: Path) -> None:
    with _opened(Database.open(path)) as database:
        whole = dump(database)
        made = [database.back_up("manual") for _ in range(12)]
    assert backup.backups_of(path) == sorted(made[2:], reverse=True)
    assert not list(backup.backup_folder(path).glob("*.unfinished"))
    with _opened(Database.open(made[-1])) as copy:
        assert dump(copy) == whole


# --- locks ---------------------------------------------------------------------------------------

_HOLD = """
import sys
from pathlib import Path
from b2bdesk.storage.database import Database
database = Database.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
database.close()
"""


@contextmanager
def _held_by_another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        yield child
        assert child.stdin is not None
        child.stdin.close()
    assert child.returncode == 0


def test_another_process_keeps_it_and_read_only_goes(path: Path) -> None:
    with _held_by_another_process(path):
        with pytest.raises(LockedFileError, match="another running copy") as failure:
            Database.open(path)
        assert "read-only" in failure.value.hint
        with _opened(Database.open(path, read_only=True)) as looking:
            assert _names(looking) == ["Firm"]
            with pytest.raises(FileError, match="open read-only"):
                looking.write("Edit", lambda session: None)
    with _opened(Database.open(path)) as free:
        _add(free, "Second")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_this_process_keeps_it_too(path: Path) -> None:
    with _opened(Database.open(path)) as database:
        with pytest.raises(LockedFileError):
            Database.open(path)
        with _opened(Database.open(path, read_only=True)) as looking:
            _add(database, "Second")
            assert _names(looking) == ["Firm", "Second"]
        # The header was not read as bytes, which would have dropped the database's own locks.
        _add(database, "Third")
        assert _names(database) == ["Firm", "Second", "Third"]


def test_another_program_that_writes_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        _opened(Database.open(path)) as database,
        closing(driver.connect(path)) as other,
    ):
        _add(database, "Second")
        writer = database._writer
        assert writer is not None
        database.write(
            "Hurry", lambda s: raw_connection(s).execute("PRAGMA busy_timeout = 50").fetchall()
        )
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileError, match="another program"):
            _add(database, "Third")
        other.execute("ROLLBACK")
        _add(database, "Third")
        assert _names(database) == ["Firm", "Second", "Third"]


@contextmanager
def _as_a_stranger(path: Path) -> Iterator[None]:
    """Give up the rights of the system's owner while the block runs, where we have them."""
    if os.geteuid() != 0:
        yield
        return
    for folder in (path.parent, *path.parent.parents):
        if folder.stat().st_uid == 0 and folder != Path("/") and "pytest" in str(folder):
            folder.chmod(folder.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are POSIX's")
def test_a_read_only_folder_opens_read_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.chmod(0o555)
    path.chmod(0o444)
    # What the user may do, by the effective rights; access() asks for the real ones.
    monkeypatch.setattr(
        opening.os, "access", lambda place, mode: Path(place).stat().st_mode & 0o222 != 0
    )
    try:
        with _as_a_stranger(path):
            with _opened(Database.open(path)) as database:
                assert database.read_only
                assert _names(database) == ["Firm"]
                with pytest.raises(FileError, match="read-only"):
                    database.write("Edit", lambda session: None)
            with pytest.raises(FileError) as failure:
                Database.create(path.with_name("new.b2bdesk"))
            assert failure.value.hint
    finally:
        path.parent.chmod(0o755)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


# --- room ----------------------------------------------------------------------------------------


def _limit(session: Session, more: int) -> None:
    run = session.connection().exec_driver_sql
    pages = run("PRAGMA page_count").scalar_one()
    run(f"PRAGMA max_page_count = {pages + more}")


def test_a_full_disk_changes_nothing_and_says_what_to_do(path: Path) -> None:
    with _opened(Database.open(path)) as database:
        before = dump(database)
        steps = rows_of(database, "SELECT * FROM journal_txn")

        def work(session: Session) -> None:
            _limit(session, 3)
            for n in range(300):
                session.add(Account(name=f"Firm {n}", note="x" * 900))
            session.flush()

        with pytest.raises(FileError, match=r"is full\. Nothing was changed") as failure:
            database.write("Too much", work)
        assert "Free some space" in failure.value.hint
        assert dump(database) == before
        assert rows_of(database, "SELECT * FROM journal_txn") == steps

        def room(session: Session) -> None:
            _limit(session, 10**6)
            session.add(Account(name="Again"))

        assert database.write("Room", room).changes.touches("account")
        assert _names(database) == ["Firm", "Again"]


def test_a_constraint_with_full_in_its_name_is_no_full_disk(path: Path) -> None:
    with (
        _opened(Database.open(path)) as database,
        pytest.raises(Exception, match="full") as failure,
    ):
        database.write(
            "Bug",
            lambda s: s.connection().exec_driver_sql("SELECT * FROM table_that_is_full"),
        )
    assert not isinstance(failure.value, FileError)


def test_a_step_that_goes_on_after_its_transaction_ended_is_a_bug(path: Path) -> None:
    with _opened(Database.open(path)) as database:

        def work(session: Session) -> None:
            session.add(Account(name="Lost"))
            session.flush()
            raw_connection(session).rollback()

        with pytest.raises(RuntimeError):
            database.write("Bug", work)
        assert _names(database) == ["Firm"]


# --- cancelling ---------------------------------------------------------------------------------


def _cancel_soon(progress: Progress) -> threading.Timer:
    timer = threading.Timer(0.05, progress.cancel)
    timer.start()
    return timer


def test_a_long_read_is_cancelled(path: Path) -> None:
    with _opened(Database.open(path)) as database:
        progress = Progress()
        timer = _cancel_soon(progress)
        with pytest.raises(Cancelled), database.read(progress) as session:
            session.connection().exec_driver_sql(ENDLESS).all()
        timer.join()
        assert _names(database) == ["Firm"]


@pytest.mark.parametrize("many", [False, True])
def test_a_long_write_is_cancelled_and_leaves_nothing(path: Path, many: bool) -> None:
    with _opened(Database.open(path)) as database:
        before = dump(database)
        progress = Progress()

        def work(session: Session) -> None:
            session.add(Account(name="Half"))
            session.flush()
            run = session.connection().exec_driver_sql
            if many:
                while True:
                    run("UPDATE account SET note = ?", [(str(n),) for n in range(2000)])
            run(ENDLESS).all()

        timer = _cancel_soon(progress)
        with pytest.raises(Cancelled):
            database.write("Long", work, progress=progress)
        timer.join()
        assert dump(database) == before
        assert rows_of(database, "SELECT count(*) FROM journal_txn") == [(1,)]
        _add(database, "After")
        assert rows_of(database, "SELECT count(*) FROM journal_txn") == [(2,)]


# --- beside each other --------------------------------------------------------------------------


def test_snapshots_hold_beside_commits(path: Path) -> None:
    """Each commit moves money from one account to the other; no reader ever sees it missing."""
    with _opened(Database.open(path)) as database:
        _add(database, "Second")
        database.write(
            "Fill", lambda s: s.connection().exec_driver_sql("UPDATE account SET employees = 500")
        )
        stop = threading.Event()
        seen: list[int] = []
        failures: list[BaseException] = []

        def read() -> None:
            try:
                while not stop.is_set():
                    with database.read() as session:
                        run = session.connection().exec_driver_sql
                        first = run("SELECT sum(employees) FROM account").scalar_one()
                        time.sleep(0.001)
                        again = [row[0] for row in run("SELECT employees FROM account")]
                        assert first == sum(again) == 1000
                        seen.append(again[0])
            except BaseException as error:
                failures.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(300):
            database.write(
                "Move",
                lambda s: s.connection().exec_driver_sql(
                    "UPDATE account SET employees = employees"
                    " + CASE WHEN id = (SELECT min(id) FROM account) THEN 1 ELSE -1 END"
                ),
            )
        stop.set()
        for reader in readers:
            reader.join()
        assert failures == []
        assert seen
        assert rows_of(database, "SELECT count(*) FROM journal_txn") == [(303,)]
