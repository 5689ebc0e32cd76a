"""Sheets of orders and of invoice lines: rows become ledger facts, each counted once.

A line's natural key is its document number, its product and its occurrence among the rows of that
document and product on its sheet. The same key with the same content, on another sheet or from an
earlier import, is in already; with other content it supersedes the older line.

Amounts are exact fractions until the very end: the fraction of a cent that a line loses is carried
to the next, so that the sheet's total is exact (line = round(sum so far) - round(sum before)).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.line_facts import CUBE, digest
from b2bdesk.exchange_formats.values import rounded
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.masters import ProductsSheet, minor
from b2bdesk.services.imports.pending import Status
from b2bdesk.services.imports.tally import Tally


class Keys:
    """Natural keys of rows that count: those of the file and those of this import."""

    def __init__(self, connection: Connection, table: str) -> None:
        plain = connection.exec_driver_sql(
            f"SELECT t.line_key, t.content FROM {table} AS t"
            " JOIN import_batch AS b ON b.id = t.batch_id ORDER BY t.id"
        )
        self.content: dict[int, int] = {row[0]: row[1] for row in plain}
        # An import that was taken back may return: its rows must not count beside newer ones.
        gone = connection.exec_driver_sql(
            f"SELECT DISTINCT t.line_key FROM {table} AS t WHERE NOT EXISTS"
            " (SELECT 1 FROM import_batch AS b WHERE b.id = t.batch_id)"
        )
        self._taken_back: set[int] = {row[0] for row in gone}
        self.superseding: set[int] = set()

    def take(self, key: int, content: int) -> Status:
        """Whether a row is new, changed or in already; it counts from now on."""
        known = self.content.get(key)
        if known == content:
            return Status.UNCHANGED
        self.content[key] = content
        if key in self._taken_back:
            self.superseding.add(key)
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
    """Invoice lines of all sheets of one import; their rows come as facts (``line_facts``)."""

    def __init__(
        self, connection: Connection, directory: Directory, products: ProductsSheet, currency: str
    ) -> None:
        self._directory = directory
        self._products = products
        self._unit = CUBE // 10 ** exponent(currency)
        self.keys = Keys(connection, "ledger_line")
        self.rows: list[tuple[Any, ...]] = []
        self._accounts: dict[tuple[object, object], int] = {}
        self._product_ids: dict[str, int | None] = {"": None}
        self.start_sheet()

    def start_sheet(self) -> None:
        """Totals and carried fractions are kept by sheet."""
        self._net, self._list, self._cost = (_Carry(self._unit) for _ in range(3))
        self._total = self._waiting = 0

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        tally.cell_problems(chunk)
        tally.read += len(chunk.rows)
        accounts, products, keys = self._accounts, self._product_ids, self.keys
        for values in chunk.rows:
            (number, occurrence, code, name, product, product_name, country, document, day, month,
             kind, quantity, gross, net, cost, key, content) = values  # fmt: skip
            if net is None:
                tally.occurrence[number] = occurrence
                continue
            account_id = accounts.get((code, name))
            if account_id is None:
                row = {"account_code": code, "account_name": name, "country": country}
                account_id = self._directory.account_of(tally, number, row, create=True)
                if account_id is None:
                    tally.occurrence[number] = occurrence
                    self._waiting += net
                    continue
                accounts[code, name] = account_id
            self._total += net
            status = keys.take(key, content)
            tally.count(status)
            if status is Status.UNCHANGED:
                continue
            if product not in products:
                products[product] = self._product(product, product_name)
            self.rows.append(
                (account_id, products[product], document, day, month, kind, quantity,
                 self._list.take(gross), self._net.take(net),
                 None if cost is None else self._cost.take(cost), key, content)
            )  # fmt: skip
        tally.amount = rounded(self._total, self._unit)
        tally.waiting_amount = rounded(self._waiting, self._unit)

    def _product(self, code: str, name: str | None) -> int:
        found = self._products.products.find(code)
        if found:
            return int(found[0]["id"])
        self._directory.made_here("product")
        return int(self._products.products.add({"code": code, "name": name or code})["id"])


class _Carry:
    """Rounds exact amounts to minor units so that their sum is the rounded sum, halves to even."""

    __slots__ = ("_rest", "_told", "_unit")

    def __init__(self, unit: int) -> None:
        self._unit, self._rest, self._told = unit, 0, 0

    def take(self, exact: int) -> int:
        """Minor units of the next amount."""
        whole, rest = divmod(self._rest + exact, self._unit)
        if rest:
            twice = rest + rest
            if twice > self._unit or (twice == self._unit and (self._told + whole) & 1):
                whole += 1
                rest -= self._unit
        self._rest = rest
        self._told += whole
        return whole
