"""Who of us knows whom at an account, how well, and how well it should be: one Result for all.

A level is what somebody set; where nobody did, exchanges suggest one (``analytics.coverage``).
Unknown means that nobody set one. A function of theirs is a contact class, and "outside" are the
people of other firms; one of us knows a function as well as the best known of its people.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from b2bdesk.analytics.coverage import (
    choose_counterparts,
    compute_shape,
    is_link,
    rank,
    suggest_level,
)
from b2bdesk.models.enums import ContactClass, CoverageLevel
from b2bdesk.queries import coverage as reads
from b2bdesk.queries.coverage import MatchRow, TeamRow
from b2bdesk.queries.people import get_people
from b2bdesk.queries.people_rows import PeopleRow, PersonRow
from b2bdesk.services.coverage_findings import find_all
from b2bdesk.services.coverage_result import (
    OUTSIDE,
    UNCLASSED,
    AccountCoverage,
    Cell,
    Column,
    Grid,
    Line,
    Sides,
)
from b2bdesk.services.coverage_words import classes_to_know

DESIRED = CoverageLevel.MULTIPLE
"""How well a matched colleague should know a function where nobody said."""

ALWAYS_SHOWN = (
    ContactClass.DECISION_MAKER,
    ContactClass.PURCHASING,
    ContactClass.TECHNICAL,
    ContactClass.END_USER,
    ContactClass.FINANCE,
    ContactClass.LOGISTICS,
)
"""Functions that a customer has, so that not knowing anybody there is worth showing."""

_ORDER = (
    ContactClass.DECISION_MAKER,
    ContactClass.EXECUTIVE_SPONSOR,
    *(each for each in ContactClass if each not in ("decision_maker", "executive_sponsor")),
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One of us and one of them."""

    level: CoverageLevel = CoverageLevel.UNKNOWN
    suggested: bool = False
    desired: CoverageLevel | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of an account, by pairs of one of us and one of them."""

    people: tuple[PersonRow, ...]
    pairs: Mapping[tuple[int, int], _Pair]
    met: Mapping[tuple[int, int], frozenset[int]]
    year: Mapping[int, int]


def account_coverage(
    session: Session,
    account: int,
    as_of: date,
    months: int | None = 12,
    added: Collection[int] = (),
) -> AccountCoverage:
    """The coverage of an account as of a day; ``DomainError`` when the account is gone.

    ``months``: how far back the cells count exchanges, None for ever. ``added``: colleagues who
    are shown whether or not they have to do with the account.
    """
    found = get_people(session, account, as_of)
    read = _read(session, found, as_of, months)
    team = {row.id: row for row in reads.list_team(session)}
    owner = reads.get_owner(session, account)
    settled = {
        (row.colleague, row.contact_class): row for row in reads.list_matches(session, account)
    }
    classes = _columns(read.people, settled.values(), reads.list_wanted(session, account))
    matched = _matches(classes, team, read, settled, owner)
    lines = _lines(team, read, matched, settled, owner, added)
    ids = [line.colleague.id for line in lines]
    functions = _grid(classes, ids, read, matched, settled, as_of)
    singles = [
        Column(f"p{person.id}", column.contact_class, column.outside, (person,), 0, of_person=True)
        for column in classes
        for person in column.people
    ]
    people = _grid(singles, ids, read, matched, settled, as_of)
    good, should = 0, 0
    for row in functions.cells:
        for column, cell in zip(functions.columns, row, strict=True):
            if cell.matched and column.people:
                should += 1
                good += rank(cell.level) >= rank(DESIRED)
    return AccountCoverage(
        account_id=account,
        account=found.account,
        as_of=as_of,
        months=months,
        lines=lines,
        team=tuple(row for row in team.values() if row.active),
        functions=functions,
        people=people,
        findings=find_all(session, found, lines, functions, people, team, as_of),
        sides=_sides(lines, functions),
        matched=should,
        good=good,
        steps=tuple(reads.list_open_steps(session, account)),
    )


def first_day(as_of: date, months: int) -> date:
    """The first day of so many months that end with a day."""
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    day = min(as_of.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=1)


def _read(session: Session, found: PeopleRow, as_of: date, months: int | None) -> _Read:
    unique = {seat.person.id: seat.person for seat in found.seats}
    unique |= {person.id: person for person in found.unseated}
    people = tuple(sorted(unique.values(), key=lambda row: (row.name.casefold(), row.id)))
    ids = [person.id for person in people]
    since = None if months is None else first_day(as_of, months)
    year_start = first_day(as_of, 12)
    recent: dict[tuple[int, int], int] = defaultdict(int)
    met: dict[tuple[int, int], set[int]] = defaultdict(set)
    by_colleague: dict[int, set[int]] = defaultdict(set)
    earliest = since if since is None else min(since, year_start)
    for meeting in reads.list_meetings(session, ids, earliest, as_of):
        key = (meeting.colleague, meeting.person)
        if meeting.on >= year_start:
            recent[key] += 1
            by_colleague[meeting.colleague].add(meeting.exchange)
        if since is None or meeting.on >= since:
            met[key].add(meeting.exchange)
    pairs: dict[tuple[int, int], _Pair] = {}
    for row in reads.list_met(session, ids, as_of):
        key = (row.colleague, row.person)
        level = suggest_level(row.exchanges, recent[key])
        pairs[key] = _Pair(level, is_link(level), None, row.last)
    for person in people:
        for own in person.coverage:
            key = (own.colleague_id, person.id)
            pair = replace(pairs.get(key, _Pair()), desired=own.desired)
            if own.level is not CoverageLevel.UNKNOWN:
                pair = replace(pair, level=own.level, suggested=False)
            pairs[key] = pair
    return _Read(
        people=people,
        pairs=pairs,
        met={key: frozenset(each) for key, each in met.items()},
        year={one: len(each) for one, each in by_colleague.items()},
    )


def _columns(
    people: Sequence[PersonRow], settled: Collection[MatchRow], wanted: Mapping[ContactClass, int]
) -> list[Column]:
    """The functions on show: where somebody is known, or should be; then those outside."""
    inside: dict[ContactClass | None, list[PersonRow]] = defaultdict(list)
    for person in people:
        if not person.external:
            inside[person.contact_class].append(person)
    shown = {each for each in ALWAYS_SHOWN if wanted.get(each) != 0}
    shown |= {each for each, number in wanted.items() if number > 0}
    shown |= {row.contact_class for row in settled if is_link(row.desired)}
    shown |= {each for each in inside if each is not None}
    columns = [
        Column(each.value, each, False, tuple(inside[each]), 0) for each in _ORDER if each in shown
    ]
    if inside[None]:
        columns.append(Column(UNCLASSED, None, False, tuple(inside[None]), 0))
    outside = tuple(person for person in people if person.external)
    return [*columns, Column(OUTSIDE, None, True, outside, 0)]


def _matches(
    columns: Sequence[Column],
    team: Mapping[int, TeamRow],
    read: _Read,
    settled: Mapping[tuple[int, ContactClass], MatchRow],
    owner: int | None,
) -> dict[tuple[int, ContactClass], CoverageLevel]:
    """Who of us should know which class, and how well: as settled, else by function words."""
    able: dict[ContactClass, list[int]] = {
        each.contact_class: [] for each in columns if each.contact_class is not None
    }
    for row in team.values():
        for kind in classes_to_know(row.function) if row.active else ():
            if kind in able and (row.id, kind) not in settled:
                able[kind].append(row.id)
    linked = {
        (colleague, column.contact_class)
        for column in columns
        if column.contact_class is not None
        for person in column.people
        for colleague in team
        if is_link(read.pairs.get((colleague, person.id), _Pair()).level)
    }
    matched = dict.fromkeys(choose_counterparts(able, linked, owner), DESIRED)
    for key, match in settled.items():
        if is_link(match.desired) and key[0] in team and team[key[0]].active:
            matched[key] = match.desired
    return matched


def _lines(
    team: Mapping[int, TeamRow],
    read: _Read,
    matched: Mapping[tuple[int, ContactClass], CoverageLevel],
    settled: Collection[tuple[int, ContactClass]],
    owner: int | None,
    added: Collection[int],
) -> tuple[Line, ...]:
    """Whoever of us has to do with the account, busiest first."""
    shown = {
        colleague
        for (colleague, _), pair in read.pairs.items()
        if pair.level is not CoverageLevel.UNKNOWN or pair.desired is not None
    }
    active = {colleague for colleague, row in team.items() if row.active}
    shown |= active & {*(one for one, _ in matched), *(one for one, _ in settled), *added, owner}
    lines = [Line(team[one], read.year.get(one, 0)) for one in shown if one in team]
    lines.sort(key=lambda line: (-line.exchanges, line.colleague.name.casefold()))
    return tuple(lines)


def _grid(
    columns: Sequence[Column],
    ids: Sequence[int],
    read: _Read,
    matched: Mapping[tuple[int, ContactClass], CoverageLevel],
    settled: Collection[tuple[int, ContactClass]],
    as_of: date,
) -> Grid:
    cells = tuple(
        tuple(_cell(column, colleague, read, matched, settled, as_of) for column in columns)
        for colleague in ids
    )
    counted = tuple(
        replace(column, linked=sum(is_link(row[number].level) for row in cells))
        for number, column in enumerate(columns)
    )
    return Grid(counted, cells)


def _cell(
    column: Column,
    colleague: int,
    read: _Read,
    matched: Mapping[tuple[int, ContactClass], CoverageLevel],
    settled: Collection[tuple[int, ContactClass]],
    as_of: date,
) -> Cell:
    pairs = [read.pairs.get((colleague, person.id), _Pair()) for person in column.people]
    best = max(pairs, key=lambda pair: (rank(pair.level), not pair.suggested), default=_Pair())
    last = max((pair.last for pair in pairs if pair.last is not None), default=None)
    exchanges: set[int] = set()
    for person in column.people:
        exchanges |= read.met.get((colleague, person.id), frozenset())
    kind = column.contact_class
    match = None if kind is None else matched.get((colleague, kind))
    wishes = [pair.desired for pair in pairs if pair.desired is not None]
    own = max(wishes, key=rank, default=None)
    said = kind is not None and (colleague, kind) in settled
    desired = (own or match) if column.of_person or not said else (match or own)
    return Cell(
        level=best.level,
        suggested=best.suggested,
        desired=desired,
        by_default=desired is not None and own is None and not said,
        matched=match is not None,
        settled=said,
        last_days=None if last is None else (as_of - last).days,
        exchanges=len(exchanges),
    )


def _sides(lines: Sequence[Line], functions: Grid) -> Sides:
    """Our functions and theirs, and which of them are linked; those outside belong to neither."""
    ours: dict[str, tuple[str, list[int]]] = {}
    for number, line in enumerate(lines):
        if line.colleague.active:
            name = line.colleague.function or line.colleague.name
            ours.setdefault(name.casefold(), (name, []))[1].append(number)
    places = [n for n, column in enumerate(functions.columns) if column.contact_class is not None]
    links = tuple(
        (one, other)
        for one, (_, rows) in enumerate(ours.values())
        for other, number in enumerate(places)
        if any(is_link(functions.cells[row][number].level) for row in rows)
    )
    return Sides(
        shape=compute_shape(len(ours), len(places), links),
        ours=tuple(name for name, _ in ours.values()),
        theirs=tuple(functions.columns[n] for n in places),
        links=links,
    )
