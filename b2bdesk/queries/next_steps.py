"""Next steps: what is to be done, by whom and when; promises of both sides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Account, Base, Colleague, Exchange, JournalEntry, NextStep, Person
from b2bdesk.models.enums import Channel, PromisedBy


@dataclass(frozen=True, slots=True)
class NextStepRow:
    """A next step; ``channel`` is that of the exchange it follows from."""

    id: int
    account_id: int
    account: str
    exchange_id: int | None
    channel: Channel | None
    person_id: int | None
    person: str | None
    what: str
    due: date | None
    owner_id: int | None
    owner: str | None
    promised_by: PromisedBy
    done: date | None
    snoozed_until: date | None = None

    def rests(self, as_of: date) -> bool:
        """Whether it is put aside on a day."""
        return self.snoozed_until is not None and self.snoozed_until > as_of

    def overdue_days(self, as_of: date) -> int:
        """Days past the due day on a day; 0 when it is not overdue."""
        return max(0, (as_of - self.due).days) if self.due is not None else 0


def is_open(as_of: date) -> ColumnElement[bool]:
    """True of steps that were not done by the end of a day."""
    return or_(NextStep.done_day.is_(None), NextStep.done_day > day_of(as_of))


def list_next_steps(
    session: Session,
    as_of: date,
    *,
    account: int | None = None,
    owners: tuple[int, ...] = (),
    unowned: bool = False,
    due_until: date | None = None,
    with_done_since: date | None = None,
    awake: bool = False,
) -> tuple[NextStepRow, ...]:
    """Open steps by due day, those without a day last; done ones since a day follow if asked.

    ``owners`` and ``unowned`` narrow by owner; nothing given means everyone's. ``awake`` leaves
    out those that rest on the day.
    """
    query = (
        select(
            NextStep.id,
            NextStep.account_id,
            Account.name,
            NextStep.exchange_id,
            Exchange.channel,
            NextStep.person_id,
            Person.name,
            NextStep.what,
            NextStep.due_day,
            NextStep.owner_id,
            Colleague.name,
            NextStep.promised_by,
            NextStep.done_day,
            NextStep.snoozed_until,
        )
        .join(Account, Account.id == NextStep.account_id)
        .outerjoin(Exchange, Exchange.id == NextStep.exchange_id)
        .outerjoin(Person, Person.id == NextStep.person_id)
        .outerjoin(Colleague, Colleague.id == NextStep.owner_id)
        .order_by(
            NextStep.done_day.is_not(None),
            NextStep.done_day.desc(),
            NextStep.due_day.is_(None),
            NextStep.due_day,
            NextStep.id,
        )
    )
    state = is_open(as_of)
    if with_done_since is not None:
        state = or_(state, NextStep.done_day >= day_of(with_done_since))
    query = query.where(state)
    if account is not None:
        query = query.where(NextStep.account_id == account)
    chosen: list[ColumnElement[bool]] = []
    if owners:
        chosen.append(NextStep.owner_id.in_(owners))
    if unowned:
        chosen.append(NextStep.owner_id.is_(None))
    if chosen:
        query = query.where(or_(*chosen))
    if awake:
        today = day_of(as_of)
        query = query.where(or_(NextStep.snoozed_until.is_(None), NextStep.snoozed_until <= today))
    if due_until is not None:
        query = query.where(NextStep.due_day <= day_of(due_until))
    return tuple(
        NextStepRow(
            id=row[0],
            account_id=row[1],
            account=row[2],
            exchange_id=row[3],
            channel=row[4],
            person_id=row[5],
            person=row[6],
            what=row[7],
            due=_date(row[8]),
            owner_id=row[9],
            owner=row[10],
            promised_by=row[11],
            done=_date(row[12]),
            snoozed_until=_date(row[13]),
        )
        for row in session.execute(query).all()
    )


def _date(day: int | None) -> date | None:
    return None if day is None else date_of(day)


def count_changes(session: Session, steps: Collection[int]) -> dict[int, int]:
    """How often each of these steps was written, undone changes included; at most thousands."""
    number = Base.metadata.tables["next_step"].info["journal"]
    rows = session.execute(
        select(JournalEntry.rid, func.count())
        .where(JournalEntry.tbl == number, JournalEntry.rid.in_(list(steps)))
        .group_by(JournalEntry.rid)
    )
    return {step: count for step, count in rows}  # noqa: C416 - rows are no pairs to mypy
