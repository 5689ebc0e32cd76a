"""The field's closed vocabularies (see docs/GLOSSARY.md) and the words they are shown with."""

from __future__ import annotations

from enum import StrEnum

from b2bdesk.core.i18n import mark
from b2bdesk.models.costing_enums import (
    CostLevel,
    CostMethod,
    Decision,
    Driver,
    MeasureKind,
    PlanKind,
    RateBy,
)


class AccountKind(StrEnum):
    """What a firm is to us."""

    END_CUSTOMER = "end_customer"
    PARTNER = "partner"
    PROSPECT = "prospect"


class PurchaseSituation(StrEnum):
    """Robinson, Faris and Wind's buy classes."""

    NEW_TASK = "new_task"
    MODIFIED_REBUY = "modified_rebuy"
    STRAIGHT_REBUY = "straight_rebuy"


class DecisionPath(StrEnum):
    """How a decision climbs inside a decision-making unit."""

    HIERARCHY = "hierarchy"
    CONSENSUS = "consensus"
    COMMITTEE = "committee"


class Role(StrEnum):
    """Buying roles (Webster and Wind; Bonoma), with final approval as budget holder."""

    INITIATOR = "initiator"
    USER = "user"
    INFLUENCER = "influencer"
    DECIDER = "decider"
    BUYER = "buyer"
    GATEKEEPER = "gatekeeper"
    BUDGET_HOLDER = "budget_holder"


class Stance(StrEnum):
    """A person's stance towards us in one decision-making unit. Unknown is not neutral."""

    CHAMPION = "champion"
    SUPPORTER = "supporter"
    NEUTRAL = "neutral"
    SCEPTIC = "sceptic"
    OPPONENT = "opponent"
    UNKNOWN = "unknown"


class Adaptability(StrEnum):
    """How a person meets change, after Rogers' groups of adopters."""

    INNOVATOR = "innovator"
    VISIONARY = "visionary"
    PRAGMATIST = "pragmatist"
    CONSERVATIVE = "conservative"
    LAGGARD = "laggard"


class OutsideKind(StrEnum):
    """What someone outside the company is to it."""

    ADVISER = "adviser"
    PARTNER = "partner"
    MEDIA = "media"
    OTHER = "other"


class LineKind(StrEnum):
    """Lines between people on the map."""

    REPORTS_TO = "reports_to"
    INFLUENCES = "influences"
    CONFLICTS = "conflicts"


class CoverageLevel(StrEnum):
    """How well one of us knows one of them."""

    UNKNOWN = "unknown"
    NONE = "none"
    BRIEF = "brief"
    MULTIPLE = "multiple"
    IN_DEPTH = "in_depth"


class ContactClass(StrEnum):
    """The primary reason a person is in the database."""

    DECISION_MAKER = "decision_maker"
    PURCHASING = "purchasing"
    TECHNICAL = "technical"
    END_USER = "end_user"
    FINANCE = "finance"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    LOGISTICS = "logistics"
    LEGAL = "legal"
    SUPPORT = "support"
    PARTNER = "partner"
    ANALYST_MEDIA = "analyst_media"
    OTHER = "other"


class Direction(StrEnum):
    """Talk (outbound) or listen (inbound)."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class ExchangeKind(StrEnum):
    """Outbound: communication, experience, influential. Inbound: the five kinds of listening."""

    COMMUNICATION = "communication"
    EXPERIENCE = "experience"
    INFLUENTIAL = "influential"
    SAMPLING = "sampling"
    CHATTER = "chatter"
    ENGAGEMENT = "engagement"
    PURCHASE = "purchase"
    LOYALTY = "loyalty"


OUTBOUND_KINDS = (
    ExchangeKind.COMMUNICATION,
    ExchangeKind.EXPERIENCE,
    ExchangeKind.INFLUENTIAL,
)
INBOUND_KINDS = (
    ExchangeKind.SAMPLING,
    ExchangeKind.CHATTER,
    ExchangeKind.ENGAGEMENT,
    ExchangeKind.PURCHASE,
    ExchangeKind.LOYALTY,
)


class Channel(StrEnum):
    """The way an exchange took."""

    CALL = "call"
    EMAIL = "email"
    VISIT = "visit"
    VIDEO = "video"
    MESSAGE = "message"


class AddressPlace(StrEnum):
    """Where an address stood in a message or an invitation."""

    FROM = "from"
    TO = "to"
    CC = "cc"


class PromisedBy(StrEnum):
    """Promises run both ways."""

    US = "us"
    THEM = "them"


class RelationshipType(StrEnum):
    """The relationship spectrum's three bands."""

    TRANSACTIONAL = "transactional"
    VALUE_ADDED = "value_added"
    COLLABORATIVE = "collaborative"


