"""The retention tab over the real resellers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from helpers.resellers import make_reseller_file
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk.models import Contract
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.retention import AccountRisk, portfolio_retention
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.retention_tab import RetentionTab
from b2bdesk.ui.theme import theme as look
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import Text

TODAY = date(2020, 5, 31)


@pytest.fixture(scope="module")
def resellers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_reseller_file(tmp_path_factory.mktemp("tab") / "aw.b2bdesk")
    database.write(
        "Add contract",
        lambda s: s.add(
            Contract(account_id=_late(database).account, name="Frame", ends_day=18_450)
        ),
    )
    yield database
    database.close()


def _rows(database: Database) -> tuple[AccountRisk, ...]:
    with database.read() as session:
        return portfolio_retention(session, TODAY).accounts


def _late(database: Database) -> AccountRisk:
    return next(row for row in _rows(database) if row.scored and (row.cycles_late or 0) > 1)


def settle(qtbot: QtBot, ctx: AppContext) -> None:
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not ctx.tasks.busy, timeout=30_000)


@pytest.fixture
def tab(qtbot: QtBot, ctx: AppContext, resellers: Database) -> RetentionTab:
    with resellers.read() as session:
        ctx.use(resellers, get_file_info(session, TODAY))
    page = RetentionTab(ctx)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    return page


def _show(qtbot: QtBot, tab: RetentionTab, account: int) -> None:
    tab.activate(Target("account", account, "retention"))
    settle(qtbot, tab.ctx)
    tab.grab()


def test_a_late_account(qtbot: QtBot, tab: RetentionTab, resellers: Database) -> None:
    row = _late(resellers)
    _show(qtbot, tab, row.account)
    assert tab.states.state == "ready"
    assert tab.active.figure.text() == formats().percent(row.still_active)
    assert "likely between" in tab.active.range.text()
    assert "overdue by" in tab.timing._pill.accessibleName()
    assert "missed" in tab.timing.strip.describe()
    assert tab.drivers.bars.describe().startswith("Order overdue by")
    headers, lines = tab.drivers.bars.as_table()
    assert headers == ["Driver", "Points"]
    assert any("Contract ends" in line[0] or "Contract runs" in line[0] for line in lines)
    assert tab.contracts.isVisibleTo(tab)
    assert not tab.delivery.isVisibleTo(tab), "no order of this file has a required day"
    assert "Where this comes from" in tab.how.accessibleName()
    assert "k = 4" in tab.how._model.text()
    assert "632 accounts" in tab.how._model.text()
    missing = [label.text() for label in tab.drivers._missing.children() if hasattr(label, "text")]
    assert "Missing, counted neither for nor against" in missing
    assert "Market prices are not in the file" in missing


def test_how_this_works_comes_into_view(
    qtbot: QtBot, tab: RetentionTab, resellers: Database
) -> None:
    _show(qtbot, tab, _late(resellers).account)
    tab.resize(900, 420)
    QApplication.processEvents()
    before = tab._area.verticalScrollBar().value()
    qtbot.mouseClick(tab.drivers.how_button, Qt.MouseButton.LeftButton)
    assert tab._area.verticalScrollBar().value() > before


def test_too_early_to_score(qtbot: QtBot, tab: RetentionTab, resellers: Database) -> None:
    row = next(r for r in _rows(resellers) if r.orders == 2)
    _show(qtbot, tab, row.account)
    assert tab.active.figure.text() == "–"
    assert "Too early to score" in tab.active.range.text()
    assert not tab.drivers.isVisibleTo(tab)
    assert not tab.timing._pill.isVisibleTo(tab)


def test_no_orders_is_an_empty_page(qtbot: QtBot, tab: RetentionTab, resellers: Database) -> None:
    row = next(r for r in _rows(resellers) if r.orders == 0)
    _show(qtbot, tab, row.account)
    assert tab.states.state == "empty"
    _show(qtbot, tab, _late(resellers).account)
    assert tab.states.state == "ready"


def test_lapsed_is_win_back(qtbot: QtBot, tab: RetentionTab, resellers: Database) -> None:
    row = next(r for r in _rows(resellers) if r.lapsed and r.orders > 3)
    _show(qtbot, tab, row.account)
    assert tab.timing._pill.accessibleName().startswith("Lapsed: no order for")
    assert tab.active._rows[2][1].text() == "–"
    assert "lapsed" in tab.active._rows[2][2].text()


@pytest.mark.parametrize("width", [760, 1000, 1300])
def test_every_width_draws(
    qtbot: QtBot, tab: RetentionTab, resellers: Database, width: int
) -> None:
    tab.resize(width, 640)
    _show(qtbot, tab, _late(resellers).account)
    assert not tab.grab().isNull()


def test_figures_of_the_rhythm_follow_the_theme(
    qtbot: QtBot, tab: RetentionTab, resellers: Database, qapp: QApplication
) -> None:
    _show(qtbot, tab, _late(resellers).account)
    figure = next(
        each
        for each in tab.timing.findChildren(Text)
        if each.text().endswith(" days") and each.property("weight") == "semibold"
    )
    look.apply(qapp, "dark")
    qtbot.waitUntil(lambda: figure.palette().windowText().color() == theme().color("text"))
    look.apply(qapp, "light")
    qtbot.waitUntil(lambda: figure.palette().windowText().color() == theme().color("text"))
