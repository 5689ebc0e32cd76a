"""The rows of a workbook's sheets that have been read for the preview, by sheet and number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from b2bdesk.exchange_formats.excel.model import Cell, SheetLook

_MOST = 40_000  # rows held; the oldest go first


class RowStore:
    """Keeps raw rows, and which rows somebody waits for."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int], tuple[Cell, ...]] = {}
        self._wanted: dict[str, dict[int, None]] = {}

    def add_sample(self, look: SheetLook) -> None:
        """Take up the rows that came with what was found of a sheet."""
        self.put(look.name, look.sample_rows, look.sample)

    def put(self, sheet: str, numbers: Iterable[int], rows: Sequence[tuple[Cell, ...]]) -> None:
        """Keep rows that were read."""
        self._rows.update(zip(((sheet, n) for n in numbers), rows, strict=True))
        while len(self._rows) > _MOST:
            del self._rows[next(iter(self._rows))]

    def get(self, sheet: str, number: int) -> tuple[Cell, ...] | None:
        """A row's cells; None while they have not been read."""
        return self._rows.get((sheet, number))

    def want(self, sheet: str, numbers: Iterable[int]) -> bool:
        """Ask for rows; True where any of them is still to be read."""
        missing = {n: None for n in numbers if (sheet, n) not in self._rows}
        if missing:
            self._wanted[sheet] = missing  # only what is on show now is worth reading
        return bool(missing)

    def take_wanted(self) -> tuple[str, list[int]] | None:
        """The rows to read next; None where nobody waits."""
        if not self._wanted:
            return None
        sheet = next(iter(self._wanted))
        return sheet, sorted(self._wanted.pop(sheet))

    def forget(self) -> None:
        """Drop everything: the sheet is read in another way from now on."""
        self._rows.clear()
        self._wanted.clear()
