"""Reads messages and cards in a process of their own.

``MessageReader`` starts the process with the first file, ends it when left, and starts another
where a file brought it down. Cancelling ends it within a tenth of a second.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.messages import child
from b2bdesk.exchange_formats.messages.model import SUFFIXES, ReadFile
from b2bdesk.exchange_formats.own_process import OwnProcess

MOST_FILES = 2_000
_POLL_SECONDS = 0.05
_PATIENCE_SECONDS = 90.0


def list_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to read: those named, and of folders what lies in them under a known ending.

    ``FileError`` where a folder holds far too many, or none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in SUFFIXES)
        found.update(dict.fromkeys(p for p in inside if p.is_file()))
    if len(found) > MOST_FILES:
        raise FileError(
            tr("These are more than {n} files.", n=f"{MOST_FILES:,}"),
            tr("Add them in parts, for example folder by folder."),
        )
    if not found:
        raise FileError(
            tr("There is no message and no card in this folder."),
            tr("B2BDesk reads .eml, .msg, .ics and .vcf."),
        )
    return tuple(found)


class MessageReader:
    """The reading process; use it in a ``with`` statement, from one thread."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._running: OwnProcess | None = None

    def __enter__(self) -> MessageReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, path: Path) -> ReadFile:
        """What a file holds. ``FileError`` says what is wrong with one that cannot be taken."""
        found: ReadFile | None = None
        for kind, payload in self._answers(path.name, ("read", str(path))):
            if kind == child.FOUND:
                found = payload
        assert found is not None
        return found

    def contents(self, path: Path, stamp: tuple[int, int], numbers: frozenset[int]) -> Iterator[
        tuple[int, bytes]
    ]:  # fmt: skip
        """The contents of some files inside a message that was read before, one at a time."""
        asked = ("contents", str(path), stamp, numbers)
        for kind, payload in self._answers(path.name, asked):
            if kind == child.CONTENT:
                yield payload

    def close(self) -> None:
        """End the reading process."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    def _answers(self, name: str, request: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
        """Messages of the process up to the end of its answer; left early, it is ended."""
        complete = False
        try:
            pipe = self._started()
            pipe.send(request)
            while True:
                kind, payload = self._message(pipe, name)
                if kind == child.FAILED:
                    complete = True
                    raise failure(name, *payload)
                if kind == child.DONE:
                    complete = True
                    return
                yield kind, payload
        except OSError as error:
            raise failure(name, "crash", str(error)) from error
        finally:
            if not complete:
                self.close()

    def _message(self, pipe: Connection, name: str) -> tuple[int, Any]:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not pipe.poll(_POLL_SECONDS):
            self._progress.check()
            if time.monotonic() > until:
                raise failure(name, "slow", "")
        try:
            message = pipe.recv_bytes()
            kind = message[0]
            if kind == child.CONTENT:
                return kind, (int.from_bytes(message[1:5], "big"), pipe.recv_bytes())
        except EOFError as error:
            raise failure(name, "crash", "") from error
        return kind, pickle.loads(memoryview(message)[1:])

    def _started(self) -> Connection:
        if self._running is None:
            self._running = OwnProcess("b2bdesk-messages", child.serve)
        return self._running.pipe


def failure(name: str, reason: str, detail: str) -> FileError:
    """An error in words."""
    forms = tr("B2BDesk reads .eml, .msg, .ics and .vcf.")
    save = tr("Save it again from the program it comes from, then add that file.")
    words: dict[str, tuple[str, str]] = {
        "gone": (
            tr("{name} is not there any more.", name=name),
            tr("It was moved or deleted, or its drive went away. Choose it again."),
        ),
        "changed": (
            tr("{name} was changed while it was read.", name=name),
            tr("Another program wrote to it. Choose it again."),
        ),
        "access": (
            tr("{name} cannot be read: {detail}", name=name, detail=detail),
            tr("Close it in other programs and check that you may read it."),
        ),
        "folder": (tr("{name} is a folder.", name=name), forms),
        "empty": (tr("{name} is empty (0 bytes).", name=name), save),
        "too_large": (
            tr("{name} is larger than a calendar or a card file can be (40 MB).", name=name),
            tr("Export fewer entries at a time."),
        ),
        "too_many": (
            tr("{name} holds more than 2,000 entries.", name=name),
            tr("Export fewer entries at a time."),
        ),
        "no_msg": (tr("{name} is not an Outlook message, though it is named so.", name=name), save),
        "no_ics": (tr("{name} is not a calendar file, though it is named so.", name=name), save),
        "no_vcf": (tr("{name} is not an address card, though it is named so.", name=name), save),
        "no_message": (tr("{name} is neither a message nor a card.", name=name), forms),
        "no_meetings": (tr("{name} is a calendar without a meeting.", name=name), ""),
        "no_cards": (tr("{name} holds no card that names somebody.", name=name), ""),
        "outlook_contact": (
            tr("{name} is a contact in Outlook's own form.", name=name),
            tr("In Outlook, save the contact as a vCard (.vcf), then add that file."),
        ),
        "slow": (tr("{name} could not be read in 90 seconds and was left out.", name=name), save),
        "memory": (tr("{name} is too large for the memory of this computer.", name=name), ""),
        "crash": (tr("{name} is damaged or built to do harm; it was left out.", name=name), ""),
    }
    return FileError(*words.get(reason, (tr("{name} is damaged.", name=name), save)))
