"""The reading process: parses the file, answers the program's requests through a pipe, ends.

Started by ``reader`` with multiprocessing's spawn, so that a file which brings the parser down
(cells in A1 and XFD1048576 do) ends this process and not the program. Messages are one byte of
kind and a payload: marshal for rows, pickle for the rest.
"""

from __future__ import annotations

import gc
import marshal
import pickle
import sys
from multiprocessing.connection import Connection
from typing import Any

from b2bdesk.exchange_formats.excel.model import SheetRequest, WorkbookLook

MEMORY_LIMIT = 4 << 30
ROWS, RAW, DONE, LOOK, PROBLEMS, FAILED, PHASE = b"rwdlpfh"


def serve(pipe: Connection, path: str, form: str) -> None:
    """Answer requests until the other side hangs up."""
    _limit_memory()
    # The cells are millions of objects that hold no cycles: looking for some costs a quarter of
    # the work, and the process ends with its file.
    gc.disable()
    try:
        source = _open(path, form)
        _send(pipe, DONE, None)
        while True:
            request = pipe.recv()
            if request is None:
                return
            _answer(pipe, source, *request)
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
    except Exception as error:
        _send(pipe, FAILED, (_reason(error), str(error)))


def _limit_memory() -> None:
    """A sheet that claims billions of cells fails here instead of swamping the machine."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an abort leaves no core file behind


def _send(pipe: Connection, kind: int, payload: Any) -> None:
    pipe.send_bytes(bytes([kind]) + pickle.dumps(payload, protocol=5))


def _reason(error: Exception) -> str:
    names = {"PasswordError": "password", "ZipError": "damaged", "XmlError": "damaged"}
    if isinstance(error, MemoryError):
        return "memory"
    return names.get(type(error).__name__, "unreadable")


class WorkbookSource:
    """A workbook in any form calamine reads."""

    def __init__(self, path: str) -> None:
        import python_calamine

        self._book = python_calamine.CalamineWorkbook.from_path(path)
        worksheet = python_calamine.SheetTypeEnum.WorkSheet
        visible = python_calamine.SheetVisibleEnum.Visible
        self.sheets = [
            (meta.name, meta.visible != visible)
            for meta in self._book.sheets_metadata
            if meta.typ == worksheet
        ]
        self._grids: dict[str, tuple[list[list[Any]], list[Any]]] = {}

    def grid(self, name: str) -> tuple[list[list[Any]], list[Any]]:
        """All cells from A1 and the merged ranges; kept, because a sheet is asked for twice."""
        if name not in self._grids:
            sheet = self._book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            self._grids[name] = (rows, list(sheet.merged_cell_ranges or []))
        return self._grids[name]


def _open(path: str, form: str) -> Any:
    if form == "text":
        from b2bdesk.exchange_formats.excel.text_table import TextSource

        return TextSource(path)
    return WorkbookSource(path)


def _answer(pipe: Connection, source: Any, what: str, argument: Any) -> None:
    if what == "look":
        _look(pipe, source, argument)
    elif what == "rows":
        _rows(pipe, source, argument)
    else:
        _raw(pipe, source, *argument)
    _send(pipe, DONE, None)


def _look(pipe: Connection, source: Any, known_words: frozenset[str]) -> None:
    from b2bdesk.exchange_formats.excel.sniff import sniff_sheet

    looks = []
    for i, (name, hidden) in enumerate(source.sheets):
        _send(pipe, PHASE, (name, i, len(source.sheets)))
        grid, merges = source.grid(name)
        looks.append(sniff_sheet(name, hidden, grid, merges, known_words))
    _send(pipe, LOOK, WorkbookLook(tuple(looks)))


def _rows(pipe: Connection, source: Any, request: SheetRequest) -> None:
    from b2bdesk.exchange_formats.excel.convert import convert
    from b2bdesk.exchange_formats.excel.sniff import fill_merged

    _send(pipe, PHASE, (request.sheet, 0, 1))
    grid, merges = source.grid(request.sheet)
    if request.merged:
        fill_merged(grid, merges, request.first_row - 1)
    facts = None
    if request.lines is not None:
        from b2bdesk.exchange_formats.line_facts import Facts

        facts = Facts(request)
    for typed in convert(grid, request):
        chunk = typed.chunk() if facts is None else facts.of(typed)
        if chunk.problems:
            _send(pipe, PROBLEMS, chunk.problems)
        pipe.send_bytes(bytes([ROWS]) + marshal.dumps(chunk.rows))


def _raw(pipe: Connection, source: Any, name: str, numbers: list[int]) -> None:
    from b2bdesk.exchange_formats.excel.profile import as_cell

    grid, _ = source.grid(name)
    for start in range(0, len(numbers), 4000):
        rows = [
            tuple(map(as_cell, grid[n - 1])) if 0 < n <= len(grid) else ()
            for n in numbers[start : start + 4000]
        ]
        pipe.send_bytes(bytes([RAW]) + marshal.dumps(rows))
