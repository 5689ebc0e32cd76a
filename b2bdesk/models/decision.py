"""What is decided about an account, what was tried out first, and what is to be done."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_ACCOUNT, TITLE_NAME, TITLE_NOTE, Edited, col, journal_info
from b2bdesk.models.costing_enums import Decision, MeasureKind, PlanKind
from b2bdesk.models.enums import RelationshipType

_SCENARIO_SCOPE = "(SELECT account_id FROM scenario WHERE id = OLD.scenario_id)"


class AccountDecision(Edited):
    """Keep, convert or let go, set by a person on a day; the newest up to a day holds.

    ``strategic``: the account is kept although it does not pay, for the reason given.
    """

    __tablename__ = "account_decision"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(71, mark("Decision"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    decision: Mapped[Decision] = col(mark("Decision"), "enum")
    on_day: Mapped[int] = col(mark("Decided on"), "day")
    author_id: Mapped[int | None] = col(
        mark("Author"), "ref:colleague", ForeignKey("colleague.id", ondelete="SET NULL")
    )
    strategic: Mapped[bool] = col(mark("Strategic"), "yes_no", default=False)
    reason: Mapped[str | None] = col(mark("Reason"))


class Scenario(Edited):
    """Measures tried out together: on one account, or on the portfolio where it is None."""

    __tablename__ = "scenario"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(72, mark("Scenario"), "OLD.account_id"),
    )

    account_id: Mapped[int | None] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    name: Mapped[str] = col(TITLE_NAME)
    made_day: Mapped[int] = col(mark("Made on"), "day")
    note: Mapped[str | None] = col(TITLE_NOTE)


class ScenarioMeasure(Edited):
    """One measure of a scenario; ``value_milli`` is thousandths of the unit of its kind.

    ``threshold_minor``: an order fee counts for orders below it. ``relationship_type`` and
    ``segment`` narrow a policy of the portfolio to such accounts.
    """

    __tablename__ = "scenario_measure"
    __table_args__ = (
        Index(None, "scenario_id"),
        journal_info(73, mark("Measure"), _SCENARIO_SCOPE),
    )

    scenario_id: Mapped[int] = col(
        mark("Scenario"), "ref:scenario", ForeignKey("scenario.id", ondelete="CASCADE")
    )
    kind: Mapped[MeasureKind] = col(mark("Kind"), "enum")
    value_milli: Mapped[int] = col(mark("Value"), "milli")
    threshold_minor: Mapped[int | None] = col(mark("For orders below"), "money")
    relationship_type: Mapped[RelationshipType | None] = col(mark("Relationship type"), "enum")
    segment: Mapped[str | None] = col(mark("Segment"))


class Plan(Edited):
    """Steps that belong together on an account: what a scenario, a save or a path asks for."""

    __tablename__ = "plan"
    __table_args__ = (
        Index(None, "account_id"),
        Index(None, "scenario_id"),
        journal_info(74, mark("Plan"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    kind: Mapped[PlanKind] = col(mark("Kind"), "enum")
    name: Mapped[str] = col(TITLE_NAME)
    made_day: Mapped[int] = col(mark("Made on"), "day")
    scenario_id: Mapped[int | None] = col(
        mark("Scenario"), "ref:scenario", ForeignKey("scenario.id", ondelete="SET NULL")
    )
    note: Mapped[str | None] = col(TITLE_NOTE)


class SpecialService(Edited):
    """A service or product made for one account: what it costs and what it is meant to bring.

    ``create_minor`` once; ``deliver_minor`` and ``margin_minor`` (added gross margin) for a year.
    """

    __tablename__ = "special_service"
    __table_args__ = (
        Index(None, "account_id"),
        journal_info(75, mark("Special service"), "OLD.account_id"),
    )

    account_id: Mapped[int] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    name: Mapped[str] = col(TITLE_NAME)
    first_month: Mapped[int] = col(mark("First month"), "month")
    last_month: Mapped[int | None] = col(mark("Last month"), "month")
    create_minor: Mapped[int | None] = col(mark("Cost of creating"), "money")
    deliver_minor: Mapped[int | None] = col(mark("Cost of delivering, a year"), "money")
    margin_minor: Mapped[int | None] = col(mark("Added margin, a year"), "money")
    note: Mapped[str | None] = col(TITLE_NOTE)
