"""Rows as they were after any earlier step, whatever was done, deleted and undone since."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.models import Account, Contract, Job, Person
from b2bdesk.queries.as_of_step import newest_stamp, rows_now, step_of, values_as_of
from b2bdesk.services import history
from tests.helpers.new_file import new_file

TABLES = ("account", "contract", "person", "job")


def _work(rng: random.Random, session: Session) -> None:
    accounts = session.query(Account).all()
    for _ in range(rng.randrange(1, 5)):
        what = rng.randrange(5)
        if what == 0 or not accounts:
            accounts.append(Account(name=rng.choice(["a", "A", "[1]", "😀", "'"])))
            session.add(accounts[-1])
        elif what == 1:
            account = rng.choice(accounts)
            account.city = rng.choice([None, "Bonn", "", "\n"])
            account.employees = rng.choice([None, 0, 2**62])
        elif what == 2:
            session.add(Contract(account_id=rng.choice(accounts).id, name="c"))
        elif what == 3:
            person = Person(name="p")
            session.add(person)
            session.flush()
            session.add(Job(person_id=person.id, account_id=rng.choice(accounts).id))
        elif len(accounts) > 1:
            session.flush()
            gone = accounts.pop(rng.randrange(len(accounts)))
            session.delete(gone)  # its contracts and jobs go with it
        session.flush()


def _dump(session: Session) -> dict[str, dict[int, Any]]:
    return {table: rows_now(session.connection(), table) for table in TABLES}


def test_every_row_is_read_back_as_it_was_after_every_step(tmp_path: Path) -> None:
    for seed in range(12):
        rng = random.Random(seed)
        database = new_file(tmp_path / f"{seed}.b2bdesk")
        seen: list[tuple[int, dict[str, dict[int, Any]]]] = []
        for _ in range(14):
            with database.read() as session:
                undoable = history.undo_state(session).undo is not None
            if undoable and rng.random() < 0.3:
                history.undo(database)
            else:
                database.write("Work", lambda session, rng=rng: _work(rng, session))
            with database.read() as session:
                stamp = newest_stamp(session.connection())
                txn = step_of(session.connection(), stamp)
                if txn is not None:
                    seen.append((txn, _dump(session)))
        with database.read() as session:
            connection = session.connection()
            for txn, then in seen:
                for table in TABLES:
                    found = values_as_of(connection, table, txn)
                    now = rows_now(connection, table)
                    assert found.rows == then[table]
                    assert found.gone == then[table].keys() - now.keys()
                    some = sorted({*then[table], *now})[::2]
                    assert values_as_of(connection, table, txn, some).rows == {
                        row_id: then[table][row_id] for row_id in some if row_id in then[table]
                    }
        database.close()


def test_a_stamp_is_known_only_in_the_file_that_took_the_step(tmp_path: Path) -> None:
    stamps = []
    for name in ("one", "other"):
        database = new_file(tmp_path / f"{name}.b2bdesk")
        database.write("Add", lambda session: session.add(Account(name="Acme")))
        with database.read() as session:
            connection = session.connection()
            stamps.append(newest_stamp(connection))
            assert step_of(connection, stamps[-1]) is not None
            for foreign in (stamps[0] if name == "other" else "v9@0", "", "1", "v1", "v٣@a"):
                assert step_of(connection, foreign) is None
        database.close()
    assert stamps[0] != stamps[1]
