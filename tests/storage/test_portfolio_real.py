"""The portfolio of the other two real workbooks, imported as a user would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.imports.layouts import stored_layouts
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.services.portfolio import Measure, PortfolioResult, portfolio
from b2bdesk.services.report import render_report
from b2bdesk.storage.database import Database

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 1, 15)


def bring(database: Database, name: str, currency: str) -> PortfolioResult:
    with database.read() as session:
        known = stored_layouts(session)
    with open_workbook(DATA / name, Progress()) as book:
        mappings = suggest_workbook(book.look(), known)
        run_import(database, book, mappings, ImportOptions(currency, TODAY), Progress())
    with database.read() as session:
        info = get_file_info(session, TODAY)
        assert info.months is not None
        return portfolio(session, info.months, info.as_of.date, 1)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database.create(tmp_path / "real.b2bdesk")


def test_online_retail_ranks_by_sales_and_says_that_costs_are_missing(database: Database) -> None:
    result = bring(database, "uci_online_retail_ii_export_markets.xlsx", "GBP")
    assert result.measures == (Measure.SALES,)
    assert result.totals().sales == 121_634_867
    assert len(result.rows) == 262
    assert result.totals().gross_margin is None
    curve = result.curve()
    assert curve.total == 121_634_867
    biggest = result.by_id[int(curve.ids[0])]
    assert biggest.sales == 52_334_207
    assert "14646" in biggest.erp_numbers
    assert "no cost of goods" in result.missing[0]
    with database.read() as session:
        text = render_report(session, today=TODAY)
    assert "Sales: 1,216,348.67" in text
    assert "Gross" not in text
    database.close()


def test_northwind_sales_after_discount(database: Database) -> None:
    result = bring(database, "northwind.xlsx", "USD")
    totals = result.totals()
    assert totals.sales == 126_579_304
    assert totals.discount > 0
    assert result.measure is Measure.SALES
    database.close()
