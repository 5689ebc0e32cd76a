"""Duplicates: accounts and people that may be there twice, compared and merged or kept apart."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from b2bdesk.analytics.duplicates.records import Kind
from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.duplicates import DuplicateRow, find_duplicates, keep_apart
from b2bdesk.services.merging.compare import Comparison, Side, compare
from b2bdesk.services.merging.merge import merge
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.duplicates.compare_panel import ComparePanel
from b2bdesk.ui.pages.duplicates.pair_columns import pair_columns
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyAction


@dataclass(slots=True)
class _Wanted:
    """A record whose pair is to be shown first; people are looked at where no account fits."""

    record: int
    tried: set[Kind]


class DuplicatesPage(Page):
    """Pairs at the left, the surest first; the chosen pair side by side at the right."""

    key = "duplicates"
    watched = ("account", "person", "job", "distinct_pair", "external_id")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._numbers: dict[tuple[int, int], int] = {}
        self._rows: dict[int, DuplicateRow] = {}
        self._compared: tuple[int, Comparison] | None = None
        self._wanted: _Wanted | None = None
        self._problem: Banner | None = None
        look = theme()
        body = QWidget()
        self._column = QVBoxLayout(body)
        side = look.space(4)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(look.space(2))
        self.kind = SegmentedControl(
            (Segment(Kind.ACCOUNT, tr("Accounts")), Segment(Kind.PERSON, tr("People"))),
            Kind.ACCOUNT,
            name=tr("What is looked through"),
        )
        self.kind.changed.connect(self._on_kind)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self.panel = Panel(tr("May be the same"), flush=True)
        self.table: DataTable[DuplicateRow] = DataTable(
            IdTableModel(pair_columns()), roomy=True, name=tr("Pairs that may be the same")
        )
        self.table.current_changed.connect(lambda _: self._show_current())
        self.panel.add(self.table, 1)
        self.pair_view = ComparePanel()
        self.table.opened.connect(lambda _: self.pair_view.fields.view.setFocus())
        self.pair_view.merge_wanted.connect(self.merge)
        self.pair_view.apart_wanted.connect(self.keep_apart)
        self.pair_view.next_wanted.connect(self.show_next)
        self.pair_view.opened.connect(self._open)
        self._split.addWidget(self.panel)
        self._split.addWidget(self.pair_view)
        self._split.setSizes([look.px(400), look.px(700)])
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self._column.addWidget(self._split, 1)
        self.set_content(body)
        ctx.opened.connect(self._on_opened)

    # --- what the shell asks ---------------------------------------------------------------

    def title(self) -> str:
        return tr("Duplicates")

    def toolbar(self) -> QWidget:
        return self.kind

    def focus_target(self) -> QWidget:
        return self.table.view

    def shortcuts(self) -> list[tuple[str, str]]:
        return [
            ("M", tr("merge")),
            ("K", tr("keep apart")),
            ("N", tr("next")),
            ("Enter", tr("to the fields")),
            (tr("Space"), tr("choose the value")),
        ]

    def page_actions(self) -> list[Action]:
        group = tr("Duplicates")
        return [
            Action(
                "duplicates.merge", tr("Merge the two"), self.merge, "M", "ph.git-merge", group,
                "duplicate same", self._can_decide,
            ),
            Action(
                "duplicates.apart", tr("Keep the two apart"), self.keep_apart, "K",
                "ph.intersect", group, "different", self._can_decide,
            ),
            Action(
                "duplicates.next", tr("Next pair"), self.show_next, "N", "ph.caret-down", group,
                "", lambda: bool(self._rows),
            ),
        ]  # fmt: skip

    def activate(self, target: Target) -> None:
        """Show the pairs; with a record the pair that it is in."""
        if target.record is not None:
            self._wanted = _Wanted(target.record, set())
            self.stale = True
        super().activate(target)

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        kind = Kind(self.kind.current or Kind.ACCOUNT)
        if not self._rows:
            self.states.show_loading(tr("Looking for what is there twice"))
        self.ctx.read(
            "duplicates",
            self,
            lambda session: find_duplicates(session, kind),
            lambda rows: self._on_found(kind, rows),
            self.states.show_problem,
        )

    def _on_found(self, kind: Kind, rows: tuple[DuplicateRow, ...]) -> None:
        if kind != self.kind.current:
            return
        before = self.table.current_id
        place = self.table.model.number_of(before) if before is not None else None
        self._rows = {self._number(row): row for row in rows}
        if self._look_elsewhere(kind):
            return
        self.panel.set_subtitle(
            trn("{n} pair", "{n} pairs", len(rows), n=formats().integer(len(rows)))
        )
        if not rows:
            self._compared = None
            self._show_nothing(kind)
            return
        self.table.model.set_rows(self._rows)
        self.states.show_ready()
        ids = self.table.model.ids
        if self._wanted is not None:
            chosen = self._row_of(self._wanted.record)
            self._wanted = None
        else:
            chosen = before if before in self._rows else None
        if chosen is None:
            chosen = ids[min(place or 0, len(ids) - 1)]
        self.table.show_id(chosen)
        self._show_current()

    def _look_elsewhere(self, kind: Kind) -> bool:
        """Whether the record that was asked for is rather a person: then people are looked at."""
        wanted = self._wanted
        if wanted is None or self._row_of(wanted.record) is not None:
            return False
        wanted.tried.add(kind)
        other = Kind.PERSON if kind is Kind.ACCOUNT else Kind.ACCOUNT
        if other in wanted.tried:
            self._wanted = None
            return False
        self.kind.set_current(other)
        self._rows = {}
        self.load()
        return True

    def _row_of(self, record: int) -> int | None:
        return next(
            (n for n, row in self._rows.items() if record in (row.pair.first, row.pair.second)),
            None,
        )

    def _show_nothing(self, kind: Kind) -> None:
        people = kind is Kind.PERSON
        self.states.show_empty(
            tr("No person is there twice") if people else tr("No account is there twice"),
            tr("Pairs that may be the same are listed here, with the reasons, to be merged."),
            icon_name="ph.intersect",
            primary=EmptyAction(
                tr("Look at the accounts") if people else tr("Look at the people"),
                lambda: self._turn_to(Kind.ACCOUNT if people else Kind.PERSON),
            ),
            alternative=EmptyAction(tr("Back to Data"), lambda: self.ctx.go(Target("data"))),
        )

    def _turn_to(self, kind: Kind) -> None:
        self.kind.set_current(kind)
        self._on_kind()

    def _on_kind(self) -> None:
        self._rows = {}
        self._compared = None
        self.load()

    def _on_opened(self) -> None:
        self._rows, self._numbers, self._compared = {}, {}, None
        self.stale = True

    def _number(self, row: DuplicateRow) -> int:
        """The same number for a pair each time it is found: the row stays chosen."""
        pair = (row.pair.first, row.pair.second)
        return self._numbers.setdefault(pair, len(self._numbers))

    # --- the pair on show ------------------------------------------------------------------

    def _current(self) -> DuplicateRow | None:
        number = self.table.current_id
        return self._rows.get(number) if number is not None else None

    def _show_current(self) -> None:
        row = self._current()
        if row is None:
            return
        number = self._number(row)
        pair = row.pair
        self.ctx.read(
            "duplicate-pair",
            self,
            lambda session: compare(session, row.kind, pair.first, pair.second),
            lambda compared: self._on_compared(number, row, compared),
            self._show_problem,
        )

    def _on_compared(self, number: int, row: DuplicateRow, compared: Comparison) -> None:
        if self._current() is not row:
            return
        if self._compared == (number, compared):
            return  # read again with the list: what was chosen stays chosen
        self._compared = (number, compared)
        self._show_problem(None)
        self.pair_view.show_pair(row, compared)

    def _open(self, side: Side) -> None:
        row = self._current()
        if row is None or side.account is None:
            return
        if row.kind is Kind.PERSON:
            self.ctx.go(Target("account", side.account, "people", side.id))
        else:
            self.ctx.go(Target("account", side.account))

    # --- deciding --------------------------------------------------------------------------

    def _can_decide(self) -> bool:
        row = self._current()
        database = self.ctx.database
        shown = self._compared is not None and row is not None
        writable = database is not None and not database.read_only
        return shown and writable and self.states.state == "ready"

    def merge(self) -> None:
        """Merge the two as chosen, in one step."""
        draft = self.pair_view.draft()
        if not self._can_decide() or draft is None:
            return
        kept, gone = self.pair_view.names
        self.ctx.write(
            tr("Merge {gone} into {kept}", gone=gone, kept=kept),
            self,
            lambda session: merge(session, draft),
            lambda _: self._drop(*draft.losers),
            failed=self._show_problem,
            toast=tr("{gone} merged into {kept}", gone=gone, kept=kept),
        )

    def keep_apart(self) -> None:
        """Remember that the two are not the same."""
        row = self._current()
        if not self._can_decide() or row is None:
            return
        names = {"one": row.first_name, "other": row.second_name}
        pair = row.pair
        self.ctx.write(
            tr("Keep {one} and {other} apart", **names),
            self,
            lambda session: keep_apart(session, row.kind, pair.first, pair.second),
            lambda _: self._drop(pair.first, pair.second),
            failed=self._show_problem,
            toast=tr("{one} and {other} are kept apart", **names),
        )

    def _drop(self, *records: int) -> None:
        """Leave out the pairs of all these records at once; the file is looked through again."""
        gone = {
            n for n, row in self._rows.items() if {row.pair.first, row.pair.second} >= set(records)
        }
        here = self.table.current_id
        place = self.table.model.number_of(here) if here is not None else None
        self._rows = {n: row for n, row in self._rows.items() if n not in gone}
        self._compared = None
        self.table.model.set_rows(self._rows)
        ids = self.table.model.ids
        if ids:
            self.table.show_id(ids[min(place or 0, len(ids) - 1)])

    def show_next(self) -> None:
        """Go to the next pair, from the last one to the first."""
        ids = self.table.model.ids
        here = self.table.current_id
        if ids:
            at = ids.index(here) if here in ids else -1
            self.table.show_id(ids[(at + 1) % len(ids)])

    def _show_problem(self, error: B2BDeskError | None) -> None:
        if self._problem is not None:
            self._problem.deleteLater()
            self._problem = None
        if error is not None:
            self._problem = Banner("error", error.message, error.hint, closable=True)
            self._column.insertWidget(0, self._problem)
