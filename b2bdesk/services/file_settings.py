"""Settings of the file: who I am in it, its currency, fiscal year, as-of date and name."""

from __future__ import annotations

import json
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from b2bdesk.models import FileSetting

Key = Literal[
    "name",
    "currency",
    "fiscal_start",
    "as_of",
    "me",
    "notice",
    "health_weights",
    "health_targets",
    "contact_rule",
    "contact_list",
    "profit_rules",
    "expedited_days",
    "habit_rules",
]


def set_setting(session: Session, key: Key, value: Any) -> None:
    """Set one setting; None removes it. ``as_of`` is an ISO date, ``fiscal_start`` 1..12."""
    row = session.scalar(select(FileSetting).where(FileSetting.key == key))
    if value is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(FileSetting(key=key, value=json.dumps(value)))
    else:
        row.value = json.dumps(value)
