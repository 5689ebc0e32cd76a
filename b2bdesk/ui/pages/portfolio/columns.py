"""The columns of the portfolio table, and which of them the figures can fill."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from b2bdesk.analytics.decision_unit import Rating
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.ui.pages.account.people.rating import findings_text, rating_mark
from b2bdesk.ui.pages.portfolio.decisions import DecisionCell, decision_order, decision_words
from b2bdesk.ui.pages.portfolio.shown_row import (
    LastExchangeCell,
    NextStepCell,
    ShownRow,
    TargetCell,
    late_words,
    step_words,
    target_words,
    year_words,
)
from b2bdesk.ui.tables.cells import (
    ActiveCell,
    Cell,
    DateCell,
    MarkCell,
    MoneyCell,
    NumberCell,
    PercentCell,
    type_cell,
)
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import text_width


def _type(kind: Any) -> str | None:
    return None if kind is None else str(kind.value)


def _active(shown: ShownRow) -> tuple[float, None] | None:
    active = None if shown.risk is None else shown.risk.still_active
    return None if active is None else (active, None)


def _loss(shown: ShownRow) -> int | None:
    return None if shown.risk is None else shown.risk.expected_loss_minor


def _segment(shown: ShownRow) -> str | None:
    return shown.row.segment or None


def columns() -> list[Column[ShownRow]]:
    """Every column, in the order they are first shown."""
    quiet = Cell(tone="text_2")
    head = theme().font("caption", "semibold")
    to_serve = tr("Cost to\nserve")
    return [
        Column(
            "name",
            tr("Account"),
            lambda s: s.row.name,
            Cell("medium"),
            width=128,
            stretch=True,
            row_tooltip=lambda s: s.row.label,
        ),
        Column("type", tr("Type"), lambda s: _type(s.row.current), type_cell(), width=108),
        Column(
            "recommended",
            tr("Recommended\ntype"),
            lambda s: _type(s.row.recommended),
            type_cell(),
            width=116,
            optional=True,
        ),
        Column("segment", tr("Segment"), _segment, quiet, width=72),
        Column("country", tr("Country"), lambda s: s.row.country, quiet, optional=True),
        Column("place", tr("Place"), lambda s: s.row.place, quiet, width=150, optional=True),
        Column(
            "number",
            tr("ERP number"),
            lambda s: ", ".join(s.row.erp_numbers) or None,
            quiet,
            width=88,
            optional=True,
        ),
        Column("kind", tr("Kind"), lambda s: tr(WORDS[s.row.kind]), quiet, optional=True),
        Column("owner", tr("Owner"), lambda s: s.row.owner, quiet, width=104, optional=True),
        Column("orders", tr("Orders"), lambda s: s.row.orders, NumberCell(), 64, optional=True),
        Column("sales", tr("Sales"), lambda s: s.row.sales, MoneyCell(), width=78),
        Column(
            "discount", tr("Discount"), lambda s: s.row.discount, MoneyCell(), 76, optional=True
        ),
        Column(
            "cogs",
            tr("Cost of\ngoods"),
            lambda s: s.row.cost_of_goods,
            MoneyCell(),
            78,
            optional=True,
        ),
        Column(
            "margin",
            tr("Gross\nmargin"),
            lambda s: s.row.gross_margin,
            MoneyCell(),
            width=80,
            tooltip=tr("Sales less cost of goods; unknown where a line has no cost"),
        ),
        Column(
            "cost_to_serve",
            to_serve,
            lambda s: s.row.cost_to_serve,
            MoneyCell(),
            width=max(70, *(text_width(line, head) + 20 for line in to_serve.split("\n"))),
            tooltip=tr("Every activity cost after gross margin"),
        ),
        Column(
            "activities",
            tr("Activity\ncost"),
            lambda s: s.row.activity_cost,
            MoneyCell(),
            74,
            tooltip=tr("Cost to serve that varies with units and orders"),
            optional=True,
        ),
        Column(
            "after",
            tr("After\nactivities"),
            lambda s: s.row.after_activities,
            MoneyCell(),
            78,
            tooltip=tr("Gross margin less the cost of units and orders"),
            optional=True,
        ),
        Column(
            "sustaining",
            tr("Sustaining\ncost"),
            lambda s: s.row.sustaining_cost,
            MoneyCell(),
            80,
            tooltip=tr("Cost to serve that does not vary with orders"),
            optional=True,
        ),
        Column("net", tr("Net\nprofit"), lambda s: s.row.net_profit, MoneyCell("semibold"), 80),
        Column(
            "compared",
            tr("Compared\nwith"),
            lambda s: s.before,
            MoneyCell(),
            78,
            tooltip=tr("The figure ranked by, in what the portfolio is compared with"),
        ),
        Column(
            "difference",
            tr("Difference"),
            lambda s: s.difference,
            MoneyCell("semibold", signed=True),
            84,
            tooltip=tr("The figure ranked by, less the one it is compared with"),
        ),
        Column(
            "year",
            tr("Sales\nthis year"),
            lambda s: s.row.year,
            MoneyCell(),
            78,
            tooltip=tr("This fiscal year, up to the as-of month"),
            optional=True,
        ),
        Column(
            "year_before",
            tr("Same months\nlast year"),
            lambda s: s.row.year_before,
            MoneyCell(),
            88,
            optional=True,
        ),
        Column(
            "change",
            tr("This year\nvs last"),
            lambda s: s.against_last_year,
            PercentCell(signed=True),
            68,
            tooltip=tr("Sales this fiscal year so far against the same months last year"),
            row_tooltip=year_words,
        ),
        Column(
            "target",
            tr("Of\ntarget"),
            lambda s: s.against_target,
            TargetCell(),
            60,
            tooltip=tr("Sales this fiscal year so far, of the target of the same months"),
            row_tooltip=target_words,
        ),
        Column(
            "order",
            tr("Orders within\n12 months"),
            lambda s: None if s.risk is None else s.risk.p_order,
            PercentCell(),
            86,
            tooltip=tr("P(order within 12 months), from the rhythm of the orders alone"),
            optional=True,
        ),
        Column(
            "active",
            tr("Still active\nin 12 months"),
            _active,
            ActiveCell(),
            94,
            tooltip=tr("1 less the retention risk"),
        ),
        Column(
            "loss",
            tr("Expected\nloss"),
            _loss,
            MoneyCell(),
            70,
            tooltip=tr("Risk times the margin of 12 months that would end with the account"),
        ),
        Column(
            "late",
            tr("Orders\nlate"),
            lambda s: s.late_share,
            PercentCell(decimals=1),
            70,
            tooltip=tr("Orders not shipped by their required day, of those due in the period"),
            row_tooltip=late_words,
        ),
        Column(
            "map",
            tr("Map"),
            lambda s: s.map_rating,
            MarkCell(mark=rating_mark, icon_only=True),
            40,
            tooltip=tr("How we stand in its decision-making units"),
            row_tooltip=lambda s: "" if s.map is None else findings_text(s.map),
            sort_key=lambda s: None if s.map_rating is None else list(Rating).index(s.map_rating),
        ),
        Column(
            "last",
            tr("Last\nexchange"),
            lambda s: s if s.row.last_exchange is not None else None,
            LastExchangeCell(),
            width=102,
            sort_key=lambda s: s.row.last_exchange,
        ),
        Column(
            "last_day",
            tr("Last exchange\non"),
            lambda s: s.row.last_exchange,
            DateCell(tone="text_2"),
            100,
            optional=True,
        ),
        Column(
            "step",
            tr("Next step"),
            lambda s: s if s.row.step is not None else None,
            NextStepCell(),
            width=88,
            stretch=True,
            row_tooltip=step_words,
            sort_key=lambda s: s.row.step_due,
        ),
        Column(
            "decision",
            tr("Decision"),
            lambda s: s.decision,
            DecisionCell(),
            width=82,
            tooltip=tr("Keep, convert or let go; quiet where it is recommended, not decided"),
            row_tooltip=lambda s: decision_words(s.decision),
            sort_key=lambda s: decision_order(s.decision),
        ),
    ]


# Columns that say nothing when no row has their figure: they are absent then.
NEEDS: dict[str, Callable[[ShownRow], object]] = {
    "cogs": lambda s: s.row.cost_of_goods,
    "margin": lambda s: s.row.gross_margin,
    "cost_to_serve": lambda s: s.row.cost_to_serve,
    "net": lambda s: s.row.net_profit,
    "activities": lambda s: s.row.activity_cost,
    "after": lambda s: s.row.after_activities,
    "sustaining": lambda s: s.row.sustaining_cost,
    "compared": lambda s: s.before,
    "difference": lambda s: s.difference,
    "type": lambda s: s.row.current,
    "recommended": lambda s: s.row.recommended,
    "segment": lambda s: s.row.segment,
    "target": lambda s: s.row.target,
    "order": lambda s: None if s.risk is None else s.risk.p_order,
    "active": _active,
    "loss": _loss,
    "late": lambda s: s.deliveries,
    "map": lambda s: s.map_rating,
    "last": lambda s: s.row.last_exchange,
    "step": lambda s: s.row.step,
    "decision": lambda s: s.decision,
}


def empty_columns(rows: Collection[ShownRow]) -> frozenset[str]:
    """Keys of columns that no row can fill."""
    # Column by column: mostly the first row tells.
    return frozenset(
        key for key, value in NEEDS.items() if not any(value(row) is not None for row in rows)
    )
