"""How complete, valid, fresh and free of duplicates the data is, per account and overall.

Each part is the share of checks that pass, 0 to 100, of the account and the people who work there;
a part without a check is unknown and left out. An account's score is the mean of its parts, the
file's is the mean of its accounts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from statistics import fmean

from sqlalchemy.orm import Session

from b2bdesk.analytics.duplicates.normalise import region_of
from b2bdesk.analytics.duplicates.records import Certainty, Kind
from b2bdesk.core.dates import date_of, end_of, local_date_of
from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.models.enums import AccountKind
from b2bdesk.queries.data_quality import (
    AccountData,
    PersonData,
    list_account_data,
    list_contracts_the_wrong_way_round,
    list_exchanges_to_come,
    list_person_data,
)
from b2bdesk.services.duplicates import find_duplicates

FRESH_DAYS = 365
"""An exchange this recent keeps a contact, or an account, fresh."""
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_WEBSITE = re.compile(r"(https?://)?([\w-]+\.)+[\w-]{2,}(:\d+)?(/\S*)?", re.IGNORECASE)


class Part(StrEnum):
    """What is judged."""

    COMPLETENESS = "completeness"
    VALIDITY = "validity"
    FRESHNESS = "freshness"
    DUPLICATES = "duplicates"


PART_WORDS = {
    Part.COMPLETENESS: mark("Completeness"),
    Part.VALIDITY: mark("Validity"),
    Part.FRESHNESS: mark("Freshness"),
    Part.DUPLICATES: mark("No duplicates"),
}


class Fix(StrEnum):
    """Where a finding is put right."""

    ACCOUNT = "account"
    PERSON = "person"
    PEOPLE = "people"
    RELATIONSHIP = "relationship"
    CONTRACT = "contract"
    EXCHANGES = "exchanges"
    DUPLICATES = "duplicates"


_SAID: dict[str, tuple[Part, str, Fix, str]] = {
    "no_number": (Part.COMPLETENESS, mark("No account number"), Fix.ACCOUNT, "numbers"),
    "no_segment": (Part.COMPLETENESS, mark("No segment"), Fix.ACCOUNT, "segment"),
    "no_owner": (Part.COMPLETENESS, mark("No owner"), Fix.ACCOUNT, "owner_id"),
    "no_place": (Part.COMPLETENESS, mark("No town and no country"), Fix.ACCOUNT, "city"),
    "no_contact": (Part.COMPLETENESS, mark("Nobody known there"), Fix.PEOPLE, ""),
    "no_type": (Part.COMPLETENESS, mark("Relationship type not set"), Fix.RELATIONSHIP, ""),
    "no_reach": (Part.COMPLETENESS, mark("Neither email nor phone"), Fix.PERSON, "email"),
    "no_title": (Part.COMPLETENESS, mark("No job title"), Fix.PERSON, "title"),
    "bad_email": (Part.VALIDITY, mark("Not an email address"), Fix.ACCOUNT, "email"),
    "bad_person_email": (Part.VALIDITY, mark("Contact: not an email address"), Fix.PERSON, "email"),
    "bad_phone": (Part.VALIDITY, mark("Not a phone number"), Fix.ACCOUNT, "phone"),
    "bad_person_phone": (Part.VALIDITY, mark("Contact: not a phone number"), Fix.PERSON, "phone"),
    "bad_website": (Part.VALIDITY, mark("Not a web address"), Fix.ACCOUNT, "website"),
    "wrong_contract": (
        Part.VALIDITY,
        mark("Contract ends before it starts"),
        Fix.CONTRACT,
        "ends_day",
    ),
    "exchange_to_come": (Part.VALIDITY, mark("Exchanges in the future"), Fix.EXCHANGES, ""),
    "silent": (Part.FRESHNESS, mark("No exchange within a year"), Fix.EXCHANGES, ""),
    "stale_people": (
        Part.FRESHNESS,
        mark("Contacts without an exchange in a year"),
        Fix.PEOPLE,
        "",
    ),
    "look_alike": (Part.DUPLICATES, mark("Account may be there twice"), Fix.DUPLICATES, ""),
    "person_look_alike": (Part.DUPLICATES, mark("Person may be there twice"), Fix.DUPLICATES, ""),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right. ``record``: the person, contract or other record it is about;
    ``shown``: the value as it stands, or how many."""

    code: str
    account: int
    account_name: str
    record: int | None = None
    record_name: str = ""
    shown: str = ""

    @property
    def part(self) -> Part:
        """Which part it counts against."""
        return _SAID[self.code][0]

    @property
    def words(self) -> str:
        """What is wrong."""
        return tr(_SAID[self.code][1])

    @property
    def fix(self) -> Fix:
        """Where it is put right."""
        return _SAID[self.code][2]

    @property
    def field(self) -> str:
        """The field it is put right in; empty for a page."""
        return _SAID[self.code][3]


