"""Starting without a file, making one, and coming back to it."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.ui.pages.first_run import FirstRunPage
from tests.stories.conftest import Desk


def test_first_run_offers_three_ways_and_only_what_works(desk: Desk) -> None:
    assert isinstance(desk.window.stack.currentWidget(), FirstRunPage)
    shown = desk.texts()
    assert "Start with your customers" in shown
    assert "Everything stays on this computer" in shown
    assert not desk.window.rail.buttons["portfolio"].isEnabled()


def test_a_new_file_is_one_file_and_among_the_recent_ones(
    make_desk: Callable[[], Desk],
) -> None:
    desk = make_desk()
    path = desk.new()
    assert desk.error == ""
    desk.window.close()
    assert [item.name for item in path.parent.glob("mine*")] == ["mine.b2bdesk"]
    again = make_desk()
    assert "mine" in again.texts(again.window.first_run) or again.window.store.value.recent
    again.open(path)
    assert again.window.windowTitle().startswith("mine")
