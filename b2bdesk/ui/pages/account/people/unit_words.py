"""How a decision climbs in a unit, and who gives the final approval, in a sentence."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import DecisionPath, Role
from b2bdesk.services.people_map import MapUnit


def approval_words(unit: MapUnit) -> str:
    """The way of a decision up to who holds the budget, as far as both are known."""
    holders = [seat.name for seat in unit.seats if Role.BUDGET_HOLDER in seat.row.roles]
    names = ", ".join(holders[:-1])
    who = tr("{names} and {last}", names=names, last=holders[-1]) if names else "".join(holders)
    path = unit.row.path if unit.row else None
    if not holders:
        return {
            DecisionPath.HIERARCHY: tr("It climbs the reporting lines; who approves is not known."),
            DecisionPath.CONSENSUS: tr("All must agree; who approves in the end is not known."),
            DecisionPath.COMMITTEE: tr("A committee decides; who approves is not known."),
            None: tr("Who gives the final approval is not known: nobody holds the budget."),
        }[path]
    return {
        DecisionPath.HIERARCHY: tr(
            "It climbs the reporting lines; {who} gives the final approval.", who=who
        ),
        DecisionPath.CONSENSUS: tr("All must agree; {who} gives the final approval.", who=who),
        DecisionPath.COMMITTEE: tr("A committee decides; {who} gives the final approval.", who=who),
        None: tr("{who} gives the final approval.", who=who),
    }[path]
