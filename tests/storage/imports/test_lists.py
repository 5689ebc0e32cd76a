"""Price lists, driver volumes, survey scores and own columns: taken in, found again, taken back."""

from __future__ import annotations

from pathlib import Path

from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.mapping import remap, suggest_workbook
from b2bdesk.models.enums import OwnFieldType
from b2bdesk.services import history
from b2bdesk.services.imports.layouts import corrected_layouts
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import ImportResult, run_import
from tests.storage.imports.conftest import TODAY, Desk

ACCOUNTS = [["Account number", "Name"], ["100", "Foss"], ["200", "Elk"]]


def test_prices_hold_for_all_for_a_segment_or_for_an_account(desk: Desk) -> None:
    desk.bring({"Accounts": ACCOUNTS})
    rows = [
        ["Art.-Nr.", "Artikel", "Kd-Nr.", "Preisgruppe", "Preis", "Gültig ab"],
        ["A1", "Axe", None, None, 12.5, "01.01.2021"],
        ["A1", "Axe", "100", None, 11, "01.01.2021"],
        ["A1", "Axe", None, "Gold", 10, "01.01.2021"],
        ["A1", "Axe", "999", None, 9, "01.01.2021"],
    ]
    result = desk.bring({"Preisliste": rows})
    assert result.plan.sheets[0].kind == "price_lists"
    assert (result.plan.new, result.plan.waiting) == (3, 1)
    assert desk.rows(
        "SELECT p.code, p.name, a.name, list_price.segment, price_minor FROM list_price"
        " JOIN product AS p ON p.id = product_id LEFT JOIN account AS a ON a.id = account_id"
        " ORDER BY price_minor"
    ) == [
        ("A1", "Axe", None, "Gold", 1000),
        ("A1", "Axe", "Foss", None, 1100),
        ("A1", "Axe", None, None, 1250),
    ]
    rows[2][4] = 10.75
    again = desk.bring({"Preisliste": rows})
    assert (again.plan.new, again.plan.changed, again.plan.unchanged) == (0, 1, 2)


POOLS = [
    ["Cost pool", "Level", "Driver", "First month", "Last month", "Ledger cost"],
    ["Packing", "Order", None, "2020-01-01", "2020-12-01", 1000],
    ["Visits", "Order", "Orders", "2020-01-01", "2020-12-01", 500],
]


def test_volumes_come_long_and_give_a_pool_its_driver(desk: Desk) -> None:
    rows = [
        ["Account number", "Account name", "Cost pool", "Volume", "First month", "Last month"],
        ["100", "Foss", "Packing", 2, "2020-01-01", "2020-12-01"],
        ["200", "Elk", "packing", 1.5, "2020-01-01", "2020-12-01"],
        ["200", "Elk", "Visits", 4, "2020-01-01", "2020-12-01"],
        ["200", "Elk", "Nowhere", 4, "2020-01-01", "2020-12-01"],
    ]
    result = desk.bring({"Accounts": ACCOUNTS, "Cost pools": POOLS, "Driver volumes": rows})
    plan = result.plan.sheets[2]
    assert (plan.kind, plan.new, plan.rejected) == ("driver_volumes", 3, 1)
    assert [(p.code, p.effect) for p in plan.problems] == [
        ("other_driver", "noted"),
        ("unknown_pool", "rejected"),
    ]
    assert desk.rows("SELECT name, driver FROM cost_pool ORDER BY name") == [
        ("Packing", "own_volumes"),
        ("Visits", "orders"),
    ]
    assert desk.one("SELECT sum(volume_milli) FROM pool_volume") == 7500
    assert not desk.bring({"V": rows}).plan.writes


def wide(desk: Desk, rows: list[list[object]], columns: dict[int, str]) -> ImportResult:
    """An import where the user makes columns own ones."""
    path = desk.book({"Wide": rows})
    with open_workbook(path, Progress()) as book:
        look = book.look()
        mapping = remap(look.sheets[0], "accounts")
        for index, target in columns.items():
            mapping = mapping.with_column(look.sheets[0], target, index)
        layouts = corrected_layouts(look, [mapping], {})
        options = ImportOptions("EUR", TODAY)
        return run_import(desk.database, book, [mapping], options, Progress(), layouts=layouts)


def test_scores_come_long_and_wide(desk: Desk) -> None:
    desk.bring({"Accounts": ACCOUNTS})
    long = [
        ["Customer", "Respondent", "Survey date", "Attribute", "Our score", "Main rival"],
        ["Foss", "Ann Lee", "2021-02-01", "Delivery", 4, 3],
        ["Foss", "Ann Lee", "2021-02-01", "Price", 2, 5],
        ["Foss", "Ann Lee", "2021-02-01", "Advice", 9, None],
    ]
    plan = desk.bring({"Survey": long}).plan.sheets[0]
    assert (plan.kind, plan.new, plan.rejected) == ("surveys", 2, 1)
    rows = [
        ["Customer", "Respondent", "Survey date", "Delivery", "Delivery (rival)", "Speed"],
        ["Foss", "Ann Lee", "2021-05-01", 5, 2, 3],
        ["Elk", "Bo Orr", "2021-05-01", 1, None, 2],
    ]
    path = desk.book({"S": rows})
    with open_workbook(path, Progress()) as book:
        sheet = book.look().sheets[0]
        mapping = remap(sheet, "surveys")
        assert {key for key in mapping.fields if key.startswith("own:")} == {
            "own:Delivery",
            "own:Delivery (rival)",
            "own:Speed",
        }
        run_import(desk.database, book, [mapping], ImportOptions("USD", TODAY), Progress())
    assert desk.rows(
        "SELECT p.name, b.name, ours, rival FROM perception JOIN person AS p ON p.id = person_id"
        " JOIN brand_attribute AS b ON b.id = attribute_id ORDER BY p.name, day, b.position"
    ) == [
        ("Ann Lee", "Delivery", 4, 3),
        ("Ann Lee", "Price", 2, 5),
        ("Ann Lee", "Delivery", 5, 2),
        ("Ann Lee", "Speed", 3, None),
        ("Bo Orr", "Delivery", 1, None),
        ("Bo Orr", "Speed", 2, None),
    ]


