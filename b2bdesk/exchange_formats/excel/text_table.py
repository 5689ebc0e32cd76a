"""CSV and other text tables, and tables pasted from the clipboard; values are left as text.

Runs in the reading process. Encoding and separator are found from the content, or as told.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from b2bdesk.exchange_formats.excel.encodings import decode
from b2bdesk.exchange_formats.excel.model import SheetNotice, TextForm
from b2bdesk.exchange_formats.values import Unreadable

SEPARATORS = (";", "\t", ",", "|")
_WIDTH_ROWS = 2000  # so many rows tell how many cells a row of this table has
_CELL_LINES_MAX = 2000  # a quoted cell of more lines was never closed
_PASTED_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|\Z)|([^\t\r\n]*)')
_ROW_ENDS = re.compile(r"\r\n?|\n")


def separator_of(text: str) -> tuple[str, bool]:
    """The separator that splits the first lines most often and most evenly, and whether no other
    does it as well."""
    lines = [line for line in text[:65_536].splitlines() if line.strip()][:40]
    scores: list[tuple[float, str]] = []
    for mark in SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        split = [width for width in widths if width > 1]
        if split:
            most = max(set(split), key=split.count)
            even = split.count(most) / len(widths)
            scores.append((even * min(most, 6), mark))
    scores.sort(key=lambda score: -score[0])
    if not scores:
        apart = {len(line.split()) for line in lines}
        aligned = len(apart) == 1 and min(apart) > 2 and any("  " in line for line in lines)
        if aligned and len(lines) > 1:
            return " ", False  # columns lined up with spaces, as print files have them
        return ",", True  # one column: any separator reads it
    runner_up = scores[1][0] if len(scores) > 1 else 0.0
    return scores[0][1], runner_up < 0.8 * scores[0][0]


class TextSource:
    """A text table as a workbook of one sheet. ``pasted``: its text instead of a file."""

    date1904 = False

    def __init__(
        self, path: str, encoding: str = "", separator: str = "", pasted: str | None = None
    ) -> None:
        notices: list[SheetNotice] = []
        if pasted is None:
            found = decode(Path(path).read_bytes(), encoding)
            text, notices = found.text, list(found.notices)
            encoding, sure = found.encoding, found.sure
        else:
            text, encoding, sure = pasted.removeprefix("\ufeff"), "", True
        if "\x00" in text:
            row = text.count("\n", 0, text.find("\x00")) + 1
            notices.append(SheetNotice("nul", row, count=text.count("\x00")))
            text = text.replace("\x00", "")
        first, end, rest = text.partition("\n")
        told = first.strip("\r\n\ufeff \"'").lower()
        blank = 0
        if told.startswith("sep=") and len(told) <= 5 and end:
            separator, text, blank = separator or told[4:] or "\t", rest, 1
        mark, mark_sure = (separator, True) if separator else separator_of(text)
        if pasted is not None and "\t" in text and not separator:
            rows, mark, mark_sure = _pasted_rows(text), "\t", True
        else:
            rows = _read(text, mark, blank, notices)
        rows[:0] = [[] for _ in range(blank)]
        width = max(map(len, rows), default=0)
        self._rows = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
        self.sheets = [(Path(path).stem[:31], False)]
        self.form = TextForm(encoding, sure, mark, mark_sure)
        self._notices = tuple(notices)

    def grid(self, name: str) -> tuple[list[list[Any]], list[Any]]:
        """All cells; a text table has no merged ones."""
        del name
        return self._rows, []

    def notices(self, name: str) -> tuple[SheetNotice, ...]:
        """What was seen while the text was taken apart."""
        del name
        return self._notices


def _pasted_rows(text: str) -> list[list[Any]]:
    """Rows of a copied range: cells are quoted only where they hold a line break, tab or quote, so
    that a quote that closes nowhere is a plain character (5" pipe)."""
    rows: list[list[Any]] = [[]]
    at = 0
    while at < len(text):
        found = _PASTED_CELL.match(text, at)
        assert found is not None  # the second branch fits everything, also nothing
        quoted = found[1]
        rows[-1].append(found[2] if quoted is None else _unix(quoted.replace('""', '"')))
        at = found.end()
        if text[at : at + 1] == "\t":
            at += 1
            if at == len(text):
                rows[-1].append("")
        elif at < len(text):
            at += 2 if text.startswith("\r\n", at) else 1
            if at < len(text):
                rows.append([])
    return rows


def _unix(text: str) -> str:
    return _ROW_ENDS.sub("\n", text) if "\r" in text else text


def _read(text: str, mark: str, shift: int, notices: list[SheetNotice]) -> list[list[Any]]:
    """Rows of a text; one whose quote never closes is told, and costs no other row."""
    if mark == " ":
        return [line.split() for line in _ROW_ENDS.split(text.rstrip("\r\n"))]
    csv.field_size_limit(sys.maxsize if sys.maxsize < 1 << 31 else (1 << 31) - 1)
    lines = list(io.StringIO(text, newline=""))
    rows = list(csv.reader(lines, delimiter=mark))
    if len(rows) == len(lines):
        return rows
    return _mended(lines, mark, _usual_width(rows), shift, notices)


def _usual_width(rows: Iterable[list[Any]]) -> int:
    widths = Counter(len(row) for row, _ in zip(rows, range(_WIDTH_ROWS), strict=False) if row)
    return widths.most_common(1)[0][0] if widths else 0


class _Feed:
    """Lines for a csv reader, which asks for another only while a row is not complete."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at, self.start, self.over = lines, 0, 0, False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at == len(self.lines) or self.at - self.start > _CELL_LINES_MAX:
            self.over = True
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _mended(
    lines: list[str], mark: str, width: int, shift: int, notices: list[SheetNotice]
) -> list[list[Any]]:
    """Rows of lines of which some are longer than a line.

    A row whose quote closes nowhere, or only in another row, is broken: its first line becomes
    unreadable cells and reading goes on with the next line.
    """
    rows: list[list[Any]] = []
    broken: list[int] = []
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=mark)
    while feed.at < len(lines):
        row: list[Any] = next(reader, [])
        if feed.over or (feed.at - feed.start > 1 and _swallowed(feed, row, mark, width)):
            raw = lines[feed.start].rstrip("\r\n")
            rows.append([Unreadable("broken_quote", raw)] * max(1, width))
            broken.append(len(rows) + shift)
            feed.at, feed.over = feed.start + 1, False
            reader = csv.reader(feed, delimiter=mark)
        else:
            rows.append([_unix(cell) for cell in row] if feed.at - feed.start > 1 else row)
        feed.start = feed.at
    if broken:
        first = str(rows[broken[0] - shift - 1][0])
        notices.append(SheetNotice("broken_quote", broken[0], first[:60], len(broken)))
    return rows


def _swallowed(feed: _Feed, row: list[Any], mark: str, width: int) -> bool:
    """True where the quote that ended this row opened a cell of another row."""
    inside = feed.lines[feed.start : feed.at]
    try:
        list(csv.reader(inside, delimiter=mark, strict=True))
    except csv.Error:
        return True
    return len(row) != width and any(
        len(cells) == width for cells in csv.reader(inside[1:], delimiter=mark)
    )
