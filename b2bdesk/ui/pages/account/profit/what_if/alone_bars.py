"""Each measure alone: a bar for what it is worth, and in the table everything it does."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.services.decisions.what_if import MeasureEffect, WhatIfResult
from b2bdesk.ui.charts.bars import SignedBar, SignedBars
from b2bdesk.ui.charts.chart import Table
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.profit.what_if.result_grid import points
from b2bdesk.ui.pages.account.profit.what_if.words import setting_text


class AloneBars(SignedBars):
    """The most worth first; profit x still active, or the profit where there is no score."""

    def __init__(self) -> None:
        super().__init__(value_header=tr("Change"))
        self._effects: tuple[MeasureEffect, ...] = ()
        self._result: WhatIfResult | None = None

    @property
    def scored(self) -> bool:
        """The bars count the risk."""
        return self._result is not None and self._result.now.worth is not None

    def show_result(self, result: WhatIfResult) -> None:
        """Show each measure of a result."""
        self._result = result
        worth = [_worth(each, self.scored) for each in result.alone]
        order = sorted(range(len(worth)), key=lambda number: -(worth[number] or 0.0))
        self._effects = tuple(result.alone[number] for number in order)
        self.set_data([self._bar(each) for each in self._effects])

    def _bar(self, effect: MeasureEffect) -> SignedBar:
        amount = _worth(effect, self.scored)
        return SignedBar(setting_text(effect.setting), amount, _money(amount), self._detail(effect))

    def _detail(self, effect: MeasureEffect) -> str:
        """What is too much for a bar: the break-even volume loss, and the whale curve."""
        parts = []
        if effect.break_even_loss is not None and effect.break_even_loss > 0:
            share = formats().percent(effect.break_even_loss, 1)
            parts.append(
                tr("Breaks even while less than {share} of the volume is lost", share=share)
            )
        if self._result is not None:
            peak = effect.curve.peak - self._result.curve.peak
            parts.append(tr("Peak of the whale curve {change}", change=_money(peak)))
        return "\n".join(parts)

    def as_table(self) -> Table:
        headers = [
            tr("Measure"),
            tr("Profit"),
            tr("Still active"),
            tr("Profit × still active"),
            tr("Break-even volume loss"),
            tr("Curve, peak"),
            tr("Curve, erosion"),
        ]
        return headers, [self._line(each) for each in self._effects]

    def _line(self, effect: MeasureEffect) -> list[str]:
        assert self._result is not None
        before, after = self._result.curve, effect.curve
        return [
            setting_text(effect.setting),
            _money(effect.gain),
            points(effect.still_active, 1),
            _money(effect.worth),
            formats().percent(effect.break_even_loss, 1),
            _money(after.peak - before.peak),
            _money((after.peak - after.total) - (before.peak - before.total)),
        ]


def _worth(effect: MeasureEffect, scored: bool) -> float | None:
    return effect.worth if scored else effect.gain


def _money(amount: float | None) -> str:
    return MISSING if amount is None else formats().signed_money(round(amount))
