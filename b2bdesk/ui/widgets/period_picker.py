"""The period selector of the top bar: which months the figures of a page cover."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QMenu, QWidget, QWidgetAction

from b2bdesk.core.dates import Period, first_of_month, fiscal_quarter, fiscal_year, month_of
from b2bdesk.core.i18n import tr
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.months_chooser import MonthsChooser


def period_words(period: Period) -> str:
    """ "Jul 2017 – May 2020"."""
    return formats().month_range(first_of_month(period.first), first_of_month(period.last))


_YEARS_BACK = 3
"""Fiscal years before the last that are offered by name."""


def fiscal_year_words(year: Period) -> str:
    """ "Fiscal year 2019", by the calendar year it ends in."""
    return tr("Fiscal year {year}", year=str(first_of_month(year.last).year))


class PeriodPicker(Button):
    """Shows the period and opens a menu: whole ledger, fiscal years, twelve months, own months."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__("", icon_name="ph.calendar-blank", parent=parent)
        self._ctx = ctx
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._months: MonthsChooser | None = None
        ctx.period_changed.connect(self.refresh)
        ctx.info_changed.connect(self.refresh)
        ctx.opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the period in use; hidden while the file has no ledger."""
        period = self._ctx.period
        has_ledger = self._ctx.info is not None and self._ctx.info.months is not None
        self.setEnabled(has_ledger)
        words = tr("No ledger yet") if period is None else period_words(period)
        self.setText(words)
        self.setAccessibleName(tr("Period: {period}", period=words))
        self.updateGeometry()
        self.update()

    def choices(self) -> list[tuple[str, Period | None]]:
        """Named periods of the file as of its date; None is the whole ledger."""
        info = self._ctx.info
        if info is None or info.months is None:
            return []
        now = month_of(self._ctx.as_of)
        this = fiscal_year(now, info.fiscal_start)
        quarter = fiscal_quarter(now, info.fiscal_start)
        firsts = range(this.first - 24, info.months.first - 12, -12)
        earlier = [Period(first, first + 11) for first in firsts]
        return [
            (tr("Whole ledger"), None),
            (tr("This fiscal year"), Period(this.first, now)),
            (tr("Last fiscal year"), Period(this.first - 12, this.last - 12)),
            *((fiscal_year_words(year), year) for year in earlier[:_YEARS_BACK]),
            (tr("This fiscal quarter"), Period(quarter.first, now)),
            (tr("Last fiscal quarter"), Period(quarter.first - 3, quarter.first - 1)),
            (tr("Last 12 months"), Period(now - 11, now)),
        ]

    @property
    def month_fields(self) -> tuple[QComboBox, QComboBox]:
        """The first and the last month of the menu, as it was last shown."""
        assert self._months is not None  # the menu was shown with a ledger
        return self._months.first, self._months.last

    def _fill(self) -> None:
        self._menu.clear()
        chosen = self._ctx.period
        group = QActionGroup(self._menu)
        whole = self._whole()
        for title, period in self.choices():
            shown = period or whole
            words = "" if shown is None else period_words(shown)
            action = QAction(f"{title}\t{words}", self._menu)
            action.setCheckable(True)
            action.setChecked(shown == chosen)
            action.triggered.connect(lambda _on=False, span=period: self._ctx.set_period(span))
            group.addAction(action)
            self._menu.addAction(action)
        self._menu.addSeparator()
        if whole is None or chosen is None:
            return
        span = Period(min(whole.first, chosen.first), max(whole.last, chosen.last))
        names = (tr("First month"), tr("Last month"))
        title = tr("From month to month")
        self._months = MonthsChooser(title, names, tr("Show"), span, chosen)
        self._months.chosen.connect(self._on_own_months)
        own = QWidgetAction(self._menu)
        own.setDefaultWidget(self._months)
        self._menu.addAction(own)

    def _whole(self) -> Period | None:
        info = self._ctx.info
        if info is None or info.months is None:
            return None
        first = info.months.first
        return Period(first, max(first, min(info.months.last, month_of(self._ctx.as_of))))

    def _on_own_months(self, months: Period) -> None:
        self._menu.close()
        self._ctx.set_period(months)
