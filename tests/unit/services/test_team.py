"""Our own people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from b2bdesk.core.errors import DomainError
from b2bdesk.models import Account, Exchange, ExchangeColleague
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.file_info import get_file_info
from b2bdesk.services.team import ColleagueDraft, remove_colleague, save_colleague, set_active
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "desk.b2bdesk")
    yield made
    made.close()


def _add(database: Database, name: str, *, as_me: bool = False) -> int:
    draft = ColleagueDraft(None, name)
    return int(database.write("Add", lambda s: save_colleague(s, draft, as_me=as_me)).value)


def test_a_colleague_is_added_and_may_be_me(database: Database) -> None:
    lena = _add(database, "  Lena   Marsh ", as_me=True)
    with database.read() as session:
        info = get_file_info(session, date(2026, 1, 1))
    assert [(row.id, row.name, row.initials) for row in info.team] == [(lena, "Lena Marsh", "LM")]
    assert info.me == lena


@pytest.mark.parametrize("name", ["", "   ", "lena marsh"])
def test_a_name_is_needed_and_unique(database: Database, name: str) -> None:
    _add(database, "Lena Marsh")
    with pytest.raises(DomainError) as caught:
        _add(database, name)
    assert caught.value.field == "name"


def test_who_took_part_is_not_removed_but_may_leave(database: Database) -> None:
    omar = _add(database, "Omar Haddad")

    def talk(session: object) -> None:
        account = Account(name="Brakes")
        session.add(account)  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]
        exchange = Exchange(
            account_id=account.id,
            at=0,
            direction=Direction.OUTBOUND,
            kind=ExchangeKind.COMMUNICATION,
            channel=Channel.CALL,
            subject="Hello",
        )
        session.add(exchange)  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]
        session.add(  # type: ignore[attr-defined]
            ExchangeColleague(exchange_id=exchange.id, colleague_id=omar)
        )

    database.write("Talk", talk)
    with pytest.raises(DomainError, match="took part"):
        database.write("Remove", lambda s: remove_colleague(s, omar))
    database.write("Leave", lambda s: set_active(s, omar, False))
    with database.read() as session:
        assert [row.active for row in get_file_info(session, date(2026, 1, 1)).team] == [False]


def test_who_did_nothing_can_be_removed(database: Database) -> None:
    omar = _add(database, "Omar Haddad")
    database.write("Remove", lambda s: remove_colleague(s, omar))
    with database.read() as session:
        assert get_file_info(session, date(2026, 1, 1)).team == ()
