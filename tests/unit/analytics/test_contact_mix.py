"""Contact mix, goals, the price of a list and concentration, beside figures computed by hand."""

from __future__ import annotations

import pytest

from b2bdesk.analytics.contact_mix import (
    Basis,
    Benchmark,
    Diagnosis,
    Facts,
    Firm,
    Mix,
    Peers,
    Reason,
    Rule,
    benchmark,
    compute,
)
from b2bdesk.analytics.contact_mix_goals import Goal, ListFigures, list_worth, wanted_contacts
from b2bdesk.analytics.contact_mix_spread import spread
from b2bdesk.models.enums import ContactClass as C

BUYS = Facts(bought=True, buys=True)
# 100 contacts at 10 accounts: ten each, so a class's number is its typical share in percent.
TYPICAL = Benchmark(
    Basis.ALL,
    Basis.ALL,
    10,
    10,
    {C.DECISION_MAKER: 10, C.PURCHASING: 20, C.TECHNICAL: 20, C.END_USER: 40, C.OTHER: 10},
)


def firm(
    number: int = 1, segment: str | None = "Road", size: int | None = 1, **counts: int
) -> Firm:
    return Firm(number, segment, size, {C(kind): count for kind, count in counts.items()})


def mix(facts: Facts = BUYS, rule: Rule | None = None, **counts: int) -> Mix:
    return compute(firm(**counts), TYPICAL, facts, rule or Rule())


def healthy() -> dict[str, int]:
    return {"decision_maker": 1, "purchasing": 2, "technical": 2, "end_user": 4, "other": 1}


def test_typical_is_the_share_of_all_contacts_of_the_accounts_compared() -> None:
    others = [firm(2, purchasing=3), firm(3, purchasing=1, technical=4), firm(4)]
    found = benchmark(firm(), Peers(others), Basis.SEGMENT_SIZE, 2)
    assert (found.basis, found.accounts, found.contacts) == (Basis.SEGMENT_SIZE, 2, 8)
    assert found.share(C.PURCHASING) == 0.5  # 4 of 8; the mean of the shares would be 0.6
    assert found.share(C.END_USER) == 0
    assert found.typical_contacts == 4


def test_account_itself_and_accounts_without_contacts_are_not_compared_with() -> None:
    found = benchmark(firm(purchasing=9), Peers([firm(purchasing=9), firm(2)]), Basis.ALL, 1)
    assert (found.accounts, found.share(C.PURCHASING), found.typical_contacts) == (0, None, None)


def test_too_few_of_a_size_fall_back_to_the_segment_then_to_all() -> None:
    segment = [firm(n, size=2, purchasing=1) for n in range(2, 6)]
    same = [firm(6, size=1, technical=1)]
    rest = [firm(n, segment="Touring", purchasing=1) for n in range(7, 9)]
    found = benchmark(firm(), Peers([*segment, *same, *rest]), Basis.SEGMENT_SIZE, 5)
    assert (found.basis, found.accounts, found.short) == (Basis.SEGMENT, 5, 1)
    found = benchmark(firm(), Peers([*segment, *same, *rest]), Basis.SEGMENT_SIZE, 6)
    assert (found.basis, found.accounts, found.short) == (Basis.ALL, 7, 1)
    found = benchmark(firm(), Peers([*segment, *same, *rest]), Basis.SEGMENT, 5)
    assert (found.wished, found.basis, found.short) == (Basis.SEGMENT, Basis.SEGMENT, 5)


def test_account_without_segment_or_size_is_compared_wider_and_that_is_told() -> None:
    others = [firm(n, purchasing=1) for n in range(2, 9)]
    found = benchmark(firm(size=None), Peers(others), Basis.SEGMENT_SIZE, 5)
    assert (found.basis, found.short) == (Basis.SEGMENT, None)
    found = benchmark(firm(segment=None), Peers(others), Basis.SEGMENT_SIZE, 5)
    assert (found.basis, found.accounts, found.short) == (Basis.ALL, 7, None)


