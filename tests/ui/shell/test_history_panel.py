"""The history drawer: what it says of undo and redo."""

from __future__ import annotations

from helpers.desk import Desk, settle
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from b2bdesk.models import Account
from b2bdesk.services import history
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.shell.history_panel import HistoryPanel


def test_an_undo_and_the_redo_after_it_are_told_apart(
    qtbot: QtBot, ctx: AppContext, desk: Desk, database: Database
) -> None:
    def rename(session: object) -> None:
        session.get(Account, desk.brakes).name = "Brakes"  # type: ignore[attr-defined]

    database.write("Rename account", rename)
    history.undo(database)
    history.redo(database)
    panel = HistoryPanel(ctx)
    qtbot.addWidget(panel)
    panel.show_account(desk.brakes, "Brakes")
    settle(qtbot, ctx)
    said = [label.text() for label in panel.findChildren(QLabel)]
    assert "Redid: Rename account" in said
    assert "Undid: Rename account" in said
    assert said.index("Redid: Rename account") < said.index("Undid: Rename account")
