"""What leaves the program: workbooks with formats, and the curve as pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton

from tests.stories.conftest import Desk

Chosen = Callable[[Path | None], None]


def head_of(sheet: Worksheet, first: str) -> tuple[int, dict[str, int]]:
    """The row and columns of a header that begins with ``first``."""
    for row in sheet.iter_rows():
        if row[0].value == first:
            return row[0].row or 0, {str(c.value): c.column for c in row if c.value}
    raise AssertionError(f"no header {first!r} on {sheet.title}")


def test_the_portfolio_as_a_workbook_is_what_is_on_show(
    desk: Desk, sample: Path, chosen: Chosen
) -> None:
    desk.open(sample)
    page = desk.go("portfolio")
    table = desk.table("Accounts of the portfolio")
    country = str(desk.sql("SELECT country FROM account WHERE name = 'Brakes and Gears'"))
    desk.pick(desk.menu_of(page.filter_bar.chip("country")), country)  # type: ignore[attr-defined]
    names = desk.column(table, "name")
    path = desk.folder / "chosen_rows"
    chosen(path)
    desk.pick(desk.menu_of(desk.the(QPushButton, "Export", page)), "Table as Excel workbook")
    assert desk.said[-1] == "Saved chosen_rows.xlsx"
    book = openpyxl.load_workbook(path.with_suffix(".xlsx"))
    assert book.sheetnames == ["Portfolio", "Whale curve", "Basis"]
    sheet = book["Portfolio"]
    row, at = head_of(sheet, "Account")
    assert [sheet.cell(row + n, 1).value for n in range(1, len(names) + 1)] == names
    number = sheet.cell(row + 1, at["ERP number"])
    assert isinstance(number.value, str), "a number that is a name stays text"
    sales = sheet.cell(row + 1, at["Sales, USD"])
    assert isinstance(sales.value, float | int)
    assert "#,##0.00" in sales.number_format
    last = next(
        cell
        for (cell,) in sheet.iter_rows(
            min_row=row + 1, min_col=at["Last exchange"], max_col=at["Last exchange"]
        )
        if cell.value is not None
    )
    assert isinstance(last.value, datetime)
    assert last.is_date
    share = sheet.cell(row + 1, at["Still active in 12 months"])
    assert "%" in share.number_format
    total = row + len(names) + 1
    assert sheet.cell(total, 1).value == "Total"
    assert str(sheet.cell(total, at["Sales, USD"]).value).startswith("=SUBTOTAL(109,")
    assert sheet.freeze_panes is not None
    assert any("31 May 2020" in str(c.value) or "2020-05-31" in str(c.value)
               for r in sheet.iter_rows(max_row=row) for c in r)  # fmt: skip
    book.close()


def test_an_account_as_a_workbook(desk: Desk, sample: Path, chosen: Chosen) -> None:
    desk.open(sample)
    desk.go("account", "Brakes and Gears", "overview")
    path = desk.folder / "account.xlsx"
    chosen(path)
    desk.run("account.export")
    assert "account.xlsx" in desk.said[-1]
    book = openpyxl.load_workbook(path, data_only=True)
    words = {sheet.title: sheet for sheet in book}
    account = desk.account("Brakes and Gears")
    cells = [str(c.value) for sheet in book for r in sheet.iter_rows() for c in r if c.value]
    assert "Brakes and Gears" in cells
    for (name,) in desk.rows(
        "SELECT p.name FROM person AS p JOIN job AS j ON j.person_id = p.id WHERE j.account_id = ?",
        account,
    ):
        assert str(name) in cells
    for (subject,) in desk.rows("SELECT subject FROM exchange WHERE account_id = ?", account):
        assert str(subject) in cells
    sheet = next(words[name] for name in words if "month" in name.lower())
    row, at = head_of(sheet, "Month")
    column = next(n for title, n in at.items() if title.startswith("Sales"))
    sales = [sheet.cell(r, column) for r in range(row + 1, sheet.max_row + 1)
             if sheet.cell(r, 1).value not in (None, "Total")]  # fmt: skip
    assert round(sum(cell.value for cell in sales) * 100) == desk.sql(
        "SELECT sum(amount_minor) FROM account_month WHERE account_id = ?", account
    )
    assert "#,##0.00" in sales[0].number_format
    book.close()


def test_the_curve_as_pictures(desk: Desk, sample: Path, chosen: Chosen) -> None:
    desk.open(sample)
    page = desk.go("portfolio")
    menu = desk.menu_of(desk.the(QPushButton, "Export", page))
    png, svg = desk.folder / "curve.png", desk.folder / "curve.svg"
    chosen(png)
    desk.pick(menu, "Whale curve as PNG")
    image = QImage(str(png))
    assert not image.isNull()
    assert min(image.width(), image.height()) > 200
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert len(colours) > 8, "something is drawn"
    chosen(svg)
    desk.pick(menu, "Whale curve as SVG")
    root = ElementTree.parse(svg).getroot()
    assert root.tag.endswith("svg")
    drawn = svg.read_text(encoding="utf-8")
    assert "Peak" in drawn
    assert "of total net profit" in drawn
    assert desk.said[-2:] == ["Saved curve.png", "Saved curve.svg"]


def test_a_folder_that_is_not_there_is_said(desk: Desk, sample: Path, chosen: Chosen) -> None:
    desk.open(sample)
    desk.go("portfolio")
    chosen(desk.folder / "gone" / "portfolio.xlsx")
    desk.run("portfolio.export")
    assert "cannot be written" in desk.error
    assert "choose another folder" in desk.error
