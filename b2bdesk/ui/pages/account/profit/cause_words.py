"""Causes of cost in words: what a driver counts, what an event was, which causes are largest."""

from __future__ import annotations

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.models.costing_enums import Driver
from b2bdesk.models.enums import WORDS
from b2bdesk.services.profit_causes import AccountCauses, PersonCause, PoolCause
from b2bdesk.services.profit_events import CostEvent, EventKind
from b2bdesk.services.profit_habits import Habit, HabitRules
from b2bdesk.ui.formats import MISSING, formats

_EVENTS = {
    Driver.ORDERS: (mark("{count} order"), mark("{count} orders")),
    Driver.ORDER_LINES: (mark("{count} order line"), mark("{count} order lines")),
    Driver.DELIVERIES: (mark("{count} delivery"), mark("{count} deliveries")),
    Driver.UNITS: (mark("{count} unit"), mark("{count} units")),
    Driver.RETURNS: (mark("{count} return"), mark("{count} returns")),
    Driver.CREDIT_NOTES: (mark("{count} credit note"), mark("{count} credit notes")),
    Driver.EXCHANGES: (mark("{count} exchange"), mark("{count} exchanges")),
    Driver.EXCHANGE_MINUTES: (mark("{count} exchange minute"), mark("{count} exchange minutes")),
    Driver.VISITS: (mark("{count} visit"), mark("{count} visits")),
    Driver.VISIT_MINUTES: (mark("{count} visit minute"), mark("{count} visit minutes")),
    Driver.CALLS: (mark("{count} call"), mark("{count} calls")),
    Driver.CALL_MINUTES: (mark("{count} call minute"), mark("{count} call minutes")),
    Driver.ACTIVE_ACCOUNTS: (mark("{count} active month"), mark("{count} active months")),
    Driver.DISTINCT_PRODUCTS: (mark("{count} product"), mark("{count} products")),
    Driver.COMPLAINTS: (mark("{count} complaint"), mark("{count} complaints")),
    Driver.EXPEDITED_ORDERS: (mark("{count} expedited order"), mark("{count} expedited orders")),
    Driver.OWN_VOLUMES: (mark("volume {count}"), mark("volume {count}")),
}

_HABITS = {
    Habit.SMALL_ORDERS: mark("Small orders"),
    Habit.EXPEDITED: mark("Expedited orders"),
    Habit.RETURNS: mark("Returns and credit notes"),
    Habit.VISITS: mark("Visits where a call would do"),
    Habit.COMPLAINTS: mark("Complaints"),
}

_KINDS = {
    EventKind.ORDER: mark("Order"),
    EventKind.DELIVERY: mark("Delivery"),
    EventKind.RETURN: mark("Return"),
    EventKind.CREDIT_NOTE: mark("Credit note"),
    EventKind.PRODUCT: mark("Product bought"),
    EventKind.VOLUME: mark("Volume you gave"),
    EventKind.ACTIVE: mark("Active month"),
    EventKind.REST: mark("No single event"),
}

_NUMBERS = (mark("no"), mark("one"), mark("two"), mark("three"), mark("four"))


def volume_words(cause: PoolCause) -> str:
    """ "57,851 order lines"."""
    if cause.volume is None or cause.pool.driver is None:
        return MISSING
    decimals = 0 if cause.volume.denominator == 1 else 1
    count = formats().number(float(cause.volume), decimals)
    one, many = _EVENTS[cause.pool.driver]
    return tr(one if cause.volume == 1 else many, count=count)


def habit_words(habit: Habit) -> str:
    """A habit's name."""
    return tr(_HABITS[habit])


def habit_rule_words(habit: Habit, rules: HabitRules) -> str:
    """When something is this habit."""
    match habit:
        case Habit.SMALL_ORDERS:
            amount = formats().money_unit(rules.small_order)
            if "small_order" in rules.own:
                return tr("Orders below {amount}, as you set it", amount=amount)
            return tr("Orders below {amount}, a quarter of the mean order", amount=amount)
        case Habit.EXPEDITED:
            return tr("Orders asked for sooner than usual")
        case Habit.RETURNS:
            return tr("Documents that take goods or money back")
        case Habit.VISITS:
            limit = formats().minutes(rules.visit_minutes)
            return tr("Visits of up to {limit}, or any to a transactional account", limit=limit)
        case Habit.COMPLAINTS:
            return tr("Exchanges marked as a complaint")


