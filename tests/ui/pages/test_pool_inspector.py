"""The inspector of a pool: its time equation as lines and as text, its rates, and its check."""

from __future__ import annotations

from decimal import Decimal

import pytest
from helpers.costed_account import AS_OF, fill_ledger, fill_people, fill_pools
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from b2bdesk.models import Account
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy
from b2bdesk.queries.costing import PoolRow, RateRow, list_pools
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft, add_pool
from b2bdesk.services.currency_rates import CurrencyRateDraft, add_currency_rate
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.pages.costing.costing_page import CostingPage
from b2bdesk.ui.pages.costing.pool_form import PoolForm
from tests.helpers.costed_account import MONTHS


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US", "USD"))


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(4):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=60_000)


def fill_timed(session: Session) -> None:
    """Visits at 40 minutes each, of 300 minutes; Account 1 is of a segment."""
    add_pool(
        session,
        PoolDraft(
            "Travel",
            "Visits",
            CostLevel.CUSTOMER,
            CostMethod.TIME_DRIVEN,
            Driver.VISITS,
            40_000,
        ),
        PeriodDraft(MONTHS, 30_000, 300),
    )
    for number in (1, 2):
        account = session.get(Account, number)
        assert account is not None
        account.segment = "Mountain"


@pytest.fixture
def page(qtbot: QtBot, ctx: AppContext, database: Database) -> CostingPage:
    for fill in (fill_ledger, fill_people, fill_pools, fill_timed):
        database.write("Fill", fill)
    with database.read() as session:
        ctx.use(database, get_file_info(session, ctx.today()))
    made = CostingPage(ctx)
    qtbot.addWidget(made)
    made.resize(1248, 1100)
    made.show()
    made.activate(Target("costing"))
    settle(qtbot, ctx)
    made.table.show_id(made.table.model.ids[3])
    settle(qtbot, ctx)
    return made


