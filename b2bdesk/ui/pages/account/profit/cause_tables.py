"""The tables of Profit > Causes: what causes the cost, and the events and lines behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.profit_events import DocumentLine
from b2bdesk.services.profit_causes import AccountCauses
from b2bdesk.services.profit_events import CostEvent
from b2bdesk.services.profit_habits import Habit
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.profit.cause_words import (
    detail_words,
    habit_rule_words,
    habit_words,
    kind_words,
    person_words,
    subject_words,
    volume_words,
)
from b2bdesk.ui.tables.cells import Cell, DateCell, MoneyCell, PercentCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.theme.theme import theme

ACTIVITY, PERSON, HABIT, MONTH = "activity", "person", "habit", "month"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One cause: an activity by name, a pool, a person (None: nobody named), a habit, a month.

    ``within``: the activity that a person or a habit is looked at in, "" for all of them.
    """

    by: str
    key: str | int | None
    pool: int | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A cause with what it made; ``each``: minor units for one of its driver."""

    chosen: Chosen
    label: str
    detail: str
    amount: int
    share: float | None
    each: Fraction | None = None

    @property
    def under(self) -> bool:
        """Whether it belongs to the line above."""
        return self.chosen.pool is not None


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event, and the part of its cost that belongs to the cause chosen."""

    event: CostEvent
    kind: str
    subject: str
    detail: str
    amount: int


@dataclass(frozen=True, slots=True)
class IndentCell(Cell):
    """(text, under): a line that belongs to the one above stands further right."""

    def text(self, value: Any) -> str:
        return MISSING if value is None else str(value[0])

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        under = bool(value and value[1])
        inner = box.adjusted(theme().px(16), 0, 0, 0) if under else box
        cell = Cell(tone="text_2") if under else Cell(weight="medium")
        cell.draw(painter, inner, self.text(value))


def cause_lines(causes: AccountCauses, by: str) -> list[CauseLine]:
    """The causes of one kind, the most costly first; activities with their pools under them."""

    def share(amount: int) -> float | None:
        return amount / causes.total if causes.total > 0 else None

    lines: list[CauseLine] = []
    if by == ACTIVITY:
        for activity in causes.activities:
            chosen = Chosen(ACTIVITY, activity.activity)
            amount = activity.amount
            count = len(activity.pools)
            detail = trn("{n} cost pool", "{n} cost pools", count) if count > 1 else ""
            lines.append(CauseLine(chosen, activity.activity, detail, amount, share(amount)))
            lines += [
                CauseLine(
                    Chosen(ACTIVITY, activity.activity, pool.pool.id),
                    pool.pool.name,
                    volume_words(pool),
                    pool.amount,
                    share(pool.amount),
                    pool.each,
                )
                for pool in activity.pools
            ]
    elif by == PERSON:
        for person in causes.persons:
            count_words = trn("{n} exchange", "{n} exchanges", person.exchanges)
            told = (
                [count_words, formats().minutes(person.minutes)]
                if person.minutes
                else [count_words]
            )
            amount = person.amount
            chosen = Chosen(PERSON, person.person)
            detail = ", ".join(told)
            lines.append(CauseLine(chosen, person_words(person), detail, amount, share(amount)))
    else:
        for habit in causes.habits:
            chosen = Chosen(HABIT, habit.habit.value)
            rule = habit_rule_words(habit.habit, causes.rules)
            amount = habit.amount
            lines.append(CauseLine(chosen, habit_words(habit.habit), rule, amount, share(amount)))
    return lines


def event_lines(causes: AccountCauses, chosen: Chosen | None) -> list[EventLine]:
    """The events of a cause, or all of them, newest first; they add up to that of the cause."""
    lines = []
    for event, amount in reversed(_parts(causes, chosen)):
        if amount:
            lines.append(
                EventLine(
                    event,
                    kind_words(event),
                    subject_words(event, causes),
                    detail_words(event),
                    amount,
                )
            )
    return lines


def _parts(causes: AccountCauses, chosen: Chosen | None) -> list[tuple[CostEvent, int]]:
    if chosen is None:
        return [(event, event.amount) for event in causes.events]
    if chosen.by == MONTH:
        return [(event, event.amount) for event in causes.events if event.month == chosen.key]
    inside = causes.pools_of(chosen.within) if chosen.within else None
    if chosen.by == PERSON:
        return [
            (event, part)
            for event in causes.events
            for person, part in event.people_of(inside)
            if person == chosen.key
        ]
    if chosen.by == HABIT:
        mine = {
            event
            for row in causes.habits
            if row.habit == Habit(str(chosen.key))
            for event in row.events
        }
        found = [event for event in causes.events if event.id in mine]
        return [(each, each.amount if inside is None else each.amount_of(inside)) for each in found]
    pools = causes.pools_of(str(chosen.key)) if chosen.pool is None else (chosen.pool,)
    return [(event, event.amount_of(pools)) for event in causes.events]


