"""How much speaks for two records being the same, added up as weights of evidence.

The weights are rounded log-odds in the manner of Fellegi and Sunter (1969): how much more often
two records of the same firm or person agree in something than two of different ones, and how much
less often they differ. ``THRESHOLDS`` turn the sum into a certainty. Two limits stand above it:

- accounts in different towns are never sure: the branches of a chain share name, domain and tax
  number;
- people whose names are not alike are at most possible: a mailbox or a telephone may be shared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from b2bdesk.analytics.duplicates.features import Features, Floats, Ints, Texts
from b2bdesk.analytics.duplicates.records import Certainty, Evidence, Kind, Pair, Reason

Flags = npt.NDArray[np.bool_]

THRESHOLDS = {Certainty.SURE: 6.5, Certainty.LIKELY: 4.5, Certainty.POSSIBLE: 2.0}

NAME_LIKENESS = (0.0, 0.6, 0.75, 0.85, 0.93, 1.0)
"""Likeness of the sorted words: 1 - edits / both lengths (insertions and deletions)."""

NAME_WEIGHTS = {
    Kind.ACCOUNT: (-4.0, -4.0, -1.0, 2.0, 4.0, 5.0),
    Kind.PERSON: (-6.0, -6.0, 0.0, 1.5, 3.2, 4.0),
}
"""Weights at ``NAME_LIKENESS``, in between by straight lines."""

WEIGHTS = {
    Kind.ACCOUNT: {
        Evidence.SAME_TAX_ID: 8.0,
        Evidence.SAME_EMAIL: 5.0,
        Evidence.SAME_PHONE: 4.0,
        Evidence.SAME_DOMAIN: 2.5,
        Evidence.SAME_PLACE: 2.5,
        Evidence.SAME_STREET: 1.5,
        Evidence.OTHER_TAX_ID: -5.0,
        Evidence.OTHER_PLACE: -2.5,
    },
    Kind.PERSON: {
        Evidence.SAME_EMAIL: 6.0,
        Evidence.SAME_PHONE: 4.5,
        Evidence.SAME_FIRM: 3.0,
        Evidence.SAME_DOMAIN: 1.0,
        Evidence.OTHER_EMAIL: -2.0,
        Evidence.OTHER_FIRM: -1.5,
    },
}

_ALIKE = 0.75  # names below this are not called alike
_UNLIKE = 0.6
_SHARED_BY_MANY = 3  # a mailbox or a telephone of more records than this is a switchboard's
_MANY = 0.5  # its weight
_TOWN_ALIKE = 0.85
_NEAR = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The weighed pairs: total, likeness of the names, what was found, and what may not be sure."""

    total: Floats
    likeness: Floats
    flags: dict[Evidence, Flags]
    capped: Flags


def weigh(found: Features, first: Ints, second: Ints) -> Scores:
    """Weigh pairs of places."""
    likeness = _likeness(found.names, first, second)
    _mind_numbers(found, first, second, likeness)
    worth = np.interp(likeness, NAME_LIKENESS, NAME_WEIGHTS[found.kind])
    sharing = np.maximum(found.named[first], found.named[second])
    if found.kind is Kind.PERSON:
        good = worth > 0
        # A name that many bear, and a given name alone, tell less.
        worth[good] -= np.log10(np.maximum(sharing[good], 1))
        lone = good & (found.single[first] | found.single[second])
        worth[lone] *= 0.5
        flags, total = _weigh_people(found, first, second, likeness, worth)
        capped = likeness < _UNLIKE
    else:
        flags, total = _weigh_accounts(found, first, second, likeness, worth)
        capped = flags[Evidence.OTHER_PLACE]
    limit = THRESHOLDS[Certainty.SURE if found.kind is Kind.ACCOUNT else Certainty.LIKELY] - 0.01
    total[capped] = np.minimum(total[capped], limit)
    flags[Evidence.SAME_NAME] = likeness > 1 - _NEAR
    flags[Evidence.NAME_ALIKE] = (likeness >= _ALIKE) & ~flags[Evidence.SAME_NAME]
    return Scores(total, likeness, flags, capped)


def _weigh_accounts(
    found: Features, first: Ints, second: Ints, likeness: Floats, worth: Floats
) -> tuple[dict[Evidence, Flags], Floats]:
    same_town = _both(found.town, first, second)
    same_postal = _both(found.postal, first, second) & ~_differ(found.country, first, second)
    weights = WEIGHTS[found.kind]
    flags = {
        Evidence.SAME_TAX_ID: _both(found.tax, first, second),
        Evidence.OTHER_TAX_ID: _differ(found.tax, first, second),
        Evidence.SAME_EMAIL: _both(found.email, first, second),
        Evidence.SAME_DOMAIN: _both(found.domain, first, second)
        & (found.hosted[first] <= _SHARED_BY_MANY * 2),
        Evidence.SAME_PLACE: same_postal | (same_town & ~_differ(found.country, first, second)),
        Evidence.OTHER_PLACE: (_differ(found.town, first, second) & ~same_postal)
        | _differ(found.country, first, second),
        Evidence.SAME_PHONE: _any_slot(found.phones, first, second),
        Evidence.SAME_STREET: np.zeros(first.size, dtype=bool),
    }
    total = worth.copy()
    for evidence, flag in flags.items():
        total[flag] += weights[evidence]
    shared = flags[Evidence.SAME_PHONE] & _crowded(found.phones, found.phoned, first, second)
    total[shared] -= weights[Evidence.SAME_PHONE] - _MANY
    shared = flags[Evidence.SAME_EMAIL] & (found.emailed[first] > _SHARED_BY_MANY)
    total[shared] -= weights[Evidence.SAME_EMAIL] - _MANY
    # A town may be mistyped: looked at only where it decides.
    near = np.nonzero(
        flags[Evidence.OTHER_PLACE] & ~_differ(found.country, first, second) & (likeness >= _ALIKE)
    )[0]
    alike = near[_likeness(found.towns, first[near], second[near]) >= _TOWN_ALIKE]
    flags[Evidence.OTHER_PLACE][alike] = False
    flags[Evidence.SAME_PLACE][alike] = True
    total[alike] += weights[Evidence.SAME_PLACE] - weights[Evidence.OTHER_PLACE]
    placed = np.nonzero(flags[Evidence.SAME_PLACE] & (found.streets[first] != ""))[0]
    street = placed[_likeness(found.streets, first[placed], second[placed]) >= _TOWN_ALIKE]
    flags[Evidence.SAME_STREET][street] = True
    total[street] += weights[Evidence.SAME_STREET]
    return flags, total