@pytest.mark.parametrize(
    ("employees", "size"), [(None, None), (0, 0), (9, 0), (10, 1), (49, 1), (50, 2), (250, 3)]
)
def test_size_classes(employees: int | None, size: int | None) -> None:
    assert Rule().size_class(employees) == size


def test_ratios_by_hand() -> None:
    # The picture's account: 8 people, one of 8 decides where one of 10 is typical.
    found = mix(decision_maker=1, purchasing=2, technical=1, end_user=2, other=2)
    shares = {row.kind: (row.share, row.typical, row.ratio) for row in found.classes}
    assert shares[C.DECISION_MAKER] == (0.125, 0.1, 1.25)
    assert shares[C.PURCHASING] == (0.25, 0.2, 1.25)
    assert shares[C.TECHNICAL] == (0.125, 0.2, 0.625)
    assert shares[C.END_USER] == (0.25, 0.4, 0.625)
    assert C.LEGAL not in shares


def test_typical_mix_is_healthy() -> None:
    found = mix(**healthy())
    assert (found.diagnosis, found.reasons) == (Diagnosis.HEALTHY, (Reason.NOTHING_AMISS,))
    assert found.people(Diagnosis.HEALTHY) == 9
    assert found.people(Diagnosis.OTHER_PURPOSE) == 1


def test_mostly_others_serve_another_purpose_from_60_percent_on() -> None:
    assert mix(decision_maker=2, partner=3).diagnosis is Diagnosis.OTHER_PURPOSE
    assert mix(decision_maker=3, partner=4).diagnosis is not Diagnosis.OTHER_PURPOSE
    assert mix(rule=Rule(other_share=0.5), decision_maker=3, partner=4).reasons == (
        Reason.MOSTLY_OTHERS,
    )


def test_no_purchase_counts_only_where_it_is_known_and_none_is_planned() -> None:
    assert mix(Facts(bought=False), **healthy()).reasons == (Reason.NO_PURCHASE,)
    assert mix(Facts(bought=False, planned=True), **healthy()).diagnosis is Diagnosis.HEALTHY
    assert mix(Facts(bought=None), **healthy()).diagnosis is Diagnosis.HEALTHY


def test_nobody_who_decides_puts_at_risk_unless_a_role_says_who_does() -> None:
    counts = {**healthy(), "decision_maker": 0}
    found = mix(**counts)
    assert (found.diagnosis, found.reasons) == (Diagnosis.AT_RISK, (Reason.NO_DECISION_MAKER,))
    row = found.of(C.DECISION_MAKER)
    assert row is not None
    assert (row.contacts, row.diagnosis, row.typical_contacts) == (0, Diagnosis.AT_RISK, 1)
    known = mix(Facts(bought=True, buys=True, decider_known=True), **counts)
    assert Reason.NO_DECISION_MAKER not in known.reasons


def test_leaning_on_purchasing_needs_both_sides_of_the_rule() -> None:
    # purchasing 3/7 / 0.2 = 2.14; technical 1/7 / 0.2 = 0.71; end users 2/7 / 0.4 = 0.71
    assert mix(decision_maker=1, purchasing=3, technical=1, end_user=2).diagnosis is not (
        Diagnosis.AT_RISK
    )
    # one more buyer: 4/8 / 0.2 = 2.5; 0.625; 0.625
    found = mix(decision_maker=1, purchasing=4, technical=1, end_user=2)
    assert (found.diagnosis, found.reasons) == (Diagnosis.AT_RISK, (Reason.LEANS_ON_PURCHASING,))
    row = found.of(C.PURCHASING)
    assert row is not None
    assert row.diagnosis is Diagnosis.AT_RISK
    lenient = mix(rule=Rule(high=2.5), decision_maker=1, purchasing=4, technical=1, end_user=2)
    assert lenient.diagnosis is Diagnosis.ABLE_TO_GROW


