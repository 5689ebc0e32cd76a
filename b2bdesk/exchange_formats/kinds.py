"""What a sheet can hold, declared as data: its fields, their types and the words of their headers.

A new kind of sheet is

1. a ``SheetKind`` here or in a neighbouring module, with its words in ``vocabulary``, and its place
   in ``kinds_own.KINDS``: after the kinds it refers to;
2. a consumer in ``services/imports`` with ``take(chunk, tally)``, which resolves a row with
   ``Known.put`` and says ``tally.count`` or ``tally.problem``, and its line in ``resolve._make``
   (``AccountRecords`` does the account of the row for those that have one);
3. a row in the labelled sheets of the recognition test, and one in the test of the kinds.

The template, the dry run, the undo, remembered layouts and waiting rows come with it.
Words are lower case, without accents; a header matches when its words do (see ``recognise``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from b2bdesk.core.i18n import mark
from b2bdesk.exchange_formats import vocabulary as v
from b2bdesk.exchange_formats import vocabulary_own as own
from b2bdesk.models import enums


class FieldType(StrEnum):
    """How the cells of a field are read. Numbers and money come out in micros."""

    TEXT = "text"
    NOTE = "note"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    WHOLE = "whole"
    DATE = "date"
    EMAIL = "email"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


ChoiceSet: TypeAlias = type[StrEnum]
"""A closed vocabulary of ``models.enums``."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One thing a column can hold. ``required``: a row without it is not imported.

    Fields are compared by identity, which makes them cheap keys of a cache.
    """

    key: str
    title: str
    type: FieldType
    words: tuple[str, ...] = ()
    required: bool = False
    choices: ChoiceSet | None = None


STAMPS = (
    Field("record_id", mark("B2BDesk id"), FieldType.CODE, ("b2b desk id", "b2bdesk id")),
    Field("version", mark("B2BDesk version"), FieldType.CODE, ("b2bdesk version",)),
)
"""What our own exports write beside a record, so that the row is known again when it comes back."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of sheet.

    ``needs``: groups of alternatives, one of each must be mapped. ``strict``: an unreadable cell
    rejects its row; else only the cell is left out. ``words``: names such a sheet often has.
    ``stamped``: its rows are records with an id, so ``STAMPS`` are fields of it too. ``beyond``:
    what a column that fills no field can become ("" nothing); ``*`` in ``needs`` is such a column.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    words: tuple[str, ...] = ()
    strict: bool = False
    stamped: bool = True
    beyond: str = ""
    by_key: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.stamped:
            object.__setattr__(self, "fields", (*self.fields, *STAMPS))
        object.__setattr__(self, "by_key", {f.key: f for f in self.fields})

    @property
    def content(self) -> tuple[Field, ...]:
        """The fields that a person fills in: all but the stamps."""
        return tuple(f for f in self.fields if f not in STAMPS)


_T, _N, _C, _D = FieldType.TEXT, FieldType.NUMBER, FieldType.CODE, FieldType.DATE
_M, _W, _E, _X = FieldType.MONEY, FieldType.WHOLE, FieldType.EMAIL, FieldType.CHOICE

ACCOUNT_REF = (
    Field("account_code", mark("Account number"), _C, (*v.ACCOUNT_CODE, *v.ACCOUNT)),
    Field("account_name", mark("Account name"), _T, (*v.ACCOUNT_NAME, *v.ACCOUNT)),
)
_LINE_ACCOUNT = (
    ACCOUNT_REF[0],
    Field("account_name", mark("Account name"), _T, (*v.ACCOUNT_NAME, *v.ACCOUNT, *v.NAME)),
)
ACCOUNT_NEED = ("account_code", "account_name")

ACCOUNTS = SheetKind(
    "accounts",
    mark("Accounts"),
    (
        Field("code", mark("Account number"), _C, (*v.ACCOUNT_CODE, *v.BARE_CODE, *v.ACCOUNT)),
        Field("name", mark("Name"), _T, (*v.ACCOUNT_NAME, *v.NAME, *v.ACCOUNT), required=True),
        Field("parent", mark("Parent account"), _C, v.PARENT),
        Field("kind", mark("Kind"), _X, v.ACCOUNT_KIND, choices=enums.AccountKind),
        Field("business_type", mark("Business type"), _T, v.BUSINESS_TYPE),
        Field("segment", mark("Segment"), _T, v.SEGMENT),
        Field("address", mark("Address"), _T, v.ADDRESS),
        Field("postal_code", mark("Postal code"), _C, v.POSTAL_CODE),
        Field("city", mark("City"), _T, v.CITY),
        Field("region", mark("Region"), _T, v.REGION),
        Field("country", mark("Country"), _T, v.COUNTRY),
        Field("phone", mark("Phone"), _C, v.PHONE),
        Field("email", mark("Email"), _E, v.EMAIL),
        Field("website", mark("Website"), _T, v.WEBSITE),
        Field("tax_id", mark("Tax number"), _C, v.TAX_ID),
        Field("employees", mark("Employees"), _W, v.EMPLOYEES),
        Field("annual_sales", mark("Their annual sales"), _M, v.ANNUAL_SALES),
        Field("year_opened", mark("Year opened"), _W, v.YEAR_OPENED),
        Field("owner", mark("Owner"), _T, v.OWNER),
        Field("contact_every_days", mark("Contact plan, days"), _W, v.CONTACT_PLAN),
        Field("main_rival", mark("Main rival"), _T, own.MAIN_RIVAL),
        Field("contact_name", mark("Contact name"), _T, v.CONTACT_NAME),
        Field("contact_title", mark("Contact job title"), _T, v.CONTACT_TITLE),
        Field("contact_email", mark("Contact email"), _E, v.CONTACT_EMAIL),
        Field("contact_phone", mark("Contact phone"), _C, v.CONTACT_PHONE),
        Field("note", mark("Note"), FieldType.NOTE, v.NOTE),
    ),
    (("name",),),
    v.SHEET_ACCOUNTS,
    beyond=mark("Own field"),
)

