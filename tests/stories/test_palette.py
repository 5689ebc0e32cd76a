"""Ctrl+K: find an account, a person, an exchange, and run any action, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from b2bdesk.ui.shell.palette import Palette
from tests.stories.conftest import Desk


def search(desk: Desk, typed: str) -> list[str]:
    """Open the palette, type, and return what is offered."""
    desk.key(Qt.Key.Key_K)
    field = desk.window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "Search or run a command"
    QTest.keyClicks(field, typed)
    desk.settle()
    palette = next(p for p in desk.window.findChildren(Palette) if p.isVisible())
    model = palette.model
    return [str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))
            for row in range(model.rowCount())]  # fmt: skip


def go_to(desk: Desk, shown: list[str], begins: str) -> None:
    """Walk down to an entry with the arrow key and press Enter."""
    palette = next(p for p in desk.window.findChildren(Palette) if p.isVisible())
    for _ in range(len(shown)):
        if shown[palette.list.currentIndex().row()].startswith(begins):
            break
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert shown[palette.list.currentIndex().row()].startswith(begins), shown
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    desk.settle()
    assert not any(p.isVisible() for p in desk.window.findChildren(Palette))


def test_find_an_account(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    shown = search(desk, "vigor")
    assert shown[0] == "Accounts"
    go_to(desk, shown, "Vigorous Exercise Company")
    assert "Vigorous Exercise Company" in desk.texts(desk.window.top_bar)
    shown = search(desk, "290")
    assert any(line.startswith("Friendly Bike Shop") for line in shown), "by its ERP number"
    desk.press(Qt.Key.Key_Escape)


def test_find_a_person_and_an_exchange(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    person, account = desk.rows(
        "SELECT p.name, a.name FROM person AS p JOIN dmu_member AS m ON m.person_id = p.id"
        " JOIN dmu AS d ON d.id = m.dmu_id JOIN account AS a ON a.id = d.account_id"
        " ORDER BY p.name LIMIT 1"
    )[0]
    shown = search(desk, f"@{person}")
    assert shown[0] == "People"
    assert "Accounts" not in shown
    go_to(desk, shown, str(person))
    assert str(account) in desk.texts(desk.window.top_bar)
    assert str(person) in desk.spoken(desk.page())
    page = desk.page()
    assert page.tab == "people"  # type: ignore[attr-defined]

    subject, account = desk.rows(
        "SELECT e.subject, a.name FROM exchange AS e JOIN account AS a ON a.id = e.account_id"
        " WHERE length(e.subject) > 12 ORDER BY e.at DESC, e.id DESC LIMIT 1"
    )[0]
    shown = search(desk, str(subject))
    assert "Exchanges" in shown
    go_to(desk, shown, str(subject))
    page = desk.page()
    assert page.tab == "exchanges"  # type: ignore[attr-defined]
    assert str(account) in desk.texts(desk.window.top_bar)


def test_run_any_action_by_its_name(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    shown = search(desk, ">go to costing")
    go_to(desk, shown, "Go to Costing")
    assert desk.window.top_bar.isVisible()
    assert desk.page().key == "costing"
    for action in desk.window.actions_now():
        if action.enabled():
            shown = search(desk, f">{action.title}")
            assert any(line.startswith(action.title) for line in shown), action.title
            desk.press(Qt.Key.Key_Escape)
    shown = search(desk, "no such thing at all")
    assert shown == ["Nothing found for “no such thing at all”"]


def test_filters_complete_and_everything_found_has_a_page(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    shown = search(desk, "ty")
    assert any(line.startswith("type:, the channel") for line in shown)
    palette = next(p for p in desk.window.findChildren(Palette) if p.isVisible())
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.text() == "type:"
    QTest.keyClicks(palette.field, "vis")
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.text() == "type:visit "
    desk.settle()
    entries = [entry for entry in palette.model.entries if entry.run]
    (subject,) = desk.rows(
        "SELECT subject FROM exchange WHERE channel = 'visit' ORDER BY at DESC LIMIT 1"
    )[0]
    assert subject in [entry.title for entry in entries]
    QTest.keyClicks(palette.field, "tpye:visit")
    desk.settle()
    assert palette.note.isVisible()
    assert palette.note.text().startswith("There is no filter “tpye:”")
    palette.field.setText("type:visit")
    QTest.keyClick(palette.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    page = desk.page()
    assert page.key == "search"
    count = desk.sql("SELECT count(*) FROM exchange WHERE channel = 'visit'")
    view = page.view  # type: ignore[attr-defined]
    first = view.model().index(0).data()
    assert first == f"{count} exchanges"
    view.setFocus()
    desk.settle()
    assert str(subject) in str(view.currentIndex().data())
    desk.press(Qt.Key.Key_J, widget=view)
    assert view.currentIndex().row() == 2
    desk.press(Qt.Key.Key_Return, widget=view)
    assert desk.page().key == "account"
    assert desk.page().tab == "exchanges"  # type: ignore[attr-defined]
    desk.window.go_back()
    desk.settle()
    field = desk.the(QLineEdit, "Search everything")
    assert field.text() == "type:visit"
    desk.type_over(field, "no such thing at all")
    assert "Nothing found for “no such thing at all”" in desk.texts(page)
