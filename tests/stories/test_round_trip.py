"""Out to a spreadsheet, edited on the plane while the office goes on, and back in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt

from b2bdesk.ui.pages.data.data_page import DataPage
from b2bdesk.ui.pages.data.import_view import ImportView
from tests.stories.conftest import Desk

Chosen = Callable[[Path | None], None]


def wizard(desk: Desk) -> ImportView:
    page = desk.page()
    assert isinstance(page, DataPage)
    assert page.view is not None
    return page.view


def accounts(desk: Desk) -> dict[object, tuple[object, ...]]:
    """Every account with all its fields."""
    return {row[0]: row[1:] for row in desk.rows("SELECT * FROM account")}


def columns(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def test_701_accounts_go_out_and_three_cells_come_back(
    desk: Desk, sample: Path, chosen: Chosen
) -> None:
    desk.open(sample)
    desk.go("accounts")
    path = desk.folder / "accounts.xlsx"
    chosen(path)
    desk.run("accounts.export")
    assert desk.said[-1] == "Saved accounts.xlsx"
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Accounts"]
    assert sheet.max_row == 702
    at = columns(sheet)
    for title in ("B2BDesk id", "B2BDesk version"):
        assert sheet.column_dimensions[openpyxl.utils.get_column_letter(at[title])].hidden
    before = accounts(desk)
    for row, title, value in (
        (2, "City", "=Elsewhere"),
        (300, "Employees", 4321),
        (702, "Note", "Called\non the plane"),
    ):
        cell = sheet.cell(row, at[title])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)

    desk.window.import_path(str(path))
    desk.settle()
    view = wizard(desk)
    said = desk.texts(view.outcome)
    assert "701\nrows read\n0\nnew\n3\nupdated\n698\nin already\n0\nneed attention" in said
    desk.click(view.outcome.button)
    after = accounts(desk)
    changed = {
        (one, mine, theirs)
        for key in before
        for one, mine, theirs in zip(range(99), before[key], after[key], strict=False)
        if mine != theirs
    }
    assert {theirs for _, _, theirs in changed} == {"=Elsewhere", 4321, "Called\non the plane"}
    assert len(changed) == 3
    assert before.keys() == after.keys()
    desk.key(Qt.Key.Key_Z)
    assert accounts(desk) == before


def test_only_the_filtered_accounts_are_written(desk: Desk, sample: Path, chosen: Chosen) -> None:
    desk.open(sample)
    desk.go("accounts")
    table = desk.table("All accounts")
    page: Any = desk.page()
    desk.type_over(page.head.search, "bike", enter=True)
    desk.settle()
    names = desk.column(table, "name")
    assert 1 < len(names) < 701
    path = desk.folder / "bikes.xlsx"
    chosen(path)
    desk.key(Qt.Key.Key_E)
    sheet: Any = openpyxl.load_workbook(path)["Accounts"]
    at = columns(sheet)["Name"]
    assert [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)] == names


def test_what_both_sides_changed_is_asked_and_decided_in_the_window(
    desk: Desk, sample: Path, chosen: Chosen
) -> None:
    desk.open(sample)
    desk.go("accounts")
    path = desk.folder / "accounts.xlsx"
    chosen(path)
    desk.run("accounts.export")
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Accounts"]
    at = columns(sheet)
    name = sheet.cell(2, at["Name"]).value
    sheet.cell(2, at["City"]).value = "From the plane"
    book.save(path)
    account = desk.account(name)

    def move(session: Any) -> None:
        session.connection().exec_driver_sql(
            "UPDATE account SET city = 'From the office' WHERE id = ?", (account,)
        )

    desk.window.ctx.write("Move", desk.window, move)
    desk.settle()
    desk.window.import_path(str(path))
    desk.settle()
    view = wizard(desk)
    said = desk.texts(view)
    assert "From the office" in said
    assert "From the plane" in said
    desk.push("Take From the plane", view)
    desk.settle()
    assert "1\nupdated" in desk.texts(view.outcome)
    desk.click(view.outcome.button)
    assert desk.sql("SELECT city FROM account WHERE id = ?", account) == "From the plane"
