"""What messages and cards would become: account, direction, people, candidates, duplicates.

Nothing is written here; ``take_in`` does what the user accepted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from b2bdesk.core.dates import local_date_of, noon_of
from b2bdesk.core.errors import FileError
from b2bdesk.exchange_formats.messages.model import (
    Address,
    Card,
    FilePart,
    Message,
    Place,
    ReadFile,
    Remark,
)
from b2bdesk.models.enums import Channel, Direction
from b2bdesk.queries.addresses import (
    Directory,
    KnownPerson,
    domain_of,
    find_message,
    list_shared_units,
    read_directory,
)
from b2bdesk.services.messages.names import is_firms_own, is_somebody, is_usable, name_of

_CALLS = ("call", "phone", "tel", "anruf", "telefon")
_ONLINE = ("teams", "zoom", "webex", "meet.", "google meet", "skype", "http", "online", "video")


class Becomes(StrEnum):
    """What a message or a card is taken in as."""

    EXCHANGE = "exchange"
    NEXT_STEP = "next_step"
    CONTACT = "contact"
    KNOWN_CONTACT = "known_contact"
    NOTHING = "nothing"


class Known(StrEnum):
    """By what the account was found."""

    GIVEN = "given"
    SHOWN = "shown"
    PEOPLE = "people"
    DOMAIN = "domain"
    THREAD = "thread"
    FIRM = "firm"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody known, by id."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address nobody is known by. ``offered``: it can be a contact; ``likely``: one person's."""

    email: str
    name: str
    place: Place
    offered: bool
    likely: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One message or card with what it would become. ``number`` counts within the review.

    ``choices``: accounts that fit where several do. ``already``: the day of the exchange that the
    message became before. ``problem``: why a file cannot be taken.
    """

    number: int
    path: str
    stamp: tuple[int, int] = (0, 0)
    message: Message | None = None
    card: Card | None = None
    becomes: Becomes = Becomes.NOTHING
    account: int | None = None
    account_name: str = ""
    known_by: Known = Known.UNKNOWN
    choices: tuple[Who, ...] = ()
    direction: Direction = Direction.INBOUND
    channel: Channel = Channel.EMAIL
    dmu: int | None = None
    people: tuple[Who, ...] = ()
    colleagues: tuple[Who, ...] = ()
    sender: Who | None = None
    unknown: tuple[Candidate, ...] = ()
    already: date | None = None
    later: bool = False
    problem: FileError | None = None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The unknown addresses that can become contacts."""
        return tuple(c for c in self.unknown if c.offered)

    @property
    def parts(self) -> tuple[FilePart, ...]:
        """The files inside the message."""
        return () if self.message is None else self.message.parts

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is said of how it was read."""
        held = self.message or self.card
        return () if held is None else held.remarks

    @property
    def title(self) -> str:
        """The subject, or the person's name; "" where there is none."""
        if self.message is not None:
            return self.message.subject
        return self.card.name if self.card is not None else ""

    @property
    def can_be_added(self) -> bool:
        """Whether it would become anything once it has an account."""
        return self.becomes is not Becomes.NOTHING

    @property
    def wanted(self) -> bool:
        """Whether it is added unless the user says otherwise: not what was cancelled or a draft."""
        return self.can_be_added and not {Remark.CANCELLED, Remark.DRAFT} & set(self.remarks)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read."""

    path: str
    problem: FileError


def propose(
    session: Session,
    files: Sequence[ReadFile | Unread],
    *,
    as_of: date,
    today: date,
    account: int | None = None,
    chosen: Mapping[int, int] | None = None,
) -> tuple[Item, ...]:
    """What the files would become. ``account``: the one on show. ``chosen``: the
    account the user gave to some, by number."""
    planner = _Planner(session, read_directory(session, as_of), as_of, today, account)
    items: list[Item] = []
    seen: dict[str, int] = {}
    for file in files:
        if isinstance(file, Unread):
            items.append(Item(len(items), file.path, problem=file.problem))
            continue
        for message in file.messages:
            given = (chosen or {}).get(len(items), account)
            item = planner.message(len(items), file, message, given)
            twin = seen.setdefault(message.message_id, item.number)
            if twin != item.number and item.already is None:
                day = local_date_of(message.at)
                item = replace(item, becomes=Becomes.NOTHING, already=day)
            items.append(item)
        for card in file.cards:
            given = (chosen or {}).get(len(items), account)
            items.append(planner.card(len(items), file, card, given))
    return tuple(items)


class _Planner:
    def __init__(
        self, session: Session, known: Directory, as_of: date, today: date, shown: int | None
    ) -> None:
        self._session, self._known, self._shown = session, known, shown
        self._as_of, self._today = as_of, today
        self._firms: dict[str, set[int]] = defaultdict(set)
        for number, name in known.accounts.items():
            self._firms[_folded(name)].add(number)
        self._ours = {
            domain for email in known.colleagues if is_firms_own(domain := domain_of(email))
        }

    # --- messages ----------------------------------------------------------------------------

    def message(self, number: int, file: ReadFile, message: Message, given: int | None) -> Item:
        """What a message would become."""
        if not message.meeting and local_date_of(message.at) > self._today:
            # No mail is from the future: the sender's clock was wrong.
            at = min(file.stamp[1] // 1_000_000, noon_of(self._today))
            remarks = tuple(dict.fromkeys((*message.remarks, Remark.NO_DATE)))
            message = replace(message, at=at, remarks=remarks)
        theirs = [a for a in message.addresses if not self._is_ours(a)]
        senders = [a for a in message.addresses if a.place is Place.FROM]
        ours_sent = any(self._is_ours(address) for address in senders)
        direction = Direction.OUTBOUND if ours_sent else Direction.INBOUND
        account, known_by, choices = self._account(message, theirs, direction, given)
        people = self._people(theirs, account)
        matched = {person.email for person in people}
        unknown = tuple(
            Candidate(
                address.email,
                name_of(address.name, address.email),
                address.place,
                offered=is_usable(address.email)
                and not self._is_ours(address)
                and address.email not in self._known.people,
                likely=is_somebody(address.email),
            )
            for address in message.addresses
            if address.email not in {"", *matched} and self._colleague(address) is None
        )
        colleagues = [c for a in message.addresses if (c := self._colleague(a)) is not None]
        sender = next((c for a in senders if (c := self._colleague(a)) is not None), None)
        before = find_message(self._session, message.message_id)
        day = local_date_of(message.at)
        units = () if account is None else list_shared_units(
            self._session, account, [person.id for person in people]
        )  # fmt: skip
        ahead = message.meeting and day > self._today
        becomes = Becomes.NEXT_STEP if ahead else Becomes.EXCHANGE
        return Item(
            number=number,
            path=file.path,
            stamp=file.stamp,
            message=message,
            becomes=becomes if before is None else Becomes.NOTHING,
            account=account if before is None else before[1],
            account_name=self._name(account if before is None else before[1]),
            known_by=known_by,
            choices=choices,
            direction=direction,
            channel=_channel(message),
            dmu=units[0] if len(units) == 1 else None,
            people=tuple(Who(person.id, person.name) for person in people),
            colleagues=tuple(dict.fromkeys(colleagues)),
            sender=sender,
            unknown=unknown,
            already=None if before is None else local_date_of(before[2]),
            later=day > self._as_of,
        )

    def _is_ours(self, address: Address) -> bool:
        return self._colleague(address) is not None or domain_of(address.email) in self._ours

    def _colleague(self, address: Address) -> Who | None:
        found = self._known.colleagues.get(address.email)
        if found is None and not address.email:
            name = name_of(address.name, "").casefold()
            found = self._known.colleagues_named.get(name)
        return None if found is None else Who(*found)

    def _account(
        self, message: Message, theirs: list[Address], direction: Direction, given: int | None
    ) -> tuple[int | None, Known, tuple[Who, ...]]:
        """The account, by what it was found, and the accounts that fit where several do."""
        if given is not None:
            return given, Known.SHOWN if given == self._shown else Known.GIVEN, ()
        # The one who wrote, or whom we wrote to, counts before those who got a copy.
        first = Place.TO if direction is Direction.OUTBOUND else Place.FROM
        near = [a for a in theirs if a.place is first]
        several: tuple[Who, ...] = ()
        for addresses in (near, theirs):
            for find, known_by in (
                (self._of_people, Known.PEOPLE),
                (self._of_domains, Known.DOMAIN),
            ):
                found = find(addresses)
                if len(found) == 1:
                    return next(iter(found)), known_by, ()
                several = several or self._choices(found)
        if message.in_reply_to is not None:
            before = find_message(self._session, message.in_reply_to)
            if before is not None:
                return before[1], Known.THREAD, ()
        return None, Known.UNKNOWN, several

    def _of_people(self, addresses: Iterable[Address]) -> set[int]:
        found = [
            set(person.accounts)
            for address in addresses
            for person in self._known.people.get(address.email, ())
            if person.accounts
        ]
        shared = set.intersection(*found) if found else set()
        return shared if len(shared) == 1 else set().union(*found)

    def _of_domains(self, addresses: Iterable[Address]) -> set[int]:
        domains = {domain_of(address.email) for address in addresses}
        return set().union(
            *(self._known.domains.get(domain, set()) for domain in domains if is_firms_own(domain))
        )

    def _choices(self, accounts: Iterable[int]) -> tuple[Who, ...]:
        return tuple(sorted((Who(a, self._name(a)) for a in accounts), key=lambda who: who.name))

    def _name(self, account: int | None) -> str:
        return "" if account is None else self._known.accounts.get(account, "")

    def _people(self, theirs: Sequence[Address], account: int | None) -> tuple[KnownPerson, ...]:
        found: dict[int, KnownPerson] = {}
        for address in theirs:
            hits = self._known.people.get(address.email, []) if address.email else []
            if not address.email and account is not None:
                name = name_of(address.name, "").casefold()
                hits = self._known.named.get((account, name), [])
            # An address that several share belongs to the one at this account.
            here = [person for person in hits if account in person.accounts] or hits
            if len(here) == 1:
                found[here[0].id] = here[0]
        return tuple(found.values())

    # --- cards -------------------------------------------------------------------------------

    def card(self, number: int, file: ReadFile, card: Card, given: int | None) -> Item:
        """What an address card would become."""
        emails = [email.lower() for email in card.emails]
        hits = {p.id: p for email in emails for p in self._known.people.get(email, ())}
        account, known_by, choices = self._firm(card, emails, given, list(hits.values()))
        if not hits and account is not None and card.name:
            named = self._known.named.get((account, _folded(card.name)), [])
            hits = {p.id: p for p in named if not (p.email and emails)}
        known = next(iter(hits.values())) if len(hits) == 1 else None
        return Item(
            number=number,
            path=file.path,
            stamp=file.stamp,
            card=card,
            becomes=Becomes.CONTACT if known is None else Becomes.KNOWN_CONTACT,
            account=account,
            account_name=self._name(account),
            known_by=known_by,
            choices=choices,
            people=() if known is None else (Who(known.id, known.name),),
        )

    def _firm(
        self, card: Card, emails: list[str], given: int | None, known: list[KnownPerson]
    ) -> tuple[int | None, Known, tuple[Who, ...]]:
        if given is not None:
            return given, Known.SHOWN if given == self._shown else Known.GIVEN, ()
        of_people = {account for person in known for account in person.accounts}
        if len(of_people) == 1:
            return of_people.pop(), Known.PEOPLE, ()
        by_domain = self._of_domains([Address(Place.FROM, email) for email in emails])
        if len(by_domain) == 1:
            return by_domain.pop(), Known.DOMAIN, ()
        by_name = self._firms.get(_folded(card.organisation), set()) if card.organisation else set()
        if len(by_name) == 1:
            return next(iter(by_name)), Known.FIRM, ()
        return None, Known.UNKNOWN, self._choices(of_people or by_domain or by_name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _channel(message: Message) -> Channel:
    """How a meeting took place, by its place: a link is video, a place is a visit."""
    if not message.meeting:
        return Channel.EMAIL
    where = message.where.casefold()
    if any(word in where for word in _ONLINE) or (not where and "http" in message.text):
        return Channel.VIDEO
    if any(word in where for word in _CALLS):
        return Channel.CALL
    return Channel.VISIT if where else Channel.CALL
