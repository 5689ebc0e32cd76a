"""The file's rules for profit: when an account breaks even, where the matrix parts, the price cap.

Shares in basis points (1/100 percent), so that they are kept exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.queries.file_info import settings_of
from b2bdesk.services.file_settings import set_setting

_HUNDRED = 10_000


@dataclass(frozen=True, slots=True)
class ProfitRules:
    """``break_even`` is the net profit, as a share of sales, up to which an account breaks even.

    ``price_cap`` is the highest price rise that counts as feasible. The matrix parts at
    ``margin_line`` and ``cost_line`` (shares of sales), or at the medians where they are None.
    Feasible are also ``channel`` of the visits held as calls, ``visit_cut`` of them dropped and
    ``deliveries`` joined. ``price_spread`` is the price change that counts as one standard
    deviation of the price index, while market prices are not in the file. ``discount`` and
    ``growth`` are for a year ahead, of what an account will earn.
    """

    break_even: int = 100
    price_cap: int = 500
    margin_line: int | None = None
    cost_line: int | None = None
    channel: int = 5_000
    visit_cut: int = 3_333
    deliveries: int = 2_500
    price_spread: int = 500
    discount: int = 1_000
    growth: int = 0

    @property
    def lines(self) -> tuple[float, float] | None:
        """Margin and cost to serve at which the matrix parts, in percent; None for medians."""
        if self.margin_line is None or self.cost_line is None:
            return None
        return self.margin_line / 100, self.cost_line / 100


# The least and the most of each rule, and what is said outside of them.
_REACH = {
    "break_even": (0, _HUNDRED, mark("Give a share of sales from 0 to 100 percent.")),
    "price_cap": (0, _HUNDRED, mark("Give a price rise from 0 to 100 percent.")),
    "channel": (0, _HUNDRED, mark("Give a share of the visits from 0 to 100 percent.")),
    "visit_cut": (0, _HUNDRED, mark("Give a share of the visits from 0 to 100 percent.")),
    "deliveries": (0, _HUNDRED, mark("Give a share of the deliveries from 0 to 100 percent.")),
    "price_spread": (10, _HUNDRED, mark("Give a price change from 0.1 to 100 percent.")),
    "discount": (0, _HUNDRED, mark("Give a discount rate from 0 to 100 percent a year.")),
    "growth": (-_HUNDRED, _HUNDRED, mark("Give a growth from -100 to 100 percent a year.")),
    "margin_line": (
        -10 * _HUNDRED,
        _HUNDRED,
        mark("Give a margin from -1,000 to 100 percent of sales."),
    ),
    "cost_line": (0, 10 * _HUNDRED, mark("Give a cost to serve from 0 to 1,000 percent of sales.")),
}


def profit_rules(session: Session) -> ProfitRules:
    """The rules in force: those of the file, else the default ones."""
    kept = settings_of(session).get("profit_rules")
    if not isinstance(kept, Mapping):
        return ProfitRules()
    known = {field.name for field in fields(ProfitRules)}
    return ProfitRules(**{key: value for key, value in kept.items() if key in known})


def set_profit_rules(session: Session, rules: ProfitRules) -> None:
    """Keep the rules with the file; the default ones leave no setting behind.

    ``DomainError`` with the rule as its field where one is out of reach, or where the matrix has
    one line of two.
    """
    for name, value in asdict(rules).items():
        least, most, words = _REACH[name]
        if value is not None and not least <= value <= most:
            raise DomainError(tr(words), field=name)
    if (rules.margin_line is None) != (rules.cost_line is None):
        lacking = "margin_line" if rules.margin_line is None else "cost_line"
        raise DomainError(tr("Give both lines of the matrix, or none."), field=lacking)
    kept = {key: value for key, value in asdict(rules).items() if value is not None}
    set_setting(session, "profit_rules", None if rules == ProfitRules() else kept)
