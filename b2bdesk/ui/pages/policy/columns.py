"""The accounts that a policy changes."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import RelationshipType
from b2bdesk.ui.tables.cells import Cell, MarkCell, MoneyCell, PercentCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.widgets.marks import type_mark


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One account: net profit and chance of still being active, now and then; None unknown."""

    name: str
    type: RelationshipType | None
    segment: str | None
    before: int | None
    after: int | None
    gain: int | None
    active_before: float | None
    active_after: float | None

    @property
    def active_change(self) -> float | None:
        """Change of the chance of still being active."""
        if self.active_before is None or self.active_after is None:
            return None
        return self.active_after - self.active_before


def columns() -> tuple[Column[PolicyRow], ...]:
    """Account, whom it is like, profit now and then, and the chance that it stays."""
    return (
        Column("name", tr("Account"), lambda r: r.name, Cell("medium"), 150, stretch=True),
        Column("type", tr("Type"), lambda r: r.type, MarkCell(mark=type_mark), 112),
        Column("segment", tr("Segment"), lambda r: r.segment, Cell(tone="text_2"), 80),
        Column("before", tr("Net profit\nnow"), lambda r: r.before, MoneyCell(), 84),
        Column("after", tr("Net profit\nthen"), lambda r: r.after, MoneyCell("semibold"), 84),
        Column("gain", tr("Change"), lambda r: r.gain, MoneyCell("semibold", signed=True), 84),
        Column(
            "active",
            tr("Still active\nnow"),
            lambda r: r.active_before,
            PercentCell(tone="text_2"),
            80,
        ),
        Column(
            "active_then",
            tr("Still active\nthen"),
            lambda r: r.active_after,
            PercentCell(),
            80,
        ),
    )
