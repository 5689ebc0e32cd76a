"""Sheets of rates, of prices, of driver volumes, and of what people think of us.

Volumes and scores come long (a row for each) or wide: then every column beyond the fields is a
cost pool, or a brand attribute, of the column's name (``own:<name>`` in a mapping).
"""

from __future__ import annotations

from b2bdesk.core.i18n import mark
from b2bdesk.exchange_formats import vocabulary as v
from b2bdesk.exchange_formats import vocabulary_own as own
from b2bdesk.exchange_formats.kinds import ACCOUNT_NEED, ACCOUNT_REF, Field, FieldType, SheetKind

_T, _N, _C, _D = FieldType.TEXT, FieldType.NUMBER, FieldType.CODE, FieldType.DATE

CURRENCY_RATES = SheetKind(
    "currency_rates",
    mark("Currency rates"),
    (
        Field("currency", mark("Currency"), _C, v.CURRENCY, True),
        Field("from", mark("From"), _D, (*own.RATE_FROM, *own.VALID_FROM, *v.DOCUMENT_DATE), True),
        Field("rate", mark("Rate"), _N, own.RATE, True),
    ),
    (("currency",), ("from",), ("rate",)),
    own.SHEET_RATES,
)

PRICE_LISTS = SheetKind(
    "price_lists",
    mark("Price lists"),
    (
        Field(
            "product_code",
            mark("Product code"),
            _C,
            (*v.PRODUCT_CODE, *v.BARE_CODE, *v.ITEM_AS_CODE),
            True,
        ),
        Field("product_name", mark("Product"), _T, (*v.PRODUCT_NAME, *v.NAME)),
        *ACCOUNT_REF,
        Field("segment", mark("Segment"), _T, (*v.SEGMENT, *own.PRICE_GROUP)),
        Field("price", mark("Price"), FieldType.MONEY, own.LIST_PRICE, True),
        Field("currency", mark("Currency"), _C, v.CURRENCY),
        Field("from", mark("Since"), _D, own.VALID_FROM),
        Field("to", mark("Until"), _D, own.VALID_TO),
    ),
    (("product_code",), ("price",)),
    own.SHEET_PRICES,
)

DRIVER_VOLUMES = SheetKind(
    "driver_volumes",
    mark("Driver volumes"),
    (
        *ACCOUNT_REF,
        Field("pool", mark("Cost pool"), _T, own.POOL),
        Field("volume", mark("Volume"), _N, own.VOLUME),
        Field("from", mark("First month"), _D, (*own.FROM, *own.MONTH)),
        Field("to", mark("Last month"), _D, own.TO),
    ),
    (ACCOUNT_NEED, ("pool", "*"), ("volume", "*")),
    own.SHEET_VOLUMES,
    beyond=mark("Cost pool"),
)

SURVEYS = SheetKind(
    "surveys",
    mark("Survey scores"),
    (
        *ACCOUNT_REF,
        Field("person", mark("Person"), _T, (*v.PERSON, *own.RESPONDENT, *v.CONTACT_NAME, *v.NAME)),
        Field("email", mark("Email"), FieldType.EMAIL, (*v.EMAIL, *v.CONTACT_EMAIL)),
        Field("date", mark("Date"), _D, (*own.SURVEY_DATE, *v.DOCUMENT_DATE)),
        Field("attribute", mark("Brand attribute"), _T, own.ATTRIBUTE),
        Field("ours", mark("Our score, 1 to 5"), _N, own.OUR_SCORE),
        Field("rival", mark("Main rival's score, 1 to 5"), _N, own.RIVAL_SCORE),
        Field("source", mark("Source"), _T, (*v.SOURCE, "survey", "umfrage", "enquete")),
    ),
    (("email", "account_code", "account_name"), ("person", "email"), ("attribute", "*"),
     ("ours", "rival", "*")),
    own.SHEET_SURVEYS,
    beyond=mark("Brand attribute"),
)  # fmt: skip