@dataclass(frozen=True, slots=True)
class AccountQuality:
    """An account's parts, 0 to 100 (None: nothing to check), and how many findings it has."""

    id: int
    name: str
    parts: Mapping[Part, float | None]
    findings: int

    @property
    def score(self) -> float | None:
        """The mean of the known parts."""
        known = [value for value in self.parts.values() if value is not None]
        return fmean(known) if known else None


@dataclass(frozen=True, slots=True)
class DataQuality:
    """The quality of a file, worst accounts first. ``overall`` is the mean over accounts."""

    accounts: tuple[AccountQuality, ...]
    findings: tuple[Finding, ...]
    overall: Mapping[Part, float | None]
    score: float | None


@dataclass(slots=True)
class _Checks:
    """Passed and failed checks of one account by part."""

    passed: dict[Part, int] = field(default_factory=lambda: defaultdict(int))
    failed: dict[Part, int] = field(default_factory=lambda: defaultdict(int))
    findings: list[Finding] = field(default_factory=list)

    def check(self, finding: Finding, *, good: bool) -> None:
        """Count a check; note the finding where it fails."""
        counted = self.passed if good else self.failed
        counted[finding.part] += 1
        if not good:
            self.findings.append(finding)

    def parts(self) -> dict[Part, float | None]:
        """The share of checks that pass, by part."""
        shares: dict[Part, float | None] = {}
        for part in Part:
            count = self.passed[part] + self.failed[part]
            shares[part] = 100 * self.passed[part] / count if count else None
        return shares


def data_quality(
    session: Session,
    as_of: date,
    *,
    look_alikes: Mapping[int, Sequence[str]] | None,
) -> DataQuality:
    """Judge every account of the file as of a date.

    ``look_alikes``: for accounts and people that may be there twice, the names of the others; None
    where nobody has looked yet, which leaves the part unknown.
    """
    until = end_of(as_of)
    accounts = list_account_data(session, until)
    people: dict[int, list[PersonData]] = defaultdict(list)
    for person in list_person_data(session, as_of, until):
        people[person.account_id].append(person)
    ahead = list_exchanges_to_come(session, until)
    checks = {account.id: _Checks() for account in accounts}
    for account in accounts:
        made = checks[account.id]
        _check_account(made, account, people[account.id], as_of)
        for person in people[account.id]:
            _check_person(made, account, person)
            if look_alikes is not None:
                alike = look_alikes.get(person.id, ())
                made.check(_about("person_look_alike", account, person, alike), good=not alike)
        if account.id in ahead:
            made.check(
                _finding("exchange_to_come", account, shown=str(ahead[account.id])), good=False
            )
        if look_alikes is not None:
            alike = look_alikes.get(account.id, ())
            made.check(_finding("look_alike", account, shown=", ".join(alike)), good=not alike)
    by_id = {account.id: account for account in accounts}
    for contract in list_contracts_the_wrong_way_round(session):
        account = by_id[contract.account_id]
        shown = f"{date_of(contract.starts_day)} – {date_of(contract.ends_day)}"
        finding = Finding(
            "wrong_contract", account.id, account.name, contract.id, contract.name, shown
        )
        checks[account.id].check(finding, good=False)
    return _judged(accounts, checks)


def find_look_alikes(session: Session) -> dict[int, list[str]]:
    """Accounts and people that are surely or likely in the file twice, with the others' names."""
    found: dict[int, list[str]] = defaultdict(list)
    for kind in Kind:
        for row in find_duplicates(session, kind):
            if row.pair.certainty is not Certainty.POSSIBLE:
                found[row.pair.first].append(row.second_name)
                found[row.pair.second].append(row.first_name)
    return found


