"""Columns whose header says nothing are told by what stands in them."""

from __future__ import annotations

from typing import Any

from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.excel.sniff import sniff_sheet
from b2bdesk.exchange_formats.mapping import remap, suggest
from b2bdesk.exchange_formats.recognise import SURE, header_words
from b2bdesk.exchange_formats.recognise_values import References
from b2bdesk.models.enums import OwnFieldType

KNOWN = References(
    account_code=frozenset(("k-100", "k-200", "k-300")),
    account_name=frozenset(("foss", "elk and sons", "kerr")),
    product_code=frozenset(("axe-1", "saw-2")),
    own_fields={"accounts": (("Loyalty tier", OwnFieldType.CHOICE),)},
)


def sheet(head: list[str], rows: list[list[Any]]) -> SheetLook:
    return sniff_sheet("Data", False, [head, *rows], [], header_words())


def test_numbers_names_and_codes_of_the_file_are_known() -> None:
    head = ["Invoice", "Invoice date", "KEY1", "ZZ", "Qty", "Price", "Total EUR incl. all"]
    rows = [
        [f"R{i}", f"2024-03-{i + 1:02d}", f"K-{1 + i % 3}00", ("Axe-1", "Saw-2")[i % 2],
         i + 1, 2.5, (i + 1) * 2.5]
        for i in range(8)
    ]  # fmt: skip
    blind = suggest(sheet(head, rows))
    assert "account_code" not in blind.fields
    mapping = suggest(sheet(head, rows), None, KNOWN)
    assert mapping.kind == "invoice_lines"
    assert mapping.fields["account_code"].header == "KEY1"
    assert mapping.fields["account_code"].confidence >= SURE
    assert mapping.fields["product_code"].header == "ZZ"
    assert mapping.missing() == ()


def test_the_amount_is_the_column_that_is_price_times_quantity() -> None:
    head = ["Invoice", "Invoice date", "Customer", "Qty", "Price", "Wert XY", "Marge"]
    rows = [[f"R{i}", f"2024-03-{i + 1:02d}", "Foss", i + 1, 2.5, (i + 1) * 2.5, i * 0.3]
            for i in range(8)]  # fmt: skip
    mapping = suggest(sheet(head, rows))
    assert mapping.fields["amount"].header == "Wert XY"


def test_addresses_and_phone_numbers_have_their_shape() -> None:
    head = ["Firma", "Ort", "XX1", "XX2", "XX3", "Fax"]
    rows = [
        [f"Firm{'abcdefgh'[i]}", "Oslo", f"a{i}@firm.example", f"+49 89 123 45{i}",
         f"www.firm{i}.example", f"+49 89 999 00{i}"]
        for i in range(8)
    ]  # fmt: skip
    mapping = remap(sheet(head, rows), "accounts")
    told = {key: column.header for key, column in mapping.fields.items()}
    assert (told["email"], told["phone"], told["website"]) == ("XX1", "XX2", "XX3")
    assert mapping.fields["phone"].confidence < SURE  # whose it is stays open
    assert "Fax" not in told.values()


def test_a_column_called_as_an_own_field_fills_it() -> None:
    rows = [[f"K-{i}", f"Firm{'abcdefgh'[i]}", "Oslo", "Gold"] for i in range(8)]
    look = sheet(["Account number", "Name", "City", "Loyalty Tier"], rows)
    column = suggest(look, None, KNOWN).fields["own:Loyalty tier"]
    assert (column.header, column.own_type) == ("Loyalty Tier", "choice")