def travel(ctx: AppContext) -> PoolRow:
    assert ctx.database is not None
    with ctx.database.read() as session:
        return list_pools(session)[3]


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def leave(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def add(form: PoolForm, title: str) -> QWidget:
    """Add a condition from the menu; its line."""
    menu = form.time.add.menu()
    menu.aboutToShow.emit()
    [action] = [a for a in menu.findChildren(QAction) if a.text() == title]
    action.trigger()
    return form.time._lines[-1]


def test_a_rule_is_checked_against_the_logged_minutes(page: CostingPage) -> None:
    assert AS_OF.month == 5
    words = texts(page.form)
    assert "Time for one visit" in words
    # Two visits up to May: 80 minutes by the rule, 60 and 30 logged.
    assert "2 visits take 1.3 hours with this rule. Logged minutes say 1.5, 12.5% more." in words
    assert "300 min (5 h)" in words
    assert "Rate per hour, USD\n60.00" in words


def test_conditions_are_added_as_lines_and_make_the_equation(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    form = page.form
    line = add(form, "Logged minutes above 10")
    minutes, when = line.minutes, line.when  # type: ignore[attr-defined]
    assert minutes.text() == ""
    leave(when, "minutes > 45")
    settle(qtbot, ctx)
    assert "Type the minutes." in texts(form)
    assert travel(ctx).time_equation is None
    leave(minutes, "15")
    settle(qtbot, ctx)
    assert travel(ctx).time_equation == "40 + 15 if minutes > 45"
    assert form.time.text.text() == "40 + 15 if minutes > 45"
    assert "2 visits take 1.6 hours with this rule." in texts(form)
    leave(form.time._lines[0].when, "minuts > 45")
    settle(qtbot, ctx)
    assert "Did you mean “minutes”?" in texts(form)
    assert texts(form).count("It may use:") == 1
    assert travel(ctx).time_equation == "40 + 15 if minutes > 45"
    leave(form.fields.ledger, "6200 travel")
    settle(qtbot, ctx)
    assert travel(ctx).ledger_accounts == "6200 travel"
    assert form.time._lines[0].when.text() == "minuts > 45"
    assert "Did you mean" in texts(form)
    leave(form.time._lines[0].when, "minutes > 45")
    settle(qtbot, ctx)
    assert "Did you mean" not in texts(form)
    form.time._on_removed(form.time._lines[0])
    settle(qtbot, ctx)
    assert (travel(ctx).time_equation, travel(ctx).minutes_milli) == (None, 40_000)
    ctx.undo()
    settle(qtbot, ctx)
    assert form.time._lines[0].when.text() == "minutes > 45"


def test_the_keyboard_goes_on_to_the_next_field_while_a_line_is_saved(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    form = page.form
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow, timeout=5000)
    leave(form.time.text, "20 + 5 if people > 1")
    settle(qtbot, ctx)
    line = form.time._lines[0]
    line.minutes.setFocus()
    line.minutes.selectAll()
    QTest.keyClicks(line.minutes, "6")
    QTest.keyClick(line.minutes, Qt.Key.Key_Tab)
    settle(qtbot, ctx)
    assert travel(ctx).time_equation == "20 + 6 if people > 1"
    assert line.when.hasFocus()
    assert line.when.isVisible()


def test_the_equation_is_typed_as_text_and_shown_as_lines(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    form = page.form
    leave(form.time.text, "20 + 5 * people + 10 if complaint")
    settle(qtbot, ctx)
    assert travel(ctx).time_equation == "20 + 5 * people + 10 if complaint"
    lines = [(line.minutes.text(), line.each.text(), line.when.text()) for line in form.time._lines]
    assert form.time.base.text() == "20"
    assert lines == [("5", "people", ""), ("10", "", "complaint")]
    leave(form.time.text, "20 / 0")
    settle(qtbot, ctx)
    assert "divided by zero" in form.time.problem.text()
    assert form.time.text.hasSelectedText()
    leave(form.time.text, "20 + lines")
    settle(qtbot, ctx)
    assert "is not known here" in form.time.problem.text()
    assert travel(ctx).time_equation == "20 + 5 * people + 10 if complaint"


def test_an_equation_that_does_not_fit_a_new_driver_is_said_and_nothing_is_lost(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    form = page.form
    leave(form.time.text, "20 + 5 * people")
    settle(qtbot, ctx)
    form.fields.driver.setCurrentIndex(form.fields.driver.findData(Driver.ORDERS))
    form.fields.driver.activated.emit(form.fields.driver.currentIndex())
    settle(qtbot, ctx)
    assert "is not known here" in form.time.problem.text()
    assert travel(ctx).driver is Driver.VISITS
    assert form.time.text.text() == "20 + 5 * people"
    leave(form.time.text, "20 + 2 * lines")
    settle(qtbot, ctx)
    assert (travel(ctx).driver, travel(ctx).time_equation) == (Driver.ORDERS, "20 + 2 * lines")


def test_rates_differ_by_segment_and_are_taken_back(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    form = page.form
    form.rates.add.click()
    row = form.rates._rows[0]
    assert [row.value.itemText(n) for n in range(row.value.count())] == ["Mountain"]
    row.value.setEditText("Mountain")
    leave(row.weight, "1.5")
    settle(qtbot, ctx)
    assert travel(ctx).rates == (RateRow(RateBy.SEGMENT, "Mountain", 1500),)
    leave(form.rates._rows[0].weight, "many")
    settle(qtbot, ctx)
    assert "This is not a number." in form.rates.problem.text()
    leave(form.rates._rows[0].weight, "-1")
    settle(qtbot, ctx)
    assert "between 0 and 1,000" in form.rates.problem.text()
    form.rates._rows[0].weight.setFocus()
    form.rates._rows[0].weight.clear()
    QTest.keyClick(form.rates._rows[0].weight, Qt.Key.Key_Return)
    settle(qtbot, ctx)
    assert "how many times" in form.rates.problem.text()
    assert travel(ctx).rates == (RateRow(RateBy.SEGMENT, "Mountain", 1500),)
    leave(form.rates._rows[0].weight, "2")
    settle(qtbot, ctx)
    ctx.undo()
    settle(qtbot, ctx)
    form.fields.name.setFocus()
    assert travel(ctx).rates == (RateRow(RateBy.SEGMENT, "Mountain", 1500),)
    assert form.rates._rows[0].weight.text() == "1.5"
    form.rates._on_removed(form.rates._rows[0])
    settle(qtbot, ctx)
    assert travel(ctx).rates == ()
    ctx.undo()
    settle(qtbot, ctx)
    assert form.rates._rows[0].weight.text() == "1.5"


def test_two_rates_for_the_same_are_refused_at_the_rates(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    form = page.form
    for _ in range(2):
        form.rates.add.click()
        row = form.rates._rows[-1]
        row.by.setCurrentIndex(row.by.findData(RateBy.CHANNEL))
        row.by.activated.emit(row.by.currentIndex())
        leave(row.weight, "2")
        settle(qtbot, ctx)
    assert "There are two rates" in form.rates.problem.text()
    assert len(travel(ctx).rates) == 1


def test_bad_capacity_and_overlapping_periods_are_said_at_their_fields(
    qtbot: QtBot, ctx: AppContext, page: CostingPage
) -> None:
    [row] = page.form._rows.values()
    for typed in ("0", "-5"):
        leave(row._capacity, typed)
        settle(qtbot, ctx)
        assert "above zero" in texts(row)
    assert travel(ctx).periods[0].capacity == 300
    leave(row._capacity, "5.5 h")
    settle(qtbot, ctx)
    assert travel(ctx).periods[0].capacity == 330
    leave(row._capacity, "many")
    settle(qtbot, ctx)
    assert "hours such as 40 h" in texts(row)
    leave(row._capacity, "330")
    settle(qtbot, ctx)
    page.form.period_added.emit()
    settle(qtbot, ctx)
    second = page.form._rows[travel(ctx).periods[1].id]
    second._first.setCurrentIndex(second._first.findData(MONTHS.first))
    second._first.activated.emit(second._first.currentIndex())
    settle(qtbot, ctx)
    assert "some of these months already" in texts(second)
    assert travel(ctx).periods[1].months.first == MONTHS.last + 1


def test_a_cost_in_another_currency_is_converted_or_its_rate_is_asked_for_at_the_field(
    qtbot: QtBot, ctx: AppContext, page: CostingPage, database: Database
) -> None:
    [row] = page.form._rows.values()
    leave(row._amount, "250 XYZ")
    settle(qtbot, ctx)
    assert "No rate of XYZ is known" in texts(row)
    assert "under Currencies" in texts(row)
    assert travel(ctx).periods[0].amount == 30_000
    rate = CurrencyRateDraft("CHF", MONTHS.first_date, Decimal("1.2"))
    database.write("Rate", lambda s: add_currency_rate(s, rate))
    leave(row._amount, "CHF 250.00")
    settle(qtbot, ctx)
    assert travel(ctx).periods[0].amount == 30_000
    leave(row._amount, "300 chf")
    settle(qtbot, ctx)
    assert travel(ctx).periods[0].amount == 36_000
    assert row._amount.text() == "300.00 CHF"
    assert "Ledger cost, CHF" in texts(row)
    assert "360.00 USD, at 1.20 on average of these months" in texts(row)
    leave(row._capacity, "310")
    settle(qtbot, ctx)
    kept = travel(ctx).periods[0]
    assert (kept.amount, kept.currency, kept.foreign) == (36_000, "CHF", 30_000)
    ctx.undo()
    settle(qtbot, ctx)
    page.form.fields.name.setFocus()
    ctx.undo()
    settle(qtbot, ctx)
    assert row._amount.text() == "250.00 CHF"
    ctx.undo()
    settle(qtbot, ctx)
    assert not row._came.isVisible()
    assert row._amount.text() == "300.00"
