"""Where the guided import's table comes from: a file, or the clipboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import Workbook, open_pasted, open_workbook


@dataclass(frozen=True, slots=True)
class TableSource:
    """A file, or a ``pasted`` text. ``encoding`` and ``separator`` of a text table, where the user
    said them."""

    path: Path
    pasted: str | None = None
    encoding: str = ""
    separator: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name if self.pasted is None else tr("Pasted table")

    def start(self, progress: Progress) -> Workbook:
        """Open it in its reading process."""
        if self.pasted is not None:
            return open_pasted(self.pasted, progress, separator=self.separator)
        return open_workbook(self.path, progress, encoding=self.encoding, separator=self.separator)


def pasted_source(text: str) -> TableSource:
    """A table from the clipboard."""
    return TableSource(Path.home() / f"{tr('Pasted table')}.xlsx", text)