@pytest.mark.parametrize(
    ("before", "now", "falls"), [(10, 7, True), (10, 8, False), (0, 0, False), (3, 5, False)]
)
def test_fewer_active_contacts(before: int, now: int, falls: bool) -> None:
    facts = Facts(bought=True, buys=True, active_before=before, active_now=now)
    assert (Reason.FEWER_ACTIVE in mix(facts, **healthy()).reasons) is falls


def test_fewer_contacts_than_typical_can_grow_where_the_account_buys() -> None:
    few = {"decision_maker": 1, "purchasing": 1, "technical": 1, "end_user": 2}
    assert mix(**few).reasons == (Reason.FEW_CONTACTS,)
    assert mix(Facts(bought=True, buys=False), **few).diagnosis is Diagnosis.HEALTHY
    assert mix(Facts(), **few).diagnosis is Diagnosis.HEALTHY


def test_few_users_and_technical_people_can_grow() -> None:
    found = mix(decision_maker=4, purchasing=2, technical=1, end_user=2, legal=1)
    assert (found.diagnosis, found.reasons) == (Diagnosis.ABLE_TO_GROW, (Reason.FEW_USERS,))
    assert found.people(Diagnosis.ABLE_TO_GROW) == 3


def test_class_that_nobody_compared_with_has_is_not_compared() -> None:
    row = mix(**healthy(), legal=1).of(C.LEGAL)
    assert row is not None
    assert (row.typical, row.ratio, row.reason) == (0, None, Reason.NOT_COMPARED)


def test_silent_class_is_at_risk() -> None:
    facts = Facts(bought=True, buys=True, silent=frozenset({C.DECISION_MAKER}))
    row = mix(facts, **healthy()).of(C.DECISION_MAKER)
    assert row is not None
    assert (row.diagnosis, row.reason) == (Diagnosis.AT_RISK, Reason.SILENT)


def test_without_contacts_nothing_is_a_share() -> None:
    found = mix()
    assert found.diagnosis is Diagnosis.AT_RISK
    assert {row.share for row in found.classes} == {None}
    assert {row.ratio for row in found.classes} == {None}


def test_contacts_to_acquire_by_hand() -> None:
    found = mix(decision_maker=0, purchasing=4, technical=1, end_user=2)
    # Of the typical ten: 1 decides, 2 buy, 2 technical, 4 use; others are not acquired.
    rows = {row.kind: row for row in wanted_contacts(found, {})}
    assert {kind: row.wanted for kind, row in rows.items()} == {
        C.DECISION_MAKER: 1, C.PURCHASING: 2, C.TECHNICAL: 2, C.END_USER: 4, C.OTHER: 0,
    }  # fmt: skip
    assert {kind: row.to_acquire for kind, row in rows.items()} == {
        C.DECISION_MAKER: 1, C.PURCHASING: 0, C.TECHNICAL: 1, C.END_USER: 2, C.OTHER: 0,
    }  # fmt: skip
    assert (rows[C.DECISION_MAKER].priority, rows[C.END_USER].priority) == (1, 3)


def test_users_come_first_where_the_account_leans_on_purchasing() -> None:
    found = mix(decision_maker=1, purchasing=4, technical=0, end_user=1)
    rows = {row.kind: row for row in wanted_contacts(found, {})}
    assert Reason.LEANS_ON_PURCHASING in found.reasons
    assert (rows[C.TECHNICAL].priority, rows[C.END_USER].priority) == (1, 1)


def test_goal_of_the_user_goes_before_what_is_typical() -> None:
    goals = {C.END_USER: Goal(6, 1, "night shift"), C.LEGAL: Goal(1), C.TECHNICAL: Goal(0)}
    rows = {row.kind: row for row in wanted_contacts(mix(**healthy()), goals)}
    users, legal, technical = rows[C.END_USER], rows[C.LEGAL], rows[C.TECHNICAL]
    assert (users.wanted, users.typical, users.to_acquire, users.priority) == (6, 4, 2, 1)
    assert (users.by_hand, users.note) == (True, "night shift")
    assert (legal.wanted, legal.present, legal.to_acquire, legal.priority) == (1, 0, 1, 2)
    assert technical.to_acquire == 0


