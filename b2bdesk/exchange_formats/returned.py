"""Recognises a sheet that this program wrote, in whatever language it was shown then.

Its columns are taken by their titles alone: what stands beside a record's own fields are figures,
and a sheet of figures is none that can be brought back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from b2bdesk.core.i18n import in_every_language, mark, tr
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.kinds import STAMPS, Field, SheetKind
from b2bdesk.exchange_formats.own_columns import OWN
from b2bdesk.exchange_formats.recognise import ColumnGuess, SheetGuess
from b2bdesk.exchange_formats.recognise_values import NOTHING_KNOWN, References
from b2bdesk.exchange_formats.words import words_of

_OWN_FIELD = mark("Own field")


@lru_cache(maxsize=2000)
def _titles(field: Field) -> frozenset[str]:
    return frozenset(words_of(title) for title in in_every_language(field.title))


def is_returned(look: SheetLook) -> bool:
    """True for a sheet whose rows carry record ids and versions."""
    heads = {words_of(column.header) for column in look.columns}
    return all(not heads.isdisjoint(_titles(stamp)) for stamp in STAMPS)


def own_title(name: str, kind: SheetKind) -> str:
    """The title of an own field's column: its name, unless a field of the kind is called so."""
    taken = {words for field in kind.fields for words in _titles(field)}
    return f"{name} ({tr(_OWN_FIELD)})" if words_of(name) in taken else name


def _own_heads(name: str) -> frozenset[str]:
    told = (f"{name} ({words})" for words in in_every_language(_OWN_FIELD))
    return frozenset(words_of(head) for head in (name, *told))


def recognise_returned(
    look: SheetLook, kinds: Mapping[str, SheetKind], known: References = NOTHING_KNOWN
) -> SheetGuess:
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
            else:
                names = (name for name, _ in known.own_fields.get(kind.key, ())
                         if OWN + name not in guesses and head in _own_heads(name))  # fmt: skip
                if name := next(names, ""):
                    guesses[OWN + name] = ColumnGuess(OWN + name, column.index, 1.0)
        needs = all(any(key in guesses for key in group) for group in kind.needs)
        if needs and len(guesses) > len(best.columns):
            best = SheetGuess(kind.key, 1.0, tuple(guesses.values()))
    return best
