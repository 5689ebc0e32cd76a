"""Decision-making units: which there are, who sits in them, and what each seat says.

A seat is a person's place in one unit; roles, stance and influence belong to the seat. What
ends on a day held until the day before; what began on that day never was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import (
    Account,
    Dmu,
    DmuMember,
    Exchange,
    Job,
    MemberLine,
    MemberRole,
    MemberStance,
    Person,
)
from b2bdesk.models.enums import Adaptability, DecisionPath, PurchaseSituation, Role, Stance
from b2bdesk.queries.dated import holds_on
from b2bdesk.services.plausible_days import seen_day

INFLUENCE_MAX = 5


def create_unit(
    session: Session,
    account: int,
    name: str,
    situation: PurchaseSituation | None = None,
    path: DecisionPath | None = None,
) -> int:
    """A new, empty unit of an account; names are unique within it."""
    if session.get(Account, account) is None:
        raise DomainError(tr("This account is not there any more."))
    unit = Dmu(
        account_id=account, name=_free_name(session, account, name), situation=situation, path=path
    )
    session.add(unit)
    session.flush()
    return unit.id


def edit_unit(
    session: Session,
    unit: int,
    name: str,
    situation: PurchaseSituation | None,
    path: DecisionPath | None,
) -> None:
    """Rename a unit; say what kind of purchase it decides and how decisions climb in it."""
    row = _unit(session, unit)
    row.name = _free_name(session, row.account_id, name, besides=unit)
    row.situation, row.path = situation, path


def remove_unit(session: Session, unit: int) -> None:
    """Remove a unit with its seats; the people stay people of the account."""
    session.delete(_unit(session, unit))
    session.flush()


def first_unit(session: Session, account: int) -> int:
    """The account's first unit; one is made where there is none."""
    found = session.scalar(
        select(Dmu.id).where(Dmu.account_id == account).order_by(Dmu.id).limit(1)
    )
    return found if found is not None else create_unit(session, account, tr("Main purchase"))


def seat_person(session: Session, account: int, person: int, unit: int | None = None) -> int:
    """Give a person of the account a seat in a unit (None: the account's first).

    Refuses who sits there already, and who has no job at the account.
    """
    who = session.get(Person, person)
    if who is None:
        raise DomainError(tr("This person is not there any more."))
    works_there = select(Job.id).where(Job.person_id == person, Job.account_id == account).limit(1)
    if session.scalar(works_there) is None:
        raise DomainError(tr("{name} has no job at this account.", name=who.name))
    if unit is None:
        unit = first_unit(session, account)
    elif _unit(session, unit).account_id != account:
        raise DomainError(tr("This decision-making unit belongs to another account."))
    found = session.scalar(
        select(DmuMember.id).where(DmuMember.dmu_id == unit, DmuMember.person_id == person)
    )
    if found is not None:
        raise DomainError(
            tr("{name} sits in {unit} already.", name=who.name, unit=_unit(session, unit).name),
            hint=tr("A person has one seat in a decision-making unit."),
            field="name",
        )
    seat = DmuMember(dmu_id=unit, person_id=person)
    session.add(seat)
    session.flush()
    return seat.id


def unseat(session: Session, seats: Iterable[int]) -> None:
    """Take people out of their unit with roles, stances and lines; they stay at the account."""
    for seat in seats:
        session.delete(get_seat(session, seat))
    session.flush()


def end_seat(session: Session, seat: int, day: date) -> None:
    """The person leaves: roles and lines of the seat end on the day before."""
    for role in session.scalars(
        select(MemberRole).where(
            MemberRole.member_id == seat,
            holds_on(MemberRole.valid_from, MemberRole.valid_to, day_of(day)),
        )
    ).all():
        end_row(session, role, day)
    for line in session.scalars(
        select(MemberLine).where(
            or_(MemberLine.member_id == seat, MemberLine.to_member_id == seat),
            holds_on(MemberLine.valid_from, MemberLine.valid_to, day_of(day)),
        )
    ).all():
        end_row(session, line, day)


def set_roles(session: Session, seat: int, roles: Iterable[Role], day: date) -> None:
    """The buying roles of a seat from a day on: exactly these."""
    get_seat(session, seat)
    wanted = set(roles)
    held = {
        row.role: row
        for row in session.scalars(
            select(MemberRole).where(
                MemberRole.member_id == seat,
                holds_on(MemberRole.valid_from, MemberRole.valid_to, day_of(day)),
            )
        )
    }
    for role, row in held.items():
        if role not in wanted:
            end_row(session, row, day)
    for role in Role:
        if role in wanted and role not in held:
            session.add(MemberRole(member_id=seat, role=role, valid_from=day_of(day)))
    session.flush()


