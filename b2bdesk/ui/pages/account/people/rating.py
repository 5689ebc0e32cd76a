"""The map's rating as a pill and in words."""

from __future__ import annotations

from b2bdesk.analytics.decision_unit import Rating, RatingReason
from b2bdesk.core.i18n import tr
from b2bdesk.services.people_map import MapUnit
from b2bdesk.ui.widgets.marks import Mark


def rating_mark(rating: Rating) -> Mark:
    """Mark and word of a rating; its colour is never its only sign."""
    if rating is Rating.GREEN:
        return Mark(tr("Strong support"), "for_us", icon="ph.check-circle", tint="for_us_tint")
    if rating is Rating.AMBER:
        return Mark(tr("Mixed support"), "attention", icon="ph.warning", tint="attention_tint")
    return Mark(tr("Weak support"), "against_us", icon="ph.warning-circle", tint="against_us_tint")


def rating_reason(unit: MapUnit) -> str:
    """Why the map is rated as it is, in a sentence."""
    return {
        RatingReason.NOBODY_KNOWN: tr("Nobody is on the map yet."),
        RatingReason.NO_KEY_PLAYER: tr("No key player is known."),
        RatingReason.NO_SUPPORT: tr("No key player is a supporter or champion."),
        RatingReason.OPPOSED: tr("We have support, but a key player is an opponent."),
        RatingReason.SIGNER_NOT_WON: tr("We have support, but not of who decides or pays."),
        RatingReason.SIGNER_WON: tr("Who decides or pays is for us, and no key player against."),
    }[unit.reason]


def rating_words(unit: MapUnit) -> str:
    """Rating and reason; only the reason while nobody is there."""
    if unit.rating is None:
        return rating_reason(unit)
    return f"{rating_mark(unit.rating).label}. {rating_reason(unit)}"
