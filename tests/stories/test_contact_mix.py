"""Contact mix: who our contacts are beside what is typical, whom to look for, at what price."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from b2bdesk.ui.pages.account.people.contact_mix.contact_mix_face import ContactMixFace
from b2bdesk.ui.pages.account.people.contact_mix.person_button import PersonButton
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from b2bdesk.ui.pages.contacts.contacts_page import ContactsPage
from tests.stories.conftest import Desk

Chosen = Callable[[Path | None], None]
BRAKES = "Brakes and Gears"


@pytest.fixture
def desk(make_desk: Callable[[], Desk], sample: Path) -> Desk:
    made = make_desk()
    made.open(sample)
    return made


def open_mix(desk: Desk, account: str = BRAKES) -> ContactMixFace:
    """Show the contact mix of an account, by its segment as a user does."""
    tab = desk.go("account", account, "people")
    assert isinstance(tab, PeopleTab)
    desk.click(desk.button("Contact mix", tab))
    assert isinstance(tab.face, ContactMixFace)
    return tab.face


def menu() -> QMenu:
    """The menu that is open."""
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def of_title(desk: Desk, title: str) -> set[object]:
    """The classes of everybody with a job title."""
    rows = desk.rows("SELECT contact_class FROM job WHERE title = ?", title)
    return {row[0] for row in rows}


def row_of(desk: Desk, face: ContactMixFace, kind: str) -> int:
    """The number of a class's row in the table of contacts to acquire."""
    return desk.column(face.goals.table, "class").index(kind)


def edit(desk: Desk, face: ContactMixFace, kind: str, column: str, text: str) -> None:
    """Type into a cell of the contacts to acquire, by keyboard alone."""
    view, model = face.goals.table.view, face.goals.table.model
    view.setFocus()
    view.setCurrentIndex(model.index(row_of(desk, face, kind), model.column_number(column)))
    desk.press(Qt.Key.Key_Return, widget=view)
    editor = view.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()


def test_account_says_how_its_contacts_stand_beside_typical(desk: Desk) -> None:
    face = open_mix(desk)
    told = desk.spoken(face)
    assert "9 of 10 people" in told
    assert "Healthy." in told
    assert "20%, typical 38%" in told
    assert "Ratio to the typical share: 0.53×" in told
    assert "163 contacts of 141 accounts of segment Mountain with 10 to 49 employees" in told
    assert [one.row.name for one in face.classes.people][:2] == ["Ines Carvalho", "Roger"]


def test_segment_can_be_compared_wider(desk: Desk) -> None:
    face = open_mix(desk)
    chip_menu = face.basis_chip.menu()
    assert chip_menu is not None
    desk.pick(chip_menu, "All accounts")
    assert face.basis_chip.text() == "All accounts: 696 accounts"
    assert "696 accounts, all there are" in face.note.text()


def test_class_is_corrected_by_key_for_all_of_a_title_and_undone(desk: Desk) -> None:
    face = open_mix(desk)
    bruno = desk.the(PersonButton, "Bruno Keller", face)
    assert bruno.row.title == "Lead mechanic"
    bruno.setFocus()
    desk.press(Qt.Key.Key_C, widget=bruno)
    (action,) = [each for each in menu().actions() if each.text() == "End user"]
    action.trigger()
    menu().close()
    desk.settle()
    assert of_title(desk, "Lead mechanic") == {"end_user"}
    assert "End user" in desk.texts(face.classes)
    assert desk.said[-1].startswith("10 contacts with the title Lead mechanic are End user now.")
    desk.ctx.undo()
    desk.settle()
    assert of_title(desk, "Lead mechanic") == {"technical"}
    assert desk.sql("SELECT count(*) FROM title_class") == 0


def test_arrows_walk_the_people_and_enter_opens_one(desk: Desk) -> None:
    face = open_mix(desk)
    first, second = face.classes.people[:2]
    first.setFocus()
    desk.press(Qt.Key.Key_Down, widget=first)
    assert second.hasFocus()
    name = second.row.name
    desk.press(Qt.Key.Key_Return, widget=second)
    account = desk.page()
    tab = account.current_tab()  # type: ignore[attr-defined]
    assert isinstance(tab, PeopleTab)
    assert tab.face is None
    desk.run("go.back")
    assert isinstance(tab.face, ContactMixFace)
    assert name in [one.row.name for one in tab.face.classes.people]


def test_wanted_contacts_are_typed_copied_exported_and_undone(
    desk: Desk, chosen: Chosen, tmp_path: Path
) -> None:
    face = open_mix(desk)
    assert not face.goals.export_button.isEnabled()
    edit(desk, face, "Technical", "wanted", "5")
    assert desk.cell(face.goals.table, row_of(desk, face, "Technical"), "acquire") == "2"
    edit(desk, face, "Technical", "priority", "high")
    assert desk.cell(face.goals.table, row_of(desk, face, "Technical"), "priority") == "High"
    assert "To acquire: 2 × technical." in face.strip.reasons.text()
    desk.push("Copy list", face)
    assert f"{BRAKES}\tTooele" in QApplication.clipboard().text()
    chosen(tmp_path / "list.xlsx")
    desk.push("Export", face)
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet]
    (line,) = [row for row in cells if row[0] == BRAKES]
    assert line[4] == "Technical"
    assert line[6:8] == [2, "High"]
    desk.ctx.undo()
    desk.ctx.undo()
    desk.settle()
    assert desk.cell(face.goals.table, row_of(desk, face, "Technical"), "acquire") == "0"


