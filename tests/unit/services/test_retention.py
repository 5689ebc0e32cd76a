"""Retention of the real resellers: chances, score, expected loss, drivers, caching."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from helpers.resellers import make_reseller_file
from sqlalchemy import insert
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, instant_of, noon_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import (
    Account,
    Colleague,
    Contract,
    Coverage,
    Dmu,
    DmuMember,
    Exchange,
    ExchangePerson,
    ImportBatch,
    Job,
    OrderHeader,
    Person,
)
from b2bdesk.models.enums import (
    Channel,
    CoverageLevel,
    Direction,
    ExchangeKind,
    RenewalState,
)
from b2bdesk.queries.retention import list_coverage, year_before
from b2bdesk.services import history
from b2bdesk.services.health.rules import Measure, Scale, set_scale
from b2bdesk.services.retention import (
    AccountRetention,
    Driver,
    DriverLine,
    NoLoss,
    PortfolioRetention,
    Unscored,
    account_retention,
    portfolio_retention,
)
from b2bdesk.services.retention.portfolio import margin_months
from b2bdesk.storage.database import Database

AS_OF = date(2020, 5, 31)


@pytest.fixture(scope="module")
def resellers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_reseller_file(tmp_path_factory.mktemp("retention") / "aw.b2bdesk")
    yield database
    database.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Database]:
    """A file of its own, to write into."""
    database = make_reseller_file(tmp_path / "aw.b2bdesk")
    yield database
    database.close()


def _portfolio(database: Database, as_of: date = AS_OF) -> PortfolioRetention:
    with database.read() as session:
        return portfolio_retention(session, as_of)


def _account(database: Database, account: int, as_of: date = AS_OF) -> AccountRetention:
    with database.read() as session:
        return account_retention(session, account, as_of)


def _line(found: AccountRetention, driver: Driver) -> DriverLine:
    return next(line for line in found.drivers if line.driver is driver)


def test_chances_are_chances_and_the_living_are_not_all_dead(resellers: Database) -> None:
    found = _portfolio(resellers)
    assert len(found.accounts) == 701
    scored = [row for row in found.accounts if row.risk is not None]
    for row in scored:
        for chance in (row.p_active, row.p_order, row.risk, row.risk_low, row.risk_high):
            assert chance is not None
            assert 0 <= chance <= 1
        assert row.risk_low is not None
        assert row.risk is not None
        assert row.risk_high is not None
        assert row.risk_low <= row.risk <= row.risk_high
        assert row.still_active == pytest.approx(1 - row.risk)
    live = [row for row in found.accounts if row.scored]
    assert len(live) > 400
    assert sum(row.p_order is not None and row.p_order > 0.8 for row in live) > 300
    assert 0.02 < sum(row.risk or 0 for row in live) / len(live) < 0.5


def test_model_is_chosen_by_what_it_would_have_said(resellers: Database) -> None:
    note = _portfolio(resellers).model
    assert note is not None
    # Resellers order every quarter: a regular model beats one that takes orders for random.
    assert (note.kind, note.reason) == ("mbg", "best_backtest")
    assert note.regularity > 1
    assert note.accounts == 632
    assert note.repeat_orders == 2979
    assert note.validated
    assert note.beats_baselines
    assert note.log_loss is not None
    assert note.recency_log_loss is not None
    assert note.log_loss < note.recency_log_loss
    assert note.labels > 100


def test_lapsed_accounts_are_apart(resellers: Database) -> None:
    found = _portfolio(resellers)
    assert len(found.lapsed) == 66
    for row in found.lapsed:
        assert row.expected_loss_minor is None
        assert row.no_loss is NoLoss.LAPSED
        assert not row.scored
        assert row.days_since is not None
        assert row.days_since > max(365, 6 * (row.usual_gap or 0))
    assert not set(found.worst_first) & set(found.lapsed)


def test_too_early_to_score(resellers: Database) -> None:
    found = _portfolio(resellers)
    reasons = dict.fromkeys(Unscored, 0)
    for row in found.accounts:
        if row.reason is not None:
            reasons[row.reason] += 1
            assert row.risk is None
            assert row.p_order is None
            assert row.expected_loss_minor is None
    assert reasons == {Unscored.NO_ORDERS: 69, Unscored.FEW_ORDERS: 59}


def test_orders_after_the_date_are_not_known_on_it(resellers: Database) -> None:
    earlier = _portfolio(resellers, date(2018, 12, 31))
    row = next(r for r in earlier.accounts if r.orders >= 3)
    assert row.last_order is not None
    assert row.last_order <= date(2018, 12, 31)
    found = _account(resellers, row.account, date(2018, 12, 31))
    assert len(found.ticks) == row.orders
    assert max(tick.day for tick in found.ticks) == row.last_order
    nothing = _portfolio(resellers, date(2017, 6, 30))
    assert nothing.model is None
    assert all(r.reason is Unscored.NO_ORDERS for r in nothing.accounts)


def test_expected_loss_is_risk_times_margin(resellers: Database) -> None:
    found = _portfolio(resellers)
    assert found.margin_months == (date(2019, 6, 1), date(2020, 5, 31))
    assert not found.costs_included
    row = found.worst_first[0]
    assert row.risk is not None
    assert row.expected_margin_minor is not None
    assert row.expected_loss_minor == round(row.risk * row.expected_margin_minor)
    losing = [
        r for r in found.worst_first if r.expected_margin_minor and r.expected_margin_minor < 0
    ]
    assert losing
    assert all(r.expected_loss_minor == 0 for r in losing)
    assert found.expected_loss_minor == sum(r.expected_loss_minor or 0 for r in found.worst_first)


def test_no_cost_of_goods_says_so(tmp_path: Path) -> None:
    database = make_reseller_file(tmp_path / "x.b2bdesk", costs=False)
    found = _portfolio(database)
    database.close()
    live = [row for row in found.worst_first if row.orders >= 3 and row.days_since == 0]
    assert live
    for row in live:
        assert row.expected_loss_minor is None
        assert row.no_loss is NoLoss.NO_COST_OF_GOODS
    assert found.expected_loss_minor is None
    assert all(row.expected_loss_minor is None for row in found.accounts)


def test_whole_months_only() -> None:
    assert margin_months(date(2020, 5, 31)).last_date == date(2020, 5, 31)
    assert margin_months(date(2020, 5, 30)).last_date == date(2020, 4, 30)
    assert margin_months(date(2020, 5, 30)).months == 12


def test_year_before_is_twelve_months() -> None:
    assert year_before(day_of(date(2020, 5, 31))) == day_of(date(2019, 6, 1))
    assert year_before(day_of(date(2020, 2, 29))) == day_of(date(2019, 3, 1))


def test_account_in_full(resellers: Database) -> None:
    portfolio = _portfolio(resellers)
    late = max(
        (row for row in portfolio.worst_first if (row.cycles_late or 0) < 2),
        key=lambda row: row.cycles_late or 0,
    )
    found = _account(resellers, late.account)
    assert found.risk == late
    assert len(found.ticks) == late.orders
    assert all(tick.amount_minor > 0 for tick in found.ticks)
    assert len(found.missed) == pytest.approx(late.cycles_late or 0, abs=1)
    assert found.window is not None
    assert found.window.last >= AS_OF
    rhythm = found.drivers[0]
    assert rhythm.driver is Driver.ORDER_RHYTHM
    assert rhythm.points is not None
    assert rhythm.points > 20
    assert {line.driver for line in found.drivers} == set(Driver)
    assert found.still_active_before is not None
    assert late.still_active is not None
    assert found.still_active_before > late.still_active
    assert found.punctuality is None
    # Nothing else is known of this file: the rhythm alone leads from typical to this account.
    assert found.typical_risk is not None
    assert late.risk is not None
    odds = math.log(late.risk / (1 - late.risk)) - math.log(
        found.typical_risk / (1 - found.typical_risk)
    )
    assert rhythm.points == pytest.approx(20 / math.log(2) * odds)
    assert all(line.points is None for line in found.drivers[1:])


def test_unknown_account(resellers: Database) -> None:
    with pytest.raises(DomainError):
        _account(resellers, 10**9)


def test_results_are_kept_until_something_changes(own: Database) -> None:
    first = _portfolio(own)
    assert _portfolio(own) is first
    account = first.worst_first[0].account
    own.write("Rename", lambda s: setattr(s.get(Account, account), "name", "Renamed"))
    assert _portfolio(own) is not first
    own.write("Delete account", lambda s: s.delete(s.get(Account, account)))
    assert account not in _portfolio(own).by_account
    history.undo(own)
    assert account in _portfolio(own).by_account


def _driven(session: Session, account: int) -> None:
    """An account about which every driver that a file can hold speaks."""
    person = Person(name="Ines Carvalho")
    other = Person(name="Erik Dahl")
    me = Colleague(name="Lena Marsh")
    unit = Dmu(account_id=account, name="Workshop")
    session.add_all([person, other, me, unit])
    session.flush()
    session.add_all(
        [
            Job(person_id=person.id, account_id=account),
            Job(person_id=other.id, account_id=account, valid_to=day_of(date(2020, 1, 1))),
            DmuMember(dmu_id=unit.id, person_id=person.id),
            DmuMember(dmu_id=unit.id, person_id=other.id),
            Coverage(
                person_id=person.id, colleague_id=me.id, level=CoverageLevel.BRIEF,
                desired=CoverageLevel.IN_DEPTH, valid_from=day_of(date(2020, 1, 1)),
            ),
            Coverage(
                person_id=person.id, colleague_id=me.id, level=CoverageLevel.IN_DEPTH,
                desired=CoverageLevel.IN_DEPTH, valid_from=day_of(date(2020, 6, 2)),
            ),
            Contract(account_id=account, name="Frame 2020", ends_day=day_of(date(2020, 7, 30))),
        ]
    )  # fmt: skip
    days = [(2018, 9, 3), (2018, 12, 3), (2019, 2, 4), (2019, 4, 1), (2019, 9, 2), (2020, 3, 2)]
    for year, month, day in days:
        when = datetime(year, month, day, 10).astimezone()
        late = when.date() > date(2019, 5, 31)
        exchange = Exchange(
            account_id=account, at=instant_of(when), direction=Direction.OUTBOUND,
            kind=ExchangeKind.COMMUNICATION, channel=Channel.CALL, subject="Call",
            sentiment=-1 if late else 1,
        )  # fmt: skip
        session.add(exchange)
        session.flush()
        session.add(ExchangePerson(exchange_id=exchange.id, person_id=person.id))
    batch = ImportBatch(file_name="orders.xlsx", sha256="x", at=0, summary="{}")
    session.add(batch)
    session.flush()
    session.execute(
        insert(OrderHeader),
        [
            {
                "batch_id": batch.id, "account_id": account, "document": f"O{number}",
                "ordered_day": day - 20, "required_day": day, "shipped_day": shipped,
                "freight_minor": 0, "line_key": number, "content": number, "superseded": 0,
            }
            for number, (day, shipped) in enumerate(
                [
                    (day_of(date(2019, 8, 1)), day_of(date(2019, 7, 30))),
                    (day_of(date(2020, 4, 1)), day_of(date(2020, 4, 3))),
                    (day_of(date(2020, 5, 1)), None),
                    (day_of(date(2020, 6, 15)), None),
                ]
            )
        ],
    )  # fmt: skip


def test_drivers_speak_where_the_file_knows(own: Database) -> None:
    account = next(row.account for row in _portfolio(own).worst_first if row.orders > 5)
    before = _account(own, account)
    own.write("Tell the story", lambda s: _driven(s, account))
    found = _account(own, account)
    single = _line(found, Driver.SINGLE_THREADED)
    assert single.points == pytest.approx(20 / math.log(2) * math.log(1.6), rel=0.2)
    assert "Ines Carvalho" in single.evidence
    cadence = _line(found, Driver.CONTACT_CADENCE)
    assert cadence.points is not None
    assert cadence.points > 0
    assert cadence.evidence == "2 exchanges in a year, 5 the year before"
    contract = _line(found, Driver.CONTRACT_END)
    assert contract.points == pytest.approx(20, rel=0.2)
    assert contract.evidence == "Contract ends in 60 days, talks not begun"
    otif = _line(found, Driver.OTIF)
    assert otif.points is not None
    assert otif.points > 0
    assert otif.evidence == "2 of 3 orders shipped late, 33% on time"
    assert found.punctuality is not None
    assert (found.punctuality.due, found.punctuality.on_time) == (3, 1)
    assert (found.punctuality.due_recent, found.punctuality.on_time_recent) == (2, 0)
    # One account is no portfolio to compare with: known, but no distance can be measured.
    for driver in (Driver.DMU_COVERAGE, Driver.SENTIMENT_SLOPE):
        assert _line(found, driver).points is None
        assert "too few accounts" in _line(found, driver).evidence
    for driver in (Driver.QUALITY, Driver.PRICE_INDEX, Driver.COMPETITOR, Driver.SHARE_OF_WALLET):
        assert _line(found, driver).points is None
    assert before.risk.risk is not None
    assert found.risk.risk is not None
    assert found.risk.risk > before.risk.risk
    known = [line for line in found.drivers if line.points is not None]
    assert sum(line.shown for line in known) == round(sum(line.points or 0 for line in known))


def test_talks_take_the_contract_off_the_alert(own: Database) -> None:
    account = next(row.account for row in _portfolio(own).worst_first if row.orders > 5)
    made = own.write(
        "Add contract",
        lambda s: s.add(
            Contract(
                account_id=account, name="Frame", ends_day=day_of(date(2020, 7, 30)),
                renewal=RenewalState.IN_TALKS,
            )
        ),
    )  # fmt: skip
    assert made.changes.txn is not None
    line = _line(_account(own, account), Driver.CONTRACT_END)
    assert line.points == 0
    assert line.evidence == "Contract runs for 60 more days"


def test_coverage_reads_as_of_the_day_and_without_who_left(own: Database) -> None:
    own.write("Tell the story", lambda s: _driven(s, 1))
    with own.read() as session:
        row = next(r for r in list_coverage(session, day_of(AS_OF)) if r.account == 1)
        later = next(r for r in list_coverage(session, day_of(date(2020, 6, 2))) if r.account == 1)
    assert (row.people, row.known) == (1, 1)
    assert row.reached == pytest.approx(1 / 3)
    assert later.reached == 1


def test_the_scorecards_targets_and_complaints_drive_the_score(own: Database) -> None:
    account = next(row.account for row in _portfolio(own).worst_first if row.orders > 5)

    def lines() -> dict[Driver, DriverLine]:
        with own.read() as session:
            return {
                line.driver: line for line in account_retention(session, account, AS_OF).drivers
            }

    assert lines()[Driver.QUALITY].points is None

    def complain(session: Session) -> None:
        for _ in range(9):
            session.add(
                Exchange(
                    account_id=account, at=noon_of(AS_OF), direction=Direction.INBOUND,
                    kind=ExchangeKind.ENGAGEMENT, channel=Channel.CALL, subject="Broken",
                    complaint=True,
                )
            )  # fmt: skip

    own.write("Complain", complain)
    quality = lines()[Driver.QUALITY]
    assert quality.points is not None
    assert quality.points > 0
    assert quality.evidence.startswith("9 complaints on ")
    # A target that is set is the one the score measures against, at once.
    own.write("Allow", lambda s: set_scale(s, Measure.QUALITY, Scale(1000, 2000)))
    eased = lines()[Driver.QUALITY]
    assert eased.points is not None
    assert eased.points < quality.points
