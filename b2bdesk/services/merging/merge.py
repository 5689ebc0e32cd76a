"""Merging accounts or people in one step: field by field, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import Kind
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.ids import next_id
from b2bdesk.models import Base
from b2bdesk.models.enums import CoverageLevel
from b2bdesk.services import merged_facts, summaries
from b2bdesk.services.merging.joining import Outcome, Row, absorb, change, row_of

_LEVELS = [level.value for level in CoverageLevel]


@dataclass(frozen=True, slots=True)
class MergeDraft:
    """What becomes one: ``losers`` go into ``winner``.

    ``values``: column to the record whose value holds; ``own_values``: own field to that record. A
    field that is not named keeps the winner's value, or gets the first loser's where the winner has
    none.
    """

    kind: Kind
    winner: int
    losers: tuple[int, ...]
    values: Mapping[str, int] = field(default_factory=dict)
    own_values: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergeResult:
    """Rows by table name that moved to the winner, and that were joined with one of its rows."""

    winner: int
    moved: Mapping[str, int]
    joined: Mapping[str, int]


def merge(session: Session, draft: MergeDraft) -> MergeResult:
    """Merge records. ``DomainError`` where one of them is not there any more."""
    session.flush()
    connection = session.connection()
    table = draft.kind.value
    ids = (draft.winner, *draft.losers)
    if len(set(ids)) != len(ids) or not draft.losers:
        raise DomainError(tr("Choose at least two different records."))
    rows = {number: row_of(connection, table, number) for number in ids}
    there = {number: row for number, row in rows.items() if row is not None}
    if len(there) < len(ids):
        raise DomainError(
            tr("One of the records is not there any more."), hint=tr("Look at the list again.")
        )
    outcome = Outcome()
    values = dict(_chosen(table, draft, there))
    _choose_own_values(connection, draft, outcome)
    for loser in draft.losers:
        if draft.kind is Kind.ACCOUNT:
            _leave_family(connection, draft.winner, loser)
            _note_merge(connection, draft.winner, loser, str(there[loser]["name"]))
        else:
            _level_coverage(connection, draft.winner, loser)
        _follow_decisions(connection, draft.kind, draft.winner, loser)
        absorb(connection, table, draft.winner, loser, outcome)
    if "parent_id" in values:
        values["parent_id"] = _parent(connection, draft.winner, values["parent_id"])
    change(connection, table, draft.winner, values)
    if draft.kind is Kind.ACCOUNT:
        summaries.refresh(session, (), merged_facts.follow_merges(session))
    session.expire_all()
    joined = {name: count for name, count in outcome.joined.items() if count}
    return MergeResult(draft.winner, dict(outcome.moved), joined)


def _chosen(table: str, draft: MergeDraft, rows: Mapping[int, Row]) -> Iterator[tuple[str, Any]]:
    """Columns of the winner that change, with what they become."""
    ours = rows[draft.winner]
    for column in Base.metadata.tables[table].columns:
        if column.primary_key:
            continue
        if column.name in draft.values:
            value = rows[draft.values[column.name]][column.name]
        else:
            every = [rows[number][column.name] for number in (draft.winner, *draft.losers)]
            value = next((v for v in every if v not in (None, "")), None)
        if value != ours[column.name] or column.name == "parent_id":
            yield column.name, value


def _choose_own_values(connection: Connection, draft: MergeDraft, outcome: Outcome) -> None:
    """One value for each own field. What moves as it is, ``absorb`` moves."""
    column = f"{draft.kind.value}_id"
    held: dict[int, dict[int, tuple[int, str]]] = {}
    for number in (draft.winner, *draft.losers):
        for row, own_field, value in connection.exec_driver_sql(
            f"SELECT id, field_id, value FROM own_value WHERE {column} = ?", (number,)
        ):
            held.setdefault(own_field, {})[number] = (row, value)
    for own_field, of in held.items():
        source = draft.own_values.get(own_field, next(iter(of)))
        kept = of.get(draft.winner) or of.get(source)
        for number, (row, _) in of.items():
            if kept is None or row != kept[0] or source not in of:
                connection.exec_driver_sql("DELETE FROM own_value WHERE id = ?", (row,))
                outcome.joined["own_value"] += number != draft.winner
        if kept is not None and source in of and kept[1] != of[source][1]:
            change(connection, "own_value", kept[0], {"value": of[source][1]})


def _leave_family(connection: Connection, winner: int, loser: int) -> None:
    """An account below the one that goes takes that one's place in the hierarchy."""
    if loser in _above(connection, winner):
        parent = connection.exec_driver_sql(
            "SELECT parent_id FROM account WHERE id = ?", (loser,)
        ).scalar_one()
        change(connection, "account", winner, {"parent_id": parent})


def _parent(connection: Connection, winner: int, chosen: int | None) -> int | None:
    """The chosen parent, or the winner's own where that would close a loop or is gone."""
    if chosen is None:
        return None
    there = row_of(connection, "account", chosen) is not None
    if there and winner not in (chosen, *_above(connection, chosen)):
        return chosen
    own: int | None = connection.exec_driver_sql(
        "SELECT parent_id FROM account WHERE id = ?", (winner,)
    ).scalar_one()
    return own


def _above(connection: Connection, account: int | None) -> Sequence[int]:
    """The accounts above one in the hierarchy, the nearest first."""
    found: list[int] = []
    while account is not None:
        account = connection.exec_driver_sql(
            "SELECT parent_id FROM account WHERE id = ?", (account,)
        ).scalar()
        if account is None or account in found:
            break
        found.append(account)
    return found


def _note_merge(connection: Connection, winner: int, loser: int, name: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO account_merge(id, winner_id, loser_id, loser_name) VALUES (?, ?, ?, ?)",
        (next_id(), winner, loser, name),
    )
    connection.exec_driver_sql(
        "UPDATE external_id SET merged_from = account_id"
        " WHERE account_id = ? AND merged_from IS NULL",
        (loser,),
    )


def _level_coverage(connection: Connection, winner: int, loser: int) -> None:
    """Each colleague knows the one person as well as the better known of the two at that time."""
    rows = connection.exec_driver_sql(
        "SELECT id, person_id, colleague_id, level, valid_from FROM coverage"
        " WHERE person_id IN (?, ?) ORDER BY valid_from, id",
        (winner, loser),
    ).all()
    known: dict[tuple[int, int], str] = {}
    for number, person, colleague, level, _ in rows:
        known[person, colleague] = level
        other = known.get((loser if person == winner else winner, colleague), level)
        best = max(level, other, key=_LEVELS.index)
        if best != level:
            change(connection, "coverage", number, {"level": best})


def _follow_decisions(connection: Connection, kind: Kind, winner: int, loser: int) -> None:
    """Records kept apart from the one that goes are kept apart from the other from now on."""
    rows = connection.exec_driver_sql(
        "SELECT id, first_id, second_id FROM distinct_pair"
        " WHERE belongs_to = ? AND ? IN (first_id, second_id)",
        (kind.value, loser),
    ).all()
    for number, first, second in rows:
        other = second if first == loser else first
        pair = (min(winner, other), max(winner, other))
        known = connection.exec_driver_sql(
            "SELECT 1 FROM distinct_pair WHERE belongs_to = ? AND first_id = ? AND second_id = ?",
            (kind.value, *pair),
        ).first()
        if other == winner or known is not None:
            connection.exec_driver_sql("DELETE FROM distinct_pair WHERE id = ?", (number,))
        else:
            values = {"first_id": pair[0], "second_id": pair[1]}
            change(connection, "distinct_pair", number, values)
