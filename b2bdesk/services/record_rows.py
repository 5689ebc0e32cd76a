"""Records as the rows of a sheet, in the values that reading such a sheet gives.

The export writes these rows, and the import asks what they were when a workbook was written: one
definition for both is what makes an unedited cell compare equal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any, cast

from b2bdesk.core.dates import date_of, day_of, local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import ANSWERS, KINDS
from b2bdesk.exchange_formats.own_columns import READ_AS
from b2bdesk.exchange_formats.values import MICRO
from b2bdesk.models.enums import WORDS, LineKind, OwnFieldOf, OwnFieldType, Role
from b2bdesk.queries.as_of_step import Row
from b2bdesk.services import record_lists
from b2bdesk.services.record_source import (
    LIST_MARK,
    RecordKind,
    RecordRow,
    Source,
    first_day,
    same,
)

# --- masters -----------------------------------------------------------------------------------

_ACCOUNT = (
    "name", "kind", "business_type", "segment", "address", "postal_code", "city", "region",
    "country", "phone", "email", "website", "tax_id", "employees", "year_opened",
    "contact_every_days", "main_rival", "note",
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
                **same(row, *_ACCOUNT),
                **source.own(OwnFieldOf.ACCOUNT, row["id"]),
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
                    **same(person, "name", "email", "phone", "mobile", "source", "note"),
                    **same(job, "title", "contact_class", "outside_as"),
                    **source.own(OwnFieldOf.PERSON, person["id"]),
                },
                {"person": person["id"], "job": job["id"], "account": account_id},
            )


def _products(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("product", ids):
        values = same(row, "code", "name", "category", "subcategory")
        values["standard_cost"] = source.micros(row["standard_cost_minor"])
        yield RecordRow(row["id"], values, {"product": row["id"]})


def _team(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("colleague", ids):
        yield RecordRow(row["id"], same(row, "name", "email", "function"), {"colleague": row["id"]})


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
                "complaint": bool(row["complaint"]),
                **same(row, "direction", "kind", "channel", "subject", "note", "minutes",
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
                **same(row, "what", "promised_by"),
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
                **same(row, "name", "notice_days", "renewal", "note"),
            },
            {"contract": row["id"], "account": row["account_id"]},
        )


def _sales_targets(source: Source, ids: Collection[int] | None) -> Iterator[RecordRow]:
    for row in source.chosen("sales_target", ids):
        yield RecordRow(
            row["id"],
            {
                **source.account(row["account_id"]),
                "from": first_day(row["first_month"]),
                "to": first_day(row["last_month"]),
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
                **same(row, "influence", "adaptability"),
                "reports_to": None
                if boss not in members
                else source.name("person", members[boss]["person_id"]),
                "colleague": source.name("colleague", cover.get("colleague_id")),
                "coverage": cover.get("level"),
                "desired": cover.get("desired"),
                **same(unit, "situation", "path"),
            },
            {"dmu_member": row["id"], "dmu": unit["id"], "person": person["id"],
             "account": account_id},
        )  # fmt: skip


_ACCOUNT_REF = ("account_code", "account_name")
_COVERED = frozenset({"colleague", "coverage", "desired"})

RECORDS: dict[str, RecordKind] = {
    "currency_rates": RecordKind(
        "currency_rate", record_lists.rates, ("currency", "from", "rate"),
        frozenset({"currency", "from", "rate"}),
    ),
    "accounts": RecordKind(
        "account", _accounts,
        ("code", "name", "parent", "kind", "business_type", "segment", "address", "postal_code",
         "city", "region", "country", "phone", "email", "website", "tax_id", "employees",
         "annual_sales", "year_opened", "owner", "contact_every_days", "main_rival", "note"),
        frozenset({"code", "name", "kind"}),
        own=OwnFieldOf.ACCOUNT,
    ),
    "contacts": RecordKind(
        "person", _contacts,
        (*_ACCOUNT_REF, "name", "title", "contact_class", "outside_as", "email", "phone",
         "mobile", "source", "note"),
        frozenset({"name"}),
        own=OwnFieldOf.PERSON,
    ),
    "products": RecordKind(
        "product", _products, ("code", "name", "category", "subcategory", "standard_cost"),
        frozenset({"code", "name"}),
    ),
    "team": RecordKind("colleague", _team, ("name", "email", "function"), frozenset({"name"})),
    "exchanges": RecordKind(
        "exchange", _exchanges,
        ("date", *_ACCOUNT_REF, "direction", "kind", "channel", "subject", "people", "owner",
         "minutes", "sentiment", "complaint", "gave", "got", "note"),
        frozenset({"date", "direction", "kind", "channel", "subject", "complaint"}),
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
        together=(frozenset({"starts", "ends"}),),
    ),
    "sales_targets": RecordKind(
        "sales_target", _sales_targets, (*_ACCOUNT_REF, "from", "to", "amount"),
        frozenset({"from", "to", "amount"}),
        months=frozenset({"from", "to"}),
    ),
    "roles": RecordKind(
        "dmu_member", _roles,
        (*_ACCOUNT_REF, "dmu", "person", "title", "contact_class", "roles", "stance",
         "evidence", "influence", "adaptability", "reports_to", "colleague", "coverage", "desired",
         "situation", "path"),
        frozenset({"dmu", "person"}),
        frozenset({"roles"}),
        (_COVERED,),
        {"stance": "evidence"},  # a stance that changed keeps its evidence, but not the other way
        identity=frozenset({*_ACCOUNT_REF, "dmu", "person"}),
        unknown=frozenset({"stance", "coverage"}),
    ),
    "cost_pools": RecordKind(
        "cost_pool_period", record_lists.cost_pools,
        ("name", "activity", "level", "method", "driver", "minutes", "from", "to", "amount",
         "currency", "capacity", "ledger_accounts", "note"),
        frozenset({"name", "activity", "level", "method", "from", "to", "amount"}),
        always=frozenset({"currency"}),
        months=frozenset({"from", "to"}),
    ),
    "assessments": RecordKind(
        "assessment", record_lists.assessments,
        (*_ACCOUNT_REF, "date", *ANSWERS, "current", "target", "target_date", "author", "note"),
        frozenset({"date"}),
        together=(frozenset({"target", "target_date"}),),
    ),
    "price_lists": RecordKind(
        "list_price", record_lists.prices,
        ("product_code", "product_name", *_ACCOUNT_REF, "segment", "price", "from", "to"),
        frozenset({"product_code", "price"}),
        together=(frozenset({"from", "to"}),),
        of_all=True,
    ),
    "driver_volumes": RecordKind(
        "pool_volume", record_lists.volumes,
        (*_ACCOUNT_REF, "pool", "volume", "from", "to"),
        frozenset({"pool", "volume", "from", "to"}),
        months=frozenset({"from", "to"}),
    ),
    "surveys": RecordKind(
        "perception", record_lists.scores,
        (*_ACCOUNT_REF, "person", "date", "attribute", "ours", "rival", "source"),
        frozenset({"person", "date", "attribute"}),
        always=frozenset({"ours", "rival"}),
    ),
}  # fmt: skip
"""The kinds of sheet that can be exported, edited and brought back."""


def shown(kind: str, key: str, value: Any) -> object:
    """A value of a row as a cell shows it: words for keys, dates, amounts in units of currency."""
    field = KINDS[kind].by_key[key]
    if value is not None and field.choices is not None:
        return ", ".join(tr(WORDS[field.choices(part)]) for part in str(value).split(","))
    return _shown(field.type, value)


def shown_own(kind: OwnFieldType, value: Any) -> object:
    """The same of an own field."""
    return _shown(READ_AS[kind], value)


def _shown(form: FieldType, value: Any) -> object:
    if value is None:
        return None
    if form in (FieldType.MONEY, FieldType.NUMBER):
        return Decimal(value) / MICRO
    if form is FieldType.DATE:
        return date_of(value)
    if form is FieldType.YES_NO:
        return tr("yes") if value else tr("no")
    return cast("object", value)
