"""Accounts: what is accepted, what is refused and why, and one undo step for many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, AccountMonth, Colleague, ExternalId, Job, Person
from b2bdesk.models.enums import AccountKind
from b2bdesk.queries.accounts import get_account, list_account_choices, list_accounts
from b2bdesk.services import history
from b2bdesk.services.accounts import (
    AccountDraft,
    add_account,
    delete_accounts,
    draft_of,
    edit_account,
    set_owner,
    set_pinned,
    split_numbers,
)
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "small.b2bdesk")
    yield made
    made.close()


def add(database: Database, draft: AccountDraft) -> int:
    account: int = database.write("Add", lambda s: add_account(s, draft)).value
    return account


def details(database: Database, account: int) -> Any:
    with database.read() as session:
        return get_account(session, account)


def test_an_account_comes_back_as_it_was_entered(file: Database) -> None:
    file.write("Team", lambda s: s.add(Colleague(id=5, name="Lena Marsh")))
    parent = add(file, AccountDraft(name="Group"))
    draft = AccountDraft(
        name="  Brakes   and Gears ",
        kind=AccountKind.PARTNER,
        segment="Mountain",
        parent_id=parent,
        city="Graz",
        employees=12,
        annual_sales_minor=30_000_000,
        year_opened=1985,
        owner_id=5,
        contact_every_days=30,
        numbers=(("ERP", "0042"), ("ERP", " 77 "), ("CRM", "x-1")),
    )
    found = details(file, add(file, draft))
    assert found.name == "Brakes and Gears"
    assert found.numbers == (("ERP", "0042"), ("ERP", "77"), ("CRM", "x-1"))
    expected = replace(draft, name=found.name, numbers=found.numbers)
    assert draft_of(found) == expected


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"employees": -1}, "employees"),
        ({"annual_sales_minor": -1}, "annual_sales_minor"),
        ({"year_opened": 85}, "year_opened"),
        ({"year_opened": 3000}, "year_opened"),
        ({"contact_every_days": 0}, "contact_every_days"),
        ({"owner_id": 1}, "owner_id"),
        ({"parent_id": 1}, "parent_id"),
    ],
)
def test_what_cannot_be_accepted_names_its_field(
    file: Database, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        add(file, replace(AccountDraft(name="A"), **change))
    assert caught.value.field == field
    with file.read() as session:
        assert session.scalars(select(Account)).all() == []


def test_a_number_belongs_to_one_account(file: Database) -> None:
    add(file, AccountDraft(name="First", numbers=(("ERP", "7"),)))
    with pytest.raises(DomainError, match="Number 7 belongs to First") as caught:
        add(file, AccountDraft(name="Second", numbers=(("ERP", "7"),)))
    assert caught.value.field == "numbers"


def test_a_loop_of_parents_is_refused(file: Database) -> None:
    top = add(file, AccountDraft(name="Top"))
    middle = add(file, AccountDraft(name="Middle", parent_id=top))
    low = add(file, AccountDraft(name="Low", parent_id=middle))
    with pytest.raises(DomainError, match="Low belongs to this account itself") as caught:
        file.write("Edit", lambda s: edit_account(s, top, AccountDraft("Top", parent_id=low)))
    assert caught.value.field == "parent_id"
    with pytest.raises(DomainError, match="own parent"):
        file.write("Edit", lambda s: edit_account(s, low, AccountDraft("Low", parent_id=low)))
    file.write("Edit", lambda s: edit_account(s, low, AccountDraft("Low", parent_id=top)))
    assert details(file, low).parent_id == top


def test_editing_numbers_keeps_those_that_stay(file: Database) -> None:
    account = add(file, AccountDraft(name="A", numbers=(("ERP", "1"), ("ERP", "2"))))
    with file.read() as session:
        kept = session.scalar(select(ExternalId.id).where(ExternalId.value == "2"))
    draft = AccountDraft(name="A", numbers=(("ERP", "2"), ("ERP", "3")))
    file.write("Edit", lambda s: edit_account(s, account, draft))
    assert details(file, account).numbers == (("ERP", "2"), ("ERP", "3"))
    with file.read() as session:
        assert session.scalar(select(ExternalId.id).where(ExternalId.value == "2")) == kept


def test_deleting_is_refused_while_lines_count(file: Database) -> None:
    bare, selling = add(file, AccountDraft(name="Bare")), add(file, AccountDraft(name="Selling"))
    zero = dict.fromkeys(
        ("list_minor", "amount_minor", "cost_minor", "uncosted", "orders", "deliveries", "returns",
         "credit_notes", "quantity_milli"), 0)  # fmt: skip
    file.write(
        "Lines",
        lambda s: s.add(AccountMonth(account_id=selling, month=24240, lines=3, **zero)),
    )
    with pytest.raises(DomainError, match="Selling cannot be deleted: 3 ledger lines"):
        file.write("Delete", lambda s: delete_accounts(s, [bare, selling]))
    assert details(file, bare) is not None
    assert file.write("Delete", lambda s: delete_accounts(s, [bare])).value == 1
    assert details(file, bare) is None
    history.undo(file)
    assert details(file, bare).name == "Bare"


def test_people_who_work_nowhere_else_go_with_the_account(file: Database) -> None:
    gone, stays = add(file, AccountDraft(name="Gone")), add(file, AccountDraft(name="Stays"))

    def people(session: Session) -> None:
        session.add_all([Person(id=1, name="Only here"), Person(id=2, name="Both")])
        session.flush()
        places = ((1, gone), (2, gone), (2, stays))
        session.add_all([Job(person_id=person, account_id=place) for person, place in places])

    def names() -> list[str]:
        with file.read() as session:
            return sorted(session.scalars(select(Person.name)))

    file.write("People", people)
    file.write("Delete", lambda s: delete_accounts(s, [gone]))
    assert names() == ["Both"]
    history.undo(file)
    assert names() == ["Both", "Only here"]
    with file.read() as session:
        assert len(session.scalars(select(Job)).all()) == 3


def test_an_owner_for_several_is_one_step(file: Database) -> None:
    file.write("Team", lambda s: s.add_all([Colleague(id=5, name="L"), Colleague(id=6, name="J")]))
    ids = [add(file, AccountDraft(name=f"A{n}", owner_id=6 if n == 0 else None)) for n in range(3)]
    written = file.write("Set owner", lambda s: set_owner(s, ids, 5))
    assert written.value == 3
    assert written.changes.ids("account") == frozenset(ids)
    assert [details(file, account).owner_id for account in ids] == [5, 5, 5]
    assert file.write("Again", lambda s: set_owner(s, ids, 5)).changes.txn is None
    history.undo(file)
    assert [details(file, account).owner_id for account in ids] == [6, None, None]


def test_pinning_several(file: Database) -> None:
    ids = [add(file, AccountDraft(name=f"A{n}", pinned=n == 0)) for n in range(3)]
    assert file.write("Pin", lambda s: set_pinned(s, ids, True)).value == 2
    assert all(details(file, account).pinned for account in ids)


def test_accounts_of_one_name_are_told_apart_as_choices(file: Database) -> None:
    add(file, AccountDraft(name="Friendly", numbers=(("ERP", "290"),)))
    add(file, AccountDraft(name="Friendly", numbers=(("ERP", "643"),)))
    add(file, AccountDraft(name="Other", numbers=(("ERP", "1"),)))
    with file.read() as session:
        labels = [choice.label for choice in list_account_choices(session)]
        rows = list_accounts(session, 18_000, 0)
    assert labels == ["Friendly (290)", "Friendly (643)", "Other"]
    assert [row.has_orders for row in rows] == [False] * 3


def test_numbers_are_split_as_people_list_them() -> None:
    assert split_numbers(" 12, 0034;12\n x ") == ("12", "0034", "x")
