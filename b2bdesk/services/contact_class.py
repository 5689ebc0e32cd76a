"""The contact class that a job title suggests: by what the user said of it, else by its words."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Job, TitleClass
from b2bdesk.models.enums import ContactClass
from b2bdesk.services.contact_words import class_of_words, plain

Learned = Mapping[str, ContactClass]
"""What the user said of job titles, by the plain title."""


def suggest_contact_class(title: str | None, learned: Learned | None = None) -> ContactClass | None:
    """The class a job title suggests; None where it says nothing known."""
    if not title or not title.strip():
        return None
    return (learned or {}).get(plain(title)) or class_of_words(title)


def learned_classes(source: Session | Connection) -> dict[str, ContactClass]:
    """What the user said of job titles so far."""
    rows = source.execute(select(TitleClass.title, TitleClass.contact_class))
    return {row.title: row.contact_class for row in rows}


def correct_class(
    session: Session, job: int, kind: ContactClass, *, same_title: bool = True
) -> int:
    """Give a job its class. Returns how many jobs have another class now.

    With ``same_title`` the title is learned: it suggests this class from now on, and everybody who
    has it and the class it suggested until now, or none, gets it as well. Who was given another
    class by hand keeps that.
    """
    row = session.get(Job, job)
    if row is None:
        raise DomainError(tr("This person is not there any more."))
    title = plain(row.title or "")
    changed = [] if row.contact_class is kind else [row]
    if same_title and title:
        learned = learned_classes(session)
        before = suggest_contact_class(row.title, learned)
        changed += [
            other
            for other in session.scalars(
                select(Job).where(Job.title.is_not(None), Job.id != row.id).order_by(Job.id)
            )
            if other.contact_class is not kind
            and other.contact_class in (before, None)
            and plain(other.title or "") == title
        ]
        _learn(session, title, kind)
    for each in changed:
        each.contact_class = kind
    session.flush()
    return len(changed)


def _learn(session: Session, title: str, kind: ContactClass) -> None:
    known = session.scalar(select(TitleClass).where(TitleClass.title == title))
    if class_of_words(title) is kind:
        # What the words say anyway need not be remembered.
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(TitleClass(title=title, contact_class=kind))
    else:
        known.contact_class = kind


def class_unclassed(session: Session) -> int:
    """Give everybody without a class the one their title suggests; how many that were."""
    learned = learned_classes(session)
    found = 0
    for job in session.scalars(
        select(Job).where(Job.contact_class.is_(None), Job.title.is_not(None))
    ):
        kind = suggest_contact_class(job.title, learned)
        if kind is not None:
            job.contact_class = kind
            found += 1
    session.flush()
    return found
