"""Profit > Causes: from a cause to the very exchanges and lines, with the same amounts."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.costed_account import ANNA, MONTHS, fill_ledger, fill_people, fill_pools
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from b2bdesk.models.costing_enums import CostLevel, Driver
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.shown_export import as_shown, write_shown_to
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.account.profit.causes_face import CausesFace
from b2bdesk.ui.pages.account.profit_tab import ProfitTab
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.widgets.chips import Chip


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US", "USD"))


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


@pytest.fixture
def tab(qtbot: QtBot, ctx: AppContext, database: Database) -> ProfitTab:
    for fill in (fill_ledger, fill_people, fill_pools):
        database.write("Fill", fill)
    return open_causes(qtbot, ctx, "causes")


def open_causes(qtbot: QtBot, ctx: AppContext, place: str) -> ProfitTab:
    assert ctx.database is not None
    with ctx.database.read() as session:
        ctx.use(ctx.database, get_file_info(session, ctx.today()))
    tab = ProfitTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(1248, 739)
    tab.show()
    tab.activate(Target("account", 1, tab="profit", filter=place))
    settle(qtbot, ctx)
    return tab


def shown(tab: ProfitTab) -> CausesFace:
    assert isinstance(tab.face, CausesFace)
    return tab.face


def column(table: DataTable, key: str) -> list[str]:  # type: ignore[type-arg]
    number = table.model.column_number(key)
    return [str(table.model.index(n, number).data()) for n in range(table.model.rowCount())]


def chips(face: CausesFace) -> list[Chip]:
    return [chip for chip in face.findChildren(Chip) if chip.isVisible()]


def pick(face: CausesFace, label: str) -> None:
    number = column(face.causes, "label").index(label)
    face.causes.select_ids([face.causes.model.id_at(number)])


def test_an_activity_shows_the_documents_and_exchanges_that_made_it(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    face = shown(tab)
    assert column(face.causes, "amount") == ["20.00", "20.00", "9.00", "9.00"]
    assert "4 events, 29.00" in face.events.totals.accessibleName()
    pick(face, "Visits")
    assert column(face.events, "kind") == ["Visit", "Visit"]
    assert column(face.events, "amount") == ["3.00", "6.00"]
    assert "2 events, 9.00" in face.events.totals.accessibleName()
    assert face._event_panel.accessibleName() == "Visits"


def test_a_person_shows_their_part_of_each_exchange(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    face = shown(tab)
    face._switch.button("person").click()
    assert column(face.causes, "label") == ["Anna", "Bert"]
    pick(face, "Anna")
    assert column(face.events, "amount") == ["3.00", "3.00"]
    assert column(face.events, "detail")[1] == "1 h, Anna, Bert"


def test_enter_goes_to_the_exchange_and_to_the_person(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    face = shown(tab)
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    pick(face, "Visits")
    view = face.events.view
    view.setFocus()
    view.setCurrentIndex(face.events.model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert gone == [Target("account", 1, tab="exchanges", record=72)]
    face._switch.button("person").click()
    people = face.causes.view
    people.setFocus()
    people.setCurrentIndex(face.causes.model.index(0, 0))
    QTest.keyClick(people, Qt.Key.Key_Return)
    assert gone[1:] == [Target("account", 1, tab="people", record=ANNA)]


def test_a_document_shows_its_lines(qtbot: QtBot, ctx: AppContext, tab: ProfitTab) -> None:
    face = shown(tab)
    assert not face.lines.isVisible()
    pick(face, "Orders")
    face.events.select_ids([face.events.model.id_at(1)])
    settle(qtbot, ctx)
    assert face.lines.isVisible()
    assert face._line_panel.accessibleName() == "Lines of D1"
    assert column(face.lines, "name") == ["Pump"]
    assert "1 line, 570.00" in face.lines.totals.accessibleName()
    pick(face, "Visits")
    assert not face.lines.isVisible()


def test_the_largest_causes_are_named_and_lead_to_their_events(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    face = shown(tab)
    words = "The two largest cost drivers are two people, together 31% of cost to serve."
    assert face.largest.sentence.text() == words
    assert [chip.text() for chip in chips(face)] == ["Anna 6.00", "Bert 3.00"]
    chips(face)[1].click()
    assert face._switch.current == "person"
    assert column(face.events, "amount") == ["3.00"]
    face._all.click()
    assert face.events.model.rowCount() == 4


def test_of_a_cell_of_the_heat_map_the_largest_causes_are_its_own(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    # The same visits cost in another activity too, which is not this cell's.
    talks = PoolDraft("Talks", "Talks", CostLevel.CUSTOMER, driver=Driver.EXCHANGES)
    ctx.write("Pool", tab, lambda session: add_pool(session, talks, PeriodDraft(MONTHS, 900)))
    settle(qtbot, ctx)
    face = shown(tab)
    pick(face, "Visits")
    words = "The two largest cost drivers of Visits are two people, together 100% of it."
    assert face.largest.sentence.text() == words
    anna = next(chip for chip in chips(face) if chip.text().startswith("Anna"))
    anna.click()
    assert face._switch.current == "activity"
    assert face._event_panel.accessibleName() == "Visits, Anna"
    assert column(face.events, "amount") == ["3.00", "3.00"]
    next(chip for chip in chips(face) if chip.text().startswith("Anna")).click()
    assert face._event_panel.accessibleName() == "Visits"
    pick(face, "Orders")
    assert face.largest.sentence.text() == ""


def test_the_rule_of_a_habit_is_set_in_place_and_undone(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    face = shown(tab)
    face._switch.button("habit").click()
    assert column(face.causes, "label") == ["Visits where a call would do"]
    assert column(face.causes, "amount") == ["3.00"]
    for typed, problem in (("nothing", True), ("0", True), ("60", False)):
        face.rules.visit.setText(typed)
        face.rules.visit.editingFinished.emit()
        settle(qtbot, ctx)
        assert bool(face.rules.visit.property("error")) is problem
    assert column(face.causes, "amount") == ["9.00"]
    assert face.rules._visit_note.text() == "set by you, for all accounts"
    ctx.undo()
    settle(qtbot, ctx)
    assert column(face.causes, "amount") == ["3.00"]
    assert face.rules._visit_note.text() == "until you set one"


def test_a_link_to_an_activity_opens_with_it_chosen(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab
) -> None:
    other = open_causes(qtbot, ctx, "causes:Visits")
    linked = shown(other)
    assert linked._event_panel.accessibleName() == "Visits"
    assert column(linked.events, "amount") == ["3.00", "6.00"]


def test_without_costs_it_says_where_they_are_entered(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    database.write("Ledger", fill_ledger)
    made = open_causes(qtbot, ctx, "causes")
    bare = shown(made)
    assert bare.states.state == "empty"
    gone: list[Target] = []
    ctx.navigated.connect(gone.append)
    button = next(b for b in bare.findChildren(type(bare._all)) if b.text() == "Enter costs")
    button.click()
    assert gone == [Target("costing")]


def test_what_is_shown_goes_to_excel(
    qtbot: QtBot, ctx: AppContext, tab: ProfitTab, tmp_path: Path
) -> None:
    face = shown(tab)
    pick(face, "Visits")
    path = tmp_path / "causes.xlsx"
    write_shown_to(ctx, face, path, [as_shown(face.events, "Visits", ("amount",))], "Jan 2020")
    settle(qtbot, ctx)
    sheet = load_workbook(path)["Visits"]
    told = [row for row in sheet.iter_rows(values_only=True) if "Talk" in row]
    assert [row[-1] for row in told] == [3, 6]
