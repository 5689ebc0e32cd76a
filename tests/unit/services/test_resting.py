"""What rests on Today, who left, and follow-ups for a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.desk import TODAY, Desk, fill
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of
from b2bdesk.core.errors import DomainError, FileError
from b2bdesk.models import Contract, DmuMember, Job, MemberRole, MemberStance, Person
from b2bdesk.models.enums import PromisedBy, Role, Stance
from b2bdesk.services.history import undo
from b2bdesk.services.next_steps import (
    StepDraft,
    add_next_step,
    finish_next_step,
    reschedule_next_step,
    snooze_next_step,
    wake_next_step,
)
from b2bdesk.services.snoozes import Alert, alert_key, snooze_alert, wake_alert
from b2bdesk.services.step_calendar import CalendarWritten, write_step_calendar
from b2bdesk.services.today import Gap, Owners, Today, due_now, today
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "today.b2bdesk")
    yield made
    made.close()


@pytest.fixture
def desk(database: Database) -> Desk:
    made: Desk = database.write("Fill", fill).value
    return made


def read(database: Database, as_of: date = TODAY) -> Today:
    with database.read() as session:
        return today(session, as_of, Owners())


def add(database: Database, account: int, what: str, due: date | None, **more: object) -> int:
    draft = StepDraft(what, due, **more)  # type: ignore[arg-type]
    made: int = database.write(
        "Add", lambda s: add_next_step(s, draft, TODAY, None, account=account)
    ).value
    return made


def test_a_follow_up_rests_until_its_day_and_is_due_when_it_was(
    database: Database, desk: Desk
) -> None:
    step = add(database, desk.brakes, "Send quote", TODAY)
    database.write("Snooze", lambda s: snooze_next_step(s, step, TODAY, 3))
    found = read(database)
    assert found.steps == ()
    (rests,) = found.resting
    assert (rests.what, rests.until, rests.step) == ("Send quote", TODAY + timedelta(days=3), True)
    with database.read() as session:
        assert due_now(session, TODAY, Owners()).all == 0
    after = read(database, TODAY + timedelta(days=3))
    assert [row.due for row in after.steps] == [TODAY]
    assert after.resting == ()
    database.write("Wake", lambda s: wake_next_step(s, step))
    assert [row.id for row in read(database).steps] == [step]


def test_every_kind_of_alert_rests_alone_and_wakes(database: Database, desk: Desk) -> None:
    ends = day_of(TODAY) + 30
    contract: Contract = Contract(account_id=desk.brakes, name="Frame", ends_day=ends)
    database.write("Contract", lambda s: s.add(contract))
    (renewal,) = read(database).renewals

    def counts() -> tuple[int, ...]:
        now = read(database)
        return tuple(
            len(rows)
            for rows in (now.overdue_orders, now.silent, now.renewals, now.gaps, now.lapsed)
        )

    assert counts() == (1, 1, 1, 1, 1)
    for account, key, left in (
        (desk.brakes, alert_key(Alert.ORDER), (0, 1, 1, 1, 1)),
        (desk.brakes, alert_key(Alert.SILENT), (0, 0, 1, 1, 1)),
        (desk.brakes, alert_key(Alert.RENEWAL, renewal.id), (0, 0, 0, 1, 1)),
        (desk.brakes, alert_key(Alert.GAPS), (0, 0, 0, 0, 1)),
        (desk.lapsed, alert_key(Alert.WIN_BACK), (0, 0, 0, 0, 0)),
    ):
        database.write("Snooze", lambda s, a=account, k=key: snooze_alert(s, a, k, TODAY))  # type: ignore[misc]
        assert counts() == left
    resting = read(database).resting
    assert sorted(row.what for row in resting) == [
        "DMU gaps", "Order overdue", "Renewal", "Silent account", "Win back",
    ]  # fmt: skip
    assert read(database, TODAY + timedelta(days=7)).resting == ()
    undo(database)
    assert counts() == (0, 0, 0, 0, 1)
    gaps = next(row for row in read(database).resting if row.what == "DMU gaps")
    database.write("Wake", lambda s: wake_alert(s, gaps.id))
    assert counts() == (0, 0, 0, 1, 1)
    with pytest.raises(DomainError):
        database.write("Wake", lambda s: wake_alert(s, gaps.id))


def test_an_alert_that_rests_again_rests_once(database: Database, desk: Desk) -> None:
    for days in (7, 30):
        database.write("Snooze", lambda s, n=days: snooze_alert(s, desk.brakes, "gaps", TODAY, n))  # type: ignore[misc]
    (row,) = read(database).resting
    assert row.until == TODAY + timedelta(days=30)


def test_who_left_is_a_gap_for_ninety_days(database: Database, desk: Desk) -> None:
    left = TODAY - timedelta(days=40)

    def leave(session: Session) -> None:
        job = session.scalars(select(Job).where(Job.person_id == desk.daniel)).one()
        job.valid_to = day_of(left)
        seat = session.scalars(select(DmuMember).where(DmuMember.person_id == desk.daniel)).one()
        session.add(MemberRole(member_id=seat.id, role=Role.DECIDER, valid_from=0))
        session.add(MemberStance(member_id=seat.id, stance=Stance.CHAMPION, valid_from=0))
        # Who only changed titles has not left.
        again = session.scalars(select(Job).where(Job.person_id == desk.ines)).one()
        again.valid_to = day_of(left)
        session.add(Job(person_id=desk.ines, account_id=desk.brakes, valid_from=day_of(left) + 1))

    database.write("Leave", leave)
    (gap,) = read(database).gaps
    assert Gap.LEFT in gap.gaps
    (leaver,) = gap.leavers
    assert (leaver.person, leaver.left, leaver.stance) == ("Daniel Okafor", left, Stance.CHAMPION)
    assert Role.DECIDER in leaver.roles
    assert Gap.LEFT not in read(database, left).gaps[0].gaps, "the last day is still there"
    assert Gap.LEFT not in read(database, left + timedelta(days=91)).gaps[0].gaps


# --- the calendar ------------------------------------------------------------------------------


def events(path: Path) -> dict[str, dict[str, object]]:
    calendar = Calendar.from_ical(path.read_bytes())
    return {
        str(each["uid"]): {
            "title": str(each["summary"]),
            "day": each.decoded("dtstart"),
            "ends": each.decoded("dtend"),
            "sequence": int(each["sequence"]),
            "status": str(each["status"]),
            "text": str(each.get("description", "")),
        }
        for each in calendar.walk("VEVENT")
    }


def write(database: Database, path: Path, chosen: set[int] | None = None) -> CalendarWritten:
    with database.read() as session:
        return write_step_calendar(session, path, TODAY, Owners(), chosen)


def test_a_second_export_updates_what_a_calendar_has(
    database: Database, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "follow-ups.ics"
    what = "Quote; 3 sizes, “new” \\ wheels 🚲 שלום " + "and a very long explanation " * 8
    step = add(database, desk.brakes, what, TODAY, owner=desk.lena, person=desk.daniel)
    theirs = add(database, desk.great, "Send drawings", TODAY + timedelta(days=2),
                 promised_by=PromisedBy.THEM)  # fmt: skip
    add(database, desk.great, "Some day", None)
    assert write(database, path) == CalendarWritten(2, 1)
    first = events(path)
    uid = f"next-step-{step}@b2bdesk"
    assert first[uid]["title"] == f"{what.strip()} (Brakes and Gears)"
    assert (first[uid]["day"], first[uid]["ends"]) == (TODAY, TODAY + timedelta(days=1))
    assert first[uid]["text"] == (
        "Account: Brakes and Gears\nPerson: Daniel Okafor\nOwner: Lena Marsh"
    )
    assert first[f"next-step-{theirs}@b2bdesk"]["title"] == "They: Send drawings (Great Bikes)"
    raw = path.read_bytes()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\\;" in raw

    later = TODAY + timedelta(days=5)
    database.write("Move", lambda s: reschedule_next_step(s, step, later, TODAY))
    database.write("Finish", lambda s: finish_next_step(s, theirs, TODAY))
    assert write(database, path).written == 1
    second = events(path)
    assert second.keys() == first.keys()
    assert second[uid]["day"] == later
    assert int(str(second[uid]["sequence"])) > int(str(first[uid]["sequence"]))
    assert second[f"next-step-{theirs}@b2bdesk"]["status"] == "CANCELLED"


def test_chosen_follow_ups_alone_and_nothing_for_none(
    database: Database, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "one.ics"
    with pytest.raises(DomainError, match="nothing for a calendar"):
        write(database, path)
    assert not path.exists()
    one = add(database, desk.brakes, "One", TODAY)
    add(database, desk.brakes, "Two", TODAY)
    assert write(database, path, {one}).written == 1
    assert list(events(path)) == [f"next-step-{one}@b2bdesk"]
    with pytest.raises(FileError):
        write(database, tmp_path / "nowhere" / "one.ics")


def test_a_person_without_a_name_in_latin_letters_is_no_trouble(
    database: Database, desk: Desk, tmp_path: Path
) -> None:
    person: int = database.write("Add", lambda s: _person(s, "רות לוי")).value
    step = add(database, desk.brakes, "שיחה", TODAY, person=person)
    write(database, tmp_path / "x.ics")
    assert "Person: רות לוי" in str(events(tmp_path / "x.ics")[f"next-step-{step}@b2bdesk"]["text"])


def _person(session: Session, name: str) -> int:
    person = Person(name=name)
    session.add(person)
    session.flush()
    return person.id