class RelationshipPoint(StrEnum):
    """What a recorded relationship type says: how we work now, or where we want to be."""

    CURRENT = "current"
    TARGET = "target"


class RenewalState(StrEnum):
    """How far the talks about a contract's renewal are."""

    NOT_STARTED = "not_started"
    IN_TALKS = "in_talks"
    OFFER_SENT = "offer_sent"
    RENEWED = "renewed"
    ENDED = "ended"


class OwnFieldOf(StrEnum):
    """What an own field, or a look-alike pair, belongs to."""

    ACCOUNT = "account"
    PERSON = "person"


class OwnFieldType(StrEnum):
    """What an own field holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    LINK = "link"


class LineType(StrEnum):
    """What a ledger line is."""

    SALE = "sale"
    RETURN = "return"
    CREDIT_NOTE = "credit_note"


# By stored value: two vocabularies may share a value only where they share its word.
WORDS: dict[str, str] = {
    AccountKind.END_CUSTOMER: mark("End customer"),
    AccountKind.PARTNER: mark("Partner"),
    AccountKind.PROSPECT: mark("Prospect"),
    PurchaseSituation.NEW_TASK: mark("New task"),
    PurchaseSituation.MODIFIED_REBUY: mark("Modified rebuy"),
    PurchaseSituation.STRAIGHT_REBUY: mark("Straight rebuy"),
    DecisionPath.HIERARCHY: mark("Hierarchy"),
    DecisionPath.CONSENSUS: mark("Consensus"),
    DecisionPath.COMMITTEE: mark("Committee"),
    Role.INITIATOR: mark("Initiator"),
    Role.USER: mark("User"),
    Role.INFLUENCER: mark("Influencer"),
    Role.DECIDER: mark("Decider"),
    Role.BUYER: mark("Buyer"),
    Role.GATEKEEPER: mark("Gatekeeper"),
    Role.BUDGET_HOLDER: mark("Budget holder"),
    Stance.CHAMPION: mark("Champion"),
    Stance.SUPPORTER: mark("Supporter"),
    Stance.NEUTRAL: mark("Neutral"),
    Stance.SCEPTIC: mark("Sceptic"),
    Stance.OPPONENT: mark("Opponent"),
    Stance.UNKNOWN: mark("Unknown"),
    Adaptability.INNOVATOR: mark("Innovator"),
    Adaptability.VISIONARY: mark("Visionary"),
    Adaptability.PRAGMATIST: mark("Pragmatist"),
    Adaptability.CONSERVATIVE: mark("Conservative"),
    Adaptability.LAGGARD: mark("Laggard"),
    OutsideKind.ADVISER: mark("Adviser"),
    OutsideKind.PARTNER: mark("Partner"),
    OutsideKind.MEDIA: mark("Media"),
    OutsideKind.OTHER: mark("Other"),
    LineKind.REPORTS_TO: mark("Reports to"),
    LineKind.INFLUENCES: mark("Influences"),
    LineKind.CONFLICTS: mark("Conflicts with"),
    CoverageLevel.UNKNOWN: mark("Unknown"),
    CoverageLevel.NONE: mark("None"),
    CoverageLevel.BRIEF: mark("Brief"),
    CoverageLevel.MULTIPLE: mark("Multiple"),
    CoverageLevel.IN_DEPTH: mark("In depth"),
    ContactClass.DECISION_MAKER: mark("Decision maker"),
    ContactClass.PURCHASING: mark("Purchasing"),
    ContactClass.TECHNICAL: mark("Technical"),
    ContactClass.END_USER: mark("End user"),
    ContactClass.FINANCE: mark("Finance"),
    ContactClass.EXECUTIVE_SPONSOR: mark("Executive sponsor"),
    ContactClass.LOGISTICS: mark("Logistics"),
    ContactClass.LEGAL: mark("Legal"),
    ContactClass.SUPPORT: mark("Support"),
    ContactClass.PARTNER: mark("Partner"),
    ContactClass.ANALYST_MEDIA: mark("Analyst or media"),
    ContactClass.OTHER: mark("Other"),
    Direction.OUTBOUND: mark("Talk"),
    Direction.INBOUND: mark("Listen"),
    ExchangeKind.COMMUNICATION: mark("Communication"),
    ExchangeKind.EXPERIENCE: mark("Experience"),
    ExchangeKind.INFLUENTIAL: mark("Influential"),
    ExchangeKind.SAMPLING: mark("Sampling"),
    ExchangeKind.CHATTER: mark("Chatter"),
    ExchangeKind.ENGAGEMENT: mark("Engagement"),
    ExchangeKind.PURCHASE: mark("Purchase"),
    ExchangeKind.LOYALTY: mark("Loyalty"),
    Channel.CALL: mark("Call"),
    Channel.EMAIL: mark("Email"),
    Channel.VISIT: mark("Visit"),
    Channel.VIDEO: mark("Video call"),
    Channel.MESSAGE: mark("Message"),
    PromisedBy.US: mark("We promised"),
    PromisedBy.THEM: mark("They promised"),
    RelationshipType.TRANSACTIONAL: mark("Transactional"),
    RelationshipType.VALUE_ADDED: mark("Value-added"),
    RelationshipType.COLLABORATIVE: mark("Collaborative"),
    RelationshipPoint.CURRENT: mark("Current"),
    RelationshipPoint.TARGET: mark("Target"),
    RenewalState.NOT_STARTED: mark("Not started"),
    RenewalState.IN_TALKS: mark("In talks"),
    RenewalState.OFFER_SENT: mark("Offer sent"),
    RenewalState.RENEWED: mark("Renewed"),
    RenewalState.ENDED: mark("Ended"),
    CostLevel.UNIT: mark("Unit"),
    CostLevel.ORDER: mark("Order"),
    CostLevel.PRODUCT: mark("Product-sustaining"),
    CostLevel.CUSTOMER: mark("Customer-sustaining"),
    CostLevel.CHANNEL: mark("Channel"),
    CostLevel.FACILITY: mark("Facility"),
    CostMethod.CONVENTIONAL: mark("Conventional"),
    CostMethod.TIME_DRIVEN: mark("Time-driven"),
    Driver.ORDERS: mark("Orders"),
    Driver.ORDER_LINES: mark("Order lines"),
    Driver.DELIVERIES: mark("Deliveries"),
    Driver.UNITS: mark("Units"),
    Driver.RETURNS: mark("Returns"),
    Driver.CREDIT_NOTES: mark("Credit notes"),
    Driver.EXCHANGES: mark("Exchanges"),
    Driver.EXCHANGE_MINUTES: mark("Exchange minutes"),
    Driver.VISITS: mark("Visits"),
    Driver.VISIT_MINUTES: mark("Visit minutes"),
    Driver.CALLS: mark("Calls"),
    Driver.CALL_MINUTES: mark("Call minutes"),
    Driver.ACTIVE_ACCOUNTS: mark("Active accounts"),
    Driver.DISTINCT_PRODUCTS: mark("Distinct products"),
    Driver.COMPLAINTS: mark("Complaints"),
    Driver.EXPEDITED_ORDERS: mark("Expedited orders"),
    Driver.OWN_VOLUMES: mark("Own volumes"),
    RateBy.SEGMENT: mark("Segment"),
    RateBy.ACCOUNT_KIND: mark("Kind of account"),
    RateBy.CHANNEL: mark("Channel"),
    Decision.KEEP: mark("Keep"),
    Decision.CONVERT: mark("Convert"),
    Decision.LET_GO: mark("Let go"),
    MeasureKind.CHANNEL: mark("Calls in place of visits"),
    MeasureKind.MINIMUM_ORDER: mark("Minimum order"),
    MeasureKind.VISITS: mark("Visits a year"),
    MeasureKind.DELIVERIES: mark("Deliveries joined"),
    MeasureKind.DISCOUNT: mark("Discount"),
    MeasureKind.PRICE: mark("Price"),
    MeasureKind.ORDER_FEE: mark("Fee for small orders"),
    MeasureKind.SERVICE_FEE: mark("Service fee a year"),
    PlanKind.MEASURES: mark("Measures"),
    PlanKind.SAVE: mark("Save play"),
    PlanKind.PATH: mark("Path"),
    OwnFieldOf.ACCOUNT: mark("Account"),
    OwnFieldOf.PERSON: mark("Person"),
    OwnFieldType.TEXT: mark("Text"),
    OwnFieldType.NUMBER: mark("Number"),
    OwnFieldType.MONEY: mark("Money"),
    OwnFieldType.DATE: mark("Date"),
    OwnFieldType.CHOICE: mark("Choice"),
    OwnFieldType.LINK: mark("Link"),
    LineType.SALE: mark("Sale"),
    LineType.RETURN: mark("Return"),
    LineType.CREDIT_NOTE: mark("Credit note"),
}
