"""Logging an exchange, from the Enter key until it is on show, however much is stored.

    python benchmarks/log_exchange.py [rounds] [keep]

The real window, drawn off the screen, with the exchanges of one account on show; a line is typed,
and the clock runs from Enter until the whole frame with the new row in its list is drawn. The
window's own event loop waits for it, as in the program. Once with a thousand exchanges
stored and once with a million, the latter kept at the path ``keep`` where one is given. The floor
of each is a bare INSERT of the same row and its COMMIT, on the same file with the same durable
settings, without journal, search index or window.

Then a month of 10,000 exchanges is scrolled from end to end: the slowest frame of that list
beside that of an empty one, in processor time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from measure import print_table, private_folder, rounds, timed
from search import TODAY, fill

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from b2bdesk.ui.main_window import MainWindow
    from b2bdesk.ui.pages.account.exchanges.exchanges_tab import ExchangesTab

LINE = "call {who} 20m + price list number {n} accepted; send quote by Fri"
FRAMES = 300
_PATIENCE = 20


def make(path: Path, exchanges: int) -> None:
    """A file with so many exchanges, and the one account that is looked at with 200 of them."""
    from b2bdesk.services.file_settings import set_setting
    from b2bdesk.storage.database import Database

    database = Database.create(path)
    took = timed(lambda: database.write("Fill", lambda s: fill(s, exchanges)))
    database.write("Set", lambda s: set_setting(s, "as_of", TODAY.isoformat()))
    database.close()
    size = path.stat().st_size / 1e6
    print(f"{exchanges:,} exchanges stored and indexed in {took:.0f} s, {size:,.0f} MB", flush=True)


def settle(app: QApplication, window: MainWindow) -> None:
    """Let every read arrive."""
    quiet = 0
    while quiet < 5:
        app.processEvents()
        time.sleep(0.005)
        quiet = 0 if window.ctx.tasks.busy else quiet + 1


def open_tab(app: QApplication, window: MainWindow, path: Path, account: int) -> ExchangesTab:
    """The exchanges of an account, on show."""
    from b2bdesk.ui.context import Target
    from b2bdesk.ui.pages.account.exchanges.exchanges_tab import ExchangesTab

    window.files.open(path)
    settle(app, window)
    window.ctx.go(Target("account", account, "exchanges"))
    settle(app, window)
    return next(tab for tab in window.findChildren(ExchangesTab) if tab.isVisible())


def logging(
    app: QApplication, window: MainWindow, tab: ExchangesTab
) -> Callable[[], tuple[float, float]]:
    """Seconds from Enter to the new row drawn, and the processor time of it in all threads."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
    from PySide6.QtTest import QTest

    view, line = tab.panel.view, tab.composer.line
    numbers = iter(range(1_000_000))

    loop = QEventLoop()

    class Watch(QObject):
        drawn = cpu = 0.0
        wanted = ""
        seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and view.current_id is not None:
                row = view.timeline.row(view.current_id)
                self.seen = row is not None and row.subject == self.wanted
            if event.type() != QEvent.Type.UpdateRequest or watched is not window or self.drawn:
                return False
            window.event(event)  # the whole frame is painted in here
            if self.seen:
                self.drawn, self.cpu = time.perf_counter(), time.process_time()
                loop.quit()
            return True

    watch = Watch(window)
    patience = QTimer(watch)
    patience.setSingleShot(True)
    patience.setInterval(_PATIENCE * 1_000)
    patience.timeout.connect(loop.quit)
    view.viewport().installEventFilter(watch)
    window.installEventFilter(watch)

    def log() -> tuple[float, float]:
        number = next(numbers)
        watch.drawn, watch.seen, watch.wanted = 0.0, False, f"Price list number {number} accepted"
        line.setText(LINE.format(n=number, who=line.names[0].name))
        line.suggestions.hide()
        settle(app, window)
        patience.start()
        start, cpu = time.perf_counter(), time.process_time()
        QTest.keyClick(line, Qt.Key.Key_Return)
        if not watch.drawn:
            loop.exec()
        if not watch.drawn:
            raise TimeoutError(tab.composer.hints.text or "nothing was drawn")
        settle(app, window)
        return watch.drawn - start, watch.cpu - cpu

    return log


