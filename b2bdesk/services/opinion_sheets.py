"""Health and the brand of one account as sheets of its workbook, and as charts of its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.sheets import (
    Axis,
    ChartOut,
    ColumnOut,
    Figure,
    Series,
    SheetOut,
    Span,
)
from b2bdesk.queries.people import PeopleRow
from b2bdesk.services.health.account import AccountHealth, account_health
from b2bdesk.services.health.tree import Node
from b2bdesk.services.perceptions import UnitBrand, unit_brand

_CHARTS = 3


@dataclass(frozen=True, slots=True)
class Opinions:
    """The health of an account, and the brand inside each of its units that gave any score."""

    health: AccountHealth
    brands: tuple[tuple[str, UnitBrand], ...]


def account_opinions(session: Session, people: PeopleRow, as_of: date) -> Opinions:
    """Health and brand of an account as of a day, for its people as read before."""
    brands = []
    for unit in people.units:
        influence = {
            seat.person.id: seat.influence for seat in people.seats if seat.unit_id == unit.id
        }
        brand = unit_brand(session, people.account_id, influence, as_of)
        if brand.scored:
            brands.append((unit.name, brand))
    return Opinions(account_health(session, people.account_id, as_of), tuple(brands))


def health_facts(health: AccountHealth) -> list[tuple[str, Figure]]:
    """Company and its parts, 0 to 100; empty where nothing is known."""
    company = health.company
    facts = [(tr("Health, 0 to 100"), _health(company))]
    facts += [(tr("Health: {part}", part=part.title), _health(part)) for part in company.parts]
    return facts


def _health(node: Node) -> Figure:
    return Figure(None if node.value is None else round(node.value), "int")


def brand_charts(opinions: Opinions) -> list[ChartOut]:
    """Us beside the main rival by attribute, for the first units with scores."""
    charts = []
    for unit, brand in opinions.brands[:_CHARTS]:
        rows = [
            (
                line.attribute.name,
                line.picture.ours.mean if line.picture and line.picture.ours else None,
                line.picture.rival.mean if line.picture and line.picture.rival else None,
            )
            for line in brand.lines
            if line.picture is not None
        ]
        last = len(rows) - 1
        names, rival = Span("attribute", 0, last), brand.main_rival or tr("Main rival")
        charts.append(
            ChartOut(
                title=tr("Brand in {unit}, 1 to 5, weighed by influence", unit=unit),
                kind="bars",
                series=[
                    Series(tr("Us"), Span("ours", 0, last), names, "for_us"),
                    Series(rival, Span("rival", 0, last), names, "neutral_soft"),
                ],
                x=Axis(),
                y=Axis(reach=(0, 5)),
                columns=[
                    ColumnOut("attribute", tr("Brand attribute")),
                    ColumnOut("ours", tr("Us"), "number"),
                    ColumnOut("rival", rival, "number"),
                ],
                figures=rows,
                legend=True,
            )
        )
    return charts


def health_sheet(health: AccountHealth) -> SheetOut:
    """Every number with its share of the one above and how it came about."""
    rows: list[tuple[str, str, float | None, float | None, str]] = []

    def add(node: Node, above: str) -> None:
        rows.append((node.title, above, node.value, node.share, node.why))
        for part in node.parts:
            add(part, node.title)

    add(health.company, "")
    return SheetOut(
        tr("Health"),
        [
            ColumnOut("what", tr("Health of"), width=28),
            ColumnOut("above", tr("Part of"), width=24),
            ColumnOut("value", tr("0 to 100"), "number"),
            ColumnOut("share", tr("Share"), "percent"),
            ColumnOut("why", tr("How it came about"), "note"),
        ],
        rows,
        note=tr("As of {as_of}. What is empty is not known and left out.",
                as_of=health.as_of.isoformat()),
    )  # fmt: skip


def brand_sheet(brands: Sequence[tuple[str, UnitBrand]], as_of: date) -> SheetOut:
    """How each unit sees us and the main rival, and on how many people that rests."""
    rows = [
        (
            unit,
            line.attribute.name,
            line.picture.ours.mean if line.picture.ours else None,
            line.picture.ours.people if line.picture.ours else 0,
            line.picture.rival.mean if line.picture.rival else None,
            line.picture.rival.people if line.picture.rival else 0,
            line.picture.gap,
            brand.people,
        )
        for unit, brand in brands
        for line in brand.lines
        if line.picture is not None
    ]
    return SheetOut(
        tr("Brand"),
        [
            ColumnOut("unit", tr("Decision-making unit"), width=24),
            ColumnOut("attribute", tr("Brand attribute"), width=24),
            ColumnOut("ours", tr("Us, 1 to 5"), "number"),
            ColumnOut("ours_by", tr("Scored by"), "int"),
            ColumnOut("rival", tr("Main rival, 1 to 5"), "number"),
            ColumnOut("rival_by", tr("Rival scored by"), "int"),
            ColumnOut("gap", tr("Difference"), "number"),
            ColumnOut("people", tr("People in the unit"), "int"),
        ],
        rows,
        note=tr("As of {as_of}. Means of the newest scores, weighed by influence; an influence"
                " that is not known counts as 1.", as_of=as_of.isoformat()),
    )  # fmt: skip
