"""The lists of the overview: key people, last exchanges, contracts, and facts in pairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, Direction, Role
from b2bdesk.queries.contracts import ContractRow
from b2bdesk.queries.exchanges import ExchangeRow
from b2bdesk.services.overview import Overview
from b2bdesk.services.people_map import MapSeat
from b2bdesk.ui.formats import formats
from b2bdesk.ui.own_field_words import own_widget
from b2bdesk.ui.tables.cells import Cell, IconTextCell, MarkCell, MeterCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.theme.tokens import sentiment_step, tokens
from b2bdesk.ui.widgets.marks import stance_mark

_STANCE = MarkCell(mark=stance_mark)


def people_columns() -> list[Column[MapSeat]]:
    """Name, stance, influence, days since the last exchange."""

    def age(row: MapSeat) -> str:
        days = row.contact.age_days
        return tr("never") if days is None else formats().age(days)

    def words(row: MapSeat) -> str:
        roles = ", ".join(tr(WORDS[role]) for role in row.row.roles)
        return ", ".join(part for part in (row.name, row.row.person.title or "", roles) if part)

    return [
        Column(
            "name",
            tr("Name"),
            lambda row: row.name,
            Cell(weight="medium"),
            width=110,
            stretch=True,
            row_tooltip=words,
        ),
        Column(
            "stance", tr("Stance"), lambda row: row.stance.value, MarkCell(mark=stance_mark), 112
        ),
        Column("influence", tr("Influence"), lambda row: row.row.influence, MeterCell(), width=62),
        Column("age", tr("Last contact"), age, Cell(right=True, tone="text_2"), width=58),
    ]


def exchange_columns(as_of: Callable[[], date]) -> list[Column[ExchangeRow]]:
    """Direction and channel, subject, sentiment, day."""

    def way(row: ExchangeRow) -> tuple[str, str, str]:
        names = tokens().icons["direction"]
        talk = row.direction is Direction.OUTBOUND
        return names["talk" if talk else "listen"], "", "text_2"

    def what(row: ExchangeRow) -> tuple[str, str, str]:
        return tokens().icons["channel"][row.channel.value], row.subject, "text_2"

    def face(row: ExchangeRow) -> tuple[str, str, str] | None:
        if row.sentiment is None:
            return ("", "", "text_3")
        step = sentiment_step(row.sentiment)
        return (step.icon, "", step.color)

    def words(row: ExchangeRow) -> str:
        people = ", ".join(person.name for person in row.people)
        minutes = formats().minutes(row.minutes) if row.minutes else ""
        parts = (row.subject, people, row.note or "", minutes)
        return ", ".join(part for part in parts if part)

    return [
        Column("way", tr("Direction"), way, IconTextCell(), width=32),
        Column(
            "subject",
            tr("Subject"),
            what,
            IconTextCell(),
            width=120,
            stretch=True,
            row_tooltip=words,
        ),
        Column("face", tr("Sentiment"), face, IconTextCell(), width=32),
        Column(
            "on",
            tr("Day"),
            lambda row: formats().date(row.on, as_of()),
            Cell(tone="text_2", right=True),
            width=86,
        ),
    ]


def contract_columns(as_of: Callable[[], date]) -> list[Column[ContractRow]]:
    """Name, renewal, end."""

    def ends(row: ContractRow) -> str:
        if row.ends is None:
            return tr("open end")
        return tr("ends {day}", day=formats().date(row.ends, as_of()))

    def role(row: ContractRow) -> str:
        notice = row.notice_by
        if notice is None:
            return row.name
        return tr("{name}, notice by {day}", name=row.name, day=formats().date(notice, as_of()))

    return [
        Column(
            "name", tr("Contract"), lambda row: row.name, width=90, stretch=True, row_tooltip=role
        ),
        Column(
            "renewal",
            tr("Renewal"),
            lambda row: tr(WORDS[row.renewal]),
            Cell(tone="text_2"),
            width=88,
        ),
        Column("ends", tr("Ends"), ends, Cell(tone="text_2", right=True), width=116),
    ]


def known_facts(found: Overview, as_of: date) -> list[tuple[str, str]]:
    """What is known so far, each fact as far as the file has it."""
    f = formats()
    rhythm, cadence, known = found.rhythm, found.cadence, found.known
    facts: list[tuple[str, str]] = []
    if rhythm.cycles_late is not None and rhythm.usual_gap is not None:
        late = rhythm.cycles_late
        state = (
            tr("lapsed")
            if rhythm.lapsed
            else tr("{n} cycles late", n=f.number(late, 1))
            if late > 0
            else tr("on time")
        )
        facts.append((tr("Order rhythm"), f"{_every(rhythm.usual_gap)}, {state}"))
    elif rhythm.orders:
        count = trn("{n} order", "{n} orders", rhythm.orders)
        facts.append((tr("Order rhythm"), tr("{count}: too early to say", count=count)))
    else:
        facts.append((tr("Order rhythm"), tr("no orders yet")))
    if rhythm.last_day is not None:
        facts.append((tr("Last order"), f.date(date_of(rhythm.last_day), as_of)))
    facts.append((tr("People"), _people_words(found)))
    if cadence.exchanges:
        talks = trn("{n} talk", "{n} talks", cadence.talks)
        listens = trn("{n} listen", "{n} listens", cadence.listens)
        facts.append((tr("In 12 months"), tr("{talks}, {listens}", talks=talks, listens=listens)))
    else:
        facts.append((tr("In 12 months"), tr("no exchanges")))
    days = found.days_silent
    touch = tr("never") if days is None else f.age(days) if days == 0 else _ago(days)
    plan = found.account.contact_every_days
    if plan:
        touch = tr("{touch}, plan every {plan}", touch=touch, plan=f.days(plan))
    facts.append((tr("In touch"), touch))
    if not known.assessments:
        facts.append((tr("Relationship"), tr("not assessed yet")))
    return facts


def _every(gap: float) -> str:
    return tr("every {gap}", gap=formats().days(round(gap)))


def _ago(days: int) -> str:
    return tr("{days} ago", days=formats().days(days))


def _people_words(found: Overview) -> str:
    seats = [seat for unit in found.people.units for seat in unit.seats]
    people = {seat.row.person.id for seat in seats} | {c.row.id for c in found.people.unseated}
    if not people:
        return tr("no one known yet")
    count = trn("{n} person", "{n} people", len(people))
    held = {role for seat in seats for role in seat.row.roles}
    roles = tr("{n} of {all} roles known", n=len(held), all=len(Role))
    return f"{count}, {roles}" if seats else tr("{count}, none on the map", count=count)


def account_facts(found: Overview) -> list[tuple[str, str | QWidget]]:
    """Facts about the firm that are filled in."""
    f = formats()
    row = found.account
    first = found.known.first_order_day
    place = " ".join(part for part in (row.postal_code, row.city) if part)
    rows: list[tuple[str, Any]] = [
        (tr("Owner"), found.names.owner),
        (tr("Kind"), tr(WORDS[row.kind])),
        (tr("Segment"), row.segment),
        (tr("Customer since"), None if first is None else f.month(date_of(first))),
        (tr("Part of"), found.names.parent),
        (tr("Number"), ", ".join(value for _, value in row.numbers)),
        (tr("Business"), row.business_type),
        (tr("Employees"), None if row.employees is None else f.integer(row.employees)),
        (
            tr("Their sales"),
            None if row.annual_sales_minor is None else f.money_unit(row.annual_sales_minor),
        ),
        (
            tr("Address"),
            ", ".join(p for p in (row.address, place, row.region, row.country) if p),
        ),
        (tr("Phone"), row.phone),
        (tr("Email"), row.email),
        (tr("Website"), row.website),
        (tr("Tax number"), row.tax_id),
        (tr("Main rival"), row.main_rival),
        (
            tr("Agreed prices"),
            trn("for {n} product", "for {n} products", row.agreed_prices)
            if row.agreed_prices
            else None,
        ),
        (
            tr("Contact plan"),
            tr("every {plan}", plan=f.days(row.contact_every_days))
            if row.contact_every_days
            else None,
        ),
        (tr("Note"), row.note),
    ]
    facts: list[tuple[str, str | QWidget]] = [(k, str(value)) for k, value in rows if value]
    held = dict(row.own)
    own = [field for field in row.own_fields if field.id in held]
    return facts + [(field.name, own_widget(field, held[field.id])) for field in own]
