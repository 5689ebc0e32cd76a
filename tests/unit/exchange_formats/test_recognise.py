"""The real layouts come out right without a correction, and other languages are understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.core.resources import resource_path
from b2bdesk.exchange_formats.excel.model import WorkbookLook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import (
    SheetMapping,
    remap,
    signature,
    suggest,
    suggest_workbook,
    to_json,
)
from b2bdesk.exchange_formats.words import words_of

MakeBook = Callable[..., Path]
LookAt = Callable[[Path], WorkbookLook]
DATA = Path(__file__).parents[2] / "data"


def headers(mapping: SheetMapping) -> dict[str, str]:
    return {key: column.header for key, column in mapping.fields.items()}


def test_adventure_works(look_at: LookAt) -> None:
    look = look_at(resource_path("sample", "adventureworks_resellers.xlsx"))
    accounts, contacts, sales, products = suggest_workbook(look)
    assert (accounts.kind, contacts.kind, sales.kind, products.kind) == (
        "accounts", "contacts", "invoice_lines", "products",
    )  # fmt: skip
    assert headers(accounts) == {
        "code": "ResellerKey", "name": "ResellerName", "business_type": "BusinessType",
        "city": "City", "region": "StateProvinceName", "country": "Country_Region",
        "annual_sales": "AnnualSales", "year_opened": "YearOpened", "employees": "NumberEmployees",
        "segment": "Specialty",
    }  # fmt: skip
    assert headers(contacts) == {
        "account_name": "Company", "first_name": "First Name", "email": "E-mail",
        "phone": "Phone", "title": "Job Title",
    }  # fmt: skip
    assert headers(sales) == {
        "document": "SalesOrderNumber", "date": "OrderDate", "product_code": "ProductKey",
        "account_code": "ResellerKey", "quantity": "OrderQuantity", "unit_price": "UnitPrice",
        "amount": "SalesAmount", "cost": "StandardCost",
    }  # fmt: skip
    assert headers(products) == {
        "code": "ProductKey", "name": "Product", "standard_cost": "StandardCost",
        "subcategory": "Subcategory", "category": "EnglishProductCategoryName",
    }  # fmt: skip
    (question,) = sales.questions
    assert (question.code, question.field, question.answer) == ("cost_basis", "cost", "unit")
    assert question.share > 0.95
    assert sales.meaning.amount == "net"


def test_online_retail(look_at: LookAt) -> None:
    look = look_at(DATA / "uci_online_retail_ii_export_markets.xlsx")
    for mapping in suggest_workbook(look):
        assert mapping.kind == "invoice_lines"
        assert mapping.questions == ()
        assert headers(mapping) == {
            "document": "Invoice", "product_code": "StockCode", "product_name": "Description",
            "quantity": "Quantity", "date": "InvoiceDate", "unit_price": "Price",
            "account_code": "Customer ID", "country": "Country",
        }  # fmt: skip


def test_northwind(look_at: LookAt) -> None:
    customers, orders, lines = suggest_workbook(look_at(DATA / "northwind.xlsx"))
    assert customers.kind == "accounts"
    assert headers(customers) == {
        "code": "CustomerID", "name": "CompanyName", "contact_name": "ContactName",
        "contact_title": "ContactTitle", "address": "Address", "city": "City", "region": "Region",
        "postal_code": "PostalCode", "country": "Country", "phone": "Phone",
    }  # fmt: skip
    assert orders.kind == "orders"
    assert headers(orders) == {
        "document": "OrderID", "account_code": "CustomerID", "date": "OrderDate",
        "required_date": "RequiredDate", "shipped_date": "ShippedDate", "freight": "Freight",
    }  # fmt: skip
    assert lines.kind == "invoice_lines"
    assert headers(lines) == {
        "document": "OrderID", "account_code": "CustomerID", "date": "OrderDate",
        "product_code": "ProductID", "product_name": "ProductName", "quantity": "Quantity",
        "unit_price": "UnitPrice", "discount": "Discount",
    }  # fmt: skip
    assert (lines.meaning.discount, lines.questions) == ("fraction", ())


@pytest.mark.parametrize(
    ("head", "kind", "fields"),
    [
        (
            [
                "Rechnungsnr.",
                "Belegdatum",
                "Kunden-Nr.",
                "Artikelbezeichnung",
                "Menge",
                "Nettobetrag",
            ],
            "invoice_lines",
            {"document", "date", "account_code", "product_name", "quantity", "amount"},
        ),
        (
            [
                "N° facture",
                "Date de facture",
                "Code client",
                "Désignation",
                "Quantité",
                "Montant HT",
            ],
            "invoice_lines",
            {"document", "date", "account_code", "product_name", "quantity", "amount"},
        ),
        (
            ["Factura", "Fecha", "Cliente", "Descripción", "Cantidad", "Importe"],
            "invoice_lines",
            {"document", "date", "account_name", "product_name", "quantity", "amount"},
        ),
        (
            ["Fattura", "Data", "Cliente", "Descrizione", "Quantità", "Importo"],
            "invoice_lines",
            {"document", "date", "account_name", "product_name", "quantity", "amount"},
        ),
        (
            ["Factuurnr", "Factuurdatum", "Klantnr", "Omschrijving", "Aantal", "Bedrag"],
            "invoice_lines",
            {"document", "date", "account_code", "product_name", "quantity", "amount"},
        ),
    ],
)
def test_invoice_lines_in_other_languages(
    make_book: MakeBook, look_at: LookAt, head: list[str], kind: str, fields: set[str]
) -> None:
    firms = ("Foss", "Elk and Sons", "Kerr")  # words, where codes would be an account number
    rows = [[f"R{i}", date(2020, 1, 1), firms[i % 3], "Saw", i + 1, 2.5 * i] for i in range(8)]
    mapping = suggest(look_at(make_book({"Blatt1": [head, *rows]})).sheets[0])
    assert mapping.kind == kind
    assert set(mapping.fields) == fields


def _value(kind: str, field: Any) -> object:
    if field.choices:
        return next(iter(field.choices)).value
    return {
        "date": date(2020, 5, 1), "whole": 3, "number": 2.5, "money": 100.0, "email": "a@b.co",
        "yes_no": "yes",
    }.get(field.type, f"{kind} {field.key}")  # fmt: skip


@pytest.mark.parametrize("key", sorted(KINDS))
def test_every_kind_is_recognised_by_its_own_titles(
    make_book: MakeBook, look_at: LookAt, key: str
) -> None:
    kind = KINDS[key]
    fields = [field for field in kind.fields if field.key not in ("occurrence", "contact_name")]
    row = [_value(key, field) for field in fields]
    path = make_book({kind.title: [[f.title for f in fields], row, row, row]})
    mapping = suggest(look_at(path).sheets[0])
    assert mapping.kind == key
    got = headers(mapping)
    assert got == {field.key: field.title for field in fields}


def test_a_discount_in_percent_and_one_in_money(make_book: MakeBook, look_at: LookAt) -> None:
    head = ["Order", "Date", "Customer", "Quantity", "Unit price", "Discount", "Amount"]
    percent = [
        [f"R{i}", date(2020, 1, 1), "F", 2, 100.0, 5 * (i % 2), 200 - 10 * (i % 2)]
        for i in range(9)
    ]
    money = [
        [f"R{i}", date(2020, 1, 1), "F", 2, 100.0, 0.5 * (i % 2), 200 - 0.5 * (i % 2)]
        for i in range(9)
    ]
    gross = [[f"R{i}", date(2020, 1, 1), "F", 2, 100.0, 0.1, 200.0] for i in range(9)]
    for rows, form, amount in (
        (percent, "percent", "net"),
        (money, "amount", "net"),
        (gross, "fraction", "gross"),
    ):
        mapping = suggest(look_at(make_book({"S": [head, *rows]})).sheets[0])
        assert (mapping.meaning.discount, mapping.meaning.amount) == (form, amount)


def test_a_cost_of_the_whole_line_is_told_from_a_unit_cost(
    make_book: MakeBook, look_at: LookAt
) -> None:
    head = ["Order", "Date", "Customer", "Quantity", "Unit price", "Cost"]
    line = [[f"R{i}", date(2020, 1, 1), "F", 20 + i, 10.0, 6.0 * (20 + i)] for i in range(9)]
    mapping = suggest(look_at(make_book({"S": [head, *line]})).sheets[0])
    assert mapping.meaning.cost == "line"


def test_a_corrected_mapping_is_remembered_by_layout(make_book: MakeBook, look_at: LookAt) -> None:
    rows = [[f"R{i}", date(2020, 1, 1), "F", i + 1, 2.5 * i, 3.0 * i] for i in range(8)]
    head = ["Order", "Date", "Customer", "Quantity", "Amount", "Net value"]
    sheet = look_at(make_book({"S": [head, *rows]})).sheets[0]
    corrected = suggest(sheet).with_column(sheet, "amount", 5)
    assert headers(corrected)["amount"] == "Net value"
    assert "Amount" not in headers(corrected).values()
    later = look_at(make_book({"Other name": [["A title"], [], head, *rows[:3]]})).sheets[0]
    assert signature(later) == signature(sheet)
    again = suggest(later, {signature(sheet): to_json(corrected, sheet)})
    assert headers(again) == headers(corrected)
    assert again.remembered
    assert again.first_row == 4


def test_a_sheet_can_be_called_another_kind(make_book: MakeBook, look_at: LookAt) -> None:
    sheet = look_at(make_book({"S": [["Name", "Function"], ["Ann", "Sales"]]})).sheets[0]
    assert suggest(sheet).kind == "team"
    assert headers(remap(sheet, "accounts")) == {"name": "Name"}
    assert remap(sheet, "contacts").missing() == (("account_code", "account_name"),)
    assert remap(sheet, "").fields == {}


def test_words_are_compared_without_case_accents_and_marks() -> None:
    assert words_of("Country_Region") == "country region"
    assert words_of("SalesOrderNumber") == "sales order number"
    assert words_of("Kunden-Straße (Größe)") == "kunden strasse grosse"
    assert words_of("E-Mail") == "email"
    assert words_of("VATNumber") == "vat number"


def test_of_two_columns_of_one_name_the_user_says_which_is_meant(
    make_book: MakeBook, look_at: LookAt
) -> None:
    head = ["Order", "Date", "Customer", "Quantity", "Amount", "Amount"]
    rows = [[f"R{i}", date(2020, 1, 1), "F", i + 1, 2.5 * i, 3.0 * i] for i in range(8)]
    sheet = look_at(make_book({"S": [head, *rows]})).sheets[0]
    mapping = suggest(sheet)
    assert [(q.code, q.field) for q in mapping.questions] == [("column", "amount")]
    assert mapping.fields["amount"].letter == "E"
    corrected = mapping.with_column(sheet, "amount", 5)
    assert corrected.questions == ()
    assert suggest(sheet, {signature(sheet): to_json(corrected)}).fields["amount"].letter == "F"
    assert suggest(sheet, {signature(sheet): to_json(mapping)}).fields["amount"].letter == "E"
