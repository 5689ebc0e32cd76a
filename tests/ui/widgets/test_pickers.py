"""The period and the as-of date in the top bar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.resellers import make_reseller_file
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import Period
from b2bdesk.core.periods import AsOfSource
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.tasks.runner import TaskRunner
from b2bdesk.ui.theme import theme as look
from b2bdesk.ui.widgets.as_of_picker import AsOfPicker
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.period_picker import PeriodPicker

LATE = date(2026, 1, 15)


@pytest.fixture
def ctx(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[AppContext]:
    """The real resellers, opened years after their ledger ended."""
    set_formats(Formats("en_US"))
    look.apply(qapp, "light")
    database = make_reseller_file(tmp_path / "real.b2bdesk")
    tasks = TaskRunner()
    made = AppContext(tasks, today=lambda: LATE)
    with database.read() as session:
        made.use(database, get_file_info(session, LATE))
    yield made
    tasks.shut_down()
    database.close()


def settled(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=20_000)


def test_the_period_is_the_whole_ledger_until_chosen(qtbot: QtBot, ctx: AppContext) -> None:
    picker = PeriodPicker(ctx)
    qtbot.addWidget(picker)
    assert picker.text() == "Jul 2017 – May 2020"
    choices = dict(picker.choices())
    assert choices["This fiscal year"] == Period(2020 * 12, 2020 * 12 + 4)
    assert choices["Last fiscal year"] == Period(2019 * 12, 2019 * 12 + 11)
    assert choices["Last 12 months"] == Period(2019 * 12 + 5, 2020 * 12 + 4)
    menu = picker.menu()
    menu.aboutToShow.emit()
    titles = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert titles == [
        "Whole ledger",
        "This fiscal year",
        "Last fiscal year",
        "Fiscal year 2018",
        "Fiscal year 2017",
        "This fiscal quarter",
        "Last fiscal quarter",
        "Last 12 months",
    ]
    assert choices["Fiscal year 2017"] == Period(2017 * 12, 2017 * 12 + 11)
    assert choices["This fiscal quarter"] == Period(2020 * 12 + 3, 2020 * 12 + 4)
    assert choices["Last fiscal quarter"] == Period(2020 * 12, 2020 * 12 + 2)
    assert menu.actions()[0].isChecked()
    menu.actions()[2].trigger()
    assert picker.text() == "Jan 2019 – Dec 2019"
    menu.aboutToShow.emit()
    assert menu.actions()[2].isChecked()


def test_own_months_in_either_order(qtbot: QtBot, ctx: AppContext) -> None:
    picker = PeriodPicker(ctx)
    qtbot.addWidget(picker)
    picker.menu().aboutToShow.emit()
    first, last = picker.month_fields
    first.setCurrentIndex(first.findText("Mar 2019"))
    last.setCurrentIndex(last.findText("Nov 2018"))
    button = next(b for b in picker.menu().findChildren(Button) if b.text() == "Show")
    button.click()
    assert ctx.period == Period(2018 * 12 + 10, 2019 * 12 + 2)


def test_the_as_of_date_says_why_and_can_be_set_and_left(qtbot: QtBot, ctx: AppContext) -> None:
    picker = AsOfPicker(ctx)
    qtbot.addWidget(picker)
    assert ctx.info is not None
    assert ctx.info.as_of.source is AsOfSource.LEDGER
    end = ctx.as_of
    assert picker.text().startswith("Ledger ends ")
    assert "every figure" in picker.reason()
    picker.set_date(date(2019, 3, 31))
    settled(qtbot, ctx)
    assert ctx.as_of == date(2019, 3, 31)
    assert picker.text() == "As of 31 Mar 2019"
    assert ctx.period == Period(2017 * 12 + 6, 2019 * 12 + 2)
    picker.menu().aboutToShow.emit()
    back = next(b for b in picker.menu().findChildren(Button) if b.text() == "Back to automatic")
    back.click()
    settled(qtbot, ctx)
    assert ctx.as_of == end
    ctx.undo()
    settled(qtbot, ctx)
    assert ctx.as_of == date(2019, 3, 31)


def test_without_a_ledger_there_is_no_period(qtbot: QtBot, ctx: AppContext, tmp_path: Path) -> None:
    picker = PeriodPicker(ctx)
    qtbot.addWidget(picker)
    database = Database.create(tmp_path / "empty.b2bdesk")
    with database.read() as session:
        info = get_file_info(session, LATE)
    before = ctx.database
    ctx.use(database, info)
    assert not picker.isEnabled()
    assert picker.text() == "No ledger yet"
    assert before is not None
    database.close()
    before.close()
