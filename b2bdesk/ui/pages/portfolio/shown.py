"""What the charts of the portfolio are to draw; it needs no chart to be told."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.services.portfolio import Compared, Measure, PortfolioResult


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """``among`` are the accounts that the filters let through, None for all of them; ``before``
    are those of ``compared``, and so with the ``second`` thing to compare. ``in_money``: no
    percentages, though there could be.
    """

    result: PortfolioResult
    measure: Measure
    among: frozenset[int] | None = None
    compared: Compared | None = None
    before: frozenset[int] | None = None
    second: Compared | None = None
    second_before: frozenset[int] | None = None
    in_money: bool = False

    def draws(self, other: Shown | None) -> bool:
        """True when ``other`` is drawn from the very same figures."""
        return (
            other is not None
            and self.result is other.result
            and self.compared is other.compared
            and self.second is other.second
            and (self.measure, self.in_money) == (other.measure, other.in_money)
            and (self.among, self.before, self.second_before)
            == (other.among, other.before, other.second_before)
        )


@dataclass(slots=True)
class ChartChoices:
    """What the user chose to see in the charts; None leaves it to the program."""

    measure: Measure | None = None
    facet: str = ""
    facts: bool = False
    in_money: bool | None = None
    trails: bool = False
