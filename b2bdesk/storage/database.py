"""One file: one writer, several readers, every write a labelled and undoable step."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from b2bdesk.core.errors import Cancelled, FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.storage import backup, driver, migrate
from b2bdesk.storage.errors import CorruptFileError, LockedFileError, NewerFileError
from b2bdesk.storage.journal import ChangeSet, begin_step, end_step
from b2bdesk.storage.journal_triggers import journal_statements
from b2bdesk.storage.search_index import CREATE as CREATE_SEARCH
from b2bdesk.storage.search_index import search_statements

T = TypeVar("T")
SUFFIX = ".b2bdesk"


@dataclass(frozen=True, slots=True)
class Written:
    """What a write returned and what it changed."""

    value: Any
    changes: ChangeSet


class Database:
    """An open file. ``read`` and ``write`` are called from worker threads, never from the UI's."""

    def __init__(self, path: Path, *, read_only: bool, lock: FileLock | None) -> None:
        self.path = path
        self.read_only = read_only
        self._lock = lock
        self._write_lock = threading.Lock()
        immutable = read_only and not os.access(path.parent, os.W_OK)
        self._readers = _engine(
            lambda: _reader(path, immutable=immutable), begin="BEGIN", pool_size=3
        )
        self._writer = (
            None
            if read_only
            else _engine(lambda: _writer(path), begin="BEGIN IMMEDIATE", pool_size=1)
        )

    # --- opening ---------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path) -> Database:
        """Make a new, empty file and open it. An existing file is never overwritten."""
        if path.exists():
            raise FileError(
                tr("{name} exists already.", name=path.name),
                tr("Choose another name, or open it instead."),
            )
        lock = _take_lock(path)
        try:
            connection = driver.connect(path, mode="rwc")
            connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
            connection.close()
            _migrate(path, backup_first=False)
            return cls(path, read_only=False, lock=lock)
        except (DatabaseError, driver.dbapi.Error, OSError) as error:
            lock.release()
            path.unlink(missing_ok=True)
            raise FileError(
                tr("{name} could not be created: {reason}", name=path.name, reason=_reason(error)),
                tr("Choose a folder you may write to, with free space on its disk."),
            ) from error

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Database:
        """Open a file: lock it, refuse what is not ours, back up and migrate, check it.

        Raises ``FileError`` and its kinds; the file is untouched then.
        """
        _require_ours(path)
        if read_only or not _writable(path):
            _require_current(path)
            return cls(path, read_only=True, lock=None)
        lock = _take_lock(path)
        try:
            version = _checked_version(path)
            if version < migrate.SCHEMA_VERSION:
                _migrate(path, backup_first=True)
            return cls(path, read_only=False, lock=lock)
        except BaseException:
            lock.release()
            raise

    # --- work ------------------------------------------------------------------------------

    @contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[Session]:
        """A session over one consistent snapshot; it cannot write."""
        with (
            _translated(self.path),
            Session(self._readers) as session,
            session.begin(),
            _cancellable(session, progress),
        ):
            yield session

    def write(
        self,
        label: str,
        work: Callable[[Session], Any],
        *,
        author: str | None = None,
        undoes: int | None = None,
        progress: Progress | None = None,
    ) -> Written:
        """Run ``work`` as one step: all of it is confirmed and recorded, or nothing of it.

        ``label`` is what undo calls it. Work that changed nothing leaves no step behind.
        """
        if self._writer is None:
            raise FileError(
                tr("{name} is open read-only.", name=self.path.name),
                tr("Close the other copy of the program and open the file again to change it."),
            )
        with self._write_lock, _translated(self.path), Session(self._writer) as session:
            with session.begin(), _cancellable(session, progress):
                txn = begin_step(session, label, author, undoes)
                value = work(session)
                session.flush()
                changes = end_step(session, txn)
            return Written(value, changes)

    def back_up(self, reason: str = "daily") -> Path:
        """Write a finished backup of the file as it is now."""

        # VACUUM INTO cannot run inside a transaction: a plain connection of its own.
        def copy(target: Path) -> None:
            connection = driver.connect(self.path, mode="ro" if self.read_only else "rw")
            try:
                _vacuum_into(connection, target)
            finally:
                connection.close()

        return backup.write_backup(self.path, copy, reason)

    def close(self) -> None:
        """Close every connection; the file is then one whole file that can be copied."""
        self._readers.dispose()
        if self._writer is not None:
            self._writer.dispose()
            _fold_wal(self.path)
        if self._lock is not None:
            # While it is still held, so that the file is alone in its folder afterwards.
            with suppress(OSError):
                Path(self._lock.lock_file).unlink()
            self._lock.release()
            self._lock = None


