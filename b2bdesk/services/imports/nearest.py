"""Accounts that are written nearly as a reference that fits none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from b2bdesk.services.imports.matching import Record, folded

if TYPE_CHECKING:
    from b2bdesk.services.imports.directory import Directory

_SEARCHES_MAX = 300  # a file that refers to strangers throughout needs its accounts, not choices
_CHOICES = 3
_NEAR_NAME = 70
_NEAR_NUMBER = 74  # of 100: one digit more or less among four, or another one among five


class Nearest:
    """Looks for the accounts nearest to a number or a name, each reference once."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._found: dict[tuple[str, str], list[Record]] = {}

    def accounts(self, code: object, name: object) -> Sequence[Record]:
        """The accounts nearest by name, then by number."""
        wanted = (str(code or ""), folded(name))
        if wanted not in self._found:
            if len(self._found) >= _SEARCHES_MAX:
                return ()
            self._found[wanted] = self._search(*wanted)
        return self._found[wanted]

    def _search(self, code: str, name: str) -> list[Record]:
        from rapidfuzz import fuzz, process

        directory = self._directory
        found: dict[int, Record] = {}
        names = [str(key) for key, rows in directory.accounts.rows.items() if rows]
        for _, _, at in process.extract(
            name or folded(code), names, scorer=fuzz.WRatio, limit=_CHOICES, score_cutoff=_NEAR_NAME
        ):
            found |= {row["id"]: row for row in directory.accounts.find(names[at])}
        if code:
            numbers = [(n, i) for i, held in directory.numbers_of.items() for n in held]
            for _, _, at in process.extract(
                code, [n for n, _ in numbers], scorer=fuzz.ratio, limit=_CHOICES,
                score_cutoff=_NEAR_NUMBER,
            ):  # fmt: skip
                found.setdefault(numbers[at][1], directory.by_id[numbers[at][1]])
        return list(found.values())[: 2 * _CHOICES]
