"""What a whale curve draws."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhaleBands:
    """How many accounts earn, break even and lose; ``textbook`` are the shares told of them."""

    accounts: tuple[int, int, int]
    textbook: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class WhaleOther:
    """A curve to lay beside: another period or a scenario, in minor units."""

    words: str
    cumulative: tuple[int, ...]
    peak_rank: int

    @property
    def total(self) -> int:
        """What is left after all accounts."""
        return self.cumulative[-1] if self.cumulative else 0

    @property
    def peak(self) -> int:
        """The most that the first accounts earn together."""
        return self.cumulative[self.peak_rank - 1] if self.peak_rank else 0


@dataclass(frozen=True, slots=True)
class WhaleData:
    """Accounts by profit downward: ids, names, profit and running sum in minor units.

    ``peak_rank`` counts accounts up to the peak; ``measure`` is "net profit" or what the figures
    really are ("gross margin" while there are no costs). ``others`` are up to two curves to lay
    beside it. ``in_money`` draws money where percent could be; without a total above zero, in any
    curve, there is only money.
    """

    ids: tuple[int, ...]
    names: tuple[str, ...]
    values: tuple[int, ...]
    cumulative: tuple[int, ...]
    peak_rank: int
    measure: str = "net profit"
    bands: WhaleBands | None = None
    others: tuple[WhaleOther, ...] = ()
    in_money: bool = False

    @property
    def total(self) -> int:
        """What is left after all accounts, in minor units."""
        return self.cumulative[-1] if self.cumulative else 0

    @property
    def losing(self) -> int:
        """How many accounts cost more than they bring."""
        return sum(1 for value in self.values if value < 0)

    @property
    def first_fifth(self) -> int:
        """A fifth of the accounts, at least one of them."""
        count = len(self.ids)
        return max(1, (2 * count + 5) // 10) if count else 0

    @property
    def in_percent(self) -> bool:
        """True where the curve is drawn in percent of its total."""
        totals = (self.total, *(other.total for other in self.others))
        return min(totals) > 0 and not self.in_money
