"""Data quality: how far the file can be trusted, and each thing to put right one step away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import floor

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.data_quality import (
    PART_WORDS,
    AccountQuality,
    DataQuality,
    Finding,
    Fix,
    Part,
    data_quality,
    find_look_alikes,
)
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.tables.cells import Cell, NumberCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.figure_strip import FigureStrip, StripFigure
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyAction

_TABS = {
    Fix.PERSON: "people",
    Fix.PEOPLE: "people",
    Fix.RELATIONSHIP: "relationship",
    Fix.CONTRACT: "overview",
    Fix.EXCHANGES: "exchanges",
}


_COMPARED = ("account", "person", "job", "distinct_pair", "import_batch")
"""What the search for duplicates looks at: seconds for tens of thousands of contacts."""


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of finding, and how often it is there."""

    code: str
    words: str
    part: Part
    count: int


class QualityPage(Page):
    """The score and its parts; sorts of findings or accounts at the left, findings at the right."""

    key = "quality"
    watched = (
        "account", "external_id", "person", "job", "contract", "exchange", "exchange_person",
        "relationship_record", "distinct_pair", "import_batch",
    )  # fmt: skip

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._found: DataQuality | None = None
        self._alike: dict[int, list[str]] | None = None
        self._searched = False
        body = QWidget()
        column = QVBoxLayout(body)
        side = look.space(4)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(look.space(3))
        self.strip = FigureStrip([tr("Data quality"), *(tr(PART_WORDS[part]) for part in Part)])
        column.addWidget(self.strip)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_left())
        split.addWidget(self._make_right())
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        column.addWidget(split, 1)
        self.set_content(body)

    def _make_left(self) -> QWidget:
        panel = Panel(tr("What to put right"), flush=True)
        self.by = SegmentedControl(
            (Segment("finding", tr("By finding")), Segment("account", tr("By account"))),
            "finding",
            name=tr("Group by"),
        )
        self.by.changed.connect(lambda _: self._show_left())
        panel.add_action(self.by)
        self.sorts = DataTable(IdTableModel(_sort_columns()), name=tr("Sorts of findings"))
        self.accounts = DataTable(IdTableModel(_account_columns()), name=tr("Quality by account"))
        for table in (self.sorts, self.accounts):
            panel.add(table, 1)
            table.current_changed.connect(lambda _: self._show_findings())
        self.accounts.opened.connect(lambda number: self.ctx.go(Target("account", number)))
        self.accounts.hide()
        return panel

    def _make_right(self) -> QWidget:
        self.panel = Panel(tr("Findings"), flush=True)
        self.fix_button = Button(tr("Put it right"), keys=tr("Enter"), on_click=self.fix_current)
        self.panel.add_action(self.fix_button)
        self.findings = DataTable(IdTableModel(_finding_columns()), name=tr("Findings"))
        self.findings.opened.connect(self._on_opened)
        self.findings.current_changed.connect(
            lambda number: self.fix_button.setEnabled(number is not None)
        )
        self.fix_button.setEnabled(False)
        self.panel.add(self.findings, 1)
        return self.panel

    def title(self) -> str:
        return tr("Data quality")

    def focus_target(self) -> QWidget:
        return (self.sorts if self.by.current == "finding" else self.accounts).view

    def shortcuts(self) -> list[tuple[str, str]]:
        return [(tr("Enter"), tr("put it right"))]

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        """Judge with what is known of duplicates, and look for them where that is out of date."""
        if self._found is None:
            self.states.show_loading(tr("Looking through accounts and people"))
        as_of, alike = self.ctx.as_of, self._alike
        self.ctx.read(
            "quality",
            self,
            lambda session: data_quality(session, as_of, look_alikes=alike),
            self._on_judged,
            self.states.show_problem,
        )
        if not self._searched:
            self._searched = True
            self.ctx.read("look-alikes", self, find_look_alikes, self._on_searched)

    def _on_searched(self, alike: dict[int, list[str]]) -> None:
        self._alike = alike
        self.load()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_COMPARED):
            self._searched = False
        super()._on_changed(changes)

    def _on_judged(self, found: DataQuality) -> None:
        self._found = found
        if not found.accounts:
            self.states.show_empty(
                tr("No accounts yet"),
                tr("Here you see what is missing, wrong, old or twice in your data."),
                icon_name="ph.circle-wavy-check",
                primary=EmptyAction(
                    tr("Import a spreadsheet"),
                    lambda: self.ctx.go(Target("data", tab="import")),
                    tr("Ctrl O"),
                ),
            )
            return
        counts = Counter(finding.part for finding in found.findings)
        figures = [(tr("Data quality"), found.score, len(found.findings))]
        figures += [(tr(PART_WORDS[part]), found.overall[part], counts[part]) for part in Part]
        shown = [_figure(*figure) for figure in figures]
        if self._alike is None:
            shown[-1] = StripFigure(tr(PART_WORDS[Part.DUPLICATES]), None, tr("looking for them"))
        self.strip.show_figures(shown)
        sorts = Counter(finding.code for finding in found.findings)
        first = {finding.code: finding for finding in reversed(found.findings)}
        self.sorts.model.set_rows(
            (number, _Sort(code, first[code].words, first[code].part, count))
            for number, (code, count) in enumerate(sorts.items())
        )
        self.accounts.model.set_rows((row.id, row) for row in found.accounts)
        self._show_left()
        self.states.show_ready()

    # --- showing ---------------------------------------------------------------------------

    def _show_left(self) -> None:
        by_finding = self.by.current == "finding"
        self.sorts.setVisible(by_finding)
        self.accounts.setVisible(not by_finding)
        table: DataTable[_Sort] | DataTable[AccountQuality]
        table = self.sorts if by_finding else self.accounts
        if table.current_id is None and table.model.ids:
            table.show_id(table.model.ids[0])
        self._show_findings()

    def _show_findings(self) -> None:
        found = self._found
        if found is None:
            return
        if self.by.current == "finding":
            sort = self.sorts.current_id
            chosen = self.sorts.model.row(sort) if sort is not None else None
            code = chosen.code if chosen is not None else ""
            rows = [finding for finding in found.findings if finding.code == code]
            title = chosen.words if chosen is not None else tr("Findings")
        else:
            account = self.accounts.current_id
            rows = [finding for finding in found.findings if finding.account == account]
            row = self.accounts.model.row(account) if account is not None else None
            title = row.name if row is not None else tr("Findings")
        self.panel.set_title(title, trn("{n} finding", "{n} findings", len(rows)))
        self.findings.model.set_rows(enumerate(rows))
        # What every row says alike, or none says, is no column.
        self.findings.set_column_shown("finding", self.by.current == "account")
        self.findings.set_column_shown("record", any(row.record_name for row in rows))
        self.findings.set_column_shown("shown", any(row.shown for row in rows))
        if rows and self.findings.current_id is None:
            self.findings.show_id(0)
        self.fix_button.setEnabled(bool(rows) and self.findings.current_id is not None)

    # --- putting right ---------------------------------------------------------------------

    def fix_current(self) -> None:
        """Go where the chosen finding is put right."""
        number = self.findings.current_id
        if number is not None:
            self._on_opened(number)

    def _on_opened(self, number: int) -> None:
        finding = self.findings.model.row(number)
        if finding is None:
            return
        if finding.fix is Fix.ACCOUNT:
            from b2bdesk.ui.dialogs.account_dialog import edit_account

            edit_account(self.ctx, self, finding.account, finding.field)
        elif finding.fix is Fix.DUPLICATES:
            self.ctx.go(Target("duplicates", record=finding.record or finding.account))
        else:
            person = finding.record if finding.fix is Fix.PERSON else None
            self.ctx.go(Target("account", finding.account, _TABS[finding.fix], person))


