"""What a policy comes to, in words and rows."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.policy import PolicyResult
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.what_if.words import setting_text
from b2bdesk.ui.widgets.figure_strip import StripFigure


def rule_text(rule: MeasureSetting) -> str:
    """A rule and whom it is for: ``Fee for small orders 20 under 200, Transactional``."""
    whom = [tr(WORDS[rule.type])] if rule.type is not None else []
    if rule.segment is not None:
        whom.append(rule.segment)
    return ", ".join([setting_text(rule), *whom])


def figures(
    before: PolicyResult, after: PolicyResult, currency: str, beside: str
) -> tuple[StripFigure, ...]:
    """Net profit, what risk leaves of it, losing accounts, peak; ``beside`` names ``before``."""
    f = formats()
    peaks = (before.facts.peak_percent, after.facts.peak_percent)
    peak = None
    if peaks[0] is not None and peaks[1] is not None:
        peak = f.percent(peaks[1] / 100)

    def money(label: str, was: float, now: float) -> StripFigure:
        change = f.signed_money(round(now - was))
        words = tr(
            "{change}, {beside} {was}", change=change, beside=beside, was=f.money(round(was))
        )
        return StripFigure(label, f.money(round(now)), words)

    def was(text: str) -> str:
        return tr("{beside} {was}", beside=beside, was=text)

    total = tr("Net profit, {currency}", currency=currency)
    lost = tr("{lost} of sales lost by a minimum order", lost=f.money(round(after.lost_sales)))
    return (
        money(total, before.facts.total, after.facts.total),
        money(tr("Profit × still active"), before.worth, after.worth),
        StripFigure(
            tr("Accounts that lose money"), f.integer(after.losing), was(f.integer(before.losing))
        ),
        StripFigure(
            tr("Peak of the whale curve"),
            peak,
            tr("the total is not above zero")
            if peak is None
            else was(f.percent((peaks[0] or 0) / 100)),
        ),
        StripFigure(
            tr("Accounts changed"),
            f.integer(int(after.changed(before).size)),
            lost
            if after.lost_sales >= 1
            else tr("of {n} with sales", n=f.integer(int(after.profit.size))),
        ),
    )
