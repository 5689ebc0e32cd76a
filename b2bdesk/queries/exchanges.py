"""Exchanges: a light index of many, the full rows of a few, and who may take part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import (
    date_of,
    first_of_month,
    instant_of,
    local_date_of,
    month_of,
)
from b2bdesk.models import (
    Account,
    Attachment,
    Colleague,
    Dmu,
    DmuMember,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    NextStep,
    Person,
)
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.search import exchanges_about

# SQLite binds at most 32,766 values in one statement.
_MOST_BOUND = 900


@dataclass(frozen=True, slots=True)
class ExchangeFilter:
    """Which exchanges to list; what is None or empty does not narrow.

    ``unowned`` adds those without an owner to ``owners``. ``sentiments`` are values -2..2.
    ``unit``: those filed under a decision-making unit, and of those filed under none the ones
    that somebody in it took part in, so that one exchange may be in several units' timelines.
    ``ids``: only these.
    """

    account: int | None = None
    direction: Direction | None = None
    person: int | None = None
    unit: int | None = None
    channel: Channel | None = None
    kind: ExchangeKind | None = None
    complaints: bool = False
    sentiments: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    unowned: bool = False
    text: str = ""
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangeKey:
    """One exchange in the index; ``minutes`` is 0 where none were noted."""

    id: int
    on: date
    direction: Direction
    minutes: int


@dataclass(frozen=True, slots=True)
class KeyPage:
    """Whole months of the index, newest first; ``more`` where older ones are left."""

    keys: tuple[ExchangeKey, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """How many exchanges fit; those that lie ``after`` the as-of date are not shown."""

    count: int
    minutes: int
    after: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """The next step that follows from an exchange: the open one due first, else the last done."""

    id: int
    what: str
    due: date | None
    done: date | None


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A person or a colleague by name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """An exchange with everything its row shows. ``sentiment`` -2..2, None where not noted;
    ``files``: how many came with it."""

    id: int
    account_id: int
    account: str
    on: date
    direction: Direction
    kind: ExchangeKind
    channel: Channel
    subject: str
    note: str | None
    minutes: int | None
    sentiment: int | None
    gave: str | None
    got: str | None
    complaint: bool
    dmu_id: int | None
    owner: NamedRow | None
    people: tuple[NamedRow, ...]
    colleagues: tuple[NamedRow, ...]
    step: StepRow | None
    files: int = 0


def start_of_day(day: date) -> int:
    """The instant at which a local day begins."""
    return instant_of(datetime.combine(day, time()).astimezone())


def up_to(as_of: date) -> ColumnElement[bool]:
    """True of exchanges that had taken place by the end of a day."""
    return Exchange.at < start_of_day(as_of + timedelta(days=1))


def _conditions(wanted: ExchangeFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.account is not None:
        found.append(Exchange.account_id == wanted.account)
    if wanted.direction is not None:
        found.append(Exchange.direction == wanted.direction)
    if wanted.channel is not None:
        found.append(Exchange.channel == wanted.channel)
    if wanted.kind is not None:
        found.append(Exchange.kind == wanted.kind)
    if wanted.complaints:
        found.append(Exchange.complaint.is_(True))
    if wanted.ids:
        found.append(Exchange.id.in_(wanted.ids))
    if wanted.unit is not None:
        inside = (
            select(ExchangePerson.exchange_id)
            .join(DmuMember, DmuMember.person_id == ExchangePerson.person_id)
            .where(DmuMember.dmu_id == wanted.unit)
        )
        own = select(Dmu.account_id).where(Dmu.id == wanted.unit).scalar_subquery()
        found.append(Exchange.account_id == own)
        found.append(
            or_(
                Exchange.dmu_id == wanted.unit,
                and_(Exchange.dmu_id.is_(None), Exchange.id.in_(inside)),
            )
        )
    if wanted.sentiments:
        found.append(Exchange.sentiment.in_(wanted.sentiments))
    owner: list[ColumnElement[bool]] = []
    if wanted.owners:
        owner.append(Exchange.owner_id.in_(wanted.owners))
    if wanted.unowned:
        owner.append(Exchange.owner_id.is_(None))
    if owner:
        found.append(or_(*owner))
    if wanted.person is not None:
        taking_part = select(ExchangePerson.exchange_id).where(
            ExchangePerson.person_id == wanted.person
        )
        found.append(Exchange.id.in_(taking_part))
    if wanted.text.strip():
        found.append(exchanges_about(wanted.text))
    return found


def list_exchange_keys(
    session: Session, wanted: ExchangeFilter, as_of: date
) -> tuple[ExchangeKey, ...]:
    """The index of what the filter lets through up to the as-of date, newest first."""
    return tuple(_key(row) for row in session.execute(_index(wanted, up_to(as_of))))


def page_of_keys(
    session: Session,
    wanted: ExchangeFilter,
    as_of: date,
    least: int,
    *,
    before: date | None = None,
    reach: int | None = None,
) -> KeyPage:
    """At least so many of the index as far as there are, and whole months of it.

    ``before``: only what lies before that day, to go on where the last page ended. ``reach``: an
    exchange that must be on it.
    """
    limit = up_to(as_of) if before is None else Exchange.at < start_of_day(before)
    rows = session.execute(_index(wanted, limit).limit(least + 1)).all()
    if len(rows) <= least:
        return KeyPage(tuple(map(_key, rows)), more=False)
    wanted_at = session.scalar(select(Exchange.at).where(Exchange.id == reach)) if reach else None
    oldest = min(rows[-1][1], wanted_at or rows[-1][1])
    month = start_of_day(first_of_month(month_of(local_date_of(oldest))))
    last = rows[-1]
    rest = or_(Exchange.at < last[1], and_(Exchange.at == last[1], Exchange.id < last[0]))
    more = session.execute(_index(wanted, and_(rest, Exchange.at >= month))).all()
    older = session.execute(_index(wanted, Exchange.at < month).limit(1)).first()
    return KeyPage(tuple(map(_key, (*rows, *more))), older is not None)


def count_exchanges(
    session: Session, wanted: ExchangeFilter, as_of: date, first: date | None = None
) -> Totals:
    """Totals of what the filter lets through, from ``first`` on."""
    since = [] if first is None else [Exchange.at >= start_of_day(first)]
    # Minutes are not in the index of time: over all accounts and years nobody asks for them.
    minutes: Any = literal(0) if first is None else func.coalesce(func.sum(Exchange.minutes), 0)
    counted = select(func.count(), minutes).select_from(Exchange)
    conditions = _conditions(wanted)
    count, total = session.execute(counted.where(up_to(as_of), *since, *conditions)).one()
    after = session.scalar(
        select(func.count()).select_from(Exchange).where(not_(up_to(as_of)), *conditions)
    )
    return Totals(count, total, after or 0)


def _index(
    wanted: ExchangeFilter, limit: ColumnElement[bool]
) -> Select[int, int, Direction, int | None]:
    return (
        select(Exchange.id, Exchange.at, Exchange.direction, Exchange.minutes)
        .where(limit, *_conditions(wanted))
        .order_by(Exchange.at.desc(), Exchange.id.desc())
    )


def _key(row: Any) -> ExchangeKey:
    return ExchangeKey(row[0], local_date_of(row[1]), row[2], row[3] or 0)


def get_exchanges(session: Session, ids: Sequence[int]) -> dict[int, ExchangeRow]:
    """Full rows by id; ids that are gone are left out. At most a few hundred at a time."""
    found: dict[int, ExchangeRow] = {}
    for start in range(0, len(ids), _MOST_BOUND):
        found |= _rows(session, ids[start : start + _MOST_BOUND])
    return found


def _rows(session: Session, ids: Sequence[int]) -> dict[int, ExchangeRow]:
    people = _taking_part(
        session, ExchangePerson.exchange_id, ExchangePerson.person_id, Person, ids
    )
    ours = _taking_part(
        session, ExchangeColleague.exchange_id, ExchangeColleague.colleague_id, Colleague, ids
    )
    steps = _steps(session, ids)
    counted = session.execute(
        select(Attachment.exchange_id, func.count())
        .where(Attachment.exchange_id.in_(ids))
        .group_by(Attachment.exchange_id)
    )
    files = {row[0]: row[1] for row in counted}
    rows = session.execute(
        select(Exchange, Account.name, Colleague.name)
        .join(Account, Account.id == Exchange.account_id)
        .outerjoin(Colleague, Colleague.id == Exchange.owner_id)
        .where(Exchange.id.in_(ids))
    )
    return {
        row.id: ExchangeRow(
            id=row.id,
            account_id=row.account_id,
            account=account,
            on=local_date_of(row.at),
            direction=row.direction,
            kind=row.kind,
            channel=row.channel,
            subject=row.subject,
            note=row.note,
            minutes=row.minutes,
            sentiment=row.sentiment,
            gave=row.gave,
            got=row.got,
            complaint=row.complaint,
            dmu_id=row.dmu_id,
            owner=None if row.owner_id is None else NamedRow(row.owner_id, owner),
            people=tuple(people.get(row.id, ())),
            colleagues=tuple(ours.get(row.id, ())),
            step=steps.get(row.id),
            files=files.get(row.id, 0),
        )
        for row, account, owner in rows
    }


def _taking_part(
    session: Session, exchange: Any, member: Any, kind: Any, ids: Sequence[int]
) -> dict[int, list[NamedRow]]:
    found: dict[int, list[NamedRow]] = defaultdict(list)
    for row, person, name in session.execute(
        select(exchange, kind.id, kind.name)
        .join(kind, kind.id == member)
        .where(exchange.in_(ids))
        .order_by(kind.name)
    ):
        found[row].append(NamedRow(person, name))
    return found


def _steps(session: Session, ids: Sequence[int]) -> dict[int, StepRow]:
    found: dict[int, StepRow] = {}
    for exchange, row, what, due, done in session.execute(
        select(
            NextStep.exchange_id, NextStep.id, NextStep.what, NextStep.due_day, NextStep.done_day
        )
        .where(NextStep.exchange_id.in_(ids))
        # The last one written stays: done ones, then open ones with the earliest due day last.
        .order_by(
            NextStep.done_day.is_(None),
            NextStep.done_day,
            NextStep.due_day.is_not(None),
            NextStep.due_day.desc(),
        )
    ):
        assert exchange is not None
        found[exchange] = StepRow(row, what, _date(due), _date(done))
    return found


def _date(day: int | None) -> date | None:
    return None if day is None else date_of(day)


def list_last_exchanges(session: Session, as_of: date) -> dict[int, date]:
    """The local date of each account's last exchange up to a day."""
    rows = session.execute(
        select(Exchange.account_id, func.max(Exchange.at))
        .where(up_to(as_of))
        .group_by(Exchange.account_id)
    )
    return {account: local_date_of(at) for account, at in rows}
