"""Laws of the search for duplicates."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.analytics.duplicates import normalise
from b2bdesk.analytics.duplicates.records import Kind, Record
from b2bdesk.analytics.duplicates.search import search

parts = st.sampled_from(
    ["Müller", "Mueller", "Bob", "Smith", "GmbH", "S.A.R.L.", "a", "b", "&", "Иван", "Ines", "ines",
     "Co", "Sue", "Joe", "Graz", "7", "the", "O'Hara", ""]
)  # fmt: skip
names = st.one_of(st.lists(parts, max_size=5).map(" ".join), st.text(max_size=12))


@st.composite
def record_lists(draw: st.DrawFn) -> list[Record]:
    ids = draw(st.lists(st.integers(-5, 2**62), min_size=2, max_size=8, unique=True))
    return [
        Record(
            number,
            draw(names),
            draw(st.sampled_from([None, "a@x.example", "b@x.example", "info@y.example", "q"])),
            (draw(st.sampled_from([None, "+43 1 555666", "0043 1 555666", "123"])),),
            tax_id=draw(st.sampled_from([None, "ATU1", "atu 1", "ATU2"])),
            city=draw(st.sampled_from([None, "Graz", "Gratz", "Linz"])),
            country=draw(st.sampled_from([None, "Austria", "AT", "Italy"])),
            firms=draw(st.sampled_from([(), (1,), (1, 2)])),
        )
        for number in ids
    ]


@pytest.mark.parametrize("words", [normalise.words, normalise.firm_words, normalise.person_words])
@given(text=names)
def test_normalising_twice_is_normalising_once(words: object, text: str) -> None:
    assert callable(words)
    once = words(text)
    assert words(" ".join(once)) == once


@given(text=st.text(max_size=20), country=st.sampled_from([None, "US", "Austria", "Nowhere"]))
def test_keys_of_keys_are_themselves(text: str, country: str | None) -> None:
    number = normalise.phone(text, country)
    assert normalise.phone(f"+{number}", country) in (number, "")
    assert normalise.email(normalise.email(text)) == normalise.email(text)
    assert normalise.tax_number(normalise.tax_number(text)) == normalise.tax_number(text)


@given(records=record_lists(), kind=st.sampled_from(Kind), seed=st.integers(0, 99))
def test_the_order_of_the_records_does_not_matter(
    records: list[Record], kind: Kind, seed: int
) -> None:
    shuffled = list(records)
    Random(seed).shuffle(shuffled)
    assert search(kind, shuffled) == search(kind, records)


@given(records=record_lists(), kind=st.sampled_from(Kind))
def test_it_does_not_matter_which_of_two_came_first(records: list[Record], kind: Kind) -> None:
    """The same records under ids in the opposite order give the same pairs, turned round."""
    turned = {r.id: -r.id for r in records}
    mirrored = [
        Record(
            turned[r.id], r.name, r.email, r.phones, r.website, r.tax_id, r.address,
            r.postal_code, r.city, r.country, r.firms,
        )
        for r in records
    ]  # fmt: skip
    told = {(p.first, p.second, p.score, p.certainty, p.reasons) for p in search(kind, records)}
    again = {(-p.second, -p.first, p.score, p.certainty, p.reasons) for p in search(kind, mirrored)}
    assert again == told
