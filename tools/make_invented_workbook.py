"""Writes resources/sample/invented.xlsx: people, exchanges, scores and costs that nobody made.

The sample's resellers and orders are real published data; what a key-account manager adds to them
is not in any public data set. This script invents it, always the same way, and says so in the
workbook's name, on each of its sheets and in the banner of the sample file.

    python tools/make_invented_workbook.py
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from invented import (
    ACCOUNTS,
    ADAPTS,
    ASKED,
    BRAND,
    FIRST,
    JOINED,
    LAST,
    LISTENS,
    OTHERS,
    POOLS,
    RIVALS,
    SALES,
    SEATS,
    STANCES,
    STEPS,
    STUDIES,
    TALKS,
    TEAM,
    TITLES,
    YEARS,
)

TARGET = Path(__file__).resolve().parents[1] / "resources" / "sample" / "invented.xlsx"
NOTICE = "INVENTED for the sample: no person, exchange, cost or contract on this sheet exists."
MARKED = "Complaint"
"""An exchange whose subject begins so is marked as a complaint."""
END = date(2020, 5, 31)


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an account, with the seat held there."""

    name: str
    email: str
    seat: int


def _people(chance: random.Random, index: int, name: str) -> list[Member]:
    size = 7 if index == 0 else chance.choice((4, 5, 6, 7))
    seats = [0, 1, 2, 3, 4, 5, 6][:size]
    domain = "".join(letter for letter in name.lower() if letter.isalnum())
    members = []
    for seat in seats:
        first = FIRST[(index * 7 + seat * 3) % len(FIRST)]
        last = LAST[(index * 5 + seat * 11) % len(LAST)]
        members.append(Member(f"{first} {last}", f"{first}.{last}@{domain}.example".lower(), seat))
    return members


def _stance(chance: random.Random, mood: float, bias: float) -> str:
    value = mood + bias + chance.gauss(0, 0.35)
    place = min(4, max(0, round((value + 1) * 2)))
    return STANCES[place]


def _mood(chance: random.Random, mood: float) -> int:
    return max(-2, min(2, round(chance.gauss(mood * 1.4, 0.8))))


