"""What is told as the same, how sure, and for which reasons."""

from __future__ import annotations

from itertools import combinations

import phonenumbers
import pytest
from python_calamine import CalamineWorkbook

from b2bdesk.analytics.duplicates import normalise
from b2bdesk.analytics.duplicates.records import Certainty, Evidence, Kind, Pair, Record
from b2bdesk.analytics.duplicates.search import search, search_new
from tests.helpers.resellers import WORKBOOK


def firms(*records: Record) -> list[Pair]:
    return list(search(Kind.ACCOUNT, records))


def one(found: list[Pair] | tuple[Pair, ...]) -> Pair:
    assert len(found) == 1, found
    return found[0]


def evidence(pair: Pair) -> set[Evidence]:
    return {reason.evidence for reason in pair.reasons}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Müller & Söhne GmbH & Co. KG", "Mueller und Sohne"),
        ("Société Générale S.A.", "SOCIETE GENERALE"),
        ("Bike World, Inc.", "bike world"),
        ("Ерёмин Торг", "Eremin Torg"),
        ("O’Reilly Ltd", "OReilly Limited"),
        ("A.B.C. Handels-GmbH", "ABC Handels"),
        ("Bikes of Graz", "Graz Bikes"),
        ("Ænes Sykler AS", "Anes Sykler"),
    ],
)
def test_firms_are_the_same_name_however_they_are_written(name: str, other: str) -> None:
    words = normalise.firm_words
    assert normalise.sorted_key(words(name)) == normalise.sorted_key(words(other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Bob Smith", "Smith, Robert"),
        ("Юрий Иванов", "Yuriy Ivanov"),
        ("Jürgen Groß", "Juergen Gross"),
        ("José Muñoz", "Jose Munoz"),
        ("Mike O'Hara", "Michael OHara"),
    ],
)
def test_people_are_the_same_name_however_they_are_written(name: str, other: str) -> None:
    words = normalise.person_words
    assert normalise.sorted_key(words(name)) == normalise.sorted_key(words(other))


def test_a_name_of_nothing_but_legal_forms_keeps_them() -> None:
    assert normalise.firm_words("The Company") == ("the", "company")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("(206) 555-0123", "United States"),
        ("1-206-555-0123", "US"),
        ("+49 (0)89 123 4567", None),
        ("089/1234567", "Deutschland"),
        ("0049 89 1234567", "France"),
        ("020 7946 0018 ext. 12", "UK"),
        ("01 42 68 53 00", "Frankreich"),
        ("06 1234 5678", "Italia"),
    ],
)
def test_phone_numbers_read_as_the_library_reads_them(text: str, country: str | None) -> None:
    parsed = phonenumbers.parse(text, normalise.region_of(country or "") or None)
    told = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert "+" + normalise.phone(text, country) == told


def test_free_mail_is_nobodys_domain() -> None:
    assert normalise.own_domain("ines@gmail.com") == ""
    assert normalise.own_domain("ines@Brakes.example") == "brakes.example"
    assert normalise.own_domain(None, "https://www.brakes.example/shop") == "brakes.example"
    assert normalise.email("Ines+news@Brakes.example") == "ines@brakes.example"


def test_one_name_in_one_town_is_sure_and_in_two_towns_only_possible() -> None:
    same = one(
        firms(Record(1, "Bike World", city="Graz"), Record(2, "Bike World Ltd", city="GRAZ"))
    )
    assert same.certainty is Certainty.SURE
    assert evidence(same) == {Evidence.SAME_NAME, Evidence.SAME_PLACE}
    apart = one(firms(Record(1, "Bike World", city="Graz"), Record(2, "Bike World", city="Linz")))
    assert apart.certainty is Certainty.POSSIBLE
    assert evidence(apart) == {Evidence.SAME_NAME, Evidence.OTHER_PLACE}


def test_branches_are_never_sure_whatever_they_share() -> None:
    branches = [
        Record(
            n, "Bike World", "shop@bikeworld.example", ("+43 1 555666",), tax_id="ATU 123", city=c
        )
        for n, c in enumerate(["Graz", "Linz", "Wien"])
    ]
    found = firms(*branches)
    assert len(found) == 3
    assert {pair.certainty for pair in found} == {Certainty.LIKELY}


