"""Mapped classes of the file: importing this package maps every table."""

from __future__ import annotations

from b2bdesk.models.account import Account, Contract, ExternalId, SalesTarget
from b2bdesk.models.base import Base, Edited
from b2bdesk.models.costing import CostPool, CostPoolPeriod, PoolVolume
from b2bdesk.models.exchange import (
    Attachment,
    AttachmentContent,
    Exchange,
    ExchangeAddress,
    ExchangeColleague,
    ExchangePerson,
    NextStep,
    Snooze,
)
from b2bdesk.models.file import Colleague, FileSetting
from b2bdesk.models.ledger import (
    AccountMonth,
    ImportBatch,
    ImportLayout,
    JournalEntry,
    JournalTxn,
    LedgerLine,
    ListPrice,
    OrderDay,
    OrderHeader,
    Product,
)
from b2bdesk.models.merging import AccountMerge, DistinctPair
from b2bdesk.models.own_fields import OwnField, OwnValue
from b2bdesk.models.people import (
    Behaviour,
    ContactGoal,
    Coverage,
    Dmu,
    DmuMember,
    Job,
    MemberLine,
    MemberRole,
    MemberStance,
    Person,
    TeamMatch,
    TitleClass,
)
from b2bdesk.models.perception import BrandAttribute, Perception
from b2bdesk.models.relationship import Assessment, RelationshipRecord

__all__ = [
    "Account",
    "AccountMerge",
    "AccountMonth",
    "Assessment",
    "Attachment",
    "AttachmentContent",
    "Base",
    "Behaviour",
    "BrandAttribute",
    "Colleague",
    "ContactGoal",
    "Contract",
    "CostPool",
    "CostPoolPeriod",
    "Coverage",
    "DistinctPair",
    "Dmu",
    "DmuMember",
    "Edited",
    "Exchange",
    "ExchangeAddress",
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
    "ListPrice",
    "MemberLine",
    "MemberRole",
    "MemberStance",
    "NextStep",
    "OrderDay",
    "OrderHeader",
    "OwnField",
    "OwnValue",
    "Perception",
    "Person",
    "PoolVolume",
    "Product",
    "RelationshipRecord",
    "SalesTarget",
    "Snooze",
    "TeamMatch",
    "TitleClass",
]
