"""Finds the header of a table: one line, two lines, with units under it, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from b2bdesk.exchange_formats.excel.grid import Grid, Merges, filled, is_empty, is_text
from b2bdesk.exchange_formats.values import text_of
from b2bdesk.exchange_formats.words import words_of

_UNIT = re.compile(
    r"[\[(]?(?:[A-Z]{3}|[€$£¥%]|T(?:EUR|USD|GBP|CHF)|in [€$£%A-Za-z]{1,5}|pcs\.?|pc\.?|Stk\.?"
    r"|St\.?|ea\.?|kg|g|t|m|m2|m³|l|h|hrs?|min|days?|Tage?|k€|T€|units?)[\])]?",
)


@dataclass(frozen=True, slots=True)
class Header:
    """``row`` is its (last) line in the grid, -1 for none; ``names`` by column."""

    row: int
    names: tuple[str, ...] = ()
    two_lines: bool = False


def find_header(grid: Grid, rows: list[int], merges: Merges, known_words: frozenset[str]) -> Header:
    """The header among some filled rows of the grid, the likeliest by known names, by contrast to
    the rows below, and by how many columns it names."""
    if not rows:
        return Header(-1)
    width = max(len(filled(grid[i])) for i in rows)
    # A row of cells that each span several columns stands above the header proper.
    spanned = {top for (top, left), (bottom, right) in merges if right > left and top == bottom}
    best, best_score = -1, 0.0
    for at, i in enumerate(rows):
        score = header_score(grid, rows[at:], width, known_words)
        score -= 0.02 * at + (0.6 if i in spanned else 0.0)
        if score > best_score + 0.15:
            best, best_score = i, score
    if best < 0 or best_score < 1.0:
        return Header(-1)
    under = best + 1
    if under in rows and _names_columns(grid, under):
        both = header_at(grid, under, merges, known_words)
        if both.two_lines:
            return both
    return header_at(grid, best, merges, known_words)


def _names_columns(grid: Grid, row: int) -> bool:
    """True for a row of nothing but texts, over columns of which some hold no texts below."""
    cells = filled(grid[row])
    below = [r for r in grid[row + 1 : row + 6] if filled(r)]
    return (
        len(cells) > 1
        and all(is_text(v) for _, v in cells)
        and any(
            below and all(c < len(r) and not is_empty(r[c]) and not is_text(r[c]) for r in below)
            for c, _ in cells
        )
    )


def header_score(grid: Grid, rows: list[int], width: int, known_words: frozenset[str]) -> float:
    """How much the first of these rows looks like the header of the others; 0 if not at all."""
    cells = filled(grid[rows[0]])
    years = _years(cells)
    texts = [(c, str(v).strip()) for c, v in cells if c in years or is_text(v)]
    if len(cells) < min(2, width) or len(texts) < 0.7 * len(cells):
        return 0.0
    known = sum(words_of(text) in known_words for _, text in texts)
    below = [grid[j] for j in rows[1:6]]
    if not below and not known:
        return 0.0
    contrast = sum(
        any(c < len(r) and not is_empty(r[c]) and not is_text(r[c]) for r in below)
        for c, _ in texts
    )
    if not known and not contrast:
        return 0.0
    unique = len({text.casefold() for _, text in texts}) == len(texts)
    return (
        len(cells) / width
        + 1.5 * known / len(cells)
        + 0.7 * contrast / len(cells)
        + (0.2 if unique else -0.5)
    )


def _years(cells: list[tuple[int, Any]]) -> set[int]:
    """Columns of consecutive years, which name columns though they are numbers."""
    found = [(c, v) for c, v in cells if isinstance(v, (int, float)) and 1990 <= v <= 2100]
    steps = [b - a for (_, a), (_, b) in pairwise(found)]
    return {c for c, _ in found} if steps and set(steps) == {1} else set()


def header_at(grid: Grid, row: int, merges: Merges, known_words: frozenset[str]) -> Header:
    """The header whose last line is this row, with the line above where it belongs to it."""
    names = [text_of(v) or "" if not is_empty(v) else "" for v in grid[row]]
    above = _spans_above(grid, row, merges) or _line_above(grid, row, names, known_words)
    if above:
        width = max(len(names), *(c + 1 for c in above))
        names += [""] * (width - len(names))
        names = [f"{above[c]} {n}".strip() if c in above else n for c, n in enumerate(names)]
    return Header(row, tuple(names), bool(above))


def _spans_above(grid: Grid, header: int, merges: Merges) -> dict[int, str]:
    """The words of horizontally merged cells right above the header, by column."""
    words: dict[int, str] = {}
    spans = [m for m in merges if m[0][0] == m[1][0] == header - 1 and m[1][1] > m[0][1]]
    width = len(grid[header])
    for (top, left), (_, right) in spans:
        if right - left + 1 >= 0.8 * width:
            return {}  # a title over the whole table, not a second header line
        text = text_of(grid[top][left]) if left < len(grid[top]) else None
        if text:
            words.update(dict.fromkeys(range(left, right + 1), text))
    return words if len(spans) > 1 else {}


def _line_above(
    grid: Grid, header: int, names: list[str], known_words: frozenset[str]
) -> dict[int, str]:
    """The words right above the header that belong to it, by column: names of groups over names
    that repeat, or the first half of names broken in two."""
    if header == 0:
        return {}
    over = filled(grid[header - 1])
    if len(over) < 2 or not all(is_text(v) for _, v in over):
        return {}
    told = {c: text_of(v) or "" for c, v in over}
    used = [n.casefold() for n in names if n]
    if len(set(used)) < len(used):  # Number, Name, Number, Name under Customer and Product
        starts = sorted(told)
        spread = {
            c: told[max(s for s in starts if s <= c)]
            for c, n in enumerate(names)
            if n and c >= starts[0]
        }
        whole = [f"{spread.get(c, '')} {n}".casefold() for c, n in enumerate(names) if n]
        return spread if len(set(whole)) == len(whole) else {}
    joined = [f"{told.get(c, '')} {n}" for c, n in enumerate(names) if n]
    known = sum(words_of(n) in known_words for n in names if n)
    better = sum(words_of(n) in known_words for n in joined)
    beside = [c for c in told if c >= len(names) or not names[c]]
    alone = sum(words_of(told[c]) in known_words for c in beside)
    return told if better + alone > known else {}


def is_units_line(grid: Grid, header: Header) -> bool:
    """True where the row under the header names units (EUR, pcs) of columns that hold numbers."""
    at = header.row + 1
    if header.row < 0 or at + 1 >= len(grid):
        return False
    cells = filled(grid[at])
    below = [row for row in grid[at + 1 : at + 6] if len(filled(row)) > 1]
    numeric = [
        c for c, _ in cells if any(c < len(r) and isinstance(r[c], (int, float)) for r in below)
    ]
    written = [c for c, _ in cells if any(c < len(r) and not is_text(r[c]) for r in below)]
    return bool(numeric or written) and all(
        isinstance(v, str) and _UNIT.fullmatch(v.strip()) for _, v in cells
    )
