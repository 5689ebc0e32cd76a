"""Our own workbook: team, roles, exchanges, next steps, pools, assessments, contracts, targets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from b2bdesk.core.dates import day_of, local_date_of, month_of

D = date(2021, 5, 4)
BASE: dict[str, list[list[Any]]] = {
    "Our team": [
        ["Name", "Email", "Function"],
        ["Lena Marsh", "lena@us.example", "Key account manager"],
    ],
    "Accounts": [
        ["Account number", "Name", "Owner"],
        ["1", "One", "Lena Marsh"],
        ["2", "Two", None],
    ],
    "Contacts": [
        ["Account number", "Name", "Email", "Job title"],
        ["1", "Ann Lee", "ann@one.example", "Buyer"],
        ["1", "Bob Ray", "bob@one.example", "CEO"],
    ],
    "Roles": [
        [
            "Account number",
            "Decision-making unit",
            "Person",
            "Roles",
            "Stance",
            "Influence, 1 to 5",
            "Reports to",
            "Since",
            "Known by",
            "Coverage",
        ],
        [
            "1",
            "Bikes",
            "Ann Lee",
            "Buyer, Gatekeeper",
            "Supporter",
            3,
            "Bob Ray",
            D,
            "Lena Marsh",
            "In depth",
        ],
        ["1", "Bikes", "Bob Ray", "Decider; Budget holder", "Neutral", 5, None, D, None, None],
        ["1", "Bikes", "Cem Oz", "User", "Champion", 9, "Nobody", D, None, None],
    ],
    "Exchanges": [
        [
            "Account number",
            "Date",
            "Direction",
            "Kind",
            "Channel",
            "Subject",
            "Minutes",
            "Sentiment",
            "People",
            "Owner",
            "Note",
        ],
        [
            "1",
            D,
            "Talk",
            "Communication",
            "Visit",
            "Spring order",
            90,
            1,
            "Ann Lee; Bob Ray",
            "Lena Marsh",
            None,
        ],
        [
            "1",
            D,
            "Listen",
            "Engagement",
            "Call",
            "Late delivery",
            15,
            -2,
            "Nobody",
            "Kim Field",
            "Angry",
        ],
    ],
    "Next steps": [
        ["Account number", "What", "Due", "Owner", "Promised by"],
        ["1", "Send offer", D, "Lena Marsh", "We promised"],
    ],
    "Assessments": [
        [
            "Account number",
            "Assessed",
            "Alternatives",
            "Market dynamism",
            "Importance",
            "Complexity",
            "Switching cost: money",
            "Switching cost: people",
            "Switching cost: training",
            "Switching cost: equipment",
            "Switching cost: procedures",
            "Current type",
            "Target type",
            "Target date",
        ],
        ["1", D, 2, 3, 4, 4, 3, 2, 2, 1, 5, "Transactional", "Value-added", date(2022, 1, 1)],
        ["2", D, 7, 3, 4, 4, 3, 2, 2, 1, 5, None, None, None],
    ],
    "Contracts": [
        [
            "Account number",
            "Contract",
            "Starts",
            "Ends",
            "Notice, days",
            "Renews by itself",
            "Renewal",
        ],
        ["1", "Frame 2021", date(2021, 1, 1), date(2021, 12, 31), 90, "yes", "In talks"],
        ["2", "Backwards", date(2021, 12, 31), date(2021, 1, 1), 90, "no", None],
    ],
    "Sales targets": [
        ["Account number", "First month", "Last month", "Target"],
        ["1", date(2021, 1, 1), date(2021, 12, 1), 120000],
    ],
    "Cost pools": [
        [
            "Cost pool",
            "Activity",
            "Level",
            "Driver",
            "First month",
            "Last month",
            "Ledger cost",
            "Minutes per event",
            "Practical capacity",
        ],
        [
            "Order handling",
            "Take orders",
            "Order",
            "Orders",
            date(2021, 1, 1),
            date(2021, 12, 1),
            100000.55,
            None,
            None,
        ],
        [
            "Visits",
            "Visit",
            "Customer-sustaining",
            "Visit minutes",
            date(2021, 1, 1),
            date(2021, 12, 1),
            50000,
            1,
            60000,
        ],
    ],
}


@pytest.fixture
def result(desk: Any) -> Any:
    return desk.bring(BASE)


def test_every_sheet_is_recognised(result: Any) -> None:
    assert {s.sheet: s.kind for s in result.plan.sheets} == {
        "Our team": "team", "Accounts": "accounts", "Contacts": "contacts", "Roles": "roles",
        "Exchanges": "exchanges", "Next steps": "next_steps", "Assessments": "assessments",
        "Contracts": "contracts", "Sales targets": "sales_targets", "Cost pools": "cost_pools",
    }  # fmt: skip


def test_roles_stances_lines_and_coverage(desk: Any, result: Any) -> None:
    assert desk.rows(
        "SELECT p.name, group_concat(r.role), m.influence FROM dmu_member AS m JOIN person AS p"
        " ON p.id = m.person_id JOIN member_role AS r ON r.member_id = m.id GROUP BY m.id"
        " ORDER BY 1"
    ) == [
        ("Ann Lee", "buyer,gatekeeper", 3),
        ("Bob Ray", "decider,budget_holder", 5),
        ("Cem Oz", "user", None),
    ]
    assert desk.rows(
        "SELECT p.name, boss.name, l.kind FROM member_line AS l JOIN dmu_member AS m"
        " ON m.id = l.member_id JOIN person AS p ON p.id = m.person_id JOIN dmu_member AS b"
        " ON b.id = l.to_member_id JOIN person AS boss ON boss.id = b.person_id"
    ) == [("Ann Lee", "Bob Ray", "reports_to")]
    assert desk.rows("SELECT stance, valid_from FROM member_stance ORDER BY 1") == [
        ("champion", day_of(D)), ("neutral", day_of(D)), ("supporter", day_of(D)),
    ]  # fmt: skip
    assert desk.rows("SELECT level FROM coverage") == [("in_depth",)]
    roles = next(s for s in result.plan.sheets if s.sheet == "Roles")
    assert {p.code for p in roles.problems} == {"out_of_range", "unknown_person"}
    assert result.plan.created == {"person": 1, "colleague": 1}


def test_exchanges_with_people_of_both_sides(desk: Any, result: Any) -> None:
    rows = desk.rows(
        "SELECT at, direction, kind, channel, subject, minutes, sentiment FROM exchange"
        " ORDER BY subject"
    )
    assert local_date_of(rows[1][0]) == D
    assert rows[1][1:] == ("outbound", "communication", "visit", "Spring order", 90, 1)
    assert rows[0][1:] == ("inbound", "engagement", "call", "Late delivery", 15, -2)
    assert desk.one("SELECT count(*) FROM exchange_person") == 2
    assert desk.rows(
        "SELECT c.name FROM exchange AS e JOIN colleague AS c ON c.id = e.owner_id ORDER BY 1"
    ) == [("Kim Field",), ("Lena Marsh",)]


def test_the_other_sheets(desk: Any, result: Any) -> None:
    assert desk.rows("SELECT what, due_day, promised_by FROM next_step") == [
        ("Send offer", day_of(D), "us")
    ]
    assert desk.rows("SELECT alternatives, procedures FROM assessment ORDER BY 1") == [
        (None, 5), (2, 5),
    ]  # fmt: skip
    assert desk.rows("SELECT point, type, on_day FROM relationship_record ORDER BY 1") == [
        ("current", "transactional", day_of(D)),
        ("target", "value_added", day_of(date(2022, 1, 1))),
    ]
    assert desk.rows("SELECT name, notice_days, auto_renews, renewal FROM contract") == [
        ("Frame 2021", 90, 1, "in_talks")
    ]
    contracts = next(s for s in result.plan.sheets if s.sheet == "Contracts")
    assert contracts.reason_counts() == (("wrong_order", 1),)
    assert desk.rows("SELECT first_month, last_month, amount_minor FROM sales_target") == [
        (month_of(date(2021, 1, 1)), month_of(date(2021, 12, 1)), 12_000_000)
    ]
    assert desk.rows(
        "SELECT p.name, p.level, p.method, p.driver, c.amount_minor, c.practical_capacity FROM"
        " cost_pool AS p JOIN cost_pool_period AS c ON c.pool_id = p.id ORDER BY 1"
    ) == [
        ("Order handling", "order", "conventional", "orders", 10_000_055, None),
        ("Visits", "customer", "time_driven", "visit_minutes", 5_000_000, 60_000),
    ]
    assert desk.one("SELECT c.name FROM account AS a JOIN colleague AS c ON c.id = a.owner_id") == (
        "Lena Marsh"
    )


def test_again_changes_nothing(desk: Any, result: Any) -> None:
    before = desk.dump()
    again = desk.bring(BASE)
    assert {s.sheet: (s.new, s.changed) for s in again.plan.sheets if s.new or s.changed} == {}
    assert not again.plan.writes
    assert desk.dump() == before
