"""One account at a glance: what holds now, what is known, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, last_of_month, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import Role
from b2bdesk.queries.accounts import AccountDetails, get_account
from b2bdesk.queries.contracts import SOON_DAYS, ContractRow, list_contracts, list_renewals
from b2bdesk.queries.exchanges import (
    ExchangeFilter,
    ExchangeRow,
    get_exchanges,
    list_exchange_keys,
)
from b2bdesk.queries.next_steps import NextStepRow, list_next_steps
from b2bdesk.queries.overview import (
    AccountNames,
    KnownParts,
    MonthRow,
    get_known_parts,
    get_names,
    list_months,
)
from b2bdesk.services.cadence import Cadence, account_cadence
from b2bdesk.services.leavers import Leaver
from b2bdesk.services.order_state import is_overdue, order_rhythm
from b2bdesk.services.people_map import AccountPeople, MapSeat, account_people
from b2bdesk.services.portfolio import Measure, portfolio
from b2bdesk.services.single_thread import Thread

if TYPE_CHECKING:
    from b2bdesk.analytics.retention.rhythm import Rhythm

LAST_EXCHANGES = 6
KEY_PEOPLE = 5
_QUARTERS = 9


class AlertKind(StrEnum):
    """What can hold of an account that asks for an action."""

    ORDER_OVERDUE = "order_overdue"
    LAPSED = "lapsed"
    DECIDER_UNKNOWN = "role_missing"
    SINGLE_THREADED = "single_threaded"
    LEFT = "left"
    CONTRACT_ENDS = "contract_ends"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Figures:
    """The account's money. ``measure`` is the best that can be shown honestly.

    ``amount``: that measure over the period; ``rank`` of ``ranked`` accounts by it; ``sales`` of
    the period. ``points``: gross margin by quarter, or sales where lines have no cost
    (``points_are_sales``), oldest first; ``last_12`` and ``before_12`` the same over twelve months.
    All of these are of whole months. ``year`` is this fiscal year up to the as-of month,
    ``year_before`` the same months a year earlier. Money in minor units.
    """

    measure: Measure
    amount: int
    sales: int
    rank: int
    ranked: int
    last_12: int | None
    before_12: int | None
    points: tuple[int, ...]
    points_are_sales: bool
    year: int
    year_before: int
    target: int | None
    year_months: Period


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the overview but the retention score, which takes longer.

    ``alerts`` name only what holds; the facts they speak of are beside them: ``rhythm``,
    ``threads``, ``leavers`` (of the last three months, whoever mattered), ``renewals``,
    ``days_silent`` (None: never in touch).
    """

    account: AccountDetails
    names: AccountNames
    known: KnownParts
    alerts: tuple[AlertKind, ...]
    rhythm: Rhythm
    threads: tuple[Thread, ...]
    leavers: tuple[Leaver, ...]
    renewals: tuple[ContractRow, ...]
    days_silent: int | None
    figures: Figures | None
    people: AccountPeople
    key_people: tuple[MapSeat, ...]
    steps: tuple[NextStepRow, ...]
    exchanges: tuple[ExchangeRow, ...]
    cadence: Cadence
    contracts: tuple[ContractRow, ...]

    @property
    def first_day(self) -> bool:
        """True while nothing but the account itself is known."""
        return not (
            self.known.people
            or self.known.order_days
            or self.exchanges
            or self.steps
            or self.contracts
        )


