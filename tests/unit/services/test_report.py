"""The account table as text: the portfolio's figures, aligned, in the words of a locale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.resellers import make_reseller_file

from b2bdesk.models import CostPool, CostPoolPeriod
from b2bdesk.models.costing_enums import CostLevel, Driver
from b2bdesk.services.report import render_report
from b2bdesk.storage.database import Database
from tests.helpers.new_file import new_file

TODAY = date(2020, 6, 1)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_reseller_file(tmp_path_factory.mktemp("report") / "real.b2bdesk")
    yield database
    database.close()


def report(database: Database, locale: str = "en") -> str:
    with database.read() as session:
        return render_report(session, locale=locale, today=TODAY)


def test_the_real_resellers_to_the_cent(file: Database) -> None:
    text = report(file)
    assert (
        "Gross margin: 963,407.40; peak 277.33% at 305 of 632 accounts; "
        "327 lose 1,708,390.21" in text
    )
    assert "Sales: 77,548,570.20" in text
    assert "As of Jun 1, 2020 (today), money in USD" in text
    assert "Period: Jul 2017 to May 2020" in text
    assert "there are no cost pools yet" in text
    assert re.search(r"^632 accounts +77,548,570 +963,407$", text, re.MULTILINE)


def test_columns_line_up_within_a_hundred(file: Database) -> None:
    lines = report(file).splitlines()
    rules = [n for n, line in enumerate(lines) if set(line) == {"─", " "}]
    assert len(rules) == 2
    starts = [m.start() for m in re.finditer("─+", lines[rules[0]])]
    body = lines[rules[0] + 1 : rules[1]]
    assert len(body) == 632
    for line in body:
        assert len(line) <= 100
        assert all(line[start - 2 : start] == "  " for start in starts[1:]), line
    assert body[0].startswith("Brakes and Gears ")
    assert body[-1].startswith("Westside Plaza ")
    assert "−54,345" in body[-1]


def test_accounts_of_one_name_carry_their_number(file: Database) -> None:
    # No numbers were entered, so both keep the bare name rather than an invented one.
    assert len(re.findall(r"^Friendly Bike Shop  ", report(file), re.MULTILINE)) == 2


def test_the_words_of_another_locale(file: Database) -> None:
    text = report(file, "de_DE")
    assert "963.407,40" in text
    assert "77.548.570,20" in text
    assert "Juli 2017" in text


@pytest.mark.parametrize("locale", ["", "C", "C.UTF-8", "xx_YY", "en-US"])
def test_a_locale_that_is_not_known_reads_as_english(file: Database, locale: str) -> None:
    assert "963,407.40" in report(file, locale)


def test_with_cost_pools_the_report_ranks_by_net_profit(tmp_path: Path) -> None:
    database = make_reseller_file(tmp_path / "pools.b2bdesk")
    pool = CostPool(
        id=1, name="Orders", activity="Orders", level=CostLevel.ORDER, driver=Driver.ORDERS
    )
    database.write("Pool", lambda s: s.add(pool))
    span = CostPoolPeriod(
        pool_id=1, first_month=2017 * 12 + 6, last_month=2020 * 12 + 4, amount_minor=30_000_000
    )
    database.write("Cost", lambda s: s.add(span))
    text = report(database)
    assert "Net profit: 663,407.40" in text
    assert "Gross margin: 963,407.40" in text
    assert "no cost pools" not in text
    assert re.search(r"^632 accounts +77,548,570 +963,407 +300,000 +663,407$", text, re.MULTILINE)
    assert max(len(line) for line in text.splitlines() if "  " in line) <= 100
    database.close()


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    database = new_file(tmp_path / "empty.b2bdesk")
    assert "no sales yet" in report(database)
    database.close()
