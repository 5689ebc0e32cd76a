"""The file's rules for profit: defaults, what is kept, and what is refused at its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from b2bdesk.core.errors import DomainError
from b2bdesk.services.profit_rules import ProfitRules, profit_rules, set_profit_rules
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    made = new_file(tmp_path / "small.b2bdesk")
    yield made
    made.close()


def rules_of(file: Database) -> ProfitRules:
    with file.read() as session:
        return profit_rules(session)


def test_one_percent_five_percent_and_medians_until_the_user_says_otherwise(file: Database) -> None:
    assert rules_of(file) == ProfitRules(100, 500, None, None)
    assert rules_of(file).lines is None
    chosen = ProfitRules(250, 300, -25, 210)
    step = file.write("Set rules", lambda session: set_profit_rules(session, chosen))
    assert rules_of(file) == chosen
    assert rules_of(file).lines == (-0.25, 2.1)
    assert step.changes.touches("file_setting")
    file.write("Back", lambda session: set_profit_rules(session, ProfitRules()))
    assert rules_of(file) == ProfitRules()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"break_even": -1}, "break_even"),
        ({"break_even": 10_001}, "break_even"),
        ({"price_cap": 10_001}, "price_cap"),
        ({"margin_line": 10_001, "cost_line": 100}, "margin_line"),
        ({"margin_line": 100, "cost_line": -1}, "cost_line"),
        ({"margin_line": 100}, "cost_line"),
        ({"cost_line": 100}, "margin_line"),
    ],
)
def test_a_rule_out_of_reach_is_refused_at_its_field(
    file: Database, changed: dict[str, int], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        file.write(
            "Set rules",
            lambda session: set_profit_rules(session, replace(ProfitRules(), **changed)),
        )
    assert refused.value.field == field
    assert rules_of(file) == ProfitRules()
