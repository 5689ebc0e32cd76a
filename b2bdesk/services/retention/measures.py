"""The risk drivers as the file knows them, with the sentence that says what was seen.

Yes-or-no drivers are 0 or 1, measures are as they are; None is missing. Trends compare the last
twelve months with the twelve before. Windows end with the as-of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from b2bdesk.analytics.decision_unit import SingleThread, ThreadReason
from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.models.enums import RenewalState
from b2bdesk.queries import retention as reads
from b2bdesk.queries.health import (
    complaints_are_marked,
    count_complaints_by_account,
    count_orders_by_account,
)
from b2bdesk.services.health.rules import Measure, Scale, health_rules
from b2bdesk.services.retention.results import Driver
from b2bdesk.services.single_thread import read_side

SINGLE_THREADED_SHARE = 0.7
CONTRACT_ALERT_DAYS = 90
# A rate over fewer days of log says more about the log than about the contact.
_LEAST_LOG_DAYS = 90
_YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What was read for all accounts as of a day; ask it for values and sentences.

    ``log_days``: how many of the twelve months before the last twelve the file's exchanges cover.
    ``targets``: those of the operational scorecard. ``complaints`` of twelve months by account is
    None while this file marks none, ``orders`` are those of the same months.
    """

    day: int
    targets: Mapping[Measure, Scale]
    now: Mapping[int, reads.ContactRow]
    before: Mapping[int, reads.ContactRow]
    log_days: int
    coverage: Mapping[int, reads.CoverageRow]
    contracts: Mapping[int, list[reads.ContractRow]]
    punctuality: Mapping[int, reads.PunctualityRow]
    complaints: Mapping[int, int] | None
    orders: Mapping[int, int]

    def value(self, driver: Driver, account: int) -> float | None:
        """The driver's value for an account."""
        measure = _VALUES.get(driver)
        return None if measure is None else measure(self, account)

    def evidence(self, driver: Driver, account: int) -> str:
        """What was seen of the account, or what is missing, in a sentence."""
        if self.value(driver, account) is None:
            return tr(_MISSING[driver])
        return _SENTENCES[driver](self, account)

    def without(self, session: Session, account: int, person: int) -> Measures:
        """The same as if a person of theirs had left the account."""
        rows = reads.list_coverage(session, self.day, (account, person))
        talks = self.now.get(account)
        return replace(
            self,
            now=self.now if talks is None else {**self.now, account: talks.without(person)},
            coverage={row.account: row for row in rows},
        )


def read_measures(session: Session, day: int) -> Measures:
    """Read what the drivers need for every account as of a stored day."""
    first = reads.year_before(day)
    earlier = reads.year_before(first - 1)
    log_starts = reads.first_exchange_day(session)
    contracts: dict[int, list[reads.ContractRow]] = defaultdict(list)
    for contract in reads.list_contracts(session):
        contracts[contract.account].append(contract)
    since, until = date_of(first), date_of(day)
    marked = complaints_are_marked(session, until)
    return Measures(
        day=day,
        targets=health_rules(session).scales,
        now={row.account: row for row in reads.list_contacts(session, first, day)},
        before={row.account: row for row in reads.list_contacts(session, earlier, first - 1)},
        log_days=0 if log_starts is None else max(0, first - max(earlier, log_starts)),
        coverage={row.account: row for row in reads.list_coverage(session, day)},
        contracts=contracts,
        punctuality={row.account: row for row in reads.list_punctuality(session, first, day)},
        complaints=count_complaints_by_account(session, since, until) if marked else None,
        orders=count_orders_by_account(session, since, until) if marked else {},
    )


def _thread(m: Measures, account: int) -> SingleThread | None:
    row = m.now.get(account)
    return None if row is None else read_side(row.theirs, row.theirs_with)


def _single_threaded(m: Measures, account: int) -> float | None:
    thread = _thread(m, account)
    return None if thread is None or thread.single is None else float(thread.single)


def _say_single_threaded(m: Measures, account: int) -> str:
    row, thread = m.now[account], _thread(m, account)
    busiest = row.theirs[0]
    if len(row.theirs) == 1:
        return tr("Only {name} was in contact with us", name=busiest.name)
    share = round(100 * busiest.exchanges / row.theirs_with)
    if thread is not None and thread.reason is ThreadReason.ONLY_ONE_ACTIVE:
        left = next(each.name for each in row.theirs if each.person == thread.person)
        return tr("Only {name} is left of those in contact with us", name=left)
    if thread is not None and thread.single:
        return tr("{name} carries {share}% of the exchanges", name=busiest.name, share=share)
    return tr(
        "{n} people in contact, the busiest in {share}%",
        n=len(row.theirs),
        share=share,
    )


def _coverage(m: Measures, account: int) -> float | None:
    row = m.coverage.get(account)
    if row is None or not row.people:
        return None
    return row.known / row.people if row.reached is None else row.reached


def _say_coverage(m: Measures, account: int) -> str:
    row = m.coverage[account]
    if row.reached is None:
        return trn(
            "{known} of {n} person who decides is known",
            "{known} of {n} people who decide are known",
            row.people,
            known=row.known,
        )
    return tr(
        "{share}% of the coverage we want, {known} of {people} known",
        share=round(100 * row.reached),
        known=row.known,
        people=row.people,
    )


def _sentiment(m: Measures, account: int) -> float | None:
    now, before = m.now.get(account), m.before.get(account)
    if now is None or before is None or now.sentiment is None or before.sentiment is None:
        return None
    return now.sentiment - before.sentiment


