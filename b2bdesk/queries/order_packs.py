"""Single orders read from ledger lines and order headers, packed by account and month.

A pack is the bytes of a numpy table in the order of account, month, day and document, so that a
million orders are read in the time of one large read. An order is a document's sale lines of one
day; documents are kept as 63-bit hashes, so that a shipment finds its order again.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy.orm import Session

from b2bdesk.queries.counted_lines import HEADER_COUNTS, LINE_COUNTS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

Pack: TypeAlias = tuple[int, int, bytes, bytes]
"""Account, month, and its orders and shipments."""

ProductPack: TypeAlias = tuple[int, int, bytes]
"""Account, month, and the ids of its products."""

ORDER = [
    ("day", "<i4"),
    ("lines", "<i4"),
    ("units", "<i8"),  # thousandths
    ("amount", "<i8"),  # minor units
    ("document", "<i8"),  # hash of account and document
    ("lead", "<i2"),  # days from ordered to required
    ("header", "?"),  # its shipments are told apart
]
SHIPMENT = [("day", "<i4"), ("document", "<i8")]
PRODUCT = "<i8"
BOUGHT = [("month", "<i4"), ("before", "<i4"), ("count", "<i4")]
UNKNOWN_LEAD = -(2**15)
_FURTHEST = 2**15 - 1

ALL = -1
"""As a limit: every stale month."""

_OF_DOCUMENT = (
    "FROM order_header AS h WHERE h.account_id = o.account_id AND h.document = o.document"
    f" AND {HEADER_COUNTS}"
)
_ORDERS = (
    "SELECT o.*,"
    f" (SELECT min(h.required_day) - min(h.ordered_day) {_OF_DOCUMENT}),"
    f" EXISTS (SELECT 1 {_OF_DOCUMENT})"
    " FROM (SELECT l.account_id AS account_id, l.month AS month, l.day AS day,"
    " l.document AS document, count(*),"
    " sum(CASE WHEN l.quantity_milli > 0 THEN l.quantity_milli ELSE 0 END), sum(l.amount_minor)"
    " FROM {stale} AS t JOIN ledger_line AS l ON l.account_id = t.account_id"
    f" AND l.month = t.month AND l.type = 'sale' AND {LINE_COUNTS}"
    " GROUP BY l.account_id, l.month, l.day, l.document) AS o"
    " ORDER BY o.account_id, o.month, o.day, o.document"
)
_MONTH = (
    "(CAST(strftime('%Y', h.shipped_day * 86400, 'unixepoch') AS INTEGER) * 12"
    " + CAST(strftime('%m', h.shipped_day * 86400, 'unixepoch') AS INTEGER) - 1)"
)
_SHIPMENTS = (
    f"SELECT DISTINCT h.account_id, {_MONTH} AS shipped, h.shipped_day, h.document"
    " FROM order_header AS h WHERE h.shipped_day IS NOT NULL"
    " AND h.account_id IN (SELECT account_id FROM {stale})"
    f" AND {HEADER_COUNTS}"
    " AND (h.account_id, shipped) IN {stale}"
    " ORDER BY h.account_id, shipped, h.shipped_day, h.document"
)
_PRODUCTS = (
    "SELECT DISTINCT l.account_id, l.month, l.product_id FROM {stale} AS t JOIN ledger_line AS l"
    " ON l.account_id = t.account_id AND l.month = t.month AND l.type = 'sale'"
    f" AND l.product_id IS NOT NULL AND {LINE_COUNTS}"
    " ORDER BY l.account_id, l.month, l.product_id"
)


def count_stale(session: Session) -> int:
    """How many months of accounts have to be read again."""
    connection = session.connection()
    return int(connection.exec_driver_sql("SELECT count(*) FROM order_fact_stale").scalar_one())


def stale_months(account: int | None = None) -> str:
    """SQL for the first ``:most`` stale months, of one account or of all."""
    of = "" if account is None else f" WHERE account_id = {account:d}"
    return (
        f"(SELECT account_id, month FROM order_fact_stale{of} ORDER BY account_id, month"
        " LIMIT :most)"
    )


def make_packs(session: Session, most: int, account: int | None = None) -> list[Pack]:
    """Orders of the first ``most`` stale months, afresh from the ledger; months without any are
    left out."""
    import numpy as np

    stale = stale_months(account)
    rows = _rows(session, _ORDERS, stale, most)
    orders = np.array(
        [
            (day, lines, units, amount, _hash(holder, document), _lead(lead), header)
            for holder, _, day, document, lines, units, amount, lead, header in rows
        ],
        dtype=ORDER,
    )
    shipped = _rows(session, _SHIPMENTS, stale, most)
    shipments = np.array(
        [(day, _hash(holder, name)) for holder, _, day, name in shipped], dtype=SHIPMENT
    )
    ordered, sent = _parts(rows, orders), _parts(shipped, shipments)
    keys = sorted({*ordered, *sent})
    return [(*key, ordered.get(key, b""), sent.get(key, b"")) for key in keys]


def make_product_packs(
    session: Session, most: int, account: int | None = None
) -> list[ProductPack]:
    """Products of the first ``most`` stale months, afresh from the ledger."""
    import numpy as np

    rows = _rows(session, _PRODUCTS, stale_months(account), most)
    products = np.array([product for _, _, product in rows], dtype=PRODUCT)
    return [(*key, part) for key, part in sorted(_parts(rows, products).items())]


def count_bought(packs: Sequence[ProductPack]) -> tuple[Ints, npt.NDArray[Any]]:
    """Accounts with rows of ``BOUGHT``, by account and month; ``before`` is 0 for the first time.

    The packs of an account have to be complete and in the order of its months.
    """
    import numpy as np

    lengths = np.array([len(pack[2]) // 8 for pack in packs], dtype=np.int64)
    accounts = np.repeat(np.array([pack[0] for pack in packs], dtype=np.int64), lengths)
    months = np.repeat(np.array([pack[1] for pack in packs], dtype=np.int64), lengths)
    products = np.frombuffer(b"".join([pack[2] for pack in packs]), dtype=PRODUCT)
    order = np.lexsort((products, accounts))  # stable: months stay in their order
    accounts, months, products = accounts[order], months[order], products[order]
    before = np.zeros(accounts.size, dtype=np.int64)
    again = (accounts[1:] == accounts[:-1]) & (products[1:] == products[:-1])
    before[1:][again] = months[:-1][again]
    order = np.lexsort((before, months, accounts))
    keys = np.stack([accounts, months, before])[:, order]
    new = np.ones(accounts.size, dtype=bool)
    new[1:] = np.any(keys[:, 1:] != keys[:, :-1], axis=0)
    starts = np.flatnonzero(new)
    table = np.zeros(starts.size, dtype=BOUGHT)
    table["month"], table["before"] = keys[1, starts], keys[2, starts]
    table["count"] = np.diff(np.append(starts, accounts.size))
    return keys[0, starts], table


def _rows(session: Session, query: str, stale: str, most: int) -> list[Any]:
    raw = session.connection().connection.driver_connection
    assert raw is not None
    found: list[Any] = raw.execute(query.replace("{stale}", stale), {"most": most}).fetchall()
    return found


def _parts(rows: Sequence[Any], table: npt.NDArray[Any]) -> dict[tuple[int, int], bytes]:
    """The bytes of each account and month; the rows come sorted by both."""
    found = {}
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end][:2] != rows[start][:2]:
            found[rows[start][0], rows[start][1]] = table[start:end].tobytes()
            start = end
    return found


def _hash(account: int, document: str) -> int:
    text = f"{account}/{document}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big") >> 1


def _lead(days: int | None) -> int:
    return UNKNOWN_LEAD if days is None else max(-_FURTHEST, min(_FURTHEST, days))
