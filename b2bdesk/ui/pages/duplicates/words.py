"""What hangs on a record, and why two may be the same, in words."""

from __future__ import annotations

from collections.abc import Iterable

from b2bdesk.analytics.duplicates.records import Reason
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.duplicates import AGAINST, reason_words
from b2bdesk.services.merging.compare import Side
from b2bdesk.ui.formats import formats


def reasons_in_words(reasons: Iterable[Reason]) -> str:
    """What speaks for it, then what against."""
    told = list(reasons)
    good = [reason_words(reason) for reason in told if reason.evidence not in AGAINST]
    bad = [reason_words(reason) for reason in told if reason.evidence in AGAINST]
    words = ", ".join(good)
    if bad:
        return tr("{good}; but {bad}", good=words, bad=", ".join(bad))
    return words


def hanging_in_words(side: Side) -> str:
    """ "2 people, 1 exchange, 40 ledger lines, sales 12,300"; what is not there is left out."""
    parts = [_counted(code, n) for code, n in side.hangs.items() if n]
    if side.sales_minor is not None:
        parts.append(tr("sales {amount}", amount=formats().money(side.sales_minor)))
    return ", ".join(parts) or tr("nothing hangs on it")


def _counted(code: str, n: int) -> str:
    of = formats().integer(n)
    words = {
        "people": trn("{n} person", "{n} people", n),
        "exchanges": trn("{n} exchange", "{n} exchanges", n),
        "next_steps": trn("{n} next step", "{n} next steps", n),
        "units": trn("{n} decision-making unit", "{n} decision-making units", n),
        "contracts": trn("{n} contract", "{n} contracts", n),
        "numbers": trn("{n} external number", "{n} external numbers", n),
        "lines": trn("{n} ledger line", "{n} ledger lines", n, n=of),
        "accounts": trn("{n} account", "{n} accounts", n),
        "seats": trn("{n} seat in a unit", "{n} seats in units", n),
    }
    return words[code]
