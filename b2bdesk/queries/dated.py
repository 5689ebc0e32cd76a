"""Rows that hold from one day to another, both included; an open end holds still."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute


def holds_on(
    since: InstrumentedAttribute[Any], until: InstrumentedAttribute[Any], day: int
) -> ColumnElement[bool]:
    """True where a dated row holds on a stored day; both ends are included."""
    return and_(or_(since.is_(None), since <= day), or_(until.is_(None), until >= day))
