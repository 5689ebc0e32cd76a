"""What the order-timing models know of each account: four numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

DAYS_A_WEEK = 7.0


@dataclass(frozen=True, slots=True, eq=False)
class OrderSample:
    """Accounts with at least one order, as parallel arrays; one time unit, weeks in the program.

    ``repeats`` x: orders after the first. ``last`` t_x: time of the last order since the first.
    ``age`` T: time since the first order. ``litt``: sum of the logarithms of the times between
    orders, needed only where regularities k > 1 are compared.
    """

    repeats: Floats
    last: Floats
    age: Floats
    litt: Floats

    def __post_init__(self) -> None:
        sizes = {self.repeats.shape, self.last.shape, self.age.shape, self.litt.shape}
        if len(sizes) != 1:
            raise ValueError("repeats, last, age and litt go together, one by one")
        if np.any(self.repeats < 0) or np.any(self.last < 0) or np.any(self.age < self.last):
            raise ValueError("0 <= last order <= age does not hold for every account")

    @classmethod
    def of(
        cls,
        repeats: npt.ArrayLike,
        last: npt.ArrayLike,
        age: npt.ArrayLike,
        litt: npt.ArrayLike | None = None,
    ) -> OrderSample:
        """A sample of anything that numpy reads; without ``litt`` only k = 1 makes sense."""
        x = np.asarray(repeats, dtype=np.float64)
        logs = np.zeros_like(x) if litt is None else np.asarray(litt, dtype=np.float64)
        return cls(x, np.asarray(last, np.float64), np.asarray(age, np.float64), logs)

    @property
    def size(self) -> int:
        """How many accounts there are."""
        return int(self.repeats.size)

    @property
    def repeat_orders(self) -> int:
        """Repeat orders of all accounts together."""
        return int(self.repeats.sum())

    @property
    def mean_gap(self) -> float | None:
        """Mean time between orders over the whole portfolio; None without a repeat order."""
        total = float(self.repeats.sum())
        return float(self.last.sum()) / total if total else None
