"""Turns typed rows of invoice lines into facts: sign, kind, exact amounts, key and content.

Runs in the reading process, beside the program that matches accounts and writes. A line's natural
key is its document number, its product and its occurrence among the rows of that document and
product on its sheet; its content is every exact value that an import keeps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress
from operator import add
from typing import Any

import numpy as np
import numpy.typing as npt

from b2bdesk.core.dates import date_of, month_of_day
from b2bdesk.exchange_formats.excel.convert import TypedRows
from b2bdesk.exchange_formats.excel.model import CellProblem, Chunk, SheetRequest
from b2bdesk.exchange_formats.line_foreign import Rate, convert_lines, currency_code
from b2bdesk.exchange_formats.line_money import TERMS, Money, Worths, known
from b2bdesk.exchange_formats.line_rows import LineRows, digest

_KINDS = np.array(("sale", "return", "credit_note"), object)  # by number, as ``Money`` tells them
_CREDIT_NUMBER = re.compile(r"[Cc][-_ ]?\d")
_C = ("C", "c")
_FIELDS = (
    "document", "date", "account_code", "account_name", "product_code", "product_name", "country",
    "currency", "occurrence",
)  # fmt: skip

_MASK = (1 << 63) - 1
_STEP = 0x5851F42D4C957F2D  # odd: counts and days times it never meet below 63 bits
_SEEN_MAX = 200_000


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
        self._own = {None, request.lines.currency}
        self._at = {column.field: i for i, column in enumerate(request.columns)}
        self._column = {column.field: column.index for column in request.columns}
        self._first_rows: dict[int, int] = {}  # of a product in a document
        self._repeated: dict[int, tuple[int, int]] = {}  # how often by now, and the last row
        self._pairs: dict[int, int] = {}  # rows of this chunk and the rows they may repeat
        self._first_row = request.first_row
        self._contents = np.zeros(max(0, request.last_row - request.first_row + 1), np.int64)
        self._months = _Months()
        self._who, self._what = _Numbering(), _Numbering()
        self._party_digests: list[int] = []
        self._product_digests: list[int] = []
        self._money = Money(request.lines)
        self._documents = _Digests(" ".join(("line", request.lines.system)).rstrip())
        self._products, self._parties = _Digests("item"), _Digests("party")
        self._credit_numbers: bool | None = None

    def of(self, typed: TypedRows) -> Chunk:
        """The rows as one ``LineChunk``, by columns, which travel fastest; what cannot be a line
        is a problem."""
        numbers, problems = typed.numbers, list(typed.problems)
        columns = {name: self._values(typed, name) for name in _FIELDS}
        documents = columns["document"]
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
        keys, repeats = self._places(numbers, documents, what, columns["occurrence"])
        terms = {name: self._told(typed, name) for name in TERMS}
        worths = self._money.of(terms, self._marked(documents))
        foreign: dict[int, tuple[Any, ...]] = {}
        if not self._own.issuperset(columns["currency"]):
            worths, foreign = self._converted(numbers, columns, worths, problems)
        refused = self._refused(typed, columns, worths, problems)
        kept = [number not in refused for number in numbers] if refused else None
        out: dict[int, str] = {}
        if refused:
            out = {n: d or "" for n, d in zip(numbers, documents, strict=True) if n in refused}
        by_row: list[Sequence[Any]] = [numbers, who, what, documents, columns["date"], keys]
        if kept is not None:
            by_row = [list(compress(column, kept)) for column in by_row]
            worths = worths.where(np.array(kept, bool))
        lines, twice = self._lines(by_row, worths) if by_row[0] else (_NOTHING, self._twice())
        return Chunk([(lines, parties, goods, out, repeats, twice, foreign)], problems)

    def _told(self, typed: TypedRows, field: str) -> Any:
        at = self._at.get(field)
        return None if at is None else typed.columns[at]

    def _values(self, typed: TypedRows, field: str) -> Sequence[Any]:
        told: Sequence[Any] | None = self._told(typed, field)
        return [None] * len(typed.numbers) if told is None else told

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
    ) -> tuple[Sequence[int], dict[int, int]]:
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
        worths: Worths,
        problems: list[CellProblem],
    ) -> set[int]:
        """The rows that cannot be lines; notes why."""
        refused = {problem.row for problem in problems}
        reasons = worths.reasons
        if all(columns["document"]) and None not in columns["date"] and not reasons:
            return refused
        doubtful = [
            (at, number, document, day)
            for at, (number, document, day) in enumerate(
                zip(typed.numbers, columns["document"], columns["date"], strict=True)
            )
            if not document or day is None or at in reasons
        ]
        for at, number, document, day in doubtful:
            if number in refused:
                continue
            problem = self._lacking(number, document, day)
            if problem is None and at in reasons:
                problem = self._problem(number, "amount", reasons[at])
            if problem is not None:
                problems.append(problem)
                refused.add(number)
        return refused

    def _converted(
        self,
        numbers: list[int],
        columns: dict[str, Sequence[Any]],
        worths: Worths,
        problems: list[CellProblem],
    ) -> tuple[Worths, dict[int, tuple[Any, ...]]]:
        """The rows in other currencies in the file's, each at the rate of its day; what they came
        as, by row. Notes the rows that no rate is known for."""
        own, refused = self._options.currency, {problem.row for problem in problems}
        rates: dict[int, Rate] = {}
        for at, (number, text, document, day) in enumerate(
            zip(numbers, columns["currency"], columns["document"], columns["date"], strict=True)
        ):
            if text is None or text == own or number in refused:
                continue
            if not document or day is None or at in worths.reasons:
                continue  # cannot be a line for another reason, which is told
            code = currency_code(text)
            if code == own:
                continue
            rate = self._rate(code, day) if code else None
            if rate is not None:
                rates[at] = rate
            elif code:
                told = f"{code} {date_of(day).isoformat()}"
                problems.append(self._problem(number, "currency", "no_rate", text, told))
            else:
                problems.append(self._problem(number, "currency", "not_currency", text))
        if not rates:
            return worths, {}
        worths, came, too_large = convert_lines(worths, rates, own)
        worths.reasons.update(dict.fromkeys(too_large, "too_large"))
        return worths, {numbers[at]: tuple(each) for at, each in came.items()}

    def _rate(self, currency: str, day: int) -> Rate | None:
        rates = self._options.rates
        try:
            return None if rates is None else Rate(currency, *rates.holding(currency, day))
        except LookupError:
            return None

    def _lines(
        self, by_row: Sequence[Sequence[Any]], worths: Worths
    ) -> tuple[tuple[Any, ...], dict[int, int]]:
        """The columns of ``LineRows``, and the rows that say the same as an earlier row of their
        document and product."""
        _, who, what, documents, told, keys = by_row
        numbers, days = np.array(by_row[0]), np.array(told)
        months = list(map(self._months.__getitem__, told))
        parties = np.array(list(map(self._party_digests.__getitem__, who)), np.uint64)
        shares = days.astype(np.uint64) * np.uint64(_STEP) + worths.hashes
        contents = ((parties + shares) & np.uint64(_MASK)).view(np.int64)
        self._contents[numbers - self._first_row] = contents
        costs: Any = worths.cost_whole
        if not (costed := known(costs)).all():
            costs = [c if k else None for c, k in zip(costs.tolist(), costed.tolist(), strict=True)]
        lines = (
            numbers, np.array(who), np.array(what), documents, days, np.array(months),
            _KINDS[worths.kind].tolist(), worths.quantity,
            worths.list_whole, _rests(worths.list_rest), worths.net_whole, _rests(worths.net_rest),
            costs, _rests(worths.cost_rest), np.array(keys), contents,
        )  # fmt: skip
        return lines, self._twice()

    def _twice(self) -> dict[int, int]:
        first, contents = self._first_row, self._contents
        pairs, self._pairs = self._pairs, {}
        return {
            row: before
            for row, before in pairs.items()
            if contents[row - first] and contents[row - first] == contents[before - first]
        }

    def _problem(
        self, number: int, field: str, code: str, text: str = "", detail: str = ""
    ) -> CellProblem:
        return CellProblem(number, self._column.get(field, -1), field, code, text, detail or text)

    def _lacking(self, number: int, document: object, day: object) -> CellProblem | None:
        if not document:
            return self._problem(number, "document", "missing")
        if day is None:
            return self._problem(number, "date", "missing")
        return None


_NOTHING: tuple[Any, ...] = ((),) * len(LineRows._fields)


def _rests(column: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | None:
    return column if column.any() else None
