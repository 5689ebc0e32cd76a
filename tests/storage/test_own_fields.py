"""Own fields: what may be held in them, and that nothing of them is left behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.money import Money
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType
from b2bdesk.queries.own_fields import own_field_use, own_fields, own_values
from b2bdesk.services.accounts import AccountDraft, add_account
from b2bdesk.services.own_fields import (
    add_own_field,
    remove_own_field,
    rename_own_field,
    set_own_choices,
    set_own_values,
)
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

ACCOUNT = OwnFieldOf.ACCOUNT
HELD = {
    OwnFieldType.TEXT: ("north dock", "north dock", "north dock"),
    OwnFieldType.NUMBER: ("12.50", "12.5", Decimal("12.5")),
    OwnFieldType.MONEY: ("12.5 eur", "12.50 EUR", Money(1250, "EUR")),
    OwnFieldType.DATE: ("2020-05-31", "2020-05-31", date(2020, 5, 31)),
    OwnFieldType.CHOICE: ("Gold", "Gold", "Gold"),
    OwnFieldType.LINK: ("example.com/file", "https://example.com/file", "https://example.com/file"),
}
WRONG = {
    OwnFieldType.NUMBER: "many",
    OwnFieldType.MONEY: "12.5",
    OwnFieldType.DATE: "2020-02-30",
    OwnFieldType.CHOICE: "Bronze",
    OwnFieldType.LINK: "javascript:alert(1)",
}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return new_file(tmp_path / "own.b2bdesk")


def test_each_type_keeps_what_fits_and_refuses_the_rest(database: Database) -> None:
    def work(session: Session) -> None:
        account = add_account(session, AccountDraft("Foss"))
        for kind, (typed, stored, value) in HELD.items():
            choices = "Gold\nSilver" if kind is OwnFieldType.CHOICE else ""
            field = add_own_field(session, ACCOUNT, f"My {kind}", kind, choices)
            set_own_values(session, ACCOUNT, account, {field: typed})
            assert own_values(session, ACCOUNT, [account])[account][field] == stored
            row = next(f for f in own_fields(session, ACCOUNT) if f.id == field)
            assert row.typed(stored) == value
            if kind in WRONG:
                with pytest.raises(DomainError) as raised:
                    set_own_values(session, ACCOUNT, account, {field: WRONG[kind]})
                assert raised.value.field == f"own:{field}"
        assert [f.type for f in own_fields(session, ACCOUNT)] == list(HELD)

    database.write("Fields", work)


def test_names_are_unique_and_a_choice_dropped_later_may_stay(database: Database) -> None:
    def work(session: Session) -> None:
        account = add_account(session, AccountDraft("Foss"))
        tier = add_own_field(session, ACCOUNT, "Tier", OwnFieldType.CHOICE, "Gold\nSilver")
        with pytest.raises(DomainError):
            add_own_field(session, ACCOUNT, " tier ", OwnFieldType.TEXT)
        add_own_field(session, OwnFieldOf.PERSON, "Tier", OwnFieldType.TEXT)
        set_own_values(session, ACCOUNT, account, {tier: "Gold"})
        set_own_choices(session, tier, "Silver")
        set_own_values(session, ACCOUNT, account, {tier: "Gold"})
        rename_own_field(session, tier, "Class")
        assert own_fields(session, ACCOUNT)[0].name == "Class"
        assert own_field_use(session) == {tier: 1}
        remove_own_field(session, tier)
        assert own_values(session, ACCOUNT) == {}

    database.write("Fields", work)
