"""A sheet's mapping: its kind, its columns, how to read them, and what is left to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.choice_words import choice_words
from b2bdesk.exchange_formats.excel.model import (
    ColumnLook,
    ColumnRead,
    LineMeaning,
    SheetLook,
    SheetRequest,
    letter_of,
)
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.own_columns import OWN_KINDS, READ_AS, own_name, suggest_own_type
from b2bdesk.exchange_formats.recognise import SURE
from b2bdesk.exchange_formats.recognise_lines import DEFAULT_MEANING, read_meaning
from b2bdesk.models.enums import OwnFieldType


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The column that fills a field; ``confidence`` is 1 where the user or a layout said so.

    ``own_type``: what an own field made of the column holds (``OwnFieldType``), else "".
    """

    index: int
    header: str
    decimal: str = "."
    date_order: str = "dmy"
    confidence: float = 1.0
    own_type: str = ""

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
    """Everything needed to read one sheet. ``kind`` "" means the sheet is left out.

    ``layout``: the signature of the remembered layout it came from, "" for none. ``confidence``: of
    the kind.
    """

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
    layout: str = ""

    @property
    def fields(self) -> Mapping[str, ColumnMap]:
        """The mapped columns by field key."""
        return self.columns or {}

    def missing(self) -> tuple[tuple[str, ...], ...]:
        """Groups of fields of which one must still be mapped."""
        if not self.kind:
            return ()
        have = {*self.fields, *("*" for key in self.fields if own_name(key))}
        return tuple(
            tuple(key for key in group if key != "*")
            for group in KINDS[self.kind].needs
            if have.isdisjoint(group)
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The mapped fields in the order in which their values come: own columns last."""
        known = [f.key for f in KINDS[self.kind].fields if f.key in self.fields]
        return (*known, *(key for key in self.fields if own_name(key)))

    def with_column(
        self, look: SheetLook, field: str, index: int | None, own_type: OwnFieldType | None = None
    ) -> SheetMapping:
        """This mapping with another column (or none) for a field; a column fills one field.

        ``own:<name>`` makes it an own field, of ``own_type`` or of the type its values suggest.
        """
        kept = {k: c for k, c in self.fields.items() if k != field and c.index != index}
        if index is not None:
            column = next(c for c in look.columns if c.index == index)
            told = own_type or suggest_own_type(column) if own_name(field) else None
            if own_name(field) and self.kind not in OWN_KINDS:
                told = OwnFieldType.NUMBER  # a pool's volumes, an attribute's scores
            kept[field] = column_map(column, 1.0, told)
        return with_meaning(replace(self, columns=kept), look)

    def request(self) -> SheetRequest:
        """What the reading process is asked for; values come in the order of the kind's fields."""
        return SheetRequest(
            self.sheet,
            self.first_row,
            self.last_row,
            tuple(self._read(key) for key in self.keys),
            self.skip_rows,
            self.merged,
        )

    def _read(self, key: str) -> ColumnRead:
        column = self.fields[key]
        field = KINDS[self.kind].by_key.get(key)
        choices = choice_words(field.choices) if field and field.choices else ()
        kind = _type_of(self.kind, key, column)
        # The type as a plain text: the reading process loads no models.
        return ColumnRead(key, column.index, kind.value, column.decimal, column.date_order, choices)


def field_title(kind: str, key: str) -> str:
    """What a field of a mapping is called: an own one by its name."""
    return own_name(key) or tr(KINDS[kind].by_key[key].title)


def _type_of(kind: str, key: str, column: ColumnMap) -> FieldType:
    if own_name(key):
        return READ_AS[OwnFieldType(column.own_type or "text")]
    return KINDS[kind].by_key[key].type


def column_map(
    column: ColumnLook, confidence: float, own_type: OwnFieldType | None = None
) -> ColumnMap:
    """How a column is read as it looks; ``own_type`` for one that fills no field of the kind."""
    return ColumnMap(
        column.index,
        column.header,
        column.decimal,
        column.date_order,
        confidence,
        own_type.value if own_type else "",
    )


def with_meaning(mapping: SheetMapping, look: SheetLook) -> SheetMapping:
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
        seen, kind = by_index[column.index], _type_of(mapping.kind, key, column)
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
