"""The workbench: cost pools edited in place and in their inspector, pasted, tried, heat map."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.faces import CostingFaces
from b2bdesk.services.costing.paste import read_pools
from b2bdesk.services.costing.paste_result import PoolPaste
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft
from b2bdesk.services.costing.rule_check import PoolDetail, pool_detail
from b2bdesk.services.costing.workbench import PoolLine, Workbench
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.pages.costing.effect_view import EffectView
from b2bdesk.ui.pages.costing.paste_panel import PastePanel
from b2bdesk.ui.pages.costing.pool_edits import PoolEdits, period_edit, text_edit
from b2bdesk.ui.pages.costing.workbench_view import WorkbenchView
from b2bdesk.ui.theme.theme import theme

_POOLS, _PASTE, _EFFECT = range(3)


class WorkbenchFace(QStackedWidget):
    """``filled`` when there is something to show though the file has no pools; ``left`` when that
    is over."""

    filled = Signal()
    left = Signal()

    def __init__(self, ctx: AppContext, export: Callable[[], None]) -> None:
        super().__init__()
        self._ctx = ctx
        self._bench: Workbench | None = None
        self._adding = self._published = False
        self._wanted: int | None = None
        self._edits = PoolEdits(ctx, self)
        self.view = WorkbenchView(self.add_pool, self.paste_clipboard, export)
        self.table, self.form, self.heat = self.view.table, self.view.form, self.view.heat
        self.paste = PastePanel()
        self.effect = EffectView(ctx, self._edits)
        self.addWidget(self.view)
        for part in (self.paste, self.effect):
            shelf = QWidget()
            inner = QVBoxLayout(shelf)
            look = theme()
            inner.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(3))
            inner.addWidget(part)
            self.addWidget(shelf)
        self._connect()

    def _connect(self) -> None:
        self.view.pool_chosen.connect(self._on_pool_chosen)
        self.table.model.edited.connect(self._on_cell_edited)
        form = self.form
        form.changed.connect(self._on_pool_changed)
        form.added.connect(self._on_pool_added)
        form.removed.connect(self.remove_pool)
        form.period_changed.connect(self._on_period_changed)
        form.period_added.connect(self._on_period_added)
        form.period_removed.connect(self._on_period_removed)
        form.preview_asked.connect(self.preview_effect)
        form.closed.connect(self._on_form_closed)
        self.paste.accepted.connect(self._on_paste_accepted)
        self.paste.cancelled.connect(self._leave_paste)
        self.effect.closed.connect(self._leave_effect)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys: Sequence[tuple[QKeySequence | QKeySequence.StandardKey, QWidget, Callable[[], None]]]
        keys = (
            (QKeySequence.StandardKey.Paste, self.view, self.paste_clipboard),
            (QKeySequence.StandardKey.Delete, self.table, self.remove_pool),
            (QKeySequence(Qt.Key.Key_Escape), self.paste, self._leave_paste),
            (QKeySequence(Qt.Key.Key_Escape), self.effect, self._leave_effect),
            (QKeySequence(Qt.Key.Key_Escape), self.form, self._on_form_closed),
        )
        for sequence, owner, run in keys:
            shortcut = QShortcut(QKeySequence(sequence), owner)
            shortcut.setContext(within)
            shortcut.activated.connect(run)

    # --- showing ---------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether something stands here though the file may have no pools yet."""
        return self._adding or self.currentIndex() == _PASTE

    @property
    def can_edit(self) -> bool:
        """Whether the draft is shown: a published version stays as it is."""
        return not self._published

    @property
    def chosen_pool(self) -> int | None:
        """The pool that the inspector shows."""
        return self.form.pool if self.form.isVisibleTo(self) else None

    def show_faces(self, faces: CostingFaces) -> None:
        """Show the draft, or a version that can only be looked at."""
        self._published = faces.version is not None
        self.view.set_editable(not self._published)
        self.form.set_editable(not self._published)
        self._bench = faces.bench
        if self._published:
            self._adding = False
            self.setCurrentIndex(_POOLS)
        self._show(faces.bench)
        if self.currentIndex() == _EFFECT and not self.effect.show_bench(faces.bench):
            self._leave_effect()

    def forget(self) -> None:
        """The file has no pools: nothing is chosen."""
        self._bench = None
        self.form.hide()

    def _show(self, bench: Workbench) -> None:
        wanted, self._wanted = self._wanted, None
        self.view.show_bench(bench, wanted)
        if not self._adding:
            self._show_form(wanted or self.form.pool)

    def _period(self) -> Period:
        if self._bench is not None:
            return self._bench.period
        now = month_of(self._ctx.as_of)
        return self._ctx.period or Period(now - 11, now)

    # --- the form --------------------------------------------------------------------------

    def _on_pool_chosen(self, pool: int) -> None:
        self._adding = False
        self._show_form(pool)

    def _show_form(self, pool: int | None) -> None:
        line = self.view.line(pool)
        if line is None:
            self.form.hide()
            return
        period, as_of = self._period(), self._ctx.as_of
        self.form.show_line(line, period)
        self.form.show()
        self._ctx.read(
            "costing-detail",
            self,
            lambda session: pool_detail(session, line.pool, period, as_of),
            self._on_detail,
        )

    def _on_detail(self, detail: PoolDetail) -> None:
        if detail.pool == self.form.pool:
            self.form.show_detail(detail)

    def _on_form_closed(self) -> None:
        self._adding = False
        self.form.hide()
        self.left.emit()
        if self.table.isVisible():
            self.table.view.setFocus()

    def add_pool(self) -> None:
        """Open an empty form for a new pool."""
        self.setCurrentIndex(_POOLS)
        self._adding = True
        self.filled.emit()
        if self._bench is not None:
            self._show(self._bench)
        self.form.show()
        self.form.show_new(self._period())

    # --- edits -----------------------------------------------------------------------------

    def _on_cell_edited(self, pool: int, key: str, typed: str) -> None:
        line = self.view.line(pool)
        if line is None:
            return
        try:
            if key in ("name", "activity"):
                self._save_pool(pool, text_edit(line.pool, key, typed), key)
            else:
                row, draft = period_edit(line.pool, key, typed, self._period())
                self._save_period(line, row.id, draft, key)
        except DomainError as error:
            self._tell(pool, key, error)

    def _tell(self, pool: int, key: str, error: B2BDeskError) -> None:
        self.view.tell(pool, key, str(error))
        self._ctx.toast(str(error))

    def _save_pool(self, pool: int, draft: PoolDraft, key: str = "") -> None:
        self._edits.change(pool, draft, self._failing(pool, key))

    def _save_period(self, line: PoolLine, period: int, draft: PeriodDraft, key: str = "") -> None:
        failed = self._failing(line.pool.id, key, period)
        self._edits.change_period(period, line.pool.name, draft, failed)

    def _failing(
        self, pool: int, key: str, period: int | None = None
    ) -> Callable[[B2BDeskError], None]:
        """Where a refused edit is said: in its cell, else beside its field."""

        def failed(error: B2BDeskError) -> None:
            if key:
                self._tell(pool, key, error)
            elif isinstance(error, DomainError) and self.form.pool == pool:
                self.form.show_problem(error, period)
            else:
                self._ctx.failed.emit(error)

        return failed

    def _on_pool_changed(self, draft: PoolDraft) -> None:
        if self.form.pool is not None:
            self._save_pool(self.form.pool, draft)

    def _on_period_changed(self, period: int, draft: PeriodDraft) -> None:
        line = self.view.line(self.form.pool)
        if line is not None:
            self._save_period(line, period, draft)

    def _on_pool_added(self, draft: PoolDraft, period: PeriodDraft) -> None:
        def done(pool: int) -> None:
            # The reload that the write brings with it selects the pool.
            self._adding = False
            self._wanted = pool
            if self.view.line(pool) is not None and self._bench is not None:
                self._show(self._bench)

        def failed(error: B2BDeskError) -> None:
            if isinstance(error, DomainError):
                self.form.show_problem(error)
            else:
                self._ctx.failed.emit(error)

        self._edits.add(draft, period, done, failed)

    def remove_pool(self) -> None:
        """Remove the pool in the inspector, or the one with the keyboard."""
        line = self.view.line(self.form.pool or self.table.current_id)
        if line is None or not self.can_edit:
            return
        pool, name = line.pool.id, line.pool.name
        self.form.hide()
        self._edits.remove(pool, name)

    def _on_period_added(self) -> None:
        line = self.view.line(self.form.pool)
        if line is not None:
            self._edits.add_period(line.pool, self._period())

    def _on_period_removed(self, period: int) -> None:
        line = self.view.line(self.form.pool)
        if line is not None:
            self._edits.remove_period(period, line.pool.name)

    # --- the effect of a change ------------------------------------------------------------

    def preview_effect(self) -> None:
        """Show what other drivers, or other figures, of the pool would do to accounts."""
        if self._bench is None or self.chosen_pool is None or not self.can_edit:
            return
        self.effect.open_pool(self.chosen_pool)
        if self.effect.show_bench(self._bench):
            self.setCurrentIndex(_EFFECT)
            self.effect.take_focus()

    def _leave_effect(self) -> None:
        self.setCurrentIndex(_POOLS)
        self.table.view.setFocus()

    # --- paste -----------------------------------------------------------------------------

    def paste_clipboard(self) -> None:
        """Read the clipboard as cost pools and show what it would do."""
        if not self.can_edit:
            self._ctx.toast(tr("A published version stays as it is. Go back to the draft first."))
            return
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._ctx.toast(tr("The clipboard has no cells. Copy them in Excel first."))
            return
        currency, period = self._ctx.currency, self._period()

        def done(paste: PoolPaste) -> None:
            self.setCurrentIndex(_PASTE)
            self.filled.emit()
            self.paste.show_paste(paste)

        self._ctx.read(
            "costing-paste",
            self,
            lambda session: read_pools(session, text, currency, period),
            done,
        )

    def _leave_paste(self) -> None:
        self.setCurrentIndex(_POOLS)
        self.left.emit()

    def _on_paste_accepted(self, paste: PoolPaste) -> None:
        self._edits.take(paste, lambda _taken: self._leave_paste())
