"""What the Today page adds to palette and shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.dialogs.workbook_export import export_records

if TYPE_CHECKING:
    from b2bdesk.ui.pages.today.today_page import TodayPage


def today_actions(page: TodayPage) -> list[Action]:
    """The page's actions; enabled while something is due."""
    steps = page.steps.table.model
    return [
        Action(
            "today.export",
            tr("Export the follow-ups to Excel"),
            lambda: export_records(page.ctx, page, "next_steps", steps.ids, tr("Follow-ups due")),
            "Ctrl+E",
            "ph.download-simple",
            tr("Today"),
            "workbook spreadsheet round trip",
            lambda: bool(steps.ids),
        )
    ]
