"""What the benchmarks share: medians, ratios against a floor of the same run, and the table.

Seconds depend on the machine and on what else it does; ratios of medians taken in turns do not,
nearly. So every measurement is taken in rounds: each round measures the floor and everything
that is compared with it once.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "sample"
sys.path.insert(0, str(ROOT))

Measured = Callable[[], float]


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rounds(what: Mapping[str, Measured], number: int) -> dict[str, list[float]]:
    """``number`` rounds; each measures everything once, in the order given."""
    found: dict[str, list[float]] = {name: [] for name in what}
    for _ in range(number):
        for name, measure in what.items():
            found[name].append(measure())
    return found


def print_table(title: str, found: Mapping[str, list[float]], floor: str, unit: str = "s") -> None:
    """Medians, the range, and the ratio to the floor's median, as a Markdown table."""
    base = statistics.median(found[floor])
    print(f"\n### {title}\n")
    print(f"| | median {unit} | lowest to highest | against the floor |")
    print("|---|---:|---:|---:|")
    scale = 1000.0 if unit == "ms" else 1.0
    digits = 2 if unit == "ms" else 3
    for name, values in found.items():
        middle = statistics.median(values)
        ratio = "floor" if name == floor else f"{middle / base:.2f}"
        low, high = min(values) * scale, max(values) * scale
        print(
            f"| {name} | {middle * scale:.{digits}f} | {low:.{digits}f} to {high:.{digits}f}"
            f" | {ratio} |"
        )
    sys.stdout.flush()


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of the benchmark's own, which also stands in for the user's folders."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = name
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false;qt.qpa.*=false")
        yield Path(name)
