"""Everything about measures on one account: the ladder, its scenarios side by side, its plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.queries.scenarios import PlanRow, ScenarioRow, list_plans, list_scenarios
from b2bdesk.services.decisions.advice import Advice, account_advice
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.decisions.what_if import WhatIf, WhatIfResult, what_if
from b2bdesk.services.scenarios import settings_of_scenario


@dataclass(frozen=True, slots=True)
class ComparedScenario:
    """A kept scenario and what it comes to on today's figures."""

    row: ScenarioRow
    settings: Sequence[MeasureSetting]
    result: WhatIfResult


@dataclass(frozen=True, slots=True)
class AccountMeasures:
    """``found`` and ``advice`` are None where the account has no year to start from."""

    found: WhatIf | None
    advice: Advice | None
    scenarios: tuple[ComparedScenario, ...]
    plans: tuple[PlanRow, ...]


def account_measures(session: Session, account: int, as_of: date) -> AccountMeasures:
    """What is tried, recommended and planned; ``DomainError`` where the account is gone."""
    found = what_if(session, account, as_of)
    plans = tuple(list_plans(session, account))
    if found is None:
        return AccountMeasures(None, None, (), plans)
    scenarios = []
    for row in list_scenarios(session, account):
        settings = settings_of_scenario(row)
        scenarios.append(ComparedScenario(row, settings, found.compute(settings)))
    return AccountMeasures(found, account_advice(session, found), tuple(scenarios), plans)
