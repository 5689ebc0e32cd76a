"""Taking in what the user accepted of messages and cards: all of it is one step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, local_date_of
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.messages.model import Message
from b2bdesk.exchange_formats.messages.reader import MessageReader
from b2bdesk.models import (
    Account,
    Attachment,
    AttachmentContent,
    Exchange,
    ExchangeAddress,
    ExchangeColleague,
    ExchangePerson,
    Job,
    NextStep,
    Person,
)
from b2bdesk.models.enums import AddressPlace, Direction, ExchangeKind
from b2bdesk.queries.addresses import find_message
from b2bdesk.services.jobs import fill_job
from b2bdesk.services.messages.candidates import make_contact
from b2bdesk.services.messages.names import name_of
from b2bdesk.services.messages.plan import Becomes, Item
from b2bdesk.services.next_steps import StepDraft, add_next_step
from b2bdesk.services.people import PersonDraft, add_person

_LONGEST_SUBJECT = 300


@dataclass(slots=True)
class TakenIn:
    """What was made. ``left_out``: what could not be, in words; ``refused_files``: names of
    attachments that were too large."""

    exchanges: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)
    filled_in: int = 0
    files: int = 0
    refused_files: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    accounts: set[int] = field(default_factory=set)


def take_in(
    session: Session,
    items: Sequence[Item],
    make: Collection[str],
    reader: MessageReader,
    as_of: date,
    me: int | None,
) -> TakenIn:
    """Add the items, each with its account. ``make``: unknown addresses that become contacts.

    An item that fails (its file is gone, its meeting lies too far ahead) is left out and said;
    the others are added.
    """
    done = TakenIn()
    for item in items:
        if item.account is None or session.get(Account, item.account) is None:
            done.left_out.append(tr("{subject}: no account", subject=item.title))
            continue
        try:
            _take(session, item, reader, as_of, me, done)
        except B2BDeskError as error:
            done.left_out.append(f"{item.title}: {error}")
            continue
        done.accounts.add(item.account)
        for candidate in item.candidates:
            if candidate.email in make and item.message is not None:
                day = min(local_date_of(item.message.at), as_of)
                made = make_contact(
                    session, candidate.email, candidate.name, item.account, as_of, since=day
                )
                if made.new:
                    done.contacts.append(made.person)
    return done


def _take(
    session: Session,
    item: Item,
    reader: MessageReader,
    as_of: date,
    me: int | None,
    done: TakenIn,
) -> None:
    if item.becomes is Becomes.NEXT_STEP:
        _plan_meeting(session, item, as_of, me, done)
    elif item.message is not None and item.becomes is Becomes.EXCHANGE:
        if find_message(session, item.message.message_id) is None:
            _keep_contents(session, item, reader)
            _add_exchange(session, item, item.message, me, done)
            _add_files(session, done.exchanges[-1], item, done)
    elif item.becomes is Becomes.CONTACT:
        _add_contact(session, item, as_of, done)
    elif item.becomes is Becomes.KNOWN_CONTACT:
        done.filled_in += _fill_in(session, item)


# --- exchanges ---------------------------------------------------------------------------------


def _add_exchange(
    session: Session, item: Item, message: Message, me: int | None, done: TakenIn
) -> None:
    outbound = item.direction is Direction.OUTBOUND
    owner = item.sender or next(iter(item.colleagues), None)
    row = Exchange(
        account_id=item.account,
        dmu_id=item.dmu,
        at=message.at,
        direction=item.direction,
        kind=ExchangeKind.COMMUNICATION if outbound else ExchangeKind.ENGAGEMENT,
        channel=item.channel,
        subject=subject_of(message),
        note=_note(message),
        minutes=message.minutes,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        owner_id=owner.id if owner is not None else me,
    )
    session.add(row)
    session.flush()
    session.add_all(ExchangePerson(exchange_id=row.id, person_id=p.id) for p in item.people)
    session.add_all(
        ExchangeColleague(exchange_id=row.id, colleague_id=c.id)
        for c in item.colleagues
        if c.id != row.owner_id
    )
    shown = {a.email: a.name for a in message.addresses}
    session.add_all(
        ExchangeAddress(
            exchange_id=row.id,
            place=AddressPlace(candidate.place.value),
            email=candidate.email,
            name=shown.get(candidate.email) or None,
        )
        for candidate in item.unknown
    )
    session.flush()
    done.exchanges.append(row.id)


def subject_of(message: Message) -> str:
    """The subject, or the first words of the text."""
    first = message.text.strip().split("\n", 1)[0][:80].strip()
    return (message.subject or first or tr("(no subject)"))[:_LONGEST_SUBJECT]


def _note(message: Message) -> str | None:
    where = tr("Place: {place}", place=message.where) if message.where else ""
    return "\n\n".join(text for text in (where, message.text) if text) or None


# --- files -------------------------------------------------------------------------------------


def _keep_contents(session: Session, item: Item, reader: MessageReader) -> None:
    """Store the contents of an item's files that are not kept yet; ``FileError`` where the file
    is gone or was changed since it was read."""
    wanted = {p.digest: p.number for p in reversed(item.parts) if p.digest is not None}
    known = select(AttachmentContent.digest).where(AttachmentContent.digest.in_(wanted))
    kept = set(session.scalars(known))
    missing = {number: digest for digest, number in wanted.items() if digest not in kept}
    if not missing:
        return
    path, numbers = Path(item.path), frozenset(missing)
    for number, data in reader.contents(path, item.stamp, numbers):
        row = AttachmentContent(digest=missing[number], data=data)
        session.add(row)
        session.flush()
        session.expunge(row)  # one content is held at a time


def _add_files(session: Session, exchange: int, item: Item, done: TakenIn) -> None:
    for part in item.parts:
        if part.digest is None:
            done.refused_files.append(part.name)
        else:
            done.files += 1
        row = Attachment(
            exchange_id=exchange,
            name=part.name,
            media_type=part.media_type,
            size=part.size,
            digest=part.digest,
        )
        session.add(row)
    session.flush()


# --- meetings to come, and cards ---------------------------------------------------------------


def _plan_meeting(session: Session, item: Item, as_of: date, me: int | None, done: TakenIn) -> None:
    assert item.message is not None
    assert item.account is not None
    day = local_date_of(item.message.at)
    what = tr("Meeting: {subject}", subject=subject_of(item.message))
    twin = session.scalar(
        select(NextStep.id).where(
            NextStep.account_id == item.account,
            NextStep.due_day == day_of(day),
            NextStep.what == what,
        )
    )
    if twin is not None:
        done.left_out.append(tr("{what} is planned already.", what=what))
        return
    owner = item.sender or next(iter(item.colleagues), None)
    draft = StepDraft(what, day, owner=None if owner is None else owner.id)
    person = item.people[0].id if item.people else None
    step = add_next_step(session, draft, as_of, me, account=item.account, person=person)
    done.steps.append(step)


def _add_contact(session: Session, item: Item, as_of: date, done: TakenIn) -> None:
    card = item.card
    assert card is not None
    assert item.account is not None
    email = card.emails[0] if card.emails else ""
    if email and session.scalar(
        select(Person.id).where(func.lower(Person.email) == email.lower()).limit(1)
    ):
        done.left_out.append(tr("{email} belongs to a contact already.", email=email))
        return
    others = ", ".join(card.emails[1:])
    more = (card.note, tr("Also: {emails}", emails=others) if others else "", card.website)
    draft = PersonDraft(
        name=card.name or name_of("", email),
        title=card.title,
        email=email,
        phone=card.phone,
        mobile=card.mobile,
        source=tr("Address card"),
        note="\n".join(text for text in more if text),
        seated=False,
    )
    done.contacts.append(add_person(session, item.account, draft, as_of).person)


def _fill_in(session: Session, item: Item) -> int:
    """Give a known person what the card knows and the file does not; 1 where anything was."""
    card = item.card
    assert card is not None
    row = session.get(Person, item.people[0].id)
    if row is None:
        raise DomainError(tr("This person is not there any more."))
    told = {
        "email": card.emails[0] if card.emails else "",
        "phone": card.phone,
        "mobile": card.mobile,
        "note": card.note,
    }
    filled = False
    for name, value in told.items():
        if value and not getattr(row, name):
            setattr(row, name, value)
            filled = True
    job = session.scalar(
        select(Job).where(
            Job.person_id == row.id, Job.account_id == item.account, Job.valid_to.is_(None)
        )
    )
    if job is not None and card.title and not job.title:
        fill_job(session, job, card.title, None, job.external, job.outside_as)
        filled = True
    session.flush()
    return int(filled)
