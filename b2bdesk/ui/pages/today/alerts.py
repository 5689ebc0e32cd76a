"""What can be done with an alert on Today: let it rest, wake it, plan a next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.next_steps import wake_next_step
from b2bdesk.services.snoozes import ALERT_WORDS, Alert, alert_key, snooze_alert, wake_alert
from b2bdesk.services.today import Resting
from b2bdesk.ui.actions.letters import letters_on
from b2bdesk.ui.composer.next_steps import SNOOZES
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.row_list import RowList


@dataclass(frozen=True, slots=True)
class About:
    """The account an alert is about, and the record where an account has several."""

    account: int
    name: str
    record: int | None = None


@dataclass(frozen=True, slots=True)
class AlertList:
    """A list of alerts: ``about`` tells of a row what it is about, ``plan`` what one may do."""

    alert: Alert
    panel: RowList[Any]
    about: Callable[[Any], About]
    plan: str


class AlertActions(QObject):
    """Keys and menus of the lists. ``plan(account, words)`` opens the line for a next step."""

    def __init__(
        self,
        ctx: AppContext,
        owner: QWidget,
        lists: tuple[AlertList, ...],
        resting: RowList[Resting],
        plan: Callable[[int, str], None],
    ) -> None:
        super().__init__(owner)
        self._ctx, self._owner, self._lists, self._plan = ctx, owner, lists, plan
        self._resting = resting
        for each in lists:
            each.panel.table.context_requested.connect(partial(self._on_menu, each))
        resting.table.context_requested.connect(self._on_resting_menu)

    def handle(self, event: QKeyEvent) -> bool:
        """S rests, N plans, W wakes in the list that has the keyboard; True where it was one."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not letters_on():
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_W and self._resting.table.view.hasFocus():
            row = self._resting.table.current_id
            if row is not None:
                self.wake(row)
            return True
        for each in self._lists:
            row = each.panel.table.current_id
            if each.panel.table.view.hasFocus() and row is not None:
                if key == Qt.Key.Key_S:
                    self.snooze(each, row)
                elif key == Qt.Key.Key_N:
                    self.plan(each, row)
                else:
                    return False
                return True
        return False

    def snooze(self, where: AlertList, row: int, days: int = 7) -> None:
        """Let an alert rest; the toast takes it back."""
        about = self._about(where, row)
        if about is None:
            return
        as_of, key = self._ctx.as_of, alert_key(where.alert, about.record)
        until = formats().weekday(as_of + timedelta(days=days), as_of)
        what = f"{tr(ALERT_WORDS[where.alert])}, {about.name}"
        self._ctx.write(
            tr("Snooze “{what}”", what=what),
            self._owner,
            lambda s: snooze_alert(s, about.account, key, as_of, days),
            toast=tr("Rests until {day}: {what}", day=until, what=what),
        )

    def plan(self, where: AlertList, row: int) -> None:
        """Open the line for a next step of the account."""
        about = self._about(where, row)
        if about is not None:
            self._plan(about.account, tr(where.plan, account=about.name))

    def wake(self, row: int) -> None:
        """See again what rests."""
        found = self._resting.table.model.row(row)
        if found is None:
            return
        what = found.what if found.step else f"{found.what}, {found.account}"
        wake = wake_next_step if found.step else wake_alert
        self._ctx.write(
            tr("Wake “{what}”", what=what),
            self._owner,
            lambda s: wake(s, row),
            toast=tr("Awake again: {what}", what=what),
        )

    @staticmethod
    def _about(where: AlertList, row: int) -> About | None:
        found = where.panel.table.model.row(row)
        return None if found is None else where.about(found)

    def _on_menu(self, where: AlertList, row: int, spot: QPoint) -> None:
        menu = QMenu(self._owner)
        menu.addAction(tr("Open"), lambda: where.panel.opened.emit(row))
        rest = menu.addMenu(tr("Snooze"))
        for days, words in SNOOZES:
            rest.addAction(tr(words), partial(self.snooze, where, row, days))
        menu.addAction(tr("Plan a next step"), lambda: self.plan(where, row))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    def _on_resting_menu(self, row: int, spot: QPoint) -> None:
        menu = QMenu(self._owner)
        menu.addAction(tr("Wake"), lambda: self.wake(row))
        menu.addAction(tr("Open account"), lambda: self._resting.opened.emit(row))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)
