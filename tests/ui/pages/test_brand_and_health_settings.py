"""Settings: brand attributes named, ordered and removed; weights and targets of health."""

from __future__ import annotations

from typing import TypeVar

from helpers.desk import TODAY, Desk, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.services.perceptions import add_attributes, set_score
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.settings.settings_page import SettingsPage
from b2bdesk.ui.widgets.buttons import IconButton

W = TypeVar("W", bound=QWidget)


def settings(qtbot: QtBot, ctx: AppContext, tab: str = "") -> SettingsPage:
    page = SettingsPage(ctx)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.activate(Target("settings", tab=tab))
    settle(qtbot, ctx)
    return page


def named(page: QWidget, kind: type[W], name: str) -> W:
    return next(
        w for w in page.findChildren(kind) if w.accessibleName() == name and not w.isHidden()
    )


def test_attributes_are_added_named_ordered_and_removed_with_undo(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    page = settings(qtbot, ctx)
    assert page.brand.begin.isVisibleTo(page)
    for name in ("Trust", "Price", "price "):
        page.brand.new_name.setText(name)
        QTest.keyClick(page.brand.new_name, Qt.Key.Key_Return)
        settle(qtbot, ctx)
    assert page.brand.names == ["Trust", "Price"]
    assert page.brand._error.text() == "There is a brand attribute Price already."
    named(page.brand, IconButton, "Move Price up").click()
    settle(qtbot, ctx)
    assert page.brand.names == ["Price", "Trust"]
    field = named(page.brand, QLineEdit, "Name, Trust")
    field.setText("Trust in us")
    field.editingFinished.emit()
    settle(qtbot, ctx)
    assert page.brand.names == ["Price", "Trust in us"]
    named(page.brand, IconButton, "Remove Price").click()
    settle(qtbot, ctx)
    assert page.brand.names == ["Trust in us"]
    for expected in (["Price", "Trust in us"], ["Price", "Trust"], ["Trust", "Price"]):
        ctx.undo()
        settle(qtbot, ctx)
        assert page.brand.names == expected


def test_an_attribute_says_how_many_answers_go_with_it(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    (trust,) = database.write("Add", lambda s: add_attributes(s, ["Trust"])).value
    database.write("Score", lambda s: set_score(s, desk.ines, trust, "ours", 3, TODAY))
    page = settings(qtbot, ctx)
    said: list[str] = []
    ctx.toasted.connect(lambda words, _: said.append(words))
    named(page.brand, IconButton, "Remove Trust").click()
    settle(qtbot, ctx)
    assert said == ["Trust removed with 1 answer"]


def test_weights_are_shares_of_their_group_and_are_reset(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    page = settings(qtbot, ctx, "health")
    panel = page.health
    assert not panel.reset.isEnabled()
    field = panel.fields["company listening"]
    assert field.accessibleName() == "Weight of Listening, 20%"
    field.setText("120")
    field.editingFinished.emit()
    settle(qtbot, ctx)
    assert panel.fields["company listening"].accessibleName() == "Weight of Listening, 60%"
    assert panel.fields["company units"].accessibleName() == "Weight of Decision-making units, 20%"
    panel.reset.click()
    settle(qtbot, ctx)
    assert panel.fields["company listening"].text() == "20"
    ctx.undo()
    settle(qtbot, ctx)
    assert panel.fields["company listening"].text() == "120"


def test_what_cannot_be_is_refused_beside_the_fields(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    panel = settings(qtbot, ctx, "health").health
    for key, typed, said in (
        ("company units", "many", "A weight is a whole number."),
        ("company units", "-4", "A weight is a whole number from 0 to 1000."),
        ("on_time target", "60", "What counts 0 must lie below the target."),
    ):
        before = panel.fields[key].text()
        panel.fields[key].setText(typed)
        panel.fields[key].editingFinished.emit()
        settle(qtbot, ctx)
        assert panel._error.text() == said
        panel.fields[key].setText(before)
        panel.fields[key].editingFinished.emit()
        assert panel._error.isHidden()


def test_the_link_from_a_panel_brings_its_settings_into_view(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk
) -> None:
    page = settings(qtbot, ctx, "health")

    def in_view() -> bool:
        return 0 <= page.health.mapTo(page, page.health.rect().topLeft()).y() < 200

    qtbot.waitUntil(in_view)
