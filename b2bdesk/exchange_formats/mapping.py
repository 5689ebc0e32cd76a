"""A sheet's mapping (kind, columns, how to read them): suggested, corrected, remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from b2bdesk.core.i18n import in_every_language, mark, tr
from b2bdesk.exchange_formats.excel.model import (
    ColumnLook,
    ColumnRead,
    LineMeaning,
    SheetLook,
    SheetRequest,
    WorkbookLook,
    letter_of,
)
from b2bdesk.exchange_formats.kinds import ChoiceSet, FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.recognise import (
    SURE,
    ColumnGuess,
    match_columns,
    recognise_sheet,
)
from b2bdesk.exchange_formats.recognise_lines import DEFAULT_MEANING, read_meaning
from b2bdesk.exchange_formats.words import words_of
from b2bdesk.models.enums import WORDS

ADDED_TITLES = (
    mark("Occurrence"),
    mark("Row in the file"),
    mark("Reason"),
    mark("What to do"),
)
"""Columns that the export of waiting rows adds to the sheet's own."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The column that fills a field; ``confidence`` is 1 where the user or a layout said so."""

    index: int
    header: str
    decimal: str = "."
    date_order: str = "dmy"
    confidence: float = 1.0

    @property
    def letter(self) -> str:
        """Excel's letters of the column."""
        return letter_of(self.index)


@dataclass(frozen=True, slots=True)
class Question:
    """Something the values leave open. ``code``: ``cost_basis``, ``date_order``, ``decimal_mark``,
    ``discount_form``, ``column``. ``answer`` is what is assumed until the user says otherwise."""

    code: str
    field: str
    answer: str
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """Everything needed to read one sheet. ``kind`` "" means the sheet is left out."""

    sheet: str
    kind: str
    first_row: int
    last_row: int
    header_row: int = 0
    columns: Mapping[str, ColumnMap] | None = None
    meaning: LineMeaning = DEFAULT_MEANING
    skip_rows: tuple[int, ...] = ()
    merged: bool = False
    confidence: float = 1.0
    remembered: bool = False
    questions: tuple[Question, ...] = ()

    @property
    def fields(self) -> Mapping[str, ColumnMap]:
        """The mapped columns by field key."""
        return self.columns or {}

    def missing(self) -> tuple[tuple[str, ...], ...]:
        """Groups of fields of which one must still be mapped."""
        if not self.kind:
            return ()
        return tuple(
            group
            for group in KINDS[self.kind].needs
            if not any(key in self.fields for key in group)
        )

    def with_column(self, look: SheetLook, field: str, index: int | None) -> SheetMapping:
        """This mapping with another column (or none) for a field; a column fills one field."""
        kept = {k: c for k, c in self.fields.items() if k != field and c.index != index}
        if index is not None:
            column = next(c for c in look.columns if c.index == index)
            kept[field] = _column_map(column, 1.0)
        return _with_meaning(replace(self, columns=kept), look)

    def request(self) -> SheetRequest:
        """What the reading process is asked for; values come in the order of the kind's fields."""
        return SheetRequest(
            self.sheet,
            self.first_row,
            self.last_row,
            tuple(
                ColumnRead(
                    field.key,
                    self.fields[field.key].index,
                    field.type.value,  # a plain text: the reading process loads no models
                    self.fields[field.key].decimal,
                    self.fields[field.key].date_order,
                    choice_words(field.choices) if field.choices else (),
                )
                for field in KINDS[self.kind].fields
                if field.key in self.fields
            ),
            self.skip_rows,
            self.merged,
        )


_SYNONYMS = {
    "customer": "end_customer", "reseller": "partner", "distributor": "partner", "lead": "prospect",
    "economic buyer": "budget_holder", "decision maker": "decider", "purchaser": "buyer",
    "skeptic": "sceptic", "detractor": "opponent", "advocate": "champion", "out": "outbound",
    "in": "inbound", "phone": "call", "telephone": "call", "meeting": "visit", "e mail": "email",
    "mail": "email", "video call": "video", "chat": "message", "customer sustaining": "customer",
    "batch": "order", "time driven": "time_driven", "we": "us", "they": "them", "it": "technical",
    "procurement": "purchasing", "accounting": "finance", "management": "decision_maker",
    "partnership": "collaborative", "collaborative exchange": "collaborative",
    "order lines": "order_lines", "lines": "order_lines", "in progress": "in_talks",
}  # fmt: skip


def choice_words(choices: ChoiceSet) -> tuple[tuple[str, str], ...]:
    """Every word a closed vocabulary's members are written with, and the member's key."""
    members = {member.value: member for member in choices}
    found = {words_of(key): key for key in members}
    for key, member in members.items():
        for word in in_every_language(WORDS[member]) if member in WORDS else ():
            found.setdefault(words_of(word), key)
    for word, key in _SYNONYMS.items():
        if key in members:
            found.setdefault(words_of(word), key)
    return tuple(found.items())


def signature(look: SheetLook) -> str:
    """What makes two sheets the same report: their header names, in order.

    The columns that the export of waiting rows adds do not count: it is the same report.
    """
    added = {words_of(tr(title)) for title in ADDED_TITLES}
    words = [words_of(column.header) for column in look.columns]
    names = "\n".join(name for name in words if name not in added)
    return hashlib.sha256(names.encode()).hexdigest()[:32]


