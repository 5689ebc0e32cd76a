"""The map's rating, fading stances, missing roles and single threads."""

from __future__ import annotations

import pytest

from b2bdesk.analytics.decision_unit import (
    Member,
    Rating,
    RatingReason,
    ThreadReason,
    fade,
    read_map,
    single_thread,
)
from b2bdesk.models.enums import Role, Stance

TODAY = 20_000


def member(person: int, stance: Stance, *roles: Role, influence: int | None = 3) -> Member:
    return Member(person, frozenset(roles), stance, TODAY, influence)


def test_confidence_halves_and_ends_below_a_quarter() -> None:
    assert fade(Stance.CHAMPION, TODAY, TODAY).confidence == 1
    assert fade(Stance.CHAMPION, TODAY - 180, TODAY).confidence == 0.5
    last = fade(Stance.CHAMPION, TODAY - 360, TODAY)
    assert (last.confidence, last.stale, last.counts_as) == (0.25, False, Stance.CHAMPION)
    gone = fade(Stance.CHAMPION, TODAY - 361, TODAY)
    assert (gone.recorded, gone.counts_as, gone.stale) == (Stance.CHAMPION, Stance.UNKNOWN, True)
    assert fade(Stance.CHAMPION, TODAY + 5, TODAY).confidence == 1
    assert fade(Stance.CHAMPION, None, TODAY).stale
    unknown = fade(Stance.UNKNOWN, TODAY - 900, TODAY)
    assert (unknown.stale, unknown.confidence) == (False, None)


@pytest.mark.parametrize(
    ("members", "rating", "reason"),
    [
        ([], Rating.RED, RatingReason.NOBODY_KNOWN),
        ([member(1, Stance.CHAMPION, Role.USER)], Rating.RED, RatingReason.NO_KEY_PLAYER),
        ([member(1, Stance.NEUTRAL, Role.DECIDER)], Rating.RED, RatingReason.NO_SUPPORT),
        (
            [member(1, Stance.UNKNOWN, Role.DECIDER), member(2, Stance.CHAMPION, Role.USER)],
            Rating.RED,
            RatingReason.NO_SUPPORT,
        ),
        (
            [member(1, Stance.NEUTRAL, Role.DECIDER), member(2, Stance.SUPPORTER, influence=4)],
            Rating.AMBER,
            RatingReason.SIGNER_NOT_WON,
        ),
        (
            [member(1, Stance.SUPPORTER, Role.DECIDER), member(2, Stance.OPPONENT, influence=5)],
            Rating.AMBER,
            RatingReason.OPPOSED,
        ),
        (
            [member(1, Stance.SUPPORTER, Role.DECIDER), member(2, Stance.OPPONENT, influence=3)],
            Rating.GREEN,
            RatingReason.SIGNER_WON,
        ),
        ([member(1, Stance.CHAMPION, Role.BUDGET_HOLDER)], Rating.GREEN, RatingReason.SIGNER_WON),
    ],
)
def test_rating(members: list[Member], rating: Rating, reason: RatingReason) -> None:
    found = read_map(members, TODAY)
    assert (found.rating, found.reason) == (rating, reason)


def test_support_that_is_stale_is_no_support() -> None:
    decider = Member(1, frozenset({Role.DECIDER}), Stance.CHAMPION, TODAY - 400, 5)
    assert read_map([decider], TODAY).reason is RatingReason.NO_SUPPORT
    assert read_map([decider], TODAY - 300).rating is Rating.GREEN


def test_missing_roles_and_key_players() -> None:
    found = read_map(
        [
            member(1, Stance.NEUTRAL, Role.BUYER, Role.GATEKEEPER),
            member(2, Stance.NEUTRAL, Role.USER, influence=4),
            member(3, Stance.NEUTRAL, Role.BUDGET_HOLDER, influence=None),
        ],
        TODAY,
    )
    assert found.missing_roles == (Role.INITIATOR, Role.INFLUENCER, Role.DECIDER)
    assert dict(found.role_counts)[Role.BUYER] == 1
    assert found.key_players == (2, 3)
    assert len(read_map([], TODAY).missing_roles) == 7


def test_single_thread() -> None:
    found = single_thread({1: 7, 2: 3}, 10)
    assert (found.single, found.person, found.share) == (True, 1, 0.7)
    assert found.reason is ThreadReason.ONE_CARRIES_MOST
    several = single_thread({1: 6, 2: 4}, 10)
    assert (several.single, several.reason) == (False, ThreadReason.SEVERAL)
    together = single_thread({1: 10, 2: 9}, 10)
    assert together.single is False
    alone = single_thread({1: 2, 2: 8}, 10, active=[1])
    assert (alone.single, alone.reason, alone.share) == (True, ThreadReason.ONLY_ONE_ACTIVE, 0.2)
    assert single_thread({}, 0, active=[4]).share is None
    quiet = single_thread({1: 0}, 0, active=[1, 2])
    assert (quiet.single, quiet.reason) == (None, ThreadReason.NO_EXCHANGES)
