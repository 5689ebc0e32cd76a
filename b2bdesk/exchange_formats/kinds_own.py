"""Sheets about the relationship itself: what people keep in their own workbooks, and our export's.

The first word of each field is its title in plain English, so a workbook written with these titles
is recognised without a correction.
"""

from __future__ import annotations

from b2bdesk.core.i18n import mark
from b2bdesk.exchange_formats import vocabulary as v
from b2bdesk.exchange_formats import vocabulary_own as own
from b2bdesk.exchange_formats.kinds import (
    ACCOUNT_NEED,
    ACCOUNT_REF,
    ACCOUNTS,
    CONTACTS,
    INVOICE_LINES,
    ORDERS,
    PRODUCTS,
    Field,
    FieldType,
    SheetKind,
)
from b2bdesk.exchange_formats.kinds_lists import (
    CURRENCY_RATES,
    DRIVER_VOLUMES,
    PRICE_LISTS,
    SURVEYS,
)
from b2bdesk.models import costing_enums, enums

_T, _N, _C, _D = FieldType.TEXT, FieldType.NUMBER, FieldType.CODE, FieldType.DATE
_M, _W, _E, _X = FieldType.MONEY, FieldType.WHOLE, FieldType.EMAIL, FieldType.CHOICE
_NOTE = Field("note", mark("Note"), FieldType.NOTE, v.NOTE)
_OWNER = Field("owner", mark("Owner"), _T, v.OWNER)
_PERSON_WORDS = (*v.PERSON, *v.CONTACT_NAME, *v.NAME)

ROLES = SheetKind(
    "roles",
    mark("Roles in decision-making units"),
    (
        *ACCOUNT_REF,
        Field("dmu", mark("Decision-making unit"), _T, own.DMU),
        Field("person", mark("Person"), _T, _PERSON_WORDS),
        Field("email", mark("Email"), _E, v.EMAIL),
        Field("title", mark("Job title"), _T, v.JOB_TITLE),
        Field("contact_class", mark("Contact class"), _X, v.CLASS, choices=enums.ContactClass),
        Field(
            "roles",
            mark("Roles"),
            FieldType.CHOICES,
            ("roles", "role", "buying role", "rollen", "rolle", "role d achat"),
            choices=enums.Role,
        ),
        Field(
            "stance", mark("Stance"), _X, ("stance", "attitude", "haltung"), choices=enums.Stance
        ),
        Field(
            "influence",
            mark("Influence, 1 to 5"),
            _W,
            ("influence", "influence 1 to 5", "einfluss"),
        ),
        Field(
            "adaptability",
            mark("Adaptability"),
            _X,
            own.ADAPTABILITY,
            choices=enums.Adaptability,
        ),
        Field(
            "reports_to",
            mark("Reports to"),
            _T,
            ("reports to", "manager", "boss", "supervisor", "vorgesetzter", "berichtet an"),
        ),
        Field(
            "situation",
            mark("Purchase situation"),
            _X,
            ("purchase situation", "buy class", "situation"),
            choices=enums.PurchaseSituation,
        ),
        Field(
            "path",
            mark("How decisions climb"),
            _X,
            ("how decisions climb", "decision path", "decision"),
            choices=enums.DecisionPath,
        ),
        Field(
            "since", mark("Since"), _D, ("since", "valid from", "seit", "depuis", "as of", "date")
        ),
        Field("evidence", mark("Evidence"), FieldType.NOTE, ("evidence", "why", "reason", "beleg")),
        Field(
            "colleague", mark("Known by"), _T, ("known by", "covered by", "our person", "colleague")
        ),
        Field(
            "coverage",
            mark("Coverage"),
            _X,
            ("coverage", "how well known"),
            choices=enums.CoverageLevel,
        ),
        Field(
            "desired",
            mark("Desired coverage"),
            _X,
            ("desired coverage", "desired", "coverage desired"),
            choices=enums.CoverageLevel,
        ),
    ),
    (ACCOUNT_NEED, ("person", "email"), ("roles", "stance", "influence", "reports_to", "coverage")),
    ("roles", "decision making units", "dmu", "buying centre", "dmus", "people roles"),
)

