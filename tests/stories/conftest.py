"""The whole program in its real window, on copies of the real workbooks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from b2bdesk.app import make_application, make_window
from b2bdesk.core.progress import Progress
from b2bdesk.core.resources import resource_path
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.services.file_settings import set_setting
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import run_import
from b2bdesk.services.sample import open_sample
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.storage.database import Database
from b2bdesk.ui.context import Target
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.tables.data_table import DataTable

DATA = Path(__file__).parents[1] / "data"
ADVENTURE_WORKS = resource_path("sample", "adventureworks_resellers.xlsx")
INVENTED = resource_path("sample", "invented.xlsx")
NORTHWIND = DATA / "northwind.xlsx"
ONLINE_RETAIL = DATA / "uci_online_retail_ii_export_markets.xlsx"

W = TypeVar("W", bound=QWidget)

TODAY = date(2026, 11, 22)
LONG = 60_000


class Desk:
    """One user at one window: does what a user does and waits as a user waits."""

    def __init__(self, window: MainWindow, qtbot: QtBot, folder: Path) -> None:
        self.window, self.qtbot, self.folder = window, qtbot, folder
        self.ctx = window.ctx
        self.crashes: list[BaseException] = []

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        for _ in range(4):
            QApplication.processEvents()
            self.qtbot.waitUntil(lambda: not self.ctx.tasks.busy, timeout=LONG)
        QApplication.processEvents()

    def front(self) -> None:
        """Bring the window to the front: without a window manager nobody else does."""
        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow, timeout=LONG)

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
        return int(str(self.sql("SELECT id FROM account WHERE name = ?", name)))

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
        self.front()
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
        labels = (inside or self.window).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def spoken(self, inside: QWidget | None = None) -> str:
        """Every label on show and every accessible name on show: what a screen reader reaches."""
        widgets = (inside or self.window).findChildren(QWidget)
        names = [w.accessibleName() for w in widgets if w.isVisible() and w.accessibleName()]
        return "\n".join([self.texts(inside), *names])

    def the(self, kind: type[W], name: str, inside: QWidget | None = None) -> W:
        """The one control on show of a kind with this accessible name, or one that begins so."""
        found = [
            widget
            for widget in (inside or self.window).findChildren(kind)
            if widget.isVisible() and widget.accessibleName().startswith(name)
        ]
        found = [widget for widget in found if widget.accessibleName() == name] or found
        assert len(found) == 1, f"{len(found)} × {kind.__name__} {name!r}"
        return found[0]

    def has_button(self, words: str, inside: QWidget | None = None) -> bool:
        """Whether a button with these words is on show."""
        buttons = (inside or self.window).findChildren(QAbstractButton)
        return any(b.isVisible() and words in (b.text(), b.accessibleName()) for b in buttons)

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        """The one button on show with these words."""
        found = [
            button
            for button in (inside or self.window).findChildren(QAbstractButton)
            if button.isVisible() and words in (button.text(), button.accessibleName())
        ]
        assert len(found) == 1, f"{len(found)} buttons {words!r}"
        return found[0]

    def push(self, words: str, inside: QWidget | None = None) -> None:
        """Click the button with these words."""
        self.click(self.button(words, inside))

    def choose(self, box: QComboBox, words: str) -> None:
        """Choose an entry of a list as a user does."""
        assert box.isVisible()
        assert box.isEnabled()
        number = box.findText(words)
        assert number >= 0, [box.itemText(n) for n in range(box.count())]
        box.setCurrentIndex(number)
        box.activated.emit(number)
        self.settle()

    def menu_of(self, button: QPushButton) -> QMenu:
        """The menu of a button, filled as when it opens."""
        menu = button.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        return menu

    def pop_up(self, button: QPushButton) -> QMenu:
        """Open the menu of a button on the screen, for what is typed into it."""
        menu = button.menu()
        assert isinstance(menu, QMenu)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        self.settle()
        return menu

    def pick(self, menu: QMenu, words: str) -> None:
        """Choose the entry of a menu that begins so."""
        found = [a for a in menu.findChildren(QAction) if a.text().startswith(words)]
        assert len(found) == 1, [a.text() for a in menu.actions()]
        found[0].trigger()
        self.settle()

    def type_over(self, field: QLineEdit, text: str, *, enter: bool = False) -> None:
        """Replace what stands in a field."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()
        if text:
            QTest.keyClicks(field, text)
        else:
            QTest.keyClick(field, Qt.Key.Key_Delete)
        if enter:
            QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def dialog(self) -> QDialog:
        """The one dialog that is open."""
        found = [d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog)]
        open_now = [d for d in found if d.isVisible()]
        assert len(open_now) == 1, [d.windowTitle() for d in open_now]
        return open_now[0]

    def type_into(self, inside: QWidget, name: str, text: str) -> None:
        """Type into the field with this accessible name."""
        self.type_over(self.the(QLineEdit, name, inside), text)

    def key(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier,
    ) -> None:
        """A shortcut of the window, wherever the focus is."""
        self.press(key, modifier, self.window.focusWidget() or self.window)

    def has_table(self, name: str) -> bool:
        """Whether the table with this accessible name is on show."""
        tables = self.window.findChildren(DataTable)
        return any(t.isVisible() and t.view.accessibleName() == name for t in tables)

    def table(self, name: str) -> DataTable[Any]:
        """The table on show with this accessible name."""
        found = [
            table
            for table in self.window.findChildren(DataTable)
            if table.isVisible() and table.view.accessibleName() == name
        ]
        assert len(found) == 1, f"{len(found)} tables {name!r}"
        return found[0]

    @staticmethod
    def cell(table: DataTable[Any], row: int, column: str) -> str:
        """What a cell shows; the row by its number, the column by its key."""
        model = table.model
        return str(model.data(model.index(row, model.column_number(column))))

    @classmethod
    def column(cls, table: DataTable[Any], column: str) -> list[str]:
        """What a column shows, downward."""
        return [cls.cell(table, row, column) for row in range(table.model.rowCount())]

    def import_file(self, path: Path) -> None:
        """Bring in a workbook through the guided import, as it is recognised."""
        self.window.import_path(str(path))
        self.settle()
        buttons = [b for b in self.window.findChildren(QPushButton) if b.isVisible()]
        self.click(next(b for b in buttons if b.text().startswith("Import ") and "row" in b.text()))

    @property
    def said(self) -> list[str]:
        """What the toasts said, oldest first."""
        return self.window.toasts.said

    @property
    def error(self) -> str:
        """What the error banner says; empty where there is none."""
        return self.window.banners.error_text()


