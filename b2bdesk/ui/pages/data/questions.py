"""What a sheet leaves open, as questions with answers; and what was seen and done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from b2bdesk.core.i18n import tr, trn
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.excel.notes import note_texts
from b2bdesk.exchange_formats.mapping import Question, SheetMapping, field_title
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.mapping_edits import (
    with_column_confirmed,
    with_cost_basis,
    with_field,
    with_style,
)

_GUESSES = 2  # guessed columns asked about one by one; the rest are told as a number

Answer = tuple[str, Callable[[], SheetMapping]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the strip: ``what`` stands out, ``answers`` are (words, the mapping then)."""

    tone: str
    what: str
    detail: str = ""
    answers: tuple[Answer, ...] = ()


def questions_of(look: SheetLook, mapping: SheetMapping) -> tuple[Asked, ...]:
    """What is missing first, then what is assumed, then what was seen."""
    found = [*_missing(mapping)]
    guesses = [q for q in mapping.questions if q.code == "column"]
    for question in mapping.questions:
        if question.code == "cost_basis":
            found.append(_cost_basis(mapping, question))
        elif question.code in ("date_order", "decimal_mark"):
            asked = _style(mapping, question.code)
            if asked not in found:
                found.append(asked)
        elif question.code == "discount_form":
            found.append(
                Asked(
                    "attention",
                    tr("The discount does not fit every line."),
                    tr("Compare the total with the one you know."),
                )
            )
    found += [_guess(look, mapping, question) for question in guesses[:_GUESSES]]
    if len(guesses) > _GUESSES:
        rest = len(guesses) - _GUESSES
        words = trn("{n} more guess is marked above.", "{n} more guesses are marked above.", rest)
        found.append(Asked("attention", words))
    found += [Asked("info", text) for text in note_texts(look)]
    return tuple(found)


def _missing(mapping: SheetMapping) -> list[Asked]:
    return [
        Asked(
            "attention",
            tr(
                "No column is chosen for {fields}.",
                fields=tr(" or ").join(field_title(mapping.kind, key) for key in group),
            ),
            tr("Choose it above its column, or leave the sheet out."),
        )
        for group in mapping.missing()
    ]


def _cost_basis(mapping: SheetMapping, question: Question) -> Asked:
    column = mapping.fields["cost"].header
    unit = question.answer == "unit"
    share = formats().percent(question.share)
    what = (
        tr("{column} looks like cost per unit:", column=column)
        if unit
        else tr("{column} looks like cost of the whole line:", column=column)
    )
    answers = (
        (tr("Yes, unit cost") if unit else tr("No, unit cost"), "unit"),
        (tr("No, line cost") if unit else tr("Yes, line cost"), "line"),
    )
    made = tuple((words, _basis(mapping, basis)) for words, basis in answers)
    ordered = made if unit else made[::-1]
    return Asked("attention", what, tr("{share} of lines fit.", share=share), ordered)


def _basis(mapping: SheetMapping, basis: str) -> Callable[[], SheetMapping]:
    return lambda: with_cost_basis(mapping, basis)


def _style(mapping: SheetMapping, code: str) -> Asked:
    if code == "date_order":
        return Asked(
            "attention",
            tr("The dates do not say whether the day or the month comes first."),
            "",
            (
                (tr("The day"), lambda: with_style(mapping, date_order="dmy")),
                (tr("The month"), lambda: with_style(mapping, date_order="mdy")),
            ),
        )
    return Asked(
        "attention",
        tr("The numbers do not say which mark is the decimal mark."),
        "",
        (
            (tr("The point, 1,234.56"), lambda: with_style(mapping, decimal=".")),
            (tr("The comma, 1.234,56"), lambda: with_style(mapping, decimal=",")),
        ),
    )


def _guess(look: SheetLook, mapping: SheetMapping, question: Question) -> Asked:
    column = mapping.fields[question.field]
    headers = [each.header.casefold() for each in look.columns]
    field = field_title(mapping.kind, question.field)
    if headers.count(question.answer.casefold()) > 1:
        what = tr("Several columns are named {name}.", name=column.header)
        detail = tr("Column {letter} is read as {field}.", letter=column.letter, field=field)
    else:
        what = tr("Is {column} the field {field}?", column=column.header, field=field)
        detail = ""
    return Asked(
        "attention",
        what,
        detail,
        (
            (tr("Yes"), lambda: with_column_confirmed(mapping, question.field)),
            (tr("No, not used"), lambda: with_field(mapping, look, column.index, "")),
        ),
    )
