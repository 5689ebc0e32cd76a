"""How long each side waits, how fresh contacts are, and what rests on an exchange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from helpers.desk import TODAY, Desk, fill

from b2bdesk.models import Behaviour, DmuMember, Exchange, MemberStance, Person
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, Stance
from b2bdesk.queries.exchange_links import BehaviourLink, StanceLink, list_links
from b2bdesk.queries.exchanges import (
    ExchangeFilter,
    count_exchanges,
    list_exchange_keys,
    page_of_keys,
)
from b2bdesk.services.exchanges import (
    ExchangeDraft,
    delete_exchange,
    edit_exchange_and_steps,
    log_exchange,
    subject_and_note,
)
from b2bdesk.services.freshness import list_freshness
from b2bdesk.services.history import undo
from b2bdesk.services.response_times import ResponseTimes, response_times
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

TALK, LISTEN = Direction.OUTBOUND, Direction.INBOUND


@dataclass
class File:
    database: Database
    desk: Desk

    def log(self, on: date, way: Direction, people: tuple[int, ...] = (), **more: object) -> int:
        draft = ExchangeDraft(
            self.desk.brakes,
            "About it",
            on,
            way,
            people=people,
            **more,  # type: ignore[arg-type]
        )
        made: int = self.database.write(
            "Log", lambda s: log_exchange(s, draft, TODAY, self.desk.lena)
        ).value
        return made

    def times(self) -> ResponseTimes:
        with self.database.read() as session:
            return response_times(session, self.desk.brakes, TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    database = new_file(tmp_path / "one.b2bdesk")
    desk = database.write("Fill", fill).value
    yield File(database, desk)
    database.close()


def test_we_answer_when_we_next_talk_to_one_of_the_same_people(file: File) -> None:
    d, i = file.desk.daniel, file.desk.ines
    first = file.log(date(2020, 5, 1), LISTEN, (d,))
    file.log(date(2020, 5, 2), TALK, (i,))  # somebody else
    file.log(date(2020, 5, 3), LISTEN, (d,))  # still waiting since the first of May
    answer = file.log(date(2020, 5, 5), TALK, (d, i), channel=Channel.VISIT)
    open_one = file.log(date(2020, 5, 20), LISTEN, (i,))
    times = file.times()
    assert [(w.asked, w.answer, w.days) for w in times.ours.answered] == [(first, answer, 4)]
    assert times.ours.median_days == 4.0
    assert [(w.asked, w.answer, w.days) for w in times.ours.open] == [(open_one, None, 12)]


def test_theirs_is_the_same_the_other_way_round(file: File) -> None:
    d = file.desk.daniel
    file.log(date(2020, 4, 1), TALK, (d,))
    file.log(date(2020, 4, 1), LISTEN, (d,))
    file.log(date(2020, 4, 10), TALK, (d,))
    file.log(date(2020, 4, 13), LISTEN, ())  # nobody named: from the account
    times = file.times()
    assert [w.days for w in times.theirs.answered] == [0, 3]
    assert times.theirs.median_days == 1.5
    assert times.theirs.open == ()


def test_surveys_and_what_is_said_elsewhere_await_no_answer(file: File) -> None:
    file.log(date(2020, 5, 1), LISTEN, kind=ExchangeKind.CHATTER)
    file.log(date(2020, 5, 2), LISTEN, kind=ExchangeKind.SAMPLING)
    file.log(date(2020, 5, 3), TALK, kind=ExchangeKind.INFLUENTIAL)
    times = file.times()
    assert times.ours.answered == times.ours.open == ()
    assert times.ours.median_days is None
    assert times.theirs.open == ()


def test_a_reply_ends_the_wait_of_its_message_whoever_wrote_it(file: File) -> None:
    asked = file.log(date(2020, 5, 1), LISTEN, (file.desk.daniel,))
    reply = file.log(date(2020, 5, 4), TALK, (file.desk.ines,))

    def link(session: object) -> None:
        session.get(Exchange, asked).message_id = "<1@x>"  # type: ignore[attr-defined]
        session.get(Exchange, reply).in_reply_to = "<1@x>"  # type: ignore[attr-defined]

    file.database.write("Link", link)
    assert [(w.asked, w.answer) for w in file.times().ours.answered] == [(asked, reply)]


def test_freshness_goes_by_the_plan_else_by_the_own_rhythm(file: File) -> None:
    d, i = file.desk.daniel, file.desk.ines
    for day in (1, 11, 21):
        file.log(date(2020, 4, day), TALK, (d,))

    def plan(session: object) -> None:
        session.get(Person, i).contact_every_days = 60  # type: ignore[attr-defined]

    file.database.write("Plan", plan)
    with file.database.read() as session:
        never, daniel = list_freshness(session, file.desk.brakes, TODAY)
    assert (never.name, never.age, never.late) == ("Ines Carvalho", None, False)
    assert (daniel.age, daniel.every, daniel.planned, daniel.late) == (41, 10.0, False, True)
    file.log(date(2020, 5, 1), LISTEN, (i,))
    with file.database.read() as session:
        rows = {row.name: row for row in list_freshness(session, file.desk.brakes, TODAY)}
    ines = rows["Ines Carvalho"]
    assert (ines.age, ines.every, ines.planned, ines.late) == (31, 60.0, True, False)


def test_what_rests_on_an_exchange_loses_its_link_with_it_and_undo_brings_it_back(
    file: File,
) -> None:
    made = file.log(date(2020, 5, 1), TALK, (file.desk.daniel,))

    def rest(session: object) -> None:
        seat = session.query(DmuMember).filter_by(person_id=file.desk.daniel).one()  # type: ignore[attr-defined]
        session.add(  # type: ignore[attr-defined]
            MemberStance(
                member_id=seat.id, stance=Stance.SUPPORTER, valid_from=18383, exchange_id=made
            )
        )
        session.add(  # type: ignore[attr-defined]
            Behaviour(member_id=seat.id, what="Asks for samples", day=18383, exchange_id=made)
        )

    file.database.write("Rest", rest)
    with file.database.read() as session:
        behaviour, stance = sorted(list_links(session, made), key=lambda each: type(each).__name__)
    assert isinstance(stance, StanceLink)
    assert isinstance(behaviour, BehaviourLink)
    assert (stance.person, stance.stance) == ("Daniel Okafor", Stance.SUPPORTER)
    assert behaviour.what == "Asks for samples"
    file.database.write("Delete", lambda s: delete_exchange(s, made))
    with file.database.read() as session:
        assert list_links(session, made) == ()
        assert session.query(MemberStance).one().exchange_id is None
    undo(file.database)
    with file.database.read() as session:
        assert len(list_links(session, made)) == 2


def test_one_exchange_may_stand_in_several_units_and_in_none_but_its_own_once_filed(
    file: File,
) -> None:
    from b2bdesk.models import Dmu

    made = file.log(date(2020, 5, 1), TALK, (file.desk.daniel,))

    def second(session: object) -> tuple[int, int]:
        first = session.query(Dmu).one().id  # type: ignore[attr-defined]
        unit = Dmu(account_id=file.desk.brakes, name="Service")
        session.add(unit)  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]
        session.add(DmuMember(dmu_id=unit.id, person_id=file.desk.daniel))  # type: ignore[attr-defined]
        return first, unit.id

    bikes, service = file.database.write("Unit", second).value

    def shown(unit: int) -> list[int]:
        with file.database.read() as session:
            return [k.id for k in list_exchange_keys(session, ExchangeFilter(unit=unit), TODAY)]

    assert shown(bikes) == shown(service) == [made]
    draft = ExchangeDraft(file.desk.brakes, "x", date(2020, 5, 1), dmu=service)
    file.database.write(
        "File", lambda s: edit_exchange_and_steps(s, made, draft, TODAY, me=None, steps={})
    )
    assert (shown(bikes), shown(service)) == ([], [made])


def test_pages_hold_whole_months_and_together_everything(file: File) -> None:
    for month in (1, 2, 3, 4):
        for day in (1, 5, 5, 9):
            file.log(date(2020, month, day), TALK)
    with file.database.read() as session:
        every = list_exchange_keys(session, ExchangeFilter(), TODAY)
        page = page_of_keys(session, ExchangeFilter(), TODAY, 5)
        assert [key.on.month for key in page.keys] == [4] * 4 + [3] * 4
        assert page.more
        rest = page_of_keys(session, ExchangeFilter(), TODAY, 50, before=date(2020, 3, 1))
        assert (*page.keys, *rest.keys) == every
        assert not rest.more
        reached = page_of_keys(session, ExchangeFilter(), TODAY, 1, reach=every[-1].id)
        assert reached.keys == every
        assert not reached.more


def test_what_lies_after_the_as_of_date_is_counted(file: File) -> None:
    file.log(date(2020, 5, 1), TALK, minutes=20)
    earlier = date(2020, 4, 1)
    with file.database.read() as session:
        totals = count_exchanges(session, ExchangeFilter(), earlier)
        now = count_exchanges(session, ExchangeFilter(), TODAY, date(2019, 6, 1))
    assert (totals.count, totals.after) == (0, 1)
    assert (now.count, now.minutes, now.after) == (1, 20, 0)


def test_a_long_text_becomes_a_subject_and_stands_whole_in_the_note() -> None:
    text = "word " * 100
    subject, note = subject_and_note(text, "more")
    assert len(subject) <= 201
    assert note == f"{text.strip()}\n\nmore"
    assert subject_and_note("short", "more") == ("short", "more")
    assert subject_and_note("x" * 300)[1] == "x" * 300
