"""What a policy comes to, in words and rows."""

from __future__ import annotations

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.policy import PolicyBase, PolicyResult
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.what_if.words import setting_text
from b2bdesk.ui.pages.policy.columns import PolicyRow
from b2bdesk.ui.widgets.figure_strip import StripFigure


def rule_text(rule: MeasureSetting) -> str:
    """A rule and whom it is for: ``Fee for small orders 20 under 200, Transactional``."""
    whom = [tr(WORDS[rule.type])] if rule.type is not None else []
    if rule.segment is not None:
        whom.append(rule.segment)
    return ", ".join([setting_text(rule), *whom])


def rows_of(found: PolicyBase, result: PolicyResult) -> list[tuple[int, PolicyRow]]:
    """The accounts that the policy changes, by id."""
    ids = found.ids
    return [
        (
            ids[place],
            PolicyRow(
                found.names[place],
                found.types[place],
                found.segments[place],
                _whole(result.before[place]),
                _whole(result.after[place]),
                _whole(result.gain[place]),
                _known(result.active_before[place]),
                _known(result.active_after[place]),
            ),
        )
        for place in result.touched.tolist()
    ]


def figures(result: PolicyResult, currency: str) -> tuple[StripFigure, ...]:
    """Net profit, losing accounts, peak, and what the risk leaves of it, now and then."""
    f = formats()
    before, after = result.facts_before, result.facts_after
    losing_now, losing_then = result.losing
    worth_now, worth_then = result.worth
    peaks = (before.peak_percent, after.peak_percent)
    peak = None
    if peaks[0] is not None and peaks[1] is not None:
        peak = f.percent(peaks[1] / 100)
    return (
        StripFigure(
            tr("Net profit, {currency}", currency=currency),
            f.money(round(after.total)),
            tr(
                "{change}, now {now}",
                change=f.signed_money(round(after.total - before.total)),
                now=f.money(round(before.total)),
            ),
        ),
        StripFigure(
            tr("Profit × still active"),
            f.money(round(worth_then)),
            tr(
                "{change}, now {now}",
                change=f.signed_money(round(worth_then - worth_now)),
                now=f.money(round(worth_now)),
            ),
        ),
        StripFigure(
            tr("Accounts that lose money"),
            f.integer(losing_then),
            tr("now {now}", now=f.integer(losing_now)),
        ),
        StripFigure(
            tr("Peak of the whale curve"),
            peak,
            tr("the total is not above zero")
            if peak is None
            else tr("now {now}", now=f.percent((peaks[0] or 0) / 100)),
        ),
        StripFigure(
            tr("Accounts changed"),
            f.integer(int(result.touched.size)),
            tr(
                "{lost} of sales lost by a minimum order",
                lost=f.money(round(result.lost_sales)),
            )
            if result.lost_sales >= 1
            else tr("of {n} with sales", n=f.integer(int(result.before.size))),
        ),
    )


def _known(value: float) -> float | None:
    return float(value) if value == value else None  # noqa: PLR0124 - NaN is not itself


def _whole(value: float) -> int | None:
    known = _known(value)
    return None if known is None else round(known)
