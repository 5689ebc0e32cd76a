"""The relationship with an account: assessing it, and the type it is and shall be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Assessment, RelationshipRecord
from b2bdesk.models.enums import RelationshipPoint, RelationshipType
from b2bdesk.queries import retention as ledger
from b2bdesk.queries.relationship import (
    ANSWERS,
    AssessmentRow,
    TypeRow,
    list_assessments,
    list_types,
)
from b2bdesk.services.costing import cost_to_serve

if TYPE_CHECKING:
    from b2bdesk.analytics import relationship as analytics


@dataclass(frozen=True, slots=True)
class AssessmentDraft:
    """Nine answers 1..5 by question, None or left out is unanswered."""

    answers: Mapping[str, int | None]
    on: date
    note: str | None = None
    author: int | None = None


class EntryKind(StrEnum):
    """What an entry of the history tells."""

    ASSESSED = "assessed"
    CURRENT = "current"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What was assessed or set, by whom and why. ``by`` is the date a target is meant for.

    ``type`` of an assessment is what it recommended; ``score`` its score, None with gaps.
    """

    kind: EntryKind
    on: date | None
    type: RelationshipType | None
    score: int | None
    by: date | None
    author: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class RelationshipResult:
    """Where the relationship stands as of the date.

    ``outcome`` is the assessment in force computed, with every answer missing when there is none.
    ``profit_minor``: net profit of the period, or gross margin where ``costs_included`` is False;
    None where cost of goods is unknown. ``urgent``: over-invested in an account that loses money.
    """

    as_of: date
    assessment: AssessmentRow | None
    outcome: analytics.Assessment
    current: TypeRow | None
    target: TypeRow | None
    fit: analytics.Fit
    urgent: bool
    profit_minor: int | None
    costs_included: bool
    history: tuple[HistoryEntry, ...]

    @property
    def recommended(self) -> RelationshipType | None:
        """The type the assessment recommends, None while answers are missing."""
        return self.outcome.recommended


def assess(answers: Mapping[str, int | None]) -> analytics.Assessment:
    """What nine answers come to, before they are saved."""
    from b2bdesk.analytics import relationship as analytics

    return analytics.assess(answers)


def save_assessment(session: Session, account: int, draft: AssessmentDraft) -> int:
    """Save nine answers; a second save of the same day corrects the first.

    ``DomainError`` with ``field`` account or the question whose answer is not 1 to 5.
    """
    _require_account(session, account)
    for question, answer in draft.answers.items():
        if question not in ANSWERS:
            raise ValueError(f"no such question: {question}")
        if answer is not None and not 1 <= answer <= 5:
            raise DomainError(tr("An answer goes from 1 to 5."), field=question)
    row = _assessment_in_force(session, account, draft.on)
    if row is None or row.on_day != day_of(draft.on):
        row = Assessment(account_id=account, on_day=day_of(draft.on))
        session.add(row)
    for question in ANSWERS:
        setattr(row, question, draft.answers.get(question))
    row.note = (draft.note or "").strip() or None
    row.author_id = draft.author
    session.flush()
    return row.id


def set_answer(
    session: Session,
    account: int,
    question: str,
    answer: int | None,
    *,
    on: date,
    author: int | None = None,
) -> int:
    """Change one answer; the others are carried over from the assessment in force."""
    newest = _assessment_in_force(session, account, on)
    answers = {name: None if newest is None else getattr(newest, name) for name in ANSWERS}
    same_day = newest is not None and newest.on_day == day_of(on)
    note = newest.note if newest is not None and same_day else None
    return save_assessment(
        session, account, AssessmentDraft({**answers, question: answer}, on, note, author)
    )


def set_note(session: Session, account: int, note: str, on: date, author: int | None = None) -> int:
    """Say in words what the assessment rests on; the answers stay."""
    newest = _assessment_in_force(session, account, on)
    answers = {name: None if newest is None else getattr(newest, name) for name in ANSWERS}
    return save_assessment(session, account, AssessmentDraft(answers, on, note, author))


def set_current_type(
    session: Session,
    account: int,
    kind: RelationshipType,
    *,
    on: date,
    reason: str = "",
    author: int | None = None,
) -> int:
    """Say how we work with the account from a day on; the same day again corrects it."""
    _require_account(session, account)
    row = session.scalars(
        select(RelationshipRecord)
        .where(
            RelationshipRecord.account_id == account,
            RelationshipRecord.point == RelationshipPoint.CURRENT,
            RelationshipRecord.on_day <= day_of(on),
        )
        .order_by(RelationshipRecord.on_day.desc(), RelationshipRecord.id.desc())
    ).first()
    if row is None or (row.on_day != day_of(on) and row.type is not kind):
        row = RelationshipRecord(
            account_id=account, point=RelationshipPoint.CURRENT, on_day=day_of(on)
        )
        session.add(row)
    row.type = kind
    row.reason = reason.strip() or row.reason
    row.author_id = author
    session.flush()
    return row.id


