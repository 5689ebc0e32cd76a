"""The single orders, deliveries and products of every account, for time equations and counts.

Read from ``order_fact``; the months that are stale are read from the ledger itself, as long as
they are few (``services.order_facts`` brings the others up to date).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from b2bdesk.queries.file_info import EXPEDITED_DAYS, settings_of
from b2bdesk.queries.order_packs import (
    ALL,
    BOUGHT,
    ORDER,
    SHIPMENT,
    UNKNOWN_LEAD,
    count_bought,
    count_stale,
    make_packs,
    make_product_packs,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

READ_AT_ONCE = 5_000
"""So many stale months are read from the ledger while somebody waits: some tenths of a second."""


_AT_ONCE = 20_000
_PLACES = {"orders": 2, "shipments": 3}


@dataclass(frozen=True, slots=True, eq=False)
class OrderRows:
    """Orders, or deliveries with what is known of their orders, as parallel arrays.

    ``units`` in thousandths, ``amounts`` in minor units. ``leads``: days from ordered to required,
    where ``dated``. ``first``: the account's first order.
    """

    accounts: Ints
    months: npt.NDArray[np.int32]
    lines: npt.NDArray[np.int32]
    units: Ints
    amounts: Ints
    leads: npt.NDArray[np.int16]
    dated: Bools
    first: Bools


@dataclass(frozen=True, slots=True, eq=False)
class ProductRows:
    """How many products accounts bought in a month that they had bought in month ``before`` last.

    ``before`` is 0 for products they had never bought. So any period can be counted: a product of
    it counts in the first month of the period that it was bought in.
    """

    accounts: Ints
    months: Ints
    before: Ints
    counts: Ints


def orders_ready(session: Session) -> bool:
    """False while so many months are stale that a reader would have to wait for them."""
    return count_stale(session) <= READ_AT_ONCE


def expedited_days(session: Session) -> int:
    """Within how many days of the order it has to be required to be expedited."""
    told = settings_of(session).get("expedited_days")
    return EXPEDITED_DAYS if told is None else int(told)


def read_orders(session: Session, account: int | None = None) -> OrderRows:
    """Every order, of one account or of all, by account and time."""
    accounts, months, table = _tables(session, {"orders": ORDER}, account)["orders"]
    return _order_rows(accounts, months, table, _firsts(accounts))


def read_deliveries(session: Session, account: int | None = None) -> OrderRows:
    """Every shipment, and every order whose shipments are not told apart, by account and time.

    A shipment has what is known of its whole order; one without an order has no lines.
    """
    import numpy as np

    found = _tables(session, {"orders": ORDER, "shipments": SHIPMENT}, account)
    holders, when, orders = found["orders"]
    first = _firsts(holders)
    accounts, months, shipments = found["shipments"]
    wholes, of_whole = np.unique(orders["document"], return_inverse=True)
    facts = np.zeros(wholes.size + 1, dtype=ORDER)  # the last for shipments without an order
    facts["lead"] = UNKNOWN_LEAD
    facts["lead"][of_whole] = orders["lead"]
    for name in ("lines", "units", "amount"):
        np.add.at(facts[name], of_whole, orders[name])
    new = np.zeros(facts.size, dtype=bool)
    new[of_whole[first]] = True
    places = np.searchsorted(wholes, shipments["document"])
    known = places < wholes.size
    known[known] = wholes[places[known]] == shipments["document"][known]
    places = np.where(known, places, wholes.size)
    alone = ~orders["header"]
    accounts = np.concatenate([accounts, holders[alone]])
    months = np.concatenate([months, when[alone]])
    table = np.concatenate([facts[places], orders[alone]])
    order = np.lexsort((months, accounts))
    return _order_rows(
        accounts[order],
        months[order],
        table[order],
        np.concatenate([new[places], first[alone]])[order],
    )


def read_products(session: Session, account: int | None = None) -> ProductRows:
    """What products every account bought in which months."""
    import numpy as np

    only = "" if account is None else f" AND account_id = {account:d}"
    kept = _rows(
        session,
        "SELECT account_id, bought FROM product_fact WHERE account_id NOT IN"
        f" (SELECT account_id FROM order_fact_stale){only} ORDER BY account_id",
    )
    width = np.dtype(BOUGHT).itemsize
    lengths = np.array([len(row[1]) // width for row in kept], dtype=np.int64)
    accounts = np.repeat(np.array([row[0] for row in kept], dtype=np.int64), lengths)
    table = np.frombuffer(b"".join([row[1] for row in kept]), dtype=BOUGHT)
    if count_stale(session):
        fresh = _rows(
            session,
            "SELECT account_id, month, products FROM product_month WHERE account_id IN"
            " (SELECT account_id FROM order_fact_stale) AND (account_id, month) NOT IN"
            f" (SELECT account_id, month FROM order_fact_stale){only}",
        )
        fresh += make_product_packs(session, ALL, account)
        holders, counted = count_bought(sorted(fresh))
        accounts, table = np.concatenate([accounts, holders]), np.concatenate([table, counted])
    return ProductRows(accounts, table["month"], table["before"], table["count"])


def _order_rows(accounts: Ints, months: Any, table: Any, first: Bools) -> OrderRows:
    import numpy as np

    return OrderRows(
        accounts=accounts,
        months=months.astype(np.int32),
        lines=table["lines"].astype(np.int32),
        units=table["units"].astype(np.int64),
        amounts=table["amount"].astype(np.int64),
        leads=table["lead"].astype(np.int16),
        dated=table["lead"] != UNKNOWN_LEAD,
        first=first,
    )


def _firsts(accounts: Ints) -> Bools:
    import numpy as np

    first = np.ones(accounts.size, dtype=bool)
    first[1:] = accounts[1:] != accounts[:-1]
    return first


def _tables(
    session: Session, kinds: dict[str, Any], account: int | None
) -> dict[str, tuple[Ints, Ints, Any]]:
    """Accounts, months and the table of each kind of pack, by account and month."""
    import numpy as np

    found = {}
    for name, kind in kinds.items():
        size = np.dtype(kind).itemsize
        columns: list[list[Any]] = [[], [], []]
        # Some at a time: the packs of a large file take as much again beside the tables.
        for packs in _packs(session, name, account):
            lengths = np.array([len(pack[2]) // size for pack in packs], dtype=np.int64)
            for number in (0, 1):
                each = np.array([pack[number] for pack in packs], dtype=np.int64)
                columns[number].append(np.repeat(each, lengths))
            columns[2].append(np.frombuffer(b"".join([pack[2] for pack in packs]), dtype=kind))
        accounts, months = np.concatenate(columns[0]), np.concatenate(columns[1])
        table = np.concatenate(columns[2])
        if len(columns[0][-1]):
            # Those read afresh belong in between.
            order = np.lexsort((months, accounts))
            accounts, months, table = accounts[order], months[order], table[order]
        found[name] = accounts, months, table
    return found


def _packs(session: Session, kind: str, account: int | None) -> Iterator[list[tuple[Any, ...]]]:
    """Account, month and the bytes of a kind: kept ones in order, then those read afresh."""
    wanted = [] if account is None else [f"account_id = {account:d}"]
    stale = count_stale(session)
    if stale:
        wanted.append("(account_id, month) NOT IN (SELECT account_id, month FROM order_fact_stale)")
    raw = session.connection().connection.driver_connection
    assert raw is not None
    rows = raw.execute(
        f"SELECT account_id, month, {kind} FROM order_fact"
        f"{' WHERE ' if wanted else ''}{' AND '.join(wanted)} ORDER BY account_id, month"
    )
    while some := rows.fetchmany(_AT_ONCE):
        yield some
    fresh = make_packs(session, ALL, account) if stale else []
    yield [(*pack[:2], pack[_PLACES[kind]]) for pack in fresh]


def _rows(session: Session, query: str) -> list[Any]:
    raw = session.connection().connection.driver_connection
    assert raw is not None
    found: list[Any] = raw.execute(query).fetchall()
    return found
