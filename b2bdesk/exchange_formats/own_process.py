"""A process of its own for a parser: a file that brings it down ends that process, not the program.

Both sides of it: the program starts and ends it, the child limits its memory and answers through
the pipe with one byte of kind and a pickled payload.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any


class OwnProcess:
    """A running child; ``serve`` is called there with its end of the pipe and ``arguments``."""

    def __init__(self, name: str, serve: Callable[..., None], *arguments: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe(duplex=True)
        self._process = context.Process(
            target=serve, args=(other, *arguments), name=name, daemon=True
        )
        self._process.start()
        other.close()

    def end(self) -> None:
        """Kill it where it still runs, and wait until it is gone."""
        with contextlib.suppress(OSError):
            self.pipe.close()
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._process.close()


def limit_memory(most: int) -> None:
    """In the child: a file that claims far too much fails here instead of swamping the machine."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an abort leaves no core file behind


def send(pipe: Connection, kind: int, payload: object) -> None:
    """In the child: one message, told by a byte."""
    pipe.send_bytes(bytes([kind]) + pickle.dumps(payload, protocol=5))