def test_what_is_no_number_is_refused_and_changes_nothing(desk: Desk) -> None:
    face = open_mix(desk)
    edit(desk, face, "Technical", "wanted", "many")
    assert desk.error.startswith("Enter a whole number.")
    assert desk.sql("SELECT count(*) FROM contact_goal") == 0


def test_class_that_nobody_has_can_be_wanted(desk: Desk) -> None:
    face = open_mix(desk)
    desk.pick(desk.menu_of(face.goals.add_button), "Legal")
    assert desk.cell(face.goals.table, row_of(desk, face, "Legal"), "acquire") == "1"
    assert "nobody yet" in desk.texts(face.classes)


def test_price_of_a_list_is_judged_with_its_formula(desk: Desk) -> None:
    face = open_mix(desk)
    desk.pick(desk.menu_of(face.goals.add_button), "Legal")
    for name, text in (
        ("Cost per contact", "12.50"),
        ("Margin it opens", "4000"),
        ("Chance", "0.5"),
    ):
        desk.type_over(desk.the(QLineEdit, name, face), text, enter=True)
    assert face.worth.verdict.text() == "Worth its price: a contact may cost up to 20.00 USD."
    assert "chance × margin = 0.50% × 4,000.00 USD = 20.00 USD" in face.worth.detail.text()
    assert "1 contact costs 12.50 USD and brings 20.00 USD on average: +7.50 USD." in (
        face.worth.detail.text()
    )
    desk.type_over(desk.the(QLineEdit, "Cost per contact", face), "20", enter=True)
    assert face.worth.verdict.text().startswith("Not worth its price")
    desk.type_over(desk.the(QLineEdit, "Chance", face), "101", enter=True)
    assert "A chance goes from 0 to 100%." in desk.texts(face.worth)


def test_rule_is_shown_edited_and_reset(desk: Desk) -> None:
    face = open_mix(desk)
    field = desk.the(QLineEdit, "Least accounts to compare with", face)
    desk.type_over(field, "200", enter=True)
    assert face.basis_chip.text() == "Same segment: 244 accounts"
    assert "Only 141 other accounts of the same segment and size" in face.note.text()
    desk.type_over(desk.the(QLineEdit, "Lower ratio", face), "3", enter=True)
    assert "below the upper one" in desk.texts(face.rule)
    desk.push("Back to the default rule", face)
    assert face.basis_chip.text() == "Same segment and size: 141 accounts"


def test_contacts_of_the_portfolio_their_concentration_and_their_list(
    desk: Desk, chosen: Chosen, tmp_path: Path
) -> None:
    portfolio = desk.go("portfolio")
    desk.push("Contacts", portfolio)
    page = desk.page()
    assert isinstance(page, ContactsPage)
    told = desk.spoken(page)
    assert "Contacts: 866, at 697 accounts" in told
    assert "Gini: 0.19" in told
    assert "In the top 10 accounts: 9%" in told
    page.diagnoses.choose(next(iter(page.diagnoses.choices))[0])
    desk.settle()
    assert set(desk.column(page.table, "diagnosis")) == {"Can grow"}
    wanted = sum(int(text) for text in desk.column(page.table, "acquire"))
    chosen(tmp_path / "all.xlsx")
    desk.push("Export list", page)
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").active
    assert sheet is not None
    numbers = [row[6].value for row in sheet if isinstance(row[6].value, int)]
    assert sum(numbers) == wanted
    first = desk.cell(page.table, 0, "name")
    page.table.show_id(page.table.model.ids[0])
    desk.press(Qt.Key.Key_Return, widget=page.table.view)
    assert desk.page().title() == first
    tab = desk.page().current_tab()  # type: ignore[attr-defined]
    assert isinstance(tab.face, ContactMixFace)


def test_people_without_a_class_are_classed_from_their_titles(desk: Desk) -> None:
    database = desk.ctx.database
    assert database is not None

    def forget(session: object) -> None:
        from b2bdesk.models import Job
        from b2bdesk.storage.database import Session

        assert isinstance(session, Session)
        for job in session.query(Job).filter(Job.title == "Owner").limit(3):
            job.contact_class = None

    desk.ctx.write("Forget", desk.window, forget)
    desk.settle()
    page = desk.go("contacts")
    desk.push("3 without a class", page)
    assert desk.said[-1].startswith("3 contacts got a class.")
    assert desk.sql("SELECT count(*) FROM job WHERE contact_class IS NULL") == 0


def test_without_contacts_both_views_say_what_will_be_there(
    make_desk: Callable[[], Desk],
) -> None:
    desk = make_desk()
    desk.new()
    page = desk.go("contacts")
    assert page.states.state == "empty"
    assert "No contacts yet" in desk.texts(page)
    database = desk.ctx.database
    assert database is not None

    def add(session: object) -> None:
        from b2bdesk.models import Account
        from b2bdesk.storage.database import Session

        assert isinstance(session, Session)
        session.add(Account(name=BRAKES))

    desk.ctx.write("Add", desk.window, add)
    desk.settle()
    face = open_mix(desk)
    assert face.states.state == "empty"
    desk.push("Add person", face)
    dialog = desk.dialog()
    desk.type_into(dialog, "Name", "Ruth Adeyemi")
    desk.type_into(dialog, "Job title", "Einkaeuferin (m/w/d)")
    desk.push("Add person", dialog)
    assert face.states.state == "ready"
    told = desk.spoken(face)
    assert "Ruth Adeyemi, Einkaeuferin (m/w/d), Purchasing" in told
    assert "There is no other account with contacts to compare with." in told
    assert "Nobody is known who decides." in told
