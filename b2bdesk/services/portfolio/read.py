"""Reading the portfolio. Summaries only: it costs the same for two years of lines as for twenty.

Everything is as of a date: months after it do not count, exchanges after it have not happened.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, date_of, day_of, end_of, local_date_of, month_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.periods import year_to_date
from b2bdesk.models.enums import RelationshipType
from b2bdesk.queries import portfolio as reads
from b2bdesk.services.costing import CostToServe, cost_to_serve
from b2bdesk.services.portfolio import kept
from b2bdesk.services.portfolio.levels import sustaining_costs
from b2bdesk.services.portfolio.measures import Measure
from b2bdesk.services.portfolio.result import PortfolioResult
from b2bdesk.services.portfolio.rows import PortfolioRow
from b2bdesk.services.profit_rules import profit_rules


def portfolio(session: Session, period: Period, as_of: date, fiscal_start: int) -> PortfolioResult:
    """The portfolio over whole months as of a date; reads summaries only.

    ``fiscal_start`` is the first month of the fiscal year, 1 for January. Months of ``period``
    after the as-of month do not count.
    """
    last = min(period.last, month_of(as_of))
    counted = Period(min(period.first, last), last)
    year, year_before = year_to_date(as_of, fiscal_start)
    day = day_of(as_of)
    facts = kept.account_facts(session)
    # An account deleted after its import was taken back may still have inactive lines.
    sums = [
        row
        for row in kept.ledger_sums(session, counted, year, year_before)
        if row.account_id in facts and row.lines > 0
    ]
    serving = cost_to_serve(session, counted, as_of)
    numbers = kept.erp_numbers(session)
    exchanges = kept.last_exchanges(session, end_of(as_of))
    steps = kept.due_steps(session, day)
    types = kept.current_types(session, day)
    answers = kept.newest_answers(session, day)
    targets = _targets(reads.list_targets(session, year), year)
    sustaining = sustaining_costs(serving)

    @cache
    def place_of(city: str | None, country: str | None) -> str:
        return ", ".join(part for part in (city, country) if part)

    def row_of(found: reads.LedgerSums) -> PortfolioRow:
        account = facts[found.account_id]
        exchange = exchanges.get(account.id)
        step = steps.get(account.id)
        margin = None if found.uncosted else found.amount_minor - found.cost_minor
        cost = serving.of(account.id)
        answered = answers.get(account.id)
        return PortfolioRow(
            account.id,
            account.name,
            place_of(account.city, account.country),
            numbers.get(account.id, ()),
            account.kind,
            account.segment,
            account.country,
            account.owner_id,
            account.owner,
            types.get(account.id),
            None if answered is None else _recommended(answered),
            found.lines,
            found.uncosted,
            found.orders,
            found.amount_minor,
            found.list_minor - found.amount_minor,
            None if found.uncosted else found.cost_minor,
            margin,
            cost,
            None if sustaining is None else sustaining.get(account.id, 0),
            None if margin is None or cost is None else margin - cost,
            found.year_minor,
            found.year_before_minor,
            targets.get(account.id),
            None if exchange is None else local_date_of(exchange.at),
            None if exchange is None else exchange.channel,
            None if step is None else step.what,
            None if step is None or step.due_day is None else date_of(step.due_day),
        )

    rows = tuple(
        sorted((row_of(found) for found in sums), key=lambda row: (row.name.casefold(), row.id))
    )
    shown = {row.id for row in rows}
    charged = serving.by_account.items() if serving.known else ()
    apart = [cost for account, cost in charged if cost and account not in shown]
    measures = _measures(rows, has_pools=serving.known, levels=sustaining is not None)
    return PortfolioResult(
        period=counted,
        as_of=as_of,
        year=year,
        rows=rows,
        has_pools=serving.known,
        measure=measures[0],
        measures=measures,
        missing=_missing(rows, measures[0], serving),
        serving=serving,
        apart=len(apart),
        apart_cost=sum(apart),
        rules=profit_rules(session),
    )


def _measures(
    rows: tuple[PortfolioRow, ...], *, has_pools: bool, levels: bool
) -> tuple[Measure, ...]:
    costed = any(row.gross_margin is not None for row in rows)
    there = {
        Measure.NET_PROFIT: costed and has_pools,
        Measure.AFTER_ACTIVITIES: costed and has_pools and levels,
        Measure.GROSS_MARGIN: costed,
        Measure.SALES: True,
    }
    return tuple(measure for measure in Measure if there[measure])


def _missing(
    rows: tuple[PortfolioRow, ...], measure: Measure, serving: CostToServe
) -> tuple[str, ...]:
    if not rows:
        return ()
    if measure is Measure.SALES:
        return (tr("The lines have no cost of goods, so accounts are ranked by sales."),)
    found = []
    left_out = sum(1 for row in rows if row.gross_margin is None)
    if left_out:
        found.append(
            trn(
                "{n} account is left out of the curve: some of its lines have no cost.",
                "{n} accounts are left out of the curve: some of their lines have no cost.",
                left_out,
            )
        )
    if measure is Measure.GROSS_MARGIN:
        found.append(tr("Gross margin, before activity costs: there are no cost pools yet."))
    gap = sum(span.months for span in serving.uncovered) if serving.known else 0
    if gap:
        found.append(
            trn(
                "{n} month of the period has no cost pool.",
                "{n} months of the period have no cost pool.",
                gap,
            )
        )
    return tuple(found)


def _targets(parts: list[reads.TargetPart], span: Period) -> dict[int, int]:
    """Of each target the share of its months that lies in ``span``, halves up."""
    found: dict[int, int] = {}
    for part in parts:
        whole = Period(part.first_month, part.last_month)
        inside = min(whole.last, span.last) - max(whole.first, span.first) + 1
        share = (2 * part.amount_minor * inside + whole.months) // (2 * whole.months)
        found[part.account_id] = found.get(part.account_id, 0) + share
    return found


@cache
def _recommended(answers: tuple[int | None, ...]) -> RelationshipType | None:
    from b2bdesk.analytics import relationship

    keys = (column.key for column in reads.ANSWERS)
    return relationship.recommend(dict(zip(keys, answers, strict=True)))