def suggest(look: SheetLook, remembered: str | None = None) -> SheetMapping:
    """The mapping of a sheet: as remembered for its layout, else as recognised."""
    if remembered is not None and look.header_row:
        found = _recall(look, remembered)
        if found is not None:
            return found
    guess = recognise_sheet(look, KINDS)
    return _mapping(look, guess.kind if not look.hidden else "", guess.columns, guess.confidence)


def suggest_workbook(
    look: WorkbookLook, remembered: Mapping[str, str] | None = None
) -> tuple[SheetMapping, ...]:
    """A mapping for each sheet; ``remembered``: signature to stored mapping."""
    known = remembered or {}
    return tuple(suggest(sheet, known.get(signature(sheet))) for sheet in look.sheets)


def remap(look: SheetLook, kind: str) -> SheetMapping:
    """The suggested columns of a sheet when the user says what kind it is ("" leaves it out)."""
    return _mapping(look, kind, match_columns(look.columns, KINDS[kind]) if kind else (), 1.0)


def _column_map(column: ColumnLook, confidence: float) -> ColumnMap:
    return ColumnMap(column.index, column.header, column.decimal, column.date_order, confidence)


def _mapping(
    look: SheetLook, kind: str, guesses: tuple[ColumnGuess, ...], confidence: float
) -> SheetMapping:
    by_index = {column.index: column for column in look.columns}
    columns = {g.field: _column_map(by_index[g.index], g.confidence) for g in guesses}
    mapping = SheetMapping(
        look.name,
        kind,
        look.first_row,
        look.last_row,
        look.header_row,
        columns if kind else {},
        skip_rows=look.skip_rows,
        merged="merged" in look.notes,
        confidence=confidence,
    )
    return _with_meaning(mapping, look)


def _with_meaning(mapping: SheetMapping, look: SheetLook) -> SheetMapping:
    """The mapping with the arithmetic of its columns read anew, and what stays open."""
    if mapping.kind != "invoice_lines":
        return replace(mapping, questions=_questions(mapping, look))
    meaning = read_meaning(look, {key: column.index for key, column in mapping.fields.items()})
    mapping = replace(mapping, meaning=meaning)
    return replace(mapping, questions=_questions(mapping, look))


def _questions(mapping: SheetMapping, look: SheetLook) -> tuple[Question, ...]:
    if not mapping.kind:
        return ()
    by_index = {column.index: column for column in look.columns}
    found: list[Question] = []
    for key, column in mapping.fields.items():
        seen, kind = by_index[column.index], KINDS[mapping.kind].by_key[key].type
        if kind is FieldType.DATE and seen.text_dates and not seen.date_order_sure:
            found.append(Question("date_order", key, column.date_order))
        numeric = kind in (FieldType.NUMBER, FieldType.MONEY, FieldType.WHOLE)
        if numeric and seen.text_numbers and not seen.decimal_sure:
            found.append(Question("decimal_mark", key, column.decimal))
        if column.confidence < SURE:
            found.append(Question("column", key, column.header, column.confidence))
    if (
        "cost" in mapping.fields
        and mapping.kind == "invoice_lines"
        and mapping.meaning.cost_share < 1
    ):
        found.append(
            Question("cost_basis", "cost", mapping.meaning.cost, mapping.meaning.cost_share)
        )
    if "discount" in mapping.fields and mapping.meaning.discount_share < 1:
        meaning = mapping.meaning
        found.append(
            Question("discount_form", "discount", meaning.discount, meaning.discount_share)
        )
    return tuple(found)


def to_json(mapping: SheetMapping) -> str:
    """A mapping as it is remembered: by header names, so that added columns do no harm.

    The place only tells columns of one name apart.
    """
    return json.dumps(
        {
            "kind": mapping.kind,
            "columns": {
                key: {
                    "header": c.header,
                    "index": c.index,
                    "decimal": c.decimal,
                    "date_order": c.date_order,
                }
                for key, c in mapping.fields.items()
            },
            "meaning": asdict(mapping.meaning),
        },
        sort_keys=True,
    )


def _recall(look: SheetLook, text: str) -> SheetMapping | None:
    try:
        stored = json.loads(text)
        kind, columns, meaning = stored["kind"], stored["columns"], stored["meaning"]
        by_name: dict[str, list[ColumnLook]] = {}
        for each in look.columns:
            by_name.setdefault(each.header, []).append(each)
        found = {}
        for key, told in columns.items():
            named = by_name.get(told["header"], [])
            first = named[0] if named else None  # two columns of one name: the one at its place
            column = next((c for c in named if c.index == told.get("index")), first)
            if column is not None and (not kind or key in KINDS[kind].by_key):
                own_style = column.decimal_sure and column.text_numbers
                found[key] = ColumnMap(
                    column.index,
                    column.header,
                    column.decimal if own_style else told["decimal"],
                    column.date_order
                    if column.text_dates and column.date_order_sure
                    else told["date_order"],
                )
        return SheetMapping(
            look.name,
            kind,
            look.first_row,
            look.last_row,
            look.header_row,
            found,
            LineMeaning(**meaning),
            look.skip_rows,
            "merged" in look.notes,
            remembered=True,
        )
    except (ValueError, KeyError, TypeError):
        return None  # written by another version: suggest afresh
