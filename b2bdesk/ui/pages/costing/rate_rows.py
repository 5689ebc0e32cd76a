"""Rates of a pool that differ by segment, kind of account or channel: one row for each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import RateBy
from b2bdesk.models.enums import WORDS, AccountKind, Channel
from b2bdesk.queries.costing import RateRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.cells import rate_words
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import Text

_VOCABULARIES: dict[RateBy, type[StrEnum]] = {
    RateBy.ACCOUNT_KIND: AccountKind,
    RateBy.CHANNEL: Channel,
}
_MOST_WEIGHT = 1000


class RateRows(QWidget):
    """``changed`` carries the pool's rates once a row was left with another one."""

    changed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._rows: list[_Row] = []
        self._shown: tuple[RateRow, ...] = ()
        self._segments: tuple[str, ...] = ()
        self._rate: Fraction | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        self._list = QVBoxLayout()
        self._list.setSpacing(look.px(6))
        column.addLayout(self._list)
        self.problem = Text("", "caption", "against_us", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.add = Button(tr("Add a rate"), "link", icon_name="ph.plus", on_click=self._on_add)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def rates(self) -> tuple[RateRow, ...]:
        """The rates that are saved, or were taken over last."""
        return self._shown

    def show_rates(
        self, rates: tuple[RateRow, ...], rate: Fraction | None, *, keep_typed: bool
    ) -> None:
        """Show the rates of a pool; ``rate`` is what a weight of one costs."""
        self._rate = rate
        typing = keep_typed and any(row.typing for row in self._rows)
        if typing or (keep_typed and rates == self._shown and self._rows):
            for row in self._rows:
                row.show_rate(rate)
            return
        self._shown = rates
        self.show_problem(None)
        begun = [row for row in self._rows if keep_typed and not row.saved]
        for row in self._rows:
            if row not in begun:
                self._drop(row)
        self._rows = []
        for told in rates:
            self._append(told)
        for row in begun:
            self._list.addWidget(row)
            self._rows.append(row)

    def set_segments(self, segments: tuple[str, ...]) -> None:
        """The segments that the accounts have."""
        self._segments = segments
        for row in self._rows:
            row.offer(segments)

    def show_problem(self, error: DomainError | None) -> None:
        """Say what is wrong with the rates; None clears it."""
        self.problem.setText("" if error is None else str(error))
        self.problem.setVisible(error is not None)

    def _append(self, told: RateRow | None) -> _Row:
        row = _Row(told, self._segments, self._on_edited, self._on_removed)
        row.show_rate(self._rate)
        self._rows.append(row)
        self._list.addWidget(row)
        return row

    def _drop(self, row: _Row) -> None:
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_add(self) -> None:
        self._append(None).by.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self, row: _Row) -> None:
        self._rows.remove(row)
        self._drop(row)
        self.add.setFocus()
        self._on_edited()

    def _on_edited(self) -> None:
        self.show_problem(None)
        try:
            told = tuple(found for row in self._rows if (found := row.rate()) is not None)
        except DomainError as error:
            self.show_problem(error)
            return
        for row in self._rows:
            row.show_rate(self._rate)
        if told != self._shown:
            self._shown = told
            self.changed.emit(told)


