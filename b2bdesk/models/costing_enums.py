"""The closed vocabularies of costing and of what is decided from it; words in ``enums.WORDS``."""

from __future__ import annotations

from enum import StrEnum


class CostLevel(StrEnum):
    """The level of the cost hierarchy a pool belongs to (Cooper and Kaplan)."""

    UNIT = "unit"
    ORDER = "order"
    PRODUCT = "product"
    CUSTOMER = "customer"
    CHANNEL = "channel"
    FACILITY = "facility"


class CostMethod(StrEnum):
    """Conventional (pool over volume) or time-driven (rate of capacity times minutes)."""

    CONVENTIONAL = "conventional"
    TIME_DRIVEN = "time_driven"


class Driver(StrEnum):
    """What a cost pool is driven by: counted from the file itself, or volumes the user gives."""

    ORDERS = "orders"
    ORDER_LINES = "order_lines"
    DELIVERIES = "deliveries"
    UNITS = "units"
    RETURNS = "returns"
    CREDIT_NOTES = "credit_notes"
    EXCHANGES = "exchanges"
    EXCHANGE_MINUTES = "exchange_minutes"
    VISITS = "visits"
    VISIT_MINUTES = "visit_minutes"
    CALLS = "calls"
    CALL_MINUTES = "call_minutes"
    ACTIVE_ACCOUNTS = "active_accounts"
    DISTINCT_PRODUCTS = "distinct_products"
    COMPLAINTS = "complaints"
    EXPEDITED_ORDERS = "expedited_orders"
    OWN_VOLUMES = "own_volumes"


class RateBy(StrEnum):
    """What a pool's rate differs by: a trait of the account, or the channel of the exchange."""

    SEGMENT = "segment"
    ACCOUNT_KIND = "account_kind"
    CHANNEL = "channel"


class Decision(StrEnum):
    """What to do with an account in view of what it earns (DOMAIN.md, Costing)."""

    KEEP = "keep"
    CONVERT = "convert"
    LET_GO = "let_go"


class MeasureKind(StrEnum):
    """What can be changed with an account, in the order of the ladder; the unit of its value."""

    CHANNEL = "cheaper_channel"  # percent of visits held as calls
    MINIMUM_ORDER = "minimum_order"  # money
    VISITS = "fewer_visits"  # visits a year
    DELIVERIES = "fewer_deliveries"  # percent of deliveries joined with another
    DISCOUNT = "discount"  # percent of list price
    PRICE = "price"  # percent on the price
    ORDER_FEE = "order_fee"  # money for each order below the threshold
    SERVICE_FEE = "service_fee"  # money a year


class PlanKind(StrEnum):
    """What a plan's steps are for."""

    MEASURES = "measures"
    SAVE = "save"
    PATH = "path"