@pytest.fixture(scope="session")
def _built(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], None]], Path]:
    """Builds a file once for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def build(name: str, make: Callable[[Path], None]) -> Path:
        path = folder / f"{name}-master.b2bdesk"
        with FileLock(str(path) + ".building"):
            if not path.exists():
                made = folder / f"{name}-building.b2bdesk"
                made.unlink(missing_ok=True)
                make(made)
                made.replace(path)
        return path

    return build


Built = Callable[[str, Callable[[Path], None]], Path]


def bring(path: Path, workbook: Path, currency: str) -> None:
    """A new file with a workbook in it, through the program's import."""
    database = Database.create(path)
    try:
        database.write("Set the currency", lambda s: set_setting(s, "currency", currency))
        with open_workbook(workbook, Progress()) as book:
            mappings = suggest_workbook(book.look())
            run_import(database, book, mappings, ImportOptions(currency=currency), Progress())
    finally:
        database.close()


@pytest.fixture
def sample(_built: Built, tmp_path: Path) -> Path:
    """A copy of the sample that the test may change."""
    master = _built("sample", lambda path: open_sample(path).close())
    return Path(shutil.copy(master, tmp_path / "sample.b2bdesk"))


@pytest.fixture
def online_retail(_built: Built, tmp_path: Path) -> Path:
    """A file with the UCI workbook in it: neither costs nor names."""
    master = _built("retail", lambda path: bring(path, ONLINE_RETAIL, "GBP"))
    return Path(shutil.copy(master, tmp_path / "retail.b2bdesk"))


@pytest.fixture
def northwind(_built: Built, tmp_path: Path) -> Path:
    """A file with the Northwind workbook in it."""
    master = _built("northwind", lambda path: bring(path, NORTHWIND, "USD"))
    return Path(shutil.copy(master, tmp_path / "northwind.b2bdesk"))


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Says which file the next file dialogs return; None is Cancel."""

    def choose(path: Path | None) -> None:
        answer = (str(path or ""), "")
        for dialog in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, dialog, lambda *_a, **_k: answer)

    return choose


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
        desk.crashes = crashes
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.window.close()
        desk.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert [crash for desk in desks for crash in desk.crashes] == []
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == []


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    """The program, started without a file."""
    return make_desk()
