"""Whether single letters are keys; the user may switch them off, for every page at once."""

from __future__ import annotations

_state = {"on": True}


def letters_on() -> bool:
    """True while J, K, N and the like are keys outside text fields."""
    return _state["on"]


def set_letters_on(on: bool) -> None:
    """Switch the single letters on or off."""
    _state["on"] = on
