"""Sheets of rates, of list prices, of driver volumes, and of what people think of us."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import date_of, month_of_day
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.line_foreign import currency_code
from b2bdesk.exchange_formats.own_columns import own_name
from b2bdesk.exchange_formats.values import MICRO
from b2bdesk.models import (
    BrandAttribute,
    CostPool,
    CurrencyRate,
    ListPrice,
    Perception,
    PoolVolume,
)
from b2bdesk.models.costing_enums import Driver
from b2bdesk.services.currency_rates import HIGHEST_RATE
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.foreign import Converter
from b2bdesk.services.imports.masters import ProductsSheet
from b2bdesk.services.imports.matching import folded
from b2bdesk.services.imports.pending import Known, Pending, Status
from b2bdesk.services.imports.tally import NOTED, Row, Tally
from b2bdesk.services.imports.three_way import PERSON_ID

_RIVAL = re.compile(
    r"[\s,:(/-]*\b(main rival|rival|competitor|wettbewerb(er)?|concurrent|competidor|concorrente)"
    r"\b[)\s]*",
    re.IGNORECASE,
)


def shared(
    connection: Connection,
    pending: Pending,
    model: Any,
    key: Callable[[Mapping[str, Any]], Hashable],
) -> Known:
    """The rows of a table as another sheet of this import holds them, or read now."""
    return pending.known.get(model.__tablename__) or Known(connection, pending, model, key)


def overall(statuses: set[Status]) -> Status:
    """What a row that writes several records means for the file."""
    if statuses <= {Status.UNCHANGED}:
        return Status.UNCHANGED
    return Status.NEW if statuses == {Status.NEW} else Status.CHANGED


class RatesSheet:
    """What other currencies are worth, each from a day on."""

    def __init__(self, connection: Connection, pending: Pending, own: str) -> None:
        self._own = own
        self._rates = Known(connection, pending, CurrencyRate, lambda r: (r["currency"], r["day"]))

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            text, rate = row["currency"], row["rate"]
            code = currency_code(text)
            if code is None:
                tally.problem(number, "currency", "not_currency", text)
            elif code == self._own:
                tally.problem(number, "currency", "own_currency", text, detail=code)
            elif not 0 < rate <= HIGHEST_RATE * MICRO:
                tally.problem(number, "rate", "not_rate", rate / MICRO)
            elif self._taken((code, row["from"])):
                tally.problem(number, "from", "rate_taken", date_of(row["from"]).isoformat())
            else:
                values = {"currency": code, "day": row["from"], "rate_micro": rate}
                tally.count(self._rates.put((code, row["from"]), values)[0])

    def _taken(self, key: tuple[str, int]) -> bool:
        """Whether a row that comes back with another day or currency meets another rate there."""
        ours = self._rates.stamped()
        return ours is not None and any(row is not ours for row in self._rates.find(key))


class PricesSheet:
    """List prices by product, and by account or segment where the row names one."""

    def __init__(
        self,
        connection: Connection,
        pending: Pending,
        directory: Directory,
        products: ProductsSheet,
        foreign: Converter,
        today: int,
    ) -> None:
        self._directory, self._products = directory, products
        self._foreign, self._today = foreign, today
        self._prices = Known(
            connection,
            pending,
            ListPrice,
            lambda r: (r["product_id"], r["account_id"], folded(r["segment"]), r["from_day"]),
        )

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            first, last = row.get("from"), row.get("to")
            if first is not None and last is not None and last < first:
                tally.problem(number, "to", "wrong_order", date_of(last).isoformat())
                continue
            day = self._today if first is None else first
            price = self._foreign.amount(tally, number, row, "price", day)
            if price is None:
                continue
            account_id = None
            if row.get("account_code") or row.get("account_name"):
                account_id = self._directory.account_of(tally, number, row)
                if account_id is None:
                    continue
            product_id = self._product(tally, number, row)
            values = {
                "product_id": product_id,
                "account_id": account_id,
                "segment": row.get("segment"),
                "price_minor": price.minor,
                "from_day": first,
                "to_day": last,
            }
            key = (product_id, account_id, folded(row.get("segment")), first)
            tally.count(self._prices.put(key, values)[0])

    def _product(self, tally: Tally, number: int, row: Row) -> int:
        products = self._products.products
        linked = products.get(row.get("id:product_code"))
        found = [linked] if linked is not None else products.find(row["product_code"])
        name = row.get("product_name")
        if linked is not None and name not in (None, linked["name"]):
            tally.problem(number, "product_name", "renamed_elsewhere", name, effect="left_out")
        if not found:
            name = row.get("product_name") or row["product_code"]
            self._directory.made_here("product")
            found = [products.add({"code": row["product_code"], "name": name})]
        return int(found[0]["id"])


class VolumesSheet:
    """How much of a pool's activity each account took, long or with a column for each pool."""

    def __init__(
        self, connection: Connection, pending: Pending, directory: Directory, span: tuple[int, int]
    ) -> None:
        self._directory, self._span = directory, span
        self._pools = shared(connection, pending, CostPool, lambda r: folded(r["name"]))
        self._volumes = Known(
            connection,
            pending,
            PoolVolume,
            lambda r: (r["pool_id"], r["account_id"], r["first_month"], r["last_month"]),
        )

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            account_id = self._directory.account_of(tally, number, row)
            if account_id is None:
                continue
            first, last = row.get("from"), row.get("to")
            months = (
                self._span[0] if first is None else month_of_day(first),
                month_of_day(last) if last is not None
                else self._span[1] if first is None else month_of_day(first),
            )  # fmt: skip
            if months[1] < months[0]:
                tally.problem(number, "to", "wrong_order", date_of(last or 0).isoformat())
                continue
            told = [(key, own_name(key), row[key]) for key in tally.keys if own_name(key)]
            if row.get("pool"):
                told.append(("pool", row["pool"], row.get("volume")))
            given = [each for each in told if each[2] is not None]
            if not given:
                tally.problem(number, "volume", "missing")
                continue
            statuses = {
                status
                for key, pool, volume in given
                if (
                    status := self._volume(
                        tally, number, key, pool, volume, account_id, months, row.get("id:pool")
                    )
                )
            }
            if statuses:
                tally.count(overall(statuses))

    def _volume(
        self, tally: Tally, number: int, key: str, pool_name: str, volume: int,
        account_id: int, months: tuple[int, int], pool_id: object,
    ) -> Status | None:  # fmt: skip
        linked = self._pools.get(pool_id)
        pools = [linked] if linked is not None else self._pools.find(folded(pool_name))
        if not pools:
            effect = "rejected" if key == "pool" else "left_out"
            tally.problem(number, key, "unknown_pool", pool_name, effect=effect)
            return None
        if volume < 0:
            tally.problem(number, "volume" if key == "pool" else key, "negative_volume",
                          volume / MICRO)  # fmt: skip
            return None
        pool = pools[0]
        values = {
            "pool_id": pool["id"],
            "account_id": account_id,
            "first_month": months[0],
            "last_month": months[1],
            "volume_milli": volume // 1000,
        }
        status = self._volumes.put((pool["id"], account_id, *months), values)[0]
        if status is Status.UNCHANGED and self._volumes.stamped() is not None:
            return status  # a row of ours that nobody edited changes no driver
        if pool["driver"] is None:
            self._pools.change(pool, {"driver": Driver.OWN_VOLUMES})
        elif pool["driver"] != Driver.OWN_VOLUMES.value:
            tally.problem(number, key, "other_driver", pool_name, effect=NOTED)
        return status


