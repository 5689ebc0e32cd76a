"""Who had a job at an account and has none there any more."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from b2bdesk.models import Job
from b2bdesk.queries.dated import holds_on


def gone_people(session: Session, day: int, account: int | None = None) -> dict[int, set[int]]:
    """By account, who had a job there and has none on a stored day."""
    now = aliased(Job)
    works_there = exists().where(
        now.account_id == Job.account_id,
        now.person_id == Job.person_id,
        holds_on(now.valid_from, now.valid_to, day),
    )
    ended = select(Job.account_id, Job.person_id).where(Job.valid_to < day, ~works_there)
    if account is not None:
        ended = ended.where(Job.account_id == account)
    found: dict[int, set[int]] = defaultdict(set)
    for at, person in session.execute(ended.distinct()):
        found[at].add(person)
    return found
