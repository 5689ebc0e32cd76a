"""Composition root: preferences, language, theme, tasks, context and the window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from b2bdesk.core.i18n import available_languages, set_language
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import Formats, set_formats
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.shell.due_notifier import DueNotifier
from b2bdesk.ui.shell.order_reader import OrderReader
from b2bdesk.ui.tasks.garbage import hold_garbage
from b2bdesk.ui.tasks.runner import TaskRunner
from b2bdesk.ui.theme.focus import install_focus_ring
from b2bdesk.ui.theme.theme import apply


def make_application(store: PreferenceStore) -> QApplication:
    """The Qt application in the chosen language, look and formats."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    hold_garbage(app)
    app.setApplicationName("B2BDesk")
    app.setDesktopFileName("b2bdesk")
    wanted = store.value.language or QLocale.system().name().split("_")[0]
    language = wanted if wanted in available_languages() else "en"
    set_language(language)
    _translate_qt(app, language)
    set_formats(Formats(store.value.locale or None))
    look = apply(app, store.value.theme)
    look.set_text_scale(store.value.text_scale)
    install_focus_ring(app)
    return app


def _translate_qt(app: QApplication, language: str) -> None:
    """Qt's own words (dialog buttons, text field menus, key names) in ``language``."""
    for kept in app.findChildren(QTranslator):
        app.removeTranslator(kept)
        kept.deleteLater()
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and words.load(f"qtbase_{language}", folder):
        app.installTranslator(words)


def make_window(store: PreferenceStore) -> MainWindow:
    """The window with everything it needs; no file is open yet."""
    tasks = TaskRunner()
    ctx = AppContext(tasks)
    ctx.preferences = store
    window = MainWindow(ctx, store)
    tasks.setParent(window)
    ctx.setParent(window)
    DueNotifier(ctx, store, window)
    OrderReader(ctx, window)
    return window


def run(path: Path | None = None, *, sample: bool = False) -> int:
    """Open the program on a file, on the sample, on the last file, or on the first-run page."""
    store = PreferenceStore()
    app = make_application(store)
    window = make_window(store)
    window.show()
    last = Path(store.value.last_file) if store.value.last_file else None
    if sample:
        window.files.open_sample()
    elif path is not None:
        window.files.open(path)
    elif last is not None and last.exists():
        window.files.open(last)
    return app.exec()
