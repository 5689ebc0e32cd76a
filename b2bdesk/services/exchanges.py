"""Logging, changing and taking away exchanges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, local_date_of, noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import (
    Account,
    Colleague,
    Dmu,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    NextStep,
    Person,
)
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    OUTBOUND_KINDS,
    Channel,
    Direction,
    ExchangeKind,
    PromisedBy,
)
from b2bdesk.services.next_steps import (
    StepDraft,
    add_next_step,
    change_step,
    delete_next_step,
)
from b2bdesk.services.people import PersonDraft, add_person

LONGEST_MINUTES = 24 * 60
LONGEST_SUBJECT = 200
# What lies further back is a slip of the keyboard, and not a contact with a customer.
_EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class ExchangeDraft:
    """What the user says of an exchange.

    ``on``: the day it was, None is the as-of day. ``kind``: None is communication for talk and
    engagement for listening. ``owner``: who of us carried it, None is ``me`` of the file.
    ``sentiment`` -2..2. ``steps`` become next steps of the account and of the first person, with
    the promises of both sides. ``new_people`` are names of theirs that are not known yet: each
    becomes a contact of the account. ``dmu`` None: its people tell which units it concerns.
    """

    account: int
    subject: str
    on: date | None = None
    direction: Direction = Direction.OUTBOUND
    kind: ExchangeKind | None = None
    channel: Channel = Channel.CALL
    note: str = ""
    minutes: int | None = None
    sentiment: int | None = None
    people: tuple[int, ...] = ()
    colleagues: tuple[int, ...] = ()
    owner: int | None = None
    gave: str = ""
    got: str = ""
    dmu: int | None = None
    complaint: bool = False
    new_people: tuple[str, ...] = ()
    steps: tuple[StepDraft, ...] = ()


def log_exchange(session: Session, draft: ExchangeDraft, as_of: date, me: int | None) -> int:
    """Log an exchange with its people and its next steps; returns its id.

    Raises ``DomainError`` with ``field`` subject, on, kind, minutes, sentiment, people,
    colleagues, dmu, account, or those of the next step.
    """
    _check(session, draft, as_of)
    draft = _with_new_people(session, draft, as_of)
    exchange = Exchange(account_id=draft.account, **_values(draft, as_of, me))
    session.add(exchange)
    session.flush()
    _set_people(session, exchange.id, draft)
    for step in draft.steps:
        add_next_step(
            session,
            step,
            as_of,
            me,
            account=draft.account,
            exchange=exchange.id,
            person=draft.people[0] if draft.people else None,
        )
    session.flush()
    return exchange.id


def subject_and_note(text: str, note: str = "") -> tuple[str, str]:
    """A text of any length as a subject and a note: what is too long stands whole in the note."""
    text = text.strip()
    if len(text) <= LONGEST_SUBJECT:
        return text, note
    head = text[:LONGEST_SUBJECT]
    short = head[: head.rfind(" ")] if " " in head[LONGEST_SUBJECT // 2 :] else head
    return f"{short.rstrip(' ,;')}…", "\n\n".join(part for part in (text, note) if part)


def edit_exchange(
    session: Session, exchange: int, draft: ExchangeDraft, as_of: date, me: int | None
) -> None:
    """Give an exchange what the draft says, its owner as it is there, None included.

    Its next steps stay; the draft's own are added, for ``me`` unless they name their owner.
    """
    row = _get(session, exchange)
    _check(session, draft, as_of)
    draft = _with_new_people(session, draft, as_of)
    values = _values(draft, as_of, None)
    if draft.on is not None and local_date_of(row.at) == draft.on:
        del values["at"]  # the day did not change, so the time of day stays
    row.account_id = draft.account
    for name, value in values.items():
        setattr(row, name, value)
    _set_people(session, exchange, draft)
    for step in draft.steps:
        add_next_step(
            session, step, as_of, me, account=draft.account, exchange=exchange, person=None
        )
    session.flush()


def edit_exchange_and_steps(
    session: Session,
    exchange: int,
    draft: ExchangeDraft,
    as_of: date,
    *,
    me: int | None,
    steps: Mapping[PromisedBy, int],
) -> None:
    """Edit an exchange together with its open next steps, at most one of each side.

    ``steps`` are those there are: the draft's step of that side replaces its words and its day,
    and where the draft has none it is taken away. Its owner and person stay.
    """
    new: list[StepDraft] = []
    left = dict(steps)
    for each in draft.steps:
        there = left.pop(each.promised_by, None)
        if there is None:
            new.append(each)
        else:
            change_step(session, there, each.what, each.due, as_of)
    for gone in left.values():
        delete_next_step(session, gone)
    edit_exchange(session, exchange, replace(draft, steps=tuple(new)), as_of, me)


def delete_exchange(session: Session, exchange: int) -> None:
    """Take an exchange away. Its next steps stay with the account."""
    row = _get(session, exchange)
    # One by one in the session, so that the steps lose their link before the row goes.
    for step in session.scalars(select(NextStep).where(NextStep.exchange_id == exchange)):
        step.exchange_id = None
    session.flush()
    session.delete(row)
    session.flush()


def _get(session: Session, exchange: int) -> Exchange:
    row = session.get(Exchange, exchange)
    if row is None:
        raise DomainError(tr("The exchange is not there any more."))
    return row


def _values(draft: ExchangeDraft, as_of: date, me: int | None) -> dict[str, Any]:
    kind = draft.kind or (
        ExchangeKind.COMMUNICATION
        if draft.direction is Direction.OUTBOUND
        else ExchangeKind.ENGAGEMENT
    )
    return {
        "dmu_id": draft.dmu,
        "at": noon_of(draft.on or as_of),
        "direction": draft.direction,
        "kind": kind,
        "channel": draft.channel,
        "subject": draft.subject.strip(),
        "note": draft.note.strip() or None,
        "minutes": draft.minutes,
        "sentiment": draft.sentiment,
        "gave": draft.gave.strip() or None,
        "got": draft.got.strip() or None,
        "complaint": draft.complaint,
        "owner_id": draft.owner if draft.owner is not None else me,
    }


def _check(session: Session, draft: ExchangeDraft, as_of: date) -> None:
    if session.get(Account, draft.account) is None:
        raise DomainError(tr("Choose an account."), field="account")
    if not draft.subject.strip():
        raise DomainError(tr("Say in a few words what it was about."), field="subject")
    if draft.on is not None and day_of(draft.on) > day_of(as_of):
        raise DomainError(
            tr("An exchange cannot lie after the as-of date."),
            field="on",
            hint=tr("Plan it as a next step, or change the as-of date."),
        )
    if draft.on is not None and draft.on < _EARLIEST:
        raise DomainError(tr("That day is too long ago. Is its year right?"), field="on")
    if draft.minutes is not None and not 0 < draft.minutes <= LONGEST_MINUTES:
        raise DomainError(tr("Minutes are between 1 and 1,440."), field="minutes")
    if draft.sentiment is not None and not -2 <= draft.sentiment <= 2:
        raise DomainError(tr("Sentiment goes from −2 to +2."), field="sentiment")
    fitting = OUTBOUND_KINDS if draft.direction is Direction.OUTBOUND else INBOUND_KINDS
    if draft.kind is not None and draft.kind not in fitting:
        raise DomainError(tr("This kind does not go with the direction."), field="kind")
    if len(set(draft.people)) != _known(session, Person, draft.people):
        raise DomainError(tr("One of the people is not there any more."), field="people")
    if len(set(draft.colleagues)) != _known(session, Colleague, draft.colleagues):
        raise DomainError(tr("One of the colleagues is not there any more."), field="colleagues")

    if draft.dmu is not None:
        unit = session.get(Dmu, draft.dmu)
        if unit is None or unit.account_id != draft.account:
            raise DomainError(tr("This unit is not one of the account."), field="dmu")


def _with_new_people(session: Session, draft: ExchangeDraft, as_of: date) -> ExchangeDraft:
    """The draft with a contact made of each name that was not known."""
    if not draft.new_people:
        return draft
    day = draft.on or as_of
    made = tuple(
        add_person(session, draft.account, PersonDraft(name.strip(), seated=False), day).person
        for name in dict.fromkeys(draft.new_people)
    )
    return replace(draft, people=(*draft.people, *made), new_people=())


def _known(session: Session, kind: type[Person] | type[Colleague], ids: tuple[int, ...]) -> int:
    return len(session.scalars(select(kind.id).where(kind.id.in_(ids))).all()) if ids else 0


def _set_people(session: Session, exchange: int, draft: ExchangeDraft) -> None:
    """Keep who was named before and is named still, so that history shows only what changed."""
    people = dict.fromkeys(draft.people)
    for row in session.scalars(
        select(ExchangePerson).where(ExchangePerson.exchange_id == exchange)
    ).all():
        if row.person_id in people:
            del people[row.person_id]
        else:
            session.delete(row)
    colleagues = dict.fromkeys(draft.colleagues)
    for seat in session.scalars(
        select(ExchangeColleague).where(ExchangeColleague.exchange_id == exchange)
    ).all():
        if seat.colleague_id in colleagues:
            del colleagues[seat.colleague_id]
        else:
            session.delete(seat)
    session.add_all(ExchangePerson(exchange_id=exchange, person_id=each) for each in people)
    session.add_all(
        ExchangeColleague(exchange_id=exchange, colleague_id=each) for each in colleagues
    )
