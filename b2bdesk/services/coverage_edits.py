"""Saying how well one of us knows some of them, and should; and who should know which function.

Everything holds from a day on until something newer; what was said on the same day is replaced.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Colleague, Coverage, Person, TeamMatch
from b2bdesk.models.enums import ContactClass, CoverageLevel


def set_levels(
    session: Session, people: Collection[int], colleague: int, level: CoverageLevel, day: date
) -> None:
    """How well a colleague knows each of some people; the wishes stay. Unknown: nobody says."""
    for person in people:
        current = _current(session, person, colleague, day)
        _record(session, person, colleague, level, current.desired if current else None, day)


def set_wishes(
    session: Session,
    people: Collection[int],
    colleague: int,
    desired: CoverageLevel | None,
    day: date,
) -> None:
    """How well a colleague should know each of some people; None takes the wish away."""
    for person in people:
        current = _current(session, person, colleague, day)
        level = current.level if current else CoverageLevel.UNKNOWN
        _record(session, person, colleague, level, desired, day)


def clear(session: Session, people: Collection[int], colleague: int, day: date) -> None:
    """Nothing is said any more of how well a colleague knows some people, or should."""
    for person in people:
        _record(session, person, colleague, CoverageLevel.UNKNOWN, None, day)


def settle_match(
    session: Session,
    account: int,
    colleague: int,
    contact_class: ContactClass,
    desired: CoverageLevel | None,
) -> None:
    """How well a colleague should know a class at an account.

    Level none says that the colleague need not; None leaves it to the words of the function.
    """
    _check(session, Account, account, tr("This account is not there any more."))
    _check_colleague(session, colleague)
    row = session.scalar(
        select(TeamMatch).where(
            TeamMatch.account_id == account,
            TeamMatch.colleague_id == colleague,
            TeamMatch.contact_class == contact_class,
        )
    )
    if desired is None:
        if row is not None:
            session.delete(row)
    elif row is not None:
        row.desired = desired
    else:
        session.add(
            TeamMatch(
                account_id=account,
                colleague_id=colleague,
                contact_class=contact_class,
                desired=desired,
            )
        )
    session.flush()


def _record(
    session: Session,
    person: int,
    colleague: int,
    level: CoverageLevel,
    desired: CoverageLevel | None,
    day: date,
) -> None:
    _check(session, Person, person, tr("This person is not there any more."))
    _check_colleague(session, colleague)
    current = _current(session, person, colleague, day)
    if (level, desired) == _said(current):
        return
    if current is None or current.valid_from < day_of(day):
        current = Coverage(person_id=person, colleague_id=colleague, valid_from=day_of(day))
        session.add(current)
    elif (level, desired) == _said(_current(session, person, colleague, day - timedelta(days=1))):
        session.delete(current)  # what held before this day is just what is said now
        session.flush()
        return
    current.level, current.desired = level, desired
    session.flush()


def _said(row: Coverage | None) -> tuple[CoverageLevel, CoverageLevel | None]:
    return (row.level, row.desired) if row is not None else (CoverageLevel.UNKNOWN, None)


def _current(session: Session, person: int, colleague: int, day: date) -> Coverage | None:
    return session.scalar(
        select(Coverage)
        .where(
            Coverage.person_id == person,
            Coverage.colleague_id == colleague,
            Coverage.valid_from <= day_of(day),
        )
        .order_by(Coverage.valid_from.desc(), Coverage.id.desc())
        .limit(1)
    )


def _check_colleague(session: Session, colleague: int) -> None:
    if session.get(Colleague, colleague) is None:
        raise DomainError(tr("Choose a colleague."), field="colleague")


def _check(session: Session, kind: type, key: int, words: str) -> None:
    if session.get(kind, key) is None:
        raise DomainError(words)
