"""The table model and the table every page uses."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from b2bdesk.ui.actions import letters
from b2bdesk.ui.tables.cells import ActiveCell, Cell, MoneyCell, type_cell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    kind: str | None
    net: int | None
    active: tuple[float | None, int | None] | None = None


ROWS = {
    11: Row("beta", "value_added", 500_00, (0.8, 1)),
    12: Row("Alpha", "collaborative", -2_915_00, (0.07, -1)),
    13: Row("Gamma", None, None),
    14: Row("delta", "transactional", 500_00, (None, None)),
}


def _columns() -> list[Column[Row]]:
    return [
        Column("name", "Account", lambda r: r.name, Cell("medium"), 160, stretch=True),
        Column("type", "Type", lambda r: r.kind, type_cell(), 120),
        Column("net", "Net\nprofit", lambda r: r.net, MoneyCell(), 90, editable=True),
        Column("active", "P(active)", lambda r: r.active, ActiveCell(), 120),
        Column("extra", "Extra", lambda r: r.name.upper(), optional=True),
    ]


@pytest.fixture
def model(qtbot) -> IdTableModel[Row]:
    made: IdTableModel[Row] = IdTableModel(_columns())
    made.set_rows(ROWS)
    return made


@pytest.fixture
def table(qtbot, activate, model: IdTableModel[Row]) -> DataTable[Row]:
    made = DataTable(model, name="Accounts")
    qtbot.addWidget(made)
    made.resize(800, 400)
    activate(made)
    return made


def test_the_model_is_sound(model: IdTableModel[Row], qtmodeltester) -> None:
    qtmodeltester.check(model)
    model.sort_by("net", True)
    model.update_rows({12: replace(ROWS[12], net=9_999_00)})
    model.set_ids([12, 14])
    model.forget([12])
    qtmodeltester.check(model)


def test_sorting_puts_the_unknown_last_either_way(model: IdTableModel[Row]) -> None:
    model.sort_by("net", True)
    assert model.ids == (11, 14, 12, 13)
    model.sort_by("net", False)
    assert model.ids == (12, 11, 14, 13)
    model.sort_by("name")
    assert model.ids == (12, 11, 14, 13)
    model.sort_by("active", True)
    assert model.ids == (11, 12, 13, 14)


def test_cells_say_value_and_unit(model: IdTableModel[Row]) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    row = model.number_of(12)
    assert row is not None
    assert model.index(row, 2).data() == "−2,915"
    assert model.index(row, 2).data(role) == "Net profit: −2,915 USD"
    assert model.index(row, 3).data(role) == "P(active): 7%, risk Severe, falling"
    unknown = model.number_of(13)
    assert unknown is not None
    assert model.index(unknown, 2).data() == "–"
    assert model.index(unknown, 2).data(role) == "Net profit: unknown"


def test_rows_that_change_keep_selection_and_follow_the_sort(table: DataTable[Row]) -> None:
    table.sort_by("net", True)
    table.select_ids([12])
    table.model.update_rows({12: replace(ROWS[12], net=9_999_00)})
    assert table.model.ids == (12, 11, 14, 13)
    assert table.selected_ids == [12]
    assert table.current_id == 12


def test_a_row_is_selected_while_ctrl_is_held(table: DataTable[Row]) -> None:
    QTest.keyClick(table.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
    table.select_ids([13])
    table.show_id(13)
    assert table.selected_ids == [13]
    table.show_id(12)
    assert table.selected_ids == [12]


def test_a_filter_keeps_what_stays_selected(table: DataTable[Row]) -> None:
    table.select_ids([11, 12], current=12)
    table.model.set_ids([12, 13])
    assert table.selected_ids == [12]
    assert table.current_id == 12


def test_rows_can_be_lazy(qtbot) -> None:
    asked: list[list[int]] = []
    model: IdTableModel[Row] = IdTableModel(_columns(), request=asked.append)
    model.set_ids(list(range(1000)))
    assert model.index(500, 0).data() == "…"
    qtbot.waitUntil(lambda: bool(asked), timeout=2000)
    assert 500 in asked[0]
    assert len(asked[0]) <= 200
    model.update_rows({500: ROWS[11]})
    assert model.index(500, 0).data() == "beta"
    with qtbot.waitSignal(model.sort_requested) as wanted:
        model.sort_by("net", True)
    assert wanted.args == ["net", True]


def test_keys_move_open_and_peek(table: DataTable[Row], qtbot) -> None:
    table.sort_by("name")
    table.view.setFocus()
    table.show_id(12)
    QTest.keyClick(table.view, Qt.Key.Key_J)
    assert table.current_id == 11
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    QTest.keyClick(table.view, Qt.Key.Key_K)
    assert table.selected_ids == [11]
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [11]
    with qtbot.waitSignal(table.peeked) as peeked:
        QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert peeked.args == [11]


def test_typing_begins_a_filter(
    table: DataTable[Row], qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(table.filter_typed) as typed:
        QTest.keyClick(table.view, Qt.Key.Key_B)
    assert typed.args == ["b"]
    with qtbot.waitSignal(table.filter_typed) as typed:
        QTest.keyClick(table.view, Qt.Key.Key_F)
    assert typed.args == [""]
    monkeypatch.setitem(letters._state, "on", False)
    with qtbot.waitSignal(table.filter_typed) as typed:
        QTest.keyClick(table.view, Qt.Key.Key_J)
    assert typed.args == ["j"]


def test_a_header_click_sorts_figures_downward_first(table: DataTable[Row]) -> None:
    header = table.view.horizontalHeader()
    header.sectionClicked.emit(2)
    assert table.model.sorting == ("net", True)
    header.sectionClicked.emit(2)
    assert table.model.sorting == ("net", False)
    header.sectionClicked.emit(0)
    assert table.model.sorting == ("name", False)


def test_what_was_arranged_is_remembered(table: DataTable[Row], qtbot) -> None:
    header = table.view.horizontalHeader()
    header.resizeSection(1, 210)
    header.moveSection(3, 1)
    table.set_column_shown("extra", True)
    table.set_column_shown("type", False)
    table.sort_by("net", True)
    state = json.loads(json.dumps(table.save_state()))
    model: IdTableModel[Row] = IdTableModel(_columns())
    model.set_rows(ROWS)
    other = DataTable(model)
    qtbot.addWidget(other)
    other.restore_state(state)
    assert other.save_state() == state
    other.reset_columns()
    assert other.save_state()["hidden"] == ["extra"]
    assert other.save_state()["order"] == ["name", "type", "net", "active", "extra"]


def test_the_first_column_cannot_be_hidden(table: DataTable[Row]) -> None:
    table.set_column_shown("name", False)
    assert not table.view.isColumnHidden(0)
    assert "Account" not in {a.text() for a in table.column_menu().actions()}


def test_stretch_columns_take_the_free_width(table: DataTable[Row]) -> None:
    header = table.view.horizontalHeader()
    assert header.length() == table.view.viewport().width()
    table.resize(300, 300)
    assert header.sectionSize(0) == 160


def test_the_first_column_stays_when_scrolled_sideways(table: DataTable[Row]) -> None:
    table.resize(320, 300)
    bar = table.view.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    frozen = table.view._frozen
    assert frozen is not None
    assert frozen.isVisible()
    assert frozen.width() == table.view.columnWidth(0)
    bar.setValue(0)
    assert not frozen.isVisible()


def test_an_edit_is_handed_to_the_page(table: DataTable[Row], qtbot) -> None:
    index = table.model.index(table.model.number_of(12) or 0, 2)
    with qtbot.waitSignal(table.model.edited) as edited:
        assert not table.model.setData(index, "-2,900")
    assert edited.args == [12, "net", "-2,900"]
    with qtbot.assertNotEmitted(table.model.edited):
        table.model.setData(index, index.data())


def test_rows_go_to_the_clipboard_as_a_sheet_takes_them(table: DataTable[Row]) -> None:
    table.sort_by("name")
    table.select_ids([12])
    table.copy_selection()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Account\tType\tNet profit\tP(active)"
    assert lines[1] == "Alpha\tCollaborative\t−2,915\t7%"


def test_totals_do_not_scroll(table: DataTable[Row]) -> None:
    table.set_totals({"name": "4 accounts", "net": "100"})
    assert table.totals.isVisible()
    assert table.totals.accessibleName() == "4 accounts, 100"
    table.set_totals({})
    assert not table.totals.isVisible()


def test_many_rows_sort_at_once(qtbot) -> None:
    model: IdTableModel[Row] = IdTableModel(_columns())
    model.set_rows({n: Row(f"Account {n}", None, (n * 7919) % 100_003) for n in range(20_000)})
    table = DataTable(model)
    qtbot.addWidget(table)
    table.select_ids([77])
    table.sort_by("net", True)
    values = [model.row(i).net for i in model.ids]  # type: ignore[union-attr]
    assert values == sorted(values, reverse=True)
    assert table.selected_ids == [77]


def test_a_row_out_of_view_can_be_shown(table: DataTable[Row]) -> None:
    table.show_id(14)
    assert table.selected_ids == [14]
    table.show_id(999)
    assert table.selected_ids == [14]
    table.view.selectionModel().setCurrentIndex(
        QModelIndex(), QItemSelectionModel.SelectionFlag.Clear
    )
    assert table.current_id is None


def test_the_row_in_its_place_takes_over_when_the_row_at_hand_goes(
    qtbot, table: DataTable[Row]
) -> None:
    table.view.setFocus()
    table.show_id(12)
    left = {number: row for number, row in ROWS.items() if number != 12}
    table.model.set_rows(left)
    assert table.current_id == 13
    assert table.selected_ids == [13]

    table.show_id(14)
    table.model.set_rows({11: ROWS[11], 13: ROWS[13]})
    assert table.current_id == 13  # the last one: nothing follows


def test_a_list_that_waited_for_its_rows_starts_at_the_first(qtbot, table: DataTable[Row]) -> None:
    table.model.set_rows({})
    table.view.setFocus()
    table.model.set_rows(ROWS)
    assert table.current_id == 11
    assert table.selected_ids == []  # at hand, not chosen
    QTest.keyClick(table.view, Qt.Key.Key_J)
    assert table.selected_ids == [12]


def test_a_list_without_the_keyboard_chooses_nothing_by_itself(
    qtbot, table: DataTable[Row]
) -> None:
    table.show_id(12)
    table.view.clearFocus()
    table.model.set_rows({11: ROWS[11]})
    assert table.current_id is None


def test_a_column_that_comes_back_on_show_has_no_width_of_its_own(table: DataTable[Row]) -> None:
    header = table.view.horizontalHeader()
    header.setSectionHidden(table.model.column_number("active"), True)
    header.setSectionHidden(table.model.column_number("active"), False)
    assert table.save_state()["widths"] == {}
