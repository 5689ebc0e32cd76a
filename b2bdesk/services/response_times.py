"""How long each side lets the other wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy.orm import Session

from b2bdesk.core.dates import first_of_month, month_of
from b2bdesk.models.enums import Direction, ExchangeKind
from b2bdesk.queries.exchange_facts import Turn, list_turns

MONTHS = 12
# What is said about us elsewhere, and what goes out to many, waits for nobody's answer.
_AWAITS = {
    Direction.INBOUND: (ExchangeKind.ENGAGEMENT, ExchangeKind.PURCHASE, ExchangeKind.LOYALTY),
    Direction.OUTBOUND: (ExchangeKind.COMMUNICATION,),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """An exchange that awaited an answer, and the one that gave it; None while it is open.

    ``days`` are whole days, 0 on the same day; of an open one up to the as-of date.
    """

    asked: int
    subject: str
    on: date
    answer: int | None
    days: int


@dataclass(frozen=True, slots=True)
class Responses:
    """One side's answers: ``median_days`` over the ``answered``, None where there is none."""

    answered: tuple[Wait, ...]
    open: tuple[Wait, ...]
    median_days: float | None


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """How we answer them, and how they answer us, over twelve months."""

    ours: Responses
    theirs: Responses


def response_times(session: Session, account: int, as_of: date) -> ResponseTimes:
    """How long the account waited for us, and we for it.

    A wait begins with an exchange that came in (engagement, purchase or loyalty; not surveys
    and what is said elsewhere) and ends with our next one that goes out to one of the same
    people, whatever its channel; where either names nobody, with our next one to the account. A
    reply that names its message (a mail) ends the wait of that message. Further exchanges from
    the same people during a wait belong to it: the wait counts from the first. Theirs is the
    same the other way round, beginning with a communication of ours. Days are whole local days:
    0 means the same day. The median is over the waits that ended; those still open are listed
    with the days up to the as-of date and are in no median. Only waits that began within the
    twelve months up to the as-of date count.
    """
    first = first_of_month(month_of(as_of) - MONTHS + 1)
    turns = list_turns(session, account, first, as_of)
    return ResponseTimes(
        _responses(turns, Direction.INBOUND, as_of), _responses(turns, Direction.OUTBOUND, as_of)
    )


def _responses(turns: Sequence[Turn], asking: Direction, as_of: date) -> Responses:
    waiting: list[Turn] = []
    answered: list[Wait] = []
    for turn in turns:
        if turn.direction is not asking:
            ended = [each for each in waiting if _answers(turn, each)]
            waiting = [each for each in waiting if each not in ended]
            answered += [
                Wait(each.id, each.subject, each.on, turn.id, (turn.on - each.on).days)
                for each in ended
            ]
        elif turn.kind in _AWAITS[asking] and not any(_same(turn, each) for each in waiting):
            waiting.append(turn)
    open_now = tuple(
        Wait(each.id, each.subject, each.on, None, (as_of - each.on).days) for each in waiting
    )
    days = [each.days for each in answered]
    return Responses(tuple(answered), open_now, float(median(days)) if days else None)


def _answers(turn: Turn, asked: Turn) -> bool:
    if turn.in_reply_to is not None and turn.in_reply_to == asked.message_id:
        return True
    return not turn.people or not asked.people or bool(turn.people & asked.people)


def _same(turn: Turn, asked: Turn) -> bool:
    """True where an exchange goes on with a wait instead of beginning its own."""
    return bool(turn.people & asked.people) or turn.people == asked.people