def _judged(accounts: Sequence[AccountData], checks: Mapping[int, _Checks]) -> DataQuality:
    rows = [
        AccountQuality(a.id, a.name, checks[a.id].parts(), len(checks[a.id].findings))
        for a in accounts
    ]
    rows.sort(key=lambda row: (100.0 if row.score is None else row.score, row.name, row.id))
    overall = {part: _mean([row.parts[part] for row in rows]) for part in Part}
    order = {code: number for number, code in enumerate(_SAID)}
    findings = [finding for row in rows for finding in checks[row.id].findings]
    findings.sort(key=lambda finding: order[finding.code])
    return DataQuality(tuple(rows), tuple(findings), overall, _mean([row.score for row in rows]))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _finding(code: str, account: AccountData, *, shown: str = "") -> Finding:
    return Finding(code, account.id, account.name, shown=shown)


def _check_account(
    made: _Checks, account: AccountData, people: Sequence[PersonData], as_of: date
) -> None:
    prospect = account.kind is AccountKind.PROSPECT
    for code, good in (
        ("no_number", account.numbered or prospect),
        ("no_segment", bool(account.segment)),
        ("no_owner", account.owner_id is not None),
        ("no_place", bool(account.city or account.country)),
        ("no_contact", bool(people)),
        ("no_type", account.typed or prospect),
    ):
        made.check(_finding(code, account), good=good)
    for code, value, valid in (
        ("bad_email", account.email, _is_email),
        ("bad_phone", account.phone, lambda text: is_phone(text, account.country)),
        ("bad_website", account.website, _is_website),
    ):
        if value:
            made.check(_finding(code, account, shown=value), good=valid(value))
    since = as_of - timedelta(days=FRESH_DAYS)
    made.check(
        _finding("silent", account, shown=_when(account.last_at)),
        good=_fresh(account.last_at, since),
    )
    stale = sum(not _fresh(person.last_at, since) for person in people)
    made.passed[Part.FRESHNESS] += len(people) - stale
    made.failed[Part.FRESHNESS] += stale
    if stale:
        shown = trn("{stale} of {n} contact", "{stale} of {n} contacts", len(people), stale=stale)
        made.findings.append(_finding("stale_people", account, shown=shown))


def _about(
    code: str, account: AccountData, person: PersonData, shown: Sequence[str] = ()
) -> Finding:
    return Finding(code, account.id, account.name, person.id, person.name, ", ".join(shown))


def _check_person(made: _Checks, account: AccountData, person: PersonData) -> None:
    reachable = bool(person.email or person.phone or person.mobile)
    made.check(_about("no_reach", account, person), good=reachable)
    made.check(_about("no_title", account, person), good=bool(person.title))
    if person.email:
        finding = _about("bad_person_email", account, person, [person.email])
        made.check(finding, good=_is_email(person.email))
    for number in _numbers(person):
        finding = _about("bad_person_phone", account, person, [number])
        made.check(finding, good=is_phone(number, account.country))


def _numbers(person: PersonData) -> Iterator[str]:
    yield from (number for number in (person.phone, person.mobile) if number)


def _fresh(at: int | None, since: date) -> bool:
    return at is not None and local_date_of(at) >= since


def _when(at: int | None) -> str:
    return tr("never") if at is None else tr("last {day}", day=local_date_of(at).isoformat())


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text.strip()) is not None


def _is_website(text: str) -> bool:
    return _WEBSITE.fullmatch(text.strip()) is not None


@cache
def is_phone(text: str, country: str | None) -> bool:
    """Whether a text can be dialled: as an international number, or within its country.

    Where the country is not known, a number is accepted by its shape alone.
    """
    import phonenumbers

    region = region_of(country or "") or None
    shape = re.sub(r"[^\d]", "", text)
    if region is None and not text.strip().startswith(("+", "00")):
        return 5 <= len(shape) <= 15 and re.search(r"[^\W\d_]{3,}", text) is None
    try:
        number = phonenumbers.parse(re.sub(r"^\s*00", "+", text), region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)
