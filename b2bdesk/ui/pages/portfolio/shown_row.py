"""A row of the portfolio table, its cells of more than one figure, and what they say on hover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from b2bdesk.analytics.decision_unit import Rating
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.retention import PunctualityRow
from b2bdesk.services.decisions.advice import DecisionState
from b2bdesk.services.map_health import MapHealth
from b2bdesk.services.portfolio import PortfolioRow
from b2bdesk.services.retention.results import AccountRisk
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.tables.cells import Cell, PercentCell

# After this many days without an exchange the cell asks for attention.
SILENT_DAYS = 60


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the table: the figures, and what is known of it once that has been read.

    ``amount`` is what accounts are ranked by, ``before`` the same in what is compared.
    """

    row: PortfolioRow
    risk: AccountRisk | None
    as_of: date
    deliveries: PunctualityRow | None = None
    map: MapHealth | None = None
    before: int | None = None
    amount: int | None = None
    decision: DecisionState | None = None

    @property
    def difference(self) -> int | None:
        """What the account earns more than in what is compared, in the measure ranked by."""
        if self.before is None or self.amount is None:
            return None
        return self.amount - self.before

    @property
    def map_rating(self) -> Rating | None:
        """How we stand in the account's decision-making units: that of the worst one."""
        return None if self.map is None else self.map.rating

    @property
    def late_share(self) -> float | None:
        """Orders not shipped by their required day, of those due in the period."""
        return None if self.deliveries is None else self.deliveries.late / self.deliveries.due

    @property
    def silent_days(self) -> int | None:
        """Days since the last exchange."""
        last = self.row.last_exchange
        return None if last is None else (self.as_of - last).days

    @property
    def against_last_year(self) -> float | None:
        """Sales this fiscal year so far against the same months last year, as a change."""
        before = self.row.year_before
        return None if before <= 0 else self.row.year / before - 1

    @property
    def against_target(self) -> float | None:
        """Sales this fiscal year so far as a share of the target of the same months."""
        target = self.row.target
        return None if not target else self.row.year / target


@dataclass(frozen=True, slots=True)
class LastExchangeCell(Cell):
    """A shown row: "Call, 12 d", in attention colour once it is long ago."""

    def text(self, value: Any) -> str:
        if value is None:
            return MISSING
        shown: ShownRow = value
        channel = shown.row.last_channel
        words = "" if channel is None else tr(WORDS[channel])
        return tr("{channel}, {age}", channel=words, age=formats().age(shown.silent_days))

    def color(self, value: Any) -> str:
        if value is None:
            return "text_3"
        return "attention_text" if (value.silent_days or 0) >= SILENT_DAYS else "text_2"


@dataclass(frozen=True, slots=True)
class NextStepCell(Cell):
    """A shown row: "Price review, 9 Jun", in attention colour once it is overdue."""

    def text(self, value: Any) -> str:
        if value is None:
            return tr("None")
        shown: ShownRow = value
        what = shown.row.step or ""
        if shown.row.step_due is None:
            return what
        day = formats().date(shown.row.step_due, shown.as_of)
        return tr("{what}, {day}", what=what, day=day)

    def color(self, value: Any) -> str:
        if value is None:
            return "text_3"
        due = value.row.step_due
        return "attention_text" if due is not None and due < value.as_of else "text_2"


@dataclass(frozen=True, slots=True)
class TargetCell(PercentCell):
    """A share of target; under the target is against us."""

    def color(self, value: Any) -> str:
        if value is None:
            return "text_3"
        return "against_us" if value < 1 else "text"


def year_words(shown: ShownRow) -> str:
    """Sales of this fiscal year beside those of the same months last year."""
    money = formats().money_unit
    return tr(
        "{now} this fiscal year so far, {before} in the same months last year",
        now=money(shown.row.year),
        before=money(shown.row.year_before),
    )


def target_words(shown: ShownRow) -> str:
    """Sales of this fiscal year beside the target of the same months."""
    if shown.row.target is None:
        return tr("No sales target for this year")
    money = formats().money_unit
    return tr(
        "{now} of a target of {target} for these months",
        now=money(shown.row.year),
        target=money(shown.row.target),
    )


def late_words(shown: ShownRow) -> str:
    """How many orders were late, and how many of them are not shipped."""
    found = shown.deliveries
    if found is None:
        return tr("No order with a required day was due in the period")
    f = formats()
    counted = trn(
        "Late: {late} of {n} order due in the period",
        "Late: {late} of {n} orders due in the period",
        found.due,
        late=f.integer(found.late),
        n=f.integer(found.due),
    )
    if not found.unshipped:
        return counted
    waiting = tr("{n} of them not shipped yet", n=f.integer(found.unshipped))
    return f"{counted}\n{waiting}"


def step_words(shown: ShownRow) -> str:
    """The next step in full, where the cell is too narrow for it."""
    return NextStepCell().text(shown if shown.row.step is not None else None)


def has_words(row: PortfolioRow, needle: list[str]) -> bool:
    """True when the account's name, place, segment, owner or numbers hold every word."""
    text = _searchable(row)
    return all(part in text for part in needle)


def _searchable(row: PortfolioRow) -> str:
    parts = (row.name, row.place, row.segment, row.owner, *row.erp_numbers)
    return " ".join(part for part in parts if part).casefold()
