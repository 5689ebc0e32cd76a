"""How the risk of accounts follows prices and contacts: the weights of the retention score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from b2bdesk.services.profit_rules import profit_rules
from b2bdesk.services.retention.results import Driver

if TYPE_CHECKING:
    from b2bdesk.analytics.measures_effects import RiskLink


@dataclass(frozen=True, slots=True)
class RiskBasis:
    """The link from measures to risk, and by account the cadence it starts from.

    ``price_learnt`` and ``cadence_learnt``: the weight has moved from the expert's prior by the
    ``labels`` outcomes of the user's own accounts. ``spread_assumed``: market prices are not in
    the file, so how much a price change weighs is a rule.
    """

    link: RiskLink
    cadence: Mapping[int, float]
    labels: int
    price_learnt: bool
    cadence_learnt: bool
    spread_assumed: bool

    def moved(
        self, risk: float, price_change: float, contact_change: float, cadence: float | None
    ) -> float:
        """The risk of one account after its price and its contacts changed."""
        import numpy as np

        from b2bdesk.analytics.measures_effects import moved_risk

        found = moved_risk(
            np.array([risk]),
            np.array([price_change]),
            np.array([contact_change]),
            np.array([np.nan if cadence is None else cadence]),
            self.link,
        )
        return float(found[0])


def read_risk_basis(session: Session, as_of: date) -> RiskBasis:
    """The basis as of a date."""
    from b2bdesk.analytics.measures_effects import CADENCE, PRICE_INDEX, RiskLink
    from b2bdesk.analytics.risk_score import prior_weights
    from b2bdesk.services.retention.portfolio import scored_portfolio

    _, _, scores = scored_portfolio(session, as_of)
    means = dict(zip(scores.weights.keys, scores.weights.means, strict=True))
    prior = dict(zip(prior_weights().keys, prior_weights().means, strict=True))
    known = scores.standards.get(PRICE_INDEX)
    assumed = known is None or not known.comparable
    spread = profit_rules(session).price_spread / 10_000
    if known is not None and not assumed:
        spread = known.robust_sd
    values = {
        account: scores.measures.value(Driver.CONTACT_CADENCE, account)
        for account in {*scores.measures.now, *scores.measures.before}
    }
    return RiskBasis(
        link=RiskLink(means[PRICE_INDEX], spread, means[CADENCE]),
        cadence={account: value for account, value in values.items() if value is not None},
        labels=scores.labels,
        price_learnt=abs(means[PRICE_INDEX] - prior[PRICE_INDEX]) > 1e-9,
        cadence_learnt=abs(means[CADENCE] - prior[CADENCE]) > 1e-9,
        spread_assumed=assumed,
    )
