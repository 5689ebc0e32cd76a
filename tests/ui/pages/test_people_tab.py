"""The People tab driven as a user does: pointer, keys, inspector, list; undo of every gesture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.people_screen import Screen
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from b2bdesk.models import MemberStance, NextStep
from b2bdesk.models.enums import CoverageLevel, LineKind, Role, Stance
from b2bdesk.services import map_lines
from b2bdesk.storage.database import Database
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.lines import RelationLine
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.quick_log import QuickLog
from b2bdesk.ui.pages.account.people.map_export import save_map


@pytest.fixture
def screen(qtbot: QtBot, ctx: AppContext, database: Database) -> Screen:
    return Screen(qtbot, ctx, database)


# --- the pointer ---------------------------------------------------------------------------


def test_drag_onto_a_card_sets_the_reporting_line_and_undoes(screen: Screen) -> None:
    home = screen.card("Ines").pos()
    screen.drag(screen.spot("Ines"), screen.spot("Daniel", dx=30, dy=20))
    assert screen.seat("Ines").boss == screen.seats["Daniel"]
    assert screen.card("Ines").opacity() == 1.0
    screen.ctx.undo()
    screen.settle()
    assert screen.seat("Ines").boss == screen.seats["Ruth"]
    assert screen.card("Ines").pos() == home


def test_drag_shows_where_it_would_end_before_the_button_is_let_go(screen: Screen) -> None:
    port = screen.tab.map.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=screen.spot("Ines"))
    QTest.mouseMove(port, screen.spot("Ines", dx=-60))
    QTest.mouseMove(port, screen.spot("Daniel", dx=20))
    assert screen.card("Ines").opacity() < 1
    assert screen.card("Daniel")._outline() == ("accent", 2.0)
    QTest.keyClick(screen.tab.map, Qt.Key.Key_Escape)
    assert screen.card("Daniel")._outline() == ("line_strong", 1.0)
    assert screen.card("Ines").pos() == screen.card("Ines").home()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=screen.spot("Daniel"))
    screen.settle()
    assert screen.seat("Ines").boss == screen.seats["Ruth"]


def test_drag_onto_ones_own_report_is_refused_and_the_card_goes_home(screen: Screen) -> None:
    home = screen.card("Ruth").pos()
    screen.drag(screen.spot("Ruth"), screen.spot("Daniel", dx=20))
    assert screen.seat("Ruth").boss is None
    assert screen.card("Ruth").pos() == home


def test_drag_to_empty_space_places_by_hand_on_the_grid(screen: Screen) -> None:
    start = screen.spot("Ines")
    screen.drag(start, screen.at(screen.card("Ines").pos() + QPointF(101, 229)))
    seat = screen.seat("Ines")
    assert seat.by_hand
    assert (seat.x % 24, seat.y % 24) == (0, 0)
    assert screen.card("Ines").pos() == QPointF(seat.x, seat.y)
    assert not screen.tab.bar.tidy_button.isHidden()
    screen.tab.bar.tidy_button.click()
    screen.settle()
    assert not screen.seat("Ines").by_hand
    screen.ctx.undo()
    screen.settle()
    assert screen.seat("Ines").by_hand


def test_line_tool_draws_influence_between_two_cards(screen: Screen) -> None:
    screen.tab.map.select(None)
    screen.key(Qt.Key.Key_I)
    assert screen.tab.map.tool == LineKind.INFLUENCES
    screen.drag(screen.spot("Ines"), screen.spot("Daniel"))
    unit = screen.tab.unit
    assert unit is not None
    drawn = [line for line in unit.lines if line.kind is LineKind.INFLUENCES]
    assert [(line.seat_id, line.to_seat_id) for line in drawn] == [
        (screen.seats["Ines"], screen.seats["Daniel"])
    ]
    assert len(screen.tab.map.map.lines) == 1
    screen.key(Qt.Key.Key_Escape)
    assert screen.tab.map.tool == "select"


def test_rubber_band_selects_and_several_move_in_one_step(screen: Screen) -> None:
    view = screen.tab.map
    screen.drag(
        screen.at(screen.card("Daniel").pos() + QPointF(-10, -20)),
        screen.at(screen.card("Ines").pos() + QPointF(190, 120)),
    )
    assert set(view.selected_seats) == {screen.seats["Daniel"], screen.seats["Ines"]}
    assert screen.tab.inspector.face is screen.tab.inspector.several
    screen.drag(screen.spot("Ines"), screen.at(screen.card("Ines").pos() + QPointF(90, 244)))
    assert screen.seat("Ines").by_hand
    assert screen.seat("Daniel").by_hand
    screen.ctx.undo()
    screen.settle()
    assert not screen.seat("Daniel").by_hand


def test_ghost_links_add_a_person_with_the_role_and_plan_to_ask(screen: Screen) -> None:
    ghost = screen.tab.map.map.ghosts[Role.DECIDER]
    port = screen.tab.map.viewport()
    ask = screen.at(ghost.pos() + QPointF(110, 86))
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=ask)
    screen.settle()
    steps = screen.all(NextStep)
    assert len(steps) == 1
    assert "decider" in steps[0].what
    add = screen.at(ghost.pos() + QPointF(30, 86))
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=add)
    dialog = screen.dialog()
    assert dialog.roles.roles == (Role.DECIDER,)
    dialog.name.setText("Otto Frey")
    dialog.save()
    screen.settle()
    assert Role.DECIDER not in screen.tab.map.map.ghosts
    current = screen.tab.map.current
    assert isinstance(current, PersonCard)
    assert current.seat.name == "Otto Frey"


# --- keys ----------------------------------------------------------------------------------


def test_tab_walks_everyone_then_leaves_and_arrows_follow_lines(screen: Screen) -> None:
    view = screen.tab.map
    screen.tab.activateWindow()
    view.setFocus()
    seen = []
    for _ in range(7):
        screen.key(Qt.Key.Key_Tab)
        item = view.current
        assert isinstance(item, PersonCard | GhostCard)
        assert item.focused
        seen.append(item.role if isinstance(item, GhostCard) else item.seat.name)
    assert seen[:4] == ["Ruth Adeyemi", Role.DECIDER, "Daniel Okafor", "Ines Carvalho"]
    assert seen[4:] == [Role.INITIATOR, Role.INFLUENCER, Role.GATEKEEPER], "the missing roles"
    screen.key(Qt.Key.Key_Tab)
    assert not view.hasFocus()
    screen.key(Qt.Key.Key_Backtab)
    assert isinstance(view.current, GhostCard)
    assert view.current.role is Role.INFLUENCER
    screen.click("Daniel")
    screen.key(Qt.Key.Key_Up)
    assert view.current is screen.card("Ruth")
    assert "Ruth Adeyemi" in view.accessibleDescription()
    screen.key(Qt.Key.Key_Down)
    screen.key(Qt.Key.Key_Right)
    assert view.current is screen.card("Ines")


def test_r_asks_for_the_boss_and_typing_picks(screen: Screen) -> None:
    screen.click("Ines")
    screen.key(Qt.Key.Key_R)
    picker = screen.picker()
    QTest.keyClicks(picker.field, "dani")
    assert picker.list.count() == 1
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    screen.settle()
    assert screen.seat("Ines").boss == screen.seats["Daniel"]


def test_digits_set_influence_delete_takes_off_the_map_and_undo_brings_back(
    screen: Screen,
) -> None:
    screen.click("Ines")
    screen.key(Qt.Key.Key_4)
    assert screen.seat("Ines").row.influence == 4
    screen.key(Qt.Key.Key_Delete)
    assert screen.seats["Ines"] not in screen.tab.map.map.cards
    screen.ctx.undo()
    screen.settle()
    assert screen.seat("Ines").row.influence == 4


def test_control_and_arrows_move_a_card_by_the_grid(screen: Screen) -> None:
    screen.click("Ines")
    before = screen.seat("Ines")
    screen.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    after = screen.seat("Ines")
    assert after.by_hand
    assert 12 <= after.x - before.x <= 36


def test_zoom_keys_and_view_survive_a_reload(screen: Screen) -> None:
    view = screen.tab.map
    screen.click("Ines")
    view.set_zoom(1.0)
    screen.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(1.1)
    before = view.mapToScene(10, 10)
    screen.key(Qt.Key.Key_3)
    assert view.zoom == pytest.approx(1.1)
    assert (view.mapToScene(10, 10) - before).manhattanLength() < 2
    assert view.current is screen.card("Ines")
    assert screen.card("Ines").isSelected()
    screen.open(screen.empty)
    screen.open(screen.account)
    assert view.zoom == pytest.approx(1.1)
    assert (view.mapToScene(10, 10) - before).manhattanLength() < 2


# --- the inspector -------------------------------------------------------------------------


def test_inspector_sets_role_stance_influence_and_relationship(screen: Screen) -> None:
    screen.click("Ines")
    panel = screen.tab.inspector.person
    panel.roles.toggle(Role.DECIDER).click()
    screen.settle()
    assert screen.seat("Ines").row.roles == (Role.USER, Role.DECIDER)
    assert Role.DECIDER not in screen.tab.map.map.ghosts
    panel.stance.picker.button("champion").click()
    screen.settle()
    stance = screen.seat("Ines").recorded
    assert stance is not None
    assert (stance.stance, stance.author) == (Stance.CHAMPION, "Lena Marsh")
    panel.stance.evidence.setText("Showed us the rival's offer")
    panel.stance.evidence.editingFinished.emit()
    screen.settle()
    assert screen.all(MemberStance)[0].evidence == "Showed us the rival's offer"
    panel.influence.setFocus()
    QTest.keyClick(panel.influence, Qt.Key.Key_5)
    screen.settle()
    assert screen.seat("Ines").row.influence == 5
    panel.coverage.meter(screen.me).setFocus()
    QTest.keyClick(panel.coverage.meter(screen.me), Qt.Key.Key_3)
    screen.settle()
    assert screen.seat("Ines").contact.known is CoverageLevel.IN_DEPTH
    for _ in range(5):
        screen.ctx.undo()
        screen.settle()
    assert screen.seat("Ines").row.roles == (Role.USER,)
    assert screen.seat("Ines").recorded is None
    assert panel.roles.roles == (Role.USER,)
    assert panel.influence.value == 0


def test_next_step_with_the_person_is_added_and_ticked_off(screen: Screen) -> None:
    screen.click("Ines")
    screen.key(Qt.Key.Key_N)
    steps = screen.tab.inspector.person.steps
    QTest.keyClicks(steps.what, "Send the dates")
    QTest.keyClick(steps.what, Qt.Key.Key_Return)
    screen.settle()
    step = screen.all(NextStep)[0]
    assert (step.what, step.owner_id, step.done_day) == ("Send the dates", screen.me, None)
    assert [row.what for row in screen.seat("Ines").row.person.steps] == ["Send the dates"]
    assert steps.what.text() == ""


def test_log_exchange_starts_with_the_person_at_hand(screen: Screen) -> None:
    screen.click("Ines")
    screen.tab.inspector.person.log_button.click()
    screen.settle()
    log = screen.tab.window().findChild(QuickLog)
    assert isinstance(log, QuickLog)
    log.composer.line.setText("Talked about the season")
    log.composer.log()
    screen.settle()
    assert screen.seat("Ines").contact.age_days == 0
    assert screen.seat("Daniel").contact.age_days is None


def test_line_is_named_and_removed_in_the_inspector(screen: Screen) -> None:
    screen.click("Ines")
    screen.key(Qt.Key.Key_I)
    picker = screen.picker()
    QTest.keyClicks(picker.field, "ruth")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    screen.settle()
    item = next(iter(screen.tab.map.map.lines.values()))
    assert isinstance(item, RelationLine)
    screen.tab.map.select(item)
    screen.settle()
    panel = screen.tab.inspector.line
    panel.label.setText("advises")
    panel.label.editingFinished.emit()
    screen.settle()
    panel.strength.setFocus()
    QTest.keyClick(panel.strength, Qt.Key.Key_3)
    screen.settle()
    assert (item.row.label, item.row.strength) == ("advises", 3)
    assert "advises" in item.toolTip()
    panel.remove.click()
    screen.settle()
    assert not screen.tab.map.map.lines


def test_the_list_says_every_line_of_the_map(screen: Screen) -> None:
    def draw(session: Any) -> None:
        day = screen.ctx.as_of
        ines, ruth, daniel = (screen.seats[name] for name in ("Ines", "Ruth", "Daniel"))
        line = map_lines.add_line(session, ines, ruth, LineKind.INFLUENCES, day)
        map_lines.edit_line(session, line, "advises", 2)
        map_lines.add_line(session, ines, daniel, LineKind.CONFLICTS, day)

    screen.database.write("Draw", draw)
    screen.tab.load()
    screen.settle()
    told = {screen.tab.list.model.row(screen.seats[n]).lines for n in ("Ruth", "Daniel", "Ines")}
    assert told == {
        None,
        "in conflict with Ines Carvalho",
        "influences Ruth Adeyemi (advises), in conflict with Daniel Okafor",
    }


def test_the_names_of_the_views_are_never_cut(screen: Screen) -> None:
    for width in (1248, 976):
        screen.tab.resize(width, 700)
        screen.settle()
        views = screen.tab.bar.views
        assert views.width() >= views.sizeHint().width(), width


def test_narrow_tab_turns_the_inspector_into_a_drawer(screen: Screen) -> None:
    assert screen.tab.inspector.isVisible()
    screen.tab.resize(976, 543)
    screen.settle()
    assert not screen.tab.inspector.isVisible()
    screen.click("Ines")
    screen.key(Qt.Key.Key_Return)
    screen.qtbot.waitUntil(screen.tab.inspector.isVisible)
    card = screen.card("Ines").rect_on_canvas()
    assert screen.at(card.bottomRight()).x() < 976 - screen.tab.inspector.width()
    QTest.keyClick(screen.tab.inspector, Qt.Key.Key_Escape)
    assert not screen.tab.inspector.isVisible()


# --- list and map agree --------------------------------------------------------------------


def test_list_shows_the_same_people_and_the_same_selection(screen: Screen) -> None:
    screen.click("Ines")
    screen.tab.bar.views.button("list").click()
    screen.settle()
    table = screen.tab.list
    names = {table.model.row(i).contact.row.name for i in table.model.ids}  # type: ignore[union-attr]
    on_map = {card.seat.name for card in screen.tab.map.map.cards.values()}
    assert names == on_map | {"Mia Berg"}
    assert table.selected_seats == [screen.seats["Ines"]]
    assert screen.tab.inspector.face is screen.tab.inspector.person
    table.select_seat(screen.seats["Daniel"])
    screen.tab.bar.views.button("map").click()
    screen.settle()
    assert screen.tab.map.current is screen.card("Daniel")


def test_list_model_keeps_the_rules_of_item_models(screen: Screen) -> None:
    QAbstractItemModelTester(
        screen.tab.list.model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    screen.tab.list.table.sort_by("last")
    screen.tab.edits.set_influence([screen.seat("Ines")], 3)
    screen.settle()
    assert screen.tab.list.model.rowCount() == 4


def test_list_has_the_same_actions(screen: Screen) -> None:
    screen.tab.show_view("list")
    screen.tab.list.select_seat(screen.seats["Ines"])
    QTest.keyClick(screen.tab.list.table.view, Qt.Key.Key_R)
    picker = screen.picker()
    QTest.keyClicks(picker.field, "daniel")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    screen.settle()
    assert screen.seat("Ines").boss == screen.seats["Daniel"]
    screen.tab.inspector.person.stance.picker.button("sceptic").click()
    screen.settle()
    assert screen.seat("Ines").stance is Stance.SCEPTIC


def test_someone_in_no_unit_is_put_on_the_map_from_the_list(screen: Screen) -> None:
    screen.tab.show_view("list")
    mia = next(i for i in screen.tab.list.model.ids if i < 0)
    screen.tab.list.table.select_ids([mia], current=mia)
    screen.settle()
    screen.tab.inspector.person.seat_button.click()
    screen.settle()
    assert len(screen.tab.map.map.cards) == 4
    assert all(i > 0 for i in screen.tab.list.model.ids)


# --- beginning, units, dialog, pictures ----------------------------------------------------


def test_empty_account_shows_seven_ghosts_and_how_to_start(screen: Screen) -> None:
    screen.open(screen.empty)
    assert set(screen.tab.map.map.ghosts) == set(Role)
    assert screen.tab.panel.hint.isVisible()
    assert not screen.tab.panel.hint.known_button.isVisible()
    screen.tab.panel.hint.add_button.click()
    dialog = screen.dialog()
    dialog.email.setText("nonsense")
    dialog.save()
    assert dialog.fields["name"].error == "" or dialog.isVisible()
    screen.settle()
    assert dialog.fields["name"].error
    dialog.name.setText("Otto Frey")
    dialog.save()
    screen.settle()
    assert dialog.fields["email"].error
    dialog.email.setText("otto@wheels.example")
    dialog.save()
    screen.settle()
    assert len(screen.tab.map.map.cards) == 1
    assert not screen.tab.panel.hint.isVisible()
    assert set(screen.tab.map.map.ghosts) == set(Role), "nobody holds a role yet"


def test_naming_someone_known_puts_them_on_the_map_instead_of_adding_twice(
    screen: Screen,
) -> None:
    screen.key(Qt.Key.Key_P)
    dialog = screen.dialog()
    dialog.name.setText("mia berg")
    assert not dialog.email.isEnabled()
    dialog.save()
    screen.settle()
    people_now = screen.tab.people
    assert people_now is not None
    assert people_now.unseated == ()
    assert len(screen.tab.map.map.cards) == 4


def test_edit_dialog_keeps_the_seat_and_saves_the_rest(screen: Screen) -> None:
    screen.click("Ines")
    screen.key(Qt.Key.Key_E)
    dialog = screen.dialog()
    assert dialog.name.text() == "Ines Carvalho"
    dialog.title.setText("Managing Director")
    dialog.save()
    screen.settle()
    assert screen.seat("Ines").row.person.title == "Managing Director"
    assert screen.seat("Ines").boss == screen.seats["Ruth"]


def test_second_unit_has_its_own_map_and_can_be_removed(screen: Screen) -> None:
    tab = screen.tab
    tab.edits.add_unit("Service", tab.choose_new_unit)
    screen.settle()
    assert tab.unit is not None
    assert tab.unit.row is not None
    assert tab.unit.row.name == "Service"
    assert not tab.map.map.cards
    assert len(tab.people.unseated) == 1  # type: ignore[union-attr]
    tab.commands.run("unit.remove")
    screen.settle()
    assert len(tab.map.map.cards) == 3


def test_record_of_the_target_is_selected(screen: Screen) -> None:
    person = screen.seat("Daniel").row.person.id
    screen.tab.activate(Target("account", screen.account, "people", person))
    screen.settle()
    assert screen.tab.map.current is screen.card("Daniel")


def test_role_strip_counts_and_a_click_selects_the_holders(screen: Screen) -> None:
    strip = screen.tab.strip
    assert strip.counts[Role.DECIDER].accessibleName() == "Decider missing"
    strip.counts[Role.BUYER].click()
    screen.settle()
    assert screen.tab.map.selected_seats == [screen.seats["Daniel"]]


def test_map_is_saved_as_picture_drawing_and_document(screen: Screen, tmp_path: Path) -> None:
    screen.click("Ines")
    for name in ("map.png", "map.svg", "map.pdf"):
        save_map(screen.tab, tmp_path / name)
        screen.settle()
    image = QImage(str(tmp_path / "map.png"))
    assert image.width() > 400
    drawing = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert "Ines Carvalho" in drawing
    assert "<image" not in drawing, "lines and words, not pixels"
    assert "Phosphor" not in drawing, "icons are shapes: nobody else has the icon font"
    document = (tmp_path / "map.pdf").read_bytes()
    assert document.startswith(b"%PDF")
    assert document.count(b"/Type /Page\n") == 1
    assert screen.card("Ines").isSelected()
    failed: list[object] = []
    screen.ctx.failed.connect(failed.append)
    save_map(screen.tab, tmp_path / "no folder" / "map.png")
    screen.settle()
    assert "map.png could not be written" in str(failed[0])


def test_commands_without_a_person_do_nothing(screen: Screen) -> None:
    screen.tab.map.select(None)
    for command in ("edit", "reports_to", "influences", "remove", "leave", "step", "seat", "more"):
        screen.tab.commands.run(command)
    screen.settle()
    assert len(screen.tab.map.map.cards) == 3
