"""What exchanges suggest, who is chosen as a counterpart, and bow-tie or diamond."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from b2bdesk.analytics.coverage import (
    choose_counterparts,
    compute_shape,
    is_link,
    rank,
    suggest_level,
)
from b2bdesk.models.enums import ContactClass, CoverageLevel
from b2bdesk.services.coverage_words import classes_to_know


@pytest.mark.parametrize(
    ("ever", "year", "level"),
    [
        (0, 0, CoverageLevel.UNKNOWN),
        (1, 0, CoverageLevel.BRIEF),
        (40, 0, CoverageLevel.BRIEF),
        (2, 2, CoverageLevel.BRIEF),
        (3, 3, CoverageLevel.MULTIPLE),
        (12, 9, CoverageLevel.MULTIPLE),
        (10, 10, CoverageLevel.IN_DEPTH),
    ],
)
def test_exchanges_suggest_a_level_but_never_that_there_is_none(
    ever: int, year: int, level: CoverageLevel
) -> None:
    assert suggest_level(ever, year) is level


def test_unknown_and_none_are_no_links() -> None:
    assert [is_link(level) for level in CoverageLevel] == [False, False, True, True, True]
    assert [rank(level) for level in CoverageLevel] == [0, 1, 2, 3, 4]


def test_one_knot_is_a_bow_tie_and_a_counterpart_for_everybody_a_diamond() -> None:
    bow_tie = compute_shape(3, 3, [(0, 1)])
    assert (bow_tie.value, bow_tie.ours_linked, bow_tie.theirs_linked) == (0.0, 1, 1)
    star = compute_shape(3, 3, [(0, 0), (0, 1), (0, 2)])
    assert (star.value, star.ours_linked, star.theirs_linked) == (0.0, 1, 3)
    diamond = compute_shape(3, 4, [(0, 3), (1, 1), (2, 0)])
    assert (diamond.value, len(diamond.pairs)) == (1.0, 3)
    between = compute_shape(3, 3, [(0, 0), (0, 1), (1, 0)])
    assert between.value == 0.5
    assert between.pairs == ((0, 1), (1, 0)), "the first gives up its partner for the second"


def test_without_links_or_with_one_function_on_a_side_there_is_no_shape() -> None:
    assert compute_shape(3, 3, []).value is None
    assert compute_shape(1, 5, [(0, 0), (0, 1)]).value is None
    assert compute_shape(0, 0, []).value is None


def test_the_pairs_are_the_fewest_functions_that_all_links_run_through() -> None:
    """König: the largest matching is as large as the smallest vertex cover."""
    places = list(product(range(3), range(3)))
    for size in (1, 2, 3, 4, 5):
        for links in combinations(places, size):
            pairs = compute_shape(3, 3, links).pairs
            nodes = [("ours", n) for n in range(3)] + [("theirs", n) for n in range(3)]
            cover = min(
                count
                for count in range(len(nodes) + 1)
                for chosen in combinations(nodes, count)
                if all(("ours", a) in chosen or ("theirs", b) in chosen for a, b in links)
            )
            assert len(pairs) == cover, links


def test_the_counterpart_is_who_knows_them_else_the_owner_else_the_only_one() -> None:
    able = {"finance": [1, 2], "technical": [3], "legal": [4, 5], "sales": [6, 7]}
    chosen = choose_counterparts(able, {(2, "finance"), (9, "technical")}, owner=6)
    assert chosen == {(2, "finance"), (3, "technical"), (6, "sales")}


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("Key account management", ContactClass.PURCHASING),
        ("Product management", ContactClass.END_USER),
        ("Management", ContactClass.DECISION_MAKER),
        ("Technical support", ContactClass.TECHNICAL),
        ("Finance director", ContactClass.FINANCE),
        ("Geschäftsführung", ContactClass.DECISION_MAKER),
        ("Außendienst", ContactClass.PURCHASING),
        ("Vertriebsinnendienst", ContactClass.SUPPORT),
        ("Rechnungswesen", ContactClass.FINANCE),
        ("Comptabilité", ContactClass.FINANCE),
        ("Direction commerciale", ContactClass.PURCHASING),
        ("Service après-vente", ContactClass.SUPPORT),
        ("Almacén", ContactClass.LOGISTICS),
        ("Dirección general", ContactClass.DECISION_MAKER),
        ("Ufficio tecnico", ContactClass.TECHNICAL),
        ("Amministratore delegato", ContactClass.DECISION_MAKER),
        ("Amministrazione", ContactClass.FINANCE),
        ("Juridische zaken", ContactClass.LEGAL),
        ("Magazijn", ContactClass.LOGISTICS),
        ("Klantenservice", ContactClass.SUPPORT),
        ("Human resources", None),
        ("", None),
        (None, None),
    ],
)
def test_a_function_says_whom_its_people_should_know(
    function: str | None, expected: ContactClass | None
) -> None:
    found = classes_to_know(function)
    assert (found[0] if found else None) is expected
