"""CSV and other text tables: encoding and separator found from the content, values left as text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

_SEPARATORS = ";\t,|"


def decode(data: bytes) -> str:
    """Text of a file in UTF-8, UTF-16 or, failing that, Windows Western."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def separator_of(text: str) -> str:
    """The separator that splits the first lines most often and most evenly."""
    lines = [line for line in text[:65_536].splitlines() if line.strip()][:40]
    best, best_score = ",", 0.0
    for mark in _SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        most = max(set(widths), key=widths.count) if widths else 1
        if most > 1:
            even = widths.count(most) / len(widths)
            if even * min(most, 6) > best_score:
                best, best_score = mark, even * min(most, 6)
    return best


class TextSource:
    """A text table as a workbook of one sheet."""

    def __init__(self, path: str) -> None:
        file = Path(path)
        text = decode(file.read_bytes())
        first, _, rest = text.partition("\n")
        if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
            mark, text, self._shift = first.strip()[4], rest, 1
        else:
            mark, self._shift = separator_of(text), 0
        csv.field_size_limit(1 << 24)
        rows: list[list[Any]] = [[] for _ in range(self._shift)]
        rows += csv.reader(text.splitlines(keepends=True), delimiter=mark)
        width = max(map(len, rows), default=0)
        self._rows = [row + [""] * (width - len(row)) for row in rows]
        self.sheets = [(file.stem[:31], False)]

    def grid(self, name: str) -> tuple[list[list[Any]], list[Any]]:
        """All cells; a text table has no merged ones."""
        del name
        return self._rows, []
