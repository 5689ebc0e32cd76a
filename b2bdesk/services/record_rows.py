"""Records as the rows of a sheet, in the values that reading such a sheet gives.

The export writes these rows, and the import asks what they were when a workbook was written: one
definition for both is what makes an unedited cell compare equal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from b2bdesk.core.dates import date_of, day_of, first_of_month, local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.values import MICRO
from b2bdesk.models.enums import WORDS, LineKind, Role
from b2bdesk.queries.as_of_step import Row, Tables

ERP = "ERP"
LIST_MARK = "; "
"""Between the names of a cell that holds several; names may have commas."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record as a row: its id, its values by field key, and the records beside it by table.

    Values are as the sheet's reader gives them: numbers and money in millionths, dates as stored
    days, choices as keys.
    """

    id: int
    values: Mapping[str, Any]
    ids: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How the rows of one kind of sheet are made. ``table`` holds the record that the id names.

    ``kept``: fields without which the record cannot be; ``lists``: fields of several names or
    words; ``together``: fields that are told together or not at all; ``identity``: fields that make
    the row another record when they change, as a seat in another unit is another seat.
    """

    table: str
    rows: Callable[[Source, Collection[int] | None], Iterator[RecordRow]]
    fields: tuple[str, ...]
    kept: frozenset[str]
    lists: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()
    identity: frozenset[str] = frozenset()


@dataclass(slots=True)
class Source:
    """The tables that rows are made of, with what several kinds look up in them."""

    tables: Tables
    currency: str
    _numbers: dict[int, str] | None = field(default=None, init=False)

    def name(self, table: str, row_id: int | None) -> str | None:
        """What a record is called, None where there is none."""
        row = self.tables.rows(table).get(row_id) if row_id is not None else None
        return None if row is None else str(row["name"])

    def number(self, account_id: int) -> str | None:
        """An account's ERP number; its own oldest where it has several, or got some by merging."""
        if self._numbers is None:
            rows = [row for row in self.tables.rows("external_id").values() if row["system"] == ERP]
            rows.sort(key=lambda row: (row["merged_from"] is None, -int(row["id"])))
            self._numbers = {row["account_id"]: row["value"] for row in rows}
        return self._numbers.get(account_id)

    def account(self, account_id: int) -> dict[str, Any]:
        """The two cells that name an account."""
        return {
            "account_code": self.number(account_id),
            "account_name": self.name("account", account_id),
        }

    def micros(self, minor: int | None) -> int | None:
        """Millionths of an amount in minor units."""
        return None if minor is None else minor * 10 ** (6 - exponent(self.currency))

    def chosen(self, table: str, ids: Collection[int] | None) -> Iterator[Row]:
        """Rows of a table: all, or those with these ids in their order."""
        rows = self.tables.rows(table)
        yield from rows.values() if ids is None else (rows[i] for i in ids if i in rows)


def _first(month: int) -> int:
    return day_of(first_of_month(month))


