"""Cost pools and what they cost in a period."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_ACCOUNT, TITLE_NAME, TITLE_NOTE, Edited, col, journal_info
from b2bdesk.models.enums import CostLevel, CostMethod, Driver


class CostPool(Edited):
    """A group of activity cost with one driver."""

    __tablename__ = "cost_pool"
    __table_args__ = (journal_info(50, mark("Cost pool")),)

    name: Mapped[str] = col(TITLE_NAME)
    activity: Mapped[str] = col(mark("Activity"))
    level: Mapped[CostLevel] = col(mark("Level"), "enum", default=CostLevel.ORDER)
    method: Mapped[CostMethod] = col(mark("Method"), "enum", default=CostMethod.CONVENTIONAL)
    driver: Mapped[Driver | None] = col(mark("Driver"), "enum")
    minutes_per_event_milli: Mapped[int | None] = col(mark("Minutes per event"), "milli")
    ledger_accounts: Mapped[str | None] = col(mark("Ledger accounts"))
    note: Mapped[str | None] = col(TITLE_NOTE)


class CostPoolPeriod(Edited):
    """A pool's ledger cost over whole months, and the capacity that cost supplied.

    ``practical_capacity``: minutes for a time-driven pool, events for a conventional one; None for
    a conventional pool means that all of its cost follows its volume.
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