def person_words(person: PersonCause) -> str:
    """A person's name."""
    return person.name or tr("Nobody named")


def kind_words(event: CostEvent) -> str:
    """What an event was: "Order", "Visit"."""
    if event.talk is not None:
        return tr(WORDS[event.talk.channel])
    return tr(_KINDS[event.kind])


def subject_words(event: CostEvent, causes: AccountCauses) -> str:
    """Which one it was: the document, the subject, the product, the month."""
    if event.talk is not None:
        return event.talk.subject
    if event.document:
        return event.document
    if event.product is not None:
        return causes.products.get(event.product, MISSING)
    return formats().month(first_of_month(event.month))


def detail_words(event: CostEvent) -> str:
    """What is known of it: lines and amount of an order, minutes and people of an exchange."""
    f = formats()
    if event.talk is not None:
        parts = [f.minutes(event.talk.minutes)] if event.talk.minutes is not None else []
        parts += [name for _, name in event.talk.people]
        if event.talk.complaint:
            parts.append(tr("marked as a complaint"))
        return ", ".join(parts)
    if event.order is None:
        return ""
    if event.kind in (EventKind.RETURN, EventKind.CREDIT_NOTE):
        return f.money_unit(event.order.amount)
    lines = trn("{n} line", "{n} lines", event.order.sale_lines)
    return f"{lines}, {f.money_unit(event.order.sold)}"


def largest_words(causes: AccountCauses, activity: str = "") -> str:
    """ "The four largest cost drivers are two people and two habits", with their share.

    Of one activity, or of all; empty where there is none.
    """
    largest = causes.largest(activity)
    total = _total(causes, activity)
    if not largest or total <= 0:
        return ""
    people = sum(not isinstance(row.cause, Habit) for row in largest)
    habits = len(largest) - people
    kinds = []
    if people:
        kinds.append(trn("{number} person", "{number} people", people, number=_number(people)))
    if habits:
        kinds.append(trn("{number} habit", "{number} habits", habits, number=_number(habits)))
    words = {
        "number": _number(len(largest)),
        "kinds": tr("{one} and {other}", one=kinds[0], other=kinds[1]) if kinds[1:] else kinds[0],
        "share": formats().percent(sum(row.amount for row in largest) / total),
        "activity": activity,
    }
    if len(largest) == 1:
        if activity:
            return tr("The largest cost driver of {activity} is {kinds}, with {share}.", **words)
        return tr("The largest cost driver is {kinds}, with {share} of cost to serve.", **words)
    if activity:
        return tr(
            "The {number} largest cost drivers of {activity} are {kinds}, together {share} of it.",
            **words,
        )
    return tr(
        "The {number} largest cost drivers are {kinds}, together {share} of cost to serve.", **words
    )


def _total(causes: AccountCauses, activity: str) -> int:
    amounts = {row.activity: row.amount for row in causes.activities}
    return amounts.get(activity, 0) if activity else causes.total


def largest_labels(causes: AccountCauses, activity: str = "") -> list[tuple[Habit | int, str, str]]:
    """Each of the largest causes: its name with what it adds, and what it makes in all."""
    persons = {row.person: row for row in causes.persons}
    habits = {row.habit: row for row in causes.habits}
    found: list[tuple[Habit | int, str, str]] = []
    for row in causes.largest(activity):
        if isinstance(row.cause, Habit):
            name, whole = habit_words(row.cause), habits[row.cause].amount
        else:
            name, whole = person_words(persons[row.cause]), persons[row.cause].amount
        label = f"{name} {formats().money_exact(row.amount)}"
        told = tr(
            "{amount} in all activities; what an earlier one counts already is left out here",
            amount=formats().money_exact(whole),
        )
        found.append((row.cause, label, told if whole != row.amount else ""))
    return found


def _number(count: int) -> str:
    return tr(_NUMBERS[count])
