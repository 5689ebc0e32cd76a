"""The reports of portfolio and account: native charts over cells that hold the pages' figures."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from helpers.resellers import make_reseller_file
from openpyxl.utils import range_boundaries
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.models import CostPool, CostPoolPeriod
from b2bdesk.models.costing_enums import CostLevel, Driver
from b2bdesk.services.account_export import write_account
from b2bdesk.services.exports import write_portfolio
from b2bdesk.services.portfolio import PortfolioResult, portfolio
from b2bdesk.services.portfolio_report import MATRIX_ACCOUNTS, portfolio_months
from b2bdesk.services.profit import account_profit
from b2bdesk.storage.database import Database

AS_OF = date(2020, 5, 31)
WHOLE = Period(2017 * 12 + 6, 2020 * 12 + 4)
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_reseller_file(tmp_path_factory.mktemp("reports") / "real.b2bdesk")

    def fill(session: Session) -> None:
        for row in (
            CostPool(id=1, name="Orders", activity="Orders", level=CostLevel.ORDER,
                     driver=Driver.ORDERS),
            CostPoolPeriod(pool_id=1, first_month=WHOLE.first, last_month=WHOLE.last,
                           amount_minor=30_000_007),
        ):  # fmt: skip
            session.add(row)
            session.flush()

    database.write("Fill", fill)
    yield database
    database.close()


@pytest.fixture(scope="module")
def result(file: Database) -> PortfolioResult:
    with file.read() as session:
        return portfolio(session, WHOLE, AS_OF, 1)


@pytest.fixture(scope="module")
def written(
    file: Database, result: PortfolioResult, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("portfolio") / "portfolio.xlsx"
    with file.read() as session:
        write_portfolio(session, path, result, "USD", rows=result.rows[:3])
    return path


class Charts:
    """The charts of a workbook by title, their ranges followed into its cells."""

    def __init__(self, path: Path) -> None:
        self.book: Any = openpyxl.load_workbook(path, data_only=True)
        self.found: dict[str, Any] = {}
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                    root = ElementTree.fromstring(package.read(name))
                    title = "".join(t.text or "" for t in root.find(f".//{_C}title").iter(f"{_A}t"))
                    self.found[title] = root

    def series(self, title: str) -> dict[str, tuple[list[Any], list[Any]]]:
        """Categories and values of each series, by its name."""
        found = {}
        for one in self.found[title].iter(f"{_C}ser"):
            name = one.find(f"{_C}tx//{_C}v").text
            cats = one.find(f"{_C}cat")
            x = one.find(f"{_C}xVal") if cats is None else cats
            values = one.find(f"{_C}val")
            y = one.find(f"{_C}yVal") if values is None else values
            found[name] = (self._cells(x), self._cells(y))
        return found

    def _cells(self, node: Any) -> list[Any]:
        sheet, cells = node.find(f".//{_C}f").text.rsplit("!", 1)
        left, top, right, bottom = range_boundaries(cells.replace("$", ""))
        assert left == right
        page = self.book[sheet.strip("'")]
        return [page.cell(row, left).value for row in range(top, bottom + 1)]


def minor(value: Any) -> int:
    return int((Decimal(repr(value)) * 100).to_integral_value())


def facts_of(book: Any) -> dict[str, Any]:
    page = book["Report"]
    return {page.cell(row, 2).value: page.cell(row, 3).value for row in range(4, 20)}


def test_key_facts_of_the_portfolio_are_the_results(written: Path, result: PortfolioResult) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames[0] == "Report"
    assert book.active.title == "Report"
    facts, totals = facts_of(book), result.totals()
    assert facts["Accounts in the period"] == 632
    assert facts["Gross margin, USD"] == 963_407.40
    assert minor(facts["Sales, USD"]) == totals.sales
    assert minor(facts["Net profit, USD"]) == totals.net_profit == 96_340_740 - 30_000_007
    assert book["Report"]["B2"].value.startswith("As of 2020-05-31, 2017-07 to 2020-05, USD.")
    assert book.properties.title == "Portfolio report"


def test_the_whale_curve_is_drawn_to_its_peak_and_on(
    written: Path, result: PortfolioResult
) -> None:
    drawn = Charts(written).series("Whale curve: cumulative net profit")
    curve = result.curve()
    rising, falling = drawn["Up to the peak"], drawn["After the peak"]
    assert [minor(v) for v in rising[1] + falling[1][1:]] == curve.cumulative.tolist()
    assert rising[1][-1] == falling[1][0], "the two parts meet"
    assert rising[0] + falling[0][1:] == list(range(1, 633))
    assert drawn["Peak"] == ([curve.peak_position], [curve.peak_value / 100])


def test_the_waterfall_stands_on_its_amounts(written: Path, result: PortfolioResult) -> None:
    charts = Charts(written)
    totals = result.totals()
    drawn = charts.series("List revenue to gross margin")
    names, above = drawn["Amount"]
    assert [name.split("\n")[0] for name in names] == [
        "List revenue", "Sales", "Cost of goods", "Gross margin",
    ]  # fmt: skip
    assert [minor(v) for v in above] == [
        totals.sales, totals.sales, totals.cost_of_goods, totals.gross_margin,
    ]  # fmt: skip
    assert [minor(v) for v in drawn["Level"][1]] == [0, 0, totals.gross_margin, 0]
    tail = charts.series("Gross margin to net profit")
    assert [minor(v) for v in tail["Amount"][1]] == [
        totals.gross_margin, totals.cost_to_serve, totals.net_profit,
    ]  # fmt: skip
    formulas = openpyxl.load_workbook(written)["Report"]
    values = charts.book["Report"]
    live = [c for row in formulas.iter_rows() for c in row if c.data_type == "f"]
    assert len(live) == 6 * 7
    for cell in live:
        if "CHAR(10)" in cell.value:
            assert re.fullmatch(r"=F\d+&CHAR\(10\)&FIXED\(G\d+,0\)", cell.value)
            continue
        assert re.fullmatch(r"=[A-Z0-9+(),-]*", cell.value)
        told = re.sub(r"[A-Z]+\d+", lambda m: f"({values[m[0]].value!r})", cell.value[1:])
        again = eval(told, {"MAX": max, "MIN": min})
        assert again == pytest.approx(values[cell.coordinate].value, abs=0.005)


def test_the_matrix_draws_the_largest_by_quadrant(written: Path, result: PortfolioResult) -> None:
    charts = Charts(written)
    drawn = charts.series("Customer profitability matrix")
    matrix = result.matrix
    assert matrix is not None
    largest = sorted(result.rows, key=lambda r: -r.sales)[:MATRIX_ACCOUNTS]
    points = {
        (round(c, 9), round(m, 9)): str(q)
        for c, m, q in zip(
            (matrix.cost_percent / 100).tolist(),
            (matrix.margin_percent / 100).tolist(),
            matrix.quadrants,
            strict=True,
        )
    }
    words = {"Carriage trade": "carriage_trade", "Passive": "passive",
             "Aggressive": "aggressive", "Bargain basement": "bargain_basement"}  # fmt: skip
    count = 0
    for name, (costs, margins) in drawn.items():
        for cost, margin in zip(costs, margins, strict=True):
            assert points[round(cost, 9), round(margin, 9)] == words[name]
            count += 1
    assert count == len(largest) == MATRIX_ACCOUNTS


def test_the_months_add_up_to_the_totals(
    file: Database, written: Path, result: PortfolioResult
) -> None:
    charts = Charts(written)
    ((months, sales),) = charts.series("Sales by month").values()
    ((_, net),) = charts.series("Net profit by month").values()
    totals = result.totals()
    assert [m.date() for m in (months[0], months[-1])] == [date(2017, 7, 1), date(2020, 5, 1)]
    assert sum(minor(v) for v in sales) == totals.sales
    assert sum(minor(v) for v in net) == totals.net_profit
    with file.read() as session:
        assert sum(m.orders for m in portfolio_months(session, result)) == sum(
            row.orders for row in result.rows
        )


def test_an_account_that_loses_stands_below_zero(file: Database, tmp_path: Path) -> None:
    path = tmp_path / "account.xlsx"
    with file.read() as session:
        write_account(session, 1, path, WHOLE, AS_OF)
        profit = account_profit(session, 1, WHOLE, AS_OF)
    charts = Charts(path)
    facts = facts_of(charts.book)
    assert (profit.gross_margin or 0) < 0
    assert minor(facts["Gross margin, USD"]) == profit.gross_margin
    assert minor(facts["Net profit, USD"]) == profit.net_profit
    tail = charts.series("Gross margin to net profit")
    margin, cost, net = profit.gross_margin or 0, profit.cost_to_serve or 0, profit.net_profit or 0
    assert [minor(v) for v in tail["Amount below zero"][1]] == [margin, -cost, net]
    assert [minor(v) for v in tail["Amount"][1]] == [0, 0, 0]
    assert [minor(v) for v in tail["Level"][1]] == [0, margin, 0]
    ((names, shares),) = charts.series("Cost to serve by activity, share of sales").values()
    assert names == ["Orders"]
    assert shares == [pytest.approx(cost / profit.sales)]


def test_without_costs_only_what_is_known_is_drawn(tmp_path: Path) -> None:
    database = make_reseller_file(tmp_path / "plain.b2bdesk", costs=False)
    try:
        with database.read() as session:
            result = portfolio(session, WHOLE, AS_OF, 1)
            write_portfolio(session, tmp_path / "out.xlsx", result, "USD")
    finally:
        database.close()
    charts = Charts(tmp_path / "out.xlsx")
    assert "Matrix" not in charts.book.sheetnames
    assert not any("net profit" in title.lower() for title in charts.found)
    assert set(charts.found) >= {"Whale curve: cumulative sales", "Sales by month"}
    assert facts_of(charts.book)["Net profit, USD"] == "–"
