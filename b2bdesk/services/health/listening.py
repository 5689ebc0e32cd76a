"""What the five kinds of listening say of an account over twelve months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.analytics import health as analytics
from b2bdesk.core.dates import date_of, day_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, ExchangeKind
from b2bdesk.queries.health import HeardRow, list_heard
from b2bdesk.queries.retention import year_before
from b2bdesk.services.health.people import sentiment_input
from b2bdesk.services.health.rules import DEFAULT_WEIGHTS, Group, Rules
from b2bdesk.services.health.tree import Input, Node, shared
from b2bdesk.services.order_state import order_rhythm


def listening(session: Session, account: int, as_of: date, rules: Rules) -> Node:
    """Listening as a part of the company's health."""
    first = date_of(year_before(day_of(as_of)))
    heard = list_heard(session, account, first, as_of)
    nodes = []
    for key in DEFAULT_WEIGHTS[Group.LISTENING]:
        kind = ExchangeKind(key)
        node = _kind(kind, [row for row in heard if row.kind is kind], as_of)
        if kind is ExchangeKind.PURCHASE:
            node = _with_orders(session, account, as_of, node)
        nodes.append(node)
    weights = rules.weights[Group.LISTENING]
    found = analytics.weighted({node.key: node.value for node in nodes}, weights)
    return Node(
        key="listening",
        title=tr("Listening"),
        value=found.value,
        why=tr("What they let us hear in twelve months, each exchange halved every 90 days.")
        if found.known
        else tr("Nothing was heard in twelve months that says how they feel."),
        parts=shared(nodes, found, weights),
        fact=tr("{n} of {all} kinds speak", n=len(found.known), all=len(nodes))
        if found.known
        else "",
    )


def _kind(kind: ExchangeKind, rows: list[HeardRow], as_of: date) -> Node:
    day = day_of(as_of)
    told = [(row, row.sentiment) for row in rows if row.sentiment is not None]
    value = analytics.sentiment([(day_of(row.on), score) for row, score in told], day)
    shares = analytics.sentiment_shares([day - day_of(row.on) for row, _ in told]) if told else []
    silent = [row for row in rows if row.sentiment is None]
    if not rows:
        why = tr("Nothing heard in twelve months.")
    elif value is None:
        why = trn("{n} heard, without a sentiment.", "{n} heard, none with a sentiment.", len(rows))
    else:
        why = trn("Mean of {n} with a sentiment.", "Mean of {n} with a sentiment.", len(told))
        if silent:
            why += " " + trn("{n} has none.", "{n} have none.", len(silent))
    return Node(
        kind.value,
        tr(WORDS[kind]),
        value,
        why,
        inputs=(
            *(
                sentiment_input(row, score, share)
                for (row, score), share in zip(told, shares, strict=True)
            ),
            *(Input(row.subject, row.on, tr("no sentiment"), exchange=row.id) for row in silent),
        ),
    )


def _with_orders(session: Session, account: int, as_of: date, node: Node) -> Node:
    """Buying speaks too: orders against their own rhythm, beside what was said about purchases."""
    day = day_of(as_of)
    rhythm = order_rhythm(session, account, day)
    since = None if rhythm.last_day is None else day - rhythm.last_day
    fresh = analytics.freshness(since, rhythm.usual_gap)
    if fresh is None or rhythm.last_day is None or rhythm.usual_gap is None:
        return node
    half = 1.0 if node.value is None else 0.5
    order = Input(
        tr("Last order"),
        date_of(rhythm.last_day),
        trn("usually every {n} day", "usually every {n} days", round(rhythm.usual_gap)),
        fresh,
        half,
    )
    said = tuple(
        row if row.share is None else replace(row, share=row.share * half) for row in node.inputs
    )
    why = tr("Orders against their own rhythm: 100 in time, halved with each further gap.")
    if node.value is not None:
        why += " " + tr("Half of it is what was said about purchases.")
    return Node(
        node.key,
        node.title,
        fresh if node.value is None else (fresh + node.value) / 2,
        why,
        inputs=(order, *said),
    )
