"""Rows of a table that are not data: totals, repeated headers, page lines, rules, footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from b2bdesk.exchange_formats.excel.grid import Grid, filled, is_empty
from b2bdesk.exchange_formats.excel.header import Header
from b2bdesk.exchange_formats.excel.model import ColumnLook
from b2bdesk.exchange_formats.values import parse_number
from b2bdesk.exchange_formats.words import words_of

_WORD = (
    r"(?:grand[ -]?|sub[ -]?|sous[ -]?|over[ -]?all )?(?:total|totals|totale|totaal|totales|totaux"
    r"|sum|summe|somme|somma|suma|gesamt|gesamtsumme|gesamtergebnis|endsumme|zwischensumme|subtotale"
    r"|subtotaal|eindtotaal|tussentotaal|ergebnis|zwischenergebnis)"
)
_MORE = (
    r"(?: (?:general|générale?|generale|gesamt|net|netto|gross|brutto|eur|usd|gbp|chf|€|\$|ht|ttc"
    r"|q[1-4]|(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember))*"
)
_TOTAL = re.compile(rf"{_WORD}{_MORE}\s*:?", re.IGNORECASE)
_TOTAL_OF = re.compile(rf"(?:{_WORD}\b.+|.+\b{_WORD})\s*:?", re.IGNORECASE)
_CARRIED = re.compile(
    r"(?:carried forward|brought forward|balance forward|übertrag|uebertrag|a reporter|à reporter"
    r"|report à nouveau|riporto|suma y sigue|transport)\s*:?",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:page|seite|pagina|página|pag\.|blatt|sheet)\s*:?\s*\d+(?:\s*(?:of|von|de|di|van|sur|/)\s*\d+)?",
    re.IGNORECASE,
)
_HINTS = (
    "tota", "sum", "som", "gesamt", "ergebnis", "forward", "bertrag", "report", "riporto", "sigue",
    "transport",
)  # fmt: skip
_RULE = re.compile(r"[-=_*–—]{3,}")
_HINT = re.compile("|".join((*_HINTS, _RULE.pattern)), re.IGNORECASE)
_FOOTNOTE = re.compile(
    r"(?:source|quelle|fonte|fuente|bron|note|notes|hinweis|anmerkung|remarque|nota|printed|gedruckt"
    r"|created|erstellt|end of|ende|fin de|filter|applied)\b.*|\*.*|©.*",
    re.IGNORECASE | re.DOTALL,
)


def last_data_row(grid: Grid, first: int, last: int, header: Header) -> int:
    """The last row that is not a source line or remark under the table."""
    columns = sum(1 for n in header.names if n)
    end = last
    while end > first:
        cells = filled(grid[end])
        if len(cells) == 0:
            end -= 1
            continue
        text = cells[0][1]
        if columns < 3 or len(cells) != 1 or not isinstance(text, str):
            break
        apart = not filled(grid[end - 1]) or end < last
        if not (apart or len(text) > 40 or _FOOTNOTE.fullmatch(text.strip())
                or _PAGE.fullmatch(text.strip())):  # fmt: skip
            break  # a record of which only the name is known
        end -= 1
    return end


def repeated_lines(
    grid: Grid, rows: Sequence[int], header: Header, holds: Callable[[int, Any], bool]
) -> list[int]:
    """Rows that say the header again, and the page lines and titles that come with it. ``holds``:
    whether a text stands in a column."""
    if header.row < 0:
        return []
    told = grid[header.row]
    named = [c for c, v in enumerate(told) if not is_empty(v)]
    if not named:
        return []
    at, name = named[0], told[named[0]]
    if not holds(at, name):
        return []
    again = [i for i in rows if at < len(grid[i]) and grid[i][at] == name]
    found = {i for i in again if _same(grid[i], told, named)}
    if not found:
        return []
    titles = {tuple(filled(grid[i])) for i in range(header.row)} - {()}
    for i in rows:
        cells = filled(grid[i])
        if tuple(cells) in titles or (
            len(cells) <= 2 and any(isinstance(v, str) and _PAGE.search(v) for _, v in cells)
        ):
            found.add(i)
    return sorted(found)


def _same(row: list[Any], told: list[Any], named: list[int]) -> bool:
    same = sum(c < len(row) and words_of(str(row[c])) == words_of(str(told[c])) for c in named)
    return same >= 0.7 * len(named) and sum(not is_empty(v) for v in row) <= len(named) + 1


def telling(words: Sequence[str]) -> list[str]:
    """The texts that may mark a row as not being data."""
    whole = "\n".join(words).lower()  # of many thousand texts mostly none is one
    if not any(hint in whole for hint in _HINTS) and not _RULE.search(whole):
        return []
    return [word for word in words if _is_telling(word)]


def _is_telling(word: str) -> bool:
    if not _HINT.search(word):
        return False
    word = word.strip()
    return any(
        pattern.fullmatch(word) is not None for pattern in (_TOTAL, _CARRIED, _RULE, _TOTAL_OF)
    )


def totals(
    grid: Grid,
    rows: Sequence[int],
    columns: Sequence[ColumnLook],
    marked: Sequence[tuple[int, str]],
) -> list[int]:
    """Rows of totals and rules. ``marked``: columns and telling texts that occur in them."""
    labels = [c.index for c in columns if _is_label(c)]
    numeric = {c.index: c.decimal for c in columns if not _is_label(c) and c.filled}
    by_column: dict[int, set[str]] = {}
    for c, word in marked:
        by_column.setdefault(c, set()).add(word)
    sure: set[int] = set()
    unsure: list[int] = []
    for i in rows if by_column else ():
        row = grid[i]
        telling = [row[c] for c, words in by_column.items() if c < len(row) and row[c] in words]
        if not telling:
            continue
        word = str(telling[0])
        if _RULE.fullmatch(word.strip()):
            if all(isinstance(v, str) and _RULE.fullmatch(v.strip()) for _, v in filled(row)):
                sure.add(i)
        elif _is_total(row, len(columns) + 1):
            exact = _TOTAL.fullmatch(word.strip()) or _CARRIED.fullmatch(word.strip())
            if exact and _is_total(row, len(columns)):
                sure.add(i)
            else:  # a name such as Total Energies, until its numbers say otherwise
                unsure.append(i)
    last = rows[-1] if rows else -1
    if last >= 0 and last not in sure and _only_numbers(grid[last], labels):
        unsure.append(last)
    if unsure:
        sure.update(_adding_up(grid, rows, sure, unsure, numeric))
    return sorted(sure)


def _is_label(column: ColumnLook) -> bool:
    return column.texts - column.text_numbers + column.dates > column.numbers + column.text_numbers


def _only_numbers(row: list[Any], labels: list[int]) -> bool:
    cells = filled(row)
    return bool(labels and cells) and not any(c in labels for c, _ in cells)


def _is_total(row: list[Any], columns: int) -> bool:
    """At least one number, and cells left empty beside them."""
    cells = [v for _, v in filled(row)]
    texts = [v for v in cells if isinstance(v, str)]
    numbers = [v for v in cells if isinstance(v, (int, float))]
    written = [t for t in texts if parse_number(t) is not None or parse_number(t, ",") is not None]
    dates = [v for v in cells if isinstance(v, date)]
    return (
        bool(numbers or written)
        and len(cells) < columns
        and len(texts) - len(written) <= 2
        and not dates
    )


def _adding_up(
    grid: Grid,
    rows: Sequence[int],
    sure: set[int],
    unsure: list[int],
    numeric: dict[int, str],
) -> list[int]:
    """The rows whose numbers are the sums of those above them, since the last total or from the
    first row on."""
    found: list[int] = []
    waiting = set(unsure)
    since = dict.fromkeys(numeric, 0.0)
    whole = dict.fromkeys(numeric, 0.0)
    lines = 0
    for i in rows:
        own = {
            c: n
            for c, mark in numeric.items()
            if c < len(grid[i]) and (n := _number(grid[i][c], mark)) is not None
        }
        is_sum = i in sure or (
            i in waiting
            and lines > 0
            and bool(own)
            and any(n != 0 and (_near(n, since[c]) or _near(n, whole[c])) for c, n in own.items())
        )
        if is_sum:
            if i in waiting:
                found.append(i)
            since = dict.fromkeys(numeric, 0.0)
            continue
        lines += 1
        for c, n in own.items():
            since[c] += n
            whole[c] += n
    return found


def _number(value: Any, mark: str) -> float | None:
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str) and (found := parse_number(value, mark)) is not None:
        return found / 1_000_000
    return None


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.005 + 1e-6 * abs(one)
