"""The migrated schema is the mapped one; an older file is backed up, then changed or left alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from b2bdesk.core.errors import FileError
from b2bdesk.models import Account, Base, Contract
from b2bdesk.storage import backup, driver, migrate
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import dump, rows_of

NEWEST = migrate.SCHEMA_VERSION


@pytest.fixture(autouse=True)
def backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups of these tests lie in their own folder."""
    monkeypatch.setattr(backup, "user_data_path", lambda *_, **__: tmp_path / "data")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed file with an account that a contract refers to."""

    def work(session: Session) -> None:
        account = Account(name="Firm")
        session.add(account)
        session.flush()
        session.add(Contract(account_id=account.id, name="Frame"))

    database = new_file(tmp_path / "desk.b2bdesk")
    database.write("Add", work)
    database.close()
    return tmp_path / "desk.b2bdesk"


def _schema(rows: list[tuple[Any, ...]]) -> dict[str, set[str]]:
    """Each object's CREATE statement by name, as a set of its clauses: their order is free."""
    found: dict[str, set[str]] = {}
    for name, sql in rows:
        if sql is None or str(name).startswith(("search_text", "sqlite_", "alembic")):
            continue
        words = re.sub(r"\s+", " ", sql.replace('"', "").replace("\n", " ")).strip()
        head, _, body = words.partition("(")
        clauses, _, tail = body.rpartition(")")
        parts = re.split(r",\s*(?![^(]*\))", clauses)
        found[name] = {head.strip(), tail.strip(), *(part.strip() for part in parts)}
    return found


_SCHEMA = "SELECT name, sql FROM sqlite_schema ORDER BY name"


def test_the_migrated_schema_is_the_mapped_one(path: Path) -> None:
    engine = create_engine("sqlite://", module=driver.dbapi, creator=lambda: driver.connect(path))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, *_: not str(name).startswith("search_text"),
            },
        )
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_every_statement_equals_what_the_models_would_create(path: Path, tmp_path: Path) -> None:
    """What a comparison of columns does not see: AUTOINCREMENT, WITHOUT ROWID, partial indexes."""
    mapped = tmp_path / "mapped.db"
    engine = create_engine(
        "sqlite://", module=driver.dbapi, creator=lambda: driver.connect(mapped, mode="rwc")
    )
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        wanted = _schema([tuple(row) for row in connection.exec_driver_sql(_SCHEMA)])
    engine.dispose()
    with closing(driver.connect(path)) as file:
        made = _schema(file.execute(_SCHEMA).fetchall())
    assert made == wanted
    assert "AUTOINCREMENT" in str(made["journal"])
    assert "WITHOUT ROWID" in str(made["account_month"])
    assert "WHERE scope IS NOT NULL" in str(made["journal_left"])


_NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{next:04}", "{newest:04}", None, None


def upgrade():
    with op.batch_alter_table("account", recreate="always") as batch:
        batch.add_column(sa.Column("rating", sa.Integer()))
    {after}
"""


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The migrations as a later version of the program would have them: one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "SCRIPTS", folder)
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", NEWEST + 1)
    return folder / "versions" / f"{NEWEST + 1:04}_rating.py"


def test_an_older_file_is_backed_up_and_brought_up_to_date(path: Path, scripts: Path) -> None:
    scripts.write_text(_NEXT.format(newest=NEWEST, next=NEWEST + 1, after=""))
    database = Database.open(path)
    try:
        assert rows_of(database, "SELECT name, rating FROM account") == [("Firm", None)]
        # Making the table anew has not deleted what refers to it.
        assert rows_of(database, "SELECT name FROM contract") == [("Frame",)]
        assert rows_of(database, "PRAGMA user_version") == [(NEWEST + 1,)]
        assert rows_of(database, "PRAGMA foreign_key_check") == []
    finally:
        database.close()
    (kept,) = backup.backups_of(path)
    assert kept.name.endswith("before-update.b2bdesk")
    assert driver.header_of(kept) == driver.Header(driver.APPLICATION_ID, NEWEST)
    with closing(driver.connect(kept)) as file:
        assert file.execute("SELECT name FROM contract").fetchall() == [("Frame",)]
        columns = [row[1] for row in file.execute("PRAGMA table_info(account)")]
    assert "rating" not in columns


@pytest.mark.parametrize(
    "after", ["raise ValueError('no')", "op.execute('DELETE FROM account')"], ids=["stops", "loses"]
)
def test_a_migration_that_fails_changes_nothing(
    path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    scripts.write_text(_NEXT.format(newest=NEWEST, next=NEWEST + 1, after=after))
    with pytest.raises(Exception, match=r"no"):
        Database.open(path)
    assert not Path(f"{path}-lock").exists()
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", NEWEST)
    database = Database.open(path)
    try:
        assert rows_of(database, "SELECT name FROM account") == [("Firm",)]
        assert rows_of(database, "SELECT name FROM contract") == [("Frame",)]
        assert dump(database)["contract"]
    finally:
        database.close()


def test_without_a_backup_there_is_no_migration(
    path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scripts.write_text(_NEXT.format(newest=NEWEST, next=NEWEST + 1, after=""))
    (tmp_path / "taken").write_text("not a folder")
    monkeypatch.setattr(backup, "user_data_path", lambda *_, **__: tmp_path / "taken")
    before = path.read_bytes()
    with pytest.raises(FileError, match="No backup could be written"):
        Database.open(path)
    assert path.read_bytes() == before


def test_an_older_file_opens_read_only_nowhere(path: Path, scripts: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileError, match="older version"):
        Database.open(path, read_only=True)
    assert path.read_bytes() == before
