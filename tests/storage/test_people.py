"""People, units, roles, stances and lines: what is accepted, what is refused, what is dated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from b2bdesk.analytics.decision_unit import Rating
from b2bdesk.core.dates import noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import (
    Account,
    Colleague,
    DmuMember,
    Exchange,
    ExchangePerson,
    Job,
    MemberRole,
    MemberStance,
    Person,
)
from b2bdesk.models.enums import (
    Channel,
    ContactClass,
    CoverageLevel,
    Direction,
    ExchangeKind,
    LineKind,
    Role,
    Stance,
)
from b2bdesk.services import decision_units, history, jobs, map_lines, people
from b2bdesk.services.map_layout import CARD_HEIGHT, CARD_WIDTH
from b2bdesk.services.people import AddedPerson, PersonDraft
from b2bdesk.services.people_map import AccountPeople, MapSeat, account_people
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

DAY = date(2020, 6, 1)
YESTERDAY = DAY - timedelta(days=1)


class Desk:
    """A file with one account, and short ways to change and read its people."""

    def __init__(self, database: Database) -> None:
        self.database = database

        def seed(session: Any) -> tuple[int, int]:
            account, colleague = Account(name="Brakes and Gears"), Colleague(name="Lena Marsh")
            session.add_all([account, colleague])
            session.flush()
            return account.id, colleague.id

        self.account, self.me = database.write("Seed", seed).value

    def do(self, change: Callable[[Any], Any]) -> Any:
        return self.database.write("Change", change).value

    def add(self, name: str, *, day: date = date(2019, 1, 1), **fields: Any) -> AddedPerson:
        draft = PersonDraft(name, **fields)
        made = self.do(lambda s: people.add_person(s, self.account, draft, day))
        assert isinstance(made, AddedPerson)
        return made

    def seat(self, name: str, **fields: Any) -> int:
        made = self.add(name, **fields).seat
        assert made is not None
        return made

    def read(self, day: date = DAY) -> AccountPeople:
        with self.database.read() as session:
            return account_people(session, self.account, day)

    def shown(self, seat: int, day: date = DAY) -> MapSeat:
        found = next(u.seat(seat) for u in self.read(day).units if u.seat(seat) is not None)
        assert found is not None
        return found

    def count(self, kind: Any) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = new_file(tmp_path / "people.b2bdesk")
    yield Desk(database)
    database.close()


# --- joining -------------------------------------------------------------------------------


def test_first_person_makes_the_main_unit_and_is_seated_with_role_and_class(desk: Desk) -> None:
    added = desk.add("Ines  Carvalho", title="Purchasing Manager", roles=(Role.BUYER,))
    people_now = desk.read()
    assert [unit.row.name for unit in people_now.units if unit.row] == ["Main purchase"]
    seat = people_now.units[0].seat(added.seat)
    assert seat is not None
    assert seat.name == "Ines Carvalho"
    assert seat.row.roles == (Role.BUYER,)
    assert seat.row.person.contact_class is ContactClass.PURCHASING
    assert seat.contact.age_days is None
    assert seat.contact.overdue


def test_second_person_joins_the_same_unit_and_reports_in_one_step(desk: Desk) -> None:
    boss = desk.seat("Ruth Adeyemi")
    made = desk.seat("Daniel Okafor", reports_to=boss)
    assert desk.shown(made).boss == boss
    assert len(desk.read().units) == 1


def test_person_without_a_seat_is_listed_apart(desk: Desk) -> None:
    added = desk.add("Mia Berg", seated=False)
    now = desk.read()
    assert added.seat is None
    assert [contact.row.name for contact in now.unseated] == ["Mia Berg"]
    assert now.units[0].row is None
    assert len(now.units[0].ghosts) == 7


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Ines", "email": "ines at example"}, "email"),
        ({"name": "Ines", "contact_every_days": 0}, "contact_every_days"),
    ],
)
def test_wrong_input_names_its_field_and_leaves_nothing(
    desk: Desk, fields: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(DomainError) as refused:
        desk.do(lambda s: people.add_person(s, desk.account, PersonDraft(**fields), DAY))
    assert refused.value.field == wrong
    assert desk.count(Person) == 0


def test_email_of_a_colleague_at_the_account_is_refused_whatever_its_case(desk: Desk) -> None:
    desk.add("Ines Carvalho", email="Ines@Brakes.example")
    with pytest.raises(DomainError, match="Ines Carvalho") as refused:
        desk.add("Amy Tran", email="ines@brakes.example")
    assert refused.value.field == "email"


def test_edit_keeps_a_chosen_class_and_follows_a_new_title(desk: Desk) -> None:
    added = desk.add("Amy Tran", title="Owner")
    draft = PersonDraft("Amy Tran", title="Purchasing Agent", phone=" 555 ")
    desk.do(lambda s: people.edit_person(s, desk.account, added.person, draft, DAY))
    assert desk.shown(added.seat or 0).row.person.contact_class is ContactClass.PURCHASING
    assert desk.shown(added.seat or 0).row.person.phone == "555"
    chosen = PersonDraft("Amy Tran", title="Lead", contact_class=ContactClass.LEGAL)
    desk.do(lambda s: people.edit_person(s, desk.account, added.person, chosen, DAY))
    assert desk.shown(added.seat or 0).row.person.contact_class is ContactClass.LEGAL


# --- leaving -------------------------------------------------------------------------------


def test_leaving_ends_job_roles_and_lines_the_day_before(desk: Desk) -> None:
    boss = desk.add("Ruth Adeyemi", roles=(Role.DECIDER,))
    report = desk.seat("Daniel Okafor", reports_to=boss.seat)
    desk.do(lambda s: jobs.remove_from_account(s, desk.account, boss.person, DAY))
    now, before = desk.read(), desk.read(YESTERDAY)
    assert [seat.name for seat in now.units[0].seats] == ["Daniel Okafor"]
    assert Role.DECIDER in now.units[0].missing
    assert desk.shown(report).boss is None
    assert {seat.name for seat in before.units[0].seats} == {"Ruth Adeyemi", "Daniel Okafor"}
    assert desk.shown(report, YESTERDAY).boss == boss.seat


def test_someone_added_today_by_mistake_leaves_no_trace(desk: Desk) -> None:
    added = desk.add("Typo Person", day=DAY)
    desk.do(lambda s: jobs.remove_from_account(s, desk.account, added.person, DAY))
    assert (desk.count(Person), desk.count(Job), desk.count(DmuMember)) == (0, 0, 0)


def test_someone_added_today_who_was_in_an_exchange_stays_in_it(desk: Desk) -> None:
    added = desk.add("Karl Weiss", day=DAY)
    _talk(desk, added.person, DAY)
    desk.do(lambda s: jobs.remove_from_account(s, desk.account, added.person, DAY))
    assert (desk.count(Person), desk.count(Job), desk.count(ExchangePerson)) == (1, 0, 1)


def test_unseating_keeps_the_person_at_the_account(desk: Desk) -> None:
    seat = desk.seat("Ines Carvalho", roles=(Role.USER,))
    desk.do(lambda s: decision_units.unseat(s, [seat]))
    assert [contact.row.name for contact in desk.read().unseated] == ["Ines Carvalho"]
    assert desk.count(MemberRole) == 0


# --- what a seat says ----------------------------------------------------------------------


def test_roles_are_dated_and_taken_back_on_their_own_day(desk: Desk) -> None:
    seat = desk.seat("Ines Carvalho", roles=(Role.USER,))
    desk.do(lambda s: decision_units.set_roles(s, seat, [Role.BUYER, Role.DECIDER], DAY))
    assert desk.shown(seat).row.roles == (Role.DECIDER, Role.BUYER)
    assert desk.shown(seat, YESTERDAY).row.roles == (Role.USER,)
    desk.do(lambda s: decision_units.set_roles(s, seat, [Role.BUYER], DAY))
    assert desk.shown(seat).row.roles == (Role.BUYER,)
    assert desk.count(MemberRole) == 2  # the decider of one day never was


def test_stance_of_a_day_is_corrected_and_of_a_later_day_added(desk: Desk) -> None:
    seat = desk.seat("Ines Carvalho")
    desk.do(
        lambda s: decision_units.set_stance(
            s, seat, Stance.NEUTRAL, YESTERDAY, author=desk.me, evidence="Said so"
        )
    )
    desk.do(lambda s: decision_units.set_stance(s, seat, Stance.NEUTRAL, YESTERDAY))
    assert desk.shown(seat, YESTERDAY).row.stances[0].evidence == "Said so"
    desk.do(lambda s: decision_units.set_stance(s, seat, Stance.CHAMPION, DAY, author=desk.me))
    desk.do(lambda s: decision_units.set_stance(s, seat, Stance.SUPPORTER, DAY, author=desk.me))
    shown = desk.shown(seat)
    assert shown.stance is Stance.SUPPORTER
    assert shown.recorded is not None
    assert shown.recorded.author == "Lena Marsh"
    assert [row.stance for row in shown.row.stances] == [Stance.SUPPORTER, Stance.NEUTRAL]
    assert desk.shown(seat, YESTERDAY).stance is Stance.NEUTRAL
    assert desk.count(MemberStance) == 2


def test_old_stance_is_stale_and_counts_as_unknown(desk: Desk) -> None:
    seat = desk.seat("Ines Carvalho")
    long_ago = DAY - timedelta(days=400)
    desk.do(lambda s: decision_units.set_stance(s, seat, Stance.CHAMPION, long_ago))
    shown = desk.shown(seat)
    assert shown.stale
    assert shown.stance is Stance.UNKNOWN
    assert shown.recorded is not None
    assert shown.recorded.stance is Stance.CHAMPION


def test_influence_outside_one_to_five_is_refused(desk: Desk) -> None:
    seat = desk.seat("Ines Carvalho")
    desk.do(lambda s: decision_units.set_influence(s, seat, 5))
    for wrong in (0, 6):
        with pytest.raises(DomainError):
            desk.do(lambda s, wrong=wrong: decision_units.set_influence(s, seat, wrong))
    assert desk.shown(seat).row.influence == 5
    assert desk.shown(seat).key_player


def test_coverage_keeps_one_row_a_day_and_the_best_counts(desk: Desk) -> None:
    added = desk.add("Ines Carvalho")
    for level in (CoverageLevel.BRIEF, CoverageLevel.MULTIPLE):
        desk.do(lambda s, level=level: people.set_coverage(s, added.person, desk.me, level, DAY))
    contact = desk.shown(added.seat or 0).contact
    assert contact.known is CoverageLevel.MULTIPLE
    assert len(contact.row.coverage) == 1
    assert desk.shown(added.seat or 0, YESTERDAY).contact.known is CoverageLevel.UNKNOWN


# --- lines ---------------------------------------------------------------------------------


def test_reporting_line_refuses_itself_and_loops_and_says_through_whom(desk: Desk) -> None:
    ruth = desk.seat("Ruth")
    daniel = desk.seat("Daniel", reports_to=ruth)
    amy = desk.seat("Amy", reports_to=daniel)
    with pytest.raises(DomainError, match="Ruth"):
        desk.do(lambda s: map_lines.set_boss(s, ruth, ruth, DAY))
    with pytest.raises(DomainError, match="Daniel reports to Ruth"):
        desk.do(lambda s: map_lines.set_boss(s, ruth, daniel, DAY))
    with pytest.raises(DomainError, match="Amy reports to Ruth through Daniel"):
        desk.do(lambda s: map_lines.set_boss(s, ruth, amy, DAY))
    assert desk.shown(ruth).boss is None


def test_new_boss_replaces_the_old_one_from_the_day_on(desk: Desk) -> None:
    ruth, ines = desk.seat("Ruth"), desk.seat("Ines")
    amy = desk.seat("Amy", reports_to=ruth)
    desk.do(lambda s: map_lines.set_boss(s, amy, ines, DAY))
    assert desk.shown(amy).boss == ines
    assert desk.shown(amy, YESTERDAY).boss == ruth
    desk.do(lambda s: map_lines.set_boss(s, amy, None, DAY))
    assert desk.shown(amy).boss is None


def test_same_boss_again_changes_nothing(desk: Desk) -> None:
    ruth = desk.seat("Ruth")
    amy = desk.seat("Amy", reports_to=ruth)
    written = desk.database.write("Again", lambda s: map_lines.set_boss(s, amy, ruth, DAY))
    assert written.changes.txn is None


def test_people_of_two_units_cannot_be_joined_by_a_line(desk: Desk) -> None:
    one = desk.seat("Ruth")
    unit = desk.do(lambda s: decision_units.create_unit(s, desk.account, "Service"))
    other = desk.seat("Amy", unit=unit)
    with pytest.raises(DomainError, match="same decision-making unit"):
        desk.do(lambda s: map_lines.set_boss(s, one, other, DAY))


def test_influence_has_a_direction_and_conflict_has_none(desk: Desk) -> None:
    one, other = desk.seat("Ruth"), desk.seat("Amy")

    def add(start: int, end: int, kind: LineKind) -> int:
        made = desk.do(lambda s: map_lines.add_line(s, start, end, kind, DAY, strength=2))
        assert isinstance(made, int)
        return made

    add(one, other, LineKind.INFLUENCES)
    add(other, one, LineKind.INFLUENCES)
    line = add(one, other, LineKind.CONFLICTS)
    for start, end, kind in (
        (one, other, LineKind.INFLUENCES),
        (other, one, LineKind.CONFLICTS),
    ):
        with pytest.raises(DomainError):
            add(start, end, kind)
    desk.do(lambda s: map_lines.remove_line(s, line, DAY))
    assert len(desk.read().units[0].lines) == 2
    add(other, one, LineKind.CONFLICTS)


# --- units ---------------------------------------------------------------------------------


def test_unit_names_are_unique_and_a_removed_unit_keeps_its_people(desk: Desk) -> None:
    desk.seat("Ruth")
    with pytest.raises(DomainError) as refused:
        desk.do(lambda s: decision_units.create_unit(s, desk.account, "main  Purchase"))
    assert refused.value.field == "name"
    unit = desk.do(lambda s: decision_units.create_unit(s, desk.account, "Service"))
    desk.seat("Amy", unit=unit)
    desk.do(lambda s: decision_units.remove_unit(s, unit))
    assert [contact.row.name for contact in desk.read().unseated] == ["Amy"]


def test_hand_places_are_kept_until_tidied_and_take_reports_along(desk: Desk) -> None:
    ruth = desk.seat("Ruth")
    amy = desk.seat("Amy", reports_to=ruth)
    tom = desk.seat("Tom", reports_to=ruth)
    before = desk.shown(amy)
    tidy_ruth, tidy_tom = desk.shown(ruth), desk.shown(tom)
    desk.do(lambda s: decision_units.place(s, {tom: (960, 480)}))
    assert (desk.shown(tom).x, desk.shown(tom).y) == (960, 480)
    assert (desk.shown(amy).x, desk.shown(amy).y) == (before.x, before.y)
    desk.do(lambda s: decision_units.place(s, {ruth: (240, 96)}))
    assert desk.shown(amy).x == before.x + 240 - tidy_ruth.x
    assert desk.shown(amy).y == before.y + 96 - tidy_ruth.y
    unit = desk.read().units[0].row
    assert unit is not None
    desk.do(lambda s: decision_units.tidy(s, unit.id))
    assert (desk.shown(tom).x, desk.shown(tom).y) == (tidy_tom.x, tidy_tom.y)


def test_someone_in_no_line_makes_room_for_cards_placed_by_hand(desk: Desk) -> None:
    ruth = desk.seat("Ruth")
    amy = desk.seat("Amy", reports_to=ruth)
    zoe = desk.seat("Zoe")
    free = desk.shown(zoe)
    desk.do(lambda s: decision_units.place(s, {amy: (int(free.x) - 60, int(free.y) + 24)}))
    placed, moved = desk.shown(amy), desk.shown(zoe)
    assert (placed.x, placed.y) == (free.x - 60, free.y + 24)
    assert abs(placed.x - moved.x) >= CARD_WIDTH or abs(placed.y - moved.y) >= CARD_HEIGHT
    desk.do(lambda s: decision_units.place(s, {zoe: (int(placed.x), int(placed.y))}))
    assert (desk.shown(zoe).x, desk.shown(zoe).y) == (placed.x, placed.y)  # as the user wants it


def test_cards_and_ghost_never_overlap(desk: Desk) -> None:
    bosses = [desk.seat(f"Boss {n}") for n in range(2)]
    for n in range(12):
        desk.seat(f"Report {n}", reports_to=bosses[0])
    for n in range(5):
        desk.seat(f"Alone {n}")
    for n in range(3):
        desk.seat(f"Adviser {n}", external=True)
    unit = desk.read().units[0]
    boxes = [(seat.x, seat.y) for seat in unit.seats] + [(g.x, g.y) for g in unit.ghosts]
    for number, (x, y) in enumerate(boxes):
        for other_x, other_y in boxes[:number]:
            assert abs(x - other_x) >= 180 or abs(y - other_y) >= 104


# --- the whole -----------------------------------------------------------------------------


def test_rating_follows_the_key_players(desk: Desk) -> None:
    seat = desk.seat("Ruth", roles=(Role.DECIDER,))
    assert desk.read().units[0].rating is Rating.RED
    desk.do(lambda s: decision_units.set_stance(s, seat, Stance.SUPPORTER, DAY))
    assert desk.read().units[0].rating is Rating.GREEN
    rival = desk.seat("Peter")
    desk.do(lambda s: decision_units.set_influence(s, rival, 4))
    desk.do(lambda s: decision_units.set_stance(s, rival, Stance.OPPONENT, DAY))
    assert desk.read().units[0].rating is Rating.AMBER


def test_last_exchange_and_its_age_follow_the_plan(desk: Desk) -> None:
    added = desk.add("Ines", contact_every_days=10)
    _talk(desk, added.person, DAY - timedelta(days=10))
    _talk(desk, added.person, DAY + timedelta(days=3))  # after the as-of date
    contact = desk.shown(added.seat or 0).contact
    assert (contact.age_days, contact.overdue) == (10, False)
    assert contact.row.exchanges_12_months == 1
    assert desk.shown(added.seat or 0, DAY + timedelta(days=2)).contact.overdue


def test_every_change_undoes_and_redoes(desk: Desk) -> None:
    ruth = desk.seat("Ruth")
    amy = desk.seat("Amy", reports_to=ruth, roles=(Role.USER,))
    steps: list[Callable[[Any], Any]] = [
        lambda s: decision_units.set_roles(s, amy, [Role.BUYER], DAY),
        lambda s: decision_units.set_stance(s, amy, Stance.SCEPTIC, DAY),
        lambda s: decision_units.set_influence(s, amy, 3),
        lambda s: decision_units.place(s, {amy: (48, 72)}),
        lambda s: map_lines.set_boss(s, amy, None, DAY),
        lambda s: map_lines.add_line(s, amy, ruth, LineKind.INFLUENCES, DAY),
        lambda s: decision_units.unseat(s, [ruth]),
    ]
    states = [desk.read()]
    for step in steps:
        desk.do(step)
        states.append(desk.read())
    for state in reversed(states[:-1]):
        history.undo(desk.database)
        assert desk.read() == state
    for state in states[1:]:
        history.redo(desk.database)
        assert desk.read() == state


def test_reading_takes_a_handful_of_statements_for_any_number_of_people(desk: Desk) -> None:
    def statements() -> int:
        seen: list[str] = []
        with desk.database.read() as session:
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            account_people(session, desk.account, DAY)
        return len([text for text in seen if text.lstrip().startswith("SELECT")])

    desk.seat("Ruth")
    few = statements()
    for number in range(30):
        desk.seat(f"Person {number}", roles=(Role.USER,))
    assert statements() == few
    assert few <= 20


def test_account_that_is_gone_says_so(desk: Desk) -> None:
    with desk.database.read() as session, pytest.raises(DomainError):
        account_people(session, 1, DAY)


def _talk(desk: Desk, person: int, day: date) -> None:
    def log(session: Any) -> None:
        exchange = Exchange(
            account_id=desk.account,
            at=noon_of(day),
            direction=Direction.OUTBOUND,
            kind=ExchangeKind.COMMUNICATION,
            channel=Channel.CALL,
            subject="Call",
        )
        session.add(exchange)
        session.flush()
        session.add(ExchangePerson(exchange_id=exchange.id, person_id=person))

    desk.do(log)
