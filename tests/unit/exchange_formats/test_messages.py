"""Mails, calendar files and cards as programs really write them, and as they should not be."""

from __future__ import annotations

import base64
import multiprocessing
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.outlook_message import write_msg

from b2bdesk.core.errors import FileError
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.messages import msg
from b2bdesk.exchange_formats.messages.child import read_file
from b2bdesk.exchange_formats.messages.html_text import text_of_html
from b2bdesk.exchange_formats.messages.model import (
    Address,
    Card,
    Message,
    Place,
    Remark,
    UnreadableError,
)
from b2bdesk.exchange_formats.messages.reader import MessageReader, list_files

DATA = Path(__file__).parents[2] / "data" / "messages"
NOON = datetime(2020, 5, 4, 12, tzinfo=UTC)


def mail(name: str) -> Message:
    (message,) = read_file(DATA / name).messages
    return message


def people(message: Message) -> list[tuple[str, str, str]]:
    return [(a.place.value, a.email, a.name) for a in message.addresses]


def at(message: Message) -> datetime:
    return datetime.fromtimestamp(message.at / 1000, UTC)


def test_an_outlook_reply_is_its_words_and_nothing_it_would_run_or_load() -> None:
    message = mail("outlook_html_reply.eml")
    assert message.subject == "AW: Preisliste 2020 – Rückfrage"
    assert at(message) == datetime(2020, 5, 4, 8, 12, 30, tzinfo=UTC)
    assert people(message) == [
        ("from", "ines.carvalho@brakesandgears.example", "Carvalho, Inês"),
        ("to", "lena.marsh@northwheel.example", "Marsh, Lena"),
        ("cc", "soren.moller@brakesandgears.example", "Sören Møller"),
        ("cc", "daniel.okafor@brakesandgears.example", "Daniel Okafor"),
    ]
    assert message.text == (
        "Hallo Lena,\n\ndie neuen Preise für Bremsbeläge sind in Ordnung.\n\n"
        "Menge\t2.000\nPreis\t14,20 €\n\nGrüße\nInês"
    )
    assert message.in_reply_to == "offer-2020-04@northwheel.example"
    assert message.message_id == "AM0PR02MB1234ABC@AM0PR02MB1234.eurprd02.prod.outlook.com"
    assert message.parts == ()
    assert message.remarks == (Remark.SMALL_PICTURES,)


def test_a_mail_of_thunderbird_brings_its_files_by_name_and_digest() -> None:
    message = mail("thunderbird_sent.eml")
    assert [(p.name, p.media_type, p.size) for p in message.parts] == [
        ("Price list 2020 – Bremsbeläge.pdf", "application/pdf", 34),
        ("prices.csv", "text/csv", 27),
    ]
    assert message.text.startswith("Dear both,\n\nattached is the price list")
    with MessageReader(Progress()) as reader:
        path = DATA / "thunderbird_sent.eml"
        found = reader.read(path)
        contents = dict(reader.contents(path, found.stamp, frozenset({0, 1})))
    assert contents[1] == b"Article;Price\r\nBP-1;14.20\r\n"
    assert contents[0].startswith(b"%PDF")


def test_groups_are_their_members_and_undisclosed_recipients_nobody() -> None:
    assert people(mail("undisclosed.eml")) == [
        ("from", "newsletter@fair.example", "Fairs & more"),
        ("cc", "tom.baker@brakesandgears.example", "Tom Baker"),
        ("cc", "ruth.vandam@brakesandgears.example", "Ruth van Dam"),
    ]


def test_a_broken_charset_is_read_as_well_as_it_can_be_and_said() -> None:
    message = mail("broken_charset.eml")
    assert message.subject == "Grüße aus Köln"
    assert "Preise für Bremsbeläge" in message.text
    assert Remark.BROKEN_TEXT in message.remarks


def test_a_mail_without_date_and_sender_says_so_and_is_the_same_message_again(
    tmp_path: Path,
) -> None:
    message = mail("no_date_no_sender.eml")
    assert set(message.remarks) == {Remark.NO_DATE, Remark.NO_SENDER}
    again = tmp_path / "again.eml"
    again.write_bytes((DATA / "no_date_no_sender.eml").read_bytes())
    os.utime(again, (1_588_000_000, 1_588_000_000))
    (copy,) = read_file(again).messages
    assert copy.at == 1_588_000_000_000
    assert copy.message_id == message.message_id