def _weigh_people(
    found: Features, first: Ints, second: Ints, likeness: Floats, worth: Floats
) -> tuple[dict[Evidence, Flags], Floats]:
    weights = WEIGHTS[found.kind]
    same_email = _both(found.email, first, second)
    same_domain = _both(found.domain, first, second)
    flags = {
        Evidence.SAME_EMAIL: same_email,
        Evidence.SAME_PHONE: _any_slot(found.phones, first, second),
        Evidence.SAME_FIRM: _any_slot(found.firms, first, second),
        Evidence.SAME_DOMAIN: same_domain & ~same_email,
        Evidence.OTHER_EMAIL: same_domain & ~same_email,
        Evidence.OTHER_FIRM: np.zeros(first.size, dtype=bool),
    }
    employed = (found.firms[first, 0] >= 0) & (found.firms[second, 0] >= 0)
    flags[Evidence.OTHER_FIRM] = employed & ~flags[Evidence.SAME_FIRM]
    # Two addresses of one domain are two people's unless one is the other mistyped.
    near = np.nonzero(flags[Evidence.OTHER_EMAIL] & (likeness >= _UNLIKE))[0]
    typed = near[_likeness(found.local, first[near], second[near]) >= _TOWN_ALIKE]
    flags[Evidence.OTHER_EMAIL][typed] = False
    total = worth.copy()
    for evidence, flag in flags.items():
        total[flag] += weights[evidence]
    many = found.mailbox[first] | (found.emailed[first] > _SHARED_BY_MANY)
    shared = same_email & many
    total[shared] -= weights[Evidence.SAME_EMAIL] - _MANY
    shared = flags[Evidence.SAME_PHONE] & _crowded(found.phones, found.phoned, first, second)
    total[shared] -= weights[Evidence.SAME_PHONE] - _MANY
    return flags, total


def _likeness(texts: Texts, first: Ints, second: Ints) -> Floats:
    if not first.size:
        return np.zeros(0)
    from rapidfuzz import fuzz, process

    made = process.cpdist(
        texts[first],
        texts[second],
        scorer=fuzz.ratio,
        dtype=np.float32,
        score_cutoff=50,
        workers=-1,
    )
    return np.asarray(made, dtype=np.float64) / 100


def _mind_numbers(found: Features, first: Ints, second: Ints, likeness: Floats) -> None:
    """Store 12 is not Store 13, however alike they are written."""
    other = _differ(found.numbers, first, second)
    likeness[other] = np.minimum(likeness[other], _ALIKE)


def _both(codes: Ints, first: Ints, second: Ints) -> Flags:
    one = codes[first]
    same: Flags = (one == codes[second]) & (one >= 0)
    return same


def _differ(codes: Ints, first: Ints, second: Ints) -> Flags:
    one, other = codes[first], codes[second]
    differ: Flags = (one != other) & (np.minimum(one, other) >= 0)
    return differ


def _any_slot(slots: Ints, first: Ints, second: Ints) -> Flags:
    same = np.zeros(first.size, dtype=bool)
    for one in slots.T:
        for other in slots.T:
            same |= (one[first] == other[second]) & (one[first] >= 0)
    return same


def _crowded(slots: Ints, shared: Ints, first: Ints, second: Ints) -> Flags:
    """Pairs that share nothing but numbers of many records."""
    own = np.where(shared <= _SHARED_BY_MANY, slots, -1)
    return ~_any_slot(own, first, second)


def pairs_of(found: Features, first: Ints, second: Ints, scores: Scores) -> tuple[Pair, ...]:
    """The pairs that are at least possible, in words, the surest first."""
    kept = np.nonzero(scores.total >= THRESHOLDS[Certainty.POSSIBLE])[0]
    order = kept[np.lexsort((second[kept], first[kept], -scores.total[kept]))]
    made = []
    for at in order.tolist():
        total = float(scores.total[at])
        reasons = tuple(
            Reason(e, round(float(scores.likeness[at]), 2) if e is Evidence.NAME_ALIKE else 1.0)
            for e in Evidence
            if e in scores.flags and scores.flags[e][at]
        )
        made.append(
            Pair(
                int(found.ids[first[at]]),
                int(found.ids[second[at]]),
                round(total, 2),
                certainty_of(total),
                reasons,
            )
        )
    return tuple(made)


def certainty_of(total: float) -> Certainty:
    """The certainty that a sum of weights, at least possible, stands for."""
    return next(certainty for certainty, least in THRESHOLDS.items() if total >= least)
