"""Time-ordered ids of edited rows, unique over the machines of a team, in 63 bits.

41 bits of milliseconds since 2020-01-01 UTC, 10 bits of device, 12 bits of counter.
They sort by time of creation and fit SQLite's INTEGER PRIMARY KEY.
"""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_577_836_800_000
_COUNTER_BITS = 12
_DEVICE_BITS = 10


class IdSource:
    """Makes ids; safe to share between threads."""

    def __init__(self, device: int | None = None) -> None:
        self._device = secrets.randbelow(1 << _DEVICE_BITS) if device is None else device
        self._lock = threading.Lock()
        self._tick = 0  # milliseconds and counter in one number, so a burst borrows from the future

    def next_id(self) -> int:
        """A new id, larger than every id this source made before."""
        with self._lock:
            now = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _COUNTER_BITS
            self._tick = max(self._tick + 1, now)
            millis, counter = divmod(self._tick, 1 << _COUNTER_BITS)
            return (
                (millis << (_DEVICE_BITS + _COUNTER_BITS))
                | (self._device << _COUNTER_BITS)
                | counter
            )


_source = IdSource()


def next_id() -> int:
    """A new id of this process."""
    return _source.next_id()


def made_at(row_id: int) -> int:
    """The instant an id was made at, in UTC milliseconds."""
    return (row_id >> (_DEVICE_BITS + _COUNTER_BITS)) + _EPOCH_MS
