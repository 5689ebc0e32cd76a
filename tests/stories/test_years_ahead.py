"""What an account will earn: its five years, the value with its range, and what it is made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.ahead_face import AheadFace
from b2bdesk.ui.pages.account.profit_tab import ProfitTab
from tests.stories.conftest import Desk

ACCOUNT = "Brakes and Gears"


def face_of(desk: Desk, account: str) -> AheadFace:
    tab = desk.go("account", account, "profit")
    assert isinstance(tab, ProfitTab)
    tab.switch.changed.emit("ahead")
    desk.settle()
    face = tab.face
    assert isinstance(face, AheadFace)
    return face


def test_the_value_is_its_years_and_moves_with_the_discount_rate(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    face = face_of(desk, ACCOUNT)
    found = face.shown
    assert found is not None
    assert found.projection is not None
    assert found.risk.risk is not None
    # The same figures by plain sums.
    margin, stays = sum(month or 0 for month in found.months), 1 - found.risk.risk
    by_hand = sum(margin * stays**year / 1.1**year for year in range(1, 6))
    assert formats().money(round(by_hand)) == face.figure.text()
    assert found.projection.low < by_hand < found.projection.high
    assert face.facts["margin"].text() == formats().money(margin)
    assert face.years.as_table()[1][0][2] == formats().percent(stays)

    face.discount.setFocus()
    face.discount.selectAll()
    QTest.keyClicks(face.discount, "20")
    QTest.keyClick(face.discount, Qt.Key.Key_Return)
    desk.settle()
    dearer = sum(margin * stays**year / 1.2**year for year in range(1, 6))
    assert face.figure.text() == formats().money(round(dearer))
    kept = desk.sql("SELECT value FROM file_setting WHERE key = 'profit_rules'")
    assert json.loads(str(kept))["discount"] == 2_000

    desk.window.ctx.undo()
    desk.settle()
    assert face.figure.text() == formats().money(round(by_hand))


@pytest.mark.parametrize(("typed", "said"), [("ten", "Not a number"), ("400", "0 to 100 percent")])
def test_what_is_no_rate_is_said_beside_the_field(
    desk: Desk, sample: Path, typed: str, said: str
) -> None:
    desk.open(sample)
    face = face_of(desk, ACCOUNT)
    shown = face.figure.text()
    face.discount.setFocus()
    face.discount.selectAll()
    QTest.keyClicks(face.discount, typed)
    QTest.keyClick(face.discount, Qt.Key.Key_Return)
    desk.settle()
    assert said in face.fields["discount"].error
    assert face.figure.text() == shown


def test_an_account_that_cannot_be_scored_says_why(desk: Desk, sample: Path) -> None:
    desk.open(sample)
    quiet = str(
        desk.sql(
            "SELECT name FROM account WHERE id NOT IN (SELECT account_id FROM order_day) LIMIT 1"
        )
    )
    face = face_of(desk, quiet)
    assert face.shown is not None
    assert face.shown.projection is None
    assert face.shown.missing == "No orders yet"
