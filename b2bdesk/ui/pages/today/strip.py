"""The figures on top of Today."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.services.today import Gap, Today
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.figure_strip import StripFigure


def strip_figures(
    found: Today, loss: int | None, currency: str, *, scored: bool
) -> tuple[StripFigure, ...]:
    """The six figures; ``loss`` in minor units, None while it is not known.

    ``scored``: the accounts have been scored, so that a missing loss is missing for good.
    """
    due = found.overdue_steps + found.steps_today
    f = formats()
    ends = found.renewals[0].ends if found.renewals else None
    sales = (
        tr("{sales} sales in 12 months", sales=f.money_short(found.renewal_sales_minor))
        if found.renewals and found.renewal_sales_minor
        else tr("first on {day}", day=f.date(ends, found.as_of))
        if ends
        else ""
    )
    no_decider = sum(Gap.NO_DECIDER in row.gaps for row in found.gaps)
    return (
        StripFigure(
            tr("Follow-ups due"),
            f.integer(due),
            tr(
                "{today} today, {overdue} overdue",
                today=found.steps_today,
                overdue=found.overdue_steps,
            ),
        ),
        StripFigure(
            tr("Orders overdue"),
            f.integer(len(found.overdue_orders)) if found.with_rhythm else None,
            tr("of {n} with a rhythm", n=f.integer(found.with_rhythm))
            if found.with_rhythm
            else tr("no orders yet"),
        ),
        StripFigure(
            tr("Silent accounts"),
            f.integer(len(found.silent)) if found.with_plan else None,
            tr("of {n} with a contact plan", n=f.integer(found.with_plan))
            if found.with_plan
            else tr("no contact plans yet"),
        ),
        StripFigure(tr("Renewals in 90 days"), f.integer(len(found.renewals)), sales),
        StripFigure(
            tr("DMU gaps"),
            f.integer(len(found.gaps)) if found.people_accounts else None,
            tr("{n} without a decider", n=no_decider)
            if found.people_accounts
            else tr("no one is mapped yet"),
        ),
        StripFigure(
            tr("Expected loss"),
            None if loss is None else f.money(loss),
            tr("{currency}, next 12 months", currency=currency)
            if loss is not None
            else tr("needs orders and their cost")
            if scored
            else tr("scoring every account"),
        ),
    )
