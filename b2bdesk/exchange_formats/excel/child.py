"""The reading process: parses the file, answers the program's requests through a pipe, ends.

Started by ``reader`` with multiprocessing's spawn, so that a file which brings the parser down
(cells in A1 and XFD1048576 do) ends this process and not the program. Messages are one byte of
kind and a payload: marshal for rows, pickle for the rest.
"""

from __future__ import annotations

import gc
import marshal
import os
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from b2bdesk.exchange_formats.excel.model import (
    SheetRequest,
    SourceFile,
    TableHint,
    WorkbookLook,
)
from b2bdesk.exchange_formats.excel.sources import (
    FileChangedError,
    check_unchanged,
    open_source,
    with_source_notes,
)
from b2bdesk.exchange_formats.own_process import limit_memory, send

MEMORY_LIMIT = 4 << 30
ROWS, RAW, DONE, LOOK, PROBLEMS, FAILED, PHASE = b"rwdlpfh"


def serve(pipe: Connection, file: SourceFile) -> None:
    """Answer requests until the other side hangs up."""
    limit_memory(MEMORY_LIMIT)
    # The cells are millions of objects that hold no cycles: looking for some costs a quarter of
    # the work, and the process ends with its file.
    gc.disable()
    try:
        check_unchanged(file)
        source = open_source(file)
        send(pipe, DONE, None)
        while True:
            request = pipe.recv()
            if request is None:
                return
            _answer(pipe, source, *request)
            send(pipe, DONE, None)
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
    except Exception as error:
        send(pipe, FAILED, (_reason(error, file), str(error)))


def _reason(error: Exception, file: SourceFile) -> str:
    if isinstance(error, MemoryError):
        return "memory"
    try:
        check_unchanged(file)  # a file pulled away or written over looks damaged in many ways
    except FileChangedError as other:
        return str(other)
    names = {"PasswordError": "password", "ZipError": "damaged", "XmlError": "damaged"}
    return names.get(type(error).__name__, "unreadable")


def _answer(pipe: Connection, source: Any, what: str, argument: Any) -> None:
    if what == "look":
        _look(pipe, source, argument)
    elif what == "look again":
        _look_again(pipe, source, *argument)
    elif what == "rows":
        _rows(pipe, source, argument)
    else:
        _raw(pipe, source, *argument)


def _look(pipe: Connection, source: Any, known_words: frozenset[str]) -> None:
    from b2bdesk.exchange_formats.excel.sniff import sniff_sheet

    looks = []
    for i, (name, hidden) in enumerate(source.sheets):
        send(pipe, PHASE, (name, i, len(source.sheets)))
        grid, merges = source.grid(name)
        look = sniff_sheet(name, hidden, grid, merges, known_words)
        looks.append(with_source_notes(look, source))
    send(pipe, LOOK, WorkbookLook(tuple(looks), source.form))


def _look_again(
    pipe: Connection, source: Any, known_words: frozenset[str], name: str, told: TableHint
) -> None:
    from b2bdesk.exchange_formats.excel.sniff import sniff_sheet

    send(pipe, PHASE, (name, 0, 1))
    hidden = dict(source.sheets).get(name, False)
    grid, merges = source.grid(name)
    look = sniff_sheet(name, hidden, grid, merges, known_words, told)
    send(pipe, LOOK, with_source_notes(look, source))


def _rows(pipe: Connection, source: Any, request: SheetRequest) -> None:
    from b2bdesk.exchange_formats.excel.convert import convert
    from b2bdesk.exchange_formats.excel.grid import fill_merged

    send(pipe, PHASE, (request.sheet, 0, 1))
    grid, merges = source.grid(request.sheet)
    if request.merged:
        fill_merged(grid, merges, request.first_row - 1)
    if source.date1904:
        request = replace(request, date1904=True)
    facts = None
    if request.lines is not None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy reserves memory for each thread
        from b2bdesk.exchange_formats.line_facts import Facts

        facts = Facts(request)
    for typed in convert(grid, request):
        chunk = typed.chunk() if facts is None else facts.of(typed)
        if chunk.problems:
            send(pipe, PROBLEMS, chunk.problems)
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
