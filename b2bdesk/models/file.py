"""What belongs to the file as a whole: its settings and our own people."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from b2bdesk.core.i18n import mark
from b2bdesk.models.base import TITLE_NAME, Edited, col, journal_info


class FileSetting(Edited):
    """One setting of the file, as JSON text; the keys are declared in ``settings.file``."""

    __tablename__ = "file_setting"
    __table_args__ = (journal_info(1, mark("File setting")),)

    key: Mapped[str] = col(mark("Setting"), unique=True)
    value: Mapped[str] = col(mark("Value"))


class Colleague(Edited):
    """One of our own people: owns accounts, exchanges and next steps."""

    __tablename__ = "colleague"
    __table_args__ = (journal_info(2, mark("Colleague")),)

    name: Mapped[str] = col(TITLE_NAME)
    email: Mapped[str | None] = col(mark("Email"))
    function: Mapped[str | None] = col(mark("Function"))
    active: Mapped[bool] = col(mark("Active"), "yes_no", default=True)


class CurrencyRate(Edited):
    """What one unit of a currency is worth in the file's currency from a day on.

    ``rate_micro`` in millionths. It holds until the next rate of the currency.
    """

    __tablename__ = "currency_rate"
    __table_args__ = (
        UniqueConstraint("currency", "day"),
        journal_info(3, mark("Currency rate")),
    )

    currency: Mapped[str] = col(mark("Currency"))
    day: Mapped[int] = col(mark("From"), "day")
    rate_micro: Mapped[int] = col(mark("Rate"), "micro")
