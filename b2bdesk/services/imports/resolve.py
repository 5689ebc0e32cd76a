"""Goes through a workbook once and decides what every row means for the file.

The dry run and the import are the same resolution; only the import writes what it found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Connection

from b2bdesk.core.dates import day_of, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.model import Chunk, LineOptions
from b2bdesk.exchange_formats.excel.reader import Workbook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.services.imports.cells import Words
from b2bdesk.services.imports.decisions import ImportOptions
from b2bdesk.services.imports.delivery_dates import (
    count_changed_orders,
    one_order_each,
    orders_of,
    without_delivery_dates,
)
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.foreign import Converter
from b2bdesk.services.imports.ledger_lines import LinesSheet, OrdersSheet
from b2bdesk.services.imports.lists import PricesSheet, RatesSheet, SurveysSheet, VolumesSheet
from b2bdesk.services.imports.masters import (
    AccountsSheet,
    ContactsSheet,
    ProductsSheet,
    TeamSheet,
)
from b2bdesk.services.imports.own_values import OwnColumns, bind_own_columns
from b2bdesk.services.imports.pending import Pending
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.services.imports.relations import AccountRecords, Relations
from b2bdesk.services.imports.tally import Tally
from b2bdesk.services.imports.three_way import RoundTrip
from b2bdesk.services.imports.units import CostPoolsSheet, RolesSheet

DEFAULT_CURRENCY = "USD"  # of a file that says nothing, as everywhere (queries.file_info)


class _Taker(Protocol):
    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk of rows."""


@runtime_checkable
class _Finisher(Protocol):
    def finish(self) -> None:
        """Write what needs all rows of the sheet."""


@dataclass(slots=True)
class Resolved:
    """The plan, and everything that the import would write."""

    plan: ImportPlan
    pending: Pending
    lines: LinesSheet | None
    orders: OrdersSheet | None


def resolve(
    connection: Connection,
    book: Workbook,
    mappings: Sequence[SheetMapping],
    options: ImportOptions,
    progress: Progress,
) -> Resolved:
    """Read every mapped sheet, in the order in which kinds refer to each other."""
    used = [bind_own_columns(connection, mapping) for mapping in _ordered(mappings)]
    if not options.currency:
        options = replace(options, currency=_file_currency(connection))
    work = _Work(connection, options, used)
    book.watch(progress)
    tallies: dict[str, Tally] = {}
    rows = sum(m.last_row - m.first_row + 1 for m in used)
    done = 0
    for mapping in used:
        tally = tallies[mapping.sheet] = Tally(
            mapping, work.pending, work.words, work.round_trip, options
        )
        taker = work.taker(mapping.kind)
        if isinstance(taker, LinesSheet):
            taker.start_sheet()
        overrides = options.decisions.overrides(mapping.sheet)
        request = replace(without_delivery_dates(mapping).request(), overrides=overrides)
        if mapping.kind == "invoice_lines":
            meant = LineOptions(
                mapping.meaning, options.currency, options.other_system, work.foreign.table
            )
            request = replace(request, lines=meant)
        for chunk in book.rows(request):
            taker.take(chunk, tally)
            share = (done + tally.read) / max(rows, 1)
            progress.report(tr("Checking sheet {name}", name=mapping.sheet), min(share, 1.0))
        if isinstance(taker, _Finisher):
            taker.finish()
        if orders := orders_of(mapping):
            beside = Tally(orders, work.pending, work.words, work.round_trip, options)
            chunks = book.rows(replace(orders.request(), overrides=overrides))
            work.taker("orders").take(one_order_each(chunks, orders.keys, tally), beside)
            count_changed_orders(tally, beside)
        done += mapping.last_row - mapping.first_row + 1
    before = connection.exec_driver_sql(
        "SELECT count(*) FROM import_batch WHERE sha256 = ?", (book.facts.sha256,)
    ).scalar_one()
    plan = ImportPlan(
        book.name,
        book.facts.sha256,
        options.currency,
        tuple(tallies[m.sheet].plan() for m in mappings if m.sheet in tallies),
        dict(work.directory.made),
        before > 0,
    )
    return Resolved(plan, work.pending, work.lines, work.orders)


def _file_currency(connection: Connection) -> str:
    stored = connection.exec_driver_sql(
        "SELECT value FROM file_setting WHERE key = 'currency'"
    ).scalar()
    return str(json.loads(stored)) if stored else DEFAULT_CURRENCY


