from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, Colleague, Job, Person
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, PromisedBy, RenewalState
from b2bdesk.queries.contracts import list_contracts, list_renewals
from b2bdesk.queries.exchanges import (
    ExchangeFilter,
    get_exchanges,
    list_exchange_keys,
    list_last_exchanges,
)
from b2bdesk.queries.log_choices import find_accounts, list_contacts
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.services import contracts, history
from b2bdesk.services.exchanges import (
    ExchangeDraft,
    delete_exchange,
    edit_exchange,
    log_exchange,
)
from b2bdesk.services.next_steps import (
    StepDraft,
    add_next_step,
    delete_next_step,
    edit_next_step,
    finish_next_step,
    reopen_next_step,
    reschedule_next_step,
    snooze_next_step,
    wake_next_step,
)
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

AS_OF = date(2020, 6, 1)


@dataclass(frozen=True)
class File:
    database: Database
    account: int
    other: int
    daniel: int
    ines: int
    me: int
    sam: int

    def log(self, draft: ExchangeDraft) -> int:
        found: int = self.database.write(
            "Log exchange", lambda s: log_exchange(s, draft, AS_OF, self.me)
        ).value
        return found

    def write(self, work: object) -> object:
        return self.database.write("Change", work).value  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    database = new_file(tmp_path / "x.b2bdesk")

    def fill(session: Session) -> list[int]:
        rows = [
            Account(name="Brakes and Gears", city="Tooele"),
            Account(name="Great Bikes"),
            Person(name="Daniel Okafor"),
            Person(name="Ines Carvalho"),
            Colleague(name="Lena Marsh"),
            Colleague(name="Sam Lee"),
        ]
        session.add_all(rows)
        session.flush()
        session.add_all(
            [
                Job(person_id=rows[2].id, account_id=rows[0].id, title="Buyer"),
                Job(person_id=rows[3].id, account_id=rows[0].id, valid_to=18000),
            ]
        )
        return [row.id for row in rows]

    ids = database.write("Fill", fill).value
    yield File(database, *ids)
    database.close()


def call(file: File, **values: object) -> ExchangeDraft:
    return replace(ExchangeDraft(file.account, "Asked why the order slipped"), **values)  # type: ignore[arg-type]


def test_an_exchange_is_logged_with_the_defaults_of_its_direction(file: File) -> None:
    talk = file.log(call(file, people=(file.daniel,), minutes=20, sentiment=-1))
    listen = file.log(call(file, direction=Direction.INBOUND))
    with file.database.read() as session:
        rows = get_exchanges(session, [talk, listen])
    assert rows[talk].kind is ExchangeKind.COMMUNICATION
    assert rows[listen].kind is ExchangeKind.ENGAGEMENT
    assert rows[talk].on == AS_OF
    assert rows[talk].owner is not None
    assert rows[talk].owner.name == "Lena Marsh"
    assert [p.name for p in rows[talk].people] == ["Daniel Okafor"]
    assert (rows[talk].minutes, rows[talk].sentiment) == (20, -1)


