"""The table of cost pools: columns, the words of a pool's state, totals."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.core.i18n import lowered, mark, tr
from b2bdesk.models.costing_enums import Driver
from b2bdesk.models.enums import WORDS
from b2bdesk.services.costing.result import PoolCost
from b2bdesk.services.costing.workbench import PoolLine, Workbench
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.costing.cells import UseCell, driver_words, number_words, rate_words
from b2bdesk.ui.tables.cells import Cell, MoneyCell
from b2bdesk.ui.tables.model import Column

_UNCHARGED = {
    "waiting": (
        mark("orders being read"),
        mark("Its orders are still being read: until then nothing of it is charged."),
    ),
    "too_large": (
        mark("volume too large"),
        mark("Its volume is larger than can be counted, so nothing of it is charged."),
    ),
    "unreadable": (
        mark("equation not read"),
        mark("Its time equation cannot be read, so nothing of it is charged. Correct it below."),
    ),
}
"""What is said of pools that are not charged: in the table, and in the inspector."""


def pool_columns(
    problem: Callable[[int, str], str], *, editable: bool = True
) -> list[Column[PoolLine]]:
    """The columns; ``problem`` tells what is wrong with an edit of (pool id, column key)."""

    def state(key: str) -> Callable[[PoolLine], str]:
        return lambda line: "error" if problem(line.pool.id, key) else ""

    def tip(key: str) -> Callable[[PoolLine], str]:
        return lambda line: problem(line.pool.id, key)

    right = Cell(right=True)
    money = MoneyCell(exact=True)
    return [
        Column(
            "name",
            tr("Cost pool"),
            lambda line: line.pool.name,
            Cell(weight="medium"),
            width=132,
            state=state("name"),
            row_tooltip=tip("name"),
            editable=editable,
            stretch=True,
        ),
        Column(
            "activity",
            tr("Activity"),
            lambda line: line.pool.activity,
            Cell(tone="text_2"),
            width=112,
            state=state("activity"),
            row_tooltip=tip("activity"),
            editable=editable,
        ),
        Column(
            "amount",
            tr("Ledger cost"),
            lambda line: None if line.cost is None else line.cost.ledger,
            money,
            width=100,
            state=state("amount"),
            row_tooltip=tip("amount"),
            editable=editable,
        ),
        Column(
            "driver",
            tr("Driver"),
            lambda line: driver_words(line.pool),
            Cell(tone="text_2"),
            width=124,
        ),
        Column(
            "capacity",
            tr("Capacity"),
            lambda line: None if line.cost is None else number_words(line.cost.capacity),
            right,
            width=76,
            sort_key=lambda line: None if line.cost is None else line.cost.capacity,
            tooltip=tr("Practical capacity: minutes for a time-driven pool, else events"),
            state=state("capacity"),
            row_tooltip=tip("capacity"),
            editable=editable,
        ),
        Column(
            "used",
            tr("Used"),
            _used,
            right,
            width=76,
            sort_key=lambda line: None if line.cost is None else line.cost.used,
        ),
        Column(
            "use",
            tr("Use of capacity"),
            lambda line: (None if line.cost is None else line.cost.use, use_words(line)),
            UseCell(),
            width=128,
            sort_key=lambda line: None if line.cost is None else line.cost.use,
        ),
        Column(
            "rate",
            tr("Rate"),
            lambda line: None if line.cost is None else rate_words(line.cost.rate),
            right,
            width=64,
            sort_key=lambda line: None if line.cost is None else line.cost.rate,
            tooltip=tr("Cost of capacity / practical capacity; cost / volume without capacity"),
        ),
        Column(
            "allocated",
            tr("Allocated"),
            lambda line: None if line.cost is None else line.cost.allocated,
            money,
            width=100,
        ),
        Column(
            "unused",
            tr("Unused"),
            lambda line: None if line.cost is None else line.cost.unused,
            money,
            width=88,
        ),
        Column(
            "kept",
            tr("Not charged"),
            lambda line: None if line.cost is None else line.cost.held + line.cost.unallocated,
            money,
            width=88,
            tooltip=tr("Held at product, channel or facility level, or without volume"),
        ),
    ]


def _used(line: PoolLine) -> str | None:
    if line.cost is None or line.cost.state.value == "held":
        return None
    return number_words(line.cost.used)


def use_words(line: PoolLine) -> str:
    """What stands in place of a bar where a pool has no use of capacity to show."""
    cost = line.cost
    if cost is None:
        return tr("no cost in this period")
    if cost.state.value == "held":
        return tr("held, {level}", level=lowered(tr(WORDS[line.pool.level])))
    if cost.state.value in _UNCHARGED:
        return tr(_UNCHARGED[cost.state.value][0])
    if cost.capacity is not None:
        return tr("over-used") if cost.state.value == "over_used" else ""
    if line.pool.driver is None:
        return tr("no driver")
    if cost.volume == 0:
        return tr("no volume")
    return tr("no capacity given")


def state_sentences(line: PoolLine) -> str:
    """What a user should know about the pool's outcome; empty where nothing stands out."""
    ahead = ""
    if line.runs_ahead:
        ahead = tr("Of a period that runs past the as-of date only what is over counts.")
    return " ".join(part for part in (_outcome(line), *_gaps(line.cost), ahead) if part)


def _gaps(cost: PoolCost | None) -> list[str]:
    """Events of which something is not known, or that the time equation gives no minutes."""
    if cost is None:
        return []
    told = (
        (
            cost.undated,
            tr("Whether they were expedited is not known of {n} events: they have no dates."),
        ),
        (
            cost.below_zero,
            tr("{n} events count no minutes: the time equation gives less than nothing for them."),
        ),
        (
            cost.by_zero,
            tr("{n} events count no minutes: the time equation divides by zero for them."),
        ),
    )
    return [words.format(n=formats().integer(count)) for count, words in told if count]


def _outcome(line: PoolLine) -> str:
    cost = line.cost
    if cost is None:
        return tr("The pool has no cost in the chosen months. Add a period for them.")
    if cost.state.value == "held":
        level = lowered(tr(WORDS[line.pool.level]))
        return tr("Held at {level} level and never spread over accounts.", level=level)
    if cost.state.value in _UNCHARGED:
        return tr(_UNCHARGED[cost.state.value][1])
    if line.pool.driver is None:
        return tr("Without a driver nothing says which account caused it. Choose one.")
    driver = lowered(tr(WORDS[line.pool.driver]))
    if cost.volume == 0 and line.pool.driver is Driver.OWN_VOLUMES:
        return tr("No volumes in these months to charge it by. Import a sheet of driver volumes.")
    if cost.volume == 0:
        return tr("The file has no {driver} in these months to charge it by.", driver=driver)
    if cost.state.value == "over_used":
        return tr("More was used than there is capacity, so unused capacity is negative.")
    if cost.capacity is None:
        return tr("Without a practical capacity all of its cost follows its volume.")
    return ""


def pool_totals(bench: Workbench) -> dict[str, str | tuple[str, str]]:
    """The pinned totals row."""
    costs = bench.costs
    figures = [line.cost for line in bench.pools if line.cost is not None and line.cost.capacity]
    supplied = sum(cost.ledger for cost in figures)
    used = sum(cost.allocated for cost in figures)
    use = formats().percent(used / supplied, 1) if supplied else MISSING
    return {
        "name": tr("All cost pools"),
        "amount": formats().money_exact(costs.ledger),
        "use": (use, "text_2"),
        "allocated": formats().money_exact(costs.allocated),
        "unused": formats().money_exact(costs.unused),
        "kept": formats().money_exact(costs.held + costs.unallocated),
    }
