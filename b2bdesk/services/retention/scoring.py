"""The risk score of every account, with weights that learnt from the user's own accounts.

The expert priors are updated with what became of the accounts that were buying a horizon ago: what
the order-timing model would have said then, what the dated drivers said then, and whether an order
came. Order rhythm is counted from the portfolio's median, so that the drivers lead from a typical
account to this one.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.core.i18n import tr
from b2bdesk.services.retention.measures import Measures, read_measures
from b2bdesk.services.retention.results import Driver, DriverLine

if TYPE_CHECKING:
    from b2bdesk.analytics.risk_score import RiskScore, Standard, Weights
    from b2bdesk.services.retention.timing import Timing

# Our names of the drivers and the score's keys.
KEYS = {
    Driver.SINGLE_THREADED: "single_threaded",
    Driver.DMU_COVERAGE: "dmu_coverage",
    Driver.SENTIMENT_SLOPE: "sentiment_slope",
    Driver.CONTACT_CADENCE: "contact_cadence",
    Driver.OTIF: "on_time_below_target",
    Driver.QUALITY: "quality_below_target",
    Driver.PRICE_INDEX: "price_index",
    Driver.CONTRACT_END: "contract_ends_without_talks",
    Driver.COMPETITOR: "active_competitor",
    Driver.SHARE_OF_WALLET: "share_of_wallet",
}
_LEAST_HISTORY_DAYS = 90


@dataclass(frozen=True, slots=True)
class AccountScore:
    """Risk of one account with its 80 % interval."""

    risk: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by account id; ``typical`` is the median logit of not ordering, of live accounts."""

    by_account: Mapping[int, AccountScore]
    measures: Measures
    standards: Mapping[str, Standard]
    weights: Weights
    typical: float

    @property
    def labels(self) -> int:
        """Past outcomes the weights learnt from."""
        return self.weights.labels

    @property
    def typical_risk(self) -> float:
        """Risk of an account with the median order rhythm and no other driver."""
        from b2bdesk.analytics.risk_score import sigmoid

        return sigmoid(self.weights.means[0] + self.weights.means[1] * self.typical)

    def of(self, account: int) -> AccountScore | None:
        """The score of an account, None where it has too few orders."""
        return self.by_account.get(account)

    def assess(self, account: int, p_order: float, measures: Measures | None = None) -> RiskScore:
        """The full score of one account, also as of another day by that day's measures."""
        from b2bdesk.analytics.risk_score import assess

        return assess(
            _values(measures or self.measures, account),
            p_order=p_order,
            standards=self.standards,
            weights=self.weights,
        )

    def lines(self, account: int, p_order: float) -> tuple[DriverLine, ...]:
        """Every driver in points against a typical account: rhythm, the rest by size, missing."""
        from b2bdesk.analytics.largest_remainder import round_parts
        from b2bdesk.analytics.risk_score import ORDER_TIMING

        score = self.assess(account, p_order)
        parts = {one.key: one for one in score.contributions}
        per_log_odds = 20 / math.log(2)
        rhythm = parts[ORDER_TIMING].log_odds - self.weights.means[1] * self.typical
        points = {Driver.ORDER_RHYTHM: per_log_odds * rhythm}
        points.update({driver: parts[key].points for driver, key in KEYS.items()})
        shown = round_parts([Fraction(value) for value in points.values()])
        lines = []
        for (driver, value), whole in zip(points.items(), shown, strict=True):
            if driver is Driver.ORDER_RHYTHM:
                lines.append(DriverLine(driver, value, whole, ""))
                continue
            missing = KEYS[driver] in score.missing
            evidence = self.measures.evidence(driver, account)
            if missing and self.measures.value(driver, account) is not None:
                evidence = tr("{seen}; too few accounts to compare with", seen=evidence)
            lines.append(DriverLine(driver, None if missing else value, whole, evidence))
        return tuple(sorted(lines, key=_order))


def _order(line: DriverLine) -> tuple[bool, bool, float]:
    missing = line.points is None
    return line.driver is not Driver.ORDER_RHYTHM, missing, -abs(line.points or 0.0)


def score_accounts(session: Session, timing: Timing) -> Scores:
    """Score every account that has enough orders to say something."""
    from b2bdesk.analytics import risk_intervals
    from b2bdesk.analytics.retention.rhythm import RhythmState
    from b2bdesk.analytics.risk_score import design_row, logit

    measures = read_measures(session, timing.day)
    standards = _standards(measures, timing)
    weights = _learnt_weights(session, timing)
    accounts, rows, rhythms = [], [], []
    for account, rhythm in timing.rhythms.items():
        chances = timing.chances.get(account)
        if rhythm.state is not RhythmState.KNOWN or chances is None:
            continue
        row = design_row(_values(measures, account), p_order=chances[1], standards=standards)
        if row is not None:
            accounts.append(account)
            rows.append(row)
            if not rhythm.lapsed:
                rhythms.append(-logit(chances[1]))
    found = risk_intervals.compute(rows, weights)
    ends = zip(found.risk.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    return Scores(
        by_account={
            account: AccountScore(*end) for account, end in zip(accounts, ends, strict=True)
        },
        measures=measures,
        standards=standards,
        weights=weights,
        typical=statistics.median(rhythms) if rhythms else 0.0,
    )


def _values(measures: Measures, account: int) -> dict[str, float | None]:
    return {key: measures.value(driver, account) for driver, key in KEYS.items()}


def _standards(measures: Measures, timing: Timing) -> dict[str, Standard]:
    from b2bdesk.analytics.risk_score import DEFAULT_DRIVERS, Scale, standard

    drivers = {key: driver for driver, key in KEYS.items()}
    return {
        spec.key: standard(measures.value(drivers[spec.key], account) for account in timing.rhythms)
        for spec in DEFAULT_DRIVERS
        if spec.scale is Scale.PORTFOLIO
    }


def _learnt_weights(session: Session, timing: Timing) -> Weights:
    """The priors, updated with what became of the accounts that were buying a horizon ago."""
    from b2bdesk.analytics.retention import predict, rhythm
    from b2bdesk.analytics.retention.fit import fit
    from b2bdesk.analytics.retention.rhythm import RhythmState
    from b2bdesk.analytics.risk_learning import update
    from b2bdesk.analytics.risk_score import design_row, prior_weights

    priors = prior_weights()
    model = timing.choice.model
    origin = timing.day - timing.horizon_days
    if model is None or origin - int(timing.days.min()) < _LEAST_HISTORY_DAYS:
        return priors
    then = rhythm.compute(
        timing.accounts[timing.days <= origin], timing.days[timing.days <= origin], origin
    )
    kind, regularity = model.parameters.kind, model.parameters.regularity
    known = fit(then.sample, kind, regularity, start=model.parameters).parameters
    chances = predict.p_order(known, then.sample, timing.horizon_days / 7)
    p_order = dict(zip(then.sample_ids.tolist(), chances.tolist(), strict=True))
    again = set(timing.accounts[timing.days > origin].tolist())
    measures = read_measures(session, origin)
    standards = _standards(measures, timing)
    rows, left = [], []
    for account, found in then.by_account().items():
        if found.state is not RhythmState.KNOWN or found.lapsed:
            continue
        row = design_row(_values(measures, account), p_order=p_order[account], standards=standards)
        if row is not None:
            rows.append(row)
            left.append(account not in again)
    return update(priors, rows, left)
