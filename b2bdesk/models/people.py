"""People, their jobs, and the decision-making units they sit in."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import (
    TITLE_ACCOUNT,
    TITLE_NAME,
    TITLE_NOTE,
    TITLE_PERSON,
    TITLE_SINCE,
    TITLE_UNTIL,
    Edited,
    col,
    journal_info,
)
from b2bdesk.models.enums import (
    Adaptability,
    ContactClass,
    CoverageLevel,
    DecisionPath,
    LineKind,
    OutsideKind,
    PurchaseSituation,
    Role,
    Stance,
)

_MEMBER_SCOPE = (
    "(SELECT unit.account_id FROM dmu AS unit JOIN dmu_member AS seat ON seat.dmu_id = unit.id"
    " WHERE seat.id = OLD.member_id)"
)


class Person(Edited):
    """A person at a customer; what a person is in a decision belongs to ``DmuMember``."""

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "email"),
        journal_info(
            20,
            mark("Person"),
            "(SELECT account_id FROM job WHERE person_id = OLD.id ORDER BY id DESC LIMIT 1)",
        ),
    )

    name: Mapped[str] = col(TITLE_NAME)
    email: Mapped[str | None] = col(mark("Email"))
    phone: Mapped[str | None] = col(mark("Phone"))
    mobile: Mapped[str | None] = col(mark("Mobile"))
    source: Mapped[str | None] = col(mark("Source"))
    contact_every_days: Mapped[int | None] = col(mark("Contact plan, days"), "int")
    note: Mapped[str | None] = col(TITLE_NOTE)


class Job(Edited):
    """A person's job at an account, with dates; no end means the person is there now."""

    __tablename__ = "job"
    __table_args__ = (
        Index(None, "account_id"),
        Index(None, "person_id"),
        journal_info(21, mark("Job"), "OLD.account_id"),
    )

    person_id: Mapped[int] = col(
        TITLE_PERSON, "ref:person", ForeignKey("person.id", ondelete="CASCADE")
    )
    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    title: Mapped[str | None] = col(mark("Job title"))
    contact_class: Mapped[ContactClass | None] = col(mark("Contact class"), "enum")
    external: Mapped[bool] = col(mark("Outside the company"), "yes_no", default=False)
    outside_as: Mapped[OutsideKind | None] = col(mark("Outside as"), "enum")
    valid_from: Mapped[int | None] = col(TITLE_SINCE, "day")
    valid_to: Mapped[int | None] = col(TITLE_UNTIL, "day")


class Dmu(Edited):
    """A decision-making unit: the people of one account who decide one kind of purchase."""

    __tablename__ = "dmu"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(22, mark("Decision-making unit"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    name: Mapped[str] = col(TITLE_NAME)
    situation: Mapped[PurchaseSituation | None] = col(mark("Purchase situation"), "enum")
    path: Mapped[DecisionPath | None] = col(mark("How decisions climb"), "enum")


class DmuMember(Edited):
    """A person's seat in a decision-making unit; ``x`` and ``y`` only where placed by hand."""

    __tablename__ = "dmu_member"
    __table_args__ = (
        UniqueConstraint("dmu_id", "person_id"),
        Index(None, "person_id"),
        journal_info(
            23,
            mark("Member"),
            "(SELECT account_id FROM dmu WHERE id = OLD.dmu_id)",
        ),
    )

    dmu_id: Mapped[int] = col(
        mark("Decision-making unit"), "ref:dmu", ForeignKey("dmu.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = col(
        TITLE_PERSON, "ref:person", ForeignKey("person.id", ondelete="CASCADE")
    )
    influence: Mapped[int | None] = col(mark("Influence, 1 to 5"), "int")
    adaptability: Mapped[Adaptability | None] = col(mark("Adaptability"), "enum")
    x: Mapped[int | None] = col(mark("Place across"), "int")
    y: Mapped[int | None] = col(mark("Place down"), "int")
    note: Mapped[str | None] = col(TITLE_NOTE)


class MemberRole(Edited):
    """A buying role a member holds, with dates."""

    __tablename__ = "member_role"
    __table_args__ = (
        Index(None, "member_id"),
        journal_info(24, mark("Role"), _MEMBER_SCOPE),
    )

    member_id: Mapped[int] = col(
        mark("Member"), "ref:dmu_member", ForeignKey("dmu_member.id", ondelete="CASCADE")
    )
    role: Mapped[Role] = col(mark("Role"), "enum")
    valid_from: Mapped[int] = col(TITLE_SINCE, "day")
    valid_to: Mapped[int | None] = col(TITLE_UNTIL, "day")


class MemberStance(Edited):
    """A member's stance from a day on, with its author and evidence; the newest holds."""

    __tablename__ = "member_stance"
    __table_args__ = (
        Index(None, "member_id"),
        Index(None, "exchange_id"),
        journal_info(25, mark("Stance"), _MEMBER_SCOPE),
    )

    member_id: Mapped[int] = col(
        mark("Member"), "ref:dmu_member", ForeignKey("dmu_member.id", ondelete="CASCADE")
    )
    stance: Mapped[Stance] = col(mark("Stance"), "enum")
    valid_from: Mapped[int] = col(TITLE_SINCE, "day")
    author_id: Mapped[int | None] = col(
        mark("Author"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )
    evidence: Mapped[str | None] = col(mark("Evidence"))
    exchange_id: Mapped[int | None] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="SET NULL")
    )


class Behaviour(Edited):
    """Something a member was seen to do on a day; the same words again count once more."""

    __tablename__ = "behaviour"
    __table_args__ = (
        Index(None, "member_id"),
        Index(None, "exchange_id"),
        journal_info(44, mark("Behaviour"), _MEMBER_SCOPE),
    )

    member_id: Mapped[int] = col(
        mark("Member"), "ref:dmu_member", ForeignKey("dmu_member.id", ondelete="CASCADE")
    )
    what: Mapped[str] = col(mark("What"))
    day: Mapped[int] = col(mark("Date"), "day")
    exchange_id: Mapped[int | None] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="SET NULL")
    )


