"""Retention of one account in full: order timing, drivers, delivery, contracts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.queries import retention as reads
from b2bdesk.services.health.rules import Measure, health_rules
from b2bdesk.services.retention.measures import read_measures
from b2bdesk.services.retention.portfolio import account_risk, scored_portfolio, unscored
from b2bdesk.services.retention.results import (
    AccountRetention,
    DriverLine,
    OrderTick,
    Punctuality,
    Window,
)

if TYPE_CHECKING:
    from b2bdesk.analytics.retention import rhythm as analytics
    from b2bdesk.services.retention.scoring import Scores
    from b2bdesk.services.retention.timing import Timing

BEFORE_DAYS = 90


def account_retention(session: Session, account: int, as_of: date) -> AccountRetention:
    """One account as of a date; ``DomainError`` where the account is not in the file."""
    portfolio, timing, scores = scored_portfolio(session, as_of)
    risk = account_risk(session, account, as_of)
    day = day_of(as_of)
    rhythm = timing.rhythms.get(account)
    drivers: tuple[DriverLine, ...] = ()
    before = None
    if risk.risk is not None and risk.p_order is not None:
        drivers = scores.lines(account, risk.p_order)
        before = _before(session, account, timing, scores)
    return AccountRetention(
        risk=risk,
        still_active_before=before,
        spread=None if rhythm is None else rhythm.spread,
        ticks=tuple(
            OrderTick(date_of(row.day), row.orders, row.amount_minor)
            for row in reads.list_account_order_days(session, account, day)
        ),
        window=None if rhythm is None or rhythm.window is None else _window(rhythm.window),
        missed=() if rhythm is None else tuple(_window(one) for one in rhythm.missed),
        drivers=drivers,
        typical_risk=scores.typical_risk if drivers else None,
        punctuality=_punctuality(session, account, as_of),
        contracts=tuple(reads.list_contracts(session, account)),
        portfolio=portfolio,
    )


def _before(session: Session, account: int, timing: Timing, scores: Scores) -> float | None:
    """Still active in 12 months, as today's model says of what was known 90 days ago."""
    from b2bdesk.analytics.retention import rhythm

    day = timing.day - BEFORE_DAYS
    mine = timing.accounts == account
    then = rhythm.compute(timing.accounts[mine], timing.days[mine], day).by_account()
    chances = timing.chances_at(day).get(account)
    if chances is None or unscored(then.get(account)) is not None:
        return None
    return scores.assess(account, chances[1], read_measures(session, day)).still_active


def _window(window: analytics.Window) -> Window:
    return Window(date_of(window.first), date_of(window.last))


def _punctuality(session: Session, account: int, as_of: date) -> Punctuality | None:
    day = day_of(as_of)
    year = reads.list_punctuality(session, reads.year_before(day), day, account)
    if not year:
        return None
    quarter = reads.list_punctuality(session, day_of(as_of - timedelta(days=90)), day, account)
    return Punctuality(
        target=health_rules(session).scales[Measure.ON_TIME].target / 100,
        due=year[0].due,
        on_time=year[0].due - year[0].late,
        due_recent=quarter[0].due if quarter else 0,
        on_time_recent=quarter[0].due - quarter[0].late if quarter else 0,
    )