def test_a_next_step_comes_with_it_and_undo_takes_both_away(file: File) -> None:
    row = file.log(
        call(file, people=(file.daniel,), steps=(StepDraft("Stock list", date(2020, 6, 5)),))
    )
    with file.database.read() as session:
        (step,) = list_next_steps(session, AS_OF)
        shown = get_exchanges(session, [row])[row].step
    assert (step.what, step.due, step.owner, step.person) == (
        "Stock list",
        date(2020, 6, 5),
        "Lena Marsh",
        "Daniel Okafor",
    )
    assert step.exchange_id == row
    assert shown is not None
    assert shown.id == step.id
    history.undo(file.database)
    with file.database.read() as session:
        assert list_next_steps(session, AS_OF) == ()
        assert list_exchange_keys(session, ExchangeFilter(), AS_OF) == ()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subject": "  "}, "subject"),
        ({"on": date(2020, 6, 2)}, "on"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"sentiment": 3}, "sentiment"),
        ({"kind": ExchangeKind.LOYALTY}, "kind"),
        ({"people": (77,)}, "people"),
        ({"colleagues": (77,)}, "colleagues"),
        ({"account": 77}, "account"),
        ({"steps": (StepDraft(" ", date(2020, 6, 5)),)}, "step"),
        ({"steps": (StepDraft("x", date(2120, 6, 5)),)}, "due"),
        ({"steps": (StepDraft("x", date.max),)}, "due"),
        ({"on": date.max}, "on"),
        ({"on": date.min}, "on"),
        ({"dmu": 7}, "dmu"),
    ],
)
def test_what_cannot_be_logged_names_its_field_and_leaves_nothing(
    file: File, values: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as error:
        file.log(call(file, **values))
    assert error.value.field == field
    with file.database.read() as session:
        assert list_exchange_keys(session, ExchangeFilter(), AS_OF) == ()


def test_an_edit_changes_only_what_it_says(file: File) -> None:
    row = file.log(call(file, people=(file.daniel, file.ines), on=date(2020, 5, 20)))
    changed = call(
        file, subject="Call about the order", people=(file.ines,), on=date(2020, 5, 20), owner=None
    )
    written = file.database.write("Edit", lambda s: edit_exchange(s, row, changed, AS_OF, file.me))
    assert written.changes.ids("exchange_person") != frozenset()
    with file.database.read() as session:
        after = get_exchanges(session, [row])[row]
    assert after.subject == "Call about the order"
    assert [p.id for p in after.people] == [file.ines]
    assert after.owner is None
    assert after.on == date(2020, 5, 20)
    again = file.database.write("Edit", lambda s: edit_exchange(s, row, changed, AS_OF, file.me))
    assert again.changes.txn is None  # nothing changed, so there is nothing to undo


def test_deleting_keeps_the_next_step_and_undo_links_it_again(file: File) -> None:
    row = file.log(call(file, people=(file.daniel,), steps=(StepDraft("Stock list"),)))
    file.write(lambda s: delete_exchange(s, row))
    with file.database.read() as session:
        (step,) = list_next_steps(session, AS_OF)
        assert step.exchange_id is None
        assert get_exchanges(session, [row]) == {}
    history.undo(file.database)
    with file.database.read() as session:
        assert list_next_steps(session, AS_OF)[0].exchange_id == row
        assert [p.id for p in get_exchanges(session, [row])[row].people] == [file.daniel]


def test_the_index_is_narrowed_by_every_filter(file: File) -> None:
    first = file.log(
        call(file, people=(file.daniel,), channel=Channel.VISIT, on=date(2020, 4, 1), sentiment=1)
    )
    second = file.log(call(file, direction=Direction.INBOUND, owner=file.sam, note="Rival, 60 d"))
    third = file.log(ExchangeDraft(file.other, "Price list", on=date(2020, 5, 1)))

    def ids(as_of: date = AS_OF, **wanted: object) -> list[int]:
        with file.database.read() as session:
            found = list_exchange_keys(session, ExchangeFilter(**wanted), as_of)  # type: ignore[arg-type]
            return [key.id for key in found]

    assert ids() == [second, third, first]
    assert ids(as_of=date(2020, 5, 1)) == [third, first]
    assert ids(account=file.other) == [third]
    assert ids(direction=Direction.INBOUND) == [second]
    assert ids(person=file.daniel) == [first]
    assert ids(channel=Channel.VISIT) == [first]
    assert ids(sentiments=(1, 2)) == [first]
    assert ids(owners=(file.sam,)) == [second]
    assert ids(owners=(file.sam, file.me)) == [second, third, first]
    assert ids(unowned=True) == []
    assert ids(text="rival") == [second]
    assert ids(text="OKAFOR") == [first]
    assert ids(text="great") == [third]
    assert ids(text="100%") == []


def test_steps_are_finished_reopened_put_off_and_taken_away(file: File) -> None:
    def add(what: str, due: date | None, **more: object) -> int:
        draft = StepDraft(what, due, **more)  # type: ignore[arg-type]
        found: int = file.write(
            lambda s: add_next_step(s, draft, AS_OF, file.me, account=file.account)
        )  # type: ignore[assignment]
        return found

    late = add("Answer", date(2020, 5, 30))
    soon = add("Call", date(2020, 6, 3), owner=file.sam)
    none = add("Some day", None, promised_by=PromisedBy.THEM)

    def listed(**wanted: object) -> list[int]:
        with file.database.read() as session:
            return [row.id for row in list_next_steps(session, AS_OF, **wanted)]  # type: ignore[arg-type]

    assert listed() == [late, soon, none]
    assert listed(owners=(file.sam,)) == [soon]
    assert listed(due_until=AS_OF) == [late]
    with file.database.read() as session:
        assert [r.overdue_days(AS_OF) for r in list_next_steps(session, AS_OF)] == [2, 0, 0]
    file.write(lambda s: finish_next_step(s, soon, AS_OF))
    assert listed() == [late, none]
    assert listed(with_done_since=AS_OF) == [late, none, soon]
    with file.database.read() as session:  # on the day before it was still open
        open_then = list_next_steps(session, date(2020, 5, 31))
        assert [row.id for row in open_then] == [late, none, soon]
    file.write(lambda s: reopen_next_step(s, soon))
    assert listed() == [late, soon, none]
    assert file.write(lambda s: snooze_next_step(s, late, AS_OF)) == date(2020, 6, 8)
    assert listed(awake=True) == [soon, none]
    assert listed() == [late, soon, none], "it rests, and is due when it was"
    file.write(lambda s: wake_next_step(s, late))
    assert listed(awake=True) == [late, soon, none]
    file.write(lambda s: reschedule_next_step(s, none, date(2020, 5, 1), AS_OF))
    assert listed() == [none, late, soon]
    file.write(lambda s: reschedule_next_step(s, none, None, AS_OF))
    file.write(lambda s: edit_next_step(s, none, StepDraft("They send it"), AS_OF))
    with file.database.read() as session:
        last = list_next_steps(session, AS_OF)[-1]
    assert (last.what, last.owner, last.due) == ("They send it", None, None)
    file.write(lambda s: delete_next_step(s, none))
    assert none not in listed()


def test_people_of_the_account_are_those_with_a_job_there_that_day(file: File) -> None:
    with file.database.read() as session:
        now = list_contacts(session, file.account, AS_OF)
        then = list_contacts(session, file.account, date(2019, 1, 1))
    assert [row.name for row in now] == ["Daniel Okafor"]
    assert [row.name for row in then] == ["Daniel Okafor", "Ines Carvalho"]


def test_accounts_are_found_as_they_are_typed(file: File) -> None:
    with file.database.read() as session:
        assert [row.name for row in find_accounts(session, "gear")] == ["Brakes and Gears"]
        assert find_accounts(session, "brak")[0].place == "Tooele"
        assert len(find_accounts(session, "")) == 2


def test_last_exchanges_are_as_of_the_day(file: File) -> None:
    file.log(call(file, on=date(2020, 4, 1)))
    file.log(call(file, on=date(2020, 5, 20)))
    with file.database.read() as session:
        assert list_last_exchanges(session, AS_OF) == {file.account: date(2020, 5, 20)}
        assert list_last_exchanges(session, date(2020, 5, 1)) == {file.account: date(2020, 4, 1)}


def test_contracts_that_end_soon_are_renewals_until_they_are_settled(file: File) -> None:
    draft = contracts.ContractDraft("Supply 2018", ends=date(2020, 8, 14), notice_days=30)
    row: int = file.write(lambda s: contracts.add_contract(s, file.account, draft))  # type: ignore[assignment]
    with file.database.read() as session:
        (found,) = list_renewals(session, AS_OF)
        assert list_renewals(session, date(2020, 5, 1)) == ()
        assert list_renewals(session, date(2020, 8, 15)) == ()
    assert found.days_left(AS_OF) == 74
    assert found.notice_by == date(2020, 7, 15)
    file.write(lambda s: contracts.set_renewal(s, row, RenewalState.RENEWED))
    with file.database.read() as session:
        assert list_renewals(session, AS_OF) == ()
        assert [r.renewal for r in list_contracts(session, file.account)] == [RenewalState.RENEWED]
    with pytest.raises(DomainError, match="ends before") as error:
        file.write(
            lambda s: contracts.edit_contract(s, row, replace(draft, starts=date(2021, 1, 1)))
        )
    assert error.value.field == "ends"
    file.write(lambda s: contracts.delete_contract(s, row))
    with file.database.read() as session:
        assert list_contracts(session, file.account) == ()
