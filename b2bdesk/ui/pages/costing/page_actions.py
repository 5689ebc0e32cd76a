"""What the costing page adds to the palette, the menu and the keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action

if TYPE_CHECKING:
    from b2bdesk.ui.pages.costing.costing_page import CostingPage


def costing_actions(page: CostingPage) -> list[Action]:
    """The actions of the page, enabled by what it shows."""

    def chosen() -> bool:
        return page.workbench.chosen_pool is not None and page.workbench.can_edit

    def filled() -> bool:
        return bool(page.shown and (page.shown.bench.pools or page.shown.versions))

    def publishable() -> bool:
        shown = page.shown
        return shown is not None and shown.version is None and shown.bench.costs.known

    group = tr("Costing")
    faces = (
        ("workbench", tr("Costing: workbench"), "ph.calculator"),
        ("ledger", tr("Costing: ledger"), "ph.list-numbers"),
        ("versions", tr("Costing: versions"), "ph.git-commit"),
    )
    return [
        *(
            Action(
                f"costing.{face}",
                title,
                partial(page.show_face, face),
                icon=icon,
                group=group,
                enabled=filled,
            )
            for face, title, icon in faces
        ),
        Action(
            "costing.publish",
            tr("Publish the costing rates"),
            page.publish,
            icon="ph.upload-simple",
            group=group,
            keywords=tr("version keep freeze"),
            enabled=publishable,
        ),
        Action(
            "costing.preview",
            tr("Preview the effect of a cost pool on accounts"),
            page.workbench.preview_effect,
            icon="ph.arrows-left-right",
            group=group,
            keywords=tr("sensitivity driver what if"),
            enabled=chosen,
        ),
        Action(
            "costing.add_pool",
            tr("Add a cost pool"),
            page.add_pool,
            icon="ph.plus",
            group=group,
        ),
        Action(
            "costing.paste",
            tr("Paste cost pools from Excel"),
            page.paste_clipboard,
            icon="ph.clipboard-text",
            group=group,
            keywords=tr("clipboard import"),
        ),
        Action(
            "costing.remove_pool",
            tr("Remove the selected cost pool"),
            page.workbench.remove_pool,
            icon="ph.trash",
            group=group,
            enabled=chosen,
        ),
        Action(
            "costing.export",
            tr("Export costing to Excel"),
            page.export,
            icon="ph.download-simple",
            group=group,
            enabled=filled,
        ),
    ]
