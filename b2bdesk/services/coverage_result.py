"""What coverage comes to: the picture, its cells and what it shows, as one frozen Result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from b2bdesk.analytics.coverage import Shape
from b2bdesk.models.enums import ContactClass, CoverageLevel
from b2bdesk.queries.coverage import OpenStepRow, TeamRow
from b2bdesk.queries.people_rows import PersonRow

OUTSIDE, UNCLASSED = "outside", "unclassed"


@dataclass(frozen=True, slots=True)
class Column:
    """A function of theirs, or one person: ``key`` is a contact class, ``UNCLASSED``, ``OUTSIDE``
    or a person's id with a ``p`` before it.

    ``linked``: how many of us know somebody of it at least briefly.
    """

    key: str
    contact_class: ContactClass | None
    outside: bool
    people: tuple[PersonRow, ...]
    linked: int
    of_person: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """How one of us knows a column.

    ``suggested``: by exchanges, for nobody set the level. ``desired``: how well it should be, None
    where nobody said; ``by_default`` where it only follows from the match. ``matched``: this
    colleague should know this function; ``settled`` where the user said so, or that it is not so.
    ``last_days`` since the last exchange, None for never; ``exchanges`` of the period.
    """

    level: CoverageLevel
    suggested: bool
    desired: CoverageLevel | None
    by_default: bool
    matched: bool
    settled: bool
    last_days: int | None
    exchanges: int


@dataclass(frozen=True, slots=True)
class Line:
    """One of us; ``exchanges`` of twelve months with the people of the account."""

    colleague: TeamRow
    exchanges: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns, and for each line its cells in their order."""

    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]


class FindingKind(StrEnum):
    """What is worth saying of a coverage."""

    OUR_THREAD = "our_thread"
    THEIR_THREAD = "their_thread"
    NOBODY_KNOWN = "nobody_known"
    KEY_PLAYER = "key_player"
    OUTSIDER = "outsider"
    NO_COUNTERPART = "no_counterpart"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    OUR_THREAD: ``colleague`` carries ``count`` of ``total`` exchanges of twelve months.
    THEIR_THREAD: ``person`` does. NOBODY_KNOWN: nobody is known in ``columns``; ``through`` may
    tell a name. KEY_PLAYER: ``person`` is known only by ``colleague`` (``only``), by nobody
    (``only`` without a colleague), or not met for too many ``days`` (``late``; None: never).
    OUTSIDER: nobody knows ``person``, who ``advises`` ``through`` where that is known, else
    ``through`` is whom we know best. NO_COUNTERPART: ``colleague`` should know ``columns`` and
    does not, although ``person`` is known there.
    """

    kind: FindingKind
    columns: tuple[Column, ...] = ()
    colleague: TeamRow | None = None
    person: PersonRow | None = None
    through: PersonRow | None = None
    count: int = 0
    total: int = 0
    only: bool = False
    late: bool = False
    days: int | None = None
    advises: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """Bow-tie or diamond with its functions: ours by their words, theirs by their columns.

    ``links`` are pairs of places on the two sides.
    """

    shape: Shape
    ours: tuple[str, ...]
    theirs: tuple[Column, ...]
    links: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class AccountCoverage:
    """The coverage of an account as of a day.

    ``months``: how far back the cells count exchanges, None for ever. ``functions`` and ``people``
    have the same lines. ``team``: all of us who are active. ``good`` of ``matched`` cells with
    people in their column are known multiple times or in depth.
    """

    account_id: int
    account: str
    as_of: date
    months: int | None
    lines: tuple[Line, ...]
    team: tuple[TeamRow, ...]
    functions: Grid
    people: Grid
    findings: tuple[Finding, ...]
    sides: Sides
    matched: int
    good: int
    steps: tuple[OpenStepRow, ...]
