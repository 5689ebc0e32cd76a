"""What leaves the program: workbooks with formats, and the curve as pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog, QPushButton

from b2bdesk.services.templates import templates_folder
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
    assert book.sheetnames[:2] == ["Report", "Portfolio"]
    sheet = book["Portfolio"]
    row, at = head_of(sheet, "Name")
    assert [sheet.cell(row + n, 1).value for n in range(1, len(names) + 1)] == names
    number = sheet.cell(row + 1, at["Account number"])
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


def test_the_report_says_what_the_page_says_beside_excels_own_charts(
    desk: Desk, sample: Path, chosen: Chosen
) -> None:
    desk.open(sample)
    page = desk.go("portfolio")
    path = desk.folder / "report.xlsx"
    chosen(path)
    desk.run("portfolio.export")
    assert desk.said[-1] == "Saved report.xlsx"
    sheet = openpyxl.load_workbook(path)["Report"]
    facts = {sheet.cell(row, 2).value: sheet.cell(row, 3).value for row in range(4, 20)}
    totals = page.result.totals()  # type: ignore[attr-defined]
    assert round(facts["Net profit, USD"] * 100) == totals.net_profit
    assert round(facts["Gross margin, USD"] * 100) == 96_340_740
    titles = {
        "".join(run.t for part in chart.title.tx.rich.p for run in part.r)
        for chart in sheet._charts  # type: ignore[attr-defined]
    }
    assert titles == {
        "Whale curve: cumulative net profit",
        "List revenue to gross margin",
        "Gross margin to net profit",
        "Customer profitability matrix",
        "Sales by month",
        "Net profit by month",
    }


def answers(monkeypatch: pytest.MonkeyPatch, template: Path, path: Path) -> list[str]:
    """Chooses a template, then a place; returns the folders the first dialog was opened in."""
    opened: list[str] = []

    def choose(_owner: object, _title: str, folder: str, _kinds: str) -> tuple[str, str]:
        opened.append(folder)
        return str(template), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    return opened


def test_an_account_in_a_template_of_the_users_own(
    desk: Desk, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(sample)
    desk.go("account", "Brakes and Gears", "overview")
    template = templates_folder() / "account" / "Account brief.xlsx"
    path = desk.folder / "brief.xlsx"
    folders = answers(monkeypatch, template, path)
    desk.run("account.export_template")
    assert desk.said[-1] == "Saved brief.xlsx"
    assert folders == [str(template.parent)]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value == "Brakes and Gears"
    told = {row[0].value: row[1].value for row in sheet.iter_rows(max_row=12)}
    assert round(told["Sales"] * 100) == desk.sql(
        "SELECT sum(amount_minor) FROM account_month WHERE account_id = ?",
        desk.account("Brakes and Gears"),
    )
    left = [c.value for r in sheet.iter_rows() for c in r if "{{" in str(c.value)]
    assert left == []


def test_a_template_with_a_name_that_is_not_known_says_so(
    desk: Desk, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(sample)
    desk.go("portfolio")
    template, path = desk.folder / "mine.xlsx", desk.folder / "out.xlsx"
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Board"
    page["B2"], page["B3"] = "{{portfolio.margin}}", "{{portfolio.marge}}"
    book.save(template)
    answers(monkeypatch, template, path)
    desk.run("portfolio.export_template")
    assert "out.xlsx is saved, but not everything is in it." in desk.error
    assert "portfolio.marge (Board B3)" in desk.error
    written = openpyxl.load_workbook(path)["Board"]
    assert (written["B2"].value, written["B3"].value) == (963_407.40, "{{portfolio.marge}}")
    assert openpyxl.load_workbook(template)["Board"]["B2"].value == "{{portfolio.margin}}"


def test_the_templates_folder_opens_with_one_of_each(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_folder(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_folder)
    desk.run("file.templates")
    assert opened == [templates_folder()]
    assert (templates_folder() / "account" / "Account brief.xlsx").exists()
    assert (templates_folder() / "portfolio" / "Portfolio.xlsx").exists()


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
