"""The charts of the portfolio page: levels, groups, facts, comparing, movement, rules, brushes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.resellers import make_reseller_file
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import text
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.models import CostPool, CostPoolPeriod, Scenario, ScenarioMeasure
from b2bdesk.models.costing_enums import CostLevel, Driver, MeasureKind
from b2bdesk.services.portfolio import Measure
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.portfolio.chart_band import ChartBand
from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.months_chooser import MonthsChooser
from tests.ui.pages.test_portfolio_page import WHOLE, choose, open_page, settled

SHIFT = Qt.KeyboardModifier.ShiftModifier
YEAR = Period(2019 * 12 + 5, 2020 * 12 + 4)
BEFORE = Period(2018 * 12 + 5, 2019 * 12 + 4)


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The real resellers in two segments, with cost of orders and of every account."""
    made = make_reseller_file(tmp_path / "desk.b2bdesk")

    def work(session: Session) -> None:
        session.execute(text("UPDATE account SET segment = CASE id % 3 WHEN 0 THEN 'Road' "
                             "WHEN 1 THEN 'Mountain' END"))  # fmt: skip
        levels = ((1, CostLevel.ORDER, Driver.ORDERS), (2, CostLevel.CUSTOMER, ACTIVE))
        for number, level, driver in levels:
            session.add(
                CostPool(id=number, name=f"P{number}", activity="A", level=level, driver=driver)
            )
            session.flush()
            session.add(
                CostPoolPeriod(pool_id=number, first_month=WHOLE.first, last_month=WHOLE.last,
                               amount_minor=20_000_000)
            )  # fmt: skip

    made.write("Costs", work)
    yield made
    made.close()


ACTIVE = Driver.ACTIVE_ACCOUNTS


def band_of(page: PortfolioPage) -> ChartBand:
    assert page.chart_host.band is not None
    return page.chart_host.band


def shows(page: PortfolioPage, column: str) -> bool:
    number = page.table.model.column_number(column)
    return not page.table.view.horizontalHeader().isSectionHidden(number)