CONTACTS = SheetKind(
    "contacts",
    mark("Contacts"),
    (
        *ACCOUNT_REF,
        Field("name", mark("Name"), _T, (*v.CONTACT_NAME, *v.NAME, *v.PERSON)),
        Field("first_name", mark("First name"), _T, v.FIRST_NAME),
        Field("last_name", mark("Last name"), _T, v.LAST_NAME),
        Field("email", mark("Email"), _E, (*v.EMAIL, *v.CONTACT_EMAIL)),
        Field("phone", mark("Phone"), _C, (*v.PHONE, *v.CONTACT_PHONE)),
        Field("mobile", mark("Mobile"), _C, v.MOBILE),
        Field("title", mark("Job title"), _T, (*v.JOB_TITLE, *v.CONTACT_TITLE)),
        Field("contact_class", mark("Contact class"), _X, v.CLASS, choices=enums.ContactClass),
        Field("outside_as", mark("Outside as"), _X, own.OUTSIDE_AS, choices=enums.OutsideKind),
        Field("source", mark("Source"), _T, v.SOURCE),
        Field("note", mark("Note"), FieldType.NOTE, v.NOTE),
    ),
    (ACCOUNT_NEED, ("name", "first_name", "last_name", "email")),
    v.SHEET_CONTACTS,
    beyond=mark("Own field"),
)

PRODUCTS = SheetKind(
    "products",
    mark("Products"),
    (
        Field(
            "code",
            mark("Code"),
            _C,
            (*v.PRODUCT_CODE, *v.BARE_CODE, *v.ITEM_AS_CODE),
            required=True,
        ),
        Field("name", mark("Name"), _T, (*v.PRODUCT_NAME, *v.NAME)),
        Field("category", mark("Category"), _T, v.CATEGORY),
        Field("subcategory", mark("Subcategory"), _T, v.SUBCATEGORY),
        Field("standard_cost", mark("Standard cost"), _M, v.COST),
    ),
    (("code",), ("name",)),
    v.SHEET_PRODUCTS,
)

INVOICE_LINES = SheetKind(
    "invoice_lines",
    mark("Invoice lines"),
    (
        Field("document", mark("Order or invoice"), _C, v.DOCUMENT, required=True),
        Field("date", mark("Date"), _D, v.DOCUMENT_DATE, required=True),
        Field("type", mark("Document type"), _T, v.DOCUMENT_TYPE),
        *_LINE_ACCOUNT,
        Field("product_code", mark("Product code"), _C, (*v.PRODUCT_CODE, *v.ITEM_AS_CODE)),
        Field("product_name", mark("Product"), _T, v.PRODUCT_NAME),
        Field("quantity", mark("Quantity"), _N, v.QUANTITY),
        Field("unit_price", mark("Unit price"), _M, v.UNIT_PRICE),
        Field("discount", mark("Discount"), _N, v.DISCOUNT),
        Field("amount", mark("Revenue"), _M, v.AMOUNT),
        Field("cost", mark("Cost"), _M, v.COST),
        Field("currency", mark("Currency"), _C, v.CURRENCY),
        Field("country", mark("Country"), _T, v.COUNTRY),
        Field("required_date", mark("Required by"), _D, v.LINE_REQUIRED_DATE),
        Field("shipped_date", mark("Shipped"), _D, v.SHIPPED_DATE),
        Field("occurrence", mark("Occurrence"), _W),
    ),
    (("document",), ("date",), ACCOUNT_NEED, ("amount", "quantity"), ("amount", "unit_price")),
    v.SHEET_LINES,
    strict=True,
    stamped=False,
)

ORDERS = SheetKind(
    "orders",
    mark("Orders"),
    (
        Field("document", mark("Order"), _C, v.DOCUMENT, required=True),
        *_LINE_ACCOUNT,
        Field("date", mark("Order date"), _D, v.DOCUMENT_DATE),
        Field("required_date", mark("Required by"), _D, v.REQUIRED_DATE),
        Field("shipped_date", mark("Shipped"), _D, v.SHIPPED_DATE),
        Field("freight", mark("Freight"), _M, v.FREIGHT),
        Field("currency", mark("Currency"), _C, v.CURRENCY),
    ),
    (("document",), ACCOUNT_NEED, ("date", "shipped_date")),
    v.SHEET_ORDERS,
    strict=True,
    stamped=False,
)
