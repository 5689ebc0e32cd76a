"""Translation of every text a person reads, in the window and on the command line alike.

GNU gettext of the standard library: one mechanism for all floors, no Qt needed. The English text
is the key, so a missing translation shows plain English. Catalogs are
``resources/i18n/<language>/LC_MESSAGES/b2bdesk.mo``.
"""

from __future__ import annotations

import gettext
from functools import cache
from typing import Any

from b2bdesk.core.resources import resource_path

_catalog: gettext.NullTranslations = gettext.NullTranslations()
_nouns_keep_capitals = False


def set_language(language: str) -> None:
    """Use the catalog of ``language`` ("de", "en"); English where there is none."""
    global _catalog, _nouns_keep_capitals  # noqa: PLW0603 - one language per process, as the locale is
    _catalog = gettext.translation(
        "b2bdesk", str(resource_path("i18n")), languages=[language], fallback=True
    )
    _nouns_keep_capitals = language == "de" and isinstance(_catalog, gettext.GNUTranslations)


def available_languages() -> tuple[str, ...]:
    """Codes of the languages the program can be shown in, English first."""
    folder = resource_path("i18n")
    found = sorted(p.parent.parent.name for p in folder.glob("*/LC_MESSAGES/b2bdesk.mo"))
    return ("en", *[code for code in found if code != "en"])


@cache
def _catalogs() -> tuple[gettext.NullTranslations, ...]:
    folder = str(resource_path("i18n"))
    return tuple(
        gettext.translation("b2bdesk", folder, languages=[code])
        for code in available_languages()[1:]
    )


def in_every_language(message: str, /) -> tuple[str, ...]:
    """``message`` as it is and in every language: a file may come from a colleague's program."""
    found = [message, *(catalog.gettext(message) for catalog in _catalogs())]
    return tuple(dict.fromkeys(found))


def tr(message: str, /, **values: Any) -> str:
    """``message`` in the chosen language, with ``{name}`` places filled from ``values``."""
    text = _catalog.gettext(message)
    return text.format(**values) if values else text


def trn(singular: str, plural: str, n: int, /, **values: Any) -> str:
    """The singular or plural form for ``n``; ``{n}`` is ``n`` unless given in ``values``."""
    text = _catalog.ngettext(singular, plural, n)
    return text.format(**{"n": n, **values})


def lowered(text: str, /) -> str:
    """A translated heading inside a sentence: small, except where nouns keep their capital."""
    return text if _nouns_keep_capitals else text.lower()


def mark(message: str, /) -> str:
    """Mark a text of a table or enum for translation; ``tr`` it where it is shown."""
    return message
