"""The last row of the portfolio table: sums of what is shown."""

from __future__ import annotations

from collections.abc import Sequence

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.portfolio import Totals
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow


def totals_texts(
    totals: Totals, shown: Sequence[ShownRow], every: int
) -> dict[str, str | tuple[str, str]]:
    """Texts by column key; a sum is left out where a row's amount is unknown."""
    n = totals.accounts
    count = formats().integer(n)
    words = (
        trn("{n} account", "{n} accounts", n, n=count)
        if n == every
        else trn("{n} account shown", "{n} accounts shown", n, n=count)
    )
    made: dict[str, str | tuple[str, str]] = {"name": words}
    sums: dict[str, int | None] = {
        "sales": totals.sales,
        "discount": totals.discount,
        "cogs": totals.cost_of_goods,
        "margin": totals.gross_margin,
        "cost_to_serve": totals.cost_to_serve,
        "net": totals.net_profit,
        "activities": totals.activity_cost,
        "after": totals.after_activities,
        "sustaining": totals.sustaining_cost,
        "year": totals.year,
        "year_before": totals.year_before,
    }
    for key, amount in sums.items():
        if amount is not None:
            made[key] = (_sum_words(amount), "against_us" if amount < 0 else "text")
    beside = [(s.before, s.amount) for s in shown if s.before is not None and s.amount is not None]
    if beside:
        before, now = (sum(pair[n] for pair in beside) for n in (0, 1))
        made["compared"] = (_sum_words(before), "against_us" if before < 0 else "text")
        gained = formats().signed_money(now - before)
        made["difference"] = (gained, "against_us" if now < before else "text")
    if totals.year_before > 0:
        change = totals.year / totals.year_before - 1
        tone = "against_us" if change < 0 else "text"
        made["change"] = (formats().signed_percent(change), tone)
    with_target = [s.row for s in shown if s.row.target]
    target = sum(row.target or 0 for row in with_target)
    if target:
        share = sum(row.year for row in with_target) / target
        made["target"] = (formats().percent(share), "against_us" if share < 1 else "text")
    active = [s.risk.still_active for s in shown if s.risk is not None and s.risk.scored]
    known = [share for share in active if share is not None]
    if known:
        mean = formats().percent(sum(known) / len(known))
        made["active"] = (tr("{share} average", share=mean), "text_3")
    losses = [s.risk.expected_loss_minor for s in shown if s.risk is not None]
    counted = [loss for loss in losses if loss is not None]
    if counted:
        made["loss"] = _sum_words(sum(counted))
    late, due = _late(shown)
    if due:
        made["late"] = formats().percent(late / due, 1)
    return made


def late_in_all(shown: Sequence[ShownRow]) -> str:
    """How many orders were late, of all that were due; empty where none had a required day."""
    late, due = _late(shown)
    if not due:
        return ""
    f = formats()
    return trn("{late} of {n} order due was late", "{late} of {n} orders due were late", due,
               late=f.integer(late), n=f.integer(due))  # fmt: skip


def _late(shown: Sequence[ShownRow]) -> tuple[int, int]:
    told = [s.deliveries for s in shown if s.deliveries is not None]
    return sum(each.late for each in told), sum(each.due for each in told)


def _sum_words(amount: int) -> str:
    """In full up to six digits, then short: the column is as wide as its cells."""
    full = formats().money(amount)
    return full if len(full) <= 8 else formats().money_short(amount)
