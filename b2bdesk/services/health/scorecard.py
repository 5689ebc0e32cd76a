"""The operational scorecard of an account over twelve months: price, on-time delivery, quality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics import health as analytics
from b2bdesk.core.dates import date_of, day_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.region import region
from b2bdesk.queries import health as reads
from b2bdesk.queries.accounts import get_account
from b2bdesk.queries.retention import year_before
from b2bdesk.services.health.rules import Group, Measure, Rules
from b2bdesk.services.health.tree import Input, Node, shared


def scorecard(session: Session, account: int, as_of: date, rules: Rules) -> Node:
    """The scorecard as a part of the company's health."""
    first = date_of(year_before(day_of(as_of)))
    nodes = [_MEASURES[measure](session, account, first, as_of, rules) for measure in Measure]
    weights = rules.weights[Group.SCORECARD]
    found = analytics.weighted({node.key: node.value for node in nodes}, weights)
    return Node(
        key="scorecard",
        title=tr("Operational scorecard"),
        value=found.value,
        why=tr("Measures of twelve months against their targets.")
        if found.known
        else tr("Nothing of price, delivery or complaints is known."),
        parts=shared(nodes, found, weights),
    )


def _price(session: Session, account: int, first: date, as_of: date, rules: Rules) -> Node:
    title = tr("Price index")
    sold = reads.list_sold(session, account, first, as_of)
    details = get_account(session, account)
    entries: dict[int, list[reads.ListPriceRow]] = defaultdict(list)
    for entry in reads.list_price_entries(
        session, account, details.segment if details else None, {row.product_id for row in sold}
    ):
        entries[entry.product_id].append(entry)
    own_lists = reads.discounts_are_known(session, as_of)
    paid: dict[str, float] = defaultdict(float)
    listed: dict[str, float] = defaultdict(float)
    for row in sold:
        price = _list_price(entries.get(row.product_id, ()), row.day)
        if price is not None:
            value = price * row.quantity_milli / 1000
        elif own_lists:
            value = float(row.list_minor)
        else:
            continue
        if value > 0:
            listed[row.product] += value
            paid[row.product] += row.paid_minor
    total = sum(listed.values())
    if not total:
        why = (
            tr("No list prices are known for what was bought in twelve months.")
            if sold
            else tr("Nothing was bought in twelve months.")
        )
        return Node(Measure.PRICE, title, None, why)
    scale = rules.scales[Measure.PRICE]
    index = 100 * sum(paid.values()) / total
    return Node(
        Measure.PRICE,
        title,
        analytics.on_scale(index, scale.target, scale.worst),
        tr(
            "Paid {index}% of the list prices. {target}% or less counts 100, {worst}% or more 0.",
            index=_short(index),
            target=_short(scale.target),
            worst=_short(scale.worst),
        ),
        fact=tr("{index}% of list", index=_short(index)),
        inputs=tuple(
            Input(
                product,
                detail=tr("{index}% of list", index=_short(100 * paid[product] / value)),
                share=value / total,
            )
            for product, value in sorted(listed.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
    )


def _list_price(entries: Sequence[reads.ListPriceRow], day: int) -> int | None:
    """The price on a day: the account's own before its segment's before everybody's."""
    held = [
        entry
        for entry in entries
        if (entry.from_day is None or entry.from_day <= day)
        and (entry.to_day is None or entry.to_day >= day)
    ]
    best = max(
        held,
        key=lambda entry: (
            entry.of_account, entry.of_segment, entry.from_day is not None, entry.from_day or 0,
        ),
        default=None,
    )  # fmt: skip
    return None if best is None else best.price_minor


def _on_time(session: Session, account: int, first: date, as_of: date, rules: Rules) -> Node:
    title = tr("On-time delivery")
    due = reads.list_deliveries(session, account, first, as_of)
    if not due:
        return Node(
            Measure.ON_TIME, title, None, tr("No order of twelve months has a required day.")
        )
    scale = rules.scales[Measure.ON_TIME]
    late = [row for row in due if row.shipped is None or row.shipped > row.required]
    share = 100 * (len(due) - len(late)) / len(due)
    return Node(
        Measure.ON_TIME,
        title,
        analytics.on_scale(share, scale.target, scale.worst),
        tr(
            "{on_time} of {due} orders shipped in time, {share}%."
            " {target}% or more counts 100, {worst}% or less 0.",
            on_time=len(due) - len(late),
            due=len(due),
            share=_short(share),
            target=_short(scale.target),
            worst=_short(scale.worst),
        ),
        fact=tr("{n} of {all} in time", n=len(due) - len(late), all=len(due)),
        inputs=tuple(
            Input(tr("Order {document}", document=row.document), row.required, _delivered(row))
            for row in [*late, *(row for row in due if row not in late)]
        ),
    )


def _delivered(row: reads.DeliveryRow) -> str:
    if row.shipped is None:
        return tr("not shipped")
    days = (row.shipped - row.required).days
    return trn("{n} day late", "{n} days late", days) if days > 0 else tr("in time")


def _quality(session: Session, account: int, first: date, as_of: date, rules: Rules) -> Node:
    title = tr("Complaints")
    orders = reads.count_orders(session, account, first, as_of)
    complaints = reads.list_complaints(session, account, first, as_of)
    inputs = tuple(Input(row.subject, row.on, exchange=row.id) for row in complaints)
    if not orders:
        why = tr("No orders in twelve months to set complaints against.")
        return Node(Measure.QUALITY, title, None, why, inputs=inputs)
    if not reads.complaints_are_marked(session, as_of):
        why = tr("No exchange of this file is marked as a complaint, so none is not known.")
        return Node(Measure.QUALITY, title, None, why)
    scale = rules.scales[Measure.QUALITY]
    rate = 100 * len(complaints) / orders
    return Node(
        Measure.QUALITY,
        title,
        analytics.on_scale(rate, scale.target, scale.worst),
        trn(
            "{n} complaint on {orders} orders, {rate} per 100."
            " {target} or fewer counts 100, {worst} or more 0.",
            "{n} complaints on {orders} orders, {rate} per 100."
            " {target} or fewer counts 100, {worst} or more 0.",
            len(complaints),
            orders=orders,
            rate=_short(rate),
            target=_short(scale.target),
            worst=_short(scale.worst),
        ),
        fact=trn(
            "{n} on {orders} orders", "{n} on {orders} orders", len(complaints), orders=orders
        ),
        inputs=inputs,
    )


def _short(value: float) -> str:
    """A figure as the user's region writes it, with a decimal only where it has one."""
    from babel.numbers import format_decimal

    from b2bdesk.services.report import known_locale

    text: str = format_decimal(round(value, 1), format="#,##0.#", locale=known_locale(region()))
    return text


_MEASURES: dict[Measure, Callable[[Session, int, date, date, Rules], Node]] = {
    Measure.PRICE: _price,
    Measure.ON_TIME: _on_time,
    Measure.QUALITY: _quality,
}