class MemberLine(Edited):
    """A line on the map from one member to another of the same unit."""

    __tablename__ = "member_line"
    __table_args__ = (
        Index(None, "member_id"),
        Index(None, "to_member_id"),
        journal_info(26, mark("Line"), _MEMBER_SCOPE),
    )

    member_id: Mapped[int] = col(
        mark("From"), "ref:dmu_member", ForeignKey("dmu_member.id", ondelete="CASCADE")
    )
    to_member_id: Mapped[int] = col(
        mark("To"), "ref:dmu_member", ForeignKey("dmu_member.id", ondelete="CASCADE")
    )
    kind: Mapped[LineKind] = col(mark("Kind"), "enum")
    label: Mapped[str | None] = col(mark("Label"))
    strength: Mapped[int] = col(mark("Strength, 1 to 3"), "int", default=1)
    valid_from: Mapped[int] = col(TITLE_SINCE, "day")
    valid_to: Mapped[int | None] = col(TITLE_UNTIL, "day")


class Coverage(Edited):
    """How well one colleague of ours knows one person, and how well it should be."""

    __tablename__ = "coverage"
    __table_args__ = (
        Index(None, "person_id"),
        journal_info(
            27,
            mark("Coverage"),
            "(SELECT account_id FROM job WHERE person_id = OLD.person_id ORDER BY id DESC LIMIT 1)",
        ),
    )

    person_id: Mapped[int] = col(
        TITLE_PERSON, "ref:person", ForeignKey("person.id", ondelete="CASCADE")
    )
    colleague_id: Mapped[int] = col(
        mark("Colleague"), "ref:colleague", ForeignKey("colleague.id", ondelete="CASCADE")
    )
    level: Mapped[CoverageLevel] = col(mark("Coverage"), "enum")
    desired: Mapped[CoverageLevel | None] = col(mark("Desired coverage"), "enum")
    valid_from: Mapped[int] = col(TITLE_SINCE, "day")


class TeamMatch(Edited):
    """Which colleague should know a contact class at an account, and how well."""

    __tablename__ = "team_match"
    __table_args__ = (
        UniqueConstraint("account_id", "colleague_id", "contact_class"),
        Index(None, "colleague_id"),
        journal_info(45, mark("Team match"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    colleague_id: Mapped[int] = col(
        mark("Colleague"), "ref:colleague", ForeignKey("colleague.id", ondelete="CASCADE")
    )
    contact_class: Mapped[ContactClass] = col(mark("Contact class"), "enum")
    desired: Mapped[CoverageLevel] = col(mark("Desired coverage"), "enum")


class ContactGoal(Edited):
    """How many contacts of a class an account should have, where the user knows better."""

    __tablename__ = "contact_goal"
    __table_args__ = (
        UniqueConstraint("account_id", "contact_class"),
        journal_info(42, mark("Contacts wanted"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    contact_class: Mapped[ContactClass] = col(mark("Contact class"), "enum")
    wanted: Mapped[int | None] = col(mark("Wanted"), "int")
    priority: Mapped[int | None] = col(mark("Priority, 1 to 3"), "int")
    note: Mapped[str | None] = col(TITLE_NOTE)


class TitleClass(Edited):
    """The contact class the user gave to a job title; it goes before what its words suggest."""

    __tablename__ = "title_class"
    __table_args__ = (journal_info(43, mark("Class of a job title")),)

    title: Mapped[str] = col(mark("Job title"), unique=True)
    contact_class: Mapped[ContactClass] = col(mark("Contact class"), "enum")
