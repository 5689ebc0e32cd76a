"""Health of people, units and companies, and what is left out."""

from __future__ import annotations

import pytest

from b2bdesk.analytics.health import HealthPart, IndividualHealth, individual, unit, weighted
from b2bdesk.models.enums import Stance

TODAY = 20_000


def person(**given: object) -> IndividualHealth:
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
    assert (found.value, found.parts) == (None, ())
    assert found.missing == tuple(HealthPart)


def test_mean_of_what_is_known() -> None:
    found = person(stance=Stance.SUPPORTER, perceptions=[5, 3])
    assert dict(found.parts) == {HealthPart.STANCE: 75, HealthPart.PERCEPTIONS: 75}
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
