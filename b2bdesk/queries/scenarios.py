"""Scenarios with their measures, and plans with their steps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of
from b2bdesk.models import Colleague, NextStep, Plan, Scenario, ScenarioMeasure
from b2bdesk.models.costing_enums import MeasureKind, PlanKind
from b2bdesk.models.enums import PromisedBy, RelationshipType


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of a scenario; ``milli`` is thousandths of its unit, ``below`` minor units.

    ``type`` and ``segment`` narrow a measure of the portfolio to such accounts.
    """

    kind: MeasureKind
    milli: int
    below: int | None
    type: RelationshipType | None
    segment: str | None


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario of an account, or of the portfolio where ``account`` is None."""

    id: int
    account: int | None
    name: str
    made: date
    note: str | None
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of a plan: what, who, when, and the day it was done."""

    id: int
    what: str
    due: date | None
    owner_id: int | None
    owner: str | None
    done: date | None
    person_id: int | None
    promised_by: PromisedBy


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan of an account with its steps by due day."""

    id: int
    account: int
    kind: PlanKind
    name: str
    made: date
    scenario: int | None
    note: str | None
    steps: tuple[PlanStep, ...]

    @property
    def done(self) -> int:
        """How many of its steps are done."""
        return sum(step.done is not None for step in self.steps)


def list_scenarios(session: Session, account: int | None) -> list[ScenarioRow]:
    """The scenarios of an account, or those of the portfolio, in the order they were made."""
    measures: dict[int, list[MeasureRow]] = defaultdict(list)
    found = session.execute(
        select(Scenario.id, Scenario.account_id, Scenario.name, Scenario.made_day, Scenario.note)
        .where(Scenario.account_id.is_(None) if account is None else Scenario.account_id == account)
        .order_by(Scenario.id)
    ).all()
    rows = session.execute(
        select(
            ScenarioMeasure.scenario_id,
            ScenarioMeasure.kind,
            ScenarioMeasure.value_milli,
            ScenarioMeasure.threshold_minor,
            ScenarioMeasure.relationship_type,
            ScenarioMeasure.segment,
        )
        .where(ScenarioMeasure.scenario_id.in_([row[0] for row in found]))
        .order_by(ScenarioMeasure.id)
    )
    for row in rows:
        measures[row[0]].append(MeasureRow(row[1], row[2], row[3], row[4], row[5]))
    return [
        ScenarioRow(number, holder, name, date_of(day), note, tuple(measures[number]))
        for number, holder, name, day, note in found
    ]


def list_plans(session: Session, account: int) -> list[PlanRow]:
    """The plans of an account, the newest first, with every step."""
    found = session.execute(
        select(
            Plan.id,
            Plan.account_id,
            Plan.kind,
            Plan.name,
            Plan.made_day,
            Plan.scenario_id,
            Plan.note,
        )
        .where(Plan.account_id == account)
        .order_by(Plan.id.desc())
    ).all()
    steps: dict[int, list[PlanStep]] = defaultdict(list)
    rows = session.execute(
        select(
            NextStep.plan_id,
            NextStep.id,
            NextStep.what,
            NextStep.due_day,
            NextStep.owner_id,
            Colleague.name,
            NextStep.done_day,
            NextStep.person_id,
            NextStep.promised_by,
        )
        .outerjoin(Colleague, Colleague.id == NextStep.owner_id)
        .where(NextStep.plan_id.in_([row[0] for row in found]))
        .order_by(NextStep.due_day.is_(None), NextStep.due_day, NextStep.id)
    )
    for row in rows:
        if row[0] is not None:
            made = PlanStep(row[1], row[2], _day(row[3]), row[4], row[5], _day(row[6]), *row[7:9])
            steps[row[0]].append(made)
    return [
        PlanRow(
            row[0], row[1], row[2], row[3], date_of(row[4]), row[5], row[6], tuple(steps[row[0]])
        )
        for row in found
    ]


def _day(day: int | None) -> date | None:
    return None if day is None else date_of(day)
