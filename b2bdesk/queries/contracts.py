"""Contracts, and which of them end soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models import Account, Contract
from b2bdesk.models.enums import RenewalState

SOON_DAYS = 90
_SETTLED = (RenewalState.RENEWED, RenewalState.ENDED)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract; an end of None is open."""

    id: int
    account_id: int
    account: str
    name: str
    starts: date | None
    ends: date | None
    notice_days: int | None
    auto_renews: bool
    renewal: RenewalState
    note: str | None

    @property
    def notice_by(self) -> date | None:
        """The last day on which notice can be given; None where no term is known."""
        if self.ends is None or self.notice_days is None:
            return None
        return self.ends - timedelta(days=self.notice_days)

    def days_left(self, as_of: date) -> int | None:
        """Days from a day to the end, negative when it is over; None for an open end."""
        return None if self.ends is None else (self.ends - as_of).days


def list_contracts(session: Session, account: int) -> tuple[ContractRow, ...]:
    """An account's contracts, the one that ends last first, open ends before all."""
    rows = session.execute(
        _contracts()
        .where(Contract.account_id == account)
        .order_by(Contract.ends_day.is_not(None), Contract.ends_day.desc(), Contract.id)
    )
    return tuple(_row(row.Contract, row.name) for row in rows)


def list_renewals(
    session: Session, as_of: date, *, account: int | None = None, within: int = SOON_DAYS
) -> tuple[ContractRow, ...]:
    """Contracts that end within so many days of a day and are neither renewed nor let go."""
    day = day_of(as_of)
    query = _contracts().where(
        Contract.ends_day.between(day, day + within), Contract.renewal.not_in(_SETTLED)
    )
    if account is not None:
        query = query.where(Contract.account_id == account)
    rows = session.execute(query.order_by(Contract.ends_day, Contract.id))
    return tuple(_row(row.Contract, row.name) for row in rows)


def _contracts() -> Select[Contract, str]:
    return select(Contract, Account.name).join(Account, Account.id == Contract.account_id)


def _row(row: Contract, account: str) -> ContractRow:
    return ContractRow(
        id=row.id,
        account_id=row.account_id,
        account=account,
        name=row.name,
        starts=_date(row.starts_day),
        ends=_date(row.ends_day),
        notice_days=row.notice_days,
        auto_renews=row.auto_renews,
        renewal=row.renewal,
        note=row.note,
    )


def _date(day: int | None) -> date | None:
    return None if day is None else date_of(day)
