"""One file: one writer, several readers, every write a labelled and undoable step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.storage import backup, connections, driver, migrate, opening, search_index
from b2bdesk.storage.failures import damaged, in_words, reason
from b2bdesk.storage.journal import ChangeSet, begin_step, end_step

SUFFIX = ".b2bdesk"
__all__ = ["SUFFIX", "Database", "Session", "Written"]  # the UI names Session in annotations
_CHECKED_AT_ONCE = 4_000_000
"""Bytes whose structure is checked while the file opens: some 50 ms. Larger files are checked
with ``verify`` once they are on screen."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write returned and what it changed."""

    value: Any
    changes: ChangeSet


class Database:
    """An open file. ``read`` and ``write`` are called from worker threads, never from the UI's.

    ``verified`` tells whether the structure of the whole file was checked since it was opened.
    """

    def __init__(self, path: Path, *, read_only: bool, lock: FileLock | None) -> None:
        self.path = path
        self.read_only = read_only
        self.verified = False
        self._lock = lock
        self._closed = False
        self._write_lock = threading.Lock()
        immutable = read_only and not opening.folder_writable(path)
        self._readers = connections.reading_engine(path, immutable=immutable)
        self._writer = None if read_only else connections.writing_engine(path)
        opening.note_open(path)

    # --- opening ---------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path) -> Database:
        """Make a new, empty file and open it. An existing file is never overwritten."""
        if path.exists():
            raise FileError(
                tr("{name} exists already.", name=path.name),
                tr("Choose another name, or open it instead."),
            )
        lock = opening.take_lock(path)
        with opening.released_on_failure(lock):
            try:
                with closing(driver.connect(path, mode="rwc")) as file:
                    file.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
                migrate.bring_up_to_date(path)
            except (DatabaseError, driver.dbapi.Error, OSError) as error:
                for left in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                    left.unlink(missing_ok=True)
                words = tr(
                    "{name} could not be created: {reason}", name=path.name, reason=reason(error)
                )
                hint = tr("Choose a folder you may write to, with free space on its disk.")
                raise FileError(words, hint) from error
            database = cls(path, read_only=False, lock=lock)
            database.verified = True
            return database

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Database:
        """Open a file: refuse what is not ours, lock it, back up and migrate, check it.

        Raises ``FileError`` and its kinds; the file is as it was then. The structure of a large
        file is checked later, by ``verify``.
        """
        opening.require_ours(path)
        if read_only or not opening.writable(path):
            with in_words(path):
                opening.require_current(path)
            database = cls(path, read_only=True, lock=None)
        else:
            lock = opening.take_lock(path)
            with opening.released_on_failure(lock), in_words(path):
                if opening.version_of(path) < migrate.SCHEMA_VERSION:
                    _write_backup(path, "before-update")
                    migrate.bring_up_to_date(path)
                elif not opening.indexed(path):
                    migrate.index_anew(path)
                database = cls(path, read_only=False, lock=lock)
        if path.stat().st_size <= _CHECKED_AT_ONCE:
            try:
                database.verify()
            except BaseException:
                database.close()
                raise
        return database

    def verify(self, progress: Progress | None = None) -> None:
        """Check the structure of the whole file: a second for some 60 MB.

        Raises ``CorruptFileError``, which carries the newest backup.
        """
        with self.read(progress) as session:
            verdict = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if verdict != "ok":
            raise damaged(self.path)
        self.verified = True

    # --- work ------------------------------------------------------------------------------

    @contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[Session]:
        """A session over one consistent snapshot; it cannot write."""
        self._require_open()
        with (
            in_words(self.path),
            Session(self._readers) as session,
            session.begin(),
            connections.cancellable(session, progress),
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
        self._require_open()
        if self._writer is None:
            raise FileError(
                tr("{name} is open read-only.", name=self.path.name),
                tr("Close the other copy of the program and open the file again to change it."),
            )
        with self._write_lock, in_words(self.path), Session(self._writer) as session:
            with session.begin(), connections.cancellable(session, progress):
                txn = begin_step(session, label, author, undoes)
                value = work(session)
                session.flush()
                if not connections.raw_connection(session).in_transaction:
                    # SQLite gave the transaction up and the work went on as if nothing was.
                    raise RuntimeError("a step went on after its transaction had ended")
                search_index.refresh(session.connection())
                changes = end_step(session, txn)
            return Written(value, changes)

    def back_up(self, reason: str = "daily") -> Path:
        """Write a finished backup of the file as it is now."""
        self._require_open()
        return _write_backup(self.path, reason, read_only=self.read_only)

    def close(self) -> None:
        """Close every connection; the file is then one whole file that can be copied."""
        if self._closed:
            return
        self._closed = True
        self._readers.dispose()
        try:
            # A disk too full to fold the log into the file: nothing is lost, the log stays.
            with suppress(driver.dbapi.Error):
                if self._writer is not None:
                    self._writer.dispose()
                    opening.fold(self.path)
                else:
                    _fold_if_free(self.path)
        finally:
            opening.note_closed(self.path)
            if self._lock is not None:
                opening.release_lock(self._lock)
                self._lock = None

    def _require_open(self) -> None:
        if self._closed:
            raise FileError(
                tr("{name} was closed.", name=self.path.name), tr("Open it again to go on.")
            )


def _fold_if_free(path: Path) -> None:
    """Clear away what a reading connection had to lay beside a file that nobody writes."""
    beside = (Path(f"{path}-wal"), Path(f"{path}-shm"))
    if not any(file.exists() for file in beside) or not opening.writable(path):
        return
    try:
        lock = opening.take_lock(path)
    except FileError:
        return
    try:
        opening.fold(path)
    except driver.dbapi.Error:
        # Damaged beyond folding. An empty log holds nothing, so it need not stay.
        if all(file.stat().st_size == 0 for file in beside[:1] if file.exists()):
            for file in beside:
                file.unlink(missing_ok=True)
    finally:
        opening.release_lock(lock)


def _write_backup(path: Path, reason_word: str, *, read_only: bool = False) -> Path:
    # VACUUM INTO cannot run inside a transaction: a plain connection of its own.
    def copy(target: Path) -> None:
        immutable = read_only and not opening.folder_writable(path)
        mode = "ro" if read_only else "rw"
        with closing(driver.connect(path, mode=mode, immutable=immutable)) as file:
            file.execute("VACUUM INTO ?", (str(target),))

    with in_words(path):
        try:
            return backup.write_backup(path, copy, reason_word)
        except OSError as error:
            raise FileError(
                tr("No backup could be written: {reason}", reason=reason(error)),
                tr("Check the free space and the rights of your data folder."),
            ) from error
