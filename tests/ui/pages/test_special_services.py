"""Profit > Special services: entered, judged, changed and taken back, with what is missing said."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.costed_account import fill_ledger
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import month_of
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.profit_services import ServiceDraft, add_special_service
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.special_service_dialog import SpecialServiceDialog
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.account.profit.services_face import ServicesFace
from b2bdesk.ui.pages.account.profit_tab import ProfitTab
from b2bdesk.ui.tables.data_table import DataTable

START = month_of(date(2020, 1, 1))


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US", "USD"))


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


@pytest.fixture
def tab(qtbot: QtBot, ctx: AppContext, database: Database) -> ProfitTab:
    database.write("Fill", fill_ledger)
    with database.read() as session:
        ctx.use(database, get_file_info(session, ctx.today()))
    made = ProfitTab(ctx)
    qtbot.addWidget(made)
    made.resize(1248, 739)
    made.show()
    made.activate(Target("account", 1, tab="profit", filter="services"))
    settle(qtbot, ctx)
    return made


def shown(tab: ProfitTab) -> ServicesFace:
    assert isinstance(tab.face, ServicesFace)
    return tab.face


def column(table: DataTable, key: str) -> list[str]:  # type: ignore[type-arg]
    number = table.model.column_number(key)
    return [str(table.model.index(n, number).data()) for n in range(table.model.rowCount())]


def dialog() -> SpecialServiceDialog:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, SpecialServiceDialog)]
    return next(each for each in found if each.isVisible())


def test_a_service_is_entered_and_judged(qtbot: QtBot, ctx: AppContext, tab: ProfitTab) -> None:
    face = shown(tab)
    assert face.states.state == "empty"
    face.add_service()
    form = dialog()
    form.money["create"].setText("a lot")
    form.save()
    assert form.fields["create"].error == "Not an amount. Try 1,200."
    form.money["create"].setText("1,200")
    form.money["deliver"].setText("240")
    form.money["margin"].setText("-5")
    form.first.setCurrentIndex(form.first.findData(START))
    form.save()
    settle(qtbot, ctx)
    assert form.fields["name"].error == "Give the service a name."
    form.name.setText("Night delivery")
    form.save()
    settle(qtbot, ctx)
    assert form.fields["margin"].error == "An amount cannot be below zero."
    form.money["margin"].setText("840")
    form.save()
    settle(qtbot, ctx)
    assert face.states.state == "ready"
    # Six months to June 2020: 1,200 and half of 240, against half of 840.
    assert [column(face.table, key)[0] for key in ("name", "cost", "added", "net", "ahead")] == [
        "Night delivery",
        "1,320",
        "420",
        "−900",
        "600",
    ]
    assert column(face.table, "verdict") == ["Not yet"]
    assert face._reason.text() == ("It pays back in Jan 2022, and earns +600 USD by Dec 2022.")
    assert "your figure" in face.table.model.columns[2].name


def test_it_is_changed_deleted_and_brought_back(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    face = shown(tab)
    draft = ServiceDraft("Own label", START, None, 120_000, 24_000, 84_000)
    ctx.write("Add", tab, lambda session: add_special_service(session, 1, draft))
    settle(qtbot, ctx)
    view = face.table.view
    view.setFocus()
    view.setCurrentIndex(face.table.model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    form = dialog()
    assert form.money["create"].text() == "1,200.00"
    form.money["create"].setText("100")
    form.save()
    settle(qtbot, ctx)
    assert column(face.table, "net") == ["200"]
    assert column(face.table, "verdict") == ["Worth it"]
    face.table.select_ids([face.table.model.id_at(0)])
    remove = next(a for a in face.face_actions() if a.key == "profit.remove_service")
    assert remove.enabled()
    remove.run()
    settle(qtbot, ctx)
    assert face.states.state == "empty"
    ctx.undo()
    settle(qtbot, ctx)
    assert column(face.table, "verdict") == ["Worth it"]
    ctx.undo()
    settle(qtbot, ctx)
    assert column(face.table, "verdict") == ["Not yet"]


def test_a_missing_figure_leaves_the_worth_unknown(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    face = shown(tab)
    draft = ServiceDraft("Own label", START, None, 120_000, 24_000, None)
    ctx.write("Add", tab, lambda session: add_special_service(session, 1, draft))
    settle(qtbot, ctx)
    assert [column(face.table, key)[0] for key in ("cost", "added", "net", "ahead")] == [
        "1,320",
        "–",
        "–",
        "–",
    ]
    assert column(face.table, "verdict") == ["Not known"]
    assert face._reason.text() == "Not known yet: the margin it adds."
    assert face._whole.text().startswith("What they brought together is not known")
    assert not face._chart_panel.isVisible()


def test_the_last_month_does_not_lie_before_the_first(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    shown(tab).add_service()
    form = dialog()
    form.name.setText("Backwards")
    form.first.setCurrentIndex(form.first.findData(START))
    form.last.setCurrentIndex(form.last.findData(START - 1))
    form.save()
    settle(qtbot, ctx)
    assert form.fields["last_month"].error == "The last month lies before the first."
    form.reject()
