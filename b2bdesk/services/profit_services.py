"""Special services for one account: what creating and delivering them costs, what they bring.

All their figures are the user's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.analytics.special_service import Terms, Worth, compute, cost_until, margin_until
from b2bdesk.core.dates import month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, SpecialService

_LONGEST = 600  # months


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """What the user says of a service; money in minor units, ``deliver`` and ``margin`` a year."""

    name: str
    first_month: int
    last_month: int | None = None
    create: int | None = None
    deliver: int | None = None
    margin: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as it was told, what it is worth, and its net by month up to its horizon."""

    id: int
    told: ServiceDraft
    worth: Worth
    nets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SpecialServices:
    """The services of an account, and their sums so far where every figure is known."""

    account: int
    now: int
    rows: tuple[ServiceRow, ...]
    cost: int | None
    margin: int | None

    @property
    def net(self) -> int | None:
        """Added margin less cost, so far, over all of them."""
        return None if self.cost is None or self.margin is None else self.margin - self.cost


def special_services(session: Session, account: int, as_of: date) -> SpecialServices:
    """The services of an account up to the as-of month, the newest first."""
    now = month_of(as_of)
    found = session.scalars(
        select(SpecialService)
        .where(SpecialService.account_id == account)
        .order_by(SpecialService.first_month.desc(), SpecialService.id)
    )
    rows = tuple(_row(each, now) for each in found)
    return SpecialServices(
        account=account,
        now=now,
        rows=rows,
        cost=_sum([row.worth.cost for row in rows]),
        margin=_sum([row.worth.margin for row in rows]),
    )


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _row(kept: SpecialService, now: int) -> ServiceRow:
    told = ServiceDraft(
        name=kept.name,
        first_month=kept.first_month,
        last_month=kept.last_month,
        create=kept.create_minor,
        deliver=kept.deliver_minor,
        margin=kept.margin_minor,
        note=kept.note or "",
    )
    terms = Terms(told.first_month, told.last_month, told.create, told.deliver, told.margin)
    months = range(terms.first, terms.horizon + 1) if terms.known else ()
    nets = tuple(
        (margin_until(terms, month) or 0) - (cost_until(terms, month) or 0) for month in months
    )
    return ServiceRow(kept.id, told, compute(terms, now), nets)


def add_special_service(session: Session, account: int, draft: ServiceDraft) -> int:
    """Add a service; ``DomainError`` with the field that cannot be accepted."""
    if session.get(Account, account) is None:
        raise DomainError(tr("The account is not there any more."))
    row = SpecialService(account_id=account, name="", first_month=draft.first_month)
    _fill(row, draft)
    session.add(row)
    session.flush()
    return row.id


def change_special_service(session: Session, service: int, draft: ServiceDraft) -> None:
    """Give a service what the draft says."""
    _fill(_get(session, service), draft)
    session.flush()


def remove_special_service(session: Session, service: int) -> None:
    """Take a service away."""
    session.delete(_get(session, service))
    session.flush()


def _get(session: Session, service: int) -> SpecialService:
    row = session.get(SpecialService, service)
    if row is None:
        raise DomainError(tr("The service is not there any more."))
    return row


def _fill(row: SpecialService, draft: ServiceDraft) -> None:
    if not draft.name.strip():
        raise DomainError(tr("Give the service a name."), field="name")
    if draft.last_month is not None and draft.last_month < draft.first_month:
        raise DomainError(tr("The last month lies before the first."), field="last_month")
    if draft.last_month is not None and draft.last_month - draft.first_month >= _LONGEST:
        raise DomainError(tr("A service runs for at most 50 years."), field="last_month")
    amounts = (("create", draft.create), ("deliver", draft.deliver), ("margin", draft.margin))
    for field, amount in amounts:
        if amount is not None and amount < 0:
            raise DomainError(tr("An amount cannot be below zero."), field=field)
    row.name = draft.name.strip()
    row.first_month, row.last_month = draft.first_month, draft.last_month
    row.create_minor, row.deliver_minor = draft.create, draft.deliver
    row.margin_minor = draft.margin
    row.note = draft.note.strip() or None
