"""Sheets about the relationship: exchanges, next steps, assessments, contracts and targets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import (
    date_of,
    day_of,
    first_of_month,
    last_of_month,
    local_date_of,
    month_of_day,
    noon_of,
)
from b2bdesk.exchange_formats.excel.model import Chunk
from b2bdesk.exchange_formats.kinds_own import ANSWERS
from b2bdesk.models import (
    Assessment,
    Contract,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    NextStep,
    RelationshipRecord,
    SalesTarget,
)
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    Channel,
    Direction,
    ExchangeKind,
    PromisedBy,
    RelationshipPoint,
    RenewalState,
)
from b2bdesk.services.imports.directory import Directory
from b2bdesk.services.imports.foreign import Converter
from b2bdesk.services.imports.matching import folded
from b2bdesk.services.imports.pending import Known, Pending, Status
from b2bdesk.services.imports.tally import Row, Tally
from b2bdesk.services.record_lists import set_with

RowTaker = Callable[[Tally, int, Row, int], Status | None]


class AccountRecords:
    """A sheet whose rows belong to accounts; ``take_row`` returns None for a refused row."""

    def __init__(self, directory: Directory, take_row: RowTaker) -> None:
        self._directory = directory
        self._take_row = take_row

    def take(self, chunk: Chunk, tally: Tally) -> None:
        """Resolve a chunk."""
        for number, row in tally.rows(chunk):
            account_id = self._directory.account_of(tally, number, row)
            if account_id is None:
                continue
            status = self._take_row(tally, number, row, account_id)
            if status is not None:
                tally.count(status)


def in_range(tally: Tally, number: int, row: Row, key: str, *, low: int, high: int) -> int | None:
    """A whole number within bounds; left out and noted otherwise."""
    value = row.get(key)
    if value is None or low <= value <= high:
        return value
    tally.problem(number, key, "out_of_range", value, detail=f"{low} … {high}", effect="left_out")
    return None


class Relations:
    """Takes rows of relationship sheets; remembers what the file and this import hold."""

    def __init__(
        self,
        connection: Connection,
        pending: Pending,
        directory: Directory,
        foreign: Converter,
        today: date,
    ) -> None:
        self._connection, self._pending = connection, pending
        self._directory = directory
        self._foreign = foreign
        self._today = day_of(today)
        self._known: dict[str, Known] = {}

    def _table(self, model: Any, key: Callable[[Any], Any]) -> Known:
        name = model.__tablename__
        if name not in self._known:
            self._known[name] = Known(self._connection, self._pending, model, key)
        return self._known[name]

    # --- exchanges ---------------------------------------------------------------------------

    def exchange(self, tally: Tally, number: int, row: Row, account_id: int) -> Status | None:
        """One exchange, known by account, day, channel and subject."""
        at = noon_of(date_of(row["date"]))
        channel = row.get("channel") or Channel.CALL.value
        subject = row.get("subject") or (row.get("note") or "")[:80] or Channel(channel).value
        kind, direction = row.get("kind"), row.get("direction")
        inbound = (
            direction == Direction.INBOUND
            if direction is not None
            else kind is not None and ExchangeKind(kind) in INBOUND_KINDS
        )
        defaults = {
            "direction": Direction.INBOUND if inbound else Direction.OUTBOUND,
            "kind": ExchangeKind.ENGAGEMENT if inbound else ExchangeKind.COMMUNICATION,
            "channel": channel,
            "subject": subject,
        }
        people = self._people(tally, number, row, account_id)
        owners = [self._directory.colleague(n) for n in _names(row.get("owner"))]
        known = self._table(
            Exchange,
            lambda r: (r["account_id"], local_date_of(r["at"]), r["channel"], folded(r["subject"])),
        )
        key = (account_id, local_date_of(at), channel, folded(subject))
        values = {
            "account_id": account_id,
            "at": at,
            "direction": direction,
            "kind": kind,
            "channel": row.get("channel"),
            "subject": row.get("subject"),
            "note": row.get("note"),
            "minutes": in_range(tally, number, row, "minutes", low=0, high=6000),
            "sentiment": in_range(tally, number, row, "sentiment", low=-2, high=2),
            "complaint": row.get("complaint"),
            "gave": row.get("gave"),
            "got": row.get("got"),
            "owner_id": owners[0] if owners else None,
        }
        found = known.own(key)
        if found is not None and local_date_of(found["at"]) == date_of(row["date"]):
            values.pop("at")  # its hour may have been set by hand: the day is what the sheet knows
        status, exchange = known.put(key, values, defaults)
        exchange_id = exchange["id"]
        theirs = self._table(ExchangePerson, lambda r: (r["exchange_id"], r["person_id"]))
        ours = self._table(ExchangeColleague, lambda r: (r["exchange_id"], r["colleague_id"]))
        for known_side, column, ids in (
            (theirs, "person_id", people),
            (ours, "colleague_id", owners),
        ):
            for other in ids:
                if other is not None and not known_side.find((exchange_id, other)):
                    known_side.add({"exchange_id": exchange_id, column: other})
                    status = Status.CHANGED if status is Status.UNCHANGED else status
        self._take_out(exchange_id, theirs, "people", "person_id")
        self._take_out(exchange_id, ours, "owner", "colleague_id")
        return status

    def _take_out(self, exchange_id: int, side: Known, key: str, column: str) -> None:
        """Take out who the row names no longer, where it named them before."""
        place = self._pending.place
        names = {folded(name) for name in place.removed.get(key, ())} if place else set()
        if not names:
            return
        directory = self._directory
        called = directory.people.persons if key == "people" else directory.colleagues
        for rows in list(side.rows.values()):
            for link in rows[:]:
                other = called.get(link[column])
                if link["exchange_id"] == exchange_id and other and folded(other["name"]) in names:
                    side.remove(link)

    def _people(self, tally: Tally, number: int, row: Row, account_id: int) -> list[int]:
        found: list[int] = []
        for name in _names(row.get("people")):
            person_id = self.person(tally, number, "people", account_id, name)
            if person_id is not None:
                found.append(person_id)
        return found

    def person(self, tally: Tally, number: int, key: str, account_id: int, name: str) -> int | None:
        """A person at the account by name or email; noted and left out where there is none."""
        email = name if "@" in name else None
        hit = self._directory.people.find(account_id, None if email else name, email)
        if hit.id is None:
            code = "ambiguous_person" if hit.hits > 1 else "unknown_person"
            tally.problem(number, key, code, name, detail=str(hit.hits), effect="left_out")
        return hit.id

    # --- the others --------------------------------------------------------------------------

    def next_step(self, tally: Tally, number: int, row: Row, account_id: int) -> Status:
        """One next step, known by account and words."""
        known = self._table(NextStep, lambda r: (r["account_id"], folded(r["what"]), r["due_day"]))
        person = row.get("person")
        values = {
            "account_id": account_id,
            "what": row["what"],
            "due_day": row.get("due"),
            "owner_id": self._directory.colleague(row.get("owner")),
            "person_id": self.person(tally, number, "person", account_id, person)
            if person
            else None,
            "promised_by": row.get("promised_by"),
            "done_day": row.get("done"),
        }
        key = (account_id, folded(row["what"]), row.get("due"))
        return known.put(key, values, {"promised_by": PromisedBy.US})[0]

    def assessment(self, tally: Tally, number: int, row: Row, account_id: int) -> Status:
        """One assessment of an account on a day, and the types set with it."""
        day = row.get("date") or self._today
        known = self._table(Assessment, lambda r: (r["account_id"], r["on_day"]))
        author = self._directory.colleague(row.get("author"))
        answers = {key: in_range(tally, number, row, key, low=1, high=5) for key in ANSWERS}
        values = {
            "account_id": account_id,
            "on_day": day,
            "author_id": author,
            "note": row.get("note"),
        }
        before = known.stamped()
        was = (before["account_id"], before["on_day"]) if before is not None else None
        status, _ = known.put((account_id, day), {**values, **answers})
        records = self._table(
            RelationshipRecord, lambda r: (r["account_id"], r["point"], r["on_day"])
        )
        for point, key, on_day in (
            (RelationshipPoint.CURRENT, "current", day),
            (RelationshipPoint.TARGET, "target", row.get("target_date") or day),
        ):
            told = {
                "account_id": account_id,
                "point": point,
                "type": row.get(key),
                "on_day": on_day,
                "set_day": day if point is RelationshipPoint.TARGET else None,
            }
            if was is not None and self._set_again(records, point, key, was, told):
                continue
            if row.get(key):
                place = (account_id, point.value, on_day)
                set_now, _ = records.put(place, {**told, "author_id": author})
                if status is Status.UNCHANGED and set_now is not Status.UNCHANGED:
                    status = Status.CHANGED
        return status

    def _set_again(
        self, records: Known, point: RelationshipPoint, key: str, was: tuple[int, int], told: Row
    ) -> bool:
        """Change the type that was set with an assessment of ours; False where there is none."""
        account_id, day = was
        of_account = (row for rows in records.rows.values() for row in rows
                      if row["account_id"] == account_id)  # fmt: skip
        held = set_with(of_account, point, day)
        if held is None:
            return False
        place = self._pending.place
        if place is not None and key in place.empty:
            records.remove(held, ("type",))
        else:
            if told["type"] is None and point is RelationshipPoint.TARGET:
                told = {**told, "on_day": None}  # its day was not told, and stays
            records.change(held, told)
        return True

    def contract(self, tally: Tally, number: int, row: Row, account_id: int) -> Status | None:
        """One contract, known by account and name."""
        starts, ends = row.get("starts"), row.get("ends")
        if starts is not None and ends is not None and ends < starts:
            tally.problem(number, "ends", "wrong_order", date_of(ends).isoformat())
            return None
        known = self._table(Contract, lambda r: (r["account_id"], folded(r["name"])))
        values = {
            "account_id": account_id,
            "name": row["name"],
            "starts_day": starts,
            "ends_day": ends,
            "notice_days": in_range(tally, number, row, "notice_days", low=0, high=3660),
            "auto_renews": row.get("auto_renews"),
            "renewal": row.get("renewal"),
            "note": row.get("note"),
        }
        defaults = {"auto_renews": False, "renewal": RenewalState.NOT_STARTED}
        return known.put((account_id, folded(row["name"])), values, defaults)[0]

    def sales_target(self, tally: Tally, number: int, row: Row, account_id: int) -> Status | None:
        """One target over whole months, known by account and months."""
        first, last = month_of_day(row["from"]), month_of_day(row["to"])
        if last < first:
            tally.problem(number, "to", "wrong_order", date_of(row["to"]).isoformat())
            return None
        days = day_of(first_of_month(first)), day_of(last_of_month(last))
        amount = self._foreign.amount(tally, number, row, "amount", *days)
        if amount is None:
            return None
        known = self._table(
            SalesTarget, lambda r: (r["account_id"], r["first_month"], r["last_month"])
        )
        values = {
            "account_id": account_id,
            "first_month": first,
            "last_month": last,
            "amount_minor": amount.minor,
        }
        return known.put((account_id, first, last), values)[0]


def _names(text: str | None) -> list[str]:
    """Names parted by semicolons, by commas where there are none: a name may have a comma."""
    told = text or ""
    return [name for part in told.split(";" if ";" in told else ",") if (name := part.strip())]
