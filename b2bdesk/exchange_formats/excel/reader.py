"""Reads spreadsheets and text tables in a process of their own.

``open_workbook`` checks the file, starts the reading process and returns a ``Workbook`` that
answers for its sheets. Cancelling ends the process within a tenth of a second; a file that brings
the parser down becomes a ``FileError`` and the program lives on.
"""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel import child
from b2bdesk.exchange_formats.excel.guard import FileFacts, check_file, check_pasted
from b2bdesk.exchange_formats.excel.model import (
    Cell,
    Chunk,
    SheetLook,
    SheetRequest,
    SourceFile,
    TableHint,
    WorkbookLook,
)
from b2bdesk.exchange_formats.own_process import OwnProcess
from b2bdesk.exchange_formats.recognise import header_words

_POLL_SECONDS = 0.05


def open_workbook(
    path: Path, progress: Progress, *, encoding: str = "", separator: str = ""
) -> Workbook:
    """A checked and opened table file; use it in a ``with`` statement.

    ``encoding`` (one of ``encodings.ENCODINGS``) and ``separator`` are for text tables whose own
    were guessed wrong; workbooks have none. What was found is ``look().text``.
    """
    progress.report(tr("Checking {name}", name=path.name))
    facts = check_file(path, progress)
    progress.report(tr("Opening {name}", name=path.name))
    file = SourceFile(str(path.resolve()), facts.form, facts.stamp, encoding, separator)
    return _started(Workbook(facts, file, progress))


def open_pasted(text: str, progress: Progress, *, separator: str = "") -> Workbook:
    """A table from the clipboard, as spreadsheets copy it: tabs between cells, quotes around cells
    of several lines. It answers like a file; ``look().text`` tells its separator.

    ``FileError`` where there is nothing to read or far too much.
    """
    name = tr("Pasted table")
    facts = check_pasted(name, text)
    file = SourceFile(name, facts.form, separator=separator, pasted=text)
    return _started(Workbook(facts, file, progress))


def _started(book: Workbook) -> Workbook:
    try:
        book.start()
    except BaseException:
        book.close()
        raise
    return book


class Workbook:
    """An open table file in its reading process. One thread at a time.

    An answer that is not read to its end (a cancel, an error) ends the process; the next question
    starts another.
    """

    def __init__(self, facts: FileFacts, file: SourceFile, progress: Progress) -> None:
        self.facts = facts
        self._file = file
        self._progress = progress
        self._running: OwnProcess | None = None

    def start(self) -> None:
        """Start the reading process and wait until it has opened the file."""
        self._running = OwnProcess("b2bdesk-reader", child.serve, self._file)
        for _ in self._answers():
            pass

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.facts.path.name

    def watch(self, progress: Progress) -> None:
        """Report to, and be cancelled by, another task from now on."""
        self._progress = progress

    def look(self) -> WorkbookLook:
        """All sheets: headers, columns, rows, samples. ``FileError`` where there is none."""
        found: WorkbookLook = self._looked("look", header_words())
        if not found.sheets:
            raise self._failure("no_sheets", "")
        return found

    def look_again(
        self, sheet: str, *, header_row: int | None = None, table: str = ""
    ) -> SheetLook:
        """A sheet as the user says it is. ``header_row``: Excel's row number of the header, 0 for
        no header, None to find it. ``table``: one of ``SheetLook.tables``, or any range such as
        ``H3:K20``, to read only what stands there."""
        hint = TableHint(header_row, table)
        found: SheetLook = self._looked("look again", (header_words(), sheet, hint))
        return found

    def _looked(self, what: str, argument: Any) -> Any:
        self._ask(what, argument)
        found = None
        for kind, payload in self._answers():
            if kind == child.LOOK:
                found = payload
        return found

    def rows(self, request: SheetRequest) -> Iterator[Chunk]:
        """Typed rows of one sheet, some thousand at a time."""
        self._ask("rows", request)
        problems: list[Any] = []
        for kind, payload in self._answers():
            if kind == child.PROBLEMS:
                problems = payload
            elif kind == child.ROWS:
                yield Chunk(payload, problems)
                problems = []

    def raw_rows(self, sheet: str, numbers: list[int]) -> list[tuple[Cell, ...]]:
        """The cells of some rows as they are, in the order asked for; numbers are Excel's."""
        self._ask("raw", (sheet, numbers))
        found: list[tuple[Cell, ...]] = []
        for kind, payload in self._answers():
            if kind == child.RAW:
                found += payload
        return found

    def close(self) -> None:
        """End the reading process."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    @property
    def alive(self) -> bool:
        """True while a reading process holds the file."""
        return self._running is not None

    def _answers(self) -> Iterator[tuple[int, Any]]:
        """Messages of the reading process up to the end of its answer."""
        complete = False
        try:
            yield from self._messages()
            complete = True
        finally:
            if not complete:
                self.close()

    def _messages(self) -> Iterator[tuple[int, Any]]:
        assert self._running is not None
        pipe = self._running.pipe
        while True:
            while not pipe.poll(_POLL_SECONDS):
                self._progress.check()
            self._progress.check()
            try:
                message = pipe.recv_bytes()
            except (EOFError, OSError) as error:
                raise self._failure("crash", str(error)) from error
            kind, body = message[0], memoryview(message)[1:]
            if kind == child.DONE:
                return
            if kind in (child.ROWS, child.RAW):
                yield kind, marshal.loads(body)
                continue
            payload = pickle.loads(body)
            if kind == child.FAILED:
                raise self._failure(*payload)
            if kind == child.PHASE:
                name, done, count = payload
                self._progress.report(
                    tr("Reading sheet {name}", name=name), done / count if done else None
                )
            else:
                yield kind, payload

    def _ask(self, what: str, argument: Any) -> None:
        if self._running is None:
            self.start()
        assert self._running is not None
        try:
            self._running.pipe.send((what, argument))
        except OSError as error:
            raise self._failure("crash", str(error)) from error

    def _failure(self, reason: str, detail: str) -> FileError:
        name = self.name
        if reason == "password":
            return FileError(
                tr("{name} is protected with a password.", name=name),
                tr("Open it in Excel, remove the password, and save a copy."),
            )
        if reason == "gone":
            return FileError(
                tr("{name} is not there any more.", name=name),
                tr(
                    "It was moved or deleted, or its drive or network folder went away, while it"
                    " was read. Nothing was changed. Choose the file again."
                ),
            )
        if reason == "changed":
            return FileError(
                tr("{name} was changed while it was read.", name=name),
                tr(
                    "Another program saved it in the meantime. Nothing was changed here. Choose"
                    " the file again."
                ),
            )
        if reason == "no_sheets":
            return FileError(
                tr("{name} has no sheet with cells, only charts or macros.", name=name),
                tr("Choose the workbook that holds the figures themselves."),
            )
        if reason in ("crash", "memory") and self.facts.form == "text":
            return FileError(
                tr("{name} is too large for the memory of this computer.", name=name),
                tr("Split it into smaller files, for example one per year."),
            )
        if reason in ("crash", "memory"):
            return FileError(
                tr("{name} could not be read: a sheet spans far too many cells.", name=name),
                tr(
                    "Usually one stray cell stands far outside the table (Ctrl+End in Excel shows"
                    " it). Delete those rows and columns, save, and choose the file again."
                ),
            )
        return FileError(
            tr(
                "{name} is damaged or in a form that cannot be read. {detail}",
                name=name,
                detail=detail,
            ).strip(),
            tr("Open it in a spreadsheet program, save it as .xlsx, then choose that file."),
        )