def account_overview(
    session: Session, account: int, period: Period | None, as_of: date, fiscal_start: int
) -> Overview:
    """The overview of an account; ``period`` None while the file has no ledger lines."""
    details = get_account(session, account)
    if details is None:
        raise DomainError(tr("This account is not there any more."))
    day = day_of(as_of)
    keys = list_exchange_keys(session, ExchangeFilter(account=account), as_of)
    rows = get_exchanges(session, [key.id for key in keys[:LAST_EXCHANGES]])
    people = account_people(session, account, as_of)
    rhythm = order_rhythm(session, account, day)
    leavers = tuple(
        left
        for contact in people.leavers
        if (left := contact.leaver) is not None and left.recent and left.matters
    )
    renewals = list_renewals(session, as_of, account=account, within=SOON_DAYS)
    days_silent = (as_of - keys[0].on).days if keys else None
    seats = [seat for unit in people.units for seat in unit.seats]
    alerts = []
    if is_overdue(rhythm):
        alerts.append(AlertKind.ORDER_OVERDUE)
    if rhythm.lapsed:
        alerts.append(AlertKind.LAPSED)
    if seats and not any(Role.DECIDER in seat.row.roles for seat in seats):
        alerts.append(AlertKind.DECIDER_UNKNOWN)
    if leavers:
        alerts.append(AlertKind.LEFT)
    if people.threads:
        alerts.append(AlertKind.SINGLE_THREADED)
    if renewals:
        alerts.append(AlertKind.CONTRACT_ENDS)
    plan = details.contact_every_days
    if plan and not rhythm.lapsed and (days_silent is None or days_silent > plan):
        alerts.append(AlertKind.SILENT)
    return Overview(
        account=details,
        names=get_names(session, account),
        known=get_known_parts(session, account, day),
        alerts=tuple(alerts),
        rhythm=rhythm,
        threads=people.threads,
        leavers=leavers,
        renewals=renewals,
        days_silent=days_silent,
        figures=None if period is None else _figures(session, account, period, as_of, fiscal_start),
        people=people,
        key_people=_key_people(seats),
        steps=list_next_steps(session, as_of, account=account),
        exchanges=tuple(rows[key.id] for key in keys[:LAST_EXCHANGES]),
        cadence=account_cadence(session, account, as_of),
        contracts=list_contracts(session, account),
    )


def _key_people(seats: Sequence[MapSeat]) -> tuple[MapSeat, ...]:
    """Key players first, then by influence; everyone once, in the unit where they weigh most."""
    ordered = sorted(
        seats, key=lambda seat: (not seat.key_player, -(seat.row.influence or 0), seat.name)
    )
    once: dict[int, MapSeat] = {}
    for seat in ordered:
        once.setdefault(seat.row.person.id, seat)
    return tuple(once.values())[:KEY_PEOPLE]


def _figures(
    session: Session, account: int, period: Period, as_of: date, fiscal_start: int
) -> Figures | None:
    whole = portfolio(session, period, as_of, fiscal_start)
    row = whole.by_id.get(account)
    if row is None:
        return None
    measure = whole.measure
    if row.amount(measure) is None:
        measure = Measure.GROSS_MARGIN if row.gross_margin is not None else Measure.SALES
    amount = row.amount(measure)
    assert amount is not None
    ranking = [found for other in whole.rows if (found := other.amount(measure)) is not None]
    # Whole months only: a month that has just begun would look like a fall.
    last = month_of(as_of)
    if last_of_month(last) > as_of:
        last -= 1
    months = list_months(session, account, last - 3 * _QUARTERS + 1, last)
    costed = not any(month.uncosted for month in months)
    return Figures(
        measure=measure,
        amount=amount,
        sales=row.sales,
        rank=1 + sum(other > amount for other in ranking),
        ranked=len(ranking),
        last_12=_sum(months, last - 11, last, costed),
        before_12=_sum(months, last - 23, last - 12, costed),
        points=tuple(
            _sum(months, last - 3 * back - 2, last - 3 * back, costed) or 0
            for back in range(_QUARTERS - 1, -1, -1)
        )
        if months
        else (),
        points_are_sales=not costed,
        year=row.year,
        year_before=row.year_before,
        target=row.target,
        year_months=whole.year,
    )


def _sum(months: Sequence[MonthRow], first: int, last: int, costed: bool) -> int | None:
    """Gross margin, or sales where not all is costed, of some months; None without any line."""
    inside = [m for m in months if first <= m.month <= last]
    if not inside:
        return None
    return sum(m.margin_minor if costed else m.sales_minor for m in inside)
