"""Every shipped catalog is complete, can be filled and is the one its .po stands for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from b2bdesk.core.i18n import available_languages, lowered, set_language, tr, trn
from tools import translations

LANGUAGES = translations.languages()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    set_language("en")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return translations.template()


def test_german_is_offered_and_every_folder_has_a_catalog() -> None:
    assert "de" in LANGUAGES
    assert available_languages() == ("en", *LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalog_that_ships_is_its_po(language: str) -> None:
    shipped = translations.po_of(language).with_suffix(".mo").read_bytes()
    assert shipped == translations.mo_bytes(translations.read(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_text(language: str) -> None:
    assert translations.mismatches(translations.read(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_is_there(language: str) -> None:
    catalog = translations.read(language)
    counted = [m for m in catalog if isinstance(m.id, (tuple, list)) and any(m.string)]
    assert counted
    short = [
        m.id[0] for m in counted if len([form for form in m.string if form]) < catalog.num_plurals
    ]
    assert short == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_next_to_nothing_is_left_in_english(language: str, texts: Catalog) -> None:
    messages = [m for m in translations.merged(language, texts) if m.id]
    missing = [m.id for m in messages if not translations.is_translated(m)]
    assert len(missing) < 0.02 * len(messages), missing


def test_a_language_is_taken_up_and_left_again() -> None:
    set_language("de")
    assert tr("Cost to serve") == "Betreuungskosten"
    assert tr("Edit {name}", name="Lund") == "Lund bearbeiten"
    assert trn("{n} account", "{n} accounts", 1) == "1 Kunde"
    assert trn("{n} person", "{n} people", 3) == "3 Personen"
    assert lowered(tr("Net profit")) == "Nettogewinn"
    set_language("en")
    assert tr("Cost to serve") == "Cost to serve"
    assert trn("{n} account", "{n} accounts", 3) == "3 accounts"
    assert lowered(tr("Net profit")) == "net profit"


def test_texts_are_found_wherever_they_are_written() -> None:
    source = "\n".join(
        (
            'tr("one" " whole", n=1)',
            "f\"{tr('in a string')}\"",
            'tr("this" if x else "that")',
            'trn("{n} a", "{n} b", 2)',
            'mark("kept")',
            "tr(WORDS[x])",
            'other("no")',
        )
    )
    assert list(translations.texts_of(source)) == [
        "one whole",
        "in a string",
        "this",
        "that",
        ("{n} a", "{n} b"),
        "kept",
    ]


def test_the_words_of_the_design_tokens_belong_to_the_texts(texts: Catalog) -> None:
    assert texts.get("Opponent") is not None
    assert texts.get("Delighted") is not None


def test_a_template_is_the_same_each_time_and_names_no_machine(texts: Catalog) -> None:
    written = translations.po_text(texts)
    assert written == translations.po_text(translations.template())
    assert str(translations.ROOT).encode() not in written
    assert b"Date:" not in written


def test_a_place_that_differs_is_seen() -> None:
    catalog = Catalog(locale="de")
    catalog.add("Edit {name}", "{nahme} bearbeiten")
    catalog.add("Saved {name}", "{name gespeichert")
    catalog.add("Remove {name}", "{name} entfernen")
    catalog.add(("{n} account", "{n} accounts"), ("ein Kunde", "Kunden"))
    assert translations.mismatches(catalog) == ["Edit {name}", "Saved {name}", "{n} accounts"]


def test_what_is_translated_survives_a_new_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = Catalog(), Catalog()
    for text in ("Save", "Close"):
        old.add(text)
    for text in ("Save", "Open"):
        new.add(text)
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    translations.po_of("de").parent.mkdir(parents=True)
    first = translations.merged("de", old)
    first.get("Save").string, first.get("Close").string = "Speichern", "Schließen"
    translations.po_of("de").write_bytes(translations.po_text(first))
    second = translations.merged("de", new)
    assert second.get("Save").string == "Speichern"
    assert not second.get("Open").string
    assert second.get("Close") is None
    translations.po_of("de").write_bytes(translations.po_text(second))
    assert translations.merged("de", old).get("Close").string == "Schließen"
