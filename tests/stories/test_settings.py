"""Settings: me and my team, the file's money and year, look, size, formats, language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QRadioButton

from b2bdesk.core.i18n import available_languages
from b2bdesk.ui.pages.settings.settings_page import SettingsPage
from b2bdesk.ui.tables.model import VALUE_ROLE
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.owner_chip import OwnerChip
from tests.stories.conftest import Desk


def owner_chip(desk: Desk) -> OwnerChip:
    return next(chip for chip in desk.window.findChildren(OwnerChip) if chip.isVisible())


def tick(desk: Desk, chip: OwnerChip, name: str) -> None:
    menu = chip.menu()
    assert menu is not None
    found = [action for action in menu.actions() if action.text().startswith(name)]
    assert len(found) == 1, [action.text() for action in menu.actions()]
    found[0].toggle()
    desk.settle()


def test_the_first_colleague_is_me_and_the_steps_carry_my_name(desk: Desk) -> None:
    desk.new()
    page = desk.go("settings")
    assert "Nobody yet. Add yourself first" in desk.texts(page)
    desk.type_into(page, "Name of a colleague", "Mia Moser")
    desk.push("Add colleague", page)
    desk.type_into(page, "Name of a colleague", "Jo Weber")
    desk.type_into(page, "Function", "Technical service")
    desk.push("Add colleague", page)
    assert desk.said[-1] == "Jo Weber is on the team"
    assert desk.the(QRadioButton, "Mia Moser is me", page).isChecked()
    assert desk.the(QLineEdit, "Function, Jo Weber", page).text() == "Technical service"
    desk.click(desk.the(QRadioButton, "Jo Weber is me", page))
    assert desk.rows("SELECT author FROM journal_txn ORDER BY txn DESC LIMIT 1") == [("Mia Moser",)]
    assert desk.ctx.author == "Jo Weber"
    desk.type_into(page, "Name of a colleague", "  ")
    desk.push("Add colleague", page)
    assert "name" in desk.texts(page.team_error.parentWidget()).lower()  # type: ignore[attr-defined]
    desk.key(Qt.Key.Key_Z)
    assert desk.the(QRadioButton, "Mia Moser is me", page).isChecked()


def test_several_owners_are_chosen_in_a_filter(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("exchanges")
    chip = owner_chip(desk)
    assert "everyone" in chip.text()
    names = [str(row[0]) for row in desk.rows(
        "SELECT c.name FROM colleague AS c JOIN exchange AS e ON e.owner_id = c.id"
        " GROUP BY c.id ORDER BY count(*) DESC LIMIT 2")]  # fmt: skip

    def owned(*of: str) -> int:
        marks = ", ".join("?" * len(of))
        found = desk.sql(
            "SELECT count(*) FROM exchange AS e JOIN colleague AS c ON c.id = e.owner_id"
            f" WHERE c.name IN ({marks})",
            *of,
        )
        return int(str(found))

    tick(desk, chip, names[0])
    assert f"{owned(names[0])} exchanges" in desk.texts(desk.page())
    tick(desk, chip, names[1])
    assert owned(*names) > owned(names[0])
    assert f"{owned(*names)} exchanges" in desk.texts(desk.page())
    assert all(name.split()[0] in chip.text() for name in names)
    desk.go("today")
    chip = owner_chip(desk)
    mine = desk.table("Next steps").model.rowCount() if desk.has_table("Next steps") else None
    tick(desk, chip, names[1] if names[1] != "Lena Marsh" else names[0])
    assert "or" in chip.text() or "chosen" in chip.text()
    if mine is not None:
        assert desk.table("Next steps").model.rowCount() >= mine


def test_currency_and_fiscal_year_change_what_pages_say(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("portfolio")
    table = desk.table("Accounts of the portfolio")
    number = table.model.column_number("year")

    def this_year() -> int:
        rows = range(table.model.rowCount())
        return sum(table.model.data(table.model.index(r, number), VALUE_ROLE) for r in rows)

    def sold(first: int) -> object:
        return desk.sql("SELECT sum(amount_minor) FROM account_month WHERE month >= ?", first)

    assert this_year() == sold(2019 * 12 + 6), "from July on"
    page = desk.go("settings")
    desk.choose(desk.the(QComboBox, "Fiscal year starts in", page), "January")
    assert desk.said[-1] == "Start the fiscal year in January"
    desk.choose(desk.the(QComboBox, "Currency", page), "EUR")
    desk.go("portfolio")
    assert this_year() == sold(2020 * 12), "from January on"
    assert "EUR" in desk.spoken(desk.page())
    assert "USD" not in desk.spoken(desk.page())
    desk.key(Qt.Key.Key_Z)
    desk.key(Qt.Key.Key_Z)
    assert this_year() == sold(2019 * 12 + 6)
    assert "USD" in desk.spoken(desk.page())


def test_look_and_size_change_while_it_runs_and_are_kept(
    make_desk: Callable[[], Desk], sample: Path
) -> None:
    desk = make_desk()
    desk.open(sample)
    desk.go("portfolio")
    page = desk.go("settings")
    light = desk.window.grab().toImage().pixelColor(700, 500)
    box = desk.the(QComboBox, "Theme", page)
    assert [box.itemText(n) for n in range(box.count())] == ["As the system", "Light", "Dark"]
    desk.choose(box, "Dark")
    assert theme().is_dark
    dark = desk.window.grab().toImage().pixelColor(700, 500)
    assert dark.lightness() < 100
    assert light.lightness() > 200
    high = desk.window.rail.buttons["portfolio"].height()
    font = QApplication.font().pointSizeF() or QApplication.font().pixelSize()
    desk.choose(desk.the(QComboBox, "Text size", page), "130%")
    grown = QApplication.font().pointSizeF() or QApplication.font().pixelSize()
    assert grown > font or desk.window.rail.buttons["portfolio"].height() > high
    for key in ("today", "portfolio", "accounts", "exchanges", "costing", "data"):
        assert desk.go(key).states.state == "ready"
    desk.window.close()
    again = make_desk()
    assert theme().is_dark
    page = again.go("settings")
    assert again.the(QComboBox, "Text size", page).currentText() == "130%"
    again.choose(again.the(QComboBox, "Text size", page), "100%")
    again.choose(again.the(QComboBox, "Theme", page), "Light")
    assert not theme().is_dark


def test_formats_follow_the_chosen_country(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("portfolio")
    table = desk.table("Accounts of the portfolio")
    english = desk.cell(table, 0, "sales")
    assert "," in english
    page = desk.go("settings")
    box = desk.the(QComboBox, "Numbers and dates", page)
    desk.choose(box, "Deutsch (Deutschland)")
    assert "1.204.332,10" in desk.texts(page)
    desk.go("portfolio")
    assert desk.cell(table, 0, "sales") == english.replace(",", ".")
    assert "2020" in desk.spoken(desk.window.top_bar)
    page = desk.go("settings")
    desk.choose(box, "English (United States)" if box.findText("English (United States)") >= 0
                else box.itemText(1))  # fmt: skip
    desk.go("portfolio")
    assert desk.cell(table, 0, "sales") == english


def test_every_language_there_is_can_be_chosen(desk: Desk) -> None:
    page = desk.go("settings")
    box = desk.the(QComboBox, "Language", page)
    assert [box.itemData(n) for n in range(box.count())] == ["", *available_languages()]
    assert "English" in [box.itemText(n) for n in range(box.count())]
    desk.choose(box, "English")
    assert desk.window.store.value.language == "en"
    assert "Takes effect when the program starts again." in desk.texts(page)


def test_what_counts_as_expedited_is_set_in_days(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    page = desk.go("settings")
    assert isinstance(page, SettingsPage)
    assert page.expedited.text() == "3"
    desk.type_over(page.expedited, "5", enter=True)
    desk.settle()
    assert desk.sql("SELECT value FROM file_setting WHERE key = 'expedited_days'") == "5"
    desk.type_over(page.expedited, "some", enter=True)
    desk.settle()
    assert "whole number of days" in page.expedited_row.error
    desk.ctx.undo()
    desk.settle()
    assert desk.sql("SELECT count(*) FROM file_setting WHERE key = 'expedited_days'") == 0
