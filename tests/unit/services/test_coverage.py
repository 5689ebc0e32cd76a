"""Coverage of an account: levels set and suggested, matched teams, findings, as of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.new_file import new_file
from sqlalchemy import func, select

from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, Colleague, ContactGoal, Coverage, TeamMatch
from b2bdesk.models.enums import ContactClass, CoverageLevel, LineKind, Role
from b2bdesk.services import coverage_edits, history, map_lines, people
from b2bdesk.services.coverage import account_coverage, first_day
from b2bdesk.services.coverage_export import write_coverage
from b2bdesk.services.coverage_result import AccountCoverage, Cell, Column, Finding, FindingKind
from b2bdesk.services.exchanges import ExchangeDraft, log_exchange
from b2bdesk.services.people import PersonDraft
from b2bdesk.storage.database import Database

TODAY = date(2020, 6, 1)
JOINED = date(2018, 1, 1)


class Firm:
    """An account with an owner, two buyers and an adviser; three of us know, or should know."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ids: dict[str, int] = {}
        self.seats: dict[str, int | None] = {}
        self.write(self._fill)

    def _fill(self, session: Any) -> None:
        account = Account(name="Brakes and Gears")
        session.add(account)
        for name, function in (
            ("Lena", "Key account management"),
            ("Omar", "Technical service"),
            ("Jonas", "Finance"),
        ):
            colleague = Colleague(name=name, function=function)
            session.add(colleague)
            session.flush()
            self.ids[name] = colleague.id
        session.flush()
        self.account = account.id
        account.owner_id = self.ids["Lena"]
        for name, title, kind, roles in (
            ("Ruth", "Owner", ContactClass.DECISION_MAKER, (Role.DECIDER,)),
            ("Daniel", "Purchasing", ContactClass.PURCHASING, ()),
            ("Amy", "Purchasing", ContactClass.PURCHASING, ()),
            ("Peter", "Finance", ContactClass.FINANCE, ()),
            ("Karl", "Consultant", ContactClass.PARTNER, ()),
        ):
            draft = PersonDraft(
                name, title, contact_class=kind, roles=roles, external=name == "Karl"
            )
            made = people.add_person(session, account.id, draft, JOINED)
            self.ids[name], self.seats[name] = made.person, made.seat

    def write(self, change: Callable[[Any], Any], label: str = "Change") -> Any:
        return self.database.write(label, change).value

    def log(self, day: date, theirs: tuple[str, ...], ours: tuple[str, ...] = ("Lena",)) -> None:
        draft = ExchangeDraft(
            self.account,
            "Call",
            day,
            people=tuple(self.ids[name] for name in theirs),
            colleagues=tuple(self.ids[name] for name in ours),
        )
        self.write(lambda s: log_exchange(s, draft, TODAY, self.ids["Lena"]))

    def set(self, who: str, whom: str, level: CoverageLevel, day: date = TODAY) -> None:
        self.write(
            lambda s: coverage_edits.set_levels(s, [self.ids[whom]], self.ids[who], level, day),
            f"Set {who} {whom}",
        )

    def read(self, as_of: date = TODAY, **options: Any) -> AccountCoverage:
        with self.database.read() as session:
            return account_coverage(session, self.account, as_of, **options)

    def count(self, table: Any) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    database = new_file(tmp_path / "coverage.b2bdesk")
    yield Firm(database)
    database.close()


def cell(found: AccountCoverage, who: str, column: str) -> Cell:
    """The cell of one of us by a function's key or a person's name."""
    grid = found.functions
    places = [n for n, each in enumerate(grid.columns) if each.key == column]
    if not places:
        grid = found.people
        places = [n for n, each in enumerate(grid.columns) if each.people[0].name == column]
    (line,) = [n for n, each in enumerate(found.lines) if each.colleague.name == who]
    return grid.cells[line][places[0]]


def column(found: AccountCoverage, key: str) -> Column:
    return next(each for each in found.functions.columns if each.key == key)


def only(found: AccountCoverage, kind: FindingKind) -> Finding:
    (one,) = [each for each in found.findings if each.kind is kind]
    return one


def test_exchanges_suggest_what_nobody_set_and_a_set_level_goes_before_them(firm: Firm) -> None:
    for days in (10, 20, 30):
        firm.log(TODAY - timedelta(days=days), ("Daniel",))
    firm.log(TODAY - timedelta(days=500), ("Amy",))
    found = firm.read()
    daniel = cell(found, "Lena", "Daniel")
    assert (daniel.level, daniel.suggested) == (CoverageLevel.MULTIPLE, True)
    assert (daniel.last_days, daniel.exchanges) == (10, 3)
    amy = cell(found, "Lena", "Amy")
    assert (amy.level, amy.suggested, amy.exchanges) == (CoverageLevel.BRIEF, True, 0)
    assert amy.last_days == 500
    firm.set("Lena", "Daniel", CoverageLevel.NONE)
    daniel = cell(firm.read(), "Lena", "Daniel")
    assert (daniel.level, daniel.suggested) == (CoverageLevel.NONE, False)
    firm.set("Lena", "Daniel", CoverageLevel.UNKNOWN)
    daniel = cell(firm.read(), "Lena", "Daniel")
    assert (daniel.level, daniel.suggested) == (CoverageLevel.MULTIPLE, True), "suggested again"


