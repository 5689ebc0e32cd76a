"""Turns typed rows of invoice lines into facts: sign, kind, exact amounts, key and content.

Runs in the reading process, beside the program that matches accounts and writes. A line's natural
key is its document number, its product and its occurrence among the rows of that document and
product on its sheet; its content is every exact value that an import keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from b2bdesk.core.dates import month_of_day
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.convert import TypedRows
from b2bdesk.exchange_formats.excel.model import CellProblem, Chunk, SheetRequest
from b2bdesk.exchange_formats.recognise_lines import AMOUNT, GROSS, UNIT, net_of
from b2bdesk.exchange_formats.values import MICRO, rounded

CUBE = MICRO**3
SALE, RETURN, CREDIT_NOTE = "sale", "return", "credit_note"
_CREDIT_NUMBER = re.compile(r"[Cc][-_ ]?\d")
_CREDIT_WORDS = re.compile(
    r"credit|refund|return|cancel|gutschrift|storno|retour|avoir|abono|devoluci|nota di credito",
    re.IGNORECASE,
)
_LARGEST = 10**13 * CUBE  # 10 trillion: no line of an invoice is worth more


_MASK = (1 << 63) - 1
_STEP = 0x5851F42D4C957F2D  # odd: counts and days times it never meet below 63 bits
_SEEN_MAX = 200_000


def digest(*parts: object) -> int:
    """63 bits of a hash of exact values: keys and contents are compared by it."""
    data = repr(parts).encode()
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1


class _Digests(dict[Any, int]):
    """Digests of the values of one column. A sheet has few different ones, so each is hashed
    once, and a row's key is a sum of them, which is as good a hash as theirs."""

    __slots__ = ("_salt",)

    def __init__(self, salt: str) -> None:
        super().__init__()
        self._salt = salt

    def __missing__(self, value: Any) -> int:
        if len(self) > _SEEN_MAX:
            self.clear()
        found = self[value] = digest(self._salt, value)
        return found


