"""The portfolio: who earns and who costs, by period, level of profit, and beside another."""

from __future__ import annotations

from b2bdesk.services.portfolio.compare import Compared, Span, compared_period, other_periods
from b2bdesk.services.portfolio.facts import BAND_WORDS, CurveFact, curve_facts
from b2bdesk.services.portfolio.measures import MEASURE_WORDS, SHORT_WORDS, Measure
from b2bdesk.services.portfolio.read import portfolio
from b2bdesk.services.portfolio.result import PortfolioResult
from b2bdesk.services.portfolio.rows import PortfolioRow, Totals, TypeSummary

__all__ = [
    "BAND_WORDS",
    "MEASURE_WORDS",
    "SHORT_WORDS",
    "Compared",
    "CurveFact",
    "Measure",
    "PortfolioResult",
    "PortfolioRow",
    "Span",
    "Totals",
    "TypeSummary",
    "compared_period",
    "curve_facts",
    "other_periods",
    "portfolio",
]
