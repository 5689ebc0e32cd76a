"""Mails, meetings and cards come in by drop, by key and by clipboard; each is looked over first."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLineEdit, QPushButton
from sqlalchemy.orm import Session

from b2bdesk.models import Account, Colleague, Dmu, DmuMember, Job, Person
from b2bdesk.ui.messages.review_dialog import ReviewDialog
from b2bdesk.ui.widgets.picker import Picker
from tests.stories.conftest import DATA, Desk

MAILS = DATA / "messages"


def _fill(session: Session) -> None:
    session.add(Colleague(name="Lena Marsh", email="lena.marsh@northwheel.example"))
    brakes, great = Account(name="Brakes and Gears"), Account(name="Great Bikes")
    daniel = Person(name="Daniel Okafor", email="daniel.okafor@brakesandgears.example")
    ines = Person(name="Ines Carvalho", email="ines.carvalho@brakesandgears.example")
    session.add_all([brakes, great, daniel, ines])
    session.flush()
    unit = Dmu(account_id=brakes.id, name="Bikes")
    session.add(unit)
    session.flush()
    for person in (daniel, ines):
        session.add(Job(person_id=person.id, account_id=brakes.id, title="Buyer"))
        session.add(DmuMember(dmu_id=unit.id, person_id=person.id))


@pytest.fixture
def mails(desk: Desk) -> Desk:
    """The program with a small file of people who have addresses."""
    desk.new()
    assert desk.ctx.database is not None
    desk.ctx.database.write("Fill", _fill)
    desk.ctx.reload_info()
    desk.settle()
    return desk


def drop(desk: Desk, *paths: Path, spot: QPoint = QPoint(400, 400)) -> None:  # noqa: B008
    """Drop files onto the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter = QDragEnterEvent(spot, copy, data, left, none)
    QApplication.sendEvent(desk.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(spot), copy, data, left, none))
    desk.settle()


def review(desk: Desk) -> ReviewDialog:
    """The review that is open."""
    dialog = desk.dialog()
    assert isinstance(dialog, ReviewDialog)
    return dialog


def counts(desk: Desk) -> tuple[object, object, object]:
    return (
        desk.sql("SELECT count(*) FROM exchange"),
        desk.sql("SELECT count(*) FROM exchange_person"),
        desk.sql("SELECT count(*) FROM attachment"),
    )


def test_a_mail_dropped_on_an_account_is_an_exchange_with_its_files_and_undo_takes_it_back(
    mails: Desk,
) -> None:
    tab = mails.go("account", "Brakes and Gears", "exchanges")
    drop(mails, MAILS / "thunderbird_sent.eml")
    dialog = review(mails)
    said = mails.texts(dialog)
    for words in ("Price list 2020", "Talk, Email, 30 Apr 2020", "Daniel Okafor", "Lena Marsh"):
        assert words in said
    for words in ("Price list 2020 – Bremsbeläge.pdf", "prices.csv", "the account it was added to"):
        assert words in said
    mails.press(Qt.Key.Key_Return, widget=dialog)
    assert mails.said[-1] == "Added: 1 exchange, 2 files"
    assert counts(mails) == (1, 2, 2)
    (exchange,) = mails.rows("SELECT id, account_id FROM exchange")
    assert exchange[1] == mails.account("Brakes and Gears")
    tab._edit(int(str(exchange[0])), int(str(exchange[1])))  # type: ignore[attr-defined]
    mails.settle()
    assert "prices.csv" in mails.texts(tab)
    mails.run("edit.undo")
    assert counts(mails) == (0, 0, 0)
    mails.run("edit.redo")
    assert counts(mails) == (1, 2, 2)


def test_a_mail_dropped_on_an_account_in_the_table_goes_there(mails: Desk) -> None:
    page = mails.go("accounts")
    table = page.table  # type: ignore[attr-defined]
    great = mails.account("Great Bikes")
    table.show_id(great)
    mails.settle()
    row = table.view.visualRect(table.view.currentIndex()).center()
    drop(
        mails,
        MAILS / "undisclosed.eml",
        spot=table.view.viewport().mapTo(mails.window, row),
    )
    assert "the account it was added to" in mails.texts(review(mails))
    mails.press(Qt.Key.Key_Return, widget=review(mails))
    assert mails.sql("SELECT account_id FROM exchange") == great


