"""What the program remembers on this computer."""

from __future__ import annotations

from pathlib import Path

from b2bdesk.settings.preferences import RECENT_FILES, Preferences, PreferenceStore


def test_what_was_set_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    store = PreferenceStore(path)
    store.change(theme="dark", single_letters=False)
    store.set_view("portfolio", {"sort": "net"})
    again = PreferenceStore(path)
    assert (again.value.theme, again.value.single_letters) == ("dark", False)
    assert again.view("portfolio") == {"sort": "net"}
    assert again.view("accounts") == {}


def test_a_damaged_file_means_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    for damage in ("", "{", "[1]", '{"recent": 5}', '{"unknown": 1}'):
        path.write_text(damage)
        assert PreferenceStore(path).value == Preferences()


def test_the_newest_file_is_first_and_each_is_there_once(tmp_path: Path) -> None:
    store = PreferenceStore(tmp_path / "preferences.json")
    files = [tmp_path / f"{number}.b2bdesk" for number in range(RECENT_FILES + 2)]
    for path in (*files, files[3]):
        store.remember_file(path)
    assert store.value.recent[0] == str(files[3])
    assert len(store.value.recent) == len(set(store.value.recent)) == RECENT_FILES
    store.forget_file(files[3])
    assert str(files[3]) not in store.value.recent


def test_a_folder_that_cannot_be_written_loses_only_the_preferences(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = PreferenceStore(blocked / "preferences.json")
    store.change(theme="dark")
    assert store.value.theme == "dark"
