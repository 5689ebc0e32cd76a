"""Turns typed rows of invoice lines into facts: sign, kind, exact amounts, key and content.

Runs in the reading process, beside the program that matches accounts and writes. A line's natural
key is its document number, its product and its occurrence among the rows of that document and
product on its sheet; its content is every exact value that an import keeps.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from hashlib import blake2b
from itertools import compress
from operator import add
from typing import Any, NamedTuple

from b2bdesk.core.dates import month_of_day
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.convert import TypedRows
from b2bdesk.exchange_formats.excel.model import CellProblem, Chunk, SheetRequest
from b2bdesk.exchange_formats.recognise_lines import AMOUNT, GROSS, UNIT, net_of
from b2bdesk.exchange_formats.values import MICRO, rounded

CUBE = MICRO**3
SALE, RETURN, CREDIT_NOTE = "sale", "return", "credit_note"
_CREDIT_NUMBER = re.compile(r"[Cc][-_ ]?\d")
_C = ("C", "c")
_CREDIT_WORDS = re.compile(
    r"credit|refund|return|cancel|gutschrift|storno|retour|avoir|abono|devoluci|nota di credito",
    re.IGNORECASE,
)
_LARGEST = 10**13 * CUBE  # 10 trillion: no line of an invoice is worth more
_TERMS = ("quantity", "unit_price", "amount", "discount", "cost", "type")
_FIELDS = (
    "document", "date", "account_code", "account_name", "product_code", "product_name", "country",
    "currency", "occurrence", *_TERMS,
)  # fmt: skip

_MASK = (1 << 63) - 1
_STEP = 0x5851F42D4C957F2D  # odd: counts and days times it never meet below 63 bits
_SEEN_MAX = 200_000


def digest(*parts: object) -> int:
    """63 bits of a hash of exact values: keys and contents are compared by it."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "big") >> 1


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


class LineRows(NamedTuple):
    """Lines by column, all of one length; refused rows are not among them.

    ``who`` and ``what`` count the parties (account code, account name, country) and the goods
    (product, product name) of the sheet from 0. List, net and cost are whole minor units and the
    exact rest in micros to the third; a column of rests is None where all are 0. ``key`` and
    ``content`` are the line's digests.
    """

    numbers: Sequence[int]
    who: Sequence[int]
    what: Sequence[int]
    document: Sequence[str]
    day: Sequence[int]
    month: Sequence[int]
    kind: Sequence[str]
    quantity: Sequence[int]
    list_whole: Sequence[int]
    list_rest: Sequence[int] | None
    net_whole: Sequence[int]
    net_rest: Sequence[int] | None
    cost_whole: Sequence[int | None]
    cost_rest: Sequence[int] | None
    key: Sequence[int]
    content: Sequence[int]

    @classmethod
    def arrived(cls, columns: Sequence[Any]) -> LineRows:
        """The columns after their way through the pipe, on which arrays are bytes."""
        found: Any = (memoryview(c).cast("q") if type(c) is bytes else c for c in columns)
        return cls(*found)


def _packed(numbers: Sequence[int]) -> array[int]:
    """Whole numbers as they travel fastest."""
    return array("q", numbers)


class LineChunk(NamedTuple):
    """What travels of some rows: their lines, and what is said once for many of them.

    ``parties`` and ``goods``: those met for the first time. ``refused``: rows with a problem, and
    their documents.
    ``repeats``: place among the rows of the same document and product, where it is not the first.
    ``twice``: rows that say the same as an earlier one, and that one.
    """

    lines: tuple[Any, ...]
    parties: list[tuple[Any, ...]]
    goods: list[tuple[Any, ...]]
    refused: dict[int, str]
    repeats: dict[int, int]
    twice: dict[int, int]


class _Numbering(dict[Any, int]):
    """Counts the different values of a sheet as they are met; ``fresh`` are not yet sent."""

    __slots__ = ("fresh",)

    def __init__(self) -> None:
        super().__init__()
        self.fresh: list[tuple[Any, ...]] = []

    def __missing__(self, value: tuple[Any, ...]) -> int:
        found = self[value] = len(self)
        self.fresh.append(value)
        return found

    def sent(self) -> list[tuple[Any, ...]]:
        """What was met since the last call."""
        fresh, self.fresh = self.fresh, []
        return fresh


class _Worths(dict[tuple[Any, ...], Any]):
    """What the money columns of rows amount to; the same terms are computed once."""

    __slots__ = ("_of",)

    def __init__(self, of: Callable[..., Any]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, terms: tuple[Any, ...]) -> Any:
        if len(self) > _SEEN_MAX:
            self.clear()
        found = self[terms] = self._of(*terms)
        return found