class Facts:
    """The facts of one sheet, chunk by chunk."""

    def __init__(self, request: SheetRequest) -> None:
        assert request.lines is not None
        self._options = request.lines
        self._unit = CUBE // 10 ** exponent(request.lines.currency)
        self._at = {column.field: i for i, column in enumerate(request.columns)}
        self._column = {column.field: column.index for column in request.columns}
        self._occurrences: dict[tuple[object, object], int] = {}
        self._months: dict[int, int] = {}
        self._who: dict[tuple[object, ...], tuple[object, ...]] = {}
        self._what: dict[tuple[object, ...], tuple[object, ...]] = {}
        self._worth: dict[tuple[object, ...], tuple[tuple[Any, ...], int] | str] = {}
        self._documents, self._products, self._parties = map(_Digests, ("line", "item", "party"))
        self._credit_numbers: bool | None = None

    def of(self, typed: TypedRows) -> Chunk:
        """The rows as plain tuples, which travel fastest; what cannot be one is a problem.

        (row, occurrence, who, what, document, day, month, worth, key, content). ``who`` is account
        code, account name and country, ``what`` product and product name. ``worth`` is kind and
        quantity in thousandths, then list, net and cost, each as whole minor units and the exact
        rest in micros to the third; None for a refused row. Equal parts are one object within a
        chunk, and are sent once.
        """
        problems = list(typed.problems)
        refused = {problem.row for problem in problems}
        if self._credit_numbers is None:
            # Where all numbers begin with C, the letter says nothing.
            documents = [str(value) for value in self._values(typed, "document")]
            marked = sum(1 for d in documents if _CREDIT_NUMBER.match(d))
            self._credit_numbers = marked <= 0.3 * len(documents)
        return Chunk(list(self._facts(typed, refused, problems)), problems)

    def _values(self, typed: TypedRows, field: str) -> Sequence[Any]:
        at = self._at.get(field)
        return [None] * len(typed.numbers) if at is None else typed.columns[at]

    def _facts(
        self, typed: TypedRows, refused: set[int], problems: list[CellProblem]
    ) -> Iterator[tuple[Any, ...]]:
        names = ("document", "date", "account_code", "account_name", "product_code",
                 "product_name", "country", "quantity", "unit_price", "amount", "discount",
                 "cost", "type", "currency", "occurrence")  # fmt: skip
        columns = [self._values(typed, name) for name in names]
        occurrences, months, own = self._occurrences, self._months, self._options.currency
        documents, products, parties = self._documents, self._products, self._parties
        whos, whats, worths, credit = self._who, self._what, self._worth, self._credit_numbers
        for cache in (whos, whats, worths):
            if len(cache) > _SEEN_MAX:
                cache.clear()
        for (number, document, day, code, name, item, product_name, country, quantity, price,
             amount, discount, cost, type_, currency, told) in zip(
                 typed.numbers, *columns, strict=True):  # fmt: skip
            product = item or product_name or ""
            party = (code, name, country)
            who = whos.setdefault(party, party)
            goods = (product, product_name)
            what = whats.setdefault(goods, goods)
            place = (document, product)
            count = occurrences[place] = occurrences.get(place, 0) + 1
            occurrence = told or count
            worth: tuple[tuple[Any, ...], int] | str | None = None
            if number not in refused:
                problem = None
                if not document or day is None or (currency and currency != own):
                    problem = self._lacking(number, document, day, currency)
                if problem is None:
                    marked = credit and _CREDIT_NUMBER.match(document) is not None
                    terms = (quantity, price, amount, discount, cost, type_, marked)
                    worth = worths.get(terms)
                    if worth is None:
                        worth = worths[terms] = self._worth_of(*terms)
                    if isinstance(worth, str):
                        problem = self._problem(number, "amount", worth)
                        worth = None
                if problem is not None:
                    problems.append(problem)
            if worth is None or isinstance(worth, str):
                yield (number, occurrence, who, what, document or "", 0, 0, None, 0, 0)
                continue
            month = months.get(day)
            if month is None:
                month = months[day] = month_of_day(day)
            yield (
                number, occurrence, who, what, document, day, month, worth[0],
                (documents[document] + products[product] + occurrence * _STEP) & _MASK,
                (parties[code or name] + day * _STEP + worth[1]) & _MASK,
            )  # fmt: skip

    def _worth_of(self, *terms: Any) -> tuple[tuple[Any, ...], int] | str:
        """What the money columns of a row amount to, and its share of the row's content."""
        money = self._money(*terms)
        if isinstance(money, str):
            return money
        kind, units, gross, net, cost = money
        unit = self._unit
        lost = (None, 0) if cost is None else divmod(cost, unit)
        parts = (kind, rounded(units, 1000), *divmod(gross, unit), *divmod(net, unit), *lost)
        return parts, digest(*money)

    def _problem(self, number: int, field: str, code: str, text: str = "") -> CellProblem:
        return CellProblem(number, self._column.get(field, -1), field, code, text, text)

    def _lacking(
        self, number: int, document: object, day: object, currency: str | None
    ) -> CellProblem | None:
        if not document:
            return self._problem(number, "document", "missing")
        if day is None:
            return self._problem(number, "date", "missing")
        if currency and currency.upper() != self._options.currency:
            return self._problem(number, "currency", "other_currency", currency)
        return None

    def _money(
        self, quantity: int | None, price: int | None, amount: int | None,
        discount: int | None, cost: int | None, type_: str | None, marked: bool,
    ) -> tuple[str, int, int, int, int | None] | str:  # fmt: skip
        """Kind, quantity in micros, and list, net and cost exactly; a reason code if it is none."""
        meaning = self._options.meaning
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
        if abs(net) >= _LARGEST or abs(gross) >= _LARGEST:
            return "too_large"
        sign = -1 if net < 0 or (quantity or 0) < 0 else 1
        units = quantity if quantity is not None else sign * MICRO
        if cost is not None:
            each = cost * abs(units) * MICRO if meaning.cost == UNIT else abs(cost) * MICRO * MICRO
            cost = sign * each
        credit = type_ is not None and _CREDIT_WORDS.search(type_) is not None
        if sign > 0 and not credit:
            return SALE, units, gross, net, cost
        if sign > 0:
            units, gross, net = -units, -gross, -net
            cost = None if cost is None else -cost
        return (CREDIT_NOTE if credit or marked else RETURN), units, gross, net, cost
