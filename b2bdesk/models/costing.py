"""Cost pools and what they cost in a period."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import (
    TITLE_ACCOUNT,
    TITLE_NAME,
    TITLE_NOTE,
    Base,
    Edited,
    col,
    journal_info,
)
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver, RateBy


class CostPool(Edited):
    """A group of activity cost with one driver.

    ``time_equation``: what one event takes, in minutes, by what is known of it; it goes before
    ``minutes_per_event_milli``.
    """

    __tablename__ = "cost_pool"
    __table_args__ = (journal_info(50, mark("Cost pool")),)

    name: Mapped[str] = col(TITLE_NAME)
    activity: Mapped[str] = col(mark("Activity"))
    level: Mapped[CostLevel] = col(mark("Level"), "enum", default=CostLevel.ORDER)
    method: Mapped[CostMethod] = col(mark("Method"), "enum", default=CostMethod.CONVENTIONAL)
    driver: Mapped[Driver | None] = col(mark("Driver"), "enum")
    minutes_per_event_milli: Mapped[int | None] = col(mark("Minutes per event"), "milli")
    time_equation: Mapped[str | None] = col(mark("Time equation"))
    ledger_accounts: Mapped[str | None] = col(mark("Ledger accounts"))
    note: Mapped[str | None] = col(TITLE_NOTE)


class CostPoolPeriod(Edited):
    """A pool's ledger cost over whole months, and the capacity that cost supplied.

    ``practical_capacity``: minutes for a time-driven pool, events for a conventional one; None for
    a conventional pool means that all of its cost follows its volume. ``currency`` and
    ``foreign_minor``: what the amount was converted from, None where it was in the file's own.
    """

    __tablename__ = "cost_pool_period"
    __table_args__ = (
        Index(None, "pool_id"),
        journal_info(51, mark("Cost of a period")),
    )

    pool_id: Mapped[int] = col(
        mark("Cost pool"), "ref:cost_pool", ForeignKey("cost_pool.id", ondelete="CASCADE")
    )
    first_month: Mapped[int] = col(mark("First month"), "month")
    last_month: Mapped[int] = col(mark("Last month"), "month")
    amount_minor: Mapped[int] = col(mark("Ledger cost"), "money")
    practical_capacity: Mapped[int | None] = col(mark("Practical capacity"), "int")
    currency: Mapped[str | None] = col(mark("Currency"))
    foreign_minor: Mapped[int | None] = col(mark("Amount in that currency"), "int")


class CostRate(Edited):
    """An event of some accounts, or of some channel, that counts for more or less than one.

    ``weight_milli`` in thousandths: 1500 makes an event of it one and a half.
    """

    __tablename__ = "cost_rate"
    __table_args__ = (
        UniqueConstraint("pool_id", "by", "value"),
        journal_info(53, mark("Rate of a cost pool")),
    )

    pool_id: Mapped[int] = col(
        mark("Cost pool"), "ref:cost_pool", ForeignKey("cost_pool.id", ondelete="CASCADE")
    )
    by: Mapped[RateBy] = col(mark("Differs by"), "enum")
    value: Mapped[str] = col(mark("Value"))
    weight_milli: Mapped[int] = col(mark("Weight"), "milli")


class CostingVersion(Edited):
    """A costing result that was published: kept as it was, to compare later restatements with.

    ``pools`` is JSON: each pool's definition, amounts and outcome. What it charged to accounts lies
    in ``costing_version_cost`` and counts while this row exists.
    """

    __tablename__ = "costing_version"
    __table_args__ = (journal_info(54, mark("Costing version")),)

    number: Mapped[int] = col(mark("Number"), "int")
    at: Mapped[int] = col(mark("Published"), "instant")
    first_month: Mapped[int] = col(mark("First month"), "month")
    last_month: Mapped[int] = col(mark("Last month"), "month")
    as_of_day: Mapped[int] = col(mark("As of"), "day")
    author_id: Mapped[int | None] = col(
        mark("Author"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )
    note: Mapped[str | None] = col(TITLE_NOTE)
    pools: Mapped[str] = col(mark("Cost pools"))


class CostingVersionCost(Base):
    """What a published version charged an account from a pool, in minor units; never edited."""

    __tablename__ = "costing_version_cost"
    __table_args__ = ({"sqlite_with_rowid": False},)

    version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pool_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount_minor: Mapped[int]


class PoolVolume(Edited):
    """How much of a pool's activity an account took over whole months, told by the user.

    It drives the pools whose driver is ``own_volumes``; ``volume_milli`` is in thousandths.
    """

    __tablename__ = "pool_volume"
    __table_args__ = (
        Index(None, "pool_id"),
        Index(None, "account_id"),
        journal_info(52, mark("Driver volume"), "OLD.account_id"),
    )

    pool_id: Mapped[int] = col(
        mark("Cost pool"), "ref:cost_pool", ForeignKey("cost_pool.id", ondelete="CASCADE")
    )
    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    first_month: Mapped[int] = col(mark("First month"), "month")
    last_month: Mapped[int] = col(mark("Last month"), "month")
    volume_milli: Mapped[int] = col(mark("Volume"), "milli")
