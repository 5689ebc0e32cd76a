"""Rates of other currencies in the settings: typed, refused at the field, changed, undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from helpers.desk import Desk, settle
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.queries.currency_rates import list_currency_rates
from b2bdesk.services.currency_rates import CurrencyRateDraft, add_currency_rate, in_file_currency
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.settings.currencies_panel import CurrenciesPanel


@pytest.fixture
def panel(qtbot: QtBot, ctx: AppContext, desk: Desk) -> CurrenciesPanel:
    made = CurrenciesPanel(ctx)
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    made.load()
    settle(qtbot, ctx)
    return made


def rates(database: Database) -> list[tuple[str, int]]:
    with database.read() as session:
        return [(row.currency, row.rate_micro) for row in list_currency_rates(session)]


def add(
    qtbot: QtBot, ctx: AppContext, panel: CurrenciesPanel, currency: str, day: date, rate: str
) -> None:
    panel.new_currency.setCurrentText(currency)
    panel.new_since.set_value(day)
    panel.new_rate.setText(rate)
    panel.add_rate()
    settle(qtbot, ctx)
    panel.load()
    settle(qtbot, ctx)


def test_a_rate_is_added_changed_and_taken_back(
    qtbot: QtBot, ctx: AppContext, database: Database, panel: CurrenciesPanel
) -> None:
    add(qtbot, ctx, panel, "chf", date(2019, 1, 1), "1.0932")
    assert rates(database) == [("CHF", 1_093_200)]
    shown = {field.accessibleName(): field for field in panel.findChildren(QLineEdit)}
    field = shown["CHF, rate"]
    assert field.text() == "1.093200"
    field.setText("1.1")
    field.editingFinished.emit()
    settle(qtbot, ctx)
    assert rates(database) == [("CHF", 1_100_000)]
    ctx.undo()
    settle(qtbot, ctx)
    assert rates(database) == [("CHF", 1_093_200)]


@pytest.mark.parametrize(
    ("currency", "rate", "said"),
    [
        ("FRANC", "1.1", "three letters"),
        ("USD", "1.1", "file's own currency"),
        ("CHF", "-2", "above zero"),
        ("CHF", "abc", "above zero"),
        ("CHF", "0.0000001", "six decimals"),
    ],
)
def test_what_is_no_rate_is_refused_at_the_field(
    qtbot: QtBot,
    ctx: AppContext,
    database: Database,
    panel: CurrenciesPanel,
    currency: str,
    rate: str,
    said: str,
) -> None:
    line = panel.new_currency.lineEdit()
    assert line is not None
    line.setMaxLength(9)  # so that a longer word reaches the check
    add(qtbot, ctx, panel, currency, date(2019, 1, 1), rate)
    assert said in panel.error
    assert rates(database) == []
    assert panel.new_rate.text() == rate


def test_one_rate_for_a_day(
    qtbot: QtBot, ctx: AppContext, database: Database, panel: CurrenciesPanel
) -> None:
    add(qtbot, ctx, panel, "CHF", date(2019, 1, 1), "1.09")
    add(qtbot, ctx, panel, "CHF", date(2019, 1, 1), "1.2")
    assert "already" in panel.error
    assert rates(database) == [("CHF", 1_090_000)]


def test_an_amount_over_months_takes_their_average(database: Database, desk: Desk) -> None:
    january = month_of(date(2019, 1, 1))
    months = Period(january, january + 1)
    for day, rate in ((date(2019, 1, 1), "1"), (date(2019, 2, 1), "1.59")):
        draft = CurrencyRateDraft("CHF", day, Decimal(rate))
        database.write("Rate", lambda s, d=draft: add_currency_rate(s, d))
    with database.read() as session:
        # 31 days at 1 and 28 at 1.59.
        worth = in_file_currency(session, 5_900, "CHF", months)
        assert worth == 31 * 100 + 28 * 159
        with pytest.raises(DomainError) as error:
            in_file_currency(session, 5_900, "CHF", Period(january - 1, january))
    assert error.value.field == "amount"
    assert "2018-12-01" in str(error.value)
