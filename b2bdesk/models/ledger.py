"""Facts from the ERP: append-only by import batch, and the summaries kept of them.

Ledger rows are not journalled one by one. They count while their ``ImportBatch`` exists: undoing
an import removes the batch row (and the accounts and products it created), redoing brings it
back, and the ledger rows themselves stay where they are. They therefore carry no foreign keys;
``check`` verifies the references of the rows that count.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import (
    TITLE_ACCOUNT,
    TITLE_NAME,
    TITLE_SINCE,
    TITLE_UNTIL,
    Base,
    Edited,
    col,
    journal_info,
)


class Product(Edited):
    """What is sold; the code is the ERP's."""

    __tablename__ = "product"
    __table_args__ = (
        Index(None, "code", unique=True),
        journal_info(60, mark("Product")),
    )

    code: Mapped[str] = col(mark("Code"))
    name: Mapped[str] = col(TITLE_NAME)
    category: Mapped[str | None] = col(mark("Category"))
    subcategory: Mapped[str | None] = col(mark("Subcategory"))
    standard_cost_minor: Mapped[int | None] = col(mark("Standard cost"), "money")


class ListPrice(Edited):
    """A price list's entry: for one account, for a segment, or for everybody where both are None.

    The price is for one unit; both days are included, None leaves that end open.
    """

    __tablename__ = "list_price"
    __table_args__ = (
        Index(None, "product_id"),
        Index(None, "account_id"),
        journal_info(63, mark("List price"), "OLD.account_id"),
    )

    product_id: Mapped[int] = col(
        mark("Product"), "ref:product", ForeignKey("product.id", ondelete="CASCADE")
    )
    account_id: Mapped[int | None] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    segment: Mapped[str | None] = col(mark("Segment"))
    price_minor: Mapped[int] = col(mark("Price"), "money")
    from_day: Mapped[int | None] = col(TITLE_SINCE, "day")
    to_day: Mapped[int | None] = col(TITLE_UNTIL, "day")


class ImportBatch(Edited):
    """One import: what came in from which file. ``summary`` is JSON with counts per sheet."""

    __tablename__ = "import_batch"
    __table_args__ = (journal_info(61, mark("Import")),)

    file_name: Mapped[str] = col(mark("File"))
    sha256: Mapped[str] = col(mark("Fingerprint"))
    at: Mapped[int] = col(mark("When"), "instant")
    summary: Mapped[str] = col(mark("Summary"))


class ImportLayout(Edited):
    """A sheet layout the user has mapped before: the same report needs no question again."""

    __tablename__ = "import_layout"
    __table_args__ = (journal_info(62, mark("Import layout")),)

    signature: Mapped[str] = col(mark("Layout"), unique=True)
    mapping: Mapped[str] = col(mark("Mapping"))