def test_a_function_is_known_as_well_as_its_best_known_person_and_counts_each_exchange_once(
    firm: Firm,
) -> None:
    firm.log(TODAY - timedelta(days=40), ("Daniel", "Amy"))
    firm.log(TODAY - timedelta(days=5), ("Amy",))
    firm.set("Lena", "Daniel", CoverageLevel.IN_DEPTH)
    found = firm.read()
    buying = cell(found, "Lena", "purchasing")
    assert (buying.level, buying.suggested) == (CoverageLevel.IN_DEPTH, False)
    assert (buying.exchanges, buying.last_days) == (2, 5)
    assert column(found, "purchasing").linked == 1
    assert [person.name for person in column(found, "purchasing").people] == ["Amy", "Daniel"]
    assert column(found, "outside").people[0].name == "Karl"
    assert not column(found, "logistics").people


def test_the_period_changes_what_is_counted_and_not_what_is_suggested(firm: Firm) -> None:
    for days in (10, 100, 200, 700):
        firm.log(TODAY - timedelta(days=days), ("Daniel",))
    for months, expected in ((3, 1), (6, 2), (12, 3), (24, 4), (None, 4)):
        daniel = cell(firm.read(months=months), "Lena", "Daniel")
        assert daniel.exchanges == expected
        assert daniel.level is CoverageLevel.MULTIPLE
    assert first_day(date(2020, 6, 1), 12) == date(2019, 6, 2)
    assert first_day(date(2020, 2, 29), 12) == date(2019, 3, 1)
    assert first_day(date(2020, 3, 31), 1) == date(2020, 3, 1)


def test_a_level_holds_from_its_day_on(firm: Firm) -> None:
    firm.set("Omar", "Daniel", CoverageLevel.BRIEF, date(2019, 3, 1))
    firm.set("Omar", "Daniel", CoverageLevel.IN_DEPTH, date(2020, 3, 1))
    assert cell(firm.read(date(2020, 2, 29)), "Omar", "Daniel").level is CoverageLevel.BRIEF
    assert cell(firm.read(date(2020, 3, 1)), "Omar", "Daniel").level is CoverageLevel.IN_DEPTH
    assert (
        "Omar" not in {line.colleague.name for line in firm.read(date(2019, 2, 28)).lines}
        or cell(firm.read(date(2019, 2, 28)), "Omar", "Daniel").level is CoverageLevel.UNKNOWN
    )


def test_the_same_day_is_corrected_in_place_and_a_correction_leaves_no_trace(firm: Firm) -> None:
    firm.set("Omar", "Daniel", CoverageLevel.BRIEF)
    firm.set("Omar", "Daniel", CoverageLevel.MULTIPLE)
    assert firm.count(Coverage) == 1
    firm.set("Omar", "Daniel", CoverageLevel.UNKNOWN)
    assert firm.count(Coverage) == 0
    firm.set("Omar", "Daniel", CoverageLevel.BRIEF, TODAY - timedelta(days=30))
    firm.set("Omar", "Daniel", CoverageLevel.IN_DEPTH)
    firm.write(
        lambda s: coverage_edits.clear(s, [firm.ids["Daniel"]], firm.ids["Omar"], TODAY), "Clear"
    )
    assert cell(firm.read(), "Omar", "Daniel").level is CoverageLevel.UNKNOWN
    yesterday = firm.read(TODAY - timedelta(days=1))
    assert cell(yesterday, "Omar", "Daniel").level is CoverageLevel.BRIEF
    history.undo(firm.database)
    assert cell(firm.read(), "Omar", "Daniel").level is CoverageLevel.IN_DEPTH


def test_a_wish_keeps_the_level_and_a_level_keeps_the_wish(firm: Firm) -> None:
    daniel, omar = firm.ids["Daniel"], firm.ids["Omar"]
    wish = CoverageLevel.IN_DEPTH
    firm.write(lambda s: coverage_edits.set_wishes(s, [daniel], omar, wish, TODAY))
    firm.set("Omar", "Daniel", CoverageLevel.BRIEF)
    found = cell(firm.read(), "Omar", "Daniel")
    assert (found.level, found.desired, found.by_default) == (CoverageLevel.BRIEF, wish, False)
    firm.write(lambda s: coverage_edits.set_wishes(s, [daniel], omar, None, TODAY))
    assert cell(firm.read(), "Omar", "Daniel").desired is None


