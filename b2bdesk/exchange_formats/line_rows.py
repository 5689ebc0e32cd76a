"""Invoice lines as they travel from the reading process to the program: by column."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from b2bdesk.exchange_formats.values import MICRO

CUBE = MICRO**3


def digest(*parts: object) -> int:
    """63 bits of a hash of exact values: keys and contents are compared by it."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "big") >> 1


class LineRows(NamedTuple):
    """Lines by column, all of one length; refused rows are not among them.

    ``who`` and ``what`` count the parties (account code, account name, country) and the goods
    (product, product name) of the sheet from 0. List, net and cost are whole minor units and the
    exact rest in micros to the third; a column of rests is None where all are 0. ``key`` and
    ``content`` are the line's digests.
    """

    numbers: Sequence[int]
    who: Sequence[int]
    what: Sequence[int]
    document: Sequence[str]
    day: Sequence[int]
    month: Sequence[int]
    kind: Sequence[str]
    quantity: Sequence[int]
    list_whole: Sequence[int]
    list_rest: Sequence[int] | None
    net_whole: Sequence[int]
    net_rest: Sequence[int] | None
    cost_whole: Sequence[int | None]
    cost_rest: Sequence[int] | None
    key: Sequence[int]
    content: Sequence[int]

    @classmethod
    def arrived(cls, columns: Sequence[Any]) -> LineRows:
        """The columns after their way through the pipe, on which arrays are bytes."""
        found: Any = (memoryview(c).cast("q") if type(c) is bytes else c for c in columns)
        return cls(*found)


class LineChunk(NamedTuple):
    """What travels of some rows: their lines, and what is said once for many of them.

    ``parties`` and ``goods``: those met for the first time. ``refused``: rows with a problem, and
    their documents.
    ``repeats``: place among the rows of the same document and product, where it is not the first.
    ``twice``: rows that say the same as an earlier one, and that one.
    ``foreign``: rows that came in another currency, as ``line_foreign.Came``.
    """

    lines: tuple[Any, ...]
    parties: list[tuple[Any, ...]]
    goods: list[tuple[Any, ...]]
    refused: dict[int, str]
    repeats: dict[int, int]
    twice: dict[int, int]
    foreign: dict[int, tuple[Any, ...]]
