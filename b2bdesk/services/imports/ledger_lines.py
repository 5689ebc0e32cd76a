"""Sheets of orders and of invoice lines: rows become ledger facts, each counted once.

A line's natural key is its document number, its product and its occurrence among the rows of that
document and product on its sheet. The same key with the same content, on another sheet or from an
earlier import, is in already; with other content it supersedes the older line.

Amounts are exact fractions until the very end: the fraction of a cent that a line loses is carried
to the next, so that the sheet's total is exact (line = round(sum so far) - round(sum before)).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import compress, repeat
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import date_of
from b2bdesk.core.money import exponent, from_minor
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.line_foreign import Came
from b2bdesk.exchange_formats.line_rows import CUBE, LineChunk, LineRows, digest
from b2bdesk.exchange_formats.values import rounded
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.fact_rows import FactRows, ForeignRows, Versions
from b2bdesk.services.imports.foreign import Amount, Converter
from b2bdesk.services.imports.masters import ProductsSheet
from b2bdesk.services.imports.pending import Status
from b2bdesk.services.imports.tally import NOTED, Row, Tally


class OrdersSheet:
    """Order headers: dates and freight."""

    def __init__(
        self, connection: Connection, directory: Directory, foreign: Converter, system: str = ""
    ) -> None:
        self._directory = directory
        self._foreign = foreign
        # Two systems may number their orders alike.
        self._of = ("order", system) if system else ("order",)
        self.versions = Versions(connection, "order_header")
        self.rows = FactRows(connection, "order_header")

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        at = 1 + tally.keys.index("document")
        self.versions.look_up([digest(*self._of, row[at]) for row in chunk.rows])
        rows: list[tuple[Any, ...]] = []
        for number, row in tally.rows(chunk):
            account_id = self._directory.account_of(tally, number, row, create=True)
            if account_id is None:
                continue
            dates = (row.get("date"), row.get("required_date"), row.get("shipped_date"))
            freight = self._freight(tally, number, row)
            if freight is None:
                continue
            key = digest(*self._of, row["document"])
            account = row.get("account_code") or row.get("account_name")
            abroad = (freight.currency,) if freight.currency else ()
            content = digest(account, *dates, row.get("freight"), *abroad)
            status = self.versions.status(key, content)
            tally.count(status)
            if status is not Status.UNCHANGED and tally.admits(status):
                self.versions.keep(key, content)
                named = self._directory.named(row, account_id)
                rows.append((named, row["document"], *dates, freight.minor, key, content))
        self.rows.add(rows)

    def _freight(self, tally: Tally, number: int, row: Row) -> Amount | None:
        """By the rate of the day of the order, or of its shipment where no other day is told."""
        told = (row.get(key) for key in ("date", "shipped_date", "required_date"))
        day = next((each for each in told if each is not None), None)
        if day is None and row.get("freight") is not None and row.get("currency"):
            tally.problem(number, "date", "missing")
            return None
        return self._foreign.amount(tally, number, row, "freight", day or 0)


class LinesSheet:
    """Invoice lines of all sheets of one import; their rows come as facts (``line_facts``)."""

    def __init__(
        self, connection: Connection, directory: Directory, products: ProductsSheet, currency: str
    ) -> None:
        self._directory = directory
        self._products = products
        self._connection, self._currency = connection, currency
        self._unit = CUBE // 10 ** exponent(currency)
        self.versions = Versions(connection, "ledger_line")
        self.rows = FactRows(connection, "ledger_line")
        self.foreign: ForeignRows | None = None  # what lines in other currencies came as
        self.start_sheet()

    def start_sheet(self) -> None:
        """Parties, goods, totals and carried fractions are kept by sheet."""
        self._net, self._list, self._cost = (_Carry(self._unit) for _ in range(3))
        self._came: dict[str, _Carry] = {}
        self._total = self._waiting = 0
        self._parties: list[tuple[Any, ...]] = []
        self._goods: list[tuple[Any, ...]] = []
        self._accounts: dict[int, int] = {}
        self._product_ids: dict[int, int | None] = {}

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        told = LineChunk(*chunk.rows[0])
        self._parties += told.parties
        self._goods += told.goods
        lines = LineRows.arrived(told.lines)
        tally.read += len(lines.numbers) + len(told.refused)
        if skipped := tally.skipped:
            chosen = [number not in skipped for number in lines.numbers]
            tally.set_aside += chosen.count(False) + sum(n in skipped for n in told.refused)
            lines = _where(lines, chosen)
        tally.cell_problems(chunk)
        for number in told.refused:
            if number not in skipped:
                tally.occurrence[number] = told.repeats.get(number, 1)
        lines = self._with_account(self._admitted(lines, tally), told, tally)
        kept, changed = self._kept(lines, tally)
        tally.amount = rounded(self._total, self._unit)
        tally.waiting_amount = rounded(self._waiting, self._unit)
        if not kept.numbers:
            return
        for good in dict.fromkeys(kept.what):
            if good not in self._product_ids:
                self._product_ids[good] = self._product(*self._goods[good])
        rows = list(zip(
            map(self._accounts.__getitem__, kept.who),
            map(self._product_ids.__getitem__, kept.what),
            *kept[3:8], kept.key, kept.content,
            self._list.take(kept.list_whole, kept.list_rest),
            self._net.take(kept.net_whole, kept.net_rest),
            self._cost.take(kept.cost_whole, kept.cost_rest),
            strict=True,
        ))  # fmt: skip
        self._tell([(kept.numbers[at], rows[at]) for at in changed], tally)
        self._ask(kept, told, tally)
        self.rows.add(rows)
        if told.foreign:
            self._keep_foreign(kept, told, tally)

    def _keep_foreign(self, kept: LineRows, told: LineChunk, tally: Tally) -> None:
        """Keep what lines in other currencies came as."""
        rows: list[tuple[Any, ...]] = []
        for at, number in enumerate(kept.numbers):
            if number not in told.foreign:
                continue
            came = Came(*told.foreign[number])
            unit = CUBE // 10 ** exponent(came.currency)
            carry = self._came.setdefault(came.currency, _Carry(unit))
            (amount,) = carry.take((came.whole,), (came.rest,))
            net = kept.net_whole[at] * self._unit + (kept.net_rest[at] if kept.net_rest else 0)
            tally.conversions.add(
                (came.currency, came.since, None, came.rate_micro),
                came.whole * unit + came.rest,
                net,
            )
            rows.append((kept.key[at], kept.content[at], came.currency, amount, came.rate_micro))
        if rows:
            self.foreign = self.foreign or ForeignRows(self._connection)
            self.foreign.add(rows)

    def _admitted(self, lines: LineRows, tally: Tally) -> LineRows:
        """The lines that the mode lets in, before one of the others brings an account."""
        left_out = [each for each in (Status.NEW, Status.CHANGED) if not tally.admits(each)]
        if not left_out:
            return lines
        self.versions.look_up(lines.key)
        status = map(self.versions.status, lines.key, lines.content)
        admitted = [each not in left_out for each in status]
        tally.set_aside += admitted.count(False)
        return _where(lines, admitted)

    def _with_account(self, lines: LineRows, told: LineChunk, tally: Tally) -> LineRows:
        """The lines whose account is known or made; the others wait."""
        accounts = self._accounts
        if accounts.keys() >= set(lines.who):
            return lines
        for number, who in zip(lines.numbers, lines.who, strict=True):
            if who not in accounts:
                row = dict(
                    zip(
                        ("account_code", "account_name", "country"), self._parties[who], strict=True
                    )
                )
                found = self._directory.account_of(tally, number, row, create=True)
                if found is None:
                    tally.occurrence[number] = told.repeats.get(number, 1)
                else:
                    accounts[who] = self._directory.named(row, found)
        waits = [who not in accounts for who in lines.who]
        self._waiting += self._sum(_where(lines, waits))
        return _where(lines, [not each for each in waits])

    def _kept(self, lines: LineRows, tally: Tally) -> tuple[LineRows, list[int]]:
        """The lines to write, and at which places of theirs they change one in the file."""
        versions, in_already, corrected = self.versions, Status.UNCHANGED, Status.CHANGED
        versions.look_up(lines.key)
        if tally.admits(Status.NEW) and versions.keep_new(lines.key, lines.content):
            tally.add(Status.NEW, len(lines.key))
            self._total += self._sum(lines)
            return lines, []
        no_new, no_changes = (not tally.admits(each) for each in (Status.NEW, corrected))
        wanted, aside = [False] * len(lines.key), [False] * len(lines.key)
        if versions.all_in(lines.key, lines.content):
            tally.add(Status.UNCHANGED, len(lines.key))
            self._total += self._sum(lines)
            return _where(lines, wanted), []
        changed: list[int] = []
        kept = unchanged = 0
        for at, (key, content) in enumerate(zip(lines.key, lines.content, strict=True)):
            status = versions.status(key, content)
            if status is in_already:
                unchanged += 1
            elif no_changes if status is corrected else no_new:
                aside[at] = True
            else:
                versions.keep(key, content)
                wanted[at] = True
                if status is corrected:
                    changed.append(kept)
                kept += 1
        tally.add(Status.NEW, kept - len(changed))
        tally.add(Status.CHANGED, len(changed))
        tally.add(Status.UNCHANGED, unchanged)
        tally.set_aside += sum(aside)
        self._total += self._sum(lines) - (self._sum(_where(lines, aside)) if any(aside) else 0)
        return _where(lines, wanted), changed

    def _sum(self, lines: LineRows) -> int:
        """The exact net total of lines."""
        total: int = sum(lines.net_whole) * self._unit + sum(lines.net_rest or ())
        return total

    def _ask(self, kept: LineRows, told: LineChunk, tally: Tally) -> None:
        """Note lines that stand twice: both come in, unless the user says that they are one."""
        for number, first in told.twice.items():
            at = bisect_left(kept.numbers, number)
            if at == len(kept.numbers) or kept.numbers[at] != number:
                continue  # waits, stays out, or is in already
            if tally.chosen(number) is None:
                tally.problem(
                    number, "document", "same_line_twice", kept.document[at], detail=str(first),
                    effect=NOTED,
                )  # fmt: skip

    def _tell(self, changed: list[tuple[int, tuple[Any, ...]]], tally: Tally) -> None:
        """Note what corrected lines change against their versions in the file."""
        if not changed:
            return
        before = self.versions.newest(
            [row[7] for _, row in changed],
            ("account_id", "day", "quantity_milli", "amount_minor", "cost_minor"),
        )
        for number, row in changed:
            account, _, document, day, _, _, quantity, key, _, _, net, cost = row
            if key in before:  # else it changes an earlier row of this import
                old = self._shown(*before[key])
                new = self._shown(account, day, quantity, net, cost)
                differing = {field: value for field, value in old.items() if value != new[field]}
                tally.changed(number, document, differing, new)

    def _shown(
        self, account_id: int, day: int, quantity: int, net: int, cost: int | None
    ) -> dict[str, object]:
        return {
            "account_name": self._directory.name_of(account_id),
            "date": date_of(day),
            "quantity": Decimal(quantity) / 1000,
            "amount": _amount(net, self._currency),
            "cost": _amount(cost, self._currency),
        }

    def _product(self, code: str, name: str | None) -> int | None:
        if not code:
            return None
        found = self._products.products.find(code)
        if found:
            return int(found[0]["id"])
        self._directory.made_here("product")
        return int(self._products.products.add({"code": code, "name": name or code})["id"])


def _where(lines: LineRows, wanted: list[bool]) -> LineRows:
    """The lines at some places."""
    if all(wanted):
        return lines
    columns: Any = (None if each is None else list(compress(each, wanted)) for each in lines)
    return LineRows(*columns)


def _amount(minor_units: int | None, currency: str) -> Decimal | None:
    return None if minor_units is None else from_minor(minor_units, currency)


class _Carry:
    """Rounds exact amounts to minor units so that their sum is the rounded sum, halves to even."""

    __slots__ = ("_rest", "_told", "_unit")

    def __init__(self, unit: int) -> None:
        self._unit, self._rest, self._told = unit, 0, 0

    def take(
        self, wholes: Sequence[int | None], rests: Sequence[int] | None
    ) -> Sequence[int | None]:
        """Minor units of the next amounts, told as whole units and exact rests."""
        if rests is None and not self._rest:
            self._told += sum(filter(None, wholes))
            return wholes
        unit, half, carried, told = self._unit, self._unit // 2, self._rest, self._told
        found: list[int | None] = []
        for whole, rest in zip(wholes, repeat(0) if rests is None else rests, strict=False):
            units = whole
            if units is not None:
                carried += rest
                if carried > half:
                    units += 1
                    carried -= unit
                elif carried in (half, -half):  # the sum so far ends in half a unit
                    odd = (told + units) & 1
                    if odd:
                        units += 1 if carried > 0 else -1
                        carried = -carried
                told += units
            found.append(units)
        self._rest, self._told = carried, told
        return found