def test_right_to_left_and_emoji_names_stay_and_no_file_name_is_turned_round() -> None:
    message = mail("right_to_left_emoji.eml")
    assert [a.name for a in message.addresses] == ["יעל כהן", "🚀 Lena", "محمد علي"]
    assert message.subject == "שלום 👋 about order 4711"
    assert message.parts[0].name == "invoicefdp.exe"


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("smime_encrypted.eml", Remark.ENCRYPTED),
        ("smime_signed.eml", Remark.SIGNED),
        ("winmail_dat.eml", Remark.OUTLOOK_ONLY),
        ("automatic_with_message.eml", Remark.AUTOMATIC),
    ],
)
def test_what_cannot_be_read_or_was_not_written_by_hand_is_said(name: str, remark: Remark) -> None:
    assert mail(name).remarks == (remark,)


def test_a_signed_mail_has_its_text_and_an_encrypted_one_its_sealed_file() -> None:
    assert (mail("smime_signed.eml").text, mail("smime_signed.eml").parts) == ("We accept.", ())
    assert [p.name for p in mail("smime_encrypted.eml").parts] == ["smime.p7m"]
    assert [p.name for p in mail("winmail_dat.eml").parts] == ["winmail.dat"]


def test_a_mail_attached_to_a_mail_is_a_file_of_it() -> None:
    message = mail("automatic_with_message.eml")
    assert [p.name for p in message.parts] == ["Stock figures.eml"]
    assert message.text == "I am away until Monday."


def test_file_names_in_encoded_words_and_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes(
        b"From: a@b.example\nSubject: Names\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="B"\n\n--B\n'
        b'Content-Type: application/pdf; name="=?utf-8?Q?Gr=C3=B6=C3=9Fe.pdf?="\n\nx\n--B\n'
        b"Content-Type: application/pdf\nContent-Disposition: attachment;\n"
        b" filename*0*=utf-8''Brems;\n filename*1*=bel%C3%A4ge.pdf\n\nx\n--B\n"
        b"Content-Type: application/pdf\nContent-Disposition: attachment\n\nx\n--B--\n"
    )
    (message,) = read_file(path).messages
    assert [p.name for p in message.parts] == ["Größe.pdf", "Bremsbeläge.pdf", "attachment-3.pdf"]


# --- the calendar ------------------------------------------------------------------------------


def test_of_a_meeting_that_repeats_the_first_is_taken_and_said() -> None:
    (meeting,) = read_file(DATA / "invitation_weekly.ics").messages
    assert at(meeting) == datetime(2020, 5, 12, 12, tzinfo=UTC)  # 14:00 in Central Europe's summer
    assert (meeting.minutes, meeting.where) == (45, "Microsoft Teams Meeting")
    assert meeting.subject == "Weekly: brake pads, stock"
    assert meeting.text == "Agenda\n1. Stock\n2. Prices"
    assert Remark.RECURS in meeting.remarks
    assert [a.email.split("@")[0] for a in meeting.addresses] == [
        "lena.marsh", "daniel.okafor", "ruth.vandam",
    ]  # fmt: skip


def test_whole_days_have_no_minutes_and_cancelled_meetings_are_told() -> None:
    visit, call = read_file(DATA / "visits_all_day_and_cancelled.ics").messages
    assert (visit.minutes, visit.where, visit.remarks) == (None, "Tooele, plant 2", ())
    assert datetime.fromtimestamp(visit.at / 1000).astimezone().date().isoformat() == "2020-05-14"
    assert (call.minutes, call.remarks) == (90, (Remark.CANCELLED,))


def test_endless_repetition_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "endless.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20200501T080000Z\n"
        "RRULE:FREQ=SECONDLY\nSUMMARY:Tick\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert len(read_file(path).messages) == 1


# --- cards -------------------------------------------------------------------------------------


def test_an_old_card_in_quoted_printable() -> None:
    assert read_file(DATA / "cards_2_1.vcf").cards == (
        Card(
            name="Jörg Müller",
            title="Leiter Einkauf",
            organisation="Brakes and Gears",
            emails=("joerg.mueller@brakesandgears.example",),
            phone="+49 40 12345",
            mobile="+49 170 12345",
        ),
    )


def test_several_cards_of_several_versions_with_and_without_a_name() -> None:
    ruth, yael, warehouse = read_file(DATA / "cards_several.vcf").cards
    assert (ruth.name, ruth.mobile, ruth.note) == (
        "Ruth van Dam", "+1 435 555 0101", "Met at the fair, likes numbers",
    )  # fmt: skip
    assert (yael.name, yael.phone) == ("🚀 יעל כהן", "+972-3-555-0101")
    assert (warehouse.name, warehouse.remarks) == ("", (Remark.NO_NAME,))


# --- Outlook's own form ------------------------------------------------------------------------

