"""Which version of a ledger row counts, asked by set, against a plain model of the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from b2bdesk.core.dates import month_of_day
from b2bdesk.core.progress import Progress
from b2bdesk.models import ImportBatch
from b2bdesk.queries.counted_lines import LINE_COUNTS
from b2bdesk.services import summaries
from b2bdesk.services.imports.fact_rows import FactRows, Versions
from b2bdesk.services.imports.pending import Status
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

ROWS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), min_size=1, max_size=6)
STEPS = st.lists(st.one_of(ROWS, st.integers(0, 5)), min_size=1, max_size=7)


class Model:
    """Every row that ever came in, in order, and which imports there are."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int]] = []  # import, key, content
        self.there: set[int] = set()

    def counts(self) -> dict[int, int]:
        """The newest content of each key among the imports that there are."""
        return {key: content for batch, key, content in self.rows if batch in self.there}

    def bring(self, batch: int, rows: list[tuple[int, int]]) -> list[Status]:
        """Take rows in one after the other."""
        self.there.add(batch)
        found = []
        for key, content in rows:
            known = self.counts().get(key)
            if known == content:
                found.append(Status.UNCHANGED)
                continue
            found.append(Status.NEW if known is None else Status.CHANGED)
            self.rows.append((batch, key, content))
        return found


def _bring(session: Session, batch: int, rows: list[tuple[int, int]]) -> list[Status]:
    connection = session.connection()
    versions, facts = Versions(connection, "ledger_line"), FactRows(connection, "ledger_line")
    found: list[Status] = []
    for start in range(0, len(rows), 4):  # some rows come with a later chunk
        chunk = rows[start : start + 4]
        versions.look_up([key for key, _ in chunk])
        for key, content in chunk:
            status = versions.status(key, content)
            found.append(status)
            if status is not Status.UNCHANGED:
                versions.keep(key, content)
                account, day = (key + content) % 3 + 1, 18_000 + 20 * content
                row = (account, None, f"I{key}", day, month_of_day(day), "sale", 1000, key, content)
                facts.add([(*row, content, content, None)])
    session.add(ImportBatch(id=batch, file_name="f", sha256="s", at=0, summary="{}"))
    session.flush()
    facts.write(batch, versions, Progress())
    summaries.refresh(session, [batch])
    return found


def _flip(session: Session, batch: int) -> None:
    held = session.get(ImportBatch, batch)
    if held is None:
        session.add(ImportBatch(id=batch, file_name="f", sha256="s", at=0, summary="{}"))
    else:
        session.delete(held)
    session.flush()
    summaries.refresh(session, [batch])


def _rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as session:
        return sorted(tuple(row) for row in session.connection().exec_driver_sql(sql))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One file for all examples, emptied before each."""
    made = new_file(tmp_path_factory.mktemp("facts") / "any.b2bdesk")
    yield made
    made.close()


def _empty(session: Session) -> None:
    for table in ("import_batch", "ledger_line", "account_month", "order_day"):
        session.connection().exec_driver_sql(f"DELETE FROM {table}")


@settings(max_examples=30, deadline=None)
@given(steps=STEPS)
def test_any_imports_taken_back_and_brought_back_count_as_in_the_model(
    database: Database, steps: list[Any]
) -> None:
    database.write("Empty", _empty)
    model = Model()
    made = 0
    for step in steps:
        if isinstance(step, list):
            made += 1
            batch, rows = made, step
            expected = model.bring(batch, rows)
            told = database.write("Bring", lambda s, b=batch, r=rows: _bring(s, b, r)).value
            assert told == expected
        elif made:
            batch = step % made + 1
            model.there ^= {batch}
            database.write("Flip", lambda s, b=batch: _flip(s, b))
        counting = f"SELECT l.line_key, l.content FROM ledger_line AS l WHERE {LINE_COUNTS}"
        assert _rows(database, counting) == sorted(model.counts().items())
        for kept, computed in (
            (summaries.MONTHS_KEPT, summaries.MONTHS_COMPUTED),
            (summaries.DAYS_KEPT, summaries.DAYS_COMPUTED),
        ):
            assert _rows(database, kept) == _rows(database, computed)
