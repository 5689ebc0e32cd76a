"""Which accounts another driver, or other figures, of a pool would move; nothing is saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.costing import PoolRow
from b2bdesk.services.costing.sensitivity import (
    AccountEffect,
    Effect,
    driver_effects,
    effect_of,
)
from b2bdesk.services.costing.workbench import Workbench
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.costing.effect_tables import (
    Choice,
    account_columns,
    choice_columns,
    effect_sentences,
    effect_title,
    now_words,
)
from b2bdesk.ui.pages.costing.pool_edits import PoolEdits
from b2bdesk.ui.pages.costing.trial_fields import TrialFields
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

_TYPED = 0
_NARROW = 1100


class EffectView(QWidget):
    """Changes to choose from at the left, what the chosen one does to accounts at the right."""

    closed = Signal()

    def __init__(self, ctx: AppContext, edits: PoolEdits) -> None:
        super().__init__()
        self._ctx, self._edits = ctx, edits
        self._pool_id: int | None = None
        self._pool: PoolRow | None = None
        self._period: Period | None = None
        self._drivers: tuple[Effect, ...] = ()
        self._typed: Effect | None = None
        self._narrow = False
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space(3))
        self._left = Panel(tr("Effect on accounts"), flush=True)
        self._left.add_action(Button(tr("Back"), keys=tr("Esc"), on_click=self.closed.emit))
        self.fields = TrialFields()
        shelf = QVBoxLayout()
        shelf.setContentsMargins(look.space(3), look.space(1), look.space(3), look.space(2))
        shelf.addWidget(self.fields)
        self._left.add(shelf)
        self.choices: DataTable[Choice] = DataTable(
            IdTableModel(choice_columns()), name=tr("What could charge the pool")
        )
        self._left.add(self.choices, 1)
        self._right = Panel("…", flush=True)
        self._take = Button(tr("Use this"), on_click=self._on_take)
        self._right.add_action(self._take)
        told = QVBoxLayout()
        told.setContentsMargins(look.space(3), 0, look.space(3), look.space(2))
        self.words = Text("", "table", wrap=True)
        told.addWidget(self.words)
        self._right.add(told)
        self.accounts: DataTable[AccountEffect] = DataTable(
            IdTableModel(account_columns()), name=tr("Accounts that would change")
        )
        self._right.add(self.accounts, 1)
        row.addWidget(self._left, 5)
        row.addWidget(self._right, 7)
        self.fields.tried.connect(self._on_tried)
        self.choices.current_changed.connect(self._on_choice)
        self.accounts.opened.connect(
            lambda account: ctx.go(Target("account", account, tab="profit"))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(_NARROW)
        if narrow is not self._narrow:
            self._narrow = narrow
            for key in ("accounts", "kept"):
                self.choices.set_column_shown(key, not narrow)
            for key in ("before", "net_before"):
                self.accounts.set_column_shown(key, not narrow)

    def open_pool(self, pool: int) -> None:
        """Look at this pool from now on."""
        if pool != self._pool_id:
            self._pool_id, self._pool = pool, None
            self._drivers, self._typed = (), None
            self._show_choices()

    def take_focus(self) -> None:
        """Give the keyboard to the changes."""
        self.choices.view.setFocus()

    def show_bench(self, bench: Workbench) -> bool:
        """Read the effects again; False where the pool is not there any more."""
        line = next((row for row in bench.pools if row.pool.id == self._pool_id), None)
        if line is None:
            return False
        same = line.pool == self._pool
        self._pool, self._period = line.pool, bench.period
        self._left.set_title(tr("Effect of {pool} on accounts", pool=line.pool.name))
        self._left.set_subtitle(now_words(line.pool))
        self.fields.show_pool(line, bench.period, keep=same)
        if not same:
            self._typed = None
        pool, period, as_of = line.pool, bench.period, self._ctx.as_of
        self._ctx.read(
            "costing-effects",
            self,
            lambda session: driver_effects(session, pool, period, as_of),
            self._on_effects,
        )
        if self._typed is not None:
            self._on_tried(self._typed.pool)
        return True

    def _on_effects(self, effects: tuple[Effect, ...]) -> None:
        self._drivers = effects
        self._show_choices()

    def _on_tried(self, variant: PoolRow | None) -> None:
        pool, period, as_of = self._pool, self._period, self._ctx.as_of
        if pool is None or period is None:
            return
        if variant is None:
            self._typed = None
            self._show_choices()
            return

        def failed(error: B2BDeskError) -> None:
            if isinstance(error, DomainError):
                self.fields.show_problem(error)
            else:
                self._ctx.failed.emit(error)

        self._ctx.read(
            "costing-trial",
            self,
            lambda session: effect_of(session, pool, variant, period, as_of),
            self._on_typed,
            failed,
        )

    def _on_typed(self, effect: Effect) -> None:
        self._typed = effect
        self._show_choices()
        self.choices.select_ids([_TYPED])
        self._on_choice(_TYPED)

    # --- showing ---------------------------------------------------------------------------

    def _show_choices(self) -> None:
        rows = {
            number: Choice(effect, typed=False) for number, effect in enumerate(self._drivers, 1)
        }
        if self._typed is not None:
            rows = {_TYPED: Choice(self._typed, typed=True), **rows}
        chosen = self.choices.current_id
        self.choices.model.set_rows(rows)
        if rows and chosen not in rows:
            chosen = next(iter(rows))
            self.choices.select_ids([chosen])
        self._on_choice(chosen)

    def _on_choice(self, number: int | None) -> None:
        choice = None if number is None else self.choices.model.row(number)
        self._take.setVisible(choice is not None)
        if choice is None:
            held = self._pool is not None and not self._drivers
            self._right.set_title(tr("Accounts that would change"))
            words = tr("Cost held at product, channel or facility level reaches no account.")
            self.words.setText(words if held else "")
            self.accounts.model.set_rows({})
            return
        self._right.set_title(effect_title(choice))
        self.words.setText(" ".join(effect_sentences(choice.effect)))
        self.accounts.model.set_rows((row.id, row) for row in choice.effect.accounts)
        self._take.setText(
            tr("Save as typed") if choice.typed else tr("Use {driver}", driver=choice.words)
        )

    def _on_take(self) -> None:
        number = self.choices.current_id
        choice = None if number is None else self.choices.model.row(number)
        if choice is not None:
            self._edits.take_variant(choice.effect.pool, lambda _none: self.closed.emit())
