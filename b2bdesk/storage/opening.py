"""Before a file is opened: is it ours, is it new enough, is it free, can it be written to.

The header is read as plain bytes, so a file that is refused is never touched by the database.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.storage import backup, driver, migrate, search_index
from b2bdesk.storage.errors import CorruptFileError, LockedFileError, NewerFileError
from b2bdesk.storage.failures import reason

# Files this process has open. Reading one as bytes would drop the database's own locks on it.
_open_here: Counter[Path] = Counter()


def note_open(path: Path) -> None:
    """Remember that this process has the file open."""
    _open_here[path.resolve()] += 1


def note_closed(path: Path) -> None:
    """Forget one opening of the file."""
    _open_here[path.resolve()] -= 1


def take_lock(path: Path) -> FileLock:
    """Hold the file for this process alone; raises ``LockedFileError`` where another has it."""
    lock = FileLock(f"{path}-lock", timeout=0)
    if not path.parent.is_dir():  # the lock would make it
        raise FileError(
            tr("The folder of {name} is not there.", name=path.name),
            tr("Choose a folder you may write to."),
        )
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


def release_lock(lock: FileLock) -> None:
    """Let the file go and leave nothing beside it."""
    # While it is still held: a waiting copy notices that its lock has lost its name.
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()


@contextmanager
def released_on_failure(lock: FileLock) -> Iterator[None]:
    """Keep a lock only if the block succeeds."""
    try:
        yield
    except BaseException:
        release_lock(lock)
        raise


def writable(path: Path) -> bool:
    """Whether the file and its folder may be written to."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def require_ours(path: Path) -> None:
    """Refuse what is missing, no database, another program's, or of a newer version."""
    if not path.is_file():
        raise FileError(
            tr("{name} is not there.", name=path.name),
            tr("It may have been moved or renamed. Choose it again."),
        )
    if _open_here[path.resolve()] > 0:
        return
    try:
        header = driver.header_of(path)
    except OSError as error:
        raise FileError(
            tr("{name} cannot be read: {reason}", name=path.name, reason=reason(error)),
            tr("Check that you may read the file."),
        ) from error
    if header is None:
        newest = next(iter(backup.backups_of(path)), None)
        message = tr("{name} is not a B2BDesk file.", name=path.name)
        if newest is not None:
            raise CorruptFileError(
                message, tr("It was one before. Its newest backup can be opened."), newest
            )
        raise FileError(
            message, tr("Choose a .b2bdesk file. A spreadsheet is imported, not opened.")
        )
    if header.application != driver.APPLICATION_ID:
        raise FileError(
            tr("{name} is a database of another program.", name=path.name),
            tr("It was left as it is. Choose a .b2bdesk file."),
        )
    _refuse_newer(path, header.version)


def version_of(path: Path) -> int:
    """The file's schema version; refuses a newer one.

    The database is asked only where a log lies beside the file, which may know better than the
    header: merely reading a file leaves something beside it.
    """
    header = driver.header_of(path) if _whole(path) else None
    if header is not None:
        version = header.version
    else:
        with closing(driver.connect(path, mode="ro", immutable=not folder_writable(path))) as file:
            version = int(file.execute("PRAGMA user_version").fetchone()[0])
    _refuse_newer(path, version)
    return version


def _whole(path: Path) -> bool:
    """Whether nobody here has the file open, and no log beside it knows better."""
    return _open_here[path.resolve()] == 0 and not Path(f"{path}-wal").exists()


def folder_writable(path: Path) -> bool:
    """Whether the database may lay its own files beside the file."""
    return os.access(path.parent, os.W_OK)


def _refuse_newer(path: Path, version: int) -> None:
    if version > migrate.SCHEMA_VERSION:
        raise NewerFileError(
            tr("{name} was saved by a newer version of B2BDesk.", name=path.name),
            tr("Install the newest version to open it. The file was left as it is."),
        )


def indexed(path: Path) -> bool:
    """Whether the search index of a file is made as this version of the program makes it.

    Of a file too damaged to tell, its structure is what is checked and said.
    """
    # A whole file is read without laying anything beside it.
    immutable = _whole(path) or not folder_writable(path)
    with (
        suppress(driver.dbapi.DatabaseError),
        closing(driver.connect(path, mode="ro", immutable=immutable)) as file,
    ):
        return search_index.is_current(file.execute(search_index.FORM).fetchall())
    return True


def require_current(path: Path) -> None:
    """Refuse a file that would have to be updated where it cannot be."""
    if version_of(path) < migrate.SCHEMA_VERSION or not indexed(path):
        raise FileError(
            tr("{name} is of an older version and cannot be changed here.", name=path.name),
            tr("Copy it to a folder you may write to and open the copy."),
        )


def fold(path: Path) -> None:
    """Bring a file that nobody has open back to one whole file, with nothing beside it."""
    with closing(driver.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
