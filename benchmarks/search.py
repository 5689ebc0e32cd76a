"""Search as one types, over a million exchanges, against a LIKE scan of the same rows.

    python benchmarks/search.py [exchanges] [rounds] [keep]

The file is filled by SQL in a folder of the benchmark's own; with ``keep`` a path is used again.
Words are typed letter by letter from the second letter on, frequent ones and rare ones, alone, in
pairs and with filters. A keystroke finds the exchanges and reads those shown, with their marks;
what the palette runs, which also looks for accounts, people and next steps, is measured beside it.
The floor reads every exchange once, subject and note, with LIKE.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from bisect import bisect
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measure import print_table, private_folder, timed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b2bdesk.storage.database import Database

ACCOUNTS, PEOPLE, TEAM = 5_000, 15_000, 12
LOGGED = 250
TODAY = date(2026, 6, 1)
FREQUENT = [
    *("visit", "delivery", "price", "quotation", "installation", "order"),
    *("call", "season", "contract", "complaint", "display"),
]
FIRST = ["Ruth", "Ines", "Helena", "Sam", "Lena", "Daniel", "Zoë", "Amir", "Noor", "Wanda", "Piet"]
CHANNELS = ("call", "email", "visit", "video", "message")
KINDS = {
    "outbound": ("communication", "experience", "influential"),
    "inbound": ("sampling", "chatter", "engagement", "purchase", "loyalty"),
}
TYPED = (
    "visit",
    "delivery",
    "installation",
    "quotation",
    "price season",
    "complaint delivery",
    "{rare}",
    "{middling}",
    "visit {middling}",
    "{rare} order",
    "ruth",
    "ruth price",
    "type:visit price",
    "with:ruth delivery",
    "since:2026-01 contract",
    "since:2025-03-14 until:2025-04-02 installation",
    "account:{account} order",
    "by:lena quotation",
    "kind:loyalty {middling}",
    "type:visit since:2026-01 with:ruth",
    "type:email {rare}",
)


class Spent(NamedTuple):
    """Seconds by the clock, and of the processor: the same on a machine that does nothing else."""

    clock: float
    processor: float


def spent(work: Callable[[], object]) -> Spent:
    """What ``work`` takes."""
    start, busy = time.perf_counter(), time.thread_time()
    work()
    return Spent(time.perf_counter() - start, time.thread_time() - busy)


def vocabulary(rng: random.Random) -> list[str]:
    """Made-up words, those at the front to be used most."""
    made: dict[str, None] = dict.fromkeys(FREQUENT)
    while len(made) < 30_000:
        parts = range(rng.randint(1, 5))
        made["".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in parts)] = None
    return list(made)


def fill(session: Session, exchanges: int) -> None:
    """Accounts, people, a team, and the exchanges with who took part."""
    from b2bdesk.core.dates import noon_of
    from b2bdesk.storage import search_index

    rng = random.Random(7)
    words = vocabulary(rng)
    cumulative = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def some(count: int) -> str:
        return " ".join(words[bisect(cumulative, rng.random() * cumulative[-1])]
                        for _ in range(count))  # fmt: skip

    run = session.connection().exec_driver_sql
    base = 1 << 40
    run("UPDATE journal_ctx SET txn = NULL")
    team = [(base + n, f"{FIRST[n % len(FIRST)]} {some(1).title()}") for n in range(TEAM)]
    accounts = [(base + 100 + n, some(2).title(), some(1).title()) for n in range(ACCOUNTS)]
    people = [(base + 10_000 + n, f"{rng.choice(FIRST)} {some(1).title()}") for n in range(PEOPLE)]
    jobs = [
        (base + 50_000 + n, base + 10_000 + n, base + 100 + n % ACCOUNTS, some(2))
        for n in range(PEOPLE)
    ]
    run("INSERT INTO colleague(id, name, active) VALUES (?, ?, 1)", team)
    run(
        "INSERT INTO account(id, name, kind, pinned, city) VALUES (?, ?, 'end_customer', 0, ?)",
        accounts,
    )
    run("INSERT INTO person(id, name) VALUES (?, ?)", people)
    run("INSERT INTO job(id, person_id, account_id, title, external) VALUES (?, ?, ?, ?, 0)", jobs)
    notes = [(some(4), some(16)) for _ in range(50_000)]
    first = noon_of(TODAY - timedelta(days=3650))
    step = 3650 * 86_400_000 // exchanges
    for start in range(0, exchanges, 50_000):
        rows, taking_part = [], []
        for n in range(start, min(exchanges, start + 50_000)):
            way = rng.choice(("outbound", "inbound"))
            account = rng.randrange(ACCOUNTS)
            subject, note = notes[n % 50_000] if n % 3 else (some(4), some(16))
            number = base + 1_000_000 + n
            rows.append(
                (number, base + 100 + account, first + n * step, way, rng.choice(KINDS[way]),
                 rng.choice(CHANNELS), subject, note, base + n % TEAM)
            )  # fmt: skip
            person = base + 10_000 + account + ACCOUNTS * rng.randrange(PEOPLE // ACCOUNTS)
            taking_part.append((base + (1 << 32) + n, number, person))
        run("INSERT INTO exchange(id, account_id, at, direction, kind, channel, subject, note,"
            " owner_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)  # fmt: skip
        run("INSERT INTO exchange_person(id, exchange_id, person_id) VALUES (?, ?, ?)", taking_part)
    run("DELETE FROM temp.search_changed")
    for statement in search_index.rebuild_statements():
        run(statement)


def log_singly(database: Database, number: int) -> None:
    """Change exchanges one by one, as a day does: the index then lies in more than one piece."""
    sql = "UPDATE exchange SET got = 'a call back' WHERE id = (SELECT id FROM exchange ORDER BY id"
    for n in range(number):
        at = f"{sql} DESC LIMIT 1 OFFSET {n * 7})"
        database.write("Log", lambda s, at=at: s.connection().exec_driver_sql(at))  # type: ignore[misc]


def keystrokes(rare: str, middling: str, account: str) -> list[str]:
    """Every state of the field while the lines are typed, from the second letter of a word on."""
    states = []
    for line in TYPED:
        whole = line.format(rare=rare, middling=middling, account=account)
        last = whole.rfind(" ") + 1
        start = max(last, whole.rfind(":") + 1) + 2
        states += [whole[:end] for end in range(start, len(whole) + 1)]
    return states


def like_scan(database: Database, word: str) -> Spent:
    """What it takes to read every exchange once with LIKE."""
    with database.read() as session:
        run = session.connection().exec_driver_sql
        sql = "SELECT count(*) FROM exchange WHERE subject LIKE ?1 OR note LIKE ?1"
        return spent(lambda: run(sql, (f"%{word}%",)).scalar())


def keystroke(database: Database, state: str, kinds: tuple[str, ...]) -> Spent:
    """What it takes from the text of the field to the rows to show."""
    from b2bdesk.queries.search import search
    from b2bdesk.services.search_line import read_search

    with database.read() as session:
        return spent(lambda: search(session, read_search(state, TODAY, kinds).wanted))


def main() -> None:
    """Fill a file, type, scan, and print the ratio."""
    exchanges = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with private_folder() as folder:
        from b2bdesk.queries.search_wanted import KINDS as KINDS_OF_RECORDS
        from b2bdesk.storage.database import Database

        path = Path(sys.argv[3]) if len(sys.argv) > 3 else folder / "million.b2bdesk"
        if path.exists():
            database = Database.open(path)
        else:
            database = Database.create(path)
            took = timed(lambda: database.write("Fill", lambda s: fill(s, exchanges)))
            print(f"filled {exchanges:,} exchanges and indexed them in {took:.0f} s,"
                  f" {path.stat().st_size / 1e6:,.0f} MB")  # fmt: skip
            log_singly(database, LOGGED)
        try:
            rng = random.Random(7)
            words = vocabulary(rng)
            with database.read() as session:
                account = session.connection().exec_driver_sql("SELECT name FROM account").scalar()
            states = keystrokes(words[20_000], words[300], str(account).split()[0].lower())
            exchanges_only: list[Spent] = []
            palette: list[Spent] = []
            scans: list[Spent] = []
            slow: dict[str, list[Spent]] = {}
            for _ in range(number):
                for state in states:
                    slow.setdefault(state, []).append(keystroke(database, state, ("exchange",)))
                    exchanges_only.append(slow[state][-1])
                    palette.append(keystroke(database, state, KINDS_OF_RECORDS))
                scans += [like_scan(database, word) for word in ("visit", words[20_000])]
        finally:
            database.close()
    found = {
        "LIKE scan": scans,
        "exchanges, every keystroke": exchanges_only,
        "palette, every keystroke": palette,
    }
    clock = {name: [each.clock for each in times] for name, times in found.items()}
    print_table(f"{len(states)} keystrokes over {exchanges:,} exchanges", clock, "LIKE scan", "ms")
    for what, number_of in (("clock", 0), ("processor", 1)):
        scan = statistics.median(each[number_of] for each in scans)
        for name, times in list(found.items())[1:]:
            values = [each[number_of] for each in times]
            p95 = statistics.quantiles(values, n=20)[-1]
            print(
                f"by the {what}, {name}: p95 {p95 * 1000:.2f} ms, slowest {max(values) * 1000:.1f}"
                f" ms; a LIKE scan, {scan * 1000:.0f} ms, takes {scan / p95:.0f} times the p95"
            )
    print("wanted of the exchanges: 200 times")
    worst = sorted(slow, key=lambda state: min(slow[state]))[-5:]
    for state in reversed(worst):
        print(f"  {min(slow[state]).clock * 1000:6.2f} ms  {state}")


if __name__ == "__main__":
    main()