def _engine(connect: Callable[[], Any], *, begin: str, pool_size: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver.dbapi,
        creator=connect,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _reader(path: Path, *, immutable: bool) -> Any:
    connection = driver.connect(path, mode="ro", immutable=immutable)
    driver.set_up_reader(connection)
    return connection


def _writer(path: Path) -> Any:
    connection = driver.connect(path)
    driver.set_up_writer(connection)
    connection.execute("BEGIN")
    for statement in (*journal_statements(), *search_statements()):
        connection.execute(statement)
    connection.execute("COMMIT")
    return connection


def _take_lock(path: Path) -> FileLock:
    lock = FileLock(str(path) + "-lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LockedFileError(
            tr("{name} is open in another running copy of B2BDesk.", name=path.name),
            tr("Open it read-only, or close the other copy first."),
        ) from None
    except OSError as error:
        raise FileError(
            tr("The folder of {name} cannot be written to.", name=path.name),
            tr("Choose a folder you may write to."),
        ) from error
    return lock


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _require_ours(path: Path) -> None:
    if not path.is_file():
        raise FileError(
            tr("{name} is not there.", name=path.name),
            tr("It may have been moved or renamed. Choose it again."),
        )
    try:
        is_database, application = driver.header_of(path)
    except OSError as error:
        raise FileError(
            tr("{name} cannot be read: {reason}", name=path.name, reason=_reason(error)),
            tr("Check that you may read the file."),
        ) from error
    if not is_database:
        newest = next(iter(backup.backups_of(path)), None)
        message = tr("{name} is not a B2BDesk file.", name=path.name)
        if newest is not None:
            raise CorruptFileError(
                message, tr("It was one before. Its newest backup can be opened."), newest
            )
        raise FileError(
            message, tr("Choose a .b2bdesk file. A spreadsheet is imported, not opened.")
        )
    if application != driver.APPLICATION_ID:
        raise FileError(
            tr("{name} is a database of another program.", name=path.name),
            tr("It was left as it is. Choose a .b2bdesk file."),
        )


def _require_current(path: Path) -> None:
    if _checked_version(path) < migrate.SCHEMA_VERSION:
        raise FileError(
            tr("{name} is of an older version and cannot be changed here.", name=path.name),
            tr("Copy it to a folder you may write to and open the copy."),
        )


def _checked_version(path: Path) -> int:
    """The file's schema version after a quick check of its structure."""
    try:
        immutable = not os.access(path.parent, os.W_OK)
        connection = driver.connect(path, mode="ro", immutable=immutable)
        try:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except driver.dbapi.DatabaseError as error:
        raise _corrupt(path) from error
    if verdict != "ok":
        raise _corrupt(path)
    if version > migrate.SCHEMA_VERSION:
        raise NewerFileError(
            tr("{name} was saved by a newer version of B2BDesk.", name=path.name),
            tr("Install the newest version to open it. The file was left as it is."),
        )
    return version


def _corrupt(path: Path) -> CorruptFileError:
    newest = next(iter(backup.backups_of(path)), None)
    hint = (
        tr("Open its newest backup; the damaged file stays where it is.")
        if newest is not None
        else tr("There is no backup of it on this computer. Look for an older copy.")
    )
    return CorruptFileError(tr("{name} is damaged.", name=path.name), hint, newest)


def _migrate(path: Path, *, backup_first: bool) -> None:
    if backup_first:

        def copy(target: Path) -> None:
            connection = driver.connect(path)
            try:
                _vacuum_into(connection, target)
            finally:
                connection.close()

        backup.write_backup(path, copy, "before-update")
    engine = _engine(lambda: _plain_writer(path), begin="BEGIN IMMEDIATE", pool_size=1)
    try:
        with engine.begin() as connection:
            migrate.migrate(connection)
            connection.exec_driver_sql(CREATE_SEARCH)
    finally:
        engine.dispose()


def _plain_writer(path: Path) -> Any:
    connection = driver.connect(path)
    driver.set_up_writer(connection)
    return connection


def _vacuum_into(connection: Any, target: Path) -> None:
    connection.execute("VACUUM INTO ?", (str(target),))


def _fold_wal(path: Path) -> None:
    connection = driver.connect(path)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


@contextmanager
def _cancellable(session: Session, progress: Progress | None) -> Iterator[None]:
    if progress is None:
        yield
        return
    raw = session.connection().connection.driver_connection
    assert raw is not None
    raw.set_progress_handler(lambda: int(progress.cancelled), 20_000)
    try:
        yield
        progress.check()
    except OperationalError as error:
        if progress.cancelled:
            raise Cancelled from error
        raise
    finally:
        raw.set_progress_handler(None, 0)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn the database's own errors that a person can act on into words."""
    try:
        yield
    except DatabaseError as error:
        text = str(error.orig)
        if "full" in text:
            raise FileError(
                tr("The disk of {name} is full. Nothing was changed.", name=path.name),
                tr("Free some space and do it again."),
            ) from error
        if "malformed" in text or "not a database" in text:
            raise _corrupt(path) from error
        if "readonly" in text or "unable to open" in text or "disk I/O" in text:
            raise FileError(
                tr("{name} cannot be written to any more. Nothing was changed.", name=path.name),
                tr("Check the disk or the folder's rights, then do it again."),
            ) from error
        raise


def _reason(error: BaseException) -> str:
    inner = getattr(error, "orig", None) or error
    return str(getattr(inner, "strerror", None) or inner)
