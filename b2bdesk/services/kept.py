"""Results kept while the rows they were computed from stay the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from b2bdesk.queries.file_state import FileState, get_file_state, holds

T = TypeVar("T")


class Kept(Generic[T]):
    """The newest results by file and key; ``tables`` are the edited tables they depend on."""

    def __init__(self, tables: Collection[str], most: int) -> None:
        self._tables = frozenset(tables)
        self._most = most
        self._guard = threading.Lock()
        self._entries: OrderedDict[tuple[str, Hashable], tuple[FileState, T]] = OrderedDict()

    def get(self, session: Session, key: Hashable, compute: Callable[[], T]) -> T:
        """The kept result for what the session reads, else a new one."""
        state = get_file_state(session)
        if state is None:
            return compute()
        place = (state.path, key)
        # Held while computing: pages that open together wait for one result.
        with self._guard:
            entry = self._entries.pop(place, None)
            if entry is not None and holds(session, entry[0], self._tables):
                value = entry[1]
            else:
                value = compute()
            self._entries[place] = (state, value)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)
            return value
