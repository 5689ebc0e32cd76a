"""Mapped classes of the file: importing this package maps every table."""

from __future__ import annotations

from b2bdesk.models.account import Account, Contract, ExternalId, SalesTarget
from b2bdesk.models.base import Base, Edited
from b2bdesk.models.costing import CostPool, CostPoolPeriod
from b2bdesk.models.exchange import Exchange, ExchangeColleague, ExchangePerson, NextStep
from b2bdesk.models.file import Colleague, FileSetting
from b2bdesk.models.ledger import (
    AccountMonth,
    ImportBatch,
    ImportLayout,
    JournalEntry,
    JournalTxn,
    LedgerLine,
    OrderDay,
    OrderHeader,
    Product,
)
from b2bdesk.models.people import (
    Coverage,
    Dmu,
    DmuMember,
    Job,
    MemberLine,
    MemberRole,
    MemberStance,
    Person,
)
from b2bdesk.models.relationship import Assessment, RelationshipRecord

__all__ = [
    "Account",
    "AccountMonth",
    "Assessment",
    "Base",
    "Colleague",
    "Contract",
    "CostPool",
    "CostPoolPeriod",
    "Coverage",
    "Dmu",
    "DmuMember",
    "Edited",
    "Exchange",
    "ExchangeColleague",
    "ExchangePerson",
    "ExternalId",
    "FileSetting",
    "ImportBatch",
    "ImportLayout",
    "Job",
    "JournalEntry",
    "JournalTxn",
    "LedgerLine",
    "MemberLine",
    "MemberRole",
    "MemberStance",
    "NextStep",
    "OrderDay",
    "OrderHeader",
    "Person",
    "Product",
    "RelationshipRecord",
    "SalesTarget",
]
