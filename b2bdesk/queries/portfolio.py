"""Reads behind the portfolio: sums of the monthly summaries, and the newest fact per account.

No read here touches ledger lines: opening the portfolio costs the same for two years of lines as
for twenty. Rows that come by the thousand are named tuples, read past the ORM: that halves the
time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from b2bdesk.core.dates import Period
from b2bdesk.models import (
    Account,
    AccountMonth,
    Assessment,
    Colleague,
    Exchange,
    ExternalId,
    NextStep,
    RelationshipRecord,
    SalesTarget,
)
from b2bdesk.models.enums import AccountKind, Channel, RelationshipPoint, RelationshipType

ANSWERS = (
    Assessment.alternatives,
    Assessment.dynamism,
    Assessment.importance,
    Assessment.complexity,
    Assessment.money,
    Assessment.people,
    Assessment.training,
    Assessment.equipment,
    Assessment.procedures,
)


class AccountFacts(NamedTuple):
    """What a portfolio row says of the account itself."""

    id: int
    name: str
    kind: AccountKind
    segment: str | None
    city: str | None
    country: str | None
    owner_id: int | None
    owner: str | None


class LedgerSums(NamedTuple):
    """An account's summaries added up; money in minor units.

    ``year_minor`` is this fiscal year up to the as-of month, ``year_before_minor`` the same months
    a year earlier; the other sums are of the period. ``uncosted`` counts lines without a cost.
    """

    account_id: int
    lines: int
    uncosted: int
    orders: int
    list_minor: int
    amount_minor: int
    cost_minor: int
    year_minor: int
    year_before_minor: int


class LastExchange(NamedTuple):
    """The newest exchange of an account; ``at`` is an instant."""

    account_id: int
    at: int
    channel: Channel


class DueStep(NamedTuple):
    """The open next step that is due first; those without a date come last."""

    account_id: int
    what: str
    due_day: int | None


@dataclass(frozen=True, slots=True)
class TargetPart:
    """A sales target that reaches into a span of months."""

    account_id: int
    first_month: int
    last_month: int
    amount_minor: int


def list_account_facts(session: Session) -> dict[int, AccountFacts]:
    """Every account by id."""
    owners: dict[int | None, str] = {
        row[0]: row[1] for row in session.execute(select(Colleague.id, Colleague.name))
    }
    rows = session.connection().execute(
        select(
            Account.id,
            Account.name,
            Account.kind,
            Account.segment,
            Account.city,
            Account.country,
            Account.owner_id,
        )
    )
    return {row[0]: AccountFacts(*row, owners.get(row[6])) for row in rows.all()}


def list_ledger_sums(
    session: Session, period: Period, year: Period, year_before: Period
) -> list[LedgerSums]:
    """Sums of each account that has a line in the period or in one of the two years."""
    month = AccountMonth.month

    def over(span: Period, column: InstrumentedAttribute[int]) -> ColumnElement[int]:
        return func.sum(case((month.between(span.first, span.last), column), else_=0))

    rows = session.connection().execute(
        select(
            AccountMonth.account_id,
            over(period, AccountMonth.lines),
            over(period, AccountMonth.uncosted),
            over(period, AccountMonth.orders),
            over(period, AccountMonth.list_minor),
            over(period, AccountMonth.amount_minor),
            over(period, AccountMonth.cost_minor),
            over(year, AccountMonth.amount_minor),
            over(year_before, AccountMonth.amount_minor),
        )
        .where(or_(*(month.between(s.first, s.last) for s in (period, year, year_before))))
        .group_by(AccountMonth.account_id)
    )
    return [LedgerSums(*row) for row in rows.all()]


class PeriodSums(NamedTuple):
    """What an account bought in a period; money in minor units."""

    account_id: int
    uncosted: int
    amount_minor: int
    cost_minor: int


def list_period_sums(session: Session, period: Period) -> list[PeriodSums]:
    """Sums of each account that has a line in the period: all that a curve needs."""
    month = AccountMonth.month
    rows = session.connection().execute(
        select(
            AccountMonth.account_id,
            func.sum(AccountMonth.uncosted),
            func.sum(AccountMonth.amount_minor),
            func.sum(AccountMonth.cost_minor),
        )
        .where(month.between(period.first, period.last), AccountMonth.lines > 0)
        .group_by(AccountMonth.account_id)
    )
    return [PeriodSums(*row) for row in rows.all()]


def list_erp_numbers(session: Session) -> dict[int, tuple[str, ...]]:
    """The numbers other systems know each account by, in the order they were entered."""
    found: dict[int, tuple[str, ...]] = {}
    rows = session.execute(
        select(ExternalId.account_id, ExternalId.value).order_by(
            ExternalId.account_id, ExternalId.id
        )
    )
    for account, value in rows:
        found[account] = (*found.get(account, ()), value)
    return found


def list_last_exchanges(session: Session, until: int) -> dict[int, LastExchange]:
    """The newest exchange of each account up to an instant."""
    # One step in the index for each account: it takes as long for ten years of exchanges.
    earlier = aliased(Exchange)
    newest = (
        select(earlier.id)
        .where(earlier.account_id == Account.id, earlier.at <= until)
        .order_by(earlier.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.connection().execute(
        select(Exchange.account_id, Exchange.at, Exchange.channel).join_from(
            Account, Exchange, Exchange.id == newest
        )
    )
    return {row[0]: LastExchange(*row) for row in rows.all()}


def list_due_steps(session: Session, day: int) -> dict[int, DueStep]:
    """The next step of each account that is open on a day and due first."""
    rows = session.execute(
        select(NextStep.account_id, NextStep.what, NextStep.due_day)
        .where(or_(NextStep.done_day.is_(None), NextStep.done_day > day))
        .order_by(NextStep.due_day.is_(None), NextStep.due_day, NextStep.id)
    )
    found: dict[int, DueStep] = {}
    for row in rows:
        found.setdefault(row[0], DueStep(*row))
    return found


def list_current_types(session: Session, day: int) -> dict[int, RelationshipType]:
    """The relationship type each account has on a day, as the user set it."""
    rows = session.execute(
        select(RelationshipRecord.account_id, RelationshipRecord.type)
        .where(
            and_(
                RelationshipRecord.point == RelationshipPoint.CURRENT,
                RelationshipRecord.on_day <= day,
            )
        )
        .order_by(RelationshipRecord.on_day, RelationshipRecord.id)
    )
    return {account: kind for account, kind in rows}  # noqa: C416 - a Row is no pair to mypy


def list_newest_answers(session: Session, day: int) -> dict[int, tuple[int | None, ...]]:
    """The nine answers of each account's newest assessment up to a day, in ``ANSWERS`` order."""
    rows = session.execute(
        select(Assessment.account_id, *ANSWERS)
        .where(Assessment.on_day <= day)
        .order_by(Assessment.on_day, Assessment.id)
    )
    found: dict[int, tuple[int | None, ...]] = {}
    for row in rows:
        account, *answers = tuple[Any, ...](row)
        found[account] = tuple(answers)
    return found


def list_targets(session: Session, span: Period) -> list[TargetPart]:
    """Every sales target that shares a month with ``span``."""
    rows = session.execute(
        select(
            SalesTarget.account_id,
            SalesTarget.first_month,
            SalesTarget.last_month,
            SalesTarget.amount_minor,
        )
        .where(SalesTarget.first_month <= span.last, SalesTarget.last_month >= span.first)
        .order_by(SalesTarget.id)
    )
    return [TargetPart(*row) for row in rows]