def _same(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


# --- masters -----------------------------------------------------------------------------------

_ACCOUNT = (
    "name", "kind", "business_type", "segment", "address", "postal_code", "city", "region",
    "country", "phone", "email", "website", "tax_id", "employees", "year_opened",
    "contact_every_days", "note",
)  # fmt: skip


def _accounts(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("account", ids):
        parent = row["parent_id"]
        told = None if parent is None else source.number(parent) or source.name("account", parent)
        yield RecordRow(
            row["id"],
            {
                "code": source.number(row["id"]),
                "parent": told,
                "annual_sales": source.micros(row["annual_sales_minor"]),
                "owner": source.name("colleague", row["owner_id"]),
                **_same(row, *_ACCOUNT),
            },
            {"account": row["id"]},
        )


def _contacts(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    jobs = source.tables.grouped("job", "person_id")
    for person in source.chosen("person", ids):
        held: dict[int, Row] = {}
        for job in jobs.get(person["id"], []):
            if job["account_id"] not in held or job["valid_to"] is None:
                held[job["account_id"]] = job  # the present job rather than one that ended
        for account_id, job in held.items():
            yield RecordRow(
                person["id"],
                {
                    **source.account(account_id),
                    **_same(person, "name", "email", "phone", "mobile", "source", "note"),
                    **_same(job, "title", "contact_class"),
                },
                {"person": person["id"], "job": job["id"], "account": account_id},
            )


def _products(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("product", ids):
        values = _same(row, "code", "name", "category", "subcategory")
        values["standard_cost"] = source.micros(row["standard_cost_minor"])
        yield RecordRow(row["id"], values, {"product": row["id"]})


def _team(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("colleague", ids):
        yield RecordRow(
            row["id"], _same(row, "name", "email", "function"), {"colleague": row["id"]}
        )


# --- the relationship --------------------------------------------------------------------------


def _exchanges(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    theirs = source.tables.grouped("exchange_person", "exchange_id")
    ours = source.tables.grouped("exchange_colleague", "exchange_id")
    for row in source.chosen("exchange", ids):
        owner = row["owner_id"]
        them = [each["person_id"] for each in theirs.get(row["id"], [])]
        us = [] if owner is None else [owner]
        us += [each["colleague_id"] for each in ours.get(row["id"], [])]
        yield RecordRow(
            row["id"],
            {
                **source.account(row["account_id"]),
                "date": day_of(local_date_of(row["at"])),
                "people": _names(source, "person", them),
                "owner": _names(source, "colleague", us),
                **_same(row, "direction", "kind", "channel", "subject", "note", "minutes",
                        "sentiment", "gave", "got"),
            },
            {"exchange": row["id"], "account": row["account_id"]},
        )  # fmt: skip


def _names(source: Source, table: str, ids: list[int]) -> str | None:
    names = [source.name(table, i) for i in dict.fromkeys(ids)]
    text = LIST_MARK.join(name for name in names if name)
    # A single name with a comma would be read as two.
    return f"{text};" if "," in text and ";" not in text else text or None


def _next_steps(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("next_step", ids):
        yield RecordRow(
            row["id"],
            {
                **source.account(row["account_id"]),
                "due": row["due_day"],
                "owner": source.name("colleague", row["owner_id"]),
                "person": source.name("person", row["person_id"]),
                "done": row["done_day"],
                **_same(row, "what", "promised_by"),
            },
            {"next_step": row["id"], "account": row["account_id"]},
        )


def _contracts(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("contract", ids):
        yield RecordRow(
            row["id"],
            {
                **source.account(row["account_id"]),
                "starts": row["starts_day"],
                "ends": row["ends_day"],
                "auto_renews": bool(row["auto_renews"]),
                **_same(row, "name", "notice_days", "renewal", "note"),
            },
            {"contract": row["id"], "account": row["account_id"]},
        )


def _sales_targets(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("sales_target", ids):
        yield RecordRow(
            row["id"],
            {
                **source.account(row["account_id"]),
                "from": _first(row["first_month"]),
                "to": _first(row["last_month"]),
                "amount": source.micros(row["amount_minor"]),
            },
            {"sales_target": row["id"], "account": row["account_id"]},
        )


def _roles(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    tables = source.tables
    units, people = tables.rows("dmu"), tables.rows("person")
    members = tables.rows("dmu_member")
    jobs = {(job["person_id"], job["account_id"]): job for job in tables.rows("job").values()}
    roles, stances = (
        tables.grouped("member_role", "member_id"),
        tables.grouped("member_stance", "member_id"),
    )
    lines, known = (
        tables.grouped("member_line", "member_id"),
        tables.grouped("coverage", "person_id"),
    )
    for row in source.chosen("dmu_member", ids):
        unit, person = units[row["dmu_id"]], people[row["person_id"]]
        account_id = unit["account_id"]
        job = jobs.get((person["id"], account_id), {})
        held = {r["role"] for r in roles.get(row["id"], []) if r["valid_to"] is None}
        stance: Row = max(
            stances.get(row["id"], []), key=lambda s: (s["valid_from"], s["id"]), default={}
        )
        boss = next(
            (
                line["to_member_id"]
                for line in lines.get(row["id"], [])
                if line["kind"] == LineKind.REPORTS_TO and line["valid_to"] is None
            ),
            None,
        )
        cover: Row = next(iter(known.get(person["id"], [])), {})
        yield RecordRow(
            row["id"],
            {
                **source.account(account_id),
                "dmu": unit["name"],
                "person": person["name"],
                "title": job.get("title"),
                "contact_class": job.get("contact_class"),
                "roles": ",".join(role.value for role in Role if role in held) or None,
                "stance": stance.get("stance"),
                "evidence": stance.get("evidence"),
                "influence": row["influence"],
                "reports_to": None
                if boss not in members
                else source.name("person", members[boss]["person_id"]),
                "colleague": source.name("colleague", cover.get("colleague_id")),
                "coverage": cover.get("level"),
                "desired": cover.get("desired"),
                **_same(unit, "situation", "path"),
            },
            {"dmu_member": row["id"], "dmu": unit["id"], "person": person["id"],
             "account": account_id},
        )  # fmt: skip


def _cost_pools(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    pools = source.tables.rows("cost_pool")
    for row in source.chosen("cost_pool_period", ids):
        pool = pools[row["pool_id"]]
        minutes = pool["minutes_per_event_milli"]
        yield RecordRow(
            row["id"],
            {
                "minutes": None if minutes is None else minutes * 1000,
                "from": _first(row["first_month"]),
                "to": _first(row["last_month"]),
                "amount": source.micros(row["amount_minor"]),
                "capacity": row["practical_capacity"],
                **_same(pool, "name", "activity", "level", "method", "driver", "ledger_accounts",
                        "note"),
            },
            {"cost_pool_period": row["id"], "cost_pool": pool["id"]},
        )  # fmt: skip


_ACCOUNT_REF = ("account_code", "account_name")
_COVERED = frozenset({"colleague", "coverage", "desired"})

RECORDS: dict[str, RecordKind] = {
    "accounts": RecordKind(
        "account", _accounts,
        ("code", "name", "parent", "kind", "business_type", "segment", "address", "postal_code",
         "city", "region", "country", "phone", "email", "website", "tax_id", "employees",
         "annual_sales", "year_opened", "owner", "contact_every_days", "note"),
        frozenset({"code", "name", "kind"}),
    ),
    "contacts": RecordKind(
        "person", _contacts,
        (*_ACCOUNT_REF, "name", "title", "contact_class", "email", "phone", "mobile", "source",
         "note"),
        frozenset({"name"}),
    ),
    "products": RecordKind(
        "product", _products, ("code", "name", "category", "subcategory", "standard_cost"),
        frozenset({"code", "name"}),
    ),
    "team": RecordKind("colleague", _team, ("name", "email", "function"), frozenset({"name"})),
    "exchanges": RecordKind(
        "exchange", _exchanges,
        ("date", *_ACCOUNT_REF, "direction", "kind", "channel", "subject", "people", "owner",
         "minutes", "sentiment", "gave", "got", "note"),
        frozenset({"date", "direction", "kind", "channel", "subject"}),
        frozenset({"people", "owner"}),
    ),
    "next_steps": RecordKind(
        "next_step", _next_steps,
        ("due", *_ACCOUNT_REF, "what", "owner", "person", "promised_by", "done"),
        frozenset({"what", "promised_by"}),
    ),
    "contracts": RecordKind(
        "contract", _contracts,
        (*_ACCOUNT_REF, "name", "starts", "ends", "notice_days", "auto_renews", "renewal", "note"),
        frozenset({"name", "auto_renews", "renewal"}),
    ),
    "sales_targets": RecordKind(
        "sales_target", _sales_targets, (*_ACCOUNT_REF, "from", "to", "amount"),
        frozenset({"from", "to", "amount"}),
    ),
    "roles": RecordKind(
        "dmu_member", _roles,
        (*_ACCOUNT_REF, "dmu", "person", "title", "contact_class", "roles", "stance",
         "evidence", "influence", "reports_to", "colleague", "coverage", "desired", "situation",
         "path"),
        frozenset({"dmu", "person", "stance", *_COVERED}),
        frozenset({"roles"}),
        (frozenset({"stance", "evidence"}), _COVERED),
        frozenset({*_ACCOUNT_REF, "dmu", "person"}),
    ),
    "cost_pools": RecordKind(
        "cost_pool_period", _cost_pools,
        ("name", "activity", "level", "method", "driver", "minutes", "from", "to", "amount",
         "capacity", "ledger_accounts", "note"),
        frozenset({"name", "activity", "level", "method", "from", "to", "amount"}),
    ),
}  # fmt: skip
"""The kinds of sheet that can be exported, edited and brought back."""


def shown(kind: str, key: str, value: Any) -> object:
    """A value of a row as a cell shows it: words for keys, dates, amounts in units of currency."""
    field = KINDS[kind].by_key[key]
    if value is None:
        return None
    if field.type in (FieldType.MONEY, FieldType.NUMBER):
        return Decimal(value) / MICRO
    if field.type is FieldType.DATE:
        return date_of(value)
    if field.type is FieldType.YES_NO:
        return tr("yes") if value else tr("no")
    if field.choices is not None:
        return ", ".join(tr(WORDS[field.choices(part)]) for part in str(value).split(","))
    return cast("object", value)
