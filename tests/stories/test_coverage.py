"""Who of us knows whom at an account: seen, set by keys, put right, looked at as of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt

from b2bdesk.services.file_settings import set_setting
from b2bdesk.ui.pages.account.people.coverage.coverage_face import CoverageFace
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from tests.stories.conftest import Desk

ACCOUNT = "Brakes and Gears"
OTHER = "Vigorous Exercise Company"
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Coverage:
    """The Coverage of one account, used by keys."""

    def __init__(self, desk: Desk, account: str = ACCOUNT) -> None:
        self.desk = desk
        tab = desk.go("account", account, "people")
        assert isinstance(tab, PeopleTab)
        self.tab = tab
        if not isinstance(tab.face, CoverageFace):
            desk.push("Coverage", tab.bar)
        face = tab.face
        assert isinstance(face, CoverageFace)
        self.face = face

    def at(self, who: str, column: str) -> None:
        """Give a cell the keyboard."""
        colleague = self.desk.sql("SELECT id FROM colleague WHERE name = ?", who)
        self.face.view.setFocus()
        self.face.view.set_place(int(str(colleague)), column)

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.desk.press(key, held, self.face.view)

    def cell(self, who: str, column: str) -> str:
        """What a cell says to a screen reader."""
        colleague = int(str(self.desk.sql("SELECT id FROM colleague WHERE name = ?", who)))
        model = self.face.view.coverage_model
        index = model.place_of(colleague, column)
        return str(model.data(index, Qt.ItemDataRole.AccessibleTextRole))


def test_it_says_who_is_linked_and_where_everything_hangs_on_one(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    coverage = Coverage(desk)
    said = desk.spoken(coverage.face)
    assert "Lena Marsh carries 16 of 17 exchanges." in said
    assert "2 functions: nobody known" in said
    assert "4 of our 6 functions are linked with 4 of their 6." in said
    assert "Karl Weiss advises Ines Carvalho." in said
    assert "In depth, last exchange" in coverage.cell("Lena Marsh", "purchasing")
    assert "wanted: in depth" in coverage.cell("Omar Haddad", "technical")
    assert "Brief, suggested" in coverage.cell("Jonas Meyer", "finance")
    diamond = Coverage(desk, "Totes & Baskets Company")
    assert "6 of our 6 functions are linked with 5 of their 6." in desk.spoken(diamond.face)
    knot = Coverage(desk, "Bulk Discount Store")
    assert "All contact runs through one function: a bow-tie." in desk.spoken(knot.face)


def test_a_team_is_matched_and_gaps_are_closed_from_the_keyboard(
    desk: Desk, sample: Path, make_desk: Callable[[], Desk]
) -> None:
    desk.open(sample)
    coverage = Coverage(desk, OTHER)
    said = desk.spoken(coverage.face)
    assert "2 of our 6 functions are linked with 4 of their 7." in said
    assert "Finance: Jonas Meyer has no link" in said
    assert "Unknown, no exchange yet" in coverage.cell("Jonas Meyer", "finance")
    assert "should be matched" in coverage.cell("Jonas Meyer", "finance")

    coverage.at("Jonas Meyer", "finance")
    coverage.press(Qt.Key.Key_3)
    coverage.press(Qt.Key.Key_4, SHIFT)
    assert "Finance: Multiple" in coverage.cell("Jonas Meyer", "finance")
    assert "wanted: in depth" in coverage.cell("Jonas Meyer", "finance")
    said = desk.spoken(coverage.face)
    assert "Finance: Jonas Meyer has no link" not in said
    assert "3 pairs of functions are linked that share none" in said
    assert "Jonas Meyer and Finance, wanted: In depth" in desk.said

    step = "Introduce Erik Dahl to Elif Haddon"
    introductions = [
        button
        for button in desk.find(type(desk.button("Share contacts")), "Plan an introduction")
        if step in button.toolTip()  # type: ignore[attr-defined]
    ]
    desk.click(introductions[0])  # type: ignore[arg-type]
    owner = desk.sql(
        "SELECT c.name FROM next_step n JOIN colleague c ON c.id = n.owner_id WHERE n.what = ?",
        step,
    )
    assert owner == "Erik Dahl"
    assert desk.has_button("Planned for 14 Jun")

    desk.window.close()
    again = make_desk()
    again.open(sample)
    coverage = Coverage(again, OTHER)
    assert "Finance: Multiple" in coverage.cell("Jonas Meyer", "finance")
    for _ in range(3):
        again.key(Qt.Key.Key_Z)
    assert "Finance: Unknown" in coverage.cell("Jonas Meyer", "finance")
    assert again.sql("SELECT count(*) FROM next_step WHERE what = ?", step) == 0


def test_the_exchanges_behind_a_cell_open_in_the_timeline(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    coverage = Coverage(desk)
    coverage.at("Lena Marsh", "finance")
    coverage.press(Qt.Key.Key_Return)
    said = desk.texts(coverage.face)
    assert "Lena Marsh and Finance" in said
    assert "4 exchanges in 12 months" in said
    focused = desk.window.focusWidget()
    assert focused is not None
    desk.press(Qt.Key.Key_Space, widget=focused)
    assert desk.page().tab == "exchanges"  # type: ignore[attr-defined]
    desk.run("go.back")
    tab = desk.page().current_tab()  # type: ignore[attr-defined]
    assert isinstance(tab.face, CoverageFace)


def test_coverage_is_what_it_was_on_a_day(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    coverage = Coverage(desk)
    assert "In depth, last" in coverage.cell("Lena Marsh", "purchasing")
    database = desk.ctx.database
    assert database is not None
    early = date(2019, 6, 1).isoformat()
    desk.ctx.write("As of", desk.window, lambda s: set_setting(s, "as_of", early))
    desk.settle()
    assert "In depth" not in coverage.cell("Lena Marsh", "purchasing")
    assert "suggested" in coverage.cell("Lena Marsh", "purchasing")


def test_an_account_with_one_contact_says_what_is_missing(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    coverage = Coverage(desk, "A Bike Store")
    said = desk.spoken(coverage.face)
    assert "5 functions: nobody known" in said
    assert "There is no link yet." in said
    assert "Orlando" in str(
        coverage.face.view.coverage_model.headerData(
            0, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
        )
    )


def test_the_table_goes_to_excel(
    desk: Desk, sample: Path, chosen: Callable[[Path | None], None], tmp_path: Path
) -> None:
    desk.open(sample)
    Coverage(desk)
    chosen(tmp_path / "coverage")
    desk.run("coverage.workbook")
    assert "Saved coverage.xlsx" in desk.said
    book = load_workbook(tmp_path / "coverage.xlsx")
    assert book.sheetnames == ["Coverage", "Pairs"]
    cells = [str(cell.value) for row in book["Coverage"].iter_rows() for cell in row]
    assert "Lena Marsh" in cells
    assert any(text.startswith("In depth, ") for text in cells)
