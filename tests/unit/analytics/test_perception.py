"""The brand inside a unit, by hand: newest scores, weighed by influence, day by day."""

from __future__ import annotations

from b2bdesk.analytics.perception import Picture, Score, Side, compute, trend

TRUST, PRICE = 1, 2
RUTH, INES, PETER = 10, 20, 30
INFLUENCE = {RUTH: 5, INES: 3, PETER: None}
SCORES = [
    Score(RUTH, TRUST, 100, 2, 4),
    Score(RUTH, TRUST, 200, 4, None),
    Score(INES, TRUST, 150, 5, 1),
    Score(PETER, TRUST, 210, 1, None),
    Score(INES, PRICE, 150, None, 3),
    Score(99, TRUST, 150, 1, 5),
]


def test_newest_scores_are_weighed_by_influence() -> None:
    found = compute(SCORES, INFLUENCE, as_of=205)
    # Ruth 4 and 5 of influence, Ines 5 and 3; Ruth's rival score is still the one of day 100.
    assert found[TRUST].ours == Side((5 * 4 + 3 * 5) / 8, 2, 0)
    assert found[TRUST].rival == Side((5 * 4 + 3 * 1) / 8, 2, 0)
    assert found[TRUST].gap == 35 / 8 - 23 / 8


def test_missing_influence_weighs_least_and_is_counted() -> None:
    assert compute(SCORES, INFLUENCE, as_of=210)[TRUST].ours == Side((20 + 15 + 1) / 9, 3, 1)


def test_a_side_nobody_scored_is_no_figure() -> None:
    found = compute(SCORES, INFLUENCE, as_of=300)[PRICE]
    assert found == Picture(None, Side(3.0, 1, 0))
    assert found.gap is None
    assert compute(SCORES, INFLUENCE, as_of=99) == {}
    assert compute(SCORES, {}, as_of=300) == {}


def test_the_trend_has_a_point_for_every_day_of_a_score() -> None:
    points = trend(SCORES, INFLUENCE, TRUST, as_of=205)
    assert [point.day for point in points] == [100, 150, 200]
    means = [point.picture.ours.mean for point in points if point.picture.ours]
    assert means == [2.0, (10 + 15) / 8, 35 / 8]
    assert trend(SCORES, INFLUENCE, 77, as_of=205) == ()
