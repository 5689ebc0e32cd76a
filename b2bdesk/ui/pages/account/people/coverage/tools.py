"""The controls of the coverage in the bar: functions or people, period, measure, add, export."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.ui.pages.account.people.coverage.grid_model import FUNCTIONS, PEOPLE
from b2bdesk.ui.pages.account.people.coverage.words import EXCHANGES, RECENCY, STRENGTH
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl

PERIODS: tuple[int | None, ...] = (3, 6, 12, 24, None)
MEASURES = (STRENGTH, RECENCY, EXCHANGES)


def measure_words(show: str) -> str:
    """What the cells are shaded by."""
    return {
        STRENGTH: tr("Strength"), RECENCY: tr("Recency"), EXCHANGES: tr("Exchanges"),
    }[show]  # fmt: skip


def period_words(months: int | None) -> str:
    """Over which months exchanges are counted."""
    if months is None:
        return tr("All time")
    return trn("Last {n} month", "Last {n} months", months)


class CoverageTools(QWidget):
    """``changed`` after every choice of what is shown; ``command`` carries a button's wish."""

    changed = Signal()
    command = Signal(str)  # "colleague", "workbook", "details"

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.by, self.show_by, self.months = FUNCTIONS, STRENGTH, PERIODS[2]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space(2))
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.columns = SegmentedControl(
            [Segment(FUNCTIONS, tr("Functions")), Segment(PEOPLE, tr("People"))],
            FUNCTIONS,
            name=tr("Columns"),
        )
        self.columns.changed.connect(self._on_columns)
        row.addWidget(self.columns)
        row.addStretch(1)
        self.period = Chip("", menu=QMenu())
        self.measure = Chip("", menu=QMenu())
        row.addWidget(self.period)
        row.addWidget(self.measure)
        self.add_button = Button(
            tr("Add colleague"),
            icon_name="ph.user-plus",
            on_click=lambda: self.command.emit("colleague"),
        )
        row.addWidget(self.add_button)
        self.export_button = IconButton(
            "ph.download-simple",
            tr("Export the coverage to Excel"),
            on_click=lambda: self.command.emit("workbook"),
        )
        row.addWidget(self.export_button)
        self.details_button = IconButton(
            "ph.columns", tr("What this shows"), on_click=lambda: self.command.emit("details")
        )
        self.details_button.hide()
        row.addWidget(self.details_button)
        self._compact = False
        self._fill_menus()
        self.show_choices()

    def set_choices(self, by: str, show: str, months: int | None) -> None:
        """Show what was chosen before, without ``changed``."""
        self.by = by if by in (FUNCTIONS, PEOPLE) else FUNCTIONS
        self.show_by = show if show in MEASURES else STRENGTH
        self.months = months if months in PERIODS else PERIODS[2]
        self.columns.set_current(self.by)
        self._tick()
        self.show_choices()

    def show_choices(self) -> None:
        """Say on the chips what is chosen."""
        words = measure_words(self.show_by)
        if not self._compact:
            words = tr("Show: {measure}", measure=lowered(words))
        self.measure.set_text(words)
        self.period.set_text(period_words(self.months))

    def _fill_menus(self) -> None:
        for chip, entries in (
            (self.period, [(months, period_words(months)) for months in PERIODS]),
            (self.measure, [(show, measure_words(show)) for show in MEASURES]),
        ):
            menu = chip.menu()
            assert menu is not None
            group = QActionGroup(menu)
            for key, words in entries:
                action = menu.addAction(words)
                action.setCheckable(True)
                action.setData((chip is self.period, key))
                group.addAction(action)
                action.triggered.connect(
                    lambda _=False, of_period=chip is self.period, k=key: self._choose(of_period, k)
                )
        self._tick()

    def _tick(self) -> None:
        for chip, chosen in ((self.period, self.months), (self.measure, self.show_by)):
            menu = chip.menu()
            for action in menu.actions() if menu is not None else ():
                action.setChecked(action.data()[1] == chosen)

    def _choose(self, of_period: bool, key: object) -> None:
        if of_period:
            self.months = key if isinstance(key, int) else None
        else:
            self.show_by = str(key)
        self._tick()
        self.show_choices()
        self.changed.emit()

    def _on_columns(self, key: str) -> None:
        self.by = key
        self.changed.emit()

    # --- room --------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_compact(False)
        row = self.layout()
        if row is not None and row.minimumSize().width() > self.width():
            self._set_compact(True)

    def _set_compact(self, compact: bool) -> None:
        """Where the words do not fit, the icon stays; tooltips keep the words."""
        if compact == self._compact:
            return
        self._compact = compact
        words = tr("Add colleague")
        self.add_button.setText("" if compact else words)
        self.add_button.setAccessibleName(words)
        self.add_button.setToolTip(words if compact else "")
        self.show_choices()
        row = self.layout()
        if row is not None:
            row.invalidate()
