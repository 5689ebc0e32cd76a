"""The contact class that a job title suggests: a small vocabulary, first match wins."""

from __future__ import annotations

import re

from b2bdesk.models.enums import ContactClass

# More specific words come first: "purchasing director" purchases, "finance director" does finance.
_WORDS: tuple[tuple[ContactClass, str], ...] = (
    (ContactClass.PARTNER, r"reseller|distributor|partner|independent|consultant|advis[eo]r"),
    (ContactClass.ANALYST_MEDIA, r"analyst relations|journalist|editor|press|industry analyst"),
    (
        ContactClass.PURCHASING,
        r"purchas\w*|procure\w*|buyer|buying|sourcing|supply|merchandis\w*|order administrator"
        r"|einkauf\w*|einkäufer\w*|achats?|acheteu\w*|compras",
    ),
    (
        ContactClass.FINANCE,
        r"financ\w*|accounts|accounting|accountant|controller|treasur\w*|cfo|payable"
        r"|buchhalt\w*|comptab\w*",
    ),
    (
        ContactClass.LOGISTICS,
        r"logistic\w*|warehouse|shipping|dispatch|transport|receiving|lager\w*",
    ),
    (ContactClass.LEGAL, r"legal|counsel|lawyer|attorney|compliance|jurist\w*"),
    (
        ContactClass.DECISION_MAKER,
        r"owner|co-?owner|proprietor|propri[eé]taire|inhaber\w*|managing director|general manager"
        r"|geschäftsführer\w*|founder|store manager",
    ),
    (
        ContactClass.EXECUTIVE_SPONSOR,
        r"ceo|coo|cto|cio|chief \w+|president|vice president|vp|chair\w*|executive director"
        r"|sponsor|vorstand\w*",
    ),
    (ContactClass.OTHER, r"sales|marketing|agent|representative|trainer|human resources|hr"),
    (
        ContactClass.SUPPORT,
        r"support|service desk|help ?desk|secretary|assistant|receptionist|customer service",
    ),
    (
        ContactClass.TECHNICAL,
        r"engineer\w*|technic\w*|mechanic\w*|workshop|quality|production|plant|maintenance|it\b"
        r"|developer|architect|product specialist|r&d|research|techniker\w*",
    ),
    (ContactClass.END_USER, r"user|operator|rider|chef|nurse|driver|foreman|shop floor"),
    (ContactClass.DECISION_MAKER, r"director|head of|decision\w*"),
)
_PATTERNS = tuple(
    (kind, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _WORDS
)


def suggest_contact_class(title: str | None) -> ContactClass | None:
    """The class a job title suggests; None where it says nothing known."""
    if not title:
        return None
    return next((kind for kind, words in _PATTERNS if words.search(title)), None)
