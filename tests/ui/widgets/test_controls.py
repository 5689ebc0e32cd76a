"""The controls under keyboard and mouse, and what they tell screen readers."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from b2bdesk.core.errors import FileError
from b2bdesk.ui.theme.focus import FocusRing
from b2bdesk.ui.widgets.avatar import initials
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.fields import DateField, FieldRow, NumberField, SearchField
from b2bdesk.ui.widgets.figure_tile import Figure, FigureTile
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.inspector import Inspector, InspectorSplit
from b2bdesk.ui.widgets.meters import ActiveBar, InfluenceMeter, SegmentBar, SignalBars, Sparkline
from b2bdesk.ui.widgets.pills import type_pill
from b2bdesk.ui.widgets.progress_strip import ProgressStrip
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl, SentimentPicker, StancePicker
from b2bdesk.ui.widgets.states import EmptyAction, StatePages
from b2bdesk.ui.widgets.text import LabelValueRows, Text
from b2bdesk.ui.widgets.toast import ToastHost


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    made.resize(900, 500)
    qtbot.addWidget(made)
    return made


def test_a_button_says_its_name_and_its_keys(qtbot) -> None:
    hits: list[int] = []
    button = Button("Log exchange", "primary", keys="Ctrl L", on_click=lambda: hits.append(1))
    qtbot.addWidget(button)
    assert button.accessibleName() == "Log exchange"
    assert "Ctrl L" in button.toolTip()
    plain = Button("Log exchange", "primary")
    qtbot.addWidget(plain)
    assert button.sizeHint().width() > plain.sizeHint().width()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert hits == [1]


def test_small_controls_keep_their_hit_area(qtbot) -> None:
    for widget in (Button("A"), IconButton("ph.x", "Close"), Chip("A"), SentimentPicker()):
        qtbot.addWidget(widget)
        assert widget.sizeHint().height() >= 28 or widget.height() >= 28


def test_a_chip_closes_by_its_mark_and_by_key(qtbot) -> None:
    chip = Chip("Type: all", closable=True, on=True)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    with qtbot.waitSignal(chip.closed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 14))
    with qtbot.waitSignal(chip.closed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(chip.closed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, 14))


def test_a_chip_that_is_off_has_no_mark_to_close(qtbot) -> None:
    chip = Chip("Type: all", closable=True)
    qtbot.addWidget(chip)
    with qtbot.assertNotEmitted(chip.closed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)


def test_a_toggle_chip(qtbot) -> None:
    chip = Chip("Influence", toggle=True)
    qtbot.addWidget(chip)
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert chip.is_on
    chip.set_on(False)
    assert not chip.is_on


def test_a_chip_opens_its_menu_by_key(qtbot, window: QWidget) -> None:
    menu = QMenu()
    menu.addAction("Anyone")
    chip = Chip("Owner: anyone", menu=menu, parent=window)
    window.show()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert menu.isVisible()
    menu.close()


def test_segments_move_by_arrow_keys(qtbot, window: QWidget, activate) -> None:
    control = SegmentedControl([Segment("map", "Map"), Segment("list", "List")], "map")
    QHBoxLayout(window).addWidget(control)
    activate(window)
    chosen: list[str] = []
    control.changed.connect(chosen.append)
    control.button("map").setFocus()
    QTest.keyClick(control.button("map"), Qt.Key.Key_Right)
    assert chosen == ["list"]
    assert control.current == "list"
    control.set_current("map")
    assert chosen == ["list"]


def test_sentiment_has_five_faces_and_keys(qtbot) -> None:
    picker = SentimentPicker()
    qtbot.addWidget(picker)
    assert picker.value is None
    with qtbot.waitSignal(picker.picked) as picked:
        QTest.keyClick(picker, Qt.Key.Key_1)
    assert picked.args == [-2]
    picker.set_value(2)
    assert picker.value == 2
    picker.set_value(None)
    assert picker.value is None


def test_unknown_is_a_stance_of_its_own(qtbot) -> None:
    picker = StancePicker("unknown")
    qtbot.addWidget(picker)
    assert picker.current == "unknown"
    assert picker.button("unknown").accessibleName() == "Unknown"


def test_marks_are_told_in_words(qtbot) -> None:
    names = {
        type_pill("collaborative", recommended=True): "Collaborative recommended",
        SignalBars("high"): "Risk: High",
        InfluenceMeter(4): "Influence 4 of 5",
        ActiveBar(0.58, -1): "P(active) 58%, falling",
        SegmentBar([("A", 1.0, "for_us"), ("B", 3.0, "neutral")]): "A 25%, B 75%",
    }
    for widget, name in names.items():
        qtbot.addWidget(widget)
        assert widget.accessibleName() == name


def test_a_missing_figure_is_a_dash_with_the_way_to_fill_it(qtbot) -> None:
    tile = FigureTile(Figure("Share of wallet", None, "USD", source="No estimate", action="Add"))
    qtbot.addWidget(tile)
    assert "–" in tile.accessibleName()
    assert "USD" not in {label.text() for label in tile.findChildren(Text)}
    button = next(b for b in tile.findChildren(Button) if b.text() == "Add")
    with qtbot.waitSignal(tile.action_triggered):
        button.click()


def test_a_narrow_tile_keeps_its_figure_whole(qtbot, activate) -> None:
    tile = FigureTile(Figure("Net profit", "1,267,902", "USD", "−14%", points=(1.0, 2.0, 3.0)))
    qtbot.addWidget(tile)
    activate(tile)
    figure = next(t for t in tile.findChildren(Text) if t.text() == "1,267,902")
    for width in (400, 180):
        tile.resize(width, 120)
        assert figure.width() >= figure.sizeHint().width()
        assert tile.findChildren(Sparkline)[0].isVisible() is (width == 400)


def test_a_page_has_four_states(qtbot) -> None:
    ready = QPushButton("ready")
    pages = StatePages(ready)
    qtbot.addWidget(pages)
    pages.show_loading("Loading accounts")
    assert pages.currentWidget() is ready  # a quick load does not flicker
    qtbot.waitUntil(lambda: pages.currentWidget() is not ready, timeout=2000)
    assert pages.state == "loading"
    hits: list[int] = []
    pages.show_empty("No accounts yet", primary=EmptyAction("Import", lambda: hits.append(1)))
    next(b for b in pages.currentWidget().findChildren(Button)).click()
    assert hits == [1]
    pages.show_problem(FileError("The file is gone.", "Open another."))
    assert pages.state == "error"
    with qtbot.waitSignal(pages.retried):
        pages.currentWidget().findChildren(Button)[0].click()
    pages.show_ready()
    assert pages.currentWidget() is ready
    assert pages.count() == 1


def test_a_late_loading_does_not_hide_what_came(qtbot) -> None:
    pages = StatePages(QWidget())
    qtbot.addWidget(pages)
    pages.show_loading()
    pages.show_ready()
    qtbot.wait(400)
    assert pages.state == "ready"
    assert pages.count() == 1


def test_a_toast_undoes_and_goes(qtbot, window: QWidget) -> None:
    host = ToastHost(window)
    window.show()
    hits: list[int] = []
    toast = host.show_toast("Exchange logged", undo=lambda: hits.append(1))
    assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
    assert toast.geometry().bottom() < window.height()
    undo = next(b for b in toast.children() if getattr(b, "text", None) and b.text() == "Undo")
    undo.click()
    assert hits == [1]
    assert host.current is None
    assert host.said == ["Exchange logged"]


def test_a_toast_waits_under_the_focus(qtbot, window: QWidget, activate) -> None:
    host = ToastHost(window)
    field = QLineEdit(window)
    activate(window)
    toast = host.show_toast("Saved", undo=lambda: None)
    assert not toast.waiting
    undo = next(b for b in toast.children() if getattr(b, "text", None) and b.text() == "Undo")
    undo.setFocus()
    assert toast.waiting
    field.setFocus()
    assert not toast.waiting
    undo.setFocus()
    QTest.keyClick(undo, Qt.Key.Key_Escape)
    assert host.current is None


def test_a_new_toast_replaces_the_old_one(qtbot, window: QWidget) -> None:
    host = ToastHost(window)
    window.show()
    host.show_toast("One")
    second = host.show_toast("Two")
    assert host.current is second
    window.resize(1000, 600)
    assert abs(second.geometry().center().x() - 500) <= 1


def test_progress_can_be_cancelled(qtbot, window: QWidget) -> None:
    strip = ProgressStrip(window)
    strip.set_progress("Scoring 632 accounts", 0.68)
    assert strip.accessibleName() == "Scoring 632 accounts 68%"
    with qtbot.waitSignal(strip.cancelled):
        strip.findChildren(Button)[0].click()
    strip.clear()
    assert strip.isHidden()


def test_an_error_stands_under_its_field(qtbot) -> None:
    row = FieldRow("Due", DateField(), hint="A day")
    qtbot.addWidget(row)
    row.set_error("Not a date. February 2017 has 28 days.")
    assert row.error.startswith("Not a date")
    assert row.field.property("error") is True
    assert row.field.accessibleDescription() == row.error
    row.set_error("")
    assert row.error == ""
    assert row.field.accessibleName() == "Due"


def test_a_date_field_reads_what_people_write(qtbot) -> None:
    field = DateField(reference=lambda: date(2020, 6, 1))
    qtbot.addWidget(field)
    QTest.keyClicks(field, "5 Jun")
    assert field.value == date(2020, 6, 5)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "5 Jun 2020"
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value == date(2020, 6, 6)
    field.clear()
    QTest.keyClicks(field, "31/02/2017")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not field.is_valid
    assert field.property("error") is True


def test_a_number_field_knows_what_is_no_number(qtbot) -> None:
    field = NumberField(2)
    qtbot.addWidget(field)
    field.set_value(1234.5)
    assert field.text() == "1,234.50"
    field.setText("12a")
    assert not field.is_valid


def test_search_waits_for_a_pause_and_gives_way(qtbot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.searched) as searched:
        QTest.keyClicks(field, "bra")
    assert searched.args == ["bra"]
    with qtbot.waitSignal(field.left_down):
        QTest.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.searched) as searched:
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert searched.args == [""]


def test_a_flow_wraps(qtbot, window: QWidget) -> None:
    flow = FlowLayout(window)
    for number in range(8):
        flow.addWidget(Chip(f"A filter {number}"))
    assert flow.heightForWidth(2000) == 28
    assert flow.heightForWidth(260) == 3 * 28 + 2 * 8
    window.resize(260, 300)
    window.show()
    places = {(c.x(), c.y()) for c in window.findChildren(Chip)}
    assert len(places) == 8
    assert all(c.geometry().right() <= 260 for c in window.findChildren(Chip))
    flow.clear()
    assert flow.count() == 0


def test_the_inspector_becomes_a_drawer(qtbot) -> None:
    main, inspector = QWidget(), Inspector("Daniel Okafor", "Purchasing Manager")
    split = InspectorSplit(main, inspector)
    qtbot.addWidget(split)
    split.resize(1200, 600)
    split.show()
    split.set_open(True)
    assert not split.is_drawer
    assert main.width() == 1200 - 320
    split.resize(800, 600)
    assert split.is_drawer
    assert main.width() == 800
    assert inspector.geometry().right() == 799
    QTest.keyClick(inspector, Qt.Key.Key_Escape)
    assert not split.is_open
    assert inspector.isHidden()


def test_the_focus_ring_follows_the_keyboard(
    qapp: QApplication, qtbot, window: QWidget, activate
) -> None:
    row = QHBoxLayout(window)
    buttons = [Button("One"), Button("Two")]
    for button in buttons:
        row.addWidget(button)
    activate(window)
    for button in buttons:
        button.setFocus()
        rings = [r for r in window.findChildren(FocusRing) if r.isVisible()]
        assert len(rings) == 1
        around = button.geometry().adjusted(-4, -4, 4, 4)
        assert rings[0].geometry() == around
    window.resize(1000, 500)
    qapp.processEvents()
    rings = [r for r in window.findChildren(FocusRing) if r.isVisible()]
    assert rings[0].geometry() == buttons[1].geometry().adjusted(-4, -4, 4, 4)
    buttons[1].deleteLater()
    qapp.processEvents()


def test_banners_and_rows(qtbot) -> None:
    hits: list[int] = []
    banner = Banner(
        "error",
        "Backup folder not found.",
        "Saved.",
        action="Fix",
        on_action=lambda: hits.append(1),
    )
    qtbot.addWidget(banner)
    assert [b.text() for b in banner.findChildren(Button)] == ["Fix"]
    assert banner.findChildren(IconButton) == []  # an error stays until it is solved
    banner.findChildren(Button)[0].click()
    assert hits == [1]
    rows = LabelValueRows()
    qtbot.addWidget(rows)
    rows.add_row("Contract", "Supply 2018")
    assert {t.text() for t in rows.findChildren(Text)} == {"Contract", "Supply 2018"}


def test_initials() -> None:
    assert [initials(n) for n in ("Lena Marsh", "Cher", "", "Anna-Maria de Boer")] == [
        "LM",
        "C",
        "?",
        "AB",
    ]


def test_the_component_page_can_be_drawn(qapp: QApplication, qtbot) -> None:
    from tests.ui.widgets.gallery import Gallery

    page = Gallery()
    qtbot.addWidget(page)
    assert page.grab().size() == QSize(1440, 900)