OWN = [
    ["Account number", "Name", "Loyalty tier", "Credit line EUR", "First met", "Folder"],
    ["100", "Foss", "Gold", 2500.5, "2019-03-01", "https://example.com/foss"],
    ["200", "Elk", "Silver", 100, "2020-07-15", "n/a"],
]
TARGETS = {
    2: "own:Loyalty tier",
    3: "own:Credit line",
    4: "own:First met",
    5: "own:Folder",
}


def test_columns_that_fit_nothing_become_own_fields_in_one_step(desk: Desk) -> None:
    before = desk.dump()
    result = wide(desk, OWN, TARGETS)
    assert result.plan.new == 2
    shown = "SELECT f.name, f.type, v.value FROM own_value AS v JOIN own_field AS f ON f.id ="
    shown += " v.field_id JOIN account AS a ON a.id = v.account_id WHERE a.name = 'Foss'"
    assert desk.rows(f"{shown} ORDER BY f.position") == [
        ("Loyalty tier", "text", "Gold"),
        ("Credit line", "money", "2500.50 EUR"),
        ("First met", "date", "2019-03-01"),
        ("Folder", "text", "https://example.com/foss"),
    ]
    OWN[1][2] = "Platinum"
    try:
        again = desk.bring({"Wide": OWN}, "EUR")  # the layout is known: no question
    finally:
        OWN[1][2] = "Gold"
    assert (again.plan.changed, again.plan.unchanged) == (1, 1)
    assert len(desk.rows("SELECT 1 FROM own_field")) == 4
    history.undo(desk.database)
    history.undo(desk.database)
    after = desk.dump()
    assert after == before


def test_a_new_choice_is_offered_from_then_on(desk: Desk, tmp_path: Path) -> None:
    path = desk.book({"A": [["Name", "Tier"], ["Foss", "Gold"], ["Elk", "Silver"]]})
    with open_workbook(path, Progress()) as book:
        look = book.look()
        mapping = suggest_workbook(look)[0].with_column(
            look.sheets[0], "own:Tier", 1, OwnFieldType.CHOICE
        )
        run_import(desk.database, book, [mapping], ImportOptions("EUR", TODAY), Progress())
    assert desk.rows("SELECT type, choices FROM own_field") == [("choice", "Gold\nSilver")]


def test_one_sheet_may_hold_accounts_with_several_contacts_each(desk: Desk) -> None:
    rows = [
        ["Account number", "Name", "City", "Contact name", "Contact email"],
        ["100", "Foss", "Oslo", "Ann Lee", "ann@foss.example"],
        ["100", "Foss", "Oslo", "Bo Orr", "bo@foss.example"],
        ["200", "Elk", "Rome", "Cy Day", "cy@elk.example"],
    ]
    result = desk.bring({"Accounts": rows})
    assert result.plan.waiting == 0
    assert desk.rows("SELECT name FROM account ORDER BY name") == [("Elk",), ("Foss",)]
    assert desk.rows(
        "SELECT p.name, a.name FROM person AS p JOIN job AS j ON j.person_id = p.id"
        " JOIN account AS a ON a.id = j.account_id ORDER BY p.name"
    ) == [("Ann Lee", "Foss"), ("Bo Orr", "Foss"), ("Cy Day", "Elk")]


def test_contacts_alone_bring_the_accounts_they_name(desk: Desk) -> None:
    rows = [
        ["Company", "First name", "Last name", "Email"],
        ["Foss", "Ann", "Lee", "ann@foss.example"],
        ["Foss", "Bo", "Orr", "bo@foss.example"],
        ["Elk", "Cy", "Day", "cy@elk.example"],
    ]
    result = desk.bring({"Contacts": rows})
    assert (result.plan.new, result.plan.waiting) == (3, 0)
    assert desk.rows("SELECT name FROM account ORDER BY name") == [("Elk",), ("Foss",)]


def test_own_fields_of_people_come_with_their_contacts(desk: Desk) -> None:
    rows = [
        ["Company", "Name", "Email", "Shoe size"],
        ["Foss", "Ann Lee", "ann@foss.example", 38.5],
        ["Foss", "Bo Orr", "bo@foss.example", None],
    ]
    for _ in range(2):
        path = desk.book({"Contacts": rows})
        with open_workbook(path, Progress()) as book:
            look = book.look()
            mapping = suggest_workbook(look)[0].with_column(look.sheets[0], "own:Shoe size", 3)
            run_import(desk.database, book, [mapping], ImportOptions("EUR", TODAY), Progress())
    assert desk.rows(
        "SELECT p.name, f.belongs_to, f.type, v.value FROM own_value AS v JOIN own_field AS f"
        " ON f.id = v.field_id JOIN person AS p ON p.id = v.person_id"
    ) == [("Ann Lee", "person", "number", "38.5")]
