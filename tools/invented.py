"""Who and what the sample's invented workbook is made of: names, titles, talks, scores, costs."""

from __future__ import annotations

from datetime import date

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
TITLES = (
    ("Managing director", "Owner", "General manager"),
    ("Purchasing manager", "Head of purchasing", "Buyer"),
    ("Workshop manager", "Technical director"),
    ("Finance controller", "Head of finance", "Chief accountant"),
    ("Purchasing assistant", "Assistant buyer"),
    ("Lead mechanic",),
    ("Product specialist", "Assortment planner", "Product manager"),
)
"""How the firms call their seats; the first firm by the first of each."""
ADAPTS = (
    ("pragmatist", "conservative"), ("conservative", "laggard"), ("visionary", "pragmatist"),
    ("laggard", "conservative"), ("pragmatist",), ("innovator", "pragmatist"),
    ("innovator", "visionary"),
)  # fmt: skip
RIVALS = ("Northbound Components", "Velora Parts", "Cogwheel Trading")
# account number, name, job title, what to the company where outside of it
OTHERS = (
    (697, "Karl Weiss", "Independent retail consultant", "Adviser"),
    (697, "Dora Brandt", "Accounts payable clerk", None),
    (678, "Goran Holm", "Store manager", None),
    (678, "Jana Ferrara", "Order clerk", None),
    (170, "Hana Petrov", "Warehouse manager", None),
    (170, "Ivo Mensah", "Marketing manager", None),
    (328, "Leila Kolar", "Warehouse manager", None),
    (175, "Kofi Szabo", "Legal counsel", None),
    (16, "Farah Duric", "Logistics coordinator", None),
    (650, "Luc Karimi", "Trade journalist", "Media"),
    (502, "Greta Sato", "IT administrator", None),
)
# account number: our colleague, seat (or name), exchanges together, level and wanted as set by hand
JOINED: dict[int, tuple[tuple[int, int | str, int, str | None, str | None], ...]] = {
    697: (
        (1, 5, 2, "multiple", "in_depth"), (1, 2, 1, None, None), (3, 6, 1, "brief", "multiple"),
        (4, 3, 1, None, None),
    ),
    678: ((1, 2, 1, "brief", "multiple"),),
    170: (
        (1, 5, 2, "multiple", "multiple"), (3, 5, 1, None, None), (4, 3, 1, "brief", "multiple"),
        (5, 0, 1, "brief", "multiple"), (2, "Hana Petrov", 1, "brief", "multiple"),
    ),
    328: (
        (0, 1, 2, "multiple", "in_depth"), (1, 5, 3, "multiple", "multiple"),
        (4, 3, 2, "multiple", "multiple"), (5, 0, 1, "brief", "multiple"),
        (2, "Leila Kolar", 2, "multiple", "multiple"),
    ),
}  # fmt: skip
# attribute, our score and the main rival's in a middling mood, how ours moves in a year
BRAND = (
    ("Price fairness", 2.8, 3.7, -0.1),
    ("On-time delivery", 3.4, 3.4, -0.5),
    ("Technical advice", 4.3, 2.9, 0.2),
    ("Ease of ordering", 3.3, 3.6, 0.4),
    ("Trust", 3.9, 3.1, -0.4),
)
STUDIES = (date(2019, 5, 20), date(2019, 11, 18), date(2020, 4, 20))
# account number: the seats that answer, the studies that ask
ASKED = {
    697: ((0, 1, 2, 3, 5, 6), STUDIES),
    678: ((0, 1, 2, 3), STUDIES[1:]),
    170: ((0, 1, 2, 5), STUDIES[1:]),
    328: ((0, 1, 2, 3, 5), STUDIES[1:]),
    16: ((0, 1, 3), STUDIES[1:]),
}
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
