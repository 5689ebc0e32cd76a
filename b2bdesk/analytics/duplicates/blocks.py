"""Which pairs are worth weighing: those that share at least one key.

Each record has a handful of keys, each of them whole after some kind of mistake: a mistyped word
leaves the other words, a moved person keeps the name, and so on. In a block of one key every pair
is taken; in a block that is larger than ``WINDOW`` each record with its neighbours by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from b2bdesk.analytics.duplicates.features import Features, Ints
from b2bdesk.analytics.duplicates.normalise import skeleton
from b2bdesk.analytics.duplicates.records import Kind

WINDOW = 40
_COMMON = 300  # a word of more names than this says nothing by itself


def candidates(found: Features) -> tuple[Ints, Ints]:
    """Places of the two records of each pair, the smaller first; every pair once."""
    keys, places = _keys(found)
    if not keys.size:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    count = len(found.ids)
    names = found.names.tolist()
    by_name = np.empty(count, np.int64)
    by_name[sorted(range(count), key=names.__getitem__)] = np.arange(count)
    ordered = np.sort(keys * count + by_name[places])
    keys, ranks = ordered // count, ordered % count
    place_of = np.argsort(by_name)
    places = place_of[ranks]
    pairs = []
    starts = np.arange(keys.size)
    for step in range(1, min(WINDOW, keys.size)):
        # What has no neighbour this far off in its block has none farther off.
        starts = starts[starts < keys.size - step]
        starts = starts[keys[starts + step] == keys[starts]]
        if not starts.size:
            break
        one, other = places[starts], places[starts + step]
        pairs.append(np.minimum(one, other) * count + np.maximum(one, other))
    if not pairs:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    both = np.sort(np.concatenate(pairs))
    both = both[np.concatenate(([True], both[1:] != both[:-1]))]
    first, second = np.divmod(both, count)
    apart = first != second
    return first[apart], second[apart]


def _keys(found: Features) -> tuple[Ints, Ints]:
    """Keys as numbers, and the place of the record that has each."""
    numbers: dict[object, int] = {}
    keys: list[int] = []
    places: list[int] = []
    texts = _person_keys(found) if found.kind is Kind.PERSON else _firm_keys(found)
    for place, key in texts:
        keys.append(numbers.setdefault(key, len(numbers)))
        places.append(place)
    parts = [(np.array(keys, np.int64), np.array(places, np.int64))]
    above = len(numbers)
    whole = [found.email, found.tax, found.phones]
    whole.append(found.firms if found.kind is Kind.PERSON else found.domain)
    for codes in whole:
        flat = codes.reshape(len(found.ids), -1)
        there = flat >= 0
        # Numbered anew, so that the keys of two kinds never meet.
        distinct, short = np.unique(flat[there], return_inverse=True)
        parts.append((short.astype(np.int64) + above, np.nonzero(there)[0].astype(np.int64)))
        above += distinct.size
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
    )


def _person_keys(found: Features) -> Iterator[tuple[int, object]]:
    """For each pair of words: one whole with how the other begins, and with how it ends."""
    firms = found.firms[:, 0].tolist()
    for place, tokens in enumerate(found.tokens):
        told = sorted(set(tokens))[:4]
        if len(told) == 1:
            yield place, told[0]
        for word in told:
            if firms[place] >= 0:
                yield place, (word, firms[place])
            for other in told:
                if other is not word:
                    yield place, (word, other[:2])
                    yield place, (word, "", other[-2:])
        if len(told) > 1:
            yield place, tuple(sorted(skeleton(word) for word in told))


def _firm_keys(found: Features) -> Iterator[tuple[int, object]]:
    """Each telling word, each two words, how the name sounds, and how it begins in its town."""
    spread = Counter(word for tokens in found.tokens for word in set(tokens))
    towns, postal = found.town.tolist(), found.postal.tolist()
    for place, tokens in enumerate(found.tokens):
        told = sorted(set(tokens))[:5]
        for at, word in enumerate(told):
            if spread[word] <= _COMMON:
                yield place, word
            if towns[place] >= 0:
                yield place, (word[:3], "town", towns[place])
            if postal[place] >= 0:
                yield place, (word[:3], "postal", postal[place])
            for other in told[at + 1 :]:
                yield place, (word, other)
        if told:
            yield place, tuple(sorted(skeleton(word) for word in told))
            yield place, ("glued", "".join(tokens))
