"""What people think of us and of the main rival, per brand attribute."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_NAME, TITLE_PERSON, Edited, col, journal_info


class BrandAttribute(Edited):
    """Something customers judge a supplier by, in the user's own words."""

    __tablename__ = "brand_attribute"
    __table_args__ = (journal_info(28, mark("Brand attribute")),)

    name: Mapped[str] = col(TITLE_NAME, unique=True)
    position: Mapped[int] = col(mark("Position"), "int", default=0)


class Perception(Edited):
    """A person's scores for one brand attribute on one day: ours and the main rival's, 1 to 5."""

    __tablename__ = "perception"
    __table_args__ = (
        Index(None, "person_id"),
        Index(None, "exchange_id"),
        journal_info(
            29,
            mark("Perception"),
            "(SELECT account_id FROM job WHERE person_id = OLD.person_id ORDER BY id DESC LIMIT 1)",
        ),
    )

    person_id: Mapped[int] = col(
        TITLE_PERSON, "ref:person", ForeignKey("person.id", ondelete="CASCADE")
    )
    attribute_id: Mapped[int] = col(
        mark("Brand attribute"),
        "ref:brand_attribute",
        ForeignKey("brand_attribute.id", ondelete="CASCADE"),
    )
    day: Mapped[int] = col(mark("Date"), "day")
    ours: Mapped[int | None] = col(mark("Our score, 1 to 5"), "int")
    rival: Mapped[int | None] = col(mark("Main rival's score, 1 to 5"), "int")
    source: Mapped[str | None] = col(mark("Source"))
    exchange_id: Mapped[int | None] = col(
        mark("Exchange"), "ref:exchange", ForeignKey("exchange.id", ondelete="SET NULL")
    )
