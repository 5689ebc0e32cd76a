"""Texts as bags of plain words: how headers and cells are compared. No heavy imports."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_APART = re.compile(r"[^0-9a-z#%]+")
_GLUE = (("e mail", "email"), ("post code", "postcode"))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> str:
    """A header's or cell's words: lower case, CamelCase split, without accents and punctuation."""
    split = _CAMEL.sub(" ", text.replace("ß", "ss").replace("&", " "))
    plain = unicodedata.normalize("NFKD", split)
    low = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = " ".join(_APART.sub(" ", low).split())
    for apart, together in _GLUE:
        words = words.replace(apart, together)
    return words
