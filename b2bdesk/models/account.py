"""Accounts (customer firms), the numbers other systems know them by, contracts and targets."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_ACCOUNT, TITLE_NAME, TITLE_NOTE, Edited, col, journal_info
from b2bdesk.models.enums import AccountKind, RenewalState


class Account(Edited):
    """A customer firm, in a hierarchy of group, division and site."""

    __tablename__ = "account"
    __table_args__ = (
        Index(None, "parent_id"),
        Index(None, "name"),
        journal_info(10, mark("Account"), "OLD.id"),
    )

    name: Mapped[str] = col(TITLE_NAME)
    parent_id: Mapped[int | None] = col(
        mark("Parent account"), "ref:account", ForeignKey("account.id", ondelete="SET NULL")
    )
    kind: Mapped[AccountKind] = col(mark("Kind"), "enum", default=AccountKind.END_CUSTOMER)
    segment: Mapped[str | None] = col(mark("Segment"))
    business_type: Mapped[str | None] = col(mark("Business type"))
    address: Mapped[str | None] = col(mark("Address"))
    postal_code: Mapped[str | None] = col(mark("Postal code"))
    city: Mapped[str | None] = col(mark("City"))
    region: Mapped[str | None] = col(mark("Region"))
    country: Mapped[str | None] = col(mark("Country"))
    phone: Mapped[str | None] = col(mark("Phone"))
    email: Mapped[str | None] = col(mark("Email"))
    website: Mapped[str | None] = col(mark("Website"))
    tax_id: Mapped[str | None] = col(mark("Tax number"))
    employees: Mapped[int | None] = col(mark("Employees"), "int")
    annual_sales_minor: Mapped[int | None] = col(mark("Their annual sales"), "money")
    year_opened: Mapped[int | None] = col(mark("Year opened"), "year")
    owner_id: Mapped[int | None] = col(
        mark("Owner"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )
    contact_every_days: Mapped[int | None] = col(mark("Contact plan, days"), "int")
    main_rival: Mapped[str | None] = col(mark("Main rival"))
    pinned: Mapped[bool] = col(mark("Pinned"), "yes_no", default=False)
    note: Mapped[str | None] = col(TITLE_NOTE)


ERP = "ERP"
"""The system that is meant where none is named."""


class ExternalId(Edited):
    """The number another system knows an account by, for example its ERP number.

    ``merged_from``: the account that brought the number when it was merged into this one; ledger
    facts that come in under the number are its (``services.merged_facts``).
    """

    __tablename__ = "external_id"
    __table_args__ = (
        UniqueConstraint("system", "value"),
        Index(None, "account_id"),
        journal_info(11, mark("External number"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    system: Mapped[str] = col(mark("System"), default=ERP)
    value: Mapped[str] = col(mark("Number"))
    merged_from: Mapped[int | None] = col(mark("Merged account"), "int")


class Contract(Edited):
    """An agreement with a term; its end and the talks about renewal feed alerts and retention."""

    __tablename__ = "contract"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(12, mark("Contract"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    name: Mapped[str] = col(TITLE_NAME)
    starts_day: Mapped[int | None] = col(mark("Starts"), "day")
    ends_day: Mapped[int | None] = col(mark("Ends"), "day")
    notice_days: Mapped[int | None] = col(mark("Notice, days"), "int")
    auto_renews: Mapped[bool] = col(mark("Renews by itself"), "yes_no", default=False)
    renewal: Mapped[RenewalState] = col(mark("Renewal"), "enum", default=RenewalState.NOT_STARTED)
    note: Mapped[str | None] = col(TITLE_NOTE)


class SalesTarget(Edited):
    """The sales we plan with an account over whole months, both ends included."""

    __tablename__ = "sales_target"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(13, mark("Sales target"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    first_month: Mapped[int] = col(mark("First month"), "month")
    last_month: Mapped[int] = col(mark("Last month"), "month")
    amount_minor: Mapped[int] = col(mark("Target"), "money")
