"""What the Today page adds to palette and shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action

if TYPE_CHECKING:
    from b2bdesk.ui.pages.today.today_page import TodayPage


def today_actions(page: TodayPage) -> list[Action]:
    """The page's actions."""
    return [
        Action(
            "today.export",
            tr("Export what is due to Excel"),
            page.export,
            "Ctrl+E",
            "ph.download-simple",
            tr("Today"),
            "workbook spreadsheet round trip follow-ups overdue silent renewals",
            lambda: page.ready,
        ),
        Action(
            "today.calendar",
            tr("Save follow-ups for a calendar"),
            page.export_calendar,
            icon="ph.calendar-plus",
            group=tr("Today"),
            keywords="ics ical outlook export appointments",
            enabled=lambda: page.ready,
        ),
    ]
