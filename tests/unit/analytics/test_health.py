"""Health of people, units and companies, and what is left out."""

from __future__ import annotations

import pytest

from b2bdesk.analytics.health import (
    Band,
    HealthPart,
    WeightedHealth,
    band,
    individual,
    on_scale,
    unit,
    usual_days,
    weighted,
)
from b2bdesk.models.enums import Stance

TODAY = 20_000


def person(**given: object) -> WeightedHealth:
    base: dict[str, object] = {
        "stance": Stance.UNKNOWN,
        "sentiments": [],
        "perceptions": [],
        "days_since_contact": None,
        "usual_days_between": None,
        "as_of": TODAY,
    }
    return individual(**{**base, **given})  # type: ignore[arg-type]


def test_nothing_known_is_no_figure() -> None:
    found = person()
    assert (found.value, found.known) == (None, ())
    assert found.missing == tuple(HealthPart)


def test_mean_of_what_is_known() -> None:
    found = person(stance=Stance.SUPPORTER, perceptions=[5, 3])
    assert dict(found.known) == {HealthPart.STANCE: 75, HealthPart.PERCEPTIONS: 75}
    assert found.value == 75
    assert found.missing == (HealthPart.SENTIMENT, HealthPart.FRESHNESS)


def test_sentiment_fades_by_half_in_ninety_days() -> None:
    found = person(sentiments=[(TODAY, 2), (TODAY - 90, -1), (TODAY + 1, -2)])
    assert found.value == pytest.approx(((2 - 0.5) / 1.5 + 2) * 25)
    assert person(sentiments=[(TODAY - 200_000, 1)]).value == 75


def test_freshness_against_own_cadence() -> None:
    fresh = {days: person(days_since_contact=days, usual_days_between=30.0).value for days in
             (0, 30, 60, 90)}  # fmt: skip
    assert fresh == {0: 100, 30: 100, 60: 50, 90: 25}
    assert person(days_since_contact=5, usual_days_between=0.0).value is None


def test_a_unit_weighs_by_influence() -> None:
    found = unit({1: (100.0, 5), 2: (40.0, None), 3: (None, 5)})
    assert found.value == pytest.approx((500 + 40) / 6)
    assert found.missing == ("3",)
    assert unit({}).value is None


def test_a_company_leaves_out_what_is_missing() -> None:
    found = weighted({"units": 50.0, "scorecard": None, "listening": 80.0})
    assert found.value == pytest.approx((0.4 * 50 + 0.2 * 80) / 0.6)
    assert found.missing == ("scorecard",)
    assert weighted({"units": None}).value is None
    with pytest.raises(ValueError):
        weighted({"weather": 3.0})


def test_edited_weights_count_in_proportion() -> None:
    weights = {"stance": 3.0, "sentiment": 0.0, "perceptions": 1.0, "freshness": 9.0}
    found = person(stance=Stance.CHAMPION, perceptions=[1], weights=weights)
    assert found.value == 75
    assert found.shares == {"stance": 0.75, "perceptions": 0.25}
    nothing = weighted({"units": 50.0}, {"units": 0.0})
    assert nothing.value is None  # what weighs nothing says nothing


def test_a_measure_lies_between_its_worst_and_its_target() -> None:
    assert on_scale(0.95, target=0.95, worst=0.70) == 100
    assert on_scale(0.85, target=0.95, worst=0.75) == pytest.approx(50)
    assert on_scale(0.10, target=0.95, worst=0.70) == 0
    assert on_scale(6.0, target=2.0, worst=10.0) == 50  # less is better
    assert on_scale(0.0, target=2.0, worst=10.0) == 100
    with pytest.raises(ValueError):
        on_scale(1.0, target=1.0, worst=1.0)


def test_own_cadence_is_the_median_gap() -> None:
    assert usual_days([10, 40, 40, 100]) == 45
    assert usual_days([10, 11, 12]) == 7
    assert usual_days([10, 40]) is None


def test_bands_follow_the_figure_that_is_shown() -> None:
    assert [band(v) for v in (0, 39.4, 39.5, 69.4, 69.5, 100)] == [
        Band.WEAK, Band.WEAK, Band.MIXED, Band.MIXED, Band.STRONG, Band.STRONG,
    ]  # fmt: skip
