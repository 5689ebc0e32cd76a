"""The portfolio's one result: table, curve, matrix, export, report and tests all draw it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from b2bdesk.core.dates import Period
from b2bdesk.services.costing import CostToServe
from b2bdesk.services.portfolio.measures import Measure
from b2bdesk.services.portfolio.rows import (
    PortfolioRow,
    Totals,
    TypeSummary,
    totals_of,
    types_of,
)
from b2bdesk.services.profit_rules import ProfitRules

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from b2bdesk.analytics.profitability_matrix import ProfitabilityMatrix
    from b2bdesk.analytics.whale_curve import WhaleCurve

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class PortfolioResult:
    """The portfolio of a period as of a date. ``rows`` come sorted by name.

    ``measure`` is the most telling one that can be shown honestly, ``missing`` says in words what
    keeps it from being a better one or leaves accounts out. ``apart`` counts accounts without lines
    in the period that still caused ``apart_cost`` of cost to serve.
    """

    period: Period
    as_of: date
    year: Period
    rows: tuple[PortfolioRow, ...]
    has_pools: bool
    measure: Measure
    measures: tuple[Measure, ...]
    missing: tuple[str, ...]
    apart: int
    apart_cost: int
    serving: CostToServe
    rules: ProfitRules

    @cached_property
    def by_id(self) -> Mapping[int, PortfolioRow]:
        """The rows by account."""
        return {row.id: row for row in self.rows}

    @cached_property
    def _arrays(self) -> dict[Measure, tuple[Ints, Ints, Ints]]:
        return {}

    @cached_property
    def _curves(self) -> dict[Measure, WhaleCurve]:
        return {}

    def curve(
        self, measure: Measure | None = None, among: Collection[int] | None = None
    ) -> WhaleCurve:
        """The whale curve over every row whose amount of ``measure`` is known.

        With ``among`` only of those accounts.
        """
        chosen = measure or self.measure
        if among is not None:
            return self._curve(chosen, among)
        if chosen not in self._curves:
            self._curves[chosen] = self._curve(chosen, None)
        return self._curves[chosen]

    def _curve(self, measure: Measure, among: Collection[int] | None) -> WhaleCurve:
        import numpy as np

        from b2bdesk.analytics import whale_curve

        if measure not in self._arrays:
            known = [(r.id, a, r.sales) for r in self.rows if (a := r.amount(measure)) is not None]
            table = np.array(known, dtype=np.int64).reshape(-1, 3)
            self._arrays[measure] = table[:, 0], table[:, 1], table[:, 2]
        ids, amounts, sales = self._arrays[measure]
        if among is not None:
            wanted = np.fromiter(among, np.int64, len(among))
            inside = np.isin(ids, wanted)
            ids, amounts, sales = ids[inside], amounts[inside], sales[inside]
        return whale_curve.compute(
            ids, amounts, sales, break_even_basis_points=self.rules.break_even
        )

    def curves_by(
        self, facet: str, measure: Measure, rows: Iterable[PortfolioRow] | None = None
    ) -> tuple[tuple[Any, WhaleCurve], ...]:
        """A curve for each value of a row's attribute, the most sales first; unset comes last."""
        found: dict[Any, list[PortfolioRow]] = {}
        for row in self.rows if rows is None else rows:
            found.setdefault(getattr(row, facet), []).append(row)
        order = sorted(
            found.items(), key=lambda part: (part[0] is None, -sum(row.sales for row in part[1]))
        )
        return tuple(
            (value, self.curve(measure, [row.id for row in part])) for value, part in order
        )

    @cached_property
    def matrix(self) -> ProfitabilityMatrix | None:
        """Margin realised against cost to serve; None while there is no cost to serve."""
        if not self.has_pools:
            return None
        from b2bdesk.analytics import profitability_matrix

        known = [r for r in self.rows if r.gross_margin is not None and r.cost_to_serve is not None]
        if not known:
            return None
        return profitability_matrix.compute(
            [r.id for r in known],
            [r.sales for r in known],
            [r.gross_margin or 0 for r in known],
            [r.cost_to_serve or 0 for r in known],
            thresholds=self.rules.lines,
        )

    def totals(self, rows: Iterable[PortfolioRow] | None = None) -> Totals:
        """Sums over ``rows``, or over all of them."""
        return totals_of(self.rows if rows is None else tuple(rows))

    def types(
        self, rows: Iterable[PortfolioRow] | None = None, measure: Measure | None = None
    ) -> tuple[TypeSummary, ...]:
        """Accounts, sales and profit by current relationship type; without one comes last."""
        return types_of(self.rows if rows is None else tuple(rows), measure or self.measure)