_LENA = {0x0C15: 1, 0x3001: "Lena Marsh", 0x39FE: "Lena.Marsh@northwheel.example"}
_OUTLOOK = {
    0x001A: "IPM.Note", 0x0037: "RE: Größe 🚲", 0x0039: NOON, 0x1035: "<m-1@outlook.example>",
    0x1042: "<m-0@northwheel.example>", 0x0042: "Carvalho, Ines", 0x0065: "/O=EXCHANGE/CN=INES",
    0x5D02: "ines.carvalho@brakesandgears.example", 0x1000: "Fine.\r\n\r\nInes",
}  # fmt: skip


def test_an_outlook_message_with_files_and_a_message_inside(tmp_path: Path) -> None:
    copy = {0x0C15: 2, 0x3001: "Tom", 0x3003: "tom.baker@brakesandgears.example"}
    pdf = {0x3707: "Offer.pdf", 0x370E: "application/pdf", 0x3701: b"p" * 9000}
    inner = {0x0037: "Old offer", 0x1000: "12.00 each"}
    path = write_msg(tmp_path / "m.msg", _OUTLOOK, [_LENA, copy], [pdf], inner)
    found = read_file(path)
    (message,) = found.messages
    assert message.subject == "RE: Größe 🚲"
    assert (message.text, at(message)) == ("Fine.\n\nInes", NOON)
    assert (message.message_id, message.in_reply_to) == (
        "m-1@outlook.example", "m-0@northwheel.example",
    )  # fmt: skip
    assert message.addresses == (
        Address(Place.FROM, "ines.carvalho@brakesandgears.example", "Carvalho, Ines"),
        Address(Place.TO, "lena.marsh@northwheel.example", "Lena Marsh"),
        Address(Place.CC, "tom.baker@brakesandgears.example", "Tom"),
    )
    assert (message.parts[0].name, message.parts[0].size) == ("Offer.pdf", 9000)
    assert message.parts[1].name == "Old offer.txt"
    with MessageReader(Progress()) as reader:
        contents = dict(reader.contents(path, found.stamp, frozenset({0, 1})))
    assert contents[0] == b"p" * 9000
    assert b"12.00 each" in contents[1]


def test_an_outlook_message_in_html_only_and_an_address_only_exchange_knows(
    tmp_path: Path,
) -> None:
    values = {k: v for k, v in _OUTLOOK.items() if k not in (0x1000, 0x5D02)}
    html = "<p>Grüße</p><script>x()</script>".encode()
    path = write_msg(tmp_path / "m.msg", {**values, 0x1013: html, 0x3FDE: 65001}, [_LENA])
    (message,) = read_file(path).messages
    assert message.text == "Grüße"
    assert message.addresses[0] == Address(Place.FROM, "", "Carvalho, Ines")


def test_an_appointment_of_outlook_is_a_meeting(tmp_path: Path) -> None:
    ends = datetime(2020, 5, 4, 13, 30, tzinfo=UTC)
    kind = {0x001A: "IPM.Appointment", 0x0060: NOON, 0x0061: ends}
    path = write_msg(tmp_path / "m.msg", {**_OUTLOOK, **kind}, [_LENA])
    (meeting,) = read_file(path).messages
    assert (meeting.meeting, meeting.minutes, at(meeting)) == (True, 90, NOON)


def test_a_contact_in_outlooks_own_form_says_what_to_do(tmp_path: Path) -> None:
    path = write_msg(tmp_path / "c.msg", {0x001A: "IPM.Contact", 0x0037: "Ruth"}, [])
    with MessageReader(Progress()) as reader, pytest.raises(FileError, match="vCard"):
        reader.read(path)


# --- size --------------------------------------------------------------------------------------


