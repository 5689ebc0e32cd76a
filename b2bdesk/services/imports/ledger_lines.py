"""Sheets of orders and of invoice lines: rows become ledger facts, each counted once.

A line's natural key is its document number, its product and its occurrence among the rows of that
document and product on its sheet. The same key with the same content, on another sheet or from an
earlier import, is in already; with other content it supersedes the older line.

Amounts are exact fractions until the very end: the fraction of a cent that a line loses is carried
to the next, so that the sheet's total is exact (line = round(sum so far) - round(sum before)).
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import month_of_day
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.recognise_lines import AMOUNT, GROSS, UNIT, net_of
from b2bdesk.exchange_formats.values import MICRO
from b2bdesk.models.enums import LineType
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.masters import ProductsSheet, minor, rounded
from b2bdesk.services.imports.pending import Status
from b2bdesk.services.imports.tally import Row, Tally

CUBE = MICRO**3
_CREDIT_NUMBER = re.compile(r"[Cc][-_ ]?\d")
_CREDIT_WORDS = re.compile(
    r"credit|refund|return|cancel|gutschrift|storno|retour|avoir|abono|devoluci|nota di credito",
    re.IGNORECASE,
)
_MINOR_MAX = 10**15  # 10 trillion: no line of an invoice is worth more


def digest(*parts: object) -> int:
    """63 bits of a hash of exact values: keys and contents are compared by it."""
    data = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1


class Keys:
    """Natural keys of rows that count: those of the file and those of this import."""

    def __init__(self, connection: Connection, table: str) -> None:
        plain = connection.exec_driver_sql(
            f"SELECT t.line_key, t.content FROM {table} AS t"
            " JOIN import_batch AS b ON b.id = t.batch_id ORDER BY t.id"
        )
        self.content: dict[int, int] = {row[0]: row[1] for row in plain}
        self.superseding: set[int] = set()

    def take(self, key: int, content: int) -> Status:
        """Whether a row is new, changed or in already; it counts from now on."""
        known = self.content.get(key)
        if known == content:
            return Status.UNCHANGED
        self.content[key] = content
        if known is None:
            return Status.NEW
        self.superseding.add(key)
        return Status.CHANGED


class OrdersSheet:
    """Order headers: dates and freight."""

    def __init__(self, connection: Connection, directory: Directory, currency: str) -> None:
        self._directory = directory
        self._currency = currency
        self.keys = Keys(connection, "order_header")
        self.rows: list[tuple[Any, ...]] = []

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            account_id = self._directory.account_of(tally, number, row, create=True)
            if account_id is None:
                continue
            dates = (row.get("date"), row.get("required_date"), row.get("shipped_date"))
            freight = row.get("freight")
            key = digest("order", row["document"])
            account = row.get("account_code") or row.get("account_name")
            content = digest(account, *dates, freight)
            status = self.keys.take(key, content)
            tally.count(status)
            if status is not Status.UNCHANGED:
                self.rows.append(
                    (
                        account_id,
                        row["document"],
                        *dates,
                        minor(freight, self._currency),
                        key,
                        content,
                    )
                )


class LinesSheet:
    """Invoice lines of all sheets of one import."""

    def __init__(
        self, connection: Connection, directory: Directory, products: ProductsSheet, currency: str
    ) -> None:
        self._directory = directory
        self._products = products
        self._currency = currency
        self._unit = CUBE // 10 ** exponent(currency)
        self.keys = Keys(connection, "ledger_line")
        self.rows: list[tuple[Any, ...]] = []
        self._accounts: dict[tuple[object, object], int] = {}
        self._product_ids: dict[str, int] = {}
        self.start_sheet()

    def start_sheet(self) -> None:
        """Occurrences and carried fractions are counted by sheet."""
        self._occurrence: dict[tuple[object, object], int] = {}
        self._net = self._list = self._cost = 0
        self._net_minor = self._list_minor = self._cost_minor = 0
        self._total = self._waiting = 0
        self._credit_numbers: bool | None = None

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        if self._credit_numbers is None:
            documents = [str(row[1]) for row in chunk.rows]
            marked = sum(1 for d in documents if _CREDIT_NUMBER.match(d))
            self._credit_numbers = marked <= 0.3 * len(documents)
        occurrence = tally.occurrence

        def met(number: int, row: Row) -> None:
            place = (row["document"], row.get("product_code") or row.get("product_name"))
            count = self._occurrence[place] = self._occurrence.get(place, 0) + 1
            occurrence[number] = row.get("occurrence") or count

        for number, row in tally.rows(chunk, met):
            product = row.get("product_code") or row.get("product_name") or ""
            values = self._values(tally, number, row)
            if values is None:
                continue
            kind, quantity, gross, net, cost = values
            account_id = self._account(tally, number, row)
            if account_id is None:
                self._waiting += net
                continue
            self._total += net
            account = row.get("account_code") or row.get("account_name")
            key = digest(row["document"], product, occurrence[number])
            content = digest(account, row["date"], kind, quantity, gross, net, cost)
            status = self.keys.take(key, content)
            tally.count(status)
            if status is Status.UNCHANGED:
                continue
            self.rows.append(
                (
                    account_id,
                    self._product(product, row),
                    row["document"],
                    row["date"],
                    month_of_day(row["date"]),
                    kind,
                    rounded(quantity, 1000),
                    *self._money(gross, net, cost),
                    key,
                    content,
                )
            )
        tally.occurrence = {n: o for n, o in occurrence.items() if n in tally.waiting}
        tally.amount = rounded(self._total, self._unit)
        tally.waiting_amount = rounded(self._waiting, self._unit)

    def _money(self, gross: int, net: int, cost: int | None) -> tuple[int, int, int | None]:
        """List, net and cost in minor units, with the fractions carried along the sheet."""
        self._net += net
        net_sum = rounded(self._net, self._unit)
        net_minor, self._net_minor = net_sum - self._net_minor, net_sum
        self._list += gross
        list_sum = rounded(self._list, self._unit)
        list_minor, self._list_minor = list_sum - self._list_minor, list_sum
        if cost is None:
            return list_minor, net_minor, None
        self._cost += cost
        cost_sum = rounded(self._cost, self._unit)
        cost_minor, self._cost_minor = cost_sum - self._cost_minor, cost_sum
        return list_minor, net_minor, cost_minor

    def _values(
        self, tally: Tally, number: int, row: Row
    ) -> tuple[str, int, int, int, int | None] | None:
        """Type, quantity in micros, and list, net and cost exactly (micros to the third)."""
        currency = row.get("currency")
        if currency and currency.upper() != self._currency:
            tally.problem(number, "currency", "other_currency", currency, detail=currency)
            return None
        quantity, price, amount = row.get("quantity"), row.get("unit_price"), row.get("amount")
        meaning, discount = tally.mapping.meaning, row.get("discount") or 0
        whole = None if quantity is None or price is None else price * quantity * MICRO
        if amount is not None:
            net = amount * MICRO * MICRO
            if meaning.amount == GROSS and discount:
                whole = net
                net = net_of(amount, MICRO, discount, meaning.discount)
            gross = whole if whole is not None else net
        elif quantity is not None and price is not None:
            net = net_of(price, quantity, discount, meaning.discount)
            gross = price * quantity * MICRO
        else:
            tally.problem(number, "amount", "no_amount")
            return None
        if meaning.discount == AMOUNT and quantity is not None and quantity < 0 < discount:
            net = gross + discount * MICRO * MICRO if amount is None else net
        if max(abs(net), abs(gross)) >= _MINOR_MAX * self._unit:
            tally.problem(number, "amount", "too_large", amount)
            return None
        sign = -1 if net < 0 or (quantity or 0) < 0 else 1
        count = quantity if quantity is not None else sign * MICRO
        cost = row.get("cost")
        if cost is not None:
            cost = (
                cost * abs(count) * MICRO if meaning.cost == UNIT else abs(cost) * MICRO**2
            ) * sign
        credit = bool(row.get("type") and _CREDIT_WORDS.search(row["type"]))
        if credit and sign > 0:
            sign, count, gross, net = -1, -count, -gross, -net
            cost = None if cost is None else -cost
        if sign < 0:
            marked = self._credit_numbers and _CREDIT_NUMBER.match(row["document"])
            kind = LineType.CREDIT_NOTE if credit or marked else LineType.RETURN
        else:
            kind = LineType.SALE
        return kind.value, count, gross, net, cost

    def _account(self, tally: Tally, number: int, row: Row) -> int | None:
        told = (row.get("account_code"), row.get("account_name"))
        known = self._accounts.get(told)
        if known is None:
            known = self._directory.account_of(tally, number, row, create=True)
            if known is not None:
                self._accounts[told] = known
        return known

    def _product(self, code: str, row: Row) -> int | None:
        if not code:
            return None
        known = self._product_ids.get(code)
        if known is None:
            found = self._products.products.find(code)
            if found:
                known = int(found[0]["id"])
            else:
                name = row.get("product_name") or code
                known = int(self._products.products.add({"code": code, "name": name})["id"])
                self._directory.made_here("product")
            self._product_ids[code] = known
        return known
