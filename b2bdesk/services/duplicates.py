"""Accounts and people of the file that may be the same, and what the user decided about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.records import (
    Certainty,
    Evidence,
    Kind,
    Pair,
    Reason,
    Record,
)
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.models import DistinctPair
from b2bdesk.models.enums import OwnFieldOf
from b2bdesk.services.imports.plan import NewAccount

CERTAINTY_WORDS: dict[Certainty, str] = {
    Certainty.SURE: mark("Sure"),
    Certainty.LIKELY: mark("Likely"),
    Certainty.POSSIBLE: mark("Possible"),
}

_REASON_WORDS: dict[Evidence, str] = {
    Evidence.SAME_TAX_ID: mark("same tax number"),
    Evidence.SAME_EMAIL: mark("same e-mail address"),
    Evidence.SAME_PHONE: mark("same phone number"),
    Evidence.SAME_NAME: mark("same name"),
    Evidence.NAME_ALIKE: mark("name alike, {percent} %"),
    Evidence.SAME_DOMAIN: mark("same internet domain"),
    Evidence.SAME_PLACE: mark("same place"),
    Evidence.SAME_STREET: mark("same street"),
    Evidence.SAME_FIRM: mark("same account"),
    Evidence.OTHER_TAX_ID: mark("another tax number"),
    Evidence.OTHER_PLACE: mark("another place"),
    Evidence.OTHER_EMAIL: mark("another address at the same firm"),
    Evidence.OTHER_FIRM: mark("another account"),
}
AGAINST = frozenset(
    {Evidence.OTHER_TAX_ID, Evidence.OTHER_PLACE, Evidence.OTHER_EMAIL, Evidence.OTHER_FIRM}
)


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """Two records that may be the same, with the words that tell them apart.

    ``cluster`` numbers groups of records that hang together by such pairs, from 0.
    """

    kind: Kind
    pair: Pair
    first_name: str
    second_name: str
    first_place: str
    second_place: str
    cluster: int
    cluster_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """An account of the file that a new account of a dry run may be."""

    sheet: str
    row: int
    name: str
    account: int
    account_name: str
    account_place: str
    certainty: Certainty
    score: float
    reasons: tuple[Reason, ...]


def reason_words(reason: Reason) -> str:
    """A reason in words."""
    return tr(_REASON_WORDS[reason.evidence], percent=int(reason.likeness * 100))


def find_duplicates(session: Session, kind: Kind) -> tuple[DuplicateRow, ...]:
    """Pairs of the whole file, the surest first. Pairs that are kept apart are left out, and so
    are an account and its own parent."""
    from b2bdesk.analytics.duplicates.search import search

    connection = session.connection()
    records = _accounts(connection) if kind is Kind.ACCOUNT else _people(connection)
    apart = _kept_apart(connection, kind)
    if kind is Kind.ACCOUNT:
        apart |= _families(connection)
    pairs = search(kind, records, apart)
    by_id = {record.id: record for record in records}
    firms = dict(_plain(connection, "SELECT id, name FROM account")) if kind is Kind.PERSON else {}
    clusters = _clusters(pairs)
    members: dict[int, list[int]] = defaultdict(list)
    for record, number in clusters.items():
        members[number].append(record)
    groups = {number: tuple(sorted(ids)) for number, ids in members.items()}
    return tuple(
        DuplicateRow(
            kind,
            pair,
            by_id[pair.first].name,
            by_id[pair.second].name,
            _place(by_id[pair.first], firms),
            _place(by_id[pair.second], firms),
            clusters[pair.first],
            groups[clusters[pair.first]],
        )
        for pair in pairs
    )


def look_alikes(new: Sequence[NewAccount], session: Session) -> tuple[LookAlike, ...]:
    """Accounts of the file that the new accounts of a dry run may be, the surest first."""
    if not new:
        return ()
    from b2bdesk.analytics.duplicates.search import search_new

    connection = session.connection()
    records = _accounts(connection)
    by_id = {record.id: record for record in records}
    told = {-number: account for number, account in enumerate(new, 1)}  # ids are above 0
    fresh = [
        Record(
            number, a.name, a.email, (a.phone,), a.website, a.tax_id, city=a.city, country=a.country
        )
        for number, a in told.items()
    ]
    found = []
    for pair in search_new(Kind.ACCOUNT, [*records, *fresh], told):
        account, known = told[pair.first], by_id[pair.second]
        found.append(
            LookAlike(
                account.sheet,
                account.row,
                account.name,
                known.id,
                known.name,
                _place(known, {}),
                pair.certainty,
                pair.score,
                pair.reasons,
            )
        )
    return tuple(found)


def keep_apart(session: Session, kind: Kind, one: int, other: int) -> None:
    """Remember that two records are not the same: they are not told again."""
    if one == other:
        raise DomainError(tr("Choose two records."))
    first, second = sorted((one, other))
    belongs_to = OwnFieldOf(kind.value)
    known = session.scalar(
        select(DistinctPair.id).where(
            DistinctPair.belongs_to == belongs_to,
            DistinctPair.first_id == first,
            DistinctPair.second_id == second,
        )
    )
    if known is None:
        session.add(DistinctPair(belongs_to=belongs_to, first_id=first, second_id=second))


def _plain(connection: Connection, sql: str) -> list[tuple[int, str]]:
    return [(row[0], row[1]) for row in connection.exec_driver_sql(sql)]


def _accounts(connection: Connection) -> list[Record]:
    rows = connection.exec_driver_sql(
        "SELECT id, name, email, phone, website, tax_id, address, postal_code, city, country"
        " FROM account"
    )
    return [Record(row[0], row[1], row[2], (row[3],), *row[4:]) for row in rows]


def _people(connection: Connection) -> list[Record]:
    firms: dict[int, list[int]] = defaultdict(list)
    countries: dict[int, str] = {}
    # The newest jobs first: those are compared.
    for person, account, country in connection.exec_driver_sql(
        "SELECT j.person_id, j.account_id, a.country FROM job AS j JOIN account AS a"
        " ON a.id = j.account_id ORDER BY j.valid_to IS NOT NULL, j.valid_to DESC, j.id DESC"
    ):
        if account not in firms[person]:
            firms[person].append(account)
        if country:
            countries.setdefault(person, country)
    rows = connection.exec_driver_sql("SELECT id, name, email, mobile, phone FROM person")
    return [
        Record(
            row[0],
            row[1],
            row[2],
            (row[3], row[4]),
            country=countries.get(row[0]),
            firms=tuple(firms.get(row[0], ())),
        )
        for row in rows
    ]


def _kept_apart(connection: Connection, kind: Kind) -> set[tuple[int, int]]:
    rows = connection.exec_driver_sql(
        "SELECT first_id, second_id FROM distinct_pair WHERE belongs_to = ?", (kind.value,)
    )
    return {(row[0], row[1]) for row in rows}


def _families(connection: Connection) -> set[tuple[int, int]]:
    rows = connection.exec_driver_sql(
        "SELECT id, parent_id FROM account WHERE parent_id IS NOT NULL"
    )
    return {(min(row), max(row)) for row in map(tuple, rows)}


def _place(record: Record, firms: dict[int, str]) -> str:
    if firms:
        return ", ".join(firms[firm] for firm in record.firms)
    return ", ".join(part for part in (record.city, record.country) if part)


def _clusters(pairs: Collection[Pair]) -> dict[int, int]:
    """Each record's group: records hang together by pairs, directly or through others."""
    leader: dict[int, int] = {}

    def lead(record: int) -> int:
        leader.setdefault(record, record)
        while leader[record] != record:
            leader[record] = leader[leader[record]]
            record = leader[record]
        return record

    for pair in pairs:
        one, other = lead(pair.first), lead(pair.second)
        leader[max(one, other)] = min(one, other)
    numbers: dict[int, int] = {}
    return {
        record: numbers.setdefault(lead(record), len(numbers))
        for pair in pairs
        for record in (pair.first, pair.second)
    }
