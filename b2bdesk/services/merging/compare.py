"""Two records side by side: their fields, and what hangs on each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import Kind
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Base
from b2bdesk.queries.history import Shown, show_values
from b2bdesk.services.merging.joining import row_of

OWN = "own:"
"""Before an own field's id in a field's key."""

_HANGING = {
    Kind.ACCOUNT: {
        "people": "SELECT count(DISTINCT person_id) FROM job WHERE account_id = :id",
        "exchanges": "SELECT count(*) FROM exchange WHERE account_id = :id",
        "next_steps": "SELECT count(*) FROM next_step WHERE account_id = :id",
        "units": "SELECT count(*) FROM dmu WHERE account_id = :id",
        "contracts": "SELECT count(*) FROM contract WHERE account_id = :id",
        "numbers": "SELECT count(*) FROM external_id WHERE account_id = :id",
        "lines": "SELECT coalesce(sum(lines), 0) FROM account_month WHERE account_id = :id",
    },
    Kind.PERSON: {
        "accounts": "SELECT count(DISTINCT account_id) FROM job WHERE person_id = :id",
        "seats": "SELECT count(*) FROM dmu_member WHERE person_id = :id",
        "exchanges": "SELECT count(DISTINCT exchange_id) FROM exchange_person"
        " WHERE person_id = :id",
        "next_steps": "SELECT count(*) FROM next_step WHERE person_id = :id",
    },
}
_SALES = "SELECT sum(amount_minor) FROM account_month WHERE account_id = :id"
_FIRM = (
    "SELECT a.id, a.name FROM job AS j JOIN account AS a ON a.id = j.account_id"
    " WHERE j.person_id = :id ORDER BY j.valid_to IS NOT NULL, j.id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. ``hangs``: how many of what refer to it, by the codes of ``_HANGING``.

    ``account``: where it is opened; None for a person without a job. ``sales_minor``: of all time,
    None for a person and for an account without any.
    """

    id: int
    name: str
    place: str
    account: int | None
    hangs: Mapping[str, int]
    sales_minor: int | None


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field that one of them has at least: a column, or ``OWN`` with an own field's id."""

    key: str
    title: str
    first: Shown | None
    second: Shown | None

    @property
    def same(self) -> bool:
        """True where both hold the same."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records. ``kept_first``: the first has more hanging on it, so it would be kept."""

    kind: Kind
    first: Side
    second: Side
    fields: tuple[FieldPair, ...]

    @property
    def kept_first(self) -> bool:
        """Whether the first would rather be kept: more lines or, of like lines, more else."""
        return _weight(self.first) >= _weight(self.second)


def compare(session: Session, kind: Kind, first: int, second: int) -> Comparison:
    """Put two records side by side. ``DomainError`` where one of them is gone."""
    connection = session.connection()
    table = Base.metadata.tables[kind.value]
    one, other = (row_of(connection, kind.value, number) for number in (first, second))
    if one is None or other is None:
        raise DomainError(
            tr("One of the records is not there any more."), hint=tr("Look at the list again.")
        )
    fields = []
    for column in table.columns:
        values = (one[column.name], other[column.name])
        if column.primary_key or all(value in (None, "") for value in values):
            continue
        title, mine, theirs, _ = show_values(session, table.name, column.name, (*values, None))
        fields.append(FieldPair(column.name, title, mine, theirs))
    return Comparison(
        kind,
        _side(connection, kind, first, one["name"], one),
        _side(connection, kind, second, other["name"], other),
        (*fields, *_own_fields(connection, kind, first, second)),
    )


def _weight(side: Side) -> tuple[int, int]:
    return side.hangs.get("lines", 0), sum(side.hangs.values())


def _side(
    connection: Connection, kind: Kind, number: int, name: str, row: Mapping[str, object]
) -> Side:
    hangs = {
        code: int(connection.exec_driver_sql(sql, {"id": number}).scalar_one())
        for code, sql in _HANGING[kind].items()
    }
    if kind is Kind.ACCOUNT:
        place = ", ".join(str(row[key]) for key in ("city", "country") if row[key])
        sales = connection.exec_driver_sql(_SALES, {"id": number}).scalar()
        return Side(number, name, place, number, hangs, sales)
    firm = connection.exec_driver_sql(_FIRM, {"id": number}).first()
    account, place = (firm[0], str(firm[1])) if firm is not None else (None, "")
    return Side(number, name, place, account, hangs, None)


def _own_fields(
    connection: Connection, kind: Kind, first: int, second: int
) -> tuple[FieldPair, ...]:
    column = f"{kind.value}_id"
    rows = connection.exec_driver_sql(
        f"SELECT f.id, f.name, v.{column}, v.value FROM own_value AS v JOIN own_field AS f"
        f" ON f.id = v.field_id WHERE v.{column} IN (?, ?) ORDER BY f.position, f.id",
        (first, second),
    )
    titles: dict[int, str] = {}
    values: dict[tuple[int, int], Shown] = {}
    for own_field, title, holder, value in rows:
        titles[own_field] = title
        values[own_field, holder] = Shown(value, "text", value)
    return tuple(
        FieldPair(
            f"{OWN}{number}", title, values.get((number, first)), values.get((number, second))
        )
        for number, title in titles.items()
    )
