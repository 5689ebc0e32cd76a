"""Sheets of our team, accounts, contacts and products: rows become records or change them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.values import rounded
from b2bdesk.models import Product
from b2bdesk.services.imports.directory import Directory, folded
from b2bdesk.services.imports.pending import Known, Pending, Status
from b2bdesk.services.imports.tally import Row, Tally


def minor(micros: int | None, currency: str) -> int | None:
    """Minor units of millionths, halves to even."""
    return None if micros is None else rounded(micros, 10 ** (6 - exponent(currency)))


def _status(before: dict[str, Any]) -> Status:
    return Status.CHANGED if before else Status.UNCHANGED


class TeamSheet:
    """Our own people, by email or name."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            values = {key: row.get(key) for key in ("name", "email", "function")}
            status, record = self._directory.colleagues.put(folded(row["name"]), values)
            tally.count(status)
            if status is Status.CHANGED:
                tally.changed(number, record["name"], dict.fromkeys(values), record)


class AccountsSheet:
    """Accounts, with the one contact that many lists keep in the same row."""

    _PLAIN = (
        "name", "kind", "business_type", "segment", "address", "postal_code", "city", "region",
        "country", "phone", "email", "website", "tax_id", "employees", "year_opened",
        "contact_every_days", "note",
    )  # fmt: skip

    def __init__(self, directory: Directory, currency: str) -> None:
        self._directory = directory
        self._currency = currency
        self._seen: dict[str, tuple[int, Row]] = {}
        self._parents: list[tuple[Tally, int, int, str]] = []

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            if self._repeats(tally, number, row):
                continue
            found = self._directory.match(row)
            if found.id is None and found.hits > 1:
                tally.problem(
                    number,
                    "name",
                    "ambiguous_account",
                    row["name"],
                    detail=str(found.hits),
                    effect="ambiguous",
                )
                continue
            values = self._values(row)
            if found.id is None:
                account_id = self._directory.add(values, row.get("code"))
                tally.count(Status.NEW)
            else:
                account_id = found.id
                tally.count(self._change(tally, number, account_id, values, row.get("code")))
            if row.get("parent"):
                self._parents.append((tally, number, account_id, row["parent"]))
            self._contact(account_id, row)

    def _repeats(self, tally: Tally, number: int, row: Row) -> bool:
        """A second row of the same number: the same content is in already, other content waits."""
        code = row.get("code")
        if not code:
            return False
        first = self._seen.setdefault(code, (number, row))
        if first[0] == number:
            return False
        if first[1] == row:
            tally.count(Status.UNCHANGED)
        else:
            tally.problem(number, "code", "twice_in_sheet", code, detail=str(first[0]))
        return True

    def _values(self, row: Row) -> Row:
        values = {key: row.get(key) for key in self._PLAIN}
        values["annual_sales_minor"] = minor(row.get("annual_sales"), self._currency)
        values["owner_id"] = self._directory.colleague(row.get("owner"))
        return {key: value for key, value in values.items() if value is not None}

    def _change(
        self, tally: Tally, number: int, account_id: int, values: Row, code: str | None
    ) -> Status:
        directory = self._directory
        record = directory.by_id[account_id]
        before = directory.accounts.change(record, values)
        if code and account_id not in directory.number_of:
            directory.give_number(account_id, code)
            before["code"] = None
        tally.changed(number, record["name"], before, {**record, "code": code})
        return _status(before)

    def _contact(self, account_id: int, row: Row) -> None:
        name = row.get("contact_name") or row.get("contact_email")
        if not name:
            return
        people = self._directory.people
        found = people.find(account_id, name, row.get("contact_email"))
        if found.id is None and found.hits == 0:
            people.add(
                account_id,
                {
                    "name": name,
                    "email": row.get("contact_email"),
                    "phone": row.get("contact_phone"),
                },
                {"title": row.get("contact_title")},
            )
            self._directory.made_here("person")
        elif found.id is not None and (job := people.job(account_id, found.id)) is not None:
            people.jobs.change(job, {"title": row.get("contact_title")})

    def finish(self) -> None:
        """Set parents, which may stand below their children."""
        directory = self._directory
        for tally, number, account_id, told in self._parents:
            parent = directory.by_number(told) or directory.by_name(told).id
            if parent is None or self._is_below(parent, account_id):
                tally.problem(number, "parent", "unknown_account", told, effect="left_out")
            else:
                directory.accounts.change(directory.by_id[account_id], {"parent_id": parent})
        self._parents.clear()
        self._seen.clear()

    def _is_below(self, account_id: int | None, top: int) -> bool:
        """Whether an account is ``top`` or under it: then it cannot be its parent."""
        steps = 0
        while account_id is not None and steps < 100:
            if account_id == top:
                return True
            account_id, steps = self._directory.by_id[account_id]["parent_id"], steps + 1
        return False


class ContactsSheet:
    """People at accounts, by email, else by name at the account."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        people = self._directory.people
        for number, row in tally.rows(chunk):
            parts = [row.get("first_name"), row.get("last_name")]
            name = row.get("name") or " ".join(p for p in parts if p) or row.get("email")
            if not name:
                tally.problem(number, "name", "missing")
                continue
            account_id = self._directory.account_of(tally, number, row)
            if account_id is None:
                continue
            email = row.get("email")
            found = people.find(account_id, name, email)
            if found.id is None and found.hits > 1:
                tally.problem(
                    number,
                    "name",
                    "ambiguous_person",
                    name,
                    detail=str(found.hits),
                    effect="ambiguous",
                )
                continue
            person = {key: row.get(key) for key in ("email", "phone", "mobile", "source", "note")}
            job = {"title": row.get("title"), "contact_class": row.get("contact_class")}
            if found.id is None:
                people.add(account_id, {"name": name, **person}, job)
                tally.count(Status.NEW)
                continue
            record = people.by_id[found.id]
            before = people.persons.change(record, {"name": name, **person})
            held = people.job(account_id, found.id)
            if held is None:
                people.employ(account_id, found.id, job)
                before["title"] = None
            else:
                before |= people.jobs.change(held, job)
            tally.changed(number, record["name"], before, {**record, **job})
            tally.count(_status(before))


class ProductsSheet:
    """Products, by code."""

    def __init__(self, connection: Connection, pending: Pending, currency: str) -> None:
        self.products = Known(connection, pending, Product, lambda row: row["code"])
        self._currency = currency

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            values = {
                "code": row["code"],
                "name": row.get("name") or row["code"],
                "category": row.get("category"),
                "subcategory": row.get("subcategory"),
                "standard_cost_minor": minor(row.get("standard_cost"), self._currency),
            }
            found = self.products.find(row["code"])
            if not found:
                self.products.add(values)
                tally.count(Status.NEW)
                continue
            before = self.products.change(found[0], values)
            tally.changed(number, row["code"], before, found[0])
            tally.count(_status(before))
