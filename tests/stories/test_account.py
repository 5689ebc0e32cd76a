"""One account: who decides there, how we stand, what it earns, whether it stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QTableWidget

from b2bdesk.analytics.relationship import Question
from b2bdesk.models.enums import Role
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.waterfall import WaterfallChart
from b2bdesk.ui.dialogs.person_dialog import PersonDialog
from b2bdesk.ui.dialogs.quick_log import QuickLog
from b2bdesk.ui.pages.account.people.people_tab import PeopleTab
from b2bdesk.ui.pages.account.relationship_tab import RelationshipTab
from b2bdesk.ui.widgets.picker import Picker
from tests.stories.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
ACCOUNT = "Brakes and Gears"


class People:
    """The People tab of one account, used with pointer and keys."""

    def __init__(self, desk: Desk, account: str) -> None:
        self.desk = desk
        tab = desk.go("account", account, "people")
        assert isinstance(tab, PeopleTab)
        self.tab = tab

    def add(self, name: str, title: str) -> None:
        desk = self.desk
        self.tab.map.select(None)
        desk.press(Qt.Key.Key_P, widget=self.tab.map)
        dialog = desk.dialog()
        assert isinstance(dialog, PersonDialog)
        desk.type_into(dialog, "Name", name)
        desk.type_into(dialog, "Job title", title)
        desk.push("Add person", dialog)

    def spot(self, name: str, dy: int = 0) -> QPoint:
        card = next(c for c in self.tab.map.map.cards.values() if c.seat.name == name)
        centre = card.rect_on_canvas().center()
        centre.setY(centre.y() + dy)
        return self.tab.map.mapFromScene(centre)

    def choose(self, name: str) -> None:
        QTest.mouseClick(self.tab.map.viewport(), LEFT, pos=self.spot(name, 20))
        self.desk.settle()

    def drag(self, name: str, onto: str) -> None:
        port, start, end = self.tab.map.viewport(), self.spot(name), self.spot(onto, 15)
        QTest.mousePress(port, LEFT, pos=start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, start + (end - start) * share)
        QTest.mouseRelease(port, LEFT, pos=end)
        self.desk.settle()

    def boss(self, name: str) -> str | None:
        unit = self.tab.unit
        assert unit is not None
        seat = next(s for s in unit.seats if s.name == name)
        return None if seat.boss is None else next(s.name for s in unit.seats if s.id == seat.boss)


def test_people_are_put_on_the_map_and_the_missing_decider_goes_away(
    desk: Desk, sample: Path
) -> None:
    desk.open(sample)
    lonely = str(
        desk.sql(
            "SELECT name FROM account WHERE id IN (SELECT account_id FROM order_day) AND id NOT IN"
            " (SELECT account_id FROM job WHERE account_id IS NOT NULL)"
            " GROUP BY name HAVING count(*) = 1 LIMIT 1"
        )
        or "Good Bike Shop"
    )
    people = People(desk, lonely)
    tab = people.tab
    people.add("Ruth Adeyemi", "Owner")
    people.add("Otto Frey", "Purchasing manager")
    assert {c.seat.name for c in tab.map.map.cards.values()} >= {"Ruth Adeyemi", "Otto Frey"}
    assert Role.DECIDER in tab.map.map.ghosts

    people.choose("Ruth Adeyemi")
    panel = tab.inspector
    desk.push("Decider", panel)
    assert Role.DECIDER not in tab.map.map.ghosts
    desk.push("Champion", panel)
    panel.person.influence.setFocus()
    desk.press(Qt.Key.Key_5, widget=panel.person.influence)
    said = desk.spoken(panel)
    assert "5 of 5" in said
    assert "Champion" in said

    people.drag("Otto Frey", "Ruth Adeyemi")
    assert people.boss("Otto Frey") == "Ruth Adeyemi"
    people.choose("Ruth Adeyemi")
    desk.press(Qt.Key.Key_R, widget=tab.map)
    pickers = [w for w in QApplication.topLevelWidgets() if isinstance(w, Picker) and w.isVisible()]
    assert len(pickers) == 1
    QTest.keyClicks(pickers[0].field, "otto")
    QTest.keyClick(pickers[0].field, Qt.Key.Key_Return)
    desk.settle()
    assert people.boss("Ruth Adeyemi") is None, "a loop is refused"
    assert "Otto Frey" in desk.spoken() + desk.error

    for _ in range(4):
        desk.key(Qt.Key.Key_Z)
    assert people.boss("Otto Frey") is None
    assert Role.DECIDER in tab.map.map.ghosts, "without a decider it is missing again"
    overview = desk.go("account", lonely, "overview")
    assert "2 people" in desk.spoken(overview) or "Ruth Adeyemi" in desk.spoken(overview)


def test_an_exchange_is_logged_in_one_line_with_its_next_step(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    tab = desk.go("account", ACCOUNT, "exchanges")
    before = int(str(desk.sql("SELECT count(*) FROM exchange")))
    desk.key(Qt.Key.Key_L)
    line = desk.window.focusWidget()
    assert isinstance(line, QLineEdit | QPlainTextEdit)
    QTest.keyClicks(
        line, "#visit 45m Walked through the spring range !2020-06-05 send the stock list"
    )
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert int(str(desk.sql("SELECT count(*) FROM exchange"))) == before + 1
    account = desk.account(ACCOUNT)
    newest = desk.rows(
        "SELECT subject, channel, minutes FROM exchange WHERE account_id = ? ORDER BY id DESC",
        account,
    )[0]
    assert newest == ("Walked through the spring range", "visit", 45)
    assert "Walked through the spring range" in timeline(tab)
    step = desk.rows("SELECT what, due_day FROM next_step ORDER BY id DESC LIMIT 1")[0]
    assert step == ("Send the stock list", (date(2020, 6, 5) - date(1970, 1, 1)).days)
    overview = desk.go("account", ACCOUNT, "overview")
    model_texts = all_cells(desk)
    assert "send the stock list" in model_texts.lower()
    assert "Walked through the spring range" in desk.spoken(overview) + model_texts
    assert any("logged" in said.lower() for said in desk.said)
    desk.key(Qt.Key.Key_Z)
    assert int(str(desk.sql("SELECT count(*) FROM exchange"))) == before


def timeline(tab: object) -> str:
    """What the timeline of a tab shows, as a screen reader gets it."""
    from PySide6.QtWidgets import QAbstractItemView, QWidget

    assert isinstance(tab, QWidget)
    lines = []
    for view in tab.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisible():
            continue
        for row in range(min(model.rowCount(), 60)):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                lines.append(str(model.data(model.index(row, 0), role)))
    return "\n".join(lines)


def all_cells(desk: Desk) -> str:
    """Every cell of every table on show."""
    from b2bdesk.ui.tables.data_table import DataTable

    found = []
    for table in desk.window.findChildren(DataTable):
        if table.isVisible():
            found += [
                str(table.model.data(table.model.index(r, c)))
                for r in range(table.model.rowCount())
                for c in range(table.model.columnCount())
            ]
    return "\n".join(found)


def test_quick_log_from_another_page_asks_which_account(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    desk.go("portfolio")
    desk.key(Qt.Key.Key_L)
    log = desk.window.findChild(QuickLog)
    assert isinstance(log, QuickLog)
    assert log.isVisible()
    field = desk.the(QLineEdit, "Account", log)
    QTest.keyClicks(field, "vigorous")
    desk.settle()
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert "with Vigorous Exercise Company" in desk.texts(log)
    QTest.keyClicks(log.composer.line, "Asked about the delay")
    QTest.keyClick(log.composer.line, Qt.Key.Key_Return)
    desk.settle()
    assert not log.isVisible()
    assert desk.rows("SELECT subject FROM exchange ORDER BY id DESC LIMIT 1") == [
        ("Asked about the delay",)
    ]


def test_answers_change_the_recommendation_and_are_undone(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    tab = desk.go("account", ACCOUNT, "relationship")
    assert isinstance(tab, RelationshipTab)
    before = tab._why.accessibleName()
    places = {question: slider.place for question, slider in tab.assessment.sliders.items()}
    changed = 0
    for question in Question:
        slider = tab.assessment.sliders[question]
        # Every scale runs from far to close.
        end = Qt.Key.Key_End if before == "Why transactional" else Qt.Key.Key_Home
        slider.setFocus()
        QTest.keyClick(slider, end)
        QTest.keyClick(slider, Qt.Key.Key_Return)
        desk.settle()
        changed += slider.place != places[question]
    assert changed
    after = tab._why.accessibleName()
    assert after != before
    for _ in range(changed):
        desk.key(Qt.Key.Key_Z)
    assert tab._why.accessibleName() == before
    assert {q: s.place for q, s in tab.assessment.sliders.items()} == places


def test_the_profit_adds_up(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    tab = desk.go("account", ACCOUNT, "profit")
    panel = next(p for p in tab.findChildren(ChartPanel) if isinstance(p.chart, WaterfallChart))
    panel.table_action.trigger()
    desk.settle()
    table = desk.the(QTableWidget, panel.chart.accessibleName(), tab)
    rows: dict[str, Decimal] = {}
    for row in range(table.rowCount()):
        name, amount = table.item(row, 0), table.item(row, 1)
        assert name is not None
        assert amount is not None
        rows[name.text()] = Decimal(amount.text().replace(",", "").replace("−", "-"))
    names = list(rows)
    account = desk.account(ACCOUNT)
    sales, cost = desk.rows(
        "SELECT sum(amount_minor), sum(cost_minor) FROM account_month WHERE account_id = ?", account
    )[0]
    margin = next(rows[n] for n in names if n.startswith("Gross margin"))
    net = next(rows[n] for n in names if n.startswith("Net profit"))
    assert abs(margin - Decimal(int(str(sales)) - int(str(cost))) / 100) <= 1
    between = names[
        next(i for i, n in enumerate(names) if n.startswith("Gross margin")) + 1 : next(
            i for i, n in enumerate(names) if n.startswith("Net profit")
        )
    ]
    assert between, "activity costs stand between gross margin and net profit"
    assert abs(margin + sum(rows[n] for n in between) - net) <= len(between)
    desk.go("portfolio")
    portfolio = desk.table("Accounts of the portfolio")
    number = portfolio.model.number_of(account)
    assert number is not None
    shown = desk.cell(portfolio, number, "net").replace(",", "").replace("−", "-")
    assert abs(Decimal(shown) - net) <= 1


def test_retention_shows_chance_rhythm_and_drivers(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    tab = desk.go("account", ACCOUNT, "retention")
    said = desk.spoken(tab)
    assert "Still active in 12 months" in said
    assert "%" in said
    for words in ("Orders within 12 months", "risk"):
        assert words.lower() in said.lower(), words
    assert "points" in said.lower(), "drivers say how much they weigh"
    few = desk.sql(
        "SELECT a.name FROM account AS a JOIN order_day AS o ON o.account_id = a.id"
        " GROUP BY a.id HAVING count(*) = 1 LIMIT 1"
    )
    if few is not None:
        tab = desk.go("account", str(few), "retention")
        assert "early" in desk.spoken(tab).lower()
    never = desk.sql(
        "SELECT name FROM account WHERE id NOT IN (SELECT account_id FROM order_day) LIMIT 1"
    )
    tab = desk.go("account", str(never), "retention")
    assert tab.states.state == "empty"
    assert desk.error == ""


@pytest.mark.parametrize("number", range(1, 7))
def test_every_tab_is_reached_by_its_key(desk: Desk, sample: Path, number: int) -> None:
    desk.open(sample)
    desk.go("account", ACCOUNT, "overview")
    desk.key(Qt.Key(Qt.Key.Key_0 + number))
    page = desk.page()
    keys = ["overview", "people", "exchanges", "relationship", "profit", "retention"]
    assert page.tab == keys[number - 1]  # type: ignore[attr-defined]
    assert desk.texts(page)
    assert isinstance(desk.button("Log exchange", page), QPushButton)
