"""Will they stay: order timing, risk with its drivers, and what it would cost."""

from __future__ import annotations

from b2bdesk.services.retention.account import account_retention
from b2bdesk.services.retention.portfolio import account_risk, portfolio_retention
from b2bdesk.services.retention.results import (
    DRIVER_WORDS,
    UNSCORED_WORDS,
    AccountRetention,
    AccountRisk,
    Driver,
    DriverLine,
    ModelNote,
    NoLoss,
    PortfolioRetention,
    Unscored,
)

__all__ = [
    "DRIVER_WORDS",
    "UNSCORED_WORDS",
    "AccountRetention",
    "AccountRisk",
    "Driver",
    "DriverLine",
    "ModelNote",
    "NoLoss",
    "PortfolioRetention",
    "Unscored",
    "account_retention",
    "account_risk",
    "portfolio_retention",
]
