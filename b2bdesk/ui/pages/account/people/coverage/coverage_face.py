"""Account > People > Coverage: our people by theirs, how well they know each other, and should."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from b2bdesk.analytics.coverage import LEVELS
from b2bdesk.core.i18n import tr
from b2bdesk.queries.coverage import TeamRow, list_between
from b2bdesk.services.coverage import account_coverage, first_day
from b2bdesk.services.coverage_export import column_title
from b2bdesk.services.coverage_result import AccountCoverage, Cell, Column, Line
from b2bdesk.storage.database import Session
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, write_in_background
from b2bdesk.ui.pages.account.people.coverage.cell_menu import cell_menu
from b2bdesk.ui.pages.account.people.coverage.colleague_dialog import ColleagueDialog
from b2bdesk.ui.pages.account.people.coverage.edits import CoverageEdits
from b2bdesk.ui.pages.account.people.coverage.exchanges_panel import MOST, Between
from b2bdesk.ui.pages.account.people.coverage.grid_view import CoverageView
from b2bdesk.ui.pages.account.people.coverage.inspector import CoverageInspector
from b2bdesk.ui.pages.account.people.coverage.legend import CoverageLegend
from b2bdesk.ui.pages.account.people.coverage.tools import CoverageTools
from b2bdesk.ui.pages.account.people.face import PeopleFace
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.inspector import InspectorSplit
from b2bdesk.ui.widgets.picker import Choice, Picker
from b2bdesk.ui.widgets.text import Text

_STATE = "coverage"
_SOMEONE_NEW = -1


class CoverageFace(PeopleFace):
    """The grid with its key, and beside it what it shows."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.coverage: AccountCoverage | None = None
        self._account: int | None = None
        self._wanted: tuple[int | None, str] | None = None
        self._was_drawer: bool | None = None
        self.edits = CoverageEdits(ctx, self)
        self.bar = CoverageTools()
        self.tools = self.bar
        self.view = CoverageView()
        self.legend = CoverageLegend()
        self.inspector = CoverageInspector()
        self.split = InspectorSplit(self._main(), self.inspector)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.setFocusProxy(self.view)
        kept = ctx.view_state(_STATE)
        months = kept.get("months", 12)
        self.bar.set_choices(kept.get("by", ""), kept.get("show", ""), months)
        self._connect()

    def _main(self) -> QWidget:
        look = theme()
        main = QFrame()
        main.setProperty("surface", "panel")
        column = QVBoxLayout(main)
        column.setContentsMargins(look.space(4), look.space(4), look.space(3), look.space(3))
        column.setSpacing(look.space(3))
        self.nobody = Text("", "body", "text_2", wrap=True)
        self.nobody.hide()
        column.addWidget(self.nobody)
        column.addWidget(self.view, 1)
        column.addWidget(self.legend)
        column.addStretch(0)
        return main

    def _connect(self) -> None:
        ctx = self.ctx
        self.bar.changed.connect(self._on_choice)
        self.bar.command.connect(self._run)
        self.view.level_typed.connect(partial(self._on_menu, "level"))
        self.view.wish_typed.connect(partial(self._on_menu, "wish"))
        self.view.cleared.connect(partial(self._on_menu, "clear", 0))
        self.view.match_asked.connect(partial(self._on_menu, "match", 0))
        self.view.opened.connect(partial(self._on_menu, "open", 0))
        self.view.menu_asked.connect(self._open_menu)
        self.view.moved.connect(self._on_moved)
        self.edits.done.connect(self.view.announce)
        findings = self.inspector.findings
        findings.planned.connect(self.edits.plan)
        findings.seen.connect(lambda: self._go("overview"))
        findings.added.connect(lambda: self.command.emit("add"))
        self.inspector.exchanges.opened.connect(
            lambda account, exchange: ctx.go(Target("account", account, "exchanges", exchange))
        )
        self.inspector.turned_back.connect(self.view.setFocus)
        self.inspector.closed.connect(self.view.setFocus)

    # --- showing -----------------------------------------------------------------------------

    def show_account(self, account: int) -> None:
        if account != self._account:
            self._account = account
            self.edits.account = account
            self.coverage = None
            self.inspector.turn_back()
        as_of, months, added = self.ctx.as_of, self.bar.months, tuple(self._added(account))
        self.ctx.read(
            "coverage",
            self,
            lambda s: account_coverage(s, account, as_of, months, added),
            self._on_coverage,
            lambda _error: None,  # an account that is gone is said by the tab
        )

    def _on_coverage(self, coverage: AccountCoverage) -> None:
        self.coverage = coverage
        self._show()

    def _show(self) -> None:
        coverage = self.coverage
        if coverage is None:
            return
        self.view.show_coverage(coverage, self.bar.by, self.bar.show_by)
        if self._wanted is not None:
            self.view.set_place(*self._wanted)
            self._wanted = None
        self.legend.show_measure(self.bar.show_by, self.bar.months)
        self.inspector.show_coverage(coverage)
        people = any(column.people for column in coverage.functions.columns)
        words = ""
        if not coverage.lines:
            words = tr("Nobody of us is here yet. Add the colleagues who should know this account.")
        elif not people:
            words = tr("Nobody is known at {account} yet.", account=coverage.account)
        self.nobody.setText(words)
        self.nobody.setVisible(bool(words))
        if self.inspector.shows_exchanges:
            self._read_between()

    def _on_choice(self) -> None:
        before = self.coverage.months if self.coverage is not None else self.bar.months
        self._keep()
        if self.bar.months != before and self._account is not None:
            self.show_account(self._account)
        else:
            self._show()

    def _added(self, account: int) -> list[int]:
        kept: dict[str, Any] = self.ctx.view_state(_STATE).get("added", {})
        return [int(each) for each in kept.get(str(account), [])]

    def _keep(self, added: tuple[int, list[int]] | None = None) -> None:
        kept = dict(self.ctx.view_state(_STATE).get("added", {}))
        if added is not None:
            kept[str(added[0])] = [str(each) for each in added[1]]
        bar = self.bar
        state = {"by": bar.by, "show": bar.show_by, "months": bar.months, "added": kept}
        self.ctx.keep_view_state(_STATE, state)

    def focus_target(self) -> QWidget:
        return self.view

    def shortcuts(self) -> list[tuple[str, str]]:
        return [
            ("↑ ↓ ← →", tr("move")),
            ("0–4", tr("how well")),
            (tr("Shift 0–4"), tr("wanted")),
            (tr("Enter"), tr("see exchanges")),
        ]

    def sheet_keys(self) -> list[tuple[str, str]]:
        return [
            *self.shortcuts(),
            ("M", tr("should be matched, or not")),
            (tr("Space"), tr("menu of the cell")),
            ("Delete", tr("clear")),
        ]

    def face_actions(self) -> list[Action]:
        group = tr("Coverage")

        def has_lines() -> bool:
            return self.coverage is not None and bool(self.coverage.lines)

        return [
            Action(f"coverage.{key}", title, partial(self._run, key), "", icon, group, "", enabled)
            for key, title, icon, enabled in (
                ("colleague", tr("Add colleague"), "ph.user-plus", lambda: True),
                ("add", tr("Add person"), "ph.user-plus", lambda: True),
                (
                    "workbook",
                    tr("Export the coverage to Excel"),
                    "ph.download-simple",
                    has_lines,
                ),
            )
        ]

    # --- doing -------------------------------------------------------------------------------

    def _run(self, command: str) -> None:
        if command == "colleague":
            self._pick_colleague()
        elif command == "workbook":
            self._export()
        elif command == "details":
            self._set_open(not self.split.is_open)
        else:
            self.command.emit(command)

    def _open_menu(self, spot: QPoint) -> None:
        at = self.view.at_hand
        if at is not None and at[2] is not None:
            cell_menu(self, at[1], at[2], self._on_menu).popup(spot)

    def _on_menu(self, what: str, value: int) -> None:
        at = self.view.at_hand
        if at is None:
            return
        line, column, cell = at
        if what == "open":
            self._open_between()
        elif what == "person":
            self.person_asked.emit(value)
        elif line is not None and cell is not None:
            self._change(line, column, cell, what, value)

    def _change(self, line: Line, column: Column, cell: Cell, what: str, value: int) -> None:
        who: TeamRow = line.colleague
        if what == "level":
            self.edits.set_level(who, column, LEVELS[value])
        elif what == "wish":
            self.edits.set_wish(who, column, LEVELS[value])
        elif what == "match":
            self.edits.set_match(who, column, not cell.matched)
        elif what == "clear":
            self.edits.clear(who, column)

    def _export(self) -> None:
        coverage, added = self.coverage, tuple(self._added(self._account or 0))
        if coverage is None or not coverage.lines:
            return
        account, as_of, months = coverage.account_id, self.ctx.as_of, self.bar.months
        name = tr("Coverage of {account}", account=coverage.account)
        path = ask_workbook(self, tr("Export {name}", name=name), name)
        if path is None:
            return

        def write(session: Session) -> None:
            from b2bdesk.services.coverage_export import write_coverage

            write_coverage(session, path, account, as_of, months, added)

        write_in_background(self.ctx, self, path, tr("Exporting {name}", name=name), write)

    def _go(self, tab: str) -> None:
        self.ctx.go(Target("account", self._account, tab))

    # --- the exchanges behind a cell ---------------------------------------------------------

    def _open_between(self) -> None:
        self._read_between(focus=True)

    def _on_moved(self) -> None:
        if self.inspector.shows_exchanges:
            self._read_between()

    def _read_between(self, *, focus: bool = False) -> None:
        at, coverage = self.view.at_hand, self.coverage
        if at is None or coverage is None or self._account is None:
            return
        line, column, _ = at
        lines = coverage.lines if line is None else (line,)
        colleagues = [each.colleague.id for each in lines]
        people = [person.id for person in column.people]
        account, months, as_of = self._account, coverage.months, self.ctx.as_of
        since = None if months is None else first_day(as_of, months)
        ours = tr("All of us") if line is None else line.colleague.name
        who = tr("{who} and {name}", who=ours, name=column_title(column))

        def read(session: Session) -> Between:
            count, rows = list_between(session, colleagues, people, as_of, since, MOST)
            return Between(who, account, count, tuple(rows))

        def show(between: Between) -> None:
            self.inspector.show_between(between, months, as_of)
            if focus:
                self._set_open(True)
                self.inspector.focus_exchanges()

        self.ctx.read("coverage-between", self, read, show)

    # --- who of us ---------------------------------------------------------------------------

    def _pick_colleague(self) -> None:
        coverage = self.coverage
        if coverage is None:
            return
        shown = {line.colleague.id for line in coverage.lines}
        choices = [
            Choice(row.id, row.name, row.function or "")
            for row in coverage.team
            if row.id not in shown
        ]
        if not choices:
            self._ask_new()
            return
        choices.append(Choice(_SOMEONE_NEW, tr("Someone new")))
        picker = Picker(tr("Who of us?"), choices, self._on_picked, self)
        picker.open_at(self.bar.add_button.mapToGlobal(self.bar.add_button.rect().bottomLeft()))

    def _on_picked(self, choice: Choice) -> None:
        if choice.key == _SOMEONE_NEW:
            self._ask_new()
        elif choice.key is not None:
            self._add_line(choice.key)

    def _ask_new(self) -> None:
        ColleagueDialog(self.edits.ctx, self._add_line, self.window()).open()

    def _add_line(self, colleague: int) -> None:
        account = self._account
        if account is None:
            return
        self._keep((account, [*self._added(account), colleague]))
        columns = self.view.coverage_model.grid.columns
        self._wanted = (colleague, columns[0].key) if columns else None
        self.show_account(account)
        self.view.setFocus()

    # --- room --------------------------------------------------------------------------------

    def _set_open(self, on: bool) -> None:
        self.split.set_open(on)
        if not on:
            self.view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._on_room)

    def _on_room(self) -> None:
        drawer = self.split.is_drawer
        if drawer != self._was_drawer:
            self._was_drawer = drawer
            self.split.set_open(not drawer)
            self.inspector.set_closable(drawer)
            self.bar.details_button.setVisible(drawer)
