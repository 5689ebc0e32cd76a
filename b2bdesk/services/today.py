"""What needs the user now: one result for the Today page, as of a date.

Lapsed accounts (no order for more than twelve months and six usual gaps) are apart as win-back:
they are neither overdue nor silent, and their gaps are not listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of, month_of
from b2bdesk.models.enums import Role
from b2bdesk.queries.contact_plans import list_contact_plans
from b2bdesk.queries.contracts import ContractRow, list_renewals
from b2bdesk.queries.decision_gaps import list_known_roles
from b2bdesk.queries.exchanges import list_last_exchanges
from b2bdesk.queries.leavers import LeaverRow, list_leavers
from b2bdesk.queries.next_steps import NextStepRow, list_next_steps
from b2bdesk.queries.portfolio import AccountFacts, list_account_facts
from b2bdesk.queries.retention import list_contacts, list_margins, year_before
from b2bdesk.queries.snoozes import SnoozeRow, list_snoozes
from b2bdesk.services.order_state import is_overdue, order_rhythms
from b2bdesk.services.single_thread import single_thread
from b2bdesk.services.snoozes import Alert, alert_key, alert_words

AHEAD_DAYS = 7
LEFT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose work is shown; ``everyone`` while no one was chosen. ``unowned`` adds what has none."""

    ids: frozenset[int] = frozenset()
    unowned: bool = False

    @property
    def everyone(self) -> bool:
        """True while nothing is narrowed."""
        return not self.ids and not self.unowned

    def include(self, owner: int | None) -> bool:
        """True when work of this owner is shown."""
        return self.everyone or (self.unowned if owner is None else owner in self.ids)


@dataclass(frozen=True, slots=True)
class OverdueOrder:
    """An account whose order is late by a cycle or more; ``usual_gap`` in days."""

    account_id: int
    account: str
    cycles_late: float
    last_order: date
    usual_gap: float


@dataclass(frozen=True, slots=True)
class SilentAccount:
    """An account out of touch past its contact plan; ``days`` None: never in touch."""

    account_id: int
    account: str
    plan: int
    days: int | None


@dataclass(frozen=True, slots=True)
class LapsedAccount:
    """An account to win back."""

    account_id: int
    account: str
    last_order: date


class Gap(StrEnum):
    """What a decision-making unit lacks."""

    NO_DECIDER = "no_decider"
    NO_BUDGET_HOLDER = "no_budget_holder"
    LEFT = "left"
    SINGLE_THREADED = "single_threaded"


