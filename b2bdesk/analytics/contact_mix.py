"""Contact mix: what share of an account's contacts is of each class, beside what is typical.

Typical = the accounts compared with, taken together: their contacts of the class as a share of
all their contacts, so that an account with one contact does not weigh as much as one with twenty.
Only contacts with a class count. Rules and thresholds are those of DOMAIN.md, every one editable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from b2bdesk.models.enums import ContactClass

Counts = Mapping[ContactClass, int]

OTHER_PURPOSE = frozenset({ContactClass.PARTNER, ContactClass.ANALYST_MEDIA, ContactClass.OTHER})
"""Classes of people who neither decide, buy, use, pay nor run what we sell."""

_USERS = (ContactClass.TECHNICAL, ContactClass.END_USER)


class Basis(StrEnum):
    """Which accounts are compared with, the narrowest first."""

    SEGMENT_SIZE = "segment_size"
    SEGMENT = "segment"
    ALL = "all"


class Diagnosis(StrEnum):
    """What the mix says of an account, or a class of contacts of the account."""

    ABLE_TO_GROW = "able_to_grow"
    HEALTHY = "healthy"
    AT_RISK = "at_risk"
    OTHER_PURPOSE = "other_purpose"


class Reason(StrEnum):
    """Why: one for each part of the rule."""

    MOSTLY_OTHERS = "mostly_others"
    NO_PURCHASE = "no_purchase"
    NO_DECISION_MAKER = "no_decision_maker"
    LEANS_ON_PURCHASING = "leans_on_purchasing"
    FEWER_ACTIVE = "fewer_active"
    FEW_CONTACTS = "few_contacts"
    FEW_USERS = "few_users"
    NOTHING_AMISS = "nothing_amiss"
    SILENT = "silent"
    UNDER_TYPICAL = "under_typical"
    UNDER_NOT_BUYING = "under_not_buying"
    ENOUGH = "enough"
    OVER_TYPICAL = "over_typical"
    AS_TYPICAL = "as_typical"
    NOT_COMPARED = "not_compared"
    SERVES_OTHERS = "serves_others"


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds. Shares and ratios as numbers (0.7), times in months.

    ``sizes``: number of employees from which a firm is in the next size class; the European
    Commission's by default (2003/361/EC: micro under 10, small under 50, medium under 250).
    """

    low: float = 0.7
    high: float = 1.4
    other_share: float = 0.6
    no_purchase_months: int = 24
    buys_months: int = 12
    fall: float = 0.3
    least_accounts: int = 5
    sizes: tuple[int, ...] = (10, 50, 250)

    def size_class(self, employees: int | None) -> int | None:
        """The size class 0, 1, ... of a firm; None where its employees are not known."""
        if employees is None or employees < 0:
            return None
        return sum(employees >= bound for bound in self.sizes)


@dataclass(frozen=True, slots=True)
class Firm:
    """An account as far as it is compared: segment, size class, contacts by class."""

    id: int
    segment: str | None
    size: int | None
    counts: Counts = field(hash=False)

    @property
    def contacts(self) -> int:
        """Contacts with a class."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is typical. ``wished`` is the basis asked for, ``basis`` the one that could be had.

    ``accounts``: how many others were compared, all with contacts; ``short``: how many there were
    on the wished basis where those were too few, None where segment or size are not known.
    """

    wished: Basis
    basis: Basis
    accounts: int
    short: int | None
    counts: Counts = field(hash=False)

    @property
    def contacts(self) -> int:
        """Their contacts, all together."""
        return sum(self.counts.values())

    def share(self, kind: ContactClass) -> float | None:
        """The typical share of a class, None where there is nobody to compare with."""
        return self.counts.get(kind, 0) / self.contacts if self.contacts else None

    @property
    def typical_contacts(self) -> int | None:
        """The mean number of contacts of an account, halves up; None without accounts."""
        if not self.accounts:
            return None
        return (2 * self.contacts + self.accounts) // (2 * self.accounts)


_Group = tuple[Basis, str | None, int | None]


