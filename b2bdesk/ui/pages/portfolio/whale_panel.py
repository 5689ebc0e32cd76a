"""The whale curve with its levels, its groups, and its facts as text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.services.portfolio import BAND_WORDS, MEASURE_WORDS
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.whale import WhaleChart
from b2bdesk.ui.charts.whale_groups import WhaleGroupsChart
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.chart_data import (
    MOST_GROUPS,
    group_curves,
    group_of,
    whale_data,
)
from b2bdesk.ui.pages.portfolio.facts_table import FactsTable, curve_rows, group_rows
from b2bdesk.ui.pages.portfolio.shown import Shown
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.period_picker import period_words

FACETS = ("segment", "current", "country", "kind", "owner")


def facet_name(facet: str) -> str:
    """What the groups of a facet are called."""
    return {
        "segment": tr("Segment"),
        "current": tr("Relationship type"),
        "country": tr("Country"),
        "kind": tr("Kind"),
        "owner": tr("Owner"),
    }[facet]


class WhalePanel(ChartPanel):
    """One curve or one per group, as a picture or as facts. ``selected`` carries chosen accounts,
    None when they are let go; ``group_chosen`` the facet and the value to filter by.
    """

    selected = Signal(object, str)  # frozenset of ids or None, words
    measure_chosen = Signal(object)  # Measure
    scale_chosen = Signal(bool)  # money in place of percent
    group_chosen = Signal(str, object)
    opened = Signal(object)  # id of an account
    changed = Signal()  # facts or groups were switched: to be remembered
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.whale = WhaleChart()
        super().__init__(tr("Whale curve"), self.whale, edge=False, parent=parent)
        self._shown: Shown | None = None
        self.facet = ""
        self.groups = WhaleGroupsChart()
        self.groups.setAccessibleName(tr("Whale curves by group"))
        self.groups.chosen.connect(self._on_group)
        self.facts = FactsTable()
        self.facts.chosen.connect(self._on_fact)
        self.facts.copy_asked.connect(self.copy_facts)
        self.whale.brushed.connect(self._on_brushed)
        self.whale.band_chosen.connect(self._on_band)
        self.whale.cleared.connect(lambda: self.selected.emit(None, ""))
        self.whale.opened.connect(self.opened)
        self.level = Button("", "flat", compact=True)
        self._levels = QMenu(self)
        self._levels.aboutToShow.connect(self._fill_levels)
        self.level.setMenu(self._levels)
        self.facts_button = IconButton(
            "ph.list-numbers", tr("Facts as text"), on_click=self._on_facts, checkable=True
        )
        self.add_action(self.level)
        self.add_action(self.facts_button)
        self.menu.addSeparator()
        self.menu.addAction(tr("Copy the facts"), self.copy_facts)

    @property
    def shows_facts(self) -> bool:
        """True while the facts stand in place of the picture."""
        return self.facts_button.isChecked()

    def show_facts(self, on: bool) -> None:
        """Show the facts, or the picture."""
        self.facts_button.setChecked(on)
        self._show()

    def group_by(self, facet: str) -> None:
        """A curve per value of a facet of ``FACETS``; "" for one curve."""
        self.facet = facet
        if self._shown is not None:
            self.set_shown(self._shown)

    def set_shown(self, shown: Shown) -> None:
        """Draw these figures; a brush is taken away."""
        self._shown = shown
        self.whale.set_data(whale_data(shown))
        if self.facet:
            found = group_curves(shown, self.facet)[:MOST_GROUPS]
            measure = lowered(tr(MEASURE_WORDS[shown.measure]))
            made = tuple(group_of(words, curve) for _, words, curve in found)
            self.groups.set_groups(made, measure)
            self.facts.set_facts(group_rows(shown, self.facet, facet_name(self.facet)))
        else:
            self.facts.set_facts(curve_rows(shown))
        self.refresh()
        words = tr(MEASURE_WORDS[shown.measure])
        self.set_subtitle(f"{self._count_words()}, {formats().currency}")
        self.level.setText(words)
        self.level.setAccessibleName(tr("Ranked by {measure}", measure=words))
        self.level.updateGeometry()
        self._show()

    def _count_words(self) -> str:
        count = len(self.whale.data.ids)
        return trn("{n} account", "{n} accounts", count, n=formats().integer(count))

    def _show(self) -> None:
        face: QWidget = self.groups if self.facet else self.whale
        self.show_face(self.facts if self.shows_facts else face)

    def _on_facts(self) -> None:
        self._show()
        self.changed.emit()

    # --- the menu of levels ----------------------------------------------------------------

    def _fill_levels(self) -> None:
        menu, shown = self._levels, self._shown
        menu.clear()
        if shown is None:
            return
        levels = QActionGroup(menu)
        for measure in shown.result.measures:
            self._choice(
                levels,
                tr(MEASURE_WORDS[measure]),
                measure is shown.measure,
                lambda _on=False, m=measure: self.measure_chosen.emit(m),
            )
        menu.addSeparator()
        groups = QActionGroup(menu)
        for facet in ("", *self._facets(shown)):
            words = tr("One curve")
            if facet:
                words = tr("A curve for each {group}", group=lowered(facet_name(facet)))
            self._choice(
                groups, words, facet == self.facet, lambda _on=False, f=facet: self._on_facet(f)
            )
        if shown.result.curve(shown.measure, shown.among).total > 0 and not self.facet:
            menu.addSeparator()
            percent = self._choice(
                None,
                tr("In percent of the total"),
                self.whale.data.in_percent,
                lambda on: self.scale_chosen.emit(not on),
            )
            percent.setEnabled(all(other.total > 0 for other in self.whale.data.others))

    def _choice(
        self, group: QActionGroup | None, words: str, checked: bool, choose: object
    ) -> QAction:
        action = QAction(words, self._levels)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(choose)
        if group is not None:
            group.addAction(action)
        self._levels.addAction(action)
        return action

    def _facets(self, shown: Shown) -> list[str]:
        """Those in which the accounts differ."""
        rows = shown.result.rows
        return [facet for facet in FACETS if len({getattr(row, facet) for row in rows}) > 1]

    def _on_facet(self, facet: str) -> None:
        self.selected.emit(None, "")
        self.group_by(facet)
        self.changed.emit()

    # --- what is chosen --------------------------------------------------------------------

    def _on_brushed(self, first: int, last: int) -> None:
        of = formats().integer
        words = tr("Whale curve: rank {first} to {last}", first=of(first), last=of(last))
        self.selected.emit(frozenset(self.whale.data.ids[first - 1 : last]), words)

    def _on_band(self, number: int) -> None:
        assert self._shown is not None
        curve = self._shown.result.curve(self._shown.measure, self._shown.among)
        ids = curve.ids[curve.band_codes == number].tolist()
        band = lowered(tr(BAND_WORDS[curve.bands[number].band]))
        if ids:
            self.whale.set_brush(None)
            self.selected.emit(frozenset(ids), tr("Whale curve: {band}", band=band))

    def _on_fact(self, ids: frozenset[int], words: str) -> None:
        if ids:
            self.selected.emit(ids, tr("Whale curve: {band}", band=lowered(words)))

    def _on_group(self, number: int) -> None:
        assert self._shown is not None
        value, _, _ = group_curves(self._shown, self.facet)[number]
        self.group_chosen.emit(self.facet, value)

    # --- facts as text ---------------------------------------------------------------------

    def facts_title(self) -> str:
        """What the facts are of: measure, currency, months and the as-of date."""
        assert self._shown is not None
        result = self._shown.result
        title = tr(
            "Whale curve: {accounts} by {measure}, {currency}, {months}, as of {day}",
            accounts=self._count_words(),
            measure=lowered(tr(MEASURE_WORDS[self._shown.measure])),
            currency=formats().currency,
            months=period_words(result.period),
            day=formats().date_full(result.as_of),
        )
        beside = (self._shown.compared, self._shown.second)
        words = [compared.words for compared in beside if compared is not None]
        if not words or self.facet:
            return title
        return tr("{title}, compared with {words}", title=title, words=" + ".join(words))

    def copy_facts(self) -> None:
        """Put the facts on the clipboard as text."""
        if self._shown is not None:
            self.facts.copy(self.facts_title())
            self.copied.emit()
