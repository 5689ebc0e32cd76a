"""The portfolio page as a picture, drawn without a display."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import Formats, formats, set_formats
from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage
from b2bdesk.ui.tasks.runner import TaskRunner
from b2bdesk.ui.theme import theme as look

_SIZE = (1248, 832)  # the page's part of a window of 1440 by 900
_PATIENCE_MS = 120_000


def render_portfolio(
    database: Database,
    path: Path,
    *,
    dark: bool = False,
    today: Callable[[], date] = date.today,
) -> None:
    """Draw the portfolio page of a file into a PNG; ``FileError`` where it cannot be written."""
    existing = QApplication.instance()
    if existing is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    mode = look.Mode.DARK if dark else look.Mode.LIGHT
    if existing is None or look.theme().mode is not mode:
        look.apply(app, mode)
    with database.read() as session:
        info = get_file_info(session, today())
    before = formats()
    set_formats(Formats(before.locale, info.currency))
    tasks = TaskRunner()
    ctx = AppContext(tasks, today=today)
    ctx.use(database, info)
    page = PortfolioPage(ctx)
    try:
        page.resize(*_SIZE)
        page.show()
        page.activate(Target(page.key))
        _settle(app, tasks)
        if not page.grab().save(str(path), "PNG"):
            raise FileError(
                tr("The picture could not be written to {name}", name=path.name),
                tr("Choose another folder."),
            )
    finally:
        tasks.shut_down()
        page.close()
        page.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        set_formats(before)


def _settle(app: QApplication, tasks: TaskRunner) -> None:
    """Let the reads arrive, and what they start in turn."""
    deadline = QDeadlineTimer(_PATIENCE_MS)
    quiet = 0
    while quiet < 5 and not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        quiet = 0 if tasks.busy else quiet + 1