def bare(path: Path, account: int) -> Callable[[], float]:
    """The row by itself, on a connection of its own."""
    from b2bdesk.core.dates import noon_of
    from b2bdesk.storage import driver

    connection = driver.connect(path)
    driver.set_up_writer(connection)
    first = connection.execute("SELECT max(id) FROM exchange").fetchone()[0] + 1
    numbers = iter(range(first, first + 1_000_000))

    def insert() -> None:
        number = next(numbers)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO exchange(id, account_id, at, direction, kind, channel, subject, minutes,"
            " sentiment) VALUES (?, ?, ?, 'outbound', 'communication', 'call', ?, 20, 1)",
            (number, account, noon_of(TODAY), f"Price list number {number} accepted"),
        )
        connection.execute("COMMIT")

    return lambda: timed(insert)


def scrolling(app: QApplication, exchanges: int) -> list[float]:
    """Processor seconds of each frame while a month with so many is scrolled from end to end."""
    from b2bdesk.models.enums import Channel, Direction, ExchangeKind
    from b2bdesk.queries.exchanges import ExchangeKey, ExchangeRow, NamedRow
    from b2bdesk.ui.pages.exchanges.timeline_model import TimelineModel
    from b2bdesk.ui.pages.exchanges.timeline_view import TimelineView

    month = TODAY.replace(day=1)
    keys = [
        ExchangeKey(n, month + timedelta(days=27 - 28 * n // exchanges), Direction.OUTBOUND, 10)
        for n in range(exchanges)
    ]

    def row(number: int) -> ExchangeRow:
        return ExchangeRow(
            number, 1, "Account", keys[number].on, Direction.OUTBOUND, ExchangeKind.COMMUNICATION,
            Channel.CALL, f"Call number {number} about the delivery", "Waits for stock news. " * 3,
            10, 1, None, None, False, None, None,
            (NamedRow(1, "Ruth Nowak"), NamedRow(2, "Ines Carvalho")), (), None,
        )  # fmt: skip

    view = TimelineView(TimelineModel(lambda ids: view.give_rows({n: row(n) for n in ids})))
    view.resize(860, 620)
    view.show_keys(keys, TODAY, frozenset())
    view.show()
    app.processEvents()
    bar = view.verticalScrollBar()
    found = []
    for frame in range(FRAMES):
        start = time.process_time()
        bar.setValue(bar.maximum() * frame // FRAMES)
        view.viewport().repaint()
        app.processEvents()
        found.append(time.process_time() - start)
    view.deleteLater()
    return found


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with private_folder() as folder:
        from b2bdesk.app import make_application, make_window
        from b2bdesk.settings.preferences import PreferenceStore

        store = PreferenceStore(folder / "preferences.json")
        app = make_application(store)
        account = (1 << 40) + 100
        for exchanges in (1_000, 1_000_000):
            path = folder / f"{exchanges}.b2bdesk"
            if exchanges == 1_000_000 and len(sys.argv) > 2:
                path = Path(sys.argv[2])
            if not path.exists():
                make(path, exchanges)
            window = make_window(store)
            window.ctx.today = lambda: TODAY
            window.resize(1440, 900)
            window.show()
            tab = open_tab(app, window, path, account)
            log = logging(app, window, tab)
            log()  # the first one also loads what later ones find loaded
            shown = [log() for _ in range(number)]
            window.close()
            window.deleteLater()
            settle(app, window)
            floor = rounds({"insert": bare(path, account)}, number)["insert"]
            found = {
                "bare INSERT and COMMIT": floor,
                "Enter until the row is on show": [each[0] for each in shown],
                "processor time of it, all threads": [each[1] for each in shown],
            }
            print_table(f"With {exchanges:,} exchanges stored", found, "bare INSERT and COMMIT",
                        "ms")  # fmt: skip
        frames = {"empty list": scrolling(app, 0), "10,000 in one month": scrolling(app, 10_000)}
        print_table(f"Scrolling, {FRAMES} frames", frames, "empty list", "ms")
        worst = {name: [max(times)] for name, times in frames.items()}
        print_table("The slowest frame", worst, "empty list", "ms")


if __name__ == "__main__":
    main()