def test_a_folder_of_200_mails_is_one_review_one_summary_and_one_step(
    mails: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    text = (MAILS / "thunderbird_sent.eml").read_bytes()
    for number in range(200):
        other = text.replace(b"offer-2020-04@", f"offer-{number}@".encode())
        (folder / f"{number:03}.eml").write_bytes(other)
    begun = time.perf_counter()
    drop(mails, folder)
    read = time.perf_counter() - begun
    dialog = review(mails)
    assert "200 will be added." in mails.texts(dialog)
    begun = time.perf_counter()
    dialog.add()
    mails.settle()
    added = time.perf_counter() - begun
    print(f"200 mails: read and matched in {read:.2f} s, added in {added:.2f} s")
    assert mails.said[-1] == "Added: 200 exchanges, 400 files"
    assert counts(mails) == (200, 400, 400)
    assert mails.sql("SELECT count(*) FROM attachment_content") == 2
    mails.run("edit.undo")
    assert counts(mails) == (0, 0, 0)


def test_by_keyboard_the_account_is_asked_for_and_a_candidate_becomes_a_contact(
    mails: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.eml"
    path.write_text(
        "From: Tom Baker <tom@elsewhere.example>\nTo: lena.marsh@northwheel.example\n"
        "Subject: First words\nDate: Mon, 4 May 2020 10:00:00 +0200\n\nHello"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(path)], ""))
    mails.go("today")
    mails.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = review(mails)
    assert not dialog.add_button.isEnabled()
    assert "1 needs an account." in mails.texts(dialog)
    mails.press(Qt.Key.Key_Space, widget=mails.the(QPushButton, "Account: Choose", dialog))
    (picker,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, Picker)]
    mails.keys(picker.field, "great")
    mails.press(Qt.Key.Key_Return, widget=picker.field)
    assert "chosen by you" in mails.texts(dialog)
    box = mails.the(QCheckBox, "Make Tom Baker, tom@elsewhere.example, a contact", dialog)
    mails.press(Qt.Key.Key_Space, widget=box)
    mails.press(Qt.Key.Key_Return, widget=dialog)
    assert mails.said[-1] == "Added: 1 exchange, 1 contact"
    assert mails.rows(
        "SELECT p.name, a.name FROM exchange_person ep JOIN person p ON p.id = ep.person_id"
        " JOIN exchange e ON e.id = ep.exchange_id JOIN account a ON a.id = e.account_id"
    ) == [("Tom Baker", "Great Bikes")]
    mails.run("edit.undo")
    assert mails.sql("SELECT count(*) FROM person WHERE name = 'Tom Baker'") == 0


def test_an_unknown_address_is_one_press_from_a_contact_and_saving_keeps_the_link(
    mails: Desk,
) -> None:
    tab = mails.go("account", "Brakes and Gears", "exchanges")
    drop(mails, MAILS / "outlook_html_reply.eml")
    mails.press(Qt.Key.Key_Return, widget=review(mails))
    assert "Sören Møller" in mails.texts(tab)  # beside the timeline
    (row,) = mails.rows("SELECT id, account_id FROM exchange")
    tab._edit(int(str(row[0])), int(str(row[1])))  # type: ignore[attr-defined]
    mails.settle()
    button = mails.the(QPushButton, "Make Sören Møller", tab)
    mails.press(Qt.Key.Key_Space, widget=button)
    assert mails.said[-1] == "Sören Møller is a contact now, with 1 exchange"
    assert not mails.find(QPushButton, "Make Sören Møller")
    tab.form.save()  # type: ignore[attr-defined]
    mails.settle()
    names = mails.rows(
        "SELECT p.name FROM exchange_person ep JOIN person p ON p.id = ep.person_id ORDER BY 1"
    )
    assert names == [("Daniel Okafor",), ("Ines Carvalho",), ("Sören Møller",)]


