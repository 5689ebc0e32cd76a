"""Mails, meetings and cards on their way into a file: whose they are, and all of it undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, local_date_of
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.messages.model import Remark
from b2bdesk.exchange_formats.messages.reader import MessageReader
from b2bdesk.models import (
    Account,
    Attachment,
    AttachmentContent,
    Colleague,
    Dmu,
    DmuMember,
    Exchange,
    ExchangeAddress,
    ExchangeColleague,
    ExchangePerson,
    Job,
    NextStep,
    Person,
)
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.messages import get_content, list_attachments
from b2bdesk.services import history
from b2bdesk.services.messages.candidates import (
    dismiss_address,
    list_candidates,
    make_contact,
)
from b2bdesk.services.messages.names import name_of
from b2bdesk.services.messages.plan import Becomes, Item, Known, propose
from b2bdesk.services.messages.take_in import TakenIn, take_in
from b2bdesk.storage.database import Database, Written
from tests.helpers.new_file import new_file

DATA = Path(__file__).parents[1] / "data" / "messages"
AS_OF = date(2020, 6, 1)


@dataclass(frozen=True)
class Desk:
    """A file with two accounts of which Brakes and Gears has people with addresses."""

    database: Database
    brakes: int
    great: int
    daniel: int
    ines: int
    lena: int
    unit: int

    def propose(self, *names: str | Path, **more: object) -> tuple[Item, ...]:
        with MessageReader(Progress()) as reader:
            files = [reader.read(DATA / name) for name in names]
        options: dict[str, object] = {"as_of": AS_OF, "today": AS_OF, **more}
        with self.database.read() as session:
            return propose(session, files, **options)  # type: ignore[arg-type]

    def take(self, items: Sequence[Item], *make: str) -> TakenIn:
        with MessageReader(Progress()) as reader:
            written: Written = self.database.write(
                "Add messages",
                lambda s: take_in(s, items, make, reader, AS_OF, self.lena),
            )
        result = written.value
        assert isinstance(result, TakenIn)
        return result

    def count(self, kind: type) -> int:
        with self.database.read() as session:
            return len(session.scalars(select(kind.id)).all())


def _fill(session: Session) -> tuple[int, ...]:
    lena = Colleague(name="Lena Marsh", email="Lena.Marsh@northwheel.example")
    sam = Colleague(name="Sam Lee", email="sam.lee@northwheel.example")
    brakes, great = Account(name="Brakes and Gears"), Account(name="Great Bikes")
    daniel = Person(name="Daniel Okafor", email="daniel.okafor@brakesandgears.example")
    ines = Person(name="Ines Carvalho", email="Ines.Carvalho@brakesandgears.example")
    session.add_all([lena, sam, brakes, great, daniel, ines])
    session.flush()
    unit = Dmu(account_id=brakes.id, name="Bikes")
    session.add(unit)
    session.flush()
    for person in (daniel, ines):
        session.add(Job(person_id=person.id, account_id=brakes.id, title="Buyer"))
        session.add(DmuMember(dmu_id=unit.id, person_id=person.id))
    session.flush()
    return brakes.id, great.id, daniel.id, ines.id, lena.id, unit.id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = new_file(tmp_path / "mail.b2bdesk")
    ids = database.write("Fill", _fill).value
    yield Desk(database, *ids)
    database.close()


def test_a_mail_of_ours_is_outbound_with_everybody_matched(desk: Desk) -> None:
    (item,) = desk.propose("thunderbird_sent.eml")
    assert (item.becomes, item.direction) == (Becomes.EXCHANGE, Direction.OUTBOUND)
    assert (item.account, item.known_by) == (desk.brakes, Known.PEOPLE)
    assert [p.name for p in item.people] == ["Daniel Okafor", "Ines Carvalho"]
    assert [c.name for c in item.colleagues] == ["Lena Marsh", "Sam Lee"]
    assert item.candidates == ()
    assert item.dmu == desk.unit
    done = desk.take([item])
    with desk.database.read() as session:
        row = session.get(Exchange, done.exchanges[0])
        assert row is not None
        assert (row.kind, row.channel) == (ExchangeKind.COMMUNICATION, Channel.EMAIL)
        assert (row.owner_id, row.dmu_id) == (desk.lena, desk.unit)
        assert row.subject == "Price list 2020"
        assert (row.note or "").startswith("Dear both,")
        assert row.message_id == "offer-2020-04@northwheel.example"
        files = list_attachments(session, row.id)
        assert [(f.name, f.size, f.kept) for f in files] == [
            ("Price list 2020 – Bremsbeläge.pdf", 34, True),
            ("prices.csv", 27, True),
        ]
        content = get_content(session, files[1].id)
        assert content is not None
        assert content.startswith(b"Article;Price")
        assert len(session.scalars(select(ExchangeColleague.id)).all()) == 1  # beside the owner


def test_a_reply_is_inbound_and_who_is_unknown_is_a_candidate(desk: Desk) -> None:
    (item,) = desk.propose("outlook_html_reply.eml")
    assert item.direction is Direction.INBOUND
    assert [p.id for p in item.people] == [desk.ines, desk.daniel]
    assert [(c.email, c.name) for c in item.candidates] == [
        ("soren.moller@brakesandgears.example", "Sören Møller")
    ]
    done = desk.take([item])
    assert done.contacts == []
    with desk.database.read() as session:
        row = session.get(Exchange, done.exchanges[0])
        assert row is not None
        assert (row.kind, row.in_reply_to) == (
            ExchangeKind.ENGAGEMENT, "offer-2020-04@northwheel.example",
        )  # fmt: skip
        (offered,) = list_candidates(session, account=desk.brakes)
        assert (offered.name, offered.exchanges, offered.known) == ("Sören Møller", 1, "")


def test_a_ticked_candidate_becomes_a_contact_of_every_exchange_that_names_it(desk: Desk) -> None:
    items = desk.propose("undisclosed.eml", "right_to_left_emoji.eml", account=desk.brakes)
    desk.take([items[0]])
    ruth = "ruth.vandam@brakesandgears.example"
    made = desk.database.write(
        "Add", lambda s: make_contact(s, ruth, "Ruth van Dam", desk.brakes, AS_OF)
    ).value
    assert (made.new, made.exchanges) == (True, 1)
    assert desk.take([items[1]], "yael@brakesandgears.example").contacts
    with desk.database.read() as session:
        names = set(session.scalars(select(Person.name)))
        assert {"Ruth van Dam", "יעל כהן"} <= names
        linked = session.execute(
            select(Person.name)
            .join(ExchangePerson, ExchangePerson.person_id == Person.id)
            .where(Person.email == "yael@brakesandgears.example")
        ).all()
        assert len(linked) == 1
        left = {row.email for row in list_candidates(session, account=desk.brakes)}
        assert left == {
            "tom.baker@brakesandgears.example",
            "newsletter@fair.example",
            "m.ali@brakesandgears.example",
        }
    assert desk.database.write("No", lambda s: dismiss_address(
        s, "newsletter@fair.example", desk.brakes)).value == 1  # fmt: skip


def test_the_same_message_twice_is_one_exchange(desk: Desk, tmp_path: Path) -> None:
    copy = Path(shutil.copy(DATA / "thunderbird_sent.eml", tmp_path / "copy.eml"))
    first, twin = desk.propose("thunderbird_sent.eml", copy)
    assert (first.becomes, twin.becomes) == (Becomes.EXCHANGE, Becomes.NOTHING)
    desk.take([first])
    (again,) = desk.propose("thunderbird_sent.eml", account=desk.great)
    assert again.becomes is Becomes.NOTHING
    assert (again.account_name, again.already) == ("Brakes and Gears", date(2020, 4, 30))
    assert desk.take([first]).exchanges == []  # accepted twice in two windows


def test_one_content_is_kept_once_and_undo_and_redo_bring_the_files_back(
    desk: Desk, tmp_path: Path
) -> None:
    second = tmp_path / "second.eml"
    text = (DATA / "thunderbird_sent.eml").read_bytes()
    second.write_bytes(text.replace(b"offer-2020-04@", b"offer-2020-05@"))
    done = desk.take(desk.propose("thunderbird_sent.eml", second))
    assert (len(done.exchanges), done.files) == (2, 4)
    assert (desk.count(Attachment), desk.count(AttachmentContent)) == (4, 2)
    history.undo(desk.database)
    assert (desk.count(Exchange), desk.count(Attachment), desk.count(ExchangeAddress)) == (0, 0, 0)
    history.redo(desk.database)
    with desk.database.read() as session:
        files = [f for e in done.exchanges for f in list_attachments(session, e)]
        assert all(get_content(session, file.id) for file in files)
        assert len(files) == 4


def test_an_account_is_found_by_the_mail_domain_and_asked_for_where_several_fit(
    desk: Desk,
) -> None:
    (item,) = desk.propose("undisclosed.eml")  # its copies are of a domain that is known
    assert (item.account, item.known_by) == (desk.brakes, Known.DOMAIN)

    def share(session: Session) -> None:
        account = session.get(Account, desk.great)
        assert account is not None
        account.website = "https://www.brakesandgears.example/shop"

    desk.database.write("Share", share)
    (item,) = desk.propose("undisclosed.eml")
    assert item.account is None
    assert [who.name for who in item.choices] == ["Brakes and Gears", "Great Bikes"]
    (given,) = desk.propose("undisclosed.eml", chosen={0: desk.great})
    assert (given.account, given.known_by) == (desk.great, Known.GIVEN)
    assert desk.take([item]).left_out == ["Invitation: no account"]


def test_a_free_mail_domain_is_nobodys_firm(desk: Desk, tmp_path: Path) -> None:
    def private(session: Session) -> None:
        daniel = session.get(Person, desk.daniel)
        assert daniel is not None
        daniel.email = "daniel@gmail.com"

    desk.database.write("Private", private)
    path = tmp_path / "m.eml"
    path.write_text("From: other@gmail.com\nTo: lena.marsh@northwheel.example\nSubject: Hi\n\nx")
    (item,) = desk.propose(path)
    assert (item.account, item.choices) == (None, ())


def test_an_answer_goes_where_the_question_went(desk: Desk, tmp_path: Path) -> None:
    desk.take(desk.propose("thunderbird_sent.eml"))
    path = tmp_path / "m.eml"
    path.write_text(
        "From: assistant@elsewhere.example\nSubject: Re: Price list\nDate: 5 May 2020 10:00 +0000\n"
        "In-Reply-To: <offer-2020-04@northwheel.example>\n\nFine."
    )
    (item,) = desk.propose(path)
    assert (item.account, item.known_by) == (desk.brakes, Known.THREAD)


def test_a_colleague_without_an_entry_is_still_one_of_us(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "m.eml"
    path.write_text(
        "From: new.colleague@northwheel.example\nTo: ines.carvalho@brakesandgears.example\n"
        "Subject: Hello\n\nHi"
    )
    (item,) = desk.propose(path)
    assert item.direction is Direction.OUTBOUND
    assert item.candidates == ()


def test_meetings_past_become_exchanges_and_those_to_come_next_steps(desk: Desk) -> None:
    weekly, visit, call = desk.propose("invitation_weekly.ics", "visits_all_day_and_cancelled.ics")
    assert (weekly.channel, visit.channel) == (Channel.VIDEO, Channel.VISIT)
    assert weekly.direction is Direction.OUTBOUND
    assert Remark.RECURS in weekly.remarks
    assert not call.wanted
    desk.take([visit])
    with desk.database.read() as session:
        (row,) = session.scalars(select(Exchange))
        assert (row.channel, row.note) == (Channel.VISIT, "Place: Tooele, plant 2")
    (ahead,) = desk.propose("invitation_weekly.ics", today=date(2020, 5, 1))
    assert ahead.becomes is Becomes.NEXT_STEP
    desk.take([ahead])
    assert desk.take([ahead]).left_out == ["Meeting: Weekly: brake pads, stock is planned already."]
    with desk.database.read() as session:
        (step,) = session.scalars(select(NextStep))
        assert (step.what, step.due_day) == (
            "Meeting: Weekly: brake pads, stock", day_of(date(2020, 5, 12)),
        )  # fmt: skip
        assert (step.person_id, step.owner_id) == (desk.daniel, desk.lena)


def test_a_mail_after_the_as_of_date_is_kept_and_said_and_one_from_the_future_is_not_believed(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "m.eml"
    path.write_text("From: ines.carvalho@brakesandgears.example\nDate: 1 Jan 2099 10:00 +0000\n\nx")
    (item,) = desk.propose(path, today=date(2020, 7, 1))
    assert Remark.NO_DATE in item.remarks
    assert item.message is not None
    assert local_date_of(item.message.at) <= date(2020, 7, 1)
    assert item.later


def test_cards_become_contacts_and_fill_in_what_is_missing(desk: Desk, tmp_path: Path) -> None:
    (joerg,) = desk.propose("cards_2_1.vcf")
    assert (joerg.becomes, joerg.account, joerg.known_by) == (
        Becomes.CONTACT, desk.brakes, Known.DOMAIN,
    )  # fmt: skip
    path = tmp_path / "ines.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ines C.\nEMAIL:ines.carvalho@brakesandgears.example\n"
        "TITLE:Head of Purchasing\nTEL;TYPE=CELL:+1 435 555 0199\nEND:VCARD\n"
    )
    (ines,) = desk.propose(path)
    assert (ines.becomes, ines.people[0].id) == (Becomes.KNOWN_CONTACT, desk.ines)
    done = desk.take([joerg, ines])
    assert (len(done.contacts), done.filled_in) == (1, 1)
    with desk.database.read() as session:
        person = session.get(Person, done.contacts[0])
        assert person is not None
        assert (person.name, person.phone, person.mobile, person.source) == (
            "Jörg Müller", "+49 40 12345", "+49 170 12345", "Address card",
        )  # fmt: skip
        known = session.get(Person, desk.ines)
        assert known is not None
        assert (known.name, known.mobile) == ("Ines Carvalho", "+1 435 555 0199")
        titles = set(session.scalars(select(Job.title).where(Job.person_id == desk.ines)))
        assert titles == {"Buyer"}  # what is known stays
    history.undo(desk.database)
    assert desk.count(Person) == 2


def test_a_card_without_a_name_is_named_by_its_address(desk: Desk) -> None:
    *_, warehouse = desk.propose("cards_several.vcf")
    done = desk.take([warehouse])
    with desk.database.read() as session:
        person = session.get(Person, done.contacts[0])
        assert person is not None
        assert person.name == "Warehouse"


def test_a_file_that_goes_away_meanwhile_is_left_out_and_the_rest_is_added(
    desk: Desk, tmp_path: Path
) -> None:
    path = Path(shutil.copy(DATA / "thunderbird_sent.eml", tmp_path / "gone.eml"))
    items = desk.propose(path, "smime_signed.eml")
    path.unlink()
    done = desk.take(items)
    assert len(done.exchanges) == 1
    assert "gone.eml is not there any more" in done.left_out[0]


@pytest.mark.parametrize(
    ("shown", "email", "name"),
    [
        ("Carvalho, Ines", "i@x.example", "Ines Carvalho"),
        ("Ines Carvalho (Purchasing)", "i@x.example", "Ines Carvalho"),
        ("'Tom Baker' via List", "t@x.example", "Tom Baker"),
        ("", "ruth.van-dam@x.example", "Ruth Van-Dam"),
        ("info@x.example", "j_smith2@x.example", "J Smith"),
        ("", "4711@x.example", "4711@x.example"),
        ("Müller GmbH, Jörg Weiß", "j@x.example", "Jörg Weiß Müller GmbH"),
    ],
)
def test_names(shown: str, email: str, name: str) -> None:
    assert name_of(shown, email) == name


def test_a_second_address_of_somebody_known_is_linked_and_makes_nobody_new(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "m.eml"
    path.write_text(
        "From: Daniel Okafor <dan@home.example>\nTo: Ines.Carvalho@brakesandgears.example\n"
        "Subject: From home\nDate: 4 May 2020 10:00 +0000\n\nx"
    )
    desk.take(desk.propose(path))
    with desk.database.read() as session:
        (offered,) = list_candidates(session, account=desk.brakes)
    assert (offered.email, offered.known) == ("dan@home.example", "Daniel Okafor")
    made = desk.database.write(
        "Link", lambda s: make_contact(s, offered.email, offered.name, desk.brakes, AS_OF)
    ).value
    assert (made.person, made.new, made.exchanges) == (desk.daniel, False, 1)
    assert desk.count(Person) == 2
