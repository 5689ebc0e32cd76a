"""A policy over the whole portfolio: rules for some accounts or all, and what they come to.

Everything is read once; ``PolicyBase.compute`` is arrays alone, so that a slider can redraw with
every step. Rules act as measures do (``analytics.measures``); visits and discounts are limits here:
an account that lies under them keeps what it has. Of two rules of a kind that both hold for an
account the later one counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.models.enums import RelationshipType
from b2bdesk.queries.file_info import currency_of
from b2bdesk.queries.portfolio import list_account_facts, list_current_types
from b2bdesk.services.decisions.baseline import portfolio_base
from b2bdesk.services.decisions.risk_links import read_risk_basis
from b2bdesk.services.decisions.settings import MeasureSetting, native

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from b2bdesk.analytics.measures import Baseline, Floats, Ints, Levers
    from b2bdesk.analytics.measures_effects import CurveFacts, RiskLink


_MONEY, _CHANCE = 0.5, 1e-9
"""What is less than that is no change: half a minor unit, and a billionth of a chance."""


@dataclass(frozen=True, slots=True, eq=False)
class PolicyResult:
    """Every account with sales, in the order of ``PolicyBase.shown``; money in minor units.

    ``profit`` is NaN where it is not known; ``gain`` its change against today, known also where
    the margin is not; ``active`` the chance of still being active in 12 months. ``curve`` runs over
    the accounts whose profit is known, best first.
    """

    profit: Floats
    gain: Floats
    active: Floats
    facts: CurveFacts
    curve: Floats
    saved: float
    freed: float
    fees: float
    lost_sales: float

    @property
    def losing(self) -> int:
        """Accounts that cost more than they bring."""
        return int((self.profit < 0).sum())

    @property
    def worth(self) -> float:
        """Profit x still active over the accounts where both are known."""
        import numpy as np

        return float(np.nansum(self.profit * self.active))

    @property
    def total_gain(self) -> float | None:
        """Change of net profit where it is known; None where it is for no account."""
        import numpy as np

        known = self.gain[~np.isnan(self.gain)]
        return float(known.sum()) if known.size else None

    def changed(self, other: PolicyResult) -> Ints:
        """The places of the accounts that fare otherwise than in another result."""
        import numpy as np

        moved = np.abs(self.active - other.active) > _CHANCE
        return np.flatnonzero((np.abs(self.gain - other.gain) > _MONEY) | moved)


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One account that fares otherwise: net profit and chance of still being active, now and then.

    Money in minor units; None is not known.
    """

    account: int
    name: str
    type: RelationshipType | None
    segment: str | None
    before: int | None
    after: int | None
    gain: int | None
    active_before: float | None
    active_after: float | None


