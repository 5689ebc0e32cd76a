"""What an account is expected to earn in the years ahead: margin, survival, lifetime value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.i18n import tr
from b2bdesk.services.profit import account_profit
from b2bdesk.services.profit_rules import ProfitRules, profit_rules
from b2bdesk.services.retention.portfolio import account_risk, margin_months
from b2bdesk.services.retention.results import UNSCORED_WORDS, AccountRisk

if TYPE_CHECKING:
    from b2bdesk.analytics.projection import Projection


@dataclass(frozen=True, slots=True)
class AccountProjection:
    """``months`` are net profit by month, earliest first, None where one is not known.

    ``projection`` is None where ``missing`` says why. ``risk`` is the yearly one.
    """

    period: Period
    months: tuple[int | None, ...]
    risk: AccountRisk
    rules: ProfitRules
    projection: Projection | None
    missing: str


def account_projection(session: Session, account: int, as_of: date) -> AccountProjection:
    """Five years ahead of the last twelve whole months; ``DomainError`` without the account."""
    period = margin_months(as_of)
    profit = account_profit(session, account, period, as_of)
    months = tuple(row.net_profit for row in profit.months)
    risk, rules = account_risk(session, account, as_of), profit_rules(session)
    missing = _missing(risk, months, profit.margin_missing or profit.cost_missing)
    found = None
    if not missing and risk.risk is not None:
        from b2bdesk.analytics import projection

        found = projection.compute(
            [month or 0 for month in months],
            risk.risk,
            (risk.risk_low or 0.0, risk.risk_high or 1.0),
            rules.discount / 10_000,
            rules.growth / 10_000,
        )
    return AccountProjection(period, months, risk, rules, found, missing)


def _missing(risk: AccountRisk, months: tuple[int | None, ...], why: str) -> str:
    """Why the years ahead cannot be told; empty where they can."""
    if risk.lapsed:
        return tr("The account has lapsed. What it would earn is a win-back, not a projection.")
    if risk.reason is not None:
        return tr(UNSCORED_WORDS[risk.reason])
    if any(month is None for month in months):
        return why or tr("The net profit of some months is not known.")
    return ""