def _say_sentiment(m: Measures, account: int) -> str:
    change = _sentiment(m, account) or 0.0
    steps = f"{abs(change):.1f}"
    if change <= -0.05:
        return tr("Sentiment down {steps} steps in a year", steps=steps)
    if change >= 0.05:
        return tr("Sentiment up {steps} steps in a year", steps=steps)
    return tr("Sentiment is as it was a year ago")


def _cadence(m: Measures, account: int) -> float | None:
    before = m.before.get(account)
    if before is None or m.log_days < _LEAST_LOG_DAYS:
        return None
    now = m.now.get(account)
    rate = 0.0 if now is None else now.exchanges / _YEAR
    return rate / (before.exchanges / m.log_days) - 1


def _say_cadence(m: Measures, account: int) -> str:
    now, before = m.now.get(account), m.before[account]
    count = 0 if now is None else now.exchanges
    usual = round(before.exchanges / m.log_days * _YEAR)
    return trn(
        "{n} exchange in a year, {usual} the year before",
        "{n} exchanges in a year, {usual} the year before",
        count,
        usual=usual,
    )


def _running(m: Measures, account: int) -> list[reads.ContractRow]:
    """Contracts that run on the day and have an end."""
    return [
        row
        for row in m.contracts.get(account, ())
        if row.ends_day is not None
        and row.ends_day >= m.day
        and (row.starts_day is None or row.starts_day <= m.day)
    ]


def _unattended(m: Measures, account: int) -> reads.ContractRow | None:
    for row in _running(m, account):
        assert row.ends_day is not None
        near = row.ends_day - m.day <= CONTRACT_ALERT_DAYS
        if near and not row.auto_renews and row.renewal is RenewalState.NOT_STARTED:
            return row
    return None


def _contract(m: Measures, account: int) -> float | None:
    if not _running(m, account):
        return None
    return 0.0 if _unattended(m, account) is None else 1.0


def _say_contract(m: Measures, account: int) -> str:
    row = _unattended(m, account)
    if row is not None and row.ends_day is not None:
        return trn(
            "Contract ends in {n} day, talks not begun",
            "Contract ends in {n} days, talks not begun",
            row.ends_day - m.day,
        )
    row = _running(m, account)[0]
    assert row.ends_day is not None
    days = row.ends_day - m.day
    if row.auto_renews:
        return trn(
            "Contract renews by itself in {n} day",
            "Contract renews by itself in {n} days",
            days,
        )
    return trn(
        "Contract runs for {n} more day",
        "Contract runs for {n} more days",
        days,
    )


def _otif(m: Measures, account: int) -> float | None:
    row = m.punctuality.get(account)
    if row is None:
        return None
    target = m.targets[Measure.ON_TIME].target
    return 1.0 if 100 * (row.due - row.late) < target * row.due else 0.0


def _say_otif(m: Measures, account: int) -> str:
    row = m.punctuality[account]
    return trn(
        "{late} of {n} order shipped late, {share}% on time",
        "{late} of {n} orders shipped late, {share}% on time",
        row.due,
        late=row.late,
        share=round(100 * (row.due - row.late) / row.due),
    )


def _quality(m: Measures, account: int) -> float | None:
    orders = m.orders.get(account)
    if m.complaints is None or not orders:
        return None
    return float(100 * m.complaints.get(account, 0) > m.targets[Measure.QUALITY].target * orders)


def _say_quality(m: Measures, account: int) -> str:
    complaints = 0 if m.complaints is None else m.complaints.get(account, 0)
    return trn(
        "{n} complaint on {orders} orders in a year",
        "{n} complaints on {orders} orders in a year",
        complaints,
        orders=m.orders[account],
    )


_VALUES: dict[Driver, Callable[[Measures, int], float | None]] = {
    Driver.SINGLE_THREADED: _single_threaded,
    Driver.DMU_COVERAGE: _coverage,
    Driver.SENTIMENT_SLOPE: _sentiment,
    Driver.CONTACT_CADENCE: _cadence,
    Driver.CONTRACT_END: _contract,
    Driver.OTIF: _otif,
    Driver.QUALITY: _quality,
}
_SENTENCES: dict[Driver, Callable[[Measures, int], str]] = {
    Driver.SINGLE_THREADED: _say_single_threaded,
    Driver.DMU_COVERAGE: _say_coverage,
    Driver.SENTIMENT_SLOPE: _say_sentiment,
    Driver.CONTACT_CADENCE: _say_cadence,
    Driver.CONTRACT_END: _say_contract,
    Driver.OTIF: _say_otif,
    Driver.QUALITY: _say_quality,
}
_MISSING = {
    Driver.SINGLE_THREADED: mark("No exchange of 12 months names a person"),
    Driver.DMU_COVERAGE: mark("No decision-making unit has people yet"),
    Driver.SENTIMENT_SLOPE: mark("No sentiment logged in both of the last two years"),
    Driver.CONTACT_CADENCE: mark("No exchanges logged a year before to compare with"),
    Driver.CONTRACT_END: mark("No running contract with an end is known"),
    Driver.OTIF: mark("No orders with a required day in 12 months"),
    Driver.QUALITY: mark("No complaints are marked in this file, or no orders to set them against"),
    Driver.PRICE_INDEX: mark("Market prices are not in the file"),
    Driver.COMPETITOR: mark("Competitors are not in the file"),
    Driver.SHARE_OF_WALLET: mark("What they buy elsewhere is not in the file"),
}
