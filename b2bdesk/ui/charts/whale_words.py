"""The whale curve in words and as a table, with the same figures as the picture."""

from __future__ import annotations

from b2bdesk.core.i18n import tr, trn
from b2bdesk.ui.charts.chart import Table
from b2bdesk.ui.charts.whale_data import WhaleBands, WhaleData, WhaleOther
from b2bdesk.ui.formats import formats


def whale_words(data: WhaleData) -> str:
    """Peak, fifths, bands, what is left, and the same of a curve beside it."""
    count = len(data.ids)
    if not count:
        return tr("No accounts")
    of = formats()
    parts = [
        trn("{n} account by {measure}", "{n} accounts by {measure}", count, measure=data.measure),
        trn(
            "peak {sum} {currency} after {n} account",
            "peak {sum} {currency} after {n} accounts",
            data.peak_rank,
            sum=of.money(data.cumulative[data.peak_rank - 1] if data.peak_rank else 0),
            currency=of.currency,
            n=of.integer(data.peak_rank),
        ),
    ]
    if data.total > 0:
        earned = data.cumulative[data.first_fifth - 1] / data.total
        parts.append(tr("the first 20% earn {share} of the total", share=of.percent(earned)))
    parts.append(trn("{n} account loses money", "{n} accounts lose money", data.losing))
    if data.bands is not None:
        parts.append(band_words(data))
    parts.append(tr("{sum} is left", sum=of.money_unit(data.total)))
    parts += [other_words(data, other) for other in data.others]
    return ", ".join(parts)


def band_words(data: WhaleData) -> str:
    """ "Earn 30%, break even 4%, lose 66%": shares of the accounts."""
    assert data.bands is not None
    count = len(data.ids) or 1
    earn, even, lose = (formats().percent(each / count) for each in data.bands.accounts)
    return tr("Earn {earn}, break even {even}, lose {lose}", earn=earn, even=even, lose=lose)


def band_tip(bands: WhaleBands, number: int) -> str:
    """How many accounts a band has, beside the textbook, and what a click does."""
    words = (
        trn("{n} account earns", "{n} accounts earn", bands.accounts[0]),
        trn("{n} account breaks even", "{n} accounts break even", bands.accounts[1]),
        trn("{n} account loses", "{n} accounts lose", bands.accounts[2]),
    )[number]
    told = tr("textbook {shares}", shares=formats().percent(bands.textbook[number]))
    return f"{words}, {told}"


def textbook_words(data: WhaleData) -> str:
    """The shares that the textbook tells of the three bands."""
    assert data.bands is not None
    shares = " / ".join(formats().number(100 * share) for share in data.bands.textbook)
    return tr("textbook {shares}", shares=shares)


def other_words(data: WhaleData, other: WhaleOther) -> str:
    """What a curve beside it is, and how high it is."""
    if data.in_percent:
        peak = formats().percent(other.peak / other.total)
    else:
        peak = formats().money_short(other.peak)
    return tr("{words}: peak {peak}", words=other.words, peak=peak)


def whale_table(data: WhaleData) -> Table:
    """Every account with its rank; to the minor unit, for this is where figures are checked."""
    currency = formats().currency
    percent = data.total > 0
    headers = [
        tr("Account"),
        tr("Rank"),
        f"{data.measure}, {currency}",
        f"{tr('Cumulative')}, {currency}",
    ]
    if percent:
        headers.append(tr("% of total"))
    rows = []
    for number, name in enumerate(data.names):
        row = [
            name,
            formats().integer(number + 1),
            formats().money_exact(data.values[number]),
            formats().money_exact(data.cumulative[number]),
        ]
        if percent:
            row.append(formats().percent(data.cumulative[number] / data.total, 2))
        rows.append(row)
    return headers, rows
