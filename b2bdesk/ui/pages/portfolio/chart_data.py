"""The figures of a portfolio as its charts take them: the very same figures, none made here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS, AccountKind, RelationshipType
from b2bdesk.services.portfolio import MEASURE_WORDS, Measure
from b2bdesk.services.portfolio_report import MATRIX_ACCOUNTS
from b2bdesk.ui.charts.matrix_data import Bubble, Dots, MatrixData
from b2bdesk.ui.charts.whale_data import WhaleBands, WhaleData, WhaleOther
from b2bdesk.ui.charts.whale_groups import Group
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.shown import Shown

if TYPE_CHECKING:
    from b2bdesk.analytics.whale_curve import WhaleCurve

_NAMED = 16  # the most apart: their names are most likely to find room


def whale_data(shown: Shown) -> WhaleData:
    """The curve, its bands, and those it is compared with."""
    from b2bdesk.analytics.whale_curve import TEXTBOOK_ACCOUNT_SHARES

    curve = shown.result.curve(shown.measure, shown.among)
    ids = tuple(curve.ids.tolist())
    by_id = shown.result.by_id
    earns, even, loses = (band.accounts for band in curve.bands)
    first, middle, last = (share / 100 for share in TEXTBOOK_ACCOUNT_SHARES)
    bands = None
    if shown.measure is not Measure.SALES and ids:
        bands = WhaleBands((earns, even, loses), (first, middle, last))
    return WhaleData(
        ids=ids,
        names=tuple(by_id[account].name for account in ids),
        values=tuple(curve.values.tolist()),
        cumulative=tuple(curve.cumulative.tolist()),
        peak_rank=curve.peak_position,
        measure=lowered(tr(MEASURE_WORDS[shown.measure])),
        bands=bands,
        others=_others(shown),
        in_money=shown.in_money,
    )


def _others(shown: Shown) -> tuple[WhaleOther, ...]:
    found = []
    beside = ((shown.compared, shown.before), (shown.second, shown.second_before))
    for compared, among in beside:
        curve = None if compared is None else compared.curve(shown.measure, among)
        if compared is not None and curve is not None and curve.accounts:
            sums = tuple(curve.cumulative.tolist())
            found.append(WhaleOther(compared.words, sums, curve.peak_position))
    return tuple(found)


def matrix_data(shown: Shown) -> MatrixData | None:
    """The largest accounts as bubbles, the others as dots; None without cost to serve."""
    from b2bdesk.analytics.profitability_matrix import Quadrant

    matrix = shown.result.matrix
    if matrix is None or matrix.margin_threshold is None or matrix.cost_threshold is None:
        return None
    among = shown.among
    places = [
        place
        for place in zip(
            matrix.ids.tolist(),
            matrix.cost_percent.tolist(),
            matrix.margin_percent.tolist(),
            matrix.net.tolist(),
            matrix.quadrants,
            strict=True,
        )
        if among is None or place[0] in among
    ]
    by_id = shown.result.by_id
    places.sort(key=lambda place: -by_id[place[0]].sales)
    largest, small = places[:MATRIX_ACCOUNTS], places[MATRIX_ACCOUNTS:]
    named = _most_apart([(place[1], place[2]) for place in largest])
    moves = None if shown.compared is None else shown.compared.movement(shown.result)
    before = {} if moves is None else moves.before
    turned = frozenset() if moves is None else frozenset((*moves.to_loss, *moves.to_profit))
    corners = (
        Quadrant.PASSIVE,
        Quadrant.CARRIAGE_TRADE,
        Quadrant.BARGAIN_BASEMENT,
        Quadrant.AGGRESSIVE,
    )
    found = [place[4] for place in places]
    one, two, three, four = (found.count(corner) for corner in corners)
    bubbles = []
    for number, (account, cost, margin, net, _) in enumerate(largest):
        spot = before.get(account)
        bubbles.append(
            Bubble(
                id=account,
                name=by_id[account].name,
                cost_to_serve=cost / 100,
                margin=margin / 100,
                sales=by_id[account].sales,
                profitable=net >= 0,
                labelled=number in named,
                before=None if spot is None else (spot[1] / 100, spot[0] / 100),
                turned=account in turned,
            )
        )
    return MatrixData(
        bubbles=tuple(bubbles),
        split_cost=matrix.cost_threshold / 100,
        split_margin=matrix.margin_threshold / 100,
        dots=Dots(
            tuple(place[0] for place in small),
            tuple(by_id[place[0]].name for place in small),
            tuple(place[1] / 100 for place in small),
            tuple(place[2] / 100 for place in small),
            tuple(by_id[place[0]].sales for place in small),
        ),
        counts=(one, two, three, four),
    )


def _most_apart(spots: Sequence[tuple[float, float]]) -> frozenset[int]:
    """Positions of the spots that are farthest from their nearest neighbour."""
    if len(spots) < 2:
        return frozenset(range(len(spots)))
    wide = max(x for x, _ in spots) - min(x for x, _ in spots) or 1.0
    high = max(y for _, y in spots) - min(y for _, y in spots) or 1.0

    def nearest(number: int) -> float:
        x, y = spots[number]
        return min(
            ((x - a) / wide) ** 2 + ((y - b) / high) ** 2
            for other, (a, b) in enumerate(spots)
            if other != number
        )

    return frozenset(sorted(range(len(spots)), key=nearest, reverse=True)[:_NAMED])


MOST_GROUPS = 6
"""Lines that can still be told apart; every group has its row of facts."""


def facet_words(facet: str, value: object) -> str:
    """How a value of a facet is shown; an unset one is named as its filter names it."""
    if value is None:
        nothing = {
            "segment": tr("No segment"),
            "country": tr("No country"),
            "owner": tr("No owner"),
        }
        return nothing.get(facet, tr("Not set"))
    if facet in ("current", "kind"):
        return tr(WORDS[cast(RelationshipType | AccountKind, value)])
    return str(value)


def group_curves(shown: Shown, facet: str) -> list[tuple[object, str, WhaleCurve]]:
    """Value, words and curve of each group of the accounts shown, the most sales first."""
    among = shown.among
    rows = [row for row in shown.result.rows if among is None or row.id in among]
    return [
        (value, facet_words(facet, value), curve)
        for value, curve in shown.result.curves_by(facet, shown.measure, rows)
        if curve.accounts
    ]


def group_of(words: str, curve: WhaleCurve) -> Group:
    """A group as its chart takes it, with its facts in a line."""
    of = formats()
    peak = of.money_unit(curve.peak_value)
    if curve.peak_percent is not None:
        peak = of.percent(curve.peak_percent / 100)
    parts = (
        trn("{n} account", "{n} accounts", curve.accounts, n=of.integer(curve.accounts)),
        tr("{sum} is left", sum=of.money_unit(curve.total)),
        tr("peak {peak}", peak=peak),
        trn("{n} account loses money", "{n} accounts lose money", curve.losers),
    )
    return Group(words, tuple(curve.cumulative.tolist()), ", ".join(parts))
