"""The chosen language reaches Qt's own words as well as the program's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from b2bdesk.app import make_application
from b2bdesk.core.i18n import tr
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.ui.widgets.drawing import key_words


@pytest.fixture
def store(qapp: QApplication, tmp_path: Path) -> Iterator[PreferenceStore]:
    kept = PreferenceStore(tmp_path / "preferences.json")
    yield kept
    kept.change(language="en", locale="")
    make_application(kept)


def _cancel() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_german_reaches_dialogs_keys_and_texts_and_goes_again(store: PreferenceStore) -> None:
    native = QKeySequence.SequenceFormat.NativeText
    store.change(language="de", locale="de_DE")
    make_application(store)
    assert (tr("Save"), _cancel()) == ("Speichern", "Abbrechen")
    assert QKeySequence("Ctrl+K").toString(native) == "Strg+K"
    assert key_words("Ctrl Shift O") == "Strg Umschalt O"
    assert key_words("Delete") == "Entf"
    assert key_words("Alt+Left") == "Alt+←"
    store.change(language="en", locale="en_GB")
    make_application(store)
    assert (tr("Save"), _cancel()) == ("Save", "Cancel")
    assert QKeySequence("Ctrl+K").toString(native) == "Ctrl+K"
    assert key_words("Enter") == "Enter"


def test_a_language_without_catalog_is_english(store: PreferenceStore) -> None:
    store.change(language="xx")
    make_application(store)
    assert (tr("Save"), _cancel()) == ("Save", "Cancel")
