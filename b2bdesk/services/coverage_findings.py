"""What a coverage shows that is not as it should be, each as a typed fact; words are the page's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics.coverage import is_link, rank
from b2bdesk.analytics.decision_unit import Member, is_key_player, single_thread
from b2bdesk.core.dates import date_of, day_of
from b2bdesk.models.enums import LineKind
from b2bdesk.queries import coverage as reads
from b2bdesk.queries.coverage import TeamRow
from b2bdesk.queries.people_rows import PeopleRow, PersonRow
from b2bdesk.queries.retention import year_before
from b2bdesk.services.coverage_result import Finding, FindingKind, Grid, Line
from b2bdesk.services.people_map import CONTACT_EVERY_DAYS


def find_all(
    session: Session,
    found: PeopleRow,
    lines: Sequence[Line],
    functions: Grid,
    people: Grid,
    team: Mapping[int, TeamRow],
    as_of: date,
) -> tuple[Finding, ...]:
    """Everything worth saying, the most pressing first."""
    known = _Known(lines, people)
    return (
        *_threads(session, found, team, as_of),
        *_nobody_known(functions, known),
        *_key_players(found, known, as_of),
        *_outsiders(found, functions, known),
        *_no_counterpart(lines, functions),
    )


class _Known:
    """Who of us knows each of them, by the functions' own people."""

    def __init__(self, lines: Sequence[Line], people: Grid) -> None:
        self.by: dict[int, list[TeamRow]] = {}
        self._best: list[tuple[int, int, str, PersonRow]] = []
        for number, column in enumerate(people.columns):
            (person,) = column.people
            cells = [row[number] for row in people.cells]
            self.by[person.id] = [
                line.colleague
                for line, cell in zip(lines, cells, strict=True)
                if is_link(cell.level) and line.colleague.active
            ]
            level = max((rank(cell.level) for cell in cells), default=0)
            if self.by[person.id] and not column.outside:
                met = sum(cell.exchanges for cell in cells)
                self._best.append((-level, -met, person.name.casefold(), person))

    def best(self, but: int | None = None) -> PersonRow | None:
        """The person of the account whom we know best, other than one."""
        others = [entry for entry in self._best if entry[3].id != but]
        return min(others, key=lambda entry: (*entry[:3], entry[3].id))[3] if others else None


def _threads(
    session: Session, found: PeopleRow, team: Mapping[int, TeamRow], as_of: date
) -> Iterator[Finding]:
    """One of us, or one of them, in 70 % or more of the exchanges of twelve months."""
    since = date_of(year_before(day_of(as_of)))
    total, by = reads.count_ours(session, found.account_id, since, as_of)
    ours = single_thread(by, total)
    one = ours.person
    if ours.single and one is not None and one in team:
        yield Finding(FindingKind.OUR_THREAD, colleague=team[one], count=by[one], total=total)
    total, by = reads.count_theirs(session, found.account_id, since, as_of)
    theirs = single_thread(by, total)
    here = {row.id: row for row in (*(seat.person for seat in found.seats), *found.unseated)}
    one = theirs.person
    if theirs.single and one is not None and one in here:
        yield Finding(FindingKind.THEIR_THREAD, person=here[one], count=by[one], total=total)


def _nobody_known(functions: Grid, known: _Known) -> Iterator[Finding]:
    empty = tuple(
        column for column in functions.columns if not column.people and not column.outside
    )
    if empty:
        yield Finding(FindingKind.NOBODY_KNOWN, columns=empty, through=known.best())


def _key_players(found: PeopleRow, known: _Known, as_of: date) -> Iterator[Finding]:
    """Deciders, budget holders and people of influence whom few of us know, or met long ago."""
    several = len({row.id for each in known.by.values() for row in each}) > 1
    seen: set[int] = set()
    for seat in found.seats:
        person = seat.person
        member = Member(person.id, frozenset(seat.roles), influence=seat.influence)
        if person.id in seen or person.external or not is_key_player(member):
            continue
        seen.add(person.id)
        who = known.by.get(person.id, [])
        only = not who or (len(who) == 1 and several)
        days = None if person.last_exchange is None else (as_of - person.last_exchange).days
        late = days is None or days > (person.contact_every_days or CONTACT_EVERY_DAYS)
        if only or late:
            yield Finding(
                FindingKind.KEY_PLAYER,
                person=person,
                colleague=who[0] if who else None,
                only=only,
                late=late,
                days=days,
            )


def _outsiders(found: PeopleRow, functions: Grid, known: _Known) -> Iterator[Finding]:
    """People outside whom nobody of us knows; those they advise could introduce us."""
    seats = {seat.id: seat.person for seat in found.seats}
    advised = {
        seats[line.seat_id].id: seats[line.to_seat_id]
        for line in found.lines
        if line.kind is LineKind.INFLUENCES
    }
    for column in functions.columns:
        for person in column.people if column.outside else ():
            if not known.by.get(person.id):
                through = advised.get(person.id)
                yield Finding(
                    FindingKind.OUTSIDER,
                    person=person,
                    through=through or known.best(),
                    advises=through is not None,
                )


def _no_counterpart(lines: Sequence[Line], functions: Grid) -> Iterator[Finding]:
    """Matched colleagues who do not know the function that they should."""
    for number, column in enumerate(functions.columns):
        for line, row in zip(lines, functions.cells, strict=True):
            if row[number].matched and column.people and not is_link(row[number].level):
                yield Finding(
                    FindingKind.NO_COUNTERPART,
                    columns=(column,),
                    colleague=line.colleague,
                    person=column.people[0],
                )
