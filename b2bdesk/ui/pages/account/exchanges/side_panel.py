"""Beside the timeline: how often we talk and listen, and what they come to us with."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import lowered, mark, tr, trn
from b2bdesk.models.enums import WORDS, ExchangeKind
from b2bdesk.services.cadence import Cadence
from b2bdesk.ui.charts.bars import BarRow, HorizontalBars
from b2bdesk.ui.charts.cadence import CadenceChart, CadenceMonth
from b2bdesk.ui.charts.chart_panel import ChartPanel
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.exchanges.waits_panel import FreshnessPanel, ResponsePanel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import Text, v_rule

_SAYS = {
    ExchangeKind.SAMPLING: mark("answers a survey"),
    ExchangeKind.CHATTER: mark("talks about us elsewhere"),
    ExchangeKind.ENGAGEMENT: mark("two-way conversation"),
    ExchangeKind.PURCHASE: mark("orders, asks for offers"),
    ExchangeKind.LOYALTY: mark("renews, refers"),
}
# A share that is off by less says little about so few exchanges.
_NOTABLE = 0.10


class SidePanel(QFrame):
    """Cadence, listening mix, response times and freshness of one account."""

    def __init__(self, foot: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("surface", "panel")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(v_rule())
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(4), look.space(1), look.px(4), look.space(4))
        column.setSpacing(look.space(1))
        self.cadence = CadenceChart()
        self.cadence.setFixedHeight(look.px(176))
        self._cadence_panel = ChartPanel(tr("Cadence"), self.cadence, edge=False)
        column.addWidget(self._cadence_panel)
        self._cadence_says = _Says()
        column.addWidget(self._cadence_says)
        column.addSpacing(look.space(3))
        self.mix = HorizontalBars(value_header=tr("Share"))
        self._mix_panel = ChartPanel(tr("Listening mix"), self.mix, edge=False)
        column.addWidget(self._mix_panel)
        self._typical = Text("", "caption", "text_2", wrap=True)
        self._typical.setContentsMargins(look.space(3), 0, 0, 0)
        column.addWidget(self._typical)
        self._mix_says = _Says()
        column.addWidget(self._mix_says)
        column.addSpacing(look.space(3))
        self.responses = ResponsePanel()
        column.addWidget(self.responses)
        column.addSpacing(look.space(3))
        self.freshness = FreshnessPanel()
        column.addWidget(self.freshness)
        foot.setContentsMargins(look.space(3), 0, look.space(2), 0)
        column.addWidget(foot)
        column.addStretch(1)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)

    def show_cadence(self, found: Cadence, as_of: date) -> None:
        """Show what was computed as of a day."""
        first = first_of_month(found.months[0].month)
        self._cadence_panel.set_subtitle(
            tr(
                "exchanges a month, {months}",
                months=formats().month_range(first, as_of),
            )
        )
        self.cadence.set_data(
            [
                CadenceMonth(
                    formats().month(first_of_month(row.month)),
                    formats().month_letter(first_of_month(row.month)),
                    row.talks,
                    row.listens,
                )
                for row in found.months
            ],
            found.plan,
        )
        self._cadence_panel.refresh()
        self._cadence_says.say(*_cadence_words(found))
        self._show_mix(found)

    def _show_mix(self, found: Cadence) -> None:
        listens = trn("{n} listen", "{n} listens", found.listens)
        self._mix_panel.set_subtitle(tr("what they came to us with, {listens}", listens=listens))
        self._mix_panel.setVisible(found.listens > 0)
        self.mix.set_data(
            [
                BarRow(
                    number,
                    tr(WORDS[row.kind]),
                    row.share,
                    formats().percent(row.share),
                    row.typical,
                    sub=tr(_SAYS[row.kind]),
                )
                for number, row in enumerate(found.mix)
            ]
        )
        self._mix_panel.refresh()
        kind = found.typical_type
        self._typical.setVisible(kind is not None and found.listens > 0)
        if kind is not None:
            self._typical.setText(
                tr(
                    "The tick is typical: the mean of your {n} other {type} accounts",
                    n=found.typical_accounts,
                    type=lowered(tr(WORDS[kind])),
                )
            )
        self._mix_says.say(*_mix_words(found))


def _cadence_words(found: Cadence) -> tuple[str, str]:
    if not found.exchanges:
        return tr("No exchanges in 12 months."), tr("Log the first one in the line above.")
    talks = trn("{n} talk", "{n} talks", found.talks)
    listens = trn("{n} listen", "{n} listens", found.listens)
    parts = []
    if found.median_gap is not None:
        parts.append(
            tr(
                "Median gap {median}, longest {longest}.",
                median=formats().days(found.median_gap),
                longest=formats().days(found.longest_gap),
            )
        )
    if found.plan is not None:
        parts.append(
            trn(
                "Below plan in {below} of {n} whole month.",
                "Below plan in {below} of {n} whole months.",
                found.whole_months,
                below=found.below_plan,
            )
        )
    spoken = [talks, listens]
    if found.minutes:
        spoken.append(formats().minutes(found.minutes))
    return f"{', '.join(spoken)}.", " ".join(parts)


def _mix_words(found: Cadence) -> tuple[str, str]:
    """The kind of listening furthest from typical, in words; nothing where none is notable."""
    if not found.listens:
        return "", ""
    known = [(row.share - row.typical, row) for row in found.mix if row.typical is not None]
    if not known:
        return "", ""
    away, row = max(known, key=lambda pair: abs(pair[0]))
    if abs(away) < _NOTABLE:
        return tr("Close to typical."), ""
    word = tr("over") if away > 0 else tr("under")
    return (
        tr(
            "{kind} is {points} points {word} typical.",
            kind=tr(WORDS[row.kind]),
            points=formats().integer(abs(round(away * 100))),
            word=word,
        ),
        "",
    )


class _Says(QWidget):
    """What a chart says in a sentence, with a bar at its left."""

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(3), look.px(2), look.space(3), look.px(2))
        row.setSpacing(look.space(2))
        bar = QFrame()
        bar.setProperty("surface", "sunken")
        bar.setFixedWidth(look.px(3))
        row.addWidget(bar)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._strong = Text("", "table", weight="semibold", wrap=True)
        self._rest = Text("", "table", "text_2", wrap=True)
        column.addWidget(self._strong)
        column.addWidget(self._rest)
        row.addLayout(column, 1)

    def say(self, strong: str, rest: str) -> None:
        """Show the sentences; nothing at all for empty ones."""
        self._strong.setText(strong)
        self._strong.setVisible(bool(strong))
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self.setVisible(bool(strong or rest))
