"""From a losing account to a decision, a scenario and a plan, in the real window on real orders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from stories.conftest import Desk

from b2bdesk.core.dates import day_of
from b2bdesk.ui.dialogs.record_dialog import RecordDialog
from b2bdesk.ui.pages.account.profit.summary_face import SummaryFace
from b2bdesk.ui.pages.account.profit_tab import ProfitTab
from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage

ACCOUNT = "Excellent Riding Supplies"


def summary(desk: Desk) -> SummaryFace:
    tab = desk.go("account", ACCOUNT, "profit")
    assert isinstance(tab, ProfitTab)
    assert isinstance(tab.face, SummaryFace)
    return tab.face


def saved(desk: Desk) -> None:
    dialog = desk.dialog()
    assert isinstance(dialog, RecordDialog)
    dialog.save()
    desk.settle()


def test_a_losing_account_is_tried_decided_planned_and_done(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    face = summary(desk)
    # It loses money on goods alone; a price within the cap brings it back.
    assert "Convert: discount and price, recommended" in desk.spoken(face.decision)
    price = face.what_if.rows[next(iter(face.what_if.rows))]
    before = face.what_if.grid._cells[0][1].text()
    assert before.startswith("−")
    price.slider.setFocus()
    for _ in range(10):
        desk.press(Qt.Key.Key_Right, widget=price.slider)
    assert price.field.text() == "+5.0%"
    result = face.what_if.result
    assert result is not None
    assert result.then.profit is not None
    assert result.then.profit > 0
    assert result.then.still_active is not None
    assert result.now.still_active is not None
    assert result.then.still_active < result.now.still_active
    assert "Expert prior" in desk.texts(face.what_if)
    desk.push("Save scenario", face.what_if)
    saved(desk)
    assert "Scenario saved: Price +5.0%" in desk.said
    desk.push("Add to plan", face.what_if)
    desk.type_into(desk.dialog(), "When", "2020-06-01")
    saved(desk)
    desk.push("Convert account", face.decision)
    desk.type_into(desk.dialog(), "Reason", "margin gone since 2019")
    saved(desk)
    assert "margin gone since 2019" in desk.texts(face.decision)
    # R puts everything back; what was kept stays.
    desk.window.activateWindow()
    price.slider.setFocus()
    desk.press(Qt.Key.Key_R, widget=price.slider)
    assert face.what_if.settings == ()
    desk.go("today")
    assert "Agree on a price change of +5.0%" in desk.column(desk.table("Next steps"), "what")
    portfolio = desk.go("portfolio")
    assert isinstance(portfolio, PortfolioPage)
    number = desk.account(ACCOUNT)
    model = portfolio.table.model
    row = model.ids.index(number)
    assert desk.cell(portfolio.table, row, "decision") == "Convert"


def test_several_accounts_are_decided_at_once_filtered_and_undone(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.open(sample)
    page = desk.go("portfolio")
    assert isinstance(page, PortfolioPage)
    chosen = list(page.table.model.ids[:3])
    page.table.select_ids(chosen)
    desk.pick(desk.menu_of(page.decisions.button), "Let go")
    field = desk.the(QLineEdit, "Reason", desk.dialog())
    assert field.isVisible()
    saved(desk)
    # The sample's own decisions are from the year before.
    of_today = f"FROM account_decision WHERE on_day = {day_of(desk.ctx.as_of)}"
    assert desk.rows(f"SELECT decision, count(*) {of_today} GROUP BY 1") == [("let_go", 3)]
    page.decisions.chip.choose("differs")
    desk.settle()
    # The three best accounts earn money: the figures say keep.
    assert sorted(page.table.model.ids) == sorted(chosen)
    page.decisions.chip.set_chosen(())
    desk.ctx.undo()
    desk.settle()
    assert desk.sql(f"SELECT count(*) {of_today}") == 0
