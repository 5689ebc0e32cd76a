"""Profit > Years ahead: what the account will earn if it stays, and what of that is likely."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.services.profit_rules import profit_rules, set_profit_rules
from b2bdesk.services.projection import AccountProjection, account_projection
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.charts.years_ahead import YearBar, YearsAhead
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.profit.face import ProfitFace
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import FieldRow, NumberField
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.period_picker import period_words
from b2bdesk.ui.widgets.text import Text, h_rule

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STACKED = 900


class AheadFace(ProfitFace):
    """Five years as bars, the lifetime value with its interval, and what both are made of."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self.years = YearsAhead()
        self.panel = ChartPanel(tr("The next five years"), self.years)
        self.worth = Panel(tr("Lifetime value after cost to serve"))
        self.figure = Text("", "figure")
        self.range = Text("", "table", "text_2", wrap=True)
        self.worth.add(self.figure)
        self.worth.add(self.range)
        self.worth.add(h_rule())
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(look.space(2))
        self._grid.setVerticalSpacing(look.px(6))
        self.facts: dict[str, Text] = {}
        for line, (key, words) in enumerate(
            (
                ("margin", tr("Net profit of twelve months")),
                ("active", tr("Still active after a year")),
                ("endless", tr("Value without end")),
            )
        ):
            value = Text("", "table", weight="semibold")
            value.setAlignment(_RIGHT)
            self._grid.addWidget(Text(words, "table", "text_2"), line, 0)
            self._grid.addWidget(value, line, 1)
            self.facts[key] = value
        self.worth.add(self._grid)
        self.months = Text("", "caption", "text_3", wrap=True)
        self.worth.add(self.months)
        self.risk_button = Button(tr("What moves the risk"), on_click=self._on_risk)
        self.worth.add(self.risk_button)
        self.worth.add(h_rule())
        self.discount, self.growth = NumberField(1), NumberField(1)
        self.fields = {
            "discount": FieldRow(tr("Discount rate, % a year"), self.discount),
            "growth": FieldRow(tr("Growth of the profit, % a year"), self.growth),
        }
        for key, row in self.fields.items():
            field = self.discount if key == "discount" else self.growth
            field.editingFinished.connect(lambda key=key, field=field: self._on_rule(key, field))
            self.worth.add(row)
        self.worth.add(
            Text(
                tr(
                    "Each year's profit × the chance that the account is still active ÷ the"
                    " discount. The range is where the value lies in 80 of 100 cases: the risk"
                    " within its own range, the months of the last year drawn anew. Whether this"
                    " account leaves in a certain year is not part of it."
                ),
                "caption",
                "text_3",
                wrap=True,
            )
        )
        self.worth.body.addStretch(1)
        self.shown: AccountProjection | None = None
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QVBoxLayout(body)
        pad, gap = look.space(4), look.space(3)
        outer.setContentsMargins(pad, 0, pad, gap)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(gap)
        self._columns.addWidget(self.panel, 12)
        self._columns.addWidget(self.worth, 6)
        outer.addLayout(self._columns, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        self.set_content(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < theme().px(_STACKED)
        way = QBoxLayout.Direction
        self._columns.setDirection(way.TopToBottom if stacked else way.LeftToRight)

    def focus_target(self) -> QWidget:
        return self.years

    def load(self) -> None:
        account, as_of = self.account, self.ctx.as_of
        if account is None:
            return
        self.ctx.read(
            "profit-ahead",
            self,
            lambda session: account_projection(session, account, as_of),
            self._show,
            self.states.show_problem,
        )

    def _show(self, found: AccountProjection) -> None:
        self.shown = found
        projection = found.projection
        if projection is None:
            self.states.show_empty(tr("The years ahead cannot be told yet"), found.missing)
            return
        self.states.show_ready()
        self.panel.set_subtitle(
            tr(
                "{currency}, outlined what it earns if it stays, filled what is expected",
                currency=self.ctx.currency,
            )
        )
        self.years.set_data(
            [
                YearBar(
                    tr("Year {n}", n=formats().integer(row.year)),
                    _major(row.margin),
                    _major(row.expected),
                    row.survival,
                )
                for row in projection.years
            ]
        )
        currency = self.ctx.currency
        self.figure.setText(formats().money(round(projection.value)))
        self.figure.setAccessibleName(
            tr(
                "Lifetime value over five years {value} {currency}",
                value=formats().money(round(projection.value)),
                currency=currency,
            )
        )
        self.range.setText(
            tr(
                "{currency} over five years, likely between {low} and {high}",
                currency=currency,
                low=formats().money(round(projection.low)),
                high=formats().money(round(projection.high)),
            )
        )
        self.facts["margin"].setText(formats().money(round(projection.years[0].margin)))
        active = found.risk.still_active
        self.facts["active"].setText(MISSING if active is None else formats().percent(active))
        endless = projection.endless
        self.facts["endless"].setText(
            tr("no end") if endless is None else formats().money(round(endless))
        )
        self.months.setText(
            tr(
                "Net profit after cost to serve of {months}.",
                months=period_words(found.period),
            )
        )
        for field, points in (
            (self.discount, found.rules.discount),
            (self.growth, found.rules.growth),
        ):
            if not (field.hasFocus() and field.isModified()):
                field.set_value(points / 100)
        for row in self.fields.values():
            row.set_error("")

    def _on_risk(self) -> None:
        self.ctx.go(Target("account", self.account, "retention"))

    def _on_rule(self, key: str, field: NumberField) -> None:
        """Keep another rate with the file; what is no rate is said beside the field."""
        if self.shown is None:
            return
        typed = field.value
        points = round(typed * 100) if isinstance(typed, Decimal) else None
        if points is None:
            self.fields[key].set_error(tr("Not a number."))
            return
        if points == getattr(self.shown.rules, key):
            self.fields[key].set_error("")
            return

        def change(session: Any) -> None:
            set_profit_rules(session, replace(profit_rules(session), **{key: points}))

        words = tr("Discount rate") if key == "discount" else tr("Growth of the profit")
        label = tr(
            "{rate}: {share} a year", rate=words, share=formats().percent(points / 10_000, 1)
        )

        def refused(error: B2BDeskError) -> None:
            self.fields[key].set_error(str(error))

        self.ctx.write(label, self, change, None, refused, toast=label)


def _major(minor: float) -> float:
    return float(formats().major(round(minor)))
