"""Records as columns of keys: what compares by being equal is a number, texts stay texts.

-1 stands for a key that a record does not have; it equals nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.duplicates import normalise
from b2bdesk.analytics.duplicates.records import Kind, Record

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

_SLOTS = 2  # phone numbers, and jobs, that are compared


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The records' keys, in the order of their ids.

    ``names``: words of the name in alphabetical order. ``named``: how many records have that name.
    ``emailed`` and ``phoned``: how many share the e-mail address and each phone number.
    """

    kind: Kind
    ids: Ints
    tokens: Sequence[tuple[str, ...]]
    names: Texts
    named: Ints
    single: npt.NDArray[np.bool_]
    numbers: Ints
    email: Ints
    emailed: Ints
    mailbox: npt.NDArray[np.bool_]
    local: Texts
    domain: Ints
    hosted: Ints
    phones: Ints
    phoned: Ints
    tax: Ints
    town: Ints
    towns: Texts
    country: Ints
    postal: Ints
    streets: Texts
    firms: Ints


def features(kind: Kind, records: Iterable[Record]) -> Features:
    """Normalise every record once."""
    rows = sorted(records, key=lambda record: record.id)
    split = normalise.person_words if kind is Kind.PERSON else normalise.firm_words
    tokens = [split(row.name) for row in rows]
    names = [normalise.sorted_key(found) for found in tokens]
    emails = [normalise.email(row.email) for row in rows]
    domains = [normalise.own_domain(row.email, row.website) for row in rows]
    phones = [
        [normalise.phone(p, row.country) for p in row.phones[:_SLOTS]]
        + [""] * (_SLOTS - len(row.phones))
        for row in rows
    ]
    towns = [normalise.sorted_key(normalise.words(row.city)) for row in rows]
    email, domain = _coded(emails), _coded(domains)
    phone = _coded([p for row in phones for p in row]).reshape(-1, _SLOTS)
    return Features(
        kind=kind,
        ids=np.array([row.id for row in rows], dtype=np.int64),
        tokens=tokens,
        names=_texts(names),
        named=_shared(_coded(names)),
        single=np.array([len(found) < 2 for found in tokens], dtype=bool),
        numbers=_coded([_numbers(found) for found in tokens]),
        email=email,
        emailed=_shared(email),
        mailbox=np.array([bool(e) and normalise.is_role_mailbox(e) for e in emails], dtype=bool),
        local=_texts([e.partition("@")[0] for e in emails]),
        domain=domain,
        hosted=_shared(domain),
        phones=phone,
        phoned=_shared(phone),
        tax=_coded([normalise.tax_number(row.tax_id) for row in rows]),
        town=_coded(towns),
        towns=_texts(towns),
        country=_coded([_country(row.country) for row in rows]),
        postal=_coded([normalise.tax_number(row.postal_code) for row in rows]),
        streets=_texts([normalise.sorted_key(normalise.words(row.address)) for row in rows]),
        firms=_firms(rows),
    )


def _coded(values: Sequence[str]) -> Ints:
    """Each value's number, -1 for ""."""
    codes: dict[str, int] = {"": -1}
    return np.array([codes.setdefault(value, len(codes) - 1) for value in values], dtype=np.int64)


def _shared(codes: Ints) -> Ints:
    """For each code how many have the same; 0 for none."""
    counts = np.bincount(codes.ravel() + 1)
    counts[:1] = 0
    return counts[codes + 1].astype(np.int64)


def _texts(values: Sequence[str]) -> Texts:
    made: Texts = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _numbers(found: tuple[str, ...]) -> str:
    return " ".join(sorted(w for w in found if w.isdigit()))


def _country(name: str | None) -> str:
    return (normalise.region_of(name) or " ".join(normalise.words(name))) if name else ""


def _firms(rows: Sequence[Record]) -> Ints:
    made = np.full((len(rows), _SLOTS), -1, dtype=np.int64)
    for place, row in enumerate(rows):
        held = row.firms[:_SLOTS]
        made[place, : len(held)] = held
    return made
