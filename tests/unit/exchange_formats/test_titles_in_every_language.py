"""What the program writes in one language comes back in, whatever language it is shown in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from b2bdesk.core.i18n import available_languages, set_language, tr
from b2bdesk.exchange_formats.kinds import Field
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import choice_words
from b2bdesk.exchange_formats.recognise import SURE, name_match
from b2bdesk.exchange_formats.words import words_of
from b2bdesk.models.enums import WORDS

FIELDS = [(kind, field) for kind in KINDS.values() for field in kind.fields]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    set_language("en")


def _titles(language: str, fields: tuple[Field, ...]) -> dict[str, str]:
    set_language(language)
    found = {field.key: tr(field.title) for field in fields}
    set_language("en")
    return found


@pytest.mark.parametrize("language", available_languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_field_is_known_by_its_title(kind: str, language: str) -> None:
    fields = KINDS[kind].fields
    for key, title in _titles(language, fields).items():
        best = max(fields, key=lambda field: name_match(title, field))
        assert (best.key, name_match(title, best) >= SURE) == (key, True), title


@pytest.mark.parametrize("language", available_languages())
def test_a_word_of_a_list_is_known_and_means_one_thing(language: str) -> None:
    for choices in {field.choices for _, field in FIELDS if field.choices}:
        known = dict(choice_words(choices))
        set_language(language)
        for member in choices:
            assert known[words_of(tr(WORDS[member]))] == member.value
