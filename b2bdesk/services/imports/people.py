"""People with their jobs: by their own id, email address, and name at an account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models import Job, Person
from b2bdesk.services.contact_class import learned_classes, suggest_contact_class
from b2bdesk.services.imports.decisions import NEW_RECORD
from b2bdesk.services.imports.matching import (
    BY_CHOICE,
    Match,
    Record,
    Rule,
    first_match,
    folded,
    phone_key,
)
from b2bdesk.services.imports.pending import Known, Pending
from b2bdesk.services.imports.plan import Choice
from b2bdesk.services.imports.tally import Tally


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of looking somebody up: an id, or how many fit."""

    id: int | None
    hits: int = 1


def _ignore(_: Callable[[], object]) -> None:
    """Nothing to undo."""


class People:
    """People of the file and of this import, with their jobs."""

    def __init__(self, connection: Connection, pending: Pending) -> None:
        self._pending = pending
        self._learned = learned_classes(connection)
        self.persons = Known(connection, pending, Person, lambda row: folded(row["email"]))
        self.jobs = Known(connection, pending, Job, lambda row: row["account_id"])
        self.by_id = {row["id"]: row for rows in self.persons.rows.values() for row in rows}
        self._named: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._job_of: dict[tuple[int, int], dict[str, Any]] = {}
        for rows in self.jobs.rows.values():
            for job in rows:
                self._index(job)
        self._rules = (
            Rule("id", self._by_own_id),
            Rule("email", self._by_email),
            Rule("name", self._by_name),
            Rule("phone", self._by_name_and_phone),
        )  # fmt: skip

    def _index(self, job: dict[str, Any]) -> None:
        # Those of the file stay known, whatever becomes of the row that first asks for people.
        undoing = self._pending.undoing if self._pending.is_new(job["id"]) else _ignore
        person, place = self.by_id.get(job["person_id"]), (job["account_id"], job["person_id"])
        if place not in self._job_of:
            self._job_of[place] = job
            undoing(lambda: self._job_of.pop(place))
        if person is not None:
            hits = self._named[job["account_id"], folded(person["name"])]
            if person["id"] not in hits:
                hits.append(person["id"])
                undoing(hits.pop)

    def job(self, account_id: int, person_id: int) -> dict[str, Any] | None:
        """The job of a person at an account."""
        return self._job_of.get((account_id, person_id))

    # --- the record that a row is --------------------------------------------------------------

    def match(self, tally: Tally, number: int, told: Mapping[str, Any]) -> Match:
        """The person a row is; ``told``: ``account_id``, ``name``, ``email``, ``phone``."""
        chosen = tally.chosen(number)
        if chosen == NEW_RECORD:
            return Match()
        if chosen is not None and chosen in self.by_id:
            return Match(self.by_id[chosen], BY_CHOICE)
        return first_match(self._rules, told)

    def _by_own_id(self, _: Mapping[str, Any]) -> list[Record]:
        person = self.persons.stamped()
        return [person] if person is not None else []

    def _by_email(self, row: Mapping[str, Any]) -> list[Record]:
        """Those with the row's address: its namesakes, or nobody of them where the row is somebody
        else at the account; several may share an address."""
        hits = self.persons.find(folded(row["email"])) if row.get("email") else []
        named = [person for person in hits if folded(person["name"]) == folded(row["name"])]
        return named or ([] if self._by_name(row) else hits)

    def _by_name(self, row: Mapping[str, Any]) -> list[Record]:
        named = [self.by_id[p] for p in self._named.get((row["account_id"], folded(row["name"])),
                                                        ())]  # fmt: skip
        if email := folded(row.get("email")):  # a namesake with another address is somebody else
            named = [person for person in named if folded(person["email"]) in ("", email)]
        return named

    def _by_name_and_phone(self, row: Mapping[str, Any]) -> list[Record]:
        numbers = {phone_key(row.get("phone")), phone_key(row.get("mobile"))} - {""}
        return [person for person in self._by_name(row)
                if numbers & {phone_key(person["phone"]), phone_key(person["mobile"])}]  # fmt: skip

    # --- people that rows refer to -------------------------------------------------------------

    def find(self, account_id: int | None, name: object, email: object) -> Found:
        """A person by email, else by name at an account."""
        told = {"account_id": account_id, "name": name, "email": email}
        hits = self._by_email(told)
        if len(hits) > 1:  # they share an address: the account tells them apart, or the name does
            hits = [hit for hit in hits if (account_id, hit["id"]) in self._job_of] or hits
        if len(hits) == 1 or (hits and not name):
            return Found(hits[0]["id"] if len(hits) == 1 else None, len(hits))
        if account_id is None or not name:
            return Found(None, 0)
        named = self._by_name(told)
        return Found(named[0]["id"] if len(named) == 1 else None, len(named))

    def named(self, account_id: int, name: object) -> list[Choice]:
        """The people of one name at an account, to choose from."""
        hits = self._named.get((account_id, folded(name)), ())
        return self.choices((self.by_id[person] for person in hits), account_id)

    def choices(self, hits: Iterable[Record], account_id: int) -> list[Choice]:
        """People to choose from: name, job title and address tell them apart."""
        found = []
        for hit in hits:
            job = self.job(account_id, hit["id"])
            parts = (hit["name"], job and job["title"], hit["email"] or hit["phone"])
            label = " · ".join(str(part) for part in parts if part)
            found.append(Choice(self._pending.told_as(hit["id"]), label))
        return found

    def add(
        self, account_id: int, person: Mapping[str, Any], job: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A new person with a job at an account."""
        row = self.persons.add(person)
        self.by_id[row["id"]] = row
        self._pending.undoing(lambda: self.by_id.pop(row["id"]))
        self.employ(account_id, row["id"], job)
        return row

    def employ(self, account_id: int, person_id: int, job: Mapping[str, Any]) -> None:
        """A job of a known person at an account; its title suggests a class where none is given."""
        known = job.get("contact_class") or suggest_contact_class(job.get("title"), self._learned)
        values = {**job, "contact_class": known}
        self._index(self.jobs.add({"person_id": person_id, "account_id": account_id, **values}))
