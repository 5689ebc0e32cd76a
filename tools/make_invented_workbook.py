"""Writes resources/sample/invented.xlsx: people, exchanges, costs and contracts that nobody made.

The sample's resellers and orders are real published data; what a key-account manager adds to them
is not in any public data set. This script invents it, always the same way, and says so in the
workbook's name, on each of its sheets and in the banner of the sample file.

    python tools/make_invented_workbook.py
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

TARGET = Path(__file__).resolve().parents[1] / "resources" / "sample" / "invented.xlsx"
NOTICE = "INVENTED for the sample: no person, exchange, cost or contract on this sheet exists."
END = date(2020, 5, 31)

TEAM = (
    ("Lena Marsh", "Key account management", "lena.marsh@sample.example"),
    ("Omar Haddad", "Technical service", "omar.haddad@sample.example"),
    ("Sofia Lindqvist", "Logistics", "sofia.lindqvist@sample.example"),
    ("Priya Nair", "Product management", "priya.nair@sample.example"),
    ("Jonas Meyer", "Finance", "jonas.meyer@sample.example"),
    ("Erik Dahl", "Management", "erik.dahl@sample.example"),
)
SALES = (
    882274, 582455, 794910, 578493, 482282, 357939, 504532, 400253, 430609, 773398,
    817125, 325979, 704315, 316606, 803767, 736865, 725937, 735233, 676733, 619466,
)  # fmt: skip
# code, name, visits a year, mood (-1..1), owner, knows the decider
ACCOUNTS = (
    (697, "Brakes and Gears", 9, -0.3, 0, False),
    (175, "Registered Cycle Store", 8, 0.6, 0, True),
    (678, "Vigorous Exercise Company", 5, -0.1, 0, True),
    (650, "Permanent Finish Products", 6, 0.5, 0, True),
    (502, "Metropolitan Bicycle Supply", 4, 0.4, 0, True),
    (234, "Eastside Sporting Goods", 1, -0.6, 1, False),
    (54, "Larger Cycle Shop", 5, 0.1, 0, True),
    (16, "Bulk Discount Store", 3, -0.5, 3, True),
    (221, "Bike Dealers Association", 4, 0.2, 0, True),
    (170, "Excellent Riding Supplies", 7, 0.1, 0, True),
    (328, "Totes & Baskets Company", 7, 0.3, 3, True),
    (299, "Citywide Service and Repair", 2, -0.2, 1, False),
    (506, "Great Bikes", 5, 0.4, 0, True),
    (257, "Number 1 Supply", 3, 0.0, 3, True),
    (514, "Retail Mall", 4, -0.2, 0, True),
    (155, "Corner Bicycle Supply", 5, 0.1, 3, True),
    (146, "Latest Sports Equipment", 4, 0.5, 0, True),
    (227, "Health Spa, Limited", 3, -0.1, 3, False),
    (546, "Field Trip Store", 3, 0.2, 1, True),
    (309, "The Gear Store", 5, 0.5, 0, True),
)
# first and last names drawn apart, so that no pair is taken from life on purpose
FIRST = (
    "Ines", "Daniel", "Peter", "Ruth", "Amy", "Tomas", "Nadia", "Karl", "Helena", "Marco",
    "Yara", "Piotr", "Sanne", "Luc", "Elif", "Bruno", "Greta", "Hamid", "Noor", "Viktor",
    "Alma", "Cyril", "Dora", "Emil", "Farah", "Goran", "Hana", "Ivo", "Jana", "Kofi", "Leila",
    "Milan",
)  # fmt: skip
LAST = (
    "Carvalho", "Okafor", "Lund", "Adeyemi", "Tran", "Vega", "Rahman", "Weiss", "Brandt",
    "Rossi", "Haddon", "Nowak", "Visser", "Moreau", "Aksoy", "Ferrara", "Holm", "Karimi",
    "Siddiq", "Petrov", "Berg", "Fontaine", "Szabo", "Keller", "Nasser", "Babic", "Sato",
    "Kolar", "Novak", "Mensah", "Amari", "Duric",
)  # fmt: skip
# title, roles, reports to the seat, influence, stance bias
SEATS = (
    ("Managing director", ("budget_holder", "decider"), None, 5, 0.0),
    ("Purchasing manager", ("buyer", "gatekeeper"), 0, 4, -0.3),
    ("Workshop manager", ("user", "influencer"), 0, 4, 0.5),
    ("Finance controller", ("influencer",), 0, 3, -0.6),
    ("Purchasing assistant", ("initiator",), 1, 2, 0.2),
    ("Lead mechanic", ("user",), 2, 2, 0.3),
    ("Product specialist", ("initiator", "influencer"), 2, 3, 0.0),
)
STANCES = ("opponent", "sceptic", "neutral", "supporter", "champion")
TALKS = (
    ("call", "communication", "Call about open orders", 15),
    ("call", "communication", "Price review by phone", 25),
    ("email", "communication", "Sent season price list", 10),
    ("email", "communication", "Offer for wheel sets", 15),
    ("visit", "communication", "Store visit, season display", 75),
    ("visit", "experience", "Workshop visit, suspension fitting", 90),
    ("video", "communication", "Stock review with planning", 30),
    ("visit", "influential", "Dealer day at our plant", 120),
)
LISTENS = (
    ("email", "engagement", "Asks for small-parcel freight", 5),
    ("call", "engagement", "Complaint: two frames damaged", 15),
    ("call", "purchase", "Asks for demo bikes for two weekends", 20),
    ("message", "loyalty", "Praise for quick warranty swap", 5),
    ("email", "sampling", "Answers the dealer survey", 5),
    ("message", "chatter", "Mentions a rival's campaign", 5),
    ("video", "purchase", "Talks through the autumn order", 30),
)
STEPS = (
    "Visit the owner with the season plan",
    "Find out who signs above 50,000 USD",
    "Answer freight damage complaint",
    "Send trail range training dates",
    "Open renewal talks",
    "Confirm demo weekend",
    "Quote for wheel sets",
    "Agree a minimum order",
    "Order forecast June to August",
)
# pool, activity, level, method, driver, minutes an event, per year: cost, capacity
POOLS = (
    ("Order desk", "Orders", "order", "time_driven", "order_lines", 4,
     (("41200.00", 66000), ("52400.00", 88000), ("44800.00", 90000)), "4100"),
    ("Invoicing and credit", "Orders", "order", "time_driven", "orders", 22,
     (("17300.00", 24000), ("20100.00", 30000), ("18650.50", 30000)), "4300"),
    ("Warehouse and picking", "Deliveries", "order", "conventional", "order_lines", None,
     (("38900.00", None), ("51700.00", None), ("47605.60", None)), "5200"),
    ("Freight", "Deliveries", "order", "conventional", "deliveries", None,
     (("33100.00", None), ("42800.00", None), ("38060.00", None)), "5300"),
    ("Field visits", "Visits", "customer", "time_driven", "visit_minutes", 1,
     (("9200.00", 7600), ("11800.00", 9000), ("12400.00", 9500)), "6200"),
    ("Inside sales calls", "Calls", "customer", "time_driven", "call_minutes", 1,
     (("2900.00", 3000), ("3400.00", 3500), ("3600.00", 3600)), "4120"),
    ("Account administration", "Administration", "customer", "conventional", "active_accounts",
     None, (("11800.00", None), ("13400.00", None), ("12900.00", None)), "4500"),
    ("Dealer programme", "Channel", "channel", "conventional", None, None,
     (("8200.00", None), ("9100.00", None), ("9600.00", None)), "6400"),
    ("Office rent", "Facility", "facility", "conventional", None, None,
     (("6000.00", None), ("6000.00", None), ("5500.00", None)), "6900"),
)  # fmt: skip
YEARS = (
    (date(2017, 7, 1), date(2018, 6, 30)),
    (date(2018, 7, 1), date(2019, 6, 30)),
    (date(2019, 7, 1), date(2020, 5, 31)),
)


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
    sheets: dict[str, tuple[list[str], list[list[object]]]] = {}

    def sheet(name: str, *columns: str) -> list[list[object]]:
        rows: list[list[object]] = []
        sheets[name] = (list(columns), rows)
        return rows

    team = sheet("Invented team", "Name", "Function", "Email")
    team += [list(row) for row in TEAM]
    accounts = sheet("Invented accounts", "Account number", "Name", "Owner", "Contact plan, days")
    roles = sheet(
        "Invented roles", "Account number", "Decision-making unit", "Person", "Email", "Job title",
        "Roles", "Stance", "Influence, 1 to 5", "Reports to", "Purchase situation",
        "How decisions climb", "Since", "Evidence", "Known by", "Coverage", "Desired coverage",
    )  # fmt: skip
    exchanges = sheet(
        "Invented exchanges", "Account number", "Date", "Direction", "Kind", "Channel", "Subject",
        "Note", "Minutes", "Sentiment", "People", "Owner",
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
    pools = sheet(
        "Invented cost pools", "Cost pool", "Activity", "Level", "Method", "Driver",
        "Minutes per event", "First month", "Last month", "Ledger cost", "Practical capacity",
        "Ledger accounts",
    )  # fmt: skip

    for index, (code, name, visits, mood, owner, knows) in enumerate(ACCOUNTS):
        keeper = TEAM[owner][0]
        accounts.append([str(code), name, keeper, chance.choice((21, 30, 30, 45, 60))])
        members = _people(chance, index, name)
        _add_roles(chance, roles, str(code), members, mood, knows, keeper)
        _add_exchanges(chance, exchanges, str(code), members, visits, mood, keeper)
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


def _write(path: Path, sheets: dict[str, tuple[list[str], list[list[object]]]]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Invented data for the B2BDesk sample", "comments": NOTICE})
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
