"""The map by keyboard: Tab and arrows walk, letters take tools, Enter, Delete and digits act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.ghost import GhostCard
from b2bdesk.ui.canvas.tools import CONFLICTS, HAND, INFLUENCES, REPORTS, SELECT

if TYPE_CHECKING:
    from b2bdesk.ui.canvas.view import MapView

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOOLS = {Qt.Key.Key_V: SELECT, Qt.Key.Key_H: HAND}
_LINES = {Qt.Key.Key_R: REPORTS, Qt.Key.Key_I: INFLUENCES, Qt.Key.Key_C: CONFLICTS}
_FOLDS = {
    Qt.Key.Key_Space: None,
    Qt.Key.Key_Plus: False,
    Qt.Key.Key_Minus: True,
}
_STEP = 80  # pixels that an arrow moves the map by
_COMMANDS = {
    Qt.Key.Key_P: "add",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_N: "step",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def first_keys() -> list[tuple[str, str]]:
    """(keys, words) of the map for the status bar."""
    return [
        (tr("Tab"), tr("next person")),
        (tr("Arrows"), tr("follow lines")),
        ("P", tr("add person")),
        ("I", tr("influence")),
    ]


def map_keys() -> list[tuple[str, str]]:
    """(keys, words) of the map beyond those that the status bar names."""
    return [
        ("V", tr("select")),
        ("H", tr("move the map")),
        ("R", tr("reports to")),
        ("C", tr("conflicts with")),
        ("1–5", tr("influence of the selected")),
        ("E", tr("edit person")),
        ("N", tr("next step")),
        ("Delete", tr("remove from the map")),
        (tr("Space"), tr("fold or unfold the branch")),
        ("+ −", tr("unfold, fold the branch")),
        (tr("Shift + arrows"), tr("select several")),
        (tr("Ctrl + arrows"), tr("move the selected cards")),
        (tr("H, then arrows"), tr("move over the map")),
        ("Ctrl + −", tr("zoom")),
        ("0", tr("show all")),
    ]


def handle(view: MapView, event: QKeyEvent) -> bool:
    """Do what a key asks for; False when it is no key of the map."""
    key = Qt.Key(event.key())
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return _with_control(view, key)
    if event.modifiers() == Qt.KeyboardModifier.ShiftModifier and key in _ARROWS:
        _walk(view, *_ARROWS[key], add=True)
        return True
    if key in _FOLDS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        if isinstance(view.current, PersonCard):
            view.fold_asked.emit(view.current.seat.id, _FOLDS[key])
        return True
    if event.modifiers() not in _PLAIN:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            return _with_control(view, key)
        return False
    if event.text().isalpha() and not letters_on():
        return False
    if key in _ARROWS and view.tool == HAND:
        dx, dy = _ARROWS[key]
        view.pan(QPoint(-dx * _STEP, -dy * _STEP))
    elif key in _ARROWS:
        _walk(view, *_ARROWS[key])
    elif key in _TOOLS:
        view.set_tool(_TOOLS[key])
    elif key in _LINES:
        _line(view, _LINES[key])
    elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        _enter(view)
    elif key == Qt.Key.Key_0:
        view.fit_all()
    elif Qt.Key.Key_1 <= key <= Qt.Key.Key_5 and view.selected_seats:
        view.influence_typed.emit(key - Qt.Key.Key_0)
    elif key == Qt.Key.Key_N and isinstance(view.current, GhostCard):
        view.ghost_asked.emit(view.current.role, "ask")
    elif key in _COMMANDS:
        view.command.emit(_COMMANDS[key])
    elif key == Qt.Key.Key_Escape and (view.tool != SELECT or view.current is not None):
        if view.tool != SELECT:
            view.set_tool(SELECT)
        else:
            view.select(None)
    else:
        return False
    return True


def _with_control(view: MapView, key: Qt.Key) -> bool:
    if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        view.step_zoom(1)
    elif key == Qt.Key.Key_Minus:
        view.step_zoom(-1)
    elif key == Qt.Key.Key_0:
        view.set_zoom(1.0)
    elif key == Qt.Key.Key_A:
        for card in view.map.cards.values():
            card.setSelected(True)
    elif key in _ARROWS:
        view.nudge(*_ARROWS[key])
    else:
        return False
    return True


def _line(view: MapView, kind: str) -> None:
    """With a person at hand the letter asks for the other end; without, it takes the tool."""
    if isinstance(view.current, PersonCard):
        view.command.emit(kind)
    else:
        view.set_tool(kind)


def _enter(view: MapView) -> None:
    if isinstance(view.current, GhostCard):
        view.ghost_asked.emit(view.current.role, "add")
    else:
        view.command.emit("inspect")


def _walk(view: MapView, dx: int, dy: int, *, add: bool = False) -> None:
    current = view.current
    if not isinstance(current, PersonCard | GhostCard):
        view.step_current(True)
        return
    target: PersonCard | GhostCard | None = None
    if isinstance(current, PersonCard) and dy < 0 and current.seat.boss is not None:
        target = view.map.cards.get(current.seat.boss)
    elif isinstance(current, PersonCard) and dy > 0:
        target = next(iter(view.map.reports_of(current.seat.id)), None)
    if target is None:
        target = _nearest(view, current, dx, dy)
    if target is not None:
        view.select(target, add=add)
        view.reveal(target)


def _nearest(
    view: MapView, current: PersonCard | GhostCard, dx: int, dy: int
) -> PersonCard | GhostCard | None:
    """The closest card in a direction; one to the side counts less than one straight ahead."""

    def cost(item: PersonCard | GhostCard) -> float:
        ahead = (item.x() - current.x()) * dx + (item.y() - current.y()) * dy
        aside = abs(item.x() - current.x()) * abs(dy) + abs(item.y() - current.y()) * abs(dx)
        return ahead + 3 * aside

    def is_ahead(item: PersonCard | GhostCard) -> bool:
        return (item.x() - current.x()) * dx + (item.y() - current.y()) * dy > 1

    ahead = [item for item in view.map.reading_order() if item is not current and is_ahead(item)]
    return min(ahead, key=cost, default=None)
