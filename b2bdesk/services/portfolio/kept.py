"""What the portfolio reads, kept for as long as nobody changes what it was read from.

An edit of a cost pool leaves sums of the ledger as they are, and a planned step leaves all but the
steps: the next reading is then a matter of putting rows together. Nothing here may be changed by
who gets it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.models.enums import RelationshipType
from b2bdesk.queries import portfolio as reads
from b2bdesk.services.kept import Kept

# An import may bring any of them, a merge gives rows to another account.
_ALWAYS = ("import_batch", "account_merge")

_sums: Kept[list[reads.LedgerSums]] = Kept(_ALWAYS, 4)
_spans: Kept[list[reads.PeriodSums]] = Kept(_ALWAYS, 4)
_facts: Kept[dict[int, reads.AccountFacts]] = Kept((*_ALWAYS, "account", "colleague"), 1)
_numbers: Kept[dict[int, tuple[str, ...]]] = Kept((*_ALWAYS, "external_id"), 1)
_exchanges: Kept[dict[int, reads.LastExchange]] = Kept((*_ALWAYS, "account", "exchange"), 2)
_steps: Kept[dict[int, reads.DueStep]] = Kept((*_ALWAYS, "next_step"), 2)
_types: Kept[dict[int, RelationshipType]] = Kept((*_ALWAYS, "relationship_record"), 2)
_answers: Kept[dict[int, tuple[int | None, ...]]] = Kept((*_ALWAYS, "assessment"), 2)


def ledger_sums(
    session: Session, period: Period, year: Period, year_before: Period
) -> list[reads.LedgerSums]:
    """Sums of the ledger by account."""
    return _sums.get(
        session,
        (period, year, year_before),
        lambda: reads.list_ledger_sums(session, period, year, year_before),
    )


def period_sums(session: Session, period: Period) -> list[reads.PeriodSums]:
    """Sums of the ledger by account, of one period alone."""
    return _spans.get(session, period, lambda: reads.list_period_sums(session, period))


def account_facts(session: Session) -> Mapping[int, reads.AccountFacts]:
    """Every account by id."""
    return _facts.get(session, None, lambda: reads.list_account_facts(session))


def erp_numbers(session: Session) -> Mapping[int, tuple[str, ...]]:
    """The numbers other systems know each account by."""
    return _numbers.get(session, None, lambda: reads.list_erp_numbers(session))


def last_exchanges(session: Session, until: int) -> Mapping[int, reads.LastExchange]:
    """The newest exchange of each account up to an instant."""
    return _exchanges.get(session, until, lambda: reads.list_last_exchanges(session, until))


def due_steps(session: Session, day: int) -> Mapping[int, reads.DueStep]:
    """The open next step of each account on a day."""
    return _steps.get(session, day, lambda: reads.list_due_steps(session, day))


def current_types(session: Session, day: int) -> Mapping[int, RelationshipType]:
    """The relationship type of each account on a day."""
    return _types.get(session, day, lambda: reads.list_current_types(session, day))


def newest_answers(session: Session, day: int) -> Mapping[int, tuple[int | None, ...]]:
    """The answers of each account's newest assessment up to a day."""
    return _answers.get(session, day, lambda: reads.list_newest_answers(session, day))
