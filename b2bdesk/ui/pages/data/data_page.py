"""Data: what came in from which file, bringing more in, and the backups of this file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.dates import datetime_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.progress import Progress
from b2bdesk.queries.imports import ImportRow, list_imports
from b2bdesk.storage.backup import backup_folder, backups_of
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.import_view import ImportView, step_names
from b2bdesk.ui.pages.data.start_panel import StartPanel
from b2bdesk.ui.pages.data.table_source import TableSource, pasted_source
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.tables.cells import Cell, NumberCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.text import Text

_FILTER = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt"


def _when(row: ImportRow) -> str:
    local = datetime_of(row.at).astimezone()
    return f"{formats().date_full(local.date())} {local:%H:%M}"


class DataPage(Page):
    """The list of imports, or the guided import while one is under way."""

    key = "data"
    watched = ("import_batch",)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._stack = QStackedWidget()
        overview = QWidget()
        column = QVBoxLayout(overview)
        side = look.space(4)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(look.space(3))
        self.panel = Panel(tr("Imports"), tr("newest first"), flush=True)
        self.undo_button = Button(
            tr("Undo this import"), icon_name="ph.arrow-counter-clockwise", on_click=self.undo
        )
        self.undo_button.setEnabled(False)
        self.panel.add_action(self.undo_button)
        self.panel.add_action(
            Button(
                tr("Save a template"),
                "flat",
                icon_name="ph.file-arrow-down",
                on_click=self.save_template,
            )
        )
        self.panel.add_action(
            Button(tr("Paste a table"), "flat", icon_name="ph.clipboard-text", on_click=self.paste)
        )
        self.panel.add_action(
            Button(
                tr("Import a spreadsheet"),
                "primary",
                keys=tr("Ctrl O"),
                on_click=lambda: ctx.go(Target("data", tab="import")),
            )
        )
        columns: tuple[Column[ImportRow], ...] = (
            Column("file", tr("File"), lambda r: r.file_name, Cell("medium"), 210, stretch=True),
            Column("when", tr("When"), _when, Cell(), 142, sort_key=lambda r: r.at),
            Column("who", tr("Who"), lambda r: r.author, Cell(), 104),
            Column(
                "sheets",
                tr("Sheets"),
                lambda r: ", ".join(s.sheet for s in r.sheets),
                Cell(tone="text_2"),
                190,
                stretch=True,
            ),
            Column("new", tr("New rows"), lambda r: r.new, NumberCell(), 96),
            Column("changed", tr("Changed"), lambda r: r.changed, NumberCell(), 90),
            Column("waiting", tr("Not taken in"), lambda r: r.waiting, NumberCell(), 104),
        )
        self.table = DataTable(IdTableModel(columns), name=tr("Imports"))
        self.table.current_changed.connect(self._on_current)
        self.panel.add(self.table, 1)
        column.addWidget(self.panel, 1)
        self.backups = Panel(tr("Backups"), tr("finished copies on this computer, newest ten kept"))
        self._backup_words = Text("", "body", "text_2", wrap=True)
        self.backups.add(self._backup_words)
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        row.addWidget(Button(tr("Open the folder"), on_click=self.open_backups))
        row.addStretch(1)
        self.backups.add(row)
        below = QHBoxLayout()
        below.setSpacing(look.space(3))
        below.addWidget(self._make_clean(), 1)
        below.addWidget(self.backups, 1)
        column.addLayout(below)
        self._stack.addWidget(overview)
        self.view: ImportView | None = None
        self.start: StartPanel | None = None
        self.set_content(self._stack)

    def _make_clean(self) -> Panel:
        look = theme()
        panel = Panel(tr("Clean data"), tr("each finding one step from its fix"))
        panel.add(
            Text(tr("What is missing, wrong or old, and what is there twice."), "body", "text_2")
        )
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        for words, icon, page in (
            (tr("Data quality"), "ph.circle-wavy-check", "quality"),
            (tr("Duplicates"), "ph.intersect", "duplicates"),
        ):
            go = partial(self.ctx.go, Target(page))
            row.addWidget(Button(words, icon_name=icon, on_click=go))
        row.addStretch(1)
        panel.add(row)
        return panel

    def title(self) -> str:
        return tr("Import") if self._importing() else tr("Data")

    def subtitle(self) -> str:
        view = self.view
        if view is not None and self._stack.currentWidget() is view and view.session is not None:
            return view.session.source.name
        return ""

    def above(self) -> Target | None:
        return Target("data", tab="list") if self._importing() else None

    def _importing(self) -> bool:
        return self._stack.currentIndex() > 0

    def focus_target(self) -> QWidget:
        return self.table.view

    def take_focus(self) -> None:
        """A guided import says itself what comes next."""
        if not self._importing():
            super().take_focus()

    def activate(self, target: Target) -> None:
        """Show the imports, or start a guided one: with a file, or by asking for it.

        A guided import that is under way stays until it is finished or cancelled: the tab
        "list" shows the imports meanwhile, any other way to Data leads back to it.
        """
        running = self.view is not None and self.view.session is not None
        if target.tab == "import" and target.filter:
            self.start_import(TableSource(Path(target.filter)))
        elif target.tab == "import" and (not running or self._choosing()):
            self.ask_import()
        elif target.tab == "choose":
            self.show_start()
        elif target.tab == "list":
            self._stack.setCurrentIndex(0)
            self.stale = True
        elif running and self.view is not None:
            self.states.show_ready()
            self._stack.setCurrentWidget(self.view)
        elif not running:
            self._stack.setCurrentIndex(0)
            self.stale = True
        super().activate(target)

    def ask_import(self) -> None:
        """Ask for a spreadsheet."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            tr("Import a spreadsheet"),
            str(Path.home()),
            tr("Spreadsheets ({endings})", endings=_FILTER),
        )
        if name:
            self.start_import(TableSource(Path(name)))

    def paste(self) -> None:
        """Begin the guided import of the table on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.start_import(pasted_source(text))
            self.ctx.go(Target("data", tab="import"))  # the place has another name now
        else:
            self.ctx.toast(tr("There is no table on the clipboard. Copy cells first."))

    def show_start(self) -> None:
        """The first step: where the table comes from."""
        if self.start is None:
            self.start = StartPanel(
                step_names(),
                choose=lambda: self.ctx.go(Target("data", tab="import")),
                paste=self.paste,
                go_on=self._go_on,
                leave=self._leave,
            )
            self._stack.addWidget(self.start)
        session = self.view.session if self.view is not None else None
        self.start.show_running(session.source.name if session is not None else "")
        self.states.show_ready()
        self._stack.setCurrentWidget(self.start)
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        """Back to the import that is under way, if any."""
        if self.view is not None and self.view.session is not None:
            self._stack.setCurrentWidget(self.view)
            self.ctx.go(Target("data", tab="import"))
            self.view.take_focus()

    def _leave(self) -> None:
        if self.view is not None:
            self.view.stop()
        self.ctx.go(Target("data"))

    def start_import(self, source: TableSource) -> None:
        """Begin the guided import of a table."""
        if self.view is None:
            self.view = ImportView(self.ctx)
            self.view.finished.connect(lambda: self.ctx.go(Target("data")))
            self._stack.addWidget(self.view)
        self.states.show_ready()
        self._stack.setCurrentWidget(self.view)
        self.view.start(source)

    def load(self) -> None:
        self.ctx.read("imports", self, list_imports, self._on_rows, self.states.show_problem)

    def _on_rows(self, rows: list[ImportRow]) -> None:
        if self._importing():
            return
        self.table.model.set_rows((row.id, row) for row in rows)
        self.panel.set_subtitle(
            trn("{n} import", "{n} imports", len(rows)) if rows else tr("none yet")
        )
        database = self.ctx.database
        if database is not None:
            count = len(backups_of(database.path))
            folder = str(backup_folder(database.path))
            self._backup_words.setText(
                trn("{n} backup in {folder}", "{n} backups in {folder}", count, folder=folder)
            )
        if rows:
            self.states.show_ready()
        else:
            self.states.show_empty(
                tr("Nothing was imported yet"),
                tr("Here you see what came in from which workbook, and take it back."),
                icon_name="ph.database",
                primary=EmptyAction(
                    tr("Import a spreadsheet"),
                    lambda: self.ctx.go(Target("data", tab="import")),
                    tr("Ctrl O"),
                ),
                alternative=EmptyAction(tr("Save a template"), self.save_template),
            )

    def _on_current(self, number: int | None) -> None:
        row = self.table.model.row(number) if number is not None else None
        self.undo_button.setEnabled(row is not None and row.txn is not None)

    def undo(self) -> None:
        """Take the chosen import back, whole."""
        number = self.table.current_id
        row = self.table.model.row(number) if number is not None else None
        if row is not None and row.txn is not None:
            self.ctx.undo_step(row.txn)

    def save_template(self) -> None:
        """Ask where, then write a workbook to fill in and import."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save a template"),
            str(Path.home() / f"{tr('B2BDesk template')}.xlsx"),
            tr("Excel workbooks (*.xlsx)"),
        )
        if not name:
            return
        path = Path(name).with_suffix(".xlsx")

        def work(_: Progress) -> None:
            from b2bdesk.exchange_formats.excel.template import write_template
            from b2bdesk.exchange_formats.kinds_own import KINDS

            write_template(path, KINDS.values())

        self.ctx.tasks.long(
            self,
            tr("Writing {name}", name=path.name),
            work,
            lambda _: self.ctx.toast(tr("Saved {name}", name=path.name)),
            self.ctx.failed.emit,
        )

    def _mapping(self) -> bool:
        """True while the sheets of an import are on show."""
        view = self.view
        return view is not None and self._stack.currentWidget() is view and view.is_mapping

    def _wizard_actions(self) -> list[Action]:
        """The keys of the guided import."""
        group = tr("Data")

        def with_view(run: Callable[[ImportView], object]) -> Callable[[], object]:
            return lambda: run(self.view) if self.view is not None else None

        entries = (
            ("next", tr("Next issue"), "F8", lambda v: v.next_issue()),
            ("previous", tr("Previous issue"), "Shift+F8", lambda v: v.next_issue(-1)),
            ("mapping", tr("Change the mapping of the column"), "", lambda v: v.open_mapping()),
            ("now", tr("Import what was checked"), "Ctrl+Return", lambda v: v.import_now()),
        )
        return [
            Action(f"data.import_{key}", title, with_view(run), keys, "ph.upload-simple", group,
                   "", self._mapping)
            for key, title, keys, run in entries
        ]  # fmt: skip

    def _choosing(self) -> bool:
        """True while the first step is on show."""
        return self.start is not None and self._stack.currentWidget() is self.start

    def shortcuts(self) -> list[tuple[str, str]]:
        if not self._importing() or self._choosing():
            return [("Ctrl O", tr("import")), ("Ctrl V", tr("paste a table"))]
        return [
            ("F8", tr("next issue")),
            ("Alt Down", tr("change mapping")),
            ("Ctrl Enter", tr("import")),
        ]

    def sheet_keys(self) -> list[tuple[str, str]]:
        return [
            *self.shortcuts(),
            ("Shift F8", tr("previous issue")),
            ("Ctrl Z", tr("take back the last decision")),
        ]

    def page_actions(self) -> list[Action]:
        return [
            *self._wizard_actions(),
            Action(
                "data.paste",
                tr("Paste a table"),
                self.paste,
                "Ctrl+V",
                "ph.clipboard-text",
                tr("Data"),
                "clipboard import",
                lambda: not self._mapping(),
            ),
            Action(
                "data.template",
                tr("Save an import template"),
                self.save_template,
                "",
                "ph.file-arrow-down",
                tr("Data"),
                "excel empty workbook",
            ),
        ]

    def open_backups(self) -> None:
        """Show the folder of this file's backups."""
        database = self.ctx.database
        if database is not None:
            folder = backup_folder(database.path)
            folder.mkdir(parents=True, exist_ok=True)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
