"""A person on the map in words: for tooltips, screen readers, the list and the inspector."""

from __future__ import annotations

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS, CoverageLevel, Role
from b2bdesk.services.map_folds import Fold
from b2bdesk.services.people_map import Contact, MapSeat
from b2bdesk.ui.formats import formats

_DOTS = {CoverageLevel.BRIEF: 1, CoverageLevel.MULTIPLE: 2, CoverageLevel.IN_DEPTH: 3}


def relationship_dots(level: CoverageLevel) -> int:
    """Filled dots of three for how well we know a person."""
    return _DOTS.get(level, 0)


def age_text(contact: Contact) -> str:
    """Age of the last exchange: "12 d", "today", "never"."""
    return tr("never") if contact.age_days is None else formats().age(contact.age_days)


def role_question(role: Role) -> str:
    """What to ask to find the person who holds a role."""
    return {
        Role.INITIATOR: tr("Who notices first that something is needed?"),
        Role.USER: tr("Who works with what we sell?"),
        Role.INFLUENCER: tr("Whose advice do they listen to?"),
        Role.DECIDER: tr("Who says yes or no in the end?"),
        Role.BUYER: tr("Who negotiates and places the orders?"),
        Role.GATEKEEPER: tr("Who lets us in, or keeps us out?"),
        Role.BUDGET_HOLDER: tr("Whose money is it, and who signs?"),
    }[role]


def role_name_in_text(role: Role) -> str:
    """A role inside a sentence: "decider"."""
    return lowered(tr(WORDS[role]))


def stance_words(seat: MapSeat) -> str:
    """The stance that counts; a faded one says what it was."""
    if seat.stale and seat.recorded is not None:
        return tr("{stance}, stale", stance=tr(WORDS[seat.recorded.stance]))
    return tr(WORDS[seat.stance])


def fold_words(fold: Fold) -> str:
    """What a folded branch hides."""
    words = trn("{n} person folded in", "{n} people folded in", len(fold.people))
    if fold.lines:
        words += ", " + trn("with {n} line", "with {n} lines", fold.lines)
    return words


def class_words(contact: Contact) -> str:
    """The contact class in a word."""
    kind = contact.row.contact_class
    return tr(WORDS[kind]) if kind is not None else tr("Not classed yet")


def card_words(seat: MapSeat) -> str:
    """All that a card shows, line by line."""
    row = seat.row
    lines = [f"{seat.name}, {row.person.title}" if row.person.title else seat.name]
    lines.append(tr("Stance: {stance}", stance=stance_words(seat)))
    roles = ", ".join(tr(WORDS[role]) for role in row.roles)
    lines.append(tr("Roles: {roles}", roles=roles or tr("none yet")))
    if row.influence is None:
        lines.append(tr("Influence not assessed"))
    else:
        lines.append(tr("Influence {value} of {most}", value=row.influence, most=5))
    lines.append(tr("Our relationship: {level}", level=tr(WORDS[seat.contact.known])))
    lines.append(tr("Contact class: {name}", name=class_words(seat.contact)))
    if seat.contact.age_days is None:
        lines.append(tr("No exchange yet"))
    else:
        lines.append(tr("Last exchange: {age}", age=age_text(seat.contact)))
    return "\n".join(lines)
