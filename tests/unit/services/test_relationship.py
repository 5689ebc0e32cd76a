"""Assessing an account, setting types, and what follows, as of a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from b2bdesk.analytics.relationship import Fit, Question
from b2bdesk.core.dates import month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.models import (
    Account,
    AccountMonth,
    Colleague,
    CostPool,
    CostPoolPeriod,
    ImportBatch,
    OrderDay,
)
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.models.enums import RelationshipType
from b2bdesk.services import history
from b2bdesk.services.relationship import (
    AssessmentDraft,
    EntryKind,
    RelationshipResult,
    clear_target,
    get_relationship,
    save_assessment,
    set_answer,
    set_current_type,
    set_note,
    set_target_type,
)
from b2bdesk.services.type_comparison import compare_types
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

AS_OF = date(2020, 6, 1)
CLOSE = {
    "alternatives": 2,
    "dynamism": 4,
    "importance": 4,
    "complexity": 5,
    "money": 3,
    "people": 4,
    "training": 4,
    "equipment": 2,
    "procedures": 3,
}
ACCOUNT = 7


def _month(account: int, month: date, sales: int, goods: int, uncosted: int = 0) -> AccountMonth:
    return AccountMonth(
        account_id=account, month=month_of(month), list_minor=sales, amount_minor=sales,
        cost_minor=goods, uncosted=uncosted, lines=1, orders=1, deliveries=1, returns=0,
        credit_notes=0, quantity_milli=1000,
    )  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "x.b2bdesk")

    def fill(session: Session) -> None:
        session.add_all(
            [Account(id=ACCOUNT, name="Brakes and Gears"), Colleague(id=1, name="Lena")]
        )
        session.add(_month(ACCOUNT, date(2020, 3, 1), 100_000, 90_000))

    made.write("Fill", fill)
    yield made
    made.close()


def _get(database: Database, as_of: date = AS_OF) -> RelationshipResult:
    with database.read() as session:
        return get_relationship(session, ACCOUNT, as_of)


def _assess(database: Database, on: date = AS_OF, note: str | None = None) -> None:
    draft = AssessmentDraft(CLOSE, on, note, 1)
    database.write("Assess", lambda s: save_assessment(s, ACCOUNT, draft))


def test_nothing_known(database: Database) -> None:
    found = _get(database)
    assert found.assessment is None
    assert found.recommended is None
    assert len(found.outcome.missing) == len(Question)
    assert (found.current, found.target, found.fit) == (None, None, Fit.UNKNOWN)
    assert found.history == ()
    assert not found.urgent


def test_assessment_recommends(database: Database) -> None:
    _assess(database, note="Fitting workshop")
    found = _get(database)
    assert found.assessment is not None
    assert found.assessment.on == AS_OF
    assert found.assessment.author == "Lena"
    assert found.outcome.score_shown == 75
    assert found.recommended is RelationshipType.COLLABORATIVE
    assert [entry.kind for entry in found.history] == [EntryKind.ASSESSED]
    assert found.history[0].score == 75
    assert found.history[0].reason == "Fitting workshop"


def test_one_answer_is_one_step_and_keeps_the_rest(database: Database) -> None:
    _assess(database, date(2020, 5, 1), "Visit")
    database.write("Answer", lambda s: set_answer(s, ACCOUNT, "complexity", 1, on=AS_OF, author=1))
    found = _get(database)
    assert found.assessment is not None
    assert found.assessment.by_question() == CLOSE | {"complexity": 1}
    assert found.assessment.note is None, "the old note speaks of the old day"
    assert len(found.history) == 2
    assert _get(database, date(2020, 5, 31)).outcome.score_shown == 75
    database.write("Answer", lambda s: set_answer(s, ACCOUNT, "money", None, on=AS_OF))
    found = _get(database)
    assert len(found.history) == 2, "the same day again corrects that day's assessment"
    assert found.recommended is None
    assert found.outcome.missing == (Question.MONEY,)
    history.undo(database)
    history.undo(database)
    assert _get(database).outcome.score_shown == 75


def test_note_keeps_the_answers(database: Database) -> None:
    _assess(database)
    database.write("Note", lambda s: set_note(s, ACCOUNT, " Owner said so ", AS_OF, 1))
    found = _get(database)
    assert found.assessment is not None
    assert found.assessment.note == "Owner said so"
    assert found.outcome.score_shown == 75


def test_answers_outside_the_scale_are_refused(database: Database) -> None:
    with pytest.raises(DomainError) as caught:
        database.write("Answer", lambda s: set_answer(s, ACCOUNT, "money", 6, on=AS_OF))
    assert caught.value.field == "money"
    with pytest.raises(DomainError) as caught:
        database.write("Answer", lambda s: set_answer(s, 99, "money", 3, on=AS_OF))
    assert caught.value.field == "account"
    assert _get(database).assessment is None


def test_current_type_is_dated(database: Database) -> None:
    def set_to(kind: RelationshipType, on: date, reason: str = "") -> None:
        database.write(
            "Set", lambda s: set_current_type(s, ACCOUNT, kind, on=on, reason=reason, author=1)
        )

    set_to(RelationshipType.TRANSACTIONAL, date(2019, 1, 7), "First orders")
    set_to(RelationshipType.VALUE_ADDED, date(2020, 2, 3), "Training began")
    now, then = _get(database), _get(database, date(2020, 2, 2))
    assert now.current is not None
    assert now.current.type is RelationshipType.VALUE_ADDED
    assert then.current is not None
    assert then.current.type is RelationshipType.TRANSACTIONAL
    assert [entry.reason for entry in now.history] == ["Training began", "First orders"]
    set_to(RelationshipType.COLLABORATIVE, date(2020, 2, 3))
    corrected = _get(database)
    assert corrected.current is not None
    assert corrected.current.type is RelationshipType.COLLABORATIVE
    assert len(corrected.history) == 2


def test_target_is_set_by_a_date_replaced_and_removed(database: Database) -> None:
    by = date(2020, 12, 31)
    kind = RelationshipType.COLLABORATIVE
    database.write("Set", lambda s: set_target_type(s, ACCOUNT, kind, by=by, on=AS_OF))
    found = _get(database)
    assert found.target is not None
    assert (found.target.type, found.target.on, found.target.set_on) == (kind, by, AS_OF)
    assert _get(database, date(2020, 5, 31)).target is None
    later = date(2021, 6, 30)
    database.write("Set", lambda s: set_target_type(s, ACCOUNT, kind, by=later, on=AS_OF))
    found = _get(database)
    assert found.target is not None
    assert found.target.on == later
    assert len(found.history) == 1
    database.write("Clear", lambda s: clear_target(s, ACCOUNT))
    assert _get(database).target is None
    history.undo(database)
    assert _get(database).target is not None
    with pytest.raises(DomainError) as caught:
        database.write("Set", lambda s: set_target_type(s, ACCOUNT, kind, by=AS_OF, on=AS_OF))
    assert caught.value.field == "by"


def _pool(session: Session, amount: int) -> None:
    pool = CostPool(
        name="Desk", activity="Orders", level=CostLevel.ORDER, method=CostMethod.CONVENTIONAL,
        driver=Driver.ORDERS,
    )  # fmt: skip
    session.add(pool)
    session.flush()
    month = month_of(date(2020, 3, 1))
    session.add(
        CostPoolPeriod(pool_id=pool.id, first_month=month, last_month=month, amount_minor=amount)
    )


def test_over_invested_is_urgent_when_it_loses(database: Database) -> None:
    answers = dict.fromkeys(CLOSE, 3)
    database.write("Assess", lambda s: save_assessment(s, ACCOUNT, AssessmentDraft(answers, AS_OF)))
    close = RelationshipType.COLLABORATIVE
    database.write("Set", lambda s: set_current_type(s, ACCOUNT, close, on=AS_OF))
    found = _get(database)
    assert found.fit is Fit.OVER_INVESTED
    assert (found.profit_minor, found.costs_included, found.urgent) == (10_000, False, False)
    database.write("Add costs", lambda s: _pool(s, 15_000))
    found = _get(database)
    assert (found.profit_minor, found.costs_included, found.urgent) == (-5_000, True, True)
    loose = RelationshipType.TRANSACTIONAL
    database.write("Set", lambda s: set_current_type(s, ACCOUNT, loose, on=AS_OF))
    found = _get(database)
    assert (found.fit, found.urgent) == (Fit.UNDER_INVESTED, False)


def test_unknown_cost_of_goods_is_no_loss(database: Database) -> None:
    database.write("More", lambda s: s.add(_month(ACCOUNT, date(2020, 4, 1), 100, 0, 1)))
    assert _get(database).profit_minor is None


def test_types_are_compared_only_where_there_are_enough(database: Database) -> None:
    def more(session: Session) -> None:
        # Months come with an import, and what was read of them holds until the next one.
        session.add(ImportBatch(file_name="more.xlsx", sha256="", at=0, summary="{}"))
        for number in range(100, 106):
            session.add(Account(id=number, name=f"Account {number}"))
            session.add(_month(number, date(2020, 3, 1), 10_000 * (number - 99), 1000))
            session.add(
                OrderDay(account_id=number, day=18_322, orders=1, amount_minor=10_000)
            )  # fmt: skip
            session.flush()
            kind = RelationshipType.TRANSACTIONAL
            if number > 102:
                kind = RelationshipType.COLLABORATIVE
            set_current_type(session, number, kind, on=date(2020, 1, 1))

    with database.read() as session:
        assert compare_types(session, AS_OF) == ()
    database.write("More", more)
    with database.read() as session:
        few, close = compare_types(session, AS_OF)
    assert (few.type, few.accounts, few.sales_minor) == (RelationshipType.TRANSACTIONAL, 3, 20_000)
    assert (close.type, close.sales_minor) == (RelationshipType.COLLABORATIVE, 50_000)
    assert few.cost_share is None
    assert few.still_active is None, "one order is too early to say"
    database.write("Add costs", lambda s: _pool(s, 7_000))
    with database.read() as session:
        few, _ = compare_types(session, AS_OF)
    assert few.cost_share == pytest.approx(0.05)
    assert few.cost_range is not None
    assert few.cost_range[0] <= few.cost_share <= few.cost_range[1]
