"""What if: one account's next twelve months under measures, with risk and the whale curve.

Everything is read once; after that each change is computed where it is shown, without the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.queries.decisions import get_account_name
from b2bdesk.queries.file_info import currency_of
from b2bdesk.services.decisions.baseline import portfolio_base
from b2bdesk.services.decisions.risk_links import RiskBasis, read_risk_basis
from b2bdesk.services.decisions.settings import MeasureSetting, levers_of
from b2bdesk.services.profit_rules import ProfitRules, profit_rules
from b2bdesk.services.retention.results import AccountRisk

if TYPE_CHECKING:
    from b2bdesk.analytics.measures import Baseline, Levers, Outcome
    from b2bdesk.analytics.measures_effects import CurveFacts


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands, today or with measures; money in minor units, chances 0..1.

    ``profit`` is net profit, or gross margin where costs are not known; None without a margin.
    ``worth``: profit x still active. None where one of the two is not known.
    """

    profit: float | None
    still_active: float | None
    expected_loss: float | None

    @property
    def worth(self) -> float | None:
        """Profit times the chance that the account is still active."""
        if self.profit is None:
            return None
        return None if self.still_active is None else self.profit * self.still_active


@dataclass(frozen=True, slots=True)
class MeasureEffect:
    """One measure alone. ``worth`` is the change of profit x still active.

    ``curve``: the whale curve of all accounts with it.
    """

    setting: MeasureSetting
    gain: float | None
    still_active: float | None
    worth: float | None
    break_even_loss: float | None
    curve: CurveFacts


