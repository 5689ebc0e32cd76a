"""Retention in plain words: rhythm, model, reasons."""

from __future__ import annotations

from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.services.retention import AccountRetention, AccountRisk, ModelNote, NoLoss, Unscored
from b2bdesk.ui.formats import formats

_MODELS = {
    "mbg": mark("MBG/NBD, where a customer may leave after any order"),
    "bg": mark("BG/NBD, where a customer may leave after a repeat order"),
    "nbd": mark("NBD, where nobody leaves"),
}
_NO_LOSS = {
    NoLoss.UNSCORED: mark("no score yet"),
    NoLoss.LAPSED: mark("lapsed: the loss has happened"),
    NoLoss.NO_COST_OF_GOODS: mark("not known: cost of goods is missing"),
}


def chance(value: float | None) -> str:
    """A probability; never quite 0 or 100 %, which nobody can know."""
    if value is not None and 0 < value < 0.005:
        return tr("under {percent}", percent=formats().percent(0.01))
    if value is not None and 0.995 < value < 1:
        return tr("over {percent}", percent=formats().percent(0.99))
    return formats().percent(value)


def change_of(now: float, before: float) -> tuple[int, int]:
    """Whole points between two shares, and the trend: 1 up, -1 down, 0 within one point.

    The difference of the two figures as they are shown: 91 % after 89 % is 2 points on every
    page, whatever the digits behind them.
    """
    points = round(100 * now) - round(100 * before)
    return points, (points > 1) - (points < -1)


def rhythm_of(risk: AccountRisk) -> str:
    """How the account stands in its own order rhythm, in a sentence."""
    late = risk.cycles_late
    if risk.lapsed and risk.days_since is not None:
        return tr("Lapsed: no order for {days}", days=formats().days(risk.days_since))
    if late is None or risk.days_since is None:
        return ""
    cycles = formats().number(late, 1)
    if late >= 0.1:
        return trn("Order overdue by {cycles} cycle", "Order overdue by {cycles} cycles",
                   1 if cycles == formats().number(1.0, 1) else 2, cycles=cycles)  # fmt: skip
    return trn(
        "In rhythm: {days} day since the last order",
        "In rhythm: {days} days since the last order",
        risk.days_since,
        days=formats().integer(risk.days_since),
    )


def too_early(risk: AccountRisk) -> tuple[str, str]:
    """Why there is no score, and what is needed."""
    if risk.reason is Unscored.NO_ORDERS:
        return tr("No orders yet"), tr(
            "Order timing, P(active) and the risk appear once three orders are in the file."
        )
    return tr("Too early to score"), trn(
        "{n} order so far. A rhythm takes three orders on different days.",
        "{n} orders so far. A rhythm takes three orders on different days.",
        risk.orders,
    )


def no_loss(reason: NoLoss) -> str:
    """Why there is no expected loss."""
    return tr(_NO_LOSS[reason])


def model_of(note: ModelNote) -> list[str]:
    """Which model, how it was chosen, what it was fitted on and how far to trust it."""
    regular = (
        tr("orders come regularly (k = {k})", k=note.regularity)
        if note.regularity > 1
        else tr("orders come at random times (k = 1)")
    )
    lines = [
        tr("{model}; {regular}.", model=tr(_MODELS[note.kind]), regular=regular),
        trn(
            "Fitted on {n} account with {orders} repeat orders of this file, with weak priors"
            " (maximum a posteriori).",
            "Fitted on {n} accounts with {orders} repeat orders of this file, with weak priors"
            " (maximum a posteriori).",
            note.accounts,
            orders=formats().integer(note.repeat_orders),
        ),
    ]
    if note.few_accounts:
        lines.append(tr("Fewer than 30 accounts: the priors weigh more than the data."))
    if note.log_loss is None:
        reason = {
            "few_accounts": tr("Too few accounts to compare models; the plainest is used."),
            "short_history": tr("Too little history to compare models; the plainest is used."),
        }
        lines.append(reason.get(note.reason, ""))
    else:
        lines.append(
            tr(
                "Chosen because it would have predicted best: log loss {mine}, recency alone"
                " {recency}, nobody leaves {never} (lower is better, {cases} past cases).",
                mine=formats().number(note.log_loss, 3),
                recency=formats().number(note.recency_log_loss, 3),
                never=formats().number(note.never_leaves_log_loss, 3),
                cases=formats().integer(note.cases),
            )
        )
        if not note.validated:
            lines.append(tr("Fewer than ten events in the comparison: not validated."))
        elif note.beats_baselines is False:
            lines.append(tr("It does not beat the plain baselines on this file."))
    if note.labels:
        lines.append(
            trn(
                "The score's weights learnt from {n} account that was buying a year before.",
                "The score's weights learnt from {n} accounts that were buying a year before.",
                note.labels,
            )
        )
    else:
        lines.append(tr("The score's weights are expert priors: no outcomes to learn from yet."))
    return [line for line in lines if line]


def how_it_works() -> list[str]:
    """The formulas in words."""
    return [
        tr(
            "P(active): compares how long the account has been silent with how regularly it ordered"
            " before. Order times follow its own pace; after an order it may leave for good."
        ),
        tr(
            "P(order within 12 months) = P(active) × the chance that an active account of this pace"
            " orders within 12 months. It can be checked against what happens."
        ),
        tr(
            "Retention risk: log odds = start + weight × log odds of no order + the sum of the"
            " drivers. A driver's points = 20 / ln 2 × its log odds, so 20 points double the odds."
            " What is missing counts neither for nor against."
        ),
        tr("Still active in 12 months = 1 − retention risk, with its 80% interval."),
        tr(
            "Expected loss = retention risk × the margin of the last twelve whole months after the"
            " costs that end with the account, never below zero."
        ),
        tr(
            "Points are counted from a typical account: the portfolio's median order rhythm and"
            " nothing else known."
        ),
    ]


def margin_words(found: AccountRetention) -> str:
    """What the expected loss is a share of."""
    margin = found.risk.expected_margin_minor
    if margin is None:
        return ""
    amount = formats().money(margin)
    if not found.portfolio.costs_included:
        return tr(
            "of {sum} gross margin, last 12 whole months; no activity costs in the file",
            sum=amount,
        )
    if margin <= 0:
        return tr("nothing to lose: {sum} after the costs that end with it", sum=amount)
    return tr("of {sum} after the costs that end with it, last 12 whole months", sum=amount)
