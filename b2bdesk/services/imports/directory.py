"""Who is who: accounts by number, email and name; people by email and name; colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Colleague, ExternalId, Job, Person
from b2bdesk.services.contact_class import suggest_contact_class
from b2bdesk.services.imports.pending import Known, Pending
from b2bdesk.services.imports.tally import Row, Tally

ERP = "ERP"


def folded(text: object) -> str:
    """A name for comparing: case, accents of case and spaces do not matter."""
    return " ".join(str(text).casefold().split()) if text else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of looking somebody up: an id, or how many fit."""

    id: int | None
    hits: int = 1


class Directory:
    """Accounts, people and colleagues of the file and of this import."""

    def __init__(self, connection: Connection, pending: Pending) -> None:
        self._connection, self._pending = connection, pending
        self.accounts = Known(connection, pending, Account, lambda row: folded(row["name"]))
        self.numbers = Known(
            connection, pending, ExternalId, lambda row: (row["system"], row["value"])
        )
        self.colleagues = Known(connection, pending, Colleague, lambda row: folded(row["name"]))
        self.by_id = {row["id"]: row for rows in self.accounts.rows.values() for row in rows}
        self.number_of: dict[int, str] = {}
        for rows in self.numbers.rows.values():
            for row in rows:
                if row["system"] == ERP:
                    self.number_of[row["account_id"]] = row["value"]
        self._emails = {
            folded(row["email"]): row["id"] for row in self.by_id.values() if row["email"]
        }
        self.has_accounts_sheet = False
        self.made: dict[str, int] = {}
        self._people: People | None = None

    @property
    def people(self) -> People:
        """People and their jobs, loaded when first asked for."""
        if self._people is None:
            self._people = People(self._connection, self._pending)
        return self._people

    def by_number(self, number: object) -> int | None:
        """The account with this ERP number."""
        found = self.numbers.find((ERP, number))
        return int(found[0]["account_id"]) if found else None

    def by_name(self, name: object) -> Found:
        """The account with this name, if there is exactly one."""
        hits = self.accounts.find(folded(name))
        return Found(hits[0]["id"] if len(hits) == 1 else None, len(hits))

    def match(self, row: Mapping[str, Any]) -> Found:
        """The account that a row of an accounts sheet describes: by number, email, name and place.

        An account with another ERP number is another account, whatever its name.
        """
        number = row.get("code")
        if number and (known := self.by_number(number)) is not None:
            return Found(known)
        hit = self._emails.get(folded(row.get("email")))
        if hit is not None and (not number or hit not in self.number_of):
            return Found(hit)
        hits = [
            account
            for account in self.accounts.find(folded(row["name"]))
            if not number or account["id"] not in self.number_of
        ]
        if city := folded(row.get("city")):
            placed = [a for a in hits if folded(a["city"]) == city]
            unplaced = [a for a in hits if not a["city"]]
            hits = placed or unplaced
        return Found(hits[0]["id"] if len(hits) == 1 else None, len(hits))

    def add(self, values: Mapping[str, Any], number: object = None) -> int:
        """A new account, with its ERP number."""
        account = self.accounts.add(values)
        self.by_id[account["id"]] = account
        if account["email"]:
            self._emails[folded(account["email"])] = account["id"]
        if number:
            self.give_number(account["id"], number)
        return int(account["id"])

    def give_number(self, account_id: int, number: object) -> None:
        """Note an account's ERP number."""
        self.numbers.add({"account_id": account_id, "system": ERP, "value": number})
        self.number_of[account_id] = str(number)

    def made_here(self, table: str) -> None:
        """Count a record that no sheet of its own lists."""
        self.made[table] = self.made.get(table, 0) + 1

    def account_of(
        self, tally: Tally, number: int, row: Row, *, create: bool = False
    ) -> int | None:
        """The account a row refers to; notes the problem and returns None where there is none."""
        code, name = row.get("account_code"), row.get("account_name")
        if not code and not name:
            key = "account_code" if "account_code" in tally.mapping.fields else "account_name"
            tally.problem(number, key, "no_account")
            return None
        if code and (known := self.by_number(code)) is not None:
            return known
        found = self.by_name(name or code)
        if found.id is not None and not (code and create and found.id in self.number_of):
            return found.id
        if found.hits > 1 and not (code and create):
            tally.problem(
                number, "account_name" if name else "account_code", "ambiguous_account",
                name or code, detail=str(found.hits), effect="ambiguous",
            )  # fmt: skip
            return None
        if not create or self.has_accounts_sheet:
            key = "account_code" if code else "account_name"
            tally.problem(number, key, "unknown_account", code or name)
            return None
        self.made_here("account")
        country = row.get("country")
        return self.add(
            {
                "name": name or tr("Customer {number}", number=code),
                "country": None if folded(country) in ("unspecified", "unknown") else country,
            },
            code,
        )

    def colleague(self, name: object) -> int | None:
        """Our colleague of this name, noted as new where unknown; None for an empty name."""
        if not name:
            return None
        hits = self.colleagues.find(folded(name))
        if hits:
            return int(hits[0]["id"])
        self.made_here("colleague")
        return int(self.colleagues.add({"name": name})["id"])


class People:
    """People with their jobs."""

    def __init__(self, connection: Connection, pending: Pending) -> None:
        self.persons = Known(connection, pending, Person, lambda row: folded(row["email"]))
        self.jobs = Known(connection, pending, Job, lambda row: row["account_id"])
        self.by_id = {row["id"]: row for rows in self.persons.rows.values() for row in rows}
        self._named: dict[tuple[int, str], list[int]] = {}
        self._job_of: dict[tuple[int, int], dict[str, Any]] = {}
        for rows in self.jobs.rows.values():
            for job in rows:
                self._index(job)

    def _index(self, job: dict[str, Any]) -> None:
        person = self.by_id.get(job["person_id"])
        self._job_of[job["account_id"], job["person_id"]] = job
        if person is not None:
            hits = self._named.setdefault((job["account_id"], folded(person["name"])), [])
            if person["id"] not in hits:
                hits.append(person["id"])

    def job(self, account_id: int, person_id: int) -> dict[str, Any] | None:
        """The job of a person at an account."""
        return self._job_of.get((account_id, person_id))

    def find(self, account_id: int | None, name: object, email: object) -> Found:
        """A person by email, else by name at an account."""
        if email:
            hits = self.persons.find(folded(email))
            if hits:
                return Found(hits[0]["id"])
        if account_id is None or not name:
            return Found(None, 0)
        named = self._named.get((account_id, folded(name)), [])
        if email:  # a namesake with another address is somebody else
            named = [p for p in named if not self.by_id[p]["email"]]
        return Found(named[0] if len(named) == 1 else None, len(named))

    def add(
        self, account_id: int, person: Mapping[str, Any], job: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A new person with a job at an account."""
        row = self.persons.add(person)
        self.by_id[row["id"]] = row
        self.employ(account_id, row["id"], job)
        return row

    def employ(self, account_id: int, person_id: int, job: Mapping[str, Any]) -> None:
        """A job of a known person at an account; its title suggests a class where none is given."""
        known = job.get("contact_class") or suggest_contact_class(job.get("title"))
        values = {**job, "contact_class": known}
        self._index(self.jobs.add({"person_id": person_id, "account_id": account_id, **values}))
