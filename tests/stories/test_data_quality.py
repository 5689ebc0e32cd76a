"""The data-quality page on real data: what it says, and that a finding is one step from its fix."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from b2bdesk.ui.pages.data_quality.quality_page import QualityPage
from tests.stories.conftest import Desk


def _page(desk: Desk) -> QualityPage:
    desk.go("data")
    desk.push("Data quality")
    page = desk.page()
    assert isinstance(page, QualityPage)
    return page


def _choose(desk: Desk, page: QualityPage, words: str) -> None:
    row = desk.column(page.sorts, "finding").index(words)
    page.sorts.show_id(page.sorts.model.id_at(row))
    desk.settle()


def test_the_page_counts_what_the_file_lacks(
    make_desk: Callable[[], Desk], northwind: Path
) -> None:
    desk = make_desk()
    desk.open(northwind)
    page = _page(desk)
    sorts = dict(
        zip(desk.column(page.sorts, "finding"), desk.column(page.sorts, "count"), strict=True)
    )
    unowned = desk.sql("SELECT count(*) FROM account WHERE owner_id IS NULL")
    assert sorts["No owner"] == str(unowned)
    assert sorts["Relationship type not set"] == str(desk.sql("SELECT count(*) FROM account"))
    assert "of 100" in page.strip.findChildren(type(page.strip._cells[0]))[0].accessibleName()
    if os.environ.get("SHOT"):
        desk.window.grab().save(os.environ["SHOT"])


def test_a_finding_of_an_account_opens_its_field_and_goes_once_it_is_filled(
    make_desk: Callable[[], Desk], northwind: Path
) -> None:
    desk = make_desk()
    desk.open(northwind)
    page = _page(desk)
    _choose(desk, page, "No segment")
    before = page.findings.model.rowCount()
    name = "Around the Horn"
    row = desk.column(page.findings, "account").index(name)
    page.findings.show_id(page.findings.model.id_at(row))
    desk.push("Put it right")
    dialog = desk.dialog()
    field = dialog.focusWidget()
    assert field is not None
    assert field.accessibleName().startswith("Segment")
    desk.keys(field, "Delicatessen")
    desk.push("Save changes", dialog)
    assert desk.sql("SELECT segment FROM account WHERE name = ?", name) == "Delicatessen"
    assert page.findings.model.rowCount() == before - 1
    assert name not in desk.column(page.findings, "account")


def test_enter_on_a_finding_of_a_person_shows_the_person(
    make_desk: Callable[[], Desk], sample: Path
) -> None:
    desk = make_desk()
    desk.open(sample)
    account = desk.sql("SELECT account_id FROM job ORDER BY id LIMIT 1")
    person = desk.sql("SELECT person_id FROM job ORDER BY id LIMIT 1")
    desk.ctx.write(
        "Clear", desk.window, lambda s: s.connection().exec_driver_sql(
            "UPDATE job SET title = NULL WHERE person_id = ?", (person,))
    )  # fmt: skip
    desk.settle()
    page = _page(desk)
    _choose(desk, page, "No job title")
    names = desk.column(page.findings, "record")
    wanted = desk.sql("SELECT name FROM person WHERE id = ?", person)
    page.findings.show_id(page.findings.model.id_at(names.index(str(wanted))))
    desk.press(Qt.Key.Key_Return, widget=page.findings.view)
    assert desk.ctx.database is not None
    assert desk.window.navigation.current is not None
    assert desk.window.navigation.current.account == account
    tab = desk.page().current_tab()  # type: ignore[attr-defined]
    assert isinstance(tab, PeopleTab)


def test_by_account_the_worst_stand_first(make_desk: Callable[[], Desk], sample: Path) -> None:
    desk = make_desk()
    desk.open(sample)
    page = _page(desk)
    desk.click(page.by.button("account"))
    scores = [page.accounts.model.row(number).score for number in page.accounts.model.ids]  # type: ignore[union-attr]
    assert scores == sorted(scores, key=lambda score: 100 if score is None else score)
    first = desk.cell(page.accounts, 0, "name")
    assert set(desk.column(page.findings, "account")) == {first}
    assert not [w for w in page.findChildren(QLineEdit) if w.isVisible()]
