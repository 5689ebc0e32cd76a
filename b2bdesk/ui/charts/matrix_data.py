"""What the customer profitability matrix draws, and what can be brushed in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bubble:
    """An account: ratios of sales (0.031 is 3.1 %) and its sales in minor units.

    ``before`` is where it stood (cost to serve, margin) in what it is compared with; ``turned``
    says that it crossed break-even since then.
    """

    id: int
    name: str
    cost_to_serve: float
    margin: float
    sales: int
    profitable: bool
    labelled: bool = False
    before: tuple[float, float] | None = None
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """The accounts too small for a bubble: parallel columns of what a bubble has."""

    ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    costs: tuple[float, ...] = ()
    margins: tuple[float, ...] = ()
    sales: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixData:
    """Bubbles, the dots of smaller accounts, and where the quadrants part (ratios of sales).

    ``counts`` are the accounts of passive, carriage trade, bargain basement and aggressive.
    """

    bubbles: tuple[Bubble, ...]
    split_cost: float
    split_margin: float
    dots: Dots = Dots()
    counts: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class MatrixBrush:
    """A brushed rectangle in ratios of sales; a side that is None has no end."""

    cost_from: float | None = None
    cost_to: float | None = None
    margin_from: float | None = None
    margin_to: float | None = None

    def contains(self, cost: float, margin: float) -> bool:
        """True when the spot lies inside."""
        return (
            (self.cost_from is None or self.cost_from <= cost)
            and (self.cost_to is None or cost <= self.cost_to)
            and (self.margin_from is None or self.margin_from <= margin)
            and (self.margin_to is None or margin <= self.margin_to)
        )

    def holds(self, bubble: Bubble) -> bool:
        """True when the bubble's middle lies inside."""
        return self.contains(bubble.cost_to_serve, bubble.margin)