def set_target_type(
    session: Session,
    account: int,
    kind: RelationshipType,
    *,
    by: date,
    on: date,
    reason: str = "",
    author: int | None = None,
) -> int:
    """Say which type the account shall have ``by`` a date; set ``on`` the as-of day.

    ``DomainError`` with ``field`` account or by.
    """
    _require_account(session, account)
    if by <= on:
        raise DomainError(
            tr("The target's date is not in the future."),
            field="by",
            hint=tr("Choose a date after {day}.", day=on.isoformat()),
        )
    for row in _targets(session, account):
        # Set again on one day, the earlier one was a slip, not a plan.
        if row.set_day == day_of(on):
            session.delete(row)
    made = RelationshipRecord(
        account_id=account,
        point=RelationshipPoint.TARGET,
        type=kind,
        on_day=day_of(by),
        set_day=day_of(on),
        reason=reason.strip() or None,
        author_id=author,
    )
    session.add(made)
    session.flush()
    return made.id


def clear_target(session: Session, account: int) -> None:
    """Have no target any more, and none that was set before either."""
    for row in _targets(session, account):
        session.delete(row)
    session.flush()


def get_relationship(
    session: Session, account: int, as_of: date, period: Period | None = None
) -> RelationshipResult:
    """Everything about the relationship as of a date.

    ``period`` is what profit is taken over; the twelve months up to the as-of month by default.
    """
    from b2bdesk.analytics import relationship as analytics

    assessments = list_assessments(session, account, as_of)
    types = list_types(session, account, as_of)
    current = next((row for row in types if row.point is RelationshipPoint.CURRENT), None)
    target = next((row for row in types if row.point is RelationshipPoint.TARGET), None)
    newest = assessments[0] if assessments else None
    outcome = analytics.assess({} if newest is None else newest.by_question())
    fit = analytics.compare(None if current is None else current.type, outcome.recommended)
    now = month_of(as_of)
    months = period or Period(now - 11, now)
    counted = Period(min(months.first, now), min(months.last, now))
    profit, costs_included = _profit(session, account, counted, as_of)
    return RelationshipResult(
        as_of=as_of,
        assessment=newest,
        outcome=outcome,
        current=current,
        target=target,
        fit=fit,
        urgent=analytics.is_urgent(fit, profit),
        profit_minor=profit,
        costs_included=costs_included,
        history=_history(assessments, types),
    )


def _profit(session: Session, account: int, months: Period, as_of: date) -> tuple[int | None, bool]:
    margin = ledger.get_margin(session, account, months.first, months.last)
    cost = cost_to_serve(session, months, as_of).of(account)
    if margin is not None and margin.uncosted:
        return None, cost is not None
    earned = 0 if margin is None else margin.margin_minor
    return earned - (cost or 0), cost is not None


def _history(assessments: list[AssessmentRow], types: list[TypeRow]) -> tuple[HistoryEntry, ...]:
    found = []
    for row in assessments:
        outcome = assess(row.by_question())
        found.append(
            HistoryEntry(
                EntryKind.ASSESSED,
                row.on,
                outcome.recommended,
                outcome.score_shown,
                None,
                row.author,
                row.note,
            )
        )
    for kind in types:
        is_target = kind.point is RelationshipPoint.TARGET
        found.append(
            HistoryEntry(
                EntryKind.TARGET if is_target else EntryKind.CURRENT,
                kind.set_on if is_target else kind.on,
                kind.type,
                None,
                kind.on if is_target else None,
                kind.author,
                kind.reason,
            )
        )
    return tuple(sorted(found, key=lambda entry: entry.on or date.min, reverse=True))


def _assessment_in_force(session: Session, account: int, on: date) -> Assessment | None:
    return session.scalars(
        select(Assessment)
        .where(Assessment.account_id == account, Assessment.on_day <= day_of(on))
        .order_by(Assessment.on_day.desc(), Assessment.id.desc())
    ).first()


def _targets(session: Session, account: int) -> list[RelationshipRecord]:
    return list(
        session.scalars(
            select(RelationshipRecord).where(
                RelationshipRecord.account_id == account,
                RelationshipRecord.point == RelationshipPoint.TARGET,
            )
        )
    )


def _require_account(session: Session, account: int) -> None:
    if session.get(Account, account) is None:
        raise DomainError(tr("Choose an account."), field="account")