class Peers:
    """Accounts to compare with, summed once; those without contacts tell nothing."""

    def __init__(self, firms: Iterable[Firm]) -> None:
        self._ids: set[int] = set()
        self._accounts: dict[_Group, int] = {}
        self._counts: dict[_Group, dict[ContactClass, int]] = {}
        for firm in firms:
            if not firm.contacts:
                continue
            self._ids.add(firm.id)
            for basis in Basis:
                group = _group(firm, basis)
                if group is None:
                    continue
                self._accounts[group] = self._accounts.get(group, 0) + 1
                counts = self._counts.setdefault(group, {})
                for kind, count in firm.counts.items():
                    counts[kind] = counts.get(kind, 0) + count

    def besides(self, firm: Firm, basis: Basis) -> tuple[int, Counts] | None:
        """How many others there are on a basis, and their contacts; None where it has no sense."""
        group = _group(firm, basis)
        if group is None:
            return None
        accounts, counts = self._accounts.get(group, 0), self._counts.get(group, {})
        if firm.id not in self._ids:
            return accounts, counts
        rest = {kind: count - firm.counts.get(kind, 0) for kind, count in counts.items()}
        return accounts - 1, rest


def _group(firm: Firm, basis: Basis) -> _Group | None:
    if basis is Basis.ALL:
        return basis, None, None
    if firm.segment is None or (basis is Basis.SEGMENT_SIZE and firm.size is None):
        return None
    return basis, firm.segment, firm.size if basis is Basis.SEGMENT_SIZE else None


def benchmark(firm: Firm, peers: Peers, wished: Basis, least_accounts: int) -> Benchmark:
    """What is typical for a firm: on the wished basis, or the next wider with enough accounts.

    The firm itself is left out. All accounts are the last resort, however few.
    """
    bases = list(Basis)[list(Basis).index(wished) :]
    first = peers.besides(firm, wished)
    short = None if first is None else first[0]
    for basis in bases:
        others = peers.besides(firm, basis)
        if others is not None and (others[0] >= least_accounts or basis is Basis.ALL):
            return Benchmark(wished, basis, others[0], short, others[1])
    raise AssertionError("there is always all")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule asks besides the contacts; None is not known and never counts against.

    ``bought``: a purchase within ``Rule.no_purchase_months``; ``buys``: within
    ``Rule.buys_months``. ``active_before`` and ``active_now``: contacts with an exchange in the
    twelve months before the last twelve, and in those. ``silent``: classes whose people had no
    exchange in twelve months, though others of the account had.
    """

    bought: bool | None = None
    buys: bool | None = None
    planned: bool = False
    decider_known: bool = False
    active_before: int = 0
    active_now: int = 0
    silent: frozenset[ContactClass] = frozenset()


@dataclass(frozen=True, slots=True)
class ClassShare:
    """One class: contacts, share, the typical share, their ratio, and what follows.

    ``share`` is None without contacts, ``typical`` without accounts to compare with, ``ratio``
    where either is missing or nobody compared with has the class.
    """

    kind: ContactClass
    contacts: int
    share: float | None
    typical: float | None
    ratio: float | None
    diagnosis: Diagnosis | None
    reason: Reason
    typical_contacts: int
    """How many an account of this size would typically have of the class."""


@dataclass(frozen=True, slots=True)
class Mix:
    """The classes that somebody has, and what they say together, with every reason of it."""

    contacts: int
    diagnosis: Diagnosis
    reasons: tuple[Reason, ...]
    classes: tuple[ClassShare, ...]
    fall: float | None
    """The share by which active contacts fell in a year; negative where they grew."""

    def of(self, kind: ContactClass) -> ClassShare | None:
        """The row of a class."""
        return next((row for row in self.classes if row.kind is kind), None)

    def people(self, diagnosis: Diagnosis) -> int:
        """How many contacts are in classes with this diagnosis."""
        return sum(row.contacts for row in self.classes if row.diagnosis is diagnosis)


def compute(firm: Firm, typical: Benchmark, facts: Facts, rule: Rule) -> Mix:
    """Shares, ratios and diagnosis of an account, by DOMAIN.md's rule with these thresholds."""
    ratios = {kind: _ratio(firm, typical, kind) for kind in ContactClass}
    few_users = _under(ratios, _USERS, rule.low)
    purchasing = ratios[ContactClass.PURCHASING]
    leans = purchasing is not None and purchasing > rule.high and few_users
    decided = facts.decider_known or bool(firm.counts.get(ContactClass.DECISION_MAKER))
    fall = None
    if facts.active_before:
        fall = (facts.active_before - facts.active_now) / facts.active_before
    others = sum(firm.counts.get(kind, 0) for kind in OTHER_PURPOSE)
    few = typical.typical_contacts is not None and firm.contacts < typical.typical_contacts
    found: dict[Diagnosis, list[Reason]] = {
        Diagnosis.OTHER_PURPOSE: _true(
            (
                Reason.MOSTLY_OTHERS,
                firm.contacts > 0 and others / firm.contacts >= rule.other_share,
            ),
            (Reason.NO_PURCHASE, facts.bought is False and not facts.planned),
        ),
        Diagnosis.AT_RISK: _true(
            (Reason.NO_DECISION_MAKER, not decided),
            (Reason.LEANS_ON_PURCHASING, leans),
            (Reason.FEWER_ACTIVE, fall is not None and fall >= rule.fall),
        ),
        Diagnosis.ABLE_TO_GROW: _true(
            (Reason.FEW_CONTACTS, facts.buys is True and few),
            (Reason.FEW_USERS, few_users),
        ),
        Diagnosis.HEALTHY: [Reason.NOTHING_AMISS],
    }
    diagnosis = next(key for key, reasons in found.items() if reasons)
    classes = []
    for kind in ContactClass:
        count, share = firm.counts.get(kind, 0), typical.share(kind)
        if not count and not share and (kind is not ContactClass.DECISION_MAKER or decided):
            continue
        number = _typical_number(kind, firm, typical, ratios[kind], rule, decided=decided)
        judged = _Judged(kind, count, ratios[kind], number, leans, decided)
        classes.append(
            ClassShare(
                kind,
                count,
                count / firm.contacts if firm.contacts else None,
                share,
                ratios[kind],
                *_of_class(judged, facts, rule),
                number,
            )
        )
    return Mix(firm.contacts, diagnosis, tuple(found[diagnosis]), tuple(classes), fall)


