"""People who left an account, and what they leave behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from b2bdesk.analytics.decision_unit import fade
from b2bdesk.core.dates import date_of
from b2bdesk.models.enums import Role, Stance
from b2bdesk.queries.people_rows import CoverageRow, JobRow, LeaverRow, SeatRow
from b2bdesk.services.map_health import COVERED

ALERT_DAYS = 90
"""How long a leaver is told as news; the roles left open are told for as long as they are."""


@dataclass(frozen=True, slots=True)
class OpenRole:
    """A role the leaver held in a unit and that nobody holds there now."""

    unit_id: int
    unit: str
    role: Role


@dataclass(frozen=True, slots=True)
class Leaver:
    """Someone who left on the last day ``left``, with what is lost or open since.

    ``open_roles``: now without anyone. ``coverage``: who of us knew the person. ``stance``: the one
    that counted then, of the unit where the person weighed most. ``went_to``: the job that is
    known elsewhere.
    """

    row: LeaverRow
    left: date
    recent: bool
    open_roles: tuple[OpenRole, ...]
    coverage: tuple[CoverageRow, ...]
    stance: Stance
    went_to: JobRow | None

    @property
    def name(self) -> str:
        """The person's name."""
        return self.row.person.name

    @property
    def matters(self) -> bool:
        """True for one who sat in a unit, or whom one of us knew."""
        return bool(self.row.seats or self.coverage)


def read_leavers(
    rows: Sequence[LeaverRow], seats: Sequence[SeatRow], units: Mapping[int, str], as_of: date
) -> tuple[Leaver, ...]:
    """The leavers of an account beside who sits there now, the last one first."""
    held = {(seat.unit_id, role) for seat in seats for role in seat.roles}
    return tuple(_leaver(row, held, units, as_of) for row in rows)


def _leaver(
    row: LeaverRow, held: set[tuple[int, Role]], units: Mapping[int, str], as_of: date
) -> Leaver:
    left = date_of(row.left)
    weighty = max(row.seats, key=lambda seat: seat.influence or 0, default=None)
    stances = [each for each in weighty.stances if each.since <= row.left] if weighty else []
    return Leaver(
        row=row,
        left=left,
        recent=0 <= (as_of - left).days <= ALERT_DAYS,
        open_roles=tuple(
            OpenRole(seat.unit_id, units.get(seat.unit_id, ""), role)
            for seat in row.seats
            for role in seat.roles
            if (seat.unit_id, role) not in held
        ),
        coverage=tuple(each for each in row.person.coverage if each.level in COVERED),
        stance=(
            fade(stances[0].stance, stances[0].since, row.left).counts_as
            if stances
            else Stance.UNKNOWN
        ),
        went_to=next(
            (job for job in row.person.jobs if job.until is None and job.id != row.person.job_id),
            None,
        ),
    )
