"""The facts of a whale curve as figures in a row each: what the picture shows, to be read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b2bdesk.core.i18n import mark, tr

if TYPE_CHECKING:
    from b2bdesk.analytics.whale_curve import Ints, WhaleCurve

BAND_WORDS = {
    "earns": mark("Earns"),
    "breaks_even": mark("Breaks even"),
    "loses": mark("Loses"),
}


@dataclass(frozen=True, slots=True, eq=False)
class CurveFact:
    """One fact of a curve: how many accounts, and the profit they make together.

    Shares 0..1; ``share`` is of the total and None where that is at or below zero. ``textbook`` is
    the share of accounts that the textbook tells (Kaplan and Narayanan 2001). ``ids`` are the
    accounts meant.
    """

    key: str
    words: str
    accounts: int
    account_share: float | None
    amount: int
    share: float | None
    ids: Ints
    textbook: float | None = None


def curve_facts(curve: WhaleCurve, break_even_words: str) -> tuple[CurveFact, ...]:
    """Total, peak, erosion, fifths, who earns 80 % of it, and the bands.

    ``break_even_words`` says how wide the band is, as "1%".
    """
    from b2bdesk.analytics.whale_curve import TEXTBOOK_ACCOUNT_SHARES

    count = curve.accounts
    if not count:
        return ()

    def fact(
        key: str, words: str, ids: Ints, amount: int, textbook: float | None = None
    ) -> CurveFact:
        share = curve.share_of_total(amount)
        part = None if share is None else share / 100
        return CurveFact(key, words, len(ids), len(ids) / count, amount, part, ids, textbook)

    ids, peak, fifth = curve.ids, curve.peak_position, curve.first_fifth
    found = [
        fact("all", tr("All accounts"), ids, curve.total),
        fact("peak", tr("Up to the peak"), ids[:peak], curve.peak_value),
        fact("erosion", tr("After the peak: erosion"), ids[peak:], -curve.erosion_value),
        fact("first_fifth", tr("First 20%"), ids[:fifth], curve.first_fifth_value),
        fact("last_fifth", tr("Last 20%"), ids[count - fifth :], curve.last_fifth_value),
    ]
    if curve.eighty_position is not None:
        enough = curve.eighty_position
        earned = int(curve.cumulative[enough - 1])
        found.append(fact("eighty", tr("Enough for 80% of the total"), ids[:enough], earned))
    even = tr("Breaks even, within {share} of sales", share=break_even_words)
    for number, band in enumerate(curve.bands):
        words = even if band.band == "breaks_even" else tr(BAND_WORDS[band.band])
        inside = ids[curve.band_codes == number]
        textbook = TEXTBOOK_ACCOUNT_SHARES[number] / 100
        found.append(fact(str(band.band), words, inside, band.profit, textbook))
    return tuple(found)
