"""Scenarios of the portfolio as something to lay beside its figures."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.queries.scenarios import list_scenarios
from b2bdesk.services.decisions.policy import policy_base
from b2bdesk.services.portfolio.compare import Compared
from b2bdesk.services.portfolio.measures import Measure
from b2bdesk.services.profit_rules import profit_rules
from b2bdesk.services.scenarios import settings_of_scenario


def compared_scenario(session: Session, scenario: int, as_of: date) -> Compared | None:
    """What every account would earn in the last twelve whole months with a scenario's rules.

    None where the scenario is gone. Accounts whose profit is not known are left out.
    """
    row = next((each for each in list_scenarios(session, None) if each.id == scenario), None)
    if row is None:
        return None
    base = policy_base(session, as_of)
    gain = base.compute(settings_of_scenario(row)).gain
    after = base.base.profit[base.shown] + gain
    measure = Measure.NET_PROFIT if base.costs_known else Measure.GROSS_MARGIN
    amounts = {
        account: round(profit)
        for account, profit in zip(base.ids, after.tolist(), strict=True)
        if profit == profit  # noqa: PLR0124 - NaN: not known
    }
    sales = dict(zip(base.ids, base.base.sales[base.shown].astype(int).tolist(), strict=True))
    return Compared(
        row.name, {measure: amounts}, sales, period=base.months, rules=profit_rules(session)
    )
