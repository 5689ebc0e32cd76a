"""Minor units and ids."""

from __future__ import annotations

from decimal import Decimal

import pytest

from b2bdesk.core.ids import IdSource
from b2bdesk.core.money import Money, exponent, from_minor, to_minor


@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [
        ("USD", "12.345", 1234),  # halves to even
        ("USD", "12.355", 1236),
        ("JPY", "12.5", 12),
        ("KWD", "1.2345", 1234),
        ("EUR", "-0.005", 0),
    ],
)
def test_amounts_are_whole_minor_units(currency: str, amount: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert from_minor(minor, currency) == Decimal(minor) / 10 ** exponent(currency)


def test_amounts_of_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="different currencies"):
        Money(1, "USD") + Money(1, "EUR")


def test_ids_are_unique_rising_and_fit_63_bits() -> None:
    source = IdSource(device=1023)
    made = [source.next_id() for _ in range(20_000)]  # more than a millisecond's counter holds
    assert made == sorted(set(made))
    assert 0 < made[-1] < 1 << 63


def test_two_devices_never_make_the_same_id() -> None:
    one, other = IdSource(device=1), IdSource(device=2)
    assert not {one.next_id() for _ in range(5000)} & {other.next_id() for _ in range(5000)}