def build(path: Path) -> None:
    """Write the workbook."""
    chance = random.Random(20200531)
    later = random.Random(20200601)  # beside the other, so that what came before stays as it was
    sheets: dict[str, tuple[list[str], list[list[object]]]] = {}

    def sheet(name: str, *columns: str) -> list[list[object]]:
        rows: list[list[object]] = []
        sheets[name] = (list(columns), rows)
        return rows

    team = sheet("Invented team", "Name", "Function", "Email")
    team += [list(row) for row in TEAM]
    accounts = sheet("Invented accounts", "Account number", "Name", "Owner", "Contact plan, days",
                     "Main rival")  # fmt: skip
    contacts = sheet(
        "Invented contacts", "Account number", "Name", "Email", "Job title", "Outside as"
    )
    roles = sheet(
        "Invented roles", "Account number", "Decision-making unit", "Person", "Email", "Job title",
        "Roles", "Stance", "Influence, 1 to 5", "Adaptability", "Reports to", "Purchase situation",
        "How decisions climb", "Since", "Evidence", "Known by", "Coverage", "Desired coverage",
    )  # fmt: skip
    coverage = sheet(
        "Invented coverage", "Account number", "Decision-making unit", "Person", "Known by",
        "Coverage", "Desired coverage", "Since",
    )  # fmt: skip
    exchanges = sheet(
        "Invented exchanges", "Account number", "Date", "Direction", "Kind", "Channel", "Subject",
        "Note", "Minutes", "Sentiment", "People", "Owner", "Complaint",
    )  # fmt: skip
    steps = sheet(
        "Invented next steps", "Account number", "What", "Due", "Owner", "Person", "Promised by"
    )
    assessments = sheet(
        "Invented assessments", "Account number", "Assessed", "Alternatives", "Market dynamism",
        "Importance", "Complexity", "Switching cost: money", "Switching cost: people",
        "Switching cost: training", "Switching cost: equipment", "Switching cost: procedures",
        "Current type", "Target type", "Target date", "Author",
    )  # fmt: skip
    contracts = sheet(
        "Invented contracts", "Account number", "Contract", "Starts", "Ends", "Notice, days",
        "Renews by itself", "Renewal",
    )  # fmt: skip
    targets = sheet(
        "Invented sales targets", "Account number", "First month", "Last month", "Target"
    )
    scores = sheet(
        "Invented survey scores", "Account number", "Person", "Date", "Brand attribute",
        "Our score, 1 to 5", "Main rival's score, 1 to 5", "Source",
    )  # fmt: skip
    pools = sheet(
        "Invented cost pools", "Cost pool", "Activity", "Level", "Method", "Driver",
        "Minutes per event", "First month", "Last month", "Ledger cost", "Practical capacity",
        "Ledger accounts",
    )  # fmt: skip

    for index, (code, name, visits, mood, owner, knows) in enumerate(ACCOUNTS):
        keeper = TEAM[owner][0]
        rival = RIVALS[index % len(RIVALS)] if code in ASKED else None
        accounts.append([str(code), name, keeper, chance.choice((21, 30, 30, 45, 60)), rival])
        members = _people(chance, index, name)
        seated, talked = len(roles), len(exchanges)
        _add_roles(chance, roles, str(code), members, mood, knows, keeper)
        for row, member in zip(roles[seated:], members, strict=True):
            names = TITLES[member.seat]
            row[4] = names[index % len(names)]
            row.insert(8, later.choice(ADAPTS[member.seat]) if later.random() < 0.7 else None)
        _add_exchanges(chance, exchanges, str(code), members, visits, mood, keeper)
        _add_others(contacts, roles, code, members)
        _add_joined(coverage, exchanges[talked:], code, members)
        _add_complaints(exchanges[talked:], code)
        _add_scores(later, scores, code, members, mood)
        for number in range(chance.choice((1, 2, 2, 3, 4))):
            due = END + timedelta(days=chance.randint(-6, 24))
            steps.append(
                [
                    str(code), STEPS[(index * 3 + number) % len(STEPS)], due, keeper,
                    chance.choice(members).name, "them" if chance.random() < 0.2 else "us",
                ]
            )  # fmt: skip
        closeness = min(1.0, max(0.0, 0.5 + mood * 0.4 + chance.gauss(0, 0.15)))
        answers = [
            max(1, min(5, round(5 - 4 * closeness + chance.gauss(0, 0.5)))),
            *(max(1, min(5, round(1 + 4 * closeness + chance.gauss(0, 0.7)))) for _ in range(8)),
        ]
        now = ("transactional", "value_added", "value_added", "collaborative")[index % 4]
        goal = ("value_added", "value_added", "collaborative", "collaborative")[index % 4]
        assessments.append(
            [
                str(code), END - timedelta(days=chance.randint(5, 200)), *answers, now,
                goal if goal != now else None, date(2020, 12, 31) if goal != now else None, keeper,
            ]
        )  # fmt: skip
        if index % 2 == 0:
            ends = END + timedelta(days=chance.choice((30, 61, 75, 120, 180, 215)))
            contracts.append(
                [
                    str(code), f"Supply {ends.year - 2}", ends.replace(year=ends.year - 2), ends,
                    chance.choice((30, 60, 90)), chance.choice(("yes", "no", "no")),
                    chance.choice(("not_started", "not_started", "in_talks", "offer_sent")),
                ]
            )  # fmt: skip
        targets.append(
            [
                str(code), date(2019, 7, 1), date(2020, 6, 30),
                round(SALES[index] / 2.9 * chance.uniform(0.95, 1.2), -3),
            ]
        )  # fmt: skip
    for pool, activity, level, method, driver, minutes, years, ledger in POOLS:
        for (first, last), (amount, capacity) in zip(YEARS, years, strict=True):
            pools.append(
                [pool, activity, level, method, driver, minutes, first, last, float(amount),
                 capacity, ledger]
            )  # fmt: skip
    _write(path, sheets)


def _add_roles(
    chance: random.Random,
    rows: list[list[object]],
    code: str,
    members: list[Member],
    mood: float,
    knows_decider: bool,
    keeper: str,
) -> None:
    for member in members:
        title, held, boss, influence, bias = SEATS[member.seat]
        kept = [role for role in held if role != "decider" or knows_decider]
        since = END - timedelta(days=chance.randint(20, 300))
        stance = _stance(chance, mood, bias)
        known = chance.random() < 0.85
        rows.append(
            [
                code, "Main purchase", member.name, member.email, title, ", ".join(kept),
                stance if chance.random() < 0.95 else None, influence,
                None if boss is None else members[boss].name, "modified_rebuy", "hierarchy", since,
                chance.choice(
                    ("Said so in the last visit", "From the complaint in autumn",
                     "Praised the workshop training", "Asked for three quotes again")
                ),
                keeper if known else None,
                chance.choice(("brief", "multiple", "in_depth")) if known else None,
                "multiple" if known else None,
            ]
        )  # fmt: skip


def _add_exchanges(
    chance: random.Random,
    rows: list[list[object]],
    code: str,
    members: list[Member],
    visits: int,
    mood: float,
    keeper: str,
) -> None:
    count = max(4, visits * 4)
    silent = chance.choice((3, 5, 9, 14, 26, 41, 70))
    for _ in range(count):
        day = END - timedelta(days=silent + int(chance.random() ** 1.3 * 700))
        while day.weekday() > 4:
            day -= timedelta(days=1)
        listening = chance.random() < 0.38
        channel, kind, subject, minutes = chance.choice(LISTENS if listening else TALKS)
        people = chance.sample(members, k=min(len(members), chance.choice((1, 1, 1, 2))))
        helper = TEAM[1][0] if "Workshop" in subject else keeper
        rows.append(
            [
                code, day, "inbound" if listening else "outbound", kind, channel, subject, None,
                max(5, minutes + chance.choice((-5, 0, 0, 5, 10))), _mood(chance, mood),
                "; ".join(member.name for member in people), helper,
            ]
        )  # fmt: skip


