"""The database's own errors, in the words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.storage import backup, driver
from b2bdesk.storage.errors import CorruptFileError

# SQLite's primary result codes; the rest of a code says where it happened.
_BUSY, _READ_ONLY, _IO, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = 5, 8, 10, 11, 13, 14, 26
_NO_ROOM_FOR_SHARED_MEMORY = 4874  # an input/output error by name, a full disk in truth


def reason(error: BaseException) -> str:
    """What the system or the database itself says, without its wrapping."""
    inner = getattr(error, "orig", None) or error
    return str(getattr(inner, "strerror", None) or inner)


def damaged(path: Path) -> CorruptFileError:
    """The file is corrupt; its newest backup, if there is one, is the way on."""
    newest = next(iter(backup.backups_of(path)), None)
    hint = (
        tr("Open its newest backup; the damaged file stays where it is.")
        if newest is not None
        else tr("There is no backup of it on this computer. Look for an older copy.")
    )
    return CorruptFileError(tr("{name} is damaged.", name=path.name), hint, newest)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn the errors of the database that a person can act on into ``FileError``.

    Others are bugs and pass unchanged.
    """
    try:
        yield
    except (DatabaseError, driver.dbapi.Error) as error:
        known = _known(path, getattr(error, "orig", None) or error)
        if known is None:
            raise
        raise known from error


def _known(path: Path, error: BaseException) -> FileError | None:
    full = getattr(error, "sqlite_errorcode", None) or 0
    code = full & 0xFF
    name = path.name
    if code == _FULL or full == _NO_ROOM_FOR_SHARED_MEMORY:
        return FileError(
            tr("The disk of {name} is full. Nothing was changed.", name=name),
            tr("Free some space and do it again."),
        )
    if code in {_CORRUPT, _NOT_A_DATABASE}:
        return damaged(path)
    if code == _BUSY:
        return FileError(
            tr("{name} is being changed by another program. Nothing was changed.", name=name),
            tr("Close it there and do it again."),
        )
    if code in {_READ_ONLY, _IO, _CANNOT_OPEN}:
        return FileError(
            tr("{name} cannot be written to any more. Nothing was changed.", name=name),
            tr("Check the disk or the folder's rights, then do it again."),
        )
    return None
