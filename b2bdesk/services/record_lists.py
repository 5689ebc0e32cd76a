"""Assessments, price lists, driver volumes, survey scores and cost pools as the rows of a sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.kinds_own import ANSWERS
from b2bdesk.exchange_formats.values import MICRO
from b2bdesk.models.enums import RelationshipPoint
from b2bdesk.queries.as_of_step import Row
from b2bdesk.services.record_source import RecordRow, Source, first_day, same


def set_with(records: Iterable[Row], point: RelationshipPoint, day: int) -> Row | None:
    """The type of an account that was set with its assessment of a day; the newest of several."""
    column = "set_day" if point is RelationshipPoint.TARGET else "on_day"
    found = (row for row in records if row["point"] == point and row[column] == day)
    return max(found, key=lambda row: int(row["id"]), default=None)


def assessments(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    """Assessments, with the types that were set with them."""
    types = source.tables.grouped("relationship_record", "account_id")
    for row in source.chosen("assessment", ids):
        day, of_account = row["on_day"], types.get(row["account_id"], ())
        current = set_with(of_account, RelationshipPoint.CURRENT, day)
        target = set_with(of_account, RelationshipPoint.TARGET, day)
        yield RecordRow(
            row["id"],
            {
                **source.account(row["account_id"]),
                "date": day,
                **same(row, *ANSWERS, "note"),
                "current": current and current["type"],
                "target": target and target["type"],
                "target_date": target and target["on_day"],
                "author": source.name("colleague", row["author_id"]),
            },
            {"assessment": row["id"], "account": row["account_id"]},
        )


def prices(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    """List prices: for an account, for a segment, or for everybody."""
    products = source.tables.rows("product")
    for row in source.chosen("list_price", ids):
        product, account_id = products[row["product_id"]], row["account_id"]
        of = {"account_code": None, "account_name": None}
        yield RecordRow(
            row["id"],
            {
                "product_code": product["code"],
                "product_name": product["name"],
                **(of if account_id is None else source.account(account_id)),
                "segment": row["segment"],
                "price": source.micros(row["price_minor"]),
                "from": row["from_day"],
                "to": row["to_day"],
            },
            {
                "list_price": row["id"],
                "product": product["id"],
                **({} if account_id is None else {"account": account_id}),
            },
        )


def volumes(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    """How much of a pool's activity each account took."""
    for row in source.chosen("pool_volume", ids):
        yield RecordRow(
            row["id"],
            {
                **source.account(row["account_id"]),
                "pool": source.name("cost_pool", row["pool_id"]),
                "volume": row["volume_milli"] * 1000,
                "from": first_day(row["first_month"]),
                "to": first_day(row["last_month"]),
            },
            {"pool_volume": row["id"], "cost_pool": row["pool_id"], "account": row["account_id"]},
        )


def scores(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    """What people think of us, at the account of their newest job."""
    jobs = source.tables.grouped("job", "person_id")
    for row in source.chosen("perception", ids):
        held = jobs.get(row["person_id"], [])
        account_id = held[-1]["account_id"] if held else None
        yield RecordRow(
            row["id"],
            {
                "account_code": None if account_id is None else source.number(account_id),
                "account_name": source.name("account", account_id),
                "person": source.name("person", row["person_id"]),
                "date": row["day"],
                "attribute": source.name("brand_attribute", row["attribute_id"]),
                **{k: None if row[k] is None else row[k] * MICRO for k in ("ours", "rival")},
                "source": row["source"],
            },
            {"perception": row["id"], "person": row["person_id"],
             "brand_attribute": row["attribute_id"],
             **({} if account_id is None else {"account": account_id})},
        )  # fmt: skip


def rates(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    """What other currencies are worth, each from a day on."""
    for row in source.chosen("currency_rate", ids):
        values = {"currency": row["currency"], "from": row["day"], "rate": row["rate_micro"]}
        yield RecordRow(row["id"], values, {"currency_rate": row["id"]})


def cost_pools(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    """What each pool cost in a period; a pool without any, or asked for by its own id, alone."""
    pools = source.tables.rows("cost_pool")
    costed = set()
    for row in source.chosen("cost_pool_period", ids):
        costed.add(row["pool_id"])
        values = {
            "from": first_day(row["first_month"]),
            "to": first_day(row["last_month"]),
            "amount": source.micros(row["amount_minor"]),
            "currency": None,
            "capacity": row["practical_capacity"],
        }
        if code := row.get("currency"):  # as it came, which is what an edit means to change
            came = row["foreign_minor"] * 10 ** (6 - exponent(code))
            values |= {"amount": came, "currency": code}
        pool = pools[row["pool_id"]]
        told = {"cost_pool_period": row["id"], "cost_pool": pool["id"]}
        yield RecordRow(row["id"], {**_of_pool(pool), **values}, told)
    bare = (i for i in pools if i not in costed) if ids is None else ids
    none = dict.fromkeys(("from", "to", "amount", "currency", "capacity"))
    for pool_id in bare:
        if pool_id in pools:
            yield RecordRow(pool_id, {**_of_pool(pools[pool_id]), **none}, {"cost_pool": pool_id})


def _of_pool(pool: Row) -> dict[str, Any]:
    minutes = pool["minutes_per_event_milli"]
    return {
        "minutes": None if minutes is None else minutes * 1000,
        **same(pool, "name", "activity", "level", "method", "driver", "ledger_accounts", "note"),
    }