EXCHANGES = SheetKind(
    "exchanges",
    mark("Exchanges"),
    (
        *ACCOUNT_REF,
        Field("date", mark("Date"), _D, (*v.DOCUMENT_DATE, "when"), required=True),
        Field(
            "direction", mark("Direction"), _X, ("direction", "richtung"), choices=enums.Direction
        ),
        Field("kind", mark("Kind"), _X, own.EXCHANGE_KIND, choices=enums.ExchangeKind),
        Field(
            "channel",
            mark("Channel"),
            _X,
            own.CHANNEL,
            choices=enums.Channel,
        ),
        Field(
            "subject",
            mark("Subject"),
            _T,
            own.SUBJECT,
        ),
        _NOTE,
        Field(
            "minutes",
            mark("Minutes"),
            _W,
            own.MINUTES,
        ),
        Field("sentiment", mark("Sentiment"), _W, ("sentiment", "mood", "stimmung")),
        Field("complaint", mark("Complaint"), FieldType.YES_NO, own.COMPLAINT),
        Field(
            "people",
            mark("People"),
            _T,
            own.PEOPLE,
        ),
        Field("owner", mark("Owner"), _T, (*v.OWNER, *own.BY_US)),
        Field("dmu", mark("Decision-making unit"), _T, own.DMU),
        Field("gave", mark("What we gave"), _T, ("what we gave", "gave", "given")),
        Field("got", mark("What we got"), _T, ("what we got", "got", "received")),
    ),
    (ACCOUNT_NEED, ("date",), ("subject", "note", "channel"), ("channel", "minutes", "direction")),
    own.SHEET_EXCHANGES,
)

NEXT_STEPS = SheetKind(
    "next_steps",
    mark("Next steps"),
    (
        *ACCOUNT_REF,
        Field(
            "what",
            mark("What"),
            _T,
            own.TASK,
            True,
        ),
        Field("due", mark("Due"), _D, own.DUE),
        _OWNER,
        Field("person", mark("Person"), _T, _PERSON_WORDS),
        Field(
            "promised_by",
            mark("Promised by"),
            _X,
            ("promised by", "promise", "who promised"),
            choices=enums.PromisedBy,
        ),
        Field("done", mark("Done"), _D, own.DONE),
    ),
    (ACCOUNT_NEED, ("what",), ("due", "owner", "promised_by")),
    own.SHEET_TASKS,
)

COST_POOLS = SheetKind(
    "cost_pools",
    mark("Cost pools"),
    (
        Field("name", mark("Cost pool"), _T, ("cost pool", "pool", "name", "kostenpool"), True),
        Field("activity", mark("Activity"), _T, ("activity", "aktivitat", "prozess")),
        Field(
            "level",
            mark("Level"),
            _X,
            ("level", "cost level", "ebene"),
            choices=costing_enums.CostLevel,
        ),
        Field(
            "method", mark("Method"), _X, ("method", "methode"), choices=costing_enums.CostMethod
        ),
        Field(
            "driver",
            mark("Driver"),
            _X,
            ("driver", "cost driver", "treiber"),
            choices=costing_enums.Driver,
        ),
        Field("minutes", mark("Minutes per event"), _N, ("minutes per event", "minutes each")),
        Field("from", mark("First month"), _D, own.FROM),
        Field("to", mark("Last month"), _D, own.TO),
        Field(
            "amount", mark("Ledger cost"), _M, ("ledger cost", "amount", "cost", "betrag", "kosten")
        ),
        Field("currency", mark("Currency"), _C, v.CURRENCY),
        Field(
            "capacity",
            mark("Practical capacity"),
            _W,
            ("practical capacity", "capacity", "kapazitat"),
        ),
        Field(
            "ledger_accounts",
            mark("Ledger accounts"),
            _T,
            ("ledger accounts", "gl accounts", "konten"),
        ),
        _NOTE,
    ),
    (("name",), ("amount",), ("driver", "level")),
    ("cost pools", "costs", "pools", "activity costs", "kostenpools"),
)

