"""Scenarios kept, compared and written out; plans made of them and done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from b2bdesk.core.errors import DomainError
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.queries.scenarios import list_plans, list_scenarios
from b2bdesk.services import history
from b2bdesk.services.decisions.overview import account_measures
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.next_steps import StepDraft, finish_next_step
from b2bdesk.services.plans import PlanDraft, add_plan, add_steps, remove_plan, rename_plan
from b2bdesk.services.scenario_export import write_scenarios
from b2bdesk.services.scenarios import (
    ScenarioDraft,
    remove_scenario,
    rename_scenario,
    save_scenario,
    settings_of_scenario,
)
from b2bdesk.storage.database import Database
from tests.helpers.costed_account import AS_OF
from tests.helpers.new_file import new_file
from tests.unit.services.test_decisions import fill

PRICE = MeasureSetting(MeasureKind.PRICE, 1_500)
FEE = MeasureSetting(MeasureKind.ORDER_FEE, 20_000, 50_000)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "small.b2bdesk")
    made.write("Fill", fill)
    yield made
    made.close()


def save(file: Database, name: str, *settings: MeasureSetting, account: int | None = 1) -> int:
    draft = ScenarioDraft(account, name, settings)
    return file.write("Save", lambda s: save_scenario(s, draft, AS_OF)).value


def test_a_scenario_comes_back_as_it_was_saved(file: Database) -> None:
    save(file, "  Careful   steps ", PRICE, FEE)
    with file.read() as session:
        (row,) = list_scenarios(session, 1)
        assert list_scenarios(session, 2) == []
        assert list_scenarios(session, None) == []
    assert (row.name, row.made) == ("Careful steps", AS_OF)
    assert settings_of_scenario(row) == (PRICE, FEE)


def test_the_same_name_replaces_and_undo_brings_back(file: Database) -> None:
    first = save(file, "Bold", PRICE)
    assert save(file, "bold", FEE) == first
    with file.read() as session:
        assert settings_of_scenario(list_scenarios(session, 1)[0]) == (FEE,)
    history.undo(file)
    with file.read() as session:
        (row,) = list_scenarios(session, 1)
    assert row.name == "Bold"
    assert settings_of_scenario(row) == (PRICE,)


def test_names_are_one_of_a_kind_and_not_empty(file: Database) -> None:
    first, second = save(file, "One", PRICE), save(file, "Two", FEE)
    assert save(file, "One", PRICE, account=None) != first  # the portfolio's own
    with pytest.raises(DomainError) as taken:
        file.write("Rename", lambda s: rename_scenario(s, second, "ONE"))
    assert taken.value.field == "name"
    file.write("Rename", lambda s: rename_scenario(s, second, "Three"))
    for name, settings, field in ((" ", (PRICE,), "name"), ("Four", (), "measures")):
        with pytest.raises(DomainError) as refused:
            save(file, name, *settings)
        assert refused.value.field == field
    file.write("Remove", lambda s: remove_scenario(s, first))
    with file.read() as session:
        assert [row.name for row in list_scenarios(session, 1)] == ["Three"]
    history.undo(file)
    with file.read() as session:
        assert settings_of_scenario(list_scenarios(session, 1)[0]) == (PRICE,)


def test_scenarios_stand_side_by_side_in_a_workbook(file: Database, tmp_path: Path) -> None:
    save(file, "Price", PRICE)
    save(file, "=Fee", FEE, MeasureSetting(MeasureKind.VISITS, 0))
    with file.read() as session:
        found = account_measures(session, 1, AS_OF)
    assert found.found is not None
    path = tmp_path / "scenarios.xlsx"
    rows = [(each.row.name, each.settings) for each in found.scenarios]
    write_scenarios(path, found.found, rows, lambda each: each.kind.value, count_freed=True)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    table = {line[0]: line for line in cells if line[0] in ("Today", "Price", "=Fee")}
    assert table["Today"][2] == pytest.approx(221.00)
    assert table["Price"][3] == pytest.approx(14.25)  # 1.5 % of 950.00
    # One of two orders is under 500.00: a fee of 20.00; both visits cost 9.00.
    assert table["=Fee"][3] == pytest.approx(29.00)
    assert table["=Fee"][1] == "order_fee, fewer_visits"
    assert len(book.worksheets) == 2


def plan(file: Database, *steps: StepDraft, name: str = "Measures") -> int:
    draft = PlanDraft(1, name, steps)
    return file.write("Plan", lambda s: add_plan(s, draft, AS_OF, None)).value


def test_the_steps_of_a_plan_are_next_steps_of_the_account(file: Database) -> None:
    due = date(2020, 6, 10)
    number = plan(file, StepDraft("Agree on the price", due), StepDraft("Tell the field"))
    with file.read() as session:
        (row,) = list_plans(session, 1)
        steps = list_next_steps(session, AS_OF, account=1)
    assert [(step.what, step.due) for step in row.steps] == [
        ("Agree on the price", due),
        ("Tell the field", None),
    ]
    assert {step.what for step in steps} == {"Agree on the price", "Tell the field"}
    first = row.steps[0].id
    file.write("Done", lambda s: finish_next_step(s, first, AS_OF))
    file.write("More", lambda s: add_steps(s, number, [StepDraft("Check in autumn")], AS_OF, None))
    file.write("Rename", lambda s: rename_plan(s, number, " Price first "))
    with file.read() as session:
        (row,) = list_plans(session, 1)
    assert (row.name, row.done, len(row.steps)) == ("Price first", 1, 3)
    assert file.write("Remove", lambda s: remove_plan(s, number)).value == 2
    with file.read() as session:
        assert list_plans(session, 1) == []
        assert list_next_steps(session, AS_OF, account=1) == ()
        done = list_next_steps(session, AS_OF, account=1, with_done_since=AS_OF)
    assert [step.what for step in done] == ["Agree on the price"]
    history.undo(file)
    with file.read() as session:
        (row,) = list_plans(session, 1)
    assert (row.done, len(row.steps)) == (1, 3)


def test_a_plan_needs_a_name_and_a_step_that_says_something(file: Database) -> None:
    for draft, field in (
        (PlanDraft(1, " ", (StepDraft("x"),)), "name"),
        (PlanDraft(1, "Plan", ()), "steps"),
        (PlanDraft(1, "Plan", (StepDraft("  "),)), "step"),
    ):
        with pytest.raises(DomainError) as refused:
            file.write("Plan", lambda s, d=draft: add_plan(s, d, AS_OF, None))  # type: ignore[misc]
        assert refused.value.field == field
    with file.read() as session:
        assert list_plans(session, 1) == []


def test_a_plan_outlives_its_scenario(file: Database) -> None:
    scenario = save(file, "Price", PRICE)
    draft = PlanDraft(1, "Plan", (StepDraft("x"),), scenario=scenario)
    file.write("Plan", lambda s: add_plan(s, draft, AS_OF, None))
    file.write("Remove", lambda s: remove_scenario(s, scenario))
    with file.read() as session:
        (row,) = list_plans(session, 1)
    assert row.scenario is None
