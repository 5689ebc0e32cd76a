"""Contact mix of an account and of all: who they are, what is typical, what to acquire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics.contact_mix import (
    Basis,
    Benchmark,
    ClassShare,
    Facts,
    Firm,
    Mix,
    Peers,
    Rule,
    benchmark,
    compute,
)
from b2bdesk.analytics.contact_mix_goals import (
    Goal,
    ListFigures,
    ListWorth,
    Wanted,
    list_worth,
    wanted_contacts,
)
from b2bdesk.analytics.contact_mix_spread import Spread, spread
from b2bdesk.core.dates import date_of, day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import AccountKind, ContactClass, Role
from b2bdesk.queries.contact_mix import (
    ActivityRow,
    ContactRow,
    FirmRow,
    GoalRow,
    get_first_purchase_day,
    list_activity,
    list_contacts,
    list_firms,
    list_goals,
    list_last_purchases,
    list_planned,
)
from b2bdesk.queries.decision_gaps import list_known_roles
from b2bdesk.services.contact_rules import contact_rule, list_figures

_YEAR_DAYS = 365
_DECIDES = frozenset({Role.DECIDER, Role.BUDGET_HOLDER})


@dataclass(frozen=True, slots=True)
class MixRow:
    """One class of an account: its share, its people, and how many are wanted.

    ``share`` is None for a class that only the user wants contacts of.
    """

    kind: ContactClass
    share: ClassShare | None
    people: tuple[ContactRow, ...]
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class AccountMix:
    """The contact mix of one account. ``unclassed``: people without a class."""

    account: int
    name: str
    segment: str | None
    size: int | None
    rule: Rule
    typical: Benchmark
    facts: Facts
    mix: Mix
    rows: tuple[MixRow, ...]
    unclassed: tuple[ContactRow, ...]
    figures: ListFigures

    @property
    def to_acquire(self) -> int:
        """Contacts to acquire, of all classes."""
        return sum(row.wanted.to_acquire for row in self.rows)

    @property
    def worth(self) -> ListWorth:
        """What a list of the contacts to acquire costs and may bring."""
        return list_worth(self.to_acquire, self.figures)


@dataclass(frozen=True, slots=True)
class FirmMix:
    """An account among all: its mix, and what to acquire. ``unclassed`` have no class."""

    account: int
    name: str
    segment: str | None
    typical: Benchmark
    mix: Mix
    wanted: tuple[Wanted, ...]
    unclassed: int

    @property
    def contacts(self) -> int:
        """Everybody at the account, with a class or without."""
        return self.mix.contacts + self.unclassed

    @property
    def to_acquire(self) -> int:
        """Contacts to acquire, of all classes."""
        return sum(row.to_acquire for row in self.wanted)


@dataclass(frozen=True, slots=True)
class PortfolioContacts:
    """The contacts of all accounts: concentration, mixes, and what to acquire."""

    spread: Spread
    firms: tuple[FirmMix, ...]
    figures: ListFigures

    @property
    def unclassed(self) -> int:
        """People without a class."""
        return sum(firm.unclassed for firm in self.firms)

    def worth(self, contacts: int) -> ListWorth:
        """What a list of so many contacts costs and may bring."""
        return list_worth(contacts, self.figures)


class _Known:
    """What the rule asks of every account, or of one, read once."""

    def __init__(
        self, session: Session, as_of: date, rule: Rule, account: int | None = None
    ) -> None:
        self._rule = rule
        self._day = day_of(as_of)
        self._activity = list_activity(session, as_of, account)
        self._purchases = list_last_purchases(session, as_of)
        self._ledger_from = get_first_purchase_day(session)
        self._planned = list_planned(session, as_of)
        self._roles = list_known_roles(session, as_of)
        self._no_purchase_from = day_of(_months_before(as_of, rule.no_purchase_months))
        self._buys_from = day_of(_months_before(as_of, rule.buys_months))

    def facts(self, row: FirmRow, silent: frozenset[ContactClass] = frozenset()) -> Facts:
        active = self._activity.get(row.id, ActivityRow(0, 0))
        return Facts(
            bought=self._bought(row.id, self._no_purchase_from),
            buys=self._bought(row.id, self._buys_from),
            # A prospect has not bought yet, and is one because we plan that it will.
            planned=row.id in self._planned or row.kind is AccountKind.PROSPECT,
            decider_known=bool(self._roles.get(row.id, frozenset()) & _DECIDES),
            active_before=active.before,
            active_now=active.now,
            silent=silent,
        )

    def _bought(self, account: int, since: int) -> bool | None:
        """Whether there was a purchase; None where the ledger does not reach back so far."""
        last = self._purchases.get(account)
        if last is not None and last >= since:
            return True
        if self._ledger_from is None or self._ledger_from > since:
            return None
        return False

    def is_active(self, account: int) -> bool:
        return self._activity.get(account, ActivityRow(0, 0)).now > 0


def account_mix(
    session: Session, account: int, as_of: date, wished: Basis = Basis.SEGMENT_SIZE
) -> AccountMix:
    """The contact mix of an account beside what is typical on a basis."""
    firms = list_firms(session, as_of)
    row = next((each for each in firms if each.id == account), None)
    if row is None:
        raise DomainError(tr("This account is not there any more."))
    rule = contact_rule(session)
    firm = _firm(row, rule)
    typical = benchmark(
        firm, Peers(_firm(each, rule) for each in firms), wished, rule.least_accounts
    )
    people = list_contacts(session, account, as_of)
    known = _Known(session, as_of, rule, account)
    silent = _silent(people, as_of) if known.is_active(account) else frozenset()
    facts = known.facts(row, silent)
    mix = compute(firm, typical, facts, rule)
    wanted = wanted_contacts(mix, _goals(list_goals(session).get(account, {})))
    return AccountMix(
        account,
        row.name,
        row.segment,
        firm.size,
        rule,
        typical,
        facts,
        mix,
        tuple(
            MixRow(
                each.kind,
                mix.of(each.kind),
                tuple(one for one in people if one.contact_class is each.kind),
                each,
            )
            for each in wanted
        ),
        tuple(one for one in people if one.contact_class is None),
        list_figures(session),
    )


def portfolio_contacts(session: Session, as_of: date) -> PortfolioContacts:
    """The contacts of all accounts, each compared with those of its segment and size."""
    rows = list_firms(session, as_of)
    rule = contact_rule(session)
    firms = {row.id: _firm(row, rule) for row in rows}
    peers = Peers(firms.values())
    known, goals = _Known(session, as_of, rule), list_goals(session)
    found = []
    for row in rows:
        firm = firms[row.id]
        typical = benchmark(firm, peers, Basis.SEGMENT_SIZE, rule.least_accounts)
        mix = compute(firm, typical, known.facts(row), rule)
        wanted = wanted_contacts(mix, _goals(goals.get(row.id, {})))
        found.append(FirmMix(row.id, row.name, row.segment, typical, mix, wanted, row.unclassed))
    return PortfolioContacts(
        spread([row.contacts for row in rows]),
        tuple(found),
        list_figures(session),
    )


def _firm(row: FirmRow, rule: Rule) -> Firm:
    return Firm(row.id, row.segment, rule.size_class(row.employees), row.counts)


def _goals(rows: Mapping[ContactClass, GoalRow]) -> dict[ContactClass, Goal]:
    return {kind: Goal(row.wanted, row.priority, row.note) for kind, row in rows.items()}


def _silent(people: list[ContactRow], as_of: date) -> frozenset[ContactClass]:
    """Classes nobody of whom had an exchange in twelve months."""
    since = date_of(day_of(as_of) - _YEAR_DAYS + 1)
    heard = {one.contact_class for one in people if one.last is not None and one.last >= since}
    known = {one.contact_class for one in people if one.contact_class is not None}
    return frozenset(kind for kind in known if kind is not None and kind not in heard)


def _months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last of that month where it has no such day."""
    number = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(number // 12, number % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")
