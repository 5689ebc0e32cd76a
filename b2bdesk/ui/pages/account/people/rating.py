"""The health of a map in words: its rating as a pill, the reason, and each finding.

The same words stand on the People tab, the overview and the portfolio.
"""

from __future__ import annotations

from b2bdesk.analytics.decision_unit import Rating, RatingReason
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.map_health import Finding, MapFinding, MapHealth
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.marks import Mark


def rating_mark(rating: Rating) -> Mark:
    """Mark and word of a rating; its colour is never its only sign."""
    if rating is Rating.GREEN:
        return Mark(tr("Strong support"), "for_us", icon="ph.check-circle", tint="for_us_tint")
    if rating is Rating.AMBER:
        return Mark(tr("Mixed support"), "attention", icon="ph.warning", tint="attention_tint")
    return Mark(tr("Weak support"), "against_us", icon="ph.warning-circle", tint="against_us_tint")


def rating_reason(reason: RatingReason) -> str:
    """Why the map is rated as it is, in a sentence."""
    return {
        RatingReason.NOBODY_KNOWN: tr("Nobody is on the map yet."),
        RatingReason.NO_KEY_PLAYER: tr("No key player is known."),
        RatingReason.NO_SUPPORT: tr("No key player is a supporter or champion."),
        RatingReason.OPPOSED: tr("We have support, but a key player is an opponent."),
        RatingReason.SIGNER_NOT_WON: tr("We have support, but not of who decides or pays."),
        RatingReason.SIGNER_WON: tr("Who decides or pays is for us, no key player an opponent."),
    }[reason]


def health_words(health: MapHealth) -> str:
    """Rating and reason, with the unit that is meant; only the reason while nobody is there."""
    reason = rating_reason(health.reason)
    if health.rating is None:
        return reason
    words = f"{rating_mark(health.rating).label}. {reason}"
    return tr("{unit}: {words}", unit=health.unit, words=words) if health.unit else words


def finding_title(finding: MapFinding) -> str:
    """What weakens the map, in two or three words."""
    count = len(finding.people)
    title = {
        Finding.DECIDER_UNKNOWN: tr("Decider unknown"),
        Finding.BUDGET_HOLDER_UNKNOWN: tr("Budget holder unknown"),
        Finding.KEY_PLAYER_AGAINST: trn("Key player against us", "Key players against us", count),
        Finding.BUDGET_HOLDER_NOT_COVERED: tr("Budget holder not covered"),
        Finding.THEIR_SIDE_SINGLE: tr("Single-threaded"),
        Finding.OUR_SIDE_SINGLE: tr("Single-threaded on our side"),
        Finding.STALE: trn("Stale stance", "Stale stances", count),
    }[finding.kind]
    if not finding.units:
        return title
    return tr("{title} in {units}", title=title, units=", ".join(finding.units))


def finding_detail(finding: MapFinding) -> str:
    """Why, and who is meant."""
    names = ", ".join(finding.names)
    share = formats().percent(finding.share)
    match finding.kind:
        case Finding.DECIDER_UNKNOWN:
            return tr("Nobody on the map says yes or no in the end")
        case Finding.BUDGET_HOLDER_UNKNOWN:
            return tr("Nobody on the map gives the final approval")
        case Finding.KEY_PLAYER_AGAINST:
            return names
        case Finding.BUDGET_HOLDER_NOT_COVERED:
            return tr("None of us knows {names}", names=names)
        case Finding.THEIR_SIDE_SINGLE if finding.last_one:
            return tr("Only {name} is left of those we talk with", name=names)
        case Finding.THEIR_SIDE_SINGLE:
            return tr("{name} carries {share} of exchanges", name=names, share=share)
        case Finding.OUR_SIDE_SINGLE if finding.last_one:
            return tr("Only {name} is left of ours who took part", name=names)
        case Finding.OUR_SIDE_SINGLE:
            return tr("{name} carries {share} on our side", name=names, share=share)
        case Finding.STALE:
            return tr("Too old to count: {names}", names=names)


def findings_text(health: MapHealth) -> str:
    """Rating, reason and every finding, line by line, for a tooltip."""
    lines = [health_words(health)]
    lines += [
        tr("{title}: {detail}", title=finding_title(each), detail=finding_detail(each))
        for each in health.findings
    ]
    return "\n".join(lines)
