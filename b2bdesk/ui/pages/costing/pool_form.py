"""The inspector of a cost pool: what it came to, its rule, what it is, its rates and periods."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.analytics.time_equation import subject_of
from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import CostMethod
from b2bdesk.services.costing.pools import CUSTOMER_LEVELS, PoolDraft, draft_of, read_equation
from b2bdesk.services.costing.rule_check import PoolDetail
from b2bdesk.services.costing.workbench import PoolLine
from b2bdesk.ui.pages.costing.cells import in_minutes
from b2bdesk.ui.pages.costing.period_rows import PeriodRow, month_span
from b2bdesk.ui.pages.costing.pool_facts import PoolFacts, Remark, check_words
from b2bdesk.ui.pages.costing.pool_fields import PoolFields
from b2bdesk.ui.pages.costing.rate_rows import RateRows
from b2bdesk.ui.pages.costing.time_editor import TimeEditor
from b2bdesk.ui.pages.costing.time_words import equation_of
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text, h_rule


class PoolForm(Panel):
    """Edits of an existing pool are saved when a field is left; a new pool with its button."""

    changed = Signal(object)  # PoolDraft
    added = Signal(object, object)  # PoolDraft, PeriodDraft
    removed = Signal()
    period_changed = Signal(object, object)  # period id, PeriodDraft
    period_added = Signal()
    period_removed = Signal(object)  # period id
    preview_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Cost pool"), flush=True, parent=parent)
        self.setFixedWidth(theme().px(336))
        self.add_action(IconButton("ph.x", tr("Close"), keys=tr("Esc"), on_click=self.closed.emit))
        self._line: PoolLine | None = None
        self._detail: PoolDetail | None = None
        self._rows: dict[int, PeriodRow] = {}
        self.facts, self.fields = PoolFacts(), PoolFields()
        self.time, self.rates = TimeEditor(), RateRows()
        self.check = Remark()
        self._build()
        self.fields.edited.connect(self._on_edited)
        self.time.changed.connect(lambda _text: self._on_edited())
        self.rates.changed.connect(lambda _rates: self._on_edited())

    @property
    def pool(self) -> int | None:
        """The pool shown; None while a new one is entered."""
        return None if self._line is None else self._line.pool.id

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        look = theme()
        pad = look.space(3)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(pad, look.px(2), pad, pad)
        column.setSpacing(look.space(2))
        self._editable = QWidget()
        edits = QVBoxLayout(self._editable)
        edits.setContentsMargins(0, 0, 0, 0)
        edits.setSpacing(look.space(2))
        column.addWidget(self.facts)
        self._time_box = _section(self.time)
        self._check_box = _section(Text(tr("Check"), "table", weight="semibold"), self.check)
        self._definition = _section(Text(tr("Definition"), "table", weight="semibold"), self.fields)
        self._rate_box = _section(
            Text(tr("Rates that differ"), "table", weight="semibold"), self.rates
        )
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text(tr("Periods"), "table", weight="semibold"), 1)
        self._more = Button(tr("Add a period"), "link", on_click=self.period_added.emit)
        row.addWidget(self._more)
        periods = QWidget()
        self._periods = QVBoxLayout(periods)
        self._periods.setContentsMargins(0, 0, 0, 0)
        self._periods.setSpacing(look.space(3))
        for part in (
            self._time_box,
            self._check_box,
            self._definition,
            self._rate_box,
            _section(head, periods),
        ):
            edits.addWidget(part)
        column.addWidget(self._editable)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(pad, look.space(2), pad, 0)
        self._preview = Button(tr("Preview effect on accounts"), on_click=self.preview_asked.emit)
        self._remove = IconButton("ph.trash", tr("Remove pool"), on_click=self.removed.emit)
        self._add = Button(tr("Add pool"), "primary", on_click=self._on_add)
        for button in (self._preview, self._add):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self._remove)
        scroll.setWidget(inside)
        self.add(scroll, 1)
        self.add(h_rule())
        self.add(foot)
        self.body.setSpacing(0)
        self._scroll = scroll

    def set_editable(self, editable: bool) -> None:
        """A published version can only be looked at."""
        self._editable.setEnabled(editable)
        for button in (self._preview, self._remove, self._add):
            button.setEnabled(editable)

    # --- showing ---------------------------------------------------------------------------

    def show_new(self, period: Period) -> None:
        """An empty form for a new pool that costs over ``period``."""
        self._line = self._detail = None
        self.set_title(tr("New cost pool"), "")
        self.fields.show_draft(PoolDraft(""), keep_typed=False)
        self.time.show_equation("", None, keep_typed=False)
        self.rates.show_rates((), None, keep_typed=False)
        self.facts.hide()
        self._check_box.hide()
        self._show_needed()
        self._clear_periods()
        row = PeriodRow(month_span(period, ()), removable=False)
        row.show_empty(period)
        self._rows = {0: row}
        self._periods.addWidget(row)
        self._set_mode(new=True)
        self._scroll.verticalScrollBar().setValue(0)
        self.fields.name.setFocus()

    def show_line(self, line: PoolLine, period: Period) -> None:
        """Show a pool; a field that is being typed in keeps what is typed."""
        same = self._line is not None and self._line.pool.id == line.pool.id
        self._line = line
        pool = line.pool
        self.set_title(pool.name, pool.activity if pool.activity != pool.name else "")
        self.fields.show_draft(draft_of(pool), keep_typed=same)
        self.time.show_equation(equation_of(pool), pool.driver, keep_typed=same)
        rate = None if line.cost is None else line.cost.event_cost
        self.rates.show_rates(pool.rates, rate, keep_typed=same)
        self.facts.show_line(line)
        self.facts.show()
        self._show_check()
        held = {row.id: row for row in pool.periods}
        span = month_span(period, pool.periods)
        if not same or set(held) != set(self._rows):
            self._clear_periods()
            for number in held:
                row = PeriodRow(span, removable=True)
                row.changed.connect(lambda draft, n=number: self.period_changed.emit(n, draft))
                row.removed.connect(lambda n=number: self.period_removed.emit(n))
                self._rows[number] = row
                self._periods.addWidget(row)
        for number, found in held.items():
            self._rows[number].show_period(found)
        self._show_needed()
        self._set_mode(new=False)
        if not same:
            self._scroll.verticalScrollBar().setValue(0)

    def show_detail(self, detail: PoolDetail) -> None:
        """What was logged with the pool's events, and the segments rates may name."""
        self._detail = detail
        self.rates.set_segments(detail.segments)
        self._show_check()

    def _show_check(self) -> None:
        words = "" if self._line is None else check_words(self._line, self._detail)
        self.check.say(words)
        self._check_box.setVisible(bool(words))

    def _set_mode(self, *, new: bool) -> None:
        self._more.setVisible(not new)
        self._remove.setVisible(not new)
        self._add.setVisible(new)
        line = self._line
        self._preview.setVisible(
            not new and line is not None and line.pool.level in CUSTOMER_LEVELS
        )

    def _clear_periods(self) -> None:
        for row in self._rows.values():
            self._periods.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}

    def _show_needed(self) -> None:
        """What the level, the method and the driver on show leave to say."""
        method, driver = self.fields.chosen_method, self.fields.chosen_driver
        reaches = self.fields.level.currentData() in CUSTOMER_LEVELS
        timed = method is CostMethod.TIME_DRIVEN and subject_of(driver) is not None
        self._time_box.setVisible(timed and reaches)
        self._rate_box.setVisible(reaches and driver is not None)
        for row in self._rows.values():
            row.set_in_minutes(in_minutes(method, driver))

    def show_problem(self, error: DomainError | None, period: int | None = None) -> None:
        """Say what is wrong beside the field it belongs to; None clears it."""
        words = "" if error is None else str(error)
        key = "" if error is None else error.field
        in_time = key in ("minutes", "time_equation")
        self.time.show_problem(error if in_time else None)
        self.rates.show_problem(error if key == "rates" else None)
        if self.fields.show_problem(key, words) or in_time or key in ("", "rates"):
            return
        row = self._rows.get(0 if period is None else period)
        if row is not None:
            row.show_problem(key, words)

    # --- edits -----------------------------------------------------------------------------

    def draft(self) -> PoolDraft:
        """What is filled in."""
        draft = self.fields.draft(None if self._line is None else self._line.pool.note)
        draft = replace(draft, rates=self.rates.rates)
        if draft.method is not CostMethod.TIME_DRIVEN or subject_of(draft.driver) is None:
            return draft
        return replace(draft, time_equation=self.time.equation or None)

    def _on_edited(self) -> None:
        self._show_needed()
        driver = self.fields.chosen_driver
        self.time.show_equation(self.time.equation, driver, keep_typed=True)
        if self._line is None:
            return
        draft = self.draft()
        try:
            same = _settled(draft) == draft_of(self._line.pool)
        except DomainError as error:
            self.show_problem(error)
            return
        if not same:
            self.changed.emit(draft)

    def _on_add(self) -> None:
        draft, period = self.draft(), self._rows[0].draft()
        if not draft.name:
            self.show_problem(DomainError(tr("A cost pool needs a name."), field="name"))
            return
        if period is not None:
            self.added.emit(draft, period)


def _settled(draft: PoolDraft) -> PoolDraft:
    """The draft as it is kept: minutes in place of an equation that says the same of every event.

    ``EquationError`` where the equation cannot be read.
    """
    equation = read_equation(draft)
    if equation is None or equation.names:
        return draft
    return replace(draft, time_equation=None, minutes_milli=max(1, equation.milli_minutes({})))


def _section(*parts: QWidget) -> QWidget:
    """Parts of the inspector under a hairline."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space(2))
    column.addWidget(h_rule())
    for part in parts:
        column.addWidget(part)
    return box
