"""Two scores on one track: set by a click on it, digits and arrows, read out with their gap."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from b2bdesk.ui.widgets.dumbbell import Dumbbell

Heard = list[tuple[str, int | None]]


def made(qtbot: QtBot, *, editable: bool = True) -> tuple[Dumbbell, Heard]:
    row = Dumbbell("Trust", editable=editable)
    qtbot.addWidget(row)
    row.resize(280, 24)
    row.show()
    heard: Heard = []
    row.scored.connect(lambda party, score: heard.append((party, score)))
    return row, heard


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_a_click_on_the_track_sets_the_nearest_score(qtbot: QtBot, score: int) -> None:
    row, heard = made(qtbot)
    spot = QPoint(round(row._x(score)) + 3, 12)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(5, 12))  # the label is no track
    assert heard == [("ours", score)]


def test_keys_stay_between_one_and_five_and_know_the_side(qtbot: QtBot) -> None:
    row, heard = made(qtbot)
    row.show_scores(5, 1, "")
    QTest.keyClick(row, Qt.Key.Key_Right)
    QTest.keyClick(row, Qt.Key.Key_6)
    QTest.keyClick(row, Qt.Key.Key_5)  # is so already
    QTest.keyClick(row, Qt.Key.Key_Left)
    row.party = "rival"
    QTest.keyClick(row, Qt.Key.Key_Left)
    QTest.keyClick(row, Qt.Key.Key_Delete)
    assert heard == [("ours", 4), ("rival", None)]


def test_a_gap_needs_both_sides(qtbot: QtBot) -> None:
    row, _ = made(qtbot)
    assert row.gap is None
    row.show_scores(2.5, None, "")
    assert row.gap is None
    row.show_scores(2.5, 4, "Trust: us 2.5, rival 4")
    assert (row.gap, row.accessibleName(), row.toolTip()) == (
        -1.5, "Trust: us 2.5, rival 4", "Trust: us 2.5, rival 4",
    )  # fmt: skip


def test_what_is_only_read_is_not_set(qtbot: QtBot) -> None:
    row, heard = made(qtbot, editable=False)
    QTest.keyClick(row, Qt.Key.Key_4)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(round(row._x(3)), 12))
    assert heard == []
    asked: list[int] = []
    row.step_asked.connect(asked.append)
    QTest.keyClick(row, Qt.Key.Key_Down)
    assert asked == [1]
