"""What the search for duplicates takes and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the records are; firms and people are weighed differently."""

    ACCOUNT = "account"
    PERSON = "person"


class Certainty(StrEnum):
    """How sure it is that two records are the same."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Evidence(StrEnum):
    """What speaks for two records being the same, and what against."""

    SAME_TAX_ID = "same_tax_id"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_NAME = "same_name"
    NAME_ALIKE = "name_alike"
    SAME_DOMAIN = "same_domain"
    SAME_PLACE = "same_place"
    SAME_STREET = "same_street"
    SAME_FIRM = "same_firm"
    OTHER_TAX_ID = "other_tax_id"
    OTHER_PLACE = "other_place"
    OTHER_EMAIL = "other_email"
    OTHER_FIRM = "other_firm"


@dataclass(frozen=True, slots=True)
class Record:
    """An account or a person as it is written in the file.

    ``country`` is also where phone numbers without an international prefix are read. ``firms``:
    ids of the accounts a person has jobs at.
    """

    id: int
    name: str
    email: str | None = None
    phones: tuple[str | None, ...] = ()
    website: str | None = None
    tax_id: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None
    firms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence; ``likeness`` from 0 to 1, 1 for what is the same."""

    evidence: Evidence
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be the same, the smaller id first. ``score``: see ``score.WEIGHTS``."""

    first: int
    second: int
    score: float
    certainty: Certainty
    reasons: tuple[Reason, ...]