_ANSWERS = (
    ("alternatives", mark("Alternatives")),
    ("dynamism", mark("Market dynamism")),
    ("importance", mark("Importance")),
    ("complexity", mark("Complexity")),
    ("money", mark("Switching cost: money")),
    ("people", mark("Switching cost: people")),
    ("training", mark("Switching cost: training")),
    ("equipment", mark("Switching cost: equipment")),
    ("procedures", mark("Switching cost: procedures")),
)
ANSWERS = tuple(key for key, _ in _ANSWERS)

ASSESSMENTS = SheetKind(
    "assessments",
    mark("Relationship assessments"),
    (
        *ACCOUNT_REF,
        Field("date", mark("Assessed"), _D, ("assessed", "assessed on", "date", "datum")),
        *(
            Field(key, title, _W, (key, f"switching cost {key}", title.lower()))
            for key, title in _ANSWERS
        ),
        Field(
            "current",
            mark("Current type"),
            _X,
            ("current type", "current", "relationship type"),
            choices=enums.RelationshipType,
        ),
        Field(
            "target",
            mark("Target type"),
            _X,
            ("target type", "target"),
            choices=enums.RelationshipType,
        ),
        Field("target_date", mark("Target date"), _D, ("target date", "target by")),
        Field("author", mark("Author"), _T, ("author", "assessed by", "by", *v.OWNER)),
        _NOTE,
    ),
    (ACCOUNT_NEED, ("alternatives", "current", "target")),
    ("assessments", "assessment", "relationship", "relationships"),
)

CONTRACTS = SheetKind(
    "contracts",
    mark("Contracts"),
    (
        *ACCOUNT_REF,
        Field(
            "name",
            mark("Contract"),
            _T,
            own.CONTRACT,
            True,
        ),
        Field("starts", mark("Starts"), _D, own.STARTS),
        Field("ends", mark("Ends"), _D, own.ENDS),
        Field("notice_days", mark("Notice, days"), _W, own.NOTICE),
        Field(
            "auto_renews",
            mark("Renews by itself"),
            FieldType.YES_NO,
            own.RENEWS,
        ),
        Field(
            "renewal",
            mark("Renewal"),
            _X,
            ("renewal", "renewal talks", "verlangerung"),
            choices=enums.RenewalState,
        ),
        _NOTE,
    ),
    (ACCOUNT_NEED, ("name",), ("ends", "starts")),
    own.SHEET_CONTRACTS,
)

SALES_TARGETS = SheetKind(
    "sales_targets",
    mark("Sales targets"),
    (
        *ACCOUNT_REF,
        Field("from", mark("First month"), _D, own.FROM, True),
        Field("to", mark("Last month"), _D, own.TO, True),
        Field(
            "amount",
            mark("Target"),
            _M,
            (*own.TARGET, *v.AMOUNT),
            True,
        ),
        Field("currency", mark("Currency"), _C, v.CURRENCY),
    ),
    (ACCOUNT_NEED, ("from",), ("to",), ("amount",)),
    own.SHEET_TARGETS,
)

TEAM = SheetKind(
    "team",
    mark("Our team"),
    (
        Field("name", mark("Name"), _T, (*v.NAME, "colleague", "our person", *v.PERSON), True),
        Field("email", mark("Email"), _E, v.EMAIL),
        Field("function", mark("Function"), _T, ("function", *v.JOB_TITLE, "team", "department")),
    ),
    (("name",), ("function", "email")),
    ("team", "our team", "colleagues", "sales team", "mitarbeiter"),
)

KINDS: dict[str, SheetKind] = {
    kind.key: kind
    for kind in (
        CURRENCY_RATES,
        TEAM,
        ACCOUNTS,
        CONTACTS,
        PRODUCTS,
        PRICE_LISTS,
        ORDERS,
        INVOICE_LINES,
        ROLES,
        EXCHANGES,
        NEXT_STEPS,
        COST_POOLS,
        DRIVER_VOLUMES,
        SURVEYS,
        ASSESSMENTS,
        CONTRACTS,
        SALES_TARGETS,
    )
}
"""Every kind of sheet, in the order in which sheets are imported: what others refer to first."""
