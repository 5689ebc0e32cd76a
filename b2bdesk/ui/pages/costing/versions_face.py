"""The versions' face: what was published, and what a restatement changed by pool and account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.face_export import export_comparison
from b2bdesk.services.costing.faces import CostingFaces
from b2bdesk.services.costing.version_compare import (
    AccountChange,
    Comparison,
    PoolChange,
    compare_versions,
)
from b2bdesk.services.costing.versions import VersionRow
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.workbook_export import write_in_background
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.change_tables import (
    account_change_columns,
    pool_change_columns,
    version_columns,
)
from b2bdesk.ui.pages.costing.change_words import change_sentences
from b2bdesk.ui.pages.costing.version_bar import version_words
from b2bdesk.ui.pages.costing.version_edits import VersionEdits
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import EmptyAction, EmptyState
from b2bdesk.ui.widgets.text import Text

_FEWEST_ROWS, _MOST_ROWS = 2, 6
_NARROW = 1100


class VersionsFace(QStackedWidget):
    """``opened`` carries the version to look at on the workbench."""

    opened = Signal(object)
    account_opened = Signal(object)

    def __init__(
        self,
        ctx: AppContext,
        edits: VersionEdits,
        publish: Callable[[], None],
        export: Callable[[], None],
    ) -> None:
        super().__init__()
        self._ctx, self._edits = ctx, edits
        self._faces: CostingFaces | None = None
        self.comparison: Comparison | None = None
        self._narrow = False
        empty = EmptyState(
            tr("No version published yet"),
            tr(
                "Publishing keeps the rates and what they charged every account. After a"
                " correction you then see which pools, accounts and months it restates."
            ),
            icon_name="ph.git-commit",
            alternative=EmptyAction(tr("Publish rates"), publish),
        )
        self.addWidget(empty)
        self.addWidget(self._built(export))

    def _built(self, export: Callable[[], None]) -> QWidget:
        look = theme()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(3))
        column.setSpacing(look.space(3))
        self.table: DataTable[VersionRow] = DataTable(
            IdTableModel(version_columns()), name=tr("Published versions")
        )
        self._list = Panel(tr("Published versions"), formats().currency, flush=True)
        self._list.add_action(
            Button(tr("Export"), "flat", icon_name="ph.download-simple", on_click=export)
        )
        self._list.add(self.table, 1)
        column.addWidget(self._list)
        changes = Panel(tr("What changed"))
        choice = QHBoxLayout()
        choice.setSpacing(look.space(2))
        self.before, self.after = QComboBox(), QComboBox()
        for words, box in ((tr("From"), self.before), (tr("to"), self.after)):
            label = Text(words, "table", "text_2")
            label.setBuddy(box)
            box.setAccessibleName(tr("Compare {word}", word=words))
            box.setMinimumWidth(look.px(150))
            box.activated.connect(self._compare)
            choice.addWidget(label)
            choice.addWidget(box)
        choice.addStretch(1)
        changes.add(choice)
        self.words = Text("", "table", wrap=True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        changes.add(self.words)
        self.pools: DataTable[PoolChange] = DataTable(
            IdTableModel(pool_change_columns()), name=tr("Changes by cost pool")
        )
        self.accounts: DataTable[AccountChange] = DataTable(
            IdTableModel(account_change_columns()), name=tr("Changes by account")
        )
        tables = QHBoxLayout()
        tables.setSpacing(look.space(4))
        tables.addWidget(self.pools, 8)
        tables.addWidget(self.accounts, 7)
        changes.add(tables, 1)
        column.addWidget(changes, 1)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self._on_version)
        self.table.model.edited.connect(self._on_note)
        self.accounts.opened.connect(self.account_opened)
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(_NARROW)
        if narrow is not self._narrow:
            self._narrow = narrow
            for key in ("unused", "accounts"):
                self.pools.set_column_shown(key, not narrow)
            self.accounts.set_column_shown("before", not narrow)
            for key in ("as_of", "author", "kept"):
                self.table.set_column_shown(key, not narrow)

    def focus_target(self) -> QWidget:
        """Where the keyboard goes."""
        return self.table.view if self.currentIndex() else self

    # --- showing ---------------------------------------------------------------------------

    def show_faces(self, faces: CostingFaces) -> None:
        """Show the versions and compare those chosen, at first the newest with the draft."""
        self._faces = faces
        self.setCurrentIndex(1 if faces.versions else 0)
        if not faces.versions:
            self.comparison = None
            return
        with QSignalBlocker(self.table):
            self.table.model.set_rows((row.id, row) for row in faces.versions)
        look = theme()
        rows = min(max(len(faces.versions), _FEWEST_ROWS), _MOST_ROWS)
        height = look.size("table_header") + rows * look.size("table_row")
        self._list.setFixedHeight(look.px(40) + height + look.px(2))
        self._fill_choices(faces)
        self._compare()

    def _fill_choices(self, faces: CostingFaces) -> None:
        draft = version_words(faces.number, published=False)
        chosen = self.before.currentData(), self.after.currentData()
        with QSignalBlocker(self.before), QSignalBlocker(self.after):
            self.before.clear()
            self.after.clear()
            self.after.addItem(draft, None)
            for row in faces.versions:
                words = version_words(row.number, published=True)
                self.before.addItem(words, row.id)
                self.after.addItem(words, row.id)
            self.before.setCurrentIndex(max(0, self.before.findData(chosen[0])))
            self.after.setCurrentIndex(max(0, self.after.findData(chosen[1])))

    def _on_version(self, version: int | None) -> None:
        """The version with the keyboard is what another is compared with."""
        number = self.before.findData(version)
        if version is not None and number >= 0 and number != self.before.currentIndex():
            self.before.setCurrentIndex(number)
            self._compare()

    def _compare(self) -> None:
        before, after, as_of = self.before.currentData(), self.after.currentData(), self._ctx.as_of
        if before is None:
            return
        self._ctx.read(
            "costing-compare",
            self,
            lambda session: compare_versions(session, before, after, as_of),
            self._show_comparison,
        )

    def _show_comparison(self, found: Comparison) -> None:
        self.comparison = found
        self.words.setText(" ".join(change_sentences(found)))
        self.pools.model.set_rows((row.id, row) for row in found.pools)
        exact = formats().money_exact
        was, now = found.before.costs, found.after.costs
        self.pools.set_totals(
            {
                "name": tr("All cost pools"),
                "ledger": exact(now.ledger - was.ledger),
                "allocated": exact(now.allocated - was.allocated),
                "unused": exact(now.unused - was.unused),
            }
        )
        self.accounts.model.set_rows((row.id, row) for row in found.accounts)
        before = sum(row.before for row in found.accounts)
        after = sum(row.after for row in found.accounts)
        self.accounts.set_totals(
            {
                "name": tr("All accounts"),
                "before": exact(before),
                "after": exact(after),
                "delta": exact(after - before),
            }
        )

    # --- edits and export ------------------------------------------------------------------

    def _on_note(self, version: int, _key: str, typed: str) -> None:
        row = self.table.model.row(version)
        if row is not None and typed.strip() != (row.note or ""):
            self._edits.note(version, row.number, typed)

    def export_to(self, path: Path, currency: str) -> None:
        """Write the versions and the comparison as a workbook."""
        faces, found = self._faces, self.comparison
        if faces is None or found is None:
            self._ctx.toast(tr("There is no version to export yet."))
            return
        words = change_sentences(found)
        write_in_background(
            self._ctx,
            self,
            path,
            tr("Exporting costing"),
            lambda _session: export_comparison(path, faces.versions, found, words, currency),
        )
