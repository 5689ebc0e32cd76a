"""Renders every page of the sample, light and dark, in two window sizes, without a display.

    python tools/screenshots.py                       all pictures into ./shots
    python tools/screenshots.py --only people         the scenes whose name contains a word
    python tools/screenshots.py --scale 2             as on a screen of twice the density
    python tools/screenshots.py --readme              docs/portfolio.png, the README's picture

The program is the real one: its own window and reads, and a sample built by its own import.
Qt's warnings and crashed tasks are printed at the end and make the exit status 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from b2bdesk.ui.main_window import MainWindow

SIZES = ((1440, 900), (1024, 700))
THEMES = ("light", "dark")
ACCOUNT = "Brakes and Gears"
WORKBOOK = ROOT / "tests" / "data" / "northwind.xlsx"
README_PICTURE = ROOT / "docs" / "portfolio.png"
_PATIENCE_MS = 120_000
_QUIET_ROUNDS = 8
_OFFSCREEN_ONLY = "This plugin does not support propagateSizeHints()"

Step = Callable[["MainWindow"], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the steps that lead to it; after each the reads are waited for."""

    name: str
    steps: tuple[Step, ...]


def page(key: str) -> Step:
    """Go to a page of the rail."""
    from b2bdesk.ui.context import Target

    return lambda window: window.ctx.go(Target(key))


def tab(key: str) -> Step:
    """Go to a tab of the account that the sample knows most about."""
    from b2bdesk.ui.context import Target

    def go(window: MainWindow) -> None:
        info = window.ctx.info
        assert info is not None
        account = next(number for number, name in info.pinned if name == ACCOUNT)
        window.ctx.go(Target("account", account, key))

    return go


def run(key: str) -> Step:
    """Run an action by its key."""
    return lambda window: window.run_action(key)


def open_file(path: Path) -> Step:
    """Open a file in the window."""
    return lambda window: window.files.open(path)


def import_workbook(window: MainWindow) -> None:
    """Begin the guided import up to its dry run."""
    window.import_path(str(WORKBOOK))


def scroll_to_end(window: MainWindow) -> None:
    """Show the end of what the page scrolls."""
    from PySide6.QtWidgets import QScrollArea

    for area in window.stack.findChildren(QScrollArea):
        if area.isVisible():
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def type_text(text: str) -> Step:
    """Type into whatever has the focus."""

    def type_it(window: MainWindow) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClicks(window.focusWidget(), text)

    return type_it


def leave_overlays(window: MainWindow) -> None:
    """Close what lies over the page."""
    from PySide6.QtWidgets import QApplication, QDialog

    from b2bdesk.ui.shell.overlay import Overlay

    for overlay in window.findChildren(Overlay):
        overlay.close_overlay()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def scenes(sample: Path) -> list[Scene]:
    """Every picture, in the order they are taken; the first is of the window without a file."""
    tabs = ("overview", "people", "exchanges", "relationship", "profit", "retention")
    pages = ("portfolio", "accounts", "exchanges", "costing", "data", "settings")
    overview = tab("overview")
    return [
        Scene("first-run", ()),
        Scene("today", (open_file(sample),)),
        *(Scene(key, (page(key),)) for key in pages),
        Scene("costing-end", (page("costing"), scroll_to_end)),
        Scene("settings-end", (page("settings"), scroll_to_end)),
        *(Scene(f"account-{key}", (tab(key),)) for key in tabs),
        *(
            Scene(f"account-{key}-end", (tab(key), scroll_to_end))
            for key in ("overview", "relationship", "profit", "retention")
        ),
        Scene("account-history", (overview, run("account.history"))),
        Scene("palette", (page("today"), run("view.search"))),
        Scene("palette-found", (run("view.search"), type_text("ge"))),
        Scene("shortcuts", (page("portfolio"), run("view.shortcuts"))),
        Scene("quick-log", (overview, run("account.log_exchange"))),
        Scene("quick-log-account", (page("today"), run("account.log_exchange"))),
        Scene("dialog-add-account", (page("accounts"), run("account.add"))),
        Scene("dialog-edit-account", (overview, run("account.edit"))),
        Scene("dialog-contract", (overview, run("account.add_contract"))),
        Scene("dialog-person", (tab("people"), run("people.add"))),
        Scene("import", (page("data"), import_workbook)),
    ]


