"""Writes text tables (CSV) that a spreadsheet opens safely."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay as they are."""
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ","
) -> None:
    """Write a CSV file in UTF-8 with its mark, which Excel needs to read accents."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file, delimiter=separator)
            out.writerow([safe_cell(title) for title in header])
            for row in rows:
                out.writerow(["" if v is None else safe_cell(str(v)) for v in row])
    except OSError as error:
        raise FileError(
            tr("{name} cannot be written.", name=path.name),
            tr("Close it in other programs, or choose another folder."),
        ) from error
