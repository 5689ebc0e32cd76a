"""Turns typed rows of invoice lines into facts: sign, kind, exact amounts, key and content.

Runs in the reading process, beside the program that matches accounts and writes. A line's natural
key is its document number, its product and its occurrence among the rows of that document and
product on its sheet; its content is every exact value that an import keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from b2bdesk.core.dates import month_of_day
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


def digest(*parts: object) -> int:
    """63 bits of a hash of exact values: keys and contents are compared by it."""
    data = repr(parts).encode()
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1


class Facts:
    """The facts of one sheet, chunk by chunk."""

    def __init__(self, request: SheetRequest) -> None:
        assert request.lines is not None
        self._options = request.lines
        keys = [column.field for column in request.columns]
        self._at = {key: i + 1 for i, key in enumerate(keys)}
        self._column = {column.field: column.index for column in request.columns}
        self._occurrences: dict[tuple[object, object], int] = {}
        self._months: dict[int, int] = {}
        self._credit_numbers: bool | None = None

    def of(self, chunk: Chunk) -> Chunk:
        """The chunk's rows as plain tuples, which travel fastest; what cannot be one is a problem.

        (row, occurrence, account code, account name, product, product name, country, document,
        day, month, kind, quantity in thousandths, gross, net, cost, key, content); gross, net and
        cost are micros to the third, exact. Of a refused row, ``net`` is None.
        """
        problems = list(chunk.problems)
        refused = {problem.row for problem in problems}
        if self._credit_numbers is None:
            # Where all numbers begin with C, the letter says nothing.
            documents = [str(row[self._at["document"]]) for row in chunk.rows]
            marked = sum(1 for d in documents if _CREDIT_NUMBER.match(d))
            self._credit_numbers = marked <= 0.3 * len(documents)
        rows = list(self._facts(chunk, refused, problems))
        return Chunk(rows, problems)

    def _facts(
        self, chunk: Chunk, refused: set[int], problems: list[CellProblem]
    ) -> Iterator[tuple[Any, ...]]:
        names = ("document", "date", "account_code", "account_name", "product_code",
                 "product_name", "country", "quantity", "unit_price", "amount", "discount",
                 "cost", "type", "currency", "occurrence")  # fmt: skip
        take = itemgetter(*(self._at.get(name, -1) for name in names))
        occurrences, months = self._occurrences, self._months
        for row in chunk.rows:
            values: Any = take((*row, None))  # unmapped fields find the None at the end
            (document, day, code, name, product, product_name, country, quantity, price, amount,
             discount, cost, type_, currency, told) = values  # fmt: skip
            number: Any = row[0]
            product = product or product_name or ""
            place = (document, product)
            count = occurrences[place] = occurrences.get(place, 0) + 1
            occurrence = told or count
            money = None
            if number not in refused:
                problem = self._lacking(number, document, day, currency)
                money = self._money(quantity, price, amount, discount or 0, cost, type_, document)
                if problem is None and isinstance(money, str):
                    problem = self._problem(number, "amount", money)
                if problem is not None:
                    problems.append(problem)
                    money = None
            if not isinstance(money, tuple):
                yield (number, occurrence, code, name, product, product_name, country,
                               document or "", 0, 0, SALE, 0, 0, None, None, 0, 0)  # fmt: skip
                continue
            kind, units, gross, net, line_cost = money
            month = months.get(day)
            if month is None:
                month = months[day] = month_of_day(day)
            yield (
                number, occurrence, code, name, product, product_name, country, document, day,
                month, kind, rounded(units, 1000), gross, net, line_cost,
                digest(document, product, occurrence),
                digest(code or name, day, kind, units, gross, net, line_cost),
            )  # fmt: skip

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
        self, quantity: int | None, price: int | None, amount: int | None, discount: int,
        cost: int | None, type_: str | None, document: str,
    ) -> tuple[str, int, int, int, int | None] | str:  # fmt: skip
        """Kind, quantity in micros, and list, net and cost exactly; a reason code if it is none."""
        meaning = self._options.meaning
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
        marked = self._credit_numbers and _CREDIT_NUMBER.match(document)
        return (CREDIT_NOTE if credit or marked else RETURN), units, gross, net, cost