def _ordered(mappings: Sequence[SheetMapping]) -> list[SheetMapping]:
    used = [mapping for mapping in mappings if mapping.kind]
    for mapping in used:
        if missing := mapping.missing():
            fields = KINDS[mapping.kind].by_key
            words = " / ".join(tr(fields[key].title) for key in missing[0])
            raise DomainError(
                tr("Sheet {sheet} has no column for: {field}", sheet=mapping.sheet, field=words),
                field=missing[0][0],
                hint=tr("Choose the column, or leave the sheet out."),
            )
    if not used:
        raise DomainError(
            tr("No sheet is to be imported."),
            hint=tr("Say what at least one sheet holds."),
        )
    order = list(KINDS)
    return sorted(used, key=lambda mapping: order.index(mapping.kind))


class _Work:
    """The resolvers of one import, each made when its first sheet comes."""

    def __init__(
        self, connection: Connection, options: ImportOptions, used: Sequence[SheetMapping]
    ) -> None:
        self._connection = connection
        self._currency, self._system = options.currency, options.other_system
        self._today = options.today or date.today()  # noqa: DTZ011 - the user's calendar day
        self.pending = Pending()
        self.directory = Directory(connection, self.pending, options)
        self.round_trip = RoundTrip(connection, options.currency, options.decisions)
        self.words = Words(options.currency, self._record)
        self.directory.has_accounts_sheet = any(m.kind == "accounts" for m in used)
        self._own = OwnColumns(connection, self.pending, options.currency)
        self.foreign = Converter(connection, self.pending, options.currency)
        self.lines: LinesSheet | None = None
        self.orders: OrdersSheet | None = None
        self._products: ProductsSheet | None = None
        self._takers: dict[str, _Taker] = {}

    def taker(self, kind: str) -> _Taker:
        """The resolver for a kind of sheet."""
        if kind not in self._takers:
            self._takers[kind] = self._make(kind)
        return self._takers[kind]

    def products(self) -> ProductsSheet:
        """Products are shared by their own sheet and the lines."""
        if self._products is None:
            self._products = ProductsSheet(self._connection, self.pending, self._currency)
        return self._products

    def _make(self, kind: str) -> _Taker:
        connection, pending, directory = self._connection, self.pending, self.directory
        if kind == "currency_rates":
            return RatesSheet(connection, pending, self._currency)
        if kind == "team":
            return TeamSheet(directory)
        if kind == "accounts":
            return AccountsSheet(directory, self._own, self._currency)
        if kind == "contacts":
            return ContactsSheet(directory, self._own)
        if kind == "products":
            return self.products()
        if kind == "price_lists":
            today = day_of(self._today)
            return PricesSheet(connection, pending, directory, self.products(), self.foreign, today)
        if kind == "driver_volumes":
            return VolumesSheet(connection, pending, directory, self._span())
        if kind == "surveys":
            return SurveysSheet(connection, pending, directory, day_of(self._today))
        if kind == "orders":
            self.orders = OrdersSheet(connection, directory, self.foreign, self._system)
            return self.orders
        if kind == "invoice_lines":
            self.lines = LinesSheet(connection, directory, self.products(), self._currency)
            return self.lines
        if kind == "roles":
            return RolesSheet(connection, pending, directory, self._today)
        if kind == "cost_pools":
            return CostPoolsSheet(connection, pending, self.foreign, self._span())
        relations = Relations(connection, pending, directory, self.foreign, self._today)
        rows = {
            "exchanges": relations.exchange,
            "next_steps": relations.next_step,
            "assessments": relations.assessment,
            "contracts": relations.contract,
            "sales_targets": relations.sales_target,
        }
        return AccountRecords(directory, rows[kind])

    def _record(self, table: str, record_id: int) -> Mapping[str, Any] | None:
        known = self.pending.known.get(table)
        return known.get(record_id) if known is not None else None

    def _span(self) -> tuple[int, int]:
        """The twelve months up to the ledger's last, for pools that name no months."""
        last = self._connection.exec_driver_sql("SELECT max(month) FROM ledger_line").scalar()
        end = int(last) if last is not None else month_of(self._today)
        return end - 11, end


__all__ = ["DEFAULT_CURRENCY", "ImportOptions", "Resolved", "resolve"]
