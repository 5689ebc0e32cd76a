"""What could stand in an unreadable cell instead, where that can be told."""

from __future__ import annotations

import re

from b2bdesk.core.dates import date_of
from b2bdesk.exchange_formats.excel.model import CellProblem, Chunk
from b2bdesk.exchange_formats.excel.profile import EMAIL
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.line_rows import LineChunk, LineRows
from b2bdesk.exchange_formats.mapping import SheetMapping, choice_words
from b2bdesk.exchange_formats.words import words_of

_NEAR = 75  # of 100: "suporter" is near "supporter", "visit" is not near "video"


class Proposals:
    """Proposals for the cells of one sheet."""

    def __init__(self, mapping: SheetMapping) -> None:
        self._kind = KINDS[mapping.kind]
        self._fields = mapping.fields
        self._days: dict[str, int | None] = {}  # of a document; None where its rows differ
        self._document: dict[int, str] = {}  # of the rows with problems

    def see(self, chunk: Chunk) -> None:
        """Take note of the dates of the documents in a chunk of facts that has problems."""
        if not any(problem.field == "date" for problem in chunk.problems):
            return
        rows = {problem.row for problem in chunk.problems if problem.field == "date"}
        told = LineChunk(*chunk.rows[0])
        lines = LineRows.arrived(told.lines)
        self._document = {row: told.refused[row] for row in rows if row in told.refused}
        wanted = set(self._document.values())
        self._days = {}
        for document, day in zip(lines.document, lines.day, strict=True):
            if document in wanted and self._days.setdefault(document, day) != day:
                self._days[document] = None

    def known_words(self, field: str) -> str:
        """The words that a cell may hold."""
        choices = self._kind.by_key[field].choices
        words = dict.fromkeys(key for _, key in choice_words(choices)) if choices else ()
        return ", ".join(words)

    def proposal(self, found: CellProblem) -> str:
        """What could stand in the cell; "" where nothing is near enough."""
        if found.code == "decimal_mark":
            return found.detail.replace(".", self._fields[found.field].decimal)
        if found.code == "unknown_word":
            return self._near_word(found)
        if found.code == "not_email":
            return _mended_address(found.text)
        if found.field == "date":
            day = self._days.get(self._document.get(found.row, ""))
            return date_of(day).isoformat() if day is not None else ""
        return ""

    def _near_word(self, found: CellProblem) -> str:
        from rapidfuzz import fuzz, process

        choices = self._kind.by_key[found.field].choices
        words = dict(choice_words(choices)) if choices else {}
        near = process.extractOne(
            words_of(found.text), list(words), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        return words[near[0]] if near is not None else ""


def _mended_address(text: str) -> str:
    """An address with the slips that fingers make put right, if that makes it one."""
    mended = re.sub(r"\s*(\(at\)|\[at\]|\sat\s|@)\s*", "@", text.strip(" .,;<>"))
    mended = mended.replace(",", ".").replace(" ", "").replace("..", ".")
    return mended if EMAIL.fullmatch(mended) else ""
