"""The brand inside a unit: every attribute as its people hold it, weighed by their influence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.perceptions import BrandLine, UnitBrand, unit_brand
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.opinions.score_rows import ScoreLine, ScoreRows
from b2bdesk.ui.opinions.score_words import brand_words
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import Text

if TYPE_CHECKING:
    from b2bdesk.ui.charts.brand_trend import BrandTrend
    from b2bdesk.ui.charts.chart_panel import ChartPanel


class UnitBrandSection(QWidget):
    """Reads for itself; the trend is of the attribute that the keyboard or the pointer chose."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._found: UnitBrand | None = None
        self._current: int | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, theme().space(1))
        self._column.setSpacing(theme().space(1))
        self.rows = ScoreRows(tr("Brand, 1 to 5"), editable=False, decimals=1)
        self.rows.entered.connect(self._on_entered)
        self._column.addWidget(self.rows)
        self.detail = Text("", "caption", "text_2", wrap=True)
        self._column.addWidget(self.detail)
        self._panel: ChartPanel | None = None
        self._trend: BrandTrend | None = None

    def show_people(self, account: int, influence: Mapping[int, int | None]) -> None:
        """Read and show the brand as some people hold it, with their influence 1..5."""
        as_of = self._ctx.as_of
        held = dict(influence)
        self._ctx.read(
            "unit-brand", self, lambda s: unit_brand(s, account, held, as_of), self._show
        )

    def _show(self, found: UnitBrand) -> None:
        self._found = found
        self.setVisible(bool(found.lines) and bool(found.people))
        self.rows.set_rival(found.main_rival)
        self.rows.show_lines([self._line(line) for line in found.lines])
        self._show_detail()

    @property
    def _rival_name(self) -> str:
        return (self._found.main_rival if self._found else None) or tr("main rival")

    def _line(self, line: BrandLine) -> ScoreLine:
        picture = line.picture
        people = self._found.people if self._found else 0
        return ScoreLine(
            line.attribute.id,
            line.attribute.name,
            picture.ours.mean if picture and picture.ours else None,
            picture.rival.mean if picture and picture.rival else None,
            brand_words(line, people, self._rival_name),
        )

    def _on_entered(self, attribute: int) -> None:
        self._current = attribute
        self._show_detail()

    def _show_detail(self) -> None:
        found = self._found
        if found is None:
            return
        line = next((row for row in found.lines if row.attribute.id == self._current), None)
        if line is None:
            line = next((row for row in found.lines if len(row.trend) > 1), None)
        words = tr(
            "{n} of {people} people scored. Means are weighed by influence.",
            n=found.scored,
            people=found.people,
        )
        if not found.scored:
            words = tr("Nobody here scored us yet. Scores are entered with each person.")
        if line is not None:
            words += "\n" + brand_words(line, found.people, self._rival_name)
        self.detail.setText(words)
        self._show_trend(line)

    def _show_trend(self, line: BrandLine | None) -> None:
        from b2bdesk.ui.charts.brand_trend import BrandDay, BrandTrend
        from b2bdesk.ui.charts.chart_panel import ChartPanel

        wanted = line is not None and len(line.trend) > 1
        if self._panel is None and wanted:
            self._trend = BrandTrend()
            self._panel = ChartPanel("", self._trend, edge=False)
            self._panel.body.setContentsMargins(0, 0, 0, 0)
            self._column.addWidget(self._panel)
        if self._panel is None or self._trend is None:
            return
        self._panel.setVisible(wanted)
        if line is None or not wanted:
            return
        self._panel.set_title(tr("{attribute} over time", attribute=line.attribute.name))
        self._trend.setAccessibleName(tr("{attribute} over time", attribute=line.attribute.name))
        days = [
            BrandDay(
                point.on,
                point.picture.ours.mean if point.picture.ours else None,
                point.picture.rival.mean if point.picture.rival else None,
            )
            for point in line.trend
        ]
        self._trend.set_data(days, self._ctx.as_of, self._rival_name)
        self._panel.refresh()