@dataclass(frozen=True, slots=True)
class AccountGaps:
    """The gaps of one account, the worst first; ``who`` carries it where single-threaded.

    ``leavers``: who left its units of late, the last one first.
    """

    account_id: int
    account: str
    gaps: tuple[Gap, ...]
    who: str
    leavers: tuple[LeaverRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Resting:
    """A follow-up (``step``) or an alert (``snooze``) that is put aside until a day."""

    id: int
    step: bool
    account_id: int
    account: str
    what: str
    until: date


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the Today page but the expected loss, which takes longer.

    ``names``: of the accounts of the chosen owners. ``steps``: open ones due up to a week ahead.
    ``with_rhythm``: accounts whose order rhythm is known and that are not lapsed.
    ``renewal_sales_minor``: sales of twelve months with the accounts whose contract ends; None
    while there are no lines. ``people_accounts``: accounts with anyone in a decision-making unit.
    ``resting``: what the user put aside, the first to wake before the others; it is left out of
    all the rest.
    """

    as_of: date
    names: Mapping[int, str]
    steps: tuple[NextStepRow, ...]
    overdue_steps: int
    steps_today: int
    later_steps: int
    overdue_orders: tuple[OverdueOrder, ...]
    with_rhythm: int
    silent: tuple[SilentAccount, ...]
    with_plan: int
    lapsed: tuple[LapsedAccount, ...]
    renewals: tuple[ContractRow, ...]
    renewal_sales_minor: int | None
    gaps: tuple[AccountGaps, ...]
    people_accounts: int
    resting: tuple[Resting, ...] = ()


def today(session: Session, as_of: date, owners: Owners) -> Today:
    """What is due as of a date, of the chosen owners' steps and accounts."""
    day = day_of(as_of)
    everyone = list_account_facts(session)
    shown = {key: row for key, row in everyone.items() if owners.include(row.owner_id)}
    chosen = tuple(sorted(owners.ids))
    every_step = list_next_steps(session, as_of, owners=chosen, unowned=owners.unowned)
    open_steps = [row for row in every_step if not row.rests(as_of)]
    snoozes = [row for row in list_snoozes(session, as_of) if row.account_id in shown]
    asleep = {(row.account_id, row.alert) for row in snoozes}

    def awake(account: int, alert: Alert, record: int | None = None) -> bool:
        return (account, alert_key(alert, record)) not in asleep

    due = tuple(
        row
        for row in open_steps
        if row.due is not None and row.due <= as_of + timedelta(days=AHEAD_DAYS)
    )
    rhythms = {key: row for key, row in order_rhythms(session, day).items() if key in shown}
    lapsed = {key for key, row in rhythms.items() if row.lapsed}
    overdue = [
        OverdueOrder(key, shown[key].name, row.cycles_late, date_of(row.last_day), row.usual_gap)
        for key, row in rhythms.items()
        if is_overdue(row)
        and awake(key, Alert.ORDER)
        and row.cycles_late is not None
        and row.last_day is not None
        and row.usual_gap is not None
    ]
    live = {key: row for key, row in shown.items() if key not in lapsed}
    plans = list_contact_plans(session)
    silent = _silent(session, live, plans, as_of)
    silent = tuple(row for row in silent if awake(row.account_id, Alert.SILENT))
    renewals = tuple(
        row
        for row in list_renewals(session, as_of)
        if row.account_id in shown and awake(row.account_id, Alert.RENEWAL, row.id)
    )
    roles = list_known_roles(session, as_of)
    return Today(
        as_of=as_of,
        names={key: row.name for key, row in shown.items()},
        steps=due,
        overdue_steps=sum(row.due is not None and row.due < as_of for row in due),
        steps_today=sum(row.due == as_of for row in due),
        later_steps=len(open_steps) - len(due),
        overdue_orders=tuple(
            sorted(overdue, key=lambda row: (-row.cycles_late, row.account.casefold()))
        ),
        with_rhythm=sum(row.cycles_late is not None and not row.lapsed for row in rhythms.values()),
        silent=silent,
        with_plan=sum(key in plans for key in live),
        lapsed=tuple(
            sorted(
                (
                    LapsedAccount(key, shown[key].name, date_of(rhythms[key].last_day or 0))
                    for key in lapsed
                    if awake(key, Alert.WIN_BACK)
                ),
                key=lambda row: (row.last_order, row.account),
                reverse=True,
            )
        ),
        renewals=renewals,
        renewal_sales_minor=_sales(session, renewals, as_of),
        gaps=tuple(
            row for row in _gaps(session, live, roles, as_of) if awake(row.account_id, Alert.GAPS)
        ),
        people_accounts=sum(key in roles for key in live),
        resting=_resting([row for row in every_step if row.rests(as_of)], snoozes),
    )


def _resting(steps: list[NextStepRow], snoozes: list[SnoozeRow]) -> tuple[Resting, ...]:
    found = [
        Resting(row.id, True, row.account_id, row.account, row.what, row.snoozed_until)
        for row in steps
        if row.snoozed_until is not None
    ]
    found += [
        Resting(row.id, False, row.account_id, row.account, alert_words(row.alert), row.until)
        for row in snoozes
    ]
    return tuple(sorted(found, key=lambda row: (row.until, row.account.casefold(), row.id)))


@dataclass(frozen=True, slots=True)
class Due:
    """How many follow-ups are due on a day, and before it."""

    today: int
    overdue: int

    @property
    def all(self) -> int:
        """Both together: the number beside Today."""
        return self.today + self.overdue


def due_now(session: Session, as_of: date, owners: Owners) -> Due:
    """The follow-ups due up to the as-of date that do not rest."""
    rows = list_next_steps(
        session,
        as_of,
        owners=tuple(sorted(owners.ids)),
        unowned=owners.unowned,
        due_until=as_of,
        awake=True,
    )
    on_the_day = sum(row.due == as_of for row in rows)
    return Due(on_the_day, len(rows) - on_the_day)


def _silent(
    session: Session, accounts: dict[int, AccountFacts], plans: dict[int, int], as_of: date
) -> tuple[SilentAccount, ...]:
    last = list_last_exchanges(session, as_of)
    found = []
    for key, row in accounts.items():
        plan = plans.get(key)
        if plan is None:
            continue
        days = (as_of - last[key]).days if key in last else None
        if days is None or days > plan:
            found.append(SilentAccount(key, row.name, plan, days))
    # Never in touch first, then by how far past the plan.
    return tuple(
        sorted(
            found,
            key=lambda row: (row.days is not None, -(row.days or 0) / row.plan, row.account),
        )
    )


def _sales(session: Session, renewals: tuple[ContractRow, ...], as_of: date) -> int | None:
    last = month_of(as_of)
    rows = list_margins(session, last - 11, last)
    if not rows:
        return None
    wanted = {row.account_id for row in renewals}
    return sum(row.sales_minor for row in rows if row.account in wanted)


def _gaps(
    session: Session,
    accounts: dict[int, AccountFacts],
    roles: dict[int, frozenset[Role]],
    as_of: date,
) -> tuple[AccountGaps, ...]:
    day = day_of(as_of)
    contacts = {row.account: row for row in list_contacts(session, year_before(day), day)}
    leavers: dict[int, list[LeaverRow]] = defaultdict(list)
    for row in list_leavers(session, as_of, LEFT_DAYS):
        leavers[row.account_id].append(row)
    found = []
    for key in roles.keys() | leavers.keys():
        if key not in accounts:
            continue
        held = roles.get(key, frozenset())
        gaps = []
        if Role.DECIDER not in held:
            gaps.append(Gap.NO_DECIDER)
        if Role.BUDGET_HOLDER not in held:
            gaps.append(Gap.NO_BUDGET_HOLDER)
        if key in leavers:
            gaps.append(Gap.LEFT)
        thread = single_thread(contacts.get(key))
        if thread is not None:
            gaps.append(Gap.SINGLE_THREADED)
        if gaps:
            who = thread.name if thread is not None else ""
            gone = tuple(leavers.get(key, ()))
            found.append(AccountGaps(key, accounts[key].name, tuple(gaps), who, gone))
    order = list(Gap)
    return tuple(sorted(found, key=lambda row: (order.index(row.gaps[0]), row.account.casefold())))
