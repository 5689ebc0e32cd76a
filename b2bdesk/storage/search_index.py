"""The full-text index over accounts, people, exchanges, next steps and own fields.

One FTS5 table whose rowid is the record's id: ids are unique over all edited tables and ordered
by time, so the newest come first without sorting by rank. TEMP triggers on the writing connection
keep it beside every write, undo and redo included.
"""

from __future__ import annotations

from collections.abc import Iterator

CREATE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5("
    "kind, title, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4')"
)

# kind: (table, title expression, body expression) over the row alias {r}
_SOURCES: dict[str, tuple[str, str, str]] = {
    "account": (
        "account",
        "{r}.name",
        "concat_ws(' ', {r}.city, {r}.region, {r}.country, {r}.segment, {r}.business_type,"
        " {r}.note)",
    ),
    "person": ("person", "{r}.name", "concat_ws(' ', {r}.email, {r}.phone, {r}.note)"),
    "exchange": (
        "exchange",
        "{r}.subject",
        "concat_ws(' ', {r}.note, {r}.gave, {r}.got)",
    ),
    "next_step": ("next_step", "{r}.what", "''"),
    "number": ("external_id", "{r}.value", "''"),
    "own": ("own_value", "{r}.value", "''"),
}


def _insert(kind: str, row: str) -> str:
    _, title, body = _SOURCES[kind]
    return (
        "INSERT INTO search_text(rowid, kind, title, body) VALUES "
        f"({row}.id, '{kind}', {title.format(r=row)}, {body.format(r=row)})"
    )


def search_statements() -> Iterator[str]:
    """The statements that keep the index on a writing connection."""
    for kind, (table, _, _) in _SOURCES.items():
        remove = "DELETE FROM search_text WHERE rowid = OLD.id"
        yield (
            f'CREATE TEMP TRIGGER search_i_{kind} AFTER INSERT ON main."{table}" '
            f"BEGIN {_insert(kind, 'NEW')}; END"
        )
        yield (
            f'CREATE TEMP TRIGGER search_d_{kind} AFTER DELETE ON main."{table}" '
            f"BEGIN {remove}; END"
        )
        yield (
            f'CREATE TEMP TRIGGER search_u_{kind} AFTER UPDATE ON main."{table}" '
            f"BEGIN {remove}; {_insert(kind, 'NEW')}; END"
        )


def rebuild_statements() -> Iterator[str]:
    """The statements that build the index afresh from the tables."""
    yield "DELETE FROM search_text"
    for kind, (table, title, body) in _SOURCES.items():
        yield (
            "INSERT INTO search_text(rowid, kind, title, body) "
            f"SELECT r.id, '{kind}', {title.format(r='r')}, {body.format(r='r')} FROM {table} AS r"
        )