def test_price_of_a_list_by_hand() -> None:
    # 40 contacts at 12.50; one in 200 (0.5 %) opens 4,000.00: expected 800.00, break-even 20.00.
    found = list_worth(40, ListFigures(1250, 400_000, 50))
    assert (found.cost_minor, found.expected_minor, found.net_minor) == (50_000, 80_000, 30_000)
    assert (found.break_even_minor, found.worth) == (2_000, True)
    dear = list_worth(40, ListFigures(2000, 400_000, 50))
    assert (dear.net_minor, dear.worth) == (0, False)


def test_break_even_is_rounded_down_but_compared_exactly() -> None:
    # 0.01 % of 199.99 is 1.9999 minor units: a contact at 1 is worth it, one at 2 is not.
    assert list_worth(1, ListFigures(1, 19_999, 1)).worth is True
    found = list_worth(1, ListFigures(2, 19_999, 1))
    assert (found.break_even_minor, found.worth) == (1, False)


def test_figures_that_are_missing_leave_what_they_make_missing() -> None:
    assert list_worth(3, ListFigures(100)).cost_minor == 300
    assert list_worth(3, ListFigures(100)).worth is None
    assert list_worth(3, ListFigures(None, 1000, 500)).break_even_minor == 50


@pytest.mark.parametrize(
    ("counts", "gini"),
    # 2 (1 + 4 + 9 + 16) / (4 x 10) - 5 / 4 = 0.25; 2 x 40 / 40 - 5 / 4 = 0.75
    [([5, 5, 5], 0), ([4, 2, 1, 3], 0.25), ([0, 0, 0, 10], 0.75), ([7], 0)],
)
def test_gini_by_hand(counts: list[int], gini: float) -> None:
    assert spread(counts).gini == pytest.approx(gini, abs=1e-15)


def test_share_of_the_top_accounts() -> None:
    # 20 accounts, contacts 1 to 20: 210 in all; the top ten have 155, the top fifth (4) 74.
    found = spread(list(range(1, 21)))
    assert (found.top, found.top_share) == (10, 155 / 210)
    assert (found.top_fifth, found.top_fifth_share) == (4, 74 / 210)
    assert found.curve[0] == (0, 0)
    assert found.curve[-1] == (1, 1)
    assert found.curve[10] == (0.5, 55 / 210)


def test_nothing_is_said_of_the_spread_without_contacts() -> None:
    for counts in ([], [0, 0]):
        found = spread(counts)
        assert (found.gini, found.top_share, found.top_fifth_share) == (None, None, None)
        assert found.without == len(counts)


def test_account_with_more_contacts_than_typical_lacks_users_but_not_more_buyers() -> None:
    # 20 contacts where 10 are typical: 2 buyers are as many as is typical, though only 10 %.
    found = mix(decision_maker=2, purchasing=2, technical=12, end_user=4)
    rows = {row.kind: row for row in wanted_contacts(found, {})}
    buyers, users = found.of(C.PURCHASING), found.of(C.END_USER)
    assert buyers is not None
    assert (buyers.ratio, buyers.reason) == (0.5, Reason.ENOUGH)
    assert rows[C.PURCHASING].to_acquire == 0
    # 4 of 20 users where 40 % are typical: 8 of the 20 would be.
    assert users is not None
    assert (users.ratio, users.diagnosis) == (0.5, Diagnosis.ABLE_TO_GROW)
    assert (rows[C.END_USER].wanted, rows[C.END_USER].to_acquire) == (8, 4)


def test_nobody_is_acquired_where_the_account_serves_another_purpose() -> None:
    found = mix(Facts(bought=False), purchasing=1)
    assert found.diagnosis is Diagnosis.OTHER_PURPOSE
    assert {row.to_acquire for row in wanted_contacts(found, {})} == {0}
    rows = {row.kind: row for row in wanted_contacts(found, {C.END_USER: Goal(2)})}
    assert rows[C.END_USER].to_acquire == 2
