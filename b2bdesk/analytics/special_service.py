"""A differentiation programme is worth it only while its added margin exceeds its cost.

Cost is that of creating it, once, and of delivering it; the cost of delivering and the added margin
lie evenly over the months of a year. Nothing is discounted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from b2bdesk.analytics.largest_remainder import round_half_away

HORIZON_MONTHS = 36
"""How far a service without a last month is looked ahead, from its first month on."""


class Verdict(StrEnum):
    """What the figures say of a service."""

    WORTH_IT = "worth_it"  # the margin added so far exceeds the cost so far
    NOT_YET = "not_yet"  # not so far, but by the horizon
    NEVER = "never"  # not even by the horizon
    UNKNOWN = "unknown"  # a figure is missing


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a service. Months of the year count; money in minor units.

    ``create`` once, ``deliver`` and ``margin`` for a year; None where not known.
    """

    first: int
    last: int | None
    create: int | None
    deliver: int | None
    margin: int | None

    @property
    def horizon(self) -> int:
        """The last month looked at."""
        return self.first + HORIZON_MONTHS - 1 if self.last is None else self.last

    @property
    def known(self) -> bool:
        """Whether no figure is missing."""
        return None not in (self.create, self.deliver, self.margin)


@dataclass(frozen=True, slots=True)
class Worth:
    """A service up to a month and up to its horizon, in minor units; None where not known.

    ``paid_back``: the first month at whose end the added margin exceeds all cost, if ever.
    """

    months: int
    cost: int | None
    margin: int | None
    horizon: int
    horizon_net: int | None
    paid_back: int | None
    verdict: Verdict

    @property
    def net(self) -> int | None:
        """Added margin less cost, so far."""
        return None if self.cost is None or self.margin is None else self.margin - self.cost


def cost_until(terms: Terms, month: int) -> int | None:
    """What it cost up to the end of a month; nothing before its first."""
    if terms.create is None or terms.deliver is None:
        return None
    run = months_run(terms, month)
    return terms.create + _part(terms.deliver, run) if run else 0


def margin_until(terms: Terms, month: int) -> int | None:
    """What margin it added up to the end of a month."""
    return None if terms.margin is None else _part(terms.margin, months_run(terms, month))


def months_run(terms: Terms, month: int) -> int:
    """For how many months it ran up to the end of a month, no longer than to its horizon."""
    return max(0, min(month, terms.horizon) - terms.first + 1)


def compute(terms: Terms, now: int) -> Worth:
    """What a service is worth by the end of month ``now``, and by its horizon."""
    run = months_run(terms, now)
    cost, margin = cost_until(terms, now), margin_until(terms, now)
    if terms.create is None or terms.deliver is None or terms.margin is None:
        return Worth(run, cost, margin, terms.horizon, None, None, Verdict.UNKNOWN)
    whole = terms.horizon - terms.first + 1
    ahead = _part(terms.margin, whole) - terms.create - _part(terms.deliver, whole)
    paid_back = next(
        (
            terms.first + n - 1
            for n in range(1, whole + 1)
            if _part(terms.margin, n) > terms.create + _part(terms.deliver, n)
        ),
        None,
    )
    if run and _part(terms.margin, run) > terms.create + _part(terms.deliver, run):
        verdict = Verdict.WORTH_IT
    else:
        verdict = Verdict.NOT_YET if ahead > 0 else Verdict.NEVER
    return Worth(run, cost, margin, terms.horizon, ahead, paid_back, verdict)


def _part(a_year: int, months: int) -> int:
    return round_half_away(Fraction(a_year * months, 12))