class _Row(QWidget):
    """What the rate is for, and how many times the rate it is."""

    def __init__(
        self,
        told: RateRow | None,
        segments: tuple[str, ...],
        changed: Callable[[], None],
        removed: Callable[[_Row], None],
    ) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        self.by, self.value, self.weight = QComboBox(), QComboBox(), QLineEdit()
        self.by.setAccessibleName(tr("Rate differs by"))
        self.value.setAccessibleName(tr("Rate for"))
        self.weight.setAccessibleName(tr("Times the rate"))
        self.weight.setFixedWidth(look.px(48))
        self.weight.setAlignment(Qt.AlignmentFlag.AlignRight)
        for by in RateBy:
            self.by.addItem(tr(WORDS[by]), by)
        self.by.setMinimumContentsLength(7)
        self.value.setMinimumContentsLength(7)
        row.addWidget(self.by, 1)
        row.addWidget(self.value, 1)
        row.addWidget(Text("×", "table", "text_2"))
        row.addWidget(self.weight)
        row.addWidget(IconButton("ph.x", tr("Remove this rate"), on_click=lambda: removed(self)))
        column.addLayout(row)
        self._cost = Text("", "caption", "text_2")
        self._cost.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._cost)
        self._segments = segments
        self.saved = told is not None
        if told is not None:
            self.by.setCurrentIndex(self.by.findData(told.by))
        self._fill(None if told is None else told.value)
        self.weight.setText("" if told is None else _weight_words(told.weight_milli))
        self.by.activated.connect(self._on_by)
        self._changed = changed
        self.value.activated.connect(changed)
        self.weight.editingFinished.connect(changed)

    @property
    def typing(self) -> bool:
        """Whether somebody is typing in the row."""
        fields = (self.weight, self.value.lineEdit())
        return any(each is not None and each.hasFocus() and each.isModified() for each in fields)

    def offer(self, segments: tuple[str, ...]) -> None:
        """The segments to choose from; what stands in the field stays."""
        self._segments = segments
        if self.by.currentData() == RateBy.SEGMENT:
            self._fill(self.value.currentText() or None)

    def _on_by(self) -> None:
        self._fill(None)
        self._changed()

    def _fill(self, chosen: str | None) -> None:
        vocabulary = _VOCABULARIES.get(RateBy(self.by.currentData()))
        with QSignalBlocker(self.value):
            self.value.clear()
            self.value.setEditable(vocabulary is None)
            if vocabulary is None:
                self.value.addItems(list(self._segments))
                self.value.setEditText(chosen or "")
                field = self.value.lineEdit()
                if field is not None:
                    field.setPlaceholderText(tr("segment"))
                    field.editingFinished.connect(self._on_typed)
                return
            for member in vocabulary:
                self.value.addItem(tr(WORDS[member]), member.value)
            self.value.setCurrentIndex(max(0, self.value.findData(chosen)))

    def _on_typed(self) -> None:
        self._changed()

    def show_rate(self, rate: Fraction | None) -> None:
        """Say what the weight makes of the rate."""
        weight = self._weight()
        words = ""
        if rate is not None and weight is not None:
            words = tr(
                "{rate} {unit} for one", rate=rate_words(rate * weight), unit=formats().currency
            )
        self._cost.setText(words)
        self._cost.setVisible(bool(words))

    def _weight(self) -> Fraction | None:
        typed = formats().parse_number(self.weight.text())
        return None if typed is None else Fraction(typed)

    def rate(self) -> RateRow | None:
        """The row as filled in, None while it is not; ``DomainError`` for what cannot be."""
        by = RateBy(self.by.currentData())
        value = self.value.currentText().strip()
        if by in _VOCABULARIES:
            value = str(self.value.currentData() or "")
        set_error(self.weight, False)
        typed = self.weight.text().strip()
        if not typed or not value:
            if self.saved:
                raise DomainError(
                    tr("Say what the rate is for.")
                    if typed
                    else tr("Say how many times the rate."),
                    field="rates",
                    hint=tr("Or remove the row."),
                )
            return None
        weight = self._weight()
        if weight is None or not 0 <= weight <= _MOST_WEIGHT:
            set_error(self.weight, True)
            words = tr("This is not a number.")
            if weight is not None:
                words = tr("A rate is between 0 and 1,000 times.")
            raise DomainError(words, field="rates")
        self.saved = True
        self.weight.setModified(False)
        return RateRow(by, value, round(weight * 1000))


def _weight_words(milli: int) -> str:
    exact = next(n for n in (0, 1, 2, 3) if milli % 10 ** (3 - n) == 0)
    return formats().number(Decimal(milli) / 1000, exact)