@dataclass(frozen=True, slots=True)
class WhatIfResult:
    """All measures together: now and then, each alone, and what they do to the portfolio.

    ``gain``: change of profit. ``saved`` cost ends, of which ``freed`` only frees capacity.
    ``overlap`` is the gain together less the sum of each alone. ``break_even_loss``: share of the
    volume that may be lost before the gain is, None where volume earns nothing.
    """

    now: Standing
    then: Standing
    gain: float | None
    saved: float
    freed: float
    lost_sales: float
    break_even_loss: float | None
    alone: tuple[MeasureEffect, ...]
    overlap: float | None
    curve: CurveFacts
    curve_then: CurveFacts
    without: tuple[MeasureKind, float] | None

    @property
    def worth(self) -> float | None:
        """Change of profit x still active."""
        if self.now.worth is None or self.then.worth is None:
            return None
        return self.then.worth - self.now.worth


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """An account and what its measures are computed from."""

    account: int
    name: str
    as_of: date
    currency: str
    months: Period
    base: Baseline
    costs_known: bool
    risk: AccountRisk | None
    basis: RiskBasis
    cadence: float | None
    rules: ProfitRules
    curve: CurveFacts

    @property
    def profit(self) -> float | None:
        """Net profit of the twelve months, None where the margin is not known."""
        return _known(float(self.base.profit[0]))

    @property
    def now(self) -> Standing:
        """Where the account stands without any measure."""
        return self._standing(0.0, self.profit, None if self.risk is None else self.risk.risk)

    def compute(
        self, settings: Sequence[MeasureSetting], *, count_freed: bool = True
    ) -> WhatIfResult:
        """The measures together and each alone."""
        from b2bdesk.analytics.measures import apply

        levers = levers_of(settings, self.currency)
        done = apply(self.base, levers, count_freed=count_freed)
        then = self._then(done)
        alone = []
        for each in settings:
            one = apply(self.base, levers.only(each.kind), count_freed=count_freed)
            alone.append(self._effect(each, one))
        gains = [each.gain for each in alone if each.gain is not None]
        gain = _known(float(done.gain[0]))
        overlap = None if gain is None or len(gains) < len(alone) else gain - sum(gains)
        return WhatIfResult(
            now=self.now,
            then=then,
            gain=gain,
            saved=float(done.saved[0]),
            freed=float(done.freed[0]),
            lost_sales=float(done.lost_sales[0]),
            break_even_loss=_known(float(done.break_even_loss[0])),
            alone=tuple(alone),
            overlap=overlap,
            curve=self.curve,
            curve_then=self._curve_with(then.profit),
            without=self._better_without(levers, then, count_freed=count_freed),
        )

    def orders_below(self, amount: int) -> tuple[int, int]:
        """How many orders of the twelve months were smaller, and what they came to."""
        counts, totals = self.base.orders.below(float(amount))
        return int(counts[0]), int(totals[0])

    def _effect(self, setting: MeasureSetting, one: Outcome) -> MeasureEffect:
        now, then = self.now, self._then(one)
        worth = None if now.worth is None or then.worth is None else then.worth - now.worth
        active = None
        if now.still_active is not None and then.still_active is not None:
            active = then.still_active - now.still_active
        return MeasureEffect(
            setting,
            _known(float(one.gain[0])),
            active,
            worth,
            _known(float(one.break_even_loss[0])),
            self._curve_with(then.profit),
        )

    def _curve_with(self, after: float | None) -> CurveFacts:
        """The whale curve of all accounts once this one earns ``after``."""
        from b2bdesk.analytics.measures_effects import CurveFacts

        before, curve = self.profit, self.curve
        if before is None or after is None or self.base.sales[0] <= 0:
            return curve
        return CurveFacts(
            curve.total + after - before, curve.peak - max(0.0, before) + max(0.0, after)
        )

    def _better_without(
        self, levers: Levers, then: Standing, *, count_freed: bool
    ) -> tuple[MeasureKind, float] | None:
        """The measure that takes more by its risk than it brings, and the worth without it."""
        from b2bdesk.analytics.measures import apply

        moved = levers.moved()
        if then.worth is None or self.now.worth is None or len(moved) < 2:
            return None
        best: tuple[MeasureKind, float] | None = None
        for kind in moved:
            left = apply(self.base, levers.without(kind), count_freed=count_freed)
            worth = self._then(left).worth
            if worth is not None and worth > then.worth and (best is None or worth > best[1]):
                best = (kind, worth)
        return None if best is None else (best[0], best[1] - self.now.worth)

    def _then(self, done: Outcome) -> Standing:
        risk = None
        if self.risk is not None and self.risk.risk is not None:
            risk = self.basis.moved(
                self.risk.risk,
                float(done.price_change[0]),
                float(done.contact_change[0]),
                self.cadence,
            )
        gain = _known(float(done.gain[0]))
        return self._standing(gain, _known(float(done.profit[0])), risk)

    def _standing(self, gain: float | None, profit: float | None, risk: float | None) -> Standing:
        loss = None
        stake = None if self.risk is None else self.risk.expected_margin_minor
        known = self.risk is not None and self.risk.expected_loss_minor is not None
        if known and stake is not None and gain is not None and risk is not None:
            loss = risk * max(0.0, stake + gain)
        return Standing(profit, None if risk is None else 1 - risk, loss)


def what_if(session: Session, account: int, as_of: date) -> WhatIf | None:
    """Everything that measures on an account need; None where it has no year to start from.

    ``DomainError`` where the account is not in the file.
    """
    from b2bdesk.analytics.measures_effects import curve_facts
    from b2bdesk.services.retention import account_risk

    name = get_account_name(session, account)
    if name is None:
        raise DomainError(tr("This account is not in the file any more."), field="account")
    found = portfolio_base(session, as_of)
    place = found.places.get(account)
    if place is None:
        return None
    basis = read_risk_basis(session, as_of)
    base = found.base.take(place)
    risk = account_risk(session, account, as_of)
    return WhatIf(
        account=account,
        name=name,
        as_of=as_of,
        currency=currency_of(session),
        months=found.months,
        base=base,
        costs_known=found.costs_known,
        risk=None if risk.risk is None or risk.lapsed else risk,
        basis=basis,
        cadence=basis.cadence.get(account),
        rules=profit_rules(session),
        curve=curve_facts(found.base.profit[found.base.sales > 0]),
    )


def _known(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - NaN is not itself
