"""Plans: steps that belong together, made from measures; each is a next step of its account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import NextStep, Plan
from b2bdesk.models.costing_enums import PlanKind
from b2bdesk.services.next_steps import StepDraft, add_next_step


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as it is made; ``scenario`` is the one it comes from, None for no kept one."""

    account: int
    name: str
    steps: tuple[StepDraft, ...]
    kind: PlanKind = PlanKind.MEASURES
    scenario: int | None = None
    note: str = ""


def add_plan(session: Session, draft: PlanDraft, as_of: date, me: int | None) -> int:
    """Make a plan with its steps; they show wherever next steps do. Returns its id.

    ``DomainError`` with ``field`` name, steps, or that of a step.
    """
    if not draft.name.strip():
        raise DomainError(tr("Give the plan a name."), field="name")
    if not draft.steps:
        raise DomainError(tr("A plan has at least one step."), field="steps")
    plan = Plan(
        account_id=draft.account,
        kind=draft.kind,
        name=draft.name.strip(),
        made_day=day_of(as_of),
        scenario_id=draft.scenario,
        note=draft.note.strip() or None,
    )
    session.add(plan)
    session.flush()
    add_steps(session, plan.id, draft.steps, as_of, me)
    return plan.id


def add_steps(
    session: Session, plan: int, steps: Sequence[StepDraft], as_of: date, me: int | None
) -> list[int]:
    """Add steps to a plan; returns their ids."""
    row = _get(session, plan)
    made = [add_next_step(session, step, as_of, me, account=row.account_id) for step in steps]
    for step in made:
        found = session.get(NextStep, step)
        assert found is not None
        found.plan_id = plan
    session.flush()
    return made


def rename_plan(session: Session, plan: int, name: str) -> None:
    """Give a plan another name."""
    if not name.strip():
        raise DomainError(tr("Give the plan a name."), field="name")
    _get(session, plan).name = name.strip()
    session.flush()


def remove_plan(session: Session, plan: int) -> int:
    """Take a plan away with its open steps; what was done stays done. Returns how many went."""
    row = _get(session, plan)
    steps = list(
        session.scalars(
            select(NextStep).where(NextStep.plan_id == plan, NextStep.done_day.is_(None))
        )
    )
    for step in steps:
        session.delete(step)
    session.delete(row)
    session.flush()
    return len(steps)


def _get(session: Session, plan: int) -> Plan:
    row = session.get(Plan, plan)
    if row is None:
        raise DomainError(tr("The plan is not there any more."))
    return row
