"""Bringing a file to the current schema with Alembic, in process.

``user_version`` carries the number of the newest migration, so a file of a newer program is
recognised before anything is written and Alembic is imported only where there is work.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

SCHEMA_VERSION = 1


def migrate(connection: Connection) -> None:
    """Run the migrations a file lacks, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
