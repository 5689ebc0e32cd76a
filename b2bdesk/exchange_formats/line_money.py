"""What quantity, price, discount, amount and cost of invoice lines amount to, exactly.

Numbers come in millionths. Rows are computed together, as whole numbers of 64 bits over a power of
ten; where these do not hold them, or cells are empty, row by row as whole numbers of any size. Both
give the same. Amounts are told as whole minor units and the exact rest in micros to the third.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.model import LineOptions
from b2bdesk.exchange_formats.line_rows import CUBE
from b2bdesk.exchange_formats.recognise_lines import AMOUNT, FRACTION, GROSS, UNIT, net_of
from b2bdesk.exchange_formats.values import MICRO

Whole: TypeAlias = npt.NDArray[np.int64]
Told: TypeAlias = Sequence[Any] | Whole  # millionths; an array where every cell is a plain number

TERMS = ("quantity", "unit_price", "amount", "discount", "cost", "type")
SALE, RETURN, CREDIT_NOTE = 0, 1, 2
_CREDIT_WORDS = re.compile(
    r"credit|refund|return|cancel|gutschrift|storno|retour|avoir|abono|devoluci|nota di credito",
    re.IGNORECASE,
)
LARGEST = 10**13  # 10 trillion: no line of an invoice is worth more
_ROOM = 1 << 62
_UNKNOWN = -(1 << 63)  # stands for a cost that is not known
_PLACES = (0, 2, 3, 4)  # of most numbers; the rest have 6


class Worths(NamedTuple):
    """What rows amount to, by column: kind as a number, quantity in thousandths, and list, net and
    cost (``_UNKNOWN`` where it is); ``hashes`` are those of the exact values; ``reasons`` tells
    why some rows, counted from 0, amount to nothing."""

    kind: Whole
    quantity: Whole
    list_whole: Whole
    list_rest: Whole
    net_whole: Whole
    net_rest: Whole
    cost_whole: Whole
    cost_rest: Whole
    hashes: npt.NDArray[np.uint64]
    reasons: dict[int, str]

    def where(self, chosen: npt.NDArray[np.bool_]) -> Worths:
        """What the chosen rows amount to."""
        columns: list[Any] = [column[chosen] for column in self[:-1]]
        return Worths._make([*columns, {}])


class _TooLongError(Exception):
    """The rows need more than 64 bits, or one of them is refused."""


@dataclass(frozen=True, slots=True)
class _Decimals:
    """Exact numbers by row: ``digits`` over 10 to the ``places``."""

    digits: Whole
    places: int

    @classmethod
    def of(cls, micros: Whole) -> _Decimals:
        """With as few places as they need."""
        for places in _PLACES:
            digits, rest = np.divmod(micros, 10 ** (6 - places))
            if not rest.any():
                return cls(digits, places)
        return cls(micros, 6)

    @property
    def largest(self) -> int:
        """The largest of the digits, without its sign."""
        return max(int(self.digits.max()), -int(self.digits.min()))

    def times(self, other: _Decimals) -> _Decimals:
        """The products."""
        if self.largest * other.largest >= _ROOM:
            raise _TooLongError
        return _Decimals(self.digits * other.digits, self.places + other.places)

    def at(self, places: int) -> _Decimals:
        """The same numbers with at least so many places."""
        factor: int = 10 ** max(0, places - self.places)
        if self.largest * factor >= _ROOM:
            raise _TooLongError
        return _Decimals(self.digits * factor, max(places, self.places))

    def minus(self, other: _Decimals) -> _Decimals:
        """The differences."""
        one, two = self.at(other.places), other.at(self.places)
        return _Decimals(one.digits - two.digits, one.places)

    def where(self, chosen: npt.NDArray[np.bool_], other: _Decimals) -> _Decimals:
        """These numbers in the chosen rows and the others elsewhere."""
        one, two = self.at(other.places), other.at(self.places)
        return _Decimals(np.where(chosen, one.digits, two.digits), one.places)

    def signed(self, sign: Whole) -> _Decimals:
        """The same numbers times 1 or -1."""
        return _Decimals(self.digits * sign, self.places)

    def parts(self, decimals: int) -> tuple[Whole, Whole]:
        """Whole minor units of a currency with so many decimals, and rests."""
        if self.largest >= LARGEST * 10**self.places:
            raise _TooLongError  # the row that is too large is found one by one
        told = self.at(decimals)
        whole, rest = np.divmod(told.digits, 10 ** (told.places - decimals))
        return whole, rest * 10 ** (18 - told.places)


_ONE = _Decimals(np.ones(1, np.int64), 0)


class Money:
    """Computes with the money columns of one sheet as its ``LineMeaning`` says."""

    def __init__(self, options: LineOptions) -> None:
        self._meaning = options.meaning
        self._decimals = exponent(options.currency)
        self._unit = CUBE // 10**self._decimals

    def of(self, terms: Mapping[str, Told | None], marked: Sequence[bool]) -> Worths:
        """What rows amount to. ``terms``: columns by the names of ``TERMS``, None where there is
        none; ``marked``: which rows are credit notes by their number."""
        try:
            columns = self._together(terms, np.array(marked, bool))
            reasons: dict[int, str] = {}
        except _TooLongError:
            columns, reasons = self._one_by_one(terms, marked)
        kind, units, *money = columns
        whole, rest = np.divmod(units, 1000)
        thousandths = whole + ((rest > 500) | ((rest == 500) & (whole & 1 == 1)))
        return Worths._make([kind, thousandths, *money, _hashes(columns), reasons])

    # --- together ----------------------------------------------------------------------------

    def _together(
        self, terms: Mapping[str, Told | None], marked: npt.NDArray[np.bool_]
    ) -> tuple[Whole, ...]:
        told: dict[str, Whole] = {}
        for name in TERMS[:-1]:
            column = terms[name]
            if name == "discount" and isinstance(column, list):
                column = np.array([each or 0 for each in column], np.int64)
            if column is not None and not isinstance(column, np.ndarray):
                raise _TooLongError
            if column is not None:
                told[name] = column
        gross, net = self._gross_and_net(told)
        quantity = told.get("quantity")
        backward = net.digits < 0 if quantity is None else (net.digits < 0) | (quantity < 0)
        sign = np.where(backward, -1, 1)
        units = sign * MICRO if quantity is None else quantity
        types = terms["type"] or ()
        words = {each: _is_credit(each) for each in set(types)}
        credit = np.array([words[each] for each in types] or False)
        turn = np.where(credit & ~backward, -1, 1)
        kind = np.where(
            backward | credit, np.where(credit | marked, CREDIT_NOTE, RETURN), SALE
        )  # fmt: skip
        cost = (np.full_like(units, _UNKNOWN), np.zeros_like(units))
        if "cost" in told:
            each = _Decimals.of(told["cost"])
            if self._meaning.cost == UNIT:
                each = each.times(_Decimals.of(np.abs(units)))
            else:
                each = _Decimals(np.abs(each.digits), each.places)
            cost = each.signed(sign * turn).parts(self._decimals)
        listed = gross.signed(turn).parts(self._decimals)
        paid = net.signed(turn).parts(self._decimals)
        return kind, units * turn, *listed, *paid, *cost

    def _gross_and_net(self, told: Mapping[str, Whole]) -> tuple[_Decimals, _Decimals]:
        form = self._meaning.discount
        price, quantity, amount = (
            _Decimals.of(told[name]) if name in told else None
            for name in ("unit_price", "quantity", "amount")
        )
        whole = None if price is None or quantity is None else price.times(quantity)
        discount = told.get("discount")
        if discount is not None and not discount.any():
            discount = None
        if amount is not None:
            if self._meaning.amount == GROSS and discount is not None:
                given = discount != 0
                whole = amount if whole is None else amount.where(given, whole)
                amount = _less(amount, _ONE, discount, form).where(given, amount)
            return (amount if whole is None else whole), amount
        if whole is None or price is None or quantity is None:
            raise _TooLongError
        if discount is None:
            return whole, whole
        net = _less(price, quantity, discount, form)
        if form == AMOUNT:  # a return gives less back
            back = (discount > 0) & (quantity.digits < 0)
            net = _less(price, quantity, -discount, form).where(back, net)
        return whole, net

    # --- one by one --------------------------------------------------------------------------

    def _one_by_one(
        self, terms: Mapping[str, Told | None], marked: Sequence[bool]
    ) -> tuple[tuple[Whole, ...], dict[int, str]]:
        columns = [
            told.tolist() if isinstance(told, np.ndarray) else told or repeat(None)
            for told in (terms[name] for name in TERMS)
        ]
        reasons: dict[int, str] = {}
        rows: list[tuple[int, ...]] = []
        unit = self._unit
        for at, row in enumerate(zip(*columns, marked, strict=False)):
            money = self._money(*row)
            if isinstance(money, str):
                reasons[at] = money
                rows.append((0,) * 8)
                continue
            kind, units, gross, net, cost = money
            lost = (_UNKNOWN, 0) if cost is None else divmod(cost, unit)
            rows.append((kind, units, *divmod(gross, unit), *divmod(net, unit), *lost))
        return tuple(np.array(rows, np.int64).T.copy()), reasons

    def _money(
        self, quantity: int | None, price: int | None, amount: int | None,
        discount: int | None, cost: int | None, type_: str | None, marked: bool,
    ) -> tuple[int, int, int, int, int | None] | str:  # fmt: skip
        """Kind, quantity in micros, and list, net and cost exactly; a reason code if it is none."""
        meaning = self._meaning
        discount = discount or 0
        whole = None if quantity is None or price is None else price * quantity * MICRO
        if amount is not None:
            net = amount * MICRO * MICRO
            if meaning.amount == GROSS and discount:
                whole, net = net, net_of(amount, MICRO, discount, meaning.discount)
            gross = net if whole is None else whole
        elif whole is not None and price is not None and quantity is not None:
            gross = whole
            net = net_of(price, quantity, discount, meaning.discount) if discount else whole
            if discount > 0 and meaning.discount == AMOUNT and quantity < 0:
                net = gross + discount * MICRO * MICRO  # a return gives less back
        else:
            return "no_amount"
        sign = -1 if net < 0 or (quantity or 0) < 0 else 1
        units = quantity if quantity is not None else sign * MICRO
        if cost is not None:
            each = cost * abs(units) * MICRO if meaning.cost == UNIT else abs(cost) * MICRO * MICRO
            cost = sign * each
        if max(abs(net), abs(gross), abs(cost or 0)) >= LARGEST * CUBE or abs(units) >= _ROOM:
            return "too_large"
        credit = _is_credit(type_)
        if sign > 0 and not credit:
            return SALE, units, gross, net, cost
        if sign > 0:
            units, gross, net = -units, -gross, -net
            cost = None if cost is None else -cost
        return (CREDIT_NOTE if credit or marked else RETURN), units, gross, net, cost


def _is_credit(type_: str | None) -> bool:
    return type_ is not None and _CREDIT_WORDS.search(type_) is not None


def _less(price: _Decimals, quantity: _Decimals, discount: Whole, form: str) -> _Decimals:
    """Net of discounts, as ``net_of`` computes it."""
    if form == AMOUNT:
        return price.times(quantity).minus(_Decimals.of(discount))
    rate = _Decimals.of(discount if form == FRACTION else discount // 100)
    return price.times(quantity).times(_ONE.minus(rate))


def _hashes(columns: Sequence[Whole]) -> npt.NDArray[np.uint64]:
    """A hash of each row: the sum of its values' splitmix64, each salted by its place."""
    total = np.zeros(len(columns[0]), np.uint64)
    for place, column in enumerate(columns, 1):
        bits = column.view(np.uint64) + np.uint64(place * 0x9E3779B97F4A7C15 % (1 << 64))
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        total += bits ^ (bits >> np.uint64(31))
    return total


def known(cost: Whole) -> npt.NDArray[np.bool_]:
    """Which costs are known."""
    return np.not_equal(cost, _UNKNOWN)
