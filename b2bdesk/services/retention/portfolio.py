"""Retention of every account as of a date: chances, score, expected loss."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, last_of_month, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import Driver as CostDriver
from b2bdesk.queries import retention as reads
from b2bdesk.services.costing import cost_to_serve
from b2bdesk.services.kept import Kept
from b2bdesk.services.retention.results import (
    AccountRisk,
    ModelNote,
    NoLoss,
    PortfolioRetention,
    Unscored,
)
from b2bdesk.services.retention.scoring import Scores, score_accounts
from b2bdesk.services.retention.timing import Timing, order_timing

if TYPE_CHECKING:
    from b2bdesk.analytics.retention.rhythm import Rhythm

HORIZON_DAYS = 365
# What else than order days says something about an account, or is shown with it.
_TABLES = (
    "account",
    "import_batch",
    "exchange",
    "exchange_person",
    "person",
    "job",
    "dmu",
    "dmu_member",
    "coverage",
    "contract",
    "cost_pool",
    "cost_pool_period",
    "pool_volume",
    "file_setting",  # the targets of the scorecard
)
_kept: Kept[tuple[PortfolioRetention, Timing, Scores]] = Kept(_TABLES, 4)


def portfolio_retention(
    session: Session, as_of: date, horizon_days: int = HORIZON_DAYS
) -> PortfolioRetention:
    """Every account's chances, risk and expected loss as of a date.

    Takes about a second for the first page that asks and nothing after that: the result is kept
    for as long as the file and the date stay the same.
    """
    return scored_portfolio(session, as_of, horizon_days)[0]


def account_risk(session: Session, account: int, as_of: date) -> AccountRisk:
    """One account's risk; ``DomainError`` where the account is not in the file."""
    found = portfolio_retention(session, as_of).by_account.get(account)
    if found is None:
        raise DomainError(tr("This account is not in the file any more."), field="account")
    return found


def scored_portfolio(
    session: Session, as_of: date, horizon_days: int = HORIZON_DAYS
) -> tuple[PortfolioRetention, Timing, Scores]:
    """The same with what it was computed from."""
    timing = order_timing(session, as_of, horizon_days)
    key = (as_of, horizon_days, timing.ledger)
    return _kept.get(session, key, lambda: _compute(session, as_of, horizon_days, timing))


def margin_months(as_of: date) -> Period:
    """The last twelve whole months on a date; a month counts from its last day on."""
    last = month_of(as_of)
    if as_of != last_of_month(last):
        last -= 1
    return Period(last - 11, last)


def _compute(
    session: Session, as_of: date, horizon_days: int, timing: Timing
) -> tuple[PortfolioRetention, Timing, Scores]:
    scores = score_accounts(session, timing)
    months = margin_months(as_of)
    margins = {row.account: row for row in reads.list_margins(session, months.first, months.last)}
    costs = _ending_costs(session, months, as_of)
    # Where no line of the year has a cost, no sales do not mean that nothing is at stake.
    costed = not margins or any(not row.uncosted for row in margins.values())
    rows = []
    for account in reads.list_account_ids(session):
        margin = margins.get(account)
        earned: int | None = 0 if costed else None
        if margin is not None:
            earned = None if margin.uncosted else margin.margin_minor
        if earned is not None and costs is not None:
            earned -= costs.get(account, 0)
        rows.append(_risk_of(account, timing, scores, earned))
    result = PortfolioRetention(
        as_of=as_of,
        horizon_days=horizon_days,
        accounts=tuple(rows),
        model=_note(timing, scores),
        margin_months=(months.first_date, months.last_date),
        costs_included=costs is not None,
    )
    return result, timing, scores


def _ending_costs(session: Session, months: Period, as_of: date) -> dict[int, int] | None:
    """Costs that would end with each account: those it causes by what it does.

    What is charged for being a customer at all would only move to the others. None without costs.
    """
    serving = cost_to_serve(session, months, as_of)
    if not serving.known:
        return None
    sums: dict[int, int] = {}
    for row in serving.pools:
        if row.pool.driver is not CostDriver.ACTIVE_ACCOUNTS:
            for account, amount in serving.cells.get(row.pool.id, {}).items():
                sums[account] = sums.get(account, 0) + amount
    return sums


def _risk_of(account: int, timing: Timing, scores: Scores, margin: int | None) -> AccountRisk:
    rhythm = timing.rhythms.get(account)
    chances = timing.chances.get(account)
    reason = unscored(rhythm)
    score = None if reason is not None else scores.of(account)
    lapsed = rhythm is not None and rhythm.lapsed
    no_loss = None
    if score is None:
        no_loss = NoLoss.UNSCORED
    if lapsed:
        no_loss = NoLoss.LAPSED
    elif score is not None and margin is None:
        no_loss = NoLoss.NO_COST_OF_GOODS
    loss = None
    if no_loss is None and score is not None and margin is not None:
        loss = round(score.risk * max(0, margin))
    return AccountRisk(
        account=account,
        orders=0 if rhythm is None else rhythm.orders,
        last_order=None if rhythm is None or rhythm.last_day is None else date_of(rhythm.last_day),
        days_since=None if rhythm is None else rhythm.days_since,
        usual_gap=None if rhythm is None else rhythm.usual_gap,
        cycles_late=None if rhythm is None else rhythm.cycles_late,
        lapsed=lapsed,
        reason=reason,
        p_active=None if reason is not None or chances is None else chances[0],
        p_order=None if reason is not None or chances is None else chances[1],
        risk=None if score is None else score.risk,
        risk_low=None if score is None else score.low,
        risk_high=None if score is None else score.high,
        expected_margin_minor=margin,
        expected_loss_minor=loss,
        no_loss=no_loss,
    )


def unscored(rhythm: Rhythm | None) -> Unscored | None:
    """Why an account with this rhythm has no score, None where it has one."""
    from b2bdesk.analytics.retention.rhythm import RhythmState

    if rhythm is None or rhythm.orders == 0:
        return Unscored.NO_ORDERS
    return None if rhythm.state is RhythmState.KNOWN else Unscored.FEW_ORDERS


def _note(timing: Timing, scores: Scores) -> ModelNote | None:
    from b2bdesk.analytics.retention.choose import Candidate
    from b2bdesk.analytics.retention.fit import FitFlag

    choice, model = timing.choice, timing.choice.model
    if model is None:
        return None
    loss = {(score.candidate.value, score.regularity): score.log_loss for score in choice.scores}
    parameters = model.parameters
    return ModelNote(
        kind=parameters.kind.value,
        regularity=parameters.regularity,
        reason=choice.reason.value,
        accounts=model.accounts,
        repeat_orders=model.repeat_orders,
        few_accounts=FitFlag.FEW_ACCOUNTS in model.flags,
        log_loss=loss.get((parameters.kind.value, parameters.regularity)),
        recency_log_loss=loss.get((Candidate.RECENCY.value, None)),
        never_leaves_log_loss=loss.get((Candidate.NBD.value, 1)),
        cases=choice.cases,
        events=choice.events,
        validated=choice.validated,
        beats_baselines=choice.beats_baselines,
        labels=scores.labels,
    )
