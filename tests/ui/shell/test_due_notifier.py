"""What is due is told once, when a file opens and when the day changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.desk import TODAY, Desk, reload, settle
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.next_steps import StepDraft, add_next_step
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.shell.due_notifier import DueNotifier


class Told(DueNotifier):
    """Keeps what it would have shown."""

    def __init__(self, *args: object) -> None:
        self.said: list[str] = []
        super().__init__(*args)  # type: ignore[arg-type]

    def show_message(self, title: str, text: str) -> None:
        self.said.append(f"{title}: {text}")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def plan(database: Database, desk: Desk, days: int) -> None:
    draft = StepDraft("Call", TODAY + timedelta(days=days), owner=desk.lena)
    database.write("Plan", lambda s: add_next_step(s, draft, TODAY, None, account=desk.brakes))


def test_once_at_the_start_and_once_each_day(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk, window: QWidget, tmp_path: Path
) -> None:
    plan(database, desk, 0)
    plan(database, desk, -3)
    plan(database, desk, 1)
    told = Told(ctx, PreferenceStore(tmp_path / "p.json"), window)
    reload(ctx, database)
    settle(qtbot, ctx)
    first = "B2BDesk: today: 1 follow-up is due today\n1 follow-up is overdue"
    assert told.said == [first]
    ctx.info_changed.emit()
    told.look_at_the_day()
    settle(qtbot, ctx)
    assert told.said == [first], "the same day is not told twice"
    tomorrow: date = TODAY + timedelta(days=1)
    database.write("Day", lambda s: set_setting(s, "as_of", tomorrow.isoformat()))
    ctx.today = lambda: tomorrow
    told.look_at_the_day()
    settle(qtbot, ctx)
    assert told.said[1:] == ["B2BDesk: today: 1 follow-up is due today\n2 follow-ups are overdue"]


def test_nothing_due_and_switched_off_are_silent(
    qtbot: QtBot, ctx: AppContext, database: Database, desk: Desk, window: QWidget, tmp_path: Path
) -> None:
    store = PreferenceStore(tmp_path / "p.json")
    told = Told(ctx, store, window)
    reload(ctx, database)
    settle(qtbot, ctx)
    assert told.said == []
    plan(database, desk, 0)
    store.change(notify_due=False)
    other = Told(ctx, store, window)
    ctx.info_changed.emit()
    settle(qtbot, ctx)
    assert other.said == []


def test_a_desktop_without_a_tray_is_left_in_peace(
    ctx: AppContext, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    notifier = DueNotifier(ctx, PreferenceStore(tmp_path / "p.json"), window)
    notifier.show_message("Title", "Text")
    assert notifier.findChildren(QSystemTrayIcon) == []
