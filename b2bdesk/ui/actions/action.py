"""Actions: one record each; menu, palette, shortcuts and the shortcut sheet derive from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do, by name.

    ``key`` is stable ("account.log_exchange"); ``title`` a verb phrase; ``shortcut`` a Qt key
    sequence; ``keywords`` further words the palette finds it by; ``enabled`` is asked when it is
    offered; ``single_letter`` shortcuts work only outside text fields.
    """

    key: str
    title: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    group: str = ""
    keywords: str = ""
    enabled: Callable[[], bool] = lambda: True
