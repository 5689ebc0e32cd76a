"""Fields that the user adds to accounts and people, and their values."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_ACCOUNT, TITLE_NAME, TITLE_PERSON, Edited, col, journal_info
from b2bdesk.models.enums import OwnFieldOf, OwnFieldType


class OwnField(Edited):
    """A field of the user's own. ``choices``: one a line, for the type that has them."""

    __tablename__ = "own_field"
    __table_args__ = (UniqueConstraint("belongs_to", "name"), journal_info(14, mark("Own field")))

    belongs_to: Mapped[OwnFieldOf] = col(mark("Belongs to"), "enum")
    name: Mapped[str] = col(TITLE_NAME)
    type: Mapped[OwnFieldType] = col(mark("Field type"), "enum", default=OwnFieldType.TEXT)
    choices: Mapped[str | None] = col(mark("Choices"))
    position: Mapped[int] = col(mark("Position"), "int", default=0)


class OwnValue(Edited):
    """What an account or a person holds in an own field, as text without a locale.

    Numbers with a decimal point, dates as 2020-05-31, money as the amount followed by its currency
    ("12.50 EUR"), links and choices as they are.
    """

    __tablename__ = "own_value"
    __table_args__ = (
        UniqueConstraint("field_id", "account_id"),
        UniqueConstraint("field_id", "person_id"),
        CheckConstraint("(account_id IS NULL) <> (person_id IS NULL)", name="ck_own_value_owner"),
        journal_info(
            15,
            mark("Own value"),
            "coalesce(OLD.account_id, (SELECT account_id FROM job"
            " WHERE person_id = OLD.person_id ORDER BY id DESC LIMIT 1))",
        ),
    )

    field_id: Mapped[int] = col(
        mark("Own field"), "ref:own_field", ForeignKey("own_field.id", ondelete="CASCADE")
    )
    account_id: Mapped[int | None] = col(
        TITLE_ACCOUNT, "ref:account", ForeignKey("account.id", ondelete="CASCADE")
    )
    person_id: Mapped[int | None] = col(
        TITLE_PERSON, "ref:person", ForeignKey("person.id", ondelete="CASCADE")
    )
    value: Mapped[str] = col(mark("Value"))
