"""What the file knows of each account that bears on whether it will stay, as of a day.

Days are stored days, windows have both ends included. Accounts without a row know nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of, instant_of, local_date_of
from b2bdesk.models import (
    Account,
    AccountMonth,
    Colleague,
    Contract,
    Coverage,
    Dmu,
    DmuMember,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    Job,
    OrderDay,
    Person,
)
from b2bdesk.models.enums import CoverageLevel, RenewalState
from b2bdesk.queries.counted_lines import HEADER_COUNTS
from b2bdesk.queries.gone import gone_people

_DEPTH = {
    CoverageLevel.UNKNOWN: 0,
    CoverageLevel.NONE: 0,
    CoverageLevel.BRIEF: 1,
    CoverageLevel.MULTIPLE: 2,
    CoverageLevel.IN_DEPTH: 3,
}


@dataclass(frozen=True, slots=True)
class OrderDayRow:
    """A day with orders and their net amount in minor units."""

    account: int
    day: int
    orders: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class MarginRow:
    """Sales and cost of goods over whole months; ``uncosted`` lines have no known cost."""

    account: int
    sales_minor: int
    margin_minor: int
    uncosted: int


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A person, of theirs or ours, and the exchanges of the span that person took part in.

    ``here`` is False for who left the account, or us, by the end of the span.
    """

    person: int
    name: str
    exchanges: int
    here: bool = True


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Exchanges of a span: how many, their mean sentiment, and who took part, busiest first.

    ``theirs_with`` and ``ours_with`` count the exchanges that name somebody of that side.
    """

    account: int
    exchanges: int
    sentiment: float | None
    theirs_with: int
    theirs: tuple[ParticipantRow, ...]
    ours_with: int
    ours: tuple[ParticipantRow, ...]

    def without(self, person: int) -> ContactRow:
        """The same with a person of theirs gone."""
        theirs = (replace(p, here=p.here and p.person != person) for p in self.theirs)
        return replace(self, theirs=tuple(theirs))


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How well we know the people of an account's decision-making units.

    ``known`` of ``people`` are known at least briefly. ``reached`` is the mean share of the
    desired coverage that is reached, over the ``wanted`` pairs that have one; None without.
    """

    account: int
    people: int
    known: int
    wanted: int
    reached: float | None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract of an account."""

    id: int
    account: int
    name: str
    starts_day: int | None
    ends_day: int | None
    notice_days: int | None
    auto_renews: bool
    renewal: RenewalState


@dataclass(frozen=True, slots=True)
class PunctualityRow:
    """Orders that were due in a span, and those of them not shipped by their required day.

    ``unshipped`` of the late ones have not been shipped at all.
    """

    account: int
    due: int
    late: int
    unshipped: int


def list_account_ids(session: Session) -> list[int]:
    """Every account."""
    return list(session.scalars(select(Account.id).order_by(Account.id)))


def list_order_days(session: Session, until: int) -> list[tuple[int, int]]:
    """(account, day) of every order day up to a day, sorted."""
    rows = session.execute(
        select(OrderDay.account_id, OrderDay.day)
        .where(OrderDay.day <= until)
        .order_by(OrderDay.account_id, OrderDay.day)
    )
    return [(account, day) for account, day in rows]


def list_account_order_days(session: Session, account: int, until: int) -> list[OrderDayRow]:
    """The order days of one account with their amounts, oldest first."""
    rows = session.execute(
        select(OrderDay.account_id, OrderDay.day, OrderDay.orders, OrderDay.amount_minor)
        .where(OrderDay.account_id == account, OrderDay.day <= until)
        .order_by(OrderDay.day)
    )
    return [OrderDayRow(*row) for row in rows]


def list_margins(session: Session, first_month: int, last_month: int) -> list[MarginRow]:
    """Sales and gross margin of each account over months, both ends included."""
    rows = session.execute(_margins(first_month, last_month))
    return [MarginRow(*row) for row in rows]


def get_margin(
    session: Session, account: int, first_month: int, last_month: int
) -> MarginRow | None:
    """The same for one account; None where it has no lines in those months."""
    query = _margins(first_month, last_month).where(AccountMonth.account_id == account)
    row = session.execute(query).first()
    return None if row is None else MarginRow(*row)


def _margins(first_month: int, last_month: int) -> Select[int, int, int, int]:
    return (
        select(
            AccountMonth.account_id,
            func.sum(AccountMonth.amount_minor),
            func.sum(AccountMonth.amount_minor - AccountMonth.cost_minor),
            func.sum(AccountMonth.uncosted),
        )
        .where(AccountMonth.month.between(first_month, last_month), AccountMonth.lines > 0)
        .group_by(AccountMonth.account_id)
    )


def first_exchange_day(session: Session) -> int | None:
    """The local day of the file's oldest exchange: how far back the log goes."""
    first = session.scalar(select(func.min(Exchange.at)))
    return None if first is None else day_of(local_date_of(first))


