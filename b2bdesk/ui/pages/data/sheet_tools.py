"""The tools over the preview: which rows are shown, what the sheet holds, how it is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.core.money import CURRENCIES
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.one_of_chip import OneOfChip
from b2bdesk.ui.pages.data.reading_chip import ReadingChip
from b2bdesk.ui.pages.data.sheet_view import field_type
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.tab_order import tab_in_place
from b2bdesk.ui.widgets.text import Text

_FIGURES = ("number", "money", "whole")


class SheetTools(QWidget):
    """Segments at the left, chips at the right; they wrap where the window is narrow."""

    segment_chosen = Signal(str)  # "all", "attention", "changed", "new", "conflicts", "left"
    kind_chosen = Signal(str)
    style_chosen = Signal(str, str)  # decimal mark, date order; one of them
    currency_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self._lines = QGridLayout(self)
        pad = look.px(7)
        self._lines.setContentsMargins(look.space(3), pad, look.space(3), pad)
        self._lines.setColumnStretch(1, 1)
        self._which, self._row = _line()
        self._chips, chips = _line()
        self._two: bool | None = None
        self._segments: SegmentedControl | None = None
        self._keys: tuple[str, ...] = ()
        self.around = Text(tr("with the rows around them"), "table", "text_3")
        self.around.setMinimumHeight(look.size("control"))
        self._row.addWidget(self.around)
        self.kind = OneOfChip(tr("What this sheet holds"))
        kinds = [(key, tr(kind.title)) for key, kind in KINDS.items()]
        self.kind.set_choices([*kinds, ("", tr("Nothing to import"))])
        self.kind.chosen.connect(self.kind_chosen)
        self.dates = OneOfChip(tr("How dates are written"), tr("Dates: {choice}"))
        self.dates.set_choices(
            (
                ("ymd", tr("year-month-day")),
                ("dmy", tr("day-month-year")),
                ("mdy", tr("month-day-year")),
            )
        )
        self.dates.chosen.connect(lambda order: self.style_chosen.emit("", order))
        self.decimals = OneOfChip(tr("How numbers are written"), tr("Decimals: {choice}"))
        self.decimals.set_choices(((".", "1,234.56"), (",", "1.234,56")))
        self.decimals.chosen.connect(lambda mark: self.style_chosen.emit(mark, ""))
        self.currency = OneOfChip(tr("Currency of the amounts"))
        self.currency.chosen.connect(self.currency_chosen)
        self.reading = ReadingChip()
        for chip in (self.reading, self.dates, self.decimals, self.currency):
            chips.addWidget(chip)
        self.show_counts({"all": 0}, "all")

    def show_sheet(self, look: SheetLook, mapping: SheetMapping) -> None:
        """Show how a sheet is read; what does not occur in it has no chip."""
        self.kind.show_choice(mapping.kind)
        types = {index: field_type(mapping, index) for index in _indexes(mapping)}
        open_codes = {question.code for question in mapping.questions}
        numbers = {
            c.index for c in look.columns if c.text_numbers and types.get(c.index) in _FIGURES
        }
        days = {c.index for c in look.columns if c.text_dates and types.get(c.index) == "date"}
        used = list(mapping.fields.values())
        self.decimals.setVisible(bool(numbers))
        self.dates.setVisible(bool(days))
        comma = any(c.decimal == "," for c in used if c.index in numbers)
        self.decimals.show_choice("," if comma else ".", open_question="decimal_mark" in open_codes)
        dated = next((c for c in used if c.index in days), None)
        if dated is not None:
            order = dated.date_order
            self.dates.show_choice(order, open_question="date_order" in open_codes)
        self.currency.setVisible("money" in types.values())
        self._arrange()

    def show_currency(self, code: str, *, fixed: bool) -> None:
        """The file's currency; ``fixed`` once the file holds amounts."""
        self.currency.set_choices([(each, each) for each in sorted({*CURRENCIES, code})])
        self.currency.show_choice(code)
        self.currency.setEnabled(not fixed)
        self.currency.setToolTip(
            tr("This file is kept in {code} already.", code=code)
            if fixed
            else tr("The currency of this file")
        )

    def _arrange(self) -> None:
        """The chips stand right of the segments, or under them where the window is narrow."""
        gap = theme().space(2)
        room = self.width() - 2 * theme().space(3) - gap - self._chips.sizeHint().width()
        said = self.around.sizeHint().width() + gap
        segments = self._segments.sizeHint().width() if self._segments is not None else 0
        two = segments > room
        told = self.segment in ("attention", "conflicts")
        self.around.setVisible(told and (two or segments + said <= room))
        if two == self._two:
            return
        self._two = two
        for line in (self._which, self._chips):
            self._lines.removeWidget(line)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        self._lines.addWidget(self._which, 0, 0, left)
        self._lines.addWidget(self._chips, int(two), 0 if two else 1, left if two else right)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._arrange()
        return handled

    # --- which rows ------------------------------------------------------------------------

    @property
    def segment(self) -> str:
        """Which rows are shown."""
        found = self._segments.current if self._segments is not None else None
        return found or "all"

    def show_counts(self, counts: dict[str, int], chosen: str) -> None:
        """Offer these segments with their counts, one of them chosen."""
        labels = {key: _label(key, count) for key, count in counts.items()}
        keys = tuple(counts)
        if keys != self._keys or self._segments is None:
            self._make(keys, labels)
        assert self._segments is not None
        for key, label in labels.items():
            self._segments.set_label(key, label)
        self._segments.set_current(chosen if chosen in counts else "all")
        self._arrange()

    def _make(self, keys: Sequence[str], labels: dict[str, str]) -> None:
        old = self._segments
        focused = old is not None and old.isAncestorOf(self.window().focusWidget() or self)
        if old is not None:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        made = [Segment(key, labels[key]) for key in keys]
        self._segments = SegmentedControl(made, "all", name=tr("Which rows"))
        self._segments.changed.connect(self.segment_chosen)
        self._row.insertWidget(0, self._segments)
        self._keys = tuple(keys)
        tab_in_place(self._which)
        if focused:
            self._segments.button("all").setFocus()

    def choose(self, key: str) -> None:
        """Show other rows, without a signal."""
        assert self._segments is not None
        self._segments.set_current(key if key in self._keys else "all")
        self._arrange()

    def offers(self, key: str) -> bool:
        """True where these rows can be shown."""
        return key in self._keys


def _indexes(mapping: SheetMapping) -> list[int]:
    return [item.index for item in mapping.fields.values()]


def _line() -> tuple[QWidget, QHBoxLayout]:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().space(2))
    return holder, row


def _label(key: str, count: int) -> str:
    n = formats().integer(count)
    if key == "all":
        return tr("All rows")
    if key == "attention":
        return tr("Attention {n}", n=n)
    if key == "changed":
        return tr("Updated {n}", n=n)
    if key == "new":
        return tr("New {n}", n=n)
    if key == "conflicts":
        return tr("Conflicts {n}", n=n)
    return tr("Left out {n}", n=n)
