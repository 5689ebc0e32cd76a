"""What drives cost, read whole: months of the ledger, exchanges, and traits of the accounts.

All of the file at once and past SQLAlchemy, because it is kept in memory while the file does not
change (``services.costing.sources``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, instant_of, month_of_day
from b2bdesk.models.enums import Channel, ExchangeKind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

CHANNELS = tuple(Channel)
KINDS = tuple(ExchangeKind)

_A_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeRows:
    """Every exchange as parallel arrays, by account and time.

    ``days`` and ``months`` are of its local date. ``channels`` and ``kinds`` are places in
    ``CHANNELS`` and ``KINDS``. ``minutes`` is 0 where none are logged. ``people`` and
    ``colleagues``: how many of theirs and of ours took part.
    """

    accounts: Ints
    days: Ints
    months: Ints
    channels: Ints
    kinds: Ints
    minutes: Ints
    complaints: Bools
    people: Ints
    colleagues: Ints


@dataclass(frozen=True, slots=True, eq=False)
class TraitRows:
    """Segment, kind and country of every account, by id; texts as written, "" where unknown."""

    accounts: Ints
    segments: tuple[str, ...]
    kinds: tuple[str, ...]
    countries: tuple[str, ...]


def read_exchanges(session: Session) -> ExchangeRows:
    """Every exchange of the file with how many took part."""
    import numpy as np

    rows = _rows(
        session,
        "SELECT e.account_id, e.at, e.channel, e.kind, max(0, coalesce(e.minutes, 0)), e.complaint,"
        " coalesce(p.present, 0), coalesce(c.present, 0) FROM exchange AS e"
        " LEFT JOIN (SELECT exchange_id, count(DISTINCT person_id) AS present"
        " FROM exchange_person GROUP BY exchange_id) AS p ON p.exchange_id = e.id"
        " LEFT JOIN (SELECT exchange_id, count(DISTINCT colleague_id) AS present"
        " FROM exchange_colleague GROUP BY exchange_id) AS c ON c.exchange_id = e.id"
        " ORDER BY e.account_id, e.at",
    )
    channels = {value: number for number, value in enumerate(CHANNELS)}
    kinds = {value: number for number, value in enumerate(KINDS)}
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * 8
    days = local_days(np.array(columns[1], dtype=np.int64))
    return ExchangeRows(
        accounts=np.array(columns[0], dtype=np.int64),
        days=days,
        months=_months_of(days),
        channels=np.array([channels[name] for name in columns[2]], dtype=np.int64),
        kinds=np.array([kinds[name] for name in columns[3]], dtype=np.int64),
        minutes=np.array(columns[4], dtype=np.int64),
        complaints=np.array(columns[5], dtype=bool),
        people=np.array(columns[6], dtype=np.int64),
        colleagues=np.array(columns[7], dtype=np.int64),
    )


def read_traits(session: Session) -> TraitRows:
    """What the accounts of the file are."""
    import numpy as np

    rows = _rows(
        session,
        "SELECT id, coalesce(segment, ''), kind, coalesce(country, '') FROM account ORDER BY id",
    )
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * 4
    return TraitRows(np.array(columns[0], dtype=np.int64), *columns[1:])


def local_days(instants: Ints) -> Ints:
    """The stored local day of each instant."""
    import numpy as np

    if not instants.size:
        return instants
    first = int(instants.min()) // _A_DAY_MS - 1
    last = int(instants.max()) // _A_DAY_MS + 2
    starts = np.array([midnight(date_of(day)) for day in range(first, last + 1)], dtype=np.int64)
    return first + np.searchsorted(starts, instants, side="right") - 1


def midnight(day: date) -> int:
    """The instant at which a local day begins."""
    return instant_of(datetime(day.year, day.month, day.day).astimezone())


def _months_of(days: Ints) -> Ints:
    """The stored month of each stored day."""
    import numpy as np

    if not days.size:
        return days
    first = int(days.min())
    table = np.array([month_of_day(day) for day in range(first, int(days.max()) + 1)], np.int64)
    found: Ints = table[days - first]
    return found


def _rows(session: Session, query: str) -> list[Any]:
    raw = session.connection().connection.driver_connection
    assert raw is not None
    found: list[Any] = raw.execute(query).fetchall()
    return found
