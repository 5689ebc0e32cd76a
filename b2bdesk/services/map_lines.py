"""Lines between the people of one decision-making unit: reports to, influences, conflicts with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import DmuMember, MemberLine, Person
from b2bdesk.models.enums import LineKind
from b2bdesk.queries.people import holds_on
from b2bdesk.services.decision_units import end_row, get_seat

STRENGTH_MAX = 3


def set_boss(session: Session, seat: int, boss: int | None, day: date) -> None:
    """Whom a person reports to from a day on; None is no one.

    Refuses a person reporting to herself and any loop, and says through whom it would close.
    """
    if boss is not None:
        _require_one_unit(session, seat, boss)
        _refuse_loop(session, seat, boss, day)
    own = MemberLine.member_id == seat
    for line in _lines(session, seat, day, and_(MemberLine.kind == LineKind.REPORTS_TO, own)):
        if line.to_member_id == boss:
            return
        end_row(session, line, day)
    if boss is not None:
        session.add(
            MemberLine(
                member_id=seat,
                to_member_id=boss,
                kind=LineKind.REPORTS_TO,
                valid_from=day_of(day),
            )
        )
    session.flush()


def set_bosses(session: Session, seats: Iterable[int], boss: int | None, day: date) -> None:
    """Several people report to one from a day on."""
    for seat in seats:
        set_boss(session, seat, boss, day)


def add_line(
    session: Session,
    seat: int,
    to_seat: int,
    kind: LineKind,
    day: date,
    *,
    label: str = "",
    strength: int = 1,
) -> int:
    """An influence or conflict line from a day on. A conflict has no direction."""
    if kind is LineKind.REPORTS_TO:
        raise DomainError(tr("A reporting line is set through the boss."))
    _require_strength(strength)
    _require_one_unit(session, seat, to_seat)
    forth = and_(MemberLine.member_id == seat, MemberLine.to_member_id == to_seat)
    back = and_(MemberLine.member_id == to_seat, MemberLine.to_member_id == seat)
    same = or_(forth, back) if kind is LineKind.CONFLICTS else forth
    if _lines(session, seat, day, and_(MemberLine.kind == kind, same)):
        names = {"one": _name(session, seat), "other": _name(session, to_seat)}
        if kind is LineKind.CONFLICTS:
            raise DomainError(tr("{one} and {other} are marked as in conflict already.", **names))
        raise DomainError(tr("The map says already that {one} influences {other}.", **names))
    line = MemberLine(
        member_id=seat,
        to_member_id=to_seat,
        kind=kind,
        label=label.strip() or None,
        strength=strength,
        valid_from=day_of(day),
    )
    session.add(line)
    session.flush()
    return line.id


def edit_line(session: Session, line: int, label: str, strength: int) -> None:
    """Change the words and the strength, 1 to 3, of a line."""
    _require_strength(strength)
    row = _line(session, line)
    row.label, row.strength = label.strip() or None, strength


def remove_line(session: Session, line: int, day: date) -> None:
    """A line holds no longer from a day on."""
    end_row(session, _line(session, line), day)
    session.flush()


def _require_strength(strength: int) -> None:
    if not 1 <= strength <= STRENGTH_MAX:
        raise DomainError(tr("Strength goes from 1 to 3."), field="strength")


def _require_one_unit(session: Session, seat: int, other: int) -> None:
    if seat == other:
        raise DomainError(
            tr("{name} cannot be connected with the same person.", name=_name(session, seat))
        )
    if get_seat(session, seat).dmu_id != get_seat(session, other).dmu_id:
        raise DomainError(tr("Both people must sit in the same decision-making unit."))


def _refuse_loop(session: Session, seat: int, boss: int, day: date) -> None:
    above = {
        line.member_id: line.to_member_id
        for line in _lines(session, seat, day, MemberLine.kind == LineKind.REPORTS_TO)
    }
    through: list[int] = []
    walker = above.get(boss)
    if walker == seat:
        raise DomainError(
            tr(
                "{boss} reports to {name}, so it cannot be the other way round too.",
                boss=_name(session, boss),
                name=_name(session, seat),
            ),
            hint=tr("Take away the other line first."),
        )
    while walker is not None and walker not in through:
        if walker == seat:
            raise DomainError(
                tr(
                    "{boss} reports to {name} through {others}: the lines would run in a circle.",
                    boss=_name(session, boss),
                    name=_name(session, seat),
                    others=", ".join(_name(session, other) for other in through),
                ),
                hint=tr("Take away one of these lines first."),
            )
        through.append(walker)
        walker = above.get(walker)


def _lines(
    session: Session, seat: int, day: date, condition: ColumnElement[bool]
) -> list[MemberLine]:
    """The lines of the seat's unit that hold on a day."""
    unit = select(DmuMember.dmu_id).where(DmuMember.id == seat).scalar_subquery()
    seats = select(DmuMember.id).where(DmuMember.dmu_id == unit)
    return list(
        session.scalars(
            select(MemberLine).where(
                MemberLine.member_id.in_(seats),
                condition,
                holds_on(MemberLine.valid_from, MemberLine.valid_to, day_of(day)),
            )
        )
    )


def _line(session: Session, line: int) -> MemberLine:
    row = session.get(MemberLine, line)
    if row is None:
        raise DomainError(tr("This line is not there any more."))
    return row


def _name(session: Session, seat: int) -> str:
    return session.scalars(
        select(Person.name)
        .join(DmuMember, DmuMember.person_id == Person.id)
        .where(DmuMember.id == seat)
    ).one()
