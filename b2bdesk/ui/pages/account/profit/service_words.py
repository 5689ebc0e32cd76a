"""Special services in words: their months, what they are worth, and the rule that says so."""

from __future__ import annotations

from b2bdesk.analytics.special_service import HORIZON_MONTHS, Verdict
from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import mark, tr
from b2bdesk.services.profit_services import ServiceRow, SpecialServices
from b2bdesk.ui.formats import formats

_VERDICTS = {
    Verdict.WORTH_IT: (mark("Worth it"), "ph.check-circle", "for_us"),
    Verdict.NOT_YET: (mark("Not yet"), "ph.hourglass-medium", "attention_text"),
    Verdict.NEVER: (mark("Never"), "ph.x-circle", "against_us"),
    Verdict.UNKNOWN: (mark("Not known"), "ph.question", "text_3"),
}


def verdict_mark(verdict: Verdict) -> tuple[str, str, str]:
    """Icon, word and colour role."""
    word, icon, role = _VERDICTS[verdict]
    return icon, tr(word), role


def month_words(month: int) -> str:
    """ "Jul 2019"."""
    return formats().month(first_of_month(month))


def span_words(row: ServiceRow) -> str:
    """ "Jul 2019 – open end"."""
    last = tr("open end") if row.told.last_month is None else month_words(row.told.last_month)
    return f"{month_words(row.told.first_month)} – {last}"


def rule_words() -> str:
    """The rule of the verdict."""
    return tr(
        "Worth it: the margin added so far exceeds the cost of creating and delivering so far."
        " Not yet: only by the horizon. Never: not even then. The horizon is the last month,"
        " or {months} months where the end is open. Cost and margin lie evenly over a year.",
        months=HORIZON_MONTHS,
    )


def reason_words(row: ServiceRow) -> str:
    """Why a service has its verdict."""
    worth, told, f = row.worth, row.told, formats()
    if worth.verdict is Verdict.UNKNOWN:
        names = (
            (told.create, tr("the cost of creating it")),
            (told.deliver, tr("the cost of delivering it")),
            (told.margin, tr("the margin it adds")),
        )
        missing = ", ".join(name for amount, name in names if amount is None)
        return tr("Not known yet: {missing}.", missing=missing)
    horizon = month_words(worth.horizon)
    ahead = f.signed_money(worth.horizon_net)
    if worth.verdict is Verdict.NEVER:
        return tr(
            "By {month} it would have earned {net} {currency}: the margin never covers the cost.",
            month=horizon,
            net=ahead,
            currency=f.currency,
        )
    paid = "" if worth.paid_back is None else month_words(worth.paid_back)
    if worth.verdict is Verdict.WORTH_IT:
        return tr(
            "It has paid back since {paid}, and earns {net} {currency} by {month}.",
            paid=paid,
            net=ahead,
            currency=f.currency,
            month=horizon,
        )
    if not worth.months:
        return tr(
            "It starts in {first}, pays back in {paid} and earns {net} {currency} by {month}.",
            first=month_words(told.first_month),
            paid=paid,
            net=ahead,
            currency=f.currency,
            month=horizon,
        )
    return tr(
        "It pays back in {paid}, and earns {net} {currency} by {month}.",
        paid=paid,
        net=ahead,
        currency=f.currency,
        month=horizon,
    )


def whole_words(found: SpecialServices) -> str:
    """What all services together brought so far."""
    if found.net is None:
        return tr("What they brought together is not known while a figure is missing.")
    f = formats()
    return tr(
        "So far they cost {cost} and added {margin} {currency} of margin: {net}.",
        cost=f.money(found.cost),
        margin=f.money(found.margin),
        currency=f.currency,
        net=f.signed_money(found.net),
    )
