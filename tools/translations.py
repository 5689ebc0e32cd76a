"""The program's texts and their translations: collect, merge, compile, look what is missing.

    python tools/translations.py extract    the texts of the code -> resources/i18n/b2bdesk.pot
    python tools/translations.py update     the template -> each <language>/LC_MESSAGES/b2bdesk.po
    python tools/translations.py compile    each .po -> its .mo, which the program reads
    python tools/translations.py check      what is missing, doubtful or wrong; 1 where it is

A new language is an empty folder ``resources/i18n/<language>/LC_MESSAGES`` and one ``update``.
The files hold no dates, no line numbers and no tool versions: they change when a text does.
"""

from __future__ import annotations

import ast
import json
import string
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "b2bdesk"
FOLDER = ROOT / "resources" / "i18n"
TEMPLATE = FOLDER / "b2bdesk.pot"
TOKENS = ROOT / "resources" / "themes" / "tokens.json"

_ARGUMENTS = {"tr": 1, "mark": 1, "trn": 2}
_HEADERS = ("Language", "MIME-Version", "Content-Type", "Plural-Forms")
_DROPPED = (
    "Project-Id-Version",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
    "Content-Transfer-Encoding",
    "Report-Msgid-Bugs-To",
)

Text = str | tuple[str, str]


class PlainCatalog(Catalog):
    """A catalog whose header says only what a reader of the texts needs."""

    def _plain_headers(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in super()._get_mime_headers() if name in _HEADERS]

    mime_headers = property(_plain_headers, Catalog._set_mime_headers)


def texts_of(source: str) -> Iterator[Text]:
    """The texts given to ``tr``, ``mark`` and ``trn`` in Python source, as they stand in it.

    Texts within f-strings and both branches of a condition count; names and look-ups do not: their
    texts are marked where they are written down.
    """
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _ARGUMENTS
    ]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        assert isinstance(call.func, ast.Name)
        count = _ARGUMENTS[call.func.id]
        found = [list(_written(node)) for node in call.args[:count]]
        if count == 1:
            for one in found[:1]:
                yield from one
        elif len(found) == count:
            yield from zip(*found, strict=False)


def _written(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _written(node.body)
        yield from _written(node.orelse)


def _labels(value: object) -> Iterator[str]:
    """The labels of the design tokens: the words of stances, risks, types and so on."""
    if isinstance(value, dict):
        label = value.get("label")
        if isinstance(label, str) and label[:1].isupper():  # lower case names a text style
            yield label
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _labels(part)


def template() -> Catalog:
    """Every text of the program, files in the order of their names, texts as they stand there."""
    catalog = PlainCatalog(project="B2BDesk", version="", fuzzy=False, header_comment=_HEAD)
    found: list[tuple[Text, str]] = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        found += [(text, name) for text in texts_of(path.read_text("utf-8")) if text]
    tokens = json.loads(TOKENS.read_text("utf-8"))
    found += [(text, TOKENS.relative_to(ROOT).as_posix()) for text in _labels(tokens)]
    plurals = {text[0]: text for text, _ in found if isinstance(text, tuple)}
    for text, name in found:
        # a text used both alone and counted is one entry: gettext knows it by its singular
        whole = text if isinstance(text, tuple) else plurals.get(text, text)
        catalog.add(whole, locations=[(name, 0)])
    for message in catalog:
        # Babel guesses percent formats; the program's texts never use them
        message.flags.difference_update({"python-format", "python-brace-format"})
    return catalog


_HEAD = "# The texts of B2BDesk. English is the key; see tools/translations.py."


def languages() -> list[str]:
    """The languages there is a folder for."""
    return sorted(path.parent.name for path in FOLDER.glob("*/LC_MESSAGES"))


def po_of(language: str) -> Path:
    """The editable translation of ``language``; its .mo stands beside it."""
    return FOLDER / language / "LC_MESSAGES" / "b2bdesk.po"


def read(language: str) -> Catalog:
    """The translation of ``language``, empty where there is none yet."""
    catalog = PlainCatalog(locale=language, project="B2BDesk", fuzzy=False, header_comment=_HEAD)
    if po_of(language).exists():
        with po_of(language).open("rb") as file:
            kept = read_po(file, locale=language)
        catalog.obsolete = kept.obsolete
        for message in kept:
            if message.id:
                catalog[message.id] = message
    return catalog


def po_text(catalog: Catalog) -> bytes:
    """The catalog as a .po or .pot file, the same bytes for the same texts."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, sort_by_file=False)
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f'"{n}:' for n in _DROPPED))]
    return "".join(kept).encode()


def mo_bytes(catalog: Catalog) -> bytes:
    """The catalog as the program reads it; doubtful translations are left out."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def merged(language: str, current: Catalog) -> Catalog:
    """The translation of ``language`` with the texts of ``current``; others are set aside."""
    catalog = read(language)
    catalog.update(current, no_fuzzy_matching=True, update_header_comment=False)
    return catalog


def places(text: str) -> set[str]:
    """The names of the ``{name}`` places of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _pairs(message: Message) -> Iterator[tuple[str, str]]:
    """(English, translated) of each form of a message."""
    if isinstance(message.id, (tuple, list)):
        for index, form in enumerate(message.string or ()):
            yield message.id[min(index, 1)], form
    else:
        yield message.id, message.string if isinstance(message.string, str) else ""


def is_translated(message: Message) -> bool:
    """Whether every form of the message has words and nobody doubts them."""
    return not message.fuzzy and all(form for _, form in _pairs(message))


def mismatches(catalog: Catalog) -> list[str]:
    """The texts whose translation has other ``{name}`` places, or none that can be filled."""
    wrong = []
    for message in catalog:
        for english, form in _pairs(message):
            if not message.id or not form:
                continue
            try:
                same = places(english) == places(form)
            except ValueError:
                same = False
            # "one account" may leave its number out in the singular
            counted = isinstance(message.id, (tuple, list)) and english == message.id[0]
            if not same and not (counted and places(form) == places(english) - {"n"}):
                wrong.append(english)
    return wrong


def check() -> int:
    """Print what is missing, doubtful or wrong in each language; 1 where anything is."""
    current, failed = template(), False
    for language in languages():
        catalog = merged(language, current)
        messages = [message for message in catalog if message.id]
        missing = [m.id for m in messages if not m.fuzzy and not is_translated(m)]
        fuzzy = [m.id for m in messages if m.fuzzy]
        wrong = mismatches(catalog)
        print(
            f"{language}: {len(messages)} texts, {len(missing)} untranslated,"
            f" {len(fuzzy)} doubtful, {len(wrong)} with other places"
        )
        for title, found in (("untranslated", missing), ("doubtful", fuzzy), ("places", wrong)):
            for text in found:
                print(f"  {title}: {text if isinstance(text, str) else text[0]!r}")
        failed = failed or bool(missing or fuzzy or wrong)
    return int(failed)


def main(arguments: list[str]) -> int:
    """Run one of the four jobs; see the top of this file."""
    job = arguments[0] if len(arguments) == 1 else ""
    if job == "extract":
        FOLDER.mkdir(parents=True, exist_ok=True)
        TEMPLATE.write_bytes(po_text(template()))
    elif job == "update":
        current = template()
        for language in languages():
            po_of(language).write_bytes(po_text(merged(language, current)))
    elif job == "compile":
        for language in languages():
            po_of(language).with_suffix(".mo").write_bytes(mo_bytes(read(language)))
    elif job == "check":
        return check()
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
