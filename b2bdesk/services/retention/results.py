"""What retention says of accounts: the results that pages, export and report draw.

Probabilities lie in 0..1, money is in minor units of the file's currency, days are dates. None is
not known, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from b2bdesk.core.i18n import mark
from b2bdesk.queries.retention import ContractRow


class Unscored(StrEnum):
    """Why nothing is said about the future of an account."""

    NO_ORDERS = "no_orders"
    FEW_ORDERS = "few_orders"  # fewer than three order days: too early to score


UNSCORED_WORDS = {
    Unscored.NO_ORDERS: mark("No orders yet"),
    Unscored.FEW_ORDERS: mark("Too early to score"),
}


class NoLoss(StrEnum):
    """Why there is no expected loss."""

    UNSCORED = "unscored"
    LAPSED = "lapsed"  # win-back: the loss has happened
    NO_COST_OF_GOODS = "no_cost_of_goods"


class Driver(StrEnum):
    """What moves the risk score; order rhythm is a line of its own."""

    ORDER_RHYTHM = "order_rhythm"
    SINGLE_THREADED = "single_threaded"
    DMU_COVERAGE = "dmu_coverage"
    SENTIMENT_SLOPE = "sentiment_slope"
    CONTACT_CADENCE = "contact_cadence"
    OTIF = "otif"
    QUALITY = "quality"
    PRICE_INDEX = "price_index"
    CONTRACT_END = "contract_end"
    COMPETITOR = "competitor"
    SHARE_OF_WALLET = "share_of_wallet"


DRIVER_WORDS = {
    Driver.ORDER_RHYTHM: mark("Order rhythm"),
    Driver.SINGLE_THREADED: mark("Contacts on their side"),
    Driver.DMU_COVERAGE: mark("Coverage of the people who decide"),
    Driver.SENTIMENT_SLOPE: mark("Sentiment"),
    Driver.CONTACT_CADENCE: mark("Contact cadence"),
    Driver.OTIF: mark("On-time delivery"),
    Driver.QUALITY: mark("Quality"),
    Driver.PRICE_INDEX: mark("Price against market"),
    Driver.CONTRACT_END: mark("Contract"),
    Driver.COMPETITOR: mark("Active competitor"),
    Driver.SHARE_OF_WALLET: mark("Share of wallet"),
}


@dataclass(frozen=True, slots=True)
class AccountRisk:
    """One account as of the date; ``reason`` says why nothing can be said yet.

    ``p_active``: it has not left for good. ``p_order``: it orders within the horizon. ``risk``
    with its 80 % interval is the score; *still active in 12 months* is 1 - risk.
    ``expected_margin_minor``: margin of the last twelve whole months after the costs that end
    with the account. ``expected_loss_minor`` = risk x max(0, that margin). ``usual_gap`` is in
    days; ``cycles_late`` below 0 is early.
    """

    account: int
    orders: int
    last_order: date | None
    days_since: int | None
    usual_gap: float | None
    cycles_late: float | None
    lapsed: bool
    reason: Unscored | None
    p_active: float | None
    p_order: float | None
    risk: float | None
    risk_low: float | None
    risk_high: float | None
    expected_margin_minor: int | None
    expected_loss_minor: int | None
    no_loss: NoLoss | None

    @property
    def still_active(self) -> float | None:
        """Still active in 12 months: 1 - risk."""
        return None if self.risk is None else 1 - self.risk

    @property
    def still_active_low(self) -> float | None:
        """Lower end of the 80 % interval."""
        return None if self.risk_high is None else 1 - self.risk_high

    @property
    def still_active_high(self) -> float | None:
        """Upper end of the 80 % interval."""
        return None if self.risk_low is None else 1 - self.risk_low

    @property
    def scored(self) -> bool:
        """It has a score and is not lapsed: it belongs in lists by risk."""
        return self.risk is not None and not self.lapsed


@dataclass(frozen=True, slots=True)
class ModelNote:
    """Where the figures come from, to be shown beside them.

    ``kind`` is "mbg", "bg" or "nbd", ``regularity`` its k. ``reason``: "best_backtest",
    "few_accounts", "short_history". ``log_loss`` of the model and of the plain baselines on
    held-out periods, lower is better, None where nothing could be compared. ``labels`` counts the
    past outcomes the score's weights learnt from; 0 means expert priors alone.
    """

    kind: str
    regularity: int
    reason: str
    accounts: int
    repeat_orders: int
    few_accounts: bool
    log_loss: float | None
    recency_log_loss: float | None
    never_leaves_log_loss: float | None
    cases: int
    events: int
    validated: bool
    beats_baselines: bool | None
    labels: int


@dataclass(frozen=True)
class PortfolioRetention:
    """Every account of the file, by ascending id. ``model`` is None while nobody ordered.

    ``margin_months`` are the first and last month the margin was taken from. ``costs_included``:
    the margin is after cost to serve; else it is the gross margin.
    """

    as_of: date
    horizon_days: int
    accounts: tuple[AccountRisk, ...]
    model: ModelNote | None
    margin_months: tuple[date, date]
    costs_included: bool

    @cached_property
    def by_account(self) -> dict[int, AccountRisk]:
        """Accounts by id."""
        return {row.account: row for row in self.accounts}

    @property
    def lapsed(self) -> tuple[AccountRisk, ...]:
        """Win-back: accounts without an order for long, whatever their score."""
        return tuple(row for row in self.accounts if row.lapsed)

    @property
    def worst_first(self) -> tuple[AccountRisk, ...]:
        """Accounts with a score that are not lapsed, by expected loss, then risk, worst first."""
        live = [row for row in self.accounts if row.scored]
        live.sort(key=lambda row: (-(row.expected_loss_minor or 0), -(row.risk or 0.0)))
        return tuple(live)

    @property
    def expected_loss_minor(self) -> int | None:
        """Expected loss of all accounts together; None where an account's is not known.

        Lapsed accounts and those too early to score are outside it.
        """
        if any(row.no_loss is NoLoss.NO_COST_OF_GOODS for row in self.accounts):
            return None
        known = [r.expected_loss_minor for r in self.accounts if r.expected_loss_minor is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class DriverLine:
    """One driver of an account's risk. Points above 0 raise the risk; 20 double the odds.

    ``points`` is None where the driver is missing: it counts neither for nor against; ``shown``
    are whole points that add up as shown. ``evidence`` says in a plain sentence what was seen, or
    what is missing.
    """

    driver: Driver
    points: float | None
    shown: int
    evidence: str


@dataclass(frozen=True, slots=True)
class OrderTick:
    """A day with orders, for the strip."""

    day: date
    orders: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Window:
    """Days in which an order was or is expected, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Orders due in twelve months and in the last three, and those shipped by the required day."""

    target: float
    due: int
    on_time: int
    due_recent: int
    on_time_recent: int


@dataclass(frozen=True)
class AccountRetention:
    """One account in full.

    ``still_active_before`` is what today's model says of what was known 90 days earlier.
    ``spread``: half of the gaps lie within the usual gap plus or minus it, in days.
    ``typical_risk`` is the risk of an account with the portfolio's median order rhythm and no
    other driver; the drivers' points lead from it to this account's risk, order rhythm first.
    """

    risk: AccountRisk
    still_active_before: float | None
    spread: float | None
    ticks: tuple[OrderTick, ...]
    window: Window | None
    missed: tuple[Window, ...]
    drivers: tuple[DriverLine, ...]
    typical_risk: float | None
    punctuality: Punctuality | None
    contracts: tuple[ContractRow, ...]
    portfolio: PortfolioRetention
