"""The inspector of a cost pool: what it is, what drives it, what it cost; and a new pool's form."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.costing import MINUTE_DRIVERS
from b2bdesk.services.costing.pools import PoolDraft, draft_of
from b2bdesk.services.costing.workbench import PoolLine
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.cells import number_words, rate_words
from b2bdesk.ui.pages.costing.period_rows import PeriodRow, month_span
from b2bdesk.ui.pages.costing.pool_table import state_sentences
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import LabelValueRows, Text, h_rule


class PoolForm(Panel):
    """Edits of an existing pool are saved when a field is left; a new pool with its button."""

    changed = Signal(object)  # PoolDraft
    added = Signal(object, object)  # PoolDraft, PeriodDraft
    removed = Signal()
    period_changed = Signal(object, object)  # period id, PeriodDraft
    period_added = Signal()
    period_removed = Signal(object)  # period id
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Cost pool"), flush=True, parent=parent)
        look = theme()
        self.setFixedWidth(look.px(336))
        self.add_action(IconButton("ph.x", tr("Close"), keys=tr("Esc"), on_click=self.closed.emit))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        column = QVBoxLayout(inside)
        pad = look.space(3)
        column.setContentsMargins(pad, look.px(2), pad, pad)
        column.setSpacing(look.space(2))
        self._facts = LabelValueRows(label_width=128)
        column.addWidget(self._facts)
        self._note_row = QWidget()
        note = QHBoxLayout(self._note_row)
        note.setContentsMargins(0, 0, 0, 0)
        note.addWidget(IconLabel("ph.info", "text_3"), 0, Qt.AlignmentFlag.AlignTop)
        self._note = Text("", "table", "text_2", wrap=True)
        note.addWidget(self._note, 1)
        column.addWidget(self._note_row)
        self._rule = h_rule()
        column.addWidget(self._rule)
        column.addLayout(self._fields())
        column.addWidget(h_rule())
        head = QHBoxLayout()
        head.addWidget(Text(tr("Periods"), "table", weight="semibold"), 1)
        self._more = Button(tr("Add a period"), "link", on_click=self.period_added.emit)
        head.addWidget(self._more)
        column.addLayout(head)
        self._periods = QVBoxLayout()
        self._periods.setSpacing(look.space(3))
        column.addLayout(self._periods)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(pad, look.space(2), pad, 0)
        self._remove = Button(
            tr("Remove pool"), "destructive", icon_name="ph.trash", on_click=self.removed.emit
        )
        self._add = Button(tr("Add pool"), "primary", on_click=self._on_add)
        foot.addWidget(self._remove)
        foot.addWidget(self._add)
        foot.addStretch(1)
        scroll.setWidget(inside)
        self.add(scroll, 1)
        self.add(h_rule())
        self.add(foot)
        self.body.setSpacing(0)
        self._scroll = scroll
        self._line: PoolLine | None = None
        self._rows: dict[int, PeriodRow] = {}

    @property
    def pool(self) -> int | None:
        """The pool shown; None while a new one is entered."""
        return None if self._line is None else self._line.pool.id

    # --- building --------------------------------------------------------------------------

    def _fields(self) -> QGridLayout:
        look = theme()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(2))
        grid.setVerticalSpacing(look.px(5))
        grid.setColumnStretch(1, 1)
        self._name, self._activity = QLineEdit(), QLineEdit()
        self._level, self._method, self._driver = QComboBox(), QComboBox(), QComboBox()
        for level in CostLevel:
            self._level.addItem(tr(WORDS[level]), level)
        for method in CostMethod:
            self._method.addItem(tr(WORDS[method]), method)
        self._driver.addItem(tr("No driver"), None)
        for driver in Driver:
            self._driver.addItem(tr(WORDS[driver]), driver)
        self._driver.setMaxVisibleItems(len(Driver) + 1)
        self._minutes, self._ledger = QLineEdit(), QLineEdit()
        self._ledger.setPlaceholderText(tr("such as 6200 travel"))
        self._activity.setPlaceholderText(tr("as the pool"))
        rows = (
            ("name", tr("Name"), self._name),
            ("activity", tr("Activity"), self._activity),
            ("level", tr("Level"), self._level),
            ("method", tr("Method"), self._method),
            ("driver", tr("Driver"), self._driver),
            ("minutes", tr("Minutes per event"), self._minutes),
            ("ledger_accounts", tr("Ledger accounts"), self._ledger),
        )
        self._labels: dict[str, Text] = {}
        self._errors: dict[str, Text] = {}
        self._inputs: dict[str, QWidget] = {}
        for number, (key, title, field) in enumerate(rows):
            label = Text(title, "table", "text_2")
            label.setBuddy(field)
            field.setAccessibleName(title)
            problem = Text("", "caption", "against_us", wrap=True)
            problem.hide()
            grid.addWidget(label, 2 * number, 0)
            grid.addWidget(field, 2 * number, 1)
            grid.addWidget(problem, 2 * number + 1, 1)
            self._labels[key], self._errors[key], self._inputs[key] = label, problem, field
            if isinstance(field, QLineEdit):
                field.editingFinished.connect(self._on_edited)
            elif isinstance(field, QComboBox):
                field.activated.connect(self._on_edited)
        return grid

    # --- showing ---------------------------------------------------------------------------

    def show_new(self, period: Period) -> None:
        """An empty form for a new pool that costs over ``period``."""
        self._line = None
        self.set_title(tr("New cost pool"), "")
        self._show_draft(PoolDraft(""), keep_typed=False)
        self._facts.clear()
        self._facts.hide()
        self._note_row.hide()
        self._rule.hide()
        self._clear_periods()
        row = PeriodRow(month_span(period, ()), removable=False)
        row.show_period(period, None, None)
        self._rows = {0: row}
        self._periods.addWidget(row)
        self._set_mode(new=True)
        self._scroll.verticalScrollBar().setValue(0)
        self._name.setFocus()

    def show_line(self, line: PoolLine, period: Period) -> None:
        """Show a pool; a field that is being typed in keeps what is typed."""
        same = self._line is not None and self._line.pool.id == line.pool.id
        self._line = line
        pool = line.pool
        self.set_title(pool.name, pool.activity if pool.activity != pool.name else "")
        self._show_draft(draft_of(pool), keep_typed=same)
        self._show_facts(line)
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
            self._rows[number].set_in_minutes(in_minutes(pool.method, pool.driver))
            self._rows[number].show_period(found.months, found.amount, found.capacity)
        self._set_mode(new=False)

    def _set_mode(self, *, new: bool) -> None:
        self._more.setVisible(not new)
        self._remove.setVisible(not new)
        self._add.setVisible(new)

    def _clear_periods(self) -> None:
        for row in self._rows.values():
            self._periods.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}

    def _show_facts(self, line: PoolLine) -> None:
        self._facts.clear()
        cost = line.cost
        if cost is not None:
            unit = formats().currency
            self._facts.add_row(
                tr("Cost in the period, {unit}", unit=unit), formats().money_exact(cost.ledger)
            )
            timed = in_minutes(line.pool.method, line.pool.driver)
            if cost.capacity is not None:
                each = tr("minutes") if timed else tr("events")
                words = tr("{n} {unit}", n=number_words(cost.capacity), unit=each)
                self._facts.add_row(tr("Practical capacity"), words)
            if cost.rate is not None:
                title = tr("Rate per minute, {unit}") if timed else tr("Rate per event, {unit}")
                self._facts.add_row(title.format(unit=unit), rate_words(cost.rate))
            if timed and cost.event_cost is not None and cost.event_cost != cost.rate:
                title = tr("Cost of one event, {unit}", unit=unit)
                self._facts.add_row(title, rate_words(cost.event_cost))
        self._facts.setVisible(cost is not None)
        sentence = state_sentences(line)
        self._note.setText(sentence)
        self._note_row.setVisible(bool(sentence))
        self._rule.show()

    def _show_draft(self, draft: PoolDraft, *, keep_typed: bool) -> None:
        minutes = "" if draft.minutes_milli is None else _minutes_words(draft.minutes_milli)
        activity = draft.activity if draft.activity != draft.name else ""
        texts = (
            (self._name, draft.name),
            (self._activity, activity),
            (self._minutes, minutes),
            (self._ledger, draft.ledger_accounts or ""),
        )
        for field, text in texts:
            if not (keep_typed and field.hasFocus() and field.isModified()):
                field.setText(text)
        choices = (
            (self._level, draft.level),
            (self._method, draft.method),
            (self._driver, draft.driver),
        )
        for box, value in choices:
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))
        self._show_needed()
        self.show_problem(None)

    def _show_needed(self) -> None:
        timed = self._method.currentData() == CostMethod.TIME_DRIVEN
        needed = timed and self._driver.currentData() not in MINUTE_DRIVERS
        self._labels["minutes"].setVisible(needed)
        self._minutes.setVisible(needed)
        method, driver = self._method.currentData(), self._driver.currentData()
        for row in self._rows.values():
            row.set_in_minutes(in_minutes(method, driver))

    def show_problem(self, error: DomainError | None, period: int | None = None) -> None:
        """Say what is wrong beside the field it belongs to; None clears it."""
        for key, text in self._errors.items():
            wrong = error is not None and error.field == key
            text.setText(str(error) if wrong else "")
            text.setVisible(wrong)
            set_error(self._inputs[key], wrong)
        if error is not None and error.field not in self._errors:
            row = self._rows.get(0 if period is None else period)
            if row is not None:
                row.show_problem(error.field, str(error))

    # --- edits -----------------------------------------------------------------------------

    def draft(self) -> PoolDraft | None:
        """What is typed; None where the minutes cannot be read, which is then said."""
        minutes = None
        if self._minutes.isVisibleTo(self) and self._minutes.text().strip():
            number = formats().parse_number(self._minutes.text())
            if number is None:
                self.show_problem(DomainError(tr("This is not a number."), field="minutes"))
                return None
            minutes = round(number * 1000)
        driver = self._driver.currentData()
        return PoolDraft(
            name=self._name.text().strip(),
            activity=self._activity.text().strip() or self._name.text().strip(),
            level=CostLevel(self._level.currentData()),
            method=CostMethod(self._method.currentData()),
            driver=None if driver is None else Driver(driver),
            minutes_milli=minutes,
            ledger_accounts=self._ledger.text().strip() or None,
            note=None if self._line is None else self._line.pool.note,
        )

    def _on_edited(self) -> None:
        self._show_needed()
        if self._line is None:
            return
        draft = self.draft()
        if draft is not None and draft != draft_of(self._line.pool):
            self.changed.emit(draft)

    def _on_add(self) -> None:
        draft, period = self.draft(), self._rows[0].draft()
        if draft is not None and not draft.name:
            self.show_problem(DomainError(tr("A cost pool needs a name."), field="name"))
            return
        if draft is not None and period is not None:
            self.added.emit(draft, period)


def in_minutes(method: CostMethod, driver: Driver | None) -> bool:
    """Whether a pool's capacity and rate count minutes."""
    return method == CostMethod.TIME_DRIVEN or driver in MINUTE_DRIVERS


def _minutes_words(milli: int) -> str:
    decimals = next(n for n in (0, 1, 2, 3) if milli % 10 ** (3 - n) == 0)
    return formats().number(Decimal(milli) / 1000, decimals)