@dataclass(frozen=True)
class PolicyBase:
    """The portfolio that rules are tried on.

    ``shown`` are the places in the base of the accounts with sales in ``months``; ``names``,
    ``types``, ``segments`` are theirs.
    """

    as_of: date
    months: Period
    currency: str
    base: Baseline
    costs_known: bool
    shown: Ints
    names: tuple[str, ...]
    types: tuple[RelationshipType | None, ...]
    segments: tuple[str | None, ...]
    risk: Floats
    cadence: Floats
    link: RiskLink

    @property
    def ids(self) -> tuple[int, ...]:
        """The accounts with sales, by id."""
        return tuple(self.base.ids[self.shown].tolist())

    @cached_property
    def all_segments(self) -> tuple[str, ...]:
        """The segments there are, sorted."""
        return tuple(sorted({name for name in self.segments if name}))

    def covers(self, rule: MeasureSetting) -> Ints:
        """The places in the base of the accounts a rule holds for."""
        places = self.shown
        if rule.type is not None:
            places = places[self._held_types[places] == rule.type.value]
        if rule.segment is not None:
            places = places[self._held_segments[places] == rule.segment]
        return places

    @cached_property
    def _held_types(self) -> npt.NDArray[np.str_]:
        return self._by_place([held.value if held else "" for held in self.types])

    @cached_property
    def _held_segments(self) -> npt.NDArray[np.str_]:
        return self._by_place([segment or "" for segment in self.segments])

    def _by_place(self, words: Sequence[str]) -> npt.NDArray[np.str_]:
        import numpy as np

        found = np.full(self.base.ids.size, "", dtype=f"U{max(1, *map(len, words), 1)}")
        found[self.shown] = words
        return found

    def compute(self, rules: Sequence[MeasureSetting], *, count_freed: bool = True) -> PolicyResult:
        """All rules together; none is the portfolio as it is."""
        from b2bdesk.analytics.measures import apply
        from b2bdesk.analytics.measures_effects import curve_facts, moved_risk

        done = apply(self.base, self._levers(rules), count_freed=count_freed)
        risk = moved_risk(
            self.risk, done.price_change, done.contact_change, self.cadence, self.link
        )
        profit = done.profit[self.shown]
        return PolicyResult(
            profit=profit,
            gain=done.gain[self.shown],
            active=1 - risk[self.shown],
            facts=curve_facts(profit),
            curve=_curve(profit),
            saved=float(done.saved[self.shown].sum()),
            freed=float(done.freed[self.shown].sum()),
            fees=float(done.fees[self.shown].sum()),
            lost_sales=float(done.lost_sales[self.shown].sum()),
        )

    def changes(self, before: PolicyResult, after: PolicyResult) -> tuple[PolicyChange, ...]:
        """The accounts that fare otherwise with one result than with another."""
        ids, gains = self.ids, after.gain - before.gain
        return tuple(
            PolicyChange(
                account=ids[place],
                name=self.names[place],
                type=self.types[place],
                segment=self.segments[place],
                before=_whole(before.profit[place]),
                after=_whole(after.profit[place]),
                gain=_whole(gains[place]),
                active_before=_known(before.active[place]),
                active_after=_known(after.active[place]),
            )
            for place in after.changed(before).tolist()
        )

    def _levers(self, rules: Sequence[MeasureSetting]) -> Levers:
        import numpy as np

        from b2bdesk.analytics.measures import FIELDS, Levers

        values: dict[str, Floats] = {}

        def column(name: str) -> Floats:
            return values.setdefault(name, np.full(self.base.ids.size, np.nan))

        for rule in rules:
            places, value = self.covers(rule), native(rule, self.currency)
            limit = _LIMITS.get(rule.kind)
            if limit is not None:
                places = places[getattr(self.base, limit)[places] > value]
            column(FIELDS[rule.kind])[places] = value
            if rule.kind is MeasureKind.ORDER_FEE and rule.below is not None:
                column("fee_below")[places] = float(rule.below)
        return Levers(**values)


_LIMITS: Mapping[MeasureKind, str] = {
    MeasureKind.VISITS: "visits",
    MeasureKind.DISCOUNT: "discount",
}


def policy_base(session: Session, as_of: date) -> PolicyBase:
    """The portfolio of the last twelve whole months before a date."""
    import numpy as np

    from b2bdesk.services.retention import portfolio_retention

    found = portfolio_base(session, as_of)
    facts = list_account_facts(session)
    types = list_current_types(session, day_of(as_of))
    basis = read_risk_basis(session, as_of)
    ids = found.base.ids.tolist()
    held = np.array([account in facts for account in ids], dtype=bool)
    shown = np.flatnonzero(held & (found.base.sales > 0))
    risk = np.full(len(ids), np.nan)
    for row in portfolio_retention(session, as_of).accounts:
        place = found.places.get(row.account)
        if place is not None and row.risk is not None and not row.lapsed:
            risk[place] = row.risk
    chosen = [ids[place] for place in shown.tolist()]
    return PolicyBase(
        as_of=as_of,
        months=found.months,
        currency=currency_of(session),
        base=found.base,
        costs_known=found.costs_known,
        shown=shown,
        names=tuple(facts[account].name for account in chosen),
        types=tuple(types.get(account) for account in chosen),
        segments=tuple(facts[account].segment for account in chosen),
        risk=risk,
        cadence=np.array([basis.cadence.get(account, np.nan) for account in ids]),
        link=basis.link,
    )


def _curve(profits: Floats) -> Floats:
    """Running sum of the known profits, best first."""
    import numpy as np

    known = profits[~np.isnan(profits)]
    return np.cumsum(np.sort(known)[::-1])


def _known(value: float) -> float | None:
    return float(value) if value == value else None  # noqa: PLR0124 - NaN is not itself


def _whole(value: float) -> int | None:
    known = _known(value)
    return None if known is None else round(known)
