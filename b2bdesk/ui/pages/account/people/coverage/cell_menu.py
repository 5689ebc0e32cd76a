"""The small menu of a cell: how well, how well it should be, the match, and what lies behind."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.analytics.coverage import LEVELS
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, CoverageLevel
from b2bdesk.services.coverage_result import Cell, Column


def cell_menu(
    parent: QWidget, column: Column, cell: Cell, run: Callable[[str, int], object]
) -> QMenu:
    """The menu of a cell; ``run`` gets "level" or "wish" with a digit, "match", "open", "clear",
    or "person" with a person's id."""
    menu = QMenu(parent)

    def add(into: QMenu, words: str, what: str, value: int = 0) -> None:
        into.addAction(words.replace("&", "&&")).triggered.connect(
            lambda _checked=False: run(what, value)
        )

    if column.people:
        set_level = None if cell.suggested else cell.level
        _levels(menu, tr("How well"), "", set_level, lambda n: run("level", n))
    wish = None if cell.by_default else cell.desired
    if column.people or column.contact_class is not None:
        now = wish or CoverageLevel.UNKNOWN
        _levels(menu, tr("Wanted"), tr("Shift"), now, lambda n: run("wish", n))
    if column.contact_class is not None and not column.outside:
        match = menu.addAction(tr("Should be matched") + "\tM")
        match.setCheckable(True)
        match.setChecked(cell.matched)
        match.triggered.connect(lambda _checked=False: run("match", 0))
    menu.addSeparator()
    if column.people:
        add(menu, tr("See the exchanges") + "\t" + tr("Enter"), "open")
    for person in column.people[:6]:
        add(menu, tr("Open {name}", name=person.name), "person", person.id)
    menu.addSeparator()
    add(menu, tr("Clear") + "\t" + tr("Del"), "clear")
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _levels(
    menu: QMenu, title: str, shift: str, now: CoverageLevel | None, chosen: Callable[[int], object]
) -> None:
    menu.addSeparator()
    menu.addAction(title).setEnabled(False)
    group = QActionGroup(menu)
    for number, level in enumerate(LEVELS):
        words = tr(WORDS[level])
        if shift and number == 0:
            words = tr("No wish")
        keys = f"{shift}+{number}" if shift else str(number)
        action = menu.addAction(f"{words}\t{keys}")
        action.setCheckable(True)
        action.setChecked(level is now)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, n=number: chosen(n))
