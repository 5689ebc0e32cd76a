"""How healthy the map of a decision-making unit is: its rating, and what weakens it, with whom.

The rating is that of ``analytics.decision_unit``. Each finding names the people it means, so that
they can be opened; the same findings serve the People tab, the overview, Today and the portfolio.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from b2bdesk.analytics.decision_unit import MapReading, Rating, RatingReason, Standing
from b2bdesk.models.enums import CoverageLevel, Role, Stance
from b2bdesk.services.single_thread import Thread

AGAINST = frozenset({Stance.OPPONENT, Stance.SCEPTIC})
COVERED = frozenset({CoverageLevel.BRIEF, CoverageLevel.MULTIPLE, CoverageLevel.IN_DEPTH})
_ORDER = (Rating.RED, Rating.AMBER, Rating.GREEN)


class Finding(StrEnum):
    """What weakens a map, the worst first."""

    DECIDER_UNKNOWN = "decider_unknown"
    BUDGET_HOLDER_UNKNOWN = "budget_holder_unknown"
    KEY_PLAYER_AGAINST = "key_player_against"
    BUDGET_HOLDER_NOT_COVERED = "budget_holder_not_covered"
    THEIR_SIDE_SINGLE = "their_side_single"
    OUR_SIDE_SINGLE = "our_side_single"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class MapFinding:
    """A finding with the people it means.

    ``people`` are ids of theirs; of ``OUR_SIDE_SINGLE`` the names are ours and ``people`` is empty.
    ``share`` 0..1 is given where one person carries a side, ``last_one`` where nobody else is left.
    ``units`` names the units it holds in, where an account has several.
    """

    kind: Finding
    people: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    share: float | None = None
    last_one: bool = False
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapHealth:
    """A unit's, or an account's, rating with its reason and findings.

    ``rating`` is None while nobody sits there. ``unit`` names the unit that is meant where an
    account has several.
    """

    rating: Rating | None
    reason: RatingReason
    findings: tuple[MapFinding, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sitter:
    """A member for the findings: the name, and whether anyone of us knows the person."""

    standing: Standing
    name: str
    covered: bool


def unit_health(reading: MapReading, sitters: Sequence[Sitter], name: str = "") -> MapHealth:
    """The health of one unit; the two single threads are facts of the account and come apart."""
    if not sitters:
        return MapHealth(None, reading.reason, (), name)
    found = []
    for role, kind in (
        (Role.DECIDER, Finding.DECIDER_UNKNOWN),
        (Role.BUDGET_HOLDER, Finding.BUDGET_HOLDER_UNKNOWN),
    ):
        if role in reading.missing_roles:
            found.append(MapFinding(kind))
    for kind, meant in (
        (Finding.KEY_PLAYER_AGAINST, [s for s in sitters if _is_against(s)]),
        (Finding.BUDGET_HOLDER_NOT_COVERED, [s for s in sitters if _is_not_covered(s)]),
        (Finding.STALE, [s for s in sitters if s.standing.stance.stale]),
    ):
        if meant:
            people = tuple(s.standing.member.person for s in meant)
            found.append(MapFinding(kind, people, tuple(s.name for s in meant)))
    return MapHealth(reading.rating, reading.reason, tuple(found), name)


def thread_findings(threads: Iterable[Thread]) -> tuple[MapFinding, ...]:
    """The single threads of an account as findings."""
    return tuple(
        MapFinding(
            Finding.OUR_SIDE_SINGLE if thread.ours else Finding.THEIR_SIDE_SINGLE,
            () if thread.ours else (thread.person,),
            (thread.name,),
            thread.share,
            thread.last_one,
        )
        for thread in threads
    )


def account_health(units: Sequence[MapHealth], threads: Iterable[Thread]) -> MapHealth | None:
    """The health of an account: that of its worst unit, with the findings of all.

    None where nobody sits in any unit and no side hangs on one person.
    """
    rated = [unit for unit in units if unit.rating is not None]
    singles = thread_findings(threads)
    if not rated:
        return MapHealth(None, RatingReason.NOBODY_KNOWN, singles) if singles else None
    worst = min(rated, key=lambda unit: _ORDER.index(unit.rating or Rating.GREEN))
    several = len(rated) > 1
    people: dict[Finding, dict[int, str]] = defaultdict(dict)
    inside: dict[Finding, list[str]] = defaultdict(list)
    for unit in rated:
        for finding in unit.findings:
            people[finding.kind].update(zip(finding.people, finding.names, strict=True))
            inside[finding.kind].append(unit.unit)
    found = [
        MapFinding(
            kind,
            tuple(people[kind]),
            tuple(people[kind].values()),
            units=tuple(units) if several else (),
        )
        for kind, units in inside.items()
    ]
    return MapHealth(
        worst.rating,
        worst.reason,
        _ordered([*found, *singles]),
        worst.unit if several else "",
    )


def unit_findings(unit: MapHealth, threads: Iterable[Thread]) -> tuple[MapFinding, ...]:
    """The findings of a unit and the single threads of its account, the worst first."""
    return _ordered([*unit.findings, *thread_findings(threads)])


def _ordered(found: Iterable[MapFinding]) -> tuple[MapFinding, ...]:
    order = list(Finding)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def _is_against(sitter: Sitter) -> bool:
    return sitter.standing.is_key_player and sitter.standing.stance.counts_as in AGAINST


def _is_not_covered(sitter: Sitter) -> bool:
    return Role.BUDGET_HOLDER in sitter.standing.member.roles and not sitter.covered
