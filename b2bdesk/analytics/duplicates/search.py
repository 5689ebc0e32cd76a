"""The search: normalise, block, weigh."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from b2bdesk.analytics.duplicates.blocks import candidates
from b2bdesk.analytics.duplicates.features import features
from b2bdesk.analytics.duplicates.records import Kind, Pair, Record
from b2bdesk.analytics.duplicates.score import pairs_of, weigh


def search(
    kind: Kind, records: Sequence[Record], apart: Collection[tuple[int, int]] = ()
) -> tuple[Pair, ...]:
    """Pairs that may be the same, the surest first. ``apart``: pairs of ids never to be told."""
    if not records:
        return ()
    found = features(kind, records)
    first, second = candidates(found)
    return _without(pairs_of(found, first, second, weigh(found, first, second)), apart)


def search_new(kind: Kind, records: Sequence[Record], new: Collection[int]) -> tuple[Pair, ...]:
    """Pairs of one record of ``new`` (ids) and one of the others."""
    found = features(kind, records)
    first, second = candidates(found)
    fresh = np.isin(found.ids, np.fromiter(new, np.int64, len(new)))
    crossing = fresh[first] != fresh[second]
    first, second = first[crossing], second[crossing]
    return pairs_of(found, first, second, weigh(found, first, second))


def _without(pairs: tuple[Pair, ...], apart: Collection[tuple[int, int]]) -> tuple[Pair, ...]:
    kept_apart = {(min(pair), max(pair)) for pair in apart}
    return tuple(p for p in pairs if (p.first, p.second) not in kept_apart)