def set_stance(
    session: Session,
    seat: int,
    stance: Stance,
    day: date,
    *,
    author: int | None = None,
    evidence: str = "",
    exchange: int | None = None,
) -> int:
    """The stance of a seat as seen on a day; the same stance said again confirms it.

    ``evidence`` in free words, ``exchange`` the one that shows it. Returns the record's id.
    """
    get_seat(session, seat)
    text = evidence.strip() or None
    today = session.scalar(
        select(MemberStance)
        .where(MemberStance.member_id == seat, MemberStance.valid_from == day_of(day))
        .order_by(MemberStance.id.desc())
        .limit(1)
    )
    if today is None:
        today = MemberStance(member_id=seat, valid_from=day_of(day))
        session.add(today)
    elif today.stance == stance:
        text = text or today.evidence
        exchange = exchange or today.exchange_id
    today.stance, today.author_id, today.evidence = stance, author, text
    today.exchange_id = exchange
    session.flush()
    return today.id


def set_evidence(session: Session, stance: int, evidence: str, exchange: int | None) -> None:
    """Say what a recorded stance rests on: words, an exchange, both or neither."""
    row = _stance(session, stance)
    if exchange is not None and session.get(Exchange, exchange) is None:
        raise DomainError(tr("This exchange is not there any more."))
    row.evidence, row.exchange_id = evidence.strip() or None, exchange


def date_stance(session: Session, stance: int, day: date, today: date) -> None:
    """Say on which day a recorded stance was seen; one for each day."""
    row = _stance(session, stance)
    stored = seen_day(day, today, "day")
    twin = session.scalar(
        select(MemberStance.id).where(
            MemberStance.member_id == row.member_id,
            MemberStance.valid_from == stored,
            MemberStance.id != stance,
        )
    )
    if twin is not None:
        raise DomainError(
            tr("A stance is recorded for {day} already.", day=day.isoformat()), field="day"
        )
    row.valid_from = stored


def remove_stance(session: Session, stance: int) -> None:
    """A recorded stance was a mistake; the one before it holds again."""
    session.delete(_stance(session, stance))
    session.flush()


def set_influence(session: Session, seat: int, influence: int | None) -> None:
    """Influence on the decision, 1 to 5; None is not assessed."""
    if influence is not None and not 1 <= influence <= INFLUENCE_MAX:
        raise DomainError(tr("Influence goes from 1 to 5."), field="influence")
    get_seat(session, seat).influence = influence


def set_adaptability(session: Session, seat: int, adaptability: Adaptability | None) -> None:
    """How the person meets change in this kind of purchase; None is not assessed."""
    get_seat(session, seat).adaptability = adaptability


def set_note(session: Session, seat: int, note: str) -> None:
    """Free words about the person in this unit, as long as they need to be."""
    get_seat(session, seat).note = note.strip() or None


def place(session: Session, places: Mapping[int, tuple[int, int]]) -> None:
    """Put cards where the user wants them: canvas units of the card's top left corner."""
    for seat, (x, y) in places.items():
        row = get_seat(session, seat)
        row.x, row.y = x, y


def tidy(session: Session, unit: int) -> None:
    """Forget the places set by hand, so that the map lays itself out."""
    session.execute(
        update(DmuMember)
        .where(DmuMember.dmu_id == unit, or_(DmuMember.x.is_not(None), DmuMember.y.is_not(None)))
        .values(x=None, y=None)
    )


def get_seat(session: Session, seat: int) -> DmuMember:
    """A seat to change; ``DomainError`` where it is gone."""
    row = session.get(DmuMember, seat)
    if row is None:
        raise DomainError(tr("This person does not sit in the decision-making unit any more."))
    return row


def end_row(session: Session, row: MemberRole | MemberLine, day: date) -> None:
    """End a dated row on the day before; what began on the day itself is taken back."""
    if row.valid_from >= day_of(day):
        session.delete(row)
    else:
        row.valid_to = day_of(day) - 1


def _stance(session: Session, stance: int) -> MemberStance:
    row = session.get(MemberStance, stance)
    if row is None:
        raise DomainError(tr("This stance is not recorded any more."))
    return row


def _unit(session: Session, unit: int) -> Dmu:
    row = session.get(Dmu, unit)
    if row is None:
        raise DomainError(tr("This decision-making unit is not there any more."))
    return row


def _free_name(session: Session, account: int, name: str, besides: int = 0) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise DomainError(tr("Enter a name for the decision-making unit."), field="name")
    taken = session.scalar(
        select(Dmu.id).where(
            Dmu.account_id == account,
            func.lower(Dmu.name) == clean.lower(),
            Dmu.id != besides,
        )
    )
    if taken is not None:
        raise DomainError(tr("There is a unit of this name already."), field="name")
    return clean
