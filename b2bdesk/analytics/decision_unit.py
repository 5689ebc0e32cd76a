"""How we stand inside a decision-making unit: stances that fade, key players, the map's rating.

A stance's confidence halves every 180 days; below a quarter it is stale and counts as unknown.
Key player: decider or budget holder, or influence of at least 4. Rating: red when no key player is
a supporter or champion; green when a decider or budget holder is and no key player is an opponent;
amber between. Unknown is not neutral, and neither is support.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from b2bdesk.models.enums import Role, Stance

STANCE_HALF_LIFE_DAYS = 180
KEY_INFLUENCE = 4
_SIGNING = frozenset({Role.DECIDER, Role.BUDGET_HOLDER})
_FOR_US = frozenset({Stance.SUPPORTER, Stance.CHAMPION})


class Rating(StrEnum):
    """The map in one colour."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class RatingReason(StrEnum):
    """Why the map has its rating."""

    NOBODY_KNOWN = "nobody_known"
    NO_KEY_PLAYER = "no_key_player"
    NO_SUPPORT = "no_support"  # no key player is a supporter or champion
    OPPOSED = "opposed"  # support, but a key player is an opponent
    SIGNER_NOT_WON = "signer_not_won"  # support, but of no decider or budget holder
    SIGNER_WON = "signer_won"


class ThreadReason(StrEnum):
    """Why a side is, or is not, held by a single person."""

    ONE_CARRIES_MOST = "one_carries_most"
    ONLY_ONE_ACTIVE = "only_one_active"
    SEVERAL = "several"
    NO_EXCHANGES = "no_exchanges"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one decision-making unit. Days are stored days; None is not known."""

    person: int
    roles: frozenset[Role] = frozenset()
    stance: Stance = Stance.UNKNOWN
    stance_day: int | None = None
    influence: int | None = None


@dataclass(frozen=True, slots=True)
class FadedStance:
    """A stance as it counts today. ``confidence`` 1 on its day, None without a stance or a day."""

    recorded: Stance
    counts_as: Stance
    confidence: float | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A member with what follows from roles, influence and the age of the stance."""

    member: Member
    stance: FadedStance
    is_key_player: bool
    signs: bool


@dataclass(frozen=True, slots=True)
class MapReading:
    """The unit's map: rating with its reason, members in the order given, roles nobody has."""

    rating: Rating
    reason: RatingReason
    standings: tuple[Standing, ...]
    missing_roles: tuple[Role, ...]
    role_counts: tuple[tuple[Role, int], ...]

    @property
    def key_players(self) -> tuple[int, ...]:
        """Ids of the key players."""
        return tuple(one.member.person for one in self.standings if one.is_key_player)


@dataclass(frozen=True, slots=True)
class SingleThread:
    """Whether one person carries one side. ``share`` of the exchanges of ``person``, 0 to 1."""

    single: bool | None
    reason: ThreadReason
    person: int | None
    share: float | None


def fade(stance: Stance, stance_day: int | None, as_of: int) -> FadedStance:
    """A stance as of a day. Without a day nobody can tell how old it is: stale."""
    if stance is Stance.UNKNOWN:
        return FadedStance(stance, stance, None, False)
    if stance_day is None:
        return FadedStance(stance, Stance.UNKNOWN, None, True)
    age = max(0, as_of - stance_day)
    # Below a quarter is past two half-lives, decided in whole days.
    stale = age > 2 * STANCE_HALF_LIFE_DAYS
    return FadedStance(
        recorded=stance,
        counts_as=Stance.UNKNOWN if stale else stance,
        confidence=math.exp2(-age / STANCE_HALF_LIFE_DAYS),
        stale=stale,
    )


def is_key_player(member: Member) -> bool:
    """Decider or budget holder, or influence of at least 4."""
    return bool(member.roles & _SIGNING) or (member.influence or 0) >= KEY_INFLUENCE


def read_map(members: Sequence[Member], as_of: int) -> MapReading:
    """Rating, key players and missing roles of a decision-making unit as of a stored day."""
    standings = tuple(
        Standing(
            member=member,
            stance=fade(member.stance, member.stance_day, as_of),
            is_key_player=is_key_player(member),
            signs=bool(member.roles & _SIGNING),
        )
        for member in members
    )
    counts = tuple((role, sum(role in member.roles for member in members)) for role in Role)
    rating, reason = _rate(standings)
    return MapReading(
        rating=rating,
        reason=reason,
        standings=standings,
        missing_roles=tuple(role for role, count in counts if count == 0),
        role_counts=counts,
    )


def single_thread(
    exchanges_by_person: Mapping[int, int], exchanges: int, active: Iterable[int] | None = None
) -> SingleThread:
    """One side's fact: a person takes part in 70 % or more of the exchanges of twelve months.

    ``exchanges_by_person`` counts each person's exchanges, ``exchanges`` all of that side's (one
    with two people counts once). ``active`` names the people still there: with only one of them
    the side is single-threaded whatever the counts say. Two people who both reach 70 % carry it
    together and are not single.
    """
    here = None if active is None else set(active)
    if here is not None and len(here) == 1:
        (person,) = here
        share = exchanges_by_person.get(person, 0) / exchanges if exchanges else None
        return SingleThread(True, ThreadReason.ONLY_ONE_ACTIVE, person, share)
    ranked = sorted(
        ((count, person) for person, count in exchanges_by_person.items() if count > 0),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not ranked or exchanges <= 0:
        return SingleThread(None, ThreadReason.NO_EXCHANGES, None, None)
    carrying = [person for count, person in ranked if 10 * count >= 7 * exchanges]
    count, person = ranked[0]
    single = len(carrying) == 1
    reason = ThreadReason.ONE_CARRIES_MOST if single else ThreadReason.SEVERAL
    return SingleThread(single, reason, person, count / exchanges)


def _rate(standings: Sequence[Standing]) -> tuple[Rating, RatingReason]:
    if not standings:
        return Rating.RED, RatingReason.NOBODY_KNOWN
    key = [one for one in standings if one.is_key_player]
    if not key:
        return Rating.RED, RatingReason.NO_KEY_PLAYER
    if not any(one.stance.counts_as in _FOR_US for one in key):
        return Rating.RED, RatingReason.NO_SUPPORT
    if any(one.stance.counts_as is Stance.OPPONENT for one in key):
        return Rating.AMBER, RatingReason.OPPOSED
    if any(one.signs and one.stance.counts_as in _FOR_US for one in key):
        return Rating.GREEN, RatingReason.SIGNER_WON
    return Rating.AMBER, RatingReason.SIGNER_NOT_WON
