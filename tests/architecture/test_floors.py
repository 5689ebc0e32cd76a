"""The house as it was planned: imports run downward only, and each room keeps to its things."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "b2bdesk"
LONGEST_FILE = 400
HEAVY = (
    "pandas", "numpy", "scipy", "openpyxl", "xlsxwriter", "pyqtgraph", "python_calamine",
    "qtawesome", "babel", "alembic", "icalendar", "vobject", "bs4", "oxmsg",
)  # fmt: skip


def _files(under: str = "") -> Iterator[Path]:
    for path in sorted((PACKAGE / under).rglob("*.py")):
        if "versions" not in path.parts:
            yield path


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def _importing(packages: tuple[str, ...], *, outside: str = "", under: str = "") -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in _files(under)
        if not outside or (PACKAGE / outside) not in path.parents
        for line, name in _imports(path)
        if name.split(".")[0] in packages
    ]


def _clean_environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV_"))}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}


def test_the_contracts_of_the_layers_hold() -> None:
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT, env=_clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_user_interface_does_not_know_the_database() -> None:
    """Not even for a type: what a page needs of a session goes through a service."""
    assert _importing(("sqlalchemy", "sqlcipher3", "sqlite3", "alembic"), under="ui") == []


def test_qt_stays_in_the_user_interface() -> None:
    found = _importing(("PySide6", "shiboken6", "pyqtgraph", "qtawesome"), outside="ui")
    assert [f for f in found if not f.startswith(("b2bdesk/app.py", "b2bdesk/self_test.py"))] == []


def test_spreadsheet_packages_stay_with_the_file_formats() -> None:
    packages = ("openpyxl", "xlsxwriter", "python_calamine")
    assert _importing(packages, outside="exchange_formats") == []


def test_only_storage_commits() -> None:
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _files()
        if (PACKAGE / "storage") not in path.parents
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert calls == []


_START = """
import sys
from pathlib import Path
from b2bdesk.app import make_application, make_window
from b2bdesk.settings.preferences import PreferenceStore
app = make_application(PreferenceStore(Path(sys.argv[1])))
window = make_window(PreferenceStore(Path(sys.argv[1])))
window.show()
print(sorted({name.split(".")[0] for name in sys.modules}))
window.close()
"""


def test_nothing_heavy_is_imported_before_the_window_is_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path / "preferences.json")],
        cwd=ROOT, env={**_clean_environment(), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = ast.literal_eval(done.stdout.strip().splitlines()[-1])
    assert "PySide6" in loaded
    assert sorted(set(loaded) & set(HEAVY)) == []


def test_colours_are_named_in_the_tokens_only() -> None:
    colour = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"
        for path in _files()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and colour.match(node.value.strip().rstrip(";"))
    ]
    assert found == []


def test_no_file_grows_out_of_its_room() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_every_text_to_translate_is_a_literal() -> None:
    """A catalogue is made from the source, so a text that is put together is never found."""
    found = []
    for path in _files():
        for node in ast.walk(_tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            texts = {"tr": node.args[:1], "mark": node.args[:1], "trn": node.args[:2]}
            for text in texts.get(node.func.id, []):
                if not _is_text(text):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(text)}")
    assert found == []


def _is_text(node: ast.expr) -> bool:
    """A literal, or a name under which ``mark`` or the models keep one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.IfExp):
        return _is_text(node.body) and _is_text(node.orelse)
    return not isinstance(node, ast.JoinedStr | ast.BinOp | ast.Call)


WORDS_OF_A_MACHINE = (
    re.compile("/" + "work/"),
    re.compile("/" + r"root/"),
    re.compile("/" + r"tmp/(?!\{)"),
    re.compile("/" + r"home/\w"),
    re.compile(r"\." + "library"),
    re.compile("shared" + "/(?:data|design|PRODUCT|DOMAIN)"),
)
TEXTS = {".py", ".md", ".toml", ".json", ".yml", ".yaml", ".spec", ".qss", ".txt", ".cfg"}


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        return [*_files(), *sorted((ROOT / "tests").rglob("*.py"))]
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_place_of_one_machine_is_named() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
        for path in _tracked()
        if path.suffix in TEXTS and path.exists() and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(word.search(line) for word in WORDS_OF_A_MACHINE)
    ]
    assert found == []


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "misc", "common"])
def test_names_say_what_is_inside(word: str) -> None:
    found = [str(path.relative_to(ROOT)) for path in _files() if word in path.stem.split("_")]
    assert found == []


def test_the_tokens_are_the_theme() -> None:
    tokens = list((ROOT / "resources").rglob("tokens.json"))
    assert len(tokens) == 1
    assert json.loads(tokens[0].read_text(encoding="utf-8"))
