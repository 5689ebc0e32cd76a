"""The contact mix in a file: who counts, what is known, what the user wants, and the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from b2bdesk.analytics.contact_mix import Basis, Diagnosis, Reason, Rule
from b2bdesk.analytics.contact_mix_goals import ListFigures
from b2bdesk.core.dates import day_of, instant_of, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import (
    Account,
    ContactGoal,
    Exchange,
    ExchangePerson,
    Job,
    OrderDay,
    Person,
    SalesTarget,
)
from b2bdesk.models.enums import AccountKind, Channel, Direction, ExchangeKind, Role
from b2bdesk.models.enums import ContactClass as C
from b2bdesk.services import history
from b2bdesk.services.contact_goals import set_goal
from b2bdesk.services.contact_list_export import list_lines, list_rows, write_list
from b2bdesk.services.contact_mix import AccountMix, account_mix, portfolio_contacts
from b2bdesk.services.contact_rules import (
    contact_rule,
    list_figures,
    save_rule,
    set_list_figure,
    set_threshold,
)
from b2bdesk.services.people import PersonDraft, add_person
from b2bdesk.storage.database import Database, Session
from tests.helpers.new_file import new_file

DAY = date(2020, 5, 31)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = new_file(tmp_path / "mine.b2bdesk")
    yield opened
    opened.close()


def firm(
    session: Session,
    name: str,
    *titles: str,
    segment: str | None = "Road",
    employees: int | None = 40,
    kind: AccountKind = AccountKind.END_CUSTOMER,
    bought: date | None = date(2020, 5, 1),
) -> int:
    """An account with one person for each title, which bought on a day."""
    row = Account(name=name, segment=segment, employees=employees, kind=kind)
    session.add(row)
    session.flush()
    for number, title in enumerate(titles):
        add_person(session, row.id, PersonDraft(f"{name} {number}", title), date(2015, 1, 1))
    if bought is not None:
        session.add(OrderDay(account_id=row.id, day=day_of(bought), orders=1, amount_minor=100))
        session.flush()
    return row.id


def exchange(session: Session, account: int, person: str, day: date) -> None:
    """A call with a person at noon of a day."""
    at = instant_of(datetime(day.year, day.month, day.day, 12).astimezone())
    made = Exchange(
        account_id=account,
        at=at,
        direction=Direction.OUTBOUND,
        kind=ExchangeKind.COMMUNICATION,
        channel=Channel.CALL,
        subject="Call",
    )
    session.add(made)
    session.flush()
    found = session.scalar(select(Person.id).where(Person.name == person))
    assert found is not None
    session.add(ExchangePerson(exchange_id=made.id, person_id=found))
    session.flush()


def peers(session: Session, number: int = 5, *titles: str) -> None:
    """Accounts of the same segment and size with the same people each."""
    for n in range(number):
        firm(session, f"Peer {n}", *(titles or ("Owner", "Buyer", "Mechanic", "Operator")))


def mix_of(database: Database, account: int, basis: Basis = Basis.SEGMENT_SIZE) -> AccountMix:
    with database.read() as session:
        return account_mix(session, account, DAY, basis)


def test_account_is_compared_with_those_of_its_segment_and_size(database: Database) -> None:
    def fill(session: Session) -> int:
        peers(session)
        firm(session, "Small", "Buyer", employees=9)
        firm(session, "Tourer", "Buyer", segment="Touring")
        return firm(session, "Mine", "Owner", "Buyer", "Buyer", "Mechanic", "Operator")

    found = mix_of(database, database.write("Fill", fill).value)
    assert (found.typical.basis, found.typical.accounts) == (Basis.SEGMENT_SIZE, 5)
    ratios = {row.kind: row.share.ratio for row in found.rows if row.share}
    assert ratios == {
        C.DECISION_MAKER: pytest.approx(0.8), C.PURCHASING: pytest.approx(1.6),
        C.TECHNICAL: pytest.approx(0.8), C.END_USER: pytest.approx(0.8),
    }  # fmt: skip
    names = {row.kind: [one.name for one in row.people] for row in found.rows}
    assert names[C.PURCHASING] == ["Mine 1", "Mine 2"]


def test_unknown_size_falls_back_to_the_segment(database: Database) -> None:
    def fill(session: Session) -> int:
        peers(session)
        return firm(session, "Mine", "Owner", employees=None)

    found = mix_of(database, database.write("Fill", fill).value)
    assert (found.typical.basis, found.typical.short) == (Basis.SEGMENT, None)


def test_who_left_has_two_jobs_or_no_class_counts_rightly(database: Database) -> None:
    def fill(session: Session) -> int:
        account = firm(session, "Mine", "Owner", "Buyer", "Wizard")
        owner, buyer, _ = session.scalars(select(Job).order_by(Job.id)).all()
        buyer.valid_to = day_of(DAY) - 1
        session.add(
            Job(person_id=owner.person_id, account_id=account, title="Owner",
                contact_class=C.DECISION_MAKER)
        )  # fmt: skip
        return account

    account = database.write("Fill", fill).value
    found = mix_of(database, account)
    assert found.mix.contacts == 1
    assert [one.title for one in found.unclassed] == ["Wizard"]
    with database.read() as session:
        (row,) = portfolio_contacts(session, DAY).firms
    assert (row.contacts, row.unclassed) == (2, 1)


def test_purchase_is_unknown_where_the_ledger_does_not_reach_back(database: Database) -> None:
    account = database.write("Fill", lambda s: firm(s, "Mine", "Owner", bought=None)).value
    assert mix_of(database, account).facts.bought is None

    def buy(day: date) -> None:
        database.write("Buy", lambda s: firm(s, f"Other {day}", "Owner", bought=day))

    buy(date(2019, 1, 1))
    assert mix_of(database, account).facts.bought is None
    buy(date(2018, 5, 31))
    found = mix_of(database, account)
    assert found.facts.bought is False
    assert (found.mix.diagnosis, found.mix.reasons) == (
        Diagnosis.OTHER_PURPOSE, (Reason.NO_PURCHASE,),
    )  # fmt: skip


@pytest.mark.parametrize("planned", ["target", "prospect"])
def test_planned_purchase_is_no_other_purpose(database: Database, planned: str) -> None:
    def fill(session: Session) -> int:
        firm(session, "Other", "Owner", bought=date(2010, 1, 1))
        kind = AccountKind.PROSPECT if planned == "prospect" else AccountKind.END_CUSTOMER
        account = firm(session, "Mine", "Owner", kind=kind, bought=None)
        if planned == "target":
            month = month_of(DAY)
            session.add(
                SalesTarget(
                    account_id=account, first_month=month, last_month=month, amount_minor=100
                )
            )
        return account

    found = mix_of(database, database.write("Fill", fill).value)
    assert found.facts.bought is False
    assert found.mix.diagnosis is not Diagnosis.OTHER_PURPOSE


def test_role_on_the_map_is_a_known_decision_maker(database: Database) -> None:
    def fill(session: Session) -> int:
        account = firm(session, "Mine", "Buyer")
        draft = PersonDraft("Ruth", "Buyer", roles=(Role.BUDGET_HOLDER,))
        add_person(session, account, draft, DAY)
        return account

    found = mix_of(database, database.write("Fill", fill).value)
    assert found.facts.decider_known
    assert Reason.NO_DECISION_MAKER not in found.mix.reasons


def test_activity_of_a_year_and_of_the_year_before(database: Database) -> None:
    def fill(session: Session) -> int:
        account = firm(session, "Mine", "Owner", "Buyer", "Mechanic")
        for day in (DAY - timedelta(days=365), DAY - timedelta(days=729)):
            for person in ("Mine 0", "Mine 1"):
                exchange(session, account, person, day)
        exchange(session, account, "Mine 1", DAY)
        exchange(session, account, "Mine 1", DAY - timedelta(days=364))
        exchange(session, account, "Mine 2", DAY - timedelta(days=730))
        exchange(session, account, "Mine 2", DAY + timedelta(days=1))
        return account

    found = mix_of(database, database.write("Fill", fill).value)
    assert (found.facts.active_before, found.facts.active_now) == (2, 1)
    assert found.mix.fall == 0.5
    assert Reason.FEWER_ACTIVE in found.mix.reasons
    assert found.facts.silent == {C.DECISION_MAKER, C.TECHNICAL}


def test_nobody_is_silent_where_nothing_is_logged(database: Database) -> None:
    account = database.write("Fill", lambda s: firm(s, "Mine", "Owner")).value
    assert mix_of(database, account).facts.silent == frozenset()


def test_goal_overrides_until_it_is_taken_back(database: Database) -> None:
    def fill(session: Session) -> int:
        peers(session)
        return firm(session, "Mine", "Owner", "Buyer", "Mechanic")

    account = database.write("Fill", fill).value

    def users() -> tuple[int, int, bool]:
        row = next(row for row in mix_of(database, account).rows if row.kind is C.END_USER)
        return row.wanted.to_acquire, row.wanted.priority, row.wanted.by_hand

    assert users() == (1, 2, False)
    database.write("Want", lambda s: set_goal(s, account, C.END_USER, wanted=4, priority=1))
    assert users() == (4, 1, True)
    history.undo(database)
    assert users() == (1, 2, False)
    history.redo(database)
    database.write("Back", lambda s: set_goal(s, account, C.END_USER, wanted=None, priority=None))
    assert users() == (1, 2, False)
    with database.read() as session:
        assert session.query(ContactGoal).count() == 0


@pytest.mark.parametrize(("part", "value"), [("wanted", -1), ("wanted", 1001), ("priority", 4)])
def test_goal_that_cannot_be_is_refused(database: Database, part: str, value: int) -> None:
    account = database.write("Fill", lambda s: firm(s, "Mine", "Owner")).value
    with pytest.raises(DomainError) as refused:
        database.write("Want", lambda s: set_goal(s, account, C.LEGAL, **{part: value}))  # type: ignore[arg-type]
    assert refused.value.field == part


def test_thresholds_are_kept_checked_and_reset(database: Database) -> None:
    database.write("Rule", lambda s: set_threshold(s, "high", 1.2))
    database.write("Rule", lambda s: set_threshold(s, "sizes", (20, 100)))
    with database.read() as session:
        assert contact_rule(session) == Rule(high=1.2, sizes=(20, 100))
    bad: list[tuple[str, object]] = [
        ("low", 1.2), ("high", 0.7), ("fall", 0), ("other_share", 1.1), ("buys_months", 0),
        ("no_purchase_months", 241), ("least_accounts", 0), ("sizes", (50, 10)), ("sizes", ()),
    ]  # fmt: skip
    for name, value in bad:
        with pytest.raises(DomainError) as refused:
            database.write("Rule", lambda s, n=name, v=value: set_threshold(s, n, v))  # type: ignore[misc]
        assert refused.value.field == name
    database.write("Rule", lambda s: save_rule(s, Rule()))
    with database.read() as session:
        assert contact_rule(session) == Rule()


def test_figures_of_a_list_are_kept_and_checked(database: Database) -> None:
    database.write("Price", lambda s: set_list_figure(s, "cost_minor", 1250))
    database.write("Price", lambda s: set_list_figure(s, "chance", 50))
    with database.read() as session:
        assert list_figures(session) == ListFigures(1250, None, 50)
    for name, value in (("cost_minor", -1), ("chance", 10_001)):
        with pytest.raises(DomainError) as refused:
            database.write("Price", lambda s, n=name, v=value: set_list_figure(s, n, v))  # type: ignore[misc]
        assert refused.value.field == name


def test_list_says_whom_to_look_for_the_most_urgent_first(
    database: Database, tmp_path: Path
) -> None:
    def fill(session: Session) -> int:
        peers(session)
        account = firm(session, "=Mine", "Buyer", "Mechanic")
        row = session.get(Account, account)
        assert row is not None
        row.city = "Tooele"
        set_goal(session, account, C.END_USER, wanted=2, note="night shift")
        return account

    account = database.write("Fill", fill).value
    with database.read() as session:
        rows = list_rows(session, DAY)
        lines = list_lines(rows)
        written = write_list(session, tmp_path / "list.xlsx", DAY, {account})
    assert [(row.account, row.kind, row.wanted.to_acquire) for row in rows] == [
        ("=Mine", C.DECISION_MAKER, 1),
        ("=Mine", C.END_USER, 2),
    ]
    assert lines[0][:2] == ("Account", "City")
    assert lines[2][-1] == "night shift"
    assert written == 2
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet]
    at = next(n for n, row in enumerate(cells) if row[0] == "Account")
    assert cells[at + 1][:3] == ["=Mine", "Tooele", None]
    assert "Owner, managing director" in str(cells[at + 1][5])
    assert cells[at + 1][6:8] == [1, "High"]


def test_nothing_to_acquire_is_no_workbook(database: Database, tmp_path: Path) -> None:
    database.write("Fill", lambda s: firm(s, "Mine", "Owner"))
    with database.read() as session, pytest.raises(DomainError, match="no contacts to acquire"):
        write_list(session, tmp_path / "list.xlsx", DAY)


def test_portfolio_says_of_each_account_what_its_own_view_says(database: Database) -> None:
    def fill(session: Session) -> list[int]:
        peers(session)
        return [firm(session, "Mine", "Buyer"), firm(session, "Other", "Owner", segment=None)]

    accounts = database.write("Fill", fill).value
    with database.read() as session:
        found = {row.account: row for row in portfolio_contacts(session, DAY).firms}
    for account in accounts:
        alone = mix_of(database, account)
        assert found[account].mix == alone.mix
        assert found[account].to_acquire == alone.to_acquire
