"""What the edge and the icon of a card say: stance, coverage, freshness or contact class.

Every mark has an icon of its own, so that nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import WORDS, ContactClass, CoverageLevel, Stance
from b2bdesk.services.people_map import CONTACT_EVERY_DAYS, Contact, MapSeat
from b2bdesk.ui.theme.tokens import stance_step


class Colouring(StrEnum):
    """What cards are coloured by."""

    STANCE = "stance"
    COVERAGE = "coverage"
    FRESHNESS = "freshness"
    CLASS = "class"


COLOURING_WORDS = {
    Colouring.STANCE: mark("Stance"),
    Colouring.COVERAGE: mark("Coverage"),
    Colouring.FRESHNESS: mark("Freshness"),
    Colouring.CLASS: mark("Contact class"),
}


@dataclass(frozen=True, slots=True)
class CardMark:
    """Icon with its colour, the colour of the edge, and what both mean."""

    icon: str
    color: str
    edge: str
    words: str


# In each: icon, colour of the icon, colour of the edge, words.
_COVERAGE = {
    CoverageLevel.IN_DEPTH: ("ph.number-circle-three", "accent", "cover_4", mark("In depth")),
    CoverageLevel.MULTIPLE: ("ph.number-circle-two", "accent", "cover_3", mark("Multiple")),
    CoverageLevel.BRIEF: ("ph.number-circle-one", "accent", "cover_2", mark("Brief")),
    CoverageLevel.NONE: ("ph.number-circle-zero", "text_2", "line_strong", mark("None")),
    CoverageLevel.UNKNOWN: ("ph.question", "text_3", "line_control", mark("Unknown")),
}
_PLANNED, _LATE, _SILENT, _NEVER = range(4)
_FRESHNESS = (
    ("ph.check-circle", "neutral", "neutral", mark("Within the plan")),
    ("ph.clock", "attention", "attention", mark("Overdue")),
    ("ph.warning", "risk_high", "risk_high", mark("Over twice the plan")),
    ("ph.bell-slash", "risk_severe", "risk_severe", mark("Never in touch")),
)
# Near classes share a colour: who decides, who trades, who works with it, who stands outside.
_CLASSES = {
    ContactClass.DECISION_MAKER: ("ph.crown", "type_collaborative"),
    ContactClass.EXECUTIVE_SPONSOR: ("ph.briefcase", "type_collaborative"),
    ContactClass.PURCHASING: ("ph.shopping-cart", "type_value_added"),
    ContactClass.FINANCE: ("ph.bank", "type_value_added"),
    ContactClass.LEGAL: ("ph.scales", "type_value_added"),
    ContactClass.TECHNICAL: ("ph.wrench", "cover_4"),
    ContactClass.END_USER: ("ph.user", "cover_4"),
    ContactClass.LOGISTICS: ("ph.truck", "cover_4"),
    ContactClass.SUPPORT: ("ph.lifebuoy", "cover_4"),
    ContactClass.PARTNER: ("ph.users-three", "type_transactional"),
    ContactClass.ANALYST_MEDIA: ("ph.newspaper", "type_transactional"),
    ContactClass.OTHER: ("ph.dots-three-circle", "neutral"),
}


def card_mark(colouring: Colouring, seat: MapSeat) -> CardMark:
    """The mark of one card."""
    if colouring is Colouring.COVERAGE:
        return _said(_COVERAGE[seat.contact.known])
    if colouring is Colouring.FRESHNESS:
        return _said(_FRESHNESS[_freshness(seat.contact)])
    if colouring is Colouring.CLASS:
        return _class_mark(seat.contact.row.contact_class)
    return _stance_mark(seat.stance)


def key_marks(colouring: Colouring, seats: Iterable[MapSeat]) -> list[CardMark]:
    """What the key explains: a whole scale; of the contact classes those that are there."""
    if colouring is Colouring.COVERAGE:
        return [_said(row) for row in _COVERAGE.values()]
    if colouring is Colouring.FRESHNESS:
        return [_said(row) for row in _FRESHNESS]
    if colouring is Colouring.CLASS:
        there = {seat.contact.row.contact_class for seat in seats}
        return [_class_mark(kind) for kind in (*ContactClass, None) if kind in there]
    unknown = any(seat.stance is Stance.UNKNOWN for seat in seats)
    scale = [stance for stance in reversed(Stance) if stance is not Stance.UNKNOWN]
    return [_stance_mark(stance) for stance in (*scale, *((Stance.UNKNOWN,) if unknown else ()))]


def _said(row: tuple[str, str, str, str]) -> CardMark:
    return CardMark(row[0], row[1], row[2], tr(row[3]))


def _freshness(contact: Contact) -> int:
    plan = contact.row.contact_every_days or CONTACT_EVERY_DAYS
    if contact.age_days is None:
        return _NEVER
    if contact.age_days <= plan:
        return _PLANNED
    return _LATE if contact.age_days <= 2 * plan else _SILENT


def _class_mark(kind: ContactClass | None) -> CardMark:
    if kind is None:
        return CardMark("ph.question", "text_3", "line_control", tr("Not classed yet"))
    icon, color = _CLASSES[kind]
    return CardMark(icon, color, color, tr(WORDS[kind]))


def _stance_mark(stance: Stance) -> CardMark:
    step = stance_step(stance.value)
    return CardMark(step.icon, step.color, step.edge, tr(WORDS[stance]))
