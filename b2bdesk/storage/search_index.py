"""The full-text index over accounts, people, exchanges and next steps with all that is written
about them.

Three shelves, one FTS5 table each, so that a search among few accounts never walks a million
exchanges. The rowid is the record's id below zero: ids are ordered by time, so a walk meets the
newest first and stops when it has enough; backwards, it would read each page to its end. What a
filter narrows by stands in columns of its own (account, people, owner) and as ``facts``: marked
words that no one can type.

TEMP triggers on the writing connection note which records a statement concerns; ``refresh`` writes
each of them anew once, before the step is confirmed, undo and redo included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

MARK = "\ue000"
"""Begins every word of ``facts``: a private character, which the tokenizer takes for a letter."""
COLUMNS = ("title", "body", "account", "people", "owner", "facts")
PREFIX = 5
"""The longest beginning of a word that exchanges and next steps are indexed by."""
_MANY = 10_000
_SHARE = 4

_M = f"'{MARK}'"
# Year, month, and five days of a month: 2026, 202601, 2026010 for the first to the fifth.
_DAYS = (
    "{m} || 'y' || strftime('%Y', {at}, 'unixepoch'),"
    " {m} || 'm' || strftime('%Y%m', {at}, 'unixepoch'),"
    " {m} || 'd' || strftime('%Y%m', {at}, 'unixepoch')"
    " || ((strftime('%d', {at}, 'unixepoch') - 1) / 5)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """How one kind of record is indexed: an expression over the row alias ``r`` for each column."""

    kind: str
    shelf: str
    table: str
    title: str
    body: str
    account: str
    people: str
    owner: str
    facts: str

    def rows(self, where: str) -> str:
        """The SELECT that makes the index rows of the records it holds for.

        The lowest rowid comes first: FTS5 writes out what it has gathered where one is lower.
        """
        parts = (self.title, self.body, self.account, self.people, self.owner, self.facts)
        return (
            f"SELECT -r.id, {', '.join(parts)} FROM {self.table} AS r WHERE {where}"
            " ORDER BY r.id DESC"
        )


def _name(table: str, key: str) -> str:
    return f"(SELECT name FROM {table} WHERE id = {key})"


def _joined(value: str, source: str) -> str:
    return f"(SELECT group_concat({value}, ' · ') FROM {source})"


_OWN = _joined("value", "own_value WHERE {key} = r.id")
SOURCES = (
    Source(
        kind="account",
        shelf="search_text",
        table="account",
        title="r.name",
        body="concat_ws(' · ', r.segment, r.business_type, r.address, r.postal_code, r.city,"
        " r.region, r.country, r.email, r.website, r.main_rival, "
        + _joined("value", "external_id WHERE account_id = r.id")
        + ", "
        + _joined("concat_ws(' · ', name, note)", "contract WHERE account_id = r.id")
        + f", {_OWN.format(key='account_id')}, r.note)",
        account="r.name",
        people="''",
        owner=_name("colleague", "r.owner_id"),
        facts=f"{_M} || 'account'",
    ),
    Source(
        kind="person",
        shelf="search_text",
        table="person",
        title="r.name",
        body="concat_ws(' · ', "
        + _joined("title", "job WHERE person_id = r.id")
        + ", r.email, r.phone, r.mobile, "
        + _joined("note", "dmu_member WHERE person_id = r.id")
        + ", "
        + _joined(
            "b.what",
            "behaviour AS b JOIN dmu_member AS m ON m.id = b.member_id WHERE m.person_id = r.id",
        )
        + f", {_OWN.format(key='person_id')}, r.note)",
        account=_joined(
            "a.name", "job AS j JOIN account AS a ON a.id = j.account_id WHERE j.person_id = r.id"
        ),
        people="r.name",
        owner="''",
        facts=f"{_M} || 'person'",
    ),
    Source(
        kind="exchange",
        shelf="search_text_exchange",
        table="exchange",
        title="r.subject",
        body="concat_ws(' · ', r.note, r.gave, r.got, "
        + _joined("name", "attachment WHERE exchange_id = r.id")
        + ")",
        account=_name("account", "r.account_id"),
        people="concat_ws(' · ', "
        + _joined(
            "p.name",
            "exchange_person AS x JOIN person AS p ON p.id = x.person_id"
            " WHERE x.exchange_id = r.id",
        )
        + ", "
        + _joined(
            "c.name",
            "exchange_colleague AS x JOIN colleague AS c ON c.id = x.colleague_id"
            " WHERE x.exchange_id = r.id",
        )
        + ")",
        owner=_name("colleague", "r.owner_id"),
        facts=f"concat_ws(' ', {_M} || 'c' || r.channel, {_M} || 'w' || r.direction,"
        f" {_M} || 'k' || r.kind, CASE WHEN r.complaint THEN {_M} || 'x' END, "
        + _DAYS.format(m=_M, at="r.at / 1000")
        + ")",
    ),
    Source(
        kind="next_step",
        shelf="search_text_step",
        table="next_step",
        title="r.what",
        body="''",
        account=_name("account", "r.account_id"),
        people=_name("person", "r.person_id"),
        owner=_name("colleague", "r.owner_id"),
        facts=f"concat_ws(' ', {_M} || CASE WHEN r.done_day IS NULL THEN 'open' ELSE 'done' END, "
        + _DAYS.format(m=_M, at="r.due_day * 86400")
        + ")",
    ),
)
_PREFIXES = {
    "search_text": "1 2 3 4 5 6 7",
    "search_text_exchange": f"2 3 4 {PREFIX}",
    "search_text_step": f"2 3 4 {PREFIX}",
}

# The changes that concern a record: table, columns ("" for all of them), and the records, as
# (kind, ids) over the changed row {r}.
_CONCERNED: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("account", "", (("account", "{r}.id"),)),
    (
        "account",
        "name",
        (
            ("person", "person_id FROM job WHERE account_id = {r}.id"),
            ("exchange", "id FROM exchange WHERE account_id = {r}.id"),
            ("next_step", "id FROM next_step WHERE account_id = {r}.id"),
        ),
    ),
    ("external_id", "", (("account", "{r}.account_id"),)),
    ("contract", "", (("account", "{r}.account_id"),)),
    ("own_value", "", (("account", "{r}.account_id"), ("person", "{r}.person_id"))),
    ("person", "", (("person", "{r}.id"),)),
    (
        "person",
        "name",
        (
            ("exchange", "exchange_id FROM exchange_person WHERE person_id = {r}.id"),
            ("next_step", "id FROM next_step WHERE person_id = {r}.id"),
        ),
    ),
    ("job", "", (("person", "{r}.person_id"),)),
    ("dmu_member", "", (("person", "{r}.person_id"),)),
    ("behaviour", "", (("person", "person_id FROM dmu_member WHERE id = {r}.member_id"),)),
    ("exchange", "", (("exchange", "{r}.id"),)),
    ("exchange_person", "", (("exchange", "{r}.exchange_id"),)),
    ("exchange_colleague", "", (("exchange", "{r}.exchange_id"),)),
    ("attachment", "", (("exchange", "{r}.exchange_id"),)),
    ("next_step", "", (("next_step", "{r}.id"),)),
    (
        "colleague",
        "name",
        (
            ("account", "id FROM account WHERE owner_id = {r}.id"),
            ("exchange", "id FROM exchange WHERE owner_id = {r}.id"),
            ("exchange", "exchange_id FROM exchange_colleague WHERE colleague_id = {r}.id"),
            ("next_step", "id FROM next_step WHERE owner_id = {r}.id"),
        ),
    ),
)


def create_statements() -> Iterator[str]:
    """The statements that make the shelves, and a view that tells how their rows are made."""
    for shelf, prefixes in _PREFIXES.items():
        yield (
            f"CREATE VIRTUAL TABLE {shelf} USING fts5({', '.join(COLUMNS)}, columnsize = 0,"
            f" tokenize = 'unicode61 remove_diacritics 2', prefix = '{prefixes}')"
        )
    rows = "\n".join(source.rows("true") for source in SOURCES)
    digest = hashlib.blake2s(rows.encode(), digest_size=8).hexdigest()
    yield f"CREATE VIEW search_text_form AS SELECT '{digest}' AS form"


FORM = (
    "SELECT type, name, sql FROM sqlite_schema WHERE name = 'search_text_form'"
    " OR sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
)


def is_current(form: Iterable[tuple[str, str, str]]) -> bool:
    """Whether a file of whose schema ``FORM`` gave these rows is indexed as this program does."""
    return {sql for _, _, sql in form} == set(create_statements())


def bring_up_to_date(connection: Connection) -> None:
    """Make the shelves, and fill them anew where a file has them in another form."""
    rows = [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(FORM)]
    if is_current(rows):
        return
    for kind, name, _ in rows:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    for statement in (*create_statements(), *rebuild_statements()):
        connection.exec_driver_sql(statement)


def search_statements() -> Iterator[str]:
    """The statements that make a writing connection note what is to be indexed anew."""
    yield "CREATE TEMP TABLE search_changed(kind TEXT NOT NULL, id INTEGER NOT NULL)"
    for number, (table, columns, concerned) in enumerate(_CONCERNED):
        # Ids that are gone are noted too: their rows leave the index.
        def note(row: str, whom: tuple[tuple[str, str], ...] = concerned) -> str:
            parts = []
            for kind, ids in whom:
                found = ids.format(r=row)
                head, _, source = found.partition(" FROM ")
                from_where = f" FROM {source} AND" if source else " WHERE"
                parts.append(
                    "INSERT INTO search_changed(kind, id)"
                    f" SELECT '{kind}', {head}{from_where} {head} IS NOT NULL;"
                )
            return " ".join(parts)

        of = f" OF {columns}" if columns else ""
        yield (
            f'CREATE TEMP TRIGGER search_u_{number} AFTER UPDATE{of} ON main."{table}" '
            f"BEGIN {note('OLD')} {note('NEW')} END"
        )
        if not columns:
            for letter, event, row in (("i", "INSERT", "NEW"), ("d", "DELETE", "OLD")):
                yield (
                    f'CREATE TEMP TRIGGER search_{letter}_{number} AFTER {event} ON main."{table}"'
                    f" BEGIN {note(row)} END"
                )


def refresh(connection: Connection) -> None:
    """Index anew what the running step changed."""
    kinds = connection.exec_driver_sql("SELECT DISTINCT kind FROM temp.search_changed").scalars()
    changed = set(kinds)
    if not changed:
        return
    for source in SOURCES:
        if source.kind in changed:
            ids = f"FROM temp.search_changed WHERE kind = '{source.kind}'"
            connection.exec_driver_sql(
                f"DELETE FROM {source.shelf} WHERE rowid IN (SELECT -id {ids})"
            )
            insert = _insert(source, f"r.id IN (SELECT id {ids})")
            _join_pieces(connection, source, connection.exec_driver_sql(insert).rowcount)
    connection.exec_driver_sql("DELETE FROM temp.search_changed")


def rebuild_statements() -> Iterator[str]:
    """The statements that build the index afresh from the tables."""
    for shelf in _PREFIXES:
        yield f"DELETE FROM {shelf}"
    for source in SOURCES:
        yield _insert(source, "true")
    for shelf in _PREFIXES:
        yield _in_one_piece(shelf)


def _insert(source: Source, where: str) -> str:
    columns = ", ".join(COLUMNS)
    return f"INSERT INTO {source.shelf}(rowid, {columns}) {source.rows(where)}"


def _in_one_piece(shelf: str) -> str:
    return f"INSERT INTO {shelf}({shelf}) VALUES ('optimize')"


def _join_pieces(connection: Connection, source: Source, written: int) -> None:
    """Bring a shelf back to one piece where a step wrote much of it, such as an import.

    FTS5 lays what is written down in pieces, and every search looks into each of them. Joining
    them takes a tenth of the time that indexing took.
    """
    if written >= _MANY:
        rows = connection.exec_driver_sql(f"SELECT count(*) FROM {source.table}").scalar_one()
        if written * _SHARE >= rows:
            connection.exec_driver_sql(_in_one_piece(source.shelf))
