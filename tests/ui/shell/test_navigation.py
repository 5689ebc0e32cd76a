"""Back and forward."""

from __future__ import annotations

from b2bdesk.ui.context import Target
from b2bdesk.ui.shell.navigation import Navigation

TODAY, PORTFOLIO, ACCOUNTS = Target("today"), Target("portfolio"), Target("accounts")


def test_back_and_forward_walk_the_places_visited() -> None:
    places = Navigation()
    for target in (TODAY, PORTFOLIO, ACCOUNTS):
        places.visit(target)
    assert places.back() == PORTFOLIO
    assert places.back() == TODAY
    assert places.back() is None
    assert places.forward() == PORTFOLIO
    places.visit(TODAY)
    assert not places.can_go_forward
    assert places.back() == PORTFOLIO


def test_the_same_place_twice_is_one_place() -> None:
    places = Navigation()
    places.visit(TODAY)
    places.visit(Target("today"))
    assert not places.can_go_back
