"""Why a decision is recommended, in words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from b2bdesk.core.i18n import lowered, mark, tr
from b2bdesk.models.costing_enums import Decision
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.advice import Advice, NoAdvice
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.tokens import risk_of_active


class Option(StrEnum):
    """The rows of the panel; the two middle ones both convert."""

    KEEP = "keep"
    CHEAPER = "cheaper"
    DEARER = "dearer"
    LET_GO = "let_go"


DECISIONS = {
    Option.KEEP: Decision.KEEP,
    Option.CHEAPER: Decision.CONVERT,
    Option.DEARER: Decision.CONVERT,
    Option.LET_GO: Decision.LET_GO,
}

BUTTON_WORDS = {
    Decision.KEEP: mark("Keep account"),
    Decision.CONVERT: mark("Convert account"),
    Decision.LET_GO: mark("Let account go"),
}

_MISSING = {
    NoAdvice.NO_SALES: mark("No sales in the last 12 months: nothing is recommended."),
    NoAdvice.NO_COSTS: mark("No activity costs are entered: nothing is recommended."),
    NoAdvice.NO_MARGIN: mark("Lines without cost of goods: nothing is recommended."),
}


@dataclass(frozen=True, slots=True)
class OptionWords:
    """A row: what it is, the figure at its right, and why or when."""

    title: str
    figure: str
    reason: str


def recommended_option(advice: Advice) -> Option | None:
    """The row that is recommended: of converting, the half of the ladder that reaches zero."""
    if advice.recommended is Decision.CONVERT:
        reached = advice.profit is not None and advice.profit + advice.cheaper_gain >= 0
        return Option.CHEAPER if reached else Option.DEARER
    if advice.recommended is None:
        return None
    return Option.KEEP if advice.recommended is Decision.KEEP else Option.LET_GO


def missing_words(advice: Advice) -> str:
    """Why nothing is recommended; empty where something is."""
    return "" if advice.missing is None else tr(_MISSING[advice.missing])


def option_words(advice: Advice, option: Option) -> OptionWords:
    """What a row says of this account."""
    return {
        Option.KEEP: _keep,
        Option.CHEAPER: _cheaper,
        Option.DEARER: _dearer,
        Option.LET_GO: _let_go,
    }[option](advice)


def at_risk(advice: Advice) -> bool:
    """Its risk of leaving is high or severe."""
    if advice.risk is None:
        return False
    return risk_of_active(1 - advice.risk).key in ("high", "severe")


def _keep(advice: Advice) -> OptionWords:
    f = formats()
    figure = ""
    if advice.profit is not None and advice.missing is None:
        figure = tr("net profit {amount}", amount=f.money(round(advice.profit)))
    if advice.by_rule is Decision.KEEP:
        share = f.percent(_share(advice), 1)
        if at_risk(advice):
            return OptionWords(
                tr("Keep and protect"),
                figure,
                tr(
                    "Profitable at {share} of sales, but {risk} may leave. Protect it.",
                    share=share,
                    risk=f.percent(advice.risk),
                ),
            )
        return OptionWords(tr("Keep"), figure, tr("Profitable at {share} of sales.", share=share))
    if advice.decided is not None and advice.decided.strategic:
        return OptionWords(
            tr("Keep"), figure, tr("Strategic: {reason}", reason=advice.decided.reason or "")
        )
    return OptionWords(tr("Keep"), figure, tr("Only if it is strategic, with the reason."))


def _cheaper(advice: Advice) -> OptionWords:
    title = tr("Convert: cheaper service")
    gain = formats().signed_money(round(advice.cheaper_gain))
    figure = tr("{amount} a year", amount=gain) if advice.cheaper_gain >= 50 else ""
    if advice.profit is None or advice.missing is not None:
        return OptionWords(title, figure, tr("Calls, minimum order, fewer visits, deliveries."))
    if advice.by_rule is Decision.KEEP:
        return OptionWords(title, figure, tr("If net profit falls below zero."))
    missing = formats().money(round(-advice.profit))
    reason = tr("Brings that much of the {missing} that are missing.", missing=missing)
    if recommended_option(advice) is Option.CHEAPER:
        reason = tr("Enough for the {missing} that are missing.", missing=missing)
    return OptionWords(title, figure, reason)


def _dearer(advice: Advice) -> OptionWords:
    f = formats()
    title = tr("Convert: discount and price")
    figure = ""
    if advice.dearer_gain >= 50:
        gain = f.signed_money(round(advice.dearer_gain))
        figure = tr("{amount} a year", amount=gain)
    cap = f.percent(advice.rules.price_cap / 10_000, 1)
    if advice.profit is None or advice.by_rule is None:
        return OptionWords(title, figure, tr("Up to {cap} more, after cheaper service.", cap=cap))
    if advice.by_rule is Decision.KEEP:
        reason = tr("If cheaper service is not enough: up to {cap} more.", cap=cap)
    elif recommended_option(advice) is Option.DEARER:
        reason = tr(
            "{needed} more is needed after cheaper service; up to {cap} counts as feasible.",
            needed=f.percent(advice.needed_price, 1),
            cap=cap,
        )
    elif advice.by_rule is Decision.LET_GO:
        reason = tr(
            "{needed} more would be needed; up to {cap} counts as feasible.",
            needed=f.percent(advice.needed_price, 1),
            cap=cap,
        )
    else:
        reason = tr("Not needed after cheaper service; up to {cap} is feasible.", cap=cap)
    return OptionWords(title, figure, reason)


def _let_go(advice: Advice) -> OptionWords:
    title = tr("Let go")
    if advice.by_rule is None or advice.converted is None:
        return OptionWords(title, "", tr("If net profit stays below zero after converting."))
    if advice.by_rule is not Decision.LET_GO:
        words = tr("If net profit stays below zero for 12 months after converting.")
        return OptionWords(title, tr("not in sight"), words)
    left = formats().money(round(-advice.converted))
    words = tr(
        "{missing} stay missing at best: let them choose a price, a minimum order or a fee.",
        missing=left,
    )
    return OptionWords(title, tr("{amount} at best", amount=f"−{left}"), words)


def _share(advice: Advice) -> float | None:
    if advice.profit is None or advice.sales <= 0:
        return None
    return advice.profit / advice.sales


def decided_words(advice: Advice) -> str:
    """The decision that holds, and that the figures say otherwise where they do."""
    held = advice.decided
    if held is None:
        return tr("Nothing is decided yet.")
    f = formats()
    word = lowered(tr(WORDS[held.decision]))
    day = f.date(held.on, advice.as_of)
    if held.author is None:
        text = tr("Decided to {decision}, {day}.", decision=word, day=day)
    else:
        text = tr(
            "Decided to {decision}, {day}, {author}.", decision=word, day=day, author=held.author
        )
    if not advice.differs or advice.recommended is None:
        return text
    other = lowered(tr(WORDS[advice.recommended]))
    differs = tr("The figures now say: {decision}.", decision=other)
    return f"{text} {differs}"


def inputs(advice: Advice) -> list[tuple[str, str]]:
    """The figures the recommendation rests on, label and value."""
    f = formats()

    def money(amount: float | None) -> str:
        return f.money_unit(None if amount is None else round(amount))

    rows = [
        (tr("Sales, 12 months"), money(advice.sales)),
        (tr("Cost to serve"), money(advice.cost)),
        (tr("Net profit"), money(advice.profit)),
        (tr("Feasible cheaper service"), money(advice.cheaper_gain)),
        (tr("Of it capacity freed, not money"), money(advice.freed)),
        (
            tr(
                "Discount and price, up to {cap}", cap=f.percent(advice.rules.price_cap / 10_000, 1)
            ),
            money(advice.dearer_gain),
        ),
        (tr("Net profit after converting"), money(advice.converted)),
    ]
    if advice.needed_price > 0:
        rows.append(
            (tr("Price rise needed after cheaper service"), f.percent(advice.needed_price, 1))
        )
    if advice.risk is not None:
        rows.append((tr("Still active in 12 months"), f.percent(1 - advice.risk)))
    rows.append(
        (
            tr("Rule"),
            tr("keep from zero on, convert while feasible steps reach zero, else let go"),
        )
    )
    return rows
