"""The edits of the costing page: each one labelled, undoable step with its toast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.costing import PoolPeriodRow, PoolRow
from b2bdesk.services.costing import pools
from b2bdesk.services.costing.paste import take_pools
from b2bdesk.services.costing.paste_result import Outcome, PoolPaste
from b2bdesk.services.costing.pools import PeriodDraft, PoolDraft
from b2bdesk.services.costing.sensitivity import take_variant
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import MISSING
from b2bdesk.ui.pages.costing.cells import capacity_problem, in_minutes, read_capacity, read_money
from b2bdesk.ui.widgets.period_picker import period_words

Failed = Callable[[B2BDeskError], None]


class PoolEdits:
    """Writes through the context on behalf of ``owner``."""

    def __init__(self, ctx: AppContext, owner: QObject) -> None:
        self._ctx, self._owner = ctx, owner

    def add(
        self, draft: PoolDraft, period: PeriodDraft, done: Callable[[int], None], failed: Failed
    ) -> None:
        """Add a pool with its first period; ``done`` gets its id."""
        self._ctx.write(
            tr("Add cost pool {name}", name=draft.name),
            self._owner,
            lambda session: pools.add_pool(session, draft, period),
            done,
            failed,
            toast=tr("Cost pool {name} added", name=draft.name),
        )

    def change(self, pool: int, draft: PoolDraft, failed: Failed) -> None:
        """Change a pool."""
        name = " ".join(draft.name.split())
        self._ctx.write(
            tr("Change cost pool {name}", name=name),
            self._owner,
            lambda session: pools.update_pool(session, pool, draft),
            failed=failed,
            toast=tr("Cost pool {name} changed", name=name),
        )

    def take_variant(self, variant: PoolRow, done: Callable[[object], None]) -> None:
        """Make a pool what was looked at: another driver, other figures."""
        name = variant.name
        self._ctx.write(
            tr("Change what charges {name}", name=name),
            self._owner,
            lambda session: take_variant(session, variant),
            done,
            toast=tr("Cost pool {name} changed", name=name),
        )

    def remove(self, pool: int, name: str) -> None:
        """Remove a pool and its periods."""
        self._ctx.write(
            tr("Remove cost pool {name}", name=name),
            self._owner,
            lambda session: pools.remove_pool(session, pool),
            toast=tr("Cost pool {name} removed", name=name),
        )

    def change_period(self, period: int, name: str, draft: PeriodDraft, failed: Failed) -> None:
        """Change months, cost or capacity of a pool's period."""
        self._ctx.write(
            tr("Change cost of {name}", name=name),
            self._owner,
            lambda session: pools.update_period(session, period, draft),
            failed=failed,
            toast=_changed_words(name, draft),
        )

    def add_period(self, pool: PoolRow, chosen: Period) -> None:
        """Add the chosen months, or where they have a cost, as many months after the last."""
        if not any(row.months.overlaps(chosen) for row in pool.periods):
            draft = PeriodDraft(chosen, 0)
        else:
            last = pool.periods[-1]
            after = Period(last.months.last + 1, last.months.last + last.months.months)
            draft = PeriodDraft(after, last.amount, last.capacity)
        self._ctx.write(
            tr("Add a period to {name}", name=pool.name),
            self._owner,
            lambda session: pools.add_period(session, pool.id, draft),
            toast=tr("Period {months} added", months=period_words(draft.months)),
        )

    def remove_period(self, period: int, name: str) -> None:
        """Remove a pool's period."""
        self._ctx.write(
            tr("Remove a period of {name}", name=name),
            self._owner,
            lambda session: pools.remove_period(session, period),
            toast=tr("Period removed"),
        )

    def take(self, paste: PoolPaste, done: Callable[[int], None]) -> None:
        """Take a paste over as one step."""
        count = sum(row.outcome is not Outcome.UNCHANGED for row in paste.rows)
        words = trn("{n} cost pool", "{n} cost pools", count)
        self._ctx.write(
            tr("Paste {pools}", pools=words),
            self._owner,
            lambda session: take_pools(session, paste),
            done,
            toast=tr("{pools} taken over", pools=words),
        )


def _changed_words(name: str, draft: PeriodDraft) -> str:
    if draft.currency is None:
        return tr("Cost of {name} changed", name=name)
    return tr(
        "Cost of {name} changed, converted by the {currency} rates of its months",
        name=name,
        currency=draft.currency,
    )


def text_edit(pool: PoolRow, key: str, typed: str) -> PoolDraft:
    """The draft of a pool with the name or activity typed in the table."""
    draft = pools.draft_of(pool)
    return replace(draft, name=typed) if key == "name" else replace(draft, activity=typed)


def period_edit(
    pool: PoolRow, key: str, typed: str, chosen: Period
) -> tuple[PoolPeriodRow, PeriodDraft]:
    """The pool's one period within the chosen months, with the amount or capacity typed.

    ``DomainError`` where the cell shows parts of periods, or where nothing readable was typed.
    """
    inside = [row for row in pool.periods if row.months.overlaps(chosen)]
    whole = len(inside) == 1 and (
        chosen.first <= inside[0].months.first and inside[0].months.last <= chosen.last
    )
    if not whole:
        raise DomainError(
            tr("The cell shows several periods of this pool, or a part of one."),
            hint=tr("Change them at the right."),
        )
    draft = pools.period_draft_of(inside[0])
    if key == "amount":
        read = read_money(typed)
        if read is None:
            raise DomainError(tr("{typed} is not an amount.", typed=typed))
        return inside[0], replace(draft, amount=read[0], currency=read[1])
    if typed.strip() in ("", MISSING):
        return inside[0], replace(draft, capacity=None)
    minutes = in_minutes(pool.method, pool.driver)
    capacity = read_capacity(typed, minutes=minutes)
    if capacity is None:
        raise DomainError(
            tr("{typed} is not a whole number.", typed=typed),
            hint=capacity_problem(minutes=minutes),
        )
    return inside[0], replace(draft, capacity=capacity)
