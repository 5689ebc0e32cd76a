"""What the file does not tell is shown as not known, never as zero or as met."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.services.portfolio import Measure
from b2bdesk.services.retention.results import Punctuality
from b2bdesk.ui.formats import MISSING, Formats, set_formats
from b2bdesk.ui.pages.account.retention.facts_panels import DeliveryPanel
from b2bdesk.ui.pages.portfolio.risk_grid import RiskGrid, grid_cells
from b2bdesk.ui.widgets.text import Text


@pytest.fixture(autouse=True)
def english() -> None:
    set_formats(Formats("en_US"))


def shown(number: int, risk: float, loss: int | None) -> Any:
    return SimpleNamespace(
        row=SimpleNamespace(id=number, amount=lambda _: 1000),
        risk=SimpleNamespace(risk=risk, lapsed=False, expected_loss_minor=loss),
    )


def test_without_costs_the_loss_of_no_cell_is_zero(qtbot: QtBot) -> None:
    rows = [shown(1, 0.02, None), shown(2, 0.9, None)]
    cells, _ = grid_cells(rows, Measure.SALES)
    assert {cell.loss for line in cells for cell in line} == {None}
    assert sum(len(cell.ids) for line in cells for cell in line) == 2
    grid = RiskGrid()
    qtbot.addWidget(grid)
    grid.show_rows(rows, Measure.SALES)
    assert {cell.sub for row in grid._rows for cell in row.cells} == {MISSING}


def test_with_costs_an_empty_cell_loses_nothing() -> None:
    cells, _ = grid_cells([shown(1, 0.02, 700), shown(2, 0.9, None)], Measure.SALES)
    found = [cell.loss for line in cells for cell in line]
    assert sorted(loss for loss in found if loss is not None) == [0] * 7 + [700]
    assert found.count(None) == 1, "one account is there whose loss is not known"


@pytest.mark.parametrize(
    ("on_time", "words", "result"), [(18, "94.7%", "Missed"), (19, "100%", "Met")]
)
def test_a_target_missed_by_a_little_is_seen_to_be_missed(
    qtbot: QtBot, on_time: int, words: str, result: str
) -> None:
    panel = DeliveryPanel()
    qtbot.addWidget(panel)
    panel.show_punctuality(Punctuality(0.95, 19, on_time, 0, 0))
    texts = [label.text() for label in panel.findChildren(Text)]
    assert texts.count("95%") == 1, "only the target"
    assert words in texts
    assert any(result in str(w.accessibleName()) for w in panel.findChildren(QWidget))
