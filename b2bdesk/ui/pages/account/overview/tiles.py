"""The three figures of the overview, in words and numbers."""

from __future__ import annotations

from b2bdesk.core.dates import last_of_month
from b2bdesk.core.i18n import mark, tr
from b2bdesk.services.overview import Figures, Overview
from b2bdesk.services.portfolio import Measure
from b2bdesk.services.retention import UNSCORED_WORDS, AccountRetention
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.retention.words import change_of
from b2bdesk.ui.widgets.figure_tile import Figure

_NAMES = {
    Measure.NET_PROFIT: mark("Net profit"),
    Measure.GROSS_MARGIN: mark("Gross margin"),
    Measure.SALES: mark("Sales"),
}


def profit_figure(found: Overview, currency: str) -> Figure:
    """Net profit, or what can be shown of it, over the period."""
    figures = found.figures
    if figures is None:
        return Figure(
            tr("Net profit"), None, source=tr("No orders in this period"), action=tr("Profit")
        )
    f = formats()
    change = _change(figures.last_12, figures.before_12)
    of_what = tr("Sales") if figures.points_are_sales else tr("Gross margin")
    same = figures.measure is not Measure.NET_PROFIT
    note = tr("on the year before") if same else tr("gross margin on the year before")
    parts = []
    if figures.measure is not Measure.SALES and figures.sales > 0:
        parts.append(tr("{share} of sales", share=f.percent(figures.amount / figures.sales, 1)))
    parts.append(
        tr("rank {rank} of {n} accounts", rank=f.integer(figures.rank), n=f.integer(figures.ranked))
    )
    if figures.measure is Measure.GROSS_MARGIN:
        parts.append(tr("before activity costs"))
    return Figure(
        tr(_NAMES[figures.measure]),
        f.money(figures.amount),
        unit=currency,
        change=f.signed_percent(change) if change is not None else "",
        change_note=note if change is not None else "",
        trend=_trend(change),
        source=", ".join(parts),
        points=tuple(float(point) for point in figures.points),
        trend_text=tr("{what} by quarter", what=of_what),
        action=tr("Profit"),
    )


def sales_figure(found: Overview, currency: str) -> Figure:
    """Sales of the fiscal year so far against the same months of the last, and the target."""
    figures = found.figures
    label = tr("Sales this year")
    if figures is None:
        return Figure(
            label, None, source=tr("No orders in this period"), action=tr("Import orders")
        )
    f = formats()
    change = _change(figures.year, figures.year_before)
    before = f.money(figures.year_before)
    return Figure(
        label,
        f.money(figures.year),
        unit=currency,
        change=f.signed_percent(change) if change is not None else "",
        change_note=tr("on {before} in the same months last year", before=before),
        trend=_trend(change),
        source=_target_words(figures),
        action=tr("By month"),
    )


def _target_words(figures: Figures) -> str:
    f = formats()
    end = f.month(last_of_month(figures.year_months.last))
    if figures.target is None:
        return tr("Months to {month}. No target set", month=end)
    if figures.target <= 0:
        return tr("Months to {month}, target {target}", month=end, target=f.money(figures.target))
    share = f.percent(figures.year / figures.target)
    return tr(
        "{share} of the target of {target} to {month}",
        share=share,
        target=f.money(figures.target),
        month=end,
    )


def risk_figure(found: AccountRetention) -> Figure:
    """Retention risk: may leave in twelve months, and what that would cost."""
    f = formats()
    risk = found.risk
    label, action = tr("Retention risk"), tr("Retention")
    if risk.risk is None:
        reason = tr(UNSCORED_WORDS[risk.reason]) if risk.reason is not None else ""
        return Figure(label, None, source=reason, action=action)
    change = trend = None
    if found.still_active_before is not None and risk.still_active is not None:
        gained, up = change_of(risk.still_active, found.still_active_before)
        change, trend = -gained / 100, -up
    if risk.lapsed:
        source = tr("Lapsed: no expected loss, a case to win back")
    elif risk.expected_loss_minor is not None:
        source = tr("Expected loss {loss}", loss=f.money_unit(risk.expected_loss_minor))
    else:
        source = tr("Still active in 12 months: {share}", share=f.percent(risk.still_active))
    return Figure(
        label,
        f.percent(risk.risk),
        unit=tr("may leave in 12 months"),
        change=f.points(change) if change is not None else "",
        change_note=tr("in 90 days") if change is not None else "",
        trend=trend,
        good_up=False,
        source=source,
        action=action,
    )


def _change(now: int | None, before: int | None) -> float | None:
    if now is None or before is None or before <= 0:
        return None
    return now / before - 1


def _trend(change: float | None) -> int | None:
    return None if change is None else (change > 0.005) - (change < -0.005)
