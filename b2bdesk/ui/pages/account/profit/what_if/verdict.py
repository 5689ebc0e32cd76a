"""What the measures come to, in a few sentences."""

from __future__ import annotations

from html import escape

from b2bdesk.core.i18n import tr
from b2bdesk.services.decisions.what_if import WhatIf, WhatIfResult
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.what_if.words import in_a_sentence


def verdict(result: WhatIfResult) -> str:
    """The gain, what risk makes of it, what would be better left out, and what is lost; as HTML."""
    if not result.alone:
        return escape(tr("Move a slider to see what it would bring."))
    f = formats()
    parts = []
    gain = None if result.gain is None else round(result.gain)
    if gain is None:
        parts.append(escape(tr("What the lost orders earned is not known.")))
    elif gain >= 0:
        amount = f"<b>{escape(f.money(gain))}</b>"
        parts.append(_with_risk(amount, gain, result))
    else:
        amount = f"<b>{escape(f.money(-gain))}</b>"
        parts.append(escape(tr("Costs {amount} a year.")).format(amount=amount))
    if result.without is not None:
        kind, worth = result.without
        parts.append(
            escape(tr("Without {measure} it would be {amount} after risk.")).format(
                measure=escape(in_a_sentence(kind)), amount=f"<b>{f.signed_money(round(worth))}</b>"
            )
        )
    if round(result.lost_sales):
        lost = f.money(round(result.lost_sales))
        parts.append(
            escape(tr("Sales of {amount} are lost: those orders do not reach the minimum.")).format(
                amount=escape(lost)
            )
        )
    if result.overlap is not None and abs(result.overlap) >= 100:
        parts.append(
            escape(
                tr(
                    "Together {amount} against each alone, where they act on each other.",
                    amount=f.signed_money(round(result.overlap)),
                )
            )
        )
    return " ".join(parts)


def _with_risk(amount: str, gain: int, result: WhatIfResult) -> str:
    worth = result.worth
    if worth is None:
        return escape(tr("Worth {amount} a year; the risk is not known.")).format(amount=amount)
    if worth < 0:
        words = tr("Worth {amount} a year, but risk eats more than that.")
    elif worth < 0.5 * gain:
        words = tr("Worth {amount} a year, but risk eats most of it.")
    else:
        words = tr("Worth {amount} a year, {worth} of it after risk.")
    return escape(words).format(amount=amount, worth=f"<b>{formats().money(round(worth))}</b>")


def freed_words(result: WhatIfResult) -> str:
    """How much of the saved cost only frees capacity; empty where none is saved."""
    saved, freed = round(result.saved), round(result.freed)
    f = formats()
    if saved <= 0 or freed <= 0:
        return ""
    return tr(
        "{freed} of the {saved} saved only frees capacity: it becomes unused capacity unless the "
        "capacity is cut.",
        freed=f.money(min(freed, saved)),
        saved=f.money(saved),
    )


def risk_words(found: WhatIf) -> str:
    """Where the effect on risk comes from."""
    if found.risk is None:
        return tr("No score for this account: the effect on risk is not known.")
    basis = found.basis
    f = formats()
    learnt = basis.cadence_learnt or basis.price_learnt
    if learnt:
        text = tr(
            "Expert prior for risk, updated with {n} outcomes of your own.",
            n=f.integer(basis.labels),
        )
    else:
        text = tr("Expert prior for risk, until your own outcomes inform it.")
    if not basis.spread_assumed:
        return text
    spread = f.percent(basis.link.price_spread, 1)
    assumed = tr("A price change of {spread} counts as one step.", spread=spread)
    return f"{text} {assumed}"
