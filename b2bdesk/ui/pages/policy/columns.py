"""The accounts that a policy changes."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.services.decisions.policy import PolicyChange
from b2bdesk.ui.tables.cells import Cell, MarkCell, MoneyCell, PercentCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.widgets.marks import type_mark


def columns() -> tuple[Column[PolicyChange], ...]:
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
