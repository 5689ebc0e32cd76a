"""The whole program in its real window, on copies of the real workbooks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from b2bdesk.app import make_application, make_window
from b2bdesk.services.sample import open_sample
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.ui.context import Target
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.pages.page import Page

TODAY = date(2026, 11, 22)
LONG = 60_000


class Desk:
    """One user at one window: does what a user does and waits as a user waits."""

    def __init__(self, window: MainWindow, qtbot: QtBot, folder: Path) -> None:
        self.window, self.qtbot, self.folder = window, qtbot, folder
        self.ctx = window.ctx

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        for _ in range(4):
            QApplication.processEvents()
            self.qtbot.waitUntil(lambda: not self.ctx.tasks.busy, timeout=LONG)
        QApplication.processEvents()

    def open(self, path: Path) -> None:
        """Open a file."""
        self.window.files.open(path)
        self.settle()

    def new(self, name: str = "mine.b2bdesk") -> Path:
        """Make a new file and open it."""
        path = self.folder / name
        self.window.files.create(path)
        self.settle()
        return path

    def go(self, page: str, account: str = "", tab: str = "") -> Page:
        """Show a page, or a tab of the account with this name."""
        number = self.account(account) if account else None
        self.ctx.go(Target(page, number, tab))
        self.settle()
        shown = self.page()
        if page == "account":
            shown = shown.current_tab()  # type: ignore[attr-defined]
        return shown

    def page(self) -> Page:
        """The page on show."""
        shown = self.window.current_page()
        assert shown is not None
        return shown

    def account(self, name: str) -> int:
        """The id of the one account with this name."""
        return int(self.sql("SELECT id FROM account WHERE name = ?", name))

    def sql(self, statement: str, *values: object) -> object:
        """One value of the open file, read beside the program."""
        database = self.ctx.database
        assert database is not None
        with database.read() as session:
            return session.connection().exec_driver_sql(statement, values).scalar()

    def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of the open file, read beside the program."""
        database = self.ctx.database
        assert database is not None
        with database.read() as session:
            found = session.connection().exec_driver_sql(statement, values)
            return [tuple(row) for row in found]

    def keys(self, widget: QWidget, text: str) -> None:
        """Type a text."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClicks(widget, text)
        QApplication.processEvents()

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        widget: QWidget | None = None,
    ) -> None:
        """Press a key in a widget, or where the focus is."""
        target = widget or self.window.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)
        self.settle()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget that is there and enabled."""
        assert widget.isVisible(), f"{widget} is not on show"
        assert widget.isEnabled(), f"{widget} is not enabled"
        if at is None:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        else:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def run(self, action: str) -> None:
        """Run an action by its key, as menu, palette and shortcut do."""
        self.window.run_action(action)
        self.settle()

    def find(self, kind: type[QObject], name: str) -> list[QObject]:
        """Controls on show of a kind whose accessible name begins so."""
        return [
            widget
            for widget in self.window.findChildren(kind)
            if isinstance(widget, QWidget)
            and widget.isVisible()
            and widget.accessibleName().startswith(name)
        ]

    def texts(self, inside: QWidget | None = None) -> str:
        """Every label on show, one a line."""
        from PySide6.QtWidgets import QLabel

        labels = (inside or self.window).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    @property
    def said(self) -> list[str]:
        """What the toasts said, oldest first."""
        return self.window.toasts.said

    @property
    def error(self) -> str:
        """What the error banner says; empty where there is none."""
        return self.window.banners.error_text()


@pytest.fixture(scope="session")
def _sample_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built once for all workers."""
    folder = tmp_path_factory.getbasetemp().parent
    path = folder / "sample-master.b2bdesk"
    with FileLock(str(path) + ".building"):
        if not path.exists():
            made = folder / "sample-building.b2bdesk"
            made.unlink(missing_ok=True)
            open_sample(made).close()
            made.replace(path)
    return path


@pytest.fixture
def sample(_sample_master: Path, tmp_path: Path) -> Path:
    """A copy of the sample that the test may change."""
    return Path(shutil.copy(_sample_master, tmp_path / "sample.b2bdesk"))


@pytest.fixture
def make_desk(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Iterator[Callable[[], Desk]]:
    """Starts the program; calling it again after closing is a restart."""
    store_path = tmp_path / "preferences.json"
    desks: list[Desk] = []

    def make() -> Desk:
        store = PreferenceStore(store_path)
        if not store_path.exists():
            store.change(theme="light", locale="en_US", language="en")
        make_application(store)
        window = make_window(store)
        window.ctx.today = lambda: TODAY
        crashes: list[BaseException] = []
        window.ctx.tasks.crashed.connect(crashes.append)
        window.resize(1440, 900)
        window.show()
        desk = Desk(window, qtbot, tmp_path)
        desk.crashes = crashes  # type: ignore[attr-defined]
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.window.close()
        desk.window.deleteLater()
        QApplication.processEvents()
        assert desk.crashes == []  # type: ignore[attr-defined]


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    """The program, started without a file."""
    return make_desk()