class SurveysSheet:
    """What people think of us and of the main rival, long or with a column for each attribute."""

    def __init__(
        self, connection: Connection, pending: Pending, directory: Directory, today: int
    ) -> None:
        self._directory, self._today = directory, today
        self._attributes = Known(connection, pending, BrandAttribute, lambda r: folded(r["name"]))
        self._scores = Known(
            connection, pending, Perception, lambda r: (r["person_id"], r["attribute_id"], r["day"])
        )

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            person_id = self._person(tally, number, row)
            if person_id is None:
                continue
            given = self._given(tally, number, row)
            if not given:
                tally.problem(number, "ours", "missing")
                continue
            day = row.get("date")
            statuses = {
                self._put(person_id, name, self._today if day is None else day, scores, row)
                for name, scores in given.items()
            }
            tally.count(overall(statuses))

    def _given(self, tally: Tally, number: int, row: Row) -> dict[str, dict[str, int]]:
        """Scores by attribute: ``ours``, ``rival`` or both."""
        found: dict[str, dict[str, int]] = {}
        told = [(key, *side_of(own_name(key))) for key in tally.keys if own_name(key)]
        if row.get("attribute"):
            told += [(side, row["attribute"], side) for side in ("ours", "rival")]
        for key, name, side in told:
            score = row.get(key)
            if score is None:
                continue
            if score % MICRO or not MICRO <= score <= 5 * MICRO:
                tally.problem(
                    number, key, "out_of_range", score / MICRO, detail="1 … 5", effect="left_out"
                )
                continue
            found.setdefault(name, {})[side] = score // MICRO
        return found

    def _person(self, tally: Tally, number: int, row: Row) -> int | None:
        if (known := row.get(PERSON_ID)) is not None:
            return int(known)
        account_id = None
        if row.get("account_code") or row.get("account_name"):
            account_id = self._directory.account_of(tally, number, row)
            if account_id is None:
                return None
        name, email = row.get("person"), row.get("email")
        if not name and not email:
            tally.problem(number, "person", "missing")
            return None
        found = self._directory.people.find(account_id, name, email)
        if found.id is not None:
            return found.id
        if found.hits > 1:
            tally.problem(number, "person", "ambiguous_person", name or email,
                          detail=str(found.hits), effect="ambiguous")  # fmt: skip
            return None
        if account_id is None:
            tally.problem(number, "email", "unknown_person", email)
            return None
        self._directory.made_here("person")
        person = {"name": name or email, "email": email}
        return int(self._directory.people.add(account_id, person, {})["id"])

    def _put(
        self, person_id: int, name: str, day: int, scores: Mapping[str, int], row: Row
    ) -> Status:
        linked = self._attributes.get(row.get("id:attribute"))
        found = [linked] if linked is not None else self._attributes.find(folded(name))
        if not found:
            place = sum(len(rows) for rows in self._attributes.rows.values())
            found = [self._attributes.add({"name": name, "position": place})]
        attribute = int(found[0]["id"])
        values = {
            "person_id": person_id,
            "attribute_id": attribute,
            "day": day,
            "ours": scores.get("ours"),
            "rival": scores.get("rival"),
            "source": row.get("source"),
        }
        return self._scores.put((person_id, attribute, day), values)[0]


def side_of(header: str) -> tuple[str, str]:
    """The attribute of a column and whose score it is: "Delivery (rival)" is the rival's."""
    name = _RIVAL.sub(" ", header).strip()
    return (name, "rival") if name and name != header.strip() else (header.strip(), "ours")
