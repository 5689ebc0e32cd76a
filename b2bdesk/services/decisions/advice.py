"""What is recommended for an account and why, beside what was decided (DOMAIN.md, Costing)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.models.costing_enums import Decision, MeasureKind
from b2bdesk.queries.decisions import DecisionRow, list_decisions, newest_decisions
from b2bdesk.services.decisions.baseline import portfolio_base
from b2bdesk.services.decisions.settings import MeasureSetting, from_native
from b2bdesk.services.decisions.what_if import WhatIf
from b2bdesk.services.profit_rules import ProfitRules, profit_rules

if TYPE_CHECKING:
    from b2bdesk.analytics.decision import Feasible, Step


class NoAdvice(StrEnum):
    """Why nothing is recommended."""

    NO_SALES = "no_sales"
    NO_COSTS = "no_costs"
    NO_MARGIN = "no_margin"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A step for one account: ``now`` and ``feasible`` as settings, None where it is not possible.

    ``gain`` is what it adds after the steps before it, ``profit`` the net profit then; minor units.
    """

    kind: MeasureKind
    now: MeasureSetting
    feasible: MeasureSetting | None
    gain: float
    profit: float


@dataclass(frozen=True, slots=True)
class Advice:
    """The recommendation for one account with its inputs, and the decision that holds.

    ``recommended`` is None with the reason in ``missing``. ``by_rule`` is what the figures alone
    say: a strategic account is kept against it. ``cheaper_gain`` and ``dearer_gain`` are what the
    two halves of the ladder bring, ``freed`` what of the first only frees capacity,
    ``needed_price`` the rise the first half leaves, as a share.
    ``offers`` are what a customer who still does not pay is let choose from.
    """

    account: int
    as_of: date
    rules: ProfitRules
    sales: float
    profit: float | None
    cost: float
    risk: float | None
    recommended: Decision | None
    by_rule: Decision | None
    missing: NoAdvice | None
    steps: tuple[LadderStep, ...]
    converted: float | None
    cheaper_gain: float
    dearer_gain: float
    freed: float
    needed_price: float
    offers: tuple[LadderStep, ...]
    decided: DecisionRow | None
    earlier: tuple[DecisionRow, ...]

    @property
    def differs(self) -> bool:
        """A decision holds that the figures would not recommend."""
        return (
            self.decided is not None
            and self.recommended is not None
            and self.decided.decision is not self.recommended
        )


@dataclass(frozen=True, slots=True)
class DecisionState:
    """What was decided about an account, and what is recommended; None where there is neither."""

    decided: DecisionRow | None
    recommended: Decision | None

    @property
    def differs(self) -> bool:
        """A decision holds that the figures would not recommend."""
        return (
            self.decided is not None
            and self.recommended is not None
            and self.decided.decision is not self.recommended
        )


def feasible_of(rules: ProfitRules) -> Feasible:
    """The rules as the ladder takes them."""
    from b2bdesk.analytics.decision import Feasible

    return Feasible(
        price_cap=rules.price_cap / 10_000,
        channel=rules.channel / 10_000,
        visit_cut=rules.visit_cut / 10_000,
        deliveries=rules.deliveries / 10_000,
    )


def account_advice(session: Session, found: WhatIf, *, count_freed: bool = True) -> Advice:
    """What is recommended for an account, from the same twelve months as its what-if."""
    from b2bdesk.analytics.decision import CHEAPER, CODES, DEARER, ladder, let_go_offers
    from b2bdesk.analytics.measures import apply

    base = found.base
    steps = ladder(base, feasible_of(found.rules), count_freed=count_freed)
    earlier = list_decisions(session, found.as_of, found.account)
    decided = earlier[0] if earlier else None
    served = apply(base, steps.levers.only(*CHEAPER), count_freed=count_freed)
    missing = _missing(found)
    code = int(steps.decision[0])
    by_rule = None if missing is not None or code < 0 else CODES[code]
    gains = {step.kind: float(step.gain[0]) for step in steps.steps}
    converted = None if missing is not None else float(steps.converted[0])
    offers: tuple[LadderStep, ...] = ()
    if by_rule is Decision.LET_GO:
        offered = let_go_offers(base, steps.levers, count_freed=count_freed)
        offers = tuple(_step(each, found.currency) for each in offered)
    return Advice(
        account=found.account,
        as_of=found.as_of,
        rules=found.rules,
        sales=float(base.sales[0]),
        profit=found.profit,
        cost=float(base.cost[0]),
        risk=None if found.risk is None else found.risk.risk,
        recommended=advised(by_rule, decided),
        by_rule=by_rule,
        missing=missing,
        steps=tuple(_step(each, found.currency) for each in steps.steps),
        converted=converted,
        cheaper_gain=sum(gains[kind] for kind in CHEAPER),
        dearer_gain=sum(gains[kind] for kind in DEARER),
        freed=float(served.freed[0]),
        needed_price=float(steps.needed_price[0]),
        offers=offers,
        decided=decided,
        earlier=tuple(earlier),
    )


def advised(by_rule: Decision | None, decided: DecisionRow | None) -> Decision | None:
    """What is recommended: an account that would be let go is kept while it is strategic."""
    strategic = decided is not None and decided.strategic
    return Decision.KEEP if by_rule is Decision.LET_GO and strategic else by_rule


def _missing(found: WhatIf) -> NoAdvice | None:
    if not found.costs_known:
        return NoAdvice.NO_COSTS
    if float(found.base.sales[0]) <= 0:
        return NoAdvice.NO_SALES
    return NoAdvice.NO_MARGIN if found.profit is None else None


def _step(step: Step, currency: str) -> LadderStep:
    possible = bool(step.possible[0])
    return LadderStep(
        step.kind,
        from_native(step.kind, float(step.now[0]), currency),
        from_native(step.kind, float(step.feasible[0]), currency) if possible else None,
        float(step.gain[0]) if possible else 0.0,
        float(step.profit[0]),
    )


def decision_states(session: Session, as_of: date) -> Mapping[int, DecisionState]:
    """By account what was decided and what is recommended, for lists of accounts."""
    from b2bdesk.analytics.decision import CODES, ladder

    decided = newest_decisions(session, as_of)
    found = portfolio_base(session, as_of)
    rules: dict[int, Decision] = {}
    if found.costs_known:
        codes = ladder(found.base, feasible_of(profit_rules(session))).decision.tolist()
        rules = {
            account: CODES[code]
            for account, code in zip(found.base.ids.tolist(), codes, strict=True)
            if code >= 0
        }
    return {
        account: DecisionState(
            decided.get(account), advised(rules.get(account), decided.get(account))
        )
        for account in {*rules, *decided}
    }