def _ratio(firm: Firm, typical: Benchmark, kind: ContactClass) -> float | None:
    share = typical.share(kind)
    if not firm.contacts or not share:
        return None
    return firm.counts.get(kind, 0) / firm.contacts / share


def _under(
    ratios: Mapping[ContactClass, float | None], kinds: Iterable[ContactClass], low: float
) -> bool:
    """Whether all of the classes that can be compared are under ``low``, and one can be."""
    known = [ratio for kind in kinds if (ratio := ratios[kind]) is not None]
    return bool(known) and all(ratio < low for ratio in known)


def _true(*reasons: tuple[Reason, bool]) -> list[Reason]:
    return [reason for reason, holds in reasons if holds]


@dataclass(frozen=True, slots=True)
class _Judged:
    kind: ContactClass
    count: int
    ratio: float | None
    typical_contacts: int
    leans: bool
    decided: bool


def _of_class(row: _Judged, facts: Facts, rule: Rule) -> tuple[Diagnosis | None, Reason]:
    """What one class says: the account's rule as far as it is about this class."""
    if row.kind in OTHER_PURPOSE:
        return Diagnosis.OTHER_PURPOSE, Reason.SERVES_OTHERS
    if row.kind is ContactClass.DECISION_MAKER and not row.decided:
        return Diagnosis.AT_RISK, Reason.NO_DECISION_MAKER
    if row.kind is ContactClass.PURCHASING and row.leans:
        return Diagnosis.AT_RISK, Reason.LEANS_ON_PURCHASING
    if row.count and row.kind in facts.silent:
        return Diagnosis.AT_RISK, Reason.SILENT
    if row.ratio is None:
        return (Diagnosis.HEALTHY if row.count else None), Reason.NOT_COMPARED
    if row.ratio >= rule.low:
        over = row.ratio > rule.high
        return Diagnosis.HEALTHY, Reason.OVER_TYPICAL if over else Reason.AS_TYPICAL
    if row.kind not in _USERS and row.count >= row.typical_contacts:
        # A small share only because more of others are known.
        return (Diagnosis.HEALTHY if row.count else None), Reason.ENOUGH
    if facts.buys is True or row.kind in _USERS:
        return Diagnosis.ABLE_TO_GROW, Reason.UNDER_TYPICAL
    return None, Reason.UNDER_NOT_BUYING


def _typical_number(
    kind: ContactClass,
    firm: Firm,
    typical: Benchmark,
    ratio: float | None,
    rule: Rule,
    *,
    decided: bool,
) -> int:
    """Contacts of the class at a typical account, halves up; 0 for other purposes.

    Technical people and users under the lower ratio are measured against the contacts known, where
    those are more: an account with many contacts may still lack the ones who use what we sell.
    """
    if kind in OTHER_PURPOSE:
        return 0
    size = typical.typical_contacts or 0
    if kind in _USERS and ratio is not None and ratio < rule.low:
        size = max(size, firm.contacts)
    number = 0
    if typical.contacts:
        doubled = 2 * typical.counts.get(kind, 0) * size + typical.contacts
        number = doubled // (2 * typical.contacts)
    return max(number, 1) if kind is ContactClass.DECISION_MAKER and not decided else number