def list_contacts(
    session: Session, first: int, last: int, account: int | None = None
) -> list[ContactRow]:
    """What was exchanged with each account, or with one, between two days, local time."""
    inside: ColumnElement[bool] = Exchange.at.between(_midnight(first), _midnight(last + 1) - 1)
    if account is not None:
        inside = and_(inside, Exchange.account_id == account)
    gone = gone_people(session, last, account)
    theirs = _participants(
        session.execute(
            select(Exchange.account_id, Exchange.id, Person.id, Person.name)
            .join(ExchangePerson, ExchangePerson.exchange_id == Exchange.id)
            .join(Person, Person.id == ExchangePerson.person_id)
            .where(inside)
            .distinct()
        ),
        gone,
    )
    inactive = set(session.scalars(select(Colleague.id).where(Colleague.active.is_(False))))
    ours = _participants(
        session.execute(
            select(Exchange.account_id, Exchange.id, Colleague.id, Colleague.name)
            .join(ExchangeColleague, ExchangeColleague.exchange_id == Exchange.id)
            .join(Colleague, Colleague.id == ExchangeColleague.colleague_id)
            .where(inside)
            .distinct()
        ),
        defaultdict(lambda: inactive),
    )
    totals = session.execute(
        select(Exchange.account_id, func.count(), func.avg(Exchange.sentiment))
        .where(inside)
        .group_by(Exchange.account_id)
    )
    nobody: tuple[int, tuple[ParticipantRow, ...]] = (0, ())
    return [
        ContactRow(
            account,
            count,
            None if mean is None else float(mean),
            *theirs.get(account, nobody),
            *ours.get(account, nobody),
        )
        for account, count, mean in totals
    ]


def _participants(
    rows: Iterable[Row[int, int, int, str]], gone: Mapping[int, set[int]]
) -> dict[int, tuple[int, tuple[ParticipantRow, ...]]]:
    """By account: how many exchanges name anybody, and who took part, busiest first."""
    counts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    named: dict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    for account, exchange, person, name in rows:
        counts[account][person] += 1
        named[account].add(exchange)
        names[person] = name

    def row_of(account: int, person: int, taken: int) -> ParticipantRow:
        return ParticipantRow(person, names[person], taken, person not in gone[account])

    return {
        account: (
            len(named[account]),
            tuple(
                row_of(account, person, taken)
                for person, taken in sorted(people.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
        )
        for account, people in counts.items()
    }


def _midnight(day: int) -> int:
    value = date_of(day)
    return instant_of(datetime(value.year, value.month, value.day).astimezone())


def list_coverage(
    session: Session, as_of: int, without: tuple[int, int] | None = None
) -> list[CoverageRow]:
    """Coverage of the people in decision-making units; people who left the account are out.

    ``without``: (account, person) who counts as gone from it too.
    """
    seats: dict[int, set[int]] = defaultdict(set)
    for account, person in session.execute(
        select(Dmu.account_id, DmuMember.person_id).join(DmuMember, DmuMember.dmu_id == Dmu.id)
    ):
        seats[account].add(person)
    if not seats:
        return []
    ended: dict[tuple[int, int], bool] = {}
    for account, person, until in session.execute(
        select(Job.account_id, Job.person_id, Job.valid_to)
    ):
        gone = until is not None and until < as_of
        ended[account, person] = ended.get((account, person), True) and gone
    newest: dict[tuple[int, int], tuple[int, int | None]] = {}
    for person, colleague, level, desired in session.execute(
        select(Coverage.person_id, Coverage.colleague_id, Coverage.level, Coverage.desired)
        .where(Coverage.valid_from <= as_of)
        .order_by(Coverage.valid_from, Coverage.id)
    ):
        newest[person, colleague] = (_DEPTH[level], None if desired is None else _DEPTH[desired])
    known: dict[int, int] = defaultdict(int)
    shares: dict[int, list[float]] = defaultdict(list)
    for (person, _), (depth, wanted) in newest.items():
        known[person] = max(known[person], depth)
        if wanted:
            shares[person].append(min(1.0, depth / wanted))
    rows = []
    for account, members in seats.items():
        people = [
            person
            for person in members
            if not ended.get((account, person), False) and (account, person) != without
        ]
        reached = [share for person in people for share in shares.get(person, ())]
        rows.append(
            CoverageRow(
                account,
                len(people),
                sum(known.get(person, 0) > 0 for person in people),
                len(reached),
                sum(reached) / len(reached) if reached else None,
            )
        )
    return rows


def list_contracts(session: Session, account: int | None = None) -> list[ContractRow]:
    """Contracts, of one account or of all, the one that ends first first; open ends last."""
    query = select(
        Contract.id,
        Contract.account_id,
        Contract.name,
        Contract.starts_day,
        Contract.ends_day,
        Contract.notice_days,
        Contract.auto_renews,
        Contract.renewal,
    ).order_by(Contract.ends_day.is_(None), Contract.ends_day, Contract.id)
    if account is not None:
        query = query.where(Contract.account_id == account)
    return [ContractRow(*row) for row in session.execute(query)]


def list_punctuality(
    session: Session, first: int, last: int, account: int | None = None
) -> list[PunctualityRow]:
    """Orders whose required day lies in the span, and those not shipped by then."""
    only = "" if account is None else " AND h.account_id = :account"
    rows = session.execute(
        text(
            "SELECT h.account_id, count(*),"
            " sum(h.shipped_day IS NULL OR h.shipped_day > h.required_day),"
            " sum(h.shipped_day IS NULL)"
            " FROM order_header AS h"
            f" WHERE h.required_day BETWEEN :first AND :last{only} AND {HEADER_COUNTS}"
            " GROUP BY h.account_id"
        ),
        {"first": first, "last": last} | ({} if account is None else {"account": account}),
    )
    return [PunctualityRow(*row) for row in rows]


def year_before(day: int) -> int:
    """The first day of the twelve months that end with a stored day."""
    value = date_of(day)
    try:
        before = value.replace(year=value.year - 1)
    except ValueError:  # 29 February
        before = value.replace(year=value.year - 1, day=28)
    return day - (value - before - timedelta(days=1)).days


def get_order_days_sum(session: Session, until: int) -> tuple[int, int, int]:
    """Count and sums of the order days up to a day: what tells one ledger from another."""
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(OrderDay.day), 0),
            func.coalesce(func.sum(OrderDay.account_id % 1_000_003 * OrderDay.day), 0),
        ).where(OrderDay.day <= until)
    ).one()
    return int(row[0]), int(row[1]), int(row[2])
