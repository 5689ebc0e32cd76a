"""Who is who: accounts, people and colleagues of the file and of this import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.i18n import tr
from b2bdesk.models import Account, Colleague, ExternalId
from b2bdesk.services.imports.decisions import NEW_RECORD, ImportOptions
from b2bdesk.services.imports.matching import (
    BY_CHOICE,
    Match,
    Record,
    Rule,
    first_match,
    folded,
    narrowed,
    tax_key,
)
from b2bdesk.services.imports.nearest import Nearest
from b2bdesk.services.imports.pending import Known, Pending
from b2bdesk.services.imports.people import People
from b2bdesk.services.imports.plan import Choice, NewAccount
from b2bdesk.services.imports.tally import Row, Tally
from b2bdesk.services.imports.three_way import ACCOUNT_ID

_NO_COUNTRY = ("unspecified", "unknown")


class Directory:
    """Accounts, people and colleagues of the file and of this import."""

    def __init__(self, connection: Connection, pending: Pending, options: ImportOptions) -> None:
        self._connection, self._pending = connection, pending
        self._system = options.system
        self._decided = {folded(name): told for name, told in options.decisions.accounts.items()}
        self.accounts = Known(connection, pending, Account, lambda row: folded(row["name"]))
        self.numbers = Known(
            connection, pending, ExternalId, lambda row: (row["system"], row["value"])
        )
        self.colleagues = Known(connection, pending, Colleague, lambda row: folded(row["name"]))
        self.by_id = {row["id"]: row for rows in self.accounts.rows.values() for row in rows}
        self.numbers_of: dict[int, list[str]] = defaultdict(list)
        for rows in self.numbers.rows.values():
            for row in rows:
                if row["system"] == self._system:
                    self.numbers_of[row["account_id"]].append(row["value"])
        self._merged: dict[str, tuple[int, int]] = {}  # name: the merged account, the kept one
        self._kept: dict[int, int] = {}
        for loser, name, winner in connection.exec_driver_sql(
            "SELECT loser_id, loser_name, winner_id FROM account_merge"
        ):
            self._merged[folded(name)] = (loser, winner)
            self._kept[loser] = winner
        self._emails: dict[str, list[Record]] = defaultdict(list)
        self._tax_ids: dict[str, list[Record]] = defaultdict(list)
        for account in self.by_id.values():
            self._index(account)
        self._rules = (
            Rule("id", self._by_own_id),
            Rule("number", lambda row: self._at(self.by_number(row.get("code")))),
            Rule("email", lambda row: self._not_shared(
                row, self._emails.get(folded(row.get("email"))))),
            Rule("tax_id", lambda row: self._not_shared(
                row, self._tax_ids.get(tax_key(row["tax_id"])) if row.get("tax_id") else ())),
            Rule("name", self._by_name_and_place),
        )  # fmt: skip
        self._nearest = Nearest(self)
        self.has_accounts_sheet = False
        self._empty = not self.by_id  # then every sheet may bring accounts
        self.made: dict[str, int] = {}
        self._people: People | None = None

    def _index(self, account: Record) -> None:
        for index, key in (
            (self._emails, folded(account["email"])),
            (self._tax_ids, tax_key(account["tax_id"])),
        ):
            if key:
                hits = index[key]
                hits.append(account)
                self._pending.undoing(hits.pop)

    @property
    def people(self) -> People:
        """People and their jobs, loaded when first asked for."""
        if self._people is None:
            self._people = People(self._connection, self._pending)
        return self._people

    # --- the record that a row is --------------------------------------------------------------

    def match(self, tally: Tally, number: int, row: Row) -> Match:
        """The account that a row of an accounts sheet is: as the user says, else by the rules."""
        told = tally.chosen(number)
        if told == NEW_RECORD:
            return Match()
        if told is not None and told in self.by_id:
            return Match(self.by_id[told], BY_CHOICE)
        return first_match(self._rules, row)

    def _by_own_id(self, _: Mapping[str, Any]) -> Sequence[Record]:
        account = self.accounts.stamped()
        return [account] if account is not None else ()

    def _at(self, account_id: int | None) -> Sequence[Record]:
        found = self.by_id.get(account_id) if account_id is not None else None
        return [found] if found is not None else ()

    def _open(self, row: Mapping[str, Any], hits: Iterable[Record] | None) -> list[Record]:
        """Those of some accounts that may be the row's: with another number it is another one."""
        number = row.get("code")
        return [hit for hit in hits or () if not number or not self.numbers_of.get(hit["id"])]

    def _not_shared(self, row: Mapping[str, Any], hits: Iterable[Record] | None) -> list[Record]:
        """Accounts with the row's address or tax number; none where another one has its name."""
        found, name = self._open(row, hits), folded(row["name"])
        if found and name not in [folded(hit["name"]) for hit in found]:
            return [] if self._by_name_and_place(row) else found
        return found

    def _by_name_and_place(self, row: Mapping[str, Any]) -> list[Record]:
        hits = self._open(row, self.accounts.find(folded(row["name"])))
        if city := folded(row.get("city")):
            placed = [a for a in hits if folded(a["city"]) == city]
            hits = placed or [a for a in hits if not a["city"]]
        return narrowed(hits, row, ("postal_code", "country", "region"))

    # --- accounts that rows refer to -----------------------------------------------------------

    def by_number(self, number: object) -> int | None:
        """The account with this number in the system whose sheets are imported."""
        found = self.numbers.find((self._system, number)) if number else None
        return int(found[0]["account_id"]) if found else None

    def named(self, row: Mapping[str, Any], account_id: int) -> int:
        """The account that a ledger row names: one that was merged into ``account_id``, where the
        row has its number. The import places the row there (``services.merged_facts``)."""
        if row.get("account_code"):
            found = self.numbers.find((self._system, row["account_code"]))
            return int(found[0]["merged_from"] or account_id) if found else account_id
        name = folded(row.get("account_name"))
        merged, kept = self._merged.get(name, (account_id, account_id))
        return merged if kept == account_id and not self.accounts.find(name) else account_id

    def merged_into(self, row: Mapping[str, Any]) -> int | None:
        """The account that the account of a list's row became: what the list says of the one that
        is gone does not change it. None where the row is no merged account's."""
        if row.get("code"):
            found = self.numbers.find((self._system, row["code"]))
            return int(found[0]["account_id"]) if found and found[0]["merged_from"] else None
        name = folded(row["name"])
        known = self._merged.get(name) if not self.accounts.find(name) else None
        return known[1] if known else None

    def name_of(self, account_id: int) -> str | None:
        """An account's name; of a merged one that of the account it became."""
        known = self.by_id.get(self._kept.get(account_id, account_id))
        return known["name"] if known else None

    def by_name(self, name: object) -> list[Record]:
        """The accounts with this name; where there is none, the one that such an account became."""
        hits = self.accounts.find(folded(name))
        return hits or list(self._at(self._merged.get(folded(name), (None, None))[1]))

    def account_of(
        self, tally: Tally, number: int, row: Row, *, create: bool = False
    ) -> int | None:
        """The account a row refers to; notes the problem and returns None where there is none."""
        if row.get(ACCOUNT_ID) in self.by_id:
            return int(row[ACCOUNT_ID])
        code, name = row.get("account_code"), row.get("account_name")
        create = (create or self._empty) and not self.has_accounts_sheet
        if not code and not name:
            key = "account_code" if "account_code" in tally.mapping.fields else "account_name"
            tally.problem(number, key, "no_account")
            return None
        if code and (known := self.by_number(code)) is not None:
            return known
        hits = self.by_name(name or code)
        if len(hits) == 1 and not (code and create and self.numbers_of.get(hits[0]["id"])):
            return int(hits[0]["id"])
        told = self._told(tally, number, code, name)
        if told is not None and told != NEW_RECORD:
            if code and self.by_number(code) is None:
                self.give_number(told, code)  # so that the next file needs no question
            return told
        if told is None and len(hits) > 1 and not (code and create):
            key = "account_name" if name else "account_code"
            tally.ambiguous(number, key, "ambiguous_account", name or code, self.choices(hits))
            return None
        if told is None and not create:
            near = self.choices(self._nearest.accounts(code, name))
            key = "account_code" if code else "account_name"
            tally.problem(number, key, "unknown_account", code or name, choices=near)
            return None
        self.made_here("account")
        country = row.get("country")
        return self.add(
            tally,
            number,
            {
                "name": name or tr("Customer {number}", number=code),
                "country": None if folded(country) in _NO_COUNTRY else country,
            },
            code,
        )

    def _told(self, tally: Tally, number: int, code: object, name: object) -> int | None:
        """The account that the user chose for this row, or for what it is written as."""
        told = tally.answered(number)
        if told in self.by_id:
            return told
        for text in (code, name):
            found = self._decided.get(folded(text)) if text else None
            if found == NEW_RECORD:
                return NEW_RECORD
            if found is not None and (known := self._pending.chosen(found)) in self.by_id:
                return known
        return NEW_RECORD if told == NEW_RECORD else None  # else it is a person of the account

    def choices(self, hits: Iterable[Record]) -> list[Choice]:
        """Accounts to choose from: name, place and number tell them apart."""
        found = []
        for hit in hits:
            place = ", ".join(str(hit[key]) for key in ("city", "country") if hit[key])
            parts = (hit["name"], place, *self.numbers_of.get(hit["id"], ()))
            label = " · ".join(part for part in parts if part)
            found.append(Choice(self._pending.told_as(hit["id"]), label))
        return found

    def add(self, tally: Tally, row: int, values: Mapping[str, Any], number: object = None) -> int:
        """A new account that a row asks for, with its number."""
        account = self.accounts.add(values, (tally.mapping.sheet, row))
        self.by_id[account["id"]] = account
        self._pending.undoing(lambda: self.by_id.pop(account["id"]))
        self._index(account)
        keys = ("name", "city", "country", "email", "phone", "website", "tax_id")
        told = {key: account[key] for key in keys} | {"id": self._pending.told_as(account["id"])}
        tally.new_accounts.append(NewAccount(tally.mapping.sheet, row, **told))
        self._pending.undoing(tally.new_accounts.pop)
        if number and self.by_number(number) is None:
            self.give_number(account["id"], number)
        return int(account["id"])

    def give_number(self, account_id: int, number: object, *, instead: bool = False) -> None:
        """Note an account's number in the system whose sheets are imported; ``instead`` of the
        oldest it has there."""
        held = self.numbers_of[account_id]
        told = [
            row
            for value in held
            for row in self.numbers.find((self._system, value))
            if row["account_id"] == account_id
        ]
        if instead and told:
            oldest = min(told, key=lambda row: (row["merged_from"] is not None, int(row["id"])))
            at = held.index(oldest["value"])
            self._pending.undoing(partial(held.__setitem__, at, oldest["value"]))
            self.numbers.change(oldest, {"value": str(number)})
            held[at] = str(number)
            return
        self.numbers.add({"account_id": account_id, "system": self._system, "value": number})
        held.append(str(number))
        self._pending.undoing(held.pop)

    # --- colleagues ----------------------------------------------------------------------------

    def made_here(self, table: str) -> None:
        """Count a record that no sheet of its own lists."""
        self.made[table] = self.made.get(table, 0) + 1

        def back() -> None:
            self.made[table] -= 1
            if not self.made[table]:
                del self.made[table]

        self._pending.undoing(back)

    def colleague(self, name: object) -> int | None:
        """Our colleague of this name, noted as new where unknown; None for an empty name."""
        if not name:
            return None
        hits = self.colleagues.find(folded(name))
        if hits:
            return int(hits[0]["id"])
        self.made_here("colleague")
        return int(self.colleagues.add({"name": name})["id"])
