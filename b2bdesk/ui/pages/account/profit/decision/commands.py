"""What the what-if and the decision add to palette, shortcuts and menus."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.pages.account.profit.decision.panel import DecisionPanel
from b2bdesk.ui.pages.account.profit.what_if.panel import WhatIfPanel


def decision_actions(what_if: WhatIfPanel, decision: DecisionPanel) -> list[Action]:
    """The actions of the summary; enabled while there is something to act on."""
    group = tr("Profit")

    def tried() -> bool:
        return what_if.found is not None and bool(what_if.settings)

    return [
        Action("what_if.reset", tr("Reset what if"), what_if.reset, "R",
               "ph.arrow-counter-clockwise", group, "sliders today", tried),
        Action("what_if.save", tr("Save scenario"), what_if.save, "",
               "ph.bookmark-simple", group, "what if measures", tried),
        Action("what_if.plan", tr("Add what is tried to the plan"), what_if.add_to_plan, "",
               "ph.list-plus", group, "what if measures steps", tried),
        Action("decision.set", tr("Decide about the account"), decision.decide, "",
               "ph.anchor", group, "keep convert let go", lambda: decision.ready),
        Action("decision.ladder", tr("Open the ladder"), decision.ladder_asked.emit, "",
               "ph.list-numbers", group, "convert let go measures", lambda: decision.ready),
    ]  # fmt: skip
