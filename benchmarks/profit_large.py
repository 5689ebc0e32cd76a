"""Profit of a large ledger: 5,000 accounts, 36 months, 20 cost pools, up to 5 million lines.

    pip install duckdb polars pandas pyarrow      (into an environment of the benchmark's own)
    python benchmarks/profit_large.py <folder> <that environment's python> [lines ...]

Files are made once and kept in the folder; without sizes 50,000, 500,000 and 5,000,000 lines.
Every part runs in a process alone (``profit_parts.py``, floors: ``profit_floors.py``), so a first
read is one. Clock seconds depend on what else the machine does; processor seconds less.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from large_ledger import make_file

HERE = Path(__file__).parent
SIZES = (50_000, 500_000, 5_000_000)
ROUNDS = 3


def part(python: str, script: str, *arguments: object) -> dict[str, Any]:
    """What one part found, run in a process alone."""
    done = subprocess.run(
        [python, str(HERE / script), *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer.get("found", answer) or {}


def row(words: str, found: list[dict[str, float]], floor: list[dict[str, float]] | None) -> None:
    """Medians in milliseconds, and against the floor by clock and by processor."""
    cells = [words]
    for kind in ("clock", "processor"):
        middle = statistics.median(each[kind] for each in found)
        cells.append(f"{1000 * middle:,.0f}")
        if floor is None:
            cells.append("floor")
        else:
            cells.append(f"{middle / statistics.median(each[kind] for each in floor):.2f}")
    print(f"| {' | '.join(cells)} |", flush=True)


def head(title: str) -> None:
    """The head of a table."""
    print(
        f"\n### {title}\n\n| | clock ms | ratio | processor ms | ratio |\n|---|---:|---:|---:|---:|"
    )


def curves(path: Path, floors: str) -> None:
    """Whale curves after opening the file, against DuckDB on its own copy."""
    copy = path.with_suffix(".duckdb")
    if not copy.exists():
        part(floors, "profit_floors.py", "copy", path, copy)
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(ROUNDS):
        other = part(floors, "profit_floors.py", "curves", copy)
        ours = part(sys.executable, "profit_parts.py", "first", path)
        alone = part(sys.executable, "profit_parts.py", "gross", path)
        for name, took in (
            ("DuckDB, gross margin", other["gross"]), ("sums and curve", alone["gross"]),
            ("DuckDB, net profit", other["net"]), ("portfolio and curves", ours["net"]),
            ("portfolio, read again", ours["again"]),
        ):  # fmt: skip
            found.setdefault(name, []).append(took)
    head(f"{path.stem} lines: whale curve after opening")
    row("DuckDB, gross margin", found["DuckDB, gross margin"], None)
    row("sums and curve", found["sums and curve"], found["DuckDB, gross margin"])
    row("DuckDB, net profit", found["DuckDB, net profit"], None)
    for name in ("portfolio and curves", "portfolio, read again"):
        row(name, found[name], found["DuckDB, net profit"])
    same = ours["gross_profits"] == other["gross_profits"]
    apart = max(
        abs(amount - ours["net_profits"][account])
        for account, amount in other["net_profits"].items()
    )
    print(f"\nGross margins equal: {same}; net profits apart by {apart:.0f} cents at most.")


def recomputation(path: Path, floors: str) -> None:
    """Every summary from the lines, against engines that read the same rows."""
    others = {name: part(floors, "profit_floors.py", name, path) for name in ENGINES}
    ours = part(sys.executable, "profit_parts.py", "rebuild", path)
    best = min(others.values(), key=lambda each: float(each["all"]["processor"]))
    head(f"{path.stem} lines: full recomputation (ratio to the best)")
    for name, each in others.items():
        row(name, [each["all"]], None if each is best else [best["all"]])
    row("B2BDesk", [ours["all"]], [best["all"]])
    counts = ("months", "days", "orders", "returns", "amount")
    print("\nCounts equal:", all(ours[name] == best[name] for name in counts))


ENGINES = ("pandas", "polars", "duckdb")


def work(path: Path) -> None:
    """Edits, the slider, added lines and memory."""
    head(f"{path.stem} lines: one pool changed; a slider of the policy; 10,000 lines added")
    for what, stages in part(sys.executable, "profit_parts.py", "edits", path).items():
        for stage, found in stages.items():
            row(f"{what}: {stage}", found, found)
    for what, frames in part(sys.executable, "profit_parts.py", "slider", path).items():
        row(f"slider {what}, a frame", frames, frames)
    for later, words in ((1, "a new month"), (0, "the last month")):
        found = part(sys.executable, "profit_parts.py", "added", path, later)
        row(f"{words}: summaries of {found['months']:,} months", [found["summaries"]], None)
        row(f"{words}: single orders", [found["orders"]], None)
    print("\nMB:", part(sys.executable, "profit_parts.py", "memory", path))


def main() -> None:
    """Make what is missing, measure and print."""
    folder, floors = Path(sys.argv[1]), sys.argv[2]
    folder.mkdir(parents=True, exist_ok=True)
    for lines in [int(each) for each in sys.argv[3:]] or SIZES:
        path = folder / f"{lines}.b2bdesk"
        if not path.exists():
            make_file(path, lines)
        curves(path, floors)
        recomputation(path, floors)
        work(path)


if __name__ == "__main__":
    main()
