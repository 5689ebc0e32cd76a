"""What the portfolio page reads: the figures first, then what takes longer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from b2bdesk.core.dates import Period, day_of
from b2bdesk.queries.retention import PunctualityRow, list_punctuality
from b2bdesk.queries.scenarios import list_scenarios
from b2bdesk.services.decisions.advice import DecisionState, decision_states
from b2bdesk.services.map_health import MapHealth
from b2bdesk.services.map_ratings import map_ratings
from b2bdesk.services.portfolio import Compared, PortfolioResult, portfolio
from b2bdesk.services.retention.results import PortfolioRetention
from b2bdesk.storage.database import Session


@dataclass(frozen=True, slots=True)
class Later:
    """Retention, and by account how its maps stand and what is decided and recommended."""

    retention: PortfolioRetention
    maps: Mapping[int, MapHealth]
    decisions: Mapping[int, DecisionState]


@dataclass(frozen=True, slots=True)
class Figures:
    """The portfolio of a period, which orders of it were late, what it is compared with, and the
    portfolio's scenarios by id and name.
    """

    result: PortfolioResult
    late: list[PunctualityRow]
    compared: tuple[Compared | None, ...]
    scenarios: tuple[tuple[int, str], ...]


def read_figures(
    session: Session,
    period: Period,
    as_of: date,
    fiscal_start: int,
    beside: Sequence[Callable[[Session], Compared | None]] = (),
) -> Figures:
    """What the page shows first; ``beside`` reads what it is compared with."""
    result = portfolio(session, period, as_of, fiscal_start)
    result.curve()  # in the worker, so that the window never waits for numpy
    last = min(result.period.last_date, result.as_of)
    late = list_punctuality(session, day_of(result.period.first_date), day_of(last))
    compared = tuple(read(session) for read in beside)
    if compared and compared[0] is not None:
        compared[0].movement(result)
    scenarios = tuple((row.id, row.name) for row in list_scenarios(session, None))
    return Figures(result, late, compared, scenarios)


def read_later(session: Session, as_of: date) -> Later:
    """What the rows are told once it is known."""
    # Imported in the worker: it needs scipy.
    from b2bdesk.services.retention import portfolio_retention

    return Later(
        portfolio_retention(session, as_of),
        map_ratings(session, as_of),
        decision_states(session, as_of),
    )
