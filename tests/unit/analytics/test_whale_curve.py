"""The whale curve on the sample workbook, to the cent, and at its edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from b2bdesk.analytics import whale_curve
from b2bdesk.analytics.whale_curve import Band

SAMPLE = Path(__file__).parents[3] / "resources" / "sample" / "adventureworks_resellers.xlsx"


@pytest.fixture(scope="module")
def resellers() -> pd.DataFrame:
    """Sales and gross margin per reseller in cents."""
    lines = pd.read_excel(SAMPLE, sheet_name="Reseller sales", engine="calamine")
    cents = (lines[["SalesAmount", "StandardCost"]] * 100).round().astype("int64")
    lines["sales"] = cents["SalesAmount"]
    lines["margin"] = cents["SalesAmount"] - cents["StandardCost"] * lines["OrderQuantity"]
    return lines.groupby("ResellerKey")[["sales", "margin"]].sum()


def test_sample_resellers(resellers: pd.DataFrame) -> None:
    curve = whale_curve.compute(resellers.index, resellers["margin"], resellers["sales"])
    assert curve.total == 96_340_740
    assert curve.accounts == 632
    assert curve.peak_percent == pytest.approx(277.33, abs=0.005)
    assert curve.peak_position == 305
    assert curve.erosion_percent == pytest.approx(177.33, abs=0.005)
    assert curve.losers == 327
    assert curve.losers_sum == curve.total - curve.peak_value
    assert curve.losers_sum == -170_839_021
    assert curve.first_fifth == 126
    assert curve.first_fifth_percent == pytest.approx(268, abs=0.5)
    assert sum(band.accounts for band in curve.bands) == 632
    assert sum(band.profit for band in curve.bands) == curve.total
    assert sum(band.account_share for band in curve.bands) == pytest.approx(100)


def test_order_is_by_profit_and_ties_by_id() -> None:
    curve = whale_curve.compute([4, 3, 2, 1], [5, 9, 5, -4])
    assert curve.ids.tolist() == [3, 2, 4, 1]
    assert curve.cumulative.tolist() == [9, 14, 19, 15]
    assert (curve.peak_value, curve.peak_position) == (19, 3)


def test_without_a_positive_total_there_are_no_percentages() -> None:
    for values in ([5, -5], [3, -9]):
        curve = whale_curve.compute([1, 2], values)
        assert curve.cumulative_percent is None
        assert curve.peak_percent is None
        assert curve.erosion_percent is None
        assert curve.first_fifth_percent is None
        assert all(band.profit_share is None for band in curve.bands)
        assert curve.peak_value == values[0]


def test_all_lose() -> None:
    curve = whale_curve.compute([1, 2], [-5, -3])
    assert (curve.peak_position, curve.peak_value, curve.losers) == (0, 0, 2)


def test_nobody() -> None:
    curve = whale_curve.compute(np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert (curve.accounts, curve.total, curve.first_fifth) == (0, 0, 0)
    assert [band.account_share for band in curve.bands] == [0.0, 0.0, 0.0]


def test_break_even_within_one_percent_of_sales_exactly() -> None:
    curve = whale_curve.compute([1, 2, 3, 4, 5], [101, 100, -100, -101, 0], [10_000] * 4 + [0])
    bands = dict(zip(curve.ids.tolist(), curve.band_of, strict=True))
    assert bands == {
        1: Band.EARNS,
        2: Band.BREAKS_EVEN,
        3: Band.BREAKS_EVEN,
        4: Band.LOSES,
        5: Band.BREAKS_EVEN,
    }


def test_eighty_percent_of_the_total_and_the_last_fifth() -> None:
    curve = whale_curve.compute([1, 2, 3, 4, 5], [60, 20, 15, 10, -5])
    assert (curve.total, curve.erosion_value) == (100, 5)
    assert curve.eighty_position == 2, "60 and 20 are 80 percent to the cent"
    assert whale_curve.compute([1, 2, 3], [60, 20, 21]).eighty_position == 2
    assert whale_curve.compute([1, 2], [79, 22]).eighty_position == 2
    assert curve.last_fifth_value == -5
    assert curve.share_of_total(-5) == -5
    assert whale_curve.compute([1, 2], [5, -5]).eighty_position is None
    assert whale_curve.compute([1, 2], [5, -5]).share_of_total(5) is None
    assert whale_curve.compute([], []).last_fifth_value == 0


def test_the_band_is_as_wide_as_it_is_told_and_exact_for_large_amounts() -> None:
    sales = [10_000, 10_000, 9_000_000_000_000_000]
    profits = [250, -251, 225_000_000_000_000]
    wide = whale_curve.compute([1, 2, 3], profits, sales, break_even_basis_points=250)
    assert dict(zip(wide.ids.tolist(), wide.band_of, strict=True)) == {
        1: Band.BREAKS_EVEN,
        2: Band.LOSES,
        3: Band.BREAKS_EVEN,
    }
    none = whale_curve.compute([1, 2], [1, 0], [10_000, 10_000], break_even_basis_points=0)
    assert none.band_of == (Band.EARNS, Band.BREAKS_EVEN)
    credit = whale_curve.compute([1, 2], [-5, 0], [-10_000, -10_000])
    assert credit.band_of == (Band.BREAKS_EVEN, Band.LOSES), "sales below zero have no band"
