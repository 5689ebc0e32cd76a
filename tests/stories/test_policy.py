"""Rules on the whole portfolio: what they come to at once, for whom, and kept as a scenario."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.models.enums import RelationshipType
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.policy.policy_page import PolicyPage
from tests.stories.conftest import Desk

FIRST, LAST = 2019 * 12 + 5, 2020 * 12 + 4


def page_of(desk: Desk, sample: Path) -> PolicyPage:
    desk.open(sample)
    page = desk.go("policy")
    assert isinstance(page, PolicyPage)
    settle_rows(desk)
    return page


def settle_rows(desk: Desk) -> None:
    """The table follows a moment after the rules rest."""
    desk.settle()
    desk.qtbot.wait(300)
    desk.settle()


def type_rule(desk: Desk, page: PolicyPage, kind: MeasureKind, text: str) -> None:
    field = page.panel.rules[kind].lever.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle_rows(desk)


def small_orders(desk: Desk, below: int, extra: str = "") -> int:
    """Counted from the invoice lines themselves."""
    found = desk.sql(
        "SELECT count(*) FROM (SELECT sum(amount_minor) AS amount FROM ledger_line AS l"
        f" WHERE type = 'sale' AND month BETWEEN {FIRST} AND {LAST}"
        " AND EXISTS (SELECT 1 FROM import_batch WHERE id = l.batch_id)"
        f" {extra} GROUP BY account_id, document) WHERE amount < {below}"
    )
    assert isinstance(found, int)
    return found


def test_a_fee_for_small_orders_is_the_fee_times_the_small_orders(desk: Desk, sample: Path) -> None:
    page = page_of(desk, sample)
    below = page.panel.rules[MeasureKind.ORDER_FEE].lever.below_field
    below.setText("200")
    below.editingFinished.emit()
    type_rule(desk, page, MeasureKind.ORDER_FEE, "15")
    count = small_orders(desk, 20_000)
    assert count > 100
    result = page.result
    assert result is not None
    assert page.beside is not None
    assert round(result.fees) == count * 1_500
    assert round(result.facts.total - page.beside.facts.total) == count * 1_500
    # Every account in the table pays for at least one small order.
    changes = desk.column(page.table, "gain")
    assert len(changes) == page.table.model.rowCount() == int(result.changed(page.beside).size)
    assert all(text.startswith("+") for text in changes)


def test_a_rule_is_for_the_accounts_it_says(desk: Desk, sample: Path) -> None:
    page = page_of(desk, sample)
    type_rule(desk, page, MeasureKind.PRICE, "2")
    every = page.result
    assert every is not None
    rule = page.panel.rules[MeasureKind.PRICE]
    desk.choose(rule.types, "Transactional")
    settle_rows(desk)
    some = page.result
    assert some is not None
    assert page.beside is not None
    assert 0 < some.changed(page.beside).size < every.changed(page.beside).size
    assert set(desk.column(page.table, "type")) == {"Transactional"}
    held = [
        place for place, kind in enumerate(page.found.types)  # type: ignore[union-attr]
        if kind is RelationshipType.TRANSACTIONAL
    ]  # fmt: skip
    sales = page.found.base.sales[page.found.shown][held]  # type: ignore[union-attr]
    assert some.total_gain == pytest.approx(0.02 * sales.sum(), rel=1e-6)


def test_visits_are_a_limit_that_leaves_the_others_alone(desk: Desk, sample: Path) -> None:
    page = page_of(desk, sample)
    found = page.found
    assert found is not None
    type_rule(desk, page, MeasureKind.VISITS, "2")
    assert page.result is not None
    assert page.beside is not None
    more = (found.base.visits[found.shown] > 2).nonzero()[0]
    assert more.size
    assert set(page.result.changed(page.beside).tolist()) <= set(more.tolist())


def test_a_policy_is_kept_loaded_and_written(
    desk: Desk, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(desk, sample)
    rules = (
        MeasureSetting(MeasureKind.CHANNEL, 50_000, None, RelationshipType.TRANSACTIONAL),
        MeasureSetting(MeasureKind.PRICE, 1_000, None, None, "Road"),
    )
    page.panel.set_settings(rules)
    settle_rows(desk)
    worth = page.result
    assert worth is not None
    total = formats().money(round(worth.facts.total))
    page.save()
    desk.settle()
    dialog = desk.dialog()
    desk.type_into(dialog, "Name", "Calls and roads")
    desk.push("Save", dialog)
    desk.settle()
    page.panel.reset()
    settle_rows(desk)
    assert page.panel.settings == ()
    assert page.table.model.rowCount() == 0
    menu = desk.pop_up(page.panel.load_button)
    assert menu.actions()[0].text() == "Calls and roads"
    menu.actions()[0].trigger()
    menu.close()
    settle_rows(desk)
    assert page.panel.settings == rules
    assert page.result is not None
    assert formats().money(round(page.result.facts.total)) == total

    out = tmp_path / "policy.xlsx"
    monkeypatch.setattr("b2bdesk.ui.pages.policy.policy_page.ask_workbook", lambda *_: out)
    page.export()
    desk.settle()
    book = load_workbook(out)
    sheet = book["Scenarios"]
    names = [row[0].value for row in sheet.iter_rows()]
    place = names.index("Calls and roads") + 1
    assert sheet.cell(place, 3).value == pytest.approx(round(page.result.facts.total) / 100)
    assert "Transactional" in str(sheet.cell(place, 2).value)
    assert "Road" in str(sheet.cell(place, 2).value)


def test_out_of_reach_is_said_and_nothing_moves(desk: Desk, sample: Path) -> None:
    page = page_of(desk, sample)
    type_rule(desk, page, MeasureKind.CHANNEL, "140")
    assert page.panel.settings == ()
    assert page.panel.rules[MeasureKind.CHANNEL].lever.field.accessibleDescription()


def test_two_scenarios_are_laid_over_each_other(desk: Desk, sample: Path) -> None:
    page = page_of(desk, sample)
    dear = (MeasureSetting(MeasureKind.PRICE, 1_000),)
    page.panel.set_settings(dear)
    settle_rows(desk)
    page.save()
    desk.settle()
    dialog = desk.dialog()
    desk.type_into(dialog, "Name", "One percent")
    desk.push("Save", dialog)
    desk.settle()
    today = page.beside
    assert today is not None
    page.panel.set_settings((MeasureSetting(MeasureKind.PRICE, 3_000),))
    settle_rows(desk)
    menu = desk.pop_up(page.beside_button)
    next(a for a in menu.actions() if a.text() == "One percent").trigger()
    menu.close()
    settle_rows(desk)
    assert page.beside is not None
    assert page.result is not None
    assert page.beside.facts.total > today.facts.total
    assert "One percent" in desk.texts(page.curve_panel)
    gain = page.result.facts.total - page.beside.facts.total
    shown = sum(page.table.model.row(key).gain or 0 for key in page.table.model.ids)
    assert shown == pytest.approx(gain, abs=page.table.model.rowCount())