def test_every_level_has_its_curve(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    band, result = band_of(page), page.result
    assert result is not None
    assert band.whale.data.total == 96_340_740 - 40_000_000
    choose(band.whale_panel.level, "Profit after activities")
    assert band.whale.data.total == 96_340_740 - 20_000_000
    assert band.whale.data.measure == "profit after activities"
    assert shows(page, "cost_to_serve")
    page.table.set_column_shown("after", True)
    shown = page.shown_rows[0].row
    assert shown.gross_margin is not None
    assert shown.after_activities == shown.gross_margin - (shown.activity_cost or 0)
    assert "763,407" in page.table.totals.accessibleName()
    qtbot.wait(450)
    again = open_page(qtbot, ctx)
    assert again.chart_host.measure_now is Measure.AFTER_ACTIVITIES, "the level is remembered"


def test_bands_are_told_beside_the_textbook_and_filter(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    band = band_of(page)
    assert page.result is not None
    earns, even, loses = (each.accounts for each in page.result.curve().bands)
    assert "Earn " in band.whale.describe()
    bar = band.whale._strip_bar(band.whale.rect().toRectF())
    last = QPoint(round(bar.right()) - 2, round(bar.center().y()))
    assert f"{loses} accounts lose, textbook 10%" in band.whale.tip_at(last.toPointF())
    QTest.mouseClick(band.whale, Qt.MouseButton.LeftButton, pos=last)
    assert page.head.count.text() == f"{loses} of 632 accounts"
    assert page.filter_bar.brush_words == "Whale curve: loses"
    assert earns + even + loses == 632
    page.filter_bar.clear_button.click()
    assert page.head.count.text() == "632 accounts"


def test_a_filter_draws_the_curve_of_its_accounts(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    band, result = band_of(page), page.result
    assert result is not None
    page.filter_bar.chip("segment").choose("Road")
    road = [row for row in result.rows if row.segment == "Road"]
    assert sorted(band.whale.data.ids) == sorted(row.id for row in road)
    assert band.whale.data.total == sum(row.net_profit or 0 for row in road)
    drawn = {bubble.id for bubble in band.matrix.data.bubbles} | set(band.matrix.data.dots.ids)
    assert drawn == {row.id for row in road}
    page.filter_bar.clear_button.click()
    assert len(band.whale.data.ids) == 632


def test_a_curve_for_each_segment_and_its_facts(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    band, result = band_of(page), page.result
    assert result is not None
    choose(band.whale_panel.level, "A curve for each segment")
    groups = band.whale_panel.groups
    assert groups.isVisible()
    assert {group.words for group in groups.groups} == {"Road", "Mountain", "No segment"}
    assert sum(group.total for group in groups.groups) == result.curve().total
    groups.setFocus()
    QTest.keyClick(groups, Qt.Key.Key_Down)
    first = groups.groups[0]
    assert groups.accessibleDescription().startswith(f"{first.words}: ")
    band.whale_panel.facts_button.click()
    facts = band.whale_panel.facts
    assert facts.isVisible()
    assert facts.rowCount() == 3
    road = next(row for row in facts.data_shown.rows if row.texts[0] == "Road")
    assert int(road.texts[1]) == sum(1 for row in result.rows if row.segment == "Road")
    band.whale_panel.facts_button.click()
    QTest.keyClick(groups, Qt.Key.Key_Return)
    assert page.filter_bar.chip("segment").text() == f"Segment: {first.words}"
    assert band.whale.isVisible(), "the group has one curve, its own"
    assert len(band.whale.data.ids) == len(first.cumulative)


def test_the_facts_are_read_copied_and_filter(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx, height=640)
    said: list[str] = []
    ctx.toasted.connect(lambda words, _undo: said.append(words))
    assert page.chart_host.isHidden(), "the charts fold on a low window"
    next(a for a in page.page_actions() if a.key == "portfolio.facts").run()
    band = band_of(page)
    facts = band.whale_panel.facts
    words = [row.texts[0] for row in facts.data_shown.rows]
    assert words[:5] == [
        "All accounts", "Up to the peak", "After the peak: erosion", "First 20%", "Last 20%",
    ]  # fmt: skip
    assert "Breaks even, within 1% of sales (textbook 70%)" in words
    facts.setFocus()
    QTest.keyClick(facts, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == (
        "Whale curve: 632 accounts by net profit, USD, Jul 2017 – May 2020, as of 1 Jun 2020"
    )
    assert copied[2].split("\t") == ["All accounts", "632 (100%)", "563,407", "100%"]
    assert said == ["Facts copied"]
    facts.selectRow(1)
    QTest.keyClick(facts, Qt.Key.Key_Return)
    peak = band.whale.data.peak_rank
    assert page.head.count.text() == f"{peak} of 632 accounts"
    assert page.filter_bar.brush_words == "Whale curve: up to the peak"


def test_another_period_is_laid_beside(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    assert not shows(page, "difference")
    ctx.set_period(YEAR)
    settled(qtbot, ctx)
    choose(page.comparing.button, "The months before")
    settled(qtbot, ctx)
    band = band_of(page)
    data, compared = band.whale.data, page.compared
    assert compared is not None
    (other,) = data.others
    assert page.comparing.button.text() == "Compared with Jun 2018 – May 2019"
    assert other.words == "Jun 2018 – May 2019"
    assert not data.in_percent, "two curves are on one scale in money"
    assert "Jun 2018 – May 2019: peak" in band.whale.describe()
    with ctx.database.read() as session:  # type: ignore[union-attr]
        sales = dict(
            session.connection().exec_driver_sql(
                "SELECT account_id, sum(amount_minor) FROM account_month"
                f" WHERE month BETWEEN {BEFORE.first} AND {BEFORE.last} GROUP BY 1"
            ).all()
        )  # fmt: skip
    assert compared.amounts[Measure.SALES] == sales
    assert other.total == sum(compared.amounts[Measure.NET_PROFIT].values())
    assert shows(page, "compared")
    shown = next(row for row in page.shown_rows if row.before is not None)
    assert shown.difference == (shown.row.net_profit or 0) - (shown.before or 0)
    band.whale_panel.facts_button.click()
    assert "Jun 2018 – May 2019: net profit" in band.whale_panel.facts.data_shown.headers
    choose(page.comparing.button, "Nothing")
    settled(qtbot, ctx)
    assert band.whale.data.others == ()
    assert not shows(page, "difference")


def test_any_months_can_be_compared(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    button = page.comparing.button
    button.menu().aboutToShow.emit()
    first, last = button.month_fields
    assert first.count() == WHOLE.months
    first.setCurrentIndex(5)
    last.setCurrentIndex(2)  # the other way round is meant the right way
    chooser = button.menu().findChild(MonthsChooser)
    assert chooser is not None
    chooser.findChild(Button).click()
    settled(qtbot, ctx)
    assert page.compared is not None
    assert page.compared.period == Period(WHOLE.first + 2, WHOLE.first + 5)
    qtbot.wait(450)
    again = open_page(qtbot, ctx)
    assert again.compared is not None, "what is compared is remembered"
    assert again.compared.period == Period(WHOLE.first + 2, WHOLE.first + 5)


def test_movement_since_the_period_before(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    panel = band_of(page).matrix_panel
    assert not panel.movement.isEnabled(), "nothing lies before the whole ledger"
    assert "choose fewer months" in panel.movement.toolTip()
    ctx.set_period(YEAR)
    settled(qtbot, ctx)
    assert panel.movement.isEnabled()
    panel.movement.click()
    settled(qtbot, ctx)
    assert page.compared is not None
    moves = page.compared.movement(page.result)  # type: ignore[arg-type]
    assert moves is not None
    matrix = band_of(page).matrix
    assert matrix.shows_trails
    for bubble in matrix.data.bubbles:
        if bubble.before is not None:
            margin, cost = moves.before[bubble.id]
            assert bubble.before == pytest.approx((cost / 100, margin / 100))
    told = f"{len(moves.to_loss)} turned to loss, {len(moves.to_profit)} to profit"
    assert told in panel.movement.toolTip()
    told = []
    for _ in range(5):
        QTest.keyClick(matrix, Qt.Key.Key_Right)
        told.append(matrix.accessibleDescription())
    assert any("; before: margin" in words for words in told)
    panel.movement.click()
    assert not matrix.shows_trails


def test_brushes_by_keyboard_filter_the_table_and_mark_the_other_chart(
    qtbot: QtBot, ctx: AppContext
) -> None:
    page = open_page(qtbot, ctx)
    band = band_of(page)
    whale, matrix = band.whale, band.matrix
    for _ in range(4):
        QTest.keyClick(whale, Qt.Key.Key_Right, SHIFT)
    ids = frozenset(whale.data.ids[:4])
    assert page.head.count.text() == "4 of 632 accounts"
    assert matrix._marked == ids
    best = page.result.by_id[whale.data.ids[3]]  # type: ignore[union-attr]
    assert whale.accessibleDescription().startswith(f"{best.name}, rank 4")
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    QTest.keyClick(matrix, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(matrix, Qt.Key.Key_Up, SHIFT)
    inside = frozenset(matrix.selected_ids())
    assert len(inside) >= 2
    assert whale.brush is None, "one brush at a time"
    assert page.head.count.text() == f"{len(inside)} of 632 accounts"
    marked = {whale.data.ids[rank - 1] for rank in whale._marked}
    assert marked == inside
    assert page.filter_bar.brush_words.startswith("Matrix: cost to serve ")
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert page.head.count.text() == "632 accounts"
    assert whale._marked == ()


def test_a_quadrant_holds_the_accounts_that_it_counts(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    panel = band_of(page).matrix_panel
    data = panel.matrix.data
    assert data.counts is not None
    assert sum(data.counts) == 632
    for number in range(4):
        panel._quadrants.actions()[number].trigger()
        shown = len(page.shown_rows)
        # On a line an account is in two rectangles, and in one quadrant.
        assert abs(shown - data.counts[number]) <= 2
    assert page.filter_bar.brush_words.startswith("Matrix: cost to serve over ")


def test_rules_are_refused_at_their_field_kept_and_undone(qtbot: QtBot, ctx: AppContext) -> None:
    page = open_page(qtbot, ctx)
    band = band_of(page)
    before = [each.accounts for each in page.result.curve().bands]  # type: ignore[union-attr]
    band.show_rules(band.matrix_panel)
    rules = band.rules
    assert rules.fields["break_even"].text() == "1"
    rules.fields["break_even"].setText("a lot")
    rules.fields["cost_line"].setText("2.5")
    rules._on_save()
    assert rules.rows["break_even"].error == "Type a number."
    rules.fields["break_even"].setText("5")
    rules._on_save()
    settled(qtbot, ctx)
    assert rules.rows["margin_line"].error == "Give both lines of the matrix, or none."
    assert rules.fields["cost_line"].text() == "2.5", "nothing typed is lost"
    rules.fields["margin_line"].setText("-1")
    rules._on_save()
    settled(qtbot, ctx)
    assert not rules.isVisible()
    assert page.result is not None
    assert page.result.curve().bands[1].accounts > before[1]
    assert band.matrix.data.split_cost == pytest.approx(0.025)
    assert band.matrix.data.split_margin == pytest.approx(-0.01)
    ctx.undo()
    settled(qtbot, ctx)
    assert [each.accounts for each in page.result.curve().bands] == before


def test_a_total_below_zero_has_money_only(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    database.write("Dear", lambda session: session.execute(
        text("UPDATE cost_pool_period SET amount_minor = 90000000")))  # fmt: skip
    page = open_page(qtbot, ctx)
    band = band_of(page)
    assert band.whale.data.total < 0
    assert not band.whale.data.in_percent
    assert "of the total" not in band.whale.describe()
    facts = band.whale_panel.facts.data_shown
    assert facts.headers == ("Fact", "Accounts", "Net profit")
    assert not any("80%" in row.texts[0] for row in facts.rows)


def test_a_scenario_is_laid_beside_the_months_it_is_of(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    database.write("Scenario", lambda s: s.add(Scenario(id=5, name="Dearer", made_day=18_000)))
    measure = ScenarioMeasure(scenario_id=5, kind=MeasureKind.PRICE, value_milli=5_000)
    database.write("Measure", lambda s: s.add(measure))
    page = open_page(qtbot, ctx)
    choose(page.comparing.button, "Scenario: Dearer")
    settled(qtbot, ctx)
    assert ctx.period == YEAR
    compared = page.compared
    assert compared is not None
    assert page.result is not None
    gained = sum(compared.amounts[Measure.NET_PROFIT].values()) - page.result.curve().total
    assert gained == pytest.approx(page.result.totals().sales * 0.05, abs=700)
    assert len(band_of(page).whale.data.others) == 1
    assert not band_of(page).matrix.shows_trails


def test_two_scenarios_are_laid_beside_each_other(
    qtbot: QtBot, ctx: AppContext, database: Database
) -> None:
    for number, name, percent in ((5, "Dearer", 5_000), (6, "Cheaper", -5_000)):
        made = Scenario(id=number, name=name, made_day=18_000)
        database.write("Scenario", lambda s, row=made: s.add(row))
        measure = ScenarioMeasure(scenario_id=number, kind=MeasureKind.PRICE, value_milli=percent)
        database.write("Measure", lambda s, row=measure: s.add(row))
    page = open_page(qtbot, ctx)
    button = page.comparing.button
    choose(button, "Scenario: Dearer")
    settled(qtbot, ctx)
    button.menu().aboutToShow.emit()
    words = [action.text() for action in button.second_menu.actions()]
    assert "Scenario: Dearer" not in words
    next(a for a in button.second_menu.actions() if a.text() == "Scenario: Cheaper").trigger()
    settled(qtbot, ctx)
    dearer, cheaper = band_of(page).whale.data.others
    assert (dearer.words, cheaper.words) == ("Dearer", "Cheaper")
    assert dearer.total > band_of(page).whale.data.total > cheaper.total
    headers = band_of(page).whale_panel.facts.data_shown.headers
    assert {"Dearer: net profit", "Cheaper: net profit"} <= set(headers)
    assert "Cheaper: peak" in band_of(page).whale.describe()
    database.write("Away", lambda s: s.execute(text("DELETE FROM scenario WHERE id = 6")))
    page.load()
    settled(qtbot, ctx)
    assert button.text() == "Compared with Scenario: Dearer", "what is gone is forgotten"
    assert [other.words for other in band_of(page).whale.data.others] == ["Dearer"]
    choose(button, "Nothing")
    settled(qtbot, ctx)
    assert band_of(page).whale.data.others == ()
