"""A row that comes back from a workbook of ours: what was changed there, and what here meanwhile.

Field by field: what the workbook still says as it was written is no change, so the file's own value
stays, also where it is another one by now; what was changed only in the workbook comes in; what was
changed to the same value is nothing; what both sides changed is a conflict, which the user decides.
The kinds of sheet need not know: they are given the row that the comparison leaves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from b2bdesk.core.dates import month_of_day
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.excel.cell_values import clean
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.own_columns import OWN, READ_AS, own_name
from b2bdesk.exchange_formats.values import rounded
from b2bdesk.models.enums import OwnFieldType
from b2bdesk.queries.as_of_step import Tables, step_of
from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions, Side
from b2bdesk.services.imports.plan import Choice, Conflict
from b2bdesk.services.record_rows import RECORDS, shown, shown_own
from b2bdesk.services.record_source import RecordKind, RecordRow, Source

Row = dict[str, Any]

ACCOUNT_ID = "id:account"
"""In a row: the account it belongs to, where its cells name it as the workbook was written."""
PERSON_ID = "id:person"
"""In a row: the person, likewise."""

LINKED = {"pool": "cost_pool", "attribute": "brand_attribute", "product_code": "product"}
"""Fields that name another record, by its table; in a row, ``id:<field>`` is the record itself
while the field says what it said: the record may be called otherwise by now."""

_ACCOUNT = ("account_code", "account_name")


@dataclass(frozen=True, slots=True)
class Note:
    """A problem of a row, as ``Tally.problem`` takes it."""

    key: str
    code: str
    value: object = ""
    detail: str = ""
    effect: str = "left_out"
    choices: tuple[Choice, ...] = ()


@dataclass(slots=True)
class Merged:
    """What is left of a row. ``record``: the record it is, None for a row that is none of ours.

    ``ids``: the records beside it by table. ``cleared``: fields that the row empties. ``removed``:
    names or words that the row takes out of a field that holds several.
    """

    row: Row
    record: int | None = None
    ids: Mapping[str, int] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)
    removed: dict[str, frozenset[str]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class RoundTrip:
    """The comparison of one import; what the file held then is read once for each version."""

    def __init__(self, connection: Connection, currency: str, decisions: Decisions) -> None:
        self._connection = connection
        self._currency = currency
        self._decisions = decisions
        self._steps: dict[str, int | None] = {}
        self._sources: dict[int | None, Source] = {}
        self._rows: dict[tuple[str, int | None], dict[int, list[RecordRow]]] = {}
        self._seen: dict[tuple[str, int, int], int] = {}
        self._foreign: set[str] = set()
        self._own: dict[str, dict[str, tuple[str, OwnFieldType]]] = {}

    def merge(
        self, kind: str, sheet: str, number: int, row: Row, unread: Collection[str] = ()
    ) -> Merged:
        """What a row of a sheet is to write. ``unread``: fields whose cell could not be read."""
        told, stamp = row.get("record_id"), row.get("version")
        plain = {key: value for key, value in row.items() if key not in ("record_id", "version")}
        record = RECORDS.get(kind)
        if record is None or not told or not stamp:
            return Merged(plain)
        record_id = int(told) if str(told).isdecimal() and len(str(told)) < 20 else None
        step = self._step(str(stamp))
        if step is None or record_id is None:
            merged = Merged(plain)
            if sheet not in self._foreign:  # once for a sheet: it is so for every row
                self._foreign.add(sheet)
                merged.notes.append(Note("version", "other_file", stamp, effect="noted"))
            return merged
        then, now = self._then_and_now(kind, step, record_id, row)
        wanted_new = self._decisions.records.get((sheet, number)) == NEW_RECORD
        if wanted_new or (now is None and then is None):
            return Merged(plain)
        if now is None:
            return Merged(plain, notes=[_asked("deleted_here", told)])
        first = self._seen.setdefault((kind, record_id, now.ids.get("job", 0)), number)
        if first != number:
            return Merged(plain, notes=[_asked("twice_here", told, str(first))])
        if then is None:
            return Merged(plain, record_id, now.ids)
        place = (kind, sheet, number)
        comparison = _Comparison(place, record, then, now, self._decisions, self._currency)
        comparison.own = self._own_fields(record)
        return comparison.of(plain, frozenset(unread))

    def _own_fields(self, record: RecordKind) -> Mapping[str, tuple[str, OwnFieldType]]:
        """A row's own columns: the key of each in a record's row, and what it holds."""
        if record.own is None:
            return {}
        if record.own not in self._own:
            self._own[record.own] = {
                OWN + row["name"]: (f"{OWN}{row['id']}", OwnFieldType(row["type"]))
                for row in self._source(None).own_fields(record.own)
            }
        return self._own[record.own]

    def _step(self, stamp: str) -> int | None:
        if stamp not in self._steps:
            self._steps[stamp] = step_of(self._connection, stamp)
        return self._steps[stamp]

    def _then_and_now(
        self, kind: str, step: int, record_id: int, row: Row
    ) -> tuple[RecordRow | None, RecordRow | None]:
        """A record as a row of its kind, as it was and as it is.

        A person with several jobs has several rows: the one at the account that the row names and
        that no earlier row of the sheet was.
        """
        was, now = (self._of(kind, at).get(record_id, []) for at in (step, None))

        def fits(each: RecordRow) -> tuple[bool, bool]:
            unseen = (kind, record_id, each.ids.get("job", 0)) not in self._seen
            named = all(_text(row.get(k)) == _text(each.values.get(k)) for k in _ACCOUNT)
            return unseen and named, unseen

        # A pool that got its first period has rows of that now, and is still there itself.
        now = now or list(RECORDS[kind].rows(self._source(None), [record_id]))
        then = max(was, key=fits, default=None)
        if then is None:
            return None, max(now, key=fits, default=None)
        job = then.ids.get("job")
        return then, next((each for each in now if each.ids.get("job") == job), None)

    def _source(self, step: int | None) -> Source:
        if step not in self._sources:
            self._sources[step] = Source(Tables(self._connection, step), self._currency)
        return self._sources[step]

    def _of(self, kind: str, step: int | None) -> dict[int, list[RecordRow]]:
        """The rows of a kind by record; as they are without ``step``."""
        key = (kind, step)
        if key not in self._rows:
            found: dict[int, list[RecordRow]] = {}
            for each in RECORDS[kind].rows(self._source(step), None):
                found.setdefault(each.id, []).append(each)
            self._rows[key] = found
        return self._rows[key]


def _asked(code: str, told: object, detail: str = "") -> Note:
    new = Choice(NEW_RECORD, tr("Bring it in as a new record"))
    return Note("record_id", code, told, detail, "ambiguous", (new,))


class _Comparison:
    """One row against the record as it was and as it is."""

    def __init__(
        self,
        place: tuple[str, str, int],
        record: RecordKind,
        then: RecordRow,
        now: RecordRow,
        decisions: Decisions,
        currency: str,
    ) -> None:
        self._kind, self._sheet, self._number = place
        self._record, self._then, self._now = record, then, now
        self._decisions = decisions
        came = then.values.get("currency")  # of the row's own amount
        self._minor = 10 ** (6 - exponent(str(came) if came else currency))
        self._fields = KINDS[self._kind].by_key
        self._merged = Merged({}, now.id, now.ids)
        self._emptied: Collection[str] = ()
        self.own: Mapping[str, tuple[str, OwnFieldType]] = {}

    def of(self, row: Row, unread: frozenset[str]) -> Merged:
        """The row that is left."""
        merged = self._merged
        merged.row = row
        record = self._record
        fields = [*record.fields, *(key for key in row if own_name(key) and record.own)]
        told = [key for key in _ACCOUNT if key in row]
        if record.of_all and not any(row[key] for key in told):
            self._emptied = told  # of everybody now
        changed = {
            key
            for key in fields
            if key in row and key not in unread and self._differs(key, row[key])
        }
        if changed & record.identity:  # the row is told of another one now
            return Merged(row)
        for key in fields:
            if key not in row or key in changed:
                continue
            row[key] = self._mine(key) if key in record.kept | record.always else None
        for key in changed:
            self._take(key, row)
        self._account(row, changed)
        for group in record.together:
            for key in group & row.keys():
                if not group & changed:
                    row[key] = None
                elif key not in changed:
                    row[key] = self._mine(key)
        for key, follower in record.follows.items():
            if key in changed - merged.cleared and follower in row.keys() - changed:
                row[follower] = self._mine(follower)
        whose = {"person", *_ACCOUNT}
        if "person" in self._now.ids and "person" in row and not whose & changed:
            row[PERSON_ID] = self._now.ids["person"]
        for key, table in LINKED.items():
            if key in row and key not in changed and table in self._now.ids:
                row[f"id:{key}"] = self._now.ids[table]
        return merged

    def _differs(self, key: str, theirs: Any) -> bool:
        """Whether the workbook changed a field, and to something that it is not here already.

        A change that does not hold, because the field cannot be empty or because this file's value
        was chosen, is none.
        """
        then, mine = self._was(key), self._mine(key)
        if self._same(key, theirs, then) or self._same(key, theirs, mine):
            return False
        needed = key in self._record.kept or key in _ACCOUNT
        if theirs in (None, "") and needed and key not in self._emptied:
            self._merged.notes.append(Note(key, "missing"))
            return False
        if self._same(key, mine, then) or key in self._record.lists:
            return True
        side = self._decisions.conflicts.get((self._sheet, self._number, key))
        was, here, there = (self._shown(key, value) for value in (then, mine, theirs))
        self._merged.conflicts.append(
            Conflict(self._sheet, self._number, self._label(), key, was, here, there, side)
        )
        return side is Side.THEIRS

    def _take(self, key: str, row: Row) -> None:
        """Take a changed field; one of several names keeps what was added to it here."""
        if key in self._record.lists:
            then, mine, theirs = (
                parts_of(value) for value in (self._was(key), self._mine(key), row[key])
            )
            kept = [name for name in theirs if name in mine or name not in then]
            kept += [name for name in mine if name not in then and name not in theirs]
            self._merged.removed[key] = frozenset(then) - frozenset(theirs)
            row[key] = ("," if self._fields[key].choices else ";").join(kept) or None
        if row[key] in (None, ""):
            row[key] = None
            self._merged.cleared.add(key)

    def _account(self, row: Row, changed: set[str]) -> None:
        """The account by its id, or by what was changed of its number and its name."""
        told = [key for key in _ACCOUNT if key in row]
        if not told:
            return
        if changed.isdisjoint(_ACCOUNT):
            row[ACCOUNT_ID] = self._now.ids.get("account")
            row.update({key: self._mine(key) for key in told})
        else:
            row.update({key: None for key in told if key not in changed})
            self._merged.ids = {
                t: i for t, i in self._now.ids.items() if t not in ("account", "job")
            }

    def _was(self, key: str) -> Any:
        return self._then.values.get(self._key(key))

    def _mine(self, key: str) -> Any:
        return self._now.values.get(self._key(key))

    def _key(self, key: str) -> str:
        return self.own[key][0] if key in self.own else key

    def _shown(self, key: str, value: Any) -> object:
        if key in self.own:
            return shown_own(self.own[key][1], value)
        return shown(self._kind, key, value)

    def _label(self) -> str:
        values = self._now.values
        names = (values.get(key) for key in ("person", "name", "subject", "what", "account_name"))
        return next((str(name) for name in names if name), "")

    def _same(self, key: str, one: Any, other: Any) -> bool:
        """Whether two values would be read from the same cell."""
        form = READ_AS[self.own[key][1]] if key in self.own else self._fields[key].type
        none = (None, "", "unknown") if key in self._record.unknown else (None, "")
        if one in none or other in none:
            return one in none and other in none
        if key in self._record.lists:
            return set(parts_of(one)) == set(parts_of(other))
        if form is FieldType.MONEY:
            return rounded(one, self._minor) == rounded(other, self._minor)
        if key in self._record.months:
            return month_of_day(one) == month_of_day(other)
        if form is FieldType.NOTE:
            return _note(one) == _note(other)
        if isinstance(one, str) or isinstance(other, str):
            return _text(one) == _text(other)
        return bool(one == other)


def parts_of(text: object) -> list[str]:
    """The names or words of a cell that holds several; where names have commas, ``;`` parts."""
    told = str(text or "")
    parts = told.split(";" if ";" in told else ",")
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def _note(text: object) -> str:
    """A text as it comes back from a cell."""
    return clean(str(text)).strip()


def _text(text: object) -> str:
    return " ".join(_note(text).split()) if text not in (None, "") else ""
