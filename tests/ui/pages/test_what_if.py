"""What if and the decision on an account's Profit tab, as somebody at the keyboard meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from helpers.costed_account import AS_OF, fill_ledger, fill_people, fill_pools
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.models.costing_enums import Decision, MeasureKind
from b2bdesk.queries.decisions import list_decisions
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.queries.scenarios import list_plans, list_scenarios
from b2bdesk.services.decisions.decide import DecisionDraft, set_decision
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.file_settings import set_setting
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.record_dialog import RecordDialog
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.account.profit.decision.words import Option
from b2bdesk.ui.pages.account.profit.measures_face import MeasuresFace
from b2bdesk.ui.pages.account.profit.summary_face import SummaryFace
from b2bdesk.ui.pages.account.profit.what_if.lever_row import LeverRow
from b2bdesk.ui.pages.account.profit.what_if.panel import WhatIfPanel
from b2bdesk.ui.pages.account.profit_tab import ProfitTab

_open: list[ProfitTab] = []


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_formats(Formats("en_US", "USD"))
    yield
    _open.clear()


@pytest.fixture
def filled(database: Database) -> Database:
    database.write("Ledger", fill_ledger)
    database.write("People", fill_people)
    database.write("Pools", fill_pools)
    database.write("Day", lambda s: set_setting(s, "as_of", AS_OF.isoformat()))
    return database


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


def open_tab(qtbot: QtBot, ctx: AppContext, account: int = 1, face: str = "") -> ProfitTab:
    assert ctx.database is not None
    with ctx.database.read() as session:
        ctx.use(ctx.database, get_file_info(session, ctx.today()))
    tab = ProfitTab(ctx)
    _open.append(tab)  # a test that holds only a panel holds the tab by it
    qtbot.addWidget(tab)
    tab.resize(1248, 900)
    tab.show()
    ctx.navigated.connect(tab.activate)
    tab.activate(Target("account", account, tab="profit", filter=face))
    settle(qtbot, ctx)
    return tab


def summary(tab: ProfitTab) -> SummaryFace:
    assert isinstance(tab.face, SummaryFace)
    return tab.face


def measures(tab: ProfitTab) -> MeasuresFace:
    assert isinstance(tab.face, MeasuresFace)
    return tab.face


def texts(inside: QWidget) -> str:
    return "\n".join(each.text() for each in inside.findChildren(QLabel) if each.isVisible())


def figures(panel: WhatIfPanel, name: str) -> list[str]:
    """Now, what if and change of a line of the results."""
    for cells in panel.grid._cells:
        if cells[0].text() == name:
            return [cell.text() for cell in cells[1:]]
    raise AssertionError(name)


def dialog() -> RecordDialog:
    found = [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, QDialog) and each.isVisible()
    ]
    assert len(found) == 1
    assert isinstance(found[0], RecordDialog)
    return found[0]


def focus(qtbot: QtBot, widget: QWidget) -> None:
    """Give a widget the keyboard: without a window manager nobody else does."""
    widget.window().activateWindow()
    qtbot.waitUntil(widget.window().isActiveWindow)
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def lever(panel: WhatIfPanel, kind: MeasureKind) -> LeverRow:
    return panel.rows[kind]


def test_arrow_keys_move_a_slider_and_everything_follows(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    panel = summary(open_tab(qtbot, ctx)).what_if
    assert figures(panel, "Net profit") == ["221", "221", "0"]
    price = lever(panel, MeasureKind.PRICE)
    assert "Price: 0.0%" in price.slider.accessibleName()
    for _ in range(4):
        QTest.keyClick(price.slider, Qt.Key.Key_Right)
    assert price.field.text() == "+2.0%"
    assert figures(panel, "Net profit") == ["221", "240", "+19"]
    assert "profit +19" in price.slider.accessibleName()
    # Contribution 250 less 20 for its orders, and 19 more: 19 / 249.
    assert figures(panel, "Break-even volume loss")[1] == "7.6%"
    # The table of each alone says what a bar cannot: the whale curve too.
    assert panel.alone.as_table()[1] == [["Price +2.0%", "+19", "–", "–", "7.6%", "+19", "0"]]
    QTest.keyClick(price.slider, Qt.Key.Key_Delete)
    assert panel.settings == ()
    assert figures(panel, "Net profit") == ["221", "221", "0"]


def test_a_value_can_be_typed_and_what_is_none_is_said(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    panel = summary(open_tab(qtbot, ctx)).what_if
    visits = lever(panel, MeasureKind.VISITS)
    type_into(visits.field, "0")
    assert panel.settings == (MeasureSetting(MeasureKind.VISITS, 0),)
    assert figures(panel, "Net profit")[2] == "+9"
    type_into(visits.field, "many")
    assert "Give a value from 0 to 1,000." in texts(visits)
    assert visits.field.property("error")
    assert panel.settings == (MeasureSetting(MeasureKind.VISITS, 0),)  # nothing is lost
    type_into(visits.field, "-3")
    assert "Give a value" in texts(visits)
    type_into(visits.field, "2")
    assert panel.settings == ()
    assert "Give a value" not in texts(visits)


def test_a_drag_and_the_way_back_to_today(qtbot: QtBot, ctx: AppContext, filled: Database) -> None:
    panel = summary(open_tab(qtbot, ctx)).what_if
    slider = lever(panel, MeasureKind.DISCOUNT).slider
    assert slider.position == pytest.approx(0.05)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(9, 8))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton)
    assert panel.settings == (MeasureSetting(MeasureKind.DISCOUNT, 0),)
    assert figures(panel, "Net profit")[2] == "+50"
    panel.reset_button.click()
    assert panel.settings == ()


def test_freed_capacity_is_said_and_can_be_left_out(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    filled.write(
        "Capacity",
        lambda s: s.connection().exec_driver_sql(
            "UPDATE cost_pool_period SET practical_capacity = 90 WHERE amount_minor = 900"
        ),
    )
    panel = summary(open_tab(qtbot, ctx)).what_if
    type_into(lever(panel, MeasureKind.VISITS).field, "0")
    assert "9 of the 9 saved only frees capacity" in texts(panel)
    box = panel.findChild(QCheckBox)
    assert isinstance(box, QCheckBox)
    box.click()
    assert figures(panel, "Net profit") == ["221", "221", "0"]


def test_a_fee_counts_the_small_orders(qtbot: QtBot, ctx: AppContext, filled: Database) -> None:
    panel = summary(open_tab(qtbot, ctx)).what_if
    panel.more_button.click()
    fee = lever(panel, MeasureKind.ORDER_FEE)
    type_into(fee.field, "20")
    type_into(fee.below_field, "500")
    assert panel.settings == (MeasureSetting(MeasureKind.ORDER_FEE, 20_000, 50_000),)
    assert "1 of 2 orders" in texts(fee)
    assert figures(panel, "Net profit")[2] == "+20"


def test_a_scenario_is_saved_compared_loaded_renamed_and_removed(
    qtbot: QtBot, ctx: AppContext, filled: Database, tmp_path: Path
) -> None:
    tab = open_tab(qtbot, ctx)
    panel = summary(tab).what_if
    assert not panel.save_button.isEnabled()
    type_into(lever(panel, MeasureKind.PRICE).field, "2")
    panel.save_button.click()
    asked = dialog()
    name = asked.fields["name"].field
    assert isinstance(name, QLineEdit)
    assert name.text() == "Price +2.0%"
    name.setText("")
    asked.save()
    settle(qtbot, ctx)
    assert asked.fields["name"].error == "Give the scenario a name."
    name.setText("Careful")
    asked.save()
    settle(qtbot, ctx)
    assert panel.settings == (MeasureSetting(MeasureKind.PRICE, 2_000),)  # still tried
    panel.reset()
    panel.compare_asked.emit()
    settle(qtbot, ctx)
    face = measures(tab)
    model = face.scenarios.table.model
    shown = {
        column.key: model.data(model.index(0, number))
        for number, column in enumerate(model.columns)
    }
    assert shown["name"] == "Careful"
    assert (shown["profit"], shown["gain"]) == ("240", "+19")
    path = tmp_path / "scenarios.xlsx"
    face.scenarios.export_to(path)
    settle(qtbot, ctx)
    assert openpyxl.load_workbook(path).worksheets[0].title == "Scenarios"
    face.scenarios.rename()
    field = dialog().fields["name"].field
    assert isinstance(field, QLineEdit)
    field.setText("Bold")
    dialog().save()
    settle(qtbot, ctx)
    face.scenarios.load()
    settle(qtbot, ctx)
    assert summary(tab).what_if.settings == (MeasureSetting(MeasureKind.PRICE, 2_000),)
    ctx.go(Target("account", 1, "profit", filter="measures"))
    settle(qtbot, ctx)
    focus(qtbot, face.scenarios.table.view)
    QTest.keyClick(face.scenarios.table.view, Qt.Key.Key_Delete)
    settle(qtbot, ctx)
    with filled.read() as session:
        assert list_scenarios(session, 1) == []
    ctx.undo()
    settle(qtbot, ctx)
    with filled.read() as session:
        assert [row.name for row in list_scenarios(session, 1)] == ["Bold"]


def test_a_plan_is_made_ticked_and_seen_among_the_next_steps(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    tab = open_tab(qtbot, ctx)
    panel = summary(tab).what_if
    panel.set_settings([MeasureSetting(MeasureKind.PRICE, 2_000)])
    panel.plan_button.click()
    asked = dialog()
    what = [f for f in asked.findChildren(QLineEdit) if f.accessibleName() == "What is to be done"]
    assert [field.text() for field in what] == ["Agree on a price change of +2.0%"]
    what[0].setText("")
    asked.save()
    assert asked.fields["steps"].error == "Say what is to be done."
    what[0].setText("Talk about the price")
    asked.save()
    settle(qtbot, ctx)
    with filled.read() as session:
        (step,) = list_next_steps(session, AS_OF, account=1)
    assert (step.what, step.due) == ("Talk about the price", date(2020, 6, 14))
    ctx.go(Target("account", 1, "profit", filter="measures"))
    settle(qtbot, ctx)
    plans = measures(tab).plans
    assert "0 of 1 step done" in texts(plans)
    box = plans.findChild(QCheckBox)
    assert isinstance(box, QCheckBox)
    assert box.accessibleName() == "Done: Talk about the price"
    box.click()
    settle(qtbot, ctx)
    assert "1 of 1 step done" in texts(plans)
    with filled.read() as session:
        assert list_next_steps(session, AS_OF, account=1) == ()
    again = plans.findChildren(QCheckBox)[-1]
    again.click()
    settle(qtbot, ctx)
    with filled.read() as session:
        assert list_plans(session, 1)[0].done == 0


def test_the_recommendation_says_why_and_shows_its_figures(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    filled.write(
        "Dearer",
        lambda s: s.connection().exec_driver_sql(
            "UPDATE cost_pool_period SET amount_minor = 8400 WHERE amount_minor = 6000"
        ),
    )
    panel = summary(open_tab(qtbot, ctx, 3)).decision
    row = panel.options[Option.DEARER]
    assert row.isChecked()
    said = row.accessibleName()
    assert "Convert: discount and price, recommended" in said
    assert "4.0% more is needed after cheaper service; up to 5.0% counts as feasible." in said
    assert panel.decide_button.text() == "Convert account"
    panel.figures_button.click()
    assert "−4 USD" in texts(panel).replace("\u00a0", " ")
    focus(qtbot, row)
    QTest.keyClick(row, Qt.Key.Key_Down)
    assert panel.decide_button.text() == "Let account go"


def test_deciding_with_a_reason_and_the_decision_that_differs(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    panel = summary(open_tab(qtbot, ctx)).decision
    assert "Nothing is decided yet." in texts(panel)
    panel.options[Option.LET_GO].click()
    panel.decide_button.click()
    asked = dialog()
    reason = asked.fields["reason"].field
    assert isinstance(reason, QLineEdit)
    reason.setText("too far away")
    asked.save()
    settle(qtbot, ctx)
    with filled.read() as session:
        (row,) = list_decisions(session, AS_OF)
    assert (row.decision, row.reason, row.on) == (Decision.LET_GO, "too far away", AS_OF)
    assert "The figures now say: keep." in texts(panel)
    assert "too far away" in texts(panel)
    ctx.undo()
    settle(qtbot, ctx)
    assert "Nothing is decided yet." in texts(panel)


def test_a_strategic_account_needs_its_reason(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    panel = summary(open_tab(qtbot, ctx)).decision
    panel.decide_button.click()
    asked = dialog()
    box = asked.findChild(QCheckBox)
    assert isinstance(box, QCheckBox)
    box.click()
    asked.save()
    settle(qtbot, ctx)
    assert asked.fields["reason"].error == "Say why the account is strategic."
    asked.reject()


def test_an_earlier_decision_can_be_taken_back(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    draft = DecisionDraft(Decision.CONVERT, "visits from four to two")
    filled.write("Decide", lambda s: set_decision(s, [1], draft, date(2020, 3, 3)))
    panel = summary(open_tab(qtbot, ctx)).decision
    assert "visits from four to two" in texts(panel)
    back = next(
        each
        for each in panel.findChildren(QWidget)
        if each.accessibleName() == "Take back the decision to convert of 3 Mar 2020"
    )
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    settle(qtbot, ctx)
    assert "Nothing is decided yet." in texts(panel)


def test_the_ladder_leads_to_the_sliders_and_its_rules_can_be_set(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    tab = open_tab(qtbot, ctx, face="measures")
    face = measures(tab)
    model = face.ladder.steps.model

    def column(key: str) -> list[str]:
        number = model.column_number(key)
        return [str(model.data(model.index(row, number))) for row in range(model.rowCount())]

    assert column("step")[-2:] == ["Discount", "Price"]
    # 95,000 of 100,000: a discount of 0.25 % is 5 % more.
    assert column("feasible")[-2:] == ["0.25%", "not possible"]
    face.ask_rules()
    asked = dialog()
    field = asked.fields["price_cap"].field
    assert isinstance(field, QLineEdit)
    field.setText("lots")
    asked.save()
    assert asked.fields["price_cap"].error == "Give a percentage."
    field.setText("200")
    asked.save()
    settle(qtbot, ctx)
    assert asked.fields["price_cap"].error == "Give a price rise from 0 to 100 percent."
    field.setText("0")
    asked.save()
    settle(qtbot, ctx)
    assert column("feasible")[-2:] == ["not possible", "not possible"]
    face.ladder.try_button.click()
    settle(qtbot, ctx)
    assert [each.kind for each in summary(tab).what_if.settings] == [MeasureKind.CHANNEL]


def test_what_is_not_known_is_said(qtbot: QtBot, ctx: AppContext, filled: Database) -> None:
    # A line of account 5 has no cost: its profit is not known, what a price brings is.
    panel = summary(open_tab(qtbot, ctx, 5)).what_if
    assert figures(panel, "Net profit") == ["–", "–", "0"]
    type_into(lever(panel, MeasureKind.PRICE).field, "10")
    assert figures(panel, "Net profit") == ["–", "–", "+30"]
    assert figures(panel, "Still active") == ["–", "–", "–"]
    assert "No score for this account" in texts(panel)


def test_nothing_is_recommended_without_a_margin(
    qtbot: QtBot, ctx: AppContext, filled: Database
) -> None:
    tab = open_tab(qtbot, ctx, 5)
    panel = summary(tab).decision
    assert "Lines without cost of goods: nothing is recommended." in texts(panel)
    assert "recommended" not in " ".join(r.accessibleName() for r in panel.options.values())
    panel.figures_button.click()
    assert "Net profit\n–" in texts(panel)
    # It can be decided about all the same.
    panel.options[Option.CHEAPER].click()
    panel.decide_button.click()
    dialog().save()
    settle(qtbot, ctx)
    with filled.read() as session:
        assert [row.decision for row in list_decisions(session, AS_OF)] == [Decision.CONVERT]
    ctx.go(Target("account", 5, "profit", filter="measures"))
    settle(qtbot, ctx)
    model = measures(tab).ladder.steps.model
    number = model.column_number("profit")
    assert {model.data(model.index(row, number)) for row in range(model.rowCount())} == {"–"}
