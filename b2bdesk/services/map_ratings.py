"""The health of the maps of every account in one go, for the portfolio and Today."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics.decision_unit import Member, read_map
from b2bdesk.core.dates import day_of
from b2bdesk.queries.map_members import MapMemberRow, list_map_members
from b2bdesk.queries.retention import list_contacts, year_before
from b2bdesk.services.map_health import MapHealth, Sitter, account_health, unit_health
from b2bdesk.services.single_thread import threads


def map_ratings(session: Session, as_of: date) -> dict[int, MapHealth]:
    """By account, the health of its maps as of a day; only of accounts with someone on a map."""
    day = day_of(as_of)
    units: dict[int, list[MapMemberRow]] = defaultdict(list)
    for row in list_map_members(session, as_of):
        units[row.unit_id].append(row)
    if not units:
        return {}
    contacts = {row.account: row for row in list_contacts(session, year_before(day), day)}
    healths: dict[int, list[MapHealth]] = defaultdict(list)
    for members in units.values():
        healths[members[0].account_id].append(_health(members, day))
    found = {}
    for account, parts in healths.items():
        health = account_health(parts, threads(contacts.get(account)))
        if health is not None:
            found[account] = health
    return found


def _health(members: list[MapMemberRow], day: int) -> MapHealth:
    reading = read_map(
        [
            Member(row.person_id, row.roles, row.stance, row.stance_day, row.influence)
            for row in members
        ],
        day,
    )
    sitters = [
        Sitter(standing, row.name, row.covered)
        for standing, row in zip(reading.standings, members, strict=True)
    ]
    return unit_health(reading, sitters, members[0].unit)
