"""Health at three levels by hand: every number, what it rests on, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from helpers.new_file import new_file

from b2bdesk.core.dates import day_of, month_of, noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import (
    Account,
    Dmu,
    DmuMember,
    Exchange,
    ExchangePerson,
    ImportBatch,
    Job,
    LedgerLine,
    ListPrice,
    MemberStance,
    OrderDay,
    OrderHeader,
    Person,
    Product,
)
from b2bdesk.models.enums import Channel, Direction, ExchangeKind, Stance
from b2bdesk.services import history
from b2bdesk.services.health.account import AccountHealth, account_health
from b2bdesk.services.health.rules import (
    Group,
    Measure,
    Scale,
    health_rules,
    reset_rules,
    set_scale,
    set_weight,
)
from b2bdesk.services.health.tree import Node
from b2bdesk.services.perceptions import add_attributes, set_score
from b2bdesk.storage.database import Database

DAY = date(2020, 6, 1)
KIND = ExchangeKind


@dataclass
class Firm:
    """A file with one account, a unit, Ruth (influence 4) and Ines (none known)."""

    database: Database
    account: int
    ruth: int
    ines: int
    ruth_seat: int
    unit: int
    batch: int

    def do(self, change: Any) -> Any:
        return self.database.write("Change", change).value

    def health(self, day: date = DAY) -> AccountHealth:
        with self.database.read() as session:
            return account_health(session, self.account, day)

    def at(self, *keys: str, day: date = DAY) -> Node:
        """The node under the company by its keys."""
        node = self.health(day).company
        for key in keys:
            node = next(part for part in node.parts if part.key == key)
        return node

    def exchange(
        self, day: date, sentiment: int | None = None, *, people: tuple[int, ...] = (),
        kind: ExchangeKind = KIND.COMMUNICATION, complaint: bool = False,
    ) -> int:  # fmt: skip
        talk = (KIND.COMMUNICATION, KIND.EXPERIENCE, KIND.INFLUENTIAL)

        def work(session: Any) -> int:
            row = Exchange(
                account_id=self.account, at=noon_of(day), kind=kind, channel=Channel.CALL,
                direction=Direction.OUTBOUND if kind in talk else Direction.INBOUND,
                subject=f"About {day}", sentiment=sentiment, complaint=complaint,
            )  # fmt: skip
            session.add(row)
            session.flush()
            for person in people:
                session.add(ExchangePerson(exchange_id=row.id, person_id=person))
            return row.id

        made: int = self.do(work)
        return made

    def orders(self, *days: date) -> None:
        def work(session: Any) -> None:
            for day in days:
                session.add(
                    OrderDay(account_id=self.account, day=day_of(day), orders=1, amount_minor=100)
                )

        self.do(work)

    def due(self, document: str, required: date, shipped: date | None) -> None:
        self.do(
            lambda s: s.add(
                OrderHeader(
                    batch_id=self.batch, account_id=self.account, document=document,
                    required_day=day_of(required), line_key=crc32(document.encode()), content=0,
                    shipped_day=None if shipped is None else day_of(shipped),
                )
            )
        )  # fmt: skip

    def sold(self, product: int, day: date, units: int, paid: int) -> None:
        self.do(
            lambda s: s.add(
                LedgerLine(
                    batch_id=self.batch, account_id=self.account, product_id=product,
                    document="1", day=day_of(day), month=month_of(day), type="sale",
                    quantity_milli=units * 1000, list_minor=paid, amount_minor=paid,
                    line_key=crc32(f"{product} {day}".encode()), content=0,
                )
            )
        )  # fmt: skip


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    database = new_file(tmp_path / "health.b2bdesk")

    def work(session: Any) -> tuple[int, ...]:
        account, ruth, ines = Account(name="Brakes"), Person(name="Ruth"), Person(name="Ines")
        batch = ImportBatch(file_name="erp.xlsx", sha256="", at=0, summary="{}")
        session.add_all([account, ruth, ines, batch])
        session.flush()
        unit = Dmu(account_id=account.id, name="Bikes")
        session.add(unit)
        session.flush()
        seats = []
        for person, influence in ((ruth, 4), (ines, None)):
            session.add(Job(person_id=person.id, account_id=account.id))
            seat = DmuMember(dmu_id=unit.id, person_id=person.id, influence=influence)
            session.add(seat)
            session.flush()
            seats.append(seat.id)
        return account.id, ruth.id, ines.id, seats[0], unit.id, batch.id

    yield Firm(database, *database.write("Seed", work).value)
    database.close()


def parts(node: Node) -> dict[str, float | None]:
    return {part.key: part.value for part in node.parts}


def stance(firm: Firm, what: Stance, day: date) -> None:
    firm.do(
        lambda s: s.add(MemberStance(member_id=firm.ruth_seat, stance=what, valid_from=day_of(day)))
    )


# --- individuals and units -------------------------------------------------------------------


def test_nothing_known_is_missing_at_every_level(firm: Firm) -> None:
    found = firm.health()
    assert found.company.value is None
    assert parts(found.company) == {"units": None, "scorecard": None, "listening": None}
    assert all(part.share is None for part in found.company.parts)
    person = found.people.person(firm.ruth, firm.ruth_seat)
    assert person is not None
    assert (person.value, len(person.missing)) == (None, 4)
    assert [part.why for part in person.parts] == [
        "No stance is known.",
        "No exchange of two years has a sentiment.",
        "Has not scored us yet.",
        "No exchange yet.",
    ]


def test_an_individual_is_the_mean_of_four_known_parts_and_opens_to_them(firm: Firm) -> None:
    stance(firm, Stance.SUPPORTER, date(2020, 5, 1))
    days = [DAY - timedelta(days=ago) for ago in (150, 120, 90, 60)]
    ids = [firm.exchange(day, people=(firm.ruth,)) for day in days[:3]]
    ids.append(firm.exchange(days[3], 1, people=(firm.ruth,)))
    firm.exchange(DAY + timedelta(days=1), -2, people=(firm.ruth,))  # not yet
    trust, price = firm.do(lambda s: add_attributes(s, ["Trust", "Price"]))
    firm.do(lambda s: set_score(s, firm.ruth, trust, "ours", 5, DAY))
    firm.do(lambda s: set_score(s, firm.ruth, price, "ours", 2, DAY))
    firm.do(lambda s: set_score(s, firm.ruth, price, "rival", 5, DAY))
    person = firm.health().people.person(firm.ruth, firm.ruth_seat)
    assert person is not None
    # Supporter 75; +1 is 75; 5 and 2 of 5 are 100 and 25; 60 days at a cadence of 30: one half.
    assert parts(person) == {
        "stance": 75, "sentiment": 75, "perceptions": 62.5, "freshness": 50,
    }  # fmt: skip
    assert person.value == (75 + 75 + 62.5 + 50) / 4
    assert [part.share for part in person.parts] == [0.25] * 4
    sentiment = person.find("sentiment")
    assert sentiment is not None
    (seen,) = sentiment.inputs
    assert (seen.exchange, seen.counts, seen.share, seen.on) == (ids[3], 75, 1, days[3])
    scores = person.find("perceptions")
    assert scores is not None
    assert [(i.what, i.detail, i.counts) for i in scores.inputs] == [
        ("Trust", "5 of 5", 100), ("Price", "2 of 5", 25),
    ]  # fmt: skip
    fresh = person.find("freshness")
    assert fresh is not None
    assert [i.exchange for i in fresh.inputs] == ids[::-1]
    assert "every 30 days, last one 60 days ago" in fresh.why


def test_sentiment_halves_every_ninety_days(firm: Firm) -> None:
    firm.exchange(DAY, 2, people=(firm.ruth,))
    firm.exchange(DAY - timedelta(days=90), -1, people=(firm.ruth,))
    firm.exchange(DAY - timedelta(days=731), -2, people=(firm.ruth,))  # too old to be heard
    person = firm.health().people.person(firm.ruth, firm.ruth_seat)
    assert person is not None
    part = person.find("sentiment")
    assert part is not None
    assert part.value == pytest.approx(((2 * 1 - 1 * 0.5) / 1.5 + 2) * 25)
    assert [round(i.share or 0, 4) for i in part.inputs] == [0.6667, 0.3333]


def test_a_faded_stance_is_missing_and_says_why(firm: Firm) -> None:
    stance(firm, Stance.CHAMPION, DAY - timedelta(days=361))
    person = firm.health().people.person(firm.ruth, firm.ruth_seat)
    assert person is not None
    part = person.parts[0]
    assert (part.value, part.why) == (None, "Recorded too long ago to count.")
    assert [i.what for i in part.inputs] == ["Champion"]
    # As of the day before it still counts.
    earlier = firm.health(DAY - timedelta(days=1)).people.person(firm.ruth, firm.ruth_seat)
    assert earlier is not None
    assert earlier.value == 100


def test_a_unit_is_weighed_by_influence_and_says_who_counts_as_one(firm: Firm) -> None:
    stance(firm, Stance.CHAMPION, DAY)
    firm.exchange(DAY, -2, people=(firm.ines,))
    unit = firm.health().people.unit(firm.unit)
    assert unit is not None
    # Ruth 100 with 4, Ines 0 without a known influence: it counts as 1.
    assert unit.value == 80
    assert [(part.title, part.share) for part in unit.parts] == [("Ruth", 0.8), ("Ines", 0.2)]
    assert "1 without a known influence counts as 1." in unit.why


def test_who_sits_in_no_unit_has_a_health_but_no_part_in_one(firm: Firm) -> None:
    firm.do(lambda s: s.delete(s.get(DmuMember, firm.ruth_seat)))
    firm.exchange(DAY, 2, people=(firm.ruth,))
    found = firm.health()
    alone = found.people.person(firm.ruth, None)
    assert alone is not None
    assert (alone.value, alone.parts[0].why) == (100, "Not on the map, so without a stance.")
    assert found.company.parts[0].value is None


# --- the scorecard ---------------------------------------------------------------------------


def test_on_time_delivery_between_worst_and_target(firm: Firm) -> None:
    for number in range(8):
        firm.due(f"A{number}", date(2020, 5, 1), date(2020, 5, 1))
    firm.due("LATE", date(2020, 5, 2), date(2020, 5, 9))
    firm.due("OPEN", date(2020, 5, 3), None)
    firm.due("OLD", date(2019, 5, 1), None)  # more than twelve months ago
    firm.due("NEXT", DAY + timedelta(days=1), None)  # not due yet
    node = firm.at("scorecard", "on_time")
    # 80 % in time; 70 % counts 0, 95 % counts 100.
    assert node.value == pytest.approx(100 * (80 - 70) / 25)
    assert node.why.startswith("8 of 10 orders shipped in time, 80%.")
    assert [(i.what, i.detail) for i in node.inputs[:2]] == [
        ("Order OPEN", "not shipped"), ("Order LATE", "7 days late"),
    ]  # fmt: skip
    assert len(node.inputs) == 10
    # The others are missing, so it carries the whole scorecard, and that the whole company.
    card = firm.at("scorecard")
    assert (card.value, [part.share for part in card.parts]) == (node.value, [None, 1.0, None])
    assert firm.health().company.value == node.value


def test_complaints_count_per_hundred_orders_once_the_file_marks_them(firm: Firm) -> None:
    firm.orders(*(date(2020, 1, 1) + timedelta(days=n) for n in range(50)))
    assert firm.at("scorecard", "quality").value is None
    other = firm.do(_other_account_complains)
    assert firm.at("scorecard", "quality").value == 100  # marked elsewhere, so here is none
    complaint = firm.exchange(date(2020, 5, 1), -1, complaint=True)
    firm.exchange(date(2020, 5, 2), -1, complaint=True)
    firm.exchange(date(2019, 5, 2), -1, complaint=True)
    node = firm.at("scorecard", "quality")
    # 2 on 50 orders are 4 per 100; 2 counts 100, 10 counts 0.
    assert node.value == 75
    assert [i.exchange for i in node.inputs][-1] == complaint
    assert other not in [i.exchange for i in node.inputs]


def _other_account_complains(session: Any) -> int:
    other = Account(name="Other")
    session.add(other)
    session.flush()
    row = Exchange(
        account_id=other.id, at=noon_of(DAY), kind=KIND.ENGAGEMENT, channel=Channel.CALL,
        direction=Direction.INBOUND, subject="Broken", complaint=True,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def test_the_price_index_takes_the_nearest_list_price(firm: Firm) -> None:
    def products(session: Any) -> tuple[int, int]:
        brake, gear = Product(code="B", name="Brake"), Product(code="G", name="Gear")
        session.add_all([brake, gear])
        session.flush()
        session.add_all(
            [
                ListPrice(product_id=brake.id, price_minor=500),
                ListPrice(product_id=brake.id, account_id=firm.account, price_minor=100),
                ListPrice(product_id=gear.id, price_minor=200, to_day=day_of(date(2019, 12, 31))),
                ListPrice(product_id=gear.id, segment="Road", price_minor=1),
            ]
        )
        return brake.id, gear.id

    brake, gear = firm.do(products)
    firm.sold(brake, date(2020, 2, 1), 10, 1_100)
    firm.sold(gear, date(2019, 12, 1), 5, 1_000)
    firm.sold(gear, date(2020, 2, 1), 5, 9_000)  # no list price holds any more: left out
    node = firm.at("scorecard", "price")
    # Paid 2,100 against 10 x 1.00 + 5 x 2.00 = 2,000: 105 %; 100 % counts 100, 120 % counts 0.
    assert node.value == pytest.approx(75)
    assert node.why.startswith("Paid 105% of the list prices.")
    assert [(i.what, i.detail, i.share) for i in node.inputs] == [
        ("Brake", "110% of list", 0.5), ("Gear", "100% of list", 0.5),
    ]  # fmt: skip


def test_without_list_prices_the_index_is_missing_not_a_hundred(firm: Firm) -> None:
    def product(session: Any) -> int:
        row = Product(code="B", name="Brake")
        session.add(row)
        session.flush()
        return row.id

    brake = firm.do(product)
    node = firm.at("scorecard", "price")
    assert (node.value, node.why) == (None, "Nothing was bought in twelve months.")
    firm.sold(brake, date(2020, 2, 1), 10, 1_100)
    node = firm.at("scorecard", "price")
    assert node.value is None
    assert "No list prices are known" in node.why


# --- listening and the company ---------------------------------------------------------------


def test_listening_is_the_mean_of_the_kinds_that_speak(firm: Firm) -> None:
    firm.exchange(DAY, 2, kind=KIND.LOYALTY)
    firm.exchange(DAY, -2, kind=KIND.CHATTER)
    firm.exchange(DAY, None, kind=KIND.ENGAGEMENT)
    firm.exchange(DAY, 2, kind=KIND.COMMUNICATION)  # talk, not listening
    node = firm.at("listening")
    assert parts(node) == {
        "loyalty": 100, "purchase": None, "engagement": None, "chatter": 0, "sampling": None,
    }  # fmt: skip
    assert node.value == 50
    assert firm.at("listening", "engagement").why == "1 heard, without a sentiment."


def test_orders_speak_for_purchase_beside_what_was_said(firm: Firm) -> None:
    firm.orders(*(date(2020, 4, 2) - timedelta(days=30 * n) for n in range(10)))
    # Last order 60 days ago, every 30 days: one gap late, so one half.
    assert firm.at("listening", "purchase").value == pytest.approx(50)
    firm.exchange(DAY, 2, kind=KIND.PURCHASE)
    node = firm.at("listening", "purchase")
    assert node.value == pytest.approx(75)
    assert [(i.what[:10], i.share) for i in node.inputs] == [
        ("Last order", 0.5),
        ("About 2020", 0.5),
    ]


def test_the_company_is_weighed_and_the_weights_can_be_edited_and_undone(firm: Firm) -> None:
    stance(firm, Stance.CHAMPION, DAY)  # units: 100
    firm.due("A", date(2020, 5, 1), None)  # scorecard: 0
    firm.exchange(DAY, 0, kind=KIND.LOYALTY)  # listening: 50
    company = firm.health().company
    assert parts(company) == {"units": 100, "scorecard": 0, "listening": 50}
    assert company.value == pytest.approx(0.4 * 100 + 0.2 * 50)
    firm.do(lambda s: set_weight(s, Group.COMPANY, "scorecard", 0))
    company = firm.health().company
    assert company.value == pytest.approx((40 * 100 + 20 * 50) / 60)
    assert [round(part.weight, 4) for part in company.parts] == [0.6667, 0, 0.3333]
    assert firm.health().own_rules
    history.undo(firm.database)
    assert firm.health().company.value == pytest.approx(50)
    assert not firm.health().own_rules
    firm.do(lambda s: set_weight(s, Group.COMPANY, "units", 7))
    firm.do(lambda s: set_scale(s, Measure.ON_TIME, Scale(50, 10)))
    firm.do(reset_rules)
    assert not firm.health().own_rules


def test_an_edited_target_moves_the_measure(firm: Firm) -> None:
    firm.due("A", date(2020, 5, 1), date(2020, 5, 1))
    firm.due("B", date(2020, 5, 1), date(2020, 5, 2))
    assert firm.at("scorecard", "on_time").value == 0
    firm.do(lambda s: set_scale(s, Measure.ON_TIME, Scale(60, 40)))
    assert firm.at("scorecard", "on_time").value == pytest.approx(50)


def test_rules_that_cannot_be(firm: Firm) -> None:
    for change, field in (
        (lambda s: set_weight(s, Group.COMPANY, "units", -1), "weight"),
        (lambda s: set_scale(s, Measure.ON_TIME, Scale(70, 95)), "worst"),
        (lambda s: set_scale(s, Measure.ON_TIME, Scale(101, 95)), "target"),
        (lambda s: set_scale(s, Measure.PRICE, Scale(100, 100)), "worst"),
    ):
        with pytest.raises(DomainError) as refused:
            firm.do(change)
        assert refused.value.field == field

    def nothing(session: Any) -> None:
        for part in ("price", "on_time", "quality"):
            set_weight(session, Group.SCORECARD, part, 0)

    with pytest.raises(DomainError):
        firm.do(nothing)
    with firm.database.read() as session:
        assert health_rules(session).share(Group.COMPANY, "units") == 0.4


def test_the_as_of_date_holds_at_every_level(firm: Firm) -> None:
    firm.due("A", date(2020, 5, 1), date(2020, 5, 1))
    firm.exchange(date(2020, 5, 1), 2, people=(firm.ruth,), kind=KIND.LOYALTY)
    assert firm.health().company.value == 100
    before = firm.health(date(2020, 4, 30)).company
    assert (before.value, len(before.missing)) == (None, 3)


def test_figures_are_written_as_the_region_writes_them(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        firm.due(f"A{number}", date(2020, 5, 1), date(2020, 5, 1 + (number == 0)))
    for name, share in (("de_DE", "66,7%"), ("en_US", "66.7%"), ("", "66.7%")):
        monkeypatch.setattr("b2bdesk.core.region._region", name or "nowhere")
        assert share in firm.at("scorecard", "on_time").why