def test_a_mistyped_town_is_the_same_town() -> None:
    pair = one(
        firms(Record(1, "Sport Alm", city="Bellingham"), Record(2, "Sport-Alm", city="Belingham"))
    )
    assert Evidence.SAME_PLACE in evidence(pair)


def test_a_free_mail_domain_and_a_number_in_the_name_do_not_join() -> None:
    assert not firms(
        Record(1, "Sport Meyer", "a@gmail.com", city="Graz"),
        Record(2, "Rad Huber", "b@gmail.com", city="Graz"),
    )
    assert not [
        pair
        for pair in firms(Record(1, "Store 12"), Record(2, "Store 13"))
        if pair.certainty is not Certainty.POSSIBLE
    ]


def test_tax_numbers_that_differ_speak_against() -> None:
    same = Record(1, "Bike World", city="Graz", tax_id="ATU1")
    pair = one(firms(same, Record(2, "Bike World", city="Graz", tax_id="ATU 2")))
    assert pair.certainty is Certainty.POSSIBLE
    assert Evidence.OTHER_TAX_ID in evidence(pair)


def test_people_who_moved_share_a_mailbox_or_are_colleagues() -> None:
    moved = search(
        Kind.PERSON,
        [
            Record(1, "Ines Carvalho", phones=("+351 912 345 678",), firms=(10,)),
            Record(2, "Carvalho Inês", phones=("00351 912345678",), firms=(11,)),
        ],
    )
    assert one(moved).certainty in (Certainty.LIKELY, Certainty.SURE)
    assert evidence(one(moved)) == {
        Evidence.SAME_NAME, Evidence.SAME_PHONE, Evidence.OTHER_FIRM
    }  # fmt: skip
    shared = [
        Record(1, "Ines Carvalho", "office@brakes.example", firms=(10,)),
        Record(2, "Tom Berger", "office@brakes.example", firms=(10,)),
    ]
    assert not search(Kind.PERSON, shared)
    family = [
        Record(1, "Anna Huber", "huber@brakes.example", ("+43 1 555666",), firms=(10,)),
        Record(2, "Max Eder", "huber@brakes.example", ("+43 1 555666",), firms=(10,)),
    ]
    assert all(p.certainty is Certainty.POSSIBLE for p in search(Kind.PERSON, family))


def test_a_common_name_at_two_firms_is_no_duplicate() -> None:
    many = [Record(n, "Maria Silva", firms=(100 + n,)) for n in range(30)]
    assert not search(Kind.PERSON, many)
    assert search(Kind.PERSON, many[:2])


def test_what_is_kept_apart_is_not_told_again() -> None:
    two = [Record(7, "Bike World"), Record(3, "Bike World")]
    assert one(search(Kind.ACCOUNT, two)).first == 3
    assert search(Kind.ACCOUNT, two, [(7, 3)]) == ()


def test_new_records_are_held_against_the_others_only() -> None:
    known = [Record(1, "Bike World"), Record(2, "Bike World")]
    new = [Record(-1, "Bikeworld"), Record(-2, "Bikeworld")]
    found = search_new(Kind.ACCOUNT, [*known, *new], [-1, -2])
    assert {(p.first, p.second) for p in found} == {(-1, 1), (-1, 2), (-2, 1), (-2, 2)}


def test_the_resellers_namesakes_are_possible_and_nothing_is_sure() -> None:
    rows = CalamineWorkbook.from_path(str(WORKBOOK)).get_sheet_by_name("Resellers").to_python()[1:]
    records = [
        Record(int(str(r[0]).split(".")[0]), str(r[2]), city=str(r[3]), country=str(r[5]))
        for r in rows
    ]
    found = {(pair.first, pair.second): pair for pair in search(Kind.ACCOUNT, records)}
    assert {found[pair].certainty for pair in ((290, 643), (211, 649))} == {Certainty.POSSIBLE}
    assert [p for p in found.values() if p.certainty is Certainty.SURE] == []
    assert len(found) < 10  # 701 resellers of much the same words


def test_every_pair_of_a_small_block_is_weighed() -> None:
    same = [Record(n, "Velo Graz", city="Graz") for n in range(12)]
    assert len(firms(*same)) == len(list(combinations(same, 2)))
