"""What members of a decision-making unit were seen to do; equal words count as one behaviour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Behaviour, Exchange
from b2bdesk.services.decision_units import get_seat
from b2bdesk.services.plausible_days import seen_day

LONGEST = 200


def add_behaviour(
    session: Session,
    seat: int,
    what: str,
    day: date,
    today: date,
    *,
    exchange: int | None = None,
) -> int:
    """Note what a member did on a day, by hand or as seen in an exchange; the record's id.

    ``DomainError`` with field "what" for no words or too many, "day" for a day still to come.
    """
    get_seat(session, seat)
    text = _words(what)
    if exchange is not None and session.get(Exchange, exchange) is None:
        raise DomainError(tr("This exchange is not there any more."), field="exchange")
    row = Behaviour(
        member_id=seat, what=text, day=seen_day(day, today, "day"), exchange_id=exchange
    )
    session.add(row)
    session.flush()
    return row.id


def rename_behaviour(session: Session, records: Iterable[int], what: str) -> None:
    """Say in other words what was seen, in all the times given."""
    text = _words(what)
    for record in records:
        _record(session, record).what = text
    session.flush()


def remove_behaviours(session: Session, records: Iterable[int]) -> None:
    """It was not seen at these times after all."""
    for record in records:
        session.delete(_record(session, record))
    session.flush()


def _words(what: str) -> str:
    text = " ".join(what.split())
    if not text:
        raise DomainError(tr("Say what was seen."), field="what")
    if len(text) > LONGEST:
        raise DomainError(
            tr("This is too long for a behaviour: {n} characters.", n=len(text)),
            field="what",
            hint=tr("Say it in a few words, and the rest in the note."),
        )
    return text


def _record(session: Session, record: int) -> Behaviour:
    row = session.get(Behaviour, record)
    if row is None:
        raise DomainError(tr("This behaviour is not noted any more."))
    return row
