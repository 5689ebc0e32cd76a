"""What an import would do, before it does it: frozen counts, problems and totals per sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from b2bdesk.exchange_formats.excel.model import letter_of
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.services.imports.decisions import Side
from b2bdesk.services.imports.reasons import hint, reason

DETAILS_MAX = 5000  # problem rows kept in words per sheet; the counts are always exact


@dataclass(frozen=True, slots=True)
class Choice:
    """A record that an ambiguous row may be. ``id`` is below zero for one that this import is
    going to make, and names it in every dry run of the workbook."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row to look at. ``effect``: ``rejected`` or ``ambiguous`` (it waits), ``left_out`` (it
    comes in without this cell) or ``noted`` (it comes in as it is). ``column`` is -1 for the whole
    row. A waiting row may be told several times, once for each cell.

    ``choices``: the records that fit where several do. ``proposal``: what could stand in the cell
    instead, as text, where that can be told.
    """

    sheet: str
    row: int
    column: int
    header: str
    value: str
    code: str
    detail: str
    effect: str
    choices: tuple[Choice, ...] = ()
    proposal: str = ""

    @property
    def letter(self) -> str:
        """Excel's letters of the column, "" for the whole row."""
        return letter_of(self.column) if self.column >= 0 else ""

    @property
    def reason(self) -> str:
        """What is wrong, in words."""
        return reason(self.code, self.detail)

    @property
    def hint(self) -> str:
        """What to do, in words."""
        return hint(self.code, self.detail)


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A value of the file that the import changes, as a person reads it: names instead of ids.

    ``field`` is the key of the sheet's field, or the title of a column that no field fills.
    """

    sheet: str
    row: int
    record: str
    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was changed here and in the workbook since the workbook was written.

    ``side``: whose value holds, None until the user decides; the field stays as it is then.
    """

    sheet: str
    row: int
    record: str
    field: str
    then: object
    mine: object
    theirs: object
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that the import would make, with what look-alikes are found by.

    ``id`` names it as ``Choice.id`` does.
    """

    sheet: str
    row: int
    name: str
    city: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    tax_id: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Conversion:
    """Rows in another currency and one rate. ``until``: the last day of an average rate, None for
    the rate that holds from the day ``since`` on. ``amount_minor`` is what they came as."""

    currency: str
    since: int
    until: int | None
    rate_micro: int
    rows: int
    amount_minor: int
    converted_minor: int


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet's outcome. ``read`` = new + changed + unchanged + rejected + ambiguous + set_aside.

    ``set_aside``: rows that the user skips, or that the chosen mode leaves out.

    ``amount_minor``: net total of the rows that come in or are in already; ``waiting_minor``: of
    those that do not, where their amount could be read. ``waiting_rows``: row number to reason
    code. ``occurrences``: of waiting invoice lines, which part of their key is not on the sheet.

    ``cells_changed`` counts every changed cell, of which ``changes`` keeps the first. ``rules``:
    row number to the rule by which the row was matched to its record. ``mapping`` and
    ``overrides``: how the sheet was read, and the cells that the user put right. ``conversions``:
    the amounts in other currencies that come in.
    """

    sheet: str
    kind: str
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    ambiguous: int
    cells_left_out: int
    problems: tuple[ProblemRow, ...] = ()
    changes: tuple[ChangedCell, ...] = ()
    waiting_rows: Mapping[int, str] = field(default_factory=dict)
    occurrences: Mapping[int, int] = field(default_factory=dict)
    amount_minor: int | None = None
    waiting_minor: int | None = None
    conflicts: tuple[Conflict, ...] = ()
    new_accounts: tuple[NewAccount, ...] = ()
    set_aside: int = 0
    cells_changed: int = 0
    rules: Mapping[int, str] = field(default_factory=dict)
    mapping: SheetMapping | None = None
    overrides: tuple[tuple[int, int, str], ...] = ()
    conversions: tuple[Conversion, ...] = ()

    def open_rows(self) -> tuple[int, ...]:
        """The rows that wait for the user, those with an open conflict among them."""
        asked = {conflict.row for conflict in self.conflicts if conflict.side is None}
        return tuple(sorted(asked | set(self.waiting_rows)))

    def reason_counts(self) -> tuple[tuple[str, int], ...]:
        """How many rows wait for each reason code, most first."""
        counts: dict[str, int] = {}
        for code in self.waiting_rows.values():
            counts[code] = counts.get(code, 0) + 1
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run. ``created`` counts records by table that no sheet of their own lists,
    such as accounts known only from invoice lines."""

    file_name: str
    sha256: str
    currency: str
    sheets: tuple[SheetPlan, ...]
    created: Mapping[str, int]
    imported_before: bool = False

    @property
    def writes(self) -> bool:
        """False when the import would change nothing."""
        return any(s.new or s.changed for s in self.sheets)

    @property
    def new(self) -> int:
        """New rows of all sheets."""
        return sum(s.new for s in self.sheets)

    @property
    def changed(self) -> int:
        """Changed rows of all sheets."""
        return sum(s.changed for s in self.sheets)

    @property
    def unchanged(self) -> int:
        """Rows of all sheets that are in the file already."""
        return sum(s.unchanged for s in self.sheets)

    @property
    def waiting(self) -> int:
        """Rejected and ambiguous rows of all sheets."""
        return sum(s.rejected + s.ambiguous for s in self.sheets)
