"""Back and forward over the places the user was at."""

from __future__ import annotations

from b2bdesk.ui.context import Target


class Navigation:
    """A list of places and where in it we are."""

    def __init__(self) -> None:
        self._places: list[Target] = []
        self._at = -1

    @property
    def current(self) -> Target | None:
        """The place that is shown."""
        return self._places[self._at] if self._at >= 0 else None

    @property
    def can_go_back(self) -> bool:
        """True where there is an earlier place."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """True where there is a later place."""
        return self._at < len(self._places) - 1

    def visit(self, target: Target) -> None:
        """A new place; what was ahead is gone."""
        if self.current == target:
            return
        self._places = [*self._places[: self._at + 1], target][-100:]
        self._at = len(self._places) - 1

    def back(self) -> Target | None:
        """Go to the place before."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self.current

    def forward(self) -> Target | None:
        """Go to the place after."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self.current

    def clear(self) -> None:
        """Forget every place: another file was opened."""
        self._places = []
        self._at = -1