def settle(app: QApplication, window: MainWindow) -> None:
    """Let the reads arrive, and what they start in turn."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop

    deadline = QDeadlineTimer(_PATIENCE_MS)
    quiet = 0
    while quiet < _QUIET_ROUNDS and not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        quiet = 0 if window.ctx.tasks.busy else quiet + 1


def picture(app: QApplication, window: MainWindow) -> QPixmap:
    """The window with the dialogs and menus that lie over it."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPainter

    from b2bdesk.ui.theme.theme import theme

    taken = window.grab()
    painter = QPainter(taken)
    for other in app.topLevelWidgets():
        if other is window or not other.isVisible() or other.parentWidget() is None:
            continue
        if other.windowType() == other.windowType().Popup:
            spot = other.pos() - window.pos()
        else:
            spot = QPoint(
                (window.width() - other.width()) // 2, (window.height() - other.height()) // 2
            )
        painter.drawPixmap(spot, other.grab())
        painter.setPen(theme().color("line_strong"))  # the system's frame is not there
        painter.drawRect(other.rect().translated(spot).adjusted(0, 0, -1, -1))
    painter.end()
    return taken


def take(folder: Path, sample: Path, options: argparse.Namespace) -> list[str]:
    """Take the pictures asked for; returns what went wrong."""
    from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler

    from b2bdesk.app import make_application, make_window
    from b2bdesk.settings.preferences import PreferenceStore

    wrong: list[str] = []
    sys.excepthook = lambda kind, error, trace: wrong.append(
        "".join(traceback.format_exception(kind, error, trace))
    )

    def on_message(kind: QtMsgType, _: object, text: str) -> None:
        if kind != QtMsgType.QtInfoMsg and text != _OFFSCREEN_ONLY:
            wrong.append(text)

    qInstallMessageHandler(on_message)
    private = Path(os.environ["XDG_CONFIG_HOME"])
    for mode in options.themes:
        for width, height in options.sizes:
            store = PreferenceStore(private / f"{mode}-{width}.json")
            store.change(theme=mode, locale="en_US", language="en")
            app = make_application(store)
            window = make_window(store)
            window.ctx.tasks.crashed.connect(
                lambda error: wrong.append("".join(traceback.format_exception(error)))
            )
            window.resize(width, height)
            window.show()
            settle(app, window)
            for scene in scenes(sample):
                wanted = any(word in scene.name for word in options.only)
                if not wanted and scene.name != "today":
                    continue
                for step in scene.steps:
                    step(window)
                    settle(app, window)
                if wanted:
                    path = folder / f"{scene.name}-{width}-{mode}{options.mark}.png"
                    picture(app, window).save(str(path))
                    print(path.name, flush=True)
                leave_overlays(window)
                settle(app, window)
            window.close()
            window.deleteLater()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qInstallMessageHandler(None)
    return wrong


def few_colours(source: Path, target: Path) -> None:
    """The picture in its own 256 most frequent colours: a third of the size, alike to the eye."""
    import numpy as np
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    image = QImage(str(source)).convertToFormat(QImage.Format.Format_RGB32)
    colours, counts = np.unique(np.frombuffer(image.constBits(), np.uint32), return_counts=True)
    table = [int(colour) for colour in colours[np.argsort(-counts)[:256]]]
    made = image.convertToFormat(
        QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither
    )
    made.save(str(target), "PNG", 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the sample away from the user's files, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "shots")
    parser.add_argument("--only", nargs="+", default=[""], metavar="WORD")
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=list(THEMES))
    parser.add_argument("--widths", nargs="+", type=int, default=[size[0] for size in SIZES])
    parser.add_argument("--scale", type=float, default=1.0, help="pixels to a logical pixel")
    parser.add_argument("--sample", type=Path, help="a sample file that is there already")
    parser.add_argument("--readme", action="store_true", help="only the README's picture")
    options = parser.parse_args(arguments)
    options.sizes = [size for size in SIZES if size[0] in options.widths]
    options.mark = "" if options.scale == 1 else f"@{options.scale:g}x"
    if options.readme:
        options.only, options.themes, options.sizes = ["portfolio"], ["light"], [SIZES[0]]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as private:
        os.environ.update(
            QT_QPA_PLATFORM="offscreen",
            QT_SCALE_FACTOR=str(options.scale),
            XDG_CONFIG_HOME=private,
            XDG_DATA_HOME=private,
            XDG_STATE_HOME=private,
        )
        from b2bdesk.services.sample import open_sample

        sample = options.sample or Path(private) / "sample.b2bdesk"
        open_sample(sample).close()
        folder = Path(private) if options.readme else options.folder
        folder.mkdir(parents=True, exist_ok=True)
        wrong = take(folder, sample, options)
        if options.readme:
            few_colours(folder / "portfolio-1440-light.png", README_PICTURE)
            print(README_PICTURE.relative_to(ROOT))
    for text in wrong:
        print(text.rstrip(), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
