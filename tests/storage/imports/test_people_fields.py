"""Rivals, complaints, outsiders and how people meet change come in from a sheet and go back out."""

from __future__ import annotations

from typing import Any

import pytest

D = "2021-05-04"
BASE: dict[str, list[list[Any]]] = {
    "Accounts": [["Account number", "Name", "Main rival"], ["1", "One", "Cliffside Cycle Parts"]],
    "Contacts": [
        ["Account number", "Name", "Job title", "Outside as"],
        ["1", "Ann Lee", "Buyer", None],
        ["1", "Karl Weiss", "Consultant", "Adviser"],
    ],
    "Roles": [
        ["Account number", "Person", "Roles", "Adaptability"],
        ["1", "Ann Lee", "Buyer", "Laggard"],
    ],
    "Exchanges": [
        ["Account number", "Date", "Channel", "Subject", "Complaint"],
        ["1", D, "Call", "Two frames damaged", "yes"],
        ["1", D, "Call", "Spring order", None],
    ],
}


def held(desk: Any) -> list[tuple[Any, ...]]:
    return [
        *desk.rows("SELECT main_rival FROM account"),
        *desk.rows("SELECT p.name, external, outside_as FROM job JOIN person p ON p.id = person_id"
                   " ORDER BY p.name"),
        *desk.rows("SELECT adaptability FROM dmu_member"),
        *desk.rows("SELECT subject, complaint FROM exchange ORDER BY complaint"),
    ]  # fmt: skip


ALL = [
    ("Cliffside Cycle Parts",), ("Ann Lee", 0, None), ("Karl Weiss", 1, "adviser"), ("laggard",),
    ("Spring order", 0), ("Two frames damaged", 1),
]  # fmt: skip


def test_what_a_sheet_says_comes_in_and_an_empty_cell_takes_nothing_away(desk: Any) -> None:
    result = desk.bring(BASE)
    assert [p.code for sheet in result.plan.sheets for p in sheet.problems] == []
    assert held(desk) == ALL
    emptied = {name: [rows[0], *([*row[:-1], None] for row in rows[1:])]
               for name, rows in BASE.items()}  # fmt: skip
    desk.bring(emptied)
    assert held(desk) == ALL


@pytest.mark.parametrize(
    ("rival", "outside", "adaptability", "complaint"),
    [
        ("Hauptwettbewerber", "Extern als", "Wandlungsbereitschaft", "Reklamation"),
        ("Concurrent principal", "Externe comme", "Adaptabilité", "Réclamation"),
        ("Competidor principal", "Externo como", "Adaptabilidad", "Queja"),
        ("Concorrente principale", "Esterno come", "Adattabilità", "Reclamo"),
        ("Hoofdconcurrent", "Externe rol", "Veranderbereidheid", "Klacht"),
    ],
)
def test_headers_are_known_in_every_language(
    desk: Any, rival: str, outside: str, adaptability: str, complaint: str
) -> None:
    titles = dict(zip(BASE, (rival, outside, adaptability, complaint), strict=True))
    desk.bring({name: [[*rows[0][:-1], titles[name]], *rows[1:]] for name, rows in BASE.items()})
    assert held(desk) == ALL


def test_a_word_that_is_none_is_left_out_and_said(desk: Any) -> None:
    rows = [BASE["Contacts"][0], ["1", "Karl Weiss", "Consultant", "Astronaut"]]
    marks = [BASE["Exchanges"][0], ["1", D, "Call", "Two frames damaged", "perhaps"]]
    result = desk.bring({"Accounts": BASE["Accounts"], "Contacts": rows, "Exchanges": marks})
    assert [(p.header, p.effect) for sheet in result.plan.sheets for p in sheet.problems] == [
        ("Outside as", "left_out"), ("Complaint", "left_out"),
    ]  # fmt: skip
    assert desk.rows("SELECT external, outside_as FROM job") == [(0, None)]
    assert desk.rows("SELECT complaint FROM exchange") == [(0,)]
