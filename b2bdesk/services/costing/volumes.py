"""How often drivers occurred, by account and month, without any pool."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, month_of
from b2bdesk.models.costing_enums import Driver
from b2bdesk.services.costing.sources import needs_of_drivers, read_sources
from b2bdesk.services.costing.weights import weigh_driver

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class VolumeRows:
    """How often a driver occurred: parallel account ids, months and counts.

    Units count in thousandths, everything else in whole events or minutes.
    """

    accounts: Ints
    months: Ints
    counts: Ints


def driver_volumes(
    session: Session, drivers: Collection[Driver], months: Period, as_of: date
) -> dict[Driver, VolumeRows]:
    """How often each driver occurred in ``months``, up to the as-of date.

    Ledger drivers count to the end of the as-of month; exchanges to the end of the as-of day, in
    the month of their local date. Distinct products are those of each month. A driver is left out
    while the orders it counts are still being read.
    """
    import numpy as np

    sources = read_sources(session, needs_of_drivers(drivers), as_of)
    found = {}
    for driver in drivers:
        weighed = weigh_driver(sources, driver)
        if weighed is None:
            continue
        grid = sources.grid
        last = min(months.last, month_of(as_of))
        columns = np.arange(grid.months) + grid.first
        counts = weighed.counts * ((columns >= months.first) & (columns <= last))
        row, column = np.nonzero(counts)
        found[driver] = VolumeRows(grid.accounts[row], columns[column], counts[row, column])
    return found