def test_functions_match_by_their_words_until_the_user_says_otherwise(firm: Firm) -> None:
    found = firm.read()
    assert cell(found, "Jonas", "finance").matched
    assert cell(found, "Omar", "technical").matched
    assert cell(found, "Lena", "purchasing").matched
    assert not cell(found, "Lena", "finance").matched
    assert cell(found, "Jonas", "finance").desired is CoverageLevel.MULTIPLE
    assert cell(found, "Jonas", "finance").by_default
    assert (found.matched, found.good) == (2, 0), "nobody is known in technical"

    def settle(who: str, level: CoverageLevel | None) -> None:
        firm.write(
            lambda s: coverage_edits.settle_match(
                s, firm.account, firm.ids[who], ContactClass.FINANCE, level
            )
        )

    settle("Jonas", CoverageLevel.NONE)
    settle("Lena", CoverageLevel.IN_DEPTH)
    found = firm.read()
    assert not cell(found, "Jonas", "finance").matched
    assert cell(found, "Lena", "finance").desired is CoverageLevel.IN_DEPTH
    assert cell(found, "Lena", "Peter").matched
    settle("Jonas", None)
    settle("Lena", None)
    assert cell(firm.read(), "Jonas", "finance").matched
    assert firm.count(TeamMatch) == 0


def test_who_left_is_no_counterpart_and_shows_only_what_was_known(firm: Firm) -> None:
    firm.set("Jonas", "Peter", CoverageLevel.MULTIPLE)

    def leave(session: Any) -> None:
        for name in ("Jonas", "Omar"):
            session.get_one(Colleague, firm.ids[name]).active = False

    firm.write(leave)
    found = firm.read()
    names = [line.colleague.name for line in found.lines]
    assert names == ["Jonas", "Lena"], "Omar never met anybody there"
    assert not cell(found, "Jonas", "finance").matched
    assert [row.name for row in found.team] == ["Lena"]


def test_what_is_not_as_it_should_be_is_found(firm: Firm) -> None:
    for days in (10, 20, 30, 40):
        firm.log(TODAY - timedelta(days=days), ("Daniel",))
    firm.log(TODAY - timedelta(days=214), ("Ruth",), ("Omar",))
    found = firm.read()
    thread = only(found, FindingKind.OUR_THREAD)
    assert thread.colleague is not None
    assert (thread.colleague.name, thread.count, thread.total) == ("Lena", 4, 5)
    theirs = only(found, FindingKind.THEIR_THREAD)
    assert theirs.person is not None
    assert (theirs.person.name, theirs.count, theirs.total) == ("Daniel", 4, 5)
    empty = only(found, FindingKind.NOBODY_KNOWN)
    assert [each.key for each in empty.columns] == ["technical", "end_user", "logistics"]
    assert empty.through is not None
    assert empty.through.name == "Daniel", "whom we know best"
    key = only(found, FindingKind.KEY_PLAYER)
    assert key.person is not None
    assert key.colleague is not None
    assert (key.person.name, key.colleague.name) == ("Ruth", "Omar")
    assert (key.only, key.late, key.days) == (True, True, 214)
    adviser = only(found, FindingKind.OUTSIDER)
    assert adviser.person is not None
    assert (adviser.person.name, adviser.advises) == ("Karl", False)
    missing = only(found, FindingKind.NO_COUNTERPART)
    assert missing.colleague is not None
    assert missing.person is not None
    assert (missing.colleague.name, missing.person.name) == ("Jonas", "Peter")


def test_what_is_put_right_is_no_longer_found(firm: Firm) -> None:
    firm.log(TODAY - timedelta(days=3), ("Ruth",), ("Omar", "Lena"))
    firm.set("Lena", "Karl", CoverageLevel.BRIEF)
    firm.set("Jonas", "Peter", CoverageLevel.BRIEF)
    firm.set("Lena", "Amy", CoverageLevel.BRIEF)

    def change(session: Any) -> None:
        for each in (ContactClass.TECHNICAL, ContactClass.END_USER, ContactClass.LOGISTICS):
            goal = ContactGoal(account_id=firm.account, contact_class=each, wanted=0)
            session.add(goal)

    firm.write(change)
    kinds = {each.kind for each in firm.read().findings}
    assert kinds == {FindingKind.THEIR_THREAD}, "Ruth alone is talked to"


