"""Pools of connections, and how work on one of them is cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from b2bdesk.core.errors import Cancelled
from b2bdesk.core.progress import Progress
from b2bdesk.storage import driver
from b2bdesk.storage.journal_triggers import journal_statements
from b2bdesk.storage.search_index import search_statements

_STEPS_BETWEEN_LOOKS = 20_000


def reading_engine(path: Path, *, immutable: bool) -> Engine:
    """A small pool of connections that cannot write, each with snapshots of its own."""

    def connect() -> Any:
        connection = driver.connect(path, mode="ro", immutable=immutable)
        driver.set_up_reader(connection)
        return connection

    return _engine(connect, begin="BEGIN", pool_size=3)


def writing_engine(path: Path) -> Engine:
    """The one connection that writes: every edit is recorded and indexed by its triggers."""

    def connect() -> Any:
        connection = driver.connect(path)
        driver.set_up_writer(connection)
        connection.execute("BEGIN")
        for statement in (*journal_statements(), *search_statements()):
            connection.execute(statement)
        connection.execute("COMMIT")
        return connection

    return _engine(connect, begin="BEGIN IMMEDIATE", pool_size=1)


def updating_engine(path: Path) -> Engine:
    """The connection of a migration: nothing is recorded, and references wait.

    A table is changed by making it anew and dropping the old one, which would delete what
    refers to it.
    """

    def connect() -> Any:
        connection = driver.connect(path)
        driver.set_up_writer(connection)
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    return _engine(connect, begin="BEGIN IMMEDIATE", pool_size=1)


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


@contextmanager
def cancellable(session: Session, progress: Progress | None) -> Iterator[None]:
    """Let ``progress`` stop the statement that is running; raises ``Cancelled`` then."""
    if progress is None:
        yield
        return
    raw = raw_connection(session)
    raw.set_progress_handler(lambda: int(progress.cancelled), _STEPS_BETWEEN_LOOKS)
    try:
        yield
        progress.check()
    except OperationalError as error:
        if progress.cancelled:
            raise Cancelled from error
        raise
    finally:
        raw.set_progress_handler(None, 0)


def raw_connection(session: Session) -> Any:
    """The driver's own connection under a session."""
    return session.connection().connection.driver_connection
