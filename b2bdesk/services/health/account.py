"""A company's health: its decision-making units, the operational scorecard, and listening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics import health as analytics
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.health.listening import listening
from b2bdesk.services.health.people import PeopleHealth, people_health
from b2bdesk.services.health.rules import Group, Rules, health_rules, is_default
from b2bdesk.services.health.scorecard import scorecard
from b2bdesk.services.health.tree import Node, shared


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """Health at three levels as of a day: ``company`` holds the units, which hold the people."""

    as_of: date
    company: Node
    people: PeopleHealth
    own_rules: bool


def account_health(session: Session, account: int, as_of: date) -> AccountHealth:
    """The health of an account as of a day; ``DomainError`` when it is gone."""
    rules = health_rules(session)
    people = people_health(session, account, as_of)
    nodes = [
        _units(people),
        scorecard(session, account, as_of, rules),
        listening(session, account, as_of, rules),
    ]
    return AccountHealth(as_of, _company(nodes, rules), people, not is_default(rules))


def _company(nodes: list[Node], rules: Rules) -> Node:
    weights = rules.weights[Group.COMPANY]
    found = analytics.weighted({node.key: node.value for node in nodes}, weights)
    if found.value is None:
        why = tr("Nothing is known yet.")
    elif found.missing:
        names = [node.title for node in nodes if node.value is None]
        why = tr("Left out, because nothing is known: {parts}.", parts=", ".join(names))
    else:
        why = tr("Weighted mean of its three parts.")
    return Node("company", tr("Company"), found.value, why, shared(nodes, found, weights))


def _units(people: PeopleHealth) -> Node:
    names = [unit.key.rpartition("/")[2] for unit in people.units]
    weights = dict.fromkeys(names, 1.0)
    found = analytics.weighted(
        {name: unit.value for name, unit in zip(names, people.units, strict=True)}, weights
    )
    if not people.units:
        why = tr("There is no decision-making unit yet.")
    elif found.value is None:
        why = tr("Nothing is known of their people yet.")
    else:
        why = trn("The only one there is.", "Mean of the units that are known.", len(people.units))
    return Node(
        "units",
        tr("Decision-making units"),
        found.value,
        why,
        shared(people.units, found, weights),
        fact=tr("{n} of {all} known", n=len(found.known), all=len(names)) if names else "",
    )