def test_a_key_player_is_told_of_who_hangs_on_one_of_us_or_was_not_met_for_long(
    firm: Firm,
) -> None:
    firm.set("Jonas", "Peter", CoverageLevel.BRIEF)
    firm.log(TODAY - timedelta(days=3), ("Ruth",), ("Omar",))
    key = only(firm.read(), FindingKind.KEY_PLAYER)
    assert (key.only, key.late, key.days) == (True, False, 3)
    firm.set("Lena", "Ruth", CoverageLevel.MULTIPLE)
    kinds = [each.kind for each in firm.read().findings]
    assert FindingKind.KEY_PLAYER not in kinds, "two of us know her and she was met"
    later = only(firm.read(TODAY + timedelta(days=90)), FindingKind.KEY_PLAYER)
    assert (later.only, later.late, later.days) == (False, True, 93)


def test_an_adviser_is_asked_for_through_whom_he_advises(firm: Firm) -> None:
    karl, ruth = firm.seats["Karl"], firm.seats["Ruth"]
    assert karl is not None
    assert ruth is not None
    firm.write(lambda s: map_lines.add_line(s, karl, ruth, LineKind.INFLUENCES, JOINED))
    adviser = only(firm.read(), FindingKind.OUTSIDER)
    assert adviser.through is not None
    assert (adviser.through.name, adviser.advises) == ("Ruth", True)


def test_sides_tell_how_many_functions_are_linked(firm: Firm) -> None:
    assert firm.read().sides.shape.value is None
    for whom in ("Ruth", "Daniel", "Peter"):
        firm.set("Lena", whom, CoverageLevel.BRIEF)
    sides = firm.read().sides
    assert (sides.shape.ours_linked, sides.shape.theirs_linked) == (1, 3)
    assert sides.shape.value == 0.0, "all contact runs through one function of ours"
    firm.set("Jonas", "Peter", CoverageLevel.MULTIPLE)
    firm.set("Omar", "Ruth", CoverageLevel.BRIEF)
    assert firm.read().sides.shape.value == 1.0
    assert "Outside" not in [each.key for each in sides.theirs]


def test_without_people_and_without_a_team_there_is_still_something_to_see(tmp_path: Path) -> None:
    database = new_file(tmp_path / "empty.b2bdesk")

    def fill(session: Any) -> int:
        account = Account(name="Empty")
        session.add(account)
        session.flush()
        return account.id

    account = database.write("Fill", fill).value
    with database.read() as session:
        found = account_coverage(session, account, TODAY)
        assert found.lines == ()
        assert [each.key for each in found.functions.columns][-1] == "outside"
        (finding,) = found.findings
        assert finding.kind is FindingKind.NOBODY_KNOWN
        assert finding.through is None
        with pytest.raises(DomainError):
            account_coverage(session, 12345, TODAY)
        with pytest.raises(DomainError):
            write_coverage(session, tmp_path / "none.xlsx", account, TODAY, 12)
    database.close()


def test_a_person_or_colleague_who_is_gone_is_refused(firm: Firm) -> None:
    with pytest.raises(DomainError):
        firm.write(lambda s: coverage_edits.clear(s, [77], firm.ids["Lena"], TODAY))
    with pytest.raises(DomainError):
        firm.write(lambda s: coverage_edits.clear(s, [firm.ids["Ruth"]], 77, TODAY))
    with pytest.raises(DomainError):
        firm.write(
            lambda s: coverage_edits.settle_match(
                s, 77, firm.ids["Lena"], ContactClass.LEGAL, CoverageLevel.BRIEF
            )
        )


def test_the_table_is_written_as_a_workbook(firm: Firm, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    firm.log(TODAY - timedelta(days=12), ("Daniel",))
    firm.set("Jonas", "Peter", CoverageLevel.IN_DEPTH)
    path = tmp_path / "coverage.xlsx"
    with firm.database.read() as session:
        write_coverage(session, path, firm.account, TODAY, 12)
    book = load_workbook(path)
    texts = [[cell.value for cell in row] for row in book["Coverage"].iter_rows()]
    flat = [str(value) for row in texts for value in row if value is not None]
    assert any("Brakes and Gears as of 2020-06-01" in text for text in flat)
    lena = next(row for row in texts if row[0] == "Lena")
    assert any("Brief, suggested, 12 days ago, 1 exchange" in str(value) for value in lena)
    jonas = next(row for row in texts if row[0] == "Jonas")
    assert any(str(value).startswith("In depth") for value in jonas)
    linked = next(row for row in texts if row[0] == "People linked")
    assert linked[2:] == ["none", "1 of ours", "none", "none", "1 of ours", "none", "none"]
    pairs = [[cell.value for cell in row] for row in book["Pairs"].iter_rows()]
    assert any(row[:3] == ["Jonas", "Finance", "Peter"] for row in pairs)
