"""The one SQLite of the process and how its connections are set up.

SQLCipher's bundled SQLite (past the WAL-reset bug) for every file, keyed or not; the standard
library's sqlite3 where a platform has no wheel. No other SQLite may open the same file in this
process: POSIX locks of one are dropped when the other closes.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

try:
    from sqlcipher3 import dbapi2 as _dbapi
except ImportError:  # pragma: no cover - platforms without a wheel
    _dbapi = sqlite3

dbapi: ModuleType = _dbapi
encryption_available: bool = _dbapi is not sqlite3

APPLICATION_ID = 0x42324244  # "B2BD", in the file's header at offset 68
_HEADER = b"SQLite format 3\x00"


def connect(path: Path, *, mode: str = "rw", immutable: bool = False) -> Any:
    """A raw connection in explicit-transaction mode.

    ``mode`` is SQLite's URI mode: ``ro``, ``rw`` or ``rwc``. ``immutable`` reads a file in a
    folder where nothing can be written.
    """
    uri = f"{path.resolve().as_uri()}?mode={mode}" + ("&immutable=1" if immutable else "")
    return dbapi.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10.0)


def set_up_writer(connection: Any) -> None:
    """Durable settings of the one writing connection."""
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # REPLACE would hide its delete from the journal
        "temp_store = 1",
        "cache_size = -64000",  # a large import changes that much; small work never fills it
        "journal_size_limit = 16000000",  # a large import's log is cut back once it is folded in
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def set_up_reader(connection: Any) -> None:
    """Settings of a reading connection: it cannot write."""
    for pragma in (
        "query_only = ON",
        "temp_store = 1",  # sorts of large groups may use the disk; memory only costs four times
        "cache_size = -2000",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


@dataclass(frozen=True, slots=True)
class Header:
    """What a database file says of itself in its first hundred bytes."""

    application: int
    version: int


def header_of(path: Path) -> Header | None:
    """The header of a file that this process has not open; None where it is no database."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_HEADER):
        return None
    return Header(int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big"))