def _add_others(
    contacts: list[list[object]], roles: list[list[object]], code: int, members: list[Member]
) -> None:
    """People without a seat; but the adviser has one, who answers to nobody, and goods-in."""
    domain = members[0].email.partition("@")[2]
    for account, name, title, outside in OTHERS:
        if account != code:
            continue
        own = domain if outside is None else "outside.example"
        email = f"{name.lower().replace(' ', '.')}@{own}"
        contacts.append([str(code), name, email, title, outside])
        if outside == "Adviser":
            held: tuple[object, ...] = ("influencer", "sceptic", 3, None, None)
            evidence = "Recommends a rival to the owner"
        elif title == "Warehouse manager":
            held, evidence = ("user", "neutral", 2, None, members[0].name), "Met at the goods-in"
        else:
            continue
        roles.append(
            [str(code), "Main purchase", name, email, title, *held, None, None,
             date(2019, 9, 2), evidence, None, None, None]
        )  # fmt: skip


def _add_joined(
    coverage: list[list[object]], exchanges: list[list[object]], code: int, members: list[Member]
) -> None:
    """Let colleagues take part in exchanges there are, the newest first; and say how well known."""
    newest = sorted(exchanges, key=lambda row: str(row[1]), reverse=True)
    for number, who, times, level, desired in JOINED.get(code, ()):
        colleague = TEAM[number][0]
        name = who if isinstance(who, str) else members[who].name
        if isinstance(who, str):  # not met so far: let them be there where we talked of deliveries
            for row in [r for r in newest if r[5] in _OF_GOODS][:times]:
                row[9] = f"{row[9]}; {name}"
        met = [row for row in newest if name in str(row[9]).split("; ")]
        for row in met[:times]:
            if colleague not in str(row[10]).split("; "):
                row[10] = f"{row[10]}; {colleague}"
        if level is not None:
            since = met[:times][-1][1]
            coverage.append([str(code), "Main purchase", name, colleague, level, desired, since])


_OF_GOODS = frozenset(
    {"Call about open orders", "Stock review with planning", "Asks for small-parcel freight"}
)


def _add_complaints(exchanges: list[list[object]], code: int) -> None:
    """Mark the complaints; the first firm has one more, of its newest request about freight."""
    if code == ACCOUNTS[0][0]:
        asked = [row for row in exchanges if row[5] == "Asks for small-parcel freight"]
        newest = max(asked, key=lambda row: str(row[1]))
        newest[5], newest[8] = f"{MARKED}: freight charged twice", -1
    for row in exchanges:
        row.append("yes" if str(row[5]).startswith(MARKED) else None)


def _add_scores(
    chance: random.Random,
    rows: list[list[object]],
    code: int,
    members: list[Member],
    mood: float,
) -> None:
    """What the people of the tracking study answered; now and then nothing about the rival."""
    seats, studies = ASKED.get(code, ((), ()))
    by_seat = {member.seat: member for member in members}
    for seat in seats:
        if seat not in by_seat:
            continue
        kind = SEATS[seat][4] * 0.5
        for attribute, ours, rival, yearly in BRAND:
            own, other = chance.gauss(0, 0.4), chance.gauss(0, 0.4)
            for day in studies:
                years = (day - STUDIES[0]).days / 365
                here = ours + mood * 0.8 + kind + own + yearly * years + chance.gauss(0, 0.2)
                there = rival - mood * 0.3 + other + chance.gauss(0, 0.2)
                rows.append(
                    [
                        str(code), by_seat[seat].name, day, attribute, _score(here),
                        None if chance.random() < 0.06 else _score(there), "Tracking study",
                    ]
                )  # fmt: skip


def _score(value: float) -> int:
    return max(1, min(5, round(value)))


def _write(path: Path, sheets: dict[str, tuple[list[str], list[list[object]]]]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Invented data for the B2BDesk sample", "comments": NOTICE,
                         "created": datetime(2020, 6, 1, tzinfo=UTC)})  # fmt: skip
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    bold = book.add_format({"bold": True})
    red = book.add_format({"bold": True, "font_color": "#AF3E17"})
    for name, (columns, rows) in sheets.items():
        page = book.add_worksheet(name)
        page.write_string(0, 0, NOTICE, red)
        for number, title in enumerate(columns):
            page.write_string(2, number, title, bold)
        for line, row in enumerate(rows, 3):
            for number, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(line, number, value, dates)
                elif isinstance(value, str):
                    page.write_string(line, number, value)
                elif isinstance(value, float):
                    page.write_number(line, number, value, money)
                elif isinstance(value, int):
                    page.write_number(line, number, value)
        page.freeze_panes(3, 0)
        page.set_column(0, len(columns) - 1, 18)
    book.close()


if __name__ == "__main__":
    build(TARGET)
