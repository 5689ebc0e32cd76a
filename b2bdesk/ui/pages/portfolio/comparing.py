"""What the portfolio is compared with: other months of the ledger, or what a page hands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QMenu, QWidget, QWidgetAction

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.i18n import tr
from b2bdesk.services.portfolio import (
    Compared,
    PortfolioResult,
    Span,
    compared_period,
    other_periods,
)
from b2bdesk.services.retention.portfolio import margin_months
from b2bdesk.storage.database import Session
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.account_filter_bar import AccountFilters
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.months_chooser import MonthsChooser
from b2bdesk.ui.widgets.period_picker import fiscal_year_words, period_words

if TYPE_CHECKING:
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage


@dataclass(frozen=True, slots=True)
class CompareSource:
    """Something to compare with. ``key`` is remembered between sessions; ``read`` runs off the UI
    thread and gives None where it is gone. ``moves``: its accounts can be followed through the
    matrix. ``months``: only figures of these stand beside it.
    """

    key: str
    words: str
    read: Callable[[Session], Compared | None]
    title: str = ""
    moves: bool = True
    months: Period | None = None


def period_source(key: str, period: Period, as_of: date, title: str = "") -> CompareSource:
    """Another period, as of the same date."""
    words = period_words(period)
    return CompareSource(
        key, words, lambda session: compared_period(session, period, as_of, words), title or words
    )


def months_key(period: Period) -> str:
    """The key of months that the user chose."""
    return f"months:{period.first}:{period.last}"


def period_sources(
    period: Period, ledger: Period, as_of: date, fiscal_start: int
) -> list[CompareSource]:
    """The periods that are offered by name."""
    found = []
    for span, other in other_periods(period, ledger, as_of, fiscal_start):
        title = {
            Span.BEFORE: tr("The months before"),
            Span.YEAR_BEFORE: tr("Same months last year"),
            Span.FISCAL_YEAR: fiscal_year_words(other),
        }[span]
        key = months_key(other) if span is Span.FISCAL_YEAR else str(span)
        found.append(period_source(key, other, as_of, title))
    return found


def scenario_source(scenario: int, as_of: date, name: str = "") -> CompareSource:
    """A scenario of the portfolio: what its rules would make of the last twelve whole months."""

    def read(session: Session) -> Compared | None:
        from b2bdesk.services.portfolio.scenarios import compared_scenario

        return compared_scenario(session, scenario, as_of)

    title = tr("Scenario: {name}", name=name)
    months = margin_months(as_of)
    return CompareSource(f"scenario:{scenario}", title, read, title, moves=False, months=months)


def source_of(key: str, sources: Sequence[CompareSource], as_of: date) -> CompareSource | None:
    """The source of a remembered key; None where there is none any more."""
    for source in sources:
        if source.key == key:
            return source
    parts = key.split(":")
    if parts[0] == "months" and len(parts) == 3 and all(part.isdigit() for part in parts[1:]):
        first, last = int(parts[1]), int(parts[2])
        return period_source(key, Period(first, max(first, last)), as_of)
    if parts[0] == "scenario" and len(parts) == 2 and parts[1].isdigit():
        return scenario_source(int(parts[1]), as_of)
    return None


class CompareButton(Button):
    """Says what is compared, and opens the choices. ``chosen`` carries a source or None, and so
    does ``second_chosen`` for a second one to lay beside.
    """

    chosen = Signal(object)
    second_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Compare"), "flat", icon_name="ph.git-diff", parent=parent)
        self._sources: Sequence[CompareSource] = ()
        self._current: Sequence[CompareSource] = ()
        self._ledger: Period | None = None
        self._as_of = date.min
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.second_menu = QMenu(self._menu)
        self._months: MonthsChooser | None = None

    def offer(
        self,
        sources: Sequence[CompareSource],
        current: Sequence[CompareSource],
        ledger: Period | None,
        as_of: date,
    ) -> None:
        """Offer these, and any months of the ledger up to the as-of month."""
        self._sources, self._current, self._as_of = sources, current, as_of
        self._ledger = ledger
        words = tr("Compare")
        if current:
            words = tr("Compared with {words}", words=current[0].words)
        if len(current) > 1:
            words = tr("Compared with {n}", n=formats().integer(len(current)))
        self.setText(words)
        self.setToolTip(" + ".join(source.words for source in current))

    @property
    def month_fields(self) -> tuple[QComboBox, QComboBox]:
        """The first and the last month of the menu, as it was last shown."""
        assert self._months is not None  # the menu was shown with a ledger
        return self._months.first, self._months.last

    def _fill(self) -> None:
        self._menu.clear()
        keys = [source.key for source in self._current]
        self._add_all(self._menu, self._sources, keys[0] if keys else None, self.chosen)
        if keys:
            self.second_menu = QMenu(tr("And with"), self._menu)
            others = [source for source in self._sources if source.key != keys[0]]
            second = keys[1] if len(keys) > 1 else None
            self._add_all(self.second_menu, others, second, self.second_chosen)
            self._menu.addMenu(self.second_menu)
        if self._ledger is not None:
            self._menu.addSeparator()
            last = max(self._ledger.first, min(self._ledger.last, month_of(self._as_of)))
            span = Period(self._ledger.first, last)
            names = (tr("First month to compare with"), tr("Last month to compare with"))
            self._months = MonthsChooser(tr("Other months"), names, tr("Compare"), span, span)
            self._months.chosen.connect(self._on_own_months)
            own = QWidgetAction(self._menu)
            own.setDefaultWidget(self._months)
            self._menu.addAction(own)

    def _add_all(
        self,
        menu: QMenu,
        sources: Sequence[CompareSource],
        current: str | None,
        chosen: SignalInstance,
    ) -> None:
        group = QActionGroup(menu)
        for source in (None, *sources):
            words = tr("Nothing") if source is None else source.title
            if source is not None and source.words != source.title:
                words = f"{source.title}\t{source.words}"
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(current == (None if source is None else source.key))
            action.triggered.connect(lambda _on=False, s=source: chosen.emit(s))
            group.addAction(action)
            menu.addAction(action)

    def _on_own_months(self, months: Period) -> None:
        self._menu.close()
        self.chosen.emit(period_source(months_key(months), months, self._as_of))


def among(
    filters: AccountFilters, result: PortfolioResult, *compared: Compared | None
) -> tuple[frozenset[int] | None, ...]:
    """The accounts that the filters let through, now and in what is compared; None for all."""
    if not filters.any:
        return (None,) * (1 + len(compared))
    now = frozenset(row.id for row in result.rows if filters.accepts(row))
    found = [now]
    for each in compared:
        then = now
        if each is not None and each.accounts:
            then = frozenset(row.id for row in each.accounts.values() if filters.accepts(row))
        found.append(then)
    return tuple(found)


class Comparing:
    """What a portfolio page is compared with, and whether its matrix shows the movement since."""

    def __init__(self, page: PortfolioPage) -> None:
        self._page = page
        self.keys: tuple[str, ...] = ()
        self._sources: list[CompareSource] = []
        self._scenarios: Sequence[tuple[int, str]] = ()
        self._handed: dict[str, CompareSource] = {}
        self.button = CompareButton()
        self.button.chosen.connect(self.choose)
        self.button.second_chosen.connect(self.choose_second)

    @property
    def sources(self) -> list[CompareSource]:
        """What is compared now: nothing, one thing or two."""
        period, found = self._page.ctx.period, []
        for key in self.keys:
            source = self._handed.get(key)
            source = source or source_of(key, self._sources, self._page.ctx.as_of)
            if source is not None and source.months in (None, period):
                found.append(source)
        return found

    def refresh(self) -> list[CompareSource]:
        """Offer what the period can be compared with; what is chosen is forgotten when it cannot
        be any more.
        """
        ctx, info = self._page.ctx, self._page.ctx.info
        period = ctx.period
        self._sources = []
        if info is not None and info.months is not None and period is not None:
            self._sources = period_sources(period, info.months, ctx.as_of, info.fiscal_start)
        for scenario, name in self._scenarios:
            self._sources.append(scenario_source(scenario, ctx.as_of, name))
        sources = self.sources
        self.keys = tuple(source.key for source in sources)
        ledger = None if info is None else info.months
        self.button.offer(self._sources, sources, ledger, ctx.as_of)
        return sources

    def take(self, scenarios: Sequence[tuple[int, str]]) -> None:
        """Offer these scenarios of the file too, by id and name; one that is gone is forgotten."""
        there = {f"scenario:{scenario}" for scenario, _ in scenarios}
        kept = tuple(key for key in self.keys if key in there or not key.startswith("scenario:"))
        if (kept, tuple(scenarios)) != (self.keys, tuple(self._scenarios)):
            self.keys, self._scenarios = kept, scenarios
            for key in [key for key in self._handed if key.startswith("scenario:")]:
                del self._handed[key]  # its name may have changed
            self.refresh()

    def choose(self, source: CompareSource | None) -> None:
        """Compare with this alone from now on."""
        if source is None:
            self._page.chart_host.choices.trails = False
        self._choose([] if source is None else [source])

    def choose_second(self, source: CompareSource | None) -> None:
        """Lay this beside too, or no longer."""
        self._choose([*self.sources[:1], *([] if source is None else [source])])

    def _choose(self, sources: Sequence[CompareSource]) -> None:
        self._handed = {source.key: source for source in sources}
        self.keys = tuple(self._handed)
        months = next((source.months for source in sources if source.months is not None), None)
        if months is not None and months != self._page.ctx.period:
            self._page.ctx.set_period(months)  # the page reads anew by itself
        else:
            self._page.load()

    def ask_movement(self, on: bool) -> None:
        """Show the movement in the matrix, since the period before where nothing is compared."""
        self._page.chart_host.choices.trails = on
        sources = self.sources
        if on and not (sources and sources[0].moves):
            self.choose(self._before())
        else:
            self.show_movement()
            self._page.chart_host.toggled.emit()

    def _before(self) -> CompareSource | None:
        """The period right before, or the same months a year earlier."""
        near = (str(Span.BEFORE), str(Span.YEAR_BEFORE))
        return next((source for source in self._sources if source.key in near), None)

    def show_movement(self) -> None:
        """Bring trails and their button in line with what is compared."""
        page = self._page
        band, compared = page.chart_host.band, page.compared
        if band is None or page.result is None:
            return
        before = self._before()
        moves = None if compared is None else compared.movement(page.result)
        if compared is not None and moves is not None:
            turned = tr(
                "{lost} turned to loss, {gained} to profit",
                lost=formats().integer(len(moves.to_loss)),
                gained=formats().integer(len(moves.to_profit)),
            )
            words = tr("Movement since {months}: {turned}", months=compared.words, turned=turned)
        elif before is not None:
            words = tr("Movement since {months}", months=before.words)
        else:
            words = tr("Movement needs an earlier period: choose fewer months, or compare")
        on = page.chart_host.choices.trails and moves is not None
        band.matrix_panel.set_movement(on, words, possible=moves is not None or before is not None)