def _large_mail(path: Path, megabytes: int) -> None:
    line = base64.b64encode(bytes(57)) + b"\r\n"
    with path.open("wb") as file:
        file.write(
            b"From: a@b.example\r\nTo: c@d.example\r\nSubject: Film\r\nMIME-Version: 1.0\r\n"
            b'Date: Mon, 4 May 2020 10:00:00 +0200\r\nContent-Type: multipart/mixed; boundary="B"'
            b"\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n--B\r\n"
            b'Content-Type: video/mp4; name="film.mp4"\r\nContent-Transfer-Encoding: base64\r\n'
            b'Content-Disposition: attachment; filename="film.mp4"\r\n\r\n'
        )
        block = line * 1000
        for _ in range(megabytes * (1 << 20) // 57_000):
            file.write(block)
        file.write(
            b"--B\r\nContent-Type: text/csv; name=small.csv\r\n"
            b"Content-Disposition: attachment; filename=small.csv\r\n\r\n1;2\r\n--B--\r\n"
        )


def test_of_an_attachment_of_200_mb_the_name_and_size_are_kept_and_little_memory_is_used(
    tmp_path: Path,
) -> None:
    path = tmp_path / "film.eml"
    _large_mail(path, 200)
    others = {child.pid for child in multiprocessing.active_children()}
    with MessageReader(Progress()) as reader:
        (message,) = reader.read(path).messages
        own = {child.pid for child in multiprocessing.active_children()} - others
        used = [_most_memory(pid) for pid in own]
    film, small = message.parts
    assert message.text == "See the film."
    assert (film.name, film.digest) == ("film.mp4", None)
    assert film.size == pytest.approx(200 << 20, rel=0.01)
    assert (small.name, small.size) == ("small.csv", 3)
    if sys.platform == "linux":
        assert len(used) == 1
        assert used[0] < 350_000  # the interpreter's own included


def _most_memory(pid: int | None) -> int:
    """Kilobytes that a process held at most, 0 where nobody tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    return int(status.read_text().partition("VmHWM:")[2].split()[0])


def test_a_large_file_in_an_outlook_message_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(msg, "MOST_KEPT", 8_000)
    film = {0x3707: "film.mp4", 0x3701: bytes(8_001)}
    path = write_msg(tmp_path / "m.msg", _OUTLOOK, [_LENA], [film])
    (message,) = read_file(path).messages
    assert [(p.name, p.size, p.digest) for p in message.parts] == [("film.mp4", 8_001, None)]


def test_a_text_of_any_length_is_cut_and_said(tmp_path: Path) -> None:
    path = tmp_path / "long.eml"
    path.write_bytes(b"From: a@b.example\nSubject: Long\n\n" + b"word " * 60_000)
    (message,) = read_file(path).messages
    assert len(message.text) <= 100_000
    assert Remark.TEXT_CUT in message.remarks


# --- what is none ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.msg", b"this is no message at all", "not an Outlook message"),
        ("broken.msg", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 2000, "damaged"),
        ("empty.eml", b"", "empty"),
        ("picture.eml", b"\x89PNG\r\n\x1a\n" + b"x" * 200, "neither a message nor a card"),
        ("none.ics", b"hello", "not a calendar file"),
        ("broken.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nnonsense", "damaged"),
        ("no_meeting.ics", b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "without a meeting"),
        ("none.vcf", b"hello", "not an address card"),
        ("nobody.vcf", b"BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD\n", "no card"),
    ],
)
def test_what_is_none_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with MessageReader(Progress()) as reader, pytest.raises(FileError, match=words):
        reader.read(tmp_path / name)


def test_one_bad_file_does_not_stop_the_next(tmp_path: Path) -> None:
    with MessageReader(Progress()) as reader:
        with pytest.raises(FileError, match="not there any more"):
            reader.read(tmp_path / "gone.eml")
        assert reader.read(DATA / "smime_signed.eml").messages[0].text == "We accept."


def test_the_content_counts_and_not_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "card.eml"
    path.write_bytes((DATA / "cards_2_1.vcf").read_bytes())
    assert read_file(path).cards[0].name == "Jörg Müller"


def test_a_file_changed_since_gives_no_contents(tmp_path: Path) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes((DATA / "thunderbird_sent.eml").read_bytes())
    with MessageReader(Progress()) as reader:
        stamp = reader.read(path).stamp
        path.write_bytes(b"From: a@b.example\n\nother")
        with pytest.raises(FileError, match="changed"):
            list(reader.contents(path, stamp, frozenset({0})))


def test_parts_within_parts_without_end(tmp_path: Path) -> None:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(400)
    )
    path = tmp_path / "deep.eml"
    path.write_text(f"From: a@b.example\nSubject: Deep\n{head}\ntext\n")
    try:
        read_file(path)
    except (UnreadableError, RecursionError):
        return  # refused is as good as read


def test_folders_are_their_messages(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.eml", "a.MSG", "note.docx"):
        (tmp_path / "in" / name).write_bytes(b"x")
    assert [p.name for p in list_files([tmp_path])] == ["a.MSG", "b.eml"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError, match="no message"):
        list_files([tmp_path / "empty"])


def test_html_is_words_only() -> None:
    html = (
        "<svg onload=x()>drawn</svg><p>A &amp; B<br>next</p><pre>  two\n lines</pre>"
        '<a href="javascript:x()">link</a><![CDATA[x]]><style>p{}</style><div>1</div><div>2</div>'
    )
    assert text_of_html(html).strip() == "A & B\nnext\n\ntwo\nlines\n\nlink\n1\n2"


@pytest.mark.parametrize(
    "html", ["<div>" * 10_000 + "end", "<p>row</p>" * 20_000, "<br>" * 50_000 + "end"]
)
def test_html_of_any_build_is_read_in_seconds(html: str) -> None:
    begun = time.process_time()
    assert text_of_html(html).strip().endswith(("end", "row"))
    assert time.process_time() - begun < 30
