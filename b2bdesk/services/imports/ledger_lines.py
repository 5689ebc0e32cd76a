"""Sheets of orders and of invoice lines: rows become ledger facts, each counted once.

A line's natural key is its document number, its product and its occurrence among the rows of that
document and product on its sheet. The same key with the same content, on another sheet or from an
earlier import, is in already; with other content it supersedes the older line.

Amounts are exact fractions until the very end: the fraction of a cent that a line loses is carried
to the next, so that the sheet's total is exact (line = round(sum so far) - round(sum before)).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import date_of
from b2bdesk.core.money import exponent, from_minor
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.line_facts import CUBE, digest
from b2bdesk.exchange_formats.values import rounded
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.masters import ProductsSheet, minor
from b2bdesk.services.imports.pending import Status
from b2bdesk.services.imports.plan import DETAILS_MAX
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
        self.taken_back: set[int] = {row[0] for row in gone}
        self.superseding: set[int] = set()

    def take(self, key: int, content: int) -> Status:
        """Whether a row is new, changed or in already; it counts from now on."""
        known = self.content.get(key)
        if known == content:
            return Status.UNCHANGED
        self.content[key] = content
        if key in self.taken_back:
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
        self._connection, self._currency = connection, currency
        self._unit = CUBE // 10 ** exponent(currency)
        self.keys = Keys(connection, "ledger_line")
        self.rows: list[tuple[Any, ...]] = []
        self._accounts: dict[tuple[object, ...], int] = {}
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
        accounts, products, keys, unit = self._accounts, self._product_ids, self.keys, self._unit
        content_of, taken_back = keys.content, keys.taken_back
        kept: list[tuple[Any, ...]] = []
        owners: list[int] = []
        changed: list[int] = []  # places among those kept
        whole = rest = unchanged = 0
        for line in chunk.rows:
            number, occurrence, who, what, _, _, _, worth, key, content = line
            if worth is None:
                tally.occurrence[number] = occurrence
                continue
            account_id = accounts.get(who)
            if account_id is None:
                account_id = self._account(tally, number, who)
                if account_id is None:
                    tally.occurrence[number] = occurrence
                    self._waiting += worth[4] * unit + worth[5]
                    continue
                accounts[who] = account_id
            whole += worth[4]
            rest += worth[5]
            known = content_of.get(key)
            if known == content:
                unchanged += 1
                continue
            if known is None and key not in taken_back:
                content_of[key] = content
            elif keys.take(key, content) is Status.CHANGED:
                changed.append(len(kept))
            if what[0] not in products:
                products[what[0]] = self._product(*what)
            kept.append(line)
            owners.append(account_id)
        tally.unchanged += unchanged
        tally.changed_rows += len(changed)
        tally.new += len(kept) - len(changed)
        self._total += whole * unit + rest
        worths = [line[7] for line in kept]
        amounts = (
            self._list.take(worths, 2),
            self._net.take(worths, 4),
            self._cost.take(worths, 6),
        )
        new = [
            (owner, products[line[3][0]], *line[4:7], worth[0], worth[1], *line[8:], *money)
            for owner, line, worth, *money in zip(owners, kept, worths, *amounts, strict=True)
        ]
        for place in changed:
            self._tell(tally, kept[place][0], new[place])
        self.rows += new
        tally.amount = rounded(self._total, unit)
        tally.waiting_amount = rounded(self._waiting, unit)

    def _tell(self, tally: Tally, number: int, row: tuple[Any, ...]) -> None:
        """Note what a corrected line changes against its version in the file."""
        if len(tally.changes) >= DETAILS_MAX:
            return
        account, _, document, day, _, _, quantity, key, _, *_, net, cost = row
        found = self._connection.exec_driver_sql(
            "SELECT l.account_id, l.day, l.quantity_milli, l.amount_minor, l.cost_minor"
            " FROM ledger_line AS l JOIN import_batch AS b ON b.id = l.batch_id"
            " WHERE l.line_key = ? ORDER BY l.id DESC LIMIT 1",
            (key,),
        ).first()
        if found is None:
            return  # an earlier row of this import
        names = {i: a["name"] for i in (found[0], account) if (a := self._directory.by_id.get(i))}
        amounts = (("amount", found[3], net), ("cost", found[4], cost))
        money = [(f, _amount(a, self._currency), _amount(b, self._currency)) for f, a, b in amounts]
        shown: list[tuple[str, object, object]] = [
            ("account_name", names.get(found[0]), names.get(account)),
            ("date", date_of(found[1]), date_of(day)),
            ("quantity", Decimal(found[2]) / 1000, Decimal(quantity) / 1000),
            *money,
        ]
        before = {field: old for field, old, now in shown if old != now}
        tally.changed(number, document, before, {field: now for field, _, now in shown})

    def _account(self, tally: Tally, number: int, who: tuple[object, ...]) -> int | None:
        row = dict(zip(("account_code", "account_name", "country"), who, strict=True))
        return self._directory.account_of(tally, number, row, create=True)

    def _product(self, code: str, name: str | None) -> int:
        found = self._products.products.find(code)
        if found:
            return int(found[0]["id"])
        self._directory.made_here("product")
        return int(self._products.products.add({"code": code, "name": name or code})["id"])


def _amount(minor_units: int | None, currency: str) -> Decimal | None:
    return None if minor_units is None else from_minor(minor_units, currency)


class _Carry:
    """Rounds exact amounts to minor units so that their sum is the rounded sum, halves to even."""

    __slots__ = ("_rest", "_told", "_unit")

    def __init__(self, unit: int) -> None:
        self._unit, self._rest, self._told = unit, 0, 0

    def take(self, worths: Sequence[tuple[Any, ...]], at: int) -> list[int | None]:
        """Minor units of the next amounts; the whole units and the rest stand from ``at`` on."""
        unit, half, carried, told = self._unit, self._unit // 2, self._rest, self._told
        found: list[int | None] = []
        for worth in worths:
            whole: int | None = worth[at]
            if whole is not None:
                carried += worth[at + 1]
                if carried > half:
                    whole += 1
                    carried -= unit
                elif carried in (half, -half):  # the sum so far ends in half a unit
                    odd = (told + whole) & 1
                    if odd:
                        whole += 1 if carried > 0 else -1
                        carried = -carried
                told += whole
            found.append(whole)
        self._rest, self._told = carried, told
        return found
