"""Cell formats of a workbook, each made once, in the light colours of the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from b2bdesk.core.resources import resource_path
from b2bdesk.exchange_formats.excel.number_formats import format_of


@cache
def _palette() -> Mapping[str, str]:
    tokens = json.loads(resource_path("themes", "tokens.json").read_text("utf-8"))
    return {role: told for role, told in tokens["color"]["light"].items() if isinstance(told, str)}


def colour(role: str) -> str:
    """A colour of the light theme: paper is white."""
    return _palette()[role]


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, kind: str, currency: str = "", *, total: bool = False) -> Any:
        """The format of a kind of column's cells, or of the total under it."""
        told: dict[str, Any] = {"num_format": format_of(kind, currency), "valign": "top"}
        if kind == "note":
            told["text_wrap"] = True
        if total:
            told |= {"bold": True, "top": 1, "top_color": colour("line_control")}
        return self.plain(**told)

    def head(self, *, right: bool) -> Any:
        """The format of a table's header."""
        return self.plain(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            align="right" if right else "left",
            font_color=colour("text"),
            bg_color=colour("sunken"),
            bottom=1,
            bottom_color=colour("line_strong"),
        )

    def plain(self, **told: Any) -> Any:
        """A format by its properties."""
        key = tuple(sorted(told.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(told)
        return self._made[key]
