"""Sheets of our team, accounts, contacts and products: rows become records or change them."""

from __future__ import annotations

from sqlalchemy import Connection

from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.values import rounded
from b2bdesk.models import Product
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.matching import Match, folded
from b2bdesk.services.imports.own_values import OwnColumns
from b2bdesk.services.imports.pending import Known, Pending, Status
from b2bdesk.services.imports.tally import Row, Tally


def minor(micros: int | None, currency: str) -> int | None:
    """Minor units of millionths, halves to even."""
    return None if micros is None else rounded(micros, 10 ** (6 - exponent(currency)))


class TeamSheet:
    """Our own people, by name."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for _, row in tally.rows(chunk):
            values = {key: row.get(key) for key in ("name", "email", "function")}
            tally.count(self._directory.colleagues.put(folded(row["name"]), values)[0])


def another_if_shared(tally: Tally, match: Match, name: object) -> Match:
    """No match where an earlier row of the sheet is this record under another name: two who share
    an address or a tax number."""
    record = match.record
    if record is None or match.rule not in ("email", "tax_id", "phone"):
        return match
    taken = tally.is_taken(record["id"]) and folded(record["name"]) != folded(name)
    return Match() if taken else match


class AccountsSheet:
    """Accounts, with the one contact that many lists keep in the same row."""

    _PLAIN = (
        "name", "kind", "business_type", "segment", "address", "postal_code", "city", "region",
        "country", "phone", "email", "website", "tax_id", "employees", "year_opened",
        "contact_every_days", "main_rival", "note",
    )  # fmt: skip

    def __init__(self, directory: Directory, own: OwnColumns, currency: str) -> None:
        self._directory = directory
        self._own = own
        self._currency = currency
        self._parents: list[tuple[Tally, int, int, str]] = []

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        directory = self._directory
        for number, row in tally.rows(chunk):
            kept = directory.merged_into(row)
            if kept is not None:
                tally.count(Status.UNCHANGED)
                self._contact(kept, row)
                continue
            match = another_if_shared(tally, directory.match(tally, number, row), row["name"])
            if match.several:
                several = directory.choices(match.several)
                tally.ambiguous(number, "name", "ambiguous_record", row["name"], several)
                continue
            values = self._values(row)
            if match.record is None:
                told = {key: value for key, value in values.items() if value is not None}
                account_id = directory.add(tally, number, told, row.get("code"))
                tally.count(Status.NEW)
            else:
                account_id = match.record["id"]
                tally.matched(match.record["id"], match.rule)
                tally.count(self._change(match, values, row.get("code"), (tally, number)))
            if row.get("parent"):
                self._parents.append((tally, number, account_id, row["parent"]))
            self._contact(account_id, row)
            self._own.take(tally, number, row, account_id)

    def _values(self, row: Row) -> Row:
        values = {key: row.get(key) for key in self._PLAIN}
        values["annual_sales_minor"] = minor(row.get("annual_sales"), self._currency)
        values["owner_id"] = self._directory.colleague(row.get("owner"))
        return values

    def _change(self, match: Match, values: Row, code: str | None, at: tuple[Tally, int]) -> Status:
        directory, record = self._directory, match.record
        assert record is not None
        parent = {"parent_id": None}  # set once the sheet is read, emptied here
        before = directory.accounts.change(record, {**values, **parent})
        holder = directory.by_number(code)
        if code and holder is None:
            directory.give_number(record["id"], code, instead=match.rule == "id")
            return Status.CHANGED
        if holder not in (None, record["id"]):
            tally, number = at
            tally.problem(number, "code", "number_taken", code, effect="left_out")
        return Status.CHANGED if before else Status.UNCHANGED

    def _contact(self, account_id: int, row: Row) -> None:
        name = row.get("contact_name") or row.get("contact_email")
        if not name:
            return
        people = self._directory.people
        found = people.find(account_id, name, row.get("contact_email"))
        person = {"email": row.get("contact_email"), "phone": row.get("contact_phone")}
        title = {"title": row.get("contact_title")}
        if found.id is None and found.hits == 0:
            people.add(account_id, {"name": name, **person}, title)
            self._directory.made_here("person")
        elif found.id is not None and (job := people.job(account_id, found.id)) is not None:
            people.persons.change(people.by_id[found.id], person)
            people.jobs.change(job, title)

    def finish(self) -> None:
        """Set parents, which may stand below their children."""
        directory = self._directory
        for tally, number, account_id, told in self._parents:
            with tally.again(number) as comes_in:
                if not comes_in:
                    continue
                named = directory.by_name(told)
                parent = directory.by_number(told)
                if parent is None and len(named) == 1:
                    parent = named[0]["id"]
                if parent is None or self._is_below(parent, account_id):
                    tally.problem(number, "parent", "unknown_account", told, effect="left_out")
                else:
                    directory.accounts.change(directory.by_id[account_id], {"parent_id": parent})
        self._parents.clear()
        self._own.finish()

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

    def __init__(self, directory: Directory, own: OwnColumns) -> None:
        self._directory = directory
        self._own = own

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            self._person(tally, number, row)

    def finish(self) -> None:
        """Offer the words that own fields were filled with."""
        self._own.finish()

    def _person(self, tally: Tally, number: int, row: Row) -> None:
        people = self._directory.people
        parts = [row.get("first_name"), row.get("last_name")]
        name = row.get("name") or " ".join(p for p in parts if p)
        called = name or row.get("email")
        if not called:
            tally.problem(number, "name", "missing")
            return
        account_id = self._directory.account_of(tally, number, row)
        if account_id is None:
            return
        person = {key: row.get(key) for key in ("email", "phone", "mobile", "source", "note")}
        told = {**person, "account_id": account_id, "name": called}
        match = another_if_shared(tally, people.match(tally, number, told), called)
        if match.several:
            several = people.choices(match.several, account_id)
            tally.ambiguous(number, "name", "ambiguous_person", called, several)
            return
        job = {key: row.get(key) for key in ("title", "contact_class", "outside_as")}
        if row.get("outside_as"):
            job["external"] = True
        if match.record is None:
            made = people.add(account_id, {"name": called, **person}, job)
            self._own.take(tally, number, row, made["id"])
            tally.count(Status.NEW)
            return
        tally.matched(match.record["id"], match.rule)
        self._own.take(tally, number, row, match.record["id"])
        before = people.persons.change(match.record, {"name": name or None, **person})
        held = people.job(account_id, match.record["id"])
        if held is None:
            people.employ(account_id, match.record["id"], job)
            tally.count(Status.CHANGED)
            return
        before |= people.jobs.change(held, job)
        tally.count(Status.CHANGED if before else Status.UNCHANGED)


class ProductsSheet:
    """Products, by code."""

    def __init__(self, connection: Connection, pending: Pending, currency: str) -> None:
        self.products = Known(connection, pending, Product, lambda row: row["code"])
        self._currency = currency

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for _, row in tally.rows(chunk):
            values = {key: row.get(key) for key in ("code", "name", "category", "subcategory")}
            values["standard_cost_minor"] = minor(row.get("standard_cost"), self._currency)
            status, _ = self.products.put(row["code"], values, {"name": row["code"]})
            tally.count(status)
