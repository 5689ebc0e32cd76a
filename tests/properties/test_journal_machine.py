"""Any work, taken back and brought again in any order: the file is what it was, to the row."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import Kind
from b2bdesk.core.dates import date_of, day_of, month_of
from b2bdesk.core.errors import ConflictError, DomainError
from b2bdesk.core.ids import next_id
from b2bdesk.models import (
    Account,
    AccountMerge,
    Colleague,
    Dmu,
    DmuMember,
    Exchange,
    ExchangePerson,
    ExternalId,
    FileSetting,
    ImportBatch,
    Job,
    LedgerLine,
    MemberLine,
    MemberRole,
    MemberStance,
    NextStep,
    OrderHeader,
    Person,
)
from b2bdesk.models.enums import (
    AccountKind,
    Channel,
    DecisionPath,
    Direction,
    ExchangeKind,
    LineKind,
    Role,
    Stance,
)
from b2bdesk.services import decision_units, history, map_lines, merged_facts, summaries
from b2bdesk.services.merging.merge import MergeDraft, merge
from b2bdesk.storage.database import Database, Written
from b2bdesk.storage.journal import Step
from tests.helpers.new_file import new_file
from tests.helpers.whole_file import Dump, assert_clean, assert_consistent, dump, rows_of

TODAY = date(2020, 6, 1)
texts = st.one_of(
    st.sampled_from(["[1]", '{"a": [2]}', "null", "a", "A", "é", "\x00nul", "😀 grin", "it's", ""]),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12),
)
numbers = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))
picks = st.integers(0, 10**6)


def _lines(
    session: Session, batch: int, accounts: list[int], keys: list[int], version: int
) -> None:
    """A ledger load as the import writes it: rows, older versions marked, figures refreshed."""
    connection = session.connection()
    days = {key: 18_000 + key * 9 + version for key in keys}
    rows = [
        {
            "batch_id": batch,
            "account_id": accounts[key % len(accounts)],
            "document": f"D{key // 2}",
            "day": days[key],
            "month": month_of(date_of(days[key])),
            "type": ("sale", "sale", "return", "credit_note")[key % 4],
            "quantity_milli": 1000 * (key + 1) * (-1 if key % 4 > 1 else 1),
            "list_minor": 120 * (key + version),
            "amount_minor": 100 * (key + version),
            "cost_minor": None if key % 3 == 0 else 60 * key,
            "line_key": key,
            "content": version,
        }
        for key in keys
    ]
    session.execute(insert(LedgerLine), rows)
    headers = [
        {
            "batch_id": batch,
            "account_id": row["account_id"],
            "document": row["document"],
            "ordered_day": row["day"],
            "required_day": None,
            "shipped_day": row["day"] + 4,
            "freight_minor": version,
            "line_key": row["line_key"],
            "content": version,
        }
        for row in rows
        if row["line_key"] % 2
    ]
    if headers:
        session.execute(insert(OrderHeader), headers)
    for table in ("ledger_line", "order_header"):
        connection.exec_driver_sql(
            f"UPDATE {table} SET superseded = 1 WHERE line_key = ? AND superseded = 0 AND id <"
            f" (SELECT max(id) FROM {table} AS n WHERE n.line_key = {table}.line_key)",
            [(key,) for key in keys],
        )
    merged_facts.place_new_facts(connection, batch)
    summaries.refresh(session, [batch])


class JournalMachine(RuleBasedStateMachine):
    """A file, and beside it the dumps from before and after every step that was taken."""

    steps = Bundle("steps")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "machine.b2bdesk"
        self.database = new_file(self.path)
        self.undoable: list[tuple[int, Dump, Dump]] = []
        self.redoable: list[tuple[Dump, Dump]] = []
        self.version = 0

    def teardown(self) -> None:
        self.database.close()
        assert_clean(self.path, TODAY)
        shutil.rmtree(self.folder)

    def _do(self, label: str, work: Any) -> None:
        before = dump(self.database)
        written: Written = self.database.write(label, work)
        after = dump(self.database)
        if written.changes.txn is None:
            assert after == before
            return
        self._assert_named(written, before, after)
        self.undoable.append((written.changes.txn, before, after))
        self.redoable.clear()

    def _assert_named(self, written: Written, before: Dump, after: Dump) -> None:
        """The change set names every row that differs."""
        for name in before:
            if name in {"account_month", "order_day"}:
                continue
            at = _id_place(self.database, name)
            changed = {row[at] for row in set(before[name]) ^ set(after[name])}
            assert changed <= written.changes.ids(name)

    # --- work ------------------------------------------------------------------------------

    @initialize()
    def some_records(self) -> None:
        def work(session: Session) -> None:
            session.add_all([Account(name="First"), Account(name="Second"), Colleague(name="Me")])

        self._do("Begin", work)

    @rule(name=texts, amount=numbers, pick=picks)
    def edit_through_objects(self, name: str, amount: int | None, pick: int) -> None:
        def work(session: Session) -> None:
            accounts = session.scalars(select(Account).order_by(Account.id)).all()
            if not accounts:
                return
            account = accounts[pick % len(accounts)]
            account.note, account.annual_sales_minor = name, amount
            account.parent_id = accounts[(pick // 7) % len(accounts)].id if pick % 3 else None

        self._do("Edit account", work)

    @rule(name=texts, pick=picks)
    def add_a_unit(self, name: str, pick: int) -> None:
        def work(session: Session) -> None:
            account = Account(name=name or "New", kind=AccountKind.PROSPECT)
            people = [Person(name=f"{name}{n}", note=name) for n in range(3)]
            session.add_all([account, *people])
            session.flush()
            unit = Dmu(account_id=account.id, name="Unit")
            session.add(unit)
            session.flush()
            seats = [DmuMember(dmu_id=unit.id, person_id=person.id) for person in people]
            session.add_all([*seats, *(Job(person_id=p.id, account_id=account.id) for p in people)])
            talk = Exchange(
                account_id=account.id, dmu_id=unit.id, at=pick, direction=Direction.INBOUND,
                kind=ExchangeKind.LOYALTY, channel=Channel.CALL, subject=name,
            )  # fmt: skip
            session.add(talk)
            session.flush()
            session.add_all(
                [
                    MemberRole(member_id=seats[0].id, role=Role.DECIDER, valid_from=1),
                    MemberStance(member_id=seats[1].id, stance=Stance.NEUTRAL, valid_from=1),
                    MemberLine(
                        member_id=seats[0].id, to_member_id=seats[1].id,
                        kind=LineKind.REPORTS_TO, valid_from=1,
                    ),
                    ExchangePerson(exchange_id=talk.id, person_id=people[0].id),
                    NextStep(
                        account_id=account.id, exchange_id=talk.id, person_id=people[1].id,
                        what=name,
                    ),
                ]
            )  # fmt: skip

        self._do("Add unit", work)

    @rule(pick=picks, other=picks, kind=st.sampled_from(LineKind), text=texts)
    def draw_on_the_map(self, pick: int, other: int, kind: LineKind, text: str) -> None:
        """Re-parent, or draw, rename or remove a line; a loop and a line to oneself are refused."""

        def work(session: Session) -> None:
            seats = _seats(session)
            lines = session.scalars(select(MemberLine.id).order_by(MemberLine.id)).all()
            if lines and pick % 4 == 0:
                line = lines[other % len(lines)]
                if pick % 8:
                    map_lines.edit_line(session, line, text, 1 + other % 3)
                else:
                    map_lines.remove_line(session, line, TODAY)
            elif seats:
                one, two = seats[pick % len(seats)], seats[other % len(seats)]
                if kind is LineKind.REPORTS_TO:
                    boss = None if other % 5 == 0 else two
                    map_lines.set_bosses(session, [one], boss, TODAY)
                else:
                    map_lines.add_line(session, one, two, kind, TODAY, label=text)

        self._try("Draw", work)
        self._assert_no_loops()

    @rule(pick=picks, x=st.integers(-(2**40), 2**40), y=st.integers(-500, 500))
    def move_cards(self, pick: int, x: int, y: int) -> None:
        """Move several cards in one step, or let the map lay itself out again."""

        def work(session: Session) -> None:
            seats = _seats(session)
            if pick % 5 == 0:
                for unit in session.scalars(select(Dmu.id)).all():
                    decision_units.tidy(session, unit)
            elif seats:
                moved = {seats[(pick + n) % len(seats)]: (x + n, y) for n in range(2)}
                decision_units.place(session, moved)

        self._try("Move", work)

    @rule(
        pick=picks,
        roles=st.sets(st.sampled_from(Role)),
        stance=st.sampled_from(Stance),
        influence=st.one_of(st.none(), st.integers(0, 6)),
    )
    def judge_somebody(
        self, pick: int, roles: set[Role], stance: Stance, influence: int | None
    ) -> None:
        """Roles, stance and influence in one step; an influence that is none is refused."""

        def work(session: Session) -> None:
            seats = _seats(session)
            if seats:
                seat = seats[pick % len(seats)]
                decision_units.set_roles(session, seat, roles, TODAY)
                decision_units.set_stance(session, seat, stance, TODAY, evidence=str(pick))
                decision_units.set_influence(session, seat, influence)

        self._try("Judge", work)

    @rule(pick=picks, name=texts)
    def come_and_go(self, pick: int, name: str) -> None:
        """Sit down in a unit, leave it, or name it otherwise."""

        def work(session: Session) -> None:
            units = session.scalars(select(Dmu).order_by(Dmu.id)).all()
            people = session.scalars(select(Person.id).order_by(Person.id)).all()
            seats = _seats(session)
            if units and people and pick % 3 == 0:
                unit = units[pick % len(units)]
                person = people[pick // 3 % len(people)]
                decision_units.seat_person(session, unit.account_id, person, unit.id)
            elif seats and pick % 3 == 1:
                decision_units.unseat(session, {seats[pick % len(seats)], seats[-1]})
            elif units:
                unit = units[pick % len(units)]
                decision_units.edit_unit(session, unit.id, name, None, DecisionPath.CONSENSUS)

        self._try("Come and go", work)

    def _try(self, label: str, work: Any) -> None:
        """A step that the program may refuse: then nothing has changed."""
        before = dump(self.database)
        try:
            self._do(label, work)
        except DomainError:
            assert dump(self.database) == before

    def _assert_no_loops(self) -> None:
        """Nobody reports to themselves on the day that lines were drawn, through whomever."""
        day = day_of(TODAY)
        with self.database.read() as session:
            bosses = dict(
                session.execute(
                    select(MemberLine.member_id, MemberLine.to_member_id).where(
                        MemberLine.kind == LineKind.REPORTS_TO,
                        MemberLine.valid_from == day,
                        MemberLine.valid_to.is_(None),
                    )
                ).all()
            )
        for start in bosses:
            walker, steps = bosses.get(start), 0
            while walker is not None and steps <= len(bosses):
                assert walker != start
                walker, steps = bosses.get(walker), steps + 1

    @rule(text=texts, amount=numbers)
    def edit_in_bulk(self, text: str, amount: int | None) -> None:
        def work(session: Session) -> None:
            connection = session.connection()
            ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM account")]
            if ids:
                connection.exec_driver_sql(
                    "UPDATE account SET segment = ?, employees = ? WHERE id = ?",
                    [(f"{text}{n % 2}", amount, row) for n, row in enumerate(ids)],
                )

        self._do("Bulk edit", work)

    @rule(model=st.sampled_from([Account, Person, Dmu, Exchange, DmuMember, Colleague]), pick=picks)
    def delete_with_cascade(self, model: Any, pick: int) -> None:
        def work(session: Session) -> None:
            ids = session.scalars(select(model.id).order_by(model.id)).all()
            if model is Account:  # the program refuses to delete one that lines count for
                sold = set(session.scalars(select(LedgerLine.account_id)))
                ids = [number for number in ids if number not in sold]
            if ids:
                session.execute(delete(model).where(model.id == ids[pick % len(ids)]))

        self._do("Delete", work)

    @rule(key=st.sampled_from(["a", "b"]), value=texts, replace=st.booleans())
    def set_a_setting(self, key: str, value: str, replace: bool) -> None:
        value = value if value in {"[1]", "null"} else json.dumps(value)

        def work(session: Session) -> None:
            if replace:
                session.connection().exec_driver_sql(
                    "INSERT OR REPLACE INTO file_setting(id, key, value) VALUES (?, ?, ?)",
                    (next_id(), key, value),
                )
                return
            row = upsert(FileSetting).values(key=key, value=value)
            session.execute(row.on_conflict_do_update(["key"], set_={"value": value}))

        self._do("Set", work)

    @rule(keys=st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True), fresh=texts)
    def import_lines(self, keys: list[int], fresh: str) -> None:
        self.version += 1
        version = self.version

        def work(session: Session) -> None:
            batch = ImportBatch(file_name=fresh, sha256="0", at=1, summary="[]")
            account = Account(name=f"From import {version}")
            session.add_all([batch, account])
            session.flush()
            number = ExternalId(account_id=account.id, system="ERP", value=str(keys[0]))
            if not session.scalar(select(ExternalId.id).where(ExternalId.value == str(keys[0]))):
                session.add(number)
                session.flush()
            # What comes in for a merged account is named for it, as an import names it.
            merged = session.scalars(select(AccountMerge.loser_id).order_by(AccountMerge.loser_id))
            accounts = [*session.scalars(select(Account.id).order_by(Account.id)), *merged]
            _lines(session, batch.id, accounts, keys, version)

        self._do("Import", work)

    @rule(kind=st.sampled_from(Kind), pick=picks, several=st.booleans())
    def merge_some(self, kind: Kind, pick: int, several: bool) -> None:
        model = Account if kind is Kind.ACCOUNT else Person

        def work(session: Session) -> None:
            ids = session.scalars(select(model.id).order_by(model.id)).all()
            if len(ids) > 2:
                at = pick % len(ids)
                turned = [*ids[at:], *ids[:at]]
                losers = tuple(turned[1 : 3 if several else 2])
                values = {"name": losers[0]} if pick % 2 else {}
                merge(session, MergeDraft(kind, turned[0], losers, values))

        self._do("Merge", work)

    @rule()
    def work_that_fails(self) -> None:
        before = dump(self.database)

        def work(session: Session) -> None:
            session.add(Account(name="never"))
            session.flush()
            raise DomainError("no")

        try:
            self.database.write("Fails", work)
        except DomainError:
            assert dump(self.database) == before
        else:
            raise AssertionError("it went through")

    # --- taking back -------------------------------------------------------------------------

    @precondition(lambda self: self.undoable)
    @rule()
    def undo(self) -> None:
        _txn, before, after = self.undoable.pop()
        assert dump(self.database) == after
        history.undo(self.database)
        assert dump(self.database) == before
        self.redoable.append((before, after))

    @precondition(lambda self: self.redoable)
    @rule()
    def redo(self) -> None:
        before, after = self.redoable.pop()
        assert dump(self.database) == before
        written = history.redo(self.database)
        assert dump(self.database) == after
        original = _undone_by(self.database, written.changes.txn)
        self.undoable.append((original, before, after))

    @precondition(lambda self: len(self.undoable) > 1)
    @rule(pick=picks)
    def undo_an_older_step(self, pick: int) -> None:
        """Either a conflict that changes nothing, or a step that can itself be taken back."""
        at = pick % (len(self.undoable) - 1)
        txn = self.undoable[at][0]
        before = dump(self.database)
        taken, conflict = _try_undo(self.database, txn)
        if taken is None:
            assert conflict
            assert dump(self.database) == before
            return
        assert taken.changes.txn is not None
        between = dump(self.database)
        assert_consistent(self.database)
        history.undo_step(self.database, Step(taken.changes.txn, ""))
        assert dump(self.database) == before
        again = history.undo_step(self.database, Step(txn, ""))
        assert dump(self.database) == between
        assert again.changes.txn is not None
        history.undo_step(self.database, Step(again.changes.txn, ""))
        assert dump(self.database) == before
        self.redoable.clear()

    @rule()
    def nothing_left_to_undo_or_redo(self) -> None:
        with self.database.read() as session:
            state = history.undo_state(session)
        assert (state.undo is None) == (not self.undoable)

    @rule()
    def close_and_open(self) -> None:
        before = dump(self.database)
        self.database.close()
        assert_clean(self.path, TODAY)
        self.database = Database.open(self.path)
        assert dump(self.database) == before

    @invariant()
    def the_file_is_consistent(self) -> None:
        assert_consistent(self.database)


def _seats(session: Session) -> list[int]:
    return list(session.scalars(select(DmuMember.id).order_by(DmuMember.id)))


def _try_undo(database: Database, txn: int) -> tuple[Written | None, tuple[str, ...]]:
    """Take a step back, or the records that stand against it."""
    try:
        return history.undo_step(database, Step(txn, "")), ()
    except ConflictError as error:
        return None, error.records


def _id_place(database: Database, table: str) -> int:
    names = [row[1] for row in rows_of(database, f"PRAGMA table_info('{table}')")]
    return names.index("id")


def _undone_by(database: Database, txn: int | None) -> int:
    """The step that a redo brought back: what the undo it undoes had undone."""
    sql = (
        "SELECT u.undoes FROM journal_txn AS r JOIN journal_txn AS u ON u.txn = r.undoes"
        " WHERE r.txn = ?"
    )
    return int(rows_of(database, sql, txn)[0][0])


TestJournal = JournalMachine.TestCase
TestJournal.settings = settings(
    max_examples=10,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
