"""Scores of people and units in words."""

from __future__ import annotations

from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.perceptions import ScoreRow
from b2bdesk.services.perceptions import AttributeScores, BrandLine
from b2bdesk.ui.formats import formats


def score_of(row: ScoreRow | None, value: int | None) -> str:
    """ "4 of 5 on 3 May 2020, from “Visit”", or that there is none."""
    if row is None or value is None:
        return tr("not scored")
    words = tr("{score} of 5 on {day}", score=value, day=formats().date_full(row.on))
    return ", ".join(part for part in (words, source_of(row)) if part)


def source_of(row: ScoreRow) -> str:
    """Where an answer came from; nothing where it was entered by hand."""
    if row.exchange_id is not None and row.exchange:
        return tr("from “{subject}”", subject=row.exchange)
    return row.source or ""


def person_words(found: AttributeScores, rival: str) -> str:
    """The newest scores of an attribute with their days and sources."""
    ours = score_of(found.ours, found.ours.ours if found.ours else None)
    theirs = score_of(found.rival, found.rival.rival if found.rival else None)
    return tr(
        "{attribute}: us {ours}; {rival} {theirs}",
        attribute=found.attribute.name,
        ours=ours,
        rival=rival,
        theirs=theirs,
    )


def older_words(row: ScoreRow, rival: str) -> str:
    """An older answer in a line."""
    parts = [formats().date_full(row.on) + ":"]
    scores = []
    if row.ours is not None:
        scores.append(tr("us {score}", score=row.ours))
    if row.rival is not None:
        scores.append(tr("{rival} {score}", rival=rival, score=row.rival))
    parts.append(", ".join([*scores, *([source_of(row)] if source_of(row) else [])]))
    return " ".join(parts)


def brand_words(line: BrandLine, people: int, rival: str) -> str:
    """A unit's picture of an attribute with how many it rests on."""
    picture, f = line.picture, formats()
    if picture is None or (picture.ours is None and picture.rival is None):
        return tr("{attribute}: nobody scored it yet", attribute=line.attribute.name)
    parts = []
    for name, side in ((tr("us"), picture.ours), (rival, picture.rival)):
        if side is None:
            parts.append(tr("{who} not scored", who=name))
            continue
        parts.append(
            tr(
                "{who} {mean}, scored by {n} of {people}",
                who=name,
                mean=f.number(side.mean, 1),
                n=side.people,
                people=people,
            )
        )
    words = tr("{attribute}: {sides}", attribute=line.attribute.name, sides="; ".join(parts))
    missing = max(side.unweighted for side in (picture.ours, picture.rival) if side is not None)
    if missing:
        words += ". " + trn(
            "{n} without a known influence counts as 1",
            "{n} without a known influence count as 1",
            missing,
        )
    return words
