"""Texts are translated where a catalog has them and readable where it has not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from b2bdesk.core.i18n import available_languages, set_language, tr, trn


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    set_language("en")


def test_a_missing_catalog_shows_english() -> None:
    set_language("xx")
    assert tr("Saved {name}", name="x") == "Saved x"
    assert trn("{n} account", "{n} accounts", 1) == "1 account"
    assert trn("{n} account", "{n} accounts", 2, n="2") == "2 accounts"


def test_english_comes_first() -> None:
    assert available_languages()[0] == "en"