class _Months(dict[int, int]):
    """Months of days."""

    __slots__ = ()

    def __missing__(self, day: int) -> int:
        found = self[day] = month_of_day(day)
        return found


class Facts:
    """The facts of one sheet, chunk by chunk."""

    def __init__(self, request: SheetRequest) -> None:
        assert request.lines is not None
        self._options = request.lines
        self._unit = CUBE // 10 ** exponent(request.lines.currency)
        self._at = {column.field: i for i, column in enumerate(request.columns)}
        self._column = {column.field: column.index for column in request.columns}
        self._first_rows: dict[int, int] = {}  # of a product in a document
        self._repeated: dict[int, tuple[int, int]] = {}  # how often by now, and the last row
        self._pairs: dict[int, int] = {}  # rows of this chunk and the rows they may repeat
        self._first_row = request.first_row
        self._contents = array("q", bytes(8 * max(0, request.last_row - request.first_row + 1)))
        self._months = _Months()
        self._who, self._what = _Numbering(), _Numbering()
        self._party_digests: list[int] = []
        self._product_digests: list[int] = []
        self._worths = _Worths(self._worth_of)
        self._documents = _Digests(" ".join(("line", request.lines.system)).rstrip())
        self._products, self._parties = _Digests("item"), _Digests("party")
        self._credit_numbers: bool | None = None

    def of(self, typed: TypedRows) -> Chunk:
        """The rows as one ``LineChunk``, by columns, which travel fastest; what cannot be a line
        is a problem."""
        numbers, problems = typed.numbers, list(typed.problems)
        columns = {name: self._values(typed, name) for name in _FIELDS}
        documents, days = columns["document"], columns["date"]
        who = list(map(self._who.__getitem__, zip(
            columns["account_code"], columns["account_name"], columns["country"], strict=True
        )))  # fmt: skip
        names = columns["product_name"]
        products = [
            code or name or "" for code, name in zip(columns["product_code"], names, strict=True)
        ]
        what = list(map(self._what.__getitem__, zip(products, names, strict=True)))
        parties, goods = self._who.sent(), self._what.sent()
        self._party_digests += [self._parties[code or name] for code, name, _ in parties]
        self._product_digests += [self._products[product] for product, _ in goods]
        occurrences, repeats = self._places(numbers, documents, what, columns["occurrence"])
        worths = list(map(self._worths.__getitem__, zip(
            *(columns[name] for name in _TERMS), self._marked(documents), strict=True
        )))  # fmt: skip
        refused = self._refused(typed, columns, worths, problems)
        by_row: list[Sequence[Any]] = [numbers, who, what, documents, days, worths, occurrences]
        out: dict[int, str] = {}
        if refused:
            out = {n: d or "" for n, d in zip(numbers, documents, strict=True) if n in refused}
            kept = [number not in refused for number in numbers]
            by_row = [list(compress(column, kept)) for column in by_row]
        lines = self._lines(*by_row) if by_row[0] else ((),) * len(LineRows._fields)
        twice = self._twice(lines[0], lines[-1])
        return Chunk([(lines, parties, goods, out, repeats, twice)], problems)

    def _values(self, typed: TypedRows, field: str) -> Sequence[Any]:
        at = self._at.get(field)
        return [None] * len(typed.numbers) if at is None else typed.columns[at]

    def _marked(self, documents: Sequence[str | None]) -> Sequence[bool]:
        """Which rows are credit notes by their number; where all begin with C, it says nothing."""
        if not self._credit_numbers and self._credit_numbers is not None:
            return [False] * len(documents)
        marked = [
            d is not None and d[:1] in _C and bool(_CREDIT_NUMBER.match(d)) for d in documents
        ]
        if self._credit_numbers is None:
            self._credit_numbers = sum(marked) <= 0.3 * len(marked)
        return marked if self._credit_numbers else [False] * len(documents)

    def _places(
        self,
        numbers: list[int],
        documents: Sequence[str | None],
        what: list[int],
        told: Sequence[int | None],
    ) -> tuple[list[int], dict[int, int]]:
        """For each row the digest of its key, and its occurrence where it is not the first."""
        goods = map(self._product_digests.__getitem__, what)
        owns = list(map(add, map(self._documents.__getitem__, documents), goods))
        keys = [(own + _STEP) & _MASK for own in owns]
        repeats: dict[int, int] = {}
        first_rows = list(map(self._first_rows.setdefault, owns, numbers))
        if first_rows == numbers and not any(told):
            return keys, repeats
        for at, (number, first, given) in enumerate(zip(numbers, first_rows, told, strict=True)):
            if number == first and not given:
                continue
            own, count = owns[at], given or 1
            if number != first:
                counted, before = self._repeated.get(own, (1, first))
                self._repeated[own] = counted + 1, number
                if not given:
                    count = counted + 1
                    self._pairs[number] = before
            if count != 1:
                repeats[number] = count
                keys[at] = (own + count * _STEP) & _MASK
        return keys, repeats

    def _refused(
        self,
        typed: TypedRows,
        columns: dict[str, Sequence[Any]],
        worths: list[Any],
        problems: list[CellProblem],
    ) -> set[int]:
        """The rows that cannot be lines; notes why."""
        refused = {problem.row for problem in problems}
        own = self._options.currency
        if (
            all(columns["document"])
            and None not in columns["date"]
            and {None, own}.issuperset(columns["currency"])
            and str not in map(type, worths)
        ):
            return refused
        doubtful = [
            (number, document, day, currency, worth)
            for number, document, day, currency, worth in zip(
                typed.numbers, columns["document"], columns["date"], columns["currency"], worths,
                strict=True,
            )
            if not document or day is None or (currency and currency != own) or type(worth) is str
        ]  # fmt: skip
        for number, document, day, currency, worth in doubtful:
            if number in refused:
                continue
            problem = self._lacking(number, document, day, currency)
            if problem is None and isinstance(worth, str):
                problem = self._problem(number, "amount", worth)
            if problem is not None:
                problems.append(problem)
                refused.add(number)
        return refused

    def _twice(self, numbers: Sequence[int], contents: Sequence[int]) -> dict[int, int]:
        """Rows that say the same as an earlier row of their document and product."""
        first, known = self._first_row, self._contents
        if numbers and numbers[-1] - numbers[0] + 1 == len(numbers):
            known[numbers[0] - first : numbers[-1] - first + 1] = array("q", contents)
        else:
            for number, content in zip(numbers, contents, strict=True):
                known[number - first] = content
        pairs, self._pairs = self._pairs, {}
        return {
            row: before
            for row, before in pairs.items()
            if known[row - first] and known[row - first] == known[before - first]
        }

    def _lines(
        self, numbers: Any, who: Any, what: Any, documents: Any, days: Any, worths: Any, keys: Any
    ) -> tuple[Any, ...]:
        parts = zip(*worths, strict=True)
        kind, quantity, gross, gross_rest, net, net_rest, cost, cost_rest, digests = parts
        parties = self._party_digests
        contents = [
            (parties[party] + day * _STEP + own) & _MASK
            for party, day, own in zip(who, days, digests, strict=True)
        ]
        rests = [rest if any(rest) else None for rest in (gross_rest, net_rest, cost_rest)]
        months = map(self._months.__getitem__, days)
        return (
            *map(_packed, (numbers, who, what)), documents, _packed(days), array("q", months),
            kind, _packed(quantity), _packed(gross), rests[0], _packed(net), rests[1],
            cost if None in cost else _packed(cost), rests[2], _packed(keys), _packed(contents),
        )  # fmt: skip

    def _worth_of(self, *terms: Any) -> tuple[Any, ...] | str:
        """What the money columns of a row amount to, and its share of the row's content."""
        money = self._money(*terms)
        if isinstance(money, str):
            return money
        kind, units, gross, net, cost = money
        unit = self._unit
        lost = (None, 0) if cost is None else divmod(cost, unit)
        whole, rest = divmod(units, 1000)
        milli = rounded(units, 1000) if rest else whole
        return (kind, milli, *divmod(gross, unit), *divmod(net, unit), *lost, digest(*money))

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
        sign = -1 if net < 0 or (quantity or 0) < 0 else 1
        units = quantity if quantity is not None else sign * MICRO
        if cost is not None:
            each = cost * abs(units) * MICRO if meaning.cost == UNIT else abs(cost) * MICRO * MICRO
            cost = sign * each
        if max(abs(net), abs(gross), abs(cost or 0)) >= _LARGEST:
            return "too_large"
        credit = type_ is not None and _CREDIT_WORDS.search(type_) is not None
        if sign > 0 and not credit:
            return SALE, units, gross, net, cost
        if sign > 0:
            units, gross, net = -units, -gross, -net
            cost = None if cost is None else -cost
        return (CREDIT_NOTE if credit or marked else RETURN), units, gross, net, cost
