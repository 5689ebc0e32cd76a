"""Sheets of roles in decision-making units, and of cost pools."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import (
    date_of,
    day_of,
    first_of_month,
    last_of_month,
    month_of_day,
)
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.line_foreign import currency_code
from b2bdesk.models import (
    CostPool,
    CostPoolPeriod,
    Coverage,
    Dmu,
    DmuMember,
    MemberLine,
    MemberRole,
    MemberStance,
)
from b2bdesk.models.costing_enums import CostLevel, CostMethod
from b2bdesk.models.enums import CoverageLevel, LineKind, Stance
from b2bdesk.services.imports.decisions import NEW_RECORD
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.foreign import Amount, Converter
from b2bdesk.services.imports.masters import minor
from b2bdesk.services.imports.matching import folded
from b2bdesk.services.imports.pending import Known, Pending, Status
from b2bdesk.services.imports.relations import in_range
from b2bdesk.services.imports.tally import Row, Tally
from b2bdesk.services.imports.three_way import PERSON_ID

_COVERED = frozenset({"colleague", "coverage", "desired"})


def _of(known: Known, column: str, record_id: int) -> list[dict[str, Any]]:
    return [row for rows in known.rows.values() for row in rows if row[column] == record_id]


class RolesSheet:
    """Seats in decision-making units: roles, stance, influence, reporting lines, coverage."""

    def __init__(
        self, connection: Connection, pending: Pending, directory: Directory, today: date
    ) -> None:
        self._directory, self._pending = directory, pending
        self._today = day_of(today)
        known = partial(Known, connection, pending)
        self._units = known(Dmu, lambda r: (r["account_id"], folded(r["name"])))
        self._members = known(DmuMember, lambda r: (r["dmu_id"], r["person_id"]))
        self._roles = known(MemberRole, lambda r: (r["member_id"], r["role"]))
        self._stances = known(MemberStance, lambda r: (r["member_id"], r["valid_from"]))
        self._lines = known(MemberLine, lambda r: (r["member_id"], r["kind"]))
        self._coverage = known(Coverage, lambda r: (r["person_id"], r["colleague_id"]))
        self._bosses: list[tuple[Tally, int, int, int, int, str, int]] = []

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            account_id = self._directory.account_of(tally, number, row)
            if account_id is not None and (status := self._seat(tally, number, row, account_id)):
                tally.count(status)

    def _person(self, tally: Tally, number: int, row: Row, account_id: int) -> int | None:
        people = self._directory.people
        if (known := row.get(PERSON_ID)) is not None:
            return int(known)
        name, email = row.get("person"), row.get("email")
        chosen = tally.chosen(number)
        if chosen in people.by_id:
            return chosen
        found = people.find(account_id, name, email)
        if found.id is not None:
            return found.id
        if found.hits > 1 and chosen != NEW_RECORD:
            several = people.named(account_id, name)
            tally.ambiguous(number, "person", "ambiguous_person", name, several)
            return None
        if not name and not email:
            tally.problem(number, "person", "missing")
            return None
        job = {"title": row.get("title"), "contact_class": row.get("contact_class")}
        self._directory.made_here("person")
        return int(people.add(account_id, {"name": name or email, "email": email}, job)["id"])

    def _seat(self, tally: Tally, number: int, row: Row, account_id: int) -> Status | None:
        person_id = self._person(tally, number, row, account_id)
        if person_id is None:
            return None
        since = row.get("since") or self._today
        writes: list[Status] = []
        unit_name = row.get("dmu") or self._only_unit(account_id) or tr("Main purchase")
        unit_values = {
            "account_id": account_id,
            "name": unit_name,
            "situation": row.get("situation"),
            "path": row.get("path"),
        }
        status, unit = self._units.put((account_id, folded(unit_name)), unit_values)
        writes.append(status)
        people = self._directory.people
        job = people.job(account_id, person_id)
        values = {"title": row.get("title"), "contact_class": row.get("contact_class")}
        if job is None:
            people.employ(account_id, person_id, values)
            writes.append(Status.CHANGED)
        elif people.jobs.change(job, values):
            writes.append(Status.CHANGED)
        seat, member = self._members.put(
            (unit["id"], person_id),
            {
                "dmu_id": unit["id"],
                "person_id": person_id,
                "influence": in_range(tally, number, row, "influence", low=1, high=5),
                "adaptability": row.get("adaptability"),
            },
        )
        writes.append(seat)
        writes += self._held(row, member["id"], since)
        writes += self._opinion(tally, number, row, member["id"], since)
        writes += self._known_by(tally, number, row, person_id, since)
        self._take_out(member["id"], since)
        if row.get("reports_to"):
            place = (number, account_id, unit["id"], member["id"], row["reports_to"], since)
            self._bosses.append((tally, *place))
        if seat is Status.NEW:
            return Status.NEW
        quiet = all(status is Status.UNCHANGED for status in writes)
        return Status.UNCHANGED if quiet else Status.CHANGED

    def _only_unit(self, account_id: int) -> str | None:
        names = [rows[0]["name"] for key, rows in self._units.rows.items()
                 if rows and isinstance(key, tuple) and key[0] == account_id]  # fmt: skip
        return names[0] if len(names) == 1 else None

    def _held(self, row: Row, member_id: int, since: int) -> list[Status]:
        """Roles of a seat; what holds already is left alone."""
        writes: list[Status] = []
        for role in (row.get("roles") or "").split(","):
            held = [r for r in self._roles.find((member_id, role)) if r["valid_to"] is None]
            if role and not held:
                self._roles.add({"member_id": member_id, "role": role, "valid_from": since})
                writes.append(Status.CHANGED)
        return writes

    def _opinion(
        self, tally: Tally, number: int, row: Row, member_id: int, since: int
    ) -> list[Status]:
        """A stance from this day on; of a row of ours a cleared one is unknown from now on, and
        evidence alone is that of the stance that holds."""
        stance, evidence = row.get("stance"), row.get("evidence")
        place = self._pending.place
        ours = place is not None and self._members.stamped() is not None
        empty = place.empty if place is not None and ours else frozenset()
        if stance is None and ours and ("stance" in empty or evidence or "evidence" in empty):
            newest = max(
                _of(self._stances, "member_id", member_id),
                key=lambda row: (row["valid_from"], row["id"]),
                default=None,
            )
            if "stance" not in empty:
                if newest is not None:
                    self._stances.change(newest, {"evidence": evidence})
                elif evidence:
                    tally.problem(number, "evidence", "no_stance", evidence, effect="left_out")
                return []
            if newest is not None:
                stance = Stance.UNKNOWN.value
        if not stance:
            return []
        values: dict[str, Any] = {
            "member_id": member_id,
            "stance": stance,
            "valid_from": since,
            "author_id": self._directory.colleague(row.get("colleague")),
            "evidence": evidence,
        }
        return [self._stances.put((member_id, since), values)[0]]

    def _known_by(
        self, tally: Tally, number: int, row: Row, person_id: int, since: int
    ) -> list[Status]:
        """Who of us knows the person, and how well; a row of ours can take that back."""
        place = self._pending.place
        empty = place.empty & _COVERED if place and self._members.stamped() else frozenset()
        if "colleague" in empty:
            if row.get("coverage") not in (None, CoverageLevel.UNKNOWN) or row.get("desired"):
                tally.problem(number, "colleague", "missing", effect="left_out")
                return []
            held = _of(self._coverage, "person_id", person_id)
            for first in sorted(held, key=lambda row: int(row["id"]))[:1]:
                self._coverage.remove(first, ("colleague_id", "level", "desired"))
            return []
        colleague = self._directory.colleague(row.get("colleague"))
        if colleague is None or not (row.get("coverage") or row.get("desired") or empty):
            return []
        found = self._coverage.find((person_id, colleague))
        told = {
            "person_id": person_id,
            "colleague_id": colleague,
            "level": row.get("coverage") or CoverageLevel.UNKNOWN,
            "desired": row.get("desired"),
        }
        told |= {} if found else {"valid_from": since}
        return [self._coverage.put((person_id, colleague), told)[0]]

    def _take_out(self, member_id: int, since: int) -> None:
        """End the roles and the reporting line that the row names no longer."""
        place = self._pending.place
        if place is None:
            return
        ended = [(self._roles, role) for role in place.removed.get("roles", ())]
        if "reports_to" in place.empty:
            ended.append((self._lines, LineKind.REPORTS_TO.value))
        for known, key in ended:
            for row in [r for r in known.find((member_id, key)) if r["valid_to"] is None]:
                if row["valid_from"] >= since:  # what began on the day itself is taken back
                    known.remove(row)
                else:
                    known.change(row, {"valid_to": since - 1})

    def finish(self) -> None:
        """Draw reporting lines once everybody is seated."""
        for tally, number, account_id, unit_id, member_id, boss, since in self._bosses:
            with tally.again(number) as comes_in:
                if comes_in:
                    self._draw(tally, number, (account_id, unit_id, member_id), boss, since)
        self._bosses.clear()

    def _draw(
        self, tally: Tally, number: int, seat_at: tuple[int, int, int], boss: str, since: int
    ) -> None:
        account_id, unit_id, member_id = seat_at
        found = self._directory.people.find(
            account_id, None if "@" in boss else boss, boss if "@" in boss else None
        )
        seat = self._members.find((unit_id, found.id)) if found.id is not None else []
        if not seat or seat[0]["id"] == member_id:
            tally.problem(number, "reports_to", "unknown_person", boss, effect="left_out")
            return
        line = {
            "member_id": member_id,
            "to_member_id": seat[0]["id"],
            "kind": LineKind.REPORTS_TO,
            "valid_from": since,
        }
        reports = self._lines.find((member_id, LineKind.REPORTS_TO.value))
        held = [row for row in reports if row["valid_to"] is None]
        if not held:
            self._lines.add(line)
        elif held[0]["to_member_id"] != line["to_member_id"]:
            self._lines.change(held[0], {"to_member_id": line["to_member_id"]})


class CostPoolsSheet:
    """Cost pools and what they cost in a period."""

    def __init__(
        self, connection: Connection, pending: Pending, foreign: Converter, span: tuple[int, int]
    ) -> None:
        self._pools = Known(connection, pending, CostPool, lambda r: folded(r["name"]))
        self._periods = Known(
            connection,
            pending,
            CostPoolPeriod,
            lambda r: (r["pool_id"], r["first_month"], r["last_month"]),
        )
        self._foreign = foreign
        self._span = span

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            first, last = row.get("from"), row.get("to")
            months = (
                month_of_day(first) if first is not None else self._span[0],
                month_of_day(last) if last is not None else self._span[1],
            )
            if months[1] < months[0]:
                tally.problem(
                    number, "to", "wrong_order", date_of(last).isoformat() if last else ""
                )
                continue
            alone = self._is_alone(row)
            if row.get("amount") is None and not alone:
                tally.problem(number, "amount", "missing")
                continue
            amount = self._amount(tally, number, row, months)
            if amount is None:
                continue
            minutes = row.get("minutes")
            timed = CostMethod.TIME_DRIVEN if minutes is not None else CostMethod.CONVENTIONAL
            pool_values = {
                "name": row["name"],
                "activity": row.get("activity"),
                "level": row.get("level"),
                "method": row.get("method"),
                "driver": row.get("driver"),
                "minutes_per_event_milli": None if minutes is None else minutes // 1000,
                "ledger_accounts": row.get("ledger_accounts"),
                "note": row.get("note"),
            }
            defaults = {"activity": row["name"], "level": CostLevel.ORDER, "method": timed}
            made, pool = self._pools.put(folded(row["name"]), pool_values, defaults)
            if alone:
                tally.count(made)
                continue
            period = self._period(pool["id"], months, amount, row.get("capacity"))
            both = {made, period}
            tally.count(
                Status.NEW
                if Status.NEW in both
                else Status.CHANGED
                if Status.CHANGED in both
                else Status.UNCHANGED
            )

    def _amount(
        self, tally: Tally, number: int, row: Row, months: tuple[int, int]
    ) -> Amount | None:
        """The cost by the average rate of its months; None where that is not known. A period that
        came from the same amount stays as it was converted then."""
        held = self._held(row, months)
        if held is not None and (code := held["currency"]) is not None:
            if "currency" not in row and self._periods.stamped() is held:
                row = {**row, "currency": code}  # a workbook from before it was in another one
            came = minor(row["amount"], code), *months
            same = held["foreign_minor"], held["first_month"], held["last_month"]
            if came == same and currency_code(row.get("currency") or "") == code:
                return Amount(held["amount_minor"], code, held["foreign_minor"])
        days = day_of(first_of_month(months[0])), day_of(last_of_month(months[1]))
        return self._foreign.amount(tally, number, row, "amount", *days)

    def _held(self, row: Row, months: tuple[int, int]) -> dict[str, Any] | None:
        """The period that a row is, where the file has it."""
        if (stamped := self._periods.stamped()) is not None:
            return stamped
        pools = self._pools.find(folded(row["name"]))
        found = self._periods.find((pools[0]["id"], *months)) if pools else []
        return found[0] if found else None

    def _period(
        self, pool_id: int, months: tuple[int, int], amount: Amount, capacity: int | None
    ) -> Status:
        values = {
            "pool_id": pool_id,
            "first_month": months[0],
            "last_month": months[1],
            "amount_minor": amount.minor,
            "practical_capacity": capacity,
            "currency": amount.currency,
            "foreign_minor": amount.foreign_minor,
        }
        status, period = self._periods.put((pool_id, *months), values)
        told = amount.minor is not None and amount.currency is None
        if told and period["foreign_minor"] is not None:
            self._periods.clear(period, ("currency", "foreign_minor"))  # in ours from now on
            status = Status.CHANGED
        return status

    def _is_alone(self, row: Row) -> bool:
        """True for a row of ours of a pool that has no period, and is given none."""
        ours = self._pools.stamped() is not None and self._periods.stamped() is None
        return ours and all(row.get(key) is None for key in ("from", "to", "amount", "capacity"))
