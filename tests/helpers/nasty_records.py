"""A file whose records hold what spreadsheets spoil: the base of the round trips."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.core.dates import day_of, noon_of
from b2bdesk.models import (
    Account,
    Assessment,
    BrandAttribute,
    Colleague,
    Contract,
    CostPool,
    CostPoolPeriod,
    Coverage,
    CurrencyRate,
    Dmu,
    DmuMember,
    Exchange,
    ExchangeColleague,
    ExchangePerson,
    ExternalId,
    Job,
    ListPrice,
    MemberLine,
    MemberRole,
    MemberStance,
    NextStep,
    OwnField,
    OwnValue,
    Perception,
    Person,
    PoolVolume,
    Product,
    RelationshipRecord,
    SalesTarget,
)
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.models.enums import (
    AccountKind,
    Adaptability,
    Channel,
    ContactClass,
    CoverageLevel,
    DecisionPath,
    Direction,
    ExchangeKind,
    LineKind,
    OutsideKind,
    OwnFieldOf,
    OwnFieldType,
    PromisedBy,
    PurchaseSituation,
    RelationshipPoint,
    RelationshipType,
    RenewalState,
    Role,
    Stance,
)

NASTY = (
    "=1+1", "'quoted", "  spaces  inside  ", "007", "1e5", "-", "+49 1", "@x", "😀 grin",
    "Müller & Söhne", "a, b", "two\nlines", "TRUE", "3/4", "2020-05-31", "0", "_x0041_", "\ttab",
)  # fmt: skip
OWN_TEXTS = {
    OwnFieldType.TEXT: NASTY,
    OwnFieldType.NUMBER: ("0", "-1.5", "12345678901.25", "0.000001"),
    OwnFieldType.MONEY: ("12.50 USD", "-0.01 USD", "12.50 EUR", "99 JPY"),
    OwnFieldType.DATE: ("2020-02-29", "2099-12-31", "1900-02-28"),
    OwnFieldType.CHOICE: ("Gold", "Not offered any more"),
    OwnFieldType.LINK: ("https://example.com/?a=1&b=2", "mailto:a@example.com"),
}
LONG = ("x" * 79 + "\n") * 410  # 32,800 characters: more than a cell holds


def fill(session: Session) -> None:
    """Two of everything at least, with awkward texts, twins of one name, and dates long ago."""
    number = count(1)
    nasty = (NASTY[n % len(NASTY)] for n in count())
    day = day_of(date(2019, 2, 28))

    def put(row: Any) -> int:
        row.id = 5_000_000_000_000_000_000 + next(number)
        session.add(row)
        session.flush()
        return int(row.id)

    ours = [
        put(Colleague(name=name, email=email, function=next(nasty)))
        for name, email in (("Lena Marsh", "l@x.de"), ("O'Neil, Pat", None), ("Ana", "a@x.de"))
    ]
    accounts = [
        put(
            Account(
                name=name, kind=list(AccountKind)[n % 3], segment=next(nasty), address=next(nasty),
                postal_code="01067", city=next(nasty), region=next(nasty), country="DE",
                phone="+49 (0)351 / 0", email=f"k{n}@x.de", website=next(nasty), tax_id="DE 01",
                employees=n * 1000, annual_sales_minor=n * 12_345_678_901, year_opened=1999,
                owner_id=ours[n % 3], contact_every_days=n or None, business_type=next(nasty),
                note=LONG if n == 0 else next(nasty),
            )
        )
        for n, name in enumerate(("=Acme", "Twin", "Twin", "Groß GmbH  & Co", "'Apo", "00", "Bare"))
    ]  # fmt: skip
    session.get_one(Account, accounts[2]).parent_id = accounts[0]
    session.get_one(Account, accounts[3]).parent_id = accounts[1]  # by name it fits two
    bare = session.get_one(Account, accounts[6])
    for column in Account.__table__.columns:
        if column.nullable:
            setattr(bare, column.name, None)
    for n, value in ((0, "00042"), (0, "later"), (3, "1E5")):
        put(ExternalId(account_id=accounts[n], system="ERP", value=value))
    people = [
        put(
            Person(
                name=name, email=f"p{n}@x.de" if n else None, phone="0049 1", mobile=next(nasty),
                source=next(nasty), note=next(nasty),
            )
        )
        for n, name in enumerate(("Berg, Kai", "Zoë", "Li", "Li", "Sam", "Twice"))
    ]  # fmt: skip
    for n, person in enumerate(people):
        put(Job(person_id=person, account_id=accounts[n // 4], title=next(nasty),
                contact_class=list(ContactClass)[n % 3]))  # fmt: skip
    put(Job(person_id=people[5], account_id=accounts[2], title="Elsewhere"))
    unit = put(Dmu(account_id=accounts[0], name="Main; purchase", path=next(iter(DecisionPath)),
                   situation=next(iter(PurchaseSituation))))  # fmt: skip
    seats = [put(DmuMember(dmu_id=unit, person_id=each, influence=3)) for each in people[:4]]
    for seat, role in ((0, Role.USER), (0, Role.BUYER), (1, Role.DECIDER)):
        put(MemberRole(member_id=seats[seat], role=role, valid_from=day - 30))
    put(MemberRole(member_id=seats[1], role=Role.USER, valid_from=day - 30, valid_to=day - 9))
    for ago, stance in ((20, Stance.NEUTRAL), (10, Stance.SUPPORTER)):
        put(MemberStance(member_id=seats[0], stance=stance, valid_from=day - ago, evidence="Said"))
    put(MemberLine(member_id=seats[1], to_member_id=seats[0], kind=LineKind.REPORTS_TO,
                   valid_from=day - 30))  # fmt: skip
    put(Coverage(person_id=people[1], colleague_id=ours[0], level=list(CoverageLevel)[2],
                 desired=None, valid_from=day))  # fmt: skip
    for n in range(4):
        exchange = put(
            Exchange(
                account_id=accounts[0], at=noon_of(date(2018, 12, 31)), channel=Channel.CALL,
                direction=Direction.OUTBOUND, kind=ExchangeKind.COMMUNICATION,
                subject="Prices" if n < 2 else next(nasty).strip(), note=next(nasty), minutes=n,
                sentiment=n - 2, gave=next(nasty), got=None, owner_id=ours[n] if n < 3 else None,
            )
        )  # fmt: skip
        for person in people[: n + 1]:
            put(ExchangePerson(exchange_id=exchange, person_id=person))
        put(ExchangeColleague(exchange_id=exchange, colleague_id=ours[1]))
    for n in range(3):
        put(
            NextStep(
                account_id=accounts[1], what="Call" if n < 2 else "=Send", due_day=day + n,
                owner_id=ours[n], person_id=people[4], promised_by=list(PromisedBy)[n % 2],
                done_day=day if n == 2 else None,
            )
        )  # fmt: skip
        put(
            Contract(
                account_id=accounts[1 + n % 2], name="Frame", starts_day=day, ends_day=day + 365,
                notice_days=90, auto_renews=n == 1, renewal=list(RenewalState)[n],
                note=next(nasty),
            )
        )  # fmt: skip
        put(SalesTarget(account_id=accounts[n], first_month=2019 * 12, last_month=2019 * 12 + 11,
                        amount_minor=-1 + n * 99_999_999_999))  # fmt: skip
        pool = put(
            CostPool(
                name=f"Pool {n}", activity=next(nasty), level=list(CostLevel)[n],
                method=list(CostMethod)[n % 2], driver=list(Driver)[n],
                minutes_per_event_milli=1_333 * n or None, ledger_accounts="0400", note=None,
            )
        )  # fmt: skip
        for year in range(2018, 2019 + (n == 0)):
            put(
                CostPoolPeriod(
                    pool_id=pool, first_month=year * 12, last_month=year * 12 + 11,
                    amount_minor=100_001 * (n + 1), practical_capacity=n or None,
                )
            )  # fmt: skip
        put(Product(code=f"00{n}", name=next(nasty).strip(), category=next(nasty),
                    standard_cost_minor=n * 199))  # fmt: skip


def fill_more(session: Session) -> None:
    """What ``fill`` leaves out: own fields, assessments, prices, volumes, scores, a bare pool, and
    rivals, outsiders, complaints and how people meet change."""
    number = count(5_100_000_000_000_000_000)
    day = day_of(date(2019, 2, 28))

    def put(row: Any) -> int:
        row.id = next(number)
        session.add(row)
        session.flush()
        return int(row.id)

    accounts = session.scalars(select(Account.id).order_by(Account.id)).all()
    people = session.scalars(select(Person.id).order_by(Person.id)).all()
    products = session.scalars(select(Product.id).order_by(Product.id)).all()
    ours = session.scalars(select(Colleague.id).order_by(Colleague.id)).all()
    for currency, rate in (("KWD", 3_057_123), ("JPY", 6_700)):
        put(CurrencyRate(currency=currency, day=0, rate_micro=rate))
        put(CurrencyRate(currency=currency, day=day, rate_micro=rate + 1))
    converted = session.scalars(select(CostPoolPeriod).order_by(CostPoolPeriod.id)).all()[-1]
    converted.currency, converted.foreign_minor = "KWD", 65_433
    for n, (kind, texts) in enumerate(OWN_TEXTS.items()):
        for of, name, owners in (
            (OwnFieldOf.ACCOUNT, "City" if n == 0 else f"Own {kind}", accounts),
            (OwnFieldOf.PERSON, f"Their {kind}", people),
        ):
            field = put(OwnField(belongs_to=of, name=name, type=kind, position=-n,
                                 choices="Gold\nBlue" if kind == "choice" else None))  # fmt: skip
            side = "account_id" if of is OwnFieldOf.ACCOUNT else "person_id"
            for m, owner in enumerate(owners[:-1]):
                put(OwnValue(field_id=field, value=texts[m % len(texts)], **{side: owner}))
    for n in range(3):
        put(Assessment(account_id=accounts[n], on_day=day + n, author_id=ours[n] if n else None,
                       alternatives=n + 1, money=5, note=NASTY[n]))  # fmt: skip
        for point, on_day, set_day in (
            (RelationshipPoint.CURRENT, day + n, None),
            (RelationshipPoint.TARGET, day + 90, day + n),
        ):
            if n:
                kind = list(RelationshipType)[n]
                put(RelationshipRecord(account_id=accounts[n], point=point, on_day=on_day,
                                       set_day=set_day, type=kind))  # fmt: skip
        put(ListPrice(product_id=products[0], price_minor=n * 12_345_678_901,
                      account_id=accounts[1] if n == 1 else None,
                      segment="Big; ones" if n == 2 else None,
                      from_day=day if n else None, to_day=day + 3 if n else None))  # fmt: skip
    pools = [
        put(CostPool(name=f"Bare {n}", activity="Own", level=next(iter(CostLevel)),
                     method=next(iter(CostMethod)), driver=driver))
        for n, driver in enumerate((None, Driver.OWN_VOLUMES, Driver.ORDERS))
    ]  # fmt: skip
    attribute = put(BrandAttribute(name="Delivery, on time"))
    for n, pool in enumerate(pools):
        put(PoolVolume(pool_id=pool, account_id=accounts[n], first_month=2018 * 12,
                       last_month=2018 * 12 + 2, volume_milli=n * 1_234))  # fmt: skip
        put(Perception(person_id=people[2 + n], attribute_id=attribute, day=day - n,
                       ours=n or None, rival=5 - n, source=NASTY[n]))  # fmt: skip
    for account, rival in zip(accounts[:-1], NASTY, strict=False):
        session.get_one(Account, account).main_rival = rival
    for n, job in enumerate(session.scalars(select(Job).order_by(Job.id)).all()):
        job.external = n % 2 == 1  # outside, without a word as what
        job.outside_as = list(OutsideKind)[n // 2] if n in (1, 5) else None
    for seat, how in zip(session.scalars(select(DmuMember)), (None, *Adaptability), strict=False):
        seat.adaptability = how
    for n, exchange in enumerate(session.scalars(select(Exchange))):
        exchange.complaint = n == 1
    session.flush()
