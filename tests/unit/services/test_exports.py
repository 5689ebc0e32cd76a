"""Workbooks out, read back: the figures are the screen's, to the cent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.resellers import make_reseller_file
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, day_of, noon_of
from b2bdesk.core.errors import FileError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.models import (
    CostPool,
    CostPoolPeriod,
    Dmu,
    DmuMember,
    Exchange,
    ExchangePerson,
    ExternalId,
    Job,
    MemberRole,
    NextStep,
    Person,
)
from b2bdesk.models.costing_enums import CostLevel, Driver
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, Role
from b2bdesk.services.account_export import write_account
from b2bdesk.services.exports import write_portfolio
from b2bdesk.services.imports.decisions import ImportOptions
from b2bdesk.services.imports.run import plan_import
from b2bdesk.services.portfolio import PortfolioResult, PortfolioRow, portfolio
from b2bdesk.services.profit import account_profit
from b2bdesk.storage.database import Database

AS_OF = date(2020, 5, 31)
WHOLE = Period(2017 * 12 + 6, 2020 * 12 + 4)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_reseller_file(tmp_path_factory.mktemp("exports") / "real.b2bdesk")
    database.write("Fill", _fill)
    yield database
    database.close()


def _fill(session: Session) -> None:
    day = day_of(AS_OF)
    for row in (
        CostPool(id=1, name="Orders", activity="Orders", level=CostLevel.ORDER,
                 driver=Driver.ORDERS),
        CostPoolPeriod(pool_id=1, first_month=WHOLE.first, last_month=WHOLE.last,
                       amount_minor=30_000_007),
        ExternalId(account_id=1, value="0042"),
        Person(id=10_007, name="=cmd()", email="ines@example.com", phone="0049 1"),
        Job(person_id=10_007, account_id=1, title="Buyer"),
        Dmu(id=3, account_id=1, name="Bikes"),
        DmuMember(id=4, dmu_id=3, person_id=10_007, influence=4),
        MemberRole(member_id=4, role=Role.BUYER, valid_from=day - 9),
        Exchange(id=10_005, account_id=1, at=noon_of(AS_OF), direction=Direction.OUTBOUND,
                 kind=ExchangeKind.COMMUNICATION, channel=Channel.CALL, subject="Prices",
                 minutes=20),
        ExchangePerson(exchange_id=10_005, person_id=10_007),
        NextStep(account_id=1, what="Send offer", due_day=day + 4),
    ):  # fmt: skip
        session.add(row)
        session.flush()


def result_of(database: Database) -> PortfolioResult:
    with database.read() as session:
        return portfolio(session, WHOLE, AS_OF, 1)


def to_workbook(
    database: Database, path: Path, result: PortfolioResult, rows: Sequence[PortfolioRow] = ()
) -> None:
    with database.read() as session:
        write_portfolio(session, path, result, "USD", rows=rows or None)


def sheet_rows(path: Path, name: str) -> list[dict[str, Any]]:
    """Rows of the table on a sheet, by header; the totals row is not part of it."""
    sheet: Any = openpyxl.load_workbook(path)[name]
    table = next(iter(sheet.tables.values()))
    values = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(values[0], row, strict=True)) for row in values[1:]]


def minor(value: Any) -> int | None:
    return None if value is None else int((Decimal(repr(value)) * 100).to_integral_value())


def test_every_figure_of_the_portfolio_is_the_results(file: Database, tmp_path: Path) -> None:
    result = result_of(file)
    path = tmp_path / "portfolio.xlsx"
    to_workbook(file, path, result)
    rows = sheet_rows(path, "Portfolio")
    assert len(rows) == 632
    columns = {
        "Sales, USD": "sales",
        "Discount, USD": "discount",
        "Cost of goods, USD": "cost_of_goods",
        "Gross margin, USD": "gross_margin",
        "Cost to serve, USD": "cost_to_serve",
        "Net profit, USD": "net_profit",
        "Sales this fiscal year, USD": "year",
        "Same months last year, USD": "year_before",
        "Target of these months, USD": "target",
    }
    for written, row in zip(rows, result.rows, strict=True):
        assert written["Name"] == row.name
        for title, name in columns.items():
            assert minor(written[title]) == getattr(row, name), (row.name, title)
    assert sum(minor(row["Gross margin, USD"]) or 0 for row in rows) == 96_340_740
    assert sum(minor(row["Net profit, USD"]) or 0 for row in rows) == 96_340_740 - 30_000_007


def test_the_curve_stands_in_the_workbook(file: Database, tmp_path: Path) -> None:
    result = result_of(file)
    path = tmp_path / "portfolio.xlsx"
    to_workbook(file, path, result)
    rows = sheet_rows(path, "Whale curve")
    curve = result.curve()
    assert [minor(row["Cumulative, USD"]) for row in rows] == curve.cumulative.tolist()
    peak = max(rows, key=lambda row: row["Cumulative, USD"])
    assert peak["Rank"] == curve.peak_position
    facts = {row["Fact"]: row["Value"] for row in sheet_rows(path, "Basis")}
    assert minor(facts["Total"]) == curve.total
    assert facts["Accounts that lose"] == curve.losers
    assert facts["As of"] == "2020-05-31"


def test_only_what_is_shown_is_written_in_its_order(file: Database, tmp_path: Path) -> None:
    result = result_of(file)
    shown = [result.rows[5], result.rows[2]]
    path = tmp_path / "some.xlsx"
    to_workbook(file, path, result, shown)
    assert [row["Name"] for row in sheet_rows(path, "Portfolio")] == [r.name for r in shown]
    assert len(sheet_rows(path, "Whale curve")) == 632


def test_money_cells_carry_a_money_format(file: Database, tmp_path: Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    to_workbook(file, path, result_of(file))
    sheet: Any = openpyxl.load_workbook(path)["Portfolio"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "Name")
    column = next(cell.column for cell in header if cell.value == "Net profit, USD")
    cell = sheet.cell(header[0].row + 1, column)
    assert isinstance(cell.value, int | float)
    assert cell.number_format.startswith("#,##0.00")
    assert "As of 2020-05-31, 2017-07 to 2020-05, USD." in sheet.cell(1, 1).value


def test_one_account_with_everything(file: Database, tmp_path: Path) -> None:
    path = tmp_path / "account.xlsx"
    with file.read() as session:
        write_account(session, 1, path, WHOLE, AS_OF)
        profit = account_profit(session, 1, WHOLE, AS_OF)
    own = sheet_rows(path, "Account")[0]
    assert (own["Name"], own["Account number"]) == ("A Bike Store", "0042")
    person = sheet_rows(path, "People")[0]
    assert (person["Name"], person["Phone"]) == ("=cmd()", "0049 1")
    seat = sheet_rows(path, "Roles in decision-making units")[0]
    assert (seat["Person"], seat["Roles"], seat["Influence, 1 to 5"]) == ("=cmd()", "Buyer", 4)
    exchange = sheet_rows(path, "Exchanges")[0]
    assert (exchange["Subject"], exchange["Minutes"]) == ("Prices", 20)
    assert exchange["People"] == "=cmd()"
    assert sheet_rows(path, "Next steps")[0]["What"] == "Send offer"
    lines = {row["Line"]: minor(row["Amount, USD"]) for row in sheet_rows(path, "Profit")}
    assert lines["Sales"] == profit.sales
    assert lines["Net profit"] == profit.net_profit
    months = sheet_rows(path, "Months")
    assert len(months) == WHOLE.months
    assert sum(minor(row["Sales, USD"]) or 0 for row in months) == profit.sales


def test_a_folder_that_is_not_there_is_said(file: Database, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        to_workbook(file, tmp_path / "gone" / "x.xlsx", result_of(file))


def test_what_was_written_comes_back_as_no_change(file: Database, tmp_path: Path) -> None:
    account, portfolio_ = tmp_path / "account.xlsx", tmp_path / "portfolio.xlsx"
    to_workbook(file, portfolio_, result_of(file))
    with file.read() as session:
        write_account(session, 1, account, WHOLE, AS_OF)
    for path, kinds in (
        (account, ["accounts", "contacts", "roles", "exchanges", "next_steps"]),
        (portfolio_, ["accounts"]),
    ):
        with open_workbook(path, Progress()) as book, file.read() as session:
            mappings = suggest_workbook(book.look())
            plan = plan_import(session, book, mappings, ImportOptions("USD", AS_OF), Progress())
        assert [sheet.kind for sheet in plan.sheets if sheet.read] == kinds
        assert not plan.writes
        assert plan.waiting == 0
        assert plan.unchanged == sum(sheet.read for sheet in plan.sheets)
        assert plan.unchanged == (632 if path == portfolio_ else 5)