def _each_words(line: CauseLine) -> str | None:
    if line.each is None:
        return None
    value = Decimal(line.each.numerator) / Decimal(line.each.denominator)
    return formats().number(value * formats().major(1), 2)


def cause_columns() -> list[Column[CauseLine]]:
    """Columns of the causes."""
    amount = tr("Amount,\n{currency}", currency=formats().currency)
    return [
        Column(
            "label",
            tr("Cost"),
            lambda line: (line.label, line.under),
            IndentCell(),
            width=124,
            stretch=True,
            sort_key=lambda line: line.label,
        ),
        Column(
            "detail",
            tr("Caused by"),
            lambda line: line.detail,
            Cell(tone="text_2"),
            width=120,
            stretch=True,
            row_tooltip=lambda line: line.detail,
        ),
        Column("each", tr("Each"), _each_words, Cell(right=True, tone="text_2"), width=54),
        Column("share", tr("Share"), lambda line: line.share, PercentCell(), width=52),
        Column("amount", amount, lambda line: line.amount, MoneyCell(exact=True), width=82),
    ]


def event_columns(reference: Callable[[], date]) -> list[Column[EventLine]]:
    """Columns of the events; days in the year of ``reference`` stand without it."""
    amount = tr("Cost,\n{currency}", currency=formats().currency)
    return [
        Column(
            "day",
            tr("Day"),
            lambda line: line.event.day,
            DateCell(reference=reference),
            width=94,
            sort_key=lambda line: line.event.day,
        ),
        Column("kind", tr("What"), lambda line: line.kind, width=90),
        Column(
            "subject",
            tr("Which"),
            lambda line: line.subject,
            Cell(weight="medium"),
            width=92,
            stretch=True,
            row_tooltip=lambda line: line.subject,
        ),
        Column(
            "detail",
            tr("Known of it"),
            lambda line: line.detail,
            Cell(tone="text_2"),
            width=112,
            stretch=True,
            row_tooltip=lambda line: line.detail,
        ),
        Column("amount", amount, lambda line: line.amount, MoneyCell(exact=True), width=82),
    ]


def line_columns() -> list[Column[DocumentLine]]:
    """Columns of a document's lines."""
    amount = tr("Amount,\n{currency}", currency=formats().currency)
    return [
        Column(
            "name",
            tr("Product"),
            lambda row: row.name or tr("Without product"),
            Cell(weight="medium"),
            width=140,
            stretch=True,
            row_tooltip=lambda row: ", ".join(part for part in (row.name, row.code) if part),
        ),
        Column("type", tr("Kind"), lambda row: tr(WORDS[row.type]), Cell(tone="text_2"), width=76),
        Column(
            "quantity",
            tr("Quantity"),
            lambda row: quantity_words(row.quantity_milli),
            Cell(right=True),
            width=66,
            sort_key=lambda row: row.quantity_milli,
        ),
        Column("list", tr("List"), lambda row: row.list_minor, MoneyCell(exact=True), width=84),
        Column(
            "amount",
            amount,
            lambda row: row.amount,
            MoneyCell(exact=True),
            width=84,
            row_tooltip=_came_words,
        ),
        Column(
            "came",
            tr("As it came"),
            lambda row: _came_words(row) or None,
            Cell(right=True),
            width=150,
            tooltip=tr("The amount in the currency it came in, and its rate"),
            sort_key=lambda row: row.foreign,
            optional=True,
        ),
        Column(
            "margin",
            tr("Gross\nmargin"),
            lambda row: None if row.cost is None else row.amount - row.cost,
            MoneyCell(exact=True),
            width=80,
        ),
    ]


def _came_words(row: DocumentLine) -> str:
    """The amount of a line in the other currency it came in; empty for the file's own."""
    if row.currency is None or row.foreign is None or row.rate_micro is None:
        return ""
    amount = formats().money_in(row.foreign, row.currency)
    return tr("{amount} at {rate}", amount=amount, rate=formats().rate(row.rate_micro))


def quantity_words(milli: int) -> str:
    """A quantity of thousandths, whole where it is."""
    whole = milli % 1000 == 0
    return formats().number(Decimal(milli) / 1000, 0 if whole else 2)