def test_what_cannot_be_read_is_said_and_the_rest_is_added(mails: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "notes.msg"
    bad.write_text("this is no message")
    drop(mails, bad)
    assert "not an Outlook message" in mails.error
    drop(mails, bad, MAILS / "smime_signed.eml", MAILS / "cards_2_1.vcf")
    dialog = review(mails)
    table = mails.table("Add messages and contacts")
    assert mails.column(table, "state") == ["Cannot be read", "Add", "Add"]
    assert mails.column(table, "becomes") == ["–", "Exchange", "New contact"]
    table.show_id(1)
    mails.settle()
    assert "It is signed. The signature was not checked." in mails.texts(dialog)
    mails.press(Qt.Key.Key_Space, widget=table.view)
    assert mails.column(table, "state") == ["Cannot be read", "Leave out", "Add"]
    dialog.add()
    mails.settle()
    assert mails.said[-1] == "Added: 1 contact"
    assert counts(mails)[0] == 0


def test_the_same_mail_again_is_there_already(mails: Desk) -> None:
    drop(mails, MAILS / "thunderbird_sent.eml")
    mails.press(Qt.Key.Key_Return, widget=review(mails))
    drop(mails, MAILS / "thunderbird_sent.eml")
    assert "is there already: 30 Apr 2020, Brakes and Gears" in mails.said[-1]
    assert counts(mails)[0] == 1


def test_a_file_that_goes_away_before_it_is_added_is_said(mails: Desk, tmp_path: Path) -> None:
    path = Path(shutil.copy(MAILS / "thunderbird_sent.eml", tmp_path / "m.eml"))
    drop(mails, path)
    path.unlink()
    mails.press(Qt.Key.Key_Return, widget=review(mails))
    assert "m.eml is not there any more" in mails.error
    assert counts(mails)[0] == 0


def test_copied_files_are_pasted_and_an_empty_clipboard_says_so(mails: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(MAILS / "smime_encrypted.eml"))])
    QGuiApplication.clipboard().setMimeData(data)
    mails.run("data.paste_messages")
    assert "It is encrypted: only its head can be read" in mails.texts(review(mails))
    review(mails).reject()
    QGuiApplication.clipboard().setText("words")
    mails.run("data.paste_messages")
    assert "no file on the clipboard" in mails.error


def test_a_file_is_saved_where_the_user_says_and_what_would_run_is_never_opened(
    mails: Desk, tmp_path: Path, chosen: Callable[[Path | None], None]
) -> None:
    tab = mails.go("account", "Brakes and Gears", "exchanges")
    drop(mails, MAILS / "right_to_left_emoji.eml")
    mails.press(Qt.Key.Key_Return, widget=review(mails))
    (row,) = mails.rows("SELECT id, account_id FROM exchange")
    tab._edit(int(str(row[0])), int(str(row[1])))  # type: ignore[attr-defined]
    mails.settle()
    assert not mails.has_button("Open invoicefdp.exe", tab)
    target = tmp_path / "out.bin"
    chosen(target)
    mails.click(mails.button("Save invoicefdp.exe", tab))
    assert target.read_bytes() == b"MZ not a program"
    assert mails.said[-1] == "Saved out.bin"


def test_a_mail_that_the_mail_program_only_promises_says_what_to_do(mails: Desk) -> None:
    data = QMimeData()
    data.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"x")
    mails.window._drops.take(data)
    assert "Drag the message to the desktop or a folder first" in mails.error


def test_the_search_field_of_the_picker_stays_the_users(mails: Desk) -> None:
    """Nothing is added while accounts are typed."""
    drop(mails, MAILS / "broken_charset.eml")
    dialog = review(mails)
    assert "some may be wrong" in mails.texts(dialog)
    dialog.ask_account()
    (picker,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, Picker)]
    assert isinstance(picker.field, QLineEdit)
    picker.close()
    dialog.reject()
    assert counts(mails)[0] == 0
