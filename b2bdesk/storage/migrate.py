"""Bringing a file to the current schema with Alembic, in process.

``user_version`` carries the number of the newest migration, so a file of a newer program is
recognised before anything is written and Alembic is imported only where there is work.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from b2bdesk.storage import connections, search_index

SCHEMA_VERSION = 4
SCRIPTS = Path(__file__).with_name("migrations")


def bring_up_to_date(path: Path) -> None:
    """Run the migrations a file lacks, all of them or none; the caller holds the file."""
    engine = connections.updating_engine(path)
    try:
        with engine.begin() as connection:
            migrate(connection)
            search_index.bring_up_to_date(connection)
            _require_references(connection)
    finally:
        engine.dispose()


def index_anew(path: Path) -> None:
    """Make the search index of a file as this version does; the caller holds the file."""
    engine = connections.updating_engine(path)
    try:
        with engine.begin() as connection:
            search_index.bring_up_to_date(connection)
    finally:
        engine.dispose()


def migrate(connection: Connection) -> None:
    """Run the migrations a file lacks, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _require_references(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if lost is not None:
        message = f"the migration left {lost[0]} with a reference that leads nowhere"
        raise IntegrityError("PRAGMA foreign_key_check", None, RuntimeError(message))
