"""Recognises a sheet that this program wrote, in whatever language it was shown then.

Its columns are taken by their titles alone: what stands beside a record's own fields are figures,
and a sheet of figures is none that can be brought back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from b2bdesk.core.i18n import in_every_language
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.kinds import STAMPS, Field, SheetKind
from b2bdesk.exchange_formats.recognise import ColumnGuess, SheetGuess
from b2bdesk.exchange_formats.words import words_of


@lru_cache(maxsize=2000)
def _titles(field: Field) -> frozenset[str]:
    return frozenset(words_of(title) for title in in_every_language(field.title))


def is_returned(look: SheetLook) -> bool:
    """True for a sheet whose rows carry record ids and versions."""
    heads = {words_of(column.header) for column in look.columns}
    return all(not heads.isdisjoint(_titles(stamp)) for stamp in STAMPS)


def recognise_returned(look: SheetLook, kinds: Mapping[str, SheetKind]) -> SheetGuess:
    """The kind of a returned sheet and its columns: the kind that names the most of them."""
    best = SheetGuess("", 0.0)
    for kind in kinds.values():
        if not kind.stamped:
            continue
        guesses: dict[str, ColumnGuess] = {}
        for column in look.columns:
            head = words_of(column.header)
            for field in kind.fields:
                if field.key not in guesses and head in _titles(field):
                    guesses[field.key] = ColumnGuess(field.key, column.index, 1.0)
                    break
        needs = all(any(key in guesses for key in group) for group in kind.needs)
        if needs and len(guesses) > len(best.columns):
            best = SheetGuess(kind.key, 1.0, tuple(guesses.values()))
    return best