class LedgerLine(Base):
    """An order or invoice line. Negative lines are returns and credit notes.

    ``line_key`` hashes document number, product and occurrence; ``content`` hashes the exact
    values. A later line with the same key and other content supersedes the older one, which then
    carries ``superseded = 1``: it counts only where no later line with its key counts.
    Money in minor units of the file's currency; ``cost_minor`` is None where the cost is unknown.
    ``named_account_id``: the account the line came in for, where that one was merged into another.
    """

    __tablename__ = "ledger_line"
    __table_args__ = (
        Index(None, "account_id", "month"),
        Index(None, "line_key"),
        Index(None, "batch_id"),
        Index("ix_ledger_line_superseded", "line_key", sqlite_where=text("superseded = 1")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int]
    account_id: Mapped[int]
    product_id: Mapped[int | None]
    document: Mapped[str]
    day: Mapped[int]
    month: Mapped[int]
    type: Mapped[str]
    quantity_milli: Mapped[int]
    list_minor: Mapped[int]
    amount_minor: Mapped[int]
    cost_minor: Mapped[int | None]
    line_key: Mapped[int]
    content: Mapped[int]
    superseded: Mapped[int] = mapped_column(default=0)
    named_account_id: Mapped[int | None]


class OrderHeader(Base):
    """An order's dates and freight, where the ERP tells them apart from its lines."""

    __tablename__ = "order_header"
    __table_args__ = (
        Index(None, "account_id", "document"),
        Index(None, "line_key"),
        Index(None, "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int]
    account_id: Mapped[int]
    document: Mapped[str]
    ordered_day: Mapped[int | None]
    required_day: Mapped[int | None]
    shipped_day: Mapped[int | None]
    freight_minor: Mapped[int | None]
    line_key: Mapped[int]
    content: Mapped[int]
    superseded: Mapped[int] = mapped_column(default=0)
    named_account_id: Mapped[int | None]


class AccountMonth(Base):
    """Summary of an account's active lines in a month; kept by what an import touched.

    ``orders``: orders by the day of their first line. ``deliveries``: shipments where order
    headers tell them, else one for each order. ``uncosted``: lines whose cost is unknown.
    ``sale_lines`` and ``sold_milli`` leave returns and credit notes out: they drive activity cost,
    and such volumes never shrink.
    """

    __tablename__ = "account_month"
    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    list_minor: Mapped[int]
    amount_minor: Mapped[int]
    cost_minor: Mapped[int]
    uncosted: Mapped[int]
    lines: Mapped[int]
    orders: Mapped[int]
    deliveries: Mapped[int]
    returns: Mapped[int]
    credit_notes: Mapped[int]
    quantity_milli: Mapped[int]
    sale_lines: Mapped[int] = mapped_column(default=0, server_default="0")
    sold_milli: Mapped[int] = mapped_column(default=0, server_default="0")


class OrderDay(Base):
    """A day on which an account ordered: the orders of the day and their net amount.

    A document counts once on each day it has sale lines; credit notes and returns are no orders.
    """

    __tablename__ = "order_day"
    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    orders: Mapped[int]
    amount_minor: Mapped[int]


class LedgerForeign(Base):
    """The amount of a ledger line as it came, where that was in another currency.

    ``rate_micro``: what the line was converted at, in millionths.
    """

    __tablename__ = "ledger_foreign"

    line_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str]
    amount_minor: Mapped[int]
    rate_micro: Mapped[int]


class OrderFact(Base):
    """The orders and shipments of an account in a month, packed (``queries.order_packs``).

    What time equations and order fees look at. Right for every account and month that is not in
    ``order_fact_stale``.
    """

    __tablename__ = "order_fact"
    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    orders: Mapped[bytes] = mapped_column(LargeBinary)
    shipments: Mapped[bytes] = mapped_column(LargeBinary)


class ProductMonth(Base):
    """The products that an account bought in a month, packed; right where ``order_fact`` is."""

    __tablename__ = "product_month"
    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    products: Mapped[bytes] = mapped_column(LargeBinary)


class ProductFact(Base):
    """How many products an account bought in each month by the month they were bought in before.

    From these the distinct products of any period are counted. Right for accounts without a month
    in ``order_fact_stale``.
    """

    __tablename__ = "product_fact"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bought: Mapped[bytes] = mapped_column(LargeBinary)


class OrderFactStale(Base):
    """A month of an account whose lines have to be read again for ``order_fact``."""

    __tablename__ = "order_fact_stale"
    __table_args__ = ({"sqlite_with_rowid": False},)

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class JournalTxn(Base):
    """One confirmed step: when, who, and the words it is undone under."""

    __tablename__ = "journal_txn"
    __table_args__ = ({"sqlite_autoincrement": True},)

    txn: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[int]
    author: Mapped[str | None]
    label: Mapped[str]
    undoes: Mapped[int | None]
    first_seq: Mapped[int | None]
    last_seq: Mapped[int | None]


class JournalEntry(Base):
    """One change of one row within a step; ``before`` and ``after`` are JSON."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_row", "tbl", "rid"),
        Index("journal_left", "scope", sqlite_where=text("scope IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    txn: Mapped[int]
    tbl: Mapped[int]
    rid: Mapped[int]
    op: Mapped[str]
    scope: Mapped[int | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
