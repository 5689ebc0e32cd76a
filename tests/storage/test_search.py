"""Finding records as one types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers.new_file import new_file
from helpers.whole_file import assert_consistent, rows_of
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, noon_of
from b2bdesk.core.errors import FileError
from b2bdesk.models import (
    Account,
    Colleague,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    ExternalId,
    Job,
    NextStep,
    Person,
)
from b2bdesk.models.enums import Channel, Direction, ExchangeKind
from b2bdesk.queries.search import Hit, find_all, search
from b2bdesk.queries.search_marks import marks_in
from b2bdesk.services.search_line import completions, read_search
from b2bdesk.storage import driver, search_index
from b2bdesk.storage.database import Database
from b2bdesk.storage.migrate import bring_up_to_date

TODAY = date(2026, 6, 1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "desk.b2bdesk")
    made.write("Fill", _fill)
    yield made
    made.close()


def _fill(session: Session) -> None:
    brakes = Account(id=1, name="Brakes and Gears", city="Tooele")
    bradenton = Account(id=2, name="Front Runner Bikes", city="Bradenton")
    session.add_all([brakes, bradenton, Person(id=10, name="Zoë Brandt", email="z@x.example")])
    session.flush()
    session.add_all(
        [
            ExternalId(id=3, account_id=1, value="697"),
            Job(id=11, person_id=10, account_id=2, title="Owner"),
            *(
                Exchange(
                    id=100 + number,
                    account_id=1,
                    at=number,
                    direction=Direction.OUTBOUND,
                    kind=ExchangeKind.COMMUNICATION,
                    channel=Channel.VISIT,
                    subject=f"Store visit {number}",
                    note="Brakes squeal",
                )
                for number in range(20)
            ),
        ]
    )


def _found(database: Database, words: str) -> list[Hit]:
    with database.read() as session:
        return search(session, read_search(words, date(2026, 6, 1)).wanted)


def test_titles_that_start_so_come_before_the_others(database: Database) -> None:
    found = _found(database, "bra")
    assert [hit.title for hit in found if hit.kind == "account"] == [
        "Brakes and Gears",
        "Front Runner Bikes",
    ]
    assert [hit.title for hit in found if hit.kind == "person"] == ["Zoë Brandt"]


def test_every_word_must_be_there_in_any_case_and_without_accents(database: Database) -> None:
    found = _found(database, "GEARS brak in:accounts")
    assert [hit.title for hit in found] == ["Brakes and Gears"]
    assert [hit.title for hit in _found(database, "zoe")] == ["Zoë Brandt"]
    assert _found(database, "brakes nowhere") == []


def test_an_account_is_found_by_its_number(database: Database) -> None:
    assert [(hit.kind, hit.id) for hit in _found(database, "697")] == [("account", 1)]


def test_of_many_the_newest_are_shown(database: Database) -> None:
    found = [hit.id for hit in _found(database, "store") if hit.kind == "exchange"]
    assert found == [119, 118, 117, 116, 115]


def test_the_word_for_a_kind_finds_no_kind(database: Database) -> None:
    assert _found(database, "account") == []
    assert _found(database, "exchange") == []


@pytest.mark.parametrize(
    "words",
    [
        "", "  ", '"', "'", "^*", "*", "a AND", "OR", "NOT brakes", "NEAR(brakes, 2)", "title:x",
        "-", "-brakes", "(", ")", '""', '"brakes', "brakes*", "{title}: x", "\ue000account", "🚲",
        "🚲 brakes 🚲", "שלום", "e\u0301", "\u0000", "%_", "a+b", "with:", 'with:"', "since:", ":",
        "::", "type:()", 'account:"NEAR(', "日本", "x" * 5_000,
    ],
)  # fmt: skip
def test_signs_are_no_commands(database: Database, words: str) -> None:
    _found(database, words)


def test_a_renamed_record_is_found_by_its_new_name_only(database: Database) -> None:
    def rename(session: Session) -> None:
        session.get_one(Account, 1).name = "Gear House"

    database.write("Rename", rename)
    assert [hit.id for hit in _found(database, "gear ho in:accounts")] == [1]
    assert [hit.id for hit in _found(database, "account:house visit")] == [119, 118, 117, 116, 115]
    assert [hit.id for hit in _found(database, "brakes and")] == []


# --- what is written about a record, and what it is narrowed by -------------------------------


def _talk(session: Session) -> None:
    session.add_all(
        [
            Colleague(id=20, name="Lena Marsh"),
            Person(id=12, name="רות לוי"),
            Person(id=13, name="Ruth Lee 🚲"),
        ]
    )
    session.flush()
    session.add_all(
        [
            Job(id=14, person_id=12, account_id=1, title="Einkaufsleiterin"),
            Job(id=15, person_id=13, account_id=2, title="Workshop lead"),
            _exchange(200, 1, date(2026, 1, 31), "Freight damage", "They want a credit note",
                      channel=Channel.CALL, kind=ExchangeKind.ENGAGEMENT, inbound=True,
                      complaint=True),
            _exchange(201, 2, date(2026, 2, 1), "Season order", "Credit is fine, note the price",
                      channel=Channel.EMAIL, kind=ExchangeKind.COMMUNICATION, owner_id=20),
            NextStep(id=300, account_id=2, what="Send the price list", due_day=day_of(TODAY),
                     owner_id=20, person_id=13),
        ]
    )  # fmt: skip
    session.flush()
    session.add_all(
        [
            ExchangePerson(id=210, exchange_id=200, person_id=12),
            ExchangePerson(id=211, exchange_id=201, person_id=13),
            ExchangeColleague(id=212, exchange_id=201, colleague_id=20),
        ]
    )


def _exchange(
    number: int, account: int, day: date, subject: str, note: str, *, inbound: bool = False,
    **more: Any,
) -> Exchange:  # fmt: skip
    way = Direction.INBOUND if inbound else Direction.OUTBOUND
    return Exchange(
        id=number, account_id=account, at=noon_of(day), direction=way, subject=subject, note=note,
        **more,
    )  # fmt: skip


@pytest.fixture
def talk(database: Database) -> Database:
    database.write("Talk", _talk)
    return database


def _ids(database: Database, words: str) -> list[int]:
    return [hit.id for hit in _found(database, words)]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("credit", [201, 200]),
        ("credit type:call", [200]),
        ("type:em", [201]),
        ("with:ruth in:exchanges", [201]),
        ("with:רות", [200]),
        ("רות in:exchanges", [200]),
        ("with:lena", [201]),
        ("by:lena credit", [201]),
        ("from:marsh", [201, 300]),
        ("account:brakes freight", [200]),
        ("account:front in:exchanges", [201]),
        ("since:2026-02 credit", [201]),
        ("until:2026-01 credit", [200]),
        ("since:2026-01-31 until:2026-01-31 credit", [200]),
        ("since:2026-01 until:2026-02 credit", [201, 200]),
        ("since:2027 credit", []),
        ("kind:engagement", [200]),
        ("is:complaint", [200]),
        ("is:listen credit", [200]),
        ("is:talk credit", [201]),
        ("is:open price", [300]),
        ("is:done price", []),
        ("in:steps price", [300]),
        ('"credit note"', [200]),
        ('"note credit"', []),
        ('with:"ruth lee" order', [201]),
        ("einkaufs", [12]),
        ("workshop lead front", [13]),
        ("type:call is:open", []),
    ],
)
def test_filters_narrow(talk: Database, words: str, ids: list[int]) -> None:
    assert _ids(talk, words) == ids


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("typ:visit credit", "There is no filter “typ:”"),
        ("since:yesterweek credit", "“yesterweek” does not fit since:"),
        ("since:0000-13 credit", "“0000-13” does not fit since:"),
        ("type:carrier credit", "“carrier” does not fit type:"),
        ("in:attic credit", "“attic” does not fit in:"),
        ("type:call in:people", "No kind of record has all of these filters."),
    ],
)
def test_a_filter_that_is_none_is_said(typed: str, said: str) -> None:
    (problem,) = read_search(typed, TODAY).problems
    assert problem.startswith(said)


def test_an_unknown_filter_is_searched_as_a_word(talk: Database) -> None:
    assert _ids(talk, "damage:freight") == [200]
    assert read_search("see https://a.example at 10:30", TODAY).problems == ()


def test_how_a_line_can_go_on() -> None:
    assert [c.line for c in completions("credit ty", ())] == ["credit type:"]
    assert [c.line for c in completions("type:vi", ())] == ["type:visit ", "type:video "]
    assert [c.line for c in completions("by:le", ("Lena Marsh", "Sam"))] == ['by:"Lena Marsh" ']
    assert completions("credit ", ()) == ()


def test_what_was_met_is_marked(talk: Database) -> None:
    (hit,) = _found(talk, "damage credi type:call")
    assert [hit.title[a:b] for a, b in hit.title_marks] == ["damage"]
    assert hit.passage == "They want a credit note"
    assert [hit.passage[a:b] for a, b in hit.passage_marks] == ["credi"]
    (hit,) = [each for each in _found(talk, "zoe") if each.kind == "person"]
    assert [hit.title[a:b] for a, b in hit.title_marks] == ["Zoë"]


def test_a_long_note_shows_the_place_that_was_met(talk: Database) -> None:
    def write(session: Session) -> None:
        note = f"{'word ' * 16_000}then the compressor broke {'word ' * 200}"
        session.get_one(Exchange, 200).note = note

    talk.write("Note", write)
    (hit,) = _found(talk, "compressor")
    assert hit.passage.startswith("… word")
    assert "then the compressor broke" in hit.passage
    assert len(hit.passage) < 200


def test_long_words_are_met_whole_though_their_beginnings_are_frequent(database: Database) -> None:
    def write(session: Session) -> None:
        session.add(_exchange(500, 1, TODAY, "Installer left", "", channel=Channel.CALL,
                              kind=ExchangeKind.COMMUNICATION))  # fmt: skip
        for number in range(501, 700):
            session.add(_exchange(number, 1, TODAY, "Installation", "", channel=Channel.CALL,
                                  kind=ExchangeKind.COMMUNICATION))  # fmt: skip

    database.write("Add", write)
    assert _ids(database, "installer") == [500]
    assert _ids(database, "installat")[0] == 699
    with database.read() as session:
        wanted = read_search("installation", TODAY).wanted
        assert len(find_all(session, "exchange", wanted).ids) == 199
        assert find_all(session, "exchange", read_search("insta", TODAY).wanted).more is False


def test_names_that_change_are_found_in_what_was_exchanged(talk: Database) -> None:
    def rename(session: Session) -> None:
        session.get_one(Person, 13).name = "Rhoda Lee"
        session.get_one(Colleague, 20).name = "Lena Moor"

    talk.write("Rename", rename)
    assert _ids(talk, "with:ruth in:exchanges") == []
    assert _ids(talk, "with:rhoda with:moor") == [201]
    talk.write("Delete", lambda s: s.delete(s.get_one(ExchangePerson, 211)))
    assert _ids(talk, "with:rhoda in:exchanges") == []
    assert_consistent(talk)


def test_a_long_name_of_an_owner_is_met_whole_beside_a_long_word(talk: Database) -> None:
    def write(session: Session) -> None:
        session.add_all([Colleague(id=21, name="Marshall"), Colleague(id=22, name="Marshmann")])
        session.flush()
        for number, owner in ((400, 21), (401, 22)):
            session.add(_exchange(number, 1, TODAY, "Installation", "", channel=Channel.CALL,
                                  kind=ExchangeKind.COMMUNICATION, owner_id=owner))  # fmt: skip

    talk.write("Add", write)
    assert _ids(talk, "by:marsh installation") == [401, 400]
    assert _ids(talk, "by:marshall installation") == [400]
    assert _ids(talk, "by:marshall") == [400]


@pytest.mark.parametrize(
    ("text", "begins", "whole", "marked"),
    [
        ("Price and enterprise, prices", ("price",), (), ["Price", "price"]),
        ("prepaid pre_paid (pre)", ("pre", "prep"), (), ["prep", "pre", "pre"]),
        ("note notes note", (), ("note",), ["note", "note"]),
        ("notes, note", ("not",), ("note",), ["not", "note"]),
        ("Zoë Zoe", ("zoe",), (), ["Zoë", "Zoe"]),
        ("Zoe\u0308 said no", ("zo", "no"), (), ["Zoe\u0308", "no"]),
        ("nothing", ("", "other"), ("", "noth"), []),
    ],
)
def test_beginnings_and_whole_words_are_marked(
    text: str, begins: tuple[str, ...], whole: tuple[str, ...], marked: list[str]
) -> None:
    assert [text[a:b] for a, b in marks_in(text, begins, whole)] == marked


def _pieces(database: Database) -> int:
    (row,) = rows_of(database, "SELECT count(DISTINCT segid) FROM search_text_exchange_idx")
    return int(row[0])


def test_what_a_step_wrote_much_of_is_searched_in_one_piece(
    talk: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def more(first: int, number: int) -> None:
        talk.write("Add", lambda s: s.add_all(
            _exchange(first + n, 1, TODAY, "Season order", "", channel=Channel.CALL,
                      kind=ExchangeKind.COMMUNICATION) for n in range(number)
        ))  # fmt: skip

    monkeypatch.setattr(search_index, "_MANY", 10)
    more(1_000, 3)
    assert _pieces(talk) > 1
    more(2_000, 40)
    assert _pieces(talk) == 1
    more(3_000, 11)  # many, but little of what is there
    assert _pieces(talk) > 1
    assert _ids(talk, "season")[:5] == [3_010, 3_009, 3_008, 3_007, 3_006]


def test_a_file_with_an_older_index_is_indexed_anew(talk: Database, tmp_path: Path) -> None:
    talk.close()
    file = driver.connect(talk.path)
    for shelf in ("search_text", "search_text_exchange", "search_text_step"):
        file.execute(f"DROP TABLE {shelf}")
    file.execute("CREATE VIRTUAL TABLE search_text USING fts5(kind, title, body)")
    file.close()
    bring_up_to_date(talk.path)
    again = Database.open(talk.path)
    assert _ids(again, "credit type:call") == [200]
    assert_consistent(again)
    again.close()


def test_a_file_whose_index_was_made_otherwise_is_indexed_anew_when_it_opens(
    talk: Database,
) -> None:
    talk.close()
    file = driver.connect(talk.path)
    file.execute("DROP VIEW search_text_form")
    file.execute("CREATE VIEW search_text_form AS SELECT 'of before' AS form")
    file.execute("DELETE FROM search_text_exchange")
    file.close()
    with pytest.raises(FileError, match="older version"):
        Database.open(talk.path, read_only=True)
    again = Database.open(talk.path)
    assert _ids(again, "credit type:call") == [200]
    assert_consistent(again)
    again.close()
    Database.open(talk.path, read_only=True).close()
