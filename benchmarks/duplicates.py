"""Looking for duplicates among 50,000 contacts, against weighing every pair of them.

    python benchmarks/duplicates.py

A tenth of the contacts are planted a second time in one of eight ways, and labelled. Every pair of
50,000 is 1.25 billion: they are measured on slabs and scaled by the number of pairs, once for the
likeness of names alone, which is no search yet, and once with all that the search weighs. What
blocking loses is counted on a labelled sample whose pairs are all weighed.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import measure  # noqa: F401 - puts the package on the path
import numpy as np

from b2bdesk.analytics.duplicates.blocks import candidates
from b2bdesk.analytics.duplicates.features import Features, features
from b2bdesk.analytics.duplicates.records import Certainty, Kind, Record
from b2bdesk.analytics.duplicates.score import THRESHOLDS, weigh
from b2bdesk.analytics.duplicates.search import search

COUNT = 50_000
PLANTED = 5_000
SAMPLE = 6_000
SLABS, SLAB = 4, 250
ROUNDS = 2
WAYS = (
    "typo", "two typos", "word order", "accents", "transliteration", "moved firm", "short name",
    "shared phone",
)  # fmt: skip

_GIVEN = (  # noqa: SIM905 - a list of names reads best as a line
    "Robert William Richard James John Joseph Thomas Michael Charles Edward Anthony Andrew Daniel"
    " David Christopher Matthew Nicholas Patrick Benjamin Gregory Kenneth Ronald Elizabeth"
    " Katherine Margaret Jennifer Patricia Susan Rebecca Deborah Victoria Jürgen Günther Björn"
    " André René José Jesús María Inês João François Chloé Zoë Léa Søren Åsa Renée Müge Nicolás"
    " Lukas Jonas Finn Emma Hannah Sophie Marie Laura Julia Lena Giulia Marco Luca Paolo Sanne Daan"
    " Bram Femke Piotr Agnieszka Tomasz Katarzyna Pedro Ana Carlos Lucía Miguel Isabel Pierre"
    " Camille Luc Odile Claire Antoine Heike Uwe Dieter Petra Monika Stefan Ingrid Karin Olaf"
).split()
_SHORT = {
    "Robert": "Bob", "William": "Bill", "Richard": "Dick", "James": "Jim", "John": "Jack",
    "Joseph": "Joe", "Thomas": "Tom", "Michael": "Mike", "Charles": "Chuck", "Edward": "Ted",
    "Anthony": "Tony", "Andrew": "Andy", "Daniel": "Dan", "David": "Dave", "Christopher": "Chris",
    "Matthew": "Matt", "Nicholas": "Nick", "Patrick": "Pat", "Benjamin": "Ben", "Gregory": "Greg",
    "Elizabeth": "Liz", "Katherine": "Kate", "Margaret": "Peggy", "Jennifer": "Jen",
    "Susan": "Sue", "Rebecca": "Becky", "Victoria": "Vicky",
}  # fmt: skip
_CYRILLIC = {
    "Юрий Иванов": "Yury Ivanov", "Сергей Кузнецов": "Sergey Kuznetsov",
    "Наталья Соловьёва": "Natalia Solovyova", "Дмитрий Щербаков": "Dmitry Shcherbakov",
    "Екатерина Жукова": "Ekaterina Zhukova", "Алексей Чайковский": "Alexey Tchaikovsky",
    "Андрей Хабаров": "Andrei Khabarov", "Ольга Цветкова": "Olga Tsvetkova",
}  # fmt: skip
_PARTS = (  # noqa: SIM905 - as above
    "mar ber stein holz hof bach man fel ler wein gart ner ros sil va car do men dez mo ra les fon"
    " ta vil la nova petr kow sk lin dahl berg strom son quist ham mer smi wal ker fish er tur nér"
    " müll schä brü weiß går ñez çal çon ção rón dié bél"
).split()


@dataclass(frozen=True)
class Made:
    """The contacts, and the pairs that are the same with the way each was planted."""

    records: list[Record]
    planted: dict[tuple[int, int], str]


def make(count: int, planted: int, seed: int = 7) -> Made:
    """Contacts of a firm with customers in several countries."""
    dice = random.Random(seed)
    surnames = list({_surname(dice) for _ in range(9_000)})
    weights = [1 / (rank + 20) for rank in range(len(surnames))]  # a few are very common
    firms = [
        (n, dice.choice(["Germany", "France", "Spain", "United States", "Netherlands"]))
        for n in range(count // 12)
    ]
    originals = []
    for number in range(count - planted):
        firm, country = dice.choice(firms)
        if number % 100 == 0:
            name = dice.choice(list(_CYRILLIC))
        else:
            (surname,) = dice.choices(surnames, weights)
            name = f"{dice.choice(_GIVEN)} {surname}"
        originals.append(
            Record(
                number + 1, name, _email(name, firm) if dice.random() < 0.8 else None,
                (_mobile(dice) if dice.random() < 0.6 else None, f"+49 30 {100_000 + firm}"),
                country=country, firms=(firm + 1,),
            )
        )  # fmt: skip
    same: dict[tuple[int, int], str] = {}
    twins = []
    fitting = {way: [r for r in originals if _fits(r, way)] for way in WAYS}
    used: set[int] = set()
    for number in range(planted):
        way = WAYS[number % len(WAYS)]
        pool = [r for r in dice.sample(fitting[way], min(30, len(fitting[way])))
                if r.id not in used] or fitting["typo"]  # fmt: skip
        first = dice.choice(pool)
        if not _fits(first, way):
            way = "typo"
        used.add(first.id)
        twin = _twin(dice, first, way, count - planted + number + 1, firms)
        twins.append(twin)
        same[first.id, twin.id] = way
    return Made([*originals, *twins], same)


def _surname(dice: random.Random) -> str:
    return "".join(dice.choice(_PARTS) for _ in range(dice.choice((2, 2, 3)))).title()


def _email(name: str, firm: int) -> str:
    from anyascii import anyascii

    return f"{anyascii(name).lower().replace(' ', '.')}@firm{firm}.example"


def _mobile(dice: random.Random) -> str:
    return f"+49 17{dice.randrange(10)} {dice.randrange(10**6, 10**7)}"


def _fits(record: Record, way: str) -> bool:
    given = record.name.split()[0]
    latin = given.isascii() or given in _GIVEN
    return {
        "transliteration": record.name in _CYRILLIC,
        "accents": latin and not record.name.isascii(),
        "short name": given in _SHORT,
        "shared phone": latin and record.phones[0] is not None,
    }.get(way, latin)


def _twin(
    dice: random.Random, first: Record, way: str, number: int, firms: list[tuple[int, str]]
) -> Record:
    """The same person entered again: rarely with the e-mail address, in one changed way."""
    given, _, surname = first.name.partition(" ")
    twin = replace(
        first,
        id=number,
        email=first.email if dice.random() < 0.3 else None,
        phones=(first.phones[0] if dice.random() < 0.3 else None, None),
    )
    if way == "typo":
        return replace(twin, name=_mistyped(dice, first.name))
    if way == "two typos":
        return replace(twin, name=f"{_mistyped(dice, given)} {_mistyped(dice, surname)}")
    if way == "word order":
        return replace(twin, name=f"{surname}, {given}")
    if way == "accents":
        from anyascii import anyascii

        return replace(twin, name=anyascii(first.name).upper())
    if way == "transliteration":
        return replace(twin, name=_CYRILLIC[first.name])
    if way == "moved firm":
        firm, country = dice.choice(firms)
        kept = first.phones[0] if dice.random() < 0.5 else None
        return replace(twin, email=_email(first.name, firm), phones=(kept, None),
                       firms=(firm + 1,), country=country)  # fmt: skip
    if way == "short name":
        return replace(twin, name=f"{_SHORT[given]} {surname}")
    name = f"{given[0]}. {_mistyped(dice, surname)}"
    return replace(twin, name=name, email=None, phones=(first.phones[0], None))


def _mistyped(dice: random.Random, text: str) -> str:
    at = dice.randrange(len(text))
    letter = dice.choice("abcdefghijklmnoprstuvwz")
    how = dice.randrange(4)
    if how == 0:
        return text[:at] + text[at + 1 :] or text + letter
    if how == 1:
        return text[:at] + letter + text[at:]
    if how == 2:
        return text[:at] + letter + text[at + 1 :]
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of all threads that ``work`` takes: other programs do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def slabs(found: Features, *, whole: bool) -> float:
    """Processor seconds for every pair, measured on slabs and scaled to each pair once.

    The likeness of the names alone, or (``whole``) with it what else agrees, and the weighing of
    the pairs whose names are alike or where anything agrees: an all-pairs search as it would be
    written to be fast.
    """
    from rapidfuzz import fuzz, process

    names = found.names.tolist()
    every = np.arange(len(names))
    codes = [found.email, *found.phones.T, *found.firms.T]

    def work() -> None:
        for number in range(SLABS):
            rows = every[number * SLAB : (number + 1) * SLAB]
            likeness = process.cdist(
                [names[row] for row in rows], names, scorer=fuzz.ratio, dtype=np.uint8,
                score_cutoff=60, workers=-1,
            )  # fmt: skip
            if whole:
                agree = likeness > 0
                for code in codes:
                    agree |= (code[rows, None] == code[None, :]) & (code[rows, None] >= 0)
                first, second = np.nonzero(agree)
                weigh(found, rows[first], second)

    # A slab compares with all names; each pair is wanted once.
    return spent(work) / (SLABS * SLAB) * len(names) / 2


def all_pairs(found: Features) -> set[tuple[int, int]]:
    """Every pair weighed: those that are at least possible."""
    pairs: set[tuple[int, int]] = set()
    count = len(found.ids)
    for top in range(0, count, SLAB):
        rows = np.arange(top, min(top + SLAB, count))
        first, second = (
            part.ravel() for part in np.meshgrid(rows, np.arange(count), indexing="ij")
        )
        once = first < second
        first, second = first[once], second[once]
        total = weigh(found, first, second).total
        for at in np.nonzero(total >= THRESHOLDS[Certainty.POSSIBLE])[0]:
            pairs.add((int(found.ids[first[at]]), int(found.ids[second[at]])))
    return pairs


def main() -> None:
    """Print the tables."""
    made = make(COUNT, PLANTED)
    pairs = search(Kind.PERSON, made.records[:2000])  # loads what is loaded once
    found_in: dict[str, list[float]] = {"search": [], "normalise": [], "names": [], "all": []}
    prepared: list[Features] = []
    for _ in range(ROUNDS):
        found_in["search"].append(spent(lambda: search(Kind.PERSON, made.records)))
        prepared.clear()
        found_in["normalise"].append(
            spent(lambda: prepared.append(features(Kind.PERSON, made.records)))
        )
        found_in["names"].append(slabs(prepared[0], whole=False))
        found_in["all"].append(slabs(prepared[0], whole=True))
    seconds, normalised, names, whole = (statistics.median(v) for v in found_in.values())
    print("\n### Looking for duplicates among 50,000 contacts\n")
    print("| | processor s | search / this |")
    print("|---|---:|---:|")
    print(f"| the search: normalise, block, weigh, tell | {seconds:.1f} | |")
    print(f"| normalising alone | {normalised:.1f} | |")
    print(f"| likeness of every two names and nothing else | {normalised + names:.1f}"
          f" | {seconds / (normalised + names):.3f} |")  # fmt: skip
    print(f"| every pair: names, what agrees, weighed where anything does"
          f" | {normalised + whole:.1f} | {seconds / (normalised + whole):.3f} |")  # fmt: skip
    small = make(SAMPLE, SAMPLE // 10, seed=11)
    every = all_pairs(features(Kind.PERSON, small.records))
    first, _ = candidates(prepared[0])
    print(f"\nPairs weighed: {first.size:,} of {COUNT * (COUNT - 1) // 2:,}.")

    pairs = search(Kind.PERSON, made.records)
    told = {(p.first, p.second): p.certainty for p in pairs}
    print(
        "\n| labelled pairs told, by the way they were planted | planted | told | sure or likely |"
    )
    print("|---|---:|---:|---:|")
    for way in (*WAYS, "all"):
        mine = [pair for pair, planted in made.planted.items() if way in (planted, "all")]
        hits = [told[pair] for pair in mine if pair in told]
        strong = sum(c is not Certainty.POSSIBLE for c in hits)
        print(f"| {way} | {len(mine):,} | {len(hits) / len(mine):.3f} | {strong / len(mine):.3f} |")
    counts = Counter(told.values())
    right = Counter(told[pair] for pair in made.planted if pair in told)
    print("\n| told as | pairs | of them planted (precision) |")
    print("|---|---:|---:|")
    for certainty in Certainty:
        share = right[certainty] / max(counts[certainty], 1)
        print(f"| {certainty} | {counts[certainty]:,} | {share:.3f} |")

    blocked = {(p.first, p.second) for p in search(Kind.PERSON, small.records)}
    labels = set(small.planted)
    reached = len(labels & blocked) / max(len(labels & every), 1)
    print(
        f"\nOf the {len(every):,} pairs that weighing every pair of {SAMPLE:,} contacts tells, the"
        f" search tells {len(every & blocked) / len(every):.4f}; of the labelled ones among them"
        f" {reached:.4f} ({len(labels & blocked):,} of {len(labels & every):,})."
    )


if __name__ == "__main__":
    main()