def _figure(label: str, score: float | None, findings: int) -> StripFigure:
    if score is None:
        return StripFigure(label, None, tr("nothing to check"))
    # Rounded down: 100 is for data with nothing to put right.
    shown = tr("{n} of 100", n=formats().integer(floor(score)))
    words = trn("{n} finding", "{n} findings", findings, n=formats().integer(findings))
    return StripFigure(label, shown, words if findings else tr("nothing to put right"))


def _sort_columns() -> tuple[Column[_Sort], ...]:
    return (
        Column("finding", tr("Finding"), lambda r: r.words, Cell("medium"), 190, stretch=True),
        Column("part", tr("Part"), lambda r: tr(PART_WORDS[r.part]), Cell(tone="text_2"), 116),
        Column("count", tr("Findings"), lambda r: r.count, NumberCell(), 84),
    )


def _account_columns() -> tuple[Column[AccountQuality], ...]:
    def part(key: Part, title: str) -> Column[AccountQuality]:
        return Column(key.value, title, lambda r: r.parts[key], NumberCell(), 92)

    return (
        Column("name", tr("Account"), lambda r: r.name, Cell("medium"), 170, stretch=True),
        Column("score", tr("Score"), lambda r: r.score, NumberCell("semibold"), 64),
        part(Part.COMPLETENESS, tr("Complete-\nness")),
        part(Part.VALIDITY, tr("Validity")),
        part(Part.FRESHNESS, tr("Freshness")),
        part(Part.DUPLICATES, tr("No du-\nplicates")),
        Column("findings", tr("Findings"), lambda r: r.findings, NumberCell(), 84),
    )


def _finding_columns() -> tuple[Column[Finding], ...]:
    return (
        Column(
            "account", tr("Account"), lambda r: r.account_name, Cell("medium"), 170, stretch=True
        ),
        Column("finding", tr("Finding"), lambda r: r.words, Cell(), 170, stretch=True),
        Column("record", tr("About"), lambda r: r.record_name or None, Cell(tone="text_2"), 130),
        Column(
            "shown",
            tr("Value"),
            lambda r: r.shown or None,
            Cell(tone="text_2"),
            150,
            stretch=True,
            row_tooltip=lambda r: r.shown,
        ),
    )
