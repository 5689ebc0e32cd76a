"""Measures tried out together, kept under a name to be loaded, compared and planned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Scenario, ScenarioMeasure
from b2bdesk.queries.scenarios import ScenarioRow
from b2bdesk.services.decisions.settings import MeasureSetting


@dataclass(frozen=True, slots=True)
class ScenarioDraft:
    """A scenario as it is saved; ``account`` None is one of the portfolio."""

    account: int | None
    name: str
    settings: tuple[MeasureSetting, ...]
    note: str = ""


def settings_of_scenario(row: ScenarioRow) -> tuple[MeasureSetting, ...]:
    """The measures of a scenario as they are set."""
    return tuple(
        MeasureSetting(each.kind, each.milli, each.below, each.type, each.segment)
        for each in row.measures
    )


def save_scenario(session: Session, draft: ScenarioDraft, on: date) -> int:
    """Keep measures under a name; the same name again replaces them. Returns the scenario's id.

    ``DomainError`` with ``field`` account, name or measures.
    """
    name = _checked_name(draft.name)
    if draft.account is not None and session.get(Account, draft.account) is None:
        raise DomainError(tr("Choose an account."), field="account")
    if not draft.settings:
        raise DomainError(tr("Change something first: there is nothing to save."), field="measures")
    row = _named(session, draft.account, name)
    if row is None:
        row = Scenario(account_id=draft.account, name=name, made_day=day_of(on))
        session.add(row)
        session.flush()
    row.name, row.made_day, row.note = name, day_of(on), draft.note.strip() or None
    for old in session.scalars(
        select(ScenarioMeasure).where(ScenarioMeasure.scenario_id == row.id)
    ):
        session.delete(old)
    session.flush()
    _add_measures(session, row.id, draft.settings)
    session.flush()
    return row.id


def _add_measures(session: Session, scenario: int, settings: Sequence[MeasureSetting]) -> None:
    for each in settings:
        session.add(
            ScenarioMeasure(
                scenario_id=scenario,
                kind=each.kind,
                value_milli=each.milli,
                threshold_minor=each.below,
                relationship_type=each.type,
                segment=each.segment,
            )
        )


def rename_scenario(session: Session, scenario: int, name: str) -> None:
    """Give a scenario another name; ``DomainError`` with ``field`` name where it is taken."""
    row = _get(session, scenario)
    wanted = _checked_name(name)
    other = _named(session, row.account_id, wanted)
    if other is not None and other.id != row.id:
        raise DomainError(tr("Another scenario has this name."), field="name")
    row.name = wanted
    session.flush()


def remove_scenario(session: Session, scenario: int) -> None:
    """Take a scenario away with its measures; plans made from it stay."""
    row = _get(session, scenario)
    session.delete(row)
    session.flush()


def _checked_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise DomainError(tr("Give the scenario a name."), field="name")
    return cleaned


def _named(session: Session, account: int | None, name: str) -> Scenario | None:
    """The scenario of this name, whatever its capitals."""
    holder = Scenario.account_id.is_(None) if account is None else Scenario.account_id == account
    rows = session.scalars(select(Scenario).where(holder))
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _get(session: Session, scenario: int) -> Scenario:
    row = session.get(Scenario, scenario)
    if row is None:
        raise DomainError(tr("The scenario is not there any more."))
    return row
