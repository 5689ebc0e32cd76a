"""An older step goes beside any later work: what is kept stays, what is taken back is as before."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.core.errors import ConflictError, DomainError
from b2bdesk.core.ids import next_id
from b2bdesk.services import history
from b2bdesk.storage.database import Database
from b2bdesk.storage.journal import Step
from b2bdesk.storage.later_work import later_work
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import assert_consistent, dump, rows_of

picks = st.integers(0, 9)
words = st.sampled_from([None, "a", "A", "Porto", "😀"])
ops = st.one_of(
    st.tuples(st.just("account"), words),
    st.tuples(st.just("contract"), picks),
    st.tuples(st.just("number"), picks, st.sampled_from("123")),
    st.tuples(st.just("city"), picks, words),
    st.tuples(st.just("phone"), picks, words),
    st.tuples(st.just("parent"), picks, picks),
    st.tuples(st.just("rename"), picks, st.sampled_from("xyz")),
    st.tuples(st.just("remove"), picks),
    st.tuples(st.just("free"), picks),
)


def _id(connection: Connection, table: str, pick: int) -> int | None:
    ids = [row[0] for row in connection.exec_driver_sql(f"SELECT id FROM {table} ORDER BY id")]
    return ids[pick % len(ids)] if ids else None


def _do(session: Session, op: tuple[Any, ...]) -> None:
    run = session.connection().exec_driver_sql
    what = op[0]
    if what == "account":
        run("INSERT INTO account(id, name, kind, city, pinned) VALUES (?, 'New', 'prospect', ?, 0)",
            (next_id(), op[1]))  # fmt: skip
        return
    table = "contract" if what == "rename" else "external_id" if what == "free" else "account"
    row = _id(session.connection(), table, op[1])
    if row is None:
        return
    if what == "contract":
        run("INSERT INTO contract(id, account_id, name, auto_renews, renewal)"
            " VALUES (?, ?, 'Frame', 0, 'not_started')", (next_id(), row))  # fmt: skip
    elif what == "number":
        run("INSERT OR IGNORE INTO external_id(id, account_id, system, value)"
            " VALUES (?, ?, 'ERP', ?)", (next_id(), row, op[2]))  # fmt: skip
    elif what in ("city", "phone"):
        run(f"UPDATE account SET {what} = ? WHERE id = ?", (op[2], row))
    elif what == "parent":
        other = _id(session.connection(), "account", op[2])
        run("UPDATE account SET parent_id = ? WHERE id = ? AND id <> ?", (other, row, other))
    elif what == "rename":
        run("UPDATE contract SET name = ? WHERE id = ?", (op[2], row))
    else:
        run(f"DELETE FROM {table} WHERE id = ?", (row,))


def _step(database: Database, todo: list[tuple[Any, ...]]) -> int | None:
    def work(session: Session) -> None:
        for op in todo:
            _do(session, op)

    return database.write("Step", work).changes.txn


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(ops, max_size=6),
    st.lists(ops, min_size=1, max_size=6),
    st.lists(st.lists(ops, min_size=1, max_size=4), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
def test_an_older_step_goes_beside_later_work(
    first: list[tuple[Any, ...]],
    step: list[tuple[Any, ...]],
    later: list[list[tuple[Any, ...]]],
    random: Any,
) -> None:
    folder = Path(tempfile.mkdtemp())
    database = new_file(folder / "desk.b2bdesk")
    try:
        _step(database, [("account", "a"), ("account", "b"), ("contract", 0), *first])
        txn = _step(database, step)
        if txn is None:
            return
        for todo in later:
            _step(database, todo)
        with database.read() as session:
            places = later_work(session, txn)
        taken = {work.place for work in places if random.random() < 0.5}
        before = dump(database)
        try:
            undo = history.undo_step(database, Step(txn, ""), beside=taken).changes.txn
        except (ConflictError, DomainError) as error:
            event(type(error).__name__)
            assert dump(database) == before
            return
        event(f"{bool(places)} later work, {bool(taken)} taken back")
        assert_consistent(database)
        for work in places:
            if work.column:
                found = rows_of(
                    database, f"SELECT {work.column} FROM {work.table} WHERE id = ?", work.row
                )
                wanted = work.before if work.place in taken else work.now
                removes = any(not column for _, _, column in taken)
                emptied = [(None,)] if work.column == "parent_id" else []
                assert found == [(wanted,)] or (removes and found in ([], emptied))
            elif work.place not in taken:
                found = rows_of(database, f"SELECT 1 FROM {work.table} WHERE id = ?", work.row)
                assert found or any(not column for _, _, column in taken)
        assert undo is not None
        history.undo_step(database, Step(undo, ""))
        assert dump(database) == before
    finally:
        database.close()
        shutil.rmtree(folder)
