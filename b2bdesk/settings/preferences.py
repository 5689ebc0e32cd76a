"""What the program remembers on this computer, apart from any file: typed, declared, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

RECENT_FILES = 8


@dataclass(frozen=True, slots=True)
class Preferences:
    """``language`` and ``locale`` are empty where the system's are used.

    ``views`` holds what each view remembers (filters, sort, widths), by view key.
    """

    theme: str = "system"
    language: str = ""
    locale: str = ""
    text_scale: float = 1.0
    single_letters: bool = True
    notify_due: bool = True
    recent: tuple[str, ...] = ()
    last_file: str = ""
    geometry: str = ""
    views: Mapping[str, Any] = field(default_factory=dict)


class PreferenceStore:
    """Reads and writes the preferences of this computer. A damaged file means the defaults."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_config_path("b2bdesk", appauthor=False) / "preferences.json"
        self.value = self._load()

    def _load(self) -> Preferences:
        try:
            raw = json.loads(self.path.read_text("utf-8"))
            known = {item.name for item in fields(Preferences)}
            kept = {name: value for name, value in raw.items() if name in known}
            if "recent" in kept:
                kept["recent"] = tuple(str(path) for path in kept["recent"])
            return Preferences(**kept)
        except (OSError, ValueError, TypeError, AttributeError):
            return Preferences()

    def change(self, **values: Any) -> None:
        """Set some preferences and keep them; a folder that cannot be written loses only them."""
        self.value = replace(self.value, **values)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self.path.with_suffix(".unfinished")
            unfinished.write_text(json.dumps(asdict(self.value), indent=1), "utf-8")
            unfinished.replace(self.path)
        except OSError:
            return

    def remember_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        name = str(path.resolve())
        rest = [other for other in self.value.recent if other != name]
        self.change(recent=(name, *rest)[:RECENT_FILES], last_file=name)

    def forget_file(self, path: Path) -> None:
        """Take a file that is gone off the recent ones."""
        name = str(path)
        self.change(recent=tuple(other for other in self.value.recent if other != name))

    def view(self, key: str) -> dict[str, Any]:
        """What a view remembers."""
        kept = self.value.views.get(key)
        return dict(kept) if isinstance(kept, dict) else {}

    def set_view(self, key: str, kept: Mapping[str, Any]) -> None:
        """Remember a view's state."""
        if self.view(key) != dict(kept):
            self.change(views={**self.value.views, key: dict(kept)})


def sample_path() -> Path:
    """Where the sample database lies on this computer."""
    return user_data_path("b2bdesk", appauthor=False) / "sample" / "Adventure Works sample.b2bdesk"
