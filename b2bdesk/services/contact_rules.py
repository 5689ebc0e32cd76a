"""Settings of the contact mix: the thresholds of its rule, and what a list of contacts costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from b2bdesk.analytics.contact_mix import Rule
from b2bdesk.analytics.contact_mix_goals import ListFigures
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.queries.file_info import settings_of
from b2bdesk.services.file_settings import set_setting

_MOST_MONTHS = 240
_MOST_RATIO = 100
_LONGEST = 8
"""No more size classes than can be told apart."""


def contact_rule(session: Session) -> Rule:
    """The thresholds in force: those of the file, else the default ones."""
    return _read_rule(settings_of(session).get("contact_rule"))


def _read_rule(kept: object) -> Rule:
    if not isinstance(kept, Mapping):
        return Rule()
    known = {field.name for field in fields(Rule)}
    told = {key: value for key, value in kept.items() if key in known}
    if "sizes" in told:
        told["sizes"] = tuple(told["sizes"])
    return Rule(**told)


def set_threshold(session: Session, name: str, value: Any) -> None:
    """Change one threshold of the rule; ``DomainError`` with its name as the field."""
    rule = contact_rule(session)
    accepts, words = _CHECKS[name]
    if not accepts(rule, value):
        raise DomainError(tr(words), field=name)
    save_rule(session, replace(rule, **{name: value}))


def save_rule(session: Session, rule: Rule) -> None:
    """Keep a rule with the file; the default one leaves no setting behind."""
    set_setting(session, "contact_rule", None if rule == Rule() else asdict(rule))


def list_figures(session: Session) -> ListFigures:
    """The user's figures for a list of contacts, as far as given."""
    kept = settings_of(session).get("contact_list")
    return ListFigures(**kept) if isinstance(kept, Mapping) else ListFigures()


def set_list_figure(session: Session, name: str, value: int | None) -> None:
    """Change one figure: a cost or margin in minor units, or a chance in hundredths of a percent.

    None takes it away. ``DomainError`` with its name as the field.
    """
    if value is not None and value < 0:
        raise DomainError(tr("Enter an amount of 0 or more."), field=name)
    if name == "chance" and value is not None and value > 10_000:
        raise DomainError(tr("A chance goes from 0 to 100%."), field=name)
    figures = replace(list_figures(session), **{name: value})
    empty = figures == ListFigures()
    set_setting(session, "contact_list", None if empty else asdict(figures))


def _months(_rule: Rule, value: Any) -> bool:
    return isinstance(value, int) and 1 <= value <= _MOST_MONTHS


def _share(_rule: Rule, value: Any) -> bool:
    return bool(0 < value <= 1)


def _ascending(_rule: Rule, value: Any) -> bool:
    return 0 < len(value) <= _LONGEST and value[0] > 0 and all(a < b for a, b in pairwise(value))


_CHECKS: dict[str, tuple[Callable[[Rule, Any], bool], str]] = {
    "low": (
        lambda rule, value: 0 < value < rule.high,
        mark("Enter a ratio above 0 and below the upper one."),
    ),
    "high": (
        lambda rule, value: rule.low < value <= _MOST_RATIO,
        mark("Enter a ratio above the lower one."),
    ),
    "other_share": (_share, mark("Enter a share above 0 and up to 100%.")),
    "fall": (_share, mark("Enter a share above 0 and up to 100%.")),
    "no_purchase_months": (_months, mark("Enter a number of months from 1 to 240.")),
    "buys_months": (_months, mark("Enter a number of months from 1 to 240.")),
    "least_accounts": (
        lambda _rule, value: isinstance(value, int) and value >= 1,
        mark("Enter a number of accounts of 1 or more."),
    ),
    "sizes": (
        _ascending,
        mark("Enter numbers of employees in ascending order, such as 10, 50, 250."),
    ),
}
