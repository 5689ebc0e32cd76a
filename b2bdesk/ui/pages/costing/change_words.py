"""What changed between two costing results, in words: the sentences and a pool's cell."""

from __future__ import annotations

from b2bdesk.core.dates import Period
from b2bdesk.core.i18n import lowered, mark, tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.services.costing.result import PoolCost
from b2bdesk.services.costing.version_compare import Comparison, PoolChange
from b2bdesk.services.costing.versions import CostingResult
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.cells import driver_words
from b2bdesk.ui.pages.costing.version_bar import version_words
from b2bdesk.ui.widgets.period_picker import period_words

_CHANGED = {
    "name": mark("name"),
    "activity": mark("activity"),
    "level": mark("level"),
    "method": mark("method"),
    "minutes_milli": mark("minutes per event"),
    "time_equation": mark("time equation"),
    "rates": mark("rates"),
    "periods": mark("periods"),
    "amount": mark("ledger cost"),
    "capacity": mark("capacity"),
    "volume": mark("volume"),
}
_MOST_SPANS = 4


def result_words(result: CostingResult) -> str:
    """ "Version 6" or "Version 7, draft"."""
    return version_words(result.number, published=result.id is not None)


def changed_words(row: PoolChange) -> str:
    """What of a pool's definition or volume changed; what it became where that is short."""
    if row.before is None:
        return tr("new")
    if row.after is None:
        return tr("removed")
    found = []
    for key in row.changed:
        if key == "driver":
            found.append(_became(driver_words(row.before.pool), driver_words(row.after.pool)))
        elif key == "level":
            found.append(_became(_level(row.before), _level(row.after)))
        elif key == "name":
            found.append(_became(row.before.pool.name, row.after.pool.name))
        else:
            found.append(tr(_CHANGED[key]))
    return ", ".join(found) or tr("nothing")


def change_sentences(found: Comparison) -> list[str]:
    """The comparison as text: the same facts that the tables show."""
    names = {"before": result_words(found.before), "after": result_words(found.after)}
    told = [_months_sentence(found, names)]
    if found.same:
        told.append(tr("Nothing differs: no pool, no account and no month."))
        return told
    if found.restated:
        told.append(tr("Restated: {months}.", months=_spans(found.restated)))
    else:
        told.append(tr("No month that both cover is restated."))
    was, now = found.before.costs, found.after.costs
    told.append(
        tr(
            "Ledger {ledger}, allocated {allocated}, unused {unused} {unit}.",
            ledger=_signed(now.ledger - was.ledger),
            allocated=_signed(now.allocated - was.allocated),
            unused=_signed(now.unused - was.unused),
            unit=formats().currency,
        )
    )
    told.append(_accounts_sentence(found))
    return told


def _months_sentence(found: Comparison, names: dict[str, str]) -> str:
    if not found.only_before and not found.only_after:
        months = period_words(found.before.costs.period)
        return tr("{after} against {before}, both over {months}.", months=months, **names)
    return tr(
        "{after} covers {now}, {before} covers {was}: what {alone} cost is part of the difference.",
        now=period_words(found.after.costs.period),
        was=period_words(found.before.costs.period),
        alone=_spans((*found.only_before, *found.only_after)),
        **names,
    )


def _accounts_sentence(found: Comparison) -> str:
    dearer = [row.delta for row in found.accounts if row.delta > 0]
    cheaper = [row.delta for row in found.accounts if row.delta < 0]
    if not dearer and not cheaper:
        return tr("No account costs more or less.")
    most = found.accounts[0]
    told = []
    if dearer:
        words = trn("{n} account costs more", "{n} accounts cost more", len(dearer))
        told.append(f"{words} ({_signed(sum(dearer))})")
    if cheaper:
        words = trn("{n} account costs less", "{n} accounts cost less", len(cheaper))
        told.append(f"{words} ({_signed(sum(cheaper))})")
    return tr(
        "{moved}. Most: {name} {delta}, by {pool}.",
        moved=", ".join(told),
        name=most.name,
        delta=_signed(most.delta),
        pool=most.pool,
    )


def _spans(spans: tuple[Period, ...]) -> str:
    words = [period_words(span) for span in spans[:_MOST_SPANS]]
    more = len(spans) - len(words)
    if more:
        words.append(trn("{n} more span", "{n} more spans", more))
    return ", ".join(words)


def _became(before: str, after: str) -> str:
    return f"{before} → {after}"


def _level(cost: PoolCost) -> str:
    return lowered(tr(WORDS[cost.pool.level]))


def _signed(minor: int) -> str:
    text = formats().money_exact(minor)
    return f"+{text}" if minor > 0 else text
